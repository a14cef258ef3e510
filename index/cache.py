"""Folders that can be made again: made once, whole or absent, checked at every opening, shared between processes."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from index.durable import sha256_of, sync

CHECKSUMS = "checksums.json"

_log = logging.getLogger(__name__)


def user_cache() -> Path:
    """Return the folder in which this user keeps what can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path("zhaiwen", appauthor=False)


def kept_folder(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return ``folder``, after ``make(empty_folder)`` has filled it when it was absent or damaged.

    Every file's sha256 is compared with what was written, so a flipped bit means making it again, never a wrong result.
    When several processes ask at once, one makes it and the others wait. Raises OSError when it cannot be written.
    """
    if is_whole(folder):
        return folder
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not is_whole(folder):
            _log.info("making %s; this takes a while, and is done once", folder)
            _remove_leftovers(folder)
            _make(folder, make)
    return folder


def is_whole(folder: Path) -> bool:
    """Tell whether every file of ``folder`` is the one that was written."""
    try:
        written = json.loads((folder / CHECKSUMS).read_text("utf-8"))
        return bool(written) and all(sha256_of(folder / name) == digest for name, digest in written.items())
    except (OSError, ValueError, AttributeError, TypeError):
        return False


def _make(folder: Path, make: Callable[[Path], None]) -> None:
    new = Path(mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))
    old = new.with_name(f"{new.name}.old")
    try:
        make(new)
        # Never lists itself: at this moment it does not exist.
        digests = {str(file.relative_to(new)): sha256_of(file) for file in _files(new)}
        (new / CHECKSUMS).write_text(json.dumps(digests, indent=1), "utf-8")
        for file in _files(new):
            sync(file)
        new.chmod(0o755)  # mkdtemp makes it private
        if folder.exists():
            # A folder that is not empty cannot be replaced in one step; whoever still reads the damaged one keeps its files.
            folder.rename(old)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed process left half made. Only under the lock, where nobody else is making one."""
    for leftover in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
