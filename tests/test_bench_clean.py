from bench.__main__ import main
from bench.clean import LABELS, read_labels, score


def test_forty_articles_are_labelled():
    assert len(LABELS.read_text(encoding="utf-8").splitlines()) == 40


def test_on_the_seeds_all_that_was_labelled_is_dropped_and_nothing_else(tmp_path):
    labelled, absent = read_labels(tmp_path)
    assert len(labelled) == 2
    assert len(absent) == 38
    found = score(labelled)
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_a_folder_without_the_labelled_articles_is_named(tmp_path, capsys):
    assert main(["clean", str(tmp_path)]) == 2
    assert f"{tmp_path} holds none of the labelled articles" in capsys.readouterr().err
