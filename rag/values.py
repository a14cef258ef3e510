"""Whether two sentences tell the same thing with another value: 0.1% and 0.2%, 武汉 and 成都."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from index.text import search_form

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SIGNS = re.compile(r"[^\w%‰.]")
_SAME_WORDS = 0.75  # of the characters must stand in both, in order, for it to be the same statement
_SAME_FRAME = 0.6  # less is needed where the numbers stand in the same words
_LEAST_CHARS = 6
_FRAME_CHARS = 4
_ANY = re.compile(
    r"第三方|(平台|公司|机构|银行)\b|^[该本某]"
)  # a kind of thing, which any name of it may stand for
# Whoever says it, it is the same thing.
_SPEAKER = re.compile(r"我们|我[方司]|本平台|官方|对方|方面|[他她](?!人)")
_CLAUSE = re.compile(r"[,;。!?:\n]")
_AFTER_CHARS = 2

# Words around a number -> the numbers.
_Numbers = dict[tuple[str, str], set[str]]


def differ_in_value(one: str, other: str) -> bool:
    """Return whether ``one`` and ``other`` (as they stand) make one statement with two values that exclude each other.

    The statement is the same when the words are nearly the same; the values are what stands in the same place instead
    of each other, numbers or short names. A sentence that only says more is no other value.
    """
    if _disjoint(_rates(search_form(one)), _rates(search_form(other))):
        return True
    first, second = _SIGNS.sub("", search_form(one)), _SIGNS.sub("", search_form(other))
    if min(len(first), len(second)) < _LEAST_CHARS:
        return False
    if _numbers_differ(first, second):
        return True
    if not _NUMBER.search(first) and not _NUMBER.search(second):
        return _names_differ(first, second)
    return _names_differ(first, second) and _NUMBER.findall(first) == _NUMBER.findall(second)


def _numbers_differ(first: str, second: str) -> bool:
    """The same frame of words around another number."""
    return _disjoint(_frames(first), _frames(second)) and _alike(
        SequenceMatcher(None, _NUMBER.sub("#", first), _NUMBER.sub("#", second)), _SAME_FRAME
    )


def _disjoint(ours: _Numbers, theirs: _Numbers) -> bool:
    """Whether numbers that stand in the same words are others here than there."""
    return any(ours[words].isdisjoint(theirs[words]) for words in ours.keys() & theirs.keys())


def _rates(text: str) -> _Numbers:
    """How a clause with one rate opens, and what follows its %: "管理费" and "收取" of 管理费按金额的0.2%收取."""
    rates: _Numbers = {}
    for clause in _CLAUSE.split(text):
        found = list(_NUMBER.finditer(clause))
        if len(found) == 1 and found[0].start() > _FRAME_CHARS and clause[found[0].end() :][:1] in ("%", "‰"):
            after = clause[found[0].end() :][: 1 + _AFTER_CHARS]
            if len(after) > _AFTER_CHARS:
                rates.setdefault((clause.strip()[:_FRAME_CHARS], after), set()).add(found[0][0])
    return rates


def _frames(text: str) -> _Numbers:
    """The words right before and after each number."""
    frames: _Numbers = {}
    for found in _NUMBER.finditer(text):
        before, after = (
            text[max(0, found.start() - _FRAME_CHARS) : found.start()],
            text[found.end() : found.end() + 1],
        )
        if len(before) == _FRAME_CHARS and not before[-1].isdigit():
            frames.setdefault((before, after), set()).add(found[0])
    return frames


def _names_differ(first: str, second: str) -> bool:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if not _alike(matcher, _SAME_WORDS):
        return False
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return (
        len(changes) == 1
        and changes[0][0] == "replace"
        and all(1 < end - start <= 12 for start, end in (changes[0][1:3], changes[0][3:5]))
        and not any(
            _ANY.search(name) or _SPEAKER.search(name)
            for name in (first[slice(*changes[0][1:3])], second[slice(*changes[0][3:5])])
        )
    )


def _alike(matcher: SequenceMatcher[str], share: float) -> bool:
    """Whether the two texts have that share of their characters in common; what is quickly seen not to, is not compared."""
    return matcher.real_quick_ratio() >= share and matcher.quick_ratio() >= share and matcher.ratio() >= share
