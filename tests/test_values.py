import pytest

from rag.values import differ_in_value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("转让时收取本金 0.1% 的管理费。", "转让时收取本金0.2%的管理费"),
        (
            "提前结清手续费率目前按0.5%收取，以页面显示为准。",
            "每次结清均收费。提前结清手续费按剩余本金的1%收取。",
        ),
        ("本届立法会选举共有70个议席。", "本届立法会选举共有170个议席。"),
        (
            "这届运动会的举办城市是武汉，共有一百多个国家参加。",
            "这届运动会的举办城市是成都，共有一百多个国家参加。",
        ),
    ],
)
def test_one_statement_with_two_values_differs(one, other):
    assert differ_in_value(one, other)
    assert differ_in_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("转让时收取本金0.1%的管理费。", "转让时收取本金0.1%的管理费。"),
        ("转让时收取本金0.1%的管理费。", "提前还款收取剩余利息30%的违约金。"),
        ("逾期1至30天按0.03%收取。", "逾期31至90天按0.05%收取。"),
        ("用户可以申请分期还款。", "用户可以申请分期还款，也可以延期。"),
        ("平台会上门。", "平台会打电话催收并且发短信。"),
        ("短", "长"),
    ],
)
def test_other_statements_or_the_same_value_do_not(one, other):
    assert not differ_in_value(one, other)


def test_a_kind_of_thing_and_a_name_of_it_are_no_two_values():
    assert not differ_in_value("第三方平台将收取每笔提现的费用。", "快捷支付将收取每笔提现的费用。")


def test_who_says_it_is_no_value():
    said = "近期，{}收到警方证实，账户确实不是其本人操作，因此帮其办理了解绑手续。"
    assert not differ_in_value(said.format("我们"), said.format("支付宝方面"))
    assert differ_in_value(said.format("武汉"), said.format("成都"))
