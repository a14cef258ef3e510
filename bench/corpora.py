"""The corpora whose answers are measured, the questions asked over them, and a chatbot over any of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index import Article, Embedder, build_index, load_articles
from rag import Chatbot

_HERE = Path(__file__).parent
OWN = ("seeds", "articles", "laws")


def own_folder(corpus: str, data: Path) -> Path:
    """Return the folder of one of OWN: the seeds come with the project, the others are in ``data``."""
    return _HERE.parent / "seeds" if corpus == "seeds" else data / corpus


def own_questions(half: str) -> list[dict[str, Any]]:
    """Return the labelled questions over OWN, "dev" or "held"."""
    return records(_HERE / "questions" / f"{half}.jsonl")


def records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def articles_of(folder: Path) -> Iterator[Article]:
    """The .txt and .md articles of ``folder``; tables that describe them are left out."""
    return (article for article in load_articles(folder) if Path(article.source).suffix in (".txt", ".md"))


def articles_saying(texts: Iterable[str]) -> Iterator[Article]:
    """An article without a title for each of ``texts``; what is blank is none."""
    return (Article(f"p{n}", f"p{n}", text, "") for n, text in enumerate(texts) if text.strip())


def texts_of(passages: Any) -> list[str]:
    """What a public set gives as one text or as several."""
    return [passages] if isinstance(passages, str) else list(passages)


@contextmanager
def chatbot_over(articles: Iterable[Article], embedder: Embedder) -> Iterator[Chatbot]:
    """Give a chatbot over an index of ``articles``, built by the product's own ``build_index`` and gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        build_index(articles, embedder, folder)
        yield Chatbot.open(folder, embedder)
