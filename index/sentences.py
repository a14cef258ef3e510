"""Sentences as spans: what a reader would quote, neither cut inside a short quotation nor running on for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.lines import trim
from index.records import Span
from index.shapes import READABLE, is_item

# A list item is one thing said, also when it takes two sentences; a longer one is a paragraph with a number.
LONGEST_ITEM = 160
# A quotation or bracket that closes within so many characters is part of its sentence, whatever stands in it.
LONGEST_QUOTATION = 80

_CLOSER_OF = dict(zip('“‘「『（(《〈【["', '”’」』）)》〉】]"', strict=True))
_QUOTES = '“「『"'
_ENDS = "。！？!?…"
_TOKEN = re.compile(r"[“‘「『（(《〈【\[\"]|[。！？!?…]+|\.{3,}|\.(?=\s+[A-Z“\"])")
_CLOSERS = re.compile(r"[”’」』）)》〉】\]\"]*")
# "诉讼……等方式": the dots leave something out, and the sentence goes on.
_GOES_ON = "等的，,、；;：:。"
_CLAUSE_ENDS = ["；", ";", "：", "，", ",", "、", " ", "\u3000", "\n", ""]


def sentence_spans(text: str, start: int, end: int, max_chars: int) -> list[Span]:
    """Return the sentences of one paragraph, ``text[start:end]``, trimmed, in order, none longer than ``max_chars``.

    Together they hold every character of it that is not white space. A list item ("短信提醒:…", "(1) …") stays whole.
    """
    if end - start <= min(LONGEST_ITEM, max_chars) and is_item(text[start:end]):
        return [Span(start, end)]
    spans: list[Span] = []
    for cut in _readable(text, start, [*_ends(text, start, end), end]):
        span = trim(text, start, cut)
        if span.end - span.start > max_chars:
            spans += _clauses(text, span, max_chars)
        elif span.start < span.end:
            spans.append(span)
        start = cut
    return spans


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the sentences of ``text[start:end]`` end."""
    at = start
    while token := _TOKEN.search(text, at, end):
        at = token.end()
        mark = token[0]
        if mark in _CLOSER_OF:
            closed = text.find(_CLOSER_OF[mark], at, min(end, at + LONGEST_QUOTATION))
            if closed >= 0:
                at = closed + 1
                # “…!”他说。 goes on with who says it; 他说:“…。” has ended.
                speech = mark in _QUOTES and text[closed - 1] in _ENDS
                if (
                    speech
                    and (token.start() > start or text[at : at + 1] in _QUOTES)
                    and _may_end(text, at, end)
                ):
                    yield (start := at)
        elif _ends_sentence(text, token, end):
            at = _CLOSERS.match(text, at, end).end()  # type: ignore[union-attr]
            if _may_end(text, at, end) or mark[-1] not in "….":
                yield (start := at)
        start = trim(text, start, end).start


def _may_end(text: str, at: int, end: int) -> bool:
    return at >= end or text[at] not in _GOES_ON


def _ends_sentence(text: str, token: re.Match[str], end: int) -> bool:
    if token[0] not in "?!":
        return True
    # The ? of an address stands between letters without a space.
    before, after = (
        text[max(0, token.start() - 1) : token.start()],
        text[token.end() : min(end, token.end() + 1)],
    )
    return not ((before.isascii() and before.isalnum()) or before == "/") or not (
        after.isascii() and after.isalnum()
    )


def _readable(text: str, start: int, cuts: list[int]) -> Iterator[int]:
    """Yield the cuts without those that would leave a sentence with nothing to read in it, such as a row of dots."""
    held = None
    for cut in cuts:
        if READABLE.search(text, start, cut):
            if held is not None:
                yield held
            held = cut
        elif held is not None:
            held = cut
        start = cut
    yield cuts[-1]


def _clauses(text: str, sentence: Span, max_chars: int) -> Iterator[Span]:
    """Split what is longer than any passage where it breathes; without any such place, anywhere."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_CLAUSE_ENDS,
        chunk_size=max_chars,
        chunk_overlap=0,
        # Otherwise a clause opens with the comma of the one before it, and white space is lost to the offsets.
        keep_separator="end",
        strip_whitespace=False,
    )
    start = sentence.start
    for clause in splitter.split_text(text[sentence.start : sentence.end]):
        span = trim(text, start, start + len(clause))
        if span.start < span.end:
            yield span
        start += len(clause)
