"""Where the sources disagree: on which side of a claim each stands, and what value each gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.text import search_form
from rag.draft import Draft, in_reading_order, said_already
from rag.enough import least_relevance
from rag.evidence import Evidence
from rag.quotable import told_by_swindlers
from rag.reader import Quote, Reader
from rag.records import MAX_POINTS, Side
from rag.scope import scope_of
from rag.stance import stance
from rag.statement import is_of_another, is_statute
from rag.terms import terms
from rag.understand import Asked
from rag.values import differ_in_value
from rag.wanted import Claim

_POINTS_A_SIDE = 3
_WORDS_OF_CLAIM = 0.6  # of the question's words make a sentence one on its claim, whoever it speaks of
_SHARE_OF_BEST = 0.5  # of the words that the closest sentence holds, where both speak of the same platform
_COMPARED = 8  # sentences among which differing values are looked for

_SIDES: tuple[Side, ...] = ("yes", "no", "depends")
_YES: dict[Claim, str] = {"happens": "会", "possible": "会、可以", "lawful": "合法、允许"}
_NO: dict[Claim, str] = {"happens": "不会", "possible": "不会、不可以", "lawful": "不合法、不允许"}


def by_side(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """Return what the sources say on both sides of the claim that a yes-or-no question makes."""
    claim = asked.wanted.claim
    if not asked.focus or (claim == "possible" and asked.wanted.of_law):
        return None  # that one lender does it says nothing of whether a lender may
    taken: dict[Side, list[Quote]] = {side: [] for side in _SIDES}
    for one in _of_the_claim(asked, evidence, reader):
        side = stance(search_form(one.sentence.text), asked.focus, claim)
        if not side or len(taken[side]) == _POINTS_A_SIDE:
            continue
        quote = reader.whole(one.hit.passage, one.sentence, side)
        # In nearly the same words two articles may say the very opposite.
        if quote and not said_already(quote, taken[side]):
            taken[side].append(quote)
    while sum(map(len, taken.values())) > MAX_POINTS:
        max(taken.values(), key=len).pop()
    quotes = [quote for side in _SIDES for quote in in_reading_order(taken[side])]
    if not quotes:
        return None
    if taken["yes"] and taken["no"]:
        return Draft("conflict", _conflict_line(taken, claim, reader), tuple(quotes))
    one_sided = [replace(quote, side=None) for quote in quotes]
    return Draft("answer", _one_sided_line(taken, claim, reader), tuple(in_reading_order(one_sided)))


def differing(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Draft | None:
    """Return two articles that make one statement with two values, both, side by side."""
    near = [one for one in evidence[:_COMPARED] if one.relevance >= least_relevance(evidence)]
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


def _of_the_claim(asked: Asked, evidence: Sequence[Evidence], reader: Reader) -> Iterator[Evidence]:
    """The sentences that may take a side on what is asked."""
    platforms = asked.platforms or _platforms_of(evidence[0], reader)
    enough = _SHARE_OF_BEST * max(one.features.coverage for one in evidence)
    # Where the lender's own sentences are found, what is said of none takes no side for it.
    of_its_own = bool(asked.platforms) and _of_lender(asked, evidence[0], reader)
    for one in evidence:
        # A statute says what must be, and somebody in a story what he likes; neither is what the sources disagree on.
        passage, sentence = one.hit.passage, one.sentence.text
        if is_statute(passage.title) or one.features.case or is_of_another(sentence):
            continue
        if told_by_swindlers(passage, search_form(sentence)):
            continue
        if of_its_own and not _of_lender(asked, one, reader):
            continue
        if _is_of_the_claim(asked, one, platforms, enough, reader):
            yield one


def _of_lender(asked: Asked, one: Evidence, reader: Reader) -> bool:
    """Whether the sentence, or what stands around it, names the lender asked about."""
    return terms().related(asked.platforms, _platforms_of(one, reader))


def _platforms_of(one: Evidence, reader: Reader) -> frozenset[str]:
    return scope_of(one.sentence.text, one.hit.passage, reader.scope_around)


def _is_of_the_claim(
    asked: Asked, one: Evidence, platforms: frozenset[str], enough: float, reader: Reader
) -> bool:
    """Whether the sentence speaks of the thing asked about, and not of the same action in quite another matter."""
    covered = one.features.coverage
    if asked.platforms & terms().platforms_in(search_form(one.sentence.text)):
        return True  # it names the act and the lender, in whatever words
    return covered >= _WORDS_OF_CLAIM or (
        covered >= enough and terms().related(platforms, _platforms_of(one, reader))
    )


def _conflict_line(taken: Mapping[Side, Sequence[Quote]], claim: Claim, reader: Reader) -> str:
    yes, no, depends = (reader.voices(taken[side]) for side in _SIDES)
    if len(yes | no | depends) == 1:
        others = "，也说“看情况”" if depends else ""
        return f"说法不一：同一篇文章里，既说“{_YES[claim]}”，又说“{_NO[claim]}”{others}。请对照原文。"
    line = f"来源说法不一：{len(yes | no | depends)} 篇文章里，{len(yes)} 篇说“{_YES[claim]}”，{len(no)} 篇说“{_NO[claim]}”"
    if also := depends & (yes | no):
        line += "；" + _each_also(len(also), len(yes | no)) + "说“看情况”"
    if only := depends - yes - no:
        line += f"{'；另有 ' if also else '，'}{len(only)} 篇只说“看情况”"
    return line + "。请对照原文。"


def _each_also(also: int, of: int) -> str:
    """Which of the articles that take a side also leave it open: 两篇也都, 3 篇也都, or 其中 1 篇也."""
    if also < of:
        return f"其中 {also} 篇也"
    return "两篇也都" if of == 2 else f"{of} 篇也都"


def _one_sided_line(taken: Mapping[Side, Sequence[Quote]], claim: Claim, reader: Reader) -> str:
    count = len(reader.voices(quote for quotes in taken.values() for quote in quotes))
    if not taken["yes"] and not taken["no"]:
        return f"找到的 {count} 篇文章里，说法是“看情况”："
    said = _YES[claim] if taken["yes"] else _NO[claim]
    return f"找到的 {count} 篇文章里，说法是“{said}”" + (
        "，另有“看情况”的说法：" if taken["depends"] else "："
    )
