"""Ask one question of many contradictory articles; get back what they really say, each sentence with its source.

import rag
answer = rag.ask("支付宝欠款会上门吗?")
bot = rag.Chatbot.open("data/index")
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock

from rag.answer import Answer
from rag.chatbot import Chatbot
from rag.errors import AnswerError, BadQuestion
from rag.records import Citation, Hit, Notice, Point, Refusal

__all__ = [
    "Answer",
    "AnswerError",
    "BadQuestion",
    "Chatbot",
    "Citation",
    "Hit",
    "Notice",
    "Point",
    "Refusal",
    "ask",
]

_opening = Lock()


def ask(question: str, history: Sequence[str] = ()) -> Answer:
    """Answer ``question`` from the index in ``RAG_INDEX`` or data/index, opened at the first call and kept.

    Raises BadQuestion, and at the first call what ``Chatbot.open`` raises.
    """
    with _opening:  # Two threads that come first would load two models.
        chatbot = _chatbot()
    return chatbot.ask(question, history)


@cache
def _chatbot() -> Chatbot:
    import os

    from index.settings import Settings

    settings = Settings.from_environ(os.environ)
    return Chatbot.open(settings.index_folder, model=settings.model)
