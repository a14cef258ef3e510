"""python -m index PATH... --index DIR: make the index hold exactly the articles in PATH..., and say what was done."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from index.build import BuildReport, build_index
from index.corpus import load_articles
from index.embed import open_embedder
from index.errors import BadArticle, IndexingError, NothingToIndex, on_one_line
from index.files import is_folder, open_regular
from index.layout import Counts, Manifest
from index.settings import Settings
from index.store import PassageIndex
from index.terminal import FAILED, INTERRUPTED, print_json, printing, show_any_bytes

ALL_IN, SOME_REFUSED, NOTHING_BUILT = 0, 1, FAILED

_SECONDS_BETWEEN_LINES = 5.0
_EPILOG = """\
Only what changed since the last time is split and embedded. The new index takes the place of the old one in one
step when it is whole: whoever asks meanwhile gets the old one, and so it stays when anything goes wrong.

exit status: 0 every article is in; 1 some were refused, the others are in; 2 nothing was built;
             130 it was interrupted
environment: RAG_INDEX names the folder when --index does not, RAG_MODEL the model when --model does not
"""


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run the command and return its exit status."""
    show_any_bytes()
    asked = _parser(Settings.from_environ(environ)).parse_args(argv)
    try:
        return _check(asked) if asked.check else _rebuild(asked)
    except IndexingError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return NOTHING_BUILT
    except KeyboardInterrupt:
        print(f"interrupted; the index in {asked.index} is as it was", file=sys.stderr)
        return INTERRUPTED


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Make the index hold exactly the articles in PATH...",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a folder of articles, a file, or a .jsonl")
    parser.add_argument(
        "--index", metavar="DIR", type=Path, default=settings.index_folder, help="where it is (%(default)s)"
    )
    parser.add_argument(
        "--model", metavar="NAME", default=settings.model, help="a sentence-transformers name or folder"
    )
    parser.add_argument("--full", action="store_true", help="split and embed everything again")
    parser.add_argument("--check", action="store_true", help="check every file and say what the index holds")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    return parser


def _rebuild(asked: argparse.Namespace) -> int:
    if not all(asked.paths or [""]):
        print(
            "name at least one PATH that holds articles, and none that is empty; see --help", file=sys.stderr
        )
        return NOTHING_BUILT
    refused: list[BadArticle] = []
    articles = chain.from_iterable([load_articles(path, refused=refused.append) for path in asked.paths])
    embedder = open_embedder(asked.model or None)
    try:
        with _progress(asked.paths) as progress:
            report = build_index(
                articles, embedder, asked.index, full=asked.full, refused=refused, progress=progress
            )
    except NothingToIndex:
        for bad in refused:
            print(f"refused: {bad}", file=sys.stderr)
        raise
    with printing():
        if asked.json:
            print_json(report.to_dict())
        else:
            print(_summary(report))
    return SOME_REFUSED if report.refused else ALL_IN


def _check(asked: argparse.Namespace) -> int:
    passage_index = PassageIndex.open(asked.index)
    manifest, duplicates = passage_index.manifest, list(passage_index.duplicates())
    with printing():
        if asked.json:
            print_json({"index": str(asked.index), **asdict(manifest), "duplicates": duplicates})
        else:
            said_before = [
                f"duplicate: {on_one_line(source)} says what {on_one_line(first)} says"
                for source, first in duplicates
            ]
            print(*said_before, *_holdings(manifest.counts), _provenance(manifest), sep="\n")
    return ALL_IN


@contextmanager
def _progress(paths: Sequence[str]) -> Iterator[Callable[[int], object]]:
    """Give what counts finished articles: a bar on a terminal, now and then a plain line elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines().update
        return
    from tqdm import tqdm

    with tqdm(total=sum(map(_about_how_many, paths)), desc="indexing", unit=" articles", leave=False) as bar:
        yield bar.update


def _about_how_many(path: str) -> int:
    """Return how many articles there may be, for the time left: a file each, in a .jsonl a line each."""
    if is_folder(Path(path)):
        return sum(len(files) for _, _, files in os.walk(path))
    if not path.endswith(".jsonl"):
        return 1
    try:
        with open_regular(Path(path), path) as lines:
            return sum(1 for _ in lines)
    except (BadArticle, OSError):
        return 1  # which the rebuild will name


class _Lines:
    """Says how far it is, once every few seconds."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._articles = 0

    def update(self, articles: int) -> None:
        self._articles += articles
        now = time.monotonic()
        if now - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = now
            rate = self._articles / (now - self._began)
            print(f"indexing: {self._articles:,} articles, {rate:,.1f} a second", file=sys.stderr, flush=True)


def _summary(report: BuildReport) -> str:
    refused = [f"refused: {bad}" for bad in report.refused]
    done = (
        f"{report.added:,} articles added, {report.changed:,} changed, {report.removed:,} removed, "
        f"{report.unchanged:,} unchanged, {len(refused):,} refused; {report.embedded:,} texts embedded"
    )
    where = f"in {report.folder}, after {report.seconds:,.1f} seconds"
    return "\n".join((*refused, done, *_holdings(report.counts), where))


def _holdings(counts: Counts) -> tuple[str, str]:
    by_reason = ", ".join(f"{reason} {characters:,}" for reason, characters in counts.dropped.items())
    return (
        f"the index holds {counts.articles:,} articles ({counts.duplicates:,} duplicates), {counts.sections:,} sections, "
        f"{counts.passages:,} passages, {counts.sentences:,} sentences",
        f"{sum(counts.dropped.values()):,} characters dropped as boilerplate: {by_reason or 'none'}",
    )


def _provenance(manifest: Manifest) -> str:
    return (
        f"built {manifest.built_at} with {manifest.embedder!r}; "
        f"{manifest.bytes / 1e6:,.1f} MB, every file as it was written"
    )


if __name__ == "__main__":
    sys.exit(main())
