"""Words that an input method wrote with another character of the same sound: 花北 for 花呗, 征锌 for 征信.

Only words of the field are written right, and only one character of each; what is a word itself stays: 预期 is not 逾期
here. ``sounds.txt`` has the common characters by their sound, tones apart (``python -m bench sounds`` writes it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from index.language import chinese
from rag.terms import terms

_CHINESE = re.compile("[\u4e00-\u9fff]{2,8}")
_FEW_CHARS = 12
_LONGEST_KNOWN = 4  # words of the dictionary that are looked for around a slip
# These mostly are words by themselves, and so stand beside others by no slip: 分期了 is not 分期乐.
_BY_THEMSELVES = frozenset(
    "的了动和被以是时其为与据不未就还有在也都及或而把给对从向于之将已由可能会要到来去上下人一个这那我你他她它没再又才很最更太请让叫用"
    "做说看想问着过得地吗嘛呢吧啊么什几多少些每各"
)


def respelt(text: str) -> str:
    """Return ``text`` (in search form) with the words of the field in it written right; as it is, when it is long and
    names nothing else of the field.
    """
    spoken, longest = _words_by_sound()
    sound = text.translate(_sounds())
    pieces: list[str] = []
    at, of_the_field = 0, len(text) <= _FEW_CHARS
    while at < len(text):
        heard = next((n for n in range(longest, 1, -1) if sound[at : at + n] in spoken), 0)
        word = (heard and _meant(text, at, spoken[sound[at : at + heard]])) or text[at]
        written_right = text.startswith(word, at) and word in terms().words
        of_the_field = of_the_field or written_right or word in terms().platforms.names
        pieces.append(word)
        at += len(word)
    return "".join(pieces) if of_the_field else text


def _meant(text: str, at: int, words: tuple[str, ...]) -> str | None:
    """Which of ``words``, all of one sound, is meant at ``at``: the one that stands there, or one that a slip hides."""
    written = text[at : at + len(words[0])]
    if written in words:
        return written
    return next((word for word in words if _is_slip(text, at, word)), None)


def _is_slip(text: str, at: int, word: str) -> bool:
    """Whether ``word`` is meant at ``at``: one character differs, and neither it nor what is right makes another word."""
    end = at + len(word)
    wrong = [place for place in range(at, end) if text[place] != word[place - at]]
    if len(wrong) != 1 or text[wrong[0]] in _BY_THEMSELVES:
        return False
    return not any(map(_is_known, _around(text, at, end, wrong[0])))


def _around(text: str, at: int, end: int, wrong: int) -> Iterator[str]:
    """Whatever could be a word that the character at ``wrong`` is a part of, or that reaches out of ``at`` to ``end``."""
    for first in range(max(0, at - _LONGEST_KNOWN + 1), end):
        for last in range(max(first + 2, at + 1), min(len(text), first + _LONGEST_KNOWN) + 1):
            if first <= wrong < last:
                yield text[first:last]
            elif first < at or last > end:
                beside = text[first] if first < at else text[last - 1]
                if last - first > 2 or beside not in _BY_THEMSELVES:  # 会上 of 会上们 is none
                    yield text[first:last]


def _is_known(word: str) -> bool:
    table = terms()
    ours = (table.words, table.everyday, table.wordings.names, table.glosses.names)
    return any(word in names for names in ours) or word in chinese().counts


@cache
def _words_by_sound() -> tuple[dict[str, tuple[str, ...]], int]:
    """The words of the field under what they sound like, and how long the longest is."""
    spoken: dict[str, tuple[str, ...]] = {}
    for word in sorted(filter(_CHINESE.fullmatch, terms().words | terms().everyday)):
        sound = word.translate(_sounds())
        spoken[sound] = (*spoken.get(sound, ()), word)
    return spoken, max(map(len, spoken))


@cache
def _sounds() -> dict[int, str]:
    """Each common character -> one that stands for all of its sound."""
    lines = resources.files("rag").joinpath("sounds.txt").read_text(encoding="utf-8").split()
    return {ord(character): line[0] for line in lines for character in line}
