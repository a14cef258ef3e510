import pytest

from rag.owing import (
    asks_how_they_act,
    asks_what_to_do_about_debts,
    says_only_that_one_owes,
    speaks_of_debts,
    tells_what_comes,
    tells_what_comes_of_owing,
)


def test_what_leads_to_debts_is_not_what_they_lead_to():
    assert not tells_what_comes("消费超支,导致欠款。")
    assert tells_what_comes("长期逾期会导致个人信用受损。")


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("长期逾期未还款的,平台可能会采取法律手段。", True),
        ("用户无视多次提醒,可能会被起诉。", True),
        ("可能会采取法律手段。", False),
        ("账号被冒用,已恢复其信用记录。", False),
        ("近日,一名逾期的用户被起诉。", False),
        ("使用后可能会导致逾期。", False),
    ],
)
def test_what_comes_of_owing_follows_from_not_paying(sentence, tells):
    assert tells_what_comes_of_owing(sentence) == tells


@pytest.mark.parametrize(
    "not_paid", ["还不清", "还不了", "无力还款", "没能力还", "无法按时还款", "还不上", "不还", "没法还款"]
)
def test_however_it_is_put_that_somebody_cannot_pay(not_paid):
    assert tells_what_comes_of_owing(f"{not_paid}的,会被起诉。")


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("支付宝欠款不还会怎么样", True),
        ("欠借呗5000块三个月没还会怎么样", True),
        ("逾期有什么影响", True),
        ("逾期两天怎么办", True),
        ("花呗欠款半小时影响大不大", True),
        ("逾期对孩子上学有什么影响", False),
        ("逾期上门怎么办", False),
        ("上门会怎么样", False),
    ],
)
def test_a_question_on_owing_alone_is_told_from_others(question, only):
    assert says_only_that_one_owes(question) == only


def test_what_to_do_about_debts_is_told_from_what_is_done_about_them():
    assert asks_what_to_do_about_debts("花呗欠5000逾期两次怎么办")
    assert asks_what_to_do_about_debts("支付宝催收怎么应对")
    assert not asks_what_to_do_about_debts("支付宝怎么催收")
    assert not asks_what_to_do_about_debts("账户被人盗用怎么办")


def test_how_a_detention_is_carried_out_is_no_matter_of_debts():
    assert not speaks_of_debts("担保人应当保证被担保人不逃避行政拘留处罚的执行。")
    assert speaks_of_debts("有能力执行判决而不执行判决的，处有期徒刑。")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("支付宝怎么催收", True),
        ("支付宝催收流程是什么", True),
        ("催收公司一般怎么找人", True),
        ("催收怎么应对", False),
        ("平台催收怎么办", False),
        ("逾期了怎么协商", False),
    ],
)
def test_how_they_go_about_it_is_told_from_what_to_do(question, asks):
    assert asks_how_they_act(question) == asks


@pytest.mark.parametrize(
    "sentence", ["被告拒不到庭的,可以缺席判决。", "原告不到庭的,可以按撤诉处理。", "逾期不答复的,视为同意。"]
)
def test_what_a_court_holds_of_who_stays_away_is_what_comes_of_it(sentence):
    assert tells_what_comes(sentence)
