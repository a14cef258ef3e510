from dataclasses import replace

from index import Article, PassageIndex, build_index
from rag.source import Source, source_of


def test_the_source_of_a_citation_holds_the_quote(chatbot):
    citations = chatbot.ask("支付宝欠款会上门吗?").citations
    assert citations
    for citation in citations:
        source = chatbot.source(citation)
        assert source.text[citation.start : citation.end] == citation.quote


def test_what_an_article_lost_is_known_of_it_and_of_no_other(chatbot):
    citation = chatbot.ask("支付宝欠款会上门吗?").citations[0]
    undamaged, damaged = (
        source_of(
            replace(citation, article_id=article.id, quote="", end=citation.start), chatbot.passage_index
        )
        for article in chatbot.passage_index.articles()
    )
    assert undamaged.repairs == ()
    assert len(damaged.repairs) == 10
    for repair in damaged.repairs:
        lost = (repair.inserted, damaged.text[repair.start : repair.end].strip())
        assert lost in {("题", ""), ("电话", "")}


def test_an_article_that_has_changed_or_is_gone_is_no_source(tmp_path, chatbot, letter_embedder):
    def index_of(text):
        build_index([Article("a", "a.txt", text, "标题")], letter_embedder, tmp_path)
        return PassageIndex.open(tmp_path, letter_embedder)

    citation = replace(
        chatbot.ask("支付宝欠款会上门吗?").citations[0], article_id="a", quote="平台会上门。", start=0, end=6
    )
    assert source_of(citation, index_of("平台会上门。还款很重要。")) == Source("平台会上门。还款很重要。")
    assert source_of(citation, index_of("还款很重要。平台会上门。")) is None
    assert source_of(replace(citation, article_id="b"), index_of("平台会上门。还款很重要。")) is None
