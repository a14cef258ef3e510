"""Writes one version of an index, article after article, holding none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from index import layout
from index.layout import Counts, Manifest
from index.lexical import BigramWriter
from index.nearest import write_cells
from index.records import Passage
from index.shelf import ShelvedArticle, to_line
from index.tables import TableWriter, write_table
from index.twins import Voices


class IndexWriter:
    """Fills an empty ``folder``: ``add`` every article, then ``close``."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension
        self._lines = (folder / layout.ARTICLE_LINES).open("wb")
        self._articles = TableWriter(folder / layout.ARTICLES, layout.ARTICLE)
        self._passages = TableWriter(folder / layout.PASSAGES, layout.PASSAGE)
        self._sentences = TableWriter(folder / layout.SENTENCES, layout.SENTENCE)
        self._passage_vectors = TableWriter(folder / layout.PASSAGE_VECTORS, layout.VECTOR, dimension)
        self._sentence_vectors = TableWriter(folder / layout.SENTENCE_VECTORS, layout.VECTOR, dimension)
        self._bigrams = BigramWriter(folder)
        self._voices = Voices()
        self._bytes = self._sections = self._undated = 0
        self._days: set[str] = set()
        self._dropped: Counter[str] = Counter()

    def add(
        self,
        shelved: ShelvedArticle,
        passages: Sequence[Passage],
        texts: Sequence[str],
        content: bytes,
        passage_vectors: np.ndarray,
        sentence_vectors: np.ndarray,
    ) -> None:
        """Append one article with its ``passages`` in reading order; ``texts`` are what is searched for of each.

        ``content`` is 16 bytes that change when the passages or their vectors would. The vectors have shapes
        (passages, dimension) and (sentences of all the passages, dimension).
        """
        self._append_passages(passages)
        self._append_article(shelved, content, len(passages))
        self._passage_vectors.append(passage_vectors)
        self._sentence_vectors.append(sentence_vectors)
        self._voices.add(self._bigrams.add(texts))
        self._sections += len(shelved.sections)
        day = shelved.article.published
        if day and day <= date.today():
            self._days.add(day.isoformat())
        else:
            self._undated += 1
        for span in shelved.dropped:
            self._dropped[span.reason] += span.end - span.start

    def close(self, embedder: str, fingerprint: str, splitter: Mapping[str, str | int]) -> str:
        """Finish the files, put them on disk, vouch for them; return the manifest's own sha256."""
        self._lines.close()
        for table in self._tables():
            table.close()
        self._bigrams.close()
        twins = self._voices.first_twins()
        write_table(self._folder / layout.FIRST_TWINS, twins)
        write_cells(self._folder / layout.PASSAGE_VECTORS, self._folder / layout.PASSAGE_CELLS)
        write_cells(self._folder / layout.SENTENCE_VECTORS, self._folder / layout.SENTENCE_CELLS)
        files = {path.name: layout.seal(path) for path in sorted(self._folder.iterdir())}
        manifest = Manifest(
            format_version=layout.FORMAT_VERSION,
            embedder=embedder,
            fingerprint=fingerprint,
            dimension=self._dimension,
            splitter=splitter,
            counts=self._counts(duplicates=int((twins != np.arange(len(twins))).sum())),
            built_at=datetime.now(UTC).isoformat(),
            files=files,
        )
        return layout.write_manifest(self._folder, manifest)

    def _append_article(self, shelved: ShelvedArticle, content: bytes, passages: int) -> None:
        line = to_line(shelved)
        self._lines.write(line)
        row = (
            layout.short_hash(shelved.article.id),
            content,
            self._bytes,
            len(line),
            self._passages.rows - passages,
            passages,
        )
        self._bytes += len(line)
        self._articles.append(np.array([row], layout.ARTICLE))

    def _append_passages(self, passages: Sequence[Passage]) -> None:
        article, first_passage, first_sentence = (
            self._articles.rows,
            self._passages.rows,
            self._sentences.rows,
        )
        passage_rows: list[tuple[int, ...]] = []
        sentence_rows: list[tuple[int, ...]] = []
        for number, passage in enumerate(passages, first_passage):
            at, count = first_sentence + len(sentence_rows), len(passage.sentences)
            passage_rows.append((article, passage.section, passage.start, passage.end, at, count))
            sentence_rows += [(number, sentence.start, sentence.end) for sentence in passage.sentences]
        self._passages.append(np.array(passage_rows, layout.PASSAGE))
        self._sentences.append(np.array(sentence_rows, layout.SENTENCE))

    def _counts(self, duplicates: int) -> Counts:
        return Counts(
            articles=self._articles.rows,
            sections=self._sections,
            passages=self._passages.rows,
            sentences=self._sentences.rows,
            duplicates=duplicates,
            undated=self._undated,
            oldest=min(self._days, default=None),
            newest=max(self._days, default=None),
            dropped=dict(sorted(self._dropped.items())),
        )

    def _tables(self) -> tuple[TableWriter, ...]:
        return (
            self._articles,
            self._passages,
            self._sentences,
            self._passage_vectors,
            self._sentence_vectors,
        )
