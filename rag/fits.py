"""Whether a sentence holds what the question asks for: a figure in its unit, a number to call, a law by name, its year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.records import Passage
from index.shapes import ARTICLE_OF_LAW
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.enough import names_what_is_asked
from rag.evidence import Evidence
from rag.owing import COMMON
from rag.quotable import introduces
from rag.statement import closes_statute, is_statute, speaks_of_fraud
from rag.terms import terms
from rag.understand import Asked
from rag.wanted import Unit

_WHOSE = 0.8
_HALF = 0.5  # of the words of a thing, and one more, must stand where it is told what it is
_NAMED = 0.4  # of the question's words must stand around a figure for it to be the one asked for
_NUMBER_TO_CALL = re.compile(r"\d{3,4}[- ]?\d{3,4}[- ]?\d{0,4}|(?<!\d)\d{5,12}(?!\d)")
_CALLED = re.compile(r"(官方|人工|客服|投诉|举报|咨询|服务)*(电话|热线|号码|联系方式)+")
# A question that names the unit is answered by a figure in it: 多少天 by days, 多少钱 by money or a rate.
_NUMERAL = r"[\d一二两三四五六七八九十百千万半几]+\s*"
_UNITS: dict[Unit, re.Pattern[str]] = {
    "time": re.compile(
        rf"{_NUMERAL}(?:多|余)?个?(?:工作|自然)?(?:天|日|周|星期|月|年|小时)|随时|立即|当[天日]"
    ),
    "money": re.compile(
        rf"{_NUMERAL}(?:多|余)?(?:[港美欧日韩澳加台]?元|块|[英欧]镑|万|亿|倍|%)|[$¥€£]\s*\d|[%‰]|[百千万]分之|免费|无息|全额"
    ),
    "clock": re.compile(rf"{_NUMERAL}(?:[点时]|:\d)|\d:\d|凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|夜间|深夜"),
    "date": re.compile(
        rf"{_NUMERAL}(?:[年月日号]|周年)|当天|次日|昨天|今天|明天|前天|星期|周[一二三四五六日]"
    ),
}
# How a deed is punished tells no other figure: how long one may ask the court, how much makes it a crime.
_PENALTY = re.compile(
    r"[并单]?处[^,。;、]*?(?:徒刑|拘役|拘留|管制|罚金|罚款)(?:、?(?:或者)?(?:拘役|管制|拘留|罚金|罚款))*"
)
_ASKS_SINCE_WHEN = re.compile(r"施行|实施|生效|废止|废除|出台|作废|(?<!限)(?<!被)执行")
_LAW = re.compile(rf"《[^》]+》|{ARTICLE_OF_LAW.pattern}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def has_shape(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds the kind of thing asked for: a number, a telephone number, a law by name.

    What a lender is, is none where something else is asked, nor is since when a statute holds.
    """
    sentence, of_law = search_form(evidence.sentence.text), is_statute(evidence.hit.passage.title)
    if of_law and closes_statute(sentence) and not _ASKS_SINCE_WHEN.search(asked.text):
        return False
    if asked.wanted.number_to_call:
        # A number belongs to whom its passage speaks of: that must be whom the question names.
        whose = _coverage_of_whom(asked, evidence) >= _WHOSE
        return whose and _NUMBER_TO_CALL.search(sentence) is not None and not speaks_of_fraud(sentence)
    if asked.wanted.law_by_name and asked.kind != "yes_no":
        return _LAW.search(sentence) is not None
    things = asked.wanted.compared if asked.kind == "compare" else (asked.wanted.denied,)
    if asked.kind in ("compare", "why") and not _names_each(things, evidence.hit.passage):
        return False
    if asked.kind == "compare" and not _names_the_measure(asked, evidence):
        return False
    thing = content_bigrams(asked.wanted.defined)
    if thing and coverage(thing, sentence) <= _HALF:
        return False
    if _of_what_is_done(asked) and introduces(sentence) and not names_what_is_asked(asked, evidence):
        return False
    figures = sentence if asked.wanted.penalty else _PENALTY.sub("", sentence)
    if asked.kind != "yes_no" and not all(_UNITS[unit].search(figures) for unit in asked.wanted.units):
        return False
    if asked.kind == "how_much":
        named = evidence.features.passage_coverage >= _NAMED
        if of_law and asked.glosses:
            return named and evidence.features.thing == 1.0
        return (named or of_law or evidence.features.focus == 1.0) and evidence.features.thing == 1.0
    return True


def _names_each(things: Sequence[str], passage: Passage) -> bool:
    """Whether ``passage`` names each of ``things``, by its lender or in words that not every article of the field has."""
    around = search_form("\n".join((passage.title, *passage.headings, passage.text)))
    lenders = terms().platforms_in(around)
    own = [(terms().platforms_in(thing), content_bigrams(COMMON.sub(" ", thing))) for thing in things]
    return all(not (of or words) or of & lenders or coverage(words, around) > 0.0 for of, words in own)


def _names_the_measure(asked: Asked, evidence: Evidence) -> bool:
    """Whether the sentence, or what stands above it, names that in which two things are compared: 利息 in 哪个利息高."""
    above = evidence.hit.passage.headings
    named = terms().actions_in(search_form(" ".join((*above, evidence.sentence.text))))
    return not asked.actions or not asked.actions.isdisjoint(named)


def is_of_its_year(asked: Asked, evidence: Evidence, published: date | None) -> bool:
    """Return whether every year that the question names stands around the sentence, or is the year it was published in."""
    passage = evidence.hit.passage
    around = "\n".join((passage.title, *passage.headings, passage.text))
    known = {*_YEAR.findall(around), str(published.year if published else "")}
    return known.issuperset(asked.wanted.years)


def _of_what_is_done(asked: Asked) -> bool:
    """Whether the question asks what is done, how, why or when: not what something is, beside another, or to be trusted."""
    if asked.kind == "yes_no":
        if asked.wanted.claim == "happens" and len(asked.platforms) > 1 and not asked.wanted.harmed:
            return False  # "花呗和借呗是一个东西吗"
        return asked.wanted.claim != "lawful" and not asked.wanted.trust
    return asked.kind in ("how_to", "why", "when", "how_much")


def _coverage_of_whom(asked: Asked, evidence: Evidence) -> float:
    """The share of the name of whom to call that stands around the number: the words for a number do not count."""
    passage = evidence.hit.passage
    whom = content_bigrams(_CALLED.sub(" ", asked.text))
    around = search_form("\n".join((passage.title, *passage.headings, passage.text)))
    return coverage(whom, around) if whom else evidence.features.passage_coverage
