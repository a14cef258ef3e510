from dataclasses import replace
from datetime import date

import pytest
from found import hit

from index.records import Article
from rag.enough import ENOUGH, ENOUGH_OF_A_LENDER, KEPT
from rag.evidence import candidates_of
from rag.understand import understand
from rag.weigh import weigh


def test_a_near_sentence_with_the_words_of_the_question_is_enough():
    weighed = weigh(understand("花呗逾期会上门吗"), [hit("花呗逾期后会有人上门催收。")])
    assert weighed.verdict == "enough"
    assert weighed.evidence[0].sentence.text == "花呗逾期后会有人上门催收。"


def test_a_far_sentence_is_nothing():
    weighed = weigh(understand("北京明天会下雨吗"), [hit("花呗逾期后会有人上门催收。", cosine=0.70)])
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


def test_a_statute_tells_what_holds_now():
    found = [hit("民间借贷利率最高不超过一年期贷款市场报价利率四倍。", title="中华人民共和国民法典")]
    undated = Article("a", "a.txt", "", "", published=None)
    assert weigh(understand("现在民间借贷利率最高多少"), found, lambda _: undated).verdict == "enough"


def test_a_weak_yes_or_no_on_a_lender_of_whom_nothing_found_speaks_is_none():
    asked = understand("美团月付晚一天上不上征信")
    weak = hit("逾期会上报征信。", cosine=0.825)
    assert weigh(asked, [weak]).verdict == "vague"
    assert weigh(asked, [hit("逾期会上报征信。", title="美团月付逾期", cosine=0.825)]).verdict == "enough"
    assert weigh(understand("晚一天上不上征信"), [weak]).verdict == "enough"


def test_a_near_miss_is_enough_for_advice_and_not_for_a_fact():
    found = [hit("借呗还不上时由平台客服与用户联系。", cosine=0.858)]
    assert weigh(understand("借呗还不上了怎么办"), found).verdict == "enough"
    assert weigh(understand("借呗还不上了谁来管"), found).verdict == "vague"


def test_a_yes_or_no_question_needs_more_where_nothing_names_its_action():
    asked = understand("会爆通讯录吗")
    named, unnamed = (
        hit(sentence, cosine=0.862) for sentence in ("会联系借款人的家人。", "会发送短信提醒还款。")
    )
    assert weigh(asked, [named]).verdict == "enough"
    assert weigh(asked, [unnamed]).verdict != "enough"


def test_whether_a_thing_happens_is_said_by_what_names_it():
    title = "花呗会上门吗"
    only_near = weigh(understand("花呗会上门吗"), [hit("花呗是一种消费信贷产品。", title=title)])
    assert only_near.verdict == "vague"


def test_a_rule_for_all_lenders_does_not_say_what_one_of_them_does():
    law = hit("第三条 出借人向人民法院起诉的,应当提供借条。", title="民间借贷规定")
    assert weigh(understand("借呗会起诉我吗"), [law]).verdict != "enough"
    assert weigh(understand("起诉要提供借条吗"), [law]).verdict == "enough"


def test_where_one_sentence_is_enough_there_is_evidence():
    far = replace(hit("平台按规定处理。"), score=0.0, dense=0.965, sentence_scores=(0.671,))
    asked = understand("平台按照什么处理呢")
    (only,) = candidates_of(asked, [far])
    assert only.answers >= ENOUGH
    assert only.relevance < KEPT
    assert weigh(asked, [far]).evidence == (only,)


def test_of_a_question_of_which_only_the_lender_is_there_more_is_asked():
    definition = hit("花呗是一种消费信贷。", cosine=0.829)
    (only,) = candidates_of(understand("花呗怎么关掉"), [definition])
    assert ENOUGH <= only.answers < ENOUGH_OF_A_LENDER
    assert weigh(understand("花呗怎么关掉"), [definition]).verdict != "enough"
