"""python -m bench build PATH...: articles and tokens a second of a rebuild, beside its encoder alone and a plain pipeline.

The encoder alone embeds the very batches of the rebuild once more, with nothing around it. The plain pipeline is what
most tutorials have: RecursiveCharacterTextSplitter, SentenceTransformer.encode as it comes, IndexFlatIP; it embeds
passages only, ours embeds every sentence as well.

With --encoder none the texts get vectors that cost next to nothing: what is left is the time and the memory of all
else, which is the way to see how a rebuild of 100,000 articles behaves.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import recall
from bench.systems import plain_model
from index import (
    Article,
    Embedder,
    PassageIndex,
    build_index,
    layout,
    load_articles,
    open_embedder,
)
from index.build import BuildReport
from index.nearest import EXACT_UP_TO
from index.tables import mapped
from index.weights import default_model

_QUESTIONS = 300  # titles, asked to see whether approximate search finds what exact search does


@dataclass(frozen=True, slots=True)
class Corpus:
    """The ``first`` so many articles of ``paths`` that can be read, under ids that differ; read anew each time.

    Every ``changed``-th has a sentence more than it has on disk; 0 leaves them as they are.
    """

    paths: Sequence[str]
    first: int
    changed: int = 0

    def __iter__(self) -> Iterator[Article]:
        loaded = chain.from_iterable(load_articles(path, refused=lambda bad: None) for path in self.paths)
        for number, article in enumerate(islice(loaded, self.first)):
            more = (
                f"\n这里补充说明第 {number} 件事。\n" if self.changed and number % self.changed == 0 else ""
            )
            yield replace(article, id=article.source, text=article.text + more)


class RecordingEmbedder:
    """Passes on to ``embedder`` and remembers what it embedded, batch by batch."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint, self.dimension = embedder.name, embedder.fingerprint, embedder.dimension
        self.passages: list[Sequence[str]] = []
        self.sentences: list[Sequence[str]] = []

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.passages.append(texts)
        return self._embedder.embed_passages(texts)

    def embed_sentences(self, texts: Sequence[str]) -> np.ndarray:
        self.sentences.append(texts)
        return self._embedder.embed_sentences(texts)

    def embed_questions(self, texts: Sequence[str]) -> np.ndarray:
        return self._embedder.embed_questions(texts)


class NoEncoder:
    """Adds up one vector for each character: alike texts get alike vectors, in microseconds."""

    name, fingerprint, dimension = "none", "0" * 64, 384

    def __init__(self) -> None:
        shape = (4096, self.dimension)
        self._vectors = np.random.Generator(np.random.PCG64(0)).standard_normal(shape, np.float32)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        codes = (np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4") for text in texts)
        sums = np.stack([self._vectors[code % len(self._vectors)].sum(axis=0) for code in codes])
        unit: np.ndarray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return unit

    embed_sentences = embed_questions = embed_passages


@dataclass(frozen=True, slots=True)
class Taken:
    """How long it took: by the clock, and of all cores together, which says the same whatever else is running."""

    seconds: float
    cpu: float

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.seconds + other.seconds, self.cpu + other.cpu)

    def __sub__(self, other: Taken) -> Taken:
        return Taken(self.seconds - other.seconds, self.cpu - other.cpu)

    def share_of(self, other: Taken) -> str:
        """Say what part of ``other`` it is."""
        return f"{self.seconds / other.seconds:.1%} (of the CPU's time {self.cpu / other.cpu:.1%})"

    def __str__(self) -> str:
        return f"{self.seconds:8.1f} s {self.cpu:8.1f} s of CPU"


@dataclass(frozen=True, slots=True)
class Rate:
    """How long it took to do how much."""

    taken: Taken
    articles: int
    tokens: int

    def times(self, other: Rate) -> str:
        """Say how many times the articles of ``other`` it does in the same time."""
        by_clock, by_cpu = (
            self.articles / mine * theirs / other.articles
            for mine, theirs in ((self.taken.seconds, other.taken.seconds), (self.taken.cpu, other.taken.cpu))
        )
        return f"{by_clock:.1f} times (of the CPU's time {by_cpu:.1f})"

    def __str__(self) -> str:
        seconds = self.taken.seconds
        return (
            f"{self.taken} {self.articles / seconds:9.1f} articles/s {self.tokens / seconds:9,.0f} tokens/s"
        )


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench build",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="folders of articles, files, or .jsonl")
    parser.add_argument(
        "--articles", type=int, default=5000, metavar="N", help="the first N of them (%(default)s)"
    )
    parser.add_argument(
        "--encoder", choices=["default", "none"], default="default", help="what makes vectors (%(default)s)"
    )
    parser.add_argument(
        "--plain", type=int, default=500, metavar="N", help="articles for the plain pipeline (%(default)s)"
    )
    options = parser.parse_args(argv)
    corpus = Corpus(options.paths, options.articles)
    with tempfile.TemporaryDirectory() as scratch:
        if options.encoder == "none":
            measure_alone(corpus, Path(scratch) / "index")
        else:
            measure(corpus, options.plain, Path(scratch) / "index")


def measure(corpus: Corpus, plain_articles: int, folder: Path) -> None:
    """Build an index of ``corpus`` in ``folder`` and print one line for each thing that is measured."""
    embedder = open_embedder(reads="articles")
    embedder.embed_sentences(["热身"])  # what is loaded at the first call is not the rebuild's
    recording = RecordingEmbedder(embedder)
    taken, report = _timed(lambda: build_index(corpus, recording, folder))
    count_tokens = _token_counter()
    of_passages, of_sentences = (
        sum(map(count_tokens, batches)) for batches in (recording.passages, recording.sentences)
    )
    rebuild = Rate(taken, report.counts.articles, of_passages + of_sentences)
    _print_rebuild(rebuild, report)
    _measure_changes(corpus, embedder, folder, taken)
    _measure_recall(corpus, embedder, PassageIndex.open(folder))
    on_passages, _ = _timed(lambda: [embedder.embed_passages(batch) for batch in recording.passages])
    on_sentences, _ = _timed(lambda: [embedder.embed_sentences(batch) for batch in recording.sentences])
    alone = Rate(on_passages + on_sentences, rebuild.articles, rebuild.tokens)
    _print("its encoder alone", alone, f"it takes {alone.taken.share_of(taken)} of the rebuild")
    passages = Rate(taken - on_sentences, rebuild.articles, of_passages)
    _print("without sentences", passages, "the encoder on passages, and all else of the rebuild")
    sample = islice(corpus, 0, None, max(1, rebuild.articles // plain_articles))
    plain = _plain_pipeline(list(sample), count_tokens)
    _print(f"plain pipeline ({plain.articles:,})", plain)
    _print(
        "the rebuild beside it",
        f"{rebuild.times(plain)} its articles, {passages.times(plain)} without sentences",
    )


def measure_alone(corpus: Corpus, folder: Path) -> None:
    """Build an index of ``corpus`` without an encoder and print what time and memory all else takes."""
    embedder = NoEncoder()
    taken, report = _timed(lambda: build_index(corpus, embedder, folder))
    _print_rebuild(taken, report)
    _measure_changes(corpus, embedder, folder, taken)


def _print_rebuild(rebuild: object, report: BuildReport) -> None:
    counts = report.counts
    print(
        f"{counts.articles:,} articles, {counts.passages:,} passages, {counts.sentences:,} sentences, "
        f"{PassageIndex.open(report.folder).manifest.bytes / counts.articles:,.0f} bytes an article"
    )
    _print("rebuild", rebuild, _most_memory())


def _measure_changes(corpus: Corpus, embedder: Embedder, folder: Path, full: Taken) -> None:
    """Print what part of the ``full`` rebuild's time is needed when nothing changed, and when 1 % did."""
    for edited in (corpus, replace(corpus, changed=100)):
        taken, report = _timed(lambda edited=edited: build_index(edited, embedder, folder))
        remark = (
            f"{taken.share_of(full)} of the rebuild, {report.embedded:,} texts embedded, {_most_memory()}"
        )
        _print(f"{report.changed:,} articles changed", taken, remark)


def _most_memory() -> str:
    """Say what this process has held at most, up to now; mapped files count."""
    return f"most memory held {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def _measure_recall(corpus: Corpus, embedder: Embedder, passage_index: PassageIndex) -> None:
    """Print how many of the exact ten nearest the search finds, and in how many milliseconds."""
    titles = list(dict.fromkeys(article.title for article in corpus))
    vectors = embedder.embed_questions(titles[:: max(1, len(titles) // _QUESTIONS)])
    of_passages = mapped(passage_index.version / layout.PASSAGE_VECTORS)
    found, milliseconds = [], []
    for vector in vectors:
        taken, (_, scores) = _timed(lambda vector=vector: passage_index.nearest_passages(vector, 10))
        found.append(recall(scores, of_passages, vector))
        milliseconds.append(taken.seconds * 1000)
    how = "exact" if passage_index.passage_count <= EXACT_UP_TO else "by cells"
    _print(
        f"search {how}",
        f"{np.median(milliseconds):8.2f} ms",
        f"recall@10 {np.mean(found):.3f} of {len(vectors)} titles asked among {passage_index.passage_count:,}",
    )


def _plain_pipeline(articles: Sequence[Article], count_tokens: Callable[[Sequence[str]], int]) -> Rate:
    import faiss
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model = plain_model()
    model.encode(["passage: 热身"])
    chunks: list[str] = []

    def build() -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=300, chunk_overlap=0)
        chunks.extend(chunk for article in articles for chunk in splitter.split_text(article.text))
        vectors = model.encode(chunks, prompt="passage: ", normalize_embeddings=True, show_progress_bar=False)
        faiss.IndexFlatIP(vectors.shape[1]).add(vectors)

    taken, _ = _timed(build)
    return Rate(taken, len(articles), count_tokens(chunks))


def _token_counter() -> Callable[[Sequence[str]], int]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    return lambda texts: sum(len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts)))


def _timed(work: Callable[[], Any]) -> tuple[Taken, Any]:
    began = Taken(time.perf_counter(), time.process_time())
    result = work()
    return Taken(time.perf_counter(), time.process_time()) - began, result


def _print(what: str, measured: object, remark: str = "") -> None:
    print(f"{what:<24}{measured}  {remark}".rstrip(), flush=True)
