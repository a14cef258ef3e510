"""How likely it must be that a sentence answers, before the question counts as answered."""

from __future__ import annotations

from collections.abc import Sequence

from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.evidence import Evidence
from rag.focus import ACTS_OF_COLLECTORS, WRONGS_OF_COLLECTORS
from rag.owing import COMMON, says_only_that_one_owes, tells_what_comes_of_owing
from rag.quotable import tells_of_swindlers
from rag.records import MAX_POINTS
from rag.stance import stance
from rag.statement import is_statute, speaks_of_offer
from rag.terms import terms
from rag.understand import Asked
from rag.whether import speaks_against_collectors

# What ``Evidence.answers`` must reach. Where one fact is asked for, a near miss is wrong; advice that is near still helps.
# Less is enough from a sentence that names the very action that is asked about, more where it names nothing that is asked.
ENOUGH = 0.07
ENOUGH_NAMED = 0.03
ENOUGH_UNNAMED = 0.25
ENOUGH_BY_WHOM = 0.005  # from one that says of the very act by whom it is done: 由…负责
ENOUGH_OF_A_LENDER = 0.14  # where of all that the question says only its lender is there
ENOUGH_OF_A_FACT = 0.45
ENOUGH_OF_A_FACT_NAMED = 0.25
ENOUGH_OF_A_LAW = 0.13  # a statute has other words than whoever asks, and seldom a near miss
# Below it the first line says that nothing speaks to the question directly.
DIRECT = 0.25
KEPT = 0.15  # of relevance: what is less is left out,
_FAR_BEHIND = 0.55  # and what is less than this share of the best one's
_FACTS = ("who", "when", "where", "how_much", "other")


def enough_for(asked: Asked, evidence: Evidence) -> float:
    """Return what ``evidence.answers`` must reach for the sentence to answer."""
    if asked.wanted.number_to_call:
        return ENOUGH  # it is known to be a number of whom the question names
    named = evidence.features.focus == 1.0
    if named and asked.kind in ("yes_no", "when", "list", "why"):
        return ENOUGH_NAMED if asked.kind != "yes_no" or takes_a_side(asked, evidence) else ENOUGH_UNNAMED
    if named and asked.kind == "who" and evidence.features.cue == 1.0:
        return ENOUGH_BY_WHOM
    if (
        asked.kind == "how_to"
        and _asks_of_collectors(asked)
        and speaks_against_collectors(search_form(evidence.sentence.text))
    ):
        return ENOUGH_NAMED  # in whatever way they do wrong
    if asks_what_comes_of_owing(asked) and tells_what_comes_of_owing(search_form(evidence.sentence.text)):
        return ENOUGH_NAMED
    if asked.kind in _FACTS and not asked.wanted.who_owes:
        of_law = is_statute(evidence.hit.passage.title)
        if of_law and (asked.glosses or not named):
            return ENOUGH_OF_A_LAW
        return ENOUGH_OF_A_FACT_NAMED if named else ENOUGH_OF_A_FACT
    only_the_lender = asked.platforms and not asked.focus and evidence.features.passage_coverage == 0.0
    if only_the_lender and asked.kind in ("yes_no", "how_to"):
        return ENOUGH_OF_A_LENDER
    # Whose a debt is, is no fact that one names, but a rule as whether one must pay it.
    if asked.kind == "yes_no" or asked.wanted.who_owes or (asked.kind == "why" and asked.wanted.why_not):
        named = named or names_what_is_asked(asked, evidence)
    elif asked.kind == "how_to":
        named = named or _tells_how(asked, evidence)
    else:
        named = True
    return ENOUGH if named else ENOUGH_UNNAMED


def least_relevance(evidence: Sequence[Evidence]) -> float:
    """Return the relevance that a sentence must have to be shown beside the best one, which comes first."""
    return max(KEPT, _FAR_BEHIND * evidence[0].relevance) if evidence else KEPT


def most_likely(evidence: Sequence[Evidence]) -> float:
    """Return the probability that the question is answered, seen from the likeliest of the sentences that may be shown."""
    return max((one.answers for one in evidence[:MAX_POINTS]), default=0.0)


def names_what_is_asked(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds a word of the question that not every sentence of the field does, or, where that
    is asked, what may come of it.
    """
    features = evidence.features
    if asked.wanted.outcome and features.thing == 1.0:
        return True
    by_law = is_statute(evidence.hit.passage.title)
    deed = (
        "" if by_law or COMMON.search(asked.deed) else asked.deed
    )  # statutes name it otherwise, articles all do
    own = _own_words(deed) or _own_words(asked.text)
    in_statutes = asked.glosses if by_law else ()
    sentence = search_form(evidence.sentence.text)
    return features.focus > 0.0 and any(
        coverage(words, sentence) > 0.0 for words in (own, *map(content_bigrams, in_statutes))
    )


def _own_words(text: str) -> frozenset[str]:
    """The character pairs of ``text`` (in search form) that not every sentence of the field has."""
    return content_bigrams(COMMON.sub(" ", terms().canonical(text)))


def asks_what_comes_of_owing(asked: Asked) -> bool:
    """Return whether the question asks what debts lead to, however much, how long and to whom."""
    return asked.wanted.outcome and says_only_that_one_owes(asked.text)


def takes_a_side(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence says that the act asked about happens or not, is of a statute, which says what must be, or warns
    of those who offer it.
    """
    sentence = search_form(evidence.sentence.text)
    warns = speaks_of_offer(asked.text) and tells_of_swindlers(sentence)
    by_law = is_statute(evidence.hit.passage.title)
    return warns or by_law or stance(sentence, asked.focus, asked.wanted.claim) is not None


def _asks_of_collectors(asked: Asked) -> bool:
    """Whether the act that is asked about is one of collectors, or a wrong that they do."""
    return asked.act in ACTS_OF_COLLECTORS | WRONGS_OF_COLLECTORS


def _tells_how(asked: Asked, evidence: Evidence) -> bool:
    """Whether the passage speaks of the deed that is to be done, 注销 in 怎么注销; where that is an action, whether the
    sentence does or what stands above it.
    """
    passage, verb = evidence.hit.passage, asked.wanted.verb
    if not verb:
        return evidence.features.focus > 0.0
    return verb in search_form(" ".join((passage.title, *passage.headings, passage.text)))
