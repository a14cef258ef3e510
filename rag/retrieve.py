"""The passages that fit a question best: passage vectors, sentence vectors and words, fused on one pool of candidates.

Each score says how well a passage fits on a scale of its own that compares between questions: two cosines, and the
share of the question's rare words that the passage holds. So their weights are fixed numbers, and still the words
count for more where a question has words that few passages hold. Fusing ranks instead forgets how much better the
first is than the second. docs/evaluation.md has the figures, leg by leg.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.text import search_form
from rag.records import Hit

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.store import PassageIndex
    from rag.rerank import Reranker

POOL = 100  # candidates that each leg brings
SPAN = 0.16  # how far the fused scores of one question lie apart, from the best to one about something else
_RERANKED = 30  # a reranker is slow: it reads only the head of the list

# Whoever types keywords parts them, and an encoder reads the pieces one by one.
_SPACED = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Weights:
    """What a passage's cosine, that of its best sentence, and its share of the words are worth beside each other.

    Cosines of one question lie within a few hundredths, shares within a few tenths: hence the small number.
    """

    passage: float
    sentence: float
    words: float


# Rounded to what held on every development set; ``python -m bench retrieval`` measures them.
WEIGHTS = Weights(passage=1.0, sentence=0.5, words=0.08)


def retrieve(
    question: str,
    passage_index: PassageIndex,
    embedder: Embedder,
    k: int = 10,
    *,
    gist: str = "",
    also: Sequence[str] = (),
    reprints: bool = True,
    reranker: Reranker | None = None,
    weights: Weights = WEIGHTS,
) -> list[Hit]:
    """Return the ``k`` passages that fit ``question`` best, best first; fewer when the index is smaller.

    Any text gets a ranking: one longer than the model's window is cut by the embedder, one without a word that the
    index knows is ranked by its vector alone. The best passage has the score 1, one that is ``SPAN`` behind it 0; a
    ``reranker`` reorders the head of the list and leaves the scores as they are. ``gist`` is what a long story asks in the end: its
    vector counts as much as that of the whole. ``also`` are words to look for beside
    those of the question. Without ``reprints``, of articles
    that say the same only the one whose passage is found first is there.
    """
    text = search_form(question)
    vector = _vector(embedder, text, search_form(gist))
    shares = passage_index.lexical_scores(" ".join((text, *also)))
    pool = _candidates(vector, shares, passage_index)
    dense = passage_index.passage_scores(vector, pool)
    sentences, begins = passage_index.all_sentence_scores(vector, pool)

    fused = (
        weights.passage * dense
        + weights.sentence * np.maximum.reduceat(sentences, begins[:-1])
        + weights.words * shares[pool]
    )
    score = np.maximum(0, 1 - (fused.max() - fused) / SPAN)
    order = np.argsort(-fused, kind="stable")
    if not reprints:
        order = order[~passage_index.said_before(pool[order])]
    hits = [
        Hit(
            passage=passage_index.passage(int(pool[at])),
            score=float(score[at]),
            dense=float(dense[at]),
            lexical=float(shares[pool[at]]),
            sentence_scores=tuple(sentences[begins[at] : begins[at + 1]].tolist()),
        )
        for at in order[: max(k, _RERANKED) if reranker else k]
    ]
    return (_reranked(question, hits, reranker) if reranker else hits)[:k]


def _vector(embedder: Embedder, text: str, gist: str) -> np.ndarray:
    """Return the unit vector of ``text``, or the one half-way between it and ``gist``."""
    texts = [_SPACED.sub("", part) for part in dict.fromkeys((text, gist or text))]
    between: np.ndarray = embedder.embed_questions(texts).sum(axis=0)
    return between if len(texts) == 1 else between / np.linalg.norm(between)


def _candidates(vector: np.ndarray, shares: np.ndarray, passage_index: PassageIndex) -> np.ndarray:
    """Return the rows that any leg puts among its best, int64, ascending."""
    by_passage = passage_index.nearest_passages(vector, POOL)[0]
    by_sentence = passage_index.nearest_sentences(vector, POOL)[0]
    by_words = np.argpartition(-shares, POOL)[:POOL] if len(shares) > POOL else np.arange(len(shares))
    return np.unique(
        np.concatenate([by_passage, by_sentence, by_words[shares[by_words] > 0]]).astype(np.int64)
    )


def _reranked(question: str, hits: list[Hit], reranker: Reranker) -> list[Hit]:
    """Return the head of ``hits`` in the order of the reranker, and the others after it."""
    head, others = hits[:_RERANKED], hits[_RERANKED:]
    scores = reranker.scores(question, [hit.passage.text for hit in head])
    return [head[at] for at in np.argsort(-np.asarray(scores), kind="stable")] + others
