"""The text of Word and PDF files, through libraries that are an extra: pip install mammoth pypdfium2.

Like a web page's, the text is extracted: the index keeps it, and quotes are quoted from it. The title that such a file
states about itself is mostly the name of a template, and is not read.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

# The XML that a Word file unpacks to; its reader holds 38 times as much.
MOST_XML_BYTES = 50_000_000
_XML = (".xml", ".rels")
# The first and last line of a page is a running head when so many pages share it, page numbers aside.
FEWEST_SHARED_PAGES = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "ul", "ol", "table")
_CHINESE_HEADINGS = "\n".join(f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7))
_MARKS_OF_NOTES = "//sup[a[contains(@href, 'note-')]] | //a[contains(@href, 'note-ref-')]"
_PAGE_NUMBER = re.compile(r"[\W_]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[/／共]\s*\d{1,4}\s*页?)?[\W_]*")


class NoText(ValueError):
    """The document gives no text; ``str(error)`` says why."""


def read_docx(raw: bytes) -> str:
    """Return the text of a Word file: one paragraph a line, headings marked "#", items "-" or numbered, rows with "|".

    Revisions count as accepted; pictures and the marks of footnotes are left out.
    """
    mammoth = _library("mammoth", "mammoth")
    from lxml import html  # type: ignore[import-untyped]

    try:
        page = mammoth.convert_to_html(
            _unpacked(raw),
            style_map=_CHINESE_HEADINGS,
            convert_image=mammoth.images.img_element(lambda image: {}),
        ).value
    except NoText:
        raise
    # The library fails on damaged files in whatever way its parsers do.
    except Exception as error:
        raise NoText(f"is no Word document ({type(error).__name__})") from None
    body = html.fragment_fromstring(page, create_parent="body", parser=html.HTMLParser(huge_tree=True))
    for mark in body.xpath(_MARKS_OF_NOTES):
        mark.drop_tree()
    for break_ in body.iter("br"):
        break_.tail = "\n" + (break_.tail or "")
    return _joined([line for block in body for line in _lines_of(block)])


def _unpacked(raw: bytes) -> io.BytesIO:
    """Return the Word file ``raw`` with the XML of it alone, which is all that is read, and unpacked.

    Of a part no more is unpacked than the directory of the file claims, which may lie.
    """
    unpacked = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as packed, ZipFile(unpacked, "w") as copy:
        parts = [packed.getinfo(name) for name in set(packed.namelist()) if name.lower().endswith(_XML)]
        size = sum(part.file_size for part in parts)
        if size > MOST_XML_BYTES:
            raise NoText(
                f"unpacks to {size / 1e6:,.0f} MB, more than the {MOST_XML_BYTES / 1e6:.0f} MB of a Word file; split it"
            )
        for part in parts:
            # Word packs in no other way, and Python unpacks the others without end.
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise NoText(
                    f"is no Word document ({part.filename} is packed by method {part.compress_type})"
                )
            with packed.open(part) as opened:
                copy.writestr(part.filename, opened.read(part.file_size))
    return unpacked


def _lines_of(block: Any) -> list[str]:
    if block.tag == "table":
        rows = block.xpath("./tr | ./thead/tr | ./tbody/tr")
        return [" | ".join(" ".join(_lines_within(cell)) for cell in row) for row in rows]
    if block.tag in ("ul", "ol"):
        lines = []
        for number, item in enumerate(block, start=1):
            mark = f"{number}." if block.tag == "ol" else "-"
            first, *others = _lines_within(item) or [""]
            lines += [f"{mark} {first}", *others]
        return lines
    text = block.text_content().strip()
    return [f"{'#' * int(block.tag[1])} {text}" if text and block.tag in _HEADINGS else text]


def _lines_within(element: Any) -> list[str]:
    """Return the lines of a cell or an item, which holds blocks, or text and perhaps blocks behind it."""
    blocks = [child for child in element if child.tag in _BLOCKS]
    lines = [line for block in blocks for line in _lines_of(block)]
    for block in blocks:
        block.drop_tree()
    own = element.text_content().strip()
    return [own, *lines] if own else lines


def read_pdf(raw: bytes) -> str:
    """Return the text of a PDF, page after page, without its running heads and page numbers."""
    pdfium = _library("pypdfium2", "pypdfium2")
    try:
        document = pdfium.PdfDocument(raw)
        try:
            pages = [_page_lines(page) for page in document]
        finally:
            document.close()
    except Exception as error:
        locked = "password" in str(error).lower()
        raise NoText("needs a password" if locked else f"is no PDF ({type(error).__name__})") from None
    return _joined([line for page in _without_running_heads(pages) for line in page])


def _page_lines(page: Any) -> list[str]:
    with closing(page), closing(page.get_textpage()) as text:
        lines: list[str] = text.get_text_range().splitlines()
    return lines


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    shown = [[line.rstrip() for line in page if line.strip()] for page in pages]
    edges = Counter(_numberless(line) for page in shown for line in {*page[:1], *page[-1:]})
    return [
        [
            line
            for row, line in enumerate(page)
            if not (
                row in (0, len(page) - 1)
                and (edges[_numberless(line)] >= FEWEST_SHARED_PAGES or _PAGE_NUMBER.fullmatch(line))
            )
        ]
        for page in shown
    ]


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _joined(lines: Sequence[str]) -> str:
    text = "\n".join(lines).replace("\0", "").strip()
    if not text:
        raise NoText("holds no text; if it is a scan, it needs text recognition first")
    return text


def _library(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise NoText(f"needs a library that is not installed: python -m pip install {package}") from None
