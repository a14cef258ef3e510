import math

import numpy as np
import pytest
from labelled_set import QUESTIONS, RELEVANT, write_set

from bench.__main__ import main
from bench.dataset import load_dataset
from bench.measure import measure, recall, score
from bench.systems import all_systems
from index import PassageIndex, build_index

RANKINGS = {
    "first": ["a", "b", "c"],
    "third": ["b", "c", "a"],
    "eleventh": [*"bcdefghijk", "a"],
    "nothing": [],
}


def test_the_metrics_are_those_of_the_textbook():
    relevant = {question: {"a": 1} for question in RANKINGS}
    assert score(RANKINGS, relevant) == pytest.approx(
        {
            "hit@1": 1 / 4,
            "hit@5": 2 / 4,
            "recall@10": 2 / 4,
            "MRR@10": (1 + 1 / 3) / 4,
            "nDCG@10": (1 + 1 / math.log2(4)) / 4,
        }
    )


def test_two_articles_that_answer_count_each():
    found = score({"q": ["x", "a", "y"]}, {"q": {"a": 1, "b": 1}})
    ideal = 1 + 1 / math.log2(3)
    assert found == pytest.approx(
        {"hit@1": 0, "hit@5": 1, "recall@10": 1 / 2, "MRR@10": 1 / 2, "nDCG@10": 1 / math.log2(3) / ideal}
    )


def test_a_system_is_asked_each_question_once_and_timed():
    asked = []
    measured = measure(
        lambda text: asked.append(text) or ["a"], {"q1": "一", "q2": "二"}, {"q1": {"a": 1}, "q2": {"b": 1}}
    )
    assert asked == ["一", "二"]
    assert measured.metrics["hit@1"] == 0.5
    assert measured.milliseconds.shape == (2,)
    assert measured.percentile(50) <= measured.percentile(95)


def test_recall_counts_what_is_as_near_as_the_last():
    vectors = np.array([[1.0, 0], [0.8, 0.6], [0.8, -0.6], [0, 1]], np.float32)
    asked = np.array([1.0, 0], np.float32)
    assert recall(np.array([1.0, 0.8], np.float32), vectors, asked) == 1
    assert recall(np.array([1.0, 0.0], np.float32), vectors, asked) == 0.5


def test_every_system_ranks_the_same_index(tmp_path, letter_embedder):
    dataset = load_dataset(write_set(tmp_path / "set"))
    build_index(dataset.articles, letter_embedder, tmp_path / "index")
    systems = all_systems(PassageIndex.open(tmp_path / "index", letter_embedder), letter_embedder)
    assert list(systems)[:4] == ["dense passages", "bigram BM25", "jieba BM25", "ours"]
    assert "ours - words" in systems
    # The letters do not know 协商 and 分期, of which the third question is; its words do.
    found = {name: [system(question) for question in QUESTIONS.values()] for name, system in systems.items()}
    assert found["dense passages"] == [
        ["visit", "call", "plan"],
        ["call", "visit", "plan"],
        ["call", "visit", "plan"],
    ]
    assert found["bigram BM25"] == found["jieba BM25"] == [["visit"], ["call"], ["plan"]]
    assert all(set(ranking) == set(RELEVANT.values()) for ranking in found["ours"])
    dense = measure(systems["dense passages"], dataset.questions, dataset.relevant).metrics
    assert (dense["hit@1"], dense["MRR@10"]) == pytest.approx((2 / 3, 7 / 9))


def test_the_command_prints_every_system_and_keeps_the_index(tmp_path, capsys):
    folder = write_set(tmp_path / "set")
    keep = tmp_path / "keep"
    assert main(["retrieval", str(folder), "--keep", str(keep)]) == 0
    first = capsys.readouterr().out
    assert "set: 3 articles, 3 passages, 3 sentences; 6 texts embedded" in first
    row = next(line for line in first.splitlines() if line.startswith("| ours |"))
    assert row.split("|")[2:7] == [" 1.000 "] * 5
    assert main(["retrieval", str(folder), "--keep", str(keep), "--questions", "1"]) == 0
    assert "0 texts embedded" in capsys.readouterr().out
