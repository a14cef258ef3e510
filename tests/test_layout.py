from dataclasses import replace
from datetime import date

import pytest
from canned import MAY_VISIT
from markdown_it import MarkdownIt
from readable import Page

from rag.layout import credentials, markdown
from rag.records import Notice, Point, Refusal


def test_the_credentials_of_a_quote_are_its_kind_its_date_and_its_law():
    dated = replace(MAY_VISIT, statement="opinion", published=date(2020, 1, 2))
    assert credentials(dated) == ("看法", "2020年1月2日")
    assert credentials(replace(dated, published=None, basis="unnamed")) == (
        "看法",
        "日期不明",
        "称有法律依据，未写明是哪条",
    )
    assert credentials(replace(dated, url=None)) == ("看法", "2020年1月2日", "出处不明")
    named = replace(dated, statement="law", basis="民法典 第一百八十八条")
    assert credentials(named) == ("法律条文", "2020年1月2日", "依据：民法典 第一百八十八条")


@pytest.mark.parametrize(
    ("url", "kind"), [("https://example.org/a", "报道"), (None, "文章叙述"), ("", "文章叙述")]
)
def test_only_what_somebody_is_known_to_have_published_is_called_a_report(url, kind):
    assert credentials(replace(MAY_VISIT, statement="report", url=url))[0] == kind


@pytest.mark.parametrize(
    "words",
    [
        "<b>*甲*</b> [乙](javascript:1)",
        "[甲](http://evil)如何还款？",
        "![甲](http://evil)",
        "[甲]: http://evil",
        "1. 上门",
        "2) 上门",
        "- 甲",
        "+ 甲",
        "---",
        "# 甲",
        "> 甲",
        "    甲",
        "`甲` ~~乙~~ __丙__ \\*丁*",
        "&lt;b&gt; &#91;",
        "| 甲 | 乙 |",
        "甲\\",
    ],
)
def test_no_words_ever_act_as_markdown(words):
    text = markdown(
        words, [Point(words, (1,))], [Notice("warning", words)], Refusal("nothing", words, words, (words,))
    )
    page = Page(MarkdownIt("commonmark").render(text))
    own = ["blockquote", "p", "p", "strong", "ul", "li", "p", "ul", "li"]
    assert [tag for tag, _ in page.tags] == own
    assert page.text().count(words.strip()) == 5


def test_what_is_urgent_stands_before_the_first_line_and_how_old_it_is_after_it():
    notices = [Notice(kind, kind) for kind in ("understood", "age", "masked", "help", "figure")]
    before, after = markdown("第一行", [], notices).split("**第一行**")
    assert before.split() == [">", "help", ">", "masked", ">", "understood"]
    assert after.split() == [">", "age", ">", "figure"]


def test_words_of_several_lines_stay_in_their_place():
    text = markdown("第一行", [Point("甲\n\n# 乙\r\n1. 丙", (1,))])
    assert text == "**第一行**\n\n- 甲 \\# 乙 1. 丙 [1]"


def test_notices_come_before_the_headline_and_advice_after():
    refusal = Refusal("nothing", "没有", "去问客服", ("可以问这个",))
    text = markdown("没有", (), [Notice("help", "先看这里")], refusal)
    assert text == "> 先看这里\n\n**没有**\n\n去问客服\n\n- 可以问这个"
