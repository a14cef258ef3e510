"""An answer on its way: our first line, the quotes under it, and what makes two quotes one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import search_form
from rag.reader import Quote
from rag.records import AnswerKind

_ALIKE = 0.6  # share of character pairs above which two quotes say the same


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are numbered: our first line, and the quotes in the order they are shown.

    ``direct``: they answer, and are not only the nearest that there is.
    """

    kind: AnswerKind
    headline: str
    quotes: tuple[Quote, ...]
    direct: bool = True


def in_reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Return ``quotes`` grouped by article, the article that was found first leading; within it as the article reads."""
    rank = {article: at for at, article in enumerate(dict.fromkeys(q.passage.article_id for q in quotes))}
    return sorted(quotes, key=lambda quote: (rank[quote.passage.article_id], quote.start))


def said_already(quote: Quote, others: Iterable[Quote]) -> bool:
    """Return whether one of ``others`` overlaps ``quote`` or says the same in nearly the same words."""
    pairs = _pairs(quote.text)
    for other in others:
        same_article = other.passage.article_id == quote.passage.article_id
        if same_article and other.start < quote.end and quote.start < other.end:
            return True
        theirs = _pairs(other.text)
        if len(pairs & theirs) >= _ALIKE * min(len(pairs), len(theirs)):
            return True
    return False


def stands_in(part: Quote, whole: Quote) -> bool:
    """Return whether ``part`` is a piece of the longer ``whole``."""
    same_article = part.passage.article_id == whole.passage.article_id
    return same_article and whole.start <= part.start and part.end <= whole.end and part.text != whole.text


@lru_cache(256)
def _pairs(text: str) -> frozenset[str]:
    bare = re.sub(r"\W", "", search_form(text))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))
