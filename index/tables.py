"""Arrays on disk: written row by row without holding them, read without loading them. Plain .npy, never a pickle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.lib import format as npy

_ROWS_AT_ONCE = 1 << 20

# numpy parses a header as Python, and Python 3.11 fails at random when two threads parse at once (cpython #106905).
_ONE_AT_A_TIME = Lock()


class TableWriter:
    """Appends rows to a .npy file, which is whole after ``close``."""

    def __init__(self, path: Path, dtype: np.dtype[Any], width: int | None = None) -> None:
        """``width`` is the length of each row of a table of two dimensions; None makes a table of one."""
        self.rows = 0
        self._dtype = dtype
        self._row_shape = () if width is None else (width,)
        self._file = path.open("wb")
        self._write_header()

    def append(self, rows: np.ndarray) -> None:
        """Append ``rows``, of shape (n,) or (n, width)."""
        self._file.write(np.ascontiguousarray(rows, self._dtype).data)
        self.rows += len(rows)

    def close(self) -> None:
        # The header is padded by numpy so that the number of rows may grow where it stands.
        self._file.seek(0)
        self._write_header()
        self._file.close()

    def _write_header(self) -> None:
        header = {
            "descr": npy.dtype_to_descr(self._dtype),
            "fortran_order": False,
            "shape": (self.rows, *self._row_shape),
        }
        npy.write_array_header_1_0(self._file, header)


def write_table(path: Path, rows: np.ndarray) -> None:
    """Write ``rows``, of one dimension, to ``path``."""
    table = TableWriter(path, rows.dtype)
    table.append(rows)
    table.close()


def mapped(path: Path) -> np.ndarray:
    """Return the array in ``path``, read from disk as it is used. Raises OSError or ValueError when it is damaged."""
    # As a plain array: a memmap object makes each small slice of itself twice as slow.
    return _load(path, "r").view(np.ndarray)


class TableReader:
    """Reads rows of a .npy file into memory; of a map that stays open, the pages would add up to the whole file."""

    def __init__(self, path: Path) -> None:
        table = mapped(path)
        self._path, self._dtype, self._width = path, table.dtype, table.shape[1]
        self._header = path.stat().st_size - table.nbytes

    def rows(self, first: int, last: int) -> np.ndarray:
        """Return the rows from ``first`` up to ``last``, or to the end of the table: (rows, width)."""
        numbers = (last - first) * self._width
        offset = self._header + first * self._width * self._dtype.itemsize
        return np.fromfile(self._path, self._dtype, numbers, offset=offset).reshape(-1, self._width)


def in_parts(path: Path, rows: int = 65_536) -> Iterator[np.ndarray]:
    """Yield the table of two dimensions in ``path`` so many rows at a time, holding no more of it."""
    table = TableReader(path)
    for first in range(0, len(mapped(path)), rows):
        yield table.rows(first, first + rows)


def table_to_fill(path: Path, dtype: np.dtype[Any], rows: int) -> np.memmap[Any, Any]:
    """Return a table of zeros on disk, to be written in any order and then flushed."""
    table = TableWriter(path, dtype)
    for first in range(0, rows, _ROWS_AT_ONCE):
        # Written, not only announced: on a full disk a write is an error, and a page that has no room kills the process.
        table.append(np.zeros(min(_ROWS_AT_ONCE, rows - first), dtype))
    table.close()
    return _load(path, "r+")


def _load(path: Path, mode: Literal["r", "r+"]) -> np.memmap[Any, Any]:
    with _ONE_AT_A_TIME:
        return np.load(path, mmap_mode=mode, allow_pickle=False)  # type: ignore[no-any-return]
