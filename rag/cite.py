"""From quotes to an Answer: numbered citations, each with who says so and when. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from index.records import Article
from rag.answer import Answer
from rag.draft import Draft
from rag.notices import ages, condition_unsaid, figures_unsaid, lenders_unsaid, undecided
from rag.reader import Quote
from rag.records import Citation, Notice, Point
from rag.statement import basis_of, statement_of
from rag.understand import Asked


def cite(
    asked: Asked,
    draft: Draft,
    article: Callable[[str], Article],
    notices: Sequence[Notice] = (),
    today: date | None = None,
) -> Answer:
    """Turn ``draft`` into the Answer to what was ``asked``, whose every point carries the citation of its quote.

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
    return Answer(
        question=asked.question,
        kind=draft.kind,
        headline=draft.headline,
        points=points,
        citations=citations,
        notices=(
            *notices,
            *undecided(asked, draft.kind),
            *figures_unsaid(asked.question, citations),
            *condition_unsaid(asked, citations),
            *lenders_unsaid(asked, citations),
            *ages(citations, today or date.today()),
        ),
    )


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
