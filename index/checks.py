"""What others hand in, articles and vectors, looked at before anything of it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np

from index.errors import BadArticle, BadVectors
from index.records import Article, Span

_KINDS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "source": (str,),
    "text": (str,),
    "title": (str,),
    "title_span": (Span, type(None)),
    "title_derived": (bool,),
    "published": (date, type(None)),
    "url": (str, type(None)),
}
_LENGTH_ERROR = 0.01  # of a vector that was made in half precision


def usable(article: Article) -> Article:
    """Return ``article`` as an index can hold it: a time in ``published`` becomes its day.

    Raises BadArticle when a field holds what it must not, TypeError when it is no article at all.
    """
    if not isinstance(article, Article):
        found = type(article).__name__
        raise TypeError(
            f"articles holds {found}, not index.Article; files are read by index.load_articles(path)"
        )
    for name, kinds in _KINDS.items():
        value = getattr(article, name)
        if not isinstance(value, kinds):
            found, wanted = type(value).__name__, kinds[0].__name__
            raise BadArticle(str(article.source), f"its {name} is {found}, not {wanted}")
        if isinstance(value, str):
            must_be_utf8(value, article.source, f"its {name}")
    if not article.id:
        raise BadArticle(article.source, "its id is empty; give it one")
    if (span := article.title_span) and not 0 <= span.start <= span.end <= len(article.text):
        raise BadArticle(article.source, f"its title_span, {span.start} to {span.end}, is not in its text")
    if isinstance(article.published, datetime):
        return replace(article, published=article.published.date())
    return article


class Ids:
    """The ids that came before, each with the place where it was met first."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def take(self, article_id: str, where: str) -> None:
        """Raise BadArticle, of ``where``, when an article of that id came before."""
        first = self._places.get(article_id)
        if first == where:
            raise BadArticle(where, "was given twice; name each file once")
        if first is not None:
            raise BadArticle(where, f"its id {article_id!r} is that of {first}; give it another")
        self._places[article_id] = where


def must_be_utf8(text: str, where: str, what: str) -> None:
    """Raise BadArticle, of ``where``, when ``text`` holds half a surrogate pair; ``what`` says which text it is."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise BadArticle(where, f"{what} holds {character!a}, which is no character; correct it") from None


def unit_vectors(given: object, texts: int, dimension: int, embedder: str) -> np.ndarray:
    """Return ``given`` when it is what the ``embedder`` of that name promised of so many ``texts``: a unit vector each.

    Shape (texts, dimension), float32. Raises BadVectors.
    """
    if not isinstance(given, np.ndarray):
        raise BadVectors(embedder, f"gave {type(given).__name__}, not a NumPy array")
    if given.shape != (texts, dimension):
        raise BadVectors(embedder, f"gave an array of shape {given.shape}, not {(texts, dimension)}")
    vectors = np.asarray(given, np.float32)
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.isfinite(lengths).all():
        raise BadVectors(embedder, "gave a vector that holds no number (NaN or infinity)")
    if (off := np.abs(lengths - 1) > _LENGTH_ERROR).any():
        raise BadVectors(embedder, f"gave a vector of length {lengths[off][0]:.3g}, not 1; normalise them")
    return vectors
