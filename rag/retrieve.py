"""The passages that fit a question best: passage vectors, sentence vectors and words, fused on one pool of candidates.

Rank fusion forgets how much better the first is than the second, so scores are fused instead; they compare only on
one common pool, where each candidate has all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rag.records import Hit

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.store import PassageIndex
    from rag.rerank import Reranker

POOL = 100  # candidates that each leg brings
DENSE_WEIGHT = 0.8
_RERANKED = 30  # a cross-encoder reads only the head of the list


def retrieve(
    question: str,
    passage_index: PassageIndex,
    embedder: Embedder,
    k: int = 10,
    *,
    reranker: Reranker | None = None,
) -> list[Hit]:
    """Return the ``k`` passages that fit ``question`` best, best first; fewer when the index is smaller.

    Any text gets a ranking: one longer than the model's window is cut by the embedder, one without a word that the
    index knows is ranked by its vector alone.
    """
    vector = embedder.embed_questions([question])[0]
    words = passage_index.lexical_scores(question)
    pool = _candidates(vector, words, passage_index)
    dense = passage_index.passage_scores(vector, pool)
    lexical = words[pool]
    sentences = [passage_index.sentence_scores(vector, int(row)) for row in pool]
    best_sentence = np.array([max(scores, default=0.0) for scores in sentences], np.float32)

    fused = DENSE_WEIGHT * _stretched((dense + best_sentence) / 2) + (1 - DENSE_WEIGHT) * _stretched(lexical)
    hits = [
        Hit(
            passage=passage_index.passage(int(pool[at])),
            score=float(fused[at]),
            dense=float(dense[at]),
            lexical=float(lexical[at]),
            sentence_scores=tuple(float(score) for score in sentences[at]),
        )
        for at in np.argsort(-fused, kind="stable")[: max(k, _RERANKED if reranker else 0)]
    ]
    return (_reranked(question, hits, reranker) if reranker else hits)[:k]


def _candidates(vector: np.ndarray, words: np.ndarray, passage_index: PassageIndex) -> np.ndarray:
    """Return the rows that any leg puts among its best, int64, ascending."""
    by_passage = passage_index.nearest_passages(vector, POOL)[0]
    by_sentence = passage_index.nearest_sentences(vector, POOL)[0]
    by_words = np.argpartition(-words, POOL)[:POOL] if len(words) > POOL else np.arange(len(words))
    return np.unique(
        np.concatenate([by_passage, by_sentence, by_words[words[by_words] > 0]]).astype(np.int64)
    )


def _stretched(scores: np.ndarray) -> np.ndarray:
    """Return ``scores`` mapped to 0 (lowest of the pool) to 1 (highest); all 0 when they do not differ."""
    span = float(np.ptp(scores)) if len(scores) else 0.0
    if span == 0.0:
        return np.zeros(len(scores), np.float32)
    stretched: np.ndarray = (scores - scores.min()) / span
    return stretched


def _reranked(question: str, hits: list[Hit], reranker: Reranker) -> list[Hit]:
    """Return ``hits`` in the order of the reranker; their scores stay, so that they keep meaning one thing."""
    scores = reranker.scores(question, [hit.passage.text for hit in hits])
    return [hits[at] for at in np.argsort(-np.asarray(scores), kind="stable")]
