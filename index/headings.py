"""Which lines of an article are headings, and how they nest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Span
from index.shapes import CHINESE_NUMBER, is_lead_in, opens_like_an_item

LONGEST_HEADING = 50
LONGEST_BARE_HEADING = 40
# So many lines of this length without a full stop in a row are prose broken into lines, as on a phone, not headings.
BROKEN_LINES = 3
BROKEN_LINE_CHARS = 8
_SHORTEST_PARAGRAPH = 60
_MARKDOWN_CHARS = 20  # beside the heading's own
_READ = 400  # characters of a line that are enough to see its number

_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_PLAIN_NUMBER = 22  # the rank of "1、", which items of a list bear too
# The outermost first; a heading stands below the nearest one before it that ranks higher.
_NUMBERED = (
    (10, re.compile(rf"第{CHINESE_NUMBER}编(?!.*[。；])\S*\s*.*")),
    (11, re.compile(rf"第{CHINESE_NUMBER}分编(?!.*[。；]).*")),
    (12, re.compile(rf"第{CHINESE_NUMBER}章(?!.*[。；]).*")),
    (13, re.compile(rf"第{CHINESE_NUMBER}节(?!.*[。；]).*")),
    (20, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．](?!.*。)\s*\S.*")),
    (21, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*\S.*")),
    (_PLAIN_NUMBER, re.compile(r"\d{1,2}\s*(?:、|[.．](?!\d))\s*\S.*")),
    (23, re.compile(r"\d{1,2}\.\d{1,2}(?:[\s、.．]+\S|[^\d\s.%％‰万亿元倍、]).*")),
    (24, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\D.*")),
)
_STATUTE_RANKS = range(10, 14)
_NUMBERED_RANKS = range(20, 25)
# Beside the numbered headings of the first order; or below all of them, when their numbers go on after it.
_BARE_OUTSIDE, _BARE_INSIDE = 19, 30

_LABEL = re.compile(r"[^：:]{1,20}[：:]\s*\S")
# Amounts, dates, formulas, labels without a value, cries.
_NO_HEADING = re.compile(r"^\d|[=＝×÷。]|^\W*\w[：:]|[：:！!…]$")
_CLOSING = "”’」』）)》】\"'"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows it. ``rank``: smaller is further out."""

    text: str
    rank: int


def find_headings(text: str, lines: Sequence[Span]) -> list[Heading | None]:
    """Return, for each of the ``lines``, the heading that it is, or None."""
    shown = [text[line.start : line.end] for line in lines]
    headings = [_marked_heading(shown, row) for row in range(len(shown))]
    for row in reversed(range(len(shown))):
        if headings[row] is None and _is_bare_heading(shown, row, headings):
            headings[row] = Heading(shown[row], _BARE_OUTSIDE)
    return _nest_bare_headings(headings)


def heading_paths(headings: Sequence[Heading | None]) -> list[tuple[str, ...]]:
    """Return, for each line, the headings above it from the outermost to its own."""
    paths: list[tuple[str, ...]] = []
    above: list[Heading] = []
    for heading in headings:
        if heading is not None:
            above = [outer for outer in above if outer.rank < heading.rank] + [heading]
        paths.append(tuple(outer.text for outer in above))
    return paths


def _marked_heading(shown: Sequence[str], row: int) -> Heading | None:
    line = shown[row]
    if len(line) > LONGEST_HEADING + _MARKDOWN_CHARS:
        return None
    if (markdown := _MARKDOWN.fullmatch(line)) and markdown[2]:
        return Heading(markdown[2], len(markdown[1]))
    if len(line) > LONGEST_HEADING or row + 1 == len(shown) or _ends_like_a_sentence(line):
        return None
    rank = _number_rank(line)
    if rank is None:
        return None
    if rank in _STATUTE_RANKS or rank > _PLAIN_NUMBER:
        return Heading(line, rank)
    # Numbers on neighbouring lines count items of a list.
    neighbours = [_number_rank(other) for other in (*shown[max(0, row - 1) : row], shown[row + 1])]
    is_item = rank in neighbours or (rank == _PLAIN_NUMBER and is_lead_in(line))
    return None if is_item else Heading(line, rank)


def _number_rank(line: str) -> int | None:
    opening = line[:_READ]
    return next((rank for rank, shape in _NUMBERED if shape.fullmatch(opening)), None)


def _is_bare_heading(shown: Sequence[str], row: int, headings: Sequence[Heading | None]) -> bool:
    """Tell whether a short line without number or mark names the paragraph below it. When in doubt it is evidence."""
    line, before = shown[row], shown[row - 1] if row else ""
    if row + 1 == len(shown) or not 2 <= len(line) <= LONGEST_BARE_HEADING or is_lead_in(before):
        return False
    below, following = headings[row + 1], shown[row + 1]
    if line[-1] in "?？":
        return below is None or line.rstrip("?？") == following.rstrip("?？")
    if (
        _NO_HEADING.search(line)
        or line.count("，") > 1
        or opens_like_an_item(line)
        or _ends_like_a_sentence(line)
    ):
        return False
    if below is not None:
        return below.rank >= _BARE_OUTSIDE and following[-1] in "?？"
    if _LABEL.match(line) and (any(c.isdigit() for c in line) or not _is_paragraph(following)):
        return False
    return (_is_paragraph(following) or is_lead_in(following)) and not _is_broken_prose(shown, row)


def _is_paragraph(line: str) -> bool:
    return len(line) > _SHORTEST_PARAGRAPH or "。" in line or _ends_like_a_sentence(line)


def _ends_like_a_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING)[-1:] in tuple("。；;，,、！!…")


def _is_broken_prose(shown: Sequence[str], row: int) -> bool:
    before = shown[max(0, row - BROKEN_LINES) : row]
    return len(before) == BROKEN_LINES and all(
        len(line) >= BROKEN_LINE_CHARS
        and not opens_like_an_item(line)
        and line[-1] not in "。；;：:！!？?…" + _CLOSING
        for line in before
    )


def _nest_bare_headings(headings: list[Heading | None]) -> list[Heading | None]:
    nested = list(headings)
    open_ranks: set[int] = set()
    later = Counter(heading.rank for heading in headings if heading and heading.rank in _NUMBERED_RANKS)
    for row, heading in enumerate(headings):
        if heading is None:
            continue
        if heading.rank in _NUMBERED_RANKS:
            open_ranks = {rank for rank in open_ranks if rank < heading.rank} | {heading.rank}
            later[heading.rank] -= 1
        elif heading.rank == _BARE_OUTSIDE and any(later[rank] for rank in open_ranks):
            nested[row] = Heading(heading.text, _BARE_INSIDE)
        else:
            open_ranks = set()
    return nested
