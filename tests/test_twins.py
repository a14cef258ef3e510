import numpy as np
import pytest

from index.lexical import tokens
from index.twins import Voices

# Sentences with few characters in common, so that texts share what they share on purpose.
RNG = np.random.default_rng(3)
SENTENCES = ["".join(map(chr, RNG.integers(0x4E00, 0x9FFF, 20))) for _ in range(60)]


def voices(*texts):
    return first_twins(map(tokens, texts))


def first_twins(articles):
    voices = Voices()
    for article in articles:
        voices.add(article)
    return voices.first_twins().tolist()


def text(*numbers):
    return "。".join(SENTENCES[number] for number in numbers)


def test_articles_of_their_own_are_their_own_voice():
    assert voices(text(*range(10)), text(*range(10, 20)), text(*range(20, 30))) == [0, 1, 2]


def test_a_copy_and_a_reprint_with_small_changes_are_the_voice_of_the_first():
    original, reprint = text(*range(10)), text(*range(9), 40)
    assert voices(text(*range(20, 30)), original, original, reprint) == [0, 1, 1, 1]


def test_sentences_in_another_order_say_the_same():
    assert voices(text(*range(10)), text(*reversed(range(10)))) == [0, 0]


def test_articles_that_share_half_are_two_voices():
    assert voices(text(*range(10)), text(*range(5, 15))) == [0, 1]


def test_short_texts_are_twins_only_when_they_are_the_same():
    assert voices("花呗逾期一天会怎么样呢", "花呗逾期两天会怎么样呢", "花呗逾期一天会怎么样呢") == [0, 1, 0]


def test_short_texts_that_nearly_say_the_same_are_told_apart():
    """An estimate of how much they share is 1.0 for some of them."""
    said = [
        f"逾期{number}天会怎么样呢？平台会先发短信再打电话，协商还款要尽早，不要相信中介。"
        for number in range(1000, 3000)
    ]
    assert voices(*said) == list(range(2000))


def test_a_short_text_and_a_long_one_are_two_voices():
    assert voices(text(0), text(0, 1, 2, 3), text(0)) == [0, 1, 0]


def test_texts_without_words_are_no_twins():
    assert voices("😀", "。。", "") == [0, 1, 2]


def test_an_article_that_drifts_from_copy_to_copy_becomes_a_voice_of_its_own():
    chain = [text(*range(start, start + 20)) for start in (0, 4, 12)]
    assert voices(*chain) == [0, 0, 2]


def test_a_thousand_copies_are_one_voice():
    assert voices(*[text(*range(10))] * 1000) == [0] * 1000


@pytest.mark.parametrize("seed", range(3))
def test_pairs_far_above_the_line_are_never_missed_and_far_below_never_found(seed):
    rng = np.random.default_rng(seed)
    originals = rng.integers(1, 1 << 40, size=(200, 300), dtype=np.uint64)
    reprints, others = originals.copy(), originals.copy()
    reprints[:, :30] = rng.integers(1, 1 << 40, size=(200, 30), dtype=np.uint64)  # shares 0.82
    others[:, :200] = rng.integers(1, 1 << 40, size=(200, 200), dtype=np.uint64)  # shares 0.2
    found = first_twins((*originals, *reprints, *others))
    assert found == [*range(200), *range(200), *range(400, 600)]
