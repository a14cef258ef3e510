"""An index on disk, open for searching: passages and sentences by vector and by words. Read-only."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import layout
from index.errors import BrokenIndex, EmbedderMismatch, MissingIndex
from index.lexical import BigramIndex
from index.nearest import NearestVectors
from index.records import Article, Passage, Sentence
from index.shelf import ShelvedArticle, from_line
from index.swap import current_version
from index.tables import TableReader, mapped

if TYPE_CHECKING:
    from index.embed import Embedder

_ARTICLES_KEPT = 256  # read and parsed ones, in memory


class PassageIndex:
    """One version of the index in ``folder``, as it was when opened. Safe to share between threads.

    Rows count passages from 0, articles in the order they were loaded, passages in reading order. A
    ``vector`` has shape (dimension,), float32, unit length, by the embedder that ``manifest`` names; scores are cosines.
    """

    def __init__(self, folder: Path, version: Path) -> None:
        """Open ``version``, whose files are checked first. Raises BrokenIndex; people use ``open``."""
        self.folder = folder
        self.version = version
        self.manifest = layout.read_manifest(folder, version)
        layout.check_files(folder, version, self.manifest)
        lines = _mapped_bytes(version / layout.ARTICLE_LINES)
        self._articles = mapped(version / layout.ARTICLES)
        self._passages = mapped(version / layout.PASSAGES)
        self._sentences = mapped(version / layout.SENTENCES)
        self._passage_vectors = mapped(version / layout.PASSAGE_VECTORS)
        self._sentence_vectors = mapped(version / layout.SENTENCE_VECTORS)
        self._first_twins = mapped(version / layout.FIRST_TWINS)
        self._nearest_passages = NearestVectors(self._passage_vectors, version / layout.PASSAGE_CELLS)
        self._nearest_sentences = NearestVectors(self._sentence_vectors, version / layout.SENTENCE_CELLS)
        self._bigrams = BigramIndex(version, len(self._passages))
        # Not of methods: those would hold this index, and the files of a version that is gone would stay open.
        self._read = partial(_read_article, self._articles, lines)
        self._shelved = lru_cache(_ARTICLES_KEPT)(self._read)

    @classmethod
    def open(cls, folder: Path | str, embedder: Embedder | None = None) -> PassageIndex:
        """Open the index in ``folder`` and check every file of it.

        With ``embedder``, also check that its vectors compare with those of the index. Raises MissingIndex,
        BrokenIndex naming the file, or EmbedderMismatch.
        """
        folder = Path(folder)
        passage_index = cls._open_current(folder)
        manifest = passage_index.manifest
        if embedder is not None and embedder.fingerprint != manifest.fingerprint:
            same_name = embedder.name == manifest.embedder
            built_with = f"other weights of {embedder.name}" if same_name else manifest.embedder
            raise EmbedderMismatch(folder, built_with, embedder.name)
        return passage_index

    @classmethod
    def _open_current(cls, folder: Path) -> PassageIndex:
        while True:
            version = current_version(folder)
            try:
                return cls(folder, version)
            except (BrokenIndex, OSError, ValueError) as error:
                # A rebuild may have cleared this version since CURRENT was read; then there is another.
                if current_version(folder) != version:
                    continue
                if isinstance(error, BrokenIndex):
                    raise
                raise BrokenIndex(folder, version.name, f"cannot be opened ({error})") from error

    def is_current(self) -> bool:
        """Tell whether this is still the version that readers open. Takes microseconds."""
        try:
            return current_version(self.folder) == self.version
        except (MissingIndex, BrokenIndex):
            return True  # There is nothing better to open; what is open still answers.

    @property
    def article_count(self) -> int:
        return len(self._articles)

    @property
    def passage_count(self) -> int:
        return len(self._passages)

    def passage(self, row: int) -> Passage:
        """Return the passage in ``row``."""
        number, section, start, end, first, count = self._passages[row].item()
        shelved = self._shelved(number)
        article = shelved.article
        sentences = (
            Sentence(article.id, begins, ends, article.text[begins:ends])
            for _, begins, ends in self._sentences[first : first + count].tolist()
        )
        headings = shelved.sections[section].headings
        text = article.text[start:end]
        return Passage(article.id, article.title, headings, section, start, end, text, tuple(sentences))

    def article(self, article_id: str) -> Article:
        """Return the article with that id. Raises KeyError when the index does not hold it."""
        return self._shelved(self.number(article_id)).article

    def voice(self, article_id: str) -> str:
        """Return the id of the first article that says the same as this one: its own id when none before it does.

        Copies and reprints of one article are several articles and one voice. Raises KeyError as ``article`` does.
        """
        return self._shelved(int(self._first_twins[self.number(article_id)])).article.id

    def said_before(self, rows: np.ndarray) -> np.ndarray:
        """Return which of the passages in ``rows`` are of a copy or reprint of an article that comes earlier in them.

        (len(rows),) bool. Several passages of one article say it but once.
        """
        articles = self._passages["article"][rows]
        _, first, voice = np.unique(self._first_twins[articles], return_index=True, return_inverse=True)
        said_before: np.ndarray = articles != articles[first][voice]
        return said_before

    def duplicates(self) -> Iterator[tuple[str, str]]:
        """Yield the source of every article that says the same as one before it, and the source of that one."""
        for number in np.flatnonzero(self._first_twins != np.arange(self.article_count)):
            first = int(self._first_twins[number])
            yield self._shelved(int(number)).article.source, self._shelved(first).article.source

    def articles(self, first: int | None = None) -> Iterator[Article]:
        """Yield the articles in the order they were loaded: all, or the ``first`` so many."""
        for number in range(self.article_count if first is None else first):
            yield self._read(number).article

    def article_passages(self, article_id: str) -> list[int]:
        """Return the rows of all passages of an article in reading order. Raises KeyError as ``article`` does."""
        return list(self.article_rows(self.number(article_id)))

    def section_passages(self, article_id: str, section: int) -> list[int]:
        """Return the rows of the passages of one section, in reading order: the neighbours of each of them."""
        rows = self.article_passages(article_id)
        return [row for row in rows if self._passages[row]["section"] == section]

    def nearest_passages(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows (int64) and scores (float32) of the ``k`` passages nearest to ``vector``, best first.

        Fewer than ``k`` come back when the index is smaller. Raises ValueError on another dimension.
        """
        return self._nearest_passages.search(self._checked(vector), k)

    def nearest_sentences(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return in which rows (int64) the ``k`` sentences nearest to ``vector`` stand, and their scores, best first.

        A passage that holds several of them comes as often.
        """
        found, scores = self._nearest_sentences.search(self._checked(vector), k)
        return self._sentences["passage"][found].astype(np.int64), scores

    def passage_scores(self, vector: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the score of the passages in ``rows``: (len(rows),) float32."""
        scores: np.ndarray = self._passage_vectors[rows] @ self._checked(vector)
        return scores

    def sentence_scores(self, vector: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the scores of all sentences of the passages in ``rows``, one passage after the other, float32.

        The second array, (len(rows) + 1,) int64, says where those of each passage begin and the last of them end.
        """
        passages = self._passages[rows]
        begins = np.concatenate([[0], np.cumsum(passages["sentences"], dtype=np.int64)])
        # The n-th of all of them is the first sentence of its passage and so many further.
        sentences = np.arange(begins[-1]) + np.repeat(
            passages["first_sentence"] - begins[:-1], passages["sentences"]
        )
        return self._sentence_vectors[sentences] @ self._checked(vector), begins

    def word_shares(self, words: str) -> np.ndarray:
        """Return how much of ``words``, in search form, each passage holds, rare ones counting for more.

        (passage_count,) float32, 0 to 1; how it is reckoned stands in ``index.lexical``.
        """
        return self._bigrams.shares(words)

    # Articles by their number, from 0 in the order they were loaded: what a rebuild takes over.

    def number(self, article_id: str) -> int:
        """Return the number of the article with that id. Raises KeyError when the index does not hold it."""
        return self._numbered(article_id)

    @cached_property
    def _numbered(self) -> Callable[[str], int]:
        hashes = self._articles["id"]
        numbers = np.argsort(hashes, kind="stable")
        return lru_cache(_ARTICLES_KEPT)(partial(_find_number, hashes[numbers], numbers, self._shelved))

    def article_rows(self, number: int) -> range:
        """Return the rows of the passages of an article."""
        first = int(self._articles[number]["first_passage"])
        return range(first, first + int(self._articles[number]["passages"]))

    def contents(self) -> list[bytes]:
        """Return the 16 bytes of every article that tell what its passages were made from."""
        return [content.tobytes() for content in self._articles["content"]]

    def shelved(self, number: int) -> ShelvedArticle:
        """Return an article with its sections and dropped spans."""
        return self._shelved(number)

    def vectors(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the vectors of an article's passages and of their sentences, as they are kept."""
        rows = self.article_rows(number)
        passages = self._passages[rows.start : rows.stop]
        first = int(passages[0]["first_sentence"])
        last = first + int(passages["sentences"].sum())
        of_passages, of_sentences = self._vector_files
        return of_passages.rows(rows.start, rows.stop), of_sentences.rows(first, last)

    @cached_property
    def _vector_files(self) -> tuple[TableReader, TableReader]:
        return (
            TableReader(self.version / layout.PASSAGE_VECTORS),
            TableReader(self.version / layout.SENTENCE_VECTORS),
        )

    def _checked(self, vector: np.ndarray) -> np.ndarray:
        if vector.shape != (self.manifest.dimension,):
            raise ValueError(
                f"a vector of shape {vector.shape}, the index has dimension {self.manifest.dimension}"
            )
        return np.asarray(vector, np.float32)


def _find_number(
    hashes: np.ndarray, numbers: np.ndarray, shelved: Callable[[int], ShelvedArticle], article_id: str
) -> int:
    """Return the number of the article with that id, found by its short hash: ``hashes`` ascend."""
    wanted = np.uint64(layout.short_hash(article_id))
    first, last = np.searchsorted(hashes, wanted), np.searchsorted(hashes, wanted, "right")
    for number in numbers[first:last].tolist():
        if shelved(number).article.id == article_id:
            return int(number)
    raise KeyError(article_id)


def _read_article(articles: np.ndarray, lines: mmap.mmap, number: int) -> ShelvedArticle:
    article = articles[number]
    offset = int(article["offset"])
    return from_line(lines[offset : offset + int(article["size"])])


def _mapped_bytes(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
