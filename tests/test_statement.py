import pytest

from rag.statement import basis_of, is_of_another, is_statute, statement_of


@pytest.mark.parametrize(
    "title",
    [
        "民法典-总则",
        "刑法",
        "征信业管理条例(2013-01-21)",
        "民法典第一百八十八条",
        "个人贷款管理办法",
        "徵信業管理條例",
        "最高人民法院关于非法拘禁如何定罪问题的解释",
    ],
)
def test_a_statute_is_known_by_its_title(title):
    assert is_statute(title)


@pytest.mark.parametrize(
    "title",
    [
        "支付宝逾期居然上门了",
        "上门催收合法吗",
        "如何用法律保护自己",
        "网贷逾期的处理方法",
        "信用卡逾期的解决办法",
        "还不上钱怎么办,教你三个办法",
        "花呗逾期新规定",
        "支付宝催收规则",
        "我的做法",
        "民法典怎么规定",
    ],
)
def test_an_article_is_no_statute(title):
    assert not is_statute(title)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("根据其官方说明，平台并不主张上门。", "policy"),
        ("用户应及时与平台沟通。", "advice"),
        ("平台可以通过记录评估风险。", "report"),
        ("客户服务人员会提醒其及时还款。", "report"),
        ("部分用户缺乏清晰认识，导致借款后无法及时还款。", "report"),
        ("花呗是消费信贷，用户在消费后可以选择分期付款。", "report"),
        ("支付宝重视隐私，避免给用户带来不必要的困扰。", "report"),
        ("对于用户，及时沟通是解决欠款问题的关键。", "advice"),
        ("用户在了解自身的财务状况后，可以制定还款计划。", "advice"),
        ("这或许是一种趋势。", "opinion"),
        ("王某被判处有期徒刑三年。", "report"),
        ("《民法典》第一百八十八条规定，诉讼时效期间为三年。", "law"),
    ],
)
def test_what_kind_of_words_a_sentence_is(sentence, kind):
    assert statement_of(sentence, "一篇文章") == kind


def test_a_law_is_cited_by_its_article():
    assert basis_of("根据《民法典》第六百八十条，禁止高利放贷。", "一篇文章") == "民法典 第六百八十条"
    assert basis_of("第一百八十八条　诉讼时效期间为三年。", "民法典-总则") == "民法典-总则 第一百八十八条"
    assert (
        basis_of("但是超过二十年的除外。", "民法典-总则", before="第一百八十八条 期间为三年。")
        == "民法典-总则 第一百八十八条"
    )
    assert basis_of("第一百二十条之十一 略。", "刑法") == "刑法 第一百二十条之十一"


def test_leaning_on_laws_without_a_name_is_said():
    assert basis_of("根据相关法律法规，催收必须规范。", "一篇文章") == "unnamed"
    assert basis_of("用户可以分期。", "一篇文章") is None


def test_a_title_may_carry_the_number_of_its_document():
    assert is_statute("小额贷款公司监督管理暂行办法金规〔2024〕26号")
    assert is_statute("关于修改《关于办理信用卡案件若干问题的解释》的决定")
    assert not is_statute("银行对客户的借款申请作出决定")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("我给你打一张借条，你到法院起诉我。", True),
        ("骗子会以资金冻结为由要求转账。", True),
        ("原告认为不会影响征信。", True),
        ("逾期后会影响征信”。", True),
        ("我国法律禁止暴力催收。", False),
        ("平台会上门催收。", False),
    ],
)
def test_words_of_somebody_in_a_story_are_told_from_those_of_the_article(sentence, told):
    assert is_of_another(sentence) == told


@pytest.mark.parametrize("sentence", ["当前应还金额为三千元。", "客服回应称正在申请。"])
def test_a_character_of_advice_in_another_word_gives_none(sentence):
    assert statement_of(sentence, "一篇文章") != "advice"


def test_traditional_script_is_read_as_simplified():
    assert is_of_another("有人謊稱是銀行客服。")
    assert basis_of("根據相關法律法規，應當還款。", "一篇文章") == "unnamed"
    assert basis_of("《民法典》第一百八十八條規定，期間為三年。", "一篇文章") == "民法典 第一百八十八条"
