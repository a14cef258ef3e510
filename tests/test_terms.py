import pytest

from rag.terms import terms


def test_the_longest_alias_names_the_platform():
    assert terms().platforms_in("京东白条逾期") == {"京东白条"}
    assert terms().platforms_in("蚂蚁花呗") == {"花呗"}


def test_a_product_and_its_platform_answer_for_each_other_but_two_products_do_not():
    assert terms().related({"花呗"}, {"支付宝"})
    assert terms().related({"支付宝"}, {"花呗"})
    assert not terms().related({"花呗"}, {"借呗"})
    assert not terms().related({"微粒贷"}, {"支付宝"})


def test_whoever_is_only_called_is_not_she_who_owes():
    assert terms().glossed("老公借的网贷要一起还吗") == ("夫妻共同债务",)
    assert terms().glossed("催收给我老婆打电话说我欠钱") == ()


def test_one_word_stands_for_one_thing():
    assert terms().canonical("催债手段") == terms().canonical("催款方式")
    assert terms().canonical("催款套路") == terms().canonical("催收花招")
    assert terms().canonical("坐高铁") == terms().canonical("坐g字头动车组")
    assert terms().canonical("套路贷") == "套路贷"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("花呗预期了", "花呗逾期了"),
        ("花被会下户吗", "花呗会上门吗"),
        ("zfb上征信吗", "支付宝上征信吗"),
        ("会影向征信吗", "会影响征信吗"),
    ],
)
def test_misspellings_are_corrected(typed, meant):
    assert terms().corrected(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "预期收益",
        "电影向观众收费",
        "身份证信息泄露",
        "支付保证金",
        "支付保险费",
        "剩余期数",
        "由于期限",
        "公正信息",
        "股份期权",
        "出借被告",
        "钱花被骗",
    ],
)
def test_words_that_are_right_are_not_corrected(text):
    assert terms().corrected(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "我没有钱花了",
        "信用贷款",
        "按月付利息",
        "打白条",
        "投资金条",
        "移交行政机关",
        "提交行政复议",
        "施工行为",
        "构建行业",
        "中国银行业监督管理委员会",
        "北京东城区",
        "便捷信贷",
    ],
)
def test_a_longer_word_names_no_lender_that_stands_in_it(text):
    assert terms().platforms_in(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["牢记", "牢固", "被告知", "欠1100元", "部分期限", "和解决", "本来人就少", "领取证件"]
)
def test_a_longer_word_names_no_action_that_stands_in_it(text):
    assert terms().actions_in(text) == frozenset()


def test_what_stands_beside_a_longer_word_is_still_named():
    assert terms().platforms_in("信用贷款和信用贷") == {"借呗"}
    assert terms().actions_in("打110,欠1100元") == {"报警"}


def test_a_question_without_its_platform_keeps_the_rest():
    assert terms().without_platforms("花呗逾期会上门吗").split() == ["逾期会上门吗"]


def test_a_lender_that_the_table_does_not_know_is_named_by_how_its_name_ends():
    assert terms().platforms_in("在核桃金服逾期了") == {"核桃金服"}
    assert terms().platforms_in("发展普惠金融") == frozenset()


def test_a_lender_that_the_table_knows_is_no_second_one_by_how_its_name_ends():
    for alias, name in terms().platforms.names.items():
        assert terms().platform_mentions(f"{alias}会上门吗") == [name]


def test_a_question_about_banks_asks_about_any_of_them():
    assert terms().asked_about("银行会上门吗") == {"银行"}
    assert terms().asked_about("银行卡被冻结怎么办") == frozenset()
    assert terms().asked_about("去人民银行投诉") == frozenset()
    assert terms().related({"银行"}, {"信用卡"})
    assert terms().asked_about("招商银行会上门吗") == {"招商银行"}
    assert terms().related({"银行"}, {"招商银行"})
    assert not terms().related({"银行"}, {"支付宝"})


@pytest.mark.parametrize("question", ["闪银会上门吗", "原子贷逾期会起诉吗", "请问,小象钱包合法吗"])
def test_a_question_may_name_a_lender_by_what_it_asks_of_it(question):
    assert any(name in question for name in terms().asked_about(question))


@pytest.mark.parametrize(
    "question",
    ["网贷会上门吗", "房贷逾期会起诉吗", "民间借贷合法吗", "可以分期吗", "写了借条合法吗", "找人借会起诉吗"],
)
def test_a_kind_of_loan_is_no_lender(question):
    assert terms().asked_about(question) == frozenset()


def test_a_relative_is_an_action_only_where_somebody_turns_to_him():
    assert terms().actions_in("会打给老婆吗") == {"联系亲友"}
    assert terms().actions_in("老公欠的网贷老婆要还吗") == frozenset()


def test_a_product_belongs_to_its_platform():
    assert terms().owners_of({"花呗", "支付宝"}) == {"支付宝"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("会跑到我老家去吗", "会上门去吗"),
        ("不还会抓进去吗", "不还会坐牢吗"),
        ("能慢慢还吗", "能分期还吗"),
        ("能少还点吗", "能减免吗"),
        ("催收骂人", "催收辱骂"),
        ("会有人敲我门吗", "会有人上门吗"),
        ("会不会真的过来", "会上门吗"),
        ("会不会来找我", "会上门吗"),
        ("真的会来找我吗", "会上门吗"),
        ("找谁告状", "找谁投诉"),
        ("怎么跟平台谈", "怎么协商"),
        ("还不上了,求支招", "还不上了,怎么办"),
        ("逾期一天会影响我的信用吗", "逾期一天会影响征信吗"),
    ],
)
def test_what_people_say_is_read_in_the_words_of_the_articles(said, read):
    assert terms().corrected(said) == read


@pytest.mark.parametrize(
    "text",
    [
        "回到家里",
        "打到我家人那里",
        "会不会来电话",
        "警告他们",
        "会影响信用卡额度吗",
        "他们会来找我家里人吗",
        "会不会来找我爸妈",
        "会不会过来找我老婆",
    ],
)
def test_like_words_for_other_things_stay(text):
    assert terms().corrected(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "律师函寄到我家里了是真的吗",
        "把我欠钱的事发到我们村群里",
        "发来我家照片",
        "传票送到家里没人签收",
        "大字报贴到我家门口",
        "催收电话打到我家里",
        "他进到我们村的群里说我",
    ],
)
def test_what_is_sent_to_a_place_is_no_visit(text):
    assert terms().corrected(text) == text
    assert "上门" not in terms().actions_in(text)
    assert "上门" not in terms().canonical(text)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("会上门来我家吗", "会上门吗"),
        ("去我家上门催", "上门催"),
        ("会不会来吗", "会上门吗"),
        ("逾期晚还了", "逾期"),
    ],
)
def test_what_reading_it_so_says_twice_is_said_once(said, read):
    assert terms().corrected(said) == read


def test_every_word_for_a_visit_counts_as_one_where_words_are_compared():
    visits = [word for word, name in terms().actions.names.items() if name == "上门"]
    unfolded = {word for word in visits if "上门" not in terms().canonical(word)}
    assert unfolded <= {"去我家", "找到家"}


def test_what_statutes_call_a_thing_is_told_beside_it():
    assert terms().glossed("砍头息要不要还") == ("预先在本金中扣除利息",)
    assert terms().glossed("我老公在外面偷偷欠的钱") == ("夫妻共同债务",)
    assert terms().glossed("我老公来了,钱是我欠的") == ()
    assert terms().glossed("我老公弟弟借了我们的钱") == ()
    assert terms().glossed("催收会联系我老公吗") == ()
    assert terms().glossed("未成年人打架要赔吗") == ()
    assert terms().glossed("一审输了想上诉,判决给几天") == (
        "不服第一审判决裁定 送达之日起十五日 十日内提起上诉",
    )
    assert terms().glossed("先还利息还是先还本金") == ("给付不足以清偿全部债务 先履行费用 利息 再主债务",)
    assert terms().glossed("判决之后怎么执行") == ()
    assert terms().glossed("征信上的逾期记录要留多久") == ("个人不良信息的保存期限",)
    assert terms().glossed("征信的查询记录要留多久") == ()


def test_where_two_words_say_it_wherever_they_stand_a_comma_may_part_them():
    inherited = ("继承人以遗产清偿被继承人的债务",)
    assert terms().glossed("我男人去世了,他信用卡欠的钱要我还吗") == inherited
    assert terms().glossed("我爸走了,他的网贷要还吗") == inherited
    assert terms().glossed("合同写借两万,到手一万六") == ("预先在本金中扣除利息",)
    assert terms().glossed("收到了支付令,我不签字会怎样") == ("不提出异议又不履行支付令 申请执行",)
    assert terms().glossed("我老公来了,钱是我欠的") == ()


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("判决下来多久不申请强制执行就没用了", "申请执行的期间为二年"),
        ("信用卡透支多少钱算犯罪", "恶意透支 数额在五万元以上不满五十万元 数额较大"),
        ("银行卡给人走账会怎样", "明知他人利用信息网络实施犯罪 提供支付结算帮助"),
        ("孩子偷偷拿我手机贷款", "限制民事行为能力人 法定代理人追认"),
        ("往我家门上喷红漆", "恐吓 跟踪 骚扰 侮辱 软暴力"),
        ("还不上不是故意的,会坐牢吗", "信用卡诈骗 恶意透支 非法占有为目的"),
        ("约定月息三分,法院支持吗", "民间借贷利率 一年期贷款市场报价利率四倍"),
        ("欠条写了三年一直没来要过,我还用还吗", "诉讼时效期间"),
    ],
)
def test_lay_words_are_told_as_statutes_have_them(question, means):
    assert means in terms().glossed(question)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("别人用我的名字贷的款", "名义借款人 实际用款人"),
        ("欠了五年的钱没人问我要过,还用还吗", "诉讼时效期间"),
        ("上征信之前会不会通知我", "提供个人不良信息 事先告知信息主体本人"),
    ],
)
def test_peoples_own_words_are_found_where_a_small_word_stands_among_them(question, means):
    assert means in terms().glossed(question)


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("欠钱不还会被限制出国吗", "对被执行人限制出境 在征信系统记录 不履行义务信息"),
        ("法院强制执行哪些东西不能动", "对被执行人的下列财产不得查封 扣押 冻结 生活所必需"),
        (
            "朋友的借条我去做个见证,要还吗",
            "他人在借据 收据 欠条等债权凭证或者借款合同上签名 未表明其保证人身份",
        ),
        ("给人担保他跑了,是不是要我还", "一般保证 连带责任保证 债权人请求保证人承担保证责任"),
        ("催收发短信算不算重新计算时效", "诉讼时效中断 发送手机短信 信件等方式催收债权"),
        ("法院传票收到了不去会怎么样", "拒不到庭 缺席判决"),
        ("把我欠钱的事发到我们村群里", "公然侮辱 诽谤 侵害名誉权 隐私权"),
    ],
)
def test_what_statutes_treat_is_told_as_they_have_it(question, means):
    assert means in terms().glossed(question)


@pytest.mark.parametrize(
    "question", ["公司跑路了逾期怎么办", "想出国留学可以贷款吗", "花呗逾期了发到哪里投诉"]
)
def test_what_only_sounds_like_it_is_told_nothing(question):
    assert terms().glossed(question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "个人破产要欠到多少钱才能申请",
        "强制执行一般要多久才能拿到钱",
        "给人刷漆没拿到钱",
        "老公走了半年没回家",
    ],
)
def test_near_words_in_another_matter_have_no_statute(question):
    assert terms().glossed(question) == ()


def test_a_relative_is_turned_to_only_where_somebody_turns_to_him():
    assert terms().actions_in("老婆欠了钱,催收天天找我") == frozenset()
    assert terms().actions_in("我老婆欠了钱,催收会打给她爸妈吗") == {"联系亲友"}
    assert "我妈" in terms().action_words_in("催收会联系我妈吗")
    assert terms().actions_in("催收找我的家人") == {"联系亲友"}


def test_who_works_at_a_bank_is_not_asked_about_as_a_lender():
    assert terms().asked_about("朋友说认识银行内部的人") == frozenset()
    assert terms().asked_about("银行会上门吗") == {"银行"}
