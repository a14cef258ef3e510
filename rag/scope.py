"""Of which lender a text speaks: the one it names, else the one that what stands around it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from index.records import Article, Passage
from index.text import search_form
from rag.statement import is_statute
from rag.terms import terms

_ABOUT = 2  # mentions at least make an article one about a lender: one may be in passing


# The kinds of body that statutes are made for; what holds for one of them says nothing of another.
_BODIES = {
    "银行": r"(?<!人民)银行|信用卡",
    "小额贷款公司": r"小额贷款公司|小贷",
    "消费金融公司": r"消费金融|消金",
    "汽车金融公司": r"汽车金融",
    "保险公司": r"保险",
    "信托公司": r"信托",
    "担保公司": r"融资担保|担保公司",
    "支付机构": r"支付机构",
    "征信机构": r"征信",
}


def bodies_in(text: str) -> frozenset[str]:
    """Return the kinds of body that ``text`` (in search form) speaks of: banks, small-loan companies and so on."""
    return frozenset(name for name, words in _BODIES.items() if re.search(words, text))


def scope_around(passage: Passage, article: Callable[[str], Article] | None = None) -> frozenset[str]:
    """Return the platforms that the headings of ``passage`` speak of, else its text, its title, its article.

    ``article`` gives an article by its id: without it the last is not looked at. A statute is about no lender that it
    only mentions somewhere.
    """
    for text in (" ".join(passage.headings), passage.text, passage.title):
        if found := terms().platforms_in(search_form(text)):
            return found
    if article is None or is_statute(passage.title):
        return frozenset()
    mentions = Counter(terms().platform_mentions(article(passage.article_id).text))
    return frozenset(name for name, count in mentions.items() if count >= _ABOUT)


def scope_of(
    sentence: str, passage: Passage, around: Callable[[Passage], frozenset[str]] = scope_around
) -> frozenset[str]:
    """Return the platforms that ``sentence`` of ``passage`` speaks of: its own, else those ``around`` it."""
    return terms().platforms_in(search_form(sentence)) or around(passage)
