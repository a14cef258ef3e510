"""An Answer as plain text, to be sent to somebody who does not see the page."""

from __future__ import annotations

from page import words
from rag.answer import Answer
from rag.layout import SIDE_NAMES, around_headline, credentials
from rag.records import Citation, Point, Side

_FOR_THE_ASKER = ("help", "care", "masked")  # notices that are nobody else's business


def plain_text(answer: Answer, *, missing: bool = False) -> str:
    """Return the question, our words, the sources' words to the letter, and what is known of each source; and that
    words are ``missing`` of them, which are not put in.
    """
    first, then = (
        [notice.text for notice in notices if notice.kind not in _FOR_THE_ASKER]
        for notices in around_headline(answer.notices)
    )
    sides = dict.fromkeys(point.side for point in answer.points)
    blocks = [
        [f"{words.ASKED}：{answer.question}"],
        [f"{words.OUR_WORDS}：{answer.headline}", *first, *then],
        *(
            [_name(side), *(_quoted(point) for point in answer.points if point.side == side)]
            for side in sides
        ),
        [words.SOURCES, *map(_known, answer.citations)],
        *([[words.COPY_MISSING]] if missing else []),
        [words.DISCLAIMER],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _name(side: Side | None) -> str:
    return SIDE_NAMES[side] if side else words.THEIR_WORDS


def _quoted(point: Point) -> str:
    return f"“{point.text}”" + "".join(f"[{number}]" for number in point.citations)


def _known(citation: Citation) -> str:
    known = (citation.title, *credentials(citation), citation.url)
    return f"[{citation.number}] " + " · ".join(part for part in known if part)
