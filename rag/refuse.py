"""An honest no: why there is no answer, one safe next step, and questions nearby that the sources do cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from index.store import PassageIndex
from rag.cite import markdown
from rag.records import Answer, Hit, Notice, Refusal
from rag.statement import is_statute
from rag.terms import terms
from rag.understand import Asked
from rag.weigh import Weighed, scope_around

_HEADLINES = {
    "nothing": "资料里没有找到能回答这个问题的内容。",
    "vague": "资料里只有泛泛的说法，没有直接回答这个问题。",
    "other_platform": "有关的资料只谈到{others}，没有谈到你问的{asked}，不能拿来当作答案。",
    "outdated": "资料太旧或日期不明，不能说明现在的情况。",
    "personal": "这要看你自己的账户或合同，资料里的文章回答不了。",
    "no_question": "没有看到问题。请写下你想知道的事。",
}
_ADVICE = {
    "nothing": "可以换一种说法再问，或向平台官方客服、当地监管部门或法律援助机构核实。不要轻信网上自称能代办的人。",
    "vague": "可以把问题问得更具体一些；重要的决定请向平台官方客服或法律援助机构核实。",
    "other_platform": "不同平台的做法不一样。请在该平台的官方应用里联系客服核实，不要使用搜索来的电话。",
    "outdated": "请向平台官方客服或主管部门核实现在的规定。",
    "personal": "请打开该平台的官方应用查看账单和合同，或在官方应用里联系客服。不要把身份证号、银行卡号和验证码告诉任何人。",
    "no_question": "例如，可以从下面的问题开始。",
}
_SUGGESTIONS = 3
_PASSAGES_READ = 500
_EXAMPLE_CHARS = (6, 30)
_HEADING_NUMBER = re.compile(
    r"^\s*(#+|第[一二三四五六七八九十百\d]+[章节部分编]+|[(（]?[一二三四五六七八九十\d]+([.．]\d+)*[)）、.．]?)\s*"
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


def refuse(
    asked: Asked,
    weighed: Weighed,
    hits: Sequence[Hit],
    passage_index: PassageIndex,
    notices: Sequence[Notice] = (),
) -> Answer:
    """Say why ``asked`` is not answered, what to do next, and which nearby questions are covered."""
    code = weighed.verdict
    assert code != "enough", "an answer was there"
    headline = _HEADLINES[code].format(others=_listed(weighed.others), asked=_listed(asked.platforms))
    near = dict.fromkeys(hit.passage.article_id for hit in hits)
    posed = _posed_near(passage_index, near, asked.platforms)
    refusal = Refusal(code, headline, _ADVICE[code], tuple(posed))
    return Answer(
        question=asked.question,
        kind="refusal",
        text=markdown(headline, (), notices, refusal),
        headline=headline,
        refusal=refusal,
        notices=tuple(notices),
    )


def examples(passage_index: PassageIndex, n: int) -> list[str]:
    """Return up to ``n`` questions that the headings and titles of articles pose."""
    return [question for question, _ in _posed_first(passage_index)[:n]]


def _posed_near(passage_index: PassageIndex, articles: Iterable[str], platforms: frozenset[str]) -> list[str]:
    """What ``articles`` pose, then what the first ones do: about another platform only where there is nothing else."""
    rows = (row for article in articles for row in passage_index.article_passages(article))
    posed: dict[str, None] = {}
    elsewhere: dict[str, None] = {}
    for question, scope in chain(_posed(passage_index, rows), _posed_first(passage_index)):
        about_it = not platforms or not scope or terms().related(platforms, scope)
        (posed if about_it else elsewhere)[question] = None
        if len(posed) == _SUGGESTIONS:
            break
    return list(posed or elsewhere)[:_SUGGESTIONS]


@lru_cache(1)
def _posed_first(passage_index: PassageIndex) -> tuple[tuple[str, frozenset[str]], ...]:
    """What the first passages of the index pose: the same for every refusal, and the slower part of one."""
    return tuple(_posed(passage_index, range(min(passage_index.passage_count, _PASSAGES_READ))))


def _posed(passage_index: PassageIndex, rows: Iterable[int]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each question that a title or heading poses, and the platforms that its passage speaks of."""
    seen: set[str] = set()
    for passage in map(passage_index.passage, rows):
        if is_statute(passage.title):
            continue  # its title is nothing that a person would ask
        for line in (passage.title, *passage.headings):
            if line not in seen:
                seen.add(line)
                if question := _as_question(line):
                    yield question, scope_around(passage)


def _as_question(line: str) -> str | None:
    """Return ``line`` as a question when it is one, or names something that can be asked for; None otherwise."""
    line = _HEADING_NUMBER.sub("", line).strip().rstrip("?？!！。:：")
    if not _EXAMPLE_CHARS[0] <= len(line) <= _EXAMPLE_CHARS[1] or re.search(r"[,，。;；:：]", line):
        return None
    if _POSES.search(line):
        return f"{line}？"
    ending = next((words for tail, words in _ASKED_WITH.items() if line.endswith(tail)), None)
    return f"{line}{ending}？" if ending else None


def _listed(names: Iterable[str]) -> str:
    return "、".join(sorted(names)) or "其他内容"
