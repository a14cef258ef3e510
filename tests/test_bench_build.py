import json

import numpy as np
import pytest

from bench.__main__ import main
from bench.build import Corpus, NoEncoder, Rate, Taken


@pytest.fixture
def records(tmp_path):
    """A .jsonl of 200 articles, and one line that is none."""
    lines = [
        json.dumps({"id": n, "title": f"第{n}问", "text": f"第{n}种做法是协商还款。"}) for n in range(200)
    ]
    (tmp_path / "all.jsonl").write_text("\n".join([*lines, "{"]), "utf-8")
    return str(tmp_path / "all.jsonl")


def test_a_corpus_is_read_anew_each_time_and_no_further_than_asked(records):
    corpus = Corpus([records, records], 300)
    assert len(list(corpus)) == len(list(corpus)) == 300
    assert next(iter(corpus)).text == "第0种做法是协商还款。"


def test_every_hundredth_article_of_a_changed_corpus_says_more(records):
    before, after = Corpus([records], 200), Corpus([records], 200, changed=100)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [article.title for article in changed] == ["第0问", "第100问"]


def test_no_encoder_gives_alike_texts_alike_unit_vectors():
    vectors = NoEncoder().embed_passages(["催收上门", "催收会上门", "天气"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.8 > vectors[0] @ vectors[2]


def test_rates_compare_by_the_clock_and_by_the_processor():
    ours, theirs = Rate(Taken(10.0, 20.0), 100, 5000), Rate(Taken(5.0, 5.0), 10, 500)
    assert ours.times(theirs) == "5.0 times (of the CPU's time 2.5)"
    assert theirs.taken.share_of(ours.taken) == "50.0% (of the CPU's time 25.0%)"
    assert " ".join(str(ours).split()) == "10.0 s 20.0 s of CPU 10.0 articles/s 500 tokens/s"


def test_without_an_encoder_it_says_what_all_else_takes(records, capsys):
    assert main(["build", records, "--encoder", "none"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("200 articles, 200 passages, 200 sentences, ")
    rebuild, unchanged, changed = said.splitlines()[1:]
    assert rebuild.startswith("rebuild ")
    assert "0 articles changed" in unchanged
    assert " 0 texts embedded" in unchanged
    assert "2 articles changed" in changed
    assert " 4 texts embedded" in changed
    assert all("most memory held" in line for line in (rebuild, unchanged, changed))


def test_no_article_is_one_line(tmp_path, capsys):
    (tmp_path / "empty.jsonl").touch()
    assert main(["build", str(tmp_path / "empty.jsonl"), "--encoder", "none"]) == 2
    assert capsys.readouterr().err == "bench: no article holds anything to index\n"
