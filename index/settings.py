"""What the environment may say. Only the four entry points read it; everything below takes arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_INDEX = "data/index"


@dataclass(frozen=True, slots=True)
class Settings:
    """``RAG_INDEX``: the index folder. ``RAG_MODEL``: a sentence-transformers name or folder; None is the default model."""

    index_folder: Path
    model: str | None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        return cls(
            index_folder=Path(environ.get("RAG_INDEX") or DEFAULT_INDEX),
            model=environ.get("RAG_MODEL") or None,
        )
