"""A chatbot over one index: ask, stream, search, and read the whole article behind a citation."""

from __future__ import annotations

import logging
import operator
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import IndexingError
from index.layout import Counts
from index.store import PassageIndex
from index.swap import current_version
from rag.answer import Answer
from rag.apart import asked_apart
from rag.cite import cite
from rag.compose import compose
from rag.errors import BadQuestion
from rag.guard import guard
from rag.notices import parted, understood
from rag.posed import PosedQuestions
from rag.records import Citation, Hit
from rag.refuse import refuse
from rag.retrieve import evidence_hits, retrieve
from rag.scale import scales_of
from rag.source import Source, source_of
from rag.understand import RECENT_TURNS, Asked, check, understand
from rag.weigh import Weighed, weigh

if TYPE_CHECKING:
    from index.embed import Embedder
    from rag.rerank import Reranker

_log = logging.getLogger(__name__)


class _Held(NamedTuple):
    """One version of the index, and the questions that it poses: a rebuild replaces both."""

    passage_index: PassageIndex
    posed: PosedQuestions


class Chatbot:
    """Answers questions from one index. Safe to share between threads.

    When the index in its folder is rebuilt, the next question is answered from the new one; a question under way
    keeps the one that it began with.
    """

    def __init__(
        self, passage_index: PassageIndex, embedder: Embedder, *, reranker: Reranker | None = None
    ) -> None:
        self._hold(passage_index)
        self._reopening = threading.Lock()
        self._tried: Path | None = None  # the version that was last opened, or could not be
        self.embedder = embedder
        self.reranker = reranker
        self._scales = scales_of(embedder)

    @classmethod
    def open(
        cls,
        folder: Path | str,
        embedder: Embedder | None = None,
        *,
        model: str | None = None,
        reranker: Reranker | None = None,
    ) -> Chatbot:
        """Open the index in ``folder`` with ``embedder``, or the one that ``model`` names, or the default one.

        Raises MissingIndex, BrokenIndex, EmbedderMismatch or ModelUnavailable, each saying what to do.
        """
        from index.embed import open_embedder

        if embedder is not None and model is not None:
            raise TypeError("an embedder and the name of a model are given; give one of them")
        if isinstance(embedder, str):
            raise TypeError(f"the embedder is a text; to name a model, say model={embedder!r}")
        current_version(Path(folder))  # says at once that there is no index, before a model is loaded
        embedder = embedder or open_embedder(model)
        return cls(PassageIndex.open(folder, embedder), embedder, reranker=reranker)

    @property
    def passage_index(self) -> PassageIndex:
        """The index as it is now: reopened when a rebuild has put a new one in its place."""
        return self._current().passage_index

    def _current(self) -> _Held:
        held = self._held.passage_index
        # Whoever finds another thread reopening goes on with the old one, which is whole, rather than wait.
        if not held.is_current() and self._reopening.acquire(blocking=False):
            try:
                self._reopen(held.folder)
            finally:
                self._reopening.release()
        return self._held

    def _reopen(self, folder: Path) -> None:
        """Open the new version, once: one that cannot be read (another model's, say) leaves the old one to answer."""
        try:
            newest = current_version(folder)
            if newest != self._tried:
                self._tried = newest
                self._hold(PassageIndex.open(folder, self.embedder))
        except IndexingError as refusal:
            _log.warning("the old index goes on answering: %s", refusal)

    def _hold(self, passage_index: PassageIndex) -> None:
        def is_answered(question: str) -> bool:
            asked = understand(question)
            weighed = self._weighed(asked, passage_index)[1]
            return weighed.verdict == "enough" and compose(asked, weighed, passage_index).direct

        self._held = _Held(passage_index, PosedQuestions(passage_index, is_answered))

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer ``question`` in the light of the earlier questions ``history``, oldest first.

        Raises BadQuestion when either has the wrong shape. No evidence is no error: the answer is a refusal.
        """
        check(question, history)
        guarded = guard(question)
        # A cry for help is about nothing that was asked before.
        earlier = [] if guarded.in_need else [guard(turn).text for turn in list(history)[-RECENT_TURNS:]]
        asked = understand(guarded.text, earlier)
        notices = (*guarded.notices, *understood(asked))
        passage_index, posed = self._current()
        hits, weighed = self._weighed(asked, passage_index)
        if weighed.verdict != "enough":
            # Beside a call for help nothing is to be rephrased.
            apart = None if guarded.in_need else asked_apart(asked, "refusal")
            answer = refuse(asked, weighed, hits, posed, (*notices, *parted(apart)))
        else:
            draft = compose(asked, weighed, passage_index)
            apart = asked_apart(asked, draft.kind)
            answer = cite(asked, draft, passage_index.article, (*notices, *parted(apart)))
        return replace(answer, others=apart.others) if apart else answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]:
        """Yield the answer growing point by point; the last one is what ``ask`` returns."""
        whole = self.ask(question, history)
        for shown in range(len(whole.points)):
            points = whole.points[:shown]
            cited = {number for point in points for number in point.citations}
            yield replace(
                whole,
                points=points,
                citations=tuple(c for c in whole.citations if c.number in cited),
            )
        yield whole

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """Return the ``k`` passages that fit ``question`` best, best first; fewer when the index is smaller.

        Raises BadQuestion when the question has the wrong shape or ``k`` is no number to count with.
        """
        check(question)
        _check_number(k)
        return retrieve(
            understand(guard(question).text),
            self.passage_index,
            self.embedder,
            k,
            reranker=self.reranker,
            scales=self._scales,
        )

    def source(self, citation: Citation) -> Source | None:
        """Return the article behind ``citation``; None when a rebuild has changed or removed it."""
        return source_of(citation, self.passage_index)

    def counts(self) -> Counts:
        """Return how much the index holds, and from when to when its articles are."""
        return self.passage_index.manifest.counts

    def examples(self, n: int = 4) -> list[str]:
        """Return up to ``n`` questions that the articles answer."""
        _check_number(n)
        return self._current().posed.answered(n)

    def _weighed(self, asked: Asked, passage_index: PassageIndex) -> tuple[list[Hit], Weighed]:
        hits = evidence_hits(asked, passage_index, self.embedder, reranker=self.reranker, scales=self._scales)
        return hits, weigh(asked, hits, passage_index.article)


def _check_number(number: Any) -> None:
    try:
        counts = operator.index(number) >= 0
    except TypeError:
        counts = False
    if not counts:
        raise BadQuestion(f"how many is {number!r}; give a whole number from 0 on")
