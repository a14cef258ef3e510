"""From articles to an index on disk, one step after the other."""

from __future__ import annotations

import time
from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import numpy as np

from index.checks import Ids, unit_vectors, usable
from index.embed import Embedder
from index.errors import BadArticle, NothingToIndex
from index.files import Refuse
from index.layout import Counts
from index.records import Article, Passage
from index.reuse import Change, Earlier, content_of, splitter_settings
from index.searched import searchable_texts
from index.shelf import ShelvedArticle
from index.split import MAX_CHARS, split_article
from index.store import PassageIndex
from index.swap import finished_version, make_current, version_in_the_making
from index.writer import IndexWriter

# Texts that are embedded in one go: enough to sort them by length, few enough to keep a progress bar moving.
TEXTS_AT_ONCE = 1024

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild did, and what the index in ``folder`` now holds.

    ``added``, ``changed``, ``removed`` and ``unchanged`` count articles by their id against the index that was there
    before; ``embedded`` counts the texts that needed a vector. ``refused`` names what was left out and why.
    """

    folder: Path
    counts: Counts
    refused: tuple[BadArticle, ...]
    added: int
    changed: int
    removed: int
    unchanged: int
    embedded: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists, strings and numbers."""
        refused = [{"source": bad.source, "problem": bad.problem} for bad in self.refused]
        return {**asdict(replace(self, refused=())), "folder": str(self.folder), "refused": refused}


def build_index(
    articles: Iterable[Article],
    embedder: Embedder,
    folder: Path | str,
    *,
    max_chars: int = MAX_CHARS,
    full: bool = False,
    refused: list[BadArticle] | None = None,
    progress: Callable[[int], object] = lambda articles: None,
) -> BuildReport:
    """Make the index in ``folder`` hold exactly ``articles``; put it in place in one step when it is whole.

    Only what changed is split and embedded, unless ``full``. Articles that cannot be used are appended to ``refused``:
    hand in the list that the loader reports to, and the report names them all. ``progress`` hears how many more
    articles are done, also of those refused here, and may hear it in another thread. Raises NothingToIndex, IndexLocked,
    ForeignFolder, UnwritableIndex or BadVectors, and what ``articles`` and ``embedder`` raise themselves; then all is
    as it was.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars is {max_chars}; a passage holds at least 1 character")
    folder, began = Path(folder), time.monotonic()
    refused = [] if refused is None else refused
    splitter = splitter_settings(max_chars)
    done: Counter[str] = Counter()
    with version_in_the_making(folder) as making:
        earlier = Earlier(folder, embedder, splitter, full)

        def refuse(bad: BadArticle) -> None:
            refused.append(bad)
            progress(1)

        to_write = earlier.unless_the_same(_distinct(articles, refuse), partial(_unusable, max_chars), refuse)
        if to_write is None:
            counts = earlier.counts
            done["unchanged"] = counts.articles
            progress(counts.articles)
        else:
            writer = IndexWriter(making, embedder.dimension)
            prepared = (_prepare(article, earlier, max_chars) for article in to_write)
            for batch in _one_ahead(_batches(_with_evidence(prepared, refuse))):
                done["embedded"] += _write(batch, embedder, writer)
                done.update(item.change for item in batch)
                progress(len(batch))
            counts = _publish(folder, making, writer.close(embedder.name, embedder.fingerprint, splitter))
    return BuildReport(
        folder=folder,
        counts=counts,
        refused=tuple(refused),
        added=done["added"],
        changed=done["changed"],
        removed=earlier.counts.articles - done["changed"] - done["unchanged"],
        unchanged=done["unchanged"],
        embedded=done["embedded"],
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article on its way to the index, with the vectors that are known already, by the text embedded."""

    change: Change
    shelved: ShelvedArticle
    content: bytes
    passages: Sequence[Passage]
    passage_texts: list[str]
    sentence_texts: list[str]
    known_passages: dict[str, np.ndarray]
    known_sentences: dict[str, np.ndarray]


def _distinct(articles: Iterable[Article], refuse: Refuse) -> Iterator[Article]:
    """Yield the ``articles`` that an index can hold, but those whose id has come before: the same file may be reached by
    two paths.
    """
    ids = Ids()
    for given in articles:
        try:
            article = usable(given)
            ids.take(article.id, article.source)
        except BadArticle as bad:
            refuse(bad)
        else:
            yield article


def _prepare(article: Article, earlier: Earlier, max_chars: int) -> _Prepared:
    content = content_of(article)
    split = earlier.split(content) or split_article(article, max_chars)
    shelved = ShelvedArticle(article, split.sections, split.dropped)
    of_passages, of_sentences = texts = searchable_texts(shelved, split.passages)
    known_passages, known_sentences = earlier.vectors(content, article.id, texts)
    return _Prepared(
        change=earlier.compare(article),
        shelved=shelved,
        content=content,
        passages=split.passages,
        passage_texts=of_passages,
        sentence_texts=of_sentences,
        known_passages=known_passages,
        known_sentences=known_sentences,
    )


def _with_evidence(prepared: Iterable[_Prepared], refuse: Refuse) -> Iterator[_Prepared]:
    found = False
    for item in prepared:
        if item.passages:
            found = True
            yield item
        else:
            refuse(_without_evidence(item.shelved.article))
    if not found:
        raise NothingToIndex("no article holds anything to index")


def _unusable(max_chars: int, article: Article) -> BadArticle | None:
    """Return why no index holds ``article``, and None when one may."""
    return None if split_article(article, max_chars).passages else _without_evidence(article)


def _without_evidence(article: Article) -> BadArticle:
    return BadArticle(article.source, "holds no sentence that could be evidence")


def _batches(prepared: Iterable[_Prepared]) -> Iterator[list[_Prepared]]:
    """Yield articles together until they have ``TEXTS_AT_ONCE`` texts to embed."""
    batch: list[_Prepared] = []
    texts = 0
    for item in prepared:
        batch.append(item)
        texts += len(item.passage_texts) + len(item.sentence_texts)
        if texts >= TEXTS_AT_ONCE:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch


def _one_ahead(batches: Iterable[list[_Prepared]]) -> Iterator[list[_Prepared]]:
    """Yield ``batches``, each made in a thread while the one before it is embedded."""
    coming = iter(batches)
    following = _in_a_thread(lambda: next(coming, None))
    while batch := following.result():
        following = _in_a_thread(lambda: next(coming, None))
        yield batch


def _in_a_thread(work: Callable[[], T]) -> Future[T]:
    """Begin ``work`` in a thread that is not waited for when its result is no longer wanted, as one of a pool would be.

    Before a batch is made any number of bad articles may be read; Ctrl-C is answered at once all the same.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # for whoever asks for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def _write(batch: Sequence[_Prepared], embedder: Embedder, writer: IndexWriter) -> int:
    """Embed what has no vector yet, write the articles, and return how many texts were embedded."""
    new_passages = _embedded(
        [(item.passage_texts, item.known_passages) for item in batch], embedder, embedder.embed_passages
    )
    new_sentences = _embedded(
        [(item.sentence_texts, item.known_sentences) for item in batch], embedder, embedder.embed_sentences
    )
    for item in batch:
        writer.add(
            item.shelved,
            item.passages,
            item.passage_texts,
            item.content,
            _vectors(item.passage_texts, ChainMap(item.known_passages, new_passages)),
            _vectors(item.sentence_texts, ChainMap(item.known_sentences, new_sentences)),
        )
    return len(new_passages) + len(new_sentences)


def _embedded(
    items: Sequence[tuple[Sequence[str], Mapping[str, np.ndarray]]],
    embedder: Embedder,
    embed: Callable[[Sequence[str]], np.ndarray],
) -> dict[str, np.ndarray]:
    """Return the vectors of those texts of ``items`` that are not among the known ones beside them."""
    new = list(dict.fromkeys(text for texts, known in items for text in texts if text not in known))
    if not new:
        return {}
    vectors = unit_vectors(embed(new), len(new), embedder.dimension, embedder.name)
    return dict(zip(new, vectors, strict=True))


def _vectors(texts: Sequence[str], by_text: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.stack([by_text[text] for text in texts])


def _publish(folder: Path, making: Path, checksum: str) -> Counts:
    """Open the new version as a reader would, and let readers open it when that went well."""
    version = finished_version(folder, making, checksum)
    counts = PassageIndex(folder, version).manifest.counts
    make_current(folder)
    return counts
