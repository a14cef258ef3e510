"""Articles that say the same in the same words: copies of one source, which count as one voice however many there are.

Two articles are near-duplicates when they share half of all stretches of four characters of their evidence (Jaccard
similarity, estimated by MinHash). On 147 real articles that is the same report in two drafts or on two portals; the
next lower pairs are different reports of one event.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from index.text import search_form

SAME_SHARE = 0.5
_STRETCH = 4
# An estimate from n permutations is off by about sqrt(0.25 / n): 0.06 here.
PERMUTATIONS = 64
# Only articles that agree on a whole band are compared: 94 % of the pairs at 0.5 do, and 16 % of those at 0.2.
_ROWS_PER_BAND = 3
# Of two short texts a single word may make all the difference: they are the same only when they are equal.
FEWEST_STRETCHES = 200
_NOT_WRITTEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of an article: ``exact`` is equal for equal evidence, ``estimate`` has shape (PERMUTATIONS,)."""

    exact: str
    estimate: np.ndarray | None


def signature(evidence: str) -> Signature:
    """Return what to compare of an article whose evidence, without titles and boilerplate, is ``evidence``."""
    from datasketch import MinHash  # type: ignore[import-untyped]

    written = _NOT_WRITTEN.sub("", search_form(evidence))
    stretches = {written[i : i + _STRETCH].encode() for i in range(len(written) - _STRETCH + 1)}
    exact = sha256(written.encode()).hexdigest()
    if len(stretches) < FEWEST_STRETCHES:
        return Signature(exact, None)
    sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)
    sketch.update_batch(stretches)
    return Signature(exact, sketch.hashvalues.astype(np.uint32))


def first_of_group(signatures: Sequence[Signature]) -> list[int]:
    """Return, for each article, the row of the first article that says the same; its own when it is the first."""
    leader = list(range(len(signatures)))

    def first(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for one, other in _pairs(signatures):
        low, high = sorted((first(one), first(other)))
        leader[high] = low
    return [first(row) for row in range(len(signatures))]


def _pairs(signatures: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    for row, one in enumerate(signatures):
        if one.exact in seen:
            yield seen[one.exact], row
        seen.setdefault(one.exact, row)
    sketched = [(row, one.estimate) for row, one in enumerate(signatures) if one.estimate is not None]
    if len(sketched) < 2:
        return
    rows, estimates = [row for row, _ in sketched], np.stack([estimate for _, estimate in sketched])
    for left, right in _candidates(estimates):
        if np.mean(estimates[left] == estimates[right]) >= SAME_SHARE:
            yield rows[left], rows[right]


def _candidates(estimates: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that agree on a band: each row with the first and with the last one before it."""
    compared: set[tuple[int, int]] = set()
    for column in range(0, estimates.shape[1] - _ROWS_PER_BAND + 1, _ROWS_PER_BAND):
        band = np.ascontiguousarray(estimates[:, column : column + _ROWS_PER_BAND])
        keys = band.view([("", band.dtype)] * _ROWS_PER_BAND).ravel()
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.append(True, keys[order][1:] != keys[order][:-1]))
        for group in np.split(order, starts[1:]):
            for row in range(1, len(group)):
                for pair in ((int(group[0]), int(group[row])), (int(group[row - 1]), int(group[row]))):
                    if pair[0] != pair[1] and pair not in compared:
                        compared.add(pair)
                        yield pair
