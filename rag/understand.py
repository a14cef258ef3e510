"""What a question asks: what it wants, whom and what it is about, and the words to search with.

A follow-up is completed from the history; a long story is reduced to the clauses that ask. What was understood is kept
so that the page can show it ("理解为：…"). Nothing here reads an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.text import search_form
from rag.errors import BadQuestion
from rag.follow_up import complete, reduced
from rag.guard import speaks_of_offer
from rag.terms import terms
from rag.wanted import ASKING, CLAUSE_END, QuestionKind, Wanted, wanted

MAX_QUESTION_CHARS = 20_000
RECENT_TURNS = 6

# What somebody may do or what may come, by the verb after the last 会 or 能; but not that a thing named before happens.
_AFTER_MODAL = re.compile(
    r".*(?:会|能|可以|还能|要)(?!不(?:会|能|可以|要))((?!(?:到底|究竟)?(?:会|能|可以)不(?:会|能|可以))(?!.*(?:什么|多少|[几谁哪怎])|受?影响|发生|出现|存在|被?管|有[用效事]|成功|通过|算|合法|违法)[^,。;!?吗呢吧么]{2,})[吗呢吧么]?\??$"
)
# "催收说三天内上门,这是真的吗" asks about what was said before.
_ASKS_IF_TRUE = re.compile(
    r"真的吗|真的假的|是真是假|有这回事|有这种事|是不是真|^(这|那|这个|说的|这话|到底)?(可信|靠谱|可靠)吗"
)
_ASKS_WHAT = re.compile(r"[几哪谁怎咋啥]|多少|什么|为何")
_ASKS_TRUST = re.compile(r"靠谱|可信|可靠|真的假的|是不是骗|还是骗|骗(人|局)?的?吗")
# "上门的人穿制服吗" takes the visit for granted and asks about something of it.
_OF_A_DETAIL = re.compile(
    r"^(?:催收|催款|外访)*(?:(?:的人|人员|的?时候?|之?[前后])(?!.{0,4}来[吗么找我]|.{0,2}上门)[^,。;!?吗么]{2,}|"
    r"(?:会|要|能|可以|需要|得)?(?:穿|带|拿|收费|收钱|拍照|拍视频|录音|录像|出示|提前|事先|登记|开锁|搬))[^,。;!?吗么]*[吗么]\??$"
)
# "除了上门还有哪些方式" does not ask about 上门.
_APART = re.compile(r"除了[^,。;?!]{1,20}?((以外|之外|外)?,|以外|之外|(?=还))")
# Openers and politeness that say nothing about what is asked.
_POLITE = re.compile(
    r"^(您好|你好|请问一下|请问|问一下|想问一下|我想问|想问|麻烦问下|大家好|各位(大神|大佬|朋友|老师)?|(老铁|兄弟|姐妹|朋友)们|(有没有人|有谁|有人|谁)知道|(求助|急)(?=[,。!?\s:]))[,。!?\s:]*"
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
    wanted: Wanted
    platforms: frozenset[str]
    actions: frozenset[str]
    focus: tuple[str, ...]
    also: tuple[str, ...]
    understood: bool

    @property
    def kind(self) -> QuestionKind:
        return self.wanted.kind


def understand(question: str, history: Sequence[str] = ()) -> Asked:
    """Read ``question`` in the light of the earlier questions in ``history``, oldest first.

    A question with nothing to ask in it (empty, signs only) is no error: its ``text`` is empty.
    """
    typed = search_form(question)
    whole, completed = complete(_read(question), [_read(turn) for turn in history[-RECENT_TURNS:]])
    text = _APART.sub("", reduced(whole))
    platforms, focus = terms().asked_about(text), _focus(text)
    wants = wanted(text)
    if wants.kind == "other" and platforms and focus and not _ASKS_WHAT.search(text):
        wants = replace(wants, kind="yes_no")  # "花呗 上门": whoever types two words wants to know whether
    usual = (*focus[:1], *sorted(terms().owners_of(platforms)))
    return Asked(
        question=question,
        whole=whole,
        text=text,
        wanted=wants,
        platforms=platforms,
        actions=terms().actions_in(text),
        focus=focus,
        also=tuple(word for word in usual if word not in text),
        understood=completed or terms().corrected(typed) != typed or text != whole,
    )


def _focus(text: str) -> tuple[str, ...]:
    """The words of the action named last in the last clause that asks: "被上门了可以投诉吗" asks about 投诉.

    None when that clause asks about something that the table does not know: "被限高了还能坐飞机吗", "这家靠谱吗".
    """
    names = terms().actions.names
    clauses = [clause.strip() for clause in CLAUSE_END.split(text) if clause.strip()] or [text]
    asking = [clause for clause in clauses if ASKING.search(clause)]
    if _ASKS_IF_TRUE.search(clauses[-1]) and (told := _told(clauses)):
        clauses = asking = [told]
    elif _asks_of_the_unknown([*clauses, *asking][-1]):
        return ()
    if not terms().actions_in("".join(asking)) and len(terms().actions_in(text)) > 1:
        return ()  # a story that names several, and asks about "这": any of them may be meant
    for clause in [*reversed(asking), text]:
        words = terms().action_words_in(clause)
        if last := max(((clause.rfind(word), len(word), word) for word in words), default=None):
            if _OF_A_DETAIL.search(clause[last[0] + last[1] :]):
                return ()
            return tuple(word for word, action in names.items() if action == names[last[2]])
    return ()


def _told(clauses: Sequence[str]) -> str | None:
    """The last clause that says of somebody's deed what the last of ``clauses`` asks to be true."""
    deeds = (c for c in reversed(clauses) if set(terms().action_words_in(c)) - terms().persons)
    told = next(deeds, None)
    return told if told and not speaks_of_offer(told) else None


def _asks_of_the_unknown(clause: str) -> bool:
    """Whether what a clause asks, after its 会 or 能, is some doing that is no action of the table."""
    if _ASKS_TRUST.search(clause):
        return True
    asked = _AFTER_MODAL.search(clause)
    return asked is not None and not terms().action_words_in(asked[1])


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
