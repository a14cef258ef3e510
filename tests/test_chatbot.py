import gc
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

import rag
from index import Article, EmbedderMismatch, MissingIndex, build_index
from rag import BadQuestion, Chatbot
from rag.compose import compose
from rag.weigh import weigh


def test_stream_grows_point_by_point_to_the_whole_answer(chatbot):
    answers = list(chatbot.stream("支付宝欠款会上门吗?"))
    assert [len(a.points) for a in answers] == list(range(len(answers[-1].points) + 1))
    assert answers[-1] == chatbot.ask("支付宝欠款会上门吗?")


def test_search_returns_the_best_passages_first_and_no_more_than_there_are(chatbot):
    hits = chatbot.search("上门催收", k=1000)
    assert len(hits) == chatbot.passage_index.passage_count
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert "上门" in hits[0].passage.text


def test_examples_are_questions_that_it_answers(chatbot):
    examples = chatbot.examples(4)
    assert len(examples) == 4
    assert all(chatbot.ask(question).kind != "refusal" for question in examples)


def test_what_it_proposes_is_answered_and_not_with_what_is_only_nearest(chatbot):
    proposed = {*chatbot.examples(20), *chatbot.ask("微粒贷会上门吗").refusal.suggestions}
    assert "支付宝的催收政策是怎样的？" in proposed
    for question in proposed:
        answer = chatbot.ask(question)
        assert answer.kind != "refusal"
        assert "没有找到直接的" not in answer.headline


def test_of_two_things_asked_at_once_it_says_which_is_answered(chatbot):
    both = chatbot.ask("支付宝欠款会上门吗？我还能分期吗？")
    assert both.notices[0].text == "你问了几件事，这里只回答“我还能分期吗”。"
    refused = chatbot.ask("微粒贷会上门吗？会起诉吗？")
    assert refused.notices[0].text == "你问了几件事，请一件一件分开问。"
    in_need = chatbot.ask("我不想活了，微粒贷会上门吗？会起诉吗？")
    assert not any("几件事" in notice.text for notice in in_need.notices)


def test_who_asks_which_side_is_right_is_shown_both_again_and_told_that_we_do_not_judge(chatbot):
    conflict = chatbot.ask("支付宝欠款会上门吗")
    again = chatbot.ask("哪个说得对", ["支付宝欠款会上门吗"])
    assert again.points == conflict.points
    assert any("不判断谁对" in notice.text for notice in again.notices)
    assert not any("不判断谁对" in notice.text for notice in conflict.notices)


def test_what_is_only_near_is_not_proposed(chatbot, monkeypatch):
    monkeypatch.setattr("rag.chatbot.compose", lambda *given: replace(compose(*given), direct=False))
    fresh = Chatbot(chatbot.passage_index, chatbot.embedder)
    assert fresh.examples() == []


def test_personal_data_is_masked_in_the_answer_too(chatbot):
    answer = chatbot.ask("我叫王建国，身份证11010519491231002X，花呗逾期会上门吗")
    assert "王建国" not in answer.question
    assert "11010519491231002X" not in str(answer.to_dict())
    assert any(notice.text.startswith("已遮盖 2 项") for notice in answer.notices)


def test_help_comes_before_the_answer(chatbot):
    answer = chatbot.ask("花呗逾期天天催收，我不想活了，会上门吗")
    assert answer.notices[0].kind == "help"
    assert answer.text.index("12356") < answer.text.index(answer.headline)


def test_what_was_understood_is_shown(chatbot):
    answer = chatbot.ask("那花呗呢?", history=["支付宝欠款会上门吗?"])
    assert "理解为：花呗欠款会上门吗?" in [notice.text for notice in answer.notices]


@pytest.mark.parametrize("history", ["上一问", [1], {"a": "b"}])
def test_a_history_of_the_wrong_shape_is_refused(chatbot, history):
    with pytest.raises(BadQuestion):
        chatbot.ask("会上门吗", history)


def test_a_question_that_is_no_text_is_refused(chatbot):
    with pytest.raises(BadQuestion, match="NoneType"):
        chatbot.ask(None)


@pytest.mark.parametrize(
    "question", ["", "😀😀", "?!", "好" * 10_000, "\ud800", "a\x00b", "<script>alert(1)</script>"]
)
def test_odd_questions_end_in_an_answer_or_a_refusal(chatbot, question):
    assert chatbot.ask(question).kind in ("answer", "conflict", "refusal")


def test_many_threads_get_the_same_answer(chatbot):
    expected = chatbot.ask("支付宝欠款会上门吗?")
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(chatbot.ask("支付宝欠款会上门吗?"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 8


def test_a_rebuilt_index_is_picked_up_by_itself(tmp_path, letter_embedder):
    def article(text):
        return [Article("a", "a.txt", text, "标题")]

    build_index(article("平台会上门。还款很重要。"), letter_embedder, tmp_path / "index")
    bot = Chatbot.open(tmp_path / "index", letter_embedder)
    build_index(article("平台不会打电话。还款很重要。"), letter_embedder, tmp_path / "index")
    assert bot.search("电话")[0].passage.text.startswith("平台不会打电话。")


def test_what_it_counts_is_of_the_index_as_it_is_now(tmp_path, letter_embedder):
    def build(*days):
        articles = [
            Article(f"{n}", f"{n}.txt", "平台会上门。", "标题", published=day) for n, day in enumerate(days)
        ]
        build_index(articles, letter_embedder, tmp_path)

    build(None)
    bot = Chatbot.open(tmp_path, letter_embedder)
    assert (bot.counts().articles, bot.counts().undated, bot.counts().newest) == (1, 1, None)
    build(date(2025, 9, 1), None, date(2019, 3, 4), date(2999, 1, 1))  # nobody was there in 2999
    assert (bot.counts().articles, bot.counts().undated) == (4, 2)
    assert (bot.counts().oldest, bot.counts().newest) == ("2019-03-04", "2025-09-01")


def test_an_index_that_was_replaced_is_let_go(tmp_path, letter_embedder):
    def build(text):
        build_index([Article("a", "a.txt", text, "逾期以后怎么办")], letter_embedder, tmp_path)

    build("平台会上门。")
    bot = Chatbot.open(tmp_path, letter_embedder)
    assert bot.ask("明天会下雨吗").kind == "refusal"
    bot.examples()
    old = weakref.ref(bot.passage_index)
    build("平台不会打电话。")
    bot.search("电话")
    gc.collect()
    assert old() is None


def test_examples_are_asked_once_for_every_version_of_the_index(seeds_index, embedder, monkeypatch):
    asked = []

    def counting(question, *others):
        asked.append(question.text)
        return weigh(question, *others)

    monkeypatch.setattr("rag.chatbot.weigh", counting)
    bot = Chatbot.open(seeds_index, embedder)
    first, once = bot.examples(4), len(asked)
    assert bot.examples(4) == first
    assert len(asked) == once > 0


def test_an_index_that_cannot_be_read_any_more_leaves_the_old_one_answering(tmp_path, letter_embedder):
    build_index([Article("a", "a.txt", "平台会上门。", "标题")], letter_embedder, tmp_path / "index")
    bot = Chatbot.open(tmp_path / "index", letter_embedder)
    (tmp_path / "index" / "CURRENT").write_text("v-nothing")
    assert bot.search("上门")[0].passage.text == "平台会上门。"


def test_an_index_of_another_model_is_tried_once_and_named(tmp_path, letter_embedder, caplog):
    class OtherModel(type(letter_embedder)):
        fingerprint = "1" * 64

    build_index([Article("a", "a.txt", "平台会上门催收。", "")], letter_embedder, tmp_path)
    chatbot = Chatbot.open(tmp_path, letter_embedder)
    build_index([Article("b", "b.txt", "平台会打电话。", "")], OtherModel(), tmp_path)
    for _ in range(3):
        assert chatbot.search("上门")[0].passage.article_id == "a"
    (warning,) = caplog.messages
    assert warning.startswith("the old index goes on answering: ")


def test_a_missing_index_says_how_to_build_one(tmp_path, letter_embedder):
    with pytest.raises(MissingIndex, match="python -m index"):
        Chatbot.open(tmp_path / "nothing", letter_embedder)


def test_another_embedder_is_refused_by_name(seeds_index, letter_embedder):
    with pytest.raises(EmbedderMismatch, match="letters"):
        Chatbot.open(seeds_index, letter_embedder)


@pytest.mark.parametrize("wanted", [-1, "3", 2.5, None])
def test_how_many_is_a_number_to_count_with(chatbot, wanted):
    with pytest.raises(BadQuestion, match="give a whole number from 0 on"):
        chatbot.search("上门催收", k=wanted)
    with pytest.raises(BadQuestion):
        chatbot.examples(wanted)


def test_a_model_named_in_the_place_of_an_embedder_is_told_where_to_go(seeds_index):
    with pytest.raises(TypeError, match="to name a model, say model='BAAI/bge'"):
        Chatbot.open(seeds_index, "BAAI/bge")


def test_threads_that_ask_first_load_one_model(seeds_index, monkeypatch):
    opened = []

    class Slow:
        @staticmethod
        def open(folder, model):
            opened.append(folder)
            time.sleep(0.1)
            return SimpleNamespace(ask=lambda question, history: question)

    monkeypatch.setattr(rag, "Chatbot", Slow)
    rag._chatbot.cache_clear()
    try:
        with ThreadPoolExecutor(6) as threads:
            assert list(threads.map(rag.ask, "一二三四五六")) == list("一二三四五六")
    finally:
        rag._chatbot.cache_clear()
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("question", "kind", "said"),
    [
        ("怎么协商", "answer", "应及时与支付宝或借款机构进行沟通"),
        ("还不上咋办", "answer", "应及时与支付宝或借款机构进行沟通"),
        ("上门催收", "conflict", "支付宝并不主张通过上门外访的方式"),
        ("谁来上门", "answer", "由第三方催收机构负责"),
    ],
)
def test_a_few_words_are_enough_to_be_understood(chatbot, question, kind, said):
    answer = chatbot.ask(question)
    assert answer.kind == kind
    assert any(said in point.text for point in answer.points)
