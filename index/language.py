"""What the language knows: its words, how often and as what they are used. From the dictionary that comes with jieba.

Only the dictionary is read, never the segmenter: it is a list of 350,000 words with their counts in newspapers and
novels and their part of speech, and weighs 0.3 s and 60 MB when it is first asked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_LONGEST_WORD = 6


@dataclass(frozen=True)
class Language:
    """``counts``: word -> how often; ``parts``: word -> part of speech as jieba writes it, "n" a noun, "v" a verb."""

    counts: dict[str, int]
    parts: dict[str, str]
    total: int

    def words_of(self, run: str) -> list[str]:
        """Return the likeliest words of a short run of Chinese characters, each as likely as its count says."""
        best = [(0.0, 0)] + [(-math.inf, 0)] * len(run)
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1):
                count = self.counts.get(run[start:end], 1 if end == start + 1 else 0)
                if count:
                    score = best[start][0] + math.log(count / self.total)
                    if score > best[end][0]:
                        best[end] = (score, start)
        words, end = [], len(run)
        while end:
            words.append(run[best[end][1] : end])
            end = best[end][1]
        return words[::-1]


@cache
def chinese() -> Language:
    """Return the dictionary, read once."""
    counts: dict[str, int] = {}
    parts: dict[str, str] = {}
    with _dictionary().open(encoding="utf-8") as lines:
        for line in lines:
            word, count, part = line.split()
            counts[word] = int(count)
            parts[word] = part
    return Language(counts, parts, sum(counts.values()))


def _dictionary() -> Path:
    # Without importing jieba: the import alone sets up its segmenter and takes longer than reading the file.
    found = find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(
            "jieba, whose dictionary repairs damaged words, is not installed; pip install jieba"
        )
    return Path(found.submodule_search_locations[0]) / "dict.txt"
