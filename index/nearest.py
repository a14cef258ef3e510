"""The vectors nearest to a vector. The only file that knows FAISS."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np


class NearestVectors:
    """Searches the rows of an array of unit vectors by inner product. Safe to share between threads."""

    def __init__(self, vectors: np.ndarray) -> None:
        """``vectors`` has shape (n, dimension) and any float type; it is read at the first search."""
        self._vectors = vectors
        self._index: Any = None
        self._making = threading.Lock()

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and cosines of the ``k`` vectors nearest to ``vector``, best first: int64 and float32.

        Fewer than ``k`` come back when there are fewer; rows of the same score come in ascending order.
        """
        k = min(k, len(self._vectors))  # FAISS pads what it does not find with -1
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores, rows = self._faiss().search(np.ascontiguousarray(vector[None], np.float32), k)
        order = np.lexsort((rows[0], -scores[0]))
        return rows[0][order], scores[0][order]

    def _faiss(self) -> Any:
        if self._index is None:
            with self._making:
                if self._index is None:
                    self._index = _flat(self._vectors)
        return self._index


def _flat(vectors: np.ndarray) -> Any:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    return index
