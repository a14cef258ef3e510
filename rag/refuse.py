"""An honest no: why there is no answer, one safe next step, and questions nearby that the sources do cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.answer import Answer
from rag.posed import PosedQuestions
from rag.records import Hit, Notice, Refusal, RefusalCode
from rag.understand import Asked
from rag.weigh import Weighed

_REASONS: dict[RefusalCode, str] = {
    "nothing": "资料里没有找到能回答这个问题的内容。",
    "vague": "资料里只有泛泛的说法，没有直接回答这个问题。",
    "other_platform": "有关的资料只谈到{others}，没有谈到你问的{asked}，不能拿来当作答案。",
    "outdated": "资料太旧或日期不明，不能说明现在的情况。",
    "personal": "这要看你自己的账户或合同，资料里的文章回答不了。",
    "no_question": "想知道什么，直接写下来就可以。",
}
_ADVICE: dict[RefusalCode, str] = {
    "nothing": "可以换一种说法再问，或向平台官方客服、当地监管部门或法律援助机构核实。不要轻信网上自称能代办的人。",
    "vague": "重要的决定请向平台官方客服或法律援助机构核实。",
    "other_platform": "不同平台的做法不一样。请在该平台的官方应用里联系客服核实，不要使用搜索来的电话。",
    "outdated": "请向平台官方客服或主管部门核实现在的规定。",
    "personal": "请打开该平台的官方应用查看账单和合同，或在官方应用里联系客服。不要把身份证号、银行卡号和验证码告诉任何人。",
    "no_question": "也可以从下面的问题开始。",
}

# What is said of the matter, and not how much or how long.
_NO_FIGURE = "资料里只有相关的说法，没有找到你问的具体数字或时间。"

# Whoever writes no Chinese can find nothing here, however he puts it.
_IN_CHINESE = "Please ask in Chinese. 请用中文提问。"
_CHINESE = re.compile("[\u3400-\u9fff]")

# Beside a call for help nothing else matters: no reason to rephrase, and no other question.
_HELP_FIRST = "这里没有找到这个问题的答案。欠款的事可以晚一点再问。"
_HELP_ADVICE = "请先照上面说的做，或者告诉身边一个你信任的人。"


def refuse(
    asked: Asked,
    weighed: Weighed,
    hits: Sequence[Hit],
    posed: PosedQuestions,
    notices: Sequence[Notice] = (),
) -> Answer:
    """Say why ``asked`` is not answered, what to do next, and which nearby questions are covered."""
    code = weighed.verdict
    assert code != "enough", "an answer was there"
    if any(notice.kind == "help" for notice in notices):
        refusal = Refusal(code, _HELP_FIRST, _HELP_ADVICE, ())
    else:
        not_spoken_of = asked.platforms - weighed.others
        figure_missing = code == "vague" and (asked.kind == "how_much" or bool(asked.wanted.units))
        said = _NO_FIGURE if figure_missing else _REASONS[code]
        reason = said.format(others=_listed(weighed.others), asked=_listed(not_spoken_of))
        first = _without_figure(asked) if figure_missing else ()
        near = posed.near((hit.passage for hit in hits), asked.platforms, first)
        advice = _IN_CHINESE if _is_foreign(asked.text) else _ADVICE[code]
        refusal = Refusal(code, reason, advice, tuple(near))
    return Answer(
        question=asked.question,
        kind="refusal",
        headline=refusal.reason,
        refusal=refusal,
        notices=tuple(notices),
    )


def _without_figure(asked: Asked) -> tuple[str, ...]:
    """When the act happens of which ``asked`` wants to know after how many days, or from what sum on; none where it names none."""
    named = (
        re.search(f"[上被]?(?:{'|'.join(map(re.escape, asked.focus))})", asked.text) if asked.focus else None
    )
    return (f"{''.join(sorted(asked.platforms))}什么情况下会{named[0]}？",) if named else ()


def _is_foreign(text: str) -> bool:
    """Whether ``text``, in which zfb is read as 支付宝, is written in words, and none of them Chinese."""
    return not _CHINESE.search(text) and any(map(str.isalpha, text))


def _listed(names: Iterable[str]) -> str:
    return "、".join(sorted(names)) or "其他内容"
