"""A question made to stand alone: a follow-up completed from the history, a long story reduced to what it asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rag.figures import figures_in
from rag.kinds import ASKING, CANNOT_PAY, CLAUSE_END
from rag.statement import speaks_of_offer
from rag.terms import terms

STORY_CHARS = 60  # a longer question tells a story, and asks at its end
_REDUCED_CHARS = 120
LONGEST_CHARS = 600  # what is longer is looked through from its end: its question stands there
_OWN_SUBJECT_CHARS = 3
_OWN_CLAUSE_CHARS = 4  # beside the act
_SHORT_CHARS = 8

_FOLLOW_UP = re.compile(
    r"^(那|那么|还有|另外|然后|如果|要是|换成|再|这|它|他们|她|他|其|上面|刚才|这样|这种|前面)|呢\??$"
)
# Those who lend, collect and judge, by what they are rather than by name.
_BODY = re.compile(
    r"(小额贷款|小贷|消费金融|网络?贷款?|催收|保险|信托|担保|第三方催收|外包催收)(公司|平台|机构)|(商业)?银行|信用卡(中心)?|法院|公安机关?|派出所|警察|仲裁委"
)
_ASKING_WORDS = re.compile(
    r"(的?(方式|手段|办法|途径|方法|渠道|措施|原因|后果|影响))?(都|主要|一般|通常)?(有|是|包括)?(哪些|哪几种|什么样的|什么|多少|谁)|为什么|为啥|(怎么|咋)(办|样|搞|整|弄)?|到底|究竟|如何|怎样|"
    r"会不会|能不能|可不可以|是不是|有没有|是否|(会|能|可以|要)?(?=[^,。;?!]*[吗呢么]\??$)|[吗呢么]\??$"
)

# Whoever tells a story asks to be heard before he asks: "想请大家帮忙看看,". What stands before that is the story.
_REQUEST = re.compile(
    r"(所以|因此|就|我|现在|特意|专门|才|在此|在这里|真心|诚心)*+(想|要|特?来|请(?!教)|麻烦|跪?求|希望|拜托)*+"
    r"(大家|各位|大神|老师|律师|您|你们?|懂的|有经验的|朋友们?|人)*+(帮忙|帮我|帮)*+"
    r"(看看|看一下|分析|解答|问问|问一下|问下|问|请教|咨询|指点|说说|告诉我|知道)(下|一下)?(您|大家|各位|律师|老师)*(一下)?[,。:!? ]*"
)
# "心里很乱不知道怎么办" asks nothing, unless nothing else does.
_AT_A_LOSS = re.compile(r"不(知道?|晓得|清楚)(该|要|应该)?(怎么|咋)(办|弄|搞|做)")

# Of where an answer comes from, or for more of it: the answer itself says, with its sources.
_OF_THE_ANSWER = re.compile(
    r"((这个?|这话|这些|说的|是)?(有|有没有|有什么|是什么|什么|啥)?(依据|根据|出处|来源|凭据)(是什么|是啥|呢|在哪)?|(是)?(哪一?篇|哪里|哪儿|谁)(文章)?(里)?(说|写|讲)的|"
    r"(这个?|这些|这话|说的|你说的)?(能|可|敢)(不能)?信|(这个?|这些|说的)?(靠谱|可靠|准|准确)|(还有)?(没有)?(别的|其他的?|其它的?|更多)(办法|方法|方式|说法|情况)?)(了)?[吗么呢不]?\??"
)
# Which of the articles holds, where they disagree. We do not judge; they say it again, with their dates.
_WHICH_HOLDS = re.compile(
    r"(所以|那么|那|到底|究竟|最后|我们?|现在|[该要能])*+"
    r"((哪一?[个篇种边条]|谁)(文章|说法|的话)?的?([说讲写]的?得?)?[才更最比较是算]*(正确|准确|[对真准新]|可信|可靠|靠谱)的?|"
    r"(相信|[信听])(谁|哪一?[个篇种边条])(的|的?说法)?|(会|能|可以|是|有)还是[不没](会|能|可以|是|有)?|会不会)[呢啊呀]?[?。!]*"
)
# "要是我不在家呢" asks the same again, on a condition.
_ON_CONDITION = re.compile(
    r"(那么?|然后)?[,。 ]*(?P<supposed>(要是|如果|假如|万一|若是?)?)(?P<condition>[^,。;?!]{2,20}?)(的话)?呢[?。!]*"
)
_WHOSE = re.compile(r"^(我们?|是)+|了$")
_ASKS_WHY = re.compile(r"(这是|那是)?(为什么|为啥|为何|凭什么|什么原因)(呢|啊|呀)?\??")
_WHETHER = re.compile(r"(会不会|能不能|可不可以|是不是|是否)|[吗呢么]?\??$")
# What a subject is not: "我该找谁" and "一般几天会来" name none.
_OF_NOBODY = re.compile(
    r"几(天|个?月|年|次|点|号)|我们?|你们?|他们?|她们?|它们?|应该|可以|一般|大概|通常|到底|究竟|具体|情况|时候|的话|哪个?|[该应能会要去来找做下最了的还再先]"
)
# How a follow-up begins: "那", "换成花呗", "然后呢,".
_THEN = re.compile(r"^(那么|那)")
_CHANGED_TO = re.compile(r"^(那么|那|换成|如果是|要是)|(呢)?\??$")
_AND_THEN = re.compile(r"^((然后|还有|另外)呢?|那么|那)[,。? ]*")
_OF_DEBT = re.compile(r"不还|欠|逾期|催|贷|款|利[息率]")


def complete(text: str, history: list[str]) -> tuple[str, bool]:
    """Complete a follow-up with what the last full question was about; say whether anything was added."""
    earlier = [turn for turn in history if turn]
    before = _last_topic(earlier) if earlier and text and len(text) <= STORY_CHARS else ""
    # An offer is of whoever makes it, and of no lender.
    whole = _completed(text, before) if before and not speaks_of_offer(text) else ""
    return (whole, True) if whole else (text, False)


def _completed(text: str, before: str) -> str:
    """What ``text`` asks after the question ``before``; empty when it stands alone."""
    platforms, actions = terms().platforms_in(text), terms().actions_in(text)
    if platforms and actions and not _FOLLOW_UP.search(text):
        return ""
    other = _CHANGED_TO.sub("", text)
    if _names_only_a_lender(other) or _BODY.fullmatch(other):
        return _swapped(before, other)  # "那花呗呢?", "银行呢?": the same thing asked of another
    if platforms:
        return ""
    if asks_which_holds(text) or _OF_THE_ANSWER.fullmatch(_THEN.sub("", text)):
        return before
    # A short question that names something of its own, the weather say, is another question, not a follow-up;
    # "好的" is no question at all.
    own = _OF_NOBODY.sub("", _subject(text))
    short = len(own) < _OWN_SUBJECT_CHARS and ASKING.search(text)
    return _asked_further(text, before) if _FOLLOW_UP.search(text) or actions or short else ""


def _names_only_a_lender(text: str) -> bool:
    named = terms().platforms_in(text) and not terms().without_platforms(text).strip()
    return bool(named) or text in terms().lender_words_in(f"{text}呢")


def _asked_further(text: str, before: str) -> str:
    """What ``text``, which names no lender, asks of what ``before`` was about; empty when it names a thing of its own."""
    actions = terms().actions_in(text)
    bare = _AND_THEN.sub("", text)
    subject = "".join(sorted(terms().asked_about(before), key=before.find))
    if _ASKS_WHY.fullmatch(bare) and (claim := _WHETHER.sub("", before)) != before:
        return f"为什么{claim}"  # of what was asked to be so, and of no other matter of its subject
    what_of, bare = bare.endswith(("呢", "呢?")), re.sub(r"呢\??$", "", bare)
    if actions and _names_its_own(text):
        return ""
    supposed = (found := _ON_CONDITION.fullmatch(text)) and (found["supposed"] or figures_in(text))
    if supposed and not actions and not ASKING.search(bare):
        return f"{bare} {before}"
    if actions or _OF_DEBT.search(bare):
        plight = "" if _OF_DEBT.search(bare) else _plight(before)
        return f"{subject}{plight}{bare}" if subject else ""
    if not bare.strip("?"):
        return before
    if what_of and not ASKING.search(bare):
        return f"{bare} {before}"  # "失业了呢": the same asked of another plight
    return f"{_subject(before) or before} {bare}"


def condition_in(text: str, whole: str) -> str:
    """Return the condition, 不在家 in 要是我不在家呢, on which ``text`` asks again what the follow-up ``whole`` asks; empty
    when it is none, or one of figures, which are told apart by their value.
    """
    found = _ON_CONDITION.fullmatch(text)
    if not found or figures_in(text):
        return ""
    asked_on = re.escape(terms().corrected(found["condition"]))
    if not re.match(rf"\S*{asked_on}(的话)? \S", whole):
        return ""
    return _WHOSE.sub("", found["condition"])


def asks_which_holds(text: str) -> bool:
    """Return whether ``text`` (in search form), or its last clause, asks which of several sayings to believe: 哪个说得对."""
    clauses = [clause for clause in CLAUSE_END.split(text.strip()) if clause.strip()]
    return bool(clauses) and _WHICH_HOLDS.fullmatch(clauses[-1].strip()) is not None


def _names_its_own(text: str) -> bool:
    """Whether ``text``, beside the act that it asks about, says whose or of what: 我的工资卡被冻结了怎么办."""
    for word in terms().action_words_in(text):
        text = text.replace(word, " ")
    return len(_OF_NOBODY.sub("", _subject(text)).replace(" ", "")) >= _OWN_CLAUSE_CHARS


def _plight(question: str) -> str:
    """That somebody cannot pay, as ``question`` puts it: what he may ask for, he asks for in this."""
    found = CANNOT_PAY.search(question)
    return found[0] if found else ""


def _last_topic(earlier: list[str]) -> str:
    """The latest earlier question that names a platform or an action, platform carried over when it named none."""
    table = terms()
    for position in range(len(earlier) - 1, -1, -1):
        turn = reduced(earlier[position])
        if table.asked_about(turn):
            return turn
        if table.actions_in(turn):
            for older in reversed(earlier[:position]):
                if platforms := table.asked_about(older):
                    return "".join(sorted(platforms)) + _THEN.sub("", turn)
            return turn
    return reduced(earlier[-1])


def _subject(question: str) -> str:
    """What ``question`` is about, without the words that ask it: "支付宝催收方式有哪些" is about 支付宝催收方式."""
    return _ASKING_WORDS.sub("", question).strip(" ?。!,")


def _swapped(before: str, other: str) -> str:
    """``before`` with the platform or body that it names replaced by ``other``; put in front when it names none."""
    named = max(terms().lender_words_in(before), key=len, default="")
    if not named and (body := _BODY.search(before)):
        named = body[0]
    return before.replace(named, other, 1)  # no name at all: put in front


def reduced(text: str) -> str:
    """A long story without the clauses that neither ask, nor lead up to what is asked, nor name what it is about."""
    if len(text) <= STORY_CHARS:
        return text
    text = text[-LONGEST_CHARS:]
    clauses = [clause for clause in CLAUSE_END.split(text) if clause.strip()]
    kept = _asked_after_a_request(clauses) or _asking_and_what_leads_up(clauses)
    if not kept:
        return text
    asks_of_something = len(_OF_NOBODY.sub("", _subject(_joined(clauses, kept)))) >= _SHORT_CHARS
    for named_in in (terms().platforms_in, *(() if asks_of_something else (terms().actions_in,))):
        if not named_in(_joined(clauses, kept)):
            kept |= {at for at, clause in enumerate(clauses) if named_in(clause)}
    # What a story comes to stands at its end.
    told = [clauses[at] for at in sorted(kept)]
    lengths = list(accumulate(len(clause) for clause in reversed(told)))
    return "".join(told[-max(1, bisect_right(lengths, _REDUCED_CHARS)) :]).strip()


def _asked_after_a_request(clauses: Sequence[str]) -> set[int]:
    """The places of the clauses after the last request to be heard, when they are no story of their own."""
    heard = max((at for at, clause in enumerate(clauses) if _REQUEST.fullmatch(clause)), default=len(clauses))
    after = set(range(heard + 1, len(clauses)))
    return after if len(_joined(clauses, after)) <= STORY_CHARS else set()


def _asking_and_what_leads_up(clauses: Sequence[str]) -> set[int]:
    asking = {at for at, clause in enumerate(clauses) if ASKING.search(clause)}
    asking = {at for at in asking if not _AT_A_LOSS.search(clauses[at])} or asking
    leads = {at - 1 for at in asking if at and clauses[at - 1].endswith((",", " "))}
    return asking | {at for at in leads if not _REQUEST.fullmatch(clauses[at])}


def _joined(clauses: Sequence[str], places: set[int]) -> str:
    return "".join(clauses[at] for at in sorted(places))
