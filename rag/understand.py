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
from rag.focus import (
    ACTS_OF_COLLECTORS,
    WRONGS_OF_COLLECTORS,
    asks_of_a_relative,
    deed_of,
    doers_of,
    focus_of,
)
from rag.follow_up import LONGEST_CHARS, asks_which_holds, complete, condition_in, reduced
from rag.guard import MASKED
from rag.homophones import respelt
from rag.kinds import QuestionKind
from rag.terms import terms
from rag.wanted import Wanted, wanted

MAX_QUESTION_CHARS = 20_000
RECENT_TURNS = 6

# Whoever tells what happened to him asks what to do: "花呗起诉我了".
_TELLS = re.compile(r"[了过](?=[,。!~\s]|$)|我了|接到?(?=了?电话)|自称|让我")
_BEFALLS = ACTS_OF_COLLECTORS | WRONGS_OF_COLLECTORS | {"起诉", "仲裁", "律师函", "强制执行", "坐牢", "冻结"}
_TWO_WORDS_CHARS = 6
_ASKS_WHETHER = re.compile(
    r"(?<![干办搞整弄])嘛(?=[?!。,\s]|$)|(?<![什怎那这多要])么(?=\?|$)"
)  # 会上征信嘛, 会上门么
_ASKS_WHAT = re.compile(r"[几哪谁怎咋啥]|多少|什么|为何")
# Whoever types keywords parts them.
_KEYWORDS = re.compile(r"[^ ,。;?!]{1,4}( [^ ,。;?!]{1,4})+[?!。]?")
# "除了上门还有哪些方式" does not ask about 上门.
_APART = re.compile(r"除了[^,。;?!]{1,20}?((以外|之外|外)?,|以外|之外|(?=还))")
# Openers and politeness that say nothing about what is asked.
_POLITE = re.compile(
    r"^(谢谢|多谢|感谢)[你您大家了啦啊呀哈]*[,。!~\s]*|^(在吗|在不在|好的?|嗯+|哦+|知道了|明白了|收到|再见|拜拜|(那|这样)?我?就?(放心|安心)了|那就好|没事了)[,。!?~\s]*$|"
    r"^(您好|你好|请问一下|请问|问一下|想问一下|我想问|想问|麻烦问下|大家好|各位(大神|大佬|朋友|老师)?|(老铁|兄弟|姐妹|朋友)们|(有没有人|有谁|有人|谁)知道|(求助|急)(?=[,。!?\s:]))[,。!?\s:]*"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched and answered.

    ``question`` is what the person wrote (masked). ``whole`` is what is searched for: completed, misspellings of the
    field's words corrected; ``text`` is what is answered, a long story reduced to what it asks. ``focus`` holds the words
    for the one action that is asked about, when there is one, ``deed`` what it asks after instead that the table does not
    know (不开门 in 可以不开门吗), and ``of_relative`` says that it is asked of a relative;
    ``doers`` holds those for who does it, where that is neither a lender nor a collector.

    Looked for beside the question: ``also``, what articles call a thing that it names otherwise (上门 for 来我家, 支付宝
    for its 花呗), and ``glosses``, what statutes do (预先在本金中扣除利息 for 砍头息). ``understood`` says whether question
    and text differ in more than polite words, ``which_holds`` whether it asks which of several sayings is right; ``condition`` is
    what a follow-up asks the same again on (不开门 in 要是不开门呢).
    """

    question: str
    whole: str
    text: str
    wanted: Wanted
    platforms: frozenset[str]
    actions: frozenset[str]
    focus: tuple[str, ...]
    deed: str
    of_relative: bool
    doers: tuple[str, ...]
    also: tuple[str, ...]
    glosses: tuple[str, ...]
    understood: bool
    which_holds: bool = False
    condition: str = ""

    @property
    def kind(self) -> QuestionKind:
        return self.wanted.kind

    @property
    def act(self) -> str:
        """The name of the action that is asked about, the first where there are two; empty when there is none."""
        return terms().actions.names[self.focus[0]] if self.focus else ""


def understand(question: str, history: Sequence[str] = ()) -> Asked:
    """Read ``question`` in the light of the earlier questions in ``history``, oldest first.

    A question with nothing to ask in it (empty, signs only) is no error: its ``text`` is empty.
    """
    earlier: list[str] = []
    for turn in list(history)[-RECENT_TURNS:]:
        earlier.append(complete(_read(turn[-LONGEST_CHARS:]), earlier)[0])
    whole, completed = complete(_read(question), earlier)
    text = _APART.sub("", reduced(whole))
    platforms, focus = terms().asked_about(text), focus_of(text)
    wants = wanted(text)
    if wants.kind == "other" and not _ASKS_WHAT.search(text):
        told, befalls = _TELLS.search(text), not _BEFALLS.isdisjoint(terms().actions_in(text))
        if focus and not told and (platforms or len(text) <= _TWO_WORDS_CHARS):
            # "花呗 上门": whoever types two words wants to know whether
            wants = replace(wants, kind="yes_no")
        elif (told and (befalls or "逾期" in text)) or (befalls and "我" in text):
            wants = replace(wants, kind="how_to")
    usual = (*focus[:1], *sorted(terms().owners_of(platforms)))
    return Asked(
        question=question,
        whole=whole,
        text=text,
        wanted=wants,
        platforms=platforms,
        actions=terms().actions_in(text),
        focus=focus,
        deed=deed_of(text),
        of_relative=asks_of_a_relative(text, focus),
        doers=doers_of(text, focus),
        also=tuple(word for word in usual if word not in text),
        glosses=terms().glossed(text),
        understood=completed or text != _plain(question),
        which_holds=asks_which_holds(_plain(question)),
        condition=condition_in(_plain(question), whole) if completed else "",
    )


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
    """The search form spelt right, without polite openers; empty when nothing is left to read but signs and masks."""
    text = _plain(question)
    if _KEYWORDS.fullmatch(text):
        text = re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)
    text = _ASKS_WHETHER.sub("吗", text)
    return _corrected(text) if re.search(r"\w", MASKED.sub("", text)) else ""


def _plain(question: str) -> str:
    """The search form without polite openers."""
    text = search_form(question).strip()
    while (shorter := _POLITE.sub("", text)) != text:
        text = shorter
    return text


def _corrected(text: str) -> str:
    """``text`` (in search form) in the words of the field, written right."""
    return terms().corrected(respelt(text))
