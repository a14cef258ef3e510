"""What is to be known beside the quotes: how the question was understood, what they leave open, how old they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.text import search_form
from rag.apart import Apart
from rag.figures import figures_in
from rag.focus import ACTS_OF_COLLECTORS
from rag.follow_up import STORY_CHARS
from rag.layout import UNDATED
from rag.records import AnswerKind, Citation, Notice
from rag.scope import set_apart
from rag.statement import is_statute
from rag.terms import ANY_BANK, terms
from rag.understand import Asked

_OLD_AFTER_DAYS = 2 * 365
# What one lender does and another does not.
_EACH_LENDER_S_OWN = ACTS_OF_COLLECTORS | {
    "弹窗",
    "起诉",
    "仲裁",
    "律师函",
    "征信",
    "冻结",
    "利息",
    "减免",
    "分期",
    "延期",
    "最低还款",
    "提前还款",
}


def understood(asked: Asked) -> tuple[Notice, ...]:
    """Say what was asked where it is not what was typed: a follow-up is completed from what came before it."""
    return (Notice("understood", f"理解为：{asked.text}"),) if asked.understood and asked.text else ()


def parted(apart: Apart | None) -> tuple[Notice, ...]:
    """Say which of several things that are asked at once is answered, so that none is dropped in silence."""
    if apart is None:
        return ()
    said = f"这里只回答“{apart.answered}”。" if apart.answered else "请一件一件分开问。"
    return (Notice("understood", f"你问了几件事，{said}"),)


def undecided(asked: Asked, kind: AnswerKind) -> tuple[Notice, ...]:
    """Say to whoever asks which of the sides is right that they are shown, and not judged."""
    if not asked.which_holds or kind != "conflict":
        return ()
    said = "文章之间没有定论，债问不判断谁对；各条引文下面写着文章的日期，请再向平台官方核实。"
    return (Notice("scope", said),)


def figures_unsaid(question: str, citations: Sequence[Citation]) -> list[Notice]:
    """Say that no source speaks of the very figure that is asked about: what holds in general may not hold after 5 days."""
    # A story holds figures that nothing is asked about.
    figures = figures_in(question) if len(question) <= STORY_CHARS else {}
    text = "\n".join(f"{c.title}\n{c.heading}\n{c.quote}" for c in citations)
    said = figures_in(re.sub("每(?=个?[年月天日周])", "一", text)).keys()  # 每年 is 一年
    unsaid = [words for figure, words in figures.items() if figure not in said]
    if not unsaid:
        return []
    return [
        Notice("figure", f"引用的原话都没有说到“{'”“'.join(unsaid)}”，说的是一般情况，不一定合你的情况。")
    ]


def condition_unsaid(asked: Asked, citations: Sequence[Citation]) -> list[Notice]:
    """Say that no quote speaks of the condition of a follow-up, where the answer is the one that was given without it."""
    said = search_form("\n".join(citation.quote for citation in citations))
    # As it was typed, and in the words of the field: 一直不还 is 逾期不还.
    if not asked.condition or asked.condition in said or terms().corrected(asked.condition) in said:
        return []
    return [Notice("scope", f"引用的原话没有说到“{asked.condition}”。")]


def lenders_unsaid(asked: Asked, citations: Sequence[Citation]) -> list[Notice]:
    """Say which of the lenders asked about the sources do not speak of, and of whom they do where none was named."""
    named = [_lenders_of(citation) for citation in citations if not is_statute(citation.title)]
    said = frozenset().union(*named)
    if not asked.platforms:
        if not all(named) or not _asks_what_a_lender_does(asked):
            return []
        whose = sorted(name for name in said if not terms().owners_of([name]) & said)
        return [Notice("scope", f"引用的原话说的是{'、'.join(whose)}，别的平台不一定一样。")] if whose else []
    unsaid = asked.platforms - said - {ANY_BANK}
    products = [name for name in sorted(unsaid) if terms().owners_of([name]) & said]
    notices = []
    if products:
        owners = "、".join(sorted(terms().owners_of(products)))
        notices.append(Notice("scope", f"引用的原话说的是{owners}，没有单独说到{'、'.join(products)}。"))
    others = sorted(name for name in unsaid.difference(products) if not terms().related([name], said))
    if 0 < len(others) < len(asked.platforms):
        notices.append(Notice("scope", f"引用的原话没有说到{'、'.join(others)}。"))
    return notices


def _asks_what_a_lender_does(asked: Asked) -> bool:
    return asked.act in _EACH_LENDER_S_OWN and asked.kind not in ("how_to", "why", "what")


def _lenders_of(citation: Citation) -> frozenset[str]:
    text = search_form(f"{citation.title}\n{citation.heading}\n{citation.quote}")
    return terms().platforms_in(text) - set_apart(text)


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
