"""Whether a sentence may tell if the very thing that a yes-or-no question asks about happens, is lawful or is to be trusted."""

from __future__ import annotations

import re

from index.records import Passage
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked

_OF_LAW = re.compile(r"法(?!子)|规定|规范|[合违]规|侵|隐私|权(?!威)|禁止|不得|严禁|犯罪|追究")
_OF_TRUST = re.compile(
    r"骗|假|冒充|虚|陷阱|套路|谎|信以为真|可信|可靠|靠谱|正规|合法|非法|违法|官方|警惕|提防|小心|风险|不要|切勿|核实|无权|不会|不存在"
)


def says_whether(asked: Asked, sentence: str, passage: Passage, focus: float) -> bool:
    """Return whether ``sentence`` of ``passage`` may say if what is ``asked`` is so; to another question, any may.

    ``focus`` says how near the sentence is to naming the act asked about, as in ``rag.evidence.Features``.
    """
    if asked.kind != "yes_no":
        return True
    if not _names(
        asked.wanted.cause, search_form(" ".join((passage.title, *passage.headings, passage.text)))
    ):
        return False  # what else does harm says nothing of this
    if not asked.focus:
        of_it = not asked.wanted.trust or _OF_TRUST.search(sentence)
        return bool(of_it) and _names(asked.wanted.harmed, search_form(sentence))
    by_law = is_statute(passage.title)
    if asked.wanted.claim == "lawful":
        return focus >= 0.5 and (by_law or _OF_LAW.search(sentence) is not None)
    # What lenders must do says nothing of what one of them does.
    of_one_lender = bool(asked.platforms) and asked.wanted.claim == "happens" and not asked.wanted.of_law
    of_whom = not asked.of_relative or any(person in sentence for person in terms().persons)
    return focus == 1.0 and of_whom and not (of_one_lender and by_law)


def _around(passage: Passage) -> str:
    return search_form(" ".join((passage.title, *passage.headings, passage.text)))


def _names(words: str, text: str) -> bool:
    """Whether ``text`` (in search form) holds anything of ``words``, if they say anything."""
    wanted = content_bigrams(words)
    return not wanted or coverage(wanted, text) > 0.0
