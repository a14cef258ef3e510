"""What the sources say to one question: as a record, as Markdown, and as the plain dict that all interfaces share."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rag.layout import markdown
from rag.records import AnswerKind, Citation, Notice, Point, Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say to one question.

    ``headline`` and ``notices`` are our words; ``points`` are the sources'. ``refusal`` is set exactly when
    ``kind == "refusal"``, and then there are no points. ``others`` are what else was asked at once and is not answered
    here, each as a question that stands alone.
    """

    question: str
    kind: AnswerKind
    headline: str
    points: tuple[Point, ...] = ()
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    notices: tuple[Notice, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as Markdown with [n] markers."""
        return markdown(self.headline, self.points, self.notices, self.refusal, self.others)

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists, strings and numbers, ``text`` among them; dates as ISO strings."""
        shape = {**asdict(self), "text": self.text}
        plain: dict[str, Any] = json.loads(json.dumps(shape, default=date.isoformat))
        return plain
