"""Text as it is searched: one form for one word, however it was typed. Never shown to anybody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

_WHITE = re.compile(r"\s+")
# A line broken in the middle of a word, as in text taken from a PDF.
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff])\s*[\r\n]\s*(?=[\u3400-\u9fff])")
# Characters that nobody sees and everybody copies: zero-width spaces and joiners, marks of writing direction,
# soft hyphens, byte order marks, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)

# What is folded again and again are sentences; articles would fill the memory.
_KEPT_CHARS = 600


def search_form(text: str) -> str:
    """Return ``text`` for searching: NFKC, simplified, lower case, single spaces, nothing invisible.

    Lone surrogates, which no index can store, become "?".
    """
    return _kept(text) if len(text) <= _KEPT_CHARS else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return _WHITE.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKC", _BROKEN_LINE.sub("", _INVISIBLE.sub("", text))).lower()
    try:
        folded = _to_simplified()(folded)
    except UnicodeEncodeError:
        folded = _to_simplified()(folded.encode("utf-8", "replace").decode("utf-8"))
    return _WHITE.sub(" ", folded).strip()


_kept = lru_cache(8192)(_folded)


@cache
def _to_simplified() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
