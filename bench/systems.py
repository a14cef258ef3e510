"""The systems that are measured side by side: ours, ours without one leg, and plain ones, on one index and its vectors.

A system takes a question and gives article ids, best first; an article stands where its best passage stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from itertools import islice
from typing import Any

import numpy as np

from index import PassageIndex
from index.embed import Embedder
from index.text import search_form
from index.weights import default_model
from rag import Chatbot
from rag.guard import guard
from rag.retrieve import WEIGHTS, retrieve
from rag.scale import scales_of
from rag.understand import understand

System = Callable[[str], list[str]]

DEPTH = 10  # articles that are scored
_PASSAGES = 50  # enough passages to name ten articles


class AsItCame:
    """The same model without what it learned of questions: it reads them as it reads sentences."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.fingerprint, self.dimension = embedder.name, embedder.fingerprint, embedder.dimension
        self.embed_passages = embedder.embed_passages
        self.embed_sentences = self.embed_questions = embedder.embed_sentences


def ours(passage_index: PassageIndex, embedder: Embedder) -> System:
    """What a person gets: ``Chatbot.search``, the reading of the question included."""
    chatbot = Chatbot(passage_index, embedder)
    return lambda question: _first(hit.passage.article_id for hit in chatbot.search(question, _PASSAGES))


def all_systems(passage_index: PassageIndex, embedder: Embedder) -> dict[str, System]:
    """Return every system over ``passage_index`` by the name that it is printed under."""
    return {
        "dense passages": dense(passage_index, AsItCame(embedder)),
        "bigram BM25": _bm25(passage_index, _bigrams),
        "jieba BM25": _bm25(passage_index, _jieba_words),
        "ours": ours(passage_index, embedder),
        "ours - adapter": ours(passage_index, AsItCame(embedder)),
        **{f"ours - {leg.name}": _without(leg.name, passage_index, embedder) for leg in fields(WEIGHTS)},
    }


def dense(passage_index: PassageIndex, embedder: Embedder) -> System:
    """What a plain sentence-transformers and FAISS chatbot does: the passages nearest to the question."""

    def rank(question: str) -> list[str]:
        vector = embedder.embed_questions([question])[0]
        rows, _ = passage_index.nearest_passages(vector, _PASSAGES)
        return _first(passage_index.passage(int(row)).article_id for row in rows)

    return rank


def plain_model(model: str | None = None) -> Any:
    """Return a model, the default one unless named, as sentence-transformers has it: float32, on torch."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(model or str(default_model()), device="cpu", local_files_only=True)


def _bm25(passage_index: PassageIndex, words_of: Callable[[str], list[str]]) -> System:
    """BM25 as bm25s has it, with its usual settings, over titles and passages cut by ``words_of``."""
    import bm25s

    passages = map(passage_index.passage, range(passage_index.passage_count))
    texts = [words_of(search_form(f"{passage.title} {passage.text}")) for passage in passages]
    bm25 = bm25s.BM25()
    bm25.index(texts, show_progress=False)

    def rank(question: str) -> list[str]:
        asked = [word for word in words_of(search_form(question)) if word in bm25.vocab_dict]
        if not asked:
            return []
        scores = bm25.get_scores(asked)
        rows = np.argsort(-scores, kind="stable")[:_PASSAGES]
        return _first(passage_index.passage(int(row)).article_id for row in rows if scores[row] > 0)

    return rank


def _bigrams(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()]


def _jieba_words(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.lcut(text) if word.isalnum()]


def _without(leg: str, passage_index: PassageIndex, embedder: Embedder) -> System:
    weights, scales = replace(WEIGHTS, **{leg: 0.0}), scales_of(embedder)

    def rank(question: str) -> list[str]:
        asked = understand(guard(question).text)  # as Chatbot.search reads it
        hits = retrieve(asked, passage_index, embedder, _PASSAGES, weights=weights, scales=scales)
        return _first(hit.passage.article_id for hit in hits)

    return rank


def _first(ids: Iterable[str]) -> list[str]:
    return list(islice(dict.fromkeys(ids), DEPTH))
