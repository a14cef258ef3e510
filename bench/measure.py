"""How good a ranking is, and how long it took: the metrics come from ir-measures."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.systems import System

METRICS = {
    "hit@1": "Success@1",
    "hit@5": "Success@5",
    "recall@10": "R@10",
    "MRR@10": "RR@10",
    "nDCG@10": "nDCG@10",
}

_SAME = 1e-5  # cosines no further apart differ by rounding only


@dataclass(frozen=True, slots=True)
class Measured:
    """``metrics``: name -> mean over the questions, 0 to 1. ``milliseconds``: what each question took, (questions,)."""

    metrics: dict[str, float]
    milliseconds: np.ndarray

    def percentile(self, percent: int) -> float:
        """Return the milliseconds within which ``percent`` % of the questions were answered."""
        return float(np.percentile(self.milliseconds, percent))


def measure(
    system: System, questions: Mapping[str, str], relevant: Mapping[str, Mapping[str, int]]
) -> Measured:
    """Ask ``system`` every question, by id, and score its rankings; a question without any counts as missed."""
    rankings, milliseconds = {}, []
    for id, question in questions.items():
        began = time.perf_counter()
        rankings[id] = system(question)
        milliseconds.append(1000 * (time.perf_counter() - began))
    judged = {id: relevant[id] for id in questions}
    return Measured(score(rankings, judged), np.array(milliseconds))


def score(rankings: Mapping[str, list[str]], relevant: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Return METRICS of ``rankings``, question id -> article ids, best first."""
    import ir_measures

    run = {
        question: {article: 1 / place for place, article in enumerate(articles, 1)}
        for question, articles in rankings.items()
    }
    measures = {name: ir_measures.parse_measure(measure) for name, measure in METRICS.items()}
    found = ir_measures.calc_aggregate(
        list(measures.values()), {q: dict(a) for q, a in relevant.items()}, run
    )
    return {name: float(found[measure]) for name, measure in measures.items()}


def recall(scores: np.ndarray, vectors: np.ndarray, vector: np.ndarray) -> float:
    """Return the share of the nearest of ``vectors`` to ``vector`` that a search found which gave ``scores``, best first.

    Every vector is compared. One that is as near as the last of them counts like it: copies of a text are many.
    """
    nearest = np.sort(vectors @ vector)[-len(scores) :]
    return float(np.mean(scores >= nearest[0] - _SAME))
