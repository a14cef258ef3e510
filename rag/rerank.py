"""A second, slower look at the passages found: optional, off unless a person names a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.errors import ModelUnavailable, first_line


class Reranker(Protocol):
    """Anything that says how well each text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return one number a text, shape (len(texts),); higher is better, any scale."""
        ...


class CrossEncoderReranker:
    """Any ``sentence_transformers.CrossEncoder`` that gives one number a text, by its folder or its name.

    A name is looked for in the local Hugging Face cache; nothing is ever downloaded. Raises ModelUnavailable.
    """

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder

        self.name = model
        try:
            self._encoder = CrossEncoder(model, local_files_only=True)
        except Exception as error:  # whatever a damaged or foreign folder brings up, in a dozen libraries
            raise ModelUnavailable(model, _problem(model, error)) from error
        if self._encoder.num_labels != 1:
            raise ModelUnavailable(
                model, f"gives {self._encoder.num_labels} numbers a text; a reranker gives one"
            )

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return the model's relevance of each of ``texts`` to ``question``, shape (len(texts),), float32."""
        if not texts:
            return np.zeros(0, np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._encoder.predict(pairs, show_progress_bar=False), np.float32)


def _problem(model: str, error: Exception) -> str:
    if Path(model).is_dir():
        return f"cannot be loaded: {first_line(error)}"
    return (
        "is neither a folder nor whole in the local Hugging Face cache, and nothing is downloaded unasked; "
        f"fetch it with: hf download {model}"
    )
