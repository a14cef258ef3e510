"""Writes a sentence-transformers model as the OpenVINO graph that ``index.graph`` runs.

Three forms are tried on this very processor: float32, bfloat16, and eight-bit weights with activations rounded in
groups. Those whose vectors leave the model's own are dropped, and of the others the fastest is kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import first_line
from index.graph import (
    GRAPH,
    PIECES,
    PLAN,
    SCORES,
    SHELL,
    TOKENIZER,
    WORDS,
    GraphEngine,
    GraphUnavailable,
    NoGraph,
    Plan,
    import_openvino,
)

# Raise it when what is exported, or how it is read, changes.
GRAPH_FORMAT = 2
LEAST_AGREEMENT = 0.999  # cosine between the vectors of a graph and those of the model in float32
_LEAST_ON_SAMPLES = 0.9995  # half as far: other texts than these few may lie further apart

_GROUP = 64  # weights that share a scale, and activations that are rounded together

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


def export_key() -> str:
    """Return 16 hex digits for what an export depends on beside the model: OpenVINO, the processor, this file.

    Raises GraphUnavailable where OpenVINO cannot be loaded.
    """
    openvino = import_openvino()
    core = openvino.Core()
    processor = [core.get_property("CPU", name) for name in ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")]
    return hashlib.sha256(repr((GRAPH_FORMAT, openvino.get_version(), processor)).encode()).hexdigest()[:16]


def export(model: Any, folder: Path) -> None:
    """Write ``model``, a SentenceTransformer, into the empty ``folder`` as GraphEngine reads it.

    Raises NoGraph when the model cannot be cut at its word table or no graph gives its vectors, and GraphUnavailable
    when this machine was short of something.
    """
    try:
        _refuse_what_a_graph_cannot_do(model)
        _write_tokenizer(model, folder)
        words = model[0].auto_model.get_input_embeddings().weight
        np.save(folder / WORDS, words.detach().float().numpy().astype(np.float16))
        _write_fastest(model, folder)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoGraph(f"{type(error).__name__}: {first_line(error)}") from error
    # What a library lacks, and what OpenVINO says when memory is short, may be there the next time.
    except (ImportError, MemoryError, RuntimeError) as error:
        raise GraphUnavailable(f"{type(error).__name__}: {first_line(error)}") from error


def _refuse_what_a_graph_cannot_do(model: Any) -> None:
    if not all(getattr(module, "include_prompt", True) for module in model):
        raise NoGraph("its pooling leaves the prompt out")


# The engine cuts, pads and frames the tokens itself; and an "</s>" that an article holds is text like any other.
_AS_PLAIN_TEXT: dict[str, Any] = {
    "truncation": None,
    "padding": None,
    "post_processor": None,
    "added_tokens": [],
}


def _write_tokenizer(model: Any, folder: Path) -> None:
    whole = json.loads(model.tokenizer.backend_tokenizer.to_str()) | _AS_PLAIN_TEXT
    _write_json(folder / TOKENIZER, whole)
    core = whole["model"]
    if (
        core["type"] == "Unigram"
        and not core.get("byte_fallback")
        and whole["normalizer"]
        and whole["pre_tokenizer"]
    ):
        pieces, scores = zip(*core["vocab"], strict=True)
        core["vocab"] = core["vocab"][: core["unk_id"] + 1]
        _write_json(folder / SHELL, whole)
        _write_json(folder / PIECES, pieces)
        np.save(folder / SCORES, np.array(scores))


def _write_fastest(model: Any, folder: Path) -> None:
    """Write the fastest form that gives the model's own vectors, the same in every company where any does."""
    expected = model.encode(list(_SAMPLES), prompt="", normalize_embeddings=True, show_progress_bar=False)
    core = import_openvino().Core()
    best, least = None, (True, float("inf"))
    agreement = {}
    for engine, graph, settings in _forms(model, core):
        plan = _plan(model, engine, settings)
        blob = core.compile_model(graph, "CPU", settings).export_model().getvalue()
        _write_graph(folder, blob, plan)
        encoder = GraphEngine(folder)
        agreement[engine] = float((encoder.encode(_SAMPLES, "") * expected).sum(1).min())
        cost = (not _is_steady(encoder), _seconds_of_work(core, graph, settings))
        if agreement[engine] >= _LEAST_ON_SAMPLES and cost < least:
            best, least = (blob, plan), cost
    if best is None:
        raise NoGraph(f"vectors differ from the model's own: least cosine {agreement}")
    _write_graph(folder, *best)


def _is_steady(encoder: GraphEngine) -> bool:
    """Whether a text has the same vector, bit for bit, alone and among others. Eight bits have not where they are slow too."""
    return all(
        np.array_equal(encoder.encode([text] * 8, ""), np.repeat(encoder.encode([text], ""), 8, axis=0))
        for text in _SAMPLES
    )


def _write_graph(folder: Path, blob: bytes, plan: Plan) -> None:
    (folder / GRAPH).write_bytes(blob)
    _write_json(folder / PLAN, asdict(plan))


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


def _plan(model: Any, engine: str, settings: dict[str, Any]) -> Plan:
    marks = model.tokenizer("a", return_special_tokens_mask=True)
    numbers, special = marks["input_ids"], marks["special_tokens_mask"]
    first = special.index(0)
    last = len(special) - special[::-1].index(0)
    return Plan(
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
        graph = import_openvino().convert_model(Cut().eval(), example_input=example)
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
