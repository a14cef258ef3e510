"""Everything about the index: making it, saving it, opening it, searching it."""

from index.build import BuildReport, build_index
from index.corpus import load_articles
from index.embed import Embedder, SentenceEmbedder, open_embedder
from index.errors import (
    BadArticle,
    BadVectors,
    BrokenIndex,
    EmbedderMismatch,
    ForeignFolder,
    IndexingError,
    IndexLocked,
    MissingIndex,
    ModelUnavailable,
    NothingToIndex,
    UnwritableIndex,
)
from index.records import Article, Dropped, Passage, Section, Sentence, Span
from index.store import PassageIndex

__all__ = [
    "Article",
    "BadArticle",
    "BadVectors",
    "BrokenIndex",
    "BuildReport",
    "Dropped",
    "Embedder",
    "EmbedderMismatch",
    "ForeignFolder",
    "IndexLocked",
    "IndexingError",
    "MissingIndex",
    "ModelUnavailable",
    "NothingToIndex",
    "Passage",
    "PassageIndex",
    "Section",
    "Sentence",
    "SentenceEmbedder",
    "Span",
    "UnwritableIndex",
    "build_index",
    "load_articles",
    "open_embedder",
]
