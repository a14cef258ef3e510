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
UNNAMED = (
    "没有写明名称的平台"  # whom an article is about that tells the users of one service what to do there
)
_SET_APART = re.compile(
    r"(?:[与和跟同](?=[^,。;]{2,8}(?:不同|不一样|相反))|不同于|不像|区别于)([^,。;]{2,8}?)(?:不同|不一样|相反|,|$)"
)
_ITS_USERS = re.compile(
    r"本平台|本网站|我司|我们的?(?:平台|网站)|[点单]击【|【[^】]{2,8}】(?:页面|中|按钮)|流程>>"
    r"|登[录陆](?!(?:官方|官网|贷款|借贷|相关|其|各|该))[^,。;:、]{0,8}(?:网站|平台)"
)


def scope_around(passage: Passage, article: Callable[[str], Article] | None = None) -> frozenset[str]:
    """Return the platforms that the headings of ``passage`` speak of, else its text, its title, its article.

    ``article`` gives an article by its id: without it the last is not looked at. A statute is about no lender that it
    only mentions somewhere; a guide to one service is about that service, even where it has no name.
    """
    for text in (" ".join(passage.headings), passage.text, passage.title):
        if found := terms().platforms_in(search_form(text)):
            return found
    if article is None or is_statute(passage.title):
        return frozenset()
    text = search_form(article(passage.article_id).text)
    mentions = Counter(terms().platform_mentions(text))
    if about := frozenset(name for name, count in mentions.items() if count >= _ABOUT):
        return about
    return (frozenset(mentions) or frozenset([UNNAMED])) if _ITS_USERS.search(text) else frozenset()


def set_apart(text: str) -> frozenset[str]:
    """Return the platforms that ``text`` (in search form) names as other than what it speaks of: "与信用卡不同,储蓄卡……"."""
    apart = " ".join(_SET_APART.findall(text))
    return terms().platforms_in(apart) if apart else frozenset()


def scope_of(sentence: str, passage: Passage, around: Callable[[Passage], frozenset[str]]) -> frozenset[str]:
    """Return the platforms that ``sentence`` of ``passage`` speaks of: its own, else those ``around`` it, as ``scope_around`` says."""
    return terms().platforms_in(search_form(sentence)) or around(passage)
