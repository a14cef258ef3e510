"""A model becomes a graph only when the graph gives the model's own vectors."""

import json

import numpy as np
import pytest
from tiny_model import save_tiny_model

import index.export
from index import open_embedder
from index.export import LEAST_AGREEMENT, export
from index.graph import GRAPH, PIECES, GraphEngine, NoGraph

TEXTS = ["", "催收会上门吗", "欠款逾期", "平台起诉，银行协商还款！" * 3, "利息" * 100, "abc 鱻"]


def loaded(folder):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@pytest.fixture(scope="module", params=["cls", "mean"])
def model(request, tmp_path_factory):
    return loaded(save_tiny_model(tmp_path_factory.mktemp("tiny"), pooling=request.param))


def test_an_exported_model_gives_the_vectors_of_the_model(model, tmp_path):
    export(model, tmp_path)
    engine = GraphEngine(tmp_path)
    for prompt in ("", "问"):
        expected = model.encode(TEXTS, prompt=prompt, normalize_embeddings=True)
        assert (engine.encode(TEXTS, prompt) * expected).sum(1).min() >= LEAST_AGREEMENT
    assert engine.name.startswith("openvino ")
    assert engine.dimension == 64


def test_a_form_that_is_fast_and_only_just_agrees_on_the_samples_is_not_kept(model, tmp_path, monkeypatch):
    def rounded_is_fastest(core, graph, settings):
        return 0.0 if settings["DYNAMIC_QUANTIZATION_GROUP_SIZE"] else 1.0

    monkeypatch.setattr(index.export, "_seconds_of_work", rounded_is_fastest)
    export(model, tmp_path)
    expected = model.encode(TEXTS, prompt="", normalize_embeddings=True)
    assert (GraphEngine(tmp_path).encode(TEXTS, "") * expected).sum(1).min() >= LEAST_AGREEMENT


def test_a_form_that_gives_a_text_another_vector_among_others_is_not_kept_where_another_does_not(
    model, tmp_path, monkeypatch
):
    monkeypatch.setattr(index.export, "_is_steady", lambda encoder: not encoder.name.endswith("f32"))
    monkeypatch.setattr(
        index.export, "_seconds_of_work", lambda core, graph, how: how["DYNAMIC_QUANTIZATION_GROUP_SIZE"]
    )
    monkeypatch.setattr(index.export, "_LEAST_ON_SAMPLES", 0.9)
    export(model, tmp_path)
    assert not GraphEngine(tmp_path).name.endswith("f32")


def test_words_that_are_no_pieces_need_no_second_tokenizer(model, tmp_path):
    export(model, tmp_path)
    assert not (tmp_path / PIECES).exists()


def test_the_fastest_form_is_not_kept_when_its_vectors_are_wrong(model, tmp_path, monkeypatch):
    other = loaded(save_tiny_model(tmp_path, seed=1))
    eight_bit = index.export._eight_bit
    monkeypatch.setattr(index.export, "_eight_bit", lambda graph: eight_bit(index.export._cut_graph(other)))
    monkeypatch.setattr(
        index.export, "_seconds_of_work", lambda core, graph, how: -how["DYNAMIC_QUANTIZATION_GROUP_SIZE"]
    )
    (tmp_path / "graph").mkdir()
    export(model, tmp_path / "graph")
    engine = GraphEngine(tmp_path / "graph")
    assert engine.name != "openvino int8"
    expected = model.encode(TEXTS, prompt="", normalize_embeddings=True)
    assert (engine.encode(TEXTS, "") * expected).sum(1).min() >= LEAST_AGREEMENT


def test_a_model_whose_pooling_leaves_the_prompt_out_gets_no_graph(tmp_path):
    model = loaded(save_tiny_model(tmp_path, include_prompt=False))
    (tmp_path / "graph").mkdir()
    with pytest.raises(NoGraph, match="leaves the prompt out"):
        export(model, tmp_path / "graph")


def test_a_model_without_a_word_table_to_cut_at_gets_no_graph(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = loaded(save_tiny_model(tmp_path)).tokenizer.backend_tokenizer
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu")
    (tmp_path / "graph").mkdir()
    with pytest.raises(NoGraph, match="AttributeError"):
        export(model, tmp_path / "graph")


def test_a_refused_model_runs_in_torch_and_is_not_tried_at_every_start(tmp_path, monkeypatch):
    folder = save_tiny_model(tmp_path, include_prompt=False)
    embedder = open_embedder(str(folder), cache=tmp_path / "cache")
    assert embedder.engine == "torch fp32 (its pooling leaves the prompt out)"
    expected = loaded(folder).encode(TEXTS, prompt="答", normalize_embeddings=True)
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), expected, atol=1e-6)

    monkeypatch.setattr("index.embed.export", lambda model, folder: pytest.fail("tried again"))
    again = open_embedder(str(folder), cache=tmp_path / "cache")
    assert again.engine == embedder.engine


def test_a_machine_that_is_short_of_memory_is_asked_again_the_next_time(tmp_path, monkeypatch):
    folder = save_tiny_model(tmp_path)

    def no_memory(model, graph_folder):
        raise RuntimeError("std::bad_alloc\nin some kernel")

    with monkeypatch.context() as short:
        short.setattr(index.export, "_write_fastest", no_memory)
        embedder = open_embedder(str(folder), cache=tmp_path / "cache")
    assert embedder.engine == "torch fp32 (RuntimeError: std::bad_alloc)"
    assert open_embedder(str(folder), cache=tmp_path / "cache").engine.startswith("openvino ")


def test_a_damaged_graph_is_exported_anew_and_gives_the_same_vectors(tmp_path, monkeypatch):
    # Of forms that take as long the first is kept, and not now one, now another.
    monkeypatch.setattr(index.export, "_seconds_of_work", lambda *graph: 1.0)
    folder = save_tiny_model(tmp_path)
    before = open_embedder(str(folder), cache=tmp_path / "cache").embed_passages(TEXTS)
    (graph,) = (tmp_path / "cache").glob(f"*/{GRAPH}")
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 255
    graph.write_bytes(content)
    after = open_embedder(str(folder), cache=tmp_path / "cache")
    assert after.engine.startswith("openvino ")
    assert (after.embed_passages(TEXTS) * before).sum(1).min() >= LEAST_AGREEMENT
    assert graph.read_bytes() != bytes(content)


def test_a_plan_says_how_text_becomes_tokens(model, tmp_path):
    export(model, tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert (plan["beginning"], plan["ending"], plan["padding"], plan["window"]) == ([2], [3], 0, 64)
