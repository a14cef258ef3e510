"""Articles off the disk: folders walked in a stable order, files of any encoding, records of a .jsonl.

What cannot be read is a BadArticle that names the file and the problem; it never stops the others.
"""

from __future__ import annotations

import json
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from index.checks import Ids, must_be_utf8
from index.dates import find_published, parse_date
from index.decode import Undecodable, decode
from index.documents import NoText, read_docx, read_pdf
from index.errors import BadArticle, NothingToIndex
from index.files import PassOver, Refuse, lines_of, open_regular, reason_of, walk
from index.mojibake import find_mojibake
from index.records import Article
from index.shapes import READABLE
from index.title import Title, find_title, locate_title
from index.webpage import read_webpage

TEXT_FILES = (".txt", ".text", ".md", ".markdown")
WEB_PAGES = (".html", ".htm", ".xhtml", ".shtml")
DOCUMENTS = {".docx": read_docx, ".pdf": read_pdf}
RECORDS = ".jsonl"
# Files that somebody meant as an article and nobody here can read; anything else in a folder is no article.
FOREIGN_DOCUMENTS = (".doc", ".rtf", ".odt", ".epub", ".wps", ".mht", ".mhtml")
# An article of 20 MB is a dump of many; it would cost hours and answer nothing.
MOST_BYTES = 20_000_000
_SUFFIXES = (*TEXT_FILES, *WEB_PAGES, *DOCUMENTS, RECORDS, *FOREIGN_DOCUMENTS)


def load_articles(
    path: Path | str,
    *,
    refused: Refuse | None = None,
    passed_over: PassOver = lambda entry: None,
    leave_out: Path | None = None,
) -> Iterator[Article]:
    """Return the articles of a folder, a file, or a .jsonl of {id, text, title?, url?, published?}, in a stable order.

    In folders README files, hidden files and the folder ``leave_out`` are left out; files that are no documents, and
    second ways into a folder, are handed to ``passed_over``.
    With ``refused``, articles that cannot be read are handed to it and the others go on; without, the first of them is
    raised. Raises NothingToIndex at once when ``path`` is missing or holds no article file.
    """
    path, refuse = Path(path), refused or _raise
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise NothingToIndex(f"{path}: no such file or folder; name one that holds articles") from None
    except OSError as error:
        raise NothingToIndex(f"{path}: cannot be opened: {reason_of(error)}") from None
    files = walk(path, _SUFFIXES, refuse, passed_over, leave_out)
    first = next(files, None)
    if first is None:
        raise NothingToIndex(
            f"{path}: no .txt, .md, .html, .jsonl, .docx or .pdf file in it; put articles there"
        )
    return _load(chain([first], files), refuse)


def count_articles(path: Path | str, *, leave_out: Path | None = None) -> int:
    """Return how many articles there may be, without reading any: a file each, in a .jsonl a line each."""
    files = walk(Path(path), _SUFFIXES, lambda bad: None, leave_out=leave_out)
    return sum(map(_about_how_many, files))


def _about_how_many(file: Path) -> int:
    if file.suffix.lower() != RECORDS:
        return 1
    try:
        with open_regular(file, file.as_posix()) as lines:
            return sum(1 for _ in lines_of(lines, MOST_BYTES))
    except (BadArticle, OSError):
        return 1  # which the rebuild will name


def _raise(bad: BadArticle) -> None:
    raise bad


def _load(files: Iterable[Path], refuse: Refuse) -> Iterator[Article]:
    ids = Ids()
    for file in files:
        for article, where in _read(file, refuse):
            try:
                ids.take(article.id, where)
            except BadArticle as bad:
                refuse(bad)
            else:
                yield article


def _read(file: Path, refuse: Refuse) -> Iterator[tuple[Article, str]]:
    """Yield the articles of ``file``, each with the place where it stands."""
    source = file.as_posix()
    try:
        must_be_utf8(source, source, "its name")
        if file.suffix.lower() == RECORDS:
            yield from _read_records(file, source, refuse)
        else:
            yield _read_article(file, source), source
    except BadArticle as bad:
        refuse(bad)
    except OSError as error:
        refuse(BadArticle(source, f"cannot be read: {reason_of(error)}"))


def _read_article(file: Path, source: str) -> Article:
    kind = file.suffix.lower()
    # Opened first: of what is not there, such as a link to nowhere, the kind does not matter.
    with open_regular(file, source) as opened:
        if kind not in (*TEXT_FILES, *WEB_PAGES, *DOCUMENTS):
            raise BadArticle(
                source,
                f"{kind or 'a file without a suffix'} is not read; save it as .txt, .md, .html, .docx or .pdf",
            )
        size = os.fstat(opened.fileno()).st_size
        if size > MOST_BYTES:
            raise BadArticle(source, _too_big(size))
        raw = opened.read()
    if not raw.strip():
        raise BadArticle(source, "is empty")
    try:
        if kind in WEB_PAGES:
            return _from_webpage(raw, source)
        if kind in DOCUMENTS:
            return _from_text(_not_too_big(DOCUMENTS[kind](raw), source), source)
        return _from_text(decode(raw), source)
    except (Undecodable, NoText) as error:
        raise BadArticle(source, str(error)) from None


def _not_too_big(text: str, source: str) -> str:
    """Return the ``text`` of a document: it is packed, and may be hundreds of times as large as its file."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise BadArticle(source, _too_big(size))
    return text


def _from_text(text: str, source: str) -> Article:
    return _article(source, source, text, find_title(text), find_published(text), None, source)


def _from_webpage(raw: bytes, source: str) -> Article:
    page = read_webpage(raw)
    if page is None:
        raise BadArticle(source, "no article text on this page")
    title = find_title(page.text)
    if page.title and page.title != title.text:
        title = Title(page.title, None, False)
    published = find_published(page.text) or page.published
    return _article(source, source, page.text, title, published, page.url, source)


def _read_records(file: Path, source: str, refuse: Refuse) -> Iterator[tuple[Article, str]]:
    with open_regular(file, source) as opened:
        if opened.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
            raise BadArticle(source, "is UTF-16; the lines of a .jsonl are UTF-8, so save it as that")
        opened.seek(0)
        for number, (line, size) in enumerate(lines_of(opened, MOST_BYTES), start=1):
            if not line.strip():
                continue
            where = f"{source} line {number}"
            try:
                article = _from_record(line, size, source, where)
            except BadArticle as bad:
                refuse(bad)
            else:
                yield article, where


def _from_record(line: bytes, size: int, source: str, where: str) -> Article:
    if size > MOST_BYTES:
        raise BadArticle(where, _too_big(size))
    try:
        record = json.loads(decode(line))
    except Undecodable as error:
        raise BadArticle(where, str(error)) from None
    except json.JSONDecodeError as error:
        raise BadArticle(where, f"is no JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:
        raise BadArticle(where, f"is no JSON: {error}") from None
    if not isinstance(record, dict):
        raise BadArticle(where, "is no JSON object with id, title and text")
    id, text = _field(record, "id", where) or _field(record, "_id", where), _field(record, "text", where)
    if not id or not text.strip():
        raise BadArticle(where, 'has no "text"' if id else 'has no "id"')
    title = _field(record, "title", where).strip()
    found = Title(title, locate_title(text, title), False) if title else find_title(text)
    published = parse_date(_field(record, "published", where)) or find_published(text)
    url = _field(record, "url", where) or None
    return _article(id, f"{source}#{id}", text, found, published, url, where)


def _field(record: dict[str, Any], name: str, where: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadArticle(where, f'its "{name}" is no string')
    must_be_utf8(str(value), where, f'its "{name}"')
    return str(value)


def _article(
    id: str, source: str, text: str, title: Title, published: date | None, url: str | None, where: str
) -> Article:
    """Return the article; raise BadArticle that says ``where`` it stands when nobody could read it."""
    if garbled := find_mojibake(text):
        raise BadArticle(where, garbled)
    if not title.text:
        raise BadArticle(where, "has no readable word")
    if title.span and not READABLE.search(text, title.span.end):
        raise BadArticle(where, "has a title line but no text")
    return Article(
        id=id,
        source=source,
        text=text,
        title=title.text,
        title_span=title.span,
        title_derived=title.derived,
        published=published,
        url=url,
    )


def _too_big(size: int) -> str:
    return f"has {size / 1e6:.0f} MB, more than the {MOST_BYTES / 1e6:.0f} MB of an article; split it"
