import pytest
from found import hit

from rag.enough import (
    ENOUGH,
    ENOUGH_NAMED,
    ENOUGH_OF_A_FACT_NAMED,
    ENOUGH_OF_A_LAW,
    ENOUGH_UNNAMED,
    enough_for,
)
from rag.evidence import candidates_of
from rag.understand import understand


def enough(question: str, sentence: str, **where) -> float:
    asked = understand(question)
    (only,) = candidates_of(asked, [hit(sentence, **where)])
    return enough_for(asked, only)


def test_less_is_enough_from_a_sentence_that_names_the_action():
    assert enough("花呗逾期会上门吗", "花呗逾期后会有人上门催收。") == ENOUGH_NAMED


@pytest.mark.parametrize("question", ["花呗逾期后还能使用吗", "逾期了花呗还能再用吗"])
def test_words_that_every_article_of_the_field_has_name_nothing_that_is_asked(question):
    sentence = "花呗逾期后,用户在使用产品时应当及时还款。"
    assert enough(question, sentence) == ENOUGH_UNNAMED


def test_a_statute_names_what_is_asked_by_its_own_words_for_it():
    on_interest = "第六百七十六条 借款人未按照约定的期限返还借款的,应当支付逾期利息。"
    assert enough("花呗逾期后还能使用吗", on_interest, title="民法典") == ENOUGH_UNNAMED
    on_lapse = "第一百九十二条 诉讼时效期间届满的,义务人可以提出不履行义务的抗辩。"
    assert enough("花呗欠的债过了三年还用还吗", on_lapse, title="民法典") == ENOUGH


def test_one_word_of_what_is_asked_does():
    assert enough("花呗逾期会注销账户吗", "花呗逾期后可能注销用户的账户。") == ENOUGH


def test_what_comes_of_it_answers_what_comes_of_it():
    assert enough("花呗逾期一天有影响吗", "逾期后可能会被收取罚息。") == ENOUGH_NAMED
    assert enough("花呗逾期影响买房吗", "逾期后可能会影响买房。") == ENOUGH
    assert enough("花呗逾期一天有影响吗", "许多人都会逾期。") == ENOUGH_UNNAMED


def test_beside_an_act_a_deed_that_no_table_knows_is_what_must_be_named():
    assert enough("催收上门我可以不开门吗", "催收上门时可以不开门。") == ENOUGH
    assert enough("催收上门我可以不开门吗", "催收机构可能会上门。") == ENOUGH_UNNAMED


def test_an_action_is_done_as_the_sentence_says_that_speaks_of_it():
    assert enough("花呗分期怎么办理", "分期可以在应用里申请。") == ENOUGH
    assert enough("花呗分期怎么办理", "欠款较多的要尽快还清。") == ENOUGH_UNNAMED


def test_how_to_do_it_is_told_where_the_deed_is_spoken_of():
    sentence = "在设置里点击关闭即可,系统会提示是否继续。"
    assert enough("花呗怎么注销", sentence, title="花呗账户的注销") == ENOUGH
    assert enough("花呗怎么注销", sentence, title="花呗账单的查询") == ENOUGH_UNNAMED


def test_a_statute_that_names_the_act_needs_no_more_than_one_that_does_not():
    statute = {"sentence": "利率不超过一年期贷款市场报价利率四倍。", "title": "民法典"}
    assert enough("高利贷的利率最高是多少", **statute) == ENOUGH_OF_A_LAW
    assert enough("消费贷的利率是多少", **statute) == ENOUGH_OF_A_FACT_NAMED


def test_a_sentence_that_names_the_act_and_takes_no_side_must_be_likelier():
    assert enough("逾期会起诉吗", "调解员耐心解释了起诉的流程。") == ENOUGH_UNNAMED
    assert enough("逾期会起诉吗", "平台会起诉逾期的人。") == ENOUGH_NAMED
    assert enough("逾期会起诉吗", "当事人起诉的,应当递交起诉状。", title="民事诉讼法") == ENOUGH_NAMED


def test_a_warning_of_those_who_offer_it_is_as_good_as_a_side():
    warning = "“征信洗白”是骗子常用的话术。"
    assert enough("花钱能把征信逾期洗白吗", warning) == ENOUGH_NAMED


def test_whose_a_debt_is_is_no_fact_that_one_names():
    assert enough("老公偷偷借的网贷谁来还", "贷款逾期的后果由合同当事人承担。") == ENOUGH_UNNAMED
    assert enough("老公偷偷借的网贷谁来还", "老公偷偷借钱的,由他自己承担。") == ENOUGH
