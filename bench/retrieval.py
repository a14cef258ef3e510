"""python -m bench retrieval DATASET...: does the right article come first? Ours beside plain systems, leg by leg.

A DATASET is a BEIR folder: corpus.jsonl, queries.jsonl, qrels.tsv. Every system ranks on the same index, made by the
same build_index as the product's, and with the same vectors. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.dataset import Dataset, load_datasets, some_questions
from bench.measure import METRICS, measure
from bench.systems import all_systems
from index import PassageIndex, build_index, open_embedder
from index.embed import Embedder


def main(argv: Sequence[str]) -> None:
    options = argument_parser("retrieval", __doc__ or "").parse_args(argv)
    datasets = load_datasets(options.datasets)
    embedder = open_embedder(options.model)
    for dataset in datasets:
        _measure(dataset, embedder, options.keep, options.questions)


def argument_parser(name: str, description: str) -> argparse.ArgumentParser:
    """Return the parser of what the measurements of retrieval have in common."""
    parser = argparse.ArgumentParser(
        prog=f"python -m bench {name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET", help="a BEIR folder")
    parser.add_argument(
        "--model", help="a sentence-transformers name or folder; by default the default model"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the indexes in DIR, and reuse those there"
    )
    parser.add_argument(
        "--questions", type=at_least_one, metavar="N", help="ask N questions, spread evenly over the set"
    )
    return parser


def at_least_one(typed: str) -> int:
    """Return the number that was ``typed``; argparse tells whoever typed another thing."""
    if (number := int(typed)) < 1:
        raise argparse.ArgumentTypeError(f"{typed} is less than 1")
    return number


@contextmanager
def opened_index(dataset: Dataset, embedder: Embedder, keep: Path | None) -> Iterator[PassageIndex]:
    """Give the index of ``dataset``, built now or reused from the folder ``keep``, and print what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = (keep or Path(scratch)) / dataset.name
        report = build_index(dataset.articles, embedder, folder)
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        refused = (
            f", {dataset.refused + len(report.refused)} refused" if dataset.refused or report.refused else ""
        )
        print(
            f"\n{dataset.name}: {report.counts.articles:,} articles{refused}, {report.counts.passages:,} passages, "
            f"{report.counts.sentences:,} sentences; {report.embedded:,} texts embedded, index in "
            f"{report.seconds:.1f} s, {size / 2**20:.1f} MiB\n",
            flush=True,
        )
        yield PassageIndex.open(folder, embedder)


def _measure(dataset: Dataset, embedder: Embedder, keep: Path | None, most: int | None) -> None:
    with opened_index(dataset, embedder, keep) as passage_index:
        questions = some_questions(dataset, most)
        print(f"| {len(questions):,} questions | {' | '.join(METRICS)} | p50 ms | p95 ms |")
        print("|---" * (len(METRICS) + 3) + "|")
        for name, system in all_systems(passage_index, embedder).items():
            system(next(iter(questions.values())))  # the first question opens files
            measured = measure(system, questions, dataset.relevant)
            figures = " | ".join(f"{figure:.3f}" for figure in measured.metrics.values())
            print(
                f"| {name} | {figures} | {measured.percentile(50):.1f} | {measured.percentile(95):.1f} |",
                flush=True,
            )
