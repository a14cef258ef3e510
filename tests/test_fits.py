from datetime import date

import pytest
from found import hit

from rag.evidence import candidates_of
from rag.fits import has_shape, is_of_its_year
from rag.understand import understand
from rag.weigh import weigh


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        ("罚息是多少", "罚息为每日万分之五。", "罚息按规定收取。"),
        ("客服电话是多少", "客服电话为 400-123-4567。", "可以拨打客服电话。"),
        ("违反了哪部法律", "《民法典》第六百八十条禁止高利放贷。", "这种行为违反法律。"),
    ],
)
def test_a_number_or_a_law_is_only_answered_by_one(question, fits, does_not):
    asked = understand(question)
    for sentence, holds in ((fits, True), (does_not, False)):
        evidence = candidates_of(asked, [hit(sentence)])[0]
        assert has_shape(asked, evidence) == holds


def test_a_telephone_number_answers_only_for_whom_its_passage_names():
    asked = understand("花生金服的客服电话是多少")
    theirs, of_another = (
        candidates_of(asked, [hit("客服电话为 400-123-4567。", title=title)])[0]
        for title in ("花生金服联系我们", "联系我们")
    )
    assert has_shape(asked, theirs)
    assert not has_shape(asked, of_another)


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        ("逾期多少天会上门", "逾期超过30天会上门。", "上门正是其中的一种方式。"),
        ("罚息要还多少钱", "罚息每期为50元。", "罚息分为3种。"),
        ("公证费收多少", "公证费每件收12港元。", "公证费分3次收。"),
        ("公证费收多少", "公证费：$12。", "公证费在公证处交。"),
    ],
)
def test_a_question_that_names_the_unit_is_answered_by_a_figure_in_it(question, fits, does_not):
    asked = understand(question)
    for sentence, holds in ((fits, True), (does_not, False)):
        assert has_shape(asked, candidates_of(asked, [hit(sentence)])[0]) == holds


def test_how_a_deed_is_punished_answers_only_how_it_is_punished():
    sentence = "对判决拒不执行的，处三年以下有期徒刑、拘役或者罚金。"
    law = hit(sentence, title="中华人民共和国刑法")
    assert not has_shape(*_first("判决下来多久要申请强制执行", law))
    assert has_shape(*_first("拒不执行判决要判几年", law))
    fine = hit("恶意透支信用卡的，处二万元以上二十万元以下罚金。", title="中华人民共和国刑法")
    assert not has_shape(*_first("信用卡透支多少才算恶意透支", fine))
    sum_ = hit("恶意透支信用卡数额在五万元以上的，是数额较大。", title="中华人民共和国刑法")
    assert has_shape(*_first("信用卡透支多少才算恶意透支", sum_))


def test_a_figure_of_law_is_near_the_words_that_statutes_have_for_it():
    asked = "我把银行卡借给朋友走账会被判几年"
    other = hit("出具信用证的，处五年以下有期徒刑。", title="中华人民共和国刑法")
    assert not has_shape(*_first(asked, other))
    its_own = hit(
        "明知他人利用信息网络实施犯罪，提供支付结算帮助的，处三年以下有期徒刑。", title="中华人民共和国刑法"
    )
    assert has_shape(*_first(asked, its_own))


def _first(question, found):
    asked = understand(question)
    return asked, candidates_of(asked, [found])[0]


def test_words_of_another_year_are_no_evidence():
    asked = understand("2024年消费贷利率是多少")
    evidence = candidates_of(asked, [hit("消费贷利率为3%。")])[0]
    assert not is_of_its_year(asked, evidence, date(2023, 5, 1))
    assert is_of_its_year(asked, evidence, date(2024, 5, 1))
    assert is_of_its_year(asked, candidates_of(asked, [hit("2024年利率为3%。")])[0], None)


@pytest.mark.parametrize(
    "question",
    [
        "我欠了好几万怎么办",
        "支付宝欠款有什么办法解决",
        "为什么催收老打电话",
        "我现在还不上支付宝有哪些选择",
        "我投诉催收没有结果怎么办",
    ],
)
def test_words_in_passing_make_no_demand_on_the_answer(question):
    found = hit(
        "支付宝欠款后催收会打电话，有欠款的用户可以投诉，还不上时可以选择分期的办法解决。", cosine=0.95
    )
    assert weigh(understand(question), [found]).verdict == "enough"


def test_a_number_out_of_a_fraud_is_never_given():
    fraud = hit("对方自称花呗客服,号码为95188001。", title="花呗客服")
    assert weigh(understand("花呗客服电话是多少"), [fraud]).verdict != "enough"


def test_a_figure_of_a_statute_may_be_asked_for_in_quite_other_words():
    question, rule = "账户被冻住了不服,几天内得提", "当事人可以自裁定送达之日起五日内申请复议一次。"
    assert has_shape(
        understand(question), candidates_of(understand(question), [hit(rule, title="财产保全规定")])[0]
    )
    assert not has_shape(understand(question), candidates_of(understand(question), [hit(rule)])[0])


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        ("催收函是什么", "催收函是平台寄来的通知。", "催收机构可能会上门催收。"),
        ("花呗和借呗哪个利息高", "花呗和借呗的利息不同。", "花呗和借呗是两种产品。"),
    ],
)
def test_what_is_asked_of_a_thing_is_told_by_words_on_it(question, fits, does_not):
    asked = understand(question)
    for sentence, good in ((fits, True), (does_not, False)):
        assert has_shape(asked, candidates_of(asked, [hit(sentence)])[0]) == good


def test_words_are_read_whatever_their_script_and_width():
    for question, sentence in (
        ("花呗罚息是多少", "花呗罚息为每日０．０５％。"),
        ("徵信幾個工作日內更新", "超過30個工作日的徵信可以投訴。"),
    ):
        asked = understand(question)
        assert has_shape(asked, candidates_of(asked, [hit(sentence, title="花呗")])[0])


def test_since_when_a_statute_holds_is_told_to_who_asks_it():
    closing = hit("第五十二条 本办法自2025年6月1日起施行。", title="信访工作办法")
    for question, fits in (("信访几天内答复", False), ("信访工作办法什么时候施行", True)):
        asked = understand(question)
        assert has_shape(asked, candidates_of(asked, [closing])[0]) == fits


def test_a_day_in_the_story_is_no_figure_that_an_answer_must_have():
    question = understand("就怕哪天催收的找上门来,拍拍贷真的会上门吗")
    assert question.wanted.units == {"date"}
    assert weigh(question, [hit("拍拍贷会上门催收。")]).verdict == "enough"


INTRODUCTION = "花呗是一种消费信贷,用户可以先消费后付款。"


@pytest.mark.parametrize(
    "question", ["花呗逾期还能用吗", "为什么花呗用不了", "花呗怎么注销", "花呗和借呗能最低还款吗"]
)
def test_what_a_product_is_answers_nothing_else(question):
    assert weigh(understand(question), [hit(INTRODUCTION)]).verdict != "enough"


@pytest.mark.parametrize(
    "question",
    ["花呗是什么", "花呗和借呗是一样的吗", "花呗和借呗是一个东西吗", "花呗可以先消费后付款吗", "花呗靠谱吗"],
)
def test_what_a_product_is_answers_what_it_is(question):
    (only,) = candidates_of(understand(question), [hit(INTRODUCTION)])
    assert has_shape(understand(question), only)


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        (
            "花呗分期与最低还款的区别",
            "最低还款要收利息，花呗分期收手续费。",
            "花呗分期收手续费，还款要及时。",
        ),
        ("花呗为什么不能提额", "花呗逾期后会限制提额。", "花呗逾期后会产生罚息。"),
    ],
)
def test_what_is_compared_or_denied_must_be_spoken_of(question, fits, does_not):
    asked = understand(question)
    for sentence, holds in ((fits, True), (does_not, False)):
        assert has_shape(asked, candidates_of(asked, [hit(sentence)])[0]) == holds
