"""python -m bench build PATH...: articles and tokens a second of a rebuild, beside its encoder alone and a plain pipeline.

The encoder alone embeds the very batches of the rebuild once more, with nothing around it. The plain pipeline is what
most tutorials have: RecursiveCharacterTextSplitter, SentenceTransformer.encode as it comes, IndexFlatIP; it embeds
passages only, ours embeds every sentence as well.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from index import Article, Embedder, IndexingError, PassageIndex, build_index, load_articles, open_embedder
from index.build import TEXTS_AT_ONCE
from index.nearest import EXACT_UP_TO
from index.weights import default_model
from index.writer import searchable_texts

_QUESTIONS = 300  # titles, asked to see whether approximate search finds what exact search does


class RecordingEmbedder:
    """Passes on to ``embedder`` and remembers what it embedded, batch by batch."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint, self.dimension = embedder.name, embedder.fingerprint, embedder.dimension
        self.batches: list[Sequence[str]] = []

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.batches.append(texts)
        return self._embedder.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> np.ndarray:
        return self._embedder.embed_questions(texts)


@dataclass(frozen=True, slots=True)
class Rate:
    """How long it took to do how much."""

    seconds: float
    articles: int
    tokens: int

    def __str__(self) -> str:
        per_second = (
            f"{self.articles / self.seconds:9.1f} articles/s {self.tokens / self.seconds:9,.0f} tokens/s"
        )
        return f"{self.seconds:8.1f} s {per_second}"


def main(argv: Sequence[str]) -> int:
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
        "--plain", type=int, default=500, metavar="N", help="articles for the plain pipeline (%(default)s)"
    )
    options = parser.parse_args(argv)
    try:
        articles = list(islice(_articles(options.paths), options.articles))
        if not articles:
            raise IndexingError("no article to build an index from")
        with tempfile.TemporaryDirectory() as scratch:
            measure(articles, articles[:: max(1, len(articles) // options.plain)], Path(scratch) / "index")
    except IndexingError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    return 0


def measure(articles: Sequence[Article], sample: Sequence[Article], folder: Path) -> None:
    """Build an index of ``articles`` in ``folder`` and print one line for each thing that is measured."""
    embedder = RecordingEmbedder(open_embedder())
    embedder.embed_questions(["热身"])  # what is loaded at the first call is not the rebuild's
    count_tokens = _token_counter()
    seconds, report = _timed(lambda: build_index(articles, embedder, folder))
    counts, batches = report.counts, embedder.batches
    tokens = sum(count_tokens(batch) for batch in batches)
    print(
        f"{counts.articles:,} articles, {counts.passages:,} passages, {counts.sentences:,} sentences, "
        f"{tokens:,} tokens; {PassageIndex.open(folder).manifest.bytes / counts.articles:,.0f} bytes an article"
    )
    rebuild = Rate(seconds, counts.articles, tokens)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _print("rebuild", rebuild, f"most memory held {peak:,.0f} MB")
    alone, _ = _timed(lambda: [embedder.embed_passages(batch) for batch in list(batches)])
    share = f"the rebuild reaches {alone / seconds:.0%}"
    _print("its encoder alone", Rate(alone, rebuild.articles, tokens), share)
    passages = _passages_alone(PassageIndex.open(folder), embedder, seconds - alone, count_tokens)
    _print("without sentences", passages, "the encoder on passages, and all else of the rebuild")
    plain = _plain_pipeline(sample, count_tokens)
    times = [rate.articles / rate.seconds * plain.seconds / plain.articles for rate in (rebuild, passages)]
    beside = f"ours does {times[0]:.1f} times its articles, {times[1]:.1f} times without sentences"
    _print(f"plain pipeline ({plain.articles:,})", plain, beside)
    _measure_changes(articles, embedder, folder, seconds)
    _measure_recall(articles, embedder, PassageIndex.open(folder))


def _passages_alone(
    passage_index: PassageIndex,
    embedder: Embedder,
    all_else: float,
    count_tokens: Callable[[Sequence[str]], int],
) -> Rate:
    texts = []
    for number in range(passage_index.article_count):
        passages = map(passage_index.passage, passage_index.article_rows(number))
        texts += searchable_texts(passage_index.shelved(number), passages)[0]
    batches = [texts[first : first + TEXTS_AT_ONCE] for first in range(0, len(texts), TEXTS_AT_ONCE)]
    seconds, _ = _timed(lambda: [embedder.embed_passages(batch) for batch in batches])
    return Rate(seconds + all_else, passage_index.article_count, count_tokens(texts))


def _measure_changes(articles: Sequence[Article], embedder: Embedder, folder: Path, full: float) -> None:
    seconds, _ = _timed(lambda: build_index(articles, embedder, folder))
    _print("nothing changed", f"{seconds:8.1f} s", f"{seconds / full:.1%} of the rebuild")
    edited = [
        replace(article, text=f"{article.text}\n这里补充说明第 {number} 件事。\n")
        if number % 100 == 0
        else article
        for number, article in enumerate(articles)
    ]
    seconds, report = _timed(lambda: build_index(edited, embedder, folder))
    _print(
        f"{report.changed:,} articles changed", f"{seconds:8.1f} s", f"{seconds / full:.1%} of the rebuild"
    )


def _measure_recall(articles: Sequence[Article], embedder: Embedder, passage_index: PassageIndex) -> None:
    """Print how many of the exact ten nearest the search finds, and in how many milliseconds."""
    titles = list(dict.fromkeys(article.title for article in articles))
    vectors = embedder.embed_questions(titles[:: max(1, len(titles) // _QUESTIONS)])
    every_row = np.arange(passage_index.passage_count)
    found, milliseconds = [], []
    for vector in vectors:
        seconds, (rows, _) = _timed(lambda vector=vector: passage_index.nearest_passages(vector, 10))
        exact = np.argsort(-passage_index.passage_scores(vector, every_row), kind="stable")[:10]
        found.append(len(set(rows.tolist()) & set(exact.tolist())) / len(exact))
        milliseconds.append(seconds * 1000)
    how = "exact" if passage_index.passage_count <= EXACT_UP_TO else "by cells"
    _print(
        f"search {how}",
        f"{np.median(milliseconds):8.2f} ms",
        f"recall@10 {np.mean(found):.3f} of {len(vectors)} titles asked among {passage_index.passage_count:,}",
    )


def _plain_pipeline(articles: Sequence[Article], count_tokens: Callable[[Sequence[str]], int]) -> Rate:
    import faiss
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model = SentenceTransformer(str(default_model()), device="cpu", local_files_only=True)
    model.encode(["passage: 热身"])
    chunks: list[str] = []

    def build() -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=300, chunk_overlap=0)
        chunks.extend(chunk for article in articles for chunk in splitter.split_text(article.text))
        vectors = model.encode(chunks, prompt="passage: ", normalize_embeddings=True, show_progress_bar=False)
        faiss.IndexFlatIP(vectors.shape[1]).add(vectors)

    seconds, _ = _timed(build)
    return Rate(seconds, len(articles), count_tokens(chunks))


def _articles(paths: Iterable[str]) -> Iterator[Article]:
    """Yield the articles of all ``paths`` that can be read, under ids that differ between them."""
    loaded = chain.from_iterable(load_articles(path, refused=lambda bad: None) for path in paths)
    return (replace(article, id=article.source) for article in loaded)


def _token_counter() -> Callable[[Sequence[str]], int]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    return lambda texts: sum(len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts)))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _print(what: str, measured: object, remark: str = "") -> None:
    print(f"{what:<24}{measured}  {remark}".rstrip(), flush=True)
