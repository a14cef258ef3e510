import pytest

from rag.kinds import kind_of


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
        ("支付宝的催收政策是怎样的?", "what"),
        ("催收机制是怎么样的呢", "what"),
        ("协商的流程是怎样的", "how_to"),
        ("怎样协商还款", "how_to"),
        ("花呗和借呗有什么区别", "compare"),
        ("哪家利率低一点", "compare"),
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
        ("大家对上门催收怎么看", "what"),
        ("征信报告怎么看", "how_to"),
        ("上门催款的目的是什么", "why"),
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
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("有人说不上门,有人说会,哪个对", "yes_no"),
        ("到底该信谁的", "yes_no"),
        ("是不是因为我不理短信", "why"),
        ("平台凭什么判断要不要上门", "how_to"),
        ("能借钱的是哪几个", "list"),
        ("解绑要准备什么材料", "list"),
        ("上门的到底是平台自己的人还是外包公司的", "who"),
        ("以后会变成啥样", "what"),
        ("啥样的人容易被上门", "when"),
        ("为啥要上门,打个电话不行吗", "why"),
        ("我该先做啥", "how_to"),
        ("有没有人告诉我第一步该干什么", "how_to"),
        ("被上门了第一时间干嘛", "how_to"),
        ("嫩个办嘛,花呗还不起", "how_to"),
        ("哪些人容易被上门", "when"),
        ("花呗和借呗哪个催得凶", "compare"),
        ("投诉找哪个部门", "who"),
        ("花呗还清了怎么还不能用", "why"),
        ("怎么我的额度没了", "why"),
        ("才晚一天怎么就会上征信了", "why"),
        ("怎么做才不能算逾期", "how_to"),
        ("花呗怎么做不了分期了", "why"),
        ("那要催几回", "how_much"),
        ("上门的可能性有多大", "yes_no"),
        ("上门的概率是多少", "how_much"),
    ],
)
def test_which_saying_holds_is_whether_and_what_it_rests_on_is_not(question, kind):
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("支付宝干嘛要派人上门催款了", "why"),
        ("他们干嘛老打我电话", "why"),
        ("干嘛不直接起诉", "why"),
        ("被起诉了我该干嘛", "how_to"),
        ("限高后都不能干嘛", "what"),
        ("第一时间干嘛", "how_to"),
        ("上门的人是干嘛的", "what"),
        ("你干嘛呢", "what"),
    ],
)
def test_what_somebody_does_it_for_is_why_and_what_to_do_is_not(question, kind):
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("大家都是怎么欠上支付宝钱的", "why"),
        ("我这债是怎么来的", "why"),
        ("支付宝怎么就开始上门了", "why"),
        ("还清了咋还上门了", "why"),
        ("还了怎么还要利息", "why"),
        ("逾期了怎么突然限高了", "why"),
        ("怎么还的上", "how_to"),
        ("怎么还清", "how_to"),
        ("怎么来办理分期", "how_to"),
        ("怎么办信用卡的", "how_to"),
        ("怎么开始协商", "how_to"),
        ("怎么就能分期了", "how_to"),
    ],
)
def test_how_it_came_about_is_why_and_how_it_is_done_is_not(question, kind):
    assert kind_of(question) == kind


def test_who_is_made_to_pay_the_debt_of_another_asks_whether_he_must():
    assert kind_of("我在别人借条上签了个名做见证,现在债主要我还钱") == "yes_no"
    assert kind_of("朋友贷款跑了,银行让我还") == "yes_no"
    assert kind_of("我借呗逾期了,平台要我还全款") != "yes_no"
