from found import hit

from rag.understand import understand
from rag.whether import says_whether


def says(question, sentence, focus=0.5, title="一篇文章"):
    return says_whether(understand(question), sentence, hit(sentence, title=title).passage, focus)


def test_any_sentence_may_answer_what_is_no_yes_or_no():
    assert says("怎么催收", "今天天气很好。", focus=0.0)


def test_the_act_is_named():
    assert says("逾期会上门吗", "逾期后会上门。", focus=1.0)
    assert not says("逾期会上门吗", "逾期后会打电话。", focus=0.5)


def test_a_relative_is_named_where_one_is_asked_about():
    assert not says("催收会给我爸妈打电话吗", "催收会打电话。", focus=1.0)
    assert says("催收会给我爸妈打电话吗", "催收会打电话给家人。", focus=1.0)


def test_what_lenders_must_do_does_not_tell_what_one_of_them_does():
    rule = "第三条 催收人员上门应当出示证件。"
    assert not says("拍拍贷会上门吗", rule, focus=1.0, title="催收管理条例")
    assert says("催收可以上门吗", rule, focus=1.0, title="催收管理条例")


def test_whether_it_is_lawful_is_told_by_words_of_law_or_a_statute():
    question = "晚上打电话催收违法吗"
    assert not says(question, "晚上也会打电话催收。", focus=1.0)
    assert says(question, "晚上十点后催收是违规的。", focus=0.5)
    assert says(question, "第三条 每日二十二时后催收的，处罚款。", focus=0.5, title="催收管理条例")


def test_a_doubt_is_answered_by_words_on_trust():
    question = "收到短信说要起诉我,是骗子吗"
    assert not says(question, "多次发送短信提醒还款。")
    assert says(question, "谎称要起诉的短信是骗局。")


def test_harm_is_told_by_what_is_harmed_and_by_what_does_it():
    question = "欠钱会影响孩子上学吗"
    assert not says(question, "欠钱会产生利息。")
    assert says(question, "欠钱不还，孩子不得就读高收费私立学校。")
    assert not says("花呗分期会影响额度吗", "可以申请分期还款。", focus=1.0)
    assert not says("社保断缴会影响征信吗", "不续保不会影响征信。", focus=1.0)
    assert says("社保断缴会影响征信吗", "不会影响征信。", focus=1.0, title="社保断缴的后果")


def test_how_usual_it_is_is_told_by_words_on_that():
    assert not says("上门的多不多", "平台会上门催收。")
    assert says("上门的多不多", "上门催收并不常见。")


def test_who_sues_whom_is_told_apart():
    of_debtors = "逾期不还的，平台可能会起诉。"
    of_collectors = "催收行为触犯法律的，用户可以起诉。"
    assert says("平台会起诉我吗", of_debtors, focus=1.0)
    assert not says("平台会起诉我吗", of_collectors, focus=1.0)
    assert says("我能起诉催收吗", of_collectors, focus=1.0)
    assert not says("我能起诉催收吗", of_debtors, focus=1.0)
