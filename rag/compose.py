"""The extractive answer: which sentences are shown, in what order, on which side, under which first line.

Every quote is a stretch of an article. The first line is ours and says no more than how the quotes under it stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.shapes import is_lead_in
from index.store import PassageIndex
from index.text import search_form
from rag.about import is_of_the_lender
from rag.draft import Draft, in_reading_order, said_already, stands_in
from rag.enough import (
    DIRECT,
    asks_what_comes_of_owing,
    least_relevance,
    most_likely,
    names_what_is_asked,
    takes_a_side,
)
from rag.evidence import Evidence, asks_of_debts
from rag.kinds import QuestionKind
from rag.lists import best_listing, tells_why
from rag.owing import asks_how_they_act, lenders_alike, tells_what_comes_of_owing
from rag.quotable import tells_how_it_ended, tells_of_a_case, tells_of_swindlers
from rag.reader import Quote, Reader
from rag.records import MAX_POINTS
from rag.sides import by_side, differing
from rag.stance import stance
from rag.statement import is_of_another, is_statute, statement_of
from rag.understand import Asked
from rag.weigh import Weighed

_FEW_POINTS = 3  # for one fact: who, when, how much
_SOME_POINTS = 5
_LESS_LIKELY = 0.25  # of the probability of the likeliest: what is less likely to answer is left out
_LESS_LIKELY_RULE = (
    0.4  # the same in a statute, which has a rule for everything: a weak one is of something else
)
_READ = 3  # sentences are looked at for each point that is shown
_OF_THE_SAME = 0.5  # of the question's words that stand around the best figure: one with less around it is of something else
_OF_THE_VERY = 0.8  # the same of what something leads to

_NEAREST = "资料里与你的问题最接近的原话："
_ONLY_NEAR = "资料里没有找到直接的回答。下面是最接近的原话，未必合你的问题："
_ONLY_NEAR_LAW = "没有找到直接的规定。下面是最接近的原话，未必合你的问题："

_RULING = re.compile(r"法院[^。;]{0,30}(?:判决|驳回|支持|认定|不予)")
_CONDITION = re.compile(r"如果|若|一旦|当|假如|情况|情形|时(?![间代刻])|之?后|以上|超过|多次|长期|:|对于")


def compose(asked: Asked, weighed: Weighed, passage_index: PassageIndex) -> Draft:
    """Choose, order and group what ``weighed.evidence`` (at least one sentence) says to ``asked``."""
    reader = Reader(passage_index)
    for way in (_by_law, *_WAYS[asked.kind]):
        if draft := way(asked, weighed.evidence, reader):
            return draft
    # What was found leans on something that is not there, or tells another side: the nearest still says more than nothing.
    nearest = weighed.evidence[0]
    quote = reader.quote(nearest.hit.passage, nearest.sentence, nearest.sentence)
    return Draft("answer", _ONLY_NEAR, (quote,), direct=False)


def _by_law(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """On a question of law, what the statutes say, and the articles after them."""
    if not asked.wanted.of_law:
        return None
    near = [one for one in evidence if one.relevance >= least_relevance(evidence)]
    statutes = [one for one in near if is_statute(one.hit.passage.title)]
    if not statutes:
        return None
    # A figure that an article gives for law may be that of an older law.
    articles = [] if asked.kind == "how_much" else [one for one in near if one not in statutes]
    quotes = _chosen(statutes, _FEW_POINTS, reader)
    more = [
        quote
        for quote in _chosen(articles, _SOME_POINTS - len(quotes), reader)
        if not said_already(quote, quotes)
    ]
    line = "法律条文的原话，其后是文章里的说法：" if more else "法律条文的原话："
    direct = most_likely(statutes) >= DIRECT
    return Draft("answer", line if direct else _ONLY_NEAR_LAW, (*quotes, *more), direct) if quotes else None


def _conditions(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """When the thing asked about happens: the sentences that say that it does, and the lists they open or stand in."""
    quotes: list[Quote] = []
    for one in evidence if asked.focus else ():
        if is_statute(one.hit.passage.title):
            continue  # it says what must be, and its terms are figures
        sentence = search_form(one.sentence.text)
        if stance(sentence, asked.focus) not in ("yes", "depends") or not _CONDITION.search(sentence):
            continue
        passage = one.hit.passage
        # The other items of a list are cases too where what announces it speaks of the act.
        of_the_act = is_lead_in(one.sentence.text) or any(
            word in text for text in _said_above(one, reader) for word in asked.focus
        )
        listed = reader.list_with(passage, one.sentence) if of_the_act else []
        items = [reader.quote(passage, item, item) for item in listed]
        whole = None if items else reader.whole(passage, one.sentence)
        for quote in [whole] if whole else items:
            if not said_already(quote, quotes):
                quotes.append(quote)
        if len(quotes) >= MAX_POINTS:
            break
    if not quotes:
        return None
    return Draft("answer", "资料里提到的情形：", tuple(in_reading_order(quotes[:MAX_POINTS])))


def _outcomes(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """What comes of owing, to anybody: not what came of it once, nor what swindlers threaten with."""
    if not asks_what_comes_of_owing(asked):
        return None
    said = {one: search_form(one.sentence.text) for one in evidence}
    told = [one for one, sentence in said.items() if tells_what_comes_of_owing(sentence)]
    plain = [one for one in told if not (tells_of_a_case(said[one]) or tells_of_swindlers(said[one]))]
    quotes = _chosen(plain, _SOME_POINTS, reader)
    return Draft("answer", "资料里提到的后果：", tuple(quotes)) if quotes else None


def _listing(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """The whole list, or the steps in order, where one section answers."""
    listing = best_listing(asked, evidence, reader)
    if listing is None:
        return None
    line = f"资料的「{listing.heading}」一节这样说" if listing.heading else "资料这样说"
    if len(listing.quotes) > MAX_POINTS:
        line += f"（共 {len(listing.quotes)} 条，这里是前 {MAX_POINTS} 条）"
    return Draft("answer", line + "：", listing.quotes[:MAX_POINTS])


def _best_sentences(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    evidence = _telling(asked, evidence, reader)
    few = asked.kind in ("who", "when", "where", "how_much", "what", "other")
    quotes = _chosen(evidence, _FEW_POINTS if few else _SOME_POINTS, reader)
    if not quotes:
        return None
    told = most_likely(evidence) >= DIRECT or (asked.kind == "who" and _tells_who(evidence[0]))
    demands = asked.kind == "yes_no" and all(
        _is_of_a_party(quote.text, quote.passage.title) for quote in quotes
    )
    direct = told and not demands and _names_it(asked, evidence, reader)
    return Draft("answer", _NEAREST if direct else _ONLY_NEAR, tuple(quotes), direct)


def _names_it(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> bool:
    """Whether any of what may be shown says if the act asked about happens, for the lender asked about; where the table
    knows no such act, whether any names the thing, and not the lender alone.
    """
    if asked.kind == "yes_no" and asked.focus and asked.wanted.claim == "happens":
        shown = [one for one in evidence[:MAX_POINTS] if takes_a_side(asked, one)]
        return any(
            not asked.platforms or is_of_the_lender(asked, one.hit, reader.scope_around) for one in shown
        )
    of_the_unknown = asked.kind == "yes_no" and (asked.platforms or asked.deed)
    return not of_the_unknown or any(names_what_is_asked(asked, one) for one in evidence[:MAX_POINTS])


def _telling(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Sequence[Evidence]:
    """What tells the kind of thing that is asked for, a cause first, who does it, what to do; all, where nothing does."""
    if asked.kind == "yes_no" and _is_of_a_party(evidence[0].sentence.text, evidence[0].hit.passage.title):
        return _rulings_first(evidence)
    if asked.kind == "why" and asked.focus:
        reasons = [one for one in evidence if tells_why(asked, _said(one, reader))]
        return sorted(reasons, key=lambda one: -one.features.thing)
    if asked.kind == "how_much":
        return _as_near(evidence, _OF_THE_SAME * evidence[0].features.passage_coverage)
    if asked.wanted.outcome and not (asks_what_comes_of_owing(asked) or asked.wanted.penalty):
        # Of much else comes something too.
        return _as_near(evidence, _OF_THE_VERY * max(one.features.passage_coverage for one in evidence))
    if asked.kind == "who" and asked.focus:
        return list(filter(_tells_who, evidence)) or evidence
    if asked.kind == "how_to" and asks_of_debts(asked) and not asks_how_they_act(asked.text):
        return [one for one in evidence if _tells_what_to_do(one)] or evidence
    return evidence


def _as_near(evidence: Sequence[Evidence], least: float) -> Sequence[Evidence]:
    """What has at least that share of the question's words around it."""
    return [one for one in evidence if one.features.passage_coverage >= least]


def _rulings_first(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """``evidence``, what a court held in the case of the first of it before what a party to it demands."""
    article = evidence[0].sentence.article_id
    held = [
        one
        for one in evidence
        if one.sentence.article_id == article and _RULING.search(search_form(one.sentence.text))
    ]
    return [*held, *(one for one in evidence if one not in held)]


def _is_of_a_party(sentence: str, title: str) -> bool:
    """Whether ``sentence`` tells what somebody in a story claims; 被告主张 in a statute is nobody's claim."""
    return is_of_another(sentence) and not is_statute(title)


def _tells_who(one: Evidence) -> bool:
    """Whether the sentence tells who does the act, 由…负责, and does not only speak of it."""
    return one.features.cue == one.features.focus == 1.0


def _tells_what_to_do(one: Evidence) -> bool:
    """Whether the sentence is law, advice to those who owe (what a lender may do, by whatever name, is none), or tells what
    somebody got at court.
    """
    sentence = search_form(one.sentence.text)
    kind = statement_of(lenders_alike(sentence), one.hit.passage.title)
    return kind in ("advice", "law") or tells_how_it_ended(sentence)


def _said(one: Evidence, reader: Reader) -> list[str]:
    """The sentence with those that it leans on, what announces it when it is an item, and the heading, in search form."""
    quote = reader.whole(one.hit.passage, one.sentence)
    own = [search_form(quote.text[: one.sentence.end - quote.start])] if quote else []
    return [*own, *_said_above(one, reader)]


def _said_above(one: Evidence, reader: Reader) -> list[str]:
    """What announces the sentence when it is an item, and the heading, in search form."""
    passage = one.hit.passage
    lead = reader.lead_of(passage, one.sentence)
    announced = reader.whole(passage, lead) if lead else None
    said = [announced.text[: lead.end - announced.start]] if lead and announced else []
    return [search_form(text) for text in (*said, *passage.headings[-1:])]


def _chosen(evidence: Sequence[Evidence], most: int, reader: Reader) -> list[Quote]:
    """The sentences that answer best, each whole, at most so many; the nearest is shown however likely it is to answer."""
    quotes: list[Quote] = []
    likeliest = most_likely(evidence)
    for one in evidence[: _READ * most]:
        quote = reader.whole(one.hit.passage, one.sentence)
        if one.relevance < least_relevance(evidence) or not quote:
            continue
        if not is_lead_in(one.sentence.text) and (within := [q for q in quotes if stands_in(q, quote)]):
            quotes[quotes.index(within[0])] = quote
            quotes = [q for q in quotes if q not in within[1:]]
            continue
        if said_already(quote, quotes):
            continue
        # What stands beside a sentence that is shown already makes it longer, not a point of its own.
        share = _LESS_LIKELY_RULE if is_statute(one.hit.passage.title) else _LESS_LIKELY
        for at, shown in enumerate(quotes):
            if joined := reader.joined(shown, quote):
                quotes[at] = joined
                break
        else:
            if len(quotes) < most and (one.answers >= share * likeliest or not quotes):
                quotes.append(quote)
    return quotes


# How each kind of question is answered: the first way that has something to show.
_Way = Callable[[Asked, Sequence[Evidence], Reader], Draft | None]
_WAYS: dict[QuestionKind, tuple[_Way, ...]] = {
    "yes_no": (by_side, _outcomes, differing, _best_sentences),
    "when": (_conditions, differing, _best_sentences),
    "who": (differing, _best_sentences),
    "where": (differing, _best_sentences),
    "how_much": (differing, _best_sentences),
    "compare": (_best_sentences,),
    "list": (_listing, _outcomes, _best_sentences),
    "how_to": (_listing, _best_sentences),
    "why": (_listing, _best_sentences),
    "what": (differing, _listing, _outcomes, _best_sentences),
    "other": (differing, _listing, _outcomes, _best_sentences),
}
