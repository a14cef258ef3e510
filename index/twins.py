"""Articles that say the same: copies and reprints with small changes, which are several articles and one voice.

How much of their bigrams two articles share is estimated from 128 numbers each, and compared only where a part of
them is equal (MinHash and its banding: Broder, 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
"""

from __future__ import annotations

import numpy as np

NUMBERS = 128
# Reprints in the news share more than 0.6 of their bigrams, other articles of the same matter less than 0.5.
TWINS_SHARE = 0.6
# Short texts share much by chance: only a copy is a twin.
SHORT = 60
_BAND = 4  # of 32 bands one is equal in 99 of 100 pairs that share 0.6

_rng = np.random.Generator(np.random.PCG64(2026))
_FACTORS = _rng.integers(1 << 63, size=NUMBERS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _rng.integers(1 << 63, size=NUMBERS, dtype=np.uint64)


def sketch(tokens: np.ndarray) -> np.ndarray:
    """Return the numbers of one article: (129,) uint32, first how many tokens differ, then the 128 to compare.

    ``tokens`` are those of ``index.lexical``, with or without repeats.
    """
    distinct = np.unique(tokens)
    numbers = np.full(1 + NUMBERS, len(distinct), np.uint32)
    if len(distinct):
        numbers[1:] = ((distinct[:, None] * _FACTORS + _SHIFTS) >> np.uint64(32)).min(axis=0)
    return numbers


def first_twins(sketches: np.ndarray) -> np.ndarray:
    """Return for each article the row of the first that says the same, its own row when none before it does.

    ``sketches`` has shape (n, 129); the result (n,) int32. A twin of a twin is a twin.
    """
    voice = np.arange(len(sketches), dtype=np.int32)
    for first in range(1, 1 + NUMBERS, _BAND):
        one, other = _equal_neighbours(sketches[:, first : first + _BAND])
        strangers = voice[one] != voice[other]
        one, other = one[strangers], other[strangers]
        twins = _are_twins(sketches[one], sketches[other])
        for pair in zip(one[twins].tolist(), other[twins].tolist(), strict=True):
            earlier, later = sorted(_root(voice, row) for row in pair)
            voice[later] = earlier
        voice = np.array([_root(voice, row) for row in voice.tolist()], np.int32)
    return voice


def _equal_neighbours(band: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows one and other that are equal in all columns of ``band``, chained in ascending order."""
    order = np.lexsort(band.T[::-1])
    equal = (band[order[1:]] == band[order[:-1]]).all(axis=1)
    return order[:-1][equal], order[1:][equal]


def _are_twins(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Tell of each pair of sketches whether they are of twins: (n,) bool."""
    share = (ones[:, 1:] == others[:, 1:]).mean(axis=1)
    tokens = np.minimum(ones[:, 0], others[:, 0])
    twins: np.ndarray = (share >= np.where(tokens < SHORT, 1.0, TWINS_SHARE)) & (tokens > 0)
    return twins


def _root(voice: np.ndarray, row: int) -> int:
    while voice[row] != row:
        row = int(voice[row])
    return row
