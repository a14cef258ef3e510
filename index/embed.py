"""Texts to vectors: any sentence-transformers model, run by the fastest engine this machine has for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache as once
from pathlib import Path
from shlex import quote
from threading import Lock
from typing import Any, Literal, Protocol

import numpy as np

from index.adapter import ADAPTER, OF_DEFAULT_MODEL, add_adapter
from index.cache import kept_folder, user_cache
from index.durable import sha256_of
from index.errors import ModelUnavailable, first_line
from index.export import export, export_key
from index.files import is_folder, reason_of
from index.graph import GraphEngine, GraphUnavailable, NoGraph
from index.weights import DEFAULT_MODEL, IDENTITY, PROMPTS, default_model

# Part of every fingerprint: raise it when a text reaches the model in another form than before.
_TEXT_FORM = 2
_REFUSAL = "refused.txt"
# One of them: of sentence-transformers, of transformers, of an addition to another model.
_IN_EVERY_MODEL = ("modules.json", "config.json", "adapter_config.json")
_MOST_CHARACTERS = 8192  # more than any window of 512 tokens holds; a longer text is cut before it costs time

Reads = Literal["articles", "questions"]


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    @property
    def name(self) -> str:
        """What a person typed to get this embedder."""

    @property
    def fingerprint(self) -> str:
        """64 hex digits that change whenever the vectors of articles would: with weights and prompts, not the engine."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return vectors of whole passages, shape (len(texts), dimension), float32, in the order given."""

    def embed_sentences(self, texts: Sequence[str]) -> np.ndarray:
        """Return vectors of single sentences of articles, in the same shape and order."""

    def embed_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Return vectors of questions, in the same shape and order."""


class Engine(Protocol):
    """Runs a model. ``name`` says what does the work and in which numbers, such as "openvino int8"."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str], prompt: str) -> np.ndarray: ...


def open_embedder(
    model: str | None = None, *, reads: Reads = "questions", cache: Path | None = None
) -> SentenceEmbedder:
    """Return the embedder of ``model``: a folder, or a name in the local Hugging Face cache; None is the default model.

    It is made ready for what it ``reads`` first. What that takes (unpacked weights, an exported graph) is kept in
    ``cache``, the user's own cache folder unless given. Nothing is ever downloaded. Raises ModelUnavailable.
    """
    cache = cache or user_cache()
    if model is None or model == DEFAULT_MODEL:
        return SentenceEmbedder(
            DEFAULT_MODEL,
            _digest(IDENTITY),
            PROMPTS,
            lambda: default_model(cache),
            cache,
            OF_DEFAULT_MODEL,
            reads,
        )
    folder = _local_folder(model)
    try:
        # Told before every file of a folder that is no model is read.
        if not any((folder / name).is_file() for name in _IN_EVERY_MODEL):
            raise ModelUnavailable(model, f"{folder} holds none of {', '.join(_IN_EVERY_MODEL)}")
        identity = _folder_identity(folder)
    except OSError as error:
        raise ModelUnavailable(
            model, f"{error.filename or folder} cannot be read: {reason_of(error)}"
        ) from None
    adapter = folder / ADAPTER if (folder / ADAPTER).is_file() else None
    return SentenceEmbedder(model, identity, _prompts(folder), lambda: folder, cache, adapter, reads)


class SentenceEmbedder:
    """A sentence-transformers model with its prompts. Threads may share it.

    Texts are freed of blanks at both ends and of lone surrogates, and cut to the model's window. Questions are read
    with the ``adapter``, where there is one, by an engine of their own.
    """

    def __init__(
        self,
        name: str,
        fingerprint: str,
        prompts: Mapping[str, str],
        find_folder: Callable[[], Path],
        cache: Path,
        adapter: Path | None = None,
        reads: Reads = "questions",
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._question_prompt = prompts.get("query", "")
        # The order in which sentence-transformers looks for it.
        self._passage_prompt = next(
            (prompts[key] for key in ("document", "passage", "corpus") if key in prompts), ""
        )
        self._for_articles = _OnceNeeded(lambda: _fastest_engine(name, fingerprint, find_folder, cache))
        self._for_questions = self._for_articles
        if adapter:
            self._for_questions = _OnceNeeded(
                lambda: _fastest_engine(name, fingerprint, find_folder, cache, adapter)
            )
        # Opened now, it tells what is amiss before anything is read or written. The other may never be needed, and is
        # another graph to export.
        self._first = self._for_articles if reads == "articles" else self._for_questions
        self._first.engine()

    @property
    def dimension(self) -> int:
        return self._first.engine().dimension

    @property
    def engine(self) -> str:
        """What does the work here, such as "openvino int8" or "torch fp32 (why there is nothing faster)"."""
        return self._first.engine().name

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._for_articles.engine().encode([_readable(text) for text in texts], self._passage_prompt)

    def embed_sentences(self, texts: Sequence[str]) -> np.ndarray:
        # A sentence is about as long as a question: embedded like one, it is found better (docs/evaluation.md).
        return self._for_articles.engine().encode([_readable(text) for text in texts], self._question_prompt)

    def embed_questions(self, texts: Sequence[str]) -> np.ndarray:
        return self._for_questions.engine().encode([_readable(text) for text in texts], self._question_prompt)


class _OnceNeeded:
    """An engine that is opened when it is first asked for, by one thread."""

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open = open_engine
        self._opening = Lock()
        self._opened: Engine | None = None

    def engine(self) -> Engine:
        with self._opening:
            self._opened = self._opened or self._open()
        return self._opened


def _fastest_engine(
    name: str,
    fingerprint: str,
    find_folder: Callable[[], Path],
    cache: Path,
    adapter: Path | None = None,
) -> Engine:
    """Return the model as a graph, exported now if it never was, and as it is where there can be no graph."""

    @once
    def load() -> Any:
        model = _load_model(name, find_folder())
        if adapter:
            _adapt(model, name, adapter)
        return model

    def make(new: Path) -> None:
        try:
            export(load(), new)
        except NoGraph as refusal:
            for started in new.iterdir():
                started.unlink()
            (new / _REFUSAL).write_text(str(refusal), "utf-8")  # not to try in vain at every start

    try:
        reads = f"-questions-{sha256_of(adapter)[:16]}" if adapter else ""
        folder = kept_folder(cache / f"graph-{fingerprint[:16]}-{export_key()}{reads}", make)
        if (folder / _REFUSAL).exists():
            raise NoGraph((folder / _REFUSAL).read_text("utf-8"))
        return GraphEngine(folder)
    except (GraphUnavailable, OSError, RuntimeError) as reason:
        return TorchEngine(load(), f"torch fp32 ({first_line(reason)})")


class TorchEngine:
    """Runs a SentenceTransformer as it is: slow to open, and the same everywhere."""

    def __init__(self, model: Any, name: str = "torch fp32") -> None:
        self.name = name
        self.dimension = int(model.get_embedding_dimension())
        self._model = model
        # The tokenizers of transformers cannot be used by two threads at once ("Already borrowed").
        self._lock = Lock()

    def encode(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of ``texts``."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with self._lock:
            vectors = self._model.encode(
                list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, np.float32)


def _readable(text: str) -> str:
    whole = (
        text.strip()[:_MOST_CHARACTERS].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    )
    return whole.rstrip()


def _local_folder(model: str) -> Path:
    """Return the folder that holds ``model``, without asking the network."""
    if is_folder(Path(model)):
        return Path(model)
    from huggingface_hub import snapshot_download

    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (OSError, ValueError):  # not in the cache; not even a name the hub could know
            continue
    raise ModelUnavailable(
        model,
        "is neither a folder nor in the local Hugging Face cache, and nothing is downloaded unasked; "
        f"fetch it with: hf download {quote(model)}",
    )


def _load_model(name: str, folder: Path) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        # Without a dtype, transformers takes that of the file: half precision is slow and rough on a processor.
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
        )
    except Exception as error:  # whatever a damaged or foreign folder brings up, in a dozen libraries
        raise ModelUnavailable(name, f"cannot be loaded from {folder}: {first_line(error)}") from error
    finally:
        logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _adapt(model: Any, name: str, adapter: Path) -> None:
    from safetensors import SafetensorError

    try:
        add_adapter(model, adapter)
    except (LookupError, SafetensorError, ValueError) as error:
        raise ModelUnavailable(name, f"{adapter} cannot be added: {first_line(error)}") from error


def _prompts(folder: Path) -> dict[str, str]:
    try:
        settings = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
        return {key: prompt for key, prompt in settings["prompts"].items() if prompt}
    except (OSError, ValueError, LookupError, AttributeError):
        return {}


def _folder_identity(folder: Path) -> str:
    """Return a digest of everything in ``folder`` that makes its vectors."""
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in {".json", ".safetensors", ".bin", ".model", ".txt"}
        and file.name != ADAPTER
        and file.is_file()
    )
    return _digest(*(f"{file.relative_to(folder).as_posix()} {sha256_of(file)}" for file in files))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join((str(_TEXT_FORM), *parts)).encode()).hexdigest()
