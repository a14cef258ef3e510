"""What several test files share: the real model, and the real seeds built into an index once."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from index import build_index, load_articles, open_embedder
from rag import Chatbot

# A shell that runs these tests in the background has Ctrl-C ignored, and so would every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("fuzz", max_examples=2500, deadline=None)

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def embedder():
    """The default model on this machine's fastest engine."""
    return open_embedder()


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory, embedder) -> Path:
    """The folder of an index over the two seed articles. Read only: a test that changes it copies it first."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    build_index(load_articles(SEEDS), embedder, folder)
    return folder


@pytest.fixture(scope="session")
def chatbot(seeds_index, embedder) -> Chatbot:
    return Chatbot.open(seeds_index, embedder)


class LetterEmbedder:
    """A stand-in that a human can compute in the head: how often each of eight characters stands in the text."""

    name = "letters"
    engine = "by hand"
    fingerprint = "0" * 64
    letters = "上门会不电话还款"
    dimension = len(letters)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[text.count(c) for c in self.letters] for text in texts], np.float32)
        counts = counts.reshape(len(texts), self.dimension) + 0.01
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    embed_sentences = embed_questions = embed_passages


@pytest.fixture(scope="session")
def letter_embedder() -> LetterEmbedder:
    return LetterEmbedder()
