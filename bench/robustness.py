"""python -m bench robustness DATASET...: does the answer still come up when the question is put otherwise?

A DATASET is a BEIR folder: corpus.jsonl, queries.jsonl, qrels.tsv. Prints hit@5 of Chatbot.search for the questions as
they are, and how many points of 100 are lost when they are typed in another script, misspelt, told at length, or cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench.dataset import Dataset, load_datasets, shares, some_questions
from bench.perturb import PERTURBATIONS
from bench.retrieval import argument_parser, opened_index
from bench.systems import System, ours
from index import open_embedder

_FIRST = 5  # articles, one of which must answer
_TOGETHER = "all"


def main(argv: Sequence[str]) -> None:
    parser = argument_parser("robustness", __doc__ or "")
    parser.set_defaults(questions=300)
    parser.add_argument(
        "--lost", action="store_true", help="print every question put so that it lost its article"
    )
    options = parser.parse_args(argv)
    datasets = load_datasets(options.datasets)
    embedder = open_embedder(options.model)
    hits = {}
    for dataset, most in zip(datasets, shares(options.questions, datasets), strict=True):
        if not most:  # fewer questions than sets
            continue
        with opened_index(dataset, embedder, options.keep) as passage_index:
            asked = some_questions(dataset, most)
            hits[dataset.name] = hits_of(ours(passage_index, embedder), dataset, asked)
        if options.lost:
            print(*lost(asked, hits[dataset.name]), sep="\n")
    _print(hits)


def hits_of(system: System, dataset: Dataset, questions: Mapping[str, str]) -> np.ndarray:
    """Return whether ``system`` finds what answers: as asked, and put each other way: (questions, 1 + ways), bool."""

    def hit(id: str, question: str) -> bool:
        return bool(dataset.relevant[id].keys() & system(question)[:_FIRST])

    return np.array(
        [
            [hit(id, question), *(hit(id, perturb(question)) for perturb in PERTURBATIONS.values())]
            for id, question in questions.items()
        ]
    )


def lost(questions: Mapping[str, str], hits: np.ndarray) -> Iterator[str]:
    """Yield a line for every question that ``hits`` has as asked and not put another way."""
    for (id, question), (asked, *otherwise) in zip(questions.items(), hits, strict=True):
        for (name, perturb), hit in zip(PERTURBATIONS.items(), otherwise, strict=True):
            if asked and not hit:
                yield f"lost, {name}: {id} {perturb(question)}"


def _print(hits: Mapping[str, np.ndarray]) -> None:
    print(f"\n| hit@{_FIRST} | questions | as asked | {' | '.join(PERTURBATIONS)} |")
    print("|---" * (len(PERTURBATIONS) + 3) + "|")
    for name, of_set in {**hits, _TOGETHER: np.concatenate(list(hits.values()))}.items():
        asked, *otherwise = of_set.mean(axis=0)
        changes = " | ".join(f"{100 * (share - asked):+.1f}" for share in otherwise)
        print(f"| {name} | {len(of_set):,} | {asked:.3f} | {changes} |")
