"""An article into sections by heading, sentences with exact offsets, and passages packed from whole sentences.

Titles, date lines and headings are in no passage: they go into what is searched, never into what is quoted. What is
left of an article without them and without its boilerplate is its evidence: each character of it that is not white
space stands in exactly one sentence, and each sentence in exactly one passage.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.clean import find_boilerplate
from index.headings import find_headings, heading_paths
from index.lines import join_wrapped, line_spans, without
from index.records import Article, Dropped, Passage, Section, Sentence, Span
from index.sentences import sentence_spans
from index.shapes import is_lead_in, opens_article_of_law

# About what an encoder with the usual window of 512 tokens reads whole. Each sentence has a vector of its own besides,
# so that a long passage loses nothing of them (docs/evaluation.md).
MAX_CHARS = 600


@dataclass(frozen=True, slots=True)
class SplitArticle:
    """The parts of one article, in reading order; ``dropped`` is what is no evidence and why."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    dropped: tuple[Dropped, ...]


def split_article(article: Article, max_chars: int = MAX_CHARS) -> SplitArticle:
    """Return the sections and passages of ``article``; no sentence and no passage is longer than ``max_chars``."""
    dropped = find_boilerplate(article.text)
    sections, passages = [], []
    for number, (headings, paragraphs) in enumerate(_bodies(article, dropped)):
        section = Section(article.id, number, headings, paragraphs[0].start, paragraphs[-1].end)
        sections.append(section)
        for sentences in _packed(article.text, paragraphs, dropped, max_chars):
            passages.append(_passage(article, section, sentences))
    return SplitArticle(tuple(sections), tuple(passages), dropped)


def _bodies(article: Article, dropped: Sequence[Dropped]) -> Iterator[tuple[tuple[str, ...], list[Span]]]:
    """Yield the path of headings and the paragraphs of each section that has any."""
    text = article.text
    lines = line_spans(text)
    title = [line for line in lines if article.title_span and _encloses(line, article.title_span)]
    paragraphs = join_wrapped(text, without(text, lines, [*dropped, *title]))
    headings = find_headings(text, paragraphs)
    rows = zip(paragraphs, headings, heading_paths(headings), strict=True)
    # A new heading opens a new section, also when it reads like the one before.
    opened = 0
    numbered = []
    for paragraph, heading, path in rows:
        opened += heading is not None
        if heading is None:
            numbered.append(((opened, path), paragraph))
    for (_, path), group in groupby(numbered, key=lambda row: row[0]):
        yield path, [paragraph for _, paragraph in group]


def _encloses(line: Span, span: Span) -> bool:
    return line.start <= span.start and span.end <= line.end


def _packed(
    text: str, paragraphs: Sequence[Span], dropped: Sequence[Dropped], max_chars: int
) -> Iterator[list[Span]]:
    """Yield the sentences of each passage: as many as fit, with nothing dropped and no "第…条" between them."""
    sentences = [
        sentence
        for paragraph in paragraphs
        for sentence in sentence_spans(text, paragraph.start, paragraph.end, max_chars)
    ]
    for run in _runs(text, sentences, dropped):
        passage: list[Span] = []
        for unit in _units(text, run, max_chars):
            if passage and unit[-1].end - passage[0].start > max_chars:
                yield passage
                passage = []
            passage += unit
        yield passage


def _runs(text: str, sentences: Sequence[Span], dropped: Sequence[Dropped]) -> Iterator[list[Span]]:
    """Yield the sentences that may stand in one passage."""
    gaps = [gap.start for gap in dropped]
    run: list[Span] = []
    for sentence in sentences:
        if run and (
            bisect_left(gaps, run[-1].end) < bisect_left(gaps, sentence.start)
            or opens_article_of_law(text[sentence.start : sentence.end])
        ):
            yield run
            run = []
        run.append(sentence)
    yield run


def _units(text: str, run: Sequence[Span], max_chars: int) -> Iterator[list[Span]]:
    """Yield the sentences one by one, but "主要包括:" together with the first thing that it announces."""
    unit: list[Span] = []
    for sentence in run:
        if unit and sentence.end - unit[0].start > max_chars:
            yield unit
            unit = []
        unit.append(sentence)
        if not is_lead_in(text[sentence.start : sentence.end]):
            yield unit
            unit = []
    if unit:
        yield unit


def _passage(article: Article, section: Section, sentences: Sequence[Span]) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    return Passage(
        article_id=article.id,
        title=article.title,
        headings=section.headings,
        section=section.number,
        start=start,
        end=end,
        text=article.text[start:end],
        sentences=tuple(
            Sentence(article.id, span.start, span.end, article.text[span.start : span.end])
            for span in sentences
        ),
    )
