"""The extractive answer: which sentences are shown, in what order, on which side, under which first line.

Every quote is a stretch of an article. The first line is ours and says no more than how the quotes under it stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.shapes import is_lead_in
from index.store import PassageIndex
from index.text import search_form
from rag.evidence import Evidence
from rag.kinds import QuestionKind
from rag.lists import best_listing, tells_why
from rag.reader import Quote, Reader
from rag.records import Kind, Side
from rag.scope import scope_of
from rag.stance import stance
from rag.statement import is_of_another, is_statute
from rag.terms import terms
from rag.understand import Asked
from rag.values import differ_in_value
from rag.wanted import Claim
from rag.weigh import KEPT, Weighed

MAX_POINTS = 7
_FEW_POINTS = 3  # for one fact: who, when, how much
_SOME_POINTS = 5
_POINTS_A_SIDE = 3
_WORDS_OF_CLAIM = 0.6  # of the question's words make a sentence one on its claim, whoever it speaks of
_SHARE_OF_BEST = 0.5  # of the words that the closest sentence holds, where both speak of the same platform
_COMPARED = 8  # sentences among which differing values are looked for
_ALIKE = 0.6  # share of character pairs above which two quotes say the same
_FAR_BEHIND = 0.55  # a sentence this far behind the best is left out
_LESS_LIKELY = 0.25  # so is one whose probability to answer is less than this share of the best one's
_READ = 3  # sentences are looked at for each point that is shown

# Below this probability that the question is answered at all, the first line says that nothing speaks to it directly.
_DIRECT = 0.25
_NEAREST = "资料里与你的问题最接近的原话："
_ONLY_NEAR = "资料里没有找到直接的回答。下面是最接近的原话，未必合你的问题："

_CONDITION = re.compile(r"如果|若|一旦|当|假如|情况|情形|时(?![间代刻])|之?后|以上|超过|多次|长期|:|对于")

_SIDES: tuple[Side, ...] = ("yes", "no", "depends")
_YES: dict[Claim, str] = {"happens": "会", "possible": "会、可以", "lawful": "合法、允许"}
_NO: dict[Claim, str] = {"happens": "不会", "possible": "不会、不可以", "lawful": "不合法、不允许"}


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are numbered: our first line, and the quotes in the order they are shown."""

    kind: Kind
    headline: str
    quotes: tuple[Quote, ...]


def compose(asked: Asked, weighed: Weighed, passage_index: PassageIndex) -> Draft:
    """Choose, order and group what ``weighed.evidence`` (at least one sentence) says to ``asked``."""
    reader = Reader(passage_index)
    for way in (_by_law, *_WAYS[asked.kind]):
        if draft := way(asked, weighed.evidence, reader):
            return draft
    # Every sentence leans on something that is not there: the nearest one still says more than nothing.
    nearest = weighed.evidence[0]
    quote = reader.quote(nearest.hit.passage, nearest.sentence, nearest.sentence)
    return Draft("answer", _ONLY_NEAR, (quote,))


def _by_law(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """On a question of law, what the statutes say, and the articles after them."""
    if not asked.wanted.of_law:
        return None
    near = [one for one in evidence if one.relevance >= evidence[0].relevance * _FAR_BEHIND]
    statutes = [one for one in near if is_statute(one.hit.passage.title)]
    if not statutes:
        return None
    # A figure that an article gives for law may be that of an older law.
    articles = [] if asked.kind == "how_much" else [one for one in near if one not in statutes]
    quotes = _chosen(statutes, _FEW_POINTS, reader)
    more = [
        quote
        for quote in _chosen(articles, _SOME_POINTS - len(quotes), reader)
        if not _said_already(quote, quotes)
    ]
    line = "法律条文的原话，其后是文章里的说法：" if more else "法律条文的原话："
    if not _speaks_directly(statutes):
        line = "没有找到直接的规定。下面是最接近的原话，未必合你的问题："
    return Draft("answer", line, (*quotes, *more)) if quotes else None


def _by_side(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """What the sources say on both sides of the claim that a yes-or-no question makes."""
    claim = asked.wanted.claim
    if not asked.focus or (claim == "possible" and asked.wanted.of_law):
        return None  # that one lender does it says nothing of whether a lender may
    wanted = asked.platforms or scope_of(evidence[0].sentence.text, evidence[0].hit.passage)
    enough = _SHARE_OF_BEST * max(one.features.coverage for one in evidence)
    taken: dict[Side, list[Quote]] = {side: [] for side in _SIDES}
    for one in evidence:
        # A statute says what must be, and somebody in a story what he likes; neither is what the sources disagree on.
        if is_statute(one.hit.passage.title) or one.features.case or is_of_another(one.sentence.text):
            continue
        if not _is_of_the_claim(asked, one, wanted, enough):
            continue
        side = stance(search_form(one.sentence.text), asked.focus, claim)
        if not side or len(taken[side]) == _POINTS_A_SIDE:
            continue
        quote = reader.whole(one.hit.passage, one.sentence, side)
        if quote and not _said_already(quote, (q for quotes in taken.values() for q in quotes)):
            taken[side].append(quote)
    while sum(map(len, taken.values())) > MAX_POINTS:
        max(taken.values(), key=len).pop()
    quotes = [quote for side in _SIDES for quote in _in_reading_order(taken[side])]
    if not quotes:
        return None
    if taken["yes"] and taken["no"]:
        return Draft("conflict", _conflict_line(taken, claim, reader), tuple(quotes))
    one_sided = [replace(quote, side=None) for quote in quotes]
    return Draft("answer", _one_sided_line(taken, claim, reader), tuple(_in_reading_order(one_sided)))


def _is_of_the_claim(asked: Asked, one: Evidence, platforms: frozenset[str], enough: float) -> bool:
    """Whether the sentence speaks of the thing asked about, and not of the same action in quite another matter."""
    covered = one.features.coverage
    if terms().related(asked.platforms, terms().platforms_in(search_form(one.sentence.text))):
        return True  # it names the act and the lender, in whatever words
    return covered >= _WORDS_OF_CLAIM or (
        covered >= enough and terms().related(platforms, scope_of(one.sentence.text, one.hit.passage))
    )


def _conflict_line(taken: Mapping[Side, Sequence[Quote]], claim: Claim, reader: Reader) -> str:
    said: dict[Side, str] = {"yes": _YES[claim], "no": _NO[claim], "depends": "看情况"}
    voices = reader.voices(quote for quotes in taken.values() for quote in quotes)
    counts = (f"{reader.voices(taken[side])} 篇说“{said[side]}”" for side in _SIDES if taken[side])
    return f"来源说法不一：{voices} 篇文章里，{'，'.join(counts)}。请对照原文。"


def _one_sided_line(taken: Mapping[Side, Sequence[Quote]], claim: Claim, reader: Reader) -> str:
    count = reader.voices(quote for quotes in taken.values() for quote in quotes)
    if not taken["yes"] and not taken["no"]:
        return f"找到的 {count} 篇文章里，说法是“看情况”："
    said = _YES[claim] if taken["yes"] else _NO[claim]
    return f"找到的 {count} 篇文章里，说法是“{said}”" + (
        "，另有“看情况”的说法：" if taken["depends"] else "："
    )


def _conditions(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """When the thing asked about happens: the sentences that say that it does, and the lists they open or stand in."""
    quotes: list[Quote] = []
    for one in evidence if asked.focus else ():
        sentence = search_form(one.sentence.text)
        if stance(sentence, asked.focus) not in ("yes", "depends") or not _CONDITION.search(sentence):
            continue
        passage = one.hit.passage
        items = [reader.quote(passage, item, item) for item in reader.list_with(passage, one.sentence)]
        whole = None if items else reader.whole(passage, one.sentence)
        for quote in [whole] if whole else items:
            if not _said_already(quote, quotes):
                quotes.append(quote)
    if not quotes:
        return None
    return Draft("answer", "资料里提到的情形：", tuple(_in_reading_order(quotes[:MAX_POINTS])))


def _listing(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """The whole list, or the steps in order, where one section answers."""
    listing = best_listing(asked, evidence, reader)
    if listing is None:
        return None
    line = f"资料的「{listing.heading}」一节这样说" if listing.heading else "资料这样说"
    if len(listing.quotes) > MAX_POINTS:
        line += f"（共 {len(listing.quotes)} 条，这里是前 {MAX_POINTS} 条）"
    return Draft("answer", line + "：", listing.quotes[:MAX_POINTS])


def _differing(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """Two articles that make one statement with two values: both, side by side."""
    enough = max(KEPT, evidence[0].relevance * _FAR_BEHIND)
    near = [one for one in evidence[:_COMPARED] if one.relevance >= enough]
    for at, one in enumerate(near):
        for other in near[at + 1 :]:
            if reader.apart(one.hit.passage, other.hit.passage) and differ_in_value(
                one.sentence.text, other.sentence.text
            ):
                quotes = (reader.whole(e.hit.passage, e.sentence) for e in (one, other))
                found = tuple(quote for quote in quotes if quote)
                if len(found) > 1:
                    return Draft(
                        "conflict", "来源说法不一：同一件事，文章给出的内容不同。请对照原文。", found
                    )
    return None


def _best_sentences(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    if asked.kind == "why" and asked.focus:
        evidence = [one for one in evidence if tells_why(asked, _said(one, reader))]
    few = asked.kind in ("who", "when", "where", "how_much", "what", "other")
    quotes = _chosen(evidence, _FEW_POINTS if few else _SOME_POINTS, reader)
    if not quotes:
        return None
    return Draft("answer", _NEAREST if _speaks_directly(evidence) else _ONLY_NEAR, tuple(quotes))


def _said(one: Evidence, reader: Reader) -> list[str]:
    """The sentence with those that it leans on, and what announces it when it is an item, in search form."""
    passage, sentence = one.hit.passage, one.sentence
    quote, lead = reader.whole(passage, sentence), reader.lead_of(passage, sentence)
    said = [quote.text[: sentence.end - quote.start]] if quote else []
    return [search_form(text) for text in (*said, *([lead.text] if lead else []))]


def _speaks_directly(evidence: Sequence[Evidence]) -> bool:
    return _most_likely(evidence) >= _DIRECT


def _most_likely(evidence: Sequence[Evidence]) -> float:
    return max((one.answers for one in evidence[:MAX_POINTS]), default=0.0)


def _chosen(evidence: Sequence[Evidence], most: int, reader: Reader) -> list[Quote]:
    """The sentences that answer best, each whole, at most so many; the nearest is shown however likely it is to answer."""
    quotes: list[Quote] = []
    enough = _LESS_LIKELY * _most_likely(evidence)
    for one in evidence[: _READ * most]:
        quote = reader.whole(one.hit.passage, one.sentence)
        if one.relevance < max(KEPT, evidence[0].relevance * _FAR_BEHIND) or not quote:
            continue
        if not is_lead_in(one.sentence.text) and (within := [q for q in quotes if _stands_in(q, quote)]):
            quotes[quotes.index(within[0])] = quote
            quotes = [q for q in quotes if q not in within[1:]]
            continue
        if _said_already(quote, quotes):
            continue
        # What stands beside a sentence that is shown already makes it longer, not a point of its own.
        for at, shown in enumerate(quotes):
            if joined := reader.joined(shown, quote):
                quotes[at] = joined
                break
        else:
            if len(quotes) < most and (one.answers >= enough or not quotes):
                quotes.append(quote)
    return quotes


# How each kind of question is answered: the first way that has something to show.
_Way = Callable[[Asked, Sequence[Evidence], Reader], Draft | None]
_WAYS: dict[QuestionKind, tuple[_Way, ...]] = {
    "yes_no": (_by_side, _differing, _best_sentences),
    "when": (_conditions, _differing, _best_sentences),
    "who": (_differing, _best_sentences),
    "where": (_differing, _best_sentences),
    "how_much": (_differing, _best_sentences),
    "compare": (_best_sentences,),
    "list": (_listing, _best_sentences),
    "how_to": (_listing, _best_sentences),
    "why": (_listing, _best_sentences),
    "what": (_differing, _listing, _best_sentences),
    "other": (_differing, _listing, _best_sentences),
}


def _in_reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Grouped by article, the article that was found first leading; within it as the article reads."""
    rank = {article: at for at, article in enumerate(dict.fromkeys(q.passage.article_id for q in quotes))}
    return sorted(quotes, key=lambda quote: (rank[quote.passage.article_id], quote.start))


def _said_already(quote: Quote, others: Iterable[Quote]) -> bool:
    """Whether one of ``others`` overlaps ``quote`` or says the same in nearly the same words."""
    pairs = _pairs(quote.text)
    for other in others:
        same_article = other.passage.article_id == quote.passage.article_id
        if same_article and other.start < quote.end and quote.start < other.end:
            return True
        theirs = _pairs(other.text)
        if len(pairs & theirs) >= _ALIKE * min(len(pairs), len(theirs)):
            return True
    return False


def _stands_in(part: Quote, whole: Quote) -> bool:
    """Whether ``part`` is a piece of the longer ``whole``."""
    same_article = part.passage.article_id == whole.passage.article_id
    return same_article and whole.start <= part.start and part.end <= whole.end and part.text != whole.text


@lru_cache(256)
def _pairs(text: str) -> frozenset[str]:
    bare = re.sub(r"\W", "", search_form(text))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))
