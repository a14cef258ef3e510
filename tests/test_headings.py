import time

import pytest

from index.headings import find_headings, heading_paths
from index.lines import line_spans

PARAGRAPH = "逾期后平台一般先发短信提醒，再由客服致电。"


def paths_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return, for each line that is no heading, the headings above it."""
    lines = line_spans(text)
    headings = find_headings(text, lines)
    paths = heading_paths(headings)
    return {
        text[line.start : line.end]: path
        for line, heading, path in zip(lines, headings, paths, strict=True)
        if heading is None
    }


def headings_of(text: str) -> list[str]:
    return [heading.text for heading in find_headings(text, line_spans(text)) if heading]


@pytest.mark.parametrize(
    "heading",
    ["一、催收机制", "（一）催收机制", "1、催收机制", "1.1 催收机制", "2.1催收机制", "第一章 总则", "第二节　管辖", "催收机制", "会上门吗？", "催收机制：线上到线下", "总结:未来如何改变?"],
)  # fmt: skip
def test_a_short_line_that_names_the_paragraph_below_it_is_a_heading(heading):
    assert headings_of(f"{PARAGRAPH}\n{heading}\n{PARAGRAPH}") == [heading]


@pytest.mark.parametrize(
    "line",
    ["短信提醒：通过短信发送。", "客服电话：95188", "还款日:每月10日", "3.5%的年利率", "2018年12月1日 施行", "6个月", "利息=本金×利率", "第三条 借款人应当按期还款。", "（一）借款用途合法；", "一、将原第六条修改为：“略。”", "注意安全！", "主要包括：", "1.我要融资"],
)  # fmt: skip
def test_a_line_that_says_something_is_evidence(line):
    assert line not in headings_of(f"{PARAGRAPH}\n{line}\n{line}\n{PARAGRAPH}")


def test_markdown_marks_are_no_part_of_a_heading():
    assert headings_of(f"## 基本案情 ##\n{PARAGRAPH}") == ["基本案情"]


def test_numbered_headings_nest():
    text = "一、机制\n1.1 产品\n甲。\n1.2 原因\n乙。\n二、可能性\n2.1 政策\n丙。"
    assert paths_of(text) == {
        "甲。": ("一、机制", "1.1 产品"),
        "乙。": ("一、机制", "1.2 原因"),
        "丙。": ("二、可能性", "2.1 政策"),
    }


def test_parts_chapters_and_sections_of_a_statute_nest():
    text = "第一编 总则\n第一章 任务\n第一条 甲。\n第二章 管辖\n第一节 级别\n第二条 乙。\n第二编 审判\n第三条 丙。"
    assert paths_of(text) == {
        "第一条 甲。": ("第一编 总则", "第一章 任务"),
        "第二条 乙。": ("第一编 总则", "第二章 管辖", "第一节 级别"),
        "第三条 丙。": ("第二编 审判",),
    }


def test_a_closing_summary_stands_beside_the_numbered_headings():
    text = f"一、机制\n{PARAGRAPH}\n二、应对\n{PARAGRAPH}\n小编总结\n以上。"
    assert paths_of(text)["以上。"] == ("小编总结",)


def test_a_bare_heading_between_numbered_ones_stands_below_them():
    text = f"一、机制\n{PARAGRAPH}\n短信提醒的方式\n甲。\n二、应对\n{PARAGRAPH}"
    assert paths_of(text)["甲。"] == ("一、机制", "短信提醒的方式")


def test_the_items_of_a_list_are_no_headings():
    text = f"如何申请？\n1.我要融资\n2.填写金额\n3.等待审核\n{PARAGRAPH}"
    assert headings_of(text) == ["如何申请？"]


def test_prose_broken_into_lines_is_no_row_of_headings():
    text = f"莫名背了一点三万元欠债\n一查竟发现有人盗用其身份\n开了支付宝信用账户欠了钱\n张先生只好无奈地报警\n{PARAGRAPH}"
    assert headings_of(text) == []


def test_a_last_line_is_never_a_heading():
    assert headings_of(f"{PARAGRAPH}\n一般不会上门") == []


def test_a_bare_heading_does_not_look_through_all_that_follow_it():
    text = f"一、机制\n{PARAGRAPH}\n短信提醒的方式\n{PARAGRAPH}\n" * 50_000
    begun = time.process_time()
    assert sum(map(bool, headings_of(text))) == 100_000
    assert time.process_time() - begun < 15
