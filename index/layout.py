"""The files of one version of an index: their names, the rows of their tables, the manifest that vouches for them.

    manifest.json           what built this version, how much it holds, size and sha256 of every other file
    articles.lines          one article a line: its record, its sections, its dropped spans
    articles.npy            ARTICLE rows, in the order of the lines
    passages.npy            PASSAGE rows, in the order of the articles; offsets into the text of the article
    sentences.npy           SENTENCE rows, in the order of the passages
    first_twins.npy         (articles,) int32, see index.twins
    passage_vectors.npy     (passages, dimension) float32, unit length
    sentence_vectors.npy    (sentences, dimension) float32, unit length
    bigrams_*.npy           see index.lexical
    *_cells.faiss           see index.nearest; only where there are too many vectors to compare with each

A version is never changed. Nothing in it is a pickle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.durable import sha256_of, sync
from index.errors import BrokenIndex

FORMAT_VERSION = 1

MANIFEST = "manifest.json"
# Not .jsonl: an index below a folder of articles must not be taken for one of them.
ARTICLE_LINES = "articles.lines"
ARTICLES = "articles.npy"
PASSAGES = "passages.npy"
SENTENCES = "sentences.npy"
FIRST_TWINS = "first_twins.npy"
PASSAGE_VECTORS = "passage_vectors.npy"
SENTENCE_VECTORS = "sentence_vectors.npy"
PASSAGE_CELLS = "passage_cells.faiss"
SENTENCE_CELLS = "sentence_cells.faiss"

# Half precision would halve the files, but turning the sentences of one question's candidates back into floats
# takes numpy a millisecond, as long as all the rest of the search.
VECTOR = np.dtype("<f4")
ARTICLE = np.dtype(
    [
        ("id", "<u8"),  # short_hash(Article.id)
        ("content", "V16"),  # what its passages and vectors were made from; see index.reuse
        ("offset", "<i8"),  # bytes in ARTICLE_LINES
        ("size", "<i8"),
        ("first_passage", "<i8"),
        ("passages", "<i4"),
    ]
)
PASSAGE = np.dtype(
    [
        ("article", "<i4"),
        ("section", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("first_sentence", "<i8"),
        ("sentences", "<i4"),
    ]
)
SENTENCE = np.dtype([("passage", "<i4"), ("start", "<i4"), ("end", "<i4")])


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file must be: its size in bytes and its sha256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an index holds.

    ``duplicates`` counts the articles that say the same as one before them, ``dropped`` the characters that are no
    evidence, by reason. ``oldest`` and ``newest`` are the first and the last day on which one was published, as ISO
    strings, and ``undated`` counts those that give no day, or one that is still to come; an index of before they were kept
    has none of the three.
    """

    articles: int = 0
    sections: int = 0
    passages: int = 0
    sentences: int = 0
    duplicates: int = 0
    undated: int = 0
    oldest: str | None = None
    newest: str | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What built a version and what it must look like.

    ``embedder`` is the name that a person typed and ``fingerprint`` what tells its vectors from others; ``splitter``
    holds the settings and the code version of cleaning and splitting; ``built_at`` is ISO 8601 in UTC.
    """

    format_version: int
    embedder: str
    fingerprint: str
    dimension: int
    splitter: Mapping[str, str | int]
    counts: Counts
    built_at: str
    files: Mapping[str, FileCheck]

    @property
    def bytes(self) -> int:
        """The size of all files but the manifest."""
        return sum(file.bytes for file in self.files.values())


def short_hash(text: str) -> int:
    """Return 64 bits that tell texts apart for looking up; the same in every process."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def write_manifest(version: Path, manifest: Manifest) -> str:
    """Write the manifest and return its own checksum, by which ``index.swap`` names the version."""
    written = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode("utf-8")
    (version / MANIFEST).write_bytes(written)
    sync(version / MANIFEST)
    return hashlib.sha256(written).hexdigest()


def read_manifest(folder: Path, version: Path) -> Manifest:
    """Return the manifest of ``version``. Raises BrokenIndex when it is damaged or of another format version."""
    try:
        written = (version / MANIFEST).read_bytes()
    except FileNotFoundError:
        raise BrokenIndex(folder, _name(folder, version, MANIFEST), "is missing") from None
    except OSError as error:
        raise BrokenIndex(
            folder, _name(folder, version, MANIFEST), f"cannot be read ({error.strerror})"
        ) from None
    try:
        shape = json.loads(written)
        found = shape["format_version"]
        if found != FORMAT_VERSION:
            problem = f"has format version {found}, this program reads {FORMAT_VERSION}"
            raise BrokenIndex(folder, _name(folder, version, MANIFEST), problem)
        if not hashlib.sha256(written).hexdigest().startswith(version.name.removeprefix("v-")):
            raise BrokenIndex(folder, _name(folder, version, MANIFEST), "is not what was written (checksum)")
        return _manifest(shape)
    except (ValueError, KeyError, TypeError):
        problem = "is not what was written (cannot be understood)"
        raise BrokenIndex(folder, _name(folder, version, MANIFEST), problem) from None


def check_files(folder: Path, version: Path, manifest: Manifest) -> None:
    """Read every file and compare it with the manifest. Raises BrokenIndex naming the first that differs."""
    with ThreadPoolExecutor() as threads:
        problems = threads.map(lambda item: _problem(version / item[0], item[1]), manifest.files.items())
        for name, problem in zip(manifest.files, problems, strict=True):
            if problem:
                raise BrokenIndex(folder, _name(folder, version, name), problem)


def seal(path: Path) -> FileCheck:
    """Wait until a new file is on disk, and return what the manifest keeps of it."""
    sync(path)
    return _file_check(path)


def _file_check(path: Path) -> FileCheck:
    return FileCheck(path.stat().st_size, sha256_of(path))


def _problem(path: Path, expected: FileCheck) -> str:
    """Return what is wrong with a file, or nothing."""
    try:
        found = path.stat().st_size
        if found != expected.bytes:
            return f"has {found:,} bytes instead of {expected.bytes:,}"
        if _file_check(path) != expected:
            return "is not what was written (checksum)"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return ""


def _name(folder: Path, version: Path, file: str) -> str:
    return str((version / file).relative_to(folder))


def _manifest(shape: dict[str, Any]) -> Manifest:
    files = {name: FileCheck(**check) for name, check in shape["files"].items()}
    return Manifest(**{**shape, "counts": Counts(**shape["counts"]), "files": files})
