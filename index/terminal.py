"""Standard streams as they may be: closed, of another encoding, with a reader who leaves before the end, as head does."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

FAILED, INTERRUPTED = 2, 130


def show_any_bytes() -> None:
    """Let file names and arguments be printed whose bytes no terminal can show: as \\udcff. What was closed swallows all.

    A stream that is no file, such as a StringIO, shows everything already.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        if isinstance(stream := getattr(sys, name), TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def printing(status: int = FAILED) -> Iterator[None]:
    """Print within this. What nobody reads any more is dropped in silence: ``| head -1`` is no error.

    What cannot be written, on a full disk say, is one line on stderr and the end, with ``status``.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more when it ends: what is still waiting would fail again there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            say(f"cannot print: {error.strerror}")
            raise SystemExit(status) from None


def say(line: str) -> None:
    """Print ``line`` on stderr. Where that takes nothing, on a full disk say, no work is given up for it."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def print_json(shape: Any) -> None:
    """Print ``shape`` as JSON, spelled out where the terminal's encoding does not hold all characters."""
    encoding = sys.stdout.encoding or "utf-8"  # what is no file holds all characters
    spelled_out = encoding.lower().replace("-", "") != "utf8"
    print(json.dumps(shape, ensure_ascii=spelled_out, indent=2))
