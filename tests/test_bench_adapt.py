"""What labelled questions teach is learned, checked on questions that did not teach it, and written down."""

import numpy as np
import pytest
from labelled_set import write_set
from tiny_model import save_tiny_model

from bench import adapt
from bench.dataset import load_dataset
from index import PassageIndex, build_index, open_embedder
from index.adapter import add_adapter, write_adapter

# Each is answered by an article that has nothing in common with it.
ARTICLES = {
    "a": "催收上门。",
    "b": "银行起诉。",
    "c": "利息协商。",
    "d": "家人电话。",
    "e": "平台信息。",
    "f": "个人债务。",
}
ANSWERED_BY = {"暴力": "a", "还款吗": "b", "欠款会": "c", "逾期门": "d", "商债": "e", "话期": "f"}


@pytest.fixture
def model_folder(tmp_path):
    return save_tiny_model(tmp_path, pooling="mean")


@pytest.fixture
def lessons(tmp_path, model_folder):
    questions = {str(number): question for number, question in enumerate(ANSWERED_BY)}
    relevant = {str(number): article for number, article in enumerate(ANSWERED_BY.values())}
    dataset = load_dataset(write_set(tmp_path / "set", ARTICLES, questions, relevant))
    embedder = open_embedder(str(model_folder), cache=tmp_path / "cache")
    build_index(dataset.articles, embedder, tmp_path / "index")
    return adapt.lessons_of(dataset, PassageIndex.open(tmp_path / "index", embedder))


def reader_of(folder, adapter=None):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    if adapter:
        add_adapter(model, adapter)
    return adapt.QuestionReader(model)


def test_before_anything_is_learned_a_question_is_where_the_model_puts_it(lessons, model_folder, tmp_path):
    vectors = reader_of(model_folder).vectors(lessons.texts).detach().numpy()
    embedder = open_embedder(str(model_folder), cache=tmp_path / "cache")
    expected = embedder.embed_questions([texts[0] for texts in lessons.texts])
    assert (vectors * expected).sum(1).min() >= 0.999


def test_what_answers_a_question_is_found_once_it_was_taught(lessons, model_folder, monkeypatch, tmp_path):
    monkeypatch.setattr(adapt, "LEARNING_RATE", 0.02)
    reader = reader_of(model_folder)
    before, *_ = adapt.places(reader, lessons)
    adapt.learn(reader, [lessons], 60)
    after, *_ = adapt.places(reader, lessons)
    assert before.sum() > 6
    assert after.tolist() == [0] * 6

    reader.go(0.0)
    assert adapt.places(reader, lessons)[0].tolist() == before.tolist()

    # What is written makes of the model as it came the one that learned.
    write_adapter(tmp_path / "learned.safetensors", reader.factors(1.0))
    reader.go(1.0)
    learned = reader.vectors(lessons.texts).detach().numpy()
    again = reader_of(model_folder, tmp_path / "learned.safetensors").vectors(lessons.texts)
    assert (again.detach().numpy() * learned).sum(1).min() >= 0.999


def test_a_passage_that_says_what_the_right_one_says_is_not_pushed_away(lessons, model_folder):
    reader = reader_of(model_folder)
    first, second = lessons.right[0][0], lessons.right[1][0]
    lessons.passages[second] = lessons.passages[first]
    lessons.sentences[second] = lessons.sentences[first]
    alone = adapt._loss(reader, lessons, np.arange(1)).item()
    lessons.passages[second] *= 0.9
    assert adapt._loss(reader, lessons, np.arange(1)).item() > alone


def test_our_lessons_are_whole_sets_and_questions_over_the_corpus_of_a_set(tmp_path, capsys):
    corpus = write_set(tmp_path / "law")
    write_set(tmp_path / "lessons" / "whole", {"x": "起诉要交费。"}, {"1": "打官司要钱吗"}, {"1": "x"})
    for name in ("law", "unknown"):
        write_set(tmp_path / "lessons" / name, questions={"2": "人会来吗"}, relevant={"2": "visit"})
        (tmp_path / "lessons" / name / "corpus.jsonl").unlink()
    (tmp_path / "lessons" / "README.md").touch()
    law, whole = adapt.our_lessons(tmp_path / "lessons", {"law": corpus})
    assert (law.name, law.questions, len(law.articles)) == ("law", {"2": "人会来吗"}, 3)
    assert (whole.name, whole.questions, len(whole.articles)) == ("whole", {"1": "打官司要钱吗"}, 1)
    assert (
        capsys.readouterr().out
        == "unknown: teaches nothing, for it is over the articles of a DATASET of that name\n"
    )


def test_what_is_written_was_taught_by_our_lessons_and_by_the_questions_of_the_sets(
    tmp_path, monkeypatch, model_folder, capsys
):
    monkeypatch.setattr(adapt, "LESSONS", tmp_path / "lessons")
    write_set(tmp_path / "lessons" / "ours", ARTICLES, {"1": "暴力"}, {"1": "a"})
    dataset = write_set(tmp_path / "set")
    model = ["--model", str(model_folder)]
    written = [tmp_path / f"{name}.safetensors" for name in ("checked", "unchecked")]
    adapt.main([str(dataset), *model, "--out", str(written[0])])
    shown = capsys.readouterr().out
    for taught_by in ("as it came", "our lessons", "our lessons and the other folds"):
        assert f"| set | {taught_by} | " in shown
    adapt.main([str(dataset), *model, "--folds", "0", "--out", str(written[1])])
    assert written[0].read_bytes() == written[1].read_bytes()


def test_the_lessons_that_come_with_the_project_are_whole():
    whole = [folder for folder in adapt.LESSONS.iterdir() if (folder / "corpus.jsonl").exists()]
    assert len(whole) == 4
    assert all(load_dataset(folder).questions for folder in whole)
