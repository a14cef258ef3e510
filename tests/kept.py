"""What cleaning leaves of a text, for test_clean.py, test_closing.py and test_fuzz.py."""

from index.clean import find_boilerplate
from index.lines import without
from index.records import Span


def evidence_spans(text: str) -> list[Span]:
    return without(text, [Span(0, len(text))], find_boilerplate(text))


def evidence(text: str) -> str:
    return "\n".join(text[span.start : span.end] for span in evidence_spans(text))
