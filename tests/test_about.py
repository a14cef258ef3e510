from found import hit

from rag.about import bodies_in, is_about, made_for_others
from rag.understand import understand
from rag.weigh import weigh


def test_words_about_no_platform_answer_for_any():
    assert weigh(understand("花呗逾期会上门吗"), [hit("逾期后会上门催收。")]).verdict == "enough"


def test_a_product_answers_for_its_platform_and_not_for_another_product():
    assert is_about(understand("支付宝会上门吗"), {"借呗"}, "借呗会上门催收。")
    assert not is_about(understand("花呗会上门吗"), {"借呗"}, "借呗会上门催收。")


def test_a_figure_on_no_platform_in_particular_never_answers_for_one():
    assert not is_about(understand("花呗罚息多少"), frozenset(), "罚息为每日0.05%。")
    assert is_about(understand("罚息多少"), frozenset(), "罚息为每日0.05%。")


def test_how_long_a_thing_takes_by_law_is_the_same_for_every_lender():
    kept = "个人不良信息的保存期限,自不良行为终止之日起为5年。"
    asked = understand("花呗逾期记录多久能消除")
    assert is_about(asked, frozenset(), kept, "征信业管理条例")
    assert not is_about(asked, frozenset(), kept, "一篇文章")
    assert not is_about(understand("花呗罚息多少"), frozenset(), "罚息为每日0.05%。", "征信业管理条例")


def test_a_statute_for_one_kind_of_body_says_nothing_of_another():
    rule = "注册资本的最低限额为10亿元人民币。"
    asked = understand("小贷公司注册资本最低多少")
    assert weigh(asked, [hit(rule, title="汽车金融公司管理办法")]).verdict != "enough"
    assert weigh(asked, [hit(rule, title="小额贷款公司管理办法")]).verdict == "enough"
    assert weigh(asked, [hit(rule, title="公司法")]).verdict == "enough"


def test_a_statute_on_other_matters_says_nothing_of_what_a_lender_does():
    asked, of_hearings = understand("借呗可以延期吗"), "第七十一条 当事人可以申请延期举行听证。"
    assert weigh(asked, [hit(of_hearings, title="行政处罚办法")]).verdict != "enough"
    of_loans = "第六百七十八条 借款人可以在还款期限届满前向贷款人申请延期。"
    assert weigh(asked, [hit(of_loans, title="民法典")]).verdict == "enough"
    assert weigh(understand("听证可以延期吗"), [hit(of_hearings, title="行政处罚办法")]).verdict == "enough"


def test_what_banks_in_general_must_do_is_told_by_a_figure_on_no_bank_in_particular():
    assert is_about(understand("银行几天内给答复"), frozenset(), "金融机构应当在15日内答复。")
    assert is_about(understand("银行逾期几天算不良"), {"信用卡"}, "逾期超过90天的划为不良。")


def test_the_kinds_of_body_that_a_text_speaks_of_are_told():
    assert bodies_in("自己开个小贷公司要多少注册资本") == {"小额贷款公司"}
    assert bodies_in("商业银行信用卡业务监督管理办法") == {"银行"}
    assert bodies_in("人民银行受理投诉") == frozenset()


def test_a_statute_for_enterprises_is_not_made_for_a_person():
    assert made_for_others("企业破产法", "个人可以申请破产吗")
    assert not made_for_others("企业破产法", "可以申请破产吗")
    assert not made_for_others("企业破产法", "企业欠个人的工资怎么算")
    assert not made_for_others("民法典", "个人可以申请破产吗")
