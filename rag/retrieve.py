"""The passages that fit a question best: passage vectors, sentence vectors and words, fused on one pool of candidates.

Each score says how well a passage fits on a scale of its own that compares between questions: two cosines, and the
share of the question's rare words that the passage holds. So their weights are fixed numbers, and still the words
count for more where a question has words that few passages hold. Fusing ranks instead forgets how much better the
first is than the second. docs/evaluation.md has the figures, leg by leg.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rag.owing import speaks_of_debts
from rag.records import Hit
from rag.scale import AS_THEY_ARE, Scales

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.store import PassageIndex
    from rag.rerank import Reranker
    from rag.understand import Asked

# Evidence is sought in this many passages, and in more where a question names a lender: many articles tell of it, and
# both sides of a disagreement must be among what is read.
_READ = 20
_READ_OF_A_LENDER = 40
POOL = 100  # candidates that each leg brings
SPAN = 0.225  # how far the fused scores of one question lie apart, from the best to one about something else
_RERANKED = 30  # a reranker is slow: it reads only the head of the list

# So short a question does not say what field it is of, as an encoder reads it: "怎么协商".
_FEW_CHARS = 8
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
WEIGHTS = Weights(passage=1.0, sentence=0.5, words=0.12)


def retrieve(
    asked: Asked,
    passage_index: PassageIndex,
    embedder: Embedder,
    k: int = 10,
    *,
    reprints: bool = True,
    reranker: Reranker | None = None,
    weights: Weights = WEIGHTS,
    scales: Scales = AS_THEY_ARE,
) -> list[Hit]:
    """Return the ``k`` passages that fit what is ``asked`` best, best first; fewer when the index is smaller.

    Any words get a ranking: those beyond the model's window are cut by the embedder, those that the index does not know
    are ranked by their vector alone. The best passage has the score 1, one that is ``SPAN`` behind it 0; a ``reranker``
    gives the scores of the head of the list in an order of its own. ``scales`` are those of the embedder. Without ``reprints``, of articles that say the same
    only the one whose passage is found first is there.
    """
    if not asked.whole:
        return []
    vector = _vector(asked, embedder)
    shares = passage_index.word_shares(searched_words(asked))
    pool = _candidates(vector, shares, passage_index, max(POOL, k))
    dense = scales.passages(passage_index.passage_scores(vector, pool))
    cosines, begins = passage_index.sentence_scores(vector, pool)
    sentences = scales.sentences(cosines)

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
            sentence_scores=tuple(sentences[begins[at] : begins[at + 1]].tolist()),
        )
        for at in order[: max(k, _RERANKED) if reranker else k]
    ]
    return (_reranked(asked.whole, hits, reranker) if reranker else hits)[:k]


def evidence_hits(
    asked: Asked,
    passage_index: PassageIndex,
    embedder: Embedder,
    *,
    reranker: Reranker | None = None,
    scales: Scales = AS_THEY_ARE,
) -> list[Hit]:
    """Return the passages in which evidence is sought, best first."""
    k = _READ_OF_A_LENDER if asked.platforms else _READ
    # A story that a hundred papers reprint must not leave room for nothing else.
    return retrieve(asked, passage_index, embedder, k, reprints=False, reranker=reranker, scales=scales)


def searched_texts(asked: Asked) -> list[str]:
    """Return what is embedded of a question, with what statutes call it: of a long story, its whole and its gist."""
    texts = dict.fromkeys((asked.whole, asked.text or asked.whole))
    of_field = asked.actions or speaks_of_debts(asked.whole)
    of = ("欠款",) if of_field and len(asked.whole) <= _FEW_CHARS else ()
    return [" ".join((_SPACED.sub("", text), *of, *asked.glosses)) for text in texts]


def searched_words(asked: Asked) -> str:
    """Return the words of a question that are looked for, and those that articles and statutes have for them."""
    return " ".join((asked.whole, *asked.also, *asked.glosses))


def _vector(asked: Asked, embedder: Embedder) -> np.ndarray:
    """Return the unit vector half-way between those of the texts that are searched."""
    texts = searched_texts(asked)
    between: np.ndarray = embedder.embed_questions(texts).sum(axis=0)
    return between if len(texts) == 1 else between / np.linalg.norm(between)


def _candidates(vector: np.ndarray, shares: np.ndarray, passage_index: PassageIndex, most: int) -> np.ndarray:
    """Return the rows that any leg puts among its ``most`` best, int64, ascending."""
    by_passage = passage_index.nearest_passages(vector, most)[0]
    by_sentence = passage_index.nearest_sentences(vector, most)[0]
    by_words = np.argpartition(-shares, most)[:most] if len(shares) > most else np.arange(len(shares))
    return np.unique(
        np.concatenate([by_passage, by_sentence, by_words[shares[by_words] > 0]]).astype(np.int64)
    )


def _reranked(question: str, hits: list[Hit], reranker: Reranker) -> list[Hit]:
    """Return ``hits`` with the head of them in the order of the reranker, each with the score of its new place."""
    head, others = hits[:_RERANKED], hits[_RERANKED:]
    scores = np.asarray(reranker.scores(question, [hit.passage.text for hit in head]))
    if scores.shape != (len(head),) or not np.isfinite(scores).all():
        raise ValueError(
            f"the reranker gave {scores.tolist()}; it has to give {len(head)} finite numbers, one a text"
        )
    order = np.argsort(-scores, kind="stable")
    return [replace(head[at], score=place.score) for at, place in zip(order, head, strict=True)] + others
