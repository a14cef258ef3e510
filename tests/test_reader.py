import pytest

from index import Article, PassageIndex, build_index
from rag.reader import Reader

TEXT = """一篇文章

一、催收的方式

平台会采取多种方式,包括:
短信提醒:发送短信。
电话沟通:拨打电话。
这通常由外包公司负责。

二、其他

这是第二节的第一句。第二句紧跟着它。第三句也在这里。

隔了一段的另一句。
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory, letter_embedder):
    folder = tmp_path_factory.mktemp("reader") / "index"
    build_index([Article("a", "a.txt", TEXT, "一篇文章")], letter_embedder, folder)
    passage_index = PassageIndex.open(folder, letter_embedder)
    passages = [passage_index.passage(row) for row in range(passage_index.passage_count)]
    sentences = {s.text.strip()[:4]: (p, s) for p in passages for s in p.sentences}
    return Reader(passage_index), sentences


def test_a_leaning_sentence_takes_along_what_it_leans_on(reading):
    reader, sentences = reading
    quote = reader.whole(*sentences["这通常由"])
    assert quote.text.strip() == "电话沟通:拨打电话。\n这通常由外包公司负责。"


def test_a_lead_takes_along_the_list_that_it_announces(reading):
    reader, sentences = reading
    quote = reader.whole(*sentences["平台会采"])
    assert quote.text.strip() == "平台会采取多种方式,包括:\n短信提醒:发送短信。\n电话沟通:拨打电话。"


def test_a_sentence_that_leans_on_nothing_is_not_shown(reading):
    reader, sentences = reading
    assert reader.whole(*sentences["这是第二"]) is None


def test_the_list_is_found_from_its_lead_and_from_any_item(reading):
    reader, sentences = reading
    items = ["短信提醒:发送短信。", "电话沟通:拨打电话。"]
    for key in ("平台会采", "短信提醒", "电话沟通"):
        assert [s.text.strip() for s in reader.list_with(*sentences[key])] == items


def test_what_announces_a_list_is_found_from_its_items(reading):
    reader, sentences = reading
    for key in ("短信提醒", "电话沟通"):
        assert reader.lead_of(*sentences[key]).text.strip() == "平台会采取多种方式,包括:"
    assert reader.lead_of(*sentences["平台会采"]) is None
    assert reader.lead_of(*sentences["第二句紧"]) is None


def test_sentences_side_by_side_become_one_quote(reading):
    reader, sentences = reading
    second, third, apart = (
        reader.quote(*pair, pair[1]) for pair in map(sentences.get, ("第二句紧", "第三句也", "隔了一段"))
    )
    for one, other in ((second, third), (third, second)):
        assert reader.joined(one, other).text.strip() == "第二句紧跟着它。第三句也在这里。"
    assert reader.joined(third, apart) is None
    assert reader.joined(second, second) is None


def test_copies_of_an_article_are_one_voice(tmp_path, letter_embedder):
    text = "平台会安排人员上门催收，也会打电话给借款人，并且说明如何还款。" * 3
    articles = [
        Article(name, name, body, "上门")
        for name, body in (("a", text), ("b", text), ("c", "别的文章说可以还款。"))
    ]
    build_index(articles, letter_embedder, tmp_path / "index")
    passage_index = PassageIndex.open(tmp_path / "index", letter_embedder)
    reader = Reader(passage_index)
    passages = [passage_index.passage(row) for row in range(passage_index.passage_count)]
    quotes = [reader.quote(p, p.sentences[0], p.sentences[0]) for p in passages]
    assert len(reader.voices(quotes)) == 2
    of = {p.article_id: p for p in passages}
    assert not reader.apart(of["a"], of["b"])
    assert reader.apart(of["a"], of["c"])


def test_every_quote_is_exact(reading):
    reader, sentences = reading
    for passage, sentence in sentences.values():
        if quote := reader.whole(passage, sentence):
            assert TEXT[quote.start : quote.end] == quote.text
