"""What of an article is no evidence: the page around it. Spans and reasons; the text itself is never edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index import furniture
from index.closing import closing_furniture
from index.furniture import MARKUP, RELATED_LINKS, TEASER
from index.lines import line_spans, without
from index.opening import opening_furniture
from index.records import Dropped, Span
from index.shapes import READABLE, opens_like_an_item

# A title in a list of links is a line, not a paragraph.
LONGEST_LINK = 60
# Bare titles in a row at the end of an article that no heading announces: fewer may be its own closing list.
FEWEST_BARE_TITLES = 6
# A paragraph that breaks off after so many characters was cut by a listing, not by its author; a single one may still
# be a dramatic ending.
SHORTEST_TEASER = 40
FEWEST_TEASERS = 2


def find_boilerplate(text: str) -> tuple[Dropped, ...]:
    """Return the stretches of ``text`` that are no evidence, in order, apart from each other, each with its reason."""
    lines = line_spans(text)
    dropped: list[Dropped] = []
    for rule in _RULES:
        dropped += rule(text, without(text, lines, dropped))
    return tuple(sorted(dropped, key=lambda span: span.start))


def _front_matter(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    if found := furniture.FRONT_MATTER.match(text):
        yield Dropped(found.start(), found.end(), MARKUP)


def _furniture_lines(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    for line in lines:
        if reason := furniture.furniture_of(text[line.start : line.end]):
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
        elif len(shown[row]) <= furniture.LONGEST_FURNITURE and furniture.RELATED_INLINE.match(shown[row]):
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
    return _is_link(line) and not opens_like_an_item(line) and bool(furniture.TITLE_WORD.search(line))


def _is_teaser(line: str) -> bool:
    return len(line) >= SHORTEST_TEASER and line.endswith(("...", "…"))


def _inside_lines(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Links and picture credits within a paragraph."""
    for line in lines:
        for shape, reason in furniture.INLINE:
            for found in shape.finditer(text, line.start, line.end):
                yield Dropped(found.start(), found.end(), reason)


def _nothing_to_read(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """What the other rules left over without a letter or digit."""
    for line in lines:
        if not READABLE.search(text, line.start, line.end):
            yield Dropped(line.start, line.end, MARKUP)


# In this order: what a rule drops is out of sight of the next ones.
_RULES: tuple[Callable[[str, Sequence[Span]], Iterator[Dropped]], ...] = (
    _front_matter,
    _furniture_lines,
    _announced_lists,
    _closing_lists,
    _inside_lines,
    opening_furniture,
    closing_furniture,
    _nothing_to_read,
)
