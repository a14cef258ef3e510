"""What stands together in an article, a list with the sentence that announces it or the steps under one heading, and
which of them answers a question whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Passage, Sentence
from index.shapes import is_item, is_lead_in
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.enough import DIRECT, KEPT, most_likely
from rag.evidence import Evidence
from rag.kinds import QuestionKind
from rag.owing import asks_how_they_act, asks_what_to_do_about_debts
from rag.quotable import may_be_quoted
from rag.reader import Quote, Reader
from rag.records import Side
from rag.stance import stance
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked
from rag.whether import says_whether

_SHORT_LEAD_CHARS = 10  # "包括:" says nothing of what: the sentence before it does
_ARTICLES = 15  # of those found are looked through for a section that promises help
_LEAST_SHARE = 0.5  # of the question's own words must be in what announces the list
_WORTH = 0.7  # of the relevance of the best single sentence: below it that sentence answers better
_WORTH_BESIDE_NEAR = 0.5  # where no single sentence speaks to the question directly

_COMES = re.compile(r"后果|影响|风险|危害|面临|承担|处罚|导致|带来")

# Reasons tell why, and neither how nor what.
_REASONS = re.compile(r"(因为|由于|原因(如下|有|是|包括)?)[:：]\s*$")

_NAMES_REASONS = re.compile(r"原因|理由|缘由")

# What they do is no advice to whoever asks what to do.
_OF_COLLECTORS = re.compile(r"催收[^,。]{0,6}(方式|手段|流程|机制|策略)|会采取")

# Advice for a case is none for every other: "如果遭遇不当催收,可以这样保护自己:" is shown with it.
_IN_A_CASE = re.compile(r"如果|若|一旦|遭遇|遇到|极端|必要时|情况下")

_FORBIDS = re.compile(r"不(得|可(?!缺|避免)|能|许|准|应|要|允许|属于|构成)|禁止|严禁|切勿|[应要需]避免")

# What must announce a list for it to answer a question of the kind.
_ANNOUNCES: dict[QuestionKind, re.Pattern[str]] = {
    "how_to": re.compile(
        r"应对|怎么办|如何|怎么|建议|处理|维权|方法|方式|步骤|流程|解决|指南|保护|可以|应当?|计划"
    ),
    "why": re.compile(r"原因|因为|由于|为什么|为何|导致|理由"),
    "list": re.compile(
        r"^(?!.*(因为|由于|例如|比如)[:：]).*(包括|如下|以下|下列|这些|多种|几种|几点|几个|分为|主要|之一|[:：])",
        re.S,
    ),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences that answer together, the words that announce them, and how well they do, 0 to 1."""

    quotes: tuple[Quote, ...]
    heading: str
    score: float


def best_listing(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Listing | None:
    """Return the list or the steps that answer ``asked`` better than the best single sentence; None when none does."""
    relevance = {(e.sentence.article_id, e.sentence.start): e.relevance for e in evidence}
    found: list[Listing] = []
    direct = most_likely(evidence) >= DIRECT
    sections = _one_a_section(evidence)
    if asked.kind == "how_to" and not direct:
        sections += _that_promise_help(sections, asked, reader)
    for passage in sections:
        found += _lists_in(passage, asked, reader, relevance)
        if asked.kind == "how_to" and (steps := _steps_under(passage, asked, reader, relevance)):
            found.append(steps)
    best = max(found, key=lambda listing: listing.score, default=None)
    worth = _WORTH if direct else _WORTH_BESIDE_NEAR
    return best if best and best.score >= worth * evidence[0].relevance else None


def _one_a_section(evidence: Sequence[Evidence]) -> list[Passage]:
    passages = (one.hit.passage for one in evidence if one.relevance >= KEPT)
    return list({(p.article_id, p.section): p for p in passages}.values())


def _that_promise_help(sections: Sequence[Passage], asked: Asked, reader: Reader) -> list[Passage]:
    """Other sections of the articles found, whose outermost heading says that they tell what to do."""
    found = {(passage.article_id, passage.headings[:1]) for passage in sections}
    others: dict[tuple[str, tuple[str, ...]], Passage] = {}
    for article in list({passage.article_id: passage for passage in sections}.values())[:_ARTICLES]:
        for passage in reader.passages(article):
            place = (passage.article_id, passage.headings[:1])
            if place not in found and _promises_help(passage):
                scope = reader.scope_around(passage)
                if not (asked.platforms and scope) or terms().related(asked.platforms, scope):
                    others.setdefault(place, passage)
    return list(others.values())


def _promises_help(passage: Passage) -> bool:
    """Whether the outermost heading of ``passage`` says that what stands under it tells what to do."""
    return _ANNOUNCES["how_to"].search(search_form(" ".join(passage.headings[:1]))) is not None


def _lists_in(
    passage: Passage, asked: Asked, reader: Reader, relevance: dict[tuple[str, int], float]
) -> list[Listing]:
    sentences = reader.section(passage)
    found = []
    for at, sentence in enumerate(sentences):
        if not is_item(sentence.text) or (at and is_item(sentences[at - 1].text)):
            continue
        items = reader.list_with(passage, sentence)
        leads = [s for s in sentences[max(0, at - 1) : at] if is_lead_in(s.text)]
        if leads and len(leads[0].text.strip()) < _SHORT_LEAD_CHARS:
            leads = [*sentences[max(0, at - 2) : at - 1], *leads]
        score = _judged(passage, leads, items, asked, relevance) if len(items) > 1 else None
        if score is not None:
            needed = [lead for lead in leads if _is_needed(lead, passage)]
            quotes = tuple(reader.quote(passage, one, one) for one in (*needed, *items))
            found.append(Listing(quotes, passage.headings[-1] if passage.headings else "", score))
    return found


def _steps_under(
    passage: Passage, asked: Asked, reader: Reader, relevance: dict[tuple[str, int], float]
) -> Listing | None:
    """What the sections under the outermost heading of ``passage`` say, in order, when it promises help."""
    if is_statute(passage.title):
        return None  # its articles are rules that stand side by side
    under = reader.under_heading(passage)
    steps = [
        (other, s)
        for other in under
        for s in other.sentences
        if may_be_quoted(s.text, passage.title) and (not is_lead_in(s.text) or _is_needed(s, passage))
    ]
    if len(steps) < 2 or not _promises_help(passage):
        return None
    opening = [other.sentences[0] for other in under]
    score = _judged(passage, opening, [s for _, s in steps], asked, relevance)
    if score is None:
        return None
    return Listing(tuple(reader.quote(other, s, s) for other, s in steps), passage.headings[0], score)


def _judged(
    passage: Passage,
    leads: Sequence[Sentence],
    items: Sequence[Sentence],
    asked: Asked,
    relevance: dict[tuple[str, int], float],
) -> float | None:
    """How well what ``leads`` announce answers, 0 to 1; None when it does not."""
    headings = search_form(" ".join(passage.headings))
    announced = headings + " " + search_form(" ".join(lead.text for lead in leads))
    pairs = content_bigrams("欠款" if asks_what_to_do_about_debts(asked.text) else asked.text)
    share, in_headings = coverage(pairs, announced), coverage(pairs, headings)
    found_first = next(iter(relevance)) in {(lead.article_id, lead.start) for lead in leads}
    said = [search_form(lead.text) for lead in leads]
    if found_first or (asked.kind == "why" and asked.focus and sides_on(asked, said)):
        share = 1.0  # it is what was asked for, in whatever words
    cue = _ANNOUNCES.get(asked.kind, _ANNOUNCES["list"])
    if asked.wanted.outcome and not _COMES.search(announced):
        return None
    if share < _LEAST_SHARE or not cue.search(announced) or not _does(asked.wanted.verb, announced):
        return None
    theirs = _OF_COLLECTORS.search(announced) is not None
    if asked.kind == "how_to" and not asked.wanted.verb and theirs != asks_how_they_act(asked.text):
        return None
    if not all(says_whether(asked, s.text, passage, 1.0) for s in (*leads, *items)):
        return None
    reasons = _REASONS.search(announced) is not None
    if reasons and asked.kind != "why":
        return None
    if not tells_why(asked, [*said, headings]):
        return None
    near = sorted((relevance.get((s.article_id, s.start), 0.0) for s in (*leads, *items)), reverse=True)[:3]
    return 0.5 * share + 0.2 * max(in_headings, reasons) + 0.3 * sum(near) / len(near)


def _is_needed(lead: Sentence, passage: Passage) -> bool:
    """Whether the items mean something else without ``lead``: it names a case, forbids them, or is half a rule of law."""
    forbids = _FORBIDS.search(search_form(lead.text)) is not None
    return forbids or _holds_in_a_case(lead) or is_statute(passage.title)


def _holds_in_a_case(lead: Sentence) -> bool:
    """Whether what ``lead`` announces is said for a case that it names."""
    return is_lead_in(lead.text) and _IN_A_CASE.search(search_form(lead.text)) is not None


def tells_why(asked: Asked, said: Iterable[str]) -> bool:
    """Return whether reasons for what is ``said`` (in search form) are reasons for what is asked.

    Those for 不上门 answer no 为什么上门, nor do those for owing; what takes no side may be either.
    """
    if asked.kind != "why" or not asked.focus:
        return True
    announced = [text for text in said if _NAMES_REASONS.search(text)]
    if announced and not any(word in text for word in asked.focus for text in announced):
        return False
    sides = sides_on(asked, said)
    return not sides or ("no" in sides) == asked.wanted.why_not


def sides_on(asked: Asked, said: Iterable[str]) -> set[Side]:
    """Return the sides that texts (in search form) take on what is asked about."""
    return {side for text in said if (side := stance(text, asked.focus, asked.wanted.claim))}


def _does(verb: str | None, announced: str) -> bool:
    """Whether what is announced is how to do the very thing asked: 怎么制定 is answered by 制定, not by 应对."""
    return verb is None or terms().canonical(verb) in terms().canonical(announced)
