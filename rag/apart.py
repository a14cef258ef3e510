"""Several things that are asked at once: which of them is answered, and the others as questions of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.focus import focus_of
from rag.follow_up import STORY_CHARS, complete
from rag.kinds import asking_clauses
from rag.records import AnswerKind
from rag.terms import terms
from rag.understand import Asked

# "会上门吗,还是只打电话" asks one thing.
_ALTERNATIVE = re.compile(r"还是|或者?|也?就是")


@dataclass(frozen=True, slots=True)
class Apart:
    """``answered``: the clause that an answer is about, empty when it is about none of those that name an act. ``others``:
    what else was asked, each as a question that stands alone; at least one.
    """

    answered: str
    others: tuple[str, ...]


def asked_apart(asked: Asked, kind: AnswerKind) -> Apart | None:
    """Part what was ``asked`` and answered by an answer of this ``kind``; None when it is one thing."""
    # What is asked within a story leads up to its end.
    clauses = _clauses(asked.text) if len(asked.text) <= STORY_CHARS else {}
    if len(clauses) < 2:
        return None
    answered = clauses.get(asked.act, "")
    # What is asked last, and names no action, is what was answered: 会上门吗,会起诉吗,后果是什么.
    if kind == "refusal" or not asked.text.rstrip(" ,。;!?").endswith(answered):
        answered = ""
    others = (clause for clause in clauses.values() if clause != answered)
    return Apart(answered, tuple(complete(clause, [asked.text])[0] for clause in others))


def _clauses(text: str) -> dict[str, str]:
    """Return the actions that ``text`` (in search form) asks about in clauses of their own, each with its clause."""
    apart: dict[str, str] = {}
    for clause in asking_clauses(text):
        words = () if _ALTERNATIVE.match(clause.strip()) else focus_of(clause.strip())
        if words:
            apart[terms().actions.names[words[0]]] = clause.strip(" ,。;!?")
    return apart
