"""python -m bench speed DATA: what a question costs beside its embedding alone and a plain pipeline, in the same run.

DATA is a folder with bench/NAME/corpus.jsonl, queries.jsonl and qrels.tsv. An index of N articles holds the first N of
all these corpora, the largest file first; with --keep it is DIR/speed-N, which is reused when build_index has already
made it of the same articles. The plain pipeline is sentence-transformers in float32 and a FAISS IndexFlatIP over the
same passage vectors. Every system gets each question in turn, so that noise hits all alike.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from bench.dataset import BadDataset, Dataset, load_dataset, shares, some_questions
from bench.measure import recall
from bench.retrieval import at_least_one, opened_index
from bench.systems import plain_model
from index import PassageIndex, layout, open_embedder
from index.embed import Embedder
from index.nearest import EXACT_UP_TO
from index.tables import mapped
from index.weights import PROMPTS, default_model
from rag import Chatbot

_NEAREST = 10
_THREADS = 16
_WARMED_BY = 5  # for so many questions one more is asked before
_EMBEDDING = "embedding alone"

# From nothing to the vector of one question, as tutorials have it; finding and printing would come on top.
_COLD_PLAIN = """
import sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
print(model.encode([sys.argv[2]], prompt="query: ", normalize_embeddings=True).shape)
"""


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with bench/")
    parser.add_argument(
        "--articles",
        type=at_least_one,
        nargs="+",
        default=[10_000, 100_000],
        metavar="N",
        help="sizes (%(default)s)",
    )
    parser.add_argument(
        "--questions", type=at_least_one, default=200, metavar="N", help="spread over the sets (%(default)s)"
    )
    parser.add_argument(
        "--starts", type=int, default=5, metavar="N", help="cold starts; 0 leaves them out (%(default)s)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the indexes in DIR, and reuse those there"
    )
    options = parser.parse_args(argv)
    datasets = load_all(options.data)
    asked = spread(datasets, options.questions + options.questions // _WARMED_BY + 1)
    others = asked[:: _WARMED_BY + 1]
    questions = [question for question in asked if question not in others]
    embedder = open_embedder()
    for count in options.articles:
        with opened_index(first_articles(datasets, count), embedder, options.keep) as passage_index:
            _measure(passage_index, embedder, questions, others, options.starts)


def load_all(data: Path) -> list[Dataset]:
    """Return every set in ``data``/bench, that with the largest corpus first."""
    corpora = sorted((data / "bench").glob("*/corpus.jsonl"), key=lambda path: -path.stat().st_size)
    if not corpora:
        raise BadDataset(f"{data}: has no bench/NAME/corpus.jsonl")
    return [load_dataset(corpus.parent) for corpus in corpora]


def spread(datasets: Sequence[Dataset], questions: int) -> list[str]:
    """Return so many ``questions``, as many of each set."""
    shared = zip(datasets, shares(questions, datasets), strict=True)
    return [text for dataset, share in shared for text in some_questions(dataset, share).values()]


def first_articles(datasets: Sequence[Dataset], count: int) -> Dataset:
    """Return the first ``count`` articles of all sets as a set without questions."""
    every = chain.from_iterable(dataset.articles for dataset in datasets)
    # The sets number their articles each from the beginning.
    articles = tuple(replace(article, id=article.source) for article in every)
    if len(articles) < count:
        raise BadDataset(f"the corpora hold {len(articles):,} articles; --articles asks for {count:,}")
    return Dataset(f"speed-{count}", articles[:count], refused=0, questions={}, relevant={})


def _measure(
    passage_index: PassageIndex,
    embedder: Embedder,
    questions: Sequence[str],
    others: Sequence[str],
    starts: int,
) -> None:
    chatbot = Chatbot(passage_index, embedder)
    encode, find = _plain_pipeline(passage_index)
    milliseconds = in_turn(
        {
            _EMBEDDING: lambda question: embedder.embed_questions([question]),
            "Chatbot.search": chatbot.search,
            "Chatbot.ask": chatbot.ask,
            "sentence-transformers alone": encode,
            "plain pipeline": lambda question: find(encode(question)),
        },
        questions,
        others,
    )
    _print_questions(milliseconds)
    _print_threads(chatbot, questions)
    if starts:
        _print_cold(passage_index.folder, questions[0], starts)
    _print_recall(passage_index, embedder, questions)


def in_turn(
    systems: Mapping[str, Callable[[str], object]], questions: Sequence[str], others: Sequence[str]
) -> dict[str, np.ndarray]:
    """Ask every system every question; return the milliseconds of each system: (questions,).

    One system follows the other, each time on another question: the first would leave what it read to the next. Before
    that all are asked ``others``, for which they open their files.
    """
    for question in others:
        for ask in systems.values():
            ask(question)
    milliseconds = {name: np.zeros(len(questions)) for name in systems}
    apart = -(-len(questions) // len(systems))
    for turn in range(len(questions)):
        for place in range(
            turn, turn + len(systems)
        ):  # none is always the first, or always after the plain one
            name = list(systems)[place % len(systems)]
            at = (turn + apart * (place % len(systems))) % len(questions)
            began = time.perf_counter()
            systems[name](questions[at])
            milliseconds[name][at] = 1000 * (time.perf_counter() - began)
    return milliseconds


def _print_questions(milliseconds: Mapping[str, np.ndarray]) -> None:
    embedding = np.median(milliseconds[_EMBEDDING])
    print(f"| {len(milliseconds[_EMBEDDING]):,} questions | p50 ms | p95 ms | p50 / {_EMBEDDING} |")
    print("|---" * 4 + "|")
    for name, times in milliseconds.items():
        p50, p95 = np.percentile(times, (50, 95))
        print(f"| {name} | {p50:.1f} | {p95:.1f} | {p50 / embedding:.2f} |", flush=True)


def _print_threads(chatbot: Chatbot, questions: Sequence[str]) -> None:
    print(f"\n| {2 * len(questions):,} questions | questions/s | CPU ms a question |\n|---|---|---|")
    seconds: dict[int, np.ndarray] = {1: np.zeros(2), _THREADS: np.zeros(2)}
    for threads in (1, _THREADS, _THREADS, 1):
        seconds[threads] += _asked_at_once(chatbot, questions, threads)
    for threads, (wall, cpu) in seconds.items():
        asked = 2 * len(questions)
        print(f"| {threads} asking at once | {asked / wall:.1f} | {1000 * cpu / asked:.1f} |", flush=True)


def _asked_at_once(chatbot: Chatbot, questions: Sequence[str], threads: int) -> tuple[float, float]:
    """Return the seconds on the clock and those of all cores."""
    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(chatbot.ask, questions))
    return time.perf_counter() - began, time.process_time() - cpu


def _print_cold(folder: Path, question: str, starts: int) -> None:
    """Print how long a new process takes; files are in the system's cache for both."""
    commands = {
        "python -m rag": ["-m", "rag", question, "--index", str(folder)],
        "import, load, encode": ["-c", _COLD_PLAIN, str(default_model()), question],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(starts):
        for name, command in commands.items():
            began = time.perf_counter()
            ended = subprocess.run([sys.executable, *command], capture_output=True, text=True)
            seconds[name].append(time.perf_counter() - began)
            if not ended.stdout:
                raise BadDataset(f"{name} printed nothing: {ended.stderr.strip()[-200:]}")
    ours, plain = (float(np.median(times)) for times in seconds.values())
    print(f"\n| {starts} cold starts | median s |\n|---|---|")
    print(f"| python -m rag | {ours:.2f} ({ours / plain:.2f} of the plain one) |")
    print(f"| import sentence_transformers, load, encode | {plain:.2f} |\n", flush=True)


def _print_recall(passage_index: PassageIndex, embedder: Embedder, questions: Sequence[str]) -> None:
    """Print how much of the exact ten the search finds, where it is not exact."""
    asked = embedder.embed_questions(questions)
    searches: dict[str, tuple[Callable[..., Any], Path]] = {
        "passages": (passage_index.nearest_passages, passage_index.version / layout.PASSAGE_VECTORS),
        "sentences": (passage_index.nearest_sentences, passage_index.version / layout.SENTENCE_VECTORS),
    }
    for what, (search, file) in searches.items():
        vectors = mapped(file)
        found = f"{len(vectors):,} {what}, search exact"
        if len(vectors) > EXACT_UP_TO:
            shares_found = [recall(search(vector, _NEAREST)[-1], vectors, vector) for vector in asked]
            found = f"{len(vectors):,} {what}, search by cells, recall@{_NEAREST} {np.mean(shares_found):.3f}"
        print(f"{found}", flush=True)


def _plain_pipeline(
    passage_index: PassageIndex,
) -> tuple[Callable[[str], np.ndarray], Callable[[np.ndarray], object]]:
    """Return its two steps: a question to a vector, (1, dimension), and that to the nearest passages."""
    import faiss

    model, flat = plain_model(), faiss.IndexFlatIP(passage_index.manifest.dimension)
    flat.add(np.asarray(mapped(passage_index.version / layout.PASSAGE_VECTORS)))

    def encode(question: str) -> np.ndarray:
        vectors: np.ndarray = model.encode(
            [question], prompt=PROMPTS["query"], normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    return encode, lambda vector: flat.search(vector, _NEAREST)
