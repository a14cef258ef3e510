"""The main text of a web page, with what the page says about itself."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from index.dates import parse_date
from index.decode import Undecodable, decode
from index.documents import NoText

# Up to the next that opens: one that is never closed would be looked for from every other to the end of the page.
_NO_MARKUP = re.compile(r"^\s*<\?xml[^>]*\?>|<%(?:(?!<%|%>).)*+%>", re.DOTALL)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)
_LINKS_TO_FREE = (
    "//h1//a | //h2//a | //h3//a | //h4//a | //h5//a | //h6//a | //dt//a"
    " | //a[starts-with(@href, '#') or starts-with(@href, 'javascript')]"
)
_FREED = "freed"


@dataclass(frozen=True, slots=True)
class WebPage:
    """What is kept of a page; ``text`` is what its quotes are quoted from."""

    text: str
    title: str
    published: date | None
    url: str | None


def read_webpage(raw: bytes) -> WebPage | None:
    """Return the article of a page; None when there is none on it. Raises Undecodable or NoText."""
    from lxml import html  # type: ignore[import-untyped]

    page = _without_declarations(_decode_page(raw))
    try:
        # Without huge_tree, what is nested more than 255 deep is cut off without a word.
        tree = html.document_fromstring(page, html.HTMLParser(huge_tree=True))
    except (html.etree.ParserError, ValueError):
        return None
    _free_headings(tree)
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    try:
        found = _trafilatura().bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            # A guess from numbers in the text is worse than an unknown date.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    # Lists in lists in lists, a thousand deep, are too much for the library; what else is, nobody knows.
    except Exception as error:
        raise NoText(f"is no page that can be read ({type(error).__name__})") from None
    if found is None or not (found.text or "").strip():
        return None
    return WebPage(
        text=found.text,
        title=" ".join((found.title or "").split()),
        published=parse_date(found.date or ""),
        url=canonical or found.url or None,
    )


@cache
def _trafilatura() -> Any:
    import trafilatura

    # It warns of every page without text; the caller refuses such a page by name.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura


def _decode_page(raw: bytes) -> str:
    """Decode as the bytes say, or as the page declares when they do not say; a page that is wrong about itself is common."""
    try:
        return decode(raw)
    except Undecodable:
        declared = _DECLARED.search(raw[:4096])
        if declared is None:
            raise
        try:
            return raw.decode(declared[1].decode("ascii"))
        # Some of what Python knows by such a name is no encoding of text, and fails in its own way: "undefined", "idna".
        except (LookupError, UnicodeError):
            raise Undecodable(f"declares {declared[1].decode()} but is not; save it as UTF-8") from None


def _without_declarations(page: str) -> str:
    # lxml refuses a str with an encoding of its own; the directives of a template are no markup, and came out as text.
    return _NO_MARKUP.sub("", page)


def _free_headings(tree: Any) -> None:
    """Unwrap links that stay on the page: help pages fold their answers under headings that are such links.

    The extractor takes a heading that is all link for navigation, and the questions of the page were lost.
    """
    from lxml import etree

    for link in tree.xpath(_LINKS_TO_FREE):
        link.tag = _FREED
    # All in one go: each that is dropped by itself copies the text of those before it.
    etree.strip_tags(tree, _FREED)
