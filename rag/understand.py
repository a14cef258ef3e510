"""What a question asks: its kind, whom and what it is about, and the words to search with.

A follow-up is completed from the history; a long story is reduced to the clauses that ask. What was understood is kept
so that the page can show it ("理解为：…"). Nothing here reads an article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from index.text import search_form
from rag.errors import BadQuestion
from rag.terms import terms

QuestionKind = Literal[
    "yes_no", "how_to", "why", "list", "what", "compare", "who", "when", "where", "how_much", "other"
]

MAX_QUESTION_CHARS = 20_000
_STORY_CHARS = 60
_REDUCED_CHARS = 120
_LONG_SENTENCE_CHARS = 30
RECENT_TURNS = 6
_OWN_SUBJECT_CHARS = 3

_WAYS_TO_ASK_WHETHER = (
    r"吗|(?<!干)嘛\??$|(?<![什怎])么\??$",  # 会上门吗, 会上门么
    r"是否|会不会|能不能|可不可以|有没有|是不是|要不要|算不算|合不合法|违不违法|用不用|该不该|行不行",
    r"(\S)不\1|不\??$",  # 来不来, 会来家里不
    r"还是.{0,6}(吓|骗|假)",  # 真的会来还是吓唬我
    r"(会|能|可以|要|算|合法|违法|有|是)[^,。;!?]{0,20}(吧|不|没有?)\??$",  # 会上征信吧
    r"真的(会|要|能)|^(会|能|可以)",
    r"(会|能)((?!什么|怎|哪|谁|多少|几|何)[^,。;!?]){1,12}\?$",  # 会打给家人?
)

# Tried in order: the first that matches decides. Written for search form (simplified, half-width, lower case).
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("yes_no", re.compile(r"^(?!.*(什么|哪|怎|咋|谁|多[少久长]|如何|为何|为啥)).*吗\??$")),
    ("yes_no", re.compile(r"吗[,?].{1,12}$")),  # "会上门吗,一般几点来": whether comes first
    # "能不能分几期还" asks whether, "能不能告诉我要几天" does not.
    (
        "yes_no",
        re.compile(
            r"^(?!.*(什么|怎|咋|谁|多[少久长]|如何|为何|为啥|告诉)).*(能不能|可不可以|会不会|是不是|该不该|用不用|要不要)"
        ),
    ),
    ("how_to", re.compile(r"(怎么办|咋办)[呢啊呀]?\??$")),
    (
        "compare",
        re.compile(
            r"区别|差别|哪个(更|好|划算)|对比|相比|[和跟与同比、].{1,12}(不同|不一样|不一樣|相同|一样)"
        ),
    ),
    ("why", re.compile(r"为什么|为啥|为何|凭什么|怎么会|什么原因|原因(是|有)|的原因|怎么产生|怎么回事")),
    (
        "when",
        re.compile(
            r"什么时候|何时|何年|几号|几点|几月|哪一?[天年日]|哪个月|多会儿|什么时间|时间\??$|日期|什么(情况|条件|样的人)"
        ),
    ),
    (
        "how_much",
        re.compile(r"多少|多久|多长|多高|多大|多重|(?<!前)几(天|年|次|个|期|倍|成|岁|级)|(?<!会)怎么计?算"),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|几种|有什么(?!用|区别)|都有啥|有啥(?!用)|包括什么|列举|种类|(?:方式|手段|途径|办法|后果|影响|措施)(?:是|有)(?=什么|哪|啥|\??$)"
        ),
    ),
    ("who", re.compile(r"谁|哪位|何人|哪个(部门|机构|平台|单位|人)|哪家|找哪|什么人|叫什么")),
    (
        "where",
        re.compile(
            r"哪里|哪儿|(?<!如)何处|什么地方|在哪|位于什么|哪一?[个座所]?(国家?|城市|省|市|州|县|区|地|大学|学校)"
        ),
    ),
    (
        "how_to",
        re.compile(
            r"怎么办|咋办|怎么处理|如何|(?<!会)怎样|咋(?!回事)|怎么(?!了|样|会|回事|算(?!出)|罚|判(?!断)|处罚|定罪)|该做什么|做些什么|能做什么|流程|步骤|应对|求助"
        ),
    ),
    ("yes_no", re.compile("|".join(_WAYS_TO_ASK_WHETHER))),
    ("list", re.compile(r"方式|手段|种类|后果|怎么样|什么影响|会怎|怎么(算|罚|判(?!断)|处罚|定罪)")),
    ("what", re.compile(r"什么|是啥|干嘛|意思|介绍|定义|哪")),
)
# "没钱还了" asks nothing, and wants to know what to do.
_DISTRESS = re.compile(r"没钱还|还不[上起了]|无力(偿还|还款)|没(有)?能力还|走投无路|撑不下去")
_ASKING = re.compile(
    r"[?吗呢]|还是|真的[会要能]|(\S)不\1|什么|怎么|如何|咋|是否|会不会|能不能|可不可以|有没有|是不是|多少|多久|哪|谁|为何|为啥|几天|怎样"
)
# Those who lend, collect and judge, by what they are rather than by name.
_BODY = re.compile(
    r"(小额贷款|小贷|消费金融|网络?贷款?|催收|保险|信托|担保|第三方催收|外包催收)(公司|平台|机构)|(商业)?银行|信用卡(中心)?|法院|公安机关?|派出所|警察|仲裁委"
)
_ASKING_WORDS = re.compile(
    r"(的?(方式|手段|办法|途径|方法|渠道|措施|原因|后果|影响))?(都|主要|一般|通常)?(有|是|包括)?(哪些|哪几种|什么样的|什么|多少|谁)|为什么|为啥|怎么办|咋办|怎么样|怎么|如何|怎样|"
    r"会不会|能不能|可不可以|是不是|有没有|是否|(会|能|可以|要)?(?=[^,。;?!]*[吗呢么]\??$)|[吗呢么]\??$"
)
# What somebody may do or what may come, by the verb after the last 会 or 能; but not that a thing named before happens.
_AFTER_MODAL = re.compile(
    r".*(?:会|能|可以|还能|要)(?!不(?:会|能|可以|要))((?!(?:到底|究竟)?(?:会|能|可以)不(?:会|能|可以))(?!.*(?:什么|多少|[几谁哪怎])|受?影响|发生|出现|存在|被?管|有[用效事]|成功|通过|算|合法|违法)[^,。;!?吗呢吧么]{2,})[吗呢吧么]?\??$"
)
_ASKS_TRUST = re.compile(r"靠谱|可信|可靠|真的假的|是不是骗|还是骗|骗(人|局)?的?吗")
_OF_LAW = re.compile(
    r"合法|违法|犯法|违规|犯罪|什么罪|判刑|坐牢|拘留|刑事|法律|法条|法规|条例|司法解释|时效|受.{0,2}保护|有权|权利|强制执行|利.{0,4}(?:最高|上限|不[能得]超)|最高利"
    # What those who lend and collect may do is a matter of law: "催收可以联系我的家人吗".
    r"|(催收|平台|网贷|贷款公司|小贷|银行|外访|他们).{0,10}(可以|可不可以|能不能|(?<!可)能(?!力)|允许|凭什么)(?!.{0,4}(协商|分期|减免|延期|宽限|商量|打折|停息))"
)
# What comes of it is not told by what to do against it.
_WHAT_COMES = re.compile(r"会怎(?!么(弄|做|办|处理|解决))|后果|影响|怎么(罚|判)|会咋(?!办|弄)")
# "除了上门还有哪些方式" does not ask about 上门.
_APART = re.compile(r"除了[^,。;?!]{1,20}?((以外|之外|外)?,|以外|之外|(?=还))")
_FOLLOW_UP = re.compile(
    r"^(那|那么|还有|另外|然后|如果|要是|换成|再|这|它|他们|她|他|其|上面|刚才|这样|这种|前面)|呢\??$"
)
_SENTENCE_END = re.compile(r"(?<=[。;!?\n])")
_CLAUSE_END = re.compile(r"(?<=[,。;!?\n ])")
# Openers and politeness that say nothing about what is asked.
_POLITE = re.compile(
    r"^(您好|你好|请问一下|请问|问一下|想问一下|我想问|想问|麻烦问下|大家好|各位|(求助|急)(?=[,。!?\s:]))[,。!?\s:]*"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched and answered.

    ``question`` is what the person wrote (masked). ``whole`` is what is searched for: completed, misspellings of the
    field's words corrected; ``text`` is what is answered, a long story reduced to what it asks. ``focus`` holds the words
    for the one action that is asked about, when there is one; ``also`` those that articles use for what the question
    says in words of its own: 上门 for 来我家, 支付宝 for its 花呗. ``understood`` says whether question and text differ in more than polite words.
    """

    question: str
    whole: str
    text: str
    kind: QuestionKind
    platforms: frozenset[str]
    actions: frozenset[str]
    focus: tuple[str, ...]
    also: tuple[str, ...]
    understood: bool


def understand(question: str, history: Sequence[str] = ()) -> Asked:
    """Read ``question`` in the light of the earlier questions in ``history``, oldest first.

    A question with nothing to ask in it (empty, signs only) is no error: its ``text`` is empty.
    """
    typed = search_form(question)
    whole, completed = _completed(_read(question), [_read(turn) for turn in history[-RECENT_TURNS:]])
    reduced = _APART.sub("", _reduced(whole))
    platforms, focus = terms().asked_about(reduced), _focus(reduced)
    usual = (*focus[:1], *sorted(terms().owners_of(platforms)))
    return Asked(
        question=question,
        whole=whole,
        text=reduced,
        kind=question_kind(reduced),
        platforms=platforms,
        actions=terms().actions_in(reduced),
        focus=focus,
        also=tuple(word for word in usual if word not in reduced),
        understood=completed or terms().corrected(typed) != typed or reduced != whole,
    )


def question_kind(text: str) -> QuestionKind:
    """Return what kind of answer ``text`` (in search form) asks for."""
    ends = _SENTENCE_END if len(text) <= _LONG_SENTENCE_CHARS else _CLAUSE_END
    asking = [part for part in ends.split(text) if _ASKING.search(part)] or [text]
    for kind, pattern in _KINDS:
        # In a story the last sentence that asks is what the person wants to know.
        if pattern.search(asking[-1]):
            return kind
    return "how_to" if _DISTRESS.search(text) else "other"


def asks_what_comes(text: str) -> bool:
    """Return whether ``text`` (in search form) asks what something leads to: 会怎么样, 有什么后果."""
    return _WHAT_COMES.search(text) is not None


def _focus(text: str) -> tuple[str, ...]:
    """The words of the action named last in the last clause that asks: "被上门了可以投诉吗" asks about 投诉.

    None when that clause asks about something that the table does not know: "被限高了还能坐飞机吗", "这家靠谱吗".
    """
    names = terms().actions.names
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text) if clause.strip()] or [text]
    asking = [clause for clause in clauses if _ASKING.search(clause)]
    if _asks_of_the_unknown([*clauses, *asking][-1]):
        return ()
    if not terms().actions_in("".join(asking)) and len(terms().actions_in(text)) > 1:
        return ()  # a story that names several, and asks about "这": any of them may be meant
    for clause in [*reversed(asking), text]:
        words = terms().action_words_in(clause)
        if last := max(((clause.rfind(word), len(word), word) for word in words), default=None):
            return tuple(word for word, action in names.items() if action == names[last[2]])
    return ()


def _asks_of_the_unknown(clause: str) -> bool:
    """Whether what a clause asks, after its 会 or 能, is some doing that is no action of the table."""
    if _ASKS_TRUST.search(clause):
        return True
    asked = _AFTER_MODAL.search(clause)
    return asked is not None and not terms().action_words_in(asked[1])


def asks_of_law(text: str) -> bool:
    """Return whether ``text`` (in search form) asks what the law says, which a statute answers before any article."""
    return _OF_LAW.search(text) is not None


def check(question: object, history: object = ()) -> None:
    """Raise BadQuestion when ``question`` is no text of a readable length or ``history`` no sequence of texts."""
    if not isinstance(question, str):
        raise BadQuestion(f"the question is {type(question).__name__}, not a text")
    if len(question) > MAX_QUESTION_CHARS:
        raise BadQuestion(
            f"the question has {len(question):,} characters; at most {MAX_QUESTION_CHARS:,} are read"
        )
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise BadQuestion(f"the history is {type(history).__name__}, not a list of earlier questions")
    for turn in history:
        if not isinstance(turn, str):
            raise BadQuestion(
                f"the history holds {type(turn).__name__}; it takes the earlier questions as texts"
            )
        if len(turn) > MAX_QUESTION_CHARS:
            raise BadQuestion(
                f"the history holds a question of {len(turn):,} characters; at most {MAX_QUESTION_CHARS:,} are read"
            )


def _read(question: str) -> str:
    """The search form spelt right, without polite openers; empty when there is no letter, digit or Chinese character."""
    text = search_form(question).strip()
    while (shorter := _POLITE.sub("", text)) != text:
        text = shorter
    return terms().corrected(text) if re.search(r"\w", text) else ""


def _completed(text: str, history: list[str]) -> tuple[str, bool]:
    """Complete a follow-up with what the last full question was about; say whether anything was added."""
    table = terms()
    earlier = [turn for turn in history if turn]
    if not earlier or not text or len(text) > _STORY_CHARS:
        return text, False
    platforms, actions = table.platforms_in(text), table.actions_in(text)
    if platforms and actions and not _FOLLOW_UP.search(text):
        return text, False
    before = _last_topic(earlier)
    bare = re.sub(r"^(那么|那|换成|如果是|要是)|(呢)?\??$", "", text)
    if before and ((platforms and not table.without_platforms(bare).strip()) or _BODY.fullmatch(bare)):
        # "那花呗呢?", "银行呢?": the same thing asked of another.
        return _swapped(before, bare), True
    if platforms:
        return text, False
    # A short question that names something of its own, the weather say, is another question, not a follow-up;
    # "好的" is no question at all.
    short = len(_subject(text)) < _OWN_SUBJECT_CHARS and _ASKING.search(text)
    if not before or not (_FOLLOW_UP.search(text) or actions or short):
        return text, False
    bare = re.sub(r"^(那么|那|然后|还有|另外)", "", text)
    subject = "".join(sorted(table.platforms_in(before), key=before.find))
    if actions:
        return (f"{subject}{bare}", True) if subject else (text, False)
    if not bare.strip("呢?"):
        return before, True
    return f"{_subject(before) or before} {bare}", True


def _last_topic(earlier: list[str]) -> str:
    """The latest earlier question that names a platform or an action, platform carried over when it named none."""
    table = terms()
    for position in range(len(earlier) - 1, -1, -1):
        turn = _reduced(earlier[position])
        if table.platforms_in(turn):
            return turn
        if table.actions_in(turn):
            for older in reversed(earlier[:position]):
                if platforms := table.platforms_in(older):
                    return "".join(sorted(platforms)) + turn
            return turn
    return _reduced(earlier[-1])


def _subject(question: str) -> str:
    """What ``question`` is about, without the words that ask it: "支付宝催收方式有哪些" is about 支付宝催收方式."""
    return _ASKING_WORDS.sub("", question).strip(" ?。!,")


def _swapped(before: str, other: str) -> str:
    """``before`` with the platform or body that it names replaced by ``other``; put in front when it names none."""
    named = max(terms().platforms.words_in(before), key=len, default="")
    if not named and (body := _BODY.search(before)):
        named = body[0]
    return before.replace(named, other, 1)  # no name at all: put in front


def _reduced(text: str) -> str:
    """A long story without the clauses that neither ask, nor lead up to what is asked, nor name what it is about."""
    if len(text) <= _STORY_CHARS:
        return text
    table = terms()
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause.strip()]
    asking = {at for at, clause in enumerate(clauses) if _ASKING.search(clause)}
    if not asking:
        return text
    kept = asking | {at - 1 for at in asking if at and clauses[at - 1].endswith((",", " "))}
    for named_in in (table.platforms_in, table.actions_in):
        if not named_in("".join(clauses[at] for at in sorted(kept))):
            kept |= {at for at, clause in enumerate(clauses) if named_in(clause)}
    # What a story comes to stands at its end.
    told = [clauses[at] for at in sorted(kept)]
    lengths = list(accumulate(len(clause) for clause in reversed(told)))
    return "".join(told[-max(1, bisect_right(lengths, _REDUCED_CHARS)) :]).strip()
