import pickle
from datetime import date, datetime

import numpy as np
import pytest

from index import errors
from index.build import build_index
from index.checks import unit_vectors, usable
from index.errors import BadArticle, BadVectors
from index.records import Article, Span
from index.store import PassageIndex

TEXT = "逾期以后可以协商还款。"


def article(**fields):
    return Article(**{"id": "a", "source": "a.txt", "title": "一篇文章", "text": TEXT, **fields})


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"published": "2025-01-01"}, "a.txt: its published is str, not date"),
        ({"id": 7}, "a.txt: its id is int, not str"),
        ({"title_span": (0, 2)}, "a.txt: its title_span is tuple, not Span"),
        ({"id": ""}, "a.txt: its id is empty; give it one"),
        ({"title_span": Span(0, 99)}, "a.txt: its title_span, 0 to 99, is not in its text"),
        ({"title_span": Span(-2, 3)}, "a.txt: its title_span, -2 to 3, is not in its text"),
        ({"text": TEXT + "\ud800"}, r"a.txt: its text holds '\\ud800', which is no character; correct it"),
    ],
)
def test_a_field_that_no_index_can_hold_is_named(fields, problem):
    with pytest.raises(BadArticle, match=f"^{problem}$"):
        usable(article(**fields))


def test_a_time_becomes_its_day_and_can_be_read_again(tmp_path, letter_embedder):
    build_index([article(published=datetime(2025, 1, 2, 3, 4))], letter_embedder, tmp_path)
    assert PassageIndex.open(tmp_path).article("a").published == date(2025, 1, 2)
    assert build_index([article(published=date(2025, 1, 2))], letter_embedder, tmp_path).unchanged == 1


def test_a_bad_article_is_refused_and_the_others_are_in(tmp_path, letter_embedder):
    report = build_index([article(id=7), article()], letter_embedder, tmp_path)
    assert (report.added, [bad.problem for bad in report.refused]) == (1, ["its id is int, not str"])


def test_what_is_no_article_is_told_what_reads_files(tmp_path, letter_embedder):
    with pytest.raises(TypeError, match=r"str, not index\.Article; files are read by index\.load_articles"):
        build_index("seeds", letter_embedder, tmp_path)
    assert list(tmp_path.glob("[!.]*")) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([[1.0, 0.0]], "gave list, not a NumPy array"),
        (np.ones((1, 3), np.float32), r"gave an array of shape \(1, 3\), not \(1, 2\)"),
        (np.array([[np.nan, 1.0]], np.float32), "holds no number"),
        (np.array([[3.0, 4.0]], np.float32), "of length 5, not 1; normalise them"),
    ],
)
def test_what_is_no_unit_vector_for_each_text_is_refused(given, problem):
    with pytest.raises(BadVectors, match=f"embedder 'mine': .*{problem}"):
        unit_vectors(given, 1, 2, "mine")


def test_unit_vectors_of_another_precision_are_taken():
    assert unit_vectors(np.array([[0.6, 0.8]]), 1, 2, "mine").dtype == np.float32


def test_a_bad_embedder_leaves_the_old_index(tmp_path, letter_embedder, monkeypatch):
    build_index([article()], letter_embedder, tmp_path)
    monkeypatch.setattr(letter_embedder, "embed_passages", lambda texts: np.zeros((len(texts), 2)))
    with pytest.raises(BadVectors):
        build_index([article(text="另一篇文章。\n\n说的是催收。")], letter_embedder, tmp_path)
    assert PassageIndex.open(tmp_path).article("a").text == TEXT


@pytest.mark.parametrize(
    "failure", [FileNotFoundError(2, "gone", "/data/7.txt"), ConnectionRefusedError(111, "no")]
)
def test_what_the_articles_raise_is_raised(tmp_path, letter_embedder, failure):
    def articles():
        yield article()
        raise failure

    with pytest.raises(type(failure)) as raised:
        build_index(articles(), letter_embedder, tmp_path)
    assert raised.value is failure


def test_no_passage_is_shorter_than_a_character(tmp_path, letter_embedder):
    with pytest.raises(ValueError, match="max_chars is 0"):
        build_index([article()], letter_embedder, tmp_path, max_chars=0)


@pytest.mark.parametrize(
    "error",
    [
        errors.BadArticle("a.txt", "is empty"),
        errors.MissingIndex("an index"),
        errors.BrokenIndex("an index", "CURRENT", "is missing"),
        errors.EmbedderMismatch("an index", "one", "another"),
        errors.ModelUnavailable("mine", "is not there"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_a_trip_to_another_process(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_repair_can_be_typed_as_it_stands():
    assert str(errors.MissingIndex("my index")).endswith("--index 'my index'")
