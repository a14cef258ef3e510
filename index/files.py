"""The disk as an operator leaves it: folders walked in a stable order, and files opened that may be anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.errors import BadArticle

Refuse = Callable[[BadArticle], object]
PassOver = Callable[[Path], object]
# Missing where no pipe waits for its writer.
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)


def walk(
    folder: Path,
    suffixes: tuple[str, ...],
    refuse: Refuse,
    pass_over: PassOver = lambda entry: None,
    leave_out: Path | None = None,
) -> Iterator[Path]:
    """Yield the files below ``folder`` that end in one of ``suffixes``, sorted, without hidden files and READMEs.

    Links to folders are followed, but no folder is entered twice, and ``leave_out`` not from above. What cannot be entered is
    handed to ``refuse``; files of other kinds, and second ways into a folder, to ``pass_over``. ``folder`` may also be
    a file, which is then the one that is found.
    """
    entered: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        entry = waiting.pop()
        if not is_folder(entry):
            yield entry
            continue
        try:
            place = entry.stat()
            inside = sorted(entry.iterdir(), reverse=True)
        except OSError as error:
            refuse(BadArticle(entry.as_posix(), f"cannot be opened: {reason_of(error)}"))
            continue
        if entry != folder and leave_out and is_folder(leave_out) and leave_out.samefile(entry):
            continue
        if (place.st_dev, place.st_ino) in entered:
            pass_over(entry)
            continue
        entered.add((place.st_dev, place.st_ino))
        for below in filter(_may_be_read, inside):
            if is_folder(below) or below.suffix.lower() in suffixes:
                waiting.append(below)
            else:
                pass_over(below)


def is_folder(path: Path) -> bool:
    """Like ``Path.is_dir``, but never raises where a folder may be listed and not entered."""
    return os.path.isdir(path)  # noqa: PTH112


def _may_be_read(entry: Path) -> bool:
    if entry.name.startswith((".", "~")):
        return False
    # A README tells about the articles beside it; it is none of them.
    return entry.name.split(".")[0].upper() != "README" or is_folder(entry)


@contextmanager
def open_regular(file: Path, source: str) -> Iterator[BinaryIO]:
    """Open ``file`` for reading bytes. Raises BadArticle for a pipe or a device, which would be waited for for ever."""
    with open(file, "rb", opener=lambda path, flags: os.open(path, flags | _NO_WAITING)) as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise BadArticle(source, "is no regular file")
        yield opened


def lines_of(opened: BinaryIO, most_bytes: int) -> Iterator[tuple[bytes, int]]:
    """Yield every line with its size in bytes; of one longer than ``most_bytes`` only the beginning is ever held."""
    while line := opened.readline(most_bytes + 1):
        size, rest = len(line), line
        while size > most_bytes and not rest.endswith(b"\n") and (rest := opened.readline(most_bytes)):
            size += len(rest)
        yield line, size


def reason_of(error: OSError) -> str:
    """Return what the system says, in its words: "permission denied"."""
    return (error.strerror or type(error).__name__).lower()
