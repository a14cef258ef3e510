from pathlib import Path

import pytest

from index.title import LONGEST_DERIVED, Title, find_title, locate_title

SEEDS = Path(__file__).parent.parent / "seeds"
BODY = "逾期后平台一般先发短信提醒。\n长期逾期的，可能委托第三方催收。"


def title_of(text: str) -> Title:
    title = find_title(text)
    if title.span:
        assert text[title.span.start : title.span.end] == title.text
    return title


def test_the_first_line_of_the_first_seed_is_its_title():
    title = title_of(next(SEEDS.glob("000_*")).read_bytes().decode())
    assert (title.text, title.derived) == ("支付宝逾期居然上门了,究竟发生了什么?", False)


def test_the_second_seed_is_titled_by_the_question_that_it_quotes_and_answers():
    title = title_of(next(SEEDS.glob("001_*")).read_bytes().decode())
    assert title == Title("支付宝欠款会上门外访吗?", None, True)


@pytest.mark.parametrize("line", ["花呗逾期怎么办", "花呗逾期怎么办？", "“200万元保住了！", "别上当了……"])
def test_a_first_line_without_a_full_stop_is_the_title(line):
    assert title_of(f"\n　{line}\n\n{BODY}").text == line


def test_the_line_above_the_date_is_the_title_also_with_a_full_stop():
    assert not title_of(f"他说这是假贷款。\n发布时间:2023-08-07\n{BODY}").derived


def test_furniture_above_the_title_is_passed_over():
    assert (
        title_of(f"首页 > 贷款 > 正文\n发布时间:2024-01-01\n花呗逾期怎么办\n{BODY}").text == "花呗逾期怎么办"
    )


def test_a_markdown_heading_is_the_title_without_its_marks():
    assert title_of(f"## 花呗逾期怎么办 ##\n\n{BODY}").text == "花呗逾期怎么办"


def test_front_matter_names_the_title():
    title = title_of(f'---\ntitle: "花呗逾期怎么办"\ndate: 2024-01-01\n---\n\n{BODY}')
    assert title == Title("花呗逾期怎么办", None, False)


def test_the_first_of_several_questions_is_a_heading_and_only_lends_its_words():
    text = "逾期会上征信吗？\n会。\n会上门吗？\n一般不会。\n可以分期吗？\n可以申请。"
    assert title_of(text) == Title("逾期会上征信吗？", None, True)


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("花呗逾期三天会不会上征信？这是很多人关心的问题。", "花呗逾期三天会不会上征信？"),
        ("平台不会上门。", "平台不会上门"),
        ("1.先联系客服。\n2.再申请分期。", "1.先联系客服"),
        (
            "近日，多家银行推出消费贷利率优惠活动，通过直接降低利率和发放利率优惠券、折扣券等方式吸引客户。",
            "近日，多家银行推出消费贷利率优惠活动",
        ),
        ("花" * 100, "花" * LONGEST_DERIVED + "…"),
    ],
)
def test_an_article_without_a_title_line_is_titled_by_its_opening(opening, title):
    assert title_of(opening) == Title(title, None, True)


@pytest.mark.parametrize("text", ["", " \n\u3000", "——\n***\n👇👇"])
def test_an_article_without_a_readable_word_has_no_title(text):
    assert title_of(text).text == ""


def test_a_title_that_is_known_is_found_on_the_first_line_or_nowhere():
    assert locate_title("# 花呗\n正文。", "花呗").start == 2
    assert locate_title("花呗\n正文。", "花呗").start == 0
    assert locate_title("正文提到花呗。", "花呗") is None
    assert locate_title("花呗", "花呗") is None


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: 花呗逾期怎么办  ", "花呗逾期怎么办"),
        ("title : '花呗逾期怎么办'", "花呗逾期怎么办"),
        ('title:"他说“还”"', "他说“还”"),
        ("title:", "正文第一行"),
        ('title: ""', "正文第一行"),
    ],
)
def test_front_matter_may_quote_the_title_or_leave_it_empty(line, title):
    assert title_of(f"---\n{line}\ndate: 2024-01-01\n---\n正文第一行\n\n{BODY}").text == title


@pytest.mark.timeout(20)
def test_a_title_of_blanks_is_read_once():
    title_of("---\ntitle: 花" + " " * 100_000 + "呗\n---\n正文。")
