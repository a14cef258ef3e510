"""One article as one line of JSON: its record, its sections and its dropped spans, to and fro."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.records import Article, Dropped, Section, Span


@dataclass(frozen=True, slots=True)
class ShelvedArticle:
    """An article with what cleaning and splitting found in it."""

    article: Article
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]


def to_line(shelved: ShelvedArticle) -> bytes:
    """Return the line, with its newline, in UTF-8."""
    article = shelved.article
    span = article.title_span
    shape = {
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "title_span": span and [span.start, span.end],
        "title_derived": article.title_derived,
        "published": article.published and article.published.isoformat(),
        "url": article.url,
        "text": article.text,
        "sections": [[section.headings, section.start, section.end] for section in shelved.sections],
        "dropped": [[dropped.start, dropped.end, dropped.reason] for dropped in shelved.dropped],
    }
    return json.dumps(shape, ensure_ascii=False).encode("utf-8") + b"\n"


def from_line(line: bytes) -> ShelvedArticle:
    """Return what ``to_line`` was given."""
    shape: dict[str, Any] = json.loads(line.decode("utf-8"))
    span, published = shape["title_span"], shape["published"]
    article = Article(
        id=shape["id"],
        source=shape["source"],
        text=shape["text"],
        title=shape["title"],
        title_span=span and Span(*span),
        title_derived=shape["title_derived"],
        published=published and date.fromisoformat(published),
        url=shape["url"],
    )
    sections = (
        Section(article.id, number, tuple(headings), start, end)
        for number, (headings, start, end) in enumerate(shape["sections"])
    )
    return ShelvedArticle(article, tuple(sections), tuple(Dropped(*dropped) for dropped in shape["dropped"]))
