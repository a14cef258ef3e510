import pytest

from rag.homophones import respelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("花北逾期会上们吗", "花呗逾期会上门吗"),
        ("街呗夺少利喜", "借呗多少利息"),
        ("征锌会受影项吗", "征信会受影响吗"),
        ("支付保会暴我的通讯陆吗", "支付宝会暴我的通讯录吗"),
        ("微力贷催手", "微粒贷催收"),
        ("网代逾期", "网贷逾期"),
    ],
)
def test_one_wrong_character_of_the_same_sound_is_written_right(typed, meant):
    assert respelt(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "预期收益",  # a word itself
        "官网代理逾期",
        "往贷款账户还款",
        "同时有分歧",
        "花呗和借呗",  # 和借 is no slip for 和解: 借呗 is a word
        "不能分期了",  # nor 期了 for 期乐: 了 stands by itself
        "某玉动了歪心",
        "能够通过",
        "驳回其诉讼请求",
        "支付保证金",
        "凭证信息",
        "因行贿取得",
        "父债子还",  # a word of people's own
        "在第一部电影里小霞的暴鲤龙初登场",  # of no lender and no debt
        "zfb 2024年",
        "",
    ],
)
def test_what_is_a_word_stays(right):
    assert respelt(right) == right


def test_two_wrong_characters_are_another_word():
    assert respelt("起速") == "起诉"
    assert respelt("气速") == "气速"
