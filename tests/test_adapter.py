"""What a model learned of questions is added where it reads questions, and nowhere else."""

import sys

import numpy as np
import pytest
import torch
from tiny_model import save_tiny_model

from index import ModelUnavailable, open_embedder
from index.adapter import ADAPTER, OF_DEFAULT_MODEL, add_adapter, write_adapter

QUERY = "encoder.layer.0.attention.self.query"
TEXTS = ["催收会上门吗", "欠款逾期", "银行起诉，协商还款！" * 3]


def factors(rank=2, size=64):
    chance = np.random.default_rng(0)
    return {QUERY: (chance.standard_normal((rank, size)), chance.standard_normal((size, rank)))}


@pytest.fixture
def folder(tmp_path):
    return save_tiny_model(tmp_path)


def in_torch(folder):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@pytest.mark.parametrize("openvino", [True, False], ids=["as a graph", "in torch"])
def test_only_questions_are_read_with_the_adapter(folder, tmp_path, monkeypatch, openvino):
    if not openvino:
        monkeypatch.setitem(sys.modules, "openvino", None)
    before = open_embedder(str(folder), cache=tmp_path / "cache")
    write_adapter(folder / ADAPTER, factors())
    after = open_embedder(str(folder), cache=tmp_path / "cache")
    assert np.array_equal(after.embed_passages(TEXTS), before.embed_passages(TEXTS))
    assert np.array_equal(after.embed_sentences(TEXTS), before.embed_questions(TEXTS))

    model = in_torch(folder)
    down, up = (factor.astype(np.float16).astype(np.float32) for factor in factors()[QUERY])
    weight = dict(model[0].auto_model.named_parameters())[f"{QUERY}.weight"]
    weight.data += torch.from_numpy(up @ down)
    expected = model.encode(TEXTS, prompt="问", normalize_embeddings=True)
    assert (after.embed_questions(TEXTS) * expected).sum(1).min() >= 0.999
    assert (before.embed_questions(TEXTS) * expected).sum(1).min() < 0.99


def test_an_index_does_not_depend_on_the_adapter(folder, tmp_path):
    before = open_embedder(str(folder), cache=tmp_path / "cache").fingerprint
    write_adapter(folder / ADAPTER, factors())
    assert open_embedder(str(folder), cache=tmp_path / "cache").fingerprint == before


@pytest.mark.parametrize("reads", ["articles", "questions"])
def test_who_reads_only_articles_or_only_questions_needs_one_graph(folder, tmp_path, reads):
    write_adapter(folder / ADAPTER, factors())
    embedder = open_embedder(str(folder), reads=reads, cache=tmp_path / "cache")
    embed = embedder.embed_sentences if reads == "articles" else embedder.embed_questions
    assert embed(TEXTS).shape == (len(TEXTS), embedder.dimension)
    assert embedder.engine.startswith("openvino ")
    (graph,) = (path.name for path in (tmp_path / "cache").iterdir() if path.is_dir())
    assert ("-questions-" in graph) == (reads == "questions")


def test_another_adapter_is_another_graph(folder, tmp_path):
    vectors = []
    for rank in (1, 2):
        write_adapter(folder / ADAPTER, factors(rank))
        vectors.append(open_embedder(str(folder), cache=tmp_path / "cache").embed_questions(TEXTS))
    assert (vectors[0] * vectors[1]).sum(1).max() < 0.999


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (factors(size=32), "is for another model, one with a encoder.layer.0"),
        (b"nonsense", "cannot be added"),
    ],
    ids=["another model's", "damaged"],
)
def test_an_adapter_that_does_not_fit_is_named(folder, tmp_path, content, problem):
    if isinstance(content, bytes):
        (folder / ADAPTER).write_bytes(content)
    else:
        write_adapter(folder / ADAPTER, content)
    with pytest.raises(ModelUnavailable, match=problem) as caught:
        open_embedder(str(folder), cache=tmp_path / "cache")
    assert str(folder / ADAPTER) in str(caught.value)


def test_the_default_model_brings_its_adapter(embedder):
    from index.weights import default_model

    model = in_torch(default_model())
    plain = model.encode(["支付宝欠款会上门吗?"], prompt_name="query")
    assert (embedder.embed_sentences(["支付宝欠款会上门吗?"]) * plain).sum() >= 0.999
    add_adapter(model, OF_DEFAULT_MODEL)
    adapted = model.encode(["支付宝欠款会上门吗?"], prompt_name="query")
    assert (embedder.embed_questions(["支付宝欠款会上门吗?"]) * adapted).sum() >= 0.999
    assert 0.9 < (plain * adapted).sum() < 0.999
