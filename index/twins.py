"""Articles that say the same: copies and reprints with small changes, which are several articles and one voice.

How much of their character pairs two articles share is estimated by MinHash, and only where a part of the estimate is
equal (rensa; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

# Reprints in the news share more than 0.6 of their bigrams, other articles of the same matter less than 0.5.
TWINS_SHARE = 0.6
# Short texts share much by chance: only a copy is a twin.
SHORT = 60
_NUMBERS = 128  # what a sketch holds
_BANDS = 32  # of which one is equal in 99 of 100 pairs that share 0.6
_SEED = 2026


class Voices:
    """Tells of each article that is added whether one before it says the same."""

    def __init__(self) -> None:
        from rensa import RMinHash, RMinHashLSH

        self._new_sketch: Callable[[], Any] = partial(RMinHash, _NUMBERS, _SEED)
        self._near: Any = RMinHashLSH(TWINS_SHARE, _NUMBERS, _BANDS)
        self._originals: dict[int, tuple[Any, int]] = {}  # the sketch, and of how many tokens it is
        self._voices = array("i")

    def add(self, tokens: np.ndarray) -> None:
        """Take the next article by its ``tokens``, those of ``index.lexical``, with or without repeats."""
        distinct = np.unique(tokens)
        sketch = self._new_sketch()
        sketch.update(list(map(str, distinct.tolist())))
        row = len(self._voices)
        twins = (at for at in self._near.query(sketch) if self._are_twins(at, sketch, len(distinct)))
        voice = min(twins, default=row) if len(distinct) else row
        if voice == row and len(distinct):
            self._near.insert(row, sketch)
            self._originals[row] = sketch, len(distinct)
        self._voices.append(voice)

    def first_twins(self) -> np.ndarray:
        """Return for each article the row of the first that it says the same as, its own when there is none; (n,) int32."""
        return np.array(self._voices, np.int32)

    def _are_twins(self, original: int, sketch: Any, size: int) -> bool:
        other, its_size = self._originals[original]
        least = 1.0 if min(size, its_size) < SHORT else TWINS_SHARE
        return bool(other.jaccard(sketch) >= least)
