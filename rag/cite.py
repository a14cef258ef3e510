"""From quotes to an Answer: numbered citations, who says so and when, and the whole as Markdown with [n]. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from index.records import Article
from rag.compose import Draft
from rag.figures import figures_in
from rag.reader import Quote
from rag.records import Answer, Citation, Notice, Point, Refusal, Side
from rag.statement import UNNAMED_LAW, basis_of, statement_of

SIDE_NAMES: dict[Side, str] = {
    "yes": "一种说法：会（可以）",
    "no": "另一种说法：不会（不可以）",
    "depends": "也有说法：看情况",
}
STATEMENT_NAMES = {
    "law": "法律条文",
    "policy": "转述平台政策",
    "report": "报道",
    "advice": "建议",
    "opinion": "看法",
}
UNDATED = "日期不明"
_SHORT_QUESTION_CHARS = 60  # a story holds figures that nothing is asked about
_OLD_AFTER_DAYS = 2 * 365
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")
_MARKER = re.compile(r"(?<!\\)\[(\d+)\]")


def cite(
    question: str,
    draft: Draft,
    article: Callable[[str], Article],
    notices: Sequence[Notice] = (),
    today: date | None = None,
) -> Answer:
    """Turn ``draft`` into an Answer whose every point carries the citation of its quote.

    ``article`` gives an article by its id. ``today`` is what ages are counted from.
    """
    citations = tuple(
        _citation(number, quote, article(quote.passage.article_id))
        for number, quote in enumerate(draft.quotes, start=1)
    )
    points = tuple(
        Point(text=c.quote, citations=(c.number,), side=quote.side)
        for c, quote in zip(citations, draft.quotes, strict=True)
    )
    notices = (
        *notices,
        *_figure_notices(question, citations),
        *_age_notices(citations, today or date.today()),
    )
    return Answer(
        question=question,
        kind=draft.kind,
        text=markdown(draft.headline, points, notices),
        headline=draft.headline,
        points=points,
        citations=citations,
        notices=tuple(notices),
    )


def markdown(
    headline: str, points: Sequence[Point], notices: Iterable[Notice] = (), refusal: Refusal | None = None
) -> str:
    """Lay an answer out as Markdown. The sources' words are escaped, so that none of them acts as Markdown or HTML."""
    blocks = [f"> {notice.text}" for notice in notices]
    blocks.append(f"**{headline}**")
    for side in dict.fromkeys(point.side for point in points):
        if side is not None:
            blocks.append(f"**{SIDE_NAMES[side]}**")
        blocks.append("\n".join(_line(point) for point in points if point.side == side))
    if refusal:
        blocks.append(refusal.advice)
        blocks.append("\n".join(f"- {question}" for question in refusal.suggestions))
    return "\n\n".join(block for block in blocks if block)


def credentials(citation: Citation) -> tuple[str, ...]:
    """Say what kind of words a quote is, when its article was published, and what law it leans on if it does."""
    day, basis = citation.published, citation.basis
    said = (
        STATEMENT_NAMES.get(citation.statement, citation.statement),
        f"{day.year}年{day.month}月{day.day}日" if day else UNDATED,
    )
    return (*said, UNNAMED_LAW if basis == "unnamed" else f"依据：{basis}") if basis else said


def markers(text: str) -> tuple[int, ...]:
    """Return the citation numbers that stand in ``text``, in order, each once."""
    return tuple(dict.fromkeys(int(number) for number in _MARKER.findall(text)))


def _citation(number: int, quote: Quote, article: Article) -> Citation:
    passage = quote.passage
    return Citation(
        number=number,
        article_id=article.id,
        source=article.source,
        title=article.title,
        heading=" > ".join(passage.headings),
        published=article.published,
        url=article.url,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        statement=statement_of(quote.text, article.title),
        basis=basis_of(
            quote.text, article.title, passage.headings, article.text[passage.start : quote.start]
        ),
    )


def _age_notices(citations: Sequence[Citation], today: date) -> list[Notice]:
    """Say once what is old, undated or dated in the future; laws are not articles of a day and are left alone."""
    articles = {c.article_id: c for c in citations if c.statement != "law"}.values()
    old = sorted(
        c.published for c in articles if c.published and (today - c.published).days > _OLD_AFTER_DAYS
    )
    notices = []
    if old:
        years = (today - old[0]).days // 365
        notices.append(
            Notice("age", f"引用的文章里最早的发布于 {old[0].isoformat()}，距今已 {years} 年，规则可能已变。")
        )
    if any(c.published and c.published > today for c in articles):
        notices.append(Notice("age", "引用的文章里有的发布日期晚于今天，日期不可信。"))
    if articles and all(c.published is None for c in articles):
        notices.append(Notice("age", f"引用的文章{UNDATED}，内容可能已经过时。"))
    return notices


def _figure_notices(question: str, citations: Sequence[Citation]) -> list[Notice]:
    """Say that no source speaks of the very figure that is asked about: what holds in general may not hold after 5 days."""
    asked = figures_in(question) if len(question) <= _SHORT_QUESTION_CHARS else {}
    said = figures_in("\n".join(f"{c.title}\n{c.heading}\n{c.quote}" for c in citations)).keys()
    unsaid = [words for figure, words in asked.items() if figure not in said]
    if not unsaid:
        return []
    return [
        Notice("figure", f"引用的原话都没有说到“{'”“'.join(unsaid)}”，说的是一般情况，不一定合你的情况。")
    ]


def _line(point: Point) -> str:
    words = _MARKDOWN.sub(r"\\\1", _LINE_BREAKS.sub(" ", point.text))
    return f"- {words} " + "".join(f"[{number}]" for number in point.citations)
