from dataclasses import replace
from datetime import date

import pytest
from found import hit

from index.records import Article
from rag.enough import ENOUGH, ENOUGH_OF_A_LENDER
from rag.evidence import candidates_of
from rag.understand import understand
from rag.weigh import KEPT, has_shape, is_about, is_of_its_year, weigh


def test_a_near_sentence_with_the_words_of_the_question_is_enough():
    weighed = weigh(understand("花呗逾期会上门吗"), [hit("花呗逾期后会有人上门催收。")])
    assert weighed.verdict == "enough"
    assert weighed.evidence[0].sentence.text == "花呗逾期后会有人上门催收。"


def test_a_far_sentence_is_nothing():
    weighed = weigh(understand("北京明天会下雨吗"), [hit("花呗逾期后会有人上门催收。", cosine=0.78)])
    assert weighed.verdict in ("nothing", "vague")
    assert weighed.evidence == ()


def test_evidence_on_another_platform_is_named_and_not_used():
    weighed = weigh(understand("微粒贷逾期会上门吗"), [hit("支付宝逾期后会上门催收。")])
    assert weighed.verdict == "other_platform"
    assert weighed.others == {"支付宝"}


def test_a_platform_of_the_heading_or_the_title_counts_when_the_sentence_names_none():
    asked = understand("花呗逾期会上门吗")
    for where in ({"headings": ("微粒贷的催收",)}, {"title": "微粒贷逾期"}):
        found = weigh(asked, [hit("逾期后会上门催收。", **where)])
        assert found.verdict == "other_platform"


def test_words_about_no_platform_answer_for_any():
    assert weigh(understand("花呗逾期会上门吗"), [hit("逾期后会上门催收。")]).verdict == "enough"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("", "no_question"),
        ("😀", "no_question"),
        ("帮我查一下我花呗还欠多少钱", "personal"),
        ("我的花呗额度是多少", "personal"),
        ("我欠支付宝多少钱", "personal"),
    ],
)
def test_some_questions_no_article_can_answer(question, verdict):
    assert weigh(understand(question), [hit("花呗的额度各不相同。")]).verdict == verdict


@pytest.mark.parametrize(
    "question",
    ["我欠多少钱算诈骗", "我欠几万块判刑", "我的合同什么条款无效", "网贷逾期为什么会显示呆账"],
)
def test_a_question_of_law_about_oneself_is_one_that_articles_answer(question):
    assert weigh(understand(question), [hit("欠款三万元以上。")]).verdict != "personal"


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
    ("published", "verdict"),
    [(date(2026, 6, 1), "enough"), (date(2023, 1, 1), "outdated"), (None, "outdated")],
)
def test_a_figure_of_now_needs_an_article_of_now(published, verdict):
    found = [hit("消费贷利率最低为3%。")]
    weighed = weigh(
        understand("现在消费贷利率最低多少"),
        found,
        lambda _: Article("a", "a.txt", "", "", published=published),
        today=date(2026, 11, 22),
    )
    assert weighed.verdict == verdict


def test_a_product_answers_for_its_platform_and_not_for_another_product():
    assert is_about(understand("支付宝会上门吗"), {"借呗"}, "借呗会上门催收。")
    assert not is_about(understand("花呗会上门吗"), {"借呗"}, "借呗会上门催收。")


def test_a_figure_on_no_platform_in_particular_never_answers_for_one():
    assert not is_about(understand("花呗罚息多少"), frozenset(), "罚息为每日0.05%。")
    assert is_about(understand("罚息多少"), frozenset(), "罚息为每日0.05%。")


def test_a_weak_yes_or_no_on_a_lender_of_whom_nothing_found_speaks_is_none():
    asked = understand("美团月付晚一天上不上征信")
    weak = hit("逾期会上报征信。", cosine=0.9)
    assert weigh(asked, [weak]).verdict == "vague"
    assert weigh(asked, [hit("逾期会上报征信。", title="美团月付逾期", cosine=0.9)]).verdict == "enough"
    assert weigh(understand("晚一天上不上征信"), [weak]).verdict == "enough"


def test_a_statute_for_one_kind_of_body_says_nothing_of_another():
    rule = "注册资本的最低限额为10亿元人民币。"
    asked = understand("小贷公司注册资本最低多少")
    assert weigh(asked, [hit(rule, title="汽车金融公司管理办法")]).verdict != "enough"
    assert weigh(asked, [hit(rule, title="小额贷款公司管理办法")]).verdict == "enough"
    assert weigh(asked, [hit(rule, title="公司法")]).verdict == "enough"


def test_what_banks_in_general_must_do_is_told_by_a_figure_on_no_bank_in_particular():
    assert is_about(understand("银行几天内给答复"), frozenset(), "金融机构应当在15日内答复。")
    assert is_about(understand("银行逾期几天算不良"), {"信用卡"}, "逾期超过90天的划为不良。")


@pytest.mark.parametrize(
    ("question", "fits", "does_not"),
    [
        ("逾期多少天会上门", "逾期超过30天会上门。", "上门正是其中的一种方式。"),
        ("罚息要还多少钱", "罚息每期为50元。", "罚息分为3种。"),
    ],
)
def test_a_question_that_names_the_unit_is_answered_by_a_figure_in_it(question, fits, does_not):
    asked = understand(question)
    for sentence, holds in ((fits, True), (does_not, False)):
        assert has_shape(asked, candidates_of(asked, [hit(sentence)])[0]) == holds


def test_words_of_another_year_are_no_evidence():
    asked = understand("2024年消费贷利率是多少")
    evidence = candidates_of(asked, [hit("消费贷利率为3%。")])[0]
    assert not is_of_its_year(asked, evidence, date(2023, 5, 1))
    assert is_of_its_year(asked, evidence, date(2024, 5, 1))
    assert is_of_its_year(asked, candidates_of(asked, [hit("2024年利率为3%。")])[0], None)


def test_a_near_miss_is_enough_for_advice_and_not_for_a_fact():
    found = [hit("借呗还不上时由平台客服与用户联系。", cosine=0.92)]
    assert weigh(understand("借呗还不上了怎么办"), found).verdict == "enough"
    assert weigh(understand("借呗还不上了谁来管"), found).verdict == "vague"


def test_a_yes_or_no_question_needs_more_where_nothing_names_its_action():
    asked = understand("会爆通讯录吗")
    named, unnamed = (
        hit(sentence, cosine=0.91) for sentence in ("会联系借款人的家人。", "会发送短信提醒还款。")
    )
    assert weigh(asked, [named]).verdict == "enough"
    assert weigh(asked, [unnamed]).verdict != "enough"


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


def test_whether_a_thing_happens_is_said_by_what_names_it():
    title = "花呗会上门吗"
    only_near = weigh(understand("花呗会上门吗"), [hit("花呗是一种消费信贷产品。", title=title)])
    assert only_near.verdict == "vague"


def test_a_rule_for_all_lenders_does_not_say_what_one_of_them_does():
    law = hit("第三条 出借人向人民法院起诉的,应当提供借条。", title="民间借贷规定")
    assert weigh(understand("借呗会起诉我吗"), [law]).verdict != "enough"
    assert weigh(understand("起诉要提供借条吗"), [law]).verdict == "enough"


def test_a_number_out_of_a_fraud_is_never_given():
    fraud = hit("对方自称花呗客服,号码为95188001。", title="花呗客服")
    assert weigh(understand("花呗客服电话是多少"), [fraud]).verdict != "enough"


def test_a_figure_of_a_statute_may_be_asked_for_in_quite_other_words():
    question, rule = "账户被冻住了不服,几天内得提", "当事人可以自裁定送达之日起五日内申请复议一次。"
    assert has_shape(
        understand(question), candidates_of(understand(question), [hit(rule, title="财产保全规定")])[0]
    )
    assert not has_shape(understand(question), candidates_of(understand(question), [hit(rule)])[0])


def test_where_one_sentence_is_enough_there_is_evidence():
    far = replace(hit("平台按规定处理。"), score=0.0, dense=1.0, sentence_scores=(0.80,))
    asked = understand("平台按照什么处理呢")
    (only,) = candidates_of(asked, [far])
    assert only.answers >= ENOUGH
    assert only.relevance < KEPT
    assert weigh(asked, [far]).evidence == (only,)


def test_a_day_in_the_story_is_no_figure_that_an_answer_must_have():
    question = understand("就怕哪天催收的找上门来,拍拍贷真的会上门吗")
    assert question.wanted.units == {"date"}
    assert weigh(question, [hit("拍拍贷会上门催收。")]).verdict == "enough"


def test_of_a_question_of_which_only_the_lender_is_there_more_is_asked():
    definition = hit("花呗是一种消费信贷。", cosine=0.917)
    (only,) = candidates_of(understand("花呗怎么关掉"), [definition])
    assert ENOUGH <= only.answers < ENOUGH_OF_A_LENDER
    assert weigh(understand("花呗怎么关掉"), [definition]).verdict != "enough"


INTRODUCTION = "花呗是一种消费信贷,用户可以先消费后付款。"


@pytest.mark.parametrize("question", ["花呗逾期还能用吗", "为什么花呗用不了", "花呗怎么注销"])
def test_what_a_product_is_answers_nothing_else(question):
    assert weigh(understand(question), [hit(INTRODUCTION)]).verdict != "enough"


@pytest.mark.parametrize(
    "question", ["花呗是什么", "花呗和借呗是一样的吗", "花呗可以先消费后付款吗", "花呗靠谱吗"]
)
def test_what_a_product_is_answers_what_it_is(question):
    (only,) = candidates_of(understand(question), [hit(INTRODUCTION)])
    assert has_shape(understand(question), only)
