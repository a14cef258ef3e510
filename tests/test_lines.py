from index.lines import join_wrapped, line_spans, without
from index.records import Span


def test_lines_are_trimmed_and_empty_ones_left_out():
    text = "  一\r\n\r\n\u3000二 \r三\u2028四"
    assert [text[line.start : line.end] for line in line_spans(text)] == ["一", "二", "三", "四"]


def test_what_is_left_beside_the_gaps_is_trimmed():
    text = "甲甲 乙乙 丙丙"
    left = without(text, [Span(0, 8)], [Span(3, 5)])
    assert [text[piece.start : piece.end] for piece in left] == ["甲甲", "丙丙"]


def test_a_gap_over_several_lines_leaves_nothing_of_them():
    assert without("一\n二\n三", line_spans("一\n二\n三"), [Span(0, 3)]) == [Span(4, 5)]


WRAPPED = [
    "支付宝不仅承担着日常消费、转账、理财等功能，还在背后",
    "扮演着重要的信用管理角色，许多人可能会觉得逾期的款项",
]


def test_a_hard_wrapped_paragraph_is_one_piece():
    text = "\n".join(WRAPPED * 5)
    assert join_wrapped(text, line_spans(text)) == [Span(0, len(text))]


def test_short_and_finished_lines_of_a_hard_wrapped_text_stay_apart():
    paragraph = "\n".join(WRAPPED * 3) + "\n都会由平台催收。"
    text = f"催收机制\n{paragraph}\n\n应对办法\n{paragraph}"
    assert [text[span.start : span.end] for span in join_wrapped(text, line_spans(text))] == [
        "催收机制",
        paragraph,
        "应对办法",
        paragraph,
    ]


def test_lines_of_all_lengths_stay_lines():
    text = "短信提醒。\n电话催收，由客服人员在工作时间与用户联系。\n法律途径。\n" * 3
    assert join_wrapped(text, line_spans(text)) == line_spans(text)
