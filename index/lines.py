"""The lines of an article as spans: what cleaning and splitting walk over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Span

# Not str.splitlines: it also breaks at form feeds and file separators, which stand inside the lines of real pages.
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ONE_NEWLINE = re.compile(r"[ \t\u3000]*(?:\r\n|\r|\n)[ \t\u3000]*")

# A text is hard-wrapped when its widest lines stop in mid-sentence: several of them, and more than end with a stop.
# Widths are columns, of which a Chinese character takes two.
WIDEST_WRAP = 180
FEWEST_WRAPPED_LINES = 4
WRAPPED_SHARE = 0.6
_NEARLY = 0.88
_STOPS = "。！？!?；;：:…”’」』）)】》"


def line_spans(text: str) -> list[Span]:
    """Return the lines that hold more than white space, trimmed of it, in order."""
    lines = (trim(text, match.start(), match.end()) for match in _LINE.finditer(text))
    return [line for line in lines if line.start < line.end]


def trim(text: str, start: int, end: int) -> Span:
    """Return ``start, end`` without the white space at both sides; empty when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def without(text: str, spans: Sequence[Span], gaps: Sequence[Span]) -> list[Span]:
    """Return what is left of each of ``spans`` beside the gaps, trimmed. Spans are in order, gaps in any."""
    gaps = sorted(gaps, key=lambda gap: gap.start)
    left, row = [], 0
    for span in spans:
        start = span.start
        while row < len(gaps) and gaps[row].end <= start:
            row += 1
        while row < len(gaps) and gaps[row].start < span.end:
            left.append(trim(text, start, max(start, gaps[row].start)))
            start = max(start, min(gaps[row].end, span.end))
            if gaps[row].end > span.end:
                break
            row += 1
        left.append(trim(text, start, span.end))
    return [piece for piece in left if piece.start < piece.end]


def join_wrapped(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the paragraphs of a hard-wrapped text; of any other, its lines as they are."""
    if not lines or max(line.end - line.start for line in lines) > WIDEST_WRAP:
        return list(lines)
    columns = [_columns(text[line.start : line.end]) for line in lines]
    widest = max(columns)
    wide = [width >= _NEARLY * widest for width in columns]
    cut = [is_wide and text[line.end - 1] not in _STOPS for line, is_wide in zip(lines, wide, strict=True)]
    if widest > WIDEST_WRAP or sum(cut) < max(FEWEST_WRAPPED_LINES, WRAPPED_SHARE * sum(wide)):
        return list(lines)
    joined: list[Span] = []
    for row, line in enumerate(lines):
        if row and cut[row - 1] and _ONE_NEWLINE.fullmatch(text, lines[row - 1].end, line.start):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _columns(line: str) -> int:
    return len(line) + sum(character >= "\u2e80" for character in line)
