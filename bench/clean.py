"""python -m bench clean DATA: precision and recall of the characters that are dropped as boilerplate.

Forty articles of DATA/articles, DATA/articles_html and seeds/ were labelled by hand; the rules were then tuned on them. Labels:
tests/labels/evidence.jsonl: offsets and the sha256 of the text, never the text. What an article does not itself say
was to be dropped: date lines, credits and dispatch lines, its headline once more, links and buttons, captions that only
name a picture's source, invitations, notices, lists of other articles. White space and the title line do not count.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset import BadDataset
from index import Article, load_articles
from index.clean import find_boilerplate
from index.records import Span

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "labels" / "evidence.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and the positions of the characters that should be dropped, and that are."""

    article: Article
    should: frozenset[int]
    does: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """Characters: dropped and rightly so, wrongly dropped, wrongly kept."""

    right: int
    lost: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.lost)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench clean", description=__doc__.splitlines()[0])
    parser.add_argument(
        "data", type=Path, metavar="DATA", help="the folder with articles/ and articles_html/"
    )
    parser.add_argument("--failures", action="store_true", help="print what was lost and what was missed")
    options = parser.parse_args(argv)
    labelled, absent = read_labels(options.data)
    if not any(item.article.source.startswith(str(options.data)) for item in labelled):
        raise BadDataset(f"{options.data} holds none of the labelled articles")
    seeds = [item for item in labelled if Path(item.article.source).parent.name == "seeds"]
    others = [item for item in labelled if item not in seeds]
    print(f"{'':24} {'articles':>8} {'to drop':>8} {'precision':>9} {'recall':>7}")
    for name, group in (("all", labelled), ("seeds", seeds), ("without the seeds", others)):
        found = score(group)
        to_drop = found.right + found.missed
        print(f"{name:24} {len(group):8} {to_drop:8,} {found.precision:9.3f} {found.recall:7.3f}")
    if absent:
        print(f"left out, absent or changed since they were labelled: {', '.join(absent)}")
    if options.failures:
        for line in failures(labelled):
            print(line)


def read_labels(data: Path) -> tuple[list[Labelled], list[str]]:
    """Return the labelled articles that are there as they were, and the names of those that are not."""
    labelled, absent = [], []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        path = (ROOT if label["file"].startswith("seeds/") else data) / label["file"]
        article = next(load_articles(path), None) if path.exists() else None
        if article is None or hashlib.sha256(article.text.encode()).hexdigest() != label["sha256"]:
            absent.append(label["file"])
        else:
            should = _characters(article, [Span(*span) for span in label["dropped"]])
            dropped = [Span(span.start, span.end) for span in find_boilerplate(article.text)]
            labelled.append(Labelled(article, should, _characters(article, dropped)))
    return labelled, absent


def _characters(article: Article, spans: Sequence[Span]) -> frozenset[int]:
    title = article.title_span or Span(0, 0)
    return frozenset(
        i
        for span in spans
        for i in range(span.start, span.end)
        if not article.text[i].isspace() and not title.start <= i < title.end
    )


def score(labelled: Sequence[Labelled]) -> Score:
    return Score(
        right=sum(len(item.does & item.should) for item in labelled),
        lost=sum(len(item.does - item.should) for item in labelled),
        missed=sum(len(item.should - item.does) for item in labelled),
    )


def failures(labelled: Sequence[Labelled]) -> Iterator[str]:
    """Yield one line for each stretch that was wrongly dropped or wrongly kept."""
    for item in labelled:
        for what, positions in (("lost", item.does - item.should), ("missed", item.should - item.does)):
            for stretch in _stretches(sorted(positions)):
                shown = item.article.text[stretch.start : stretch.end].replace("\n", "⏎")
                yield f"{Path(item.article.source).name} {what} {stretch.end - stretch.start}: {shown}"


def _stretches(positions: Sequence[int]) -> Iterator[Span]:
    start = 0
    for row in range(1, len(positions) + 1):
        if row == len(positions) or positions[row] > positions[row - 1] + 2:
            yield Span(positions[start], positions[row - 1] + 1)
            start = row
