import pytest

from rag.apart import Apart, asked_apart
from rag.understand import understand


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("支付宝欠款会上门吗？我还能分期吗？", Apart("我还能分期吗", ("支付宝欠款会上门吗",))),
        ("会不会起诉我，会不会上门", Apart("会不会上门", ("会不会起诉我",))),
        ("花呗会起诉吗？会上门吗？能不能分期？", Apart("能不能分期", ("花呗会起诉吗", "花呗会上门吗"))),
        ("会上门吗，会起诉吗，后果是什么", Apart("", ("会上门吗", "会起诉吗"))),
        ("支付宝会上门吗还是只打电话", None),
        ("我被起诉了，会上门吗", None),
        ("花呗会上门吗，支付宝会上门吗", None),
        ("会不会上门，上门会不会穿制服", None),
        ("催收说三天内上门,这是真的吗", None),
    ],
)
def test_each_thing_that_is_asked_becomes_a_question_of_its_own(question, apart):
    assert asked_apart(understand(question), "answer") == apart


def test_a_refusal_answers_none_of_them():
    asked = understand("会不会起诉我，会不会上门")
    assert asked_apart(asked, "refusal") == Apart("", ("会不会起诉我", "会不会上门"))


def test_what_else_was_asked_is_answered_when_it_is_asked_next(chatbot):
    first = chatbot.ask("支付宝欠款会上门吗？我还能分期吗？")
    assert first.others == ("支付宝欠款会上门吗",)
    assert "你还问了，可以接着问\n\n- 支付宝欠款会上门吗" in first.text
    assert chatbot.ask(first.others[0], [first.question]).kind == "conflict"
