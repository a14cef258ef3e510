"""Whether a sentence may tell if the very thing that a yes-or-no question asks about happens, is lawful or is to be trusted."""

from __future__ import annotations

import re

from index.records import Passage
from index.text import search_form
from rag.coverage import content_bigrams, coverage
from rag.focus import ACTS_OF_COLLECTORS, ASKS_TO_REFUSE, ENDS, REFUSES, WAYS_TO_ACT, WRONGS_OF_COLLECTORS
from rag.owing import speaks_of_debts
from rag.quotable import tells_of_swindlers, told_by_swindlers
from rag.statement import ERASED, is_statute, speaks_of_erasing, speaks_of_offer
from rag.terms import terms
from rag.understand import Asked

_SAID = 0.5  # of the words that statutes have for a thing
_SHORT_CHARS = 30  # what is longer tells of acts that it does not ask about

_OF_LAW = re.compile(r"法(?!子)|规定|规范|[合违]规|侵|隐私|权(?!威)|禁止|不得|严禁|犯罪|追究")
_OF_TRUST = re.compile(
    r"骗|假|冒充|虚|陷阱|套路|谎|信以为真|可信|可靠|靠谱|正规|合法|非法|违法|官方|警惕|提防|小心|风险|不要|切勿|核实|无权|不会|不存在"
)
# "晚上会上门吗" and "半夜打电话合法吗" are answered by what speaks of the hour.
_HOUR = re.compile(
    r"晚|夜|凌晨|清早|早上|早晨|\d+[:点时]|[一二三四五六七八九十]+[点时]|周末|节假日|休息|春节|时间段|工作日"
)
# Reporting a record says nothing of erasing it; how long it is kept does.
_OF_A_RECORDS_END = re.compile(rf"{ERASED}|洗白|修改|更[改正]|撤销|异议|保[存留]|覆盖")
# 撤销 in "让他们撤销" is not the asker's own doing.
_OTHERS_DO = re.compile(r"(?:让|叫|要求|请求|逼)[^,。;!?]*")
_HOW_USUAL = re.compile(r"普遍|常见|频繁|罕见|少见|很少|极少|多数|少数|个别|偶尔|\d%|比例|特定情况|特殊情况")
# Who goes to court: whoever owes, against collectors, or the other way round.
_I_SUE = re.compile(
    r"我们?(?!.{0,6}被).{0,6}(能|可以|可不可以|要|想|该|去|反过来).{0,4}(起诉|诉讼|告(?!诉|知))|(起诉|告)(催收|他们|平台|公司)"
)
_I_AM_SUED = re.compile(r"(起诉|告)我|被(起诉|告)|(会|要|能)(不会)?(真的?)?(起诉|走法律)")
_AGAINST_COLLECTORS = re.compile(
    r"(催收|催款)(行为|方式|人员|机构)?.{0,8}(触犯|违反|违法|过于|侵犯)|维护.{0,6}权益|保护.{0,6}权益"
)
_AGAINST_DEBTORS = re.compile(
    r"(逾期|未还|不还|拖欠|欠款).{0,30}(起诉|诉讼|法律(手段|途径|程序))|(起诉|诉讼).{0,6}(借款人|用户|持卡人|债务人)"
)


def says_whether(asked: Asked, sentence: str, passage: Passage, focus: float) -> bool:
    """Return whether ``sentence`` of ``passage`` may say if what is ``asked`` is so; to another question any may, but for
    what those may do who are not sued.

    ``focus`` says how near the sentence is to naming the act asked about, as in ``rag.evidence.Features``.
    """
    sentence = search_form(sentence)
    if asked.kind == "how_to" and "起诉" in asked.focus and not _I_SUE.search(asked.text):
        return not speaks_against_collectors(sentence)  # who is sued is not told to sue
    if asked.kind != "yes_no":
        return True
    of_such = asked.wanted.trust or tells_of_swindlers(asked.text) or speaks_of_offer(asked.text)
    if asked.focus and told_by_swindlers(passage, sentence) and not of_such:
        return False  # what a swindler says will come says nothing of what comes
    if asked.wanted.at_an_hour and asked.wanted.claim != "possible" and not _HOUR.search(sentence):
        return False  # what holds in general says nothing of the night
    if speaks_of_erasing(asked.text) and not _OF_A_RECORDS_END.search(sentence):
        return False  # that a record is made says nothing of whether it may be erased
    if asked.doers and not any(doer in sentence for doer in asked.doers):
        return False  # what a lender does says nothing of the police
    if asked.wanted.cause and not _names_the_cause(asked.wanted.cause, sentence, passage):
        return False  # what else does harm says nothing of this
    if not asked.focus:
        if ENDS.search(_OTHERS_DO.sub("", asked.text)) and not ENDS.search(sentence):
            return False  # what may be done says nothing of whether it may be undone
        if ASKS_TO_REFUSE.search(asked.text) and not REFUSES.search(sentence):
            return False  # nor whether one may refuse it
        done = terms().actions_in(search_form(" ".join((*passage.headings, sentence))))
        if asked.actions and done and done.isdisjoint(asked.actions) and not asked.wanted.trust:
            return False  # it says so of quite another act; whom to trust is told by whatever he wants
        return _says_what_is_doubted(asked, sentence)
    if not _names_what_may_suffer(asked, sentence):
        return False
    if not _names_the_occasion(asked, sentence, passage):
        return False
    by_law = is_statute(passage.title)
    if "坐牢" in asked.focus and speaks_of_debts(asked.text) and not speaks_of_debts(sentence):
        return False  # how another deed is punished
    if "起诉" in asked.focus and not by_law and not _same_side_sues(asked.text, sentence):
        return False
    if asked.wanted.claim == "lawful":
        return focus >= 0.5 and (by_law or _OF_LAW.search(sentence) is not None)
    # What lenders must do says nothing of what one of them does.
    of_one_lender = bool(asked.platforms) and asked.wanted.claim == "happens" and not asked.wanted.of_law
    of_whom = not asked.of_relative or any(person in sentence for person in terms().persons)
    named = (focus == 1.0 and of_whom) or _says_as_statutes_do(asked, sentence, passage)
    return named and not (of_one_lender and by_law)


def speaks_against_collectors(sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) speaks of what collectors do wrong, and of the rights of those they do it to."""
    return _AGAINST_COLLECTORS.search(sentence) is not None


def _says_what_is_doubted(asked: Asked, sentence: str) -> bool:
    """Whether ``sentence`` says whom to trust, how usual the act is, what may suffer, where that is asked."""
    wants = asked.wanted
    if wants.trust and not _OF_TRUST.search(sentence):
        return False
    if wants.usual and not (_HOW_USUAL.search(sentence) and asked.actions & terms().actions_in(sentence)):
        return False
    return _names_what_may_suffer(asked, sentence)


def _names_what_may_suffer(asked: Asked, sentence: str) -> bool:
    """Whether ``sentence`` names what the question fears for: 孩子上学 in 影响孩子上学吗. An action has words enough of its own."""
    harmed = asked.wanted.harmed
    if products := terms().platforms_in(harmed):
        return not products.isdisjoint(terms().platforms_in(sentence))
    return not harmed or bool(terms().action_words_in(harmed)) or _names(harmed, sentence)


def _names_the_occasion(asked: Asked, sentence: str, passage: Passage) -> bool:
    """Whether the sentence, or what stands above it, names the act on whose occasion another is asked about: 提前还款 in
    提前还款要手续费吗. Collectors do as they do on any, what is done against them is done for any wrong, and whatever
    one asks for is talked over.
    """
    acts = {terms().actions.names[word] for word in asked.focus}
    if asked.act in ACTS_OF_COLLECTORS or len(asked.text) > _SHORT_CHARS:
        return True
    occasions = asked.actions - ACTS_OF_COLLECTORS - WRONGS_OF_COLLECTORS - WAYS_TO_ACT - acts
    named = terms().actions_in(search_form(" ".join((passage.title, *passage.headings, sentence))))
    return not occasions or not occasions.isdisjoint(named) or _says_as_statutes_do(asked, sentence, passage)


def _says_as_statutes_do(asked: Asked, sentence: str, passage: Passage) -> bool:
    """Whether ``sentence`` is of a statute and holds half of what statutes say for the thing asked about."""
    said = map(content_bigrams, asked.glosses) if is_statute(passage.title) else ()
    return any(coverage(words, sentence) >= _SAID for words in said)


def _same_side_sues(question: str, sentence: str) -> bool:
    """Whether the suit that ``sentence`` speaks of is not the very opposite of the one that ``question`` asks about."""
    if _I_SUE.search(question):
        return _AGAINST_DEBTORS.search(sentence) is None
    return not (_I_AM_SUED.search(question) and speaks_against_collectors(sentence))


def _names_the_cause(cause: str, sentence: str, passage: Passage) -> bool:
    """Whether something of the ``cause`` stands around the sentence, and what is done in it with or above the sentence."""
    above = " ".join((passage.title, *passage.headings))
    if not _names(cause, search_form(f"{above} {passage.text}")):
        return False
    done = terms().actions_in(re.split(r"[,。;!?]", cause.strip(",。;!?"))[-1])
    return not done or not done.isdisjoint(terms().actions_in(search_form(f"{above} {sentence}")))


def _names(words: str, text: str) -> bool:
    """Whether ``text`` (in search form) holds anything of ``words``, if they say anything."""
    pairs = content_bigrams(words)
    return not pairs or coverage(pairs, text.replace("工作人员", "")) > 0.0
