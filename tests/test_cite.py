from datetime import date

from index.records import Article, Passage
from rag.cite import cite
from rag.draft import Draft
from rag.reader import Quote
from rag.records import Notice
from rag.understand import understand

TEXT = "标题\n根据相关法律法规，不得上门。\n平台会上门。"
ARTICLE = Article(id="a", source="a.txt", text=TEXT, title="标题", published=date(2020, 1, 2))
PASSAGE = Passage("a", "标题", ("一、甲", "1.1 乙"), 0, 3, len(TEXT), TEXT[3:], ())


def quote(start, end, side=None):
    return Quote(PASSAGE, start, end, TEXT[start:end], side)


def cited(*quotes, kind="answer", question="会上门吗", notices=()):
    draft = Draft(kind, "第一行", quotes)
    return cite(understand(question), draft, {"a": ARTICLE}.__getitem__, notices, today=date(2026, 11, 22))


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


def test_what_is_to_be_known_of_the_quotes_comes_after_what_is_to_be_known_of_the_question():
    answer = cited(quote(18, 24), question="逾期5天会上门吗", notices=[Notice("help", "先看这里")])
    assert [notice.kind for notice in answer.notices] == ["help", "figure", "age"]
