"""The extractive answer: which sentences are shown, in what order, on which side, under which first line.

Every quote is a stretch of an article; a sentence that leans on the one before it takes that one along. The first line
is ours and says no more than how the quotes under it stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Passage, Sentence
from index.store import PassageIndex
from index.text import search_form
from rag.records import Kind, Side
from rag.stance import Claim, claim_of, stance
from rag.understand import Asked
from rag.weigh import ENOUGH, KEPT, Evidence, Weighed, content_bigrams, may_be_quoted

MAX_POINTS = 7
_FEW_POINTS = 3
_SOME_POINTS = 4
_PER_SIDE = 3
_ALIKE = 0.6  # share of character pairs above which two quotes say the same
_FAR_BEHIND = 0.55  # a sentence this far behind the best is left out

_LEANS = re.compile(
    r"^[“\"]?(这(?!些年)|此(?!类)|其(?!他|它|实|中一)|该(?!公司名)|它|他们|她|因此|所以|此外|另外|同时|与此同时|而且|并且|但|然而|不过|对此|如此|"
    r"上述|以上|前述|例如|比如|也|则|可见|总之|是的|否则|反之|换言之|也就是说|同样|接着|随后|其次|最后|再次|而)"
)
_ITEM = re.compile(
    r"^\s*([(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[-•·●*▪◆]\s|[①-⑳]|第[一二三四五六七八九十][,，、:：]|[^,，。;；!！?？:：\n]{2,14}[:：]\S)"
)
_LEAD = re.compile(r"[:：]\s*$|如下|(包括|以下|下列)[^。]{0,12}[:：]?\s*$")
_HOW_TO_HEADING = re.compile(r"应对|怎么办|如何|建议|处理|维权|方法|步骤|流程|解决|措施|指南|保护")

_YES: dict[Claim, str] = {"happens": "会", "possible": "可以", "lawful": "合法、允许"}
_NO: dict[Claim, str] = {"happens": "不会", "possible": "不可以", "lawful": "不合法、不允许"}


@dataclass(frozen=True, slots=True)
class Quote:
    """The characters ``start <= i < end`` of the article of ``passage``, and the side they take, if any."""

    passage: Passage
    start: int
    end: int
    text: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are numbered: our first line, and the quotes in the order they are shown."""

    kind: Kind
    headline: str
    quotes: tuple[Quote, ...]


def compose(asked: Asked, weighed: Weighed, passage_index: PassageIndex) -> Draft:
    """Choose, order and group what ``weighed.evidence`` (at least one sentence) says to ``asked``."""
    reader = _Reader(passage_index)
    if asked.kind == "yes_no" and asked.focus and (draft := _by_side(asked, weighed.evidence, reader)):
        return draft
    if asked.kind in ("list", "how_to", "why", "what", "other") and (
        draft := _block(asked, weighed.evidence, reader)
    ):
        return draft
    return _best_sentences(asked, weighed.evidence, reader)


# -- yes or no -----------------------------------------------------------------------------------------------------


def _by_side(asked: Asked, evidence: Sequence[Evidence], reader: _Reader) -> Draft | None:
    claim = claim_of(asked.text)
    taken: dict[Side, list[Quote]] = {"yes": [], "no": [], "depends": []}
    for one in evidence:
        side = stance(search_form(one.sentence.text), asked.focus, claim)
        if side and (quote := reader.whole(one, side)) and not _said_already(quote, _flat(taken.values())):
            taken[side].append(quote)
    if not any(taken.values()):
        return None
    kept = {side: quotes[:_PER_SIDE] for side, quotes in taken.items()}
    while sum(map(len, kept.values())) > MAX_POINTS:
        kept[max(kept, key=lambda side: len(kept[side]))].pop()
    conflict = bool(kept["yes"]) and bool(kept["no"])
    sides: tuple[Side, ...] = ("yes", "no", "depends")
    if conflict:
        return Draft(
            "conflict",
            _conflict_line(kept, claim),
            tuple(q for s in sides for q in _in_reading_order(kept[s])),
        )
    quotes = [Quote(q.passage, q.start, q.end, q.text) for side in sides for q in kept[side]]
    return Draft("answer", _one_sided_line(kept, claim), tuple(_in_reading_order(quotes)))


def _conflict_line(kept: dict[Side, list[Quote]], claim: Claim) -> str:
    line = (
        f"来源说法不一：{_articles(kept['yes'])} 篇文章里有“{_YES[claim]}”的说法，"
        f"{_articles(kept['no'])} 篇里有“{_NO[claim]}”的说法"
    )
    if kept["depends"]:
        line += f"，{_articles(kept['depends'])} 篇里有“看情况”的说法"
    return line + "。请对照原文。"


def _one_sided_line(kept: dict[Side, list[Quote]], claim: Claim) -> str:
    count = _articles(_flat(kept.values()))
    if kept["yes"]:
        return f"找到的 {count} 篇文章里，说法是“{_YES[claim]}”" + (
            "，但要看情况：" if kept["depends"] else "："
        )
    if kept["no"]:
        return f"找到的 {count} 篇文章里，说法是“{_NO[claim]}”" + (
            "，但有例外或看情况：" if kept["depends"] else "："
        )
    return f"找到的 {count} 篇文章里，说法是“看情况”："


# -- lists, steps, reasons -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands together: an opening sentence, the items that it announces, and where."""

    passage: Passage
    sentences: tuple[Sentence, ...]
    score: float


def _block(asked: Asked, evidence: Sequence[Evidence], reader: _Reader) -> Draft | None:
    relevance = {(e.sentence.article_id, e.sentence.start): e.relevance for e in evidence}
    wanted = content_bigrams(asked.text)
    found: list[_Block] = []
    for passage in _distinct_sections(e.hit.passage for e in evidence if e.relevance >= KEPT):
        found += _blocks_of(passage, reader, wanted, relevance)
        if asked.kind == "how_to" and (steps := _steps_of(passage, reader, wanted, relevance)):
            found.append(steps)
    best = max(found, key=lambda block: block.score, default=None)
    if best is None or best.score < max(ENOUGH, _FAR_BEHIND * max(e.relevance for e in evidence)):
        return None
    quotes = [reader.quote(best.passage, s.start, s.end) for s in best.sentences[:MAX_POINTS]]
    return Draft("answer", _block_line(best), tuple(quotes))


def _block_line(block: _Block) -> str:
    heading = block.passage.headings[-1] if block.passage.headings else ""
    return f"资料的「{heading}」一节这样说：" if heading else "资料这样说："


def _blocks_of(
    passage: Passage, reader: _Reader, wanted: frozenset[str], relevance: dict[tuple[str, int], float]
) -> list[_Block]:
    """The lists in the section of ``passage``: each run of items with the sentence that announces it."""
    sentences = reader.section(passage)
    blocks = []
    position = 0
    while position < len(sentences):
        if not _ITEM.match(sentences[position].text):
            position += 1
            continue
        end = position
        while end < len(sentences) and _ITEM.match(sentences[end].text):
            end += 1
        lead = sentences[position - 1] if position and _LEAD.search(sentences[position - 1].text) else None
        items = sentences[position:end]
        if len(items) >= 2:
            blocks.append(_scored(passage, lead, items, wanted, relevance))
        position = end
    return blocks


def _steps_of(
    passage: Passage, reader: _Reader, wanted: frozenset[str], relevance: dict[tuple[str, int], float]
) -> _Block | None:
    """What the sections under one heading that promises help say, in order."""
    if not passage.headings or not _HOW_TO_HEADING.search(passage.headings[0]):
        return None
    sentences = [
        s for s in reader.under_heading(passage) if may_be_quoted(s.text) and not _LEAD.search(s.text)
    ]
    if len(sentences) < 2:
        return None
    if len(sentences) > MAX_POINTS:
        best = sorted(sentences, key=lambda s: -relevance.get((s.article_id, s.start), 0.0))[:MAX_POINTS]
        sentences = [s for s in sentences if s in best]
    return _scored(passage, None, sentences, wanted, relevance)


def _scored(
    passage: Passage,
    lead: Sentence | None,
    items: Sequence[Sentence],
    wanted: frozenset[str],
    relevance: dict[tuple[str, int], float],
) -> _Block:
    announced = search_form(" ".join((*passage.headings, lead.text if lead else "")))
    share = sum(pair in announced for pair in wanted) / len(wanted) if wanted else 0.0
    of_lead = relevance.get((lead.article_id, lead.start), 0.0) if lead else 0.0
    of_items = sorted((relevance.get((s.article_id, s.start), 0.0) for s in items), reverse=True)
    score = (share + max(of_lead, sum(of_items[:3]) / min(3, len(of_items)))) / 2
    return _Block(passage, tuple(items), score)


# -- the best sentences --------------------------------------------------------------------------------------------


def _best_sentences(asked: Asked, evidence: Sequence[Evidence], reader: _Reader) -> Draft:
    most = _FEW_POINTS if asked.kind in ("who", "when", "how_much", "what") else _SOME_POINTS
    best = evidence[0].relevance
    quotes: list[Quote] = []
    for one in evidence:
        if len(quotes) == most or (quotes and one.relevance < max(KEPT, best * _FAR_BEHIND)):
            break
        if (quote := reader.whole(one)) and not _said_already(quote, quotes):
            quotes.append(quote)
    if not quotes:
        quotes = [reader.quote(evidence[0].hit.passage, evidence[0].sentence.start, evidence[0].sentence.end)]
    return Draft("answer", "资料里与你的问题最接近的原话：", tuple(_in_reading_order(quotes)))


# -- reading -------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads around a sentence: its section, what it leans on, what it announces."""

    def __init__(self, passage_index: PassageIndex) -> None:
        self._index = passage_index

    def section(self, passage: Passage) -> list[Sentence]:
        """Return the sentences of the section of ``passage``, in order."""
        rows = self._index.section_passages(passage.article_id, passage.section)
        return [sentence for row in rows for sentence in self._index.passage(row).sentences]

    def under_heading(self, passage: Passage) -> list[Sentence]:
        """Return the sentences of every section that stands under the outermost heading of ``passage``."""
        found: list[Sentence] = []
        for row in self._index.article_passages(passage.article_id):
            other = self._index.passage(row)
            if other.headings[:1] == passage.headings[:1]:
                found += other.sentences
        return found

    def quote(self, passage: Passage, start: int, end: int, side: Side | None = None) -> Quote:
        text = self._index.article(passage.article_id).text[start:end]
        return Quote(passage, start, end, text, side)

    def whole(self, evidence: Evidence, side: Side | None = None) -> Quote | None:
        """Return the sentence with those it leans on; None when what it leans on is not there or it only announces."""
        sentences = self.section(evidence.hit.passage)
        at = next(i for i, s in enumerate(sentences) if s.start == evidence.sentence.start)
        first = last = at
        while _LEANS.match(sentences[first].text.strip()):
            if first == 0 or at - first == 2 or not self._adjoins(sentences[first - 1], sentences[first]):
                return None
            first -= 1
        while _LEAD.search(sentences[last].text) and not _ITEM.match(sentences[last].text):
            if last + 1 == len(sentences) or not self._adjoins(sentences[last], sentences[last + 1]):
                return None
            last += 1
            while (
                last + 1 < len(sentences)
                and _ITEM.match(sentences[last].text)
                and _ITEM.match(sentences[last + 1].text)
            ):
                last += 1
        return self.quote(evidence.hit.passage, sentences[first].start, sentences[last].end, side)

    def _adjoins(self, before: Sentence, after: Sentence) -> bool:
        """Whether nothing but space stands between the two (dropped boilerplate would)."""
        return not self._index.article(before.article_id).text[before.end : after.start].strip()


def _distinct_sections(passages: Iterable[Passage]) -> list[Passage]:
    return list({(p.article_id, p.section): p for p in reversed(list(passages))}.values())[::-1]


def _in_reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Grouped by article, the article that was found first leading; within it as the article reads."""
    rank = {article: at for at, article in enumerate(dict.fromkeys(q.passage.article_id for q in quotes))}
    return sorted(quotes, key=lambda quote: (rank[quote.passage.article_id], quote.start))


def _said_already(quote: Quote, others: Iterable[Quote]) -> bool:
    pairs = _pairs(quote.text)
    for other in others:
        if (
            other.passage.article_id == quote.passage.article_id
            and other.start < quote.end
            and quote.start < other.end
        ):
            return True
        theirs = _pairs(other.text)
        if len(pairs & theirs) >= _ALIKE * min(len(pairs), len(theirs)):
            return True
    return False


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"\W", "", search_form(text))
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def _articles(quotes: Iterable[Quote]) -> int:
    return len({quote.passage.article_id for quote in quotes})


def _flat(lists: Iterable[Iterable[Quote]]) -> list[Quote]:
    return [quote for quotes in lists for quote in quotes]
