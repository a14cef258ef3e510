"""Owing: whether a text speaks of it, whether a question names nothing else, and what comes of it."""

from __future__ import annotations

import re

from rag.coverage import content_bigrams
from rag.kinds import CANNOT_PAY, NOT_PAID
from rag.terms import terms

_COMES = re.compile(
    # What leads to debts is not what they lead to.
    r"后果|影响|(面临|导致|造成|引发|产生)(?![^,。;]{0,8}([欠借负]债|欠款|逾期|还款困难|"
    + CANNOT_PAY.pattern
    + r"))|上报|报送|"
    r"起诉|诉讼|法律(手段|途径|责任|措施)|罚息|违约金|滞纳金|信用(记录|报告|机构)|征信|黑名单|冻结|强制执行|失信|缺席判决|视为|按[^,。;]{0,4}撤诉|承担|处罚|罚[款金]|追究|判处|"
    r"处.{0,4}(有期徒刑|拘[役留]|管制)|可能会(?!觉得|认为|以为)"
)
# What nearly every article of the field speaks of and nearly every question says: it tells no answer from another.
COMMON = re.compile(
    rf"{CANNOT_PAY.pattern}|逾期|[欠借]款|[欠借]钱|[欠负]债|还(不完|[款钱清完上])|没还|未还|不还|催收|贷款|以[后前]|之[后前]|使用"
)
_DEALS = "应对"  # stands for 怎么办, 怎么处理
# Owing so much for so long is owing.
_OWING = re.compile(
    rf"{COMMON.pattern}|后果|影响|{_DEALS}|处理|大不大|网贷|一直|长期|恶意|最坏|[\d一二两三四五六七八九十百千万半几多]+个?(?:元|块钱?|万|千|年|月|周|天|日|小时|分钟|期|次)?"
)
_NOT_PAID = re.compile(
    rf"{NOT_PAID.pattern}|逾期|未能?按|不按|拖欠|欠[款费债](?!人)|违约(?!金)|[忽无]视[^,。;]{{0,6}}提醒"
)
_OF_DEBT = re.compile(
    rf"{_NOT_PAID.pattern}|欠|没有?钱|透支|拒不|(?:申请|强制|被|可供)执行|执行(?:人|通知|义务|判决|裁定|法院)|[归偿]还|清偿|债务|借款人|网贷|贷款"
)
_OF_LENDING = re.compile(r"逾期|欠|贷|催|还款|还钱|还不|借|债|征信|起诉|信用卡")
# "平台怎么催收", "支付宝催收流程是什么": what they do, not what to do.
_HOW_THEY_ACT = re.compile(
    r"(平台|机构|公司|银行|催收|他们|对方)(都|会|是|要|一般|到底)*(怎么|如何|怎样)(?!办|应对|处理)|(催收|催款|催债)的?(流程|步骤|程序|过程|手段|套路)"
)
_ONCE = re.compile(r"近日|日前|此前|曾|[昨今当]天|[去今前]年|\d月\d|我(?![们国])")


def tells_what_comes(sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) tells what something leads to."""
    return _COMES.search(sentence) is not None


def tells_what_comes_of_owing(sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) tells what it leads to, for anybody, not to pay: not what it led to once."""
    not_paid = _NOT_PAID.search(sentence)
    return (
        not_paid is not None and tells_what_comes(sentence[not_paid.end() :]) and not _ONCE.search(sentence)
    )


def speaks_of_debts(text: str) -> bool:
    """Return whether ``text`` (in search form) speaks of what somebody owes, or of what a court has him pay."""
    return _OF_DEBT.search(text) is not None


def speaks_of_lending(text: str) -> bool:
    """Return whether ``text`` (in search form) is one of owing and lending, and not of anything else that articles tell of."""
    return _OF_LENDING.search(text) is not None


def says_only_that_one_owes(question: str) -> bool:
    """Return whether ``question`` (in search form) names nothing but debts, how much and how long, and whom they are owed to."""
    return not content_bigrams(_OWING.sub(" ", terms().canonical(question)))


def lenders_alike(text: str) -> str:
    """Return ``text`` (in search form) with 平台 for every lender that it names."""
    return terms().platforms.replaced(text, lambda name: "平台")


def asks_how_they_act(question: str) -> bool:
    """Return whether ``question`` (in search form) asks how lenders or collectors go about it, and not what to do oneself."""
    return _HOW_THEY_ACT.search(lenders_alike(question)) is not None


def asks_what_to_do_about_debts(question: str) -> bool:
    """Return whether ``question`` (in search form) asks what to do about debts, however much, how long and to whom."""
    return _DEALS in terms().canonical(question) and says_only_that_one_owes(question)
