"""How likely it must be that a sentence answers, before the question counts as answered."""

from __future__ import annotations

import re

from index.records import Passage
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.evidence import Evidence
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked

# What ``Evidence.answers`` must reach. Where one fact is asked for, a near miss is wrong; advice that is near still helps.
# Less is enough from a sentence that names the very action that is asked about, more where it names nothing that is asked.
ENOUGH = 0.07
ENOUGH_NAMED = 0.03
ENOUGH_UNNAMED = 0.25
ENOUGH_OF_A_LENDER = 0.14  # where of all that the question says only its lender is there
ENOUGH_OF_A_FACT = 0.45
ENOUGH_OF_A_FACT_NAMED = 0.25
ENOUGH_OF_A_LAW = 0.13  # a statute has other words than whoever asks, and seldom a near miss
_FACTS = ("who", "when", "where", "how_much", "other")

# What nearly every article of the field speaks of and nearly every question says: it tells no answer from another.
_COMMON = re.compile(
    r"逾期|[欠借]款|[欠借]钱|[欠负]债|还(不[上起了清完]|[款钱清完上])|没还|未还|不还|催收|贷款|以[后前]|之[后前]|使用"
)


def enough_for(asked: Asked, evidence: Evidence) -> float:
    """Return what ``evidence.answers`` must reach for the sentence to answer."""
    if asked.wanted.number_to_call:
        return ENOUGH  # it is known to be a number of whom the question names
    named = evidence.features.focus == 1.0
    if named and asked.kind in ("yes_no", "when", "list", "why"):
        return ENOUGH_NAMED
    if asked.kind in _FACTS:
        of_law = is_statute(evidence.hit.passage.title)
        return ENOUGH_OF_A_FACT_NAMED if named else ENOUGH_OF_A_LAW if of_law else ENOUGH_OF_A_FACT
    only_the_lender = asked.platforms and not asked.focus and evidence.features.passage_coverage == 0.0
    if only_the_lender and asked.kind in ("yes_no", "how_to"):
        return ENOUGH_OF_A_LENDER
    if asked.kind == "yes_no" or (asked.kind == "why" and asked.wanted.why_not):
        named = named or names_what_is_asked(asked, evidence)
    elif asked.kind == "how_to":
        named = named or _tells_how(asked, evidence.hit.passage)
    else:
        named = True
    return ENOUGH if named else ENOUGH_UNNAMED


def names_what_is_asked(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds a word of the question that not every sentence of the field does, or, where that
    is asked, what may come of it.
    """
    features = evidence.features
    if asked.wanted.outcome and features.thing == 1.0:
        return True
    if is_statute(evidence.hit.passage.title):
        return features.focus > 0.0 and features.coverage > 0.0  # which knows the statute's own words too
    words = content_bigrams(_COMMON.sub(" ", terms().canonical(asked.text)))
    return features.focus > 0.0 and coverage(words, search_form(evidence.sentence.text)) > 0.0


def _tells_how(asked: Asked, passage: Passage) -> bool:
    """Whether ``passage`` speaks of the deed that is to be done: 注销 in 怎么注销."""
    verb = asked.wanted.verb
    return not verb or verb in search_form(" ".join((passage.title, *passage.headings, passage.text)))
