"""Whether what was found answers the question, and which of its sentences are the evidence.

Words about another platform or of another year, and a text where a figure is asked for, are never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Literal

from index.records import Article, Passage
from index.text import search_form
from rag.evidence import Evidence, candidates_of, holds
from rag.records import Hit
from rag.stance import claim_of
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked, asks_of_law

Verdict = Literal["enough", "nothing", "vague", "other_platform", "outdated", "personal", "no_question"]

# What ``Evidence.answers`` must reach. Where one fact is asked for, a near miss is wrong; advice that is near still helps.
# Less is enough from a sentence that names the very action that is asked about, more where nothing near it does.
ENOUGH = 0.07
ENOUGH_NAMED = 0.03
ENOUGH_UNNAMED = 0.25
ENOUGH_OF_A_FACT = 0.45
ENOUGH_OF_A_FACT_NAMED = 0.25
ENOUGH_OF_A_LAW = 0.35  # a statute has other words than whoever asks, and seldom a near miss
VAGUE = 0.05
KEPT = 0.15  # of relevance: what is less is left out
_OTHERS_NAMED = 2  # sentences whose platforms are named
_FACTS = ("who", "when", "where", "how_much", "other")

_PERSONAL = re.compile(
    r"我(的|在)?[^,。;?!]{0,10}(额度|账单|余额|账户|还款日|合同|欠款金额|剩余本金|应还)[^,。;?!]{0,6}(是|有|还有|剩)?(多少|几|哪天|什么时候|什么(?=\??$))"
    r"|我(还|总共|一共|到底)?(还)?(欠|该还|要还|剩)(了)?[^,。;?!]{0,6}(?<!好)(多少|几)(钱|元|块钱?|万|期|个月|本金|利息|没还)?(了|呢|啊|来着|呀)*\??$"
    r"|(帮我|给我)(查|看)(一下|下|看)?[^,。;?!]{0,8}(我|额度|账单|余额|进度|欠|还款日)[^,。;?!]{0,12}(多少|几|吗|没|哪|进度)"
    r"|我(的|在)[^,。;?!]{0,8}(什么时候|多久|哪天|几号)(才|能|可以|会)*(解冻|恢复|开通|到账|放款|审核|通过|结清)"
    r"|(为什么|怎么|为啥|咋)(?!会|要|能).{0,6}(显示|提示)|(显示|提示).{0,8}(怎么回事|为什么|为啥|咋回事)|额度(怎么)?(没了|不见|降低?了|被降)"
    r"|我(的)?征信(现在|上|里|目前)*有(没有|无|多少)"
    r"|我(的)?(申请|投诉|案子|案件|官司|订单)[^,。;?!]{0,8}(?<!没)(?<!没有)(进度|结果|到哪|通过了没)"
)
_TO_CALL = r"((?<![打接挂来听])电话|号码|热线|联系方式|微信号|qq)"
_ASKS_NUMBER_TO_CALL = re.compile(
    rf"{_TO_CALL}(号码?|是|为)*(多少|几|什么|哪|\??$)|(多少|哪个|(?<!为)什么).{{0,4}}{_TO_CALL}"
)
_WHOSE = 0.8
_NAMED = 0.4  # of the question's words must stand around a figure for it to be the one asked for
_NUMBER_TO_CALL = re.compile(r"\d{3,4}[- ]?\d{3,4}[- ]?\d{0,4}|(?<!\d)\d{5,12}(?!\d)")
_OF_FRAUD = re.compile(r"自称|冒充|谎称|假冒|骗")
_NOW = re.compile(r"今年|现在|目前|最新|当前|如今")
_FRESH_DAYS = 365
_ASKS_LAW = re.compile(
    r"(哪|什么|几)(些|部|条|个|一条|款)?.{0,3}(法律|法条|法规|条款|条文)|(哪|什么|几)(部|条|款)法|第几条"
)
_LAW = re.compile(r"《[^》]+》|第[零〇一二三四五六七八九十百千\d]+条")
_NUMERAL = r"[\d一二两三四五六七八九十百千万半几]+\s*"
# A question that names the unit is answered by a figure in it: 多少天 by days, 多少钱 by money or a rate.
_UNITS = (
    (
        re.compile(r"多久|多长时间|(?:多少|几)个?(?:天|日|周|星期|月|年|小时)"),
        re.compile(rf"{_NUMERAL}(?:多|余)?个?(?:工作|自然)?(?:天|日|周|星期|月|年|小时)|随时|立即|当[天日]"),
    ),
    (
        re.compile(r"多少(?:钱|元|块)"),
        re.compile(rf"{_NUMERAL}(?:多|余)?(?:元|块|万|亿|倍|%)|[%‰]|[百千万]分之|免费|无息|全额"),
    ),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence, best first, and the verdict on it. ``others`` names the platforms that it speaks of instead."""

    evidence: tuple[Evidence, ...]
    verdict: Verdict
    others: frozenset[str] = frozenset()


def weigh(
    asked: Asked,
    hits: Sequence[Hit],
    article: Callable[[str], Article] | None = None,
    today: date | None = None,
) -> Weighed:
    """Judge the sentences of ``hits`` as evidence for ``asked``.

    ``article`` gives an article by its id: without it, what a passage does not say itself (whom its article is about,
    when it was published) counts as not said. ``today`` is what "now" means, the real day unless given.
    """
    if not asked.text:
        return Weighed((), "no_question")
    if _PERSONAL.search(asked.text):
        return Weighed((), "personal")
    published = _published(article)
    candidates = candidates_of(asked, hits)
    around = cache(partial(scope_around, article=article))
    # Only a question that names a platform cares whom a sentence speaks of.
    apart = [
        bool(asked.platforms) and not is_about(asked, scope_of(one, around), one.sentence.text)
        for one in candidates
    ]
    about_it = [one for one, other in zip(candidates, apart, strict=True) if not other]
    dated = _YEAR.search(asked.text) is not None
    fitting = [
        one
        for one in about_it
        if has_shape(asked, one)
        and says_whether(asked, one)
        and (not dated or is_of_its_year(asked, one, published(one)))
    ]
    enough = [one for one in fitting if one.answers >= _enough_for(asked, one)]
    if enough:
        today = today or date.today()
        if asks_of_now(asked, today) and not any(_is_fresh(published(one), today) for one in enough):
            return Weighed((), "outdated")
        # A sentence that names the very action may take the other side in quite other words: it is kept for that.
        kept = tuple(e for e in fitting if e.relevance >= KEPT or e.features.focus == 1.0)
        return Weighed(kept or tuple(enough[:1]), "enough")
    elsewhere = [
        one
        for one, other in zip(candidates, apart, strict=True)
        if other and one.answers >= _enough_for(asked, one) and scope_of(one, around)
    ]
    if elsewhere:
        nearest = sorted(elsewhere, key=lambda one: -one.answers)[:_OTHERS_NAMED]
        others = frozenset().union(*(scope_of(one, around) for one in nearest))
        return Weighed((), "other_platform", others)
    return Weighed((), "vague" if any(one.answers >= VAGUE for one in about_it) else "nothing")


def has_shape(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds the kind of thing asked for: a number, a telephone number, a law by name."""
    sentence = evidence.sentence.text
    if _ASKS_NUMBER_TO_CALL.search(asked.text):
        # A number belongs to whom its passage speaks of: that must be whom the question names.
        whose = evidence.features.passage_coverage >= _WHOSE
        return whose and _NUMBER_TO_CALL.search(sentence) is not None and not _OF_FRAUD.search(sentence)
    if _ASKS_LAW.search(asked.text):
        return _LAW.search(sentence) is not None
    if asked.kind == "how_much":
        named = evidence.features.passage_coverage >= _NAMED or evidence.features.focus == 1.0
        named = named or is_statute(evidence.hit.passage.title)
        measured = all(unit.search(sentence) for asks, unit in _UNITS if asks.search(asked.text))
        return named and measured and evidence.features.thing == 1.0
    return True


def says_whether(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence may say if the very thing happens: it names it, and is no rule of what lenders may do."""
    if asked.kind != "yes_no" or not asked.focus:
        return True
    of_one_lender = (
        bool(asked.platforms) and claim_of(asked.text) == "happens" and not asks_of_law(asked.text)
    )
    by_rule = of_one_lender and is_statute(evidence.hit.passage.title)
    return evidence.features.focus == 1.0 and not by_rule


def is_of_its_year(asked: Asked, evidence: Evidence, published: date | None) -> bool:
    """Return whether every year that the question names stands around the sentence, or is the year it was published in."""
    passage = evidence.hit.passage
    around = "\n".join((passage.title, *passage.headings, passage.text))
    known = {*_YEAR.findall(around), str(published.year if published else "")}
    return known.issuperset(_YEAR.findall(asked.text))


def _enough_for(asked: Asked, evidence: Evidence) -> float:
    if _ASKS_NUMBER_TO_CALL.search(asked.text):
        return ENOUGH  # has_shape has seen to it that the number is of whom the question names
    named = evidence.features.focus == 1.0
    if named and asked.kind in ("yes_no", "when", "list", "why"):
        return ENOUGH_NAMED
    if asked.kind in _FACTS:
        of_law = is_statute(evidence.hit.passage.title)
        return ENOUGH_OF_A_FACT_NAMED if named else ENOUGH_OF_A_LAW if of_law else ENOUGH_OF_A_FACT
    return ENOUGH_UNNAMED if asked.kind == "yes_no" and evidence.features.focus == 0.0 else ENOUGH


def asks_of_now(asked: Asked, today: date) -> bool:
    """Return whether the question wants a figure or a rule as it is now, which an old article cannot give."""
    years = (int(year) for year in re.findall(r"(20\d\d)年", asked.text))
    now = _NOW.search(asked.text) is not None or any(year >= today.year for year in years)
    return now and asked.kind in ("how_much", "when")


def _published(article: Callable[[str], Article] | None) -> Callable[[Evidence], date | None]:
    return lambda one: article(one.sentence.article_id).published if article else None


def _is_fresh(published: date | None, today: date) -> bool:
    return published is not None and 0 <= (today - published).days <= _FRESH_DAYS


def scope_around(passage: Passage, article: Callable[[str], Article] | None = None) -> frozenset[str]:
    """Return the platforms that the headings of ``passage`` speak of, else its text, its title, its article."""
    for text in (" ".join(passage.headings), passage.text, passage.title):
        if found := terms().platforms_in(search_form(text)):
            return found
    return terms().platforms_in(article(passage.article_id).text) if article else frozenset()


def scope_of(
    evidence: Evidence, around: Callable[[Passage], frozenset[str]] = scope_around
) -> frozenset[str]:
    """Return the platforms that the sentence speaks of: its own, else those ``around`` it."""
    return terms().platforms_in(search_form(evidence.sentence.text)) or around(evidence.hit.passage)


def is_about(asked: Asked, scope: frozenset[str], sentence: str) -> bool:
    """Return whether a sentence on the platforms ``scope`` may answer: on the one asked about, or on none in particular.

    A figure that is on no platform in particular never answers for one: fees and rates are each lender's own.
    """
    if not asked.platforms:
        return True
    if not scope:
        return asked.kind != "how_much" or not holds("how_much", search_form(sentence))
    return terms().related(asked.platforms, scope)
