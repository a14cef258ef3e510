from pathlib import Path

import pytest

from index.corpus import load_articles
from index.records import Article
from index.split import SplitArticle, split_article
from index.title import find_title

SEEDS = Path(__file__).parent.parent / "seeds"


def split(text: str, max_chars: int = 300) -> SplitArticle:
    title = find_title(text)
    return split_article(Article("a", "a.txt", text, title.text, title.span, title.derived), max_chars)


def quoted(parts: SplitArticle) -> list[list[str]]:
    return [[sentence.text for sentence in passage.sentences] for passage in parts.passages]


@pytest.fixture(scope="module", params=["000", "001"])
def seed(request) -> Article:
    return next(article for article in load_articles(SEEDS) if f"/{request.param}_" in article.id)


@pytest.mark.parametrize("max_chars", [40, 120, 300, 2000])
def test_passages_and_sentences_are_the_text_at_their_offsets(seed, max_chars):
    for passage in split_article(seed, max_chars).passages:
        assert passage.text == seed.text[passage.start : passage.end]
        assert len(passage.text) <= max_chars
        for sentence in passage.sentences:
            assert sentence.text == seed.text[sentence.start : sentence.end]


@pytest.mark.parametrize("max_chars", [40, 300])
def test_every_line_of_a_seed_is_title_heading_dropped_or_in_exactly_one_passage(seed, max_chars):
    parts = split_article(seed, max_chars)
    left = seed.text
    for passage in parts.passages:
        for sentence in passage.sentences:
            assert left[sentence.start : sentence.end] == sentence.text, "a character in two sentences"
            left = left[: sentence.start] + "\n" * len(sentence.text) + left[sentence.end :]
    for dropped in parts.dropped:
        left = left[: dropped.start] + "\n" * (dropped.end - dropped.start) + left[dropped.end :]
    headings = [heading for section in parts.sections for heading in section.headings]
    assert set(left.split("\n")) <= {"", seed.title, *headings}


def test_the_seed_with_bare_headings_has_its_sections():
    article = next(article for article in load_articles(SEEDS) if "/000_" in article.id)
    assert [section.headings for section in split_article(article).sections] == [
        (),
        ("支付宝催款机制:线上到线下的转变",),
        ("逾期上门催款:支付宝的信用风险管理",),
        ("法律与伦理:上门催款的边界",),
        ("支付宝未来的信用管理模式:科技与法律的结合",),
        ("总结:未来的金融科技将如何改变我们的信用管理?",),
    ]


def test_the_seed_with_numbered_headings_has_its_sections():
    article = next(article for article in load_articles(SEEDS) if "/001_" in article.id)
    paths = [section.headings for section in split_article(article).sections]
    assert paths[0] == ()
    assert paths[1] == ("一、支付宝的欠款催收机制", "1.1 借款产品介绍")
    assert paths[5] == ("二、上门外访的可能性", "2.2 上门外访的现实情况")
    assert paths[-1] == ("小编总结",)
    assert len(paths) == 12


def test_list_items_of_the_seed_are_whole_sentences_and_stay_with_what_announces_them():
    article = next(article for article in load_articles(SEEDS) if "/001_" in article.id)
    passage = next(passage for passage in split_article(article).passages if "短信提醒" in passage.text)
    assert [sentence.text for sentence in passage.sentences][:2] == [
        "支付宝在催收欠款时,会采取多种方式,主要包括:",
        "短信提醒:通过短信发送还款提示。",
    ]


def test_titles_dates_and_headings_are_in_no_passage():
    parts = split("花呗逾期怎么办\n发布时间:2024-01-01\n一、先联系客服\n说明情况。\n二、再协商\n申请分期。")
    assert quoted(parts) == [["说明情况。"], ["申请分期。"]]
    assert [passage.headings for passage in parts.passages] == [("一、先联系客服",), ("二、再协商",)]
    assert parts.passages[0].title == "花呗逾期怎么办"


def test_passages_hold_as_many_whole_sentences_as_fit():
    parts = split("标题\n" + "平台先发短信提醒。" * 10, max_chars=30)
    assert [len(passage.sentences) for passage in parts.passages] == [3, 3, 3, 1]


def test_no_passage_reaches_over_a_heading_or_over_what_was_dropped():
    parts = split("标题\n甲先还款。\n小标题\n乙再还款。\n分享到：微信 微博\n丙也还款。")
    assert quoted(parts) == [["甲先还款。"], ["乙再还款。"], ["丙也还款。"]]
    assert [passage.section for passage in parts.passages] == [0, 1, 1]


def test_each_article_of_a_statute_begins_a_passage_and_keeps_its_number():
    parts = split(
        "# 民法典\n\n## 第一章 规定\n\n第一条 甲。\n\n第二条 乙：\n\n（一）丙；\n\n（二）丁。\n\n第三条 戊。"
    )
    assert quoted(parts) == [["第一条 甲。"], ["第二条 乙：", "（一）丙；", "（二）丁。"], ["第三条 戊。"]]


def test_what_announces_a_list_does_not_end_a_passage():
    parts = split("标题\n" + "平台先发短信提醒。\n" * 3 + "主要包括:\n短信提醒:发送还款提示。", max_chars=36)
    assert quoted(parts)[-1] == ["主要包括:", "短信提醒:发送还款提示。"]


def test_the_same_heading_twice_opens_two_sections():
    parts = split("标题\n小结一下\n甲先还款。\n小结一下\n乙再还款。")
    assert [(section.number, section.headings) for section in parts.sections] == [
        (0, ("小结一下",)),
        (1, ("小结一下",)),
    ]


def test_a_long_article_on_one_line_is_split_as_well():
    text = "".join(f"第{n}位借款人在到期日没有还款，平台随后致电。" for n in range(2000))
    parts = split(text)
    assert all(len(passage.text) <= 300 for passage in parts.passages)
    assert sum(len(passage.sentences) for passage in parts.passages) == 2000


def test_a_sentence_that_a_line_break_cuts_is_quoted_whole():
    text = "\n".join(
        [
            "支付宝不仅承担着日常消费、转账、理财等功能，还在背后",
            "扮演着重要的信用管理角色，许多人可能会觉得逾期的款项",
            "通过短信或电话催收就够了，然而随着借款人群越来越复杂",
            "传统的催款手段显得不足，平台开始采取更加直接的催收方",
            "式，而上门正是其中的一种，尤其是当用户多次忽视提醒时。",
        ]
    )
    assert quoted(split(text)) == [[text]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_any_kind_give_the_same_sentences(newline):
    lines = ["花呗逾期怎么办", "一、先联系客服", "说明情况。", "申请分期。"]
    assert quoted(split(newline.join(lines))) == [["说明情况。", "申请分期。"]]


def test_an_article_of_furniture_has_no_passage():
    parts = split("首页 > 新闻\nTo Top\n***")
    assert parts.passages == ()
    assert parts.sections == ()
