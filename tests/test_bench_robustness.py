import numpy as np
import pytest
from labelled_set import QUESTIONS, write_set

from bench.__main__ import main
from bench.dataset import load_dataset
from bench.perturb import PERTURBATIONS
from bench.robustness import hits_of, lost

WAYS = ["as asked", *PERTURBATIONS]


@pytest.fixture
def dataset(tmp_path):
    return load_dataset(write_set(tmp_path))


def test_a_system_that_knows_the_very_question_loses_all_other_ways(dataset):
    answers = {question: list(dataset.relevant[id]) for id, question in QUESTIONS.items()}
    hits = hits_of(lambda question: answers.get(question, []), dataset, dataset.questions)
    assert hits.tolist() == [[True] + [False] * len(PERTURBATIONS)] * 3


def test_a_system_that_reads_no_punctuation_loses_nothing_without_it(dataset):
    answers = {question.rstrip("？"): list(dataset.relevant[id]) for id, question in QUESTIONS.items()}
    hits = hits_of(lambda question: answers.get(question.rstrip("？"), []), dataset, dataset.questions)
    assert dict(zip(WAYS, hits.all(axis=0).tolist(), strict=True)) == {
        "as asked": True,
        "traditional": False,
        "no punctuation": True,
        "wrong character": False,
        "in a story": False,
        "keywords": False,
    }


def test_the_sixth_article_is_too_late(dataset):
    others = ["a", "b", "c", "d"]
    assert hits_of(lambda question: [*others, "visit"], dataset, {"q1": QUESTIONS["q1"]}).all()
    assert not hits_of(lambda question: [*others, "e", "visit"], dataset, {"q1": QUESTIONS["q1"]}).any()


def test_what_was_lost_is_shown_as_it_was_put():
    hits = np.array([[True, True, False, True, True, True], [False] * 6, [True] * 6])
    assert list(lost(QUESTIONS, hits)) == ["lost, no punctuation: q1 逾期了会上门吗"]


def test_two_sets_of_one_name_are_refused(tmp_path, capsys):
    sets = [str(write_set(tmp_path / folder / "set")) for folder in ("a", "b")]
    assert main(["robustness", *sets]) == 2
    assert (
        capsys.readouterr().err
        == f"bench: {sets[1]}: is named as {sets[0]} is; rename one, or measure one at a time\n"
    )


def test_a_set_that_gets_no_question_is_left_out(tmp_path, capsys):
    sets = [str(write_set(tmp_path / name)) for name in ("one", "two")]
    assert main(["robustness", *sets, "--questions", "1"]) == 0
    assert "| all | 1 |" in capsys.readouterr().out


@pytest.mark.parametrize("questions", ["0", "-1", "many"])
def test_less_than_one_question_cannot_be_asked(tmp_path, capsys, questions):
    with pytest.raises(SystemExit, match="2"):
        main(["robustness", str(tmp_path), "--questions", questions])
    assert "argument --questions: " in capsys.readouterr().err


def test_the_table_has_each_set_and_all_together(tmp_path, capsys):
    sets = [str(write_set(tmp_path / name)) for name in ("one", "two")]
    assert main(["robustness", *sets, "--questions", "4"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert cells[0] == ["hit@5", "questions", *WAYS]
    # Three articles are all among the first five: nothing can be lost.
    nothing_lost = ["1.000", *["+0.0"] * len(PERTURBATIONS)]
    assert cells[1:] == [
        ["one", "2", *nothing_lost],
        ["two", "2", *nothing_lost],
        ["all", "4", *nothing_lost],
    ]
