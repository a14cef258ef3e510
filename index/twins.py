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
        self._originals: dict[int, Any] = {}  # the sketches of the long ones
        self._short: dict[bytes, int] = {}
        self._voices = array("i")

    def add(self, tokens: np.ndarray) -> None:
        """Take the next article by its ``tokens``, those of ``index.lexical``, with or without repeats."""
        distinct, row = np.unique(tokens), len(self._voices)
        if len(distinct) < SHORT:
            voice = self._short.setdefault(distinct.tobytes(), row) if len(distinct) else row
        else:
            voice = self._first_alike(distinct, row)
        self._voices.append(voice)

    def first_twins(self) -> np.ndarray:
        """Return for each article the row of the first that it says the same as, its own when there is none; (n,) int32."""
        return np.array(self._voices, np.int32)

    def _first_alike(self, distinct: np.ndarray, row: int) -> int:
        """Return the row of the first article alike; without one this article, in ``row``, is kept as a first one."""
        sketch = self._new_sketch()
        sketch.update(list(map(str, distinct.tolist())))
        twins = (at for at in self._near.query(sketch) if self._originals[at].jaccard(sketch) >= TWINS_SHARE)
        voice = min(twins, default=row)
        if voice == row:
            self._near.insert(row, sketch)
            self._originals[row] = sketch
        return voice
