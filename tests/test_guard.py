import pytest

from rag.guard import guard, mask
from rag.statement import speaks_of_offer


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010519491231002X，欠了花呗", "身份证［身份证号］，欠了花呗"),
        ("打我 13800138000 的电话", "打我 ［手机号］ 的电话"),
        ("电话+86 138-0013-8000", "电话［手机号］"),
        ("卡号4111 1111 1111 1111被扣款", "卡号［银行卡号］被扣款"),
        ("身份证320106199001011234,帮我查下", "身份证［身份证号］,帮我查下"),
        ("卡号是4111111111111112", "卡号是［银行卡号］"),
        ("合同编号：HT2024-00918 逾期了", "合同编号：［编号］ 逾期了"),
        ("我叫张小明，欠了三万", "我叫［姓名］，欠了三万"),
        ("我叫李四在支付宝欠款", "我叫［姓名］在支付宝欠款"),
        ("身份证：110101 19900307 1233", "身份证：［身份证号］"),
        ("手机138.1234.5678", "手机［手机号］"),
        ("打１３８１２３４５６７８", "打［手机号］"),
        ("我的银行卡6222021234567890123", "我的银行卡［银行卡号］"),
        ("微信号zs13812345678", "微信号［账号］"),
        ("发到zhang.san@example.com了", "发到［邮箱］了"),
        ("发到zhang13812345678@qq.com", "发到［邮箱］"),
        ("zfb13812345678欠了花呗", "zfb［手机号］欠了花呗"),
        ("订单号20230113812345678", "订单号［编号］"),
    ],
)
def test_personal_data_is_masked_and_the_rest_stays(text, masked):
    assert mask(text) == (masked, 1)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021 的末位不对",  # an ID number whose checksum fails
        "4111111111111112",  # a card number that fails Luhn
        "欠了 50000 元，逾期 90 天",
        "我叫什么名字",
        "我叫朋友借钱还了网贷",
        "我叫爸妈借钱还花呗可以吗",
        "我叫律师，他说不用还",
        "我叫了外卖就没钱还款了",
        "客服电话是 95188 吗",
        "2025-09-01 17:49:31",
        "微信支付欠了3000元",
        "微信20000元额度",
    ],
)
def test_numbers_that_are_nobodys_stay(text):
    assert mask(text) == (text, 0)


def test_the_person_is_told_how_many_items_were_masked():
    guarded = guard("我叫王芳，手机13912345678，会上门吗")
    assert guarded.text == "我叫［姓名］，手机［手机号］，会上门吗"
    assert [n.kind for n in guarded.notices] == ["masked"]
    assert guarded.notices[0].text.startswith("已遮盖 2 项")


@pytest.mark.parametrize(
    "text",
    [
        "欠太多了我不想活了",
        "催收天天打电话，我想自杀",
        "活不下去了怎么办",
        "不如死了",
        "真的撑不下去了",
        "真想一头撞死",
        "吃安眠药算了",
        "不如一死了之",
        "自殺",
        "我想从楼上跳下去",
        "自我了断",
        "欠太多了，想自尽",
        "死了是不是就不用还了",
        "活着好累",
        "我想结束一切",
        "喝百草枯",
        "自 杀",
        "有点想不开",
        "我不想再醒来",
        "我喝了农药",
        "我想自*杀",
        "自-杀",
    ],
)
def test_words_of_self_harm_put_help_first(text):
    assert guard(text).notices[0].kind == "help"
    assert "12356" in guard(text).notices[0].text


@pytest.mark.parametrize(
    "text",
    [
        "催收说要打死我怎么办",
        "我正在被打",
        "催收的要打我怎么办",
        "被打断腿了",
        "催收说再不还就打断我腿",
        "再不还钱就砍死我",
        "威胁我说不还就杀我全家",
        "把我堵在家里不让走",
        "催收动手打人了",
        "被催收关在车里",
        "被催收打了",
        "催收要上门砍我",
        "他说要来家里打我",
    ],
)
def test_threats_against_the_person_name_the_police(text):
    assert "110" in guard(text).notices[0].text


@pytest.mark.parametrize(
    "text", ["花呗三万，我快撑不住了", "快被催收逼疯了", "我崩溃了，催收天天打", "我要死了"]
)
def test_who_is_worn_out_is_shown_somebody_who_listens(text):
    (card,) = guard(text).notices
    assert card.kind == "care"
    assert not guard(text).in_need


@pytest.mark.parametrize("text", ["我要杀了那个催收的", "我要和他们拼命"])
def test_threats_by_the_person_get_a_card_too(text):
    assert guard(text).notices[0].kind == "help"


@pytest.mark.parametrize(
    "text",
    [
        "有人说交500元能修复征信",
        "对方让我先交费再停息挂账",
        "客服问我要验证码",
        "征信修复靠谱吗",
        "交2000块钱可以帮我消除征信记录吗",
        "网上说500块删除征信不良记录是真的吗",
        "交钱可以消除征信记录吗",
        "有人说交2000能帮我消除逾期记录",
        "有人能帮我把逾期记录抹掉",
        "有个公司说能帮我处理债务，先交3000定金",
        "先转五百块才给办",
    ],
)
def test_offers_raise_a_warning(text):
    assert speaks_of_offer(text)
    assert "warning" in [n.kind for n in guard(text).notices]


@pytest.mark.parametrize(
    "text",
    [
        "来电话让我屏幕共享",
        "自称客服说我征信有问题,让我转账",
        "要转到安全账户吗",
        "催收让我先转2000到他个人账户",
        "对方叫我打三千过去",
        "还款要还到催收员私人账户吗",
    ],
)
def test_what_swindlers_want_raises_a_warning(text):
    assert [n.kind for n in guard(text).notices] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "支付宝欠款会上门吗?",
        "我拼命赚钱还款，还是逾期了",
        "催收说要打我家人电话",
        "通讯录被打爆了",
        "一直被打扰，被打电话骚扰",
        "正在打官司还要还款吗",
        "利息能被打折吗",
        "打死我也还不起啊咋办",
        "我爸死了是不是就不用还了",
        "短见识的人才不还",
        "一死机就扣钱",
        "还了500块可以消除征信记录吗",
        "逾期记录可以消除吗",
        "花呗还清后可以删除逾期记录吗",
        "会冻结我的个人账户吗",
        "我还500块钱，逾期记录能删除吗",
        "我要杀价",
        "要打我爸妈电话",
        "被他们打了好几个电话",
        "被打了不良标记",
    ],
)
def test_an_ordinary_question_raises_no_card(text):
    assert guard(text).notices == ()
