"""The questions that the titles and headings of articles pose: what can be asked of an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import chain, islice
from typing import NamedTuple

from index.records import Passage
from index.shapes import CHINESE_NUMBER
from index.store import PassageIndex
from rag.scope import scope_around
from rag.statement import is_statute
from rag.terms import terms

_SUGGESTIONS = 3
_NEAR_TRIED = 6
_PASSAGES_READ = 500
_TRIED = 4  # for each one that is wanted answered
_EXAMPLE_CHARS = (6, 30)
_HEADING_NUMBER = re.compile(
    # A bare number heads nothing: 三个月不还会怎样, 3.5倍利率.
    rf"^\s*(#+|第{CHINESE_NUMBER}[章节部分编]+|[(（]?[一二三四五六七八九十\d]+([.．]\d+)*([)）、．]|\.(?!\d)|(?=\s))|"
    r"\d+[.．]\d+(?=[\u4e00-\u9fff])(?![倍万亿元折成分厘个年月天]))\s*"
)
_POSES = re.compile(r"如何|怎么|怎样|什么|哪些|为何|是否|会不会|能不能|吗$|多少|多久|谁")
_ASKED_WITH = {
    "原因": "有哪些",
    "方式": "有哪些",
    "措施": "有哪些",
    "途径": "有哪些",
    "后果": "有哪些",
    "影响": "有哪些",
    "机制": "是怎样的",
    "政策": "是怎样的",
    "流程": "是怎样的",
    "现实情况": "是怎样的",
    "规定": "是怎样的",
    "可能性": "有多大",
    "区别": "是什么",
    "条件": "是什么",
    "时效": "是多久",
}


class Posed(NamedTuple):
    """A question, and the platforms that the passage below its heading speaks of."""

    question: str
    platforms: frozenset[str]


class PosedQuestions:
    """What one version of the index poses. What is found out about it is kept, and goes with it."""

    def __init__(self, passage_index: PassageIndex, is_answered: Callable[[str], bool]) -> None:
        self._index = passage_index
        self._is_answered = cache(is_answered)

    @cached_property
    def first(self) -> tuple[Posed, ...]:
        """What the first passages pose. Kept: it is the same for every refusal, and the slower part of one."""
        rows = range(min(self._index.passage_count, _PASSAGES_READ))
        return tuple(self._posed(map(self._index.passage, rows)))

    def answered(self, n: int) -> list[str]:
        """Return up to ``n`` of the first that are answered."""
        tried = (posed.question for posed in self.first[: _TRIED * n])
        return list(islice(filter(self._is_answered, tried), n))

    def near(
        self, passages: Iterable[Passage], platforms: frozenset[str], first: Iterable[str] = ()
    ) -> list[str]:
        """Return a few questions, all answered: ``first``, those that the headings of ``passages`` pose, in their order, then
        the first ones of all.

        About another platform than ``platforms`` only where there is nothing else.
        """
        near = dict.fromkeys(first)
        elsewhere: dict[str, None] = {}
        for posed in chain(self._posed(passages), self.first):
            about_it = not platforms or not posed.platforms or terms().related(platforms, posed.platforms)
            (near if about_it else elsewhere)[posed.question] = None
            if len(near) == _NEAR_TRIED:
                break
        tried = islice(near or elsewhere, _NEAR_TRIED)
        return list(islice(filter(self._is_answered, tried), _SUGGESTIONS))

    def _posed(self, passages: Iterable[Passage]) -> Iterator[Posed]:
        seen: set[str] = set()
        for passage in passages:
            if is_statute(passage.title):
                continue  # its title is nothing that a person would ask
            for line in (*reversed(passage.headings), passage.title):
                if line not in seen:
                    seen.add(line)
                    if question := _as_question(line):
                        yield Posed(question, scope_around(passage))


def _as_question(line: str) -> str | None:
    """Return ``line`` as a question when it is one, or names something that can be asked for; None otherwise."""
    line = _HEADING_NUMBER.sub("", line).strip().rstrip("?？!！。:：")
    if not _EXAMPLE_CHARS[0] <= len(line) <= _EXAMPLE_CHARS[1] or re.search(r"[,，。;；:：]", line):
        return None
    if _POSES.search(line):
        return f"{line}？"
    ending = next((words for tail, words in _ASKED_WITH.items() if line.endswith(tail)), None)
    return f"{line}{ending}？" if ending else None
