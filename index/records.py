"""The nouns of an index. Offsets are characters of ``Article.text``; ``text == article.text[start:end]`` always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``start <= i < end`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dropped(Span):
    """A span that is not evidence, and why: one of the reasons named in ``index.furniture``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came. ``text`` is the decoded file, newlines as in the file; of a page or document, what is
    extracted from it. Nothing of it is edited.

    ``id`` is unique in an index: the path as loaded, or the ``id`` of a .jsonl line. ``source`` says where it is found:
    the path as loaded, with "#" and the id for a line of a .jsonl. ``title_span`` says where the title stands in the
    text (None: it does not), ``title_derived`` that the title was made from the article's opening sentence.
    ``published`` is None when unknown.
    """

    id: str
    source: str
    text: str
    title: str
    title_span: Span | None = None
    title_derived: bool = False
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The stretch of an article under one heading. ``headings`` is the path from the outermost heading to its own.

    ``number`` counts the sections of the article from 0; ``start`` and ``end`` enclose its body, without the heading.
    """

    article_id: str
    number: int
    headings: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or one list item, whole: the smallest thing that is quoted."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section that stand together, at most ``max_chars`` long: what is searched for."""

    article_id: str
    title: str
    headings: tuple[str, ...]
    section: int
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
