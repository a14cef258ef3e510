"""The page in a browser: ``build_app``, and ``python ui.py`` to serve it. How an Answer looks is in ``page``."""

import argparse
import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup

from index.errors import IndexingError, MissingIndex
from index.records import Article
from index.repair import Repair
from index.settings import Settings
from index.swap import current_version
from page import html, words
from page.html import Source
from rag.errors import AnswerError
from rag.records import Answer, Citation

if TYPE_CHECKING:
    import gradio as gr

    from rag.chatbot import Chatbot

ASKING_AT_ONCE = 8  # questions answered side by side; the others wait their turn
FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)
# The policy lets nothing be fetched from another host, whatever a later Gradio may want of one.
HEAD = """
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'">
<link rel="icon" href="data:,">
<style>{style}</style>
<script>document.documentElement.lang = "zh-CN";</script>
"""

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What the page needs of a chatbot; ``rag.Chatbot`` is one."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...
    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]: ...
    def article(self, citation: Citation) -> Article: ...
    def repairs(self, article: Article) -> Sequence[Repair]: ...
    def examples(self, n: int = 4) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, what was answered (None: not yet, or it failed), and how both look."""

    question: str
    answer: Answer | None
    html: Markup


def build_app(chatbot: Answerer) -> "gr.Blocks":
    """Return the page of ``chatbot``, to be launched. Its API has one call, "ask": it gives ``Answer.to_dict()``."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # Gradio reads it while it is imported.
    import gradio as gr
    from gradio.events import api

    # No annotation in this file is a string by default: Gradio looks for the EventData itself.
    def greet() -> str:
        return html.show_conversation([], welcome(chatbot))

    def answer_question(typed: str, turns: tuple[Turn, ...], event: gr.EventData) -> Iterator[dict[Any, Any]]:
        clicked = (event._data or {}).get("question")  # by a click in the conversation, not typed
        question = clicked or typed
        if not question.strip():
            yield {hint: words.ASK_FIRST}
            return
        yield {hint: ""} if clicked else {hint: "", question_box: ""}
        for turn, whole in converse(chatbot, question, turns):
            shown = {conversation: html.show_conversation([*(turn.html for turn in turns), turn.html])}
            yield {**shown, conversation_so_far: (*turns, turn)} if whole else shown

    def open_source(turns: tuple[Turn, ...], event: gr.EventData) -> str:
        citation = cited(turns, int(event._data["turn"]), int(event._data["citation"]))
        return html.show_source(citation, read_source(chatbot, citation) if citation else None)

    def clear() -> tuple[str, tuple[Turn, ...], str]:
        return greet(), (), ""

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        try:
            return chatbot.ask(question, history or ()).to_dict()
        except (AnswerError, IndexingError) as error:
            raise gr.Error(str(error)) from error

    bare: dict[str, Any] = {"apply_default_css": False}
    app = gr.Blocks(title=words.NAME, analytics_enabled=False)
    with app:
        conversation_so_far = gr.State(())
        gr.HTML(html.show_masthead(), elem_id="masthead", **bare)
        conversation = gr.HTML(
            html.show_conversation([]), elem_id="conversation", js_on_load=asset("conversation.js"), **bare
        )
        source = gr.HTML(
            "", html_template=html.show_dialog(), elem_id="source", js_on_load=asset("source.js"), **bare
        )
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", html_template='<p role="alert">${value}</p>', elem_id="hint", **bare)
            with gr.Row(elem_id="composer-row"):
                question_box = gr.Textbox(
                    label=words.QUESTION_LABEL,
                    show_label=False,
                    placeholder=words.QUESTION_PLACEHOLDER,
                    max_lines=4,
                    elem_id="question",
                    html_attributes=gr.InputHTMLAttributes(
                        enterkeyhint="send", lang="zh-CN", spellcheck=False
                    ),
                )
                send = gr.Button(words.SEND, variant="primary", elem_id="send", scale=0, min_width=96)
            with gr.Row(elem_id="small-print"):
                gr.HTML(Markup("<p>{}</p>").format(words.DISCLAIMER), elem_id="disclaimer", **bare)
                clear_button = gr.Button(words.CLEAR, elem_id="clear", size="sm", scale=0)

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        app.load(greet, None, conversation, **quiet)
        asked = gr.on(
            [question_box.submit, send.click, conversation.submit],
            answer_question,
            [question_box, conversation_so_far],
            [conversation, conversation_so_far, question_box, hint],
            trigger_mode="once",
            concurrency_limit=ASKING_AT_ONCE,
            **quiet,
        )
        conversation.select(
            open_source, conversation_so_far, source, concurrency_limit=ASKING_AT_ONCE, **quiet
        )
        clear_button.click(clear, None, [conversation, conversation_so_far, hint], cancels=[asked], **quiet)
        api(ask, api_name="ask", concurrency_limit=ASKING_AT_ONCE)

    # Gradio 6 takes the look of a page at its launch. Bound here, whoever launches it gets this page, with no
    # history of questions kept in the browser and no links that lead elsewhere.
    app.launch = partial(  # type: ignore[method-assign]
        app.launch,
        theme=gr.themes.Base(font=list(FONTS), font_mono="monospace"),
        head=HEAD.format(style=asset("page.css")),
        footer_links=[],
        run_history=False,
    )
    return app


def converse(chatbot: Answerer, question: str, turns: Sequence[Turn]) -> Iterator[tuple[Turn, bool]]:
    """Ask, and yield the turn as it grows; True comes with the one that is whole, the last."""
    number = len(turns) + 1
    yield Turn(question, None, html.show_turn(number, question, html.show_searching(), busy=True)), False
    answer: Answer | None = None
    read = cache(partial(read_source, chatbot))  # once for all the steps in which the answer grows
    try:
        for answer in chatbot.stream(question, [turn.question for turn in turns]):
            reply = html.show_answer(answer, number, read)
            yield (
                Turn(answer.question, answer, html.show_turn(number, answer.question, reply, busy=True)),
                False,
            )
        if answer is None:
            raise RuntimeError("the chatbot's stream held no answer")
        yield Turn(answer.question, answer, html.show_turn(number, answer.question, reply)), True
    except MissingIndex as error:
        yield Turn(question, None, html.show_turn(number, question, html.show_no_index(error))), True
    except Exception as error:
        # The question stays out of the log: it may hold what its writer would not have kept.
        log.error("no answer: %s", error, exc_info=not isinstance(error, IndexingError))
        yield Turn(question, None, html.show_turn(number, question, html.show_failure(question))), True


def welcome(chatbot: Answerer) -> Markup:
    """Greet with examples to click, or say how to build the index that is missing."""
    try:
        return html.show_welcome(chatbot.examples(4))
    except MissingIndex as error:
        return html.show_no_index(error)
    except IndexingError as error:
        log.error("no examples: %s", error)
        return html.show_welcome([])


def cited(turns: Sequence[Turn], turn: int, number: int) -> Citation | None:
    """Return a citation of the conversation, None when it has no such turn, or that turn no such citation."""
    answer = turns[turn - 1].answer if 0 < turn <= len(turns) else None
    return next((c for c in answer.citations if c.number == number), None) if answer else None


def read_source(chatbot: Answerer, citation: Citation) -> Source | None:
    """Return the article behind ``citation`` while it still holds the quote in its place, else None."""
    try:
        article = chatbot.article(citation)
        if article.text[citation.start : citation.end] == citation.quote:
            return Source(article.text, tuple(chatbot.repairs(article)))
    except (LookupError, IndexingError):
        pass
    return None


def asset(name: str) -> str:
    return resources.files("page").joinpath(name).read_text(encoding="utf-8")


# Serving it -------------------------------------------------------------------------------------------------------


class LateChatbot:
    """A chatbot whose index may not be there yet: it is opened by the first call that finds it.

    Until then every call raises MissingIndex, which the page shows as how to build one.
    """

    def __init__(self, folder: Path, model: str | None) -> None:
        self.folder = folder
        self.model = model
        self._opening = threading.Lock()
        self._chatbot: Chatbot | None = None

    def opened(self) -> "Chatbot":
        """Return the chatbot. Raises what ``Chatbot.open`` raises."""
        from rag.chatbot import Chatbot

        with self._opening:
            if self._chatbot is None:
                current_version(self.folder)  # Missing? Say so before a model is loaded for nothing.
                self._chatbot = Chatbot.open(self.folder, model=self.model)
            return self._chatbot

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        return self.opened().ask(question, history)

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]:
        return self.opened().stream(question, history)

    def article(self, citation: Citation) -> Article:
        return self.opened().article(citation)

    def repairs(self, article: Article) -> Sequence[Repair]:
        return self.opened().repairs(article)

    def examples(self, n: int = 4) -> list[str]:
        return self.opened().examples(n)


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Serve the page until Ctrl-C. Exit code 2, after one line on stderr, when something stands in the way."""
    options = parser(environ).parse_args(argv)
    if problem := port_problem(options.host, options.port):
        print(f"ui: {problem}", file=sys.stderr)
        return 2
    chatbot = LateChatbot(options.index, options.model)
    try:
        chatbot.opened()
    except MissingIndex as error:
        print(f"ui: {error} (the page waits for it)", file=sys.stderr)
    except IndexingError as error:
        print(f"ui: {error}", file=sys.stderr)
        return 2
    app = build_app(chatbot)
    app.launch(
        server_name=options.host, server_port=options.port, share=False, quiet=True, prevent_thread_lock=True
    )
    print(f"{words.NAME}: http://{options.host}:{options.port}", flush=True)
    app.block_thread()
    return 0


def parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    settings = Settings.from_environ(environ)
    options = argparse.ArgumentParser(prog="python ui.py", description="Serve the page of 债问.")
    options.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        default=settings.index_folder,
        help="the index folder (RAG_INDEX; default: %(default)s)",
    )
    options.add_argument(
        "--model",
        metavar="NAME",
        default=settings.model,
        help="a sentence-transformers name or folder (RAG_MODEL; default: the built-in model)",
    )
    options.add_argument(
        "--host",
        default=environ.get("HOST") or "127.0.0.1",
        help="the address to serve on (HOST; default: %(default)s)",
    )
    options.add_argument(
        "--port",
        type=port_number,
        default=environ.get("PORT") or "7860",
        help="the port to serve on (PORT; default: %(default)s)",
    )
    return options


def port_problem(host: str, port: int) -> str | None:
    """Say why nobody can listen there, before a model is loaded for it."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        return f"cannot serve on {host}:{port}: {error.strerror}; choose another with --port or --host"
    return None


def port_number(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")


if __name__ == "__main__":
    sys.exit(main())
