"""The article behind a citation: its whole text, and what that lost when it was scraped."""

from __future__ import annotations

from dataclasses import dataclass

from index.repair import Repair, find_repairs
from index.store import PassageIndex
from rag.records import Citation


@dataclass(frozen=True, slots=True)
class Source:
    """The whole text of an article, and what is missing in it, in order; almost always nothing."""

    text: str
    repairs: tuple[Repair, ...] = ()


def source_of(citation: Citation, passage_index: PassageIndex) -> Source | None:
    """Return what ``citation`` quotes from; None when the article is gone, or holds the quote no more in its place."""
    try:
        shelved = passage_index.shelved(passage_index.number(citation.article_id))
    except KeyError:
        return None
    text = shelved.article.text
    if text[citation.start : citation.end] != citation.quote:
        return None
    return Source(text, find_repairs(text, shelved.dropped))
