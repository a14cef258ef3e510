"""A sentence-transformers model as an OpenVINO graph: exported once, then opened in a second without torch.

``export`` cuts the model at its word table. The table stays on disk, where only the rows of the words asked for are
read; the rest becomes a graph. Three forms of it are tried on this very processor (float32, bfloat16, and eight-bit
weights with activations rounded in groups); those whose vectors leave the model's own are dropped, and the fastest stays.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

import numpy as np

from index.cache import kept_folder
from index.unigram import Unigram

# Part of an exported folder's name: raise it when what is exported, or how it is read, changes.
GRAPH_FORMAT = 1
LEAST_AGREEMENT = 0.999  # cosine between the vectors of a graph and those of the model in float32

_GROUP = 64  # weights that share a scale, and activations that are rounded together
_STEP = 8  # lengths are padded to a multiple of it: each length seen for the first time costs milliseconds
_BATCH_TOKENS = 768  # larger batches are no faster
_WINDOW = 4096  # texts that are sorted by length together: what bounds the memory of a long run
_MANY_BATCHES = 8  # from here on opening the graph a second time, one batch per core, pays
_MANY_CHARACTERS = 20_000  # from here on building the library's tree of pieces pays

_GRAPH, _WORDS, _TOKENIZER, _PLAN = "graph.blob", "words.npy", "tokenizer.json", "plan.json"
_SHELL, _PIECES, _SCORES = "shell.json", "pieces.json", "scores.npy"
_REFUSAL = "refused.txt"


class GraphUnavailable(Exception):
    """This model or this machine gets no graph, and ``str(error)`` says why: torch takes over."""


def open_graph(cache: Path, fingerprint: str, load_model: Callable[[], Any]) -> GraphEncoder:
    """Return the encoder of the model with this ``fingerprint``, exporting what ``load_model`` gives when it is not yet.

    The export is kept in ``cache``, one for each model, OpenVINO and processor. Raises GraphUnavailable.
    """
    folder = cache / f"graph-{fingerprint[:16]}-{_machine_key()}"

    def make(new: Path) -> None:
        try:
            export(load_model(), new)
        except GraphUnavailable as refusal:
            for started in new.iterdir():
                started.unlink()
            (new / _REFUSAL).write_text(str(refusal), "utf-8")  # not to try in vain at every start

    try:
        kept_folder(folder, make)
        if (folder / _REFUSAL).exists():
            raise GraphUnavailable((folder / _REFUSAL).read_text("utf-8"))
        return GraphEncoder(folder)
    except (OSError, RuntimeError) as error:
        raise GraphUnavailable(_first_line(error)) from error


def _machine_key() -> str:
    """Return 16 hex digits for what an export depends on beside the model."""
    openvino = _openvino()
    core = openvino.Core()
    processor = [core.get_property("CPU", name) for name in ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")]
    return hashlib.sha256(repr((GRAPH_FORMAT, openvino.get_version(), processor)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Plan:
    """How text becomes the input of a graph, and how the graph is to be run. Sizes in tokens."""

    engine: str
    dimension: int
    window: int
    beginning: list[int]
    ending: list[int]
    padding: int
    settings: dict[str, Any]


class GraphEncoder:
    """Encodes texts with what ``export`` left in ``folder``; many threads may ask at once.

    A text's vector is the same, bit for bit, whatever it is encoded together with: an index that grew in steps is the
    one that is built at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = _Plan(**json.loads((folder / _PLAN).read_text("utf-8")))
        self.engine = self._plan.engine
        self.dimension = self._plan.dimension
        with ThreadPoolExecutor(1) as aside:  # OpenVINO works without holding Python's lock
            graph = aside.submit(self._open_graph, "LATENCY")
            self._split_few = _few_splitter(folder)
            self._words: np.ndarray = np.asarray(np.load(folder / _WORDS, mmap_mode="r"))
            self._graph = graph.result()
        self._idle: SimpleQueue[Any] = SimpleQueue()
        self._lock = Lock()
        self._split_many: Callable[[list[str]], list[list[int]]] | None = None
        self._graph_for_many: Any = None

    def encode(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _WINDOW):
            tokens = self._tokenize([prompt + text for text in texts[start : start + _WINDOW]])
            batches = _batches([len(numbers) for numbers in tokens])
            run = self._run_at_once if len(batches) >= _MANY_BATCHES else self._run_in_turn
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
        for rows in batches:
            request.infer(self._inputs(tokens, rows), share_inputs=True)
            vectors[rows] = request.get_output_tensor(0).data
        self._idle.put(request)

    def _run_at_once(self, tokens: list[list[int]], batches: list[list[int]], vectors: np.ndarray) -> None:
        with self._lock:
            self._graph_for_many = self._graph_for_many or self._open_graph("THROUGHPUT")
        requests = _openvino().AsyncInferQueue(self._graph_for_many)

        def keep(request: Any, rows: list[int]) -> None:
            vectors[rows] = request.get_output_tensor(0).data

        requests.set_callback(keep)
        for rows in batches:
            requests.start_async(self._inputs(tokens, rows), rows)
        requests.wait_all()

    def _inputs(self, tokens: list[list[int]], rows: list[int]) -> dict[str, np.ndarray]:
        length = _padded(max(len(tokens[row]) for row in rows))
        numbers = np.full((len(rows), length), self._plan.padding)
        mask = np.zeros((len(rows), length), np.int64)
        for place, row in enumerate(rows):
            numbers[place, : len(tokens[row])] = tokens[row]
            mask[place, : len(tokens[row])] = 1
        return {"inputs_embeds": self._words[numbers].astype(np.float32), "attention_mask": mask}

    def _open_graph(self, hint: str) -> Any:
        blob = (self._folder / _GRAPH).read_bytes()
        return _openvino().Core().import_model(blob, "CPU", {**self._plan.settings, "PERFORMANCE_HINT": hint})


def _batches(lengths: list[int]) -> list[list[int]]:
    """Return the rows of ``lengths`` in batches of like length, the longest first."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    batches = []
    while order:
        rows = max(1, _BATCH_TOKENS // _padded(lengths[order[0]]))
        batches.append(order[:rows])
        order = order[rows:]
    return batches


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _few_splitter(folder: Path) -> Callable[[list[str]], list[list[int]]]:
    if not (folder / _PIECES).exists():
        return _library_splitter(folder)
    from tokenizers import Tokenizer

    shell = Tokenizer.from_str((folder / _SHELL).read_text("utf-8"))
    unknown = json.loads((folder / _SHELL).read_text("utf-8"))["model"]["unk_id"]
    pieces = json.loads((folder / _PIECES).read_text("utf-8"))
    unigram = Unigram(shell, pieces, np.load(folder / _SCORES).tolist(), unknown)
    return lambda texts: [unigram.encode(text) for text in texts]


def _library_splitter(folder: Path) -> Callable[[list[str]], list[list[int]]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    return lambda texts: [
        encoding.ids for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    ]


def _openvino() -> Any:
    # Importing openvino sends an event to Google Analytics, unless its telemetry package cannot be imported.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import openvino
    except (ImportError, OSError) as error:
        raise GraphUnavailable(f"openvino: {error}") from error
    return openvino


# What a graph is tried on: its vectors are compared and its time is taken. Every kind of text that people ask or write.
_SAMPLES = (
    "",
    "催收会上门吗?",
    "我欠了三万块已经逾期四个月,最近天天接到催收电话,还说要起诉我,我应该怎么办?",
    "逾期後,平臺會不會把債務轉讓給第三方催收公司?",
    "根据相关规定,催收人员不得使用暴力、恐吓或者骚扰等方式催收债务,也不得向与债务无关的第三人透露债务信息。"
    * 4,
    "What happens if I can't repay the loan on time? Call 400-000-0000, or write to help@example.com!",
    "⚠️ 还款日～每月 10 日🙂",
    "协商还款时,可以说明自己的收入、负债和还款意愿,提出分期方案,并保留好沟通记录和还款凭证。" * 2,
)


def export(model: Any, folder: Path) -> None:
    """Write ``model``, a SentenceTransformer, into the empty ``folder`` as GraphEncoder reads it.

    Raises GraphUnavailable when the model cannot be cut at its word table, or no graph gives its vectors.
    """
    try:
        _write_tokenizer(model, folder)
        words = model[0].auto_model.get_input_embeddings().weight
        np.save(folder / _WORDS, words.detach().float().numpy().astype(np.float16))
        _write_fastest(model, folder)
    except (
        ArithmeticError,
        AttributeError,
        ImportError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise GraphUnavailable(_first_line(error)) from error


def _write_tokenizer(model: Any, folder: Path) -> None:
    whole = json.loads(model.tokenizer.backend_tokenizer.to_str()) | {"truncation": None, "padding": None}
    _write_json(folder / _TOKENIZER, whole)
    core = whole["model"]
    if (
        core["type"] == "Unigram"
        and not core.get("byte_fallback")
        and whole["normalizer"]
        and whole["pre_tokenizer"]
    ):
        pieces, scores = zip(*core["vocab"], strict=True)
        core["vocab"] = core["vocab"][: core["unk_id"] + 1]
        _write_json(folder / _SHELL, whole | {"added_tokens": [], "post_processor": None})
        _write_json(folder / _PIECES, pieces)
        np.save(folder / _SCORES, np.array(scores))


def _write_fastest(model: Any, folder: Path) -> None:
    expected = model.encode(list(_SAMPLES), prompt="", normalize_embeddings=True, show_progress_bar=False)
    core = _openvino().Core()
    fastest, least_seconds = None, float("inf")
    agreement = {}
    for engine, graph, settings in _forms(model, core):
        plan = _plan(model, engine, settings)
        blob = core.compile_model(graph, "CPU", settings).export_model().getvalue()
        _write_graph(folder, blob, plan)
        encoder = GraphEncoder(folder)
        agreement[engine] = float((encoder.encode(_SAMPLES, "") * expected).sum(1).min())
        seconds = _seconds_of_work(core, graph, settings)
        if agreement[engine] >= LEAST_AGREEMENT and seconds < least_seconds:
            fastest, least_seconds = (blob, plan), seconds
    if fastest is None:
        raise GraphUnavailable(f"vectors differ from the model's own: least cosine {agreement}")
    _write_graph(folder, *fastest)


def _write_graph(folder: Path, blob: bytes, plan: _Plan) -> None:
    (folder / _GRAPH).write_bytes(blob)
    _write_json(folder / _PLAN, asdict(plan))


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _seconds_of_work(core: Any, graph: Any, settings: dict[str, Any]) -> float:
    """Return how long one core works on eight texts of 64 tokens, whatever else the machine is doing meanwhile."""
    request = core.compile_model(graph, "CPU", settings | {"INFERENCE_NUM_THREADS": 1}).create_infer_request()
    hidden = graph.input("inputs_embeds").partial_shape[2].get_length()
    inputs = {
        "inputs_embeds": np.ones((8, 64, hidden), np.float32),
        "attention_mask": np.ones((8, 64), np.int64),
    }
    seconds = []
    for _ in range(6):
        start = time.process_time()
        request.infer(inputs)
        seconds.append(time.process_time() - start)
    return min(seconds)


def _plan(model: Any, engine: str, settings: dict[str, Any]) -> _Plan:
    marks = model.tokenizer("a", return_special_tokens_mask=True)
    numbers, special = marks["input_ids"], marks["special_tokens_mask"]
    first = special.index(0)
    last = len(special) - special[::-1].index(0)
    return _Plan(
        engine=engine,
        dimension=model.get_embedding_dimension(),
        window=model.max_seq_length,
        beginning=numbers[:first],
        ending=numbers[last:],
        padding=model.tokenizer.pad_token_id,
        settings=settings,
    )


def _forms(model: Any, core: Any) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield (engine, graph, settings) for each form this processor can run."""
    abilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    best = "bf16" if "BF16" in abilities else "f32"
    graph = _cut_graph(model)
    for precision in dict.fromkeys(["f32", best]):
        yield f"openvino {precision}", graph, _settings(precision, 0)
    yield "openvino int8", _eight_bit(graph), _settings(best, _GROUP)


def _settings(precision: str, group: int) -> dict[str, Any]:
    return {"INFERENCE_PRECISION_HINT": precision, "DYNAMIC_QUANTIZATION_GROUP_SIZE": group}


def _cut_graph(model: Any) -> Any:
    """Return the graph from word vectors, (texts, length, hidden), and mask to unit vectors, (texts, dimension)."""
    import torch

    class Cut(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = self.model({"inputs_embeds": inputs_embeds, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    hidden = model[0].auto_model.get_input_embeddings().embedding_dim
    example = {
        "inputs_embeds": torch.zeros(2, 7, hidden),
        "attention_mask": torch.ones(2, 7, dtype=torch.int64),
    }
    with _quiet(), torch.no_grad():
        graph = _openvino().convert_model(Cut().eval(), example_input=example)
    graph.reshape({"inputs_embeds": [-1, -1, hidden], "attention_mask": [-1, -1]})
    return graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what tracing says of every shape that it might have fixed; the samples check them all."""
    held_back = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(held_back)


def _eight_bit(graph: Any) -> Any:
    """Return a copy of ``graph`` with the weights of its matrix products in eight bits, one scale for each group.

    OpenVINO then rounds the activations in the same groups as it multiplies, in integers where the processor has them.
    """
    from openvino import opset13

    copy = graph.clone()
    for product in copy.get_ops():
        if product.get_type_name() != "MatMul" or not product.get_attributes()["transpose_b"]:
            continue
        source = product.input_value(1).get_node()
        if source.get_type_name() != "Constant" or len(source.shape) != 2 or source.shape[1] % _GROUP:
            continue
        weights = source.data
        groups = weights.reshape(len(weights), -1, _GROUP)
        scales = np.abs(groups).max(-1, keepdims=True) / 127
        scales[scales == 0] = 1
        rounded = opset13.constant(np.rint(groups / scales).astype(np.int8))
        spelled_out = opset13.multiply(opset13.convert(rounded, "f32"), opset13.constant(scales))
        whole = opset13.reshape(spelled_out, opset13.constant(np.array(weights.shape)), special_zero=False)
        product.input(1).replace_source_output(whole.output(0))
    copy.validate_nodes_and_infer_types()
    return copy


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
