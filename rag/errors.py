"""Everything that can go wrong with a question. A question without an answer is no error: it is a refusal.

AnswerError
└── BadQuestion     what was asked is not a text with something to ask, or the history is no list of texts
"""

from __future__ import annotations


class AnswerError(Exception):
    """Base of every error of this package; ``str(error)`` is one line that a person can act on."""


class BadQuestion(AnswerError):
    """The question, or its history, has the wrong shape; ``problem`` says what was found."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)
