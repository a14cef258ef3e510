import json
from pathlib import Path

import numpy as np
import pytest

from index import build_index, load_articles
from rag import Chatbot
from rag.scale import AS_THEY_ARE, scales_of

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("seed_questions.jsonl").read_text("utf-8").splitlines()
]


class Centred:
    """The default model with what all its vectors share taken away: cosines about 0 for what has nothing in common."""

    name = fingerprint = "centred"

    def __init__(self, embedder):
        self._embedder = embedder
        self.dimension = embedder.dimension
        common = [
            "今天天气很好。",
            "他在北京工作。",
            "这本书很有意思。",
            "公司明年要搬家。",
            "孩子喜欢画画。",
        ]
        self._shared = embedder.embed_questions(common).mean(axis=0)

    def embed_passages(self, texts):
        return self._centred(self._embedder.embed_passages(texts))

    def embed_sentences(self, texts):
        return self._centred(self._embedder.embed_sentences(texts))

    def embed_questions(self, texts):
        return self._centred(self._embedder.embed_questions(texts))

    def _centred(self, vectors):
        rest = vectors - self._shared
        return (rest / np.linalg.norm(rest, axis=1, keepdims=True)).astype(np.float32)


class Deaf(Centred):
    """Puts every text in one place."""

    def _centred(self, vectors):
        return np.tile(self._shared / np.linalg.norm(self._shared), (len(vectors), 1)).astype(np.float32)


def test_the_default_model_is_read_as_it_is(embedder):
    assert scales_of(embedder) is AS_THEY_ARE


def test_another_model_is_read_on_the_scale_of_the_default_one(embedder):
    centred = Centred(embedder)
    question, answers = ["花呗逾期会上门吗?"], ["逾期后催收会上门。", "猫喜欢吃鱼。"]
    near, far = centred.embed_sentences(answers) @ centred.embed_questions(question)[0]
    scaled = scales_of(centred).sentences(np.array([near, far]))
    assert far < 0.4
    plain = embedder.embed_sentences(answers) @ embedder.embed_questions(question)[0]
    assert scaled == pytest.approx(plain, abs=0.04)


def test_a_model_that_tells_nothing_apart_is_left_as_it_is(embedder):
    assert scales_of(Deaf(embedder)).sentences(np.array([0.5])) == 0.5


def test_a_chatbot_with_another_embedder_still_answers_and_still_refuses(embedder, tmp_path):
    centred = Centred(embedder)
    build_index(load_articles(SEEDS), centred, tmp_path / "index")
    chatbot = Chatbot.open(tmp_path / "index", centred)
    answered = {True: 0, False: 0}
    for label in QUESTIONS:
        kind = chatbot.ask(label["question"]).kind
        answered[label["kind"] != "refusal"] += kind != "refusal"
    answerable = sum(label["kind"] != "refusal" for label in QUESTIONS)
    assert answered[True] >= 0.85 * answerable
    assert answered[False] <= 0.3 * (len(QUESTIONS) - answerable)
