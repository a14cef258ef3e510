"""Which of the acts that people fear or hope for a question asks about, and when it asks about something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.kinds import ASKING, CLAUSE_END, asking_clauses
from rag.statement import IMPOSTS, speaks_of_offer
from rag.terms import terms
from rag.wanted import ASKS_OF_RULES, ASKS_TRUST, denied_in

# What somebody may do or what may come, by the verb after the last 会 or 能; but not that a thing named before happens.
_AFTER_MODAL = re.compile(
    r".*(?:会|(?<!可)能(?![力性])|可以|还能|要(?![钱债账])|用不用|(?<![应活])该(?!怎|如|找|还|向|跟|和|去))(?!不(?:会|能|可以|要))((?!(?:到底|究竟)?(?:会|能|可以)不(?:会|能|可以))(?!.*(?:什么|多少|[几谁哪怎])|受?影响|发生|出现|存在|被?管|有[用效事]|成功|通过|算|合法|违法)[^,。;!?吗呢吧么]{2,}|[用改关借退取换停撤删])[吗呢吧么嘛]?\??$"
)
# "催收说三天内上门,这是真的吗" asks about what was said before.
_ASKS_IF_TRUE = re.compile(
    r"真的吗|真的假的|是真是假|有这回事|有这种事|是不是真|[是在]不是.{0,4}骗|骗(?:人|我)的?[吗吧么不]|(?<!人)[能敢可]信[吗么不]\??$|^(这|那|这个|说的|这话|到底)?(可信|靠谱|可靠|[能敢]信)吗"
)
# Who is not the one he says he is does nothing of what he says: that is for the police to know.
_OF_A_STRANGER = re.compile(rf"{IMPOSTS}|(打电话|来电|短信|加我)[^。;?!]{{0,20}}(让我|叫我|要我|说是)")
# Who takes part is not what is done: "法院拘留老赖最多几天".
COURTS = frozenset({"法院", "法庭"})
_WHO = COURTS | {"老赖", "被执行", "被告", "公安", "派出所"}
# Of a story, what it comes to, "我带着孩子,会上门吗"; and not who told it: "朋友说会上门".
_TOLD_BY = re.compile(r"^听?[^,。;]{0,4}(说|讲|告诉我)")
# "上门的人穿制服吗" takes the visit for granted and asks about something of it.
_OF_A_DETAIL = re.compile(
    r"^(?:催收|催款|外访)*(?:(?:的是(?![不否真假吗吧么])|的人|人员|的?时候?|之?[前后])(?!.{0,4}来[吗么找我]|.{0,2}上门)[^,。;!?吗么]{2,}|"
    r"(?:会|要|能|可以|需要|得)?(?:穿|带|拿|收费|收钱|拍照|拍视频|录音|录像|出示|提前|事先|登记|开锁|搬))[^,。;!?吗么]*[吗么]\??$"
)

# Whether one must pay is not whether what is told before it happens.
_ASKS_TO_PAY = re.compile(
    r"(?:[用要得该来]|必须|需要|应该|一起|替[^,。;!?]{1,3}|帮[^,。;!?]{1,3}|我)(?:偿还|归还|还款|还钱|还(?![会能有是要可得])|承担|负责)[^,。;!?]{0,6}$"
)
# So does how usual or how good it is: "上门催收普遍吗".
_OF_A_MEASURE = re.compile(
    r"^(?:催收|催款|催债|外访|催|的|来)*(?:这种事|这事|这种情况|现象)?(?:是不是|是否|真的|算|很|会不会|会)*[^,。;!?会要能]{0,8}"
    r"(?:普遍|常见|频繁|罕见|少见|多见|(?<![概几机]率)(?<!可能)(?<!可能性)[高低贵多]|有[用效]|管用|多不多|常不常见?|普不普遍|有没有[用效])(?=[吗么不没吧啊呀呢]*(?:[,。;!?/\s]|$))"
)
# "会不会只发短信" asks whether there is nothing else.
_ONLY = re.compile(r"[只光仅](?:是|会|有|能|用|发|打|靠|通过)*$")
# "可以取消分期吗" asks about its end.
ENDS = re.compile(r"取消|撤[销回]|关闭|退[掉出]|不想(?:要|再)")
_END_OF = re.compile(rf"(?:{ENDS.pattern}|不想)[^,。;!?]{{0,4}}$")
# "能不能拒绝上门" asks what one may do oneself, not what is done.
REFUSES = re.compile(r"拒绝|拒接|阻止|不让|不接(?!受)|不见|不理|不开门|躲|赶")
ASKS_TO_REFUSE = re.compile(rf"(?:能|可以|可不可以|有权|想|要|我)[^,。;!?]{{0,3}}(?:{REFUSES.pattern})")
_REFUSAL_OF = re.compile(rf"{ASKS_TO_REFUSE.pattern}[^,。;!?会能要]{{0,4}}$")

# "给我爸妈打电话" is asked of the parents, by whatever means.
_CALLS = frozenset({"电话催收", "短信"})
# "天天打电话违法吗" is asked of harassing too, "天天打电话怎么办" of calls.
_HARASSES = re.compile(
    r"(?=.*(?:天天|每天|一天|不停|不断|一直|半夜|深夜|凌晨|晚上|频繁|轰炸))(?=.*(?:[违合]法|犯法|[违合]规|侵权|允许|骚扰))"
)
_TO = re.compile(r"[给跟向找和].{0,3}$")
# Acts of lenders and of those who collect for them, which others might do too: "法院的人会上门吗", "上门催收是警察来吗".
ACTS_OF_COLLECTORS = frozenset({"上门", "联系亲友", "电话催收", "短信"})
WRONGS_OF_COLLECTORS = frozenset({"暴力", "隐私"})
# By which any other act may be come to: "跟他们商量分期可以吗".
WAYS_TO_ACT = frozenset({"协商"})
# What is talked over is asked of talking too: who may explain himself may come to terms.
_TALKED_OVER = frozenset({"分期", "延期", "减免"})
_DOES_IT = r"(?:的?(?:工作)?人员?|叔叔|同志|那边)?(?:真的?|也|就|到底|究竟|是不是|是否|[会能要可不以])*(?:派人|来|去|直接|打电话|联系|通知|发短信|给|到|我的?)*"
_IT_IS = re.compile(r"(?:是|派|带|叫)[^,。;!?会能]{0,3}$")

# Whoever speaks to the phone sets no stops: a relative so far before the deed belongs to another clause.
_NEAR_CHARS = 12


def focus_of(text: str) -> tuple[str, ...]:
    """Return the words of the action that ``text`` (in search form) asks about, the one named last in the last clause that asks.

    "被上门了可以投诉吗" asks about 投诉. Empty when that clause asks about something that the table does not know: "被限高了还能坐飞机吗".
    """
    names = terms().actions.names
    clauses = [clause.strip() for clause in CLAUSE_END.split(text) if clause.strip()] or [text]
    asking = [clause for clause in clauses if ASKING.search(clause)]
    if _ASKS_IF_TRUE.search(clauses[-1]) and (told := _told(clauses)):
        clauses = asking = [told]
    elif _asks_of_the_unknown([*clauses, *asking][-1]):
        return ()
    denied = denied_in(asking[-1]) if asking else ""
    if denied and not terms().action_words_in(denied):
        return ()
    if asking and ASKS_OF_RULES.search(asking[-1]):
        return ()  # "上门催收有人管吗"
    if asking and ENDS.search(asking[-1]) and not terms().actions_in(asking[-1]):
        return ()  # "点了分期,我想取消可以吗"
    if asking and _ASKS_TO_PAY.search(asking[-1]) and not terms().actions_in(asking[-1]):
        return ()  # "老婆欠了钱,催收天天找我,我得一起还吗"
    if not terms().actions_in("".join(asking)) and len(terms().actions_in(text)) > 1:
        return ()  # a story that names several, and asks about "这": any of them may be meant
    for clause in [*reversed(asking), text]:
        named = terms().action_words_in(clause)
        words = [word for word in named if word not in _WHO] or [word for word in named if word not in COURTS]
        if last := max(((clause.rfind(word), len(word), word) for word in words), default=None):
            before, rest = map(terms().without_platforms, (clause[: last[0]], clause[last[0] + last[1] :]))
            if _ONLY.search(before) or _END_OF.search(before) or _REFUSAL_OF.search(before):
                return ()
            if _OF_A_DETAIL.search(rest) or _OF_A_MEASURE.search(rest):
                return ()
            acts = {names[last[2]]}
            if acts <= _CALLS and _turns_to(before):
                acts = {"联系亲友"}
            elif acts <= _CALLS and _HARASSES.search(clause):
                acts.add("暴力")
            elif acts <= _TALKED_OVER:
                acts |= WAYS_TO_ACT & terms().actions_in(before)
            return tuple(word for word, action in names.items() if action in acts)
    return ()


def _turns_to(before: str) -> bool:
    """Whether what stands before a call or a message says that it goes to somebody else than who asks: "给我爸妈打电话"."""
    person = max(terms().persons, key=before.rfind)
    return _TO.search(before[: before.rfind(person)]) is not None and person in before


def deed_of(text: str) -> str:
    """Return the doing, no action of the table, that the last clause of ``text`` (in search form) asks after: 不开门 in
    催收上门我可以不开门吗. Empty when there is none.
    """
    clauses = asking_clauses(text)
    asked = _AFTER_MODAL.search(clauses[-1].strip()) if clauses else None
    return asked[1] if asked and not terms().action_words_in(asked[1]) else ""


def asks_of_a_relative(text: str, focus: Sequence[str]) -> bool:
    """Return whether ``text`` asks what becomes of a relative, and not whether one is turned to: "影响老公的征信吗"."""
    persons = terms().persons
    if not persons.isdisjoint(focus):
        return False
    clauses = [clause for clause in CLAUSE_END.split(text) if any(word in clause for word in focus)]
    asking = _TOLD_BY.sub("", clauses[-1] if clauses else text)
    deed = max((asking.rfind(word) for word in focus), default=0)
    asking = asking[max(0, deed - _NEAR_CHARS) :]
    return any(person in asking for person in persons)


def doers_of(text: str, focus: Sequence[str]) -> tuple[str, ...]:
    """Return the words for who is asked about as doing what lenders and collectors do: police, a court, a lawyer.

    Empty where the question (in search form) names none of them, or not as the one who does it.
    """
    doers = terms().doers
    acts = "|".join(map(re.escape, focus))
    if focus and terms().actions.names[focus[0]] not in ACTS_OF_COLLECTORS:
        return ()
    asking = asking_clauses(text)
    for clause in asking or [text]:
        for word in doers.words_in(clause):
            before, _, after = clause.partition(word)
            if _IT_IS.search(before) or (focus and re.match(f"{_DOES_IT}(?:{acts})", after)):
                return tuple(other for other, name in doers.names.items() if name == doers.names[word])
    return ()


def _told(clauses: Sequence[str]) -> str | None:
    """The last clause that says of somebody's deed what the last of ``clauses`` asks to be true."""
    deeds = (c for c in reversed(clauses) if set(terms().action_words_in(c)) - terms().persons)
    told = next(deeds, None)
    return told if told and not speaks_of_offer(told) and not _OF_A_STRANGER.search(told) else None


def _asks_of_the_unknown(clause: str) -> bool:
    """Whether what a clause asks, after its 会 or 能, is some doing that is no action of the table."""
    if ASKS_TRUST.search(clause):
        return True
    asked = _AFTER_MODAL.search(clause)
    return asked is not None and not terms().action_words_in(asked[1])
