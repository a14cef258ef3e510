import pytest


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("微粒贷逾期会上门吗?", {"other_platform"}),
        ("北京明天会下雨吗?", {"nothing"}),
        ("帮我查一下我花呗还欠多少钱", {"personal"}),
        ("我花呗还欠多少", {"personal"}),
        ("拼多多先用后付不还会上征信吗", {"other_platform"}),
        ("😀", {"no_question"}),
    ],
)
def test_a_refusal_says_why_and_what_next_and_offers_covered_questions(chatbot, question, codes):
    refusal = chatbot.ask(question).refusal
    assert refusal.code in codes
    assert refusal.reason.endswith("。")
    assert refusal.advice
    assert refusal.suggestions


def test_a_refusal_names_whom_the_sources_speak_of_instead(chatbot):
    answer = chatbot.ask("微粒贷逾期会上门吗?")
    assert "支付宝" in answer.headline
    assert "微粒贷" in answer.headline


@pytest.mark.parametrize("question", ["花呗逾期多少天会上门", "催收上门一般来几个人"])
def test_where_no_figure_is_told_it_is_the_figure_that_is_said_to_be_missing(chatbot, question):
    assert "没有找到你问的具体数字或时间" in chatbot.ask(question).headline


def test_and_when_it_happens_is_offered_instead(chatbot):
    offered = chatbot.ask("支付宝欠多少会上门").refusal.suggestions[0]
    assert offered == "支付宝什么情况下会上门？"
    assert chatbot.ask(offered).headline == "资料里提到的情形："


def test_of_two_that_are_compared_it_names_the_one_that_no_source_speaks_of(chatbot):
    answer = chatbot.ask("支付宝和京东白条哪个催收更狠")
    assert answer.refusal.code == "other_platform"
    assert "只谈到支付宝，没有谈到你问的京东白条" in answer.headline


@pytest.mark.parametrize("question", ["hello", "Will they come to my house?", "いつですか"])
def test_who_writes_no_chinese_is_asked_to(chatbot, question):
    assert chatbot.ask(question).refusal.advice.startswith("Please ask in Chinese.")


@pytest.mark.parametrize("question", ["12345", "😀", "zfb还能用吗", "北京明天会下雨吗"])
def test_nobody_else_is(chatbot, question):
    assert "Chinese" not in chatbot.ask(question).refusal.advice


def test_whoever_was_specific_is_not_told_to_be(chatbot):
    refusal = chatbot.ask("来人了我能报警吗").refusal
    assert refusal.code == "vague"
    assert "具体" not in refusal.advice


def test_a_refusal_never_gives_a_number(chatbot):
    answer = chatbot.ask("宜享花客服电话是多少?")
    assert not any(character.isdigit() for character in answer.text)


@pytest.mark.parametrize("question", ["我不想活了", "活着没意思，想死"])
def test_beside_a_call_for_help_nobody_is_told_to_rephrase_or_sold_other_questions(chatbot, question):
    answer = chatbot.ask(question, history=["京东白条会上门吗"])
    assert answer.kind == "refusal"
    assert answer.headline.startswith("这里没有找到")
    assert answer.refusal.suggestions == ()
    assert not any(notice.kind == "understood" for notice in answer.notices)


def test_whoever_is_threatened_gets_help_first_and_then_what_the_articles_advise(chatbot):
    answer = chatbot.ask("我被催收威胁要杀我")
    assert answer.notices[0].kind == "help"
    assert answer.kind == "answer"
    assert any("投诉" in point.text for point in answer.points)
