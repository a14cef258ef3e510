import time
from collections import deque

import pytest

from rag.errors import BadQuestion
from rag.understand import check, understand


def test_platforms_and_actions_are_named():
    asked = understand("蚂蚁花呗逾期会爆通讯录吗")
    assert asked.platforms == {"花呗"}
    assert asked.actions == {"联系亲友"}


@pytest.mark.parametrize(
    ("question", "asked_about"),
    [
        ("被上门了可以投诉吗", "投诉"),
        ("被限高了会上征信吗", "征信"),
        ("花钱能把征信逾期洗白吗", "洗白"),
        ("公积金会不会被法院划走", "划走"),
        ("公积金会不会被法院没收", None),
        ("欠条没人来要,现在去起诉我,我还用还吗", None),
        ("法院会强制执行担保人吗,我要承担责任吗", None),
        ("法院能把工资全部扣走吗", None),
        ("停息挂账的公司靠谱吗", None),
        ("自称征信中心的要我转账,能信吗", None),
        ("催收能打我父母电话吗", "父母"),
        ("催收给我爸妈打电话违法吗", "父母"),
        ("我跟爸妈住,催收会打电话吗", "打电话"),
        ("催收天天打电话违法吗", "骚扰"),
        ("催收会天天打电话吗", "打电话"),
        ("催收上门我可以不开门吗", None),
        ("违约金最高不能超过多少", "违约金"),
        ("上门的多不多啊", None),
        ("会不会只发短信", None),
        ("他们会上门吗我爸妈在老家", "上门"),
        ("有没有可能性上门要钱", "上门"),
        ("法院会拘留老赖吗", "拘留"),
        ("可以取消花呗分期吗", None),
        ("有人上门,我该不该开门", None),
        ("能减免利息吗", "减免"),
        ("我点了花呗分期,我想取消可以吗", None),
        ("花呗最低还款会不会收费", None),
        ("花呗能最低还款吗", "最低还"),
    ],
)
def test_the_focus_is_the_action_that_the_question_asks_about(question, asked_about):
    focus = understand(question).focus
    assert asked_about in focus if asked_about else focus == ()


@pytest.mark.parametrize(
    ("question", "of_relative"),
    [
        ("逾期影响老公的征信吗", True),
        ("我带着孩子,会上门吗", False),
        ("朋友说会上门", False),
        ("催收会联系家人吗", False),
        ("我和老婆两个人天天为这事吵架你们说会上门吗", False),
    ],
)
def test_a_question_of_what_becomes_of_a_relative_is_told(question, of_relative):
    assert understand(question).of_relative == of_relative


@pytest.mark.parametrize(
    "question",
    ["上门催收有人管吗", "以后会有法律管上门催收吗", "以后会不会禁止上门催收", "催收天天打电话没人管吗"],
)
def test_whether_an_act_is_ruled_on_is_not_whether_it_is_done(question):
    asked = understand(question)
    assert asked.focus == ()
    assert asked.wanted.claim == "lawful"


def test_what_is_talked_over_is_asked_of_talking_too():
    for act in ("分期", "延期", "减免"):
        assert {act, "协商"} <= set(understand(f"能跟平台商量{act}吗").focus)
    assert "协商" not in understand("能申请分期吗").focus


def test_a_long_story_is_searched_whole_and_answered_for_what_it_asks():
    story = "我今年刚毕业，去年在花呗里花了两万多，后来工作没了，家里也不知道这件事，每天睡不着觉，心里很慌，也不敢接电话。请问花呗逾期会起诉吗？"
    asked = understand(story)
    assert "毕业" in asked.whole
    assert asked.text == "请问花呗逾期会起诉吗?"


@pytest.mark.parametrize("question", ["花唄預期會上門嗎", "花贝预期会上们吗", "请问，花呗逾期会上门吗？"])
def test_script_and_misspellings_are_understood(question):
    asked = understand(question)
    assert asked.text.startswith("花呗逾期会上门吗")
    assert asked.platforms == {"花呗"}
    assert asked.actions == {"上门"}


def test_an_ordinary_word_is_not_corrected():
    assert "预期收益" in understand("理财的预期收益怎么算").text


@pytest.mark.parametrize(
    ("history", "follow_up", "text"),
    [
        (["支付宝欠款会上门吗?"], "那花呗呢?", "花呗欠款会上门吗?"),
        (["小贷公司催收不能做哪些事"], "那银行呢", "银行催收不能做哪些事"),
        (["花呗逾期怎么办"], "可以分期吗?", "花呗可以分期吗?"),
        (["花呗逾期怎么办", "可以分期吗?"], "那会起诉吗", "花呗会起诉吗"),
        (["花呗还不上了怎么办"], "可以分期吗?", "花呗还不上可以分期吗?"),
        (["花呗还不上了怎么办"], "失业了呢", "失业了 花呗还不上了怎么办"),
        (["花呗逾期会上门吗", "那借呗呢"], "为什么", "为什么借呗逾期会上门"),
        (["花呗逾期会上门吗"], "他们有权利吗", "花呗逾期上门 他们有权利吗"),
        (["花呗不还会被起诉吗"], "那征信呢", "花呗征信"),
        ([], "老公去逝了", "老公去世了"),
        (["花生金服逾期罚息怎么算"], "花呗呢", "花呗逾期罚息怎么算"),
        (["闪银逾期会上门吗"], "花生金服呢?", "花生金服逾期会上门吗"),
        (["花呗逾期会上门吗"], "那闪银呢", "闪银逾期会上门吗"),
        (["闪银逾期会上门吗"], "那会起诉吗", "闪银会起诉吗"),
    ],
)
def test_a_follow_up_is_completed_from_the_history(history, follow_up, text):
    asked = understand(follow_up, history)
    assert asked.text == text
    assert asked.understood


def test_what_names_whose_card_it_is_about_takes_no_lender_from_the_history():
    own = "我的工资卡被冻结了怎么办"
    assert understand(own, ["花呗逾期了怎么办"]).text == own


@pytest.mark.parametrize("turn", ["哪篇说的", "有依据吗", "还有别的吗", "这个靠谱吗", "那有什么根据"])
def test_what_is_asked_of_the_answer_itself_is_its_question_again(turn):
    asked = understand(turn, ["支付宝会上门吗"])
    assert asked.text == "支付宝会上门吗"
    assert asked.understood


@pytest.mark.parametrize(
    "turn",
    [
        "哪个说得对",
        "哪篇说的是真的?",
        "哪个是最新的",
        "所以会还是不会",
        "那我该信谁",
        "到底信哪个",
        "谁说的对呢",
        "哪个可信",
    ],
)
def test_which_of_the_articles_holds_is_their_question_again(turn):
    asked = understand(turn, ["支付宝会上门吗"])
    assert asked.text == "支付宝会上门吗"
    assert asked.understood
    assert asked.which_holds


@pytest.mark.parametrize(
    ("turn", "condition"),
    [
        ("要是不开门呢", "不开门"),
        ("要是我不在家呢?", "不在家"),
        ("那要是失业了呢", "失业"),
        ("失业了呢", "失业"),
        ("那要是只欠500呢", "只欠500"),
        ("要是只欠500元呢", ""),  # the notice of figures speaks
    ],
)
def test_a_follow_up_on_a_condition_asks_the_same_again(turn, condition):
    asked = understand(turn, ["支付宝会上门吗"])
    assert asked.text.endswith(" 支付宝会上门吗")
    assert asked.condition == condition


def test_what_asks_something_else_is_no_condition():
    for turn in ("花呗呢", "要是起诉呢", "为什么呢", "银行呢", "会上门吗"):
        assert understand(turn, ["支付宝会上门吗"]).condition == ""
    assert understand("要是不开门呢").condition == ""


def test_which_is_better_is_not_which_holds():
    for question in ("哪个好", "会上门吗", "信用卡和花呗哪个划算", "谁会来"):
        assert not understand(question, ["支付宝会上门吗"]).which_holds


def test_an_offer_is_no_lender_s_whoever_was_asked_about_before():
    for offer in ("征信修复多少钱", "那征信修复靠谱吗"):
        assert understand(offer, ["微粒贷会上门吗"]).text == offer
    assert understand("影响征信吗", ["微粒贷会上门吗"]).platforms == {"微粒贷"}


def test_small_talk_asks_nothing_and_takes_nothing_from_the_history():
    for small_talk in ("好的", "谢谢你", "在吗", "知道了。", "谢谢,那我放心了"):
        assert understand(small_talk, ["支付宝会上门吗"]).text == ""
    assert understand("不懂", ["支付宝会上门吗"]).text == "不懂"
    assert understand("谢谢你,那合法吗").text == "那合法吗"


def test_whoever_tells_what_befell_him_asks_what_to_do():
    assert understand("花呗 上门").kind == "yes_no"
    for told in ("花呗起诉我了", "花呗逾期了", "接电话说京东白条逾期影响征信,让我屏幕共享", "对我亲朋骚扰"):
        assert understand(told).kind == "how_to"
    assert understand("我花呗分期了").kind == "other"


def test_however_it_ends_a_question_whether_is_one():
    for ending in ("吗", "嘛", "么", "嘛?"):
        assert understand(f"借呗逾期一天怎么办?影响征信{ending}").kind == "yes_no"
    assert understand("为什么会上门,怎么").text == "为什么会上门,怎么"


def test_whom_to_sue_is_kept():
    asked = understand("我想反告催收公司怎么弄")
    assert (asked.text, asked.actions) == ("我想反告催收公司怎么弄", {"起诉"})


def test_a_misspelt_name_in_the_history_is_understood():
    asked = understand("那花贝呢", ["支付保会上们吗"])
    assert asked.text == "花呗会上门吗"
    assert asked.understood


def test_a_question_that_names_its_own_platform_takes_no_other():
    assert understand("如果京东白条起诉我怎么办", ["花呗会上门吗"]).platforms == {"京东白条"}


def test_a_history_may_be_any_sequence():
    assert understand("那花呗呢", deque(["支付宝会上门吗"], maxlen=6)).text == "花呗会上门吗"


def test_a_history_of_endless_turns_is_refused():
    with pytest.raises(BadQuestion, match="20,001 characters"):
        check("会上门吗", ["好" * 20_001])


def test_a_full_question_takes_nothing_from_the_history():
    asked = understand("借呗会起诉吗", ["花呗逾期会上门吗"])
    assert asked.text == "借呗会起诉吗"
    assert not asked.understood


@pytest.mark.parametrize("question", ["北京明天天气怎么样?", "红烧肉怎么做?", "世界杯谁赢了?"])
def test_a_short_question_on_something_else_takes_nothing_from_the_history(question):
    assert not understand(question, ["支付宝欠款会上门吗?", "支付宝会用哪些方式催收?"]).understood


def test_a_long_story_is_reduced_to_what_it_asks():
    story = (
        "我去年失业了，家里老人又生病，之前在花呗上消费了三万多，现在已经三个月没有收入，每天都睡不着觉，"
        "孩子还要上学，真的不知道该怎么跟家里人说。请问这种情况会有人上门吗？我很害怕。"
    )
    asked = understand(story)
    assert asked.kind == "yes_no"
    assert "上门" in asked.actions
    assert asked.platforms == {"花呗"}
    assert len(asked.text) < 80
    assert asked.question == story


@pytest.mark.parametrize(
    "request_to_be_heard",
    ["想问一下，", "所以想来请教您一下，", "想请大家帮忙看看，", "所以来问问，", "跪求各位大神解答，"],
)
def test_what_stands_before_a_request_to_be_heard_is_the_story(request_to_be_heard):
    story = (
        "前年跟朋友合伙开了一家小店，去年行情不好就关了门，" * 3 + "也没有人可以商量，心里很乱不知道怎么办，"
    )
    asked = understand(f"{story}{request_to_be_heard}欠信用卡被起诉了，法院几年能撤销限高")
    assert asked.text == "欠信用卡被起诉了,法院几年能撤销限高"


def test_keywords_are_read_as_one_text_and_what_is_said_in_breaths_is_not():
    asked = understand("支付宝 欠款 会上 门")
    assert (asked.text, asked.actions) == ("支付宝欠款会上门", {"上门"})
    assert understand("我花呗逾期三个月了 会有人上门吗").text == "我花呗逾期三个月了 会有人上门吗"


def test_a_request_that_nothing_follows_hides_no_question():
    story = (
        "借呗逾期了会上门吗？" + "前年跟朋友合伙开了一家小店，去年行情不好就关了门，" * 3 + "请大家帮忙看看"
    )
    assert "会上门吗" in understand(story).text


def test_whoever_only_is_at_a_loss_asks_what_to_do():
    story = "前年跟朋友合伙开了一家小店，去年行情不好就关了门，" * 3 + "借呗逾期了，不知道怎么办"
    assert understand(story).kind == "how_to"
    assert understand(story).text.endswith("借呗逾期了,不知道怎么办")


@pytest.mark.parametrize("question", ["", "   ", "?!。", "😀😀", "［身份证号］"])
def test_a_question_of_signs_alone_has_no_text(question):
    assert understand(question).text == ""


@pytest.mark.parametrize(
    ("question", "history", "words"),
    [
        (None, (), "NoneType"),
        ("好", "上一问", "str"),
        ("好", [1], "int"),
        ("好" * 20_001, (), "20,001"),
    ],
)
def test_a_wrong_shape_is_named(question, history, words):
    with pytest.raises(BadQuestion, match=words):
        check(question, history)


def test_five_hundred_turns_are_no_trouble():
    assert understand("那花呗呢", ["支付宝会上门吗"] * 500).text.startswith("花呗会上门吗")


def test_a_story_told_again_and_again_is_reduced_to_its_end():
    asked = understand("花呗逾期了会起诉吗，我很害怕，家里人也不知道这件事。" * 20 + "借呗逾期会上门吗？")
    assert asked.text.endswith("借呗逾期会上门吗?")
    assert len(asked.text) <= 120


def test_words_that_articles_use_are_looked_for_too():
    assert set(understand("花呗会告到法院吗").also) == {"起诉", "支付宝"}
    assert understand("支付宝会上门吗").also == ()


def test_what_leads_up_to_the_question_is_kept():
    story = "我去年开店亏了钱，" * 8 + "昨天他们说明天带人来我老家贴大字报，这样可以吗？"
    assert understand(story).text == "昨天他们说明天上门贴大字报,这样可以吗?"
    assert understand(story).understood


@pytest.mark.parametrize(
    ("question", "text"),
    [("急需用钱怎么办", "急需用钱怎么办"), ("求助热线是多少", "求助热线是多少"), ("急!花呗逾期", "花呗逾期")],
)
def test_politeness_is_left_out_and_words_that_begin_so_are_not(question, text):
    assert understand(question).text == text


@pytest.mark.parametrize(
    "question",
    [
        "花呗会来我家吗",
        "支付宝的人会不会跑到我老家去",
        "借呗不还会派人过来吗",
        "蚂蚁的催收会下户吗",
        "花呗逾期他们会找到家门口吗",
        "有人说花呗会上门 有人说不会 到底会不会",
        "催收打电话说三天内上门,这是真的吗",
        "支付宝上门这事是真的假的",
        "支付宝 上门",
        "老铁们谁知道花呗会不会上门",
        "支付宝从来不上门吧",
        "花呗会去我户籍地吗",
        "支付宝上门的概率高吗",
        "花呗上门的可能性大不大",
        "借呗上门的几率有多大",
    ],
)
def test_a_visit_is_one_however_people_say_it(question):
    asked = understand(question)
    assert asked.focus[0] == "上门"
    assert asked.kind == "yes_no"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("催收除了上门还有哪些手段", "催收还有哪些手段"),
        ("除了打电话,支付宝会怎么催收", "支付宝会怎么催收"),
    ],
)
def test_what_is_set_apart_is_not_what_is_asked_about(question, text):
    assert understand(question).text == text
    assert understand(question).whole == question


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("什么情况下会", "支付宝上门 什么情况下会"),
        ("我该找谁", "支付宝上门 我该找谁"),
        ("不还会怎样", "支付宝不还会怎样"),
        ("今天天气怎么样", "今天天气怎么样"),
    ],
)
def test_a_question_that_names_nothing_is_about_what_was_asked_before(question, text):
    assert understand(question, ["支付宝会上门吗"]).text == text


@pytest.mark.parametrize(
    "question", ["支付宝上门的人穿制服吗", "上门催收收费吗", "上门前会提前通知吗", "上门会拍照吗"]
)
def test_a_detail_of_a_visit_is_another_question_than_the_visit(question):
    assert understand(question).focus == ()


@pytest.mark.parametrize(
    "question",
    ["跟平台协商有用没", "打举报电话有用吗", "上门催收是不是很普遍", "上门催收效率高吗", "逾期上门常见吗"],
)
def test_how_usual_or_how_good_a_thing_is_is_another_question_than_whether_it_happens(question):
    assert understand(question).focus == ()


@pytest.mark.parametrize("question", ["能不能拒绝上门催收", "我可以不让他们上门吗"])
def test_whether_one_may_refuse_it_is_another_question_than_whether_it_happens(question):
    assert understand(question).focus == ()


@pytest.mark.parametrize(
    "question", ["别人说支付宝不会上门,是不是骗我的", "朋友说借呗会上门,骗人的吧", "客服说不会上门能信吗"]
)
def test_whether_it_is_true_that_somebody_does_it_is_whether_he_does(question):
    assert "上门" in understand(question).focus


@pytest.mark.parametrize(
    "question", ["花呗分期了可以改吗", "花呗分期还款能提前还清吗", "分期的花呗可以一次性还吗"]
)
def test_what_may_be_done_after_the_action_is_another_question_than_the_action(question):
    assert "分期" not in understand(question).focus


@pytest.mark.parametrize("text", ["想来" * 40, "会影响" * 6000, "我欠了花呗很多钱一直在还但是还不上" * 1000])
def test_no_text_takes_long_to_read(text):
    # Patterns that try every way to part a text would not end within a day.
    began = time.process_time()
    understand(text)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("question", ["除了上门还有哪些催收方式", "请问一下,我想问征锌是什么"])
def test_whatever_else_is_read_than_was_typed_is_said(question):
    assert understand(question).understood
    assert not understand("请问一下,花呗逾期会上门吗").understood
