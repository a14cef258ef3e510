"""A folder whose content changes in one step: versions side by side, and one small file that names the current one.

    data/index/
        CURRENT         the name of the version that readers open
        CURRENT.new     the name of the version that they are to open next; there for a moment
        v-3f0c.../      a whole version; its name is the checksum of its manifest
        building-.../   a version in the making; nobody reads it
        .lock           held by the rebuild under way

A folder cannot replace a folder that is not empty, so the step that swaps is the replacement of CURRENT.
Whoever has opened a version keeps it: removing a file does not take it from those who hold it open.
"""

from __future__ import annotations

import errno
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from index.durable import sync, sync_folder
from index.errors import BrokenIndex, ForeignFolder, IndexLocked, MissingIndex, UnwritableIndex

CURRENT = "CURRENT"
LOCK = ".lock"

_VERSION = re.compile(r"v-[0-9a-f]{32}")
_IN_THE_MAKING = re.compile(r"building-[0-9a-f]{32}")
_NEW_CURRENT = "CURRENT.new"
_CANNOT_WRITE = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file would be larger than allowed here",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission to write here",
    errno.EPERM: "no permission to write here",
    errno.ENOTDIR: "is not a folder",
    errno.EEXIST: "is not a folder",
    errno.EIO: "the disk reports an error",
}


def current_version(folder: Path) -> Path:
    """Return the version folder that readers open.

    Raises MissingIndex when there is none, BrokenIndex when CURRENT is gone or does not name one.
    """
    try:
        name = (folder / CURRENT).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        if _was_lost(folder):
            raise BrokenIndex(folder, CURRENT, "is missing") from None
        raise MissingIndex(folder) from None
    except OSError as error:
        raise BrokenIndex(folder, CURRENT, f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        name = ""
    if not _VERSION.fullmatch(name):
        raise BrokenIndex(folder, CURRENT, "does not name a version of the index")
    version = folder / name
    if not version.is_dir():
        raise BrokenIndex(folder, CURRENT, f"names {name}, which is not there")
    return version


def _was_lost(folder: Path) -> bool:
    """Tell whether ``folder``, in which there is no CURRENT, had one."""
    try:
        return bool(_entries(folder, _VERSION)) and not (folder / _NEW_CURRENT).exists()
    except OSError as error:
        problem = f"is missing, and what else is there cannot be listed ({error.strerror})"
        raise BrokenIndex(folder, CURRENT, problem) from None


@contextmanager
def version_in_the_making(folder: Path) -> Iterator[Path]:
    """Hold the lock of ``folder`` and give an empty folder in it to build the next version in.

    What was not published is removed at the end, however it ends, and ``folder`` as well when it was made for it. Raises
    IndexLocked, ForeignFolder, UnwritableIndex; the version that readers open stays as it is.
    """
    # filelock lets go by itself when its process dies, also by kill -9.
    from filelock import FileLock, Timeout

    with _reasons_for_people(folder):
        _check_that_it_is_ours(folder)
        made = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(folder / LOCK, timeout=0)
            lock.acquire()
        except Timeout:
            raise IndexLocked(folder) from None
        with lock:
            _remove_leftovers(folder)
            making = folder / f"building-{secrets.token_hex(16)}"
            making.mkdir()
            try:
                yield making
            finally:
                shutil.rmtree(making, ignore_errors=True)
                _remove_unused(made)


def finished_version(folder: Path, making: Path, checksum: str) -> Path:
    """Give ``making``, whose files are on disk already, its name; readers do not see it yet."""
    sync_folder(making)
    version = folder / f"v-{checksum[:32]}"
    # Before the version has its name: where a first rebuild is killed in between, this tells that nothing was ever
    # current, rather than that CURRENT was lost.
    new = folder / _NEW_CURRENT
    new.write_text(version.name + "\n", "ascii")
    sync(new)
    making.rename(version)
    sync_folder(folder)
    return version


def make_current(folder: Path) -> None:
    """Let readers open the version that was finished last from now on, and clear the ones before it."""
    (folder / _NEW_CURRENT).replace(folder / CURRENT)
    sync_folder(folder)
    _remove_leftovers(folder)


def _remove_leftovers(folder: Path) -> None:
    """Remove versions that nobody will open again: earlier ones, and those that a killed rebuild left."""
    try:
        keep = current_version(folder).name
    except MissingIndex:
        keep = ""
    except BrokenIndex:
        return  # Somebody may want to look at what is left; the next publish makes CURRENT whole again.
    for leftover in (*_entries(folder, _VERSION), *_entries(folder, _IN_THE_MAKING)):
        if leftover.name != keep:
            shutil.rmtree(leftover, ignore_errors=True)


def _remove_unused(made: Sequence[Path]) -> None:
    """Remove the folders ``made`` for an index, the innermost first, when none came to be in them."""
    if made and not (made[0] / CURRENT).exists():
        with suppress(OSError):
            (made[0] / LOCK).unlink()
            for folder in made:
                folder.rmdir()


def _check_that_it_is_ours(folder: Path) -> None:
    """Raise ForeignFolder when ``folder`` holds other things and no index: ours and theirs must not mix."""
    if folder.exists() and not folder.is_dir():
        raise ForeignFolder(folder, "is a file, not a folder")
    if not folder.is_dir():
        return
    try:
        current_version(folder)
    except (MissingIndex, BrokenIndex):
        ours = {CURRENT, _NEW_CURRENT, *(entry.name for entry in _entries(folder, _VERSION, _IN_THE_MAKING))}
        others = sorted(e.name for e in folder.iterdir() if e.name not in ours and not e.name.startswith("."))
        if others:
            raise ForeignFolder(folder, f"holds something else than an index ({others[0]!r})") from None


def _entries(folder: Path, *kinds: re.Pattern[str]) -> list[Path]:
    """Return the folders in ``folder`` that bear a name of ours; a link is never ours."""
    if not folder.is_dir():
        return []
    return [
        entry
        for entry in folder.iterdir()
        if any(kind.fullmatch(entry.name) for kind in kinds) and entry.is_dir() and not entry.is_symlink()
    ]


@contextmanager
def _reasons_for_people(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # What is handed in may fail for reasons of its own: a file that is gone, a connection refused.
        at, here = error.filename and Path(str(error.filename)).absolute(), folder.absolute()
        # Above it lie the folders that are made for it.
        if not (at.is_relative_to(here) or here.is_relative_to(at) if at else error.errno in _CANNOT_WRITE):
            raise
        problem = _CANNOT_WRITE.get(error.errno or 0, error.strerror or str(error))
        raise UnwritableIndex(folder, problem) from error
