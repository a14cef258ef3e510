"""Of which lender a text speaks: the one it names, else the one that what stands around it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from index.records import Article, Passage
from index.text import search_form
from rag.statement import is_statute
from rag.terms import terms

_ABOUT = 2  # mentions at least make an article one about a lender: one may be in passing


def scope_around(passage: Passage, article: Callable[[str], Article] | None = None) -> frozenset[str]:
    """Return the platforms that the headings of ``passage`` speak of, else its text, its title, its article.

    ``article`` gives an article by its id: without it the last is not looked at. A statute is about no lender that it
    only mentions somewhere.
    """
    for text in (" ".join(passage.headings), passage.text, passage.title):
        if found := terms().platforms_in(search_form(text)):
            return found
    if article is None or is_statute(passage.title):
        return frozenset()
    mentions = Counter(terms().platform_mentions(article(passage.article_id).text))
    return frozenset(name for name, count in mentions.items() if count >= _ABOUT)


def scope_of(
    sentence: str, passage: Passage, around: Callable[[Passage], frozenset[str]] = scope_around
) -> frozenset[str]:
    """Return the platforms that ``sentence`` of ``passage`` speaks of: its own, else those ``around`` it."""
    return terms().platforms_in(search_form(sentence)) or around(passage)
