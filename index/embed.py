"""Texts to vectors: any sentence-transformers model, and the default one by the fastest engine this machine has."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.weights import DEFAULT_MODEL, default_model


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def embed_passages(self, texts: Sequence[str]) -> np.ndarray: ...
    def embed_questions(self, texts: Sequence[str]) -> np.ndarray: ...


class SentenceEmbedder:
    """Any sentence-transformers name or folder. (First version: works, not yet fast.)"""

    def __init__(self, model: str | Path, name: str | None = None) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = name or str(model)
        self._model: Any = SentenceTransformer(str(model), device="cpu", local_files_only=True)
        self.dimension = int(self._model.get_sentence_embedding_dimension())
        self.fingerprint = hashlib.sha256(self.name.encode()).hexdigest()
        self.engine = "torch fp32"

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, "passage")

    def embed_questions(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, "query")

    def _embed(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [t.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:8192] for t in texts],
            prompt=(self._model.prompts or {}).get(prompt) or None,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def open_embedder(model: str | None = None) -> Embedder:
    """Return the embedder of ``model``; None is the default model."""
    if model is None or model == DEFAULT_MODEL:
        return SentenceEmbedder(default_model(), DEFAULT_MODEL)
    return SentenceEmbedder(model)
