from dataclasses import replace
from datetime import date

import pytest
from canned import LAW, MAY_VISIT

from rag.notices import ages, figures_unsaid, products_unsaid

TODAY = date(2026, 11, 22)


def said_of(published, **fields):
    citation = replace(MAY_VISIT, published=published, **fields)
    return [notice.text for notice in ages([citation], TODAY)]


def test_an_old_article_is_said_to_be_old():
    assert said_of(date(2020, 1, 2)) == ["引用的文章里最早的发布于 2020-01-02，距今已 6 年，规则可能已变。"]


def test_a_date_in_the_future_is_not_trusted():
    assert said_of(date(2099, 1, 1)) == ["引用的文章里有的发布日期晚于今天，日期不可信。"]


def test_an_undated_article_is_said_to_be_undated():
    assert said_of(None) == ["引用的文章日期不明，内容可能已经过时。"]


def test_a_law_is_no_article_of_a_day():
    assert said_of(None, title="中华人民共和国民法典", statement="law") == []
    # An article that quotes one is.
    assert said_of(None, statement="law") == ["引用的文章日期不明，内容可能已经过时。"]


def test_how_many_articles_are_undated_is_said_beside_a_dated_one():
    assert [n.text for n in ages([MAY_VISIT, LAW], TODAY)] == [
        "引用的文章有 1 篇日期不明，内容可能已经过时。"
    ]
    assert ages([MAY_VISIT], TODAY) == []


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
    citation = replace(MAY_VISIT, quote="逾期3个月后，平台会上门。")
    assert [notice.text for notice in figures_unsaid(question, [citation])] == said


def test_words_on_a_platform_are_not_passed_off_as_words_on_its_product():
    of_platform = replace(MAY_VISIT, title="支付宝欠款会上门吗")
    said = [notice.text for notice in products_unsaid(frozenset({"花呗"}), [of_platform])]
    assert said == ["引用的原话说的是支付宝，没有单独说到花呗。"]
    assert products_unsaid(frozenset({"支付宝"}), [of_platform]) == []
    assert products_unsaid(frozenset({"花呗"}), [replace(of_platform, quote="花呗会上门。")]) == []
