import pytest

from index.shapes import is_item, is_lead_in, opens_article_of_law, opens_like_an_item


@pytest.mark.parametrize(
    "text",
    [
        "短信提醒:发送短信。",
        "效率问:上门的效率低。",
        "注意： 请提供银行卡账号。",
        "●保存证据",
        "- 保存证据",
        "①保存证据",
        "(1) 保存证据",
        "（二）保存证据；",
        "3.保存证据",
        "第一，保存证据。",
    ],
)
def test_an_item_has_a_mark_a_number_or_a_label(text):
    assert is_item(text)


@pytest.mark.parametrize(
    "text",
    [
        "这通常由外包公司负责。",
        "平台表示：不会上门。",
        "记者问：会上门吗？",
        "法官追问：为什么不还？",
        "律师建议道：先保存证据。",
        "协商有两种方式：“分期”和“延期”。",
        "3.5%的年利率不算高。",
        "第一次逾期不必惊慌。",
        "《合同法》第196条规定：借款合同是书面的。",
        "本条规定的有关个人、组织包括：居民委员会。",
        "-",
    ],
)
def test_who_speaks_what_is_counted_and_what_explains_itself_is_no_item(text):
    assert not is_item(text)


@pytest.mark.parametrize("line", ["1.保存证据", "第二章 催收", "第三条 略", "> 引文", "•保存证据"])
def test_no_title_opens_like_an_item_or_a_part_of_a_law(line):
    assert opens_like_an_item(line)


@pytest.mark.parametrize("line", ["花呗：逾期会怎样", "3.5%的年利率高吗", "第一次逾期怎么办"])
def test_a_title_may_hold_a_label_or_a_number(line):
    assert not opens_like_an_item(line)


@pytest.mark.parametrize("text", ["主要包括：", "主要包括: ", "具体步骤如下"])
def test_a_lead_in_announces_what_follows(text):
    assert is_lead_in(text)


@pytest.mark.parametrize("text", ["短信提醒:发送。", "具体步骤如下所述。"])
def test_what_says_something_itself_is_no_lead_in(text):
    assert not is_lead_in(text)


@pytest.mark.parametrize(
    ("text", "opens"),
    [("第一百八十八条 诉讼时效期间为三年。", True), ("第12条　略", True), ("第一百二十条之一 略", True), ("第三条", True), ("第三条规定的情形", False)],
)  # fmt: skip
def test_an_article_of_a_statute_is_recognised(text, opens):
    assert opens_article_of_law(text) is opens
