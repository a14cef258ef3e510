import pytest

from index.sentences import sentence_spans


def sentences(text: str, max_chars: int = 300) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text, 0, len(text), max_chars)]


@pytest.mark.parametrize(
    "parts",
    [
        ["平台不会上门。", "特殊情况除外！", "真的吗？"],
        ["真的吗？！", "是的。"],
        ["他说：“我不还。”", "随后离开了。"],
        ["“非常感谢，避免了损失！”王女士说。", "她是该行客户。"],
        ["“先还款。”", "“再协商。”"],
        ["支付宝（下称“平台”。）不会上门。", "特殊情况除外。"],
        ["年利率为3.5%，2023.8.17起执行。", "详见http://a.cn/?id=1说明。"],
        ["请朋友吃饭有钱了……", "似乎生活的难题都能解决。"],
        ["包括催收、诉讼……等方式。", "其他方式另行约定。"],
        ["没想到前妻...", "此事引发热议。"],
        ["Pay in time. ", "Then call the bank."],
        ["欠款人失联；平台报警，随后起诉。", "法院受理。"],
        ["他问:\"会上门吗?\"", "客服说不会。"],
        ["免费！", "免费！", "免费！"],
    ],
    ids=lambda parts: parts[0],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(parts):
    assert sentences("".join(parts)) == [part.strip() for part in parts]


@pytest.mark.parametrize(
    "item",
    [
        "短信提醒:通过短信发送还款提示。如未还款，再致电。",
        "(1) 先联系客服。再申请分期。",
        "1. 先联系客服。再申请分期。",
        "（二）借款用途明确合法；",
        "- 先联系客服。再申请分期。",
        "• 邀请好友。立即获得现金券。",
        "①先联系客服。再申请分期。",
        "第一，先联系客服。再申请分期。",
    ],
)
def test_a_list_item_stays_whole(item):
    assert sentences(item) == [item]


def test_a_paragraph_that_merely_begins_with_a_label_is_split():
    text = "法院认为:" + "借款合同依法成立，双方均应履行。" * 12
    assert len(sentences(text)) == 12


def test_a_row_of_dots_is_no_sentence_of_its_own():
    assert sentences("平台不会上门。。。？？特殊情况除外。……") == [
        "平台不会上门。。。？？",
        "特殊情况除外。……",
    ]


def test_a_quotation_that_never_closes_does_not_swallow_the_rest():
    assert sentences("他说：“我不还。平台报警。法院受理。") == ["他说：“我不还。", "平台报警。", "法院受理。"]


def test_a_sentence_longer_than_a_passage_is_split_where_it_breathes():
    clauses = [f"第{n}项费用由借款人承担，" for n in range(30)]
    parts = sentences("".join(clauses) + "共计三十项。", max_chars=60)
    assert "".join(parts) == "".join(clauses) + "共计三十项。"
    assert all(len(part) <= 60 and part[-1] in "，。" for part in parts)


def test_what_never_breathes_is_split_all_the_same():
    assert sentences("字" * 250, max_chars=100) == ["字" * 100, "字" * 100, "字" * 50]


def test_white_space_is_all_that_is_lost():
    text = "  平台不会上门。 \u3000\r\n 特殊情况除外。 "
    assert sentences(text) == ["平台不会上门。", "特殊情况除外。"]


@pytest.mark.timeout(20)
def test_a_row_of_stops_is_walked_once():
    assert sentences("。 " * 100_000 + "字")[-1].endswith("字")
