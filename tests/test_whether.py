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


def test_so_is_the_act_on_whose_occasion_it_is_asked_about():
    sentence = "分期服务除利息外不收手续费。"
    assert not says("提前还款要手续费吗", sentence, focus=1.0)
    assert says("提前还款要手续费吗", sentence, focus=1.0, title="提前还款指南")
    assert says("要手续费吗", sentence, focus=1.0)
    assert says("催收打电话联系家人违法吗", "联系家人是违法的。", focus=1.0)  # a call is only a means
    assert says("想跟平台商量分期可以吗", "可以尝试申请分期还款。", focus=1.0)  # so is talking it over


def test_what_is_talked_over_is_told_by_what_says_that_they_may_be_talked_to():
    assert says("能跟平台商量延期吗", "用户可以与平台沟通,平台会提供合理的解决方案。", focus=1.0)


def test_a_relative_is_named_where_one_is_asked_about():
    assert not says("逾期会影响我老公的征信吗", "逾期会影响征信。", focus=1.0)
    assert says("逾期会影响我老公的征信吗", "逾期会影响家人的征信。", focus=1.0)


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


def test_whom_to_trust_is_told_by_whatever_he_asks_for():
    assert says("有客服打电话叫我注销校园贷账户,真的假的", "主动帮你调整利率的客服就是诈骗。")


def test_what_a_swindler_says_will_come_says_nothing_of_what_comes():
    sentence = "骗子自称律师，说逾期不还就会起诉。"
    assert not says("逾期不还会起诉吗", sentence, focus=1.0)
    assert says("自称律师的人说会起诉,会起诉吗", sentence, focus=1.0)


def test_what_a_lender_does_is_not_what_police_or_a_court_do():
    sentence = "支付宝可能会安排人员上门。"
    for question in (
        "上门催收是警察来吗",
        "法院的人会上门吗",
        "律师会打电话给我家人吗",
        "催收会带警察上门吗",
    ):
        assert not says(question, sentence, focus=1.0)
    assert says("法院的人会上门吗", "法院执行人员可能会上门。", focus=1.0)
    for question in ("法院判了还会上门吗", "收到律师函会上门吗", "报警后还会上门吗"):
        assert says(question, sentence, focus=1.0)


def test_what_says_nothing_of_the_hour_does_not_tell_whether_they_come_at_night():
    assert not says("他们晚上会上门吗", "平台会上门。", focus=1.0)
    assert says("他们晚上会上门吗", "每日二十二点后不得上门。", focus=1.0)
    assert says("昨天晚上打来电话,真的会上门吗", "平台会上门。", focus=1.0)


def test_nor_whether_they_may():
    question = "催收半夜打电话合法吗"
    assert not says(question, "遭遇不当催收、电话骚扰的，可以保存证据，依法维护权益。", focus=1.0)
    assert says(question, "每日二十二点后不得拨打电话催收。", focus=1.0)


def test_how_another_deed_is_punished_is_no_answer_for_debts():
    of_theft = "以盗窃罪判处有期徒刑。"
    assert not says("欠钱不还会坐牢吗", of_theft, focus=1.0)
    assert says("偷东西会坐牢吗", of_theft, focus=1.0)
    assert says("欠钱不还会坐牢吗", "有能力还而拒不执行判决的，处有期徒刑。", focus=1.0)


def test_what_is_said_of_another_act_or_product_is_no_answer():
    assert not says("花呗最低还款需要申请吗", "分期还款可以申请。")
    assert not says("花呗逾期会影响借呗吗", "长期逾期会影响征信。")
    assert says("花呗逾期会影响借呗吗", "花呗逾期后，借呗也会受影响。")


def test_harm_is_told_by_what_is_harmed_and_by_what_does_it():
    question = "欠钱会影响孩子上学吗"
    assert not says(question, "欠钱会产生利息。")
    assert says(question, "欠钱不还，孩子不得就读高收费私立学校。")
    assert not says("花呗分期会影响额度吗", "可以申请分期还款。", focus=1.0)
    assert not says("社保断缴会影响征信吗", "不续保不会影响征信。", focus=1.0)
    assert says("社保断缴会影响征信吗", "不会影响征信。", focus=1.0, title="社保断缴的后果")
    of_default = "长期逾期的，会上报征信。"
    assert says("花呗逾期影响征信吗", of_default, focus=1.0)
    assert not says("花呗分期还款会影响征信吗", of_default, focus=1.0)
    assert not says("还了最低还款，对征信有影响吗", of_default, focus=1.0)
    assert says("还了最低还款，对征信有影响吗", "按最低还款额还的，不会上报征信。", focus=1.0)


def test_what_may_be_done_does_not_tell_whether_it_may_be_undone():
    assert not says("可以取消花呗分期吗", "可以申请分期。")
    assert says("可以取消花呗分期吗", "分期不能取消。")
    assert says("能不能起诉公司让他们撤销我的不良征信", "法院驳回了借款人的起诉，征信照旧。")
    assert says("我关闭了花呗,还会上门吗", "会上门。", focus=1.0)


def test_that_a_record_is_made_does_not_tell_whether_it_may_be_erased():
    reported = "长期逾期的，可能会上报征信。"
    for question in ("交2000块钱可以帮我消除征信记录吗", "逾期的征信记录能删掉吗", "征信可以修复吗"):
        assert not says(question, reported, focus=1.0)
        assert says(question, "不良信息自终止之日起保存五年，征信机构超过五年的应当删除。", focus=1.0)
    assert says("逾期会影响征信吗", reported, focus=1.0)


def test_nor_whether_one_may_refuse_it():
    assert not says("能不能拒绝上门催收", "支付宝可能会上门催收。")
    assert says("能不能拒绝上门催收", "用户可以拒绝上门催收。")
    assert says("不接电话会上门吗", "支付宝可能会上门催收。", focus=1.0)


def test_a_wrong_that_one_complains_of_need_not_be_named():
    assert says("催收辱骂我,我能投诉吗", "可以向支付宝客服投诉。", focus=1.0)
    assert not says("提前还款要手续费吗", "分期要收手续费。", focus=1.0)


def test_how_usual_it_is_is_told_by_words_on_that():
    assert not says("上门的多不多", "平台会上门催收。")
    assert says("上门的多不多", "上门催收并不常见。")


def test_who_is_sued_is_not_told_to_sue():
    advice = "提起诉讼:在必要时,可以通过法律手段维护自己的权益。"
    assert not says("被起诉后怎么办", advice)
    assert says("怎么起诉催收公司", advice)
    assert says("被起诉后怎么办", "收到传票后应当按时出庭。")


def test_who_sues_whom_is_told_apart():
    of_debtors = "逾期不还的，平台可能会起诉。"
    of_collectors = "催收行为触犯法律的，用户可以起诉。"
    assert says("平台会起诉我吗", of_debtors, focus=1.0)
    assert not says("平台会起诉我吗", of_collectors, focus=1.0)
    assert says("我能起诉催收吗", of_collectors, focus=1.0)
    assert not says("我能起诉催收吗", of_debtors, focus=1.0)


def test_nor_does_what_follows_it():
    passage = hit("对方自称客服。", "不关闭会影响征信。").passage
    assert not says_whether(understand("逾期会影响征信吗"), "不关闭会影响征信。", passage, 1.0)


def test_the_occasion_is_named_in_the_words_of_statutes():
    sentence = "借款人提前清偿的，按照实际借款期间计算利息。"
    assert says("提前把网贷还清,没到期的利息要给吗", sentence, focus=1.0)
    of_deduction = "预先在本金中扣除利息的，按照实际借款数额计算利息。"
    question = "借条写五万，到手四万，提前还款要利息吗"
    assert says(question, of_deduction, focus=1.0, title="民法典")
    assert not says(question, of_deduction, focus=1.0)


def test_a_statute_may_say_it_in_its_own_words_for_it():
    sentence = "债务人在诉讼时效期间届满后可以不履行。"
    question = "欠条过期作废了,催收还能起诉我吗"
    assert says(question, sentence, title="民法典")
    assert not says(question, sentence)


def test_who_is_to_be_trusted_is_no_swindler():
    assert says("支付宝会上门吗", "支付宝会委托正规可信的第三方机构上门催收。", focus=1.0)


def test_who_asks_for_an_offer_is_told_of_those_who_make_it():
    assert says("花钱能把征信逾期洗白吗", "“征信洗白”是骗子常用的话术。", focus=1.0)
