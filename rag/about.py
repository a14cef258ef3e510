"""Whether words are about the lender that is asked about, or about somebody or something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from index.records import Passage
from index.text import search_form
from rag.evidence import holds
from rag.records import Hit
from rag.scope import set_apart
from rag.statement import is_statute
from rag.terms import ANY_BANK, terms
from rag.understand import Asked

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
    "企业": r"企业",
}
_PERSON = re.compile(r"个人|自然人|本人|我自己")
_OF_LENDING = re.compile(
    r"借|贷|还款|欠|债|征信|信用|利率|利息|催收|透支|持卡|银行卡|消费者|个人信息|诈骗|盗"
)


def is_about(asked: Asked, scope: frozenset[str], sentence: str, title: str = "") -> bool:
    """Return whether a sentence of the article with that ``title``, on the platforms ``scope``, may answer: on the one
    asked about, or on none in particular.

    A figure that is on no platform in particular never answers for one: fees and rates are each lender's own. How long
    a thing takes for which statutes have words of their own is the same for all: "花呗的逾期记录多久消除".
    """
    if not asked.platforms:
        return True
    if not scope:
        own = (
            asked.platforms - {ANY_BANK}
            and asked.kind == "how_much"
            and holds("how_much", search_form(sentence))
        )
        by_law = asked.glosses and asked.wanted.units == {"time"} and is_statute(title)
        return not own or bool(by_law)
    if asked.platforms & set_apart(search_form(sentence)):
        return False  # "与信用卡不同,储蓄卡……" is about the other one
    return terms().related(asked.platforms, scope)


def is_of_the_lender(asked: Asked, hit: Hit, around: Callable[[Passage], frozenset[str]]) -> bool:
    """Return whether what was found is about the lender that is asked about, or law, which is about all of them."""
    return is_statute(hit.passage.title) or terms().related(asked.platforms, around(hit.passage))


def is_no_law_for_it(asked: Asked, passage: Passage) -> bool:
    """Return whether ``passage`` is of a statute that says nothing to what is ``asked``: one made for others, or, where a
    lender's product is asked about, one on what has nothing to do with lending, as 延期 of a hearing.
    """
    if not is_statute(passage.title):
        return False
    if made_for_others(search_form(passage.title), asked.text):
        return True
    of_a_product = asked.platforms - {ANY_BANK} and not asked.wanted.of_law
    return bool(of_a_product) and not _OF_LENDING.search(search_form(passage.title + passage.text))


@lru_cache(maxsize=1024)
def bodies_in(text: str) -> frozenset[str]:
    """Return the kinds of body that ``text`` (in search form) speaks of: banks, small-loan companies and so on."""
    return frozenset(name for name, words in _BODIES.items() if re.search(words, text))


def made_for_others(title: str, question: str) -> bool:
    """Return whether the statute with this ``title`` is made for none of the kinds of body that ``question`` speaks of, but
    for another, or for enterprises where it speaks of a person. Both in search form.
    """
    made_for = bodies_in(title)
    if bodies := bodies_in(question):
        return bool(made_for) and made_for.isdisjoint(bodies)
    return _PERSON.search(question) is not None and made_for == {"企业"}
