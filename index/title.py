"""The title of an article: its first line when that reads like one, else its own opening question or sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.dates import is_date_line
from index.furniture import FRONT_MATTER, furniture_of
from index.lines import join_wrapped, line_spans
from index.records import Span
from index.shapes import opens_like_an_item

LONGEST_TITLE = 60
LONGEST_DERIVED = 40
# The opening of an article, where it says what it is about.
OPENING_CHARS = 600

_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*$")
_NO_TITLE_END = "。；;，,、：:"
_FRONT_MATTER_TITLE = re.compile(r"^title[ \t]*+:[ \t]*+[\"']?+(.*[^\s\"'])", re.MULTILINE)
_QUOTED_QUESTION = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n]{4,40}[?？])[”\"」』’]")
_QUESTION = re.compile(r"[^。！？!?…\n；;]{4,40}[?？]")
_SENTENCE = re.compile(r"[^。！？!?…\n]+[。！？!?…]*")
_CLAUSE_END = re.compile(r"[，,；;：:]")


@dataclass(frozen=True, slots=True)
class Title:
    """``span`` says where the title stands as a title (None: nowhere); ``derived``, that it was made from the opening."""

    text: str
    span: Span | None
    derived: bool


def find_title(text: str) -> Title:
    """Return the title of ``text``. Only an article without a readable word gets an empty one."""
    front_matter = FRONT_MATTER.match(text)
    if front_matter and (named := _FRONT_MATTER_TITLE.search(front_matter[0])):
        return Title(named[1], None, False)
    lines = _opening_lines(text, front_matter.end() if front_matter else 0)
    first = next((line for line in lines if not furniture_of(text[line.start : line.end])), None)
    if first is None:
        return Title("", None, True)
    heading = _MARKDOWN_HEADING.fullmatch(text, first.start, first.end)
    if heading and heading[1]:
        return Title(heading[1], Span(*heading.span(1)), False)
    following = [text[line.start : line.end] for line in lines if line.start > first.start]
    if _is_title(text[first.start : first.end], following):
        return Title(text[first.start : first.end], first, False)
    return Title(derive_title(text[first.start : first.start + OPENING_CHARS]), None, True)


def _opening_lines(text: str, start: int) -> list[Span]:
    opening = text[start : start + 4 * OPENING_CHARS]
    return [Span(start + line.start, start + line.end) for line in join_wrapped(opening, line_spans(opening))]


def _is_title(line: str, following: list[str]) -> bool:
    """Tell whether a first line names what follows rather than beginning to tell it."""
    if not following or not 2 <= len(line) <= LONGEST_TITLE or opens_like_an_item(line):
        return False
    if is_date_line(following[0]):
        return True
    if (
        line[-1] in "?？"
        and sum(other[-1] in "?？" and len(other) <= LONGEST_DERIVED for other in following) >= 2
    ):
        # The first of several questions with their answers.
        return False
    return line[-1] not in _NO_TITLE_END


def locate_title(text: str, title: str) -> Span | None:
    """Return where the first line of ``text`` is ``title``; None when it is something else."""
    lines = line_spans(text[: 2 * OPENING_CHARS])
    if not lines:
        return None
    first = lines[0]
    heading = _MARKDOWN_HEADING.fullmatch(text, first.start, first.end)
    span = Span(*heading.span(1)) if heading else first
    return span if title and text[span.start : span.end] == title and len(lines) > 1 else None


def derive_title(opening: str) -> str:
    """Return the question that an article opens with, in quotes or plainly, else its first sentence, cut at a clause."""
    question = _QUOTED_QUESTION.search(opening)
    if question:
        return question[1].strip()
    first = _SENTENCE.search(opening)
    sentence = " ".join((first[0] if first else opening).split())
    if len(sentence) <= LONGEST_DERIVED:
        return sentence.rstrip("。")
    if plain := _QUESTION.match(sentence):
        return plain[0]
    cuts = [cut.start() for cut in _CLAUSE_END.finditer(sentence[: LONGEST_DERIVED + 1])]
    return sentence[: cuts[-1]] if cuts and cuts[-1] >= 8 else sentence[:LONGEST_DERIVED] + "…"
