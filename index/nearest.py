"""The vectors nearest to a vector: compared with each when they are few, with the likely ones when they are many.

The only file that knows FAISS. Many vectors, rounded to 8 bits, are sorted into 2 √n cells around centroids; the cells
nearest to the question are searched, 120 of them or two fifths, and the best found are compared exactly. That keeps
recall@10 above 0.98 of the exact search at every size that was tried (python -m bench speed measures it).
"""

from __future__ import annotations

import re
import threading
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np

from index.tables import in_parts, mapped

# Comparing 10,000 vectors of 384 numbers takes less than a millisecond.
EXACT_UP_TO = 10_000
FEWEST_CELLS = 120
CELLS_SHARE = 0.4
# Vectors for each that is wanted: cells hold rounded copies, which may put one a few places too low.
_COMPARED = 2
_SAMPLES_PER_CELL = 64  # enough to place a centroid


class NearestVectors:
    """Searches the rows of an array of unit vectors by inner product. Safe to share between threads."""

    def __init__(self, vectors: np.ndarray, cells: Path) -> None:
        """``vectors`` has shape (n, dimension), float32; ``cells`` is where ``write_cells`` wrote, if it did."""
        self._vectors = vectors
        self._making = threading.Lock()
        self._index = _opened(cells) if cells.exists() else None

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and cosines of the ``k`` vectors nearest to ``vector``, best first: int64 and float32.

        Fewer than ``k`` come back when there are fewer; rows of the same score come in ascending order.
        """
        k = min(k, len(self._vectors))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        compared = min(_COMPARED * k, len(self._vectors))
        rows = self._faiss().search(np.ascontiguousarray(vector[None], np.float32), compared)[1][0]
        rows = rows[rows >= 0]  # FAISS pads what it does not find with -1
        scores = self._vectors[rows] @ vector
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], scores[order]

    def _faiss(self) -> Any:
        if self._index is None:
            # Made at the first search: whoever only reads passages does not wait for it.
            with self._making:
                self._index = self._index or _flat(self._vectors)
        return self._index


def write_cells(vectors: Path, cells: Path, exact_up_to: int = EXACT_UP_TO) -> None:
    """Sort the vectors of the .npy file ``vectors`` into ``cells``, unless they are few.

    The same vectors give the same file. Raises OSError when it cannot be written.
    """
    count, dimension = mapped(vectors).shape
    if count <= exact_up_to:
        return
    import faiss

    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        2 * isqrt(count),
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.by_residual = False
    index.cp.spherical = True
    step = max(1, count // (_SAMPLES_PER_CELL * index.nlist))
    # Copied: a slice would keep the whole part that it is of.
    index.train(np.concatenate([part[::step].copy() for part in in_parts(vectors)]))
    for part in in_parts(vectors):
        index.add(part)
    try:
        faiss.write_index(index, str(cells))
    except RuntimeError as error:
        # FAISS ends its message with what the system said.
        said = re.search(r"\(([^()]*)\)\s*$", str(error))
        raise OSError(0, said[1] if said else str(error), str(cells)) from error


def _opened(cells: Path) -> Any:
    import faiss

    try:
        # Mapped, not loaded: opening takes milliseconds, and processes share one copy.
        index: Any = faiss.read_index(str(cells), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise OSError(0, "cannot be read", str(cells)) from error
    index.nprobe = max(FEWEST_CELLS, round(CELLS_SHARE * index.nlist))
    return index


def _flat(vectors: np.ndarray) -> Any:
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index
