"""python -m bench robustness DATASET...: does the answer still come up when the question is put otherwise?

A DATASET is a BEIR folder: corpus.jsonl, queries.jsonl, qrels.tsv. Prints hit@5 of Chatbot.search for the questions as
they are, and how many points of 100 are lost when they are typed in another script, misspelt, told at length, or cut.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np

from bench.dataset import BadDataset, Dataset, load_dataset, shares, some_questions
from bench.perturb import PERTURBATIONS
from bench.retrieval import argument_parser, opened_index
from bench.systems import System, ours
from index import IndexingError, open_embedder

_FIRST = 5  # articles, one of which must answer
_TOGETHER = "all"


def main(argv: Sequence[str]) -> int:
    parser = argument_parser("robustness", __doc__ or "")
    parser.set_defaults(questions=300)
    parser.add_argument("--lost", action="store_true", help="print every question that lost its article")
    options = parser.parse_args(argv)
    try:
        datasets = [load_dataset(folder) for folder in options.datasets]
        embedder = open_embedder(options.model)
        hits = {}
        for dataset, most in zip(datasets, shares(options.questions, datasets), strict=True):
            with opened_index(dataset, embedder, options.keep) as passage_index:
                system = ours(passage_index, embedder)
                hits[dataset.name] = _hits(system, dataset, some_questions(dataset, most), options.lost)
    except (BadDataset, IndexingError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    _print(hits)
    return 0


def _hits(system: System, dataset: Dataset, questions: Mapping[str, str], lost: bool) -> np.ndarray:
    """Return whether each of ``questions`` was answered, as asked and put otherwise: (questions, 1 + ways), bool."""
    hits = []
    for id, question in questions.items():
        ways = [question, *(perturb(question) for perturb in PERTURBATIONS.values())]
        hits.append([bool(dataset.relevant[id].keys() & system(way)[:_FIRST]) for way in ways])
        if lost and hits[-1][0]:
            for name, way, hit in zip(PERTURBATIONS, ways[1:], hits[-1][1:], strict=True):
                if not hit:
                    print(f"lost, {name}: {id} {question} -> {way}")
    return np.array(hits)


def _print(hits: Mapping[str, np.ndarray]) -> None:
    print(f"\n| hit@{_FIRST} | questions | as asked | {' | '.join(PERTURBATIONS)} |")
    print("|---" * (len(PERTURBATIONS) + 3) + "|")
    for name, of_set in {**hits, _TOGETHER: np.concatenate(list(hits.values()))}.items():
        asked, *otherwise = of_set.mean(axis=0)
        changes = " | ".join(f"{100 * (share - asked):+.1f}" for share in otherwise)
        print(f"| {name} | {len(of_set):,} | {asked:.3f} | {changes} |")
