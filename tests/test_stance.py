import pytest

from index.text import search_form
from rag.stance import stance


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("平台会安排工作人员上门催收。", "yes"),
        ("该公司已经开始上门催款。", "yes"),
        ("他们选择通过上门的方式处理欠款。", "yes"),
        ("平台并不主张上门催收。", "no"),
        ("银行不会主动上门。", "no"),
        ("公司禁止外包人员上门。", "no"),
        ("一般情况下不会上门。", "no"),
        ("特定情况下可能会上门。", "depends"),
        ("上门催收并非常见现象。", "depends"),
        ("虽然官方不支持上门，但部分机构可能会上门。", "depends"),
        ("催收员不仅打电话，还会上门。", "yes"),
        ("不论是否还款，都不会上门。", "no"),
        ("什么时候会上门？", None),
        ("评估是否真的需要上门。", None),
        ("如果遇到上门催收，请保持冷静。", None),
        ("上门催收的边界。", None),
        ("上门催收的效率较低。", None),
    ],
)
def test_the_side_of_a_sentence_on_whether_it_happens(sentence, side):
    assert stance(search_form(sentence), ["上门"]) == side


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("用户可以申请分期还款。", "yes"),
        ("该产品不支持分期。", "no"),
        ("部分用户可以分期。", "depends"),
        ("可以调整还款安排，合理分期。", "yes"),
        ("不可以减免，不分期。", "no"),
    ],
)
def test_the_side_of_a_sentence_on_whether_it_is_possible(sentence, side):
    assert stance(search_form(sentence), ["分期"], "possible") == side


def test_what_a_reader_may_do_is_nothing_that_happens_to_him():
    assert stance("用户可以通过起诉维护自己的权益。", ["起诉"]) is None
    assert stance("平台将起诉借款人。", ["起诉"]) == "yes"


@pytest.mark.parametrize(
    "sentence", ["建议协商延期还款，避免产生更多的利息。", "以免被收取利息。", "平台已停止催收并免除利息。"]
)
def test_what_is_to_be_kept_from_happening_takes_no_side(sentence):
    assert stance(search_form(sentence), ["利息"]) is None


@pytest.mark.parametrize("sentence", ["银行不会不上门。", "平台并非不会上门。"])
def test_a_no_that_is_denied_takes_no_side(sentence):
    assert stance(search_form(sentence), ["上门"]) is None


@pytest.mark.parametrize(
    ("sentence", "words", "side"),
    [
        ("上门催款这一事件的出现，揭示了一个趋势。", ["上门"], None),
        ("许多人可能会觉得，平台会打电话催收就够了。", ["打电话"], "yes"),
        ("在特定情况下，平台会打电话催收。", ["打电话"], "depends"),
    ],
)
def test_a_noun_is_no_yes_and_an_opinion_no_hedge(sentence, words, side):
    assert stance(search_form(sentence), words) == side


def test_beyond_doubt_and_in_any_case_are_no_questions():
    assert stance("毫无疑问,平台会上门催收。", ["上门"]) == "yes"
    assert stance("无论如何,平台都不会上门。", ["上门"]) == "no"


def test_a_dash_parts_clauses_as_a_comma_does():
    assert stance("许多人可能会觉得——平台会打电话", ["打电话"]) == stance(
        "许多人可能会觉得,平台会打电话", ["打电话"]
    )


@pytest.mark.parametrize(
    ("sentence", "words", "side"),
    [
        ("不按时还款会影响个人征信。", ["征信"], "yes"),
        ("未按期还款会被起诉。", ["起诉"], "yes"),
        ("还不上钱，催收会上门。", ["上门"], "yes"),
        ("还不上钱催收会上门。", ["上门"], "yes"),
        ("没几天就会报送征信。", ["征信"], "yes"),
        ("不出三天就会上报征信。", ["征信"], "yes"),
        ("不理会催收电话的会安排上门。", ["上门"], "yes"),
        ("一些生活缴费未按时都将可能被收录进征信。", ["征信"], "depends"),
        ("法院对拒不履行判决的被执行人采取司法拘留。", ["拘留"], "yes"),
        ("不还款账户会冻结。", ["会冻", "冻结"], "yes"),
        ("吴某拒不执行判决，依法判处有期徒刑。", ["有期徒刑"], "yes"),
        ("没想到现在自家的房子被拍卖。", ["拍卖"], None),
        ("没料到被拘留。", ["拘留"], None),
        ("不排除会上门。", ["上门"], "depends"),
        ("平台不得不会同他人上门。", ["上门"], "yes"),
        ("不幸被起诉。", ["起诉"], None),
        ("不按时还款影响个人征信。", ["征信"], None),
    ],
)
def test_a_not_that_denies_another_verb_is_no_no(sentence, words, side):
    assert stance(search_form(sentence), words) == side


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("还不上也不会立刻被起诉。", ["起诉"]),
        ("不会因此被上报征信。", ["征信"]),
        ("没有被起诉。", ["起诉"]),
        ("一般不会被强制执行。", ["强制执行"]),
        ("不可能被抓去坐牢。", ["坐牢"]),
        ("不一定会上门。", ["上门"]),
        ("没有人会因为还不起信用卡坐牢。", ["坐牢"]),
        ("目前没有证据表明会上征信。", ["征信"]),
        ("不存在会上门的情况。", ["上门"]),
        ("不是所有欠款都会坐牢。", ["坐牢"]),
        ("不得将逾期的事告诉家人。", ["家人"]),
        ("银行会暂不起诉。", ["起诉"]),
        ("逾期不代表会被起诉。", ["起诉"]),
        ("不必担心会上门。", ["上门"]),
        ("别担心，别担心会上门。", ["上门"]),
        ("平台不主张将逾期用户起诉。", ["起诉"]),
        ("平台不能将用户起诉。", ["起诉"]),
        ("平台否认会上门。", ["上门"]),
        ("官方没有说会上门。", ["上门"]),
        ("不是说逾期就会上征信。", ["征信"]),
        ("任何机构都不会上门。", ["上门"]),
        ("逾期未起诉。", ["起诉"]),
        ("账户不会冻结。", ["会冻", "冻结"]),
    ],
)
def test_a_not_before_what_says_that_it_comes_is_a_no(sentence, words):
    assert stance(search_form(sentence), words) == "no"


def test_a_pretext_takes_no_side():
    assert stance("凡是以不关闭服务会影响征信为由要求转账的,都是诈骗!", ["征信"]) is None


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("还可能诱发暴力催收以及违法违规代理维权等问题。", None),
        ("催收涉及用户的合法权益。", None),
        ("深夜打电话催收是违法的。", "no"),
        ("采取非法手段催收的，应当处罚。", "no"),
    ],
)
def test_what_is_unlawful_of_another_thing_judges_nothing(sentence, side):
    assert stance(search_form(sentence), ["催收"], "lawful") == side
