"""python -m index PATH... --index DIR: make the index hold exactly the articles in PATH..., and say what was done."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

from index.build import BuildReport, build_index
from index.corpus import count_articles, load_articles
from index.embed import open_embedder
from index.errors import BadArticle, IndexingError, NothingToIndex, first_line, on_one_line
from index.files import is_folder
from index.layout import Counts, Manifest
from index.settings import Settings
from index.store import PassageIndex
from index.swap import current_version
from index.terminal import FAILED, INTERRUPTED, print_json, printing, say, show_any_bytes

ALL_IN, SOME_REFUSED, NOTHING_BUILT = 0, 1, FAILED

_SECONDS_BETWEEN_LINES = 5.0
_EPILOG = """\
Only what changed since the last time is split and embedded. The new index takes the place of the old one in one
step when it is whole: whoever asks meanwhile gets the old one, and so it stays when anything goes wrong.

what is read: .txt .text .md .markdown, .html .htm .xhtml .shtml, .docx .pdf, .jsonl; README files are not
a .jsonl:    a line for each article, an object with the strings "id" and "text", and "title", "url" and "published"
             (2025-09-01) where they are known
exit status: 0 every article is in; 1 some were refused, the others are in; 2 nothing was built, or what was checked
             is not whole or not of the model; 130 it was interrupted
environment: RAG_INDEX names the folder when --index does not, RAG_MODEL the model when --model does not
"""


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run the command and return its exit status."""
    show_any_bytes()
    settings = Settings.from_environ(environ)
    asked = _parser(settings).parse_args(argv)
    if misuse := _misuse(asked):
        _say_why("Misuse", misuse, [misuse], asked.json)
        return NOTHING_BUILT
    refused: list[BadArticle] = []
    before = _current(asked.index)
    try:
        return _check(asked) if asked.check else _rebuild(asked, asked.model or settings.model, refused)
    except IndexingError as error:
        # Without an index to hold the others, those that were refused are the reason.
        named = refused if isinstance(error, NothingToIndex) else []
        kind = type(error).__name__
        lines = [*(f"refused: {bad}" for bad in named), f"{kind}: {error}"]
        _say_why(kind, str(error), lines, asked.json, named)
        return NOTHING_BUILT
    except KeyboardInterrupt:
        state = _what_is_there(asked.index, before)
        _say_why("Interrupted", state, [f"interrupted; {state}"], asked.json)
        return INTERRUPTED
    except Exception as error:
        # A fault of ours; Python would end with 1, which says that the index was built.
        _say_why(type(error).__name__, first_line(error), [traceback.format_exc().rstrip()], asked.json)
        return NOTHING_BUILT


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Make the index hold exactly the articles in PATH...",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="a folder of articles, a file, or a .jsonl")
    parser.add_argument(
        "--index",
        metavar="DIR",
        type=_folder,
        default=settings.index_folder,
        help="where it is (%(default)s)",
    )
    parser.add_argument("--model", metavar="NAME", help="a sentence-transformers name or folder")
    parser.add_argument("--full", action="store_true", help="split and embed everything again")
    parser.add_argument(
        "--check",
        action="store_true",
        help="check every file, say what the index holds, and whether the model of --model fits it",
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    return parser


def _folder(name: str) -> Path:
    if not name:
        raise argparse.ArgumentTypeError("names no folder")
    return Path(name)


def _misuse(asked: argparse.Namespace) -> str:
    """Return what is wrong with what was asked, and nothing when it makes sense."""
    if asked.check and (asked.paths or asked.full):
        return "--check reads an index as it is; leave out PATH and --full"
    if not asked.check and not all(asked.paths or [""]):
        return "name at least one PATH that holds articles, and none that is empty; see --help"
    return ""


def _current(folder: Path) -> Path | None:
    try:
        return current_version(folder)
    except IndexingError:
        return None


def _what_is_there(folder: Path, before: Path | None) -> str:
    """Say what readers open in ``folder`` after an interruption, where they opened ``before``."""
    now, where = _current(folder), on_one_line(str(folder))
    if now is None:
        return f"no index was built in {where}"
    return f"the index in {where} {'is as it was' if now == before else 'is the new one, and whole'}"


def _rebuild(asked: argparse.Namespace, model: str | None, refused: list[BadArticle]) -> int:
    passed_over = _PassedOver()
    with _progress(asked.paths, asked.index) as progress:

        def refuse(bad: BadArticle) -> None:
            refused.append(bad)
            progress(1)

        articles = chain.from_iterable(
            [
                load_articles(path, refused=refuse, passed_over=passed_over.add, leave_out=asked.index)
                for path in asked.paths
            ]
        )
        embedder = open_embedder(model, reads="articles")
        report = build_index(
            articles, embedder, asked.index, full=asked.full, refused=refused, progress=progress
        )
    status = SOME_REFUSED if report.refused else ALL_IN
    with printing(status):
        if asked.json:
            print_json({**report.to_dict(), "engine": embedder.engine, **asdict(passed_over)})
        else:
            print(_summary(report, embedder.engine, passed_over))
    return status


@dataclass
class _PassedOver:
    """Files of other kinds, by suffix, and the second ways into a folder: neither does any harm."""

    passed_over: Counter[str] = field(default_factory=Counter)
    read_already: list[str] = field(default_factory=list)

    def add(self, entry: Path) -> None:
        if is_folder(entry):
            self.read_already.append(entry.as_posix())
        else:
            self.passed_over[entry.suffix.lower() or "no suffix"] += 1

    def lines(self) -> Iterator[str]:
        for folder in self.read_already:
            yield f"passed over: {on_one_line(folder)}: leads to a folder that was read already"
        if self.passed_over:
            kinds = ", ".join(
                f"{on_one_line(kind)} {files:,}" for kind, files in sorted(self.passed_over.items())
            )
            yield f"{self.passed_over.total():,} files of other kinds passed over: {kinds}"


def _say_why(
    error: str, problem: str, lines: Sequence[str], as_json: bool, refused: Sequence[BadArticle] = ()
) -> None:
    """Say for people, in ``lines``, and for programs why there is no summary."""
    with printing():
        if as_json:
            reasons = [{"source": bad.source, "problem": bad.problem} for bad in refused]
            print_json({"error": error, "problem": problem, "refused": reasons})
    for line in lines:
        say(line)


def _check(asked: argparse.Namespace) -> int:
    embedder = open_embedder(asked.model, reads="articles") if asked.model else None
    passage_index = PassageIndex.open(asked.index, embedder)
    manifest, duplicates = passage_index.manifest, list(passage_index.duplicates())
    with printing():
        if asked.json:
            print_json(
                {
                    "index": str(asked.index),
                    **asdict(manifest),
                    "duplicates": duplicates,
                    "fits": asked.model or None,
                }
            )
        else:
            said_before = [
                f"duplicate: {on_one_line(source)} says what {on_one_line(first)} says"
                for source, first in duplicates
            ]
            fits = (
                [f"fits {asked.model!r}: its vectors compare with those of the index"] if asked.model else []
            )
            print(*said_before, *_holdings(manifest.counts), _provenance(manifest), *fits, sep="\n")
    return ALL_IN


@contextmanager
def _progress(paths: Sequence[str], index: Path) -> Iterator[Callable[[int], object]]:
    """Give what counts finished articles: a bar on a terminal, now and then a plain line elsewhere."""

    def count() -> int:
        return sum(count_articles(path, leave_out=index) for path in paths)

    one_at_a_time = Lock()  # articles are read in another thread than they are embedded in

    def update(articles: int) -> None:
        with one_at_a_time:
            shown.update(articles)

    shown: Any
    if not sys.stderr.isatty():
        shown = _Lines(count)
        yield update
        return
    from tqdm import tqdm

    with tqdm(total=count(), desc="indexing", unit=" articles", leave=False) as shown:
        yield update


class _Lines:
    """Says how far it is, once every few seconds. ``count`` is asked only then: it reads every .jsonl."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._began = self._said = time.monotonic()
        self._articles = 0
        self._all = cache(count)

    def update(self, articles: int) -> None:
        self._articles += articles
        if time.monotonic() - self._said < _SECONDS_BETWEEN_LINES:
            return
        total = max(self._all(), self._articles)
        self._said = time.monotonic()
        say(f"indexing: {_how_far(self._articles, total, self._said - self._began)}")


def _how_far(done: int, total: int, seconds: float) -> str:
    """Say how many articles are done of how many, and for how long it will go on as it went."""
    rate = done / seconds
    minutes, left = divmod(round((total - done) / rate), 60)
    return f"{done:,} of {total:,} articles, {rate:,.{0 if rate >= 10 else 1}f} a second, {minutes:,}:{left:02} left"


def _summary(report: BuildReport, engine: str, passed_over: _PassedOver) -> str:
    refused = [f"refused: {bad}" for bad in report.refused]
    done = (
        f"{report.added:,} articles added, {report.changed:,} changed, {report.removed:,} removed, "
        f"{report.unchanged:,} unchanged, {len(refused):,} refused; {report.embedded:,} texts embedded by {engine}"
    )
    where = f"in {on_one_line(str(report.folder))}, after {report.seconds:,.1f} seconds"
    return "\n".join((*refused, done, *passed_over.lines(), *_holdings(report.counts), where))


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
