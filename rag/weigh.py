"""Whether what was found answers the question, and which of its sentences are the evidence.

Words about another platform or of another year, and a text where a figure is asked for, are never evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Literal

from index.records import Article
from rag.about import is_about, is_no_law_for_it, is_of_the_lender
from rag.enough import ENOUGH_UNNAMED, KEPT, enough_for
from rag.evidence import Evidence, candidates_of
from rag.fits import has_shape, is_of_its_year
from rag.records import Hit, RefusalCode
from rag.scope import scope_around, scope_of
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked
from rag.whether import says_whether

Verdict = Literal["enough"] | RefusalCode

VAGUE = 0.05  # of the probability to answer: from here on something general was found
_OTHERS_NAMED = 2  # sentences whose platforms are named
_FRESH_DAYS = 365


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence, best first, and the verdict on it.

    ``others`` names the platforms that it speaks of instead, or alone where two are set beside each other.
    """

    evidence: tuple[Evidence, ...]
    verdict: Verdict
    others: frozenset[str] = frozenset()


def weigh(
    asked: Asked,
    hits: Sequence[Hit],
    article: Callable[[str], Article] | None = None,
    today: date | None = None,
) -> Weighed:
    """Judge the sentences of ``hits`` as evidence for ``asked``.

    ``article`` gives an article by its id: without it, what a passage does not say itself (whom its article is about,
    when it was published) counts as not said. ``today`` is what "now" means, the real day unless given.
    """
    if not asked.text:
        return Weighed((), "no_question")
    if asked.wanted.personal:
        return Weighed((), "personal")
    published = _published(article)
    candidates = candidates_of(asked, [hit for hit in hits if not is_no_law_for_it(asked, hit.passage)])
    around = cache(partial(scope_around, article=article))

    def scope(one: Evidence) -> frozenset[str]:
        return scope_of(one.sentence.text, one.hit.passage, around)

    # Only a question that names a platform cares whom a sentence speaks of.
    apart = [
        bool(asked.platforms) and not is_about(asked, scope(one), one.sentence.text, one.hit.passage.title)
        for one in candidates
    ]
    about_it = [one for one, other in zip(candidates, apart, strict=True) if not other]
    fitting = [
        one
        for one in about_it
        if has_shape(asked, one)
        and says_whether(asked, one.sentence.text, one.hit.passage, one.features.focus)
        and (not asked.wanted.years or is_of_its_year(asked, one, published(one)))
    ]
    enough = [one for one in fitting if one.answers >= enough_for(asked, one)]
    if (
        asked.kind == "yes_no"
        and asked.platforms
        and not any(is_of_the_lender(asked, hit, around) for hit in hits)
    ):
        enough = [one for one in enough if one.answers >= ENOUGH_UNNAMED]
    if enough:
        today = today or date.today()
        holds_now = (is_statute(one.hit.passage.title) or _is_fresh(published(one), today) for one in enough)
        if asks_of_now(asked, today) and not any(holds_now):
            return Weighed((), "outdated")
        # A sentence that names the very action may take the other side in quite other words: it is kept for that.
        kept = tuple(e for e in fitting if e.relevance >= KEPT or e.features.focus == 1.0)
        return Weighed(kept or tuple(enough[:1]), "enough")
    elsewhere = [
        one
        for one, other in zip(candidates, apart, strict=True)
        if other and one.answers >= enough_for(asked, one) and scope(one)
    ]
    if elsewhere:
        nearest = sorted(elsewhere, key=lambda one: -one.answers)[:_OTHERS_NAMED]
        others = frozenset().union(*(scope(one) for one in nearest))
        return Weighed((), "other_platform", others)
    if asked.kind == "compare" and about_it:
        spoken_of = frozenset().union(*(scope(one) for one in about_it))
        silent = frozenset(one for one in asked.platforms if not terms().related((one,), spoken_of))
        if silent and silent != asked.platforms:
            return Weighed((), "other_platform", asked.platforms - silent)
    return Weighed((), "vague" if any(one.answers >= VAGUE for one in about_it) else "nothing")


def asks_of_now(asked: Asked, today: date) -> bool:
    """Return whether the question wants a figure or a rule as it is now, which an old article cannot give."""
    now = asked.wanted.now or any(int(year) >= today.year for year in asked.wanted.years)
    return now and asked.kind in ("how_much", "when")


def _published(article: Callable[[str], Article] | None) -> Callable[[Evidence], date | None]:
    return lambda one: article(one.sentence.article_id).published if article else None


def _is_fresh(published: date | None, today: date) -> bool:
    return published is not None and 0 <= (today - published).days <= _FRESH_DAYS
