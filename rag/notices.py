"""What is to be known beside the quotes: how the question was understood, what they leave open, how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.text import search_form
from rag.figures import figures_in
from rag.layout import UNDATED
from rag.records import Citation, Notice
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked

_SHORT_QUESTION_CHARS = 60  # a story holds figures that nothing is asked about
_OLD_AFTER_DAYS = 2 * 365


def understood(asked: Asked) -> tuple[Notice, ...]:
    """Say what was asked where it is not what was typed: a follow-up is completed from what came before it."""
    return (Notice("understood", f"理解为：{asked.text}"),) if asked.understood else ()


def figures_unsaid(question: str, citations: Sequence[Citation]) -> list[Notice]:
    """Say that no source speaks of the very figure that is asked about: what holds in general may not hold after 5 days."""
    asked = figures_in(question) if len(question) <= _SHORT_QUESTION_CHARS else {}
    said = figures_in("\n".join(f"{c.title}\n{c.heading}\n{c.quote}" for c in citations)).keys()
    unsaid = [words for figure, words in asked.items() if figure not in said]
    if not unsaid:
        return []
    return [
        Notice("figure", f"引用的原话都没有说到“{'”“'.join(unsaid)}”，说的是一般情况，不一定合你的情况。")
    ]


def products_unsaid(platforms: frozenset[str], citations: Sequence[Citation]) -> list[Notice]:
    """Say that the sources speak of a platform, and not of the very product of it that is asked about."""
    said = terms().platforms_in(
        search_form("\n".join(f"{c.title}\n{c.heading}\n{c.quote}" for c in citations))
    )
    unsaid = [name for name in sorted(platforms - said) if terms().owners_of([name]) & said]
    if not unsaid:
        return []
    owners = "、".join(sorted(terms().owners_of(unsaid)))
    return [Notice("scope", f"引用的原话说的是{owners}，没有单独说到{'、'.join(unsaid)}。")]


def ages(citations: Sequence[Citation], today: date) -> list[Notice]:
    """Say once what is old, undated or dated in the future; laws are not articles of a day and are left alone."""
    articles = {c.article_id: c for c in citations if not is_statute(c.title)}.values()
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
    if undated := sum(c.published is None for c in articles):
        some = f"有 {undated} 篇" if undated < len(articles) else ""
        notices.append(Notice("age", f"引用的文章{some}{UNDATED}，内容可能已经过时。"))
    return notices
