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
    monkeypatch.setattr(adapt, "EPOCHS", 60)
    monkeypatch.setattr(adapt, "LEARNING_RATE", 0.02)
    rows = np.arange(len(lessons.texts))
    reader = reader_of(model_folder)
    before, *_ = adapt.places(reader, lessons, rows)
    adapt.learn(reader, [lessons], [rows])
    after, *_ = adapt.places(reader, lessons, rows)
    assert before.sum() > 6
    assert after.tolist() == [0] * 6

    reader.go(0.0)
    assert adapt.places(reader, lessons, rows)[0].tolist() == before.tolist()

    # What is written makes of the model as it came the one that learned.
    write_adapter(tmp_path / "learned.safetensors", reader.factors(1.0))
    reader.go(1.0)
    learned = reader.vectors(lessons.texts).detach().numpy()
    again = reader_of(model_folder, tmp_path / "learned.safetensors").vectors(lessons.texts)
    assert (again.detach().numpy() * learned).sum(1).min() >= 0.999
