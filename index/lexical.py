"""BM25 over character bigrams: finds the very words of a question, and needs no word list to cut Chinese by.

A word list splits 会上门 into 会上/门 and breaks names such as 花呗; pairs of neighbouring characters do neither.
What each token adds to the score of each text is worked out once, when the index is built (as bm25s does: Lù,
2024), so that a question only adds up a few stretches of an array, read from disk where they lie.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.tables import mapped, table_to_fill, write_table

# Gentler than the usual 1.5 and 0.75, which are for long texts: a passage is short, so that a word found once says
# nearly all, and a long passage is hardly less about it. docs/evaluation.md has the figures.
K1 = 0.4
B = 0.3

TOKENS = "bigrams_tokens.npy"  # (tokens,) uint64, ascending
STARTS = "bigrams_starts.npy"  # (tokens + 1,) int64: where the postings of each token begin
ROWS = "bigrams_rows.npy"  # (postings,) int32: the texts that hold the token, ascending
SCORES = "bigrams_scores.npy"  # (postings,) float32: what the token adds to the score of each
BIGRAM_FILES = (TOKENS, STARTS, ROWS, SCORES)

# Scripts written without spaces: Chinese with its rare and compatibility characters, kana, hangul.
_UNSPACED_RANGES = [
    (0x3005, 0x3005), (0x3007, 0x3007), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
]  # fmt: skip
_WORD = re.compile(f"[^\\W_{''.join(f'{chr(first)}-{chr(last)}' for first, last in _UNSPACED_RANGES)}]+")
_WORD_MARK = 1 << 63  # larger than any bigram: two code points of 21 bits

_POSTING = np.dtype([("token", "<u8"), ("row", "<i4"), ("count", "<i4")])


class BigramIndex:
    """Scores texts for a question. Read-only; safe to share between threads."""

    def __init__(self, folder: Path, texts: int) -> None:
        """Open what a BigramWriter wrote to ``folder`` about so many ``texts``."""
        self._tokens, self._starts, self._rows, self._scores = (
            mapped(folder / name) for name in BIGRAM_FILES
        )
        self._texts = texts

    def shares(self, question: str) -> np.ndarray:
        """Return how much of ``question``, in search form, each text holds: (texts,) float32, 0 to 1.

        It is BM25 as a share of the most that a text could get, so that the figures of two questions compare.
        All zeros when no token of the question is known; one asked twice counts once.
        """
        found = self._known(np.unique(tokens(question)))
        if not len(found):
            return np.zeros(self._texts, np.float32)
        stretches = [slice(self._starts[token], self._starts[token + 1]) for token in found]
        rows = np.concatenate([self._rows[stretch] for stretch in stretches])
        scores = np.concatenate([self._scores[stretch] for stretch in stretches])
        texts_with = self._starts[found + 1] - self._starts[found]
        most = inverse_document_frequency(texts_with, self._texts).sum()
        shares: np.ndarray = (np.bincount(rows, scores, self._texts) / most).astype(np.float32)
        return shares

    def _known(self, asked: np.ndarray) -> np.ndarray:
        """Return where in the vocabulary the tokens that it holds stand."""
        if not len(self._tokens):
            return np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(self._tokens, asked), len(self._tokens) - 1)
        found: np.ndarray = at[self._tokens[at] == asked]
        return found


class BigramWriter:
    """Takes texts in their order and writes the files of a BigramIndex, holding few of them at a time."""

    def __init__(self, folder: Path, tokens_at_once: int = 4_000_000) -> None:
        """``tokens_at_once`` are sorted in memory; four million take about 200 MB."""
        self._folder = folder
        self._tokens_at_once = tokens_at_once
        self._lengths: list[np.ndarray] = []  # of each text, in tokens
        self._waiting: list[np.ndarray] = []  # postings not yet sorted
        self._waiting_tokens = 0
        self._runs: list[Path] = []
        self._texts = 0

    def add(self, texts: Sequence[str]) -> np.ndarray:
        """Add ``texts``, which are in search form; return the tokens of all of them: (n,) uint64."""
        found, text = tokens_of(texts)
        postings = np.empty(len(found), _POSTING)
        postings["token"], postings["row"], postings["count"] = found, self._texts + text, 1
        self._texts += len(texts)
        self._lengths.append(np.bincount(text, minlength=len(texts)))
        self._waiting.append(postings)
        self._waiting_tokens += len(postings)
        if self._waiting_tokens >= self._tokens_at_once:
            self._write_run()
        return found

    def close(self) -> None:
        """Write the files: first which tokens there are, then the postings of each, run after run."""
        self._write_run()
        vocabulary, texts_with = self._vocabulary()
        starts = np.concatenate([[0], np.cumsum(texts_with)])
        write_table(self._folder / TOKENS, vocabulary)
        write_table(self._folder / STARTS, starts)
        rows = table_to_fill(self._folder / ROWS, np.dtype("<i4"), int(starts[-1]))
        scores = table_to_fill(self._folder / SCORES, np.dtype("<f4"), int(starts[-1]))
        lengths = np.concatenate([*self._lengths, np.empty(0, np.int64)])
        lengths = lengths / max(lengths.sum() / max(self._texts, 1), 1e-9)
        rarity = inverse_document_frequency(texts_with, self._texts)
        filled = starts[:-1]
        for run in self._runs:
            postings = mapped(run)
            token = np.searchsorted(vocabulary, postings["token"])
            first = np.flatnonzero(np.diff(token, prepend=-1))  # of each token in this run
            count = np.diff(first, append=len(token))
            place = np.arange(len(token)) + np.repeat(filled[token[first]] - first, count)
            rows[place] = postings["row"]
            scores[place] = rarity[token] * term_frequency(postings["count"], lengths[postings["row"]])
            filled[token[first]] += count
            run.unlink()
        # What a manifest vouches for is read again from the file.
        rows.flush()
        scores.flush()

    def _write_run(self) -> None:
        """Sort what is waiting by token and then by text, count repeats, and put it aside on disk."""
        postings = np.concatenate([*self._waiting, np.empty(0, _POSTING)])
        self._waiting, self._waiting_tokens = [], 0
        postings = postings[np.argsort(postings["token"], kind="stable")]
        new = np.flatnonzero(
            (np.diff(postings["token"], prepend=0) != 0) | (np.diff(postings["row"], prepend=-1) != 0)
        )
        counts = np.diff(new, append=len(postings))
        postings = postings[new]
        postings["count"] = counts
        self._runs.append(self._folder / f"bigrams_run_{len(self._runs)}.npy")
        write_table(self._runs[-1], postings)

    def _vocabulary(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the tokens of all runs, ascending, and in how many texts each stands."""
        vocabulary = np.unique(np.concatenate([np.unique(mapped(run)["token"]) for run in self._runs]))
        texts_with = np.zeros(len(vocabulary), np.int64)
        for run in self._runs:
            token, texts = np.unique(mapped(run)["token"], return_counts=True)
            texts_with[np.searchsorted(vocabulary, token)] += texts
        return vocabulary, texts_with


def tokens(text: str) -> np.ndarray:
    """Return the tokens of ``text``, which is in search form, with repeats: (n,) uint64; words last.

    In a run of Chinese each pair of neighbours is a token; a run of one character is a token by itself; a run
    of Latin letters and digits is one token; everything else separates.
    """
    return tokens_of([text])[0]


def tokens_of(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the ``tokens`` of all ``texts``, and the number of the text of each: (n,) uint64 and (n,) int64.

    The same tokens stand in the order of their texts.
    """
    joined = "\n".join(texts)
    text = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    unspaced = np.zeros(len(characters) + 2, bool)
    unspaced[1:-1] = _IS_UNSPACED[characters]
    before, here, after = unspaced[:-2], unspaced[1:-1], unspaced[2:]
    pairs, alone = np.flatnonzero(here & after), np.flatnonzero(here & ~before & ~after)
    words = list(_WORD.finditer(joined))
    found = (
        characters[pairs] << np.uint64(21) | characters[pairs + 1],
        characters[alone],
        np.array([_word(word.group()) for word in words], np.uint64),
    )
    at = (pairs, alone, np.array([word.start() for word in words], np.int64))
    return np.concatenate(found), text[np.concatenate(at)]


def inverse_document_frequency(texts_with: np.ndarray, texts: int) -> np.ndarray:
    """Return how rare tokens are that stand in ``texts_with`` of ``texts`` texts.

    As in Lucene: Kamphuis et al., Which BM25 do you mean?, ECIR 2020.
    """
    rarity: np.ndarray = np.log(1 + (texts - texts_with + 0.5) / (texts_with + 0.5))
    return rarity


def term_frequency(count: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return what ``count`` repeats are worth, 0 to 1, in texts of ``length`` times the mean; as in Lucene."""
    worth: np.ndarray = count / (K1 * (1 - B + B * length) + count)
    return worth


@lru_cache(100_000)
def _word(word: str) -> int:
    return _WORD_MARK | int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _is_unspaced() -> np.ndarray:
    table = np.zeros(0x110000, bool)
    for first, last in _UNSPACED_RANGES:
        table[first : last + 1] = True
    return table


_IS_UNSPACED = _is_unspaced()
