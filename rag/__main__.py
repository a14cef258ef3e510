"""python -m rag "问题": one question, answered in the terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from index.decode import Undecodable, decode
from index.errors import IndexingError, on_one_line
from index.settings import Settings
from index.terminal import FAILED, INTERRUPTED, print_json, printing, say, show_any_bytes
from rag.answer import Answer
from rag.chatbot import Chatbot
from rag.errors import AnswerError
from rag.layout import OTHERS_ASKED, SIDE_NAMES, around_headline, credentials
from rag.records import Citation

EXIT_ANSWERED, EXIT_REFUSED = 0, 1


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Answer the question in ``argv``. Exit code 0: answered, 1: refused for want of evidence, 2: could not ask."""
    show_any_bytes()
    options = _parser(Settings.from_environ(environ)).parse_args(argv)
    try:
        question = _typed() if options.question == "-" else options.question
        answer = Chatbot.open(options.index, model=options.model or None).ask(question, options.history)
    except (IndexingError, AnswerError) as error:
        say(f"rag: {error}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    with printing():
        if options.json:
            print_json(answer.to_dict())
        else:
            show(answer, sys.stdout)
    return EXIT_REFUSED if answer.kind == "refusal" else EXIT_ANSWERED


def _typed() -> str:
    """The question on standard input, in whatever encoding; empty where that is closed."""
    raw = sys.stdin.buffer.read() if sys.stdin else b""
    try:
        return decode(raw)
    except Undecodable:
        return raw.decode(errors="replace")


def show(answer: Answer, out: TextIO) -> None:
    """Write ``answer`` for a person at a terminal: our words first, then the points, then where each stands."""
    first, then = around_headline(answer.notices)
    for line in (*(f"※ {n.text}" for n in first), answer.headline, *(f"※ {n.text}" for n in then)):
        print(line, file=out)
    for side in dict.fromkeys(point.side for point in answer.points):
        print(f"\n{SIDE_NAMES[side]}" if side else "", file=out)
        for point in answer.points:
            if point.side == side:
                print(f"  · {_one_line(point.text)} {''.join(f'[{n}]' for n in point.citations)}", file=out)
    if answer.refusal:
        print(f"\n{answer.refusal.advice}", file=out)
        for suggestion in answer.refusal.suggestions:
            print(f"  · {suggestion}", file=out)
    if answer.others:
        print(f"\n{OTHERS_ASKED}", file=out)
        for question in answer.others:
            print(f"  · {question}", file=out)
    if answer.citations:
        print("\n出处", file=out)
    for citation in answer.citations:
        print(f"  [{citation.number}] {_where(citation)}", file=out)


def _where(citation: Citation) -> str:
    place = citation.url or citation.source
    parts = (citation.title, citation.heading, *credentials(citation), place)
    return " · ".join(_one_line(part) for part in parts if part)


def _one_line(text: str) -> str:
    return on_one_line(" ".join(text.split()))


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rag", description="Ask the articles one question.")
    parser.add_argument("question", help='the question, in quotes; "-" reads it from standard input')
    parser.add_argument(
        "--index",
        metavar="DIR",
        default=settings.index_folder,
        help="the index folder (RAG_INDEX; default: %(default)s)",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        default=settings.model,
        help="the sentence-transformers name or folder that the index was built with (RAG_MODEL)",
    )
    parser.add_argument(
        "--history",
        metavar="QUESTION",
        action="append",
        default=[],
        help="an earlier question of the same talk; may be given several times, oldest first",
    )
    parser.add_argument("--json", action="store_true", help="print Answer.to_dict() as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
