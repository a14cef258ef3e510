import pytest

from rag.wanted import wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("支付宝欠款会上门吗?", "yes_no"),
        ("花呗逾期会不会上征信", "yes_no"),
        ("借呗可以延期两天么", "yes_no"),
        ("还不上了怎么办", "how_to"),
        ("如何应对催收", "how_to"),
        ("支付宝为什么要上门催款", "why"),
        ("为啥会产生欠款", "why"),
        ("支付宝有哪些催收方式", "list"),
        ("逾期有什么后果", "list"),
        ("花呗和借呗有什么区别", "compare"),
        ("谁来负责上门催收", "who"),
        ("花呗逾期利息是多少", "how_much"),
        ("逾期多久会被起诉", "how_much"),
        ("什么时候开始催收", "when"),
        ("去哪里投诉催收", "where"),
        ("它的功能由什么代替?", "what"),
        ("逾期好几个月了怎么办", "how_to"),
        ("欠了好几年的支付宝会上门吗", "yes_no"),
        ("上门催收这种方式是不是合法", "yes_no"),
        ("催收上门要干嘛", "what"),
        ("花呗是什么", "what"),
        ("催收电话", "other"),
        ("欠得太多,能不能分几期还", "yes_no"),
        ("花呗逾期如何处理", "how_to"),
        ("前几天逾期了会上门吗", "yes_no"),
        ("支付宝会上门吗,一般几点来", "yes_no"),
        ("借银行卡给人会怎么罚", "list"),
        ("蚂蚁借呗逾期没钱还", "how_to"),
    ],
)
def test_the_kind_of_a_question_is_told(question, kind):
    assert wanted(question).kind == kind


def test_the_claim_is_read_from_the_question():
    assert wanted("花呗会上门吗").claim == "happens"
    assert wanted("上门催收合法吗").claim == "lawful"
    assert wanted("可以分期还款吗").claim == "possible"


@pytest.mark.parametrize(
    ("question", "comes"),
    [
        ("花呗逾期会怎么样", True),
        ("不还有什么后果", True),
        ("平台会怎么处理", False),
        ("怎么协商还款", False),
    ],
)
def test_what_comes_of_a_thing_is_asked_in_many_ways(question, comes):
    assert wanted(question).outcome == comes


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("上门催收合法吗", "of_law"),
        ("我的花呗额度是多少", "personal"),
        ("现在的利率是多少", "now"),
        ("客服电话是多少", "number_to_call"),
        ("违反了哪部法律", "law_by_name"),
        ("为什么不上门", "why_not"),
        ("短信说要起诉我,是骗子吗", "trust"),
        ("上门的多不多", "usual"),
        ("我这种情况要还多少钱才结清", "personal"),
    ],
)
def test_what_else_an_answer_must_have_is_read_from_the_question(question, field):
    assert getattr(wanted(question), field)
    assert not getattr(wanted("花呗逾期会上门吗"), field)


def test_the_unit_the_year_and_the_deed_asked_for_are_read():
    assert wanted("逾期多少天上征信").units == {"time"}
    assert wanted("要多少钱").units == {"money"}
    assert wanted("2024年的利率").years == {"2024"}
    assert wanted("怎么制定还款计划").verb == "制定"
    harm = wanted("逾期会影响我的孩子上学吗")
    assert (harm.cause, harm.harmed) == ("逾期", "孩子上学")
    assert wanted("逾期会上门吗").harmed == ""


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("有人说不上门,有人说会,哪个对", "yes_no"),
        ("到底该信谁的", "yes_no"),
        ("是不是因为我不理短信", "why"),
        ("平台凭什么判断要不要上门", "how_to"),
        ("能借钱的是哪几个", "list"),
        ("上门的到底是平台自己的人还是外包公司的", "who"),
        ("以后会变成啥样", "what"),
        ("啥样的人容易被上门", "when"),
        ("为啥要上门,打个电话不行吗", "why"),
        ("我该先做啥", "how_to"),
        ("那要催几回", "how_much"),
    ],
)
def test_which_saying_holds_is_whether_and_what_it_rests_on_is_not(question, kind):
    assert wanted(question).kind == kind


def test_whether_a_thing_can_be_believed_is_no_question_of_what_is_possible():
    assert wanted("支付宝说不会上门,能信吗").claim == "happens"
