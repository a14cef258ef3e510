import pytest

from index import Article, PassageIndex, build_index
from rag.reader import Reader, is_item, is_lead

TEXT = """一篇文章

一、催收的方式

平台会采取多种方式,包括:
短信提醒:发送短信。
电话沟通:拨打电话。
这通常由外包公司负责。

二、其他

这是第二节的第一句。
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory, letter_embedder):
    folder = tmp_path_factory.mktemp("reader") / "index"
    build_index([Article("a", "a.txt", TEXT, "一篇文章")], letter_embedder, folder)
    passage_index = PassageIndex.open(folder, letter_embedder)
    passages = [passage_index.passage(row) for row in range(passage_index.passage_count)]
    sentences = {s.text.strip()[:4]: (p, s) for p in passages for s in p.sentences}
    return Reader(passage_index), sentences


def test_items_and_leads_are_told(reading):
    _, sentences = reading
    assert is_item(sentences["短信提醒"][1])
    assert is_lead(sentences["平台会采"][1])
    assert not is_item(sentences["这通常由"][1])


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


def test_every_quote_is_exact(reading):
    reader, sentences = reading
    for passage, sentence in sentences.values():
        if quote := reader.whole(passage, sentence):
            assert TEXT[quote.start : quote.end] == quote.text
