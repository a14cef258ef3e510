"""Whether what was found answers the question, and which of its sentences are the evidence.

Words about another platform or of another year, and a text where a figure is asked for, are never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Literal

from index.records import Article, Passage
from index.shapes import ARTICLE_OF_LAW
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.enough import ENOUGH_UNNAMED, enough_for, names_what_is_asked
from rag.evidence import Evidence, candidates_of, holds
from rag.quotable import introduces
from rag.records import Hit
from rag.scope import bodies_in, scope_around, scope_of
from rag.statement import is_statute
from rag.terms import ANY_BANK, terms
from rag.understand import Asked
from rag.wanted import Unit
from rag.whether import says_whether

Verdict = Literal["enough", "nothing", "vague", "other_platform", "outdated", "personal", "no_question"]

VAGUE = 0.05  # of the probability to answer: from here on something general was found
KEPT = 0.15  # of relevance: what is less is left out
_OTHERS_NAMED = 2  # sentences whose platforms are named
_WHOSE = 0.8
_NAMED = 0.4  # of the question's words must stand around a figure for it to be the one asked for
_NUMBER_TO_CALL = re.compile(r"\d{3,4}[- ]?\d{3,4}[- ]?\d{0,4}|(?<!\d)\d{5,12}(?!\d)")
_CALLED = re.compile(r"(官方|人工|客服|投诉|举报|咨询|服务)*(电话|热线|号码|联系方式)+")
_OF_FRAUD = re.compile(r"自称|冒充|谎称|假冒|骗")
_FRESH_DAYS = 365
# A question that names the unit is answered by a figure in it: 多少天 by days, 多少钱 by money or a rate.
_NUMERAL = r"[\d一二两三四五六七八九十百千万半几]+\s*"
_UNITS: dict[Unit, re.Pattern[str]] = {
    "time": re.compile(
        rf"{_NUMERAL}(?:多|余)?个?(?:工作|自然)?(?:天|日|周|星期|月|年|小时)|随时|立即|当[天日]"
    ),
    "money": re.compile(rf"{_NUMERAL}(?:多|余)?(?:元|块|万|亿|倍|%)|[%‰]|[百千万]分之|免费|无息|全额"),
    "clock": re.compile(
        rf"{_NUMERAL}(?:[点时:]|:\d)|\d:\d|凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|夜间|深夜"
    ),
    "date": re.compile(
        rf"{_NUMERAL}(?:[年月日号]|周年)|当天|次日|昨天|今天|明天|前天|星期|周[一二三四五六日]"
    ),
}
_SET_APART = re.compile(
    r"(?:[与和跟同](?=[^,。;]{2,8}(?:不同|不一样|相反))|不同于|不像|区别于)([^,。;]{2,8}?)(?:不同|不一样|相反|,|$)"
)
_LAW = re.compile(rf"《[^》]+》|{ARTICLE_OF_LAW.pattern}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence, best first, and the verdict on it. ``others`` names the platforms that it speaks of instead."""

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
    candidates = candidates_of(asked, hits)
    around = cache(partial(scope_around, article=article))

    def scope(one: Evidence) -> frozenset[str]:
        return scope_of(one.sentence.text, one.hit.passage, around)

    # Only a question that names a platform cares whom a sentence speaks of.
    bodies = bodies_in(asked.text)
    apart = [
        (bool(asked.platforms) and not is_about(asked, scope(one), one.sentence.text))
        or (bool(bodies) and _is_of_another_body(bodies, one.hit.passage.title))
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
    if asked.kind == "yes_no" and asked.platforms and not any(_speaks_of(asked, hit, around) for hit in hits):
        enough = [one for one in enough if one.answers >= ENOUGH_UNNAMED]
    if enough:
        today = today or date.today()
        if asks_of_now(asked, today) and not any(_is_fresh(published(one), today) for one in enough):
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
    return Weighed((), "vague" if any(one.answers >= VAGUE for one in about_it) else "nothing")


def _speaks_of(asked: Asked, hit: Hit, around: Callable[[Passage], frozenset[str]]) -> bool:
    """Whether what was found is about the lender that is asked about, or law, which is about all of them."""
    return is_statute(hit.passage.title) or terms().related(asked.platforms, around(hit.passage))


def has_shape(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds the kind of thing asked for: a number, a telephone number, a law by name.

    What a lender is, is none where something else is asked.
    """
    sentence = evidence.sentence.text
    if asked.wanted.number_to_call:
        # A number belongs to whom its passage speaks of: that must be whom the question names.
        whose = _coverage_of_whom(asked, evidence) >= _WHOSE
        return whose and _NUMBER_TO_CALL.search(sentence) is not None and not _OF_FRAUD.search(sentence)
    if asked.wanted.law_by_name:
        return _LAW.search(sentence) is not None
    if _of_what_is_done(asked) and introduces(sentence) and not names_what_is_asked(asked, evidence):
        return False
    if asked.kind != "yes_no" and not all(_UNITS[unit].search(sentence) for unit in asked.wanted.units):
        return False
    if asked.kind == "how_much":
        named = evidence.features.passage_coverage >= _NAMED or evidence.features.focus == 1.0
        named = named or is_statute(evidence.hit.passage.title)
        return named and evidence.features.thing == 1.0
    return True


def _of_what_is_done(asked: Asked) -> bool:
    """Whether the question asks what is done, how, why or when: not what something is, beside another, or to be trusted."""
    if asked.kind == "yes_no":
        return asked.wanted.claim != "lawful" and not asked.wanted.trust and len(asked.platforms) < 2
    return asked.kind in ("how_to", "why", "when", "how_much")


def _coverage_of_whom(asked: Asked, evidence: Evidence) -> float:
    """The share of the name of whom to call that stands around the number: the words for a number do not count."""
    passage = evidence.hit.passage
    whom = content_bigrams(_CALLED.sub(" ", asked.text))
    around = search_form("\n".join((passage.title, *passage.headings, passage.text)))
    return coverage(whom, around) if whom else evidence.features.passage_coverage


def is_of_its_year(asked: Asked, evidence: Evidence, published: date | None) -> bool:
    """Return whether every year that the question names stands around the sentence, or is the year it was published in."""
    passage = evidence.hit.passage
    around = "\n".join((passage.title, *passage.headings, passage.text))
    known = {*_YEAR.findall(around), str(published.year if published else "")}
    return known.issuperset(asked.wanted.years)


def asks_of_now(asked: Asked, today: date) -> bool:
    """Return whether the question wants a figure or a rule as it is now, which an old article cannot give."""
    now = asked.wanted.now or any(int(year) >= today.year for year in asked.wanted.years)
    return now and asked.kind in ("how_much", "when")


def _published(article: Callable[[str], Article] | None) -> Callable[[Evidence], date | None]:
    return lambda one: article(one.sentence.article_id).published if article else None


def _is_fresh(published: date | None, today: date) -> bool:
    return published is not None and 0 <= (today - published).days <= _FRESH_DAYS


def _is_of_another_body(asked: frozenset[str], title: str) -> bool:
    """Whether a statute with this ``title`` is made for none of the kinds of body that are ``asked`` about, but for another."""
    bodies = bodies_in(search_form(title)) if is_statute(title) else frozenset()
    return bool(bodies) and bodies.isdisjoint(asked)


def is_about(asked: Asked, scope: frozenset[str], sentence: str) -> bool:
    """Return whether a sentence on the platforms ``scope`` may answer: on the one asked about, or on none in particular.

    A figure that is on no platform in particular never answers for one: fees and rates are each lender's own.
    """
    if not asked.platforms:
        return True
    if not scope:
        own = (
            asked.platforms - {ANY_BANK}
            and asked.kind == "how_much"
            and holds("how_much", search_form(sentence))
        )
        return not own
    apart = " ".join(_SET_APART.findall(search_form(sentence)))
    if apart and asked.platforms & terms().platforms_in(apart):
        return False  # "与信用卡不同,储蓄卡……" is about the other one
    return terms().related(asked.platforms, scope)
