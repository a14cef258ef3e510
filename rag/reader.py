"""Reading around a sentence: its section, what it leans on, the list that it opens or stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from index.records import Passage, Sentence
from index.shapes import is_item, is_lead_in
from index.store import PassageIndex
from rag.quotable import leans
from rag.records import Side
from rag.scope import scope_around
from rag.statement import is_statute

_LEANED_ON = 3  # sentences at most
_JOINED_CHARS = 240


@dataclass(frozen=True, slots=True)
class Quote:
    """The characters ``start <= i < end`` of the article of ``passage``, and the side they take, if any."""

    passage: Passage
    start: int
    end: int
    text: str
    side: Side | None = None


class Reader:
    """Reads in the articles of one index. ``scope_around`` is that of ``rag.scope`` over them."""

    def __init__(self, passage_index: PassageIndex) -> None:
        self._index = passage_index
        self.scope_around = cache(partial(scope_around, article=passage_index.article))
        self._voice = cache(passage_index.voice)

    def section(self, passage: Passage) -> list[Sentence]:
        """Return the sentences of the section of ``passage``, in order."""
        rows = self._index.section_passages(passage.article_id, passage.section)
        return [sentence for row in rows for sentence in self._index.passage(row).sentences]

    def passages(self, passage: Passage) -> list[Passage]:
        """Return the passages of the article of ``passage``, in order."""
        return list(map(self._index.passage, self._index.article_passages(passage.article_id)))

    def under_heading(self, passage: Passage) -> list[Passage]:
        """Return the passages of every section that stands under the outermost heading of ``passage``, in order."""
        return [other for other in self.passages(passage) if other.headings[:1] == passage.headings[:1]]

    def quote(self, passage: Passage, first: Sentence, last: Sentence, side: Side | None = None) -> Quote:
        """Return what stands from ``first`` to ``last``, as it stands in the article."""
        text = self._index.article(passage.article_id).text[first.start : last.end]
        return Quote(passage, first.start, last.end, text, side)

    def whole(self, passage: Passage, sentence: Sentence, side: Side | None = None) -> Quote | None:
        """Return ``sentence`` with those it leans on and the items it announces; None when they are not there.

        A statute is cited by its articles, so there the whole passage is returned, which never holds more than one.
        """
        if is_statute(passage.title):
            return self.quote(passage, passage.sentences[0], passage.sentences[-1], side)
        sentences = self.section(passage)
        at = first = last = _place(sentences, sentence)
        while leans(sentences[first].text):
            if first == 0 or at - first == _LEANED_ON or not self._adjoin(*sentences[first - 1 : first + 1]):
                return None
            first -= 1
        if is_lead_in(sentence.text):
            items = _items_from(sentences, at + 1)
            if not items or not self._adjoin(sentence, items[0]):
                return None
            last = at + len(items)
        return self.quote(passage, sentences[first], sentences[last], side)

    def joined(self, one: Quote, other: Quote) -> Quote | None:
        """Return the two as one quote when they stand side by side in a paragraph, and are not too long for one."""
        first, last = sorted((one, other), key=lambda quote: quote.start)
        text = self._index.article(first.passage.article_id).text
        between = text[first.end : last.start]
        apart = (
            first.passage.article_id != last.passage.article_id or last.start < first.end or between.strip()
        )
        if apart or "\n" in between or last.end - first.start > _JOINED_CHARS:
            return None
        return replace(first, end=last.end, text=text[first.start : last.end])

    def list_with(self, passage: Passage, sentence: Sentence) -> list[Sentence]:
        """Return the items of the list that ``sentence`` stands in or opens; none when it does neither."""
        sentences = self.section(passage)
        first = _place(sentences, sentence) + is_lead_in(sentence.text)
        while (
            first
            and first < len(sentences)
            and is_item(sentences[first].text)
            and is_item(sentences[first - 1].text)
        ):
            first -= 1
        return _items_from(sentences, first)

    def lead_of(self, passage: Passage, sentence: Sentence) -> Sentence | None:
        """Return the sentence that announces the list in which ``sentence`` is an item; None when there is none."""
        items = self.list_with(passage, sentence) if is_item(sentence.text) else []
        before = self.section(passage)[: _place(self.section(passage), items[0])] if items else []
        return before[-1] if before and is_lead_in(before[-1].text) else None

    def voices(self, quotes: Iterable[Quote]) -> frozenset[str]:
        """Return the ids of the articles that speak in ``quotes``; copies and reprints of one are one."""
        return frozenset(self._voice(quote.passage.article_id) for quote in quotes)

    def apart(self, one: Passage, other: Passage) -> bool:
        """Return whether the two are of different articles, neither a reprint of the other."""
        return self._voice(one.article_id) != self._voice(other.article_id)

    def _adjoin(self, before: Sentence, after: Sentence) -> bool:
        """Whether nothing but space stands between the two (dropped boilerplate would)."""
        return not self._index.article(before.article_id).text[before.end : after.start].strip()


def _place(sentences: Sequence[Sentence], sentence: Sentence) -> int:
    return next(at for at, other in enumerate(sentences) if other.start == sentence.start)


def _items_from(sentences: Sequence[Sentence], first: int) -> list[Sentence]:
    last = first
    while last < len(sentences) and is_item(sentences[last].text):
        last += 1
    return list(sentences[first:last])
