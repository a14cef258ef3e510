"""How an answer reads wherever it is shown: what its sides are called, what is said of a quote, and all as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.records import Citation, Notice, NoticeKind, Point, Refusal, Side, Statement
from rag.statement import UNNAMED_LAW

SIDE_NAMES: dict[Side, str] = {
    "yes": "一种说法：会（可以）",
    "no": "另一种说法：不会（不可以）",
    "depends": "也有说法：看情况",
}
STATEMENT_NAMES: dict[Statement, str] = {
    "law": "法律条文",
    "policy": "转述平台政策",
    "report": "文章叙述",
    "advice": "建议",
    "opinion": "看法",
}
REPORT = "报道"  # what "report" is called where it can be looked up who published it
UNDATED = "日期不明"
UNSOURCED = "出处不明"
OTHERS_ASKED = "你还问了，可以接着问"
# What a person must know before anything else; what else there is to know comes after the first line.
_NOTICES_FIRST: tuple[NoticeKind, ...] = ("help", "care", "warning", "masked", "understood")
_LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")
# Before any of these a backslash makes it a letter: what begins a list, and what acts anywhere.
_ACTS = re.compile(r"^\d+(?=[.)])|^(?=[-+])|(?=[\\`*_\[\]<>#|~&])")


def credentials(citation: Citation) -> tuple[str, ...]:
    """Say what kind of words a quote is, when its article was published, that nobody knows where if so, and what law
    it leans on if it does.
    """
    day, basis = citation.published, citation.basis
    said = [_kind(citation), f"{day.year}年{day.month}月{day.day}日" if day else UNDATED]
    if not citation.url:
        said.append(UNSOURCED)
    if basis:
        said.append(UNNAMED_LAW if basis == "unnamed" else f"依据：{basis}")
    return tuple(said)


def around_headline(notices: Iterable[Notice]) -> tuple[list[Notice], list[Notice]]:
    """Part ``notices`` into those that stand before the first line of an answer, most urgent first, and those after it."""
    notices = list(notices)
    first = [notice for kind in _NOTICES_FIRST for notice in notices if notice.kind == kind]
    return first, [notice for notice in notices if notice not in first]


def markdown(
    headline: str,
    points: Sequence[Point],
    notices: Iterable[Notice] = (),
    refusal: Refusal | None = None,
    others: Sequence[str] = (),
) -> str:
    """Lay an answer out as Markdown. All words are escaped: headlines and questions quote the sources too."""
    first, then = around_headline(notices)
    blocks = [
        *(f"> {_escaped(notice.text)}" for notice in first),
        f"**{_escaped(headline)}**",
        *(f"> {_escaped(notice.text)}" for notice in then),
    ]
    for side in dict.fromkeys(point.side for point in points):
        if side is not None:
            blocks.append(f"**{SIDE_NAMES[side]}**")
        blocks.append("\n".join(_line(point) for point in points if point.side == side))
    if refusal:
        blocks.append(_escaped(refusal.advice))
        blocks.append(_listed(refusal.suggestions))
    if others:
        blocks += [OTHERS_ASKED, _listed(others)]
    return "\n\n".join(block for block in blocks if block)


def _listed(questions: Iterable[str]) -> str:
    return "\n".join(f"- {_escaped(question)}" for question in questions)


def _kind(citation: Citation) -> str:
    if citation.statement == "report" and citation.url:
        return REPORT
    return STATEMENT_NAMES.get(citation.statement, citation.statement)


def _line(point: Point) -> str:
    return f"- {_escaped(point.text)} " + "".join(f"[{number}]" for number in point.citations)


def _escaped(words: str) -> str:
    """Return ``words`` on one line, so that none of them acts as Markdown or HTML."""
    return _ACTS.sub(r"\g<0>\\", _LINE_BREAKS.sub(" ", words).strip())
