"""A sentence-transformers model as an OpenVINO graph: opened in a second, without torch, and run on every core.

``index.export`` cut the model at its word table. The table stays on disk, where only the rows of the words asked for
are read; the rest is the graph.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

import numpy as np

from index.tables import mapped
from index.unigram import Unigram

# The files of an exported folder. A tokenizer of pieces is kept twice: whole, for the library, and taken apart.
GRAPH, WORDS, PLAN = "graph.blob", "words.npy", "plan.json"
TOKENIZER, SHELL, PIECES, SCORES = "tokenizer.json", "shell.json", "pieces.json", "scores.npy"

_STEP = 8  # lengths are padded to a multiple of it: each length seen for the first time costs milliseconds
_BATCH_TOKENS = 768  # larger batches are no faster
_WINDOW = 4096  # texts that are sorted by length together: what bounds the memory of a long run
_MANY_TOKENS = 8 * _BATCH_TOKENS  # from here on opening the graph once more, a batch for each core, pays
_MANY_CHARACTERS = 20_000  # from here on building the library's tree of pieces pays


class GraphUnavailable(Exception):
    """There is no graph now, and ``str(error)`` says why: torch takes over."""


class NoGraph(GraphUnavailable):
    """There never will be one of this model: to try again is in vain."""


def import_openvino() -> Any:
    """Return the module, with its telemetry shut out. Raises GraphUnavailable where it cannot be loaded."""
    # Importing openvino sends an event to Google Analytics, unless its telemetry package cannot be imported.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import openvino
    except (ImportError, OSError) as error:
        raise GraphUnavailable(f"openvino: {error}") from error
    return openvino


@dataclass(frozen=True)
class Plan:
    """How text becomes the input of a graph, and how the graph is to be run. Sizes in tokens."""

    engine: str
    dimension: int
    window: int
    beginning: list[int]
    ending: list[int]
    padding: int
    settings: dict[str, Any]


class GraphEngine:
    """Encodes texts with what ``index.export`` left in ``folder``; many threads may ask at once.

    A text's vector is the same, bit for bit, whatever it is encoded together with: an index that grew in steps is the
    one that is built at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = Plan(**json.loads((folder / PLAN).read_text("utf-8")))
        self.name = self._plan.engine
        self.dimension = self._plan.dimension
        with ThreadPoolExecutor(1) as aside:  # OpenVINO works without holding Python's lock
            graph = aside.submit(self._open_graph, "LATENCY")
            self._split_few = _few_splitter(folder)
            self._words = mapped(folder / WORDS)
            self._graph = graph.result()
        self._idle: SimpleQueue[Any] = SimpleQueue()
        self._lock = Lock()
        self._split_many: Callable[[list[str]], list[list[int]]] | None = None
        self._graph_for_many: Any = None
        # Two threads that are in OpenVINO's Python for the very first time may wait for each other for ever.
        self.encode([""], "")

    def encode(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _WINDOW):
            tokens = self._tokenize([prompt + text for text in texts[start : start + _WINDOW]])
            lengths = [len(numbers) for numbers in tokens]
            batches = _batches(lengths)
            run = self._run_at_once if sum(lengths) >= _MANY_TOKENS else self._run_in_turn
            run(tokens, batches, vectors[start : start + _WINDOW])
        return vectors

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        if self._split_many is None and sum(map(len, texts)) >= _MANY_CHARACTERS:
            with self._lock:
                self._split_many = self._split_many or _library_splitter(self._folder)
        split = self._split_many or self._split_few
        plan = self._plan
        room = plan.window - len(plan.beginning) - len(plan.ending)
        return [plan.beginning + numbers[:room] + plan.ending for numbers in split(texts)]

    def _run_in_turn(self, tokens: list[list[int]], batches: list[list[int]], vectors: np.ndarray) -> None:
        try:
            request = self._idle.get_nowait()
        except Empty:
            request = self._graph.create_infer_request()
        self._run(request, tokens, batches, vectors)
        self._idle.put(request)

    def _run_at_once(self, tokens: list[list[int]], batches: list[list[int]], vectors: np.ndarray) -> None:
        with self._lock:
            self._graph_for_many = self._graph_for_many or self._open_graph("THROUGHPUT")
        at_once = self._graph_for_many.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        requests = [self._graph_for_many.create_infer_request() for _ in range(at_once)]
        waiting = iter(batches)  # each takes the next one when it is free
        # Threads of Python: when those of OpenVINO called back, the process was now and then aborted at its very end.
        with ThreadPoolExecutor(at_once) as threads:
            try:
                list(threads.map(lambda request: self._run(request, tokens, waiting, vectors), requests))
            finally:
                list(waiting)  # after Ctrl-C or an error nobody begins another

    def _run(
        self, request: Any, tokens: list[list[int]], batches: Iterable[list[int]], vectors: np.ndarray
    ) -> None:
        for rows in batches:
            request.infer(self._inputs(tokens, rows), share_inputs=True)
            vectors[rows] = request.get_output_tensor(0).data

    def _inputs(self, tokens: list[list[int]], rows: list[int]) -> dict[str, np.ndarray]:
        length = _padded(max(len(tokens[row]) for row in rows))
        numbers = np.full((len(rows), length), self._plan.padding)
        mask = np.zeros((len(rows), length), np.int64)
        for place, row in enumerate(rows):
            numbers[place, : len(tokens[row])] = tokens[row]
            mask[place, : len(tokens[row])] = 1
        return {"inputs_embeds": self._words[numbers].astype(np.float32), "attention_mask": mask}

    def _open_graph(self, hint: str) -> Any:
        blob = (self._folder / GRAPH).read_bytes()
        return (
            import_openvino()
            .Core()
            .import_model(blob, "CPU", {**self._plan.settings, "PERFORMANCE_HINT": hint})
        )


def _batches(lengths: list[int]) -> list[list[int]]:
    """Return the rows of ``lengths`` in batches of one padded length each, the longest first.

    A text padded further than it need be gets another vector in the last digits: sums over its tokens fall into
    other blocks.
    """
    alike: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        alike.setdefault(_padded(length), []).append(row)
    batches = []
    for length in sorted(alike, reverse=True):
        rows, size = alike[length], max(1, _BATCH_TOKENS // length)
        batches += [rows[start : start + size] for start in range(0, len(rows), size)]
    return batches


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _few_splitter(folder: Path) -> Callable[[list[str]], list[list[int]]]:
    if not (folder / PIECES).exists():
        return _library_splitter(folder)
    from tokenizers import Tokenizer

    shell = Tokenizer.from_str((folder / SHELL).read_text("utf-8"))
    unknown = json.loads((folder / SHELL).read_text("utf-8"))["model"]["unk_id"]
    pieces = json.loads((folder / PIECES).read_text("utf-8"))
    unigram = Unigram(shell, pieces, mapped(folder / SCORES).tolist(), unknown)
    return lambda texts: [unigram.encode(text) for text in texts]


def _library_splitter(folder: Path) -> Callable[[list[str]], list[list[int]]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    return lambda texts: [
        encoding.ids for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    ]
