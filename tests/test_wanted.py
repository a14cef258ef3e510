import pytest

from rag.wanted import wanted


def test_the_claim_is_read_from_the_question():
    assert wanted("花呗会上门吗").claim == "happens"
    assert wanted("上门催收合法吗").claim == "lawful"
    assert wanted("可以分期还款吗").claim == "possible"


def test_with_whom_something_is_talked_over_is_not_who_does_it():
    assert not wanted("想跟他们商量分期可以吗").of_law
    assert wanted("他们可以打我家人电话吗").of_law


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
        ("花呗还清了怎么还不能用", "personal"),
        ("没有逾期,借呗却用不了,为什么", "personal"),
        ("这个月的借呗已经还了,为什么还说我逾期了", "personal"),
        ("我借呗为什么不到一个月就逾期了", "personal"),
        ("借呗还款了还在催我是怎么回事", "personal"),
        ("蚂蚁借呗没有逾期但是不能用了", "personal"),
        ("借呗给关了,没有逾期", "personal"),
        ("他们晚上会上门吗", "at_an_hour"),
    ],
)
def test_what_else_an_answer_must_have_is_read_from_the_question(question, field):
    assert getattr(wanted(question), field)
    assert not getattr(wanted("花呗逾期会上门吗"), field)


def test_the_unit_the_year_and_the_deed_asked_for_are_read():
    assert wanted("逾期多少天上征信").units == {"time"}
    assert wanted("要多少钱").units == wanted("保全费要交多少").units == {"money"}
    assert wanted("罚了多少次").units == wanted("免费打多少次电话").units == frozenset()
    assert wanted("怎么制定还款计划").verb == wanted("怎么才能尽快制定还款计划").verb == "制定"
    assert wanted("怎么才能以后别再欠账").verb is wanted("逾期了怎么处理").verb is None
    harm = wanted("逾期会影响我的孩子上学吗")
    assert (harm.cause, harm.harmed) == ("逾期", "孩子上学")
    harm = wanted("还了最低还款对我的信用有没有影响")
    assert (harm.cause, harm.harmed) == ("还了最低还款", "信用")
    assert wanted("不还对以后买房有影响没,会上报征信吗").harmed == ""
    assert wanted("逾期会上门吗").harmed == wanted("逾期影响大不大").harmed == ""


def test_neither_a_sum_nor_the_day_of_an_event_is_a_year_that_is_asked_about():
    assert wanted("2024年的利率").years == wanted("到了2024还能协商吗").years == {"2024"}
    assert wanted("2000元信用卡不还,会判刑吗").years == frozenset()
    assert (
        wanted("老板2017年5月30写了欠条,怎么办").years == wanted("2019年底借的,还要还吗").years == frozenset()
    )
    assert wanted("欠2020会起诉吗").years == wanted("欠了2024块").years == frozenset()


def test_what_a_court_has_frozen_or_what_may_come_is_not_only_for_the_account_to_tell():
    for question in (
        "银行卡被法院冻结了不能用了",
        "花呗逾期了会不会不能用了",
        "花呗逾期不能用怎样可以再次使用",
    ):
        assert not wanted(question).personal


def test_whether_a_thing_can_be_believed_is_no_question_of_what_is_possible():
    assert wanted("支付宝说不会上门,能信吗").claim == "happens"


@pytest.mark.parametrize("question", ["信用卡逾期怎么判", "信用卡逾期咋判", "打人拘留几天", "罚款多少"])
def test_how_somebody_is_punished_is_asked_in_many_ways(question):
    assert wanted(question).penalty


def test_what_is_denied_and_what_is_compared_are_read():
    assert wanted("花呗分期为什么不能提额").denied == "提额"
    assert wanted("为什么会上门").denied == ""
    assert wanted("花呗分期与最低还款的区别").compared == ("花呗分期", "最低还款")


def test_now_is_meant_in_the_clause_that_asks_and_not_in_a_story():
    assert wanted("我被起诉了,现在几天内要上诉").now
    assert not wanted("我现在被起诉了,一审判决下来几天内要上诉").now


@pytest.mark.parametrize(
    "question", ["别人用我的名字贷的款,逾期算谁的", "老公欠的网贷谁来还", "离婚后欠的债谁负责"]
)
def test_whose_a_debt_is_is_told(question):
    assert wanted(question).who_owes


@pytest.mark.parametrize("question", ["谁负责上门催收", "花呗是谁的", "钱都借给谁了"])
def test_who_does_something_is_not_whose_a_debt_is(question):
    assert not wanted(question).who_owes
