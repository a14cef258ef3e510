from dataclasses import replace
from datetime import date

import pytest
from canned import LAW, MAY_VISIT

from rag.apart import Apart
from rag.notices import (
    ages,
    condition_unsaid,
    figures_unsaid,
    lenders_unsaid,
    parted,
    undecided,
    understood,
)
from rag.understand import understand

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


def test_which_side_is_right_is_said_to_be_undecided_only_where_it_was_asked_and_there_are_sides():
    which, plain = understand("哪个说得对", ["支付宝会上门吗"]), understand("支付宝会上门吗")
    assert [notice.text for notice in undecided(which, "conflict")] == [
        "文章之间没有定论，债问不判断谁对；各条引文下面写着文章的日期，请再向平台官方核实。"
    ]
    assert undecided(which, "answer") == undecided(plain, "conflict") == ()


@pytest.mark.parametrize("signs", ["😭😭😭", "?", "。。。。"])
def test_what_asks_nothing_is_not_said_to_be_understood(signs):
    assert understood(understand(signs)) == ()
    assert [n.text for n in understood(understand("花呗呢", ["支付宝会上门吗"]))] == ["理解为：花呗会上门吗"]


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (None, []),
        (Apart("会上门吗", ("会起诉吗",)), ["你问了几件事，这里只回答“会上门吗”。"]),
        (Apart("", ("会上门吗", "会起诉吗")), ["你问了几件事，请一件一件分开问。"]),
    ],
)
def test_what_is_asked_at_once_is_not_dropped_in_silence(apart, said):
    assert [notice.text for notice in parted(apart)] == said


def test_a_condition_that_no_quote_speaks_of_is_named():
    asked = understand("要是我不开门呢", ["支付宝会上门吗"])
    assert [notice.text for notice in condition_unsaid(asked, [MAY_VISIT])] == [
        "引用的原话没有说到“不开门”。"
    ]
    assert condition_unsaid(asked, [MAY_VISIT, replace(MAY_VISIT, quote="可以不开门。")]) == []
    assert condition_unsaid(understand("支付宝会上门吗"), [MAY_VISIT]) == []


def test_a_condition_is_named_as_it_was_typed_and_found_in_the_words_of_the_field_too():
    asked = understand("要是一直不还呢", ["支付宝会上门吗"])
    assert [notice.text for notice in condition_unsaid(asked, [MAY_VISIT])] == [
        "引用的原话没有说到“一直不还”。"
    ]
    assert condition_unsaid(asked, [replace(MAY_VISIT, quote="逾期不还的，会上门。")]) == []


def unsaid(question, *citations):
    return [notice.text for notice in lenders_unsaid(understand(question), citations)]


def test_words_on_a_platform_are_not_passed_off_as_words_on_its_product():
    of_platform = replace(MAY_VISIT, title="支付宝欠款会上门吗")
    assert unsaid("花呗会上门吗", of_platform) == ["引用的原话说的是支付宝，没有单独说到花呗。"]
    assert unsaid("支付宝会上门吗", of_platform) == []
    assert unsaid("花呗会上门吗", replace(of_platform, quote="花呗会上门。")) == []


def test_a_lender_that_no_source_speaks_of_is_named():
    of_product = replace(MAY_VISIT, title="花呗逾期", quote="花呗逾期会上门。")
    assert unsaid("花呗和京东白条逾期会上门吗", of_product) == ["引用的原话没有说到京东白条。"]


def test_whom_the_sources_speak_of_is_said_to_who_names_no_lender():
    of_platform = replace(MAY_VISIT, title="支付宝欠款会上门吗")
    of_product = replace(MAY_VISIT, title="花呗逾期", quote="花呗逾期会上门。")
    of_nobody = replace(MAY_VISIT, title="逾期之后", quote="逾期可能会上门。")
    law = replace(LAW, title="中华人民共和国民法典")
    said = ["引用的原话说的是支付宝，别的平台不一定一样。"]
    assert unsaid("逾期了会上门吗", of_platform, of_product) == unsaid("会上门吗", of_platform, law) == said
    assert unsaid("逾期了会上门吗", of_platform, of_nobody) == []
    assert unsaid("逾期了怎么办", of_platform) == unsaid("被威胁了能报警吗", of_platform) == []


def test_a_lender_that_a_quote_sets_itself_apart_from_is_not_whom_it_speaks_of():
    apart = replace(MAY_VISIT, title="闲置的卡", quote="与信用卡不同，储蓄卡不影响个人征信。")
    assert unsaid("储蓄卡不注销影响征信吗", apart) == []


def test_every_year_is_one_year():
    citation = replace(MAY_VISIT, quote="每年提供2次免费查询。")
    assert figures_unsaid("一年可以查几次", [citation]) == []
