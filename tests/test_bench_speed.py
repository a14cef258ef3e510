from itertools import pairwise

import pytest
from labelled_set import QUESTIONS, write_set

from bench.__main__ import main
from bench.dataset import BadDataset
from bench.speed import first_articles, in_turn, load_all, spread


def test_every_system_gets_every_question_once_and_after_another_system_another_one():
    asked = []
    systems = {name: lambda question, name=name: asked.append((question, name)) for name in "xyz"}
    milliseconds = in_turn(systems, "一二三四五六", others="七八")
    assert {name: times.shape for name, times in milliseconds.items()} == dict.fromkeys("xyz", (6,))
    before, timed = asked[:6], asked[6:]
    assert before == [(question, name) for question in "七八" for name in "xyz"]
    assert sorted(timed) == sorted((question, name) for question in "一二三四五六" for name in "xyz")
    assert all(first[0] != second[0] for first, second in pairwise(timed))
    assert [name for _, name in timed[::3]] == list("xyzxyz")


def test_the_largest_corpus_comes_first(tmp_path):
    write_set(tmp_path / "bench" / "a-small")
    large = write_set(tmp_path / "bench" / "b-large") / "corpus.jsonl"
    with large.open("a", encoding="utf-8") as corpus:
        corpus.write('{"id": "more", "title": "", "text": "还有一篇。"}\n')
    datasets = load_all(tmp_path)
    assert [dataset.name for dataset in datasets] == ["b-large", "a-small"]
    assert [article.id for article in first_articles(datasets, 5).articles] == [
        *(f"{large.as_posix()}#{id}" for id in ("visit", "call", "plan", "more")),
        f"{tmp_path.as_posix()}/bench/a-small/corpus.jsonl#visit",
    ]
    assert first_articles(datasets, 5).name == "speed-5"
    assert spread(datasets, 2) == [QUESTIONS["q1"]] * 2
    with pytest.raises(BadDataset, match="hold 7 articles"):
        first_articles(datasets, 8)


def test_the_command_compares_with_the_embedding_and_a_plain_pipeline(tmp_path, capsys):
    write_set(tmp_path / "bench" / "set")
    assert main(["speed", str(tmp_path), "--articles", "3", "--questions", "2", "--starts", "0"]) == 0
    shown = capsys.readouterr().out
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines() if line]
    rows = {row[0]: row[1:] for row in cells if len(row) > 1}
    assert rows["embedding alone"][2] == "1.00"
    for name in ("Chatbot.search", "Chatbot.ask", "sentence-transformers alone", "plain pipeline"):
        p50, p95, _ = map(float, rows[name])
        assert 0 < p50 <= p95
    assert float(rows["16 asking at once"][0]) > 0
    assert "3 passages, search exact" in shown
