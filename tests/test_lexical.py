from pathlib import Path

import bm25s
import numpy as np
import pytest

from index.lexical import K1, ROWS, SCORES, B, BigramIndex, BigramWriter, tokens

TEXTS = [
    "支付宝欠款会上门吗",
    "网商银行逾期会不会上门",
    "花呗逾期后每天收利息",
    "拨打 12378 投诉",
    "app 里协商还款",
    "",
]


@pytest.fixture
def index_of(tmp_path):
    def build(texts, tokens_at_once=4_000_000):
        writer = BigramWriter(tmp_path, tokens_at_once)
        for text in texts:
            writer.add([text])
        writer.close()
        return BigramIndex(tmp_path, len(texts))

    return build


def same(text, other):
    return sorted(tokens(text)) == sorted(tokens(other))


def test_neighbours_in_a_run_of_chinese_are_tokens():
    assert same("会上门", "会上 上门")


def test_a_run_of_one_character_is_a_token_by_itself():
    assert len(tokens("逾 期")) == 2
    assert not set(tokens("逾 期")) & set(tokens("逾期"))


def test_a_word_of_latin_letters_or_digits_is_one_token():
    assert len(tokens("app")) == len(tokens("12378")) == 1
    assert not set(tokens("12378")) & set(tokens("1237"))


def test_chinese_and_words_that_touch_are_kept_apart():
    assert same("打12378投诉", "打 12378 投诉")


@pytest.mark.parametrize("text", ["", " ", "😀", "，。！？", "_"])
def test_a_text_without_words_has_no_tokens(text):
    assert len(tokens(text)) == 0


def test_rare_characters_beyond_the_basic_plane_count_as_chinese():
    assert len(tokens("𠮷野家")) == 2


def test_half_a_surrogate_pair_separates():
    assert same("上门\ud800投诉", "上门 投诉")


def test_the_text_with_the_words_of_the_question_comes_first(index_of):
    scores = index_of(TEXTS).shares("逾期会上门吗")
    assert scores.shape == (6,)
    assert scores.dtype == np.float32
    assert int(np.argmax(scores)) == 1
    assert scores[3] == scores[4] == scores[5] == 0


def test_a_number_finds_the_text_that_has_all_of_it(index_of):
    index = index_of(TEXTS)
    assert np.flatnonzero(index.shares("12378")).tolist() == [3]
    assert not index.shares("1237").any()


@pytest.mark.parametrize("question", ["", "😀😀", "北京天气", "zzz", "\U0003ffff\U0003ffff"])
def test_a_question_without_a_known_token_scores_nothing(index_of, question):
    assert index_of(TEXTS).shares(question).tolist() == [0] * 6


def test_the_scores_are_those_of_bm25s_as_a_share(index_of):
    rng = np.random.default_rng(7)
    texts = ["".join(rng.choice(list("催收上门投诉利息还款"), rng.integers(1, 40))) for _ in range(50)]
    theirs = bm25s.BM25(method="lucene", k1=K1, b=B)
    theirs.index([[str(token) for token in tokens(text)] for text in texts], show_progress=False)
    ours = index_of(texts)
    for question in texts[:10]:
        expected = theirs.get_scores([str(token) for token in np.unique(tokens(question))])
        scores = ours.shares(question)
        np.testing.assert_allclose(scores / scores.max(), expected / expected.max(), rtol=1e-5)


def test_a_text_that_holds_all_of_a_question_scores_near_one_and_none_more(index_of):
    scores = index_of(TEXTS).shares("网商银行会不会上门")
    assert 0.6 < scores[1] == scores.max() < 1


def test_what_was_filled_is_in_the_files_when_they_are_closed(index_of, monkeypatch):
    flush, flushed = np.memmap.flush, []
    monkeypatch.setattr(
        np.memmap, "flush", lambda table: (flush(table), flushed.append(Path(table.filename).name))
    )
    index_of(TEXTS)
    assert flushed == [ROWS, SCORES]


def test_texts_sorted_a_few_at_a_time_give_the_same_index(index_of):
    whole = index_of(TEXTS).shares("逾期会上门吗 12378")
    assert index_of(TEXTS, tokens_at_once=5).shares("逾期会上门吗 12378").tolist() == whole.tolist()


@pytest.mark.parametrize("texts", [[], [""], ["😀", "。"]])
def test_texts_without_tokens_make_an_index_that_finds_nothing(index_of, texts):
    assert index_of(texts).shares("上门").tolist() == [0] * len(texts)


def test_only_the_files_of_the_index_are_left(index_of, tmp_path):
    index_of(TEXTS, tokens_at_once=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bigrams_rows.npy",
        "bigrams_scores.npy",
        "bigrams_starts.npy",
        "bigrams_tokens.npy",
    ]
