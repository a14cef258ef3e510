import pytest
from labelled_set import ARTICLES, QUESTIONS, RELEVANT, write_set

from bench.__main__ import BENCHES, main
from bench.dataset import Dataset, among, load_dataset, shares, some_questions

QRELS = "q1\tvisit\t1\n"


def test_a_set_is_its_articles_its_questions_and_what_answers_them(tmp_path):
    dataset = load_dataset(write_set(tmp_path / "mine"))
    assert dataset.name == "mine"
    assert {article.id: article.text for article in dataset.articles} == ARTICLES
    assert dataset.questions == QUESTIONS
    assert dataset.relevant == {question: {article: 1} for question, article in RELEVANT.items()}
    assert dataset.refused == 0


def test_a_line_of_headings_and_the_place_that_beir_has_are_read_too(tmp_path):
    write_set(tmp_path)
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels.tsv").rename(tmp_path / "qrels" / "test.tsv")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + QRELS, "utf-8")
    assert load_dataset(tmp_path).relevant == {"q1": {"visit": 1}}


def test_a_question_that_nothing_answers_is_not_asked(tmp_path):
    write_set(tmp_path)
    (tmp_path / "qrels.tsv").write_text(QRELS + "q2\tcall\t0\n", "utf-8")
    assert list(load_dataset(tmp_path).questions) == ["q1"]


BAD = {
    "no corpus": ("corpus.jsonl", None, "has no corpus.jsonl; a dataset is"),
    "no questions": ("queries.jsonl", None, "has no queries.jsonl; a dataset is"),
    "no judgements": ("qrels.tsv", None, "has no qrels.tsv; a dataset is"),
    "an empty corpus": ("corpus.jsonl", "", "corpus.jsonl: holds no article"),
    "an empty file of questions": ("queries.jsonl", "\n", "queries.jsonl: holds no question"),
    "empty judgements": ("qrels.tsv", "", "qrels.tsv: judges no article relevant"),
    "an unknown article": ("qrels.tsv", QRELS + "q2\tnone\t1\n", "qrels.tsv:2: unknown article 'none'"),
    "an unknown question": ("qrels.tsv", QRELS + "q9\tcall\t1\n", "qrels.tsv:2: unknown question 'q9'"),
    "an unknown id in the first line": ("qrels.tsv", "q9\tcall\t1\n", "qrels.tsv:1: unknown question 'q9'"),
    "a grade that is none": ("qrels.tsv", QRELS + "q2\tcall\tyes\n", "qrels.tsv:2: expected question id"),
    "a broken question": (
        "queries.jsonl",
        '{"id": "q1", "te\n',
        "queries.jsonl:1: expected JSON with id and",
    ),
    "a question without text": ("queries.jsonl", '{"id": "q1"}\n', "queries.jsonl:1: expected JSON with id"),
    "a broken article": (
        "corpus.jsonl",
        '{"id": "visit", "text": "逾期会上门。"}\n{"id": ',
        "corpus.jsonl:2: expected JSON with id and text",
    ),
    "another encoding": (
        "queries.jsonl",
        '{"id": "q1", "text": "会上门吗"}'.encode("gb18030"),
        "is not in UTF-8",
    ),
}


@pytest.fixture(params=BAD.values(), ids=BAD)
def damaged(request, tmp_path):
    """A folder with one thing wrong, and what must be said of it."""
    file, content, said = request.param
    path = write_set(tmp_path / "bench" / "set") / file
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path.parent, said


@pytest.mark.parametrize("name", ["retrieval", "robustness"])
def test_a_bad_set_is_one_line_and_no_number(damaged, capsys, name):
    folder, said = damaged
    assert main([name, str(folder)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("bench: ")
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_a_bad_second_set_is_found_before_the_first_is_measured(tmp_path, capsys):
    assert main(["retrieval", str(write_set(tmp_path / "good")), str(tmp_path / "none")]) == 2
    assert capsys.readouterr().out == ""


def test_speed_names_what_it_misses(tmp_path, capsys):
    assert main(["speed", str(tmp_path)]) == 2
    assert "has no bench/NAME/corpus.jsonl" in capsys.readouterr().err
    write_set(tmp_path / "bench" / "set")
    assert main(["speed", str(tmp_path), "--articles", "4"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "bench: the corpora hold 3 articles; --articles asks for 4\n")


def test_a_part_of_a_corpus_holds_what_answers_and_others_spread_evenly(tmp_path):
    articles = {str(number): f"第{number}种做法是协商。" for number in range(100)}
    dataset = load_dataset(write_set(tmp_path / "set", articles, {"q": "怎么协商"}, {"q": "99"}))
    other = load_dataset(write_set(tmp_path / "other", articles, {"q": "怎么协商"}, {"q": "51"}))
    part = among([dataset, other], 4)
    assert [article.id for article in part.articles] == ["0", "25", "50", "51", "75", "99"]
    assert part.questions == dataset.questions
    assert among([dataset, other], 100) is dataset


@pytest.mark.parametrize("name", BENCHES)
def test_every_measurement_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"python -m bench {name}" in capsys.readouterr().out


def test_the_list_of_measurements_says_what_each_is(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"{name} " in shown and what in shown for name, what in BENCHES.items())


def test_an_unknown_measurement_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["beauty"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("wanted", "held", "expected"),
    [
        (300, [246, 44], [246, 44]),
        (100, [246, 44], [56, 44]),
        (300, [246, 44, 1561], [128, 44, 128]),
        (1, [5, 5], [0, 1]),
    ],
)
def test_questions_are_shared_evenly_between_the_sets(wanted, held, expected):
    sets = [Dataset("", (), 0, {str(n): "" for n in range(count)}, {}) for count in held]
    assert shares(wanted, sets) == expected


def test_some_questions_are_spread_over_the_whole_set():
    dataset = Dataset("", (), 0, {str(n): f"第{n}问" for n in range(10)}, {})
    assert list(some_questions(dataset, 5)) == ["0", "2", "4", "6", "8"]
    assert some_questions(dataset, 20) == some_questions(dataset, None) == dataset.questions
    assert some_questions(dataset, 0) == {}
