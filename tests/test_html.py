"""How an Answer looks, read as HTML without a browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from canned import (
    ARTICLES,
    AT_THE_BOTTOM,
    AT_THE_TOP,
    CONFLICT,
    DAMAGED,
    DAMAGED_QUOTE,
    HOSTILE,
    HOSTILE_ANSWER,
    HOSTILE_QUOTE,
    LAW,
    MAY_VISIT,
    NO_VISIT,
    NOTICED,
    PLAIN,
    REFUSED,
    SHOWS_CARD,
    CannedChatbot,
    cite,
    say,
)
from readable import Page

from index.layout import Counts
from page import html, words
from page.plain import plain_text
from rag.answer import Answer
from rag.layout import SIDE_NAMES
from rag.records import Citation, Notice, Point, Refusal

read = CannedChatbot().source


def page_of(answer: Answer) -> Page:
    return Page(html.show_answer(answer, 1, read))


def article_of(citation: Citation, *citations: Citation) -> Page:
    return Page(html.show_source(citation, read(citation), citations))


OWN_TAGS = {"div", "section", "aside", "p", "span", "h3", "ul", "li", "q", "b", "cite", "button", "a"}


@pytest.mark.parametrize(
    "answer",
    [
        HOSTILE_ANSWER,
        replace(PLAIN, headline=HOSTILE),
        replace(PLAIN, points=(Point(HOSTILE, (1,)),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, title=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, basis=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, statement=HOSTILE),)),
        replace(PLAIN, notices=(Notice("warning", HOSTILE),)),
        replace(REFUSED, refusal=Refusal("nothing", HOSTILE, HOSTILE, (HOSTILE,))),
    ],
    ids=[
        "article",
        "headline",
        "point",
        "title",
        "basis",
        "statement",
        "notice",
        "refusal",
    ],
)
def test_strangers_words_are_shown_letter_by_letter(answer):
    page = page_of(answer)
    assert HOSTILE in page.text()
    assert {tag for tag, _ in page.tags} <= OWN_TAGS
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_a_question_is_shown_letter_by_letter():
    for shown in (
        html.show_turn(1, HOSTILE, html.show_searching()),
        html.show_failure(HOSTILE),
        html.show_questions("例", [HOSTILE]),
    ):
        page = Page(shown)
        assert HOSTILE in page.text() + "".join(filter(None, page.attributes("data-question")))
        assert not {"style", "script", "img"} & {tag for tag, _ in page.tags}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            Counts(2, undated=1, oldest="2025-09-01", newest="2025-09-01"),
            "现有 2 篇文章，最新 2025-09-01，1 篇日期不明",
        ),
        (
            Counts(1200, oldest="2019-03-04", newest="2025-09-01"),
            "现有 1,200 篇文章，最早 2019-03-04，最新 2025-09-01",
        ),
        (Counts(3, undated=3), "现有 3 篇文章，3 篇日期不明"),
        (Counts(5), "现有 5 篇文章"),
    ],
    ids=["one day", "two days", "undated", "not kept"],
)
def test_the_welcome_says_in_one_line_what_there_is_to_answer_from(counts, said):
    assert Page(html.show_welcome([], counts)).text("p counts") == said


def test_the_first_line_is_marked_as_ours_and_points_are_quotations():
    page = page_of(PLAIN)
    assert page.text("headline") == words.OUR_WORDS + PLAIN.headline
    assert page.text("/ q") == "".join(point.text for point in PLAIN.points)
    assert PLAIN.headline not in page.text("/ q")


def test_every_place_of_a_point_is_a_button_under_its_words():
    page = page_of(say("问", MAY_VISIT, NO_VISIT, points=(Point("两处都说。", (1, 3)),)))
    assert page.text("place / b") == "[1][3]"
    assert page.attributes("data-citation") == ["1", "3"]
    assert page.attributes("data-turn") == ["1", "1"]
    assert page.text("place / cite") == MAY_VISIT.title + NO_VISIT.title


def test_a_place_says_kind_and_date_and_what_it_opens():
    page = page_of(say("问", MAY_VISIT))
    assert page.text("place") == f"[1] 逾期之后报道2025年9月1日{words.OPEN_SOURCE}"
    assert page.text("unknown") == ""


def test_a_place_says_when_the_date_the_origin_or_the_law_is_not_known():
    page = page_of(say("问", LAW))
    assert page.text("span fact") == f"看法日期不明出处不明称有法律依据，未写明是哪条{words.OPEN_SOURCE}"
    assert page.text("unknown") == "日期不明出处不明"


def test_what_is_the_same_of_neighbours_is_said_once_under_the_last_of_them():
    first, last = replace(MAY_VISIT, number=1), replace(MAY_VISIT, number=2, quote="上门的人应当出示证件。")
    page = page_of(say("问", first, last, NO_VISIT))
    assert page.text("place / b") == "[1][2][3]"
    assert page.attributes("data-citation") == ["1", "2", "3"]
    assert page.text("same") == words.SAME_SOURCE
    assert page.text("place / cite") == last.title + NO_VISIT.title
    assert page.text("open") == words.OPEN_SOURCE * 3


@pytest.mark.parametrize(
    "other",
    [
        {"article_id": "b"},
        {"heading": "二"},
        {"statement": "opinion"},
        {"published": None},
        {"basis": "unnamed"},
    ],
    ids=str,
)
def test_whatever_differs_between_neighbours_is_said_of_each(other):
    page = page_of(say("问", MAY_VISIT, replace(MAY_VISIT, number=2, **other)))
    assert page.text("place / cite") == MAY_VISIT.title * 2
    twice = Point("两处都说。", (1, 2))
    assert page_of(say("问", MAY_VISIT, replace(MAY_VISIT, number=2), points=(twice,))).text("same") == ""


def test_an_article_says_heading_file_and_link():
    page = article_of(MAY_VISIT)
    assert page.text("facts") == "报道2025年9月1日一、催收方式visits.txt 原网页"
    assert page.attributes("href") == ["https://example.org/a?b=1&c=2"]
    assert page.attributes("rel") == ["noopener noreferrer"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "http://[abc", "例"],
)
def test_only_a_web_address_becomes_a_link(url):
    assert article_of(replace(MAY_VISIT, url=url)).attributes("href") == []


def test_an_article_is_shown_whole_with_the_quoted_sentence_marked():
    page = article_of(NO_VISIT)
    assert page.text("div text") == ARTICLES["articles/calls.txt"]
    assert page.text("/ mark") == NO_VISIT.quote
    assert page.text("h2") == "催收方式"
    assert page.text("mended") == ""


def test_all_that_the_answer_quotes_of_an_article_is_marked_and_what_was_asked_for_stands_out():
    page = article_of(SHOWS_CARD, AT_THE_BOTTOM, SHOWS_CARD, NO_VISIT, AT_THE_TOP)
    assert page.text("div text") == ARTICLES["articles/visits.txt"]
    marks = [attributes.get("aria-current") for tag, attributes in page.tags if tag == "mark"]
    assert marks == [None, "true", None]
    assert page.text("/ mark") == AT_THE_TOP.quote + SHOWS_CARD.quote + AT_THE_BOTTOM.quote
    assert page.text("steps / span") == words.QUOTE_OF.format(2, 3)
    assert page.text("steps / button") == words.STEP_BACK + words.STEP_ON


@pytest.mark.parametrize(
    "other",
    [
        NO_VISIT,
        replace(AT_THE_TOP, quote="从前的话。"),
        cite(2, "articles/visits.txt", MAY_VISIT.quote + SHOWS_CARD.quote),
    ],
    ids=["another article", "no longer there", "overlapping"],
)
def test_what_is_not_quoted_beside_it_is_not_marked(other):
    page = article_of(SHOWS_CARD, SHOWS_CARD, other)
    assert page.text("div text") == ARTICLES["articles/visits.txt"]
    assert page.text("/ mark") == SHOWS_CARD.quote
    assert page.text("steps") == ""


def test_a_hostile_article_opens_letter_by_letter():
    page = article_of(HOSTILE_QUOTE)
    assert page.text("div text") == ARTICLES["articles/hostile.txt"]
    assert {tag for tag, _ in page.tags} == {"header", "h2", "p", "span", "button", "div", "mark"}


def test_an_article_that_is_gone_is_said_to_be_gone():
    page = Page(html.show_source(NO_VISIT, None))
    assert page.text("gone") == words.SOURCE_GONE
    assert page.text("/ mark") == ""


def test_lost_words_are_drawn_in_the_quote_and_not_written_into_it():
    page = page_of(DAMAGED)
    assert page.text("/ q") == DAMAGED_QUOTE.quote
    assert page.attributes("data-missing") == ["题", "电话"]
    assert page.text("missing") == " "  # what the scraper left of 电话
    assert page.attributes("title") == [words.MISSING_HERE.format(word) for word in ("题", "电话")]
    assert page.text("mended") == words.MISSING_SOMEWHERE
    assert page_of(PLAIN).text("mended") == ""


def test_lost_words_are_drawn_in_the_article_and_not_written_into_it():
    page = article_of(DAMAGED_QUOTE)
    assert page.text("div text") == ARTICLES["articles/damaged.txt"]
    assert page.text("/ mark") == DAMAGED_QUOTE.quote
    assert page.attributes("data-missing") == ["题", "电话"]
    assert page.text("mended") == words.MISSING_SOMEWHERE


def test_nothing_is_added_to_words_that_are_not_the_quote_or_whose_article_is_gone():
    other = replace(DAMAGED, points=(Point("解决欠款问的关键。", (5,)),))
    assert page_of(other).attributes("data-missing") == []
    gone = Page(html.show_answer(DAMAGED, 1, lambda _: None))
    assert gone.text("/ q") == DAMAGED_QUOTE.quote
    assert gone.attributes("data-missing") == []


def test_the_sides_of_a_conflict_are_named_and_hold_their_own_words():
    page = page_of(CONFLICT)
    assert page.text("side yes / ul points / li / q") == CONFLICT.points[0].text + CONFLICT.points[1].text
    assert page.text("side no / ul points / li / q") == NO_VISIT.quote
    assert [page.text(f"side {side} / h3") for side in SIDE_NAMES] == list(SIDE_NAMES.values())


def test_each_side_of_each_conflict_has_a_link_of_its_own_that_says_how_much_it_holds():
    for turn in (1, 2):
        page = Page(html.show_answer(CONFLICT, turn, read))
        assert page.text("ways") == "会 2不会 1看情况 1"
        assert page.attributes("href") == [f"#{anchor}" for anchor in page.attributes("id")]
        assert page.attributes("id") == [f"turn-{turn}-{side}" for side in SIDE_NAMES]
    assert page_of(PLAIN).text("ways") == ""


def test_what_is_copied_stands_beside_its_button_letter_by_letter():
    page = Page(html.show_copy(HOSTILE_ANSWER, read))
    assert page.text("textarea") == plain_text(HOSTILE_ANSWER)
    assert page.text("button") == words.COPY
    assert {tag for tag, _ in page.tags} == {"div", "button", "span", "textarea"}


def test_a_refusal_has_nothing_to_copy():
    assert html.show_copy(REFUSED, read) == ""


def test_a_copy_says_that_words_are_missing_where_they_are():
    assert words.COPY_MISSING in Page(html.show_copy(DAMAGED, read)).text("textarea")
    assert words.COPY_MISSING not in Page(html.show_copy(CONFLICT, read)).text("textarea")


def test_a_refusal_gives_its_reason_its_advice_and_questions_to_click():
    page = page_of(REFUSED)
    assert page.text().count(REFUSED.refusal.reason) == 1
    assert REFUSED.refusal.advice in page.text("refused")
    assert page.attributes("data-question") == list(REFUSED.refusal.suggestions)
    assert "mark" not in {tag for tag, _ in page.tags}


def test_what_else_was_asked_is_there_to_click():
    page = page_of(replace(PLAIN, others=("会起诉吗", HOSTILE)))
    assert page.attributes("data-question") == ["会起诉吗", HOSTILE]
    assert page_of(PLAIN).attributes("data-question") == []


def test_help_comes_before_everything_else_and_age_before_the_points():
    page = page_of(NOTICED)
    order = [a.get("class") for _, a in page.tags if a.get("class")]
    places = [
        "notice help",
        "notice warning",
        "notice masked",
        "notice understood",
        "headline",
        "notice age",
        "points",
    ]
    assert [name for name in order if name in places] == places


def test_what_brackets_mean_is_said_before_the_first_of_them():
    page = page_of(replace(DAMAGED, notices=(Notice("age", "旧"),)))
    order = [a.get("class") for _, a in page.tags if a.get("class")]
    places = ["headline", "notice age", "notice mended", "points", "missing", "missing"]
    assert [name for name in order if name in places] == places


def test_the_numbers_of_a_call_for_help_ring_and_no_others():
    page = page_of(replace(NOTICED, notices=(*NOTICED.notices, Notice("warning", "别打 95188"))))
    assert page.attributes("href") == ["tel:12356"]
    assert page.text("notice help / a") == "12356"


def test_a_call_for_help_is_escaped_all_the_same():
    page = page_of(replace(PLAIN, notices=(Notice("help", HOSTILE),)))
    assert page.text("help") == HOSTILE


def test_a_kind_of_notice_that_is_new_is_shown_all_the_same():
    assert "新的提醒" in page_of(replace(PLAIN, notices=(Notice("brand-new", "新的提醒"),))).text("notice")
