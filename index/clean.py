"""What of an article is no evidence: the page around it. Spans and reasons; the text itself is never edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index import furniture
from index.dates import is_date_line
from index.furniture import (
    BYLINE,
    COPYRIGHT,
    DATE_LINE,
    MARKUP,
    NAVIGATION,
    PROMOTION,
    REASONS,
    RELATED_LINKS,
    REPEATED_TITLE,
    TEASER,
)
from index.lines import line_spans, trim, without
from index.records import Dropped, Span

__all__ = ["REASONS", "evidence_spans", "find_boilerplate", "furniture_of"]

# A title in a list of links is a line, not a paragraph.
LONGEST_LINK = 60
# Bare titles in a row at the end of an article that no heading announces: fewer may be its own closing list.
FEWEST_BARE_TITLES = 6
# A paragraph that breaks off after so many characters was cut by a listing, not by its author; a single one may still
# be a dramatic ending.
SHORTEST_TEASER = 40
FEWEST_TEASERS = 2
# Furniture is short. Longer lines are not even tried, which also keeps an article of one line of a megabyte fast.
LONGEST_FURNITURE = 200
# A title is repeated at once or not at all.
OPENING_LINES = 5
_SENTENCE_END = "。！？!?"
_CLOSERS = "”’」』）)】》\"'"
# A headline is shorter; a longer first line is the paragraph's own beginning, and what it repeats is evidence.
LONGEST_HEADLINE = 35
_ELLIPSIS = "….！!？?"


def find_boilerplate(text: str) -> tuple[Dropped, ...]:
    """Return the stretches of ``text`` that are no evidence, in order, apart from each other, each with its reason."""
    lines = line_spans(text)
    dropped: list[Dropped] = []
    for rule in _RULES:
        dropped += rule(text, without(text, lines, dropped))
    return tuple(sorted(dropped, key=lambda span: span.start))


def evidence_spans(text: str) -> tuple[Span, ...]:
    """Return what is left of ``text`` without its boilerplate, trimmed of white space, in order."""
    spans, start = [], 0
    gaps: list[Span | Dropped] = [*find_boilerplate(text), Span(len(text), len(text))]
    for gap in gaps:
        span = trim(text, start, gap.start)
        if span.start < span.end:
            spans.append(span)
        start = gap.end
    return tuple(spans)


def furniture_of(line: str) -> str | None:
    """Return the reason why ``line``, whole and trimmed, is never evidence wherever it stands; None when it may be."""
    if not furniture.READABLE.search(line):
        return MARKUP
    if is_date_line(line):
        return DATE_LINE
    if len(line) > LONGEST_FURNITURE:
        return None
    return next((reason for shape, reason in furniture.WHOLE_LINES if shape.fullmatch(line)), None)


def _front_matter(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    if found := furniture.FRONT_MATTER.match(text):
        yield Dropped(found.start(), found.end(), MARKUP)


def _furniture_lines(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    for line in lines:
        if reason := furniture_of(text[line.start : line.end]):
            yield Dropped(line.start, line.end, reason)


def _announced_lists(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Titles below "相关内容:". One alone may be a heading with its paragraph, unless nothing follows."""
    shown = [text[line.start : line.end] for line in lines]
    row = 0
    while row < len(lines):
        end = row + 1
        if len(shown[row]) <= LONGEST_LINK and furniture.RELATED_HEADING.fullmatch(shown[row]):
            while end < len(lines) and (_is_link(shown[end]) or _is_teaser(shown[end])):
                end += 1
            if end - row > 2 or end == len(lines):
                yield Dropped(lines[row].start, lines[end - 1].end, RELATED_LINKS)
        elif len(shown[row]) <= LONGEST_FURNITURE and furniture.RELATED_INLINE.match(shown[row]):
            yield Dropped(lines[row].start, lines[row].end, RELATED_LINKS)
        row = end


def _closing_lists(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    shown = [text[line.start : line.end] for line in lines]
    teasers = _closing_run(shown, _is_teaser)
    if 0 < teasers <= len(lines) - FEWEST_TEASERS:
        yield Dropped(lines[teasers].start, lines[-1].end, TEASER)
        lines, shown = lines[:teasers], shown[:teasers]
    titles = _closing_run(shown, _is_bare_title)
    # Nothing but such lines: that is how the article is written.
    if 0 < titles <= len(lines) - FEWEST_BARE_TITLES:
        yield Dropped(lines[titles].start, lines[-1].end, RELATED_LINKS)


def _closing_run(shown: Sequence[str], belongs: Callable[[str], bool]) -> int:
    first = len(shown)
    while first > 0 and belongs(shown[first - 1]):
        first -= 1
    return first


def _is_link(line: str) -> bool:
    return len(line) <= LONGEST_LINK and line[-1] not in "。；;，,、：:" and "。" not in line


def _is_bare_title(line: str) -> bool:
    return _is_link(line) and not furniture.LIST_MARK.match(line) and bool(furniture.TITLE_WORD.search(line))


def _is_teaser(line: str) -> bool:
    return len(line) >= SHORTEST_TEASER and line.endswith(("...", "…"))


def _repeated_title(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """The title once more on a line of its own, or as "原标题:…" in front of the first paragraph."""
    if not lines:
        return
    title = text[lines[0].start : lines[0].end]
    for line in lines[1:OPENING_LINES]:
        if line.end - line.start == len(title) and text.startswith(title, line.start):
            yield Dropped(line.start, line.end, REPEATED_TITLE)
        elif label := furniture.ORIGINAL_TITLE.match(text, line.start, line.end):
            yield Dropped(line.start, _end_of_headline(text, title, label.end(), line.end), REPEATED_TITLE)


def _end_of_headline(text: str, title: str, start: int, end: int) -> int:
    """Return where the headline at ``start`` stops; ``start`` itself when it cannot be told from the paragraph."""
    if len(title) <= LONGEST_HEADLINE and text.startswith(title, start) and _balanced(title):
        start += len(title)
        while start < end and text[start] in _ELLIPSIS + _CLOSERS:
            start += 1
        return start
    return end if end - start <= LONGEST_LINK and text[end - 1] != "。" else start


def _balanced(text: str) -> bool:
    pairs = ("“”", "（）", "()", "《》", "【】", "「」", "『』")
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs) and text[-1:] not in "：:"


def _from_elsewhere(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Where the article was taken from, in front of its first paragraph: "本文转自【…】"."""
    for line in lines[:OPENING_LINES]:
        if found := furniture.FROM_ELSEWHERE.search(
            text, line.start, min(line.end, line.start + LONGEST_FURNITURE)
        ):
            yield Dropped(found.start(), found.end(), BYLINE)


def _tails_of_lines(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Links at the end of a paragraph: "查看详情>>"."""
    for line in lines:
        window = max(line.start, line.end - LONGEST_LINK)
        if link := furniture.LINK_TAIL.search(text[window : line.end]):
            yield Dropped(window + link.start(), line.end, NAVIGATION)


def _after_the_last_sentence(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Credits, invitations and notices that follow the last sentence of the article, often on its very line."""
    for line in reversed(lines):
        end = line.end
        while end > line.start:
            peeled = _last_credit(text, line.start, end)
            if peeled is None:
                return
            yield peeled
            end = trim(text, line.start, peeled.start).end


def _last_credit(text: str, start: int, end: int) -> Dropped | None:
    window = max(start, end - 2 * LONGEST_FURNITURE)
    if portal := furniture.PORTAL_TAIL.search(text, window, end):
        return Dropped(portal.start(), end, NAVIGATION)
    first = _start_of_last_sentence(text, window, end)
    if first == window > start:
        return None
    sentence = trim(text, first, end)
    shown = text[sentence.start : end]
    if len(shown) > LONGEST_FURNITURE:
        return None
    if furniture.SIGNATURE_TAIL.fullmatch(shown) or (
        first > start and furniture.CREDITS_TAIL.fullmatch(shown)
    ):
        return Dropped(sentence.start, end, BYLINE)
    if furniture.PROMOTION_SENTENCE.search(shown):
        return Dropped(sentence.start, end, PROMOTION)
    if furniture.COPYRIGHT_SENTENCE.search(shown):
        return Dropped(sentence.start, end, COPYRIGHT)
    if not furniture.READABLE.search(shown):
        return Dropped(sentence.start, end, MARKUP)
    if outlet := furniture.OUTLET_TAIL.search(shown):
        return Dropped(sentence.start + outlet.start(), end, BYLINE)
    return None


def _start_of_last_sentence(text: str, start: int, end: int) -> int:
    """Return where the sentence, or the rest without an end, begins that stops at ``end``."""
    last = end
    while last > start and text[last - 1] in _SENTENCE_END + _CLOSERS:
        last -= 1
    while last > start and text[last - 1] not in _SENTENCE_END:
        last -= 1
    while last < end and last > start and text[last] in _CLOSERS:
        last += 1
    return last


def _nothing_to_read(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """What the other rules left over without a letter or digit."""
    for line in lines:
        if not furniture.READABLE.search(text, line.start, line.end):
            yield Dropped(line.start, line.end, MARKUP)


# In this order: what a rule drops is out of sight of the next ones.
_RULES: tuple[Callable[[str, Sequence[Span]], Iterator[Dropped]], ...] = (
    _front_matter,
    _furniture_lines,
    _announced_lists,
    _closing_lists,
    _repeated_title,
    _from_elsewhere,
    _tails_of_lines,
    _after_the_last_sentence,
    _nothing_to_read,
)
