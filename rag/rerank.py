"""A second, slower look at the passages found: optional, off unless a person names a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Reranker(Protocol):
    """Anything that says how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return one number a text, shape (len(texts),); higher is better, any scale."""
        ...


class CrossEncoderReranker:
    """Any ``sentence_transformers.CrossEncoder``, by the name or the folder of its model."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder

        self.name = model
        self._encoder = CrossEncoder(model)

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return the model's relevance of each of ``texts`` to ``question``, shape (len(texts),), float32."""
        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._encoder.predict(pairs, show_progress_bar=False), np.float32).reshape(-1)
