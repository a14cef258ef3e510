"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.records import Passage

AnswerKind = Literal["answer", "conflict", "refusal"]
Side = Literal["yes", "no", "depends"]
Statement = Literal["law", "policy", "advice", "opinion", "report"]  # "policy": claimed by or for a platform
RefusalCode = Literal["nothing", "vague", "other_platform", "outdated", "personal", "no_question"]
NoticeKind = Literal["help", "care", "masked", "warning", "understood", "figure", "scope", "age", "mended"]
MAX_POINTS = 7  # of one answer


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score (about 0 to 1, comparable within one question) and its parts.

    ``dense`` is the cosine of the question and the passage, ``sentence_scores`` that of the question and each of
    ``passage.sentences``, in their order; those of an embedder other than the default one are moved onto its scale
    (``rag.scale``), and may pass 1.
    """

    passage: Passage
    score: float
    dense: float
    sentence_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a point comes from: ``quote == text[start:end]`` of the article at ``source``, character for character.

    ``article_id`` is the article's id in the index, as in ``Passage.article_id``.
    ``published`` is None when the article does not say. ``heading`` joins the headings above the quote with " > ".
    ``statement`` says what kind of words these are. ``basis`` names the law when the words do ("民法典 第一百八十八条"), is "unnamed" when they
    lean on laws without naming one, and is None otherwise.
    """

    number: int
    article_id: str
    source: str
    title: str
    heading: str
    published: date | None
    url: str | None
    quote: str
    start: int
    end: int
    statement: Statement = "report"
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the sources say, in their words; ``citations`` are numbers of the answer's citations, at least one.

    In a conflict ``side`` says on which side of the question it stands; otherwise it is None.
    """

    text: str
    citations: tuple[int, ...]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Our own words beside an answer, never evidence."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, what to do next, and questions nearby that the sources do cover."""

    code: RefusalCode
    reason: str
    advice: str
    suggestions: tuple[str, ...] = ()
