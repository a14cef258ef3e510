"""What a rebuild takes over from the index that is there: what has not changed is not split or embedded again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np

from index.embed import Embedder
from index.errors import BadArticle, BrokenIndex, MissingIndex
from index.files import Refuse
from index.layout import Counts
from index.records import Article
from index.searched import searchable_texts
from index.split import SplitArticle
from index.store import PassageIndex

# What decides how an article is cut and what is searched for of it, besides the files of this package.
_CUT_BY = ("jieba", "langchain-text-splitters", "opencc")

_log = logging.getLogger(__name__)

Change = Literal["added", "changed", "unchanged"]


class Earlier:
    """The index that a rebuild begins with, or nothing where none is there that can be read."""

    def __init__(
        self, folder: Path, embedder: Embedder, splitter: Mapping[str, str | int], full: bool = False
    ) -> None:
        """Vectors are taken over when they are by the same embedder and code, cuts when by all of ``splitter``.

        With ``full`` nothing is: articles are only compared.
        """
        self._index = _opened(folder)
        manifest = self._index.manifest if self._index else None
        # What was embedded is not kept but made again from what is: code that makes it otherwise would pair a vector
        # with a text that it is not of.
        self._same_vectors = (
            manifest is not None
            and manifest.fingerprint == embedder.fingerprint
            and manifest.splitter.get("code") == splitter["code"]
            and not full
        )
        self._same_cuts = manifest is not None and manifest.splitter == splitter and self._same_vectors
        self._same_name = manifest is not None and manifest.embedder == embedder.name
        contents = self._index.contents() if self._index and self._same_cuts else []
        self._numbers = {content: number for number, content in enumerate(contents)}

    @property
    def counts(self) -> Counts:
        """How much it holds."""
        return self._index.manifest.counts if self._index else Counts()

    def compare(self, article: Article) -> Change:
        """Tell how ``article`` differs from the one that had its id."""
        number = self._number(article.id)
        if self._index is None or number is None:
            return "added"
        return "unchanged" if self._index.shelved(number).article == article else "changed"

    def unless_the_same(
        self,
        articles: Iterable[Article],
        unusable: Callable[[Article], BadArticle | None],
        refuse: Refuse,
    ) -> Iterator[Article] | None:
        """Return ``articles``, or None when the index was made of just these, in this order and in the same way.

        The name of the embedder belongs to the way: it is where the weights are found when the index is asked.

        Holds none of them: those that are the same are given from the index, the others as they come, but those that
        are ``unusable``, which no index holds; they go to ``refuse``.
        """
        articles = iter(articles)
        if self._index is None or not self._same_cuts:
            return articles
        same = 0
        for article in articles:
            if same < self._index.article_count and self._index.shelved(same).article == article:
                same += 1
            elif bad := unusable(article):
                refuse(bad)
            else:
                return chain(self._index.articles(same), [article], articles)
        if same == self._index.article_count and self._same_name:
            return None
        return self._index.articles(same)

    def split(self, content: bytes) -> SplitArticle | None:
        """Return how an article of the same ``content`` was cut, whatever its id was."""
        number = self._numbers.get(content)
        if self._index is None or number is None:
            return None
        shelved = self._index.shelved(number)
        passages = map(self._index.passage, self._index.article_rows(number))
        return SplitArticle(sections=shelved.sections, passages=tuple(passages), dropped=shelved.dropped)

    def vectors(
        self, content: bytes, article_id: str, texts: tuple[list[str], list[str]]
    ) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Return the vectors of the passages and those of the sentences of an article of the same ``content``, or else
        id, each by the text that was embedded.

        ``texts`` are the ``searchable_texts`` of the article as it is now.
        """
        same = content in self._numbers
        number = self._numbers[content] if same else self._number(article_id)
        if self._index is None or number is None or not self._same_vectors:
            return {}, {}
        if not same:
            passages = map(self._index.passage, self._index.article_rows(number))
            texts = searchable_texts(self._index.shelved(number), passages)
        of_passages, of_sentences = map(dict, map(zip, texts, self._index.vectors(number)))
        return of_passages, of_sentences

    def _number(self, article_id: str) -> int | None:
        try:
            return self._index.number(article_id) if self._index else None
        except KeyError:
            return None


def _opened(folder: Path) -> PassageIndex | None:
    try:
        return PassageIndex.open(folder)
    except MissingIndex:
        return None
    except BrokenIndex as broken:
        _log.warning("%s: %s; nothing of it is taken over", folder / broken.file, broken.problem)
        return None


def content_of(article: Article) -> bytes:
    """Return 16 bytes that change when anything does that passages and vectors are made from."""
    made_from = repr((article.text, article.title, article.title_span, article.title_derived))
    return hashlib.blake2b(made_from.encode("utf-8"), digest_size=16).digest()


def splitter_settings(max_chars: int) -> dict[str, str | int]:
    """Return what decides how articles are cut: the settings, and the code as it stands."""
    code = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        code.update(file.read_bytes())
    for package in _CUT_BY:
        code.update(f"{package} {version(package)}".encode())
    return {"max_chars": max_chars, "code": code.hexdigest()}
