"""Which side a sentence takes on a claim: does the thing asked about happen, is it allowed, is it possible?

Rules over the clauses of one sentence in search form. None means that the sentence takes no side: it asks, it only
mentions the thing, or it puts it into a condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.kinds import NOT_PAID
from rag.records import Side
from rag.wanted import Claim

_ASKS = re.compile(
    r"[?]\s*[\"'”’」』]?\s*$|(?<![不无]论)是否|会不会|能不能|为什么|为何|(?<!无论)(?<!不论)如何|(?<!毫无)疑问|吗[\"'”’」』]?[。!]?$"
)
_SOFT_BREAK = re.compile(r"[,;。!?\n]|——|:")
_CONDITION = re.compile(
    r"(如果|若|倘若|假如|一旦|要是|万一|当).*|.*(遭遇|遇到|面对|面临|受到|遭到|对于|关于|针对).*"
)
# What is to be kept from happening may or may not happen.
_KEPT_FROM = re.compile(r"(避免|以免|防止|杜绝|停止|取消|撤销|预防|免除)[^,。;]*$")
_PRETEXT = re.compile(r"以[^。;]{1,60}?为由")  # what is only said in order to get something
_EXAMPLE = re.compile(r"(例如|比如|譬如|(?<!假)(?<!不)如|包括)[^,。;]{0,12}$")
_OPINES = re.compile(r"(觉得|认为|以为)$")  # "许多人可能会觉得,电话就够了": the telephone is no maybe
_CONCESSION = re.compile(r"^(虽然|尽管|虽|即便|即使|固然)")

_NOT_NOT = re.compile(r"(不会|不可能|不是|没有|并非|绝非|未必)(就|都|完全|一定)?不(会|能|可能)?(主动|直接)?$")
_NOT = re.compile(
    r"(?:(?<!是)(?<!拒)(?<!不得)不(?!仅|但|只|排除|光|少|断|得不|管|论|同|当|良|良好|满|便|可避免|足|法|知|久|料|幸|慎|出[^,。;]{1,4}[天日周月])|"
    r"没(?:有)?(?!准|收|有|[想料]到|几?[天日])|未(?!来|必|成年)|无需|无须|不必|别担心|否认|拒绝|严禁|禁止|不得(?!不)|而非|并非|绝非|无权|无法)"
)
# What is denied before one of these is another verb, "不接电话会上门", unless it is one of them that is denied, or anybody's doing it.
_MODAL = re.compile(r"会(?!不)|将(?!来)|可能(?!性)|被(?!动)|(?<=[就都便则才])要")
_NOT_OF_MODAL = re.compile(
    r"(?:[不没未]|没有)(?:[是太大再曾可能就都]|以|一定|应该?|马上|立即|立刻|轻易|随意|直接|真的?|因此|主张|建议|支持|同意)*(?:会|将|可能|被|必)|"
    r"(?:没有?|无)(?:人|谁|任何|[哪一][个家]|证据|依据|规定|说|平台|机构|银行|公司|法院)|不是[^,。;]{0,3}(?:所有|每|任何|都|一|只要|说|逾期|欠)|"
    r"并不是|并非|绝非|不存在|从[来不未]|绝不|不得(?!不)|禁止|严禁|拒绝将|无权|无法将|否认|不允许|不[许准应]|"
    r"不(?:代表|意味|等于|表示|说明|至于|见得)|(?:无[需须]|别|不[必用需]要?)担心"
)
# Who does not do something else: "不履行判决的人".
_OF_WHOM = re.compile(
    r"(?:没有?|未|不(?![会能得可应是]))[^,。;]{1,24}?的(?=[^,。;]{0,8}(?:人|者|户|老赖|企业))"
)
_HEDGE = re.compile(
    r"可能|或许|也许|尝试|特定|部分|个别|少数|少见|罕见|有时|视情况|视.{0,6}而定|取决于|极端|必要时|偶尔|一定条件|某些|有些|不一定|未必|"
    r"并非常见|不常见|并不常见|很少|极少|例外|除非|特殊情况|不排除"
)
_DOES = re.compile(
    r"会|将|开始|采取|采用|选择|通过|进行|派|安排|委托|使用|运用|实施|已经|已|曾|判处|处以|经常|频繁|主动|升级|转向|上报|报送|提起|出现|发生"
)
_ADVICE = re.compile(r"(可以|应当?|建议|最好|尽量|及时)(通过|采取|采用|选择|进行|向)?[^,。;]{0,4}$")
_OCCURS = re.compile(
    r"^[^,。;]{0,10}?(?:的情况|的现象|的方式|现象|行为)?(?:会|也会|将|可能|时有|正在|已经|已|确实|确有|经常)?(?<!的)(?:出现|发生|存在|常见|普遍)"
)
_LAWFUL = re.compile(r"合法|合规|允许|有权|可以|可(?![能怕])|依法|准许|受法律保护")
_UNLAWFUL = re.compile(
    r"违法|违规|非法|不合法|不合规|侵犯|侵害|触犯|不得|禁止|严禁|无权|不可以|不能|不允许|涉嫌|违反|追究"
)
# "违法违规代理维权" judges whoever sells that, and no call beside it.
_OF_A_NOUN = re.compile(
    r"(?:违法|违规|非法)+的?(?:代理|放贷|集资|中介|经营|所得)|(?:合法|合规)+的?(?:权益|权利|方式|手段|途径|渠道|方法|维权)"
)
_ABLE = re.compile(r"可以|可(?![能怕])|能够|(?<!可)能(?!力)|允许|支持|有权|尝试|申请|提供")
_UNABLE = re.compile(r"不可以|不能|无法|不支持|不允许|不得|不可(?!避免)|无权|没有办法|不予")


def stance(sentence: str, words: Sequence[str], claim: Claim = "happens") -> Side | None:
    """Return the side that ``sentence`` takes on ``claim`` about the thing that any of ``words`` names.

    Both are in search form. A hedged yes is "depends"; a hedged no to what happens stays "no", as the hedge is shown in its
    quote, and one to what is lawful or possible is "depends" too.
    """
    if _ASKS.search(sentence):
        return None
    sentence = _PRETEXT.sub("", sentence)
    sides = [side for clause in _clauses_with(sentence, words) if (side := _side_of(*clause, claim=claim))]
    if not sides:
        return None
    # "虽然 A，但 B": the later clause is what the sentence comes down to.
    return sides[-1]


def _clauses_with(sentence: str, words: Sequence[str]) -> list[tuple[str, str, str]]:
    """The first mention of one of ``words`` in each clause: what stands before it there, after it, and before the clause."""
    found = []
    breaks = [one.span() for one in _SOFT_BREAK.finditer(sentence)]
    begins, ends = [0, *(end for _, end in breaks)], [*(begin for begin, _ in breaks), len(sentence)]
    for start, end in zip(begins, ends, strict=True):
        clause = sentence[start:end]
        position = min((p for w in words if (p := clause.find(w)) >= 0), default=-1)
        if position >= 0:
            word = max((w for w in words if clause.startswith(w, position)), key=len)
            modal = word[0] in "会被"  # 会冻, 被冻
            found.append((clause[: position + modal], clause[position + len(word) :], sentence[:start]))
    return found


def _side_of(before: str, after: str, earlier: str, *, claim: Claim) -> Side | None:
    if _CONDITION.fullmatch(before) or (_EXAMPLE.search(before) and claim == "happens"):
        return None
    if _KEPT_FROM.search(before) and claim == "happens":
        return None
    hedged = _HEDGE.search(before) or _HEDGE.search(after) or _HEDGE.search(_last_clauses(earlier))
    if claim == "lawful":
        return _judged(_OF_A_NOUN.sub("", before + after), _LAWFUL, _UNLAWFUL, bool(hedged))
    if claim == "possible" and (side := _judged(before + after, _ABLE, _UNABLE, bool(hedged))):
        return side
    # "可以调整还款安排,合理延后期限": what one may do first reaches to what one may do next.
    if (
        claim == "possible"
        and _judged(_last_clauses(earlier), _ABLE, _UNABLE, False) == "yes"
        and not _NOT.search(before)
    ):
        return "depends" if hedged else "yes"
    if _ADVICE.search(before):
        return None  # what a reader may do is nothing that happens to him
    if re.match(r"[^,。;]{0,6}(并非常见|并不常见|不常见|罕见|很少|极少|少见)", after):
        return "depends"
    if _NOT_NOT.search(before):
        return None  # 不会不上门: that it happens is meant, and not said
    if _NOT.search(_governing(before)):
        return "no"
    if _DOES.search(before) or _OCCURS.match(after):
        return "depends" if hedged else "yes"
    if hedged and re.match(r"[^,。;]{0,8}(正是|就是|也是)(其中|一种)", after):
        return "depends"
    return None


def _governing(before: str) -> str:
    """The part of ``before`` where a not would deny the thing: from its last modal on, unless a modal or anybody is denied."""
    before = NOT_PAID.sub("", _OF_WHOM.sub("", before))
    if _NOT_OF_MODAL.search(before):
        return before
    modals = list(_MODAL.finditer(before))
    return before[modals[-1].end() :] if modals else before


def _judged(clause: str, yes: re.Pattern[str], no: re.Pattern[str], hedged: bool) -> Side | None:
    if no.search(clause):
        return "depends" if hedged else "no"
    if yes.search(clause):
        return "depends" if hedged else "yes"
    return None


def _last_clauses(earlier: str) -> str:
    """What stands before a clause in the same sentence and may hedge it: it concedes nothing and tells no opinion."""
    before = next((c for c in reversed(_SOFT_BREAK.split(earlier)) if c), "")
    return "" if _CONCESSION.match(before) or _OPINES.search(before) else before
