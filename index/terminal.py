"""Standard output that bears any text, and a reader who leaves before its end, as head does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def show_any_bytes() -> None:
    """Let file names and arguments be printed whose bytes no terminal can show: as \\xff."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Print within this, and what nobody reads any more is dropped in silence: ``| head -1`` is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends: what is still waiting would fail again there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
