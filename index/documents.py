"""The text of Word and PDF files, through libraries that are an extra: pip install python-docx pypdfium2.

Like a web page's, the text is extracted: the index keeps it, and quotes are quoted from it. The title that such a file
states about itself is mostly the name of a template, and is not read.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

# The first and last line of a page is a running head when so many pages share it, page numbers aside.
FEWEST_SHARED_PAGES = 3
_PAGE_NUMBER = re.compile(r"[\W_]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[/／共]\s*\d{1,4}\s*页?)?[\W_]*")


class NoText(ValueError):
    """The document gives no text; ``str(error)`` says why."""


def read_docx(raw: bytes) -> str:
    """Return the text of a Word file: one paragraph a line, headings marked "#", rows with "|"."""
    docx = _library("docx", "python-docx")
    try:
        document = docx.Document(io.BytesIO(raw))
        lines = [line for block in document.iter_inner_content() for line in _lines_of_block(block)]
    # The library fails on damaged files in whatever way its parsers do.
    except Exception as error:
        raise NoText(f"is no Word document ({type(error).__name__})") from None
    return _joined(lines)


def _lines_of_block(block: Any) -> list[str]:
    if hasattr(block, "rows"):
        return [" | ".join(_distinct(cell.text.strip() for cell in row.cells)) for row in block.rows]
    style = (block.style.name or "") if block.style is not None else ""
    text = block.text.strip()
    if text and (level := re.fullmatch(r"(?:Heading|标题) ?(\d)", style)):
        return [f"{'#' * int(level[1])} {text}"]
    return [f"- {text}" if text and style.startswith("List") else text]


def _distinct(cells: Any) -> list[str]:
    # A merged cell is told once for each column it spans.
    return list(dict.fromkeys(cell for cell in cells if cell))


def read_pdf(raw: bytes) -> str:
    """Return the text of a PDF, page after page, without its running heads and page numbers."""
    pdfium = _library("pypdfium2", "pypdfium2")
    try:
        document = pdfium.PdfDocument(raw)
        try:
            pages = [page.get_textpage().get_text_range().splitlines() for page in document]
        finally:
            document.close()
    except Exception as error:
        locked = "password" in str(error).lower()
        raise NoText("needs a password" if locked else f"is no PDF ({type(error).__name__})") from None
    return _joined([line for page in _without_running_heads(pages) for line in page])


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
