"""HTML as a browser reads it, without a browser."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """``words`` are what is to be read, ``tags`` what it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []  # (classes and tags it stands in, the words)
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._open.append(f"{tag} {dict(attributes).get('class') or ''}".strip())

    def handle_endtag(self, tag):
        assert self._open[-1].split()[0] == tag, f"</{tag}> closes {self._open[-1]}"
        self._open.pop()

    def handle_data(self, words):
        self.words.append((" / ".join(self._open), words))

    def text(self, within: str = "") -> str:
        return "".join(words for where, words in self.words if within in where)

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]
