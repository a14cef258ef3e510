"""A conversation: its turns, each as it grows, and the sources that they cite."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from markupsafe import Markup

from index.errors import IndexingError, MissingIndex
from index.layout import Counts
from page import html
from rag.answer import Answer
from rag.errors import BadQuestion
from rag.guard import mask
from rag.records import Citation
from rag.source import Source
from rag.understand import MAX_QUESTION_CHARS, RECENT_TURNS

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What the page needs of a chatbot; ``rag.Chatbot`` is one."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...
    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]: ...
    def source(self, citation: Citation) -> Source | None: ...
    def examples(self, n: int = 4) -> list[str]: ...
    def counts(self) -> Counts: ...


OpenChatbot = Callable[[], Answerer]  # Called for every question: there may be an index by now.


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, what was answered (None: not yet, or it failed), and how both look."""

    question: str
    answer: Answer | None
    html: Markup


def welcome(open_chatbot: OpenChatbot) -> Markup:
    """Greet with examples to click and what there is to answer from, or say how to build the index that is missing."""
    try:
        chatbot = open_chatbot()
        return html.show_welcome(chatbot.examples(4), chatbot.counts())
    except MissingIndex as error:
        return html.show_no_index(error)
    except Exception as error:
        log.error("no examples: %s", error, exc_info=not isinstance(error, IndexingError))
        return html.show_welcome([])


def converse(
    open_chatbot: OpenChatbot, question: str, turns: Sequence[Turn], asked: str = ""
) -> Iterator[tuple[Turn, bool]]:
    """Ask, and yield the turn as it grows, marked as ``asked``; True comes with the one that is whole, the last."""
    number, masked = len(turns) + 1, mask(question[:MAX_QUESTION_CHARS])[0]

    def show(reply: Markup, answer: Answer | None = None, *, busy: bool = False) -> Turn:
        said = answer.question if answer else masked
        return Turn(said, answer, html.show_turn(number, said, reply, asked=asked, busy=busy))

    yield show(html.show_searching(), busy=True), False
    answer: Answer | None = None
    try:
        chatbot = open_chatbot()
        read = cache(chatbot.source)  # once for all the steps in which the answer grows
        for answer in chatbot.stream(question, _asked_before(turns)):
            reply = html.show_answer(answer, number, read)
            yield show(reply, answer, busy=True), False
        if answer is None:
            raise RuntimeError("the chatbot's stream held no answer")
        reply += html.show_copy(answer, read)
        yield show(reply, answer), True
    except MissingIndex as error:
        yield show(html.show_no_index(error)), True
    except BadQuestion:
        yield show(html.show_too_long(MAX_QUESTION_CHARS)), True
    except Exception as error:
        # The question stays out of the log: it may hold what its writer would not have kept.
        log.error("no answer: %s", error, exc_info=not isinstance(error, IndexingError))
        yield show(html.show_failure(masked)), True


def _asked_before(turns: Sequence[Turn]) -> list[str]:
    """The earlier questions that count. What is masked may be longer than what was typed."""
    asked = [turn.question for turn in turns if turn.answer]
    return [question[-MAX_QUESTION_CHARS:] for question in asked[-RECENT_TURNS:]]


def opened(open_chatbot: OpenChatbot, turns: Sequence[Turn], turn: str, number: str) -> Markup:
    """Return the window of the article that a citation of the conversation stands in, or why there is none to see."""
    citation, citations = cited(turns, int(turn), int(number))
    try:
        source = open_chatbot().source(citation) if citation else None
    except Exception as error:
        log.error("no article: %s", error, exc_info=not isinstance(error, IndexingError))
        return html.show_unreadable()
    return html.show_source(citation, source, citations)


def cited(turns: Sequence[Turn], turn: int, number: int) -> tuple[Citation | None, tuple[Citation, ...]]:
    """Return a citation of the conversation, None when it has no such turn, or that turn no such citation; and all
    citations of its answer.
    """
    answer = turns[turn - 1].answer if 0 < turn <= len(turns) else None
    citations = answer.citations if answer else ()
    return next((c for c in citations if c.number == number), None), citations
