"""Everything that can go wrong with an index, each with what was found, where, and what to do next.

IndexingError
├── BadArticle          one article cannot be read; the others go on
├── NothingToIndex      no article at all was readable
├── MissingIndex        the folder holds no index
├── BrokenIndex         a file of the index is damaged, missing, or from another format version
├── ForeignFolder       the folder holds something that is not an index; it is left as it is
├── IndexLocked         another rebuild of the same index is under way
├── UnwritableIndex     the folder cannot be written: disk full, read-only, no permission
├── EmbedderMismatch    the index was built with another embedder than the one asked with
├── ModelUnavailable    the embedding model cannot be had here
└── BadVectors          an embedder gives something else than a unit vector for each text
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote


class IndexingError(Exception):
    """Base of every error of this package; ``str(error)`` is one line that a person can act on."""

    def __init__(self, line: str) -> None:
        super().__init__(on_one_line(line))

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), str(self), self.__dict__)


def _restored(kind: type[IndexingError], line: str, fields: dict[str, object]) -> IndexingError:
    """The error that was pickled: its line is whole already, so what writes it is not asked again."""
    error = kind.__new__(kind)
    error.args = (line,)
    error.__dict__.update(fields)
    return error


class BadArticle(IndexingError):
    """One article cannot be read. ``source`` is its path, and the line in a .jsonl; ``problem`` says what was found."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        self.problem = problem
        super().__init__(f"{source}: {problem}")


class NothingToIndex(IndexingError):
    """No article was readable, so there is nothing to build an index from."""


class MissingIndex(IndexingError):
    """There is no index in ``folder``."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        super().__init__(
            f"no index in {folder}; build one with: python -m index seeds --index {quote(str(folder))}"
        )


class BrokenIndex(IndexingError):
    """``file`` of the index in ``folder`` is not what the manifest promises."""

    def __init__(self, folder: Path | str, file: str, problem: str) -> None:
        self.folder = Path(folder)
        self.file = file
        self.problem = problem
        super().__init__(
            f"{Path(folder) / file}: {problem}; rebuild: python -m index PATH... --index {quote(str(folder))}"
        )


class ForeignFolder(IndexingError):
    """``folder`` holds something else than an index, and nothing of it was touched."""

    def __init__(self, folder: Path | str, problem: str) -> None:
        self.folder = Path(folder)
        super().__init__(f"{folder}: {problem}; choose another folder with --index")


class IndexLocked(IndexingError):
    """Another process is rebuilding the index in ``folder``."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        super().__init__(f"{folder}: another rebuild is under way; try again when it has ended")


class UnwritableIndex(IndexingError):
    """A new index could not be written to ``folder``; one that was there still answers."""

    def __init__(self, folder: Path | str, problem: str) -> None:
        self.folder = Path(folder)
        self.problem = problem
        super().__init__(
            f"{folder}: cannot write a new index: {problem}; an index that was there is as it was"
        )


class EmbedderMismatch(IndexingError):
    """The index remembers ``built_with``; ``asked_with`` gives vectors that do not compare with it."""

    def __init__(self, folder: Path | str, built_with: str, asked_with: str) -> None:
        self.folder = Path(folder)
        self.built_with = built_with
        self.asked_with = asked_with
        super().__init__(
            f"{folder}: index built with {built_with!r}, asked with {asked_with!r}; "
            f"rebuild: python -m index PATH... --index {quote(str(folder))} --model {quote(asked_with)}"
        )


class ModelUnavailable(IndexingError):
    """The embedding model ``name`` cannot be loaded here."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"model {name!r}: {problem}")


class BadVectors(IndexingError):
    """``embedder`` gives something else than it promised; nothing of it was written."""

    def __init__(self, embedder: str, problem: str) -> None:
        self.embedder = embedder
        self.problem = problem
        super().__init__(f"embedder {embedder!r}: {problem}; the index is as it was")


def first_line(error: BaseException) -> str:
    """Return the first line that ``error`` says something in, and its name where it says nothing."""
    return next(filter(str.strip, str(error).splitlines()), type(error).__name__)


def on_one_line(text: str) -> str:
    """Return ``text`` with what would break a line, or a terminal, spelled out: a file name may hold anything."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
