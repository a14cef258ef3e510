from dataclasses import replace
from datetime import date

import pytest

from index.records import Article, Passage
from rag.cite import cite, credentials, markdown, markers
from rag.compose import Draft
from rag.reader import Quote
from rag.records import Notice, Point, Refusal

TEXT = "标题\n根据相关法律法规，不得上门。\n平台会上门。"
ARTICLE = Article(id="a", source="a.txt", text=TEXT, title="标题", published=date(2020, 1, 2))
PASSAGE = Passage("a", "标题", ("一、甲", "1.1 乙"), 0, 3, len(TEXT), TEXT[3:], ())


def quote(start, end, side=None):
    return Quote(PASSAGE, start, end, TEXT[start:end], side)


def cited(*quotes, kind="answer", article=ARTICLE, today=date(2026, 11, 22), question="会上门吗"):
    return cite(question, Draft(kind, "第一行", quotes), {"a": article}.__getitem__, today=today)


def test_every_point_carries_the_citation_of_its_quote():
    answer = cited(quote(3, 17, "no"), quote(18, 24, "yes"), kind="conflict")
    assert [(p.text, p.citations, p.side) for p in answer.points] == [
        ("根据相关法律法规，不得上门。", (1,), "no"),
        ("平台会上门。", (2,), "yes"),
    ]
    assert [c.number for c in answer.citations] == [1, 2]


def test_a_citation_says_where_when_and_who():
    citation = cited(quote(3, 17)).citations[0]
    assert TEXT[citation.start : citation.end] == citation.quote
    assert citation.source == "a.txt"
    assert citation.heading == "一、甲 > 1.1 乙"
    assert citation.published == date(2020, 1, 2)
    assert citation.basis == "unnamed"


def test_the_credentials_of_a_quote_are_its_kind_its_date_and_its_law():
    citation = cited(quote(3, 17)).citations[0]
    dated = replace(citation, statement="opinion", basis=None)
    assert credentials(dated) == ("看法", "2020年1月2日")
    assert credentials(replace(dated, published=None, basis="unnamed")) == (
        "看法",
        "日期不明",
        "称有法律依据，未写明是哪条",
    )
    named = replace(dated, statement="law", basis="民法典 第一百八十八条")
    assert credentials(named) == ("法律条文", "2020年1月2日", "依据：民法典 第一百八十八条")


def test_an_old_article_is_said_to_be_old():
    assert "6 年" in cited(quote(18, 24)).notices[0].text


def test_a_date_in_the_future_is_not_trusted():
    future = Article(id="a", source="a.txt", text=TEXT, title="标题", published=date(2099, 1, 1))
    assert "晚于今天" in cited(quote(18, 24), article=future).notices[0].text


def test_an_undated_article_is_said_to_be_undated():
    undated = Article(id="a", source="a.txt", text=TEXT, title="标题")
    assert "日期不明" in cited(quote(18, 24), article=undated).notices[0].text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("逾期5天会上门吗", ["引用的原话都没有说到“5天”，说的是一般情况，不一定合你的情况。"]),
        ("逾期 3 个月欠2万会上门吗", ["引用的原话都没有说到“2万”，说的是一般情况，不一定合你的情况。"]),
        ("逾期三个月会上门吗", []),
        ("2026年会上门吗", []),
        ("我在外地打工五年了，" * 8 + "会上门吗", []),
    ],
)
def test_a_figure_that_no_source_speaks_of_is_named(question, said):
    article = replace(ARTICLE, text="标题\n逾期3个月后，平台会上门。")
    text = article.text[3:]
    whole = Quote(PASSAGE, 3, len(article.text), text)
    notices = cited(whole, article=article, question=question).notices
    assert [notice.text for notice in notices if notice.kind == "figure"] == said


def test_to_dict_is_plain_json():
    shape = cited(quote(18, 24)).to_dict()
    assert shape["citations"][0]["published"] == "2020-01-02"
    assert shape["points"][0]["citations"] == (1,)
    assert shape["refusal"] is None


def test_words_of_a_source_never_act_as_markdown():
    text = markdown("第一行", [Point("<b>*甲*</b> [乙](javascript:1)\n# 丙", (1,))])
    assert "\\<b\\>\\*甲\\*" in text
    assert "\\[乙\\](javascript:1) \\# 丙 [1]" in text


def test_markers_are_the_numbers_in_order_each_once():
    assert markers("甲 [2] 乙 [1][2] \\[3\\]") == (2, 1)


def test_notices_come_before_the_headline_and_advice_after():
    refusal = Refusal("nothing", "没有", "去问客服", ("可以问这个",))
    text = markdown("没有", (), [Notice("help", "先看这里")], refusal)
    assert text == "> 先看这里\n\n**没有**\n\n去问客服\n\n- 可以问这个"
