"""A chatbot whose answers are written down, so that the page can be tested on what no real article says."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from index.layout import Counts
from index.repair import Repair
from rag.answer import Answer
from rag.records import Citation, Notice, Point, Refusal
from rag.source import Source

# Words that would restyle the page, run as a script, be a link or be a template, were they not shown letter by letter.
HOSTILE = (
    "<style>*{display:none}</style><script>window.caught=1</script><img src=x onerror='window.caught=1'>"
    '[点这里](javascript:caught=1) ${window.caught=1} {{value}} "引号" &lt;b&gt; **粗体**'
)

ARTICLES = {
    "articles/visits.txt": "逾期之后\n"
    + "第一段说的是别的事。\n" * 40
    + "平台一般先打电话。逾期金额较大的,可能会派人上门。上门的人应当出示证件。\n"
    + "后面还有很多话。\n" * 40
    + "附记：请保留证据。\n",
    "articles/calls.txt": "催收方式\n平台不会派人上门,只用短信和电话。\n根据相关法律法规,上门催收可能涉及法律问题。\n",
    "articles/damaged.txt": "缺了字的文章\n解决欠款问的关键是沟通,避免骚扰 等方式。\n",
    "articles/hostile.txt": f"不怀好意的文章\n{HOSTILE}前面的话。{HOSTILE}这一句也说到上门。{HOSTILE}\n",
}


def cite(number: int, source: str, quote: str, **fields: Any) -> Citation:
    """Return a citation of ``quote`` where it stands in the canned article."""
    start = ARTICLES[source].index(quote)
    usual = {
        "title": ARTICLES[source].splitlines()[0],
        "heading": "一、催收方式",
        "published": None,
        "url": None,
    }
    place = {
        "article_id": source,
        "source": source,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }
    return Citation(number=number, **{**usual, **place, **fields})


MAY_VISIT = cite(
    1,
    "articles/visits.txt",
    "逾期金额较大的,可能会派人上门。",
    published=date(2025, 9, 1),
    url="https://example.org/a?b=1&c=2",
)
SHOWS_CARD = cite(
    2, "articles/visits.txt", "上门的人应当出示证件。", published=date(2025, 9, 1), statement="advice"
)
NO_VISIT = cite(3, "articles/calls.txt", "平台不会派人上门,只用短信和电话。", statement="policy")
LAW = cite(
    4,
    "articles/calls.txt",
    "根据相关法律法规,上门催收可能涉及法律问题。",
    basis="unnamed",
    statement="opinion",
)
AT_THE_TOP = cite(1, "articles/visits.txt", "逾期之后\n第一段说的是别的事。")
AT_THE_BOTTOM = cite(3, "articles/visits.txt", "后面还有很多话。\n附记：请保留证据。")
DAMAGED_QUOTE = cite(5, "articles/damaged.txt", "解决欠款问的关键是沟通,避免骚扰 等方式。")
HOSTILE_QUOTE = cite(
    1, "articles/hostile.txt", f"{HOSTILE}这一句也说到上门。", title=HOSTILE, heading=HOSTILE
)


def say(question: str, *citations: Citation, kind: str = "answer", **fields: Any) -> Answer:
    """Return an answer with one point for each of ``citations``, in their words."""
    fields.setdefault("points", tuple(Point(c.quote, (c.number,)) for c in citations))
    fields.setdefault("headline", "文章里是这样说的：")
    return Answer(question=question, kind=kind, citations=citations, **fields)  # type: ignore[arg-type]


PLAIN = say("上门的人要出示什么?", MAY_VISIT, SHOWS_CARD)
CONFLICT = say(
    "会上门吗?",
    MAY_VISIT,
    SHOWS_CARD,
    NO_VISIT,
    LAW,
    kind="conflict",
    headline="来源说法不一：有的说可能上门，有的说不会。",
    points=(
        Point(MAY_VISIT.quote, (1,), "yes"),
        Point(SHOWS_CARD.quote, (2,), "yes"),
        Point(NO_VISIT.quote, (3,), "no"),
        Point(LAW.quote, (4,), "depends"),
    ),
    notices=(Notice("age", "有两处引文的文章没有写日期。"),),
)
REFUSED = Answer(
    question="明天天气怎么样?",
    kind="refusal",
    headline="文章里没有提到这件事。",
    refusal=Refusal(
        "nothing",
        "文章里没有提到这件事。",
        "可以换个说法再问，或向平台官方客服核实。",
        (PLAIN.question, CONFLICT.question),
    ),
)
NOTICED = say(
    "我不想活了,会上门吗?",
    NO_VISIT,
    notices=(
        Notice("masked", "已遮盖 2 项：手机号、身份证号。"),
        Notice("warning", "请小心：要你先交费的，常见于骗局。"),
        Notice("age", "这篇文章没有写日期。"),
        Notice("help", "先照顾好你自己。全国统一心理援助热线 12356。"),
        Notice("understood", "理解为：会上门吗？"),
    ),
)
HOSTILE_ANSWER = say("文章里有怪话吗?", HOSTILE_QUOTE, headline=HOSTILE)
DAMAGED = say("怎么解决欠款问题?", DAMAGED_QUOTE)
FAR_APART = say("这篇文章怎么说?", AT_THE_TOP, SHOWS_CARD, AT_THE_BOTTOM)
UNBROKEN = "https://example.org/" + "a" * 200
LONG = say(
    "逾期" * 200 + UNBROKEN,
    replace(MAY_VISIT, title=UNBROKEN, heading=UNBROKEN, basis=UNBROKEN),
    headline=UNBROKEN,
    points=(Point(UNBROKEN, (1,)),),
    notices=(Notice("warning", UNBROKEN), Notice("age", UNBROKEN)),
)
ANSWERS = {
    answer.question: answer
    for answer in (PLAIN, CONFLICT, REFUSED, NOTICED, DAMAGED, FAR_APART, HOSTILE_ANSWER, LONG)
}


class CannedChatbot:
    """Answers from ``answers``; an Exception among them is raised. ``asked`` keeps each question with its history.

    A stream yields as rag.Chatbot's does, a point at a time, and waits before its last points until ``open_gate``
    is set, as it is unless a test clears it.
    """

    def __init__(self, answers: Mapping[str, Answer | Exception] = ANSWERS) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, list[str]]] = []
        self.open_gate = threading.Event()
        self.open_gate.set()

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, list(history)))
        answer = self.answers.get(question, REFUSED)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]:
        whole = self.ask(question, history)
        for shown in range(len(whole.points)):
            yield replace(whole, points=whole.points[:shown], citations=whole.citations[:shown])
            if shown:
                self.open_gate.wait(timeout=30)
        yield whole

    def source(self, citation: Citation) -> Source | None:
        text = ARTICLES[citation.source]
        if citation.source != "articles/damaged.txt":
            return Source(text)
        after, blank = text.index("的关键"), text.index(" 等")
        return Source(text, (Repair(after, after, "题"), Repair(blank, blank + 1, "电话")))

    def counts(self) -> Counts:
        return Counts(articles=len(ARTICLES), undated=3, oldest="2025-09-01", newest="2025-09-01")

    def examples(self, n: int = 4) -> list[str]:
        return [PLAIN.question, CONFLICT.question, NOTICED.question, HOSTILE_ANSWER.question][:n]
