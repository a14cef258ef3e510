from itertools import pairwise
from pathlib import Path

import pytest
from kept import evidence, evidence_spans

from index.clean import find_boilerplate
from index.furniture import RELATED_LINKS, SHARE, TEASER

SEEDS = Path(__file__).parent.parent / "seeds"
BODY = "逾期后平台一般先发短信提醒，再由客服致电。\n长期逾期的，可能委托第三方催收。"


def dropped(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.reason) for span in find_boilerplate(text)]


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode("utf-8")


def test_nothing_after_the_related_links_of_the_first_seed_is_evidence():
    text = seed("000")
    assert text[evidence_spans(text)[-1].end :].strip().startswith("相关内容:")
    assert text.endswith("To Top")


def test_everything_before_the_related_links_of_the_first_seed_is_evidence_but_its_date():
    text = seed("000")
    body = text[: text.index("相关内容:")]
    assert evidence(text).split() == body.replace("发布时间:2025-09-01 17:49:31", "").split()


def test_none_of_the_six_teasers_of_the_second_seed_is_evidence_and_every_line_before_them_is():
    text = seed("001")
    lines = text.splitlines()
    assert evidence(text).splitlines() == lines[:-6]
    assert [reason for _, reason in dropped(text)] == [TEASER]


def test_a_line_of_furniture_is_dropped_by_name_wherever_it_stands():
    line = "分享到：微信 微博 QQ空间"
    assert dropped(f"标题\n{line}\n{BODY}") == [(line, SHARE)]
    assert dropped(f"标题\n{BODY}\n{line}\n") == [(line, SHARE)]


def test_related_titles_on_one_line_are_links():
    line = "相关阅读：花呗逾期怎么办？"
    assert dropped(f"标题\n{line}\n{BODY}") == [(line, RELATED_LINKS)]


def test_titles_in_a_row_at_the_end_are_links_also_without_a_heading():
    titles = [f"{lender}逾期怎么协商还款？" for lender in ("甲贷", "乙贷", "丙贷", "丁贷", "戊贷", "己贷")]
    text = "标题\n" + BODY + "\n" + "\n".join(titles)
    assert dropped(text) == [("\n".join(titles), RELATED_LINKS)]


@pytest.mark.parametrize(
    "text",
    [
        "申请步骤\n借款申请步骤有哪些？\n1.我要融资\n2.填写借款金额\n3.填写个人信息\n4.等待审核\n5.通过审核\n6.筹集借款\n7.获得借款",
        "认证资料\n请提供下面任意一项资料：\n房产证\n购房发票\n购房合同\n还款证明\n房屋查档资料\n契税发票\n物业合同",
        "个人贷款管理办法\n第一章 总则\n第一条 为规范个人贷款业务，制定本办法。\n第二条 本办法所称贷款人，是指商业银行。",
        "手机号\n一个手机号能绑定几个账户？\n一个。",
        "还款来源\n借款人应当说明还款来源。\n主要还款来源：工资收入",
        "年利率\n实际年化利率为7.2%。（注：以上利率为单利）",
        "结尾\n他没有想到，这笔三百元的借款，最后会让他失去工作，也失去了所有朋友的信任，而这一切只用了三个月……",
        "相关问题\n逾期会上征信吗？\n会。逾期记录保存五年。\n会上门吗？\n一般不会。",
        "来源与去向\n资金来源说明：借款人应当如实说明资金来源，不得用于购房。",
    ],
    ids=[
        "steps",
        "papers",
        "statute",
        "short answer",
        "source of repayment",
        "note",
        "dramatic end",
        "questions",
        "colon",
    ],
)
def test_what_only_resembles_furniture_is_kept(text):
    assert find_boilerplate(text) == ()


def test_a_page_that_is_only_titles_is_how_that_article_is_written():
    text = "\n".join(f"第{n}步怎么做？" for n in "甲乙丙丁戊己庚辛")
    assert find_boilerplate(text) == ()


def test_spans_are_in_order_and_apart():
    text = f"首页 > 新闻\n标题\n发布时间:2024-01-01\n{BODY}查看详情>>\n{BODY}（完）\n相关阅读\n甲贷怎么样\nTo Top"
    spans = find_boilerplate(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert evidence(text) == f"标题\n{BODY}\n{BODY}"
