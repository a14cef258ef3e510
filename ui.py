"""The page in a browser: ``build_app``, and ``python ui.py`` to serve it. What it shows is in ``page``."""

import argparse
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import cache, partial
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.errors import IndexingError, MissingIndex
from index.settings import Settings
from index.terminal import INTERRUPTED, say
from page import html, words
from page.conversation import Answerer, OpenChatbot, Turn, converse, opened, welcome
from rag.errors import AnswerError

if TYPE_CHECKING:
    import gradio as gr

HALF = re.compile("[\ud800-\udfff]")
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
# Hands what is typed to conversation.js, and leaves nothing in the box.
SEND = """(typed) => { document.dispatchEvent(new CustomEvent("ask", { detail: typed })); return ""; }"""
# Of the question that conversation.js triggers, these tell it what Gradio does.
HEARD = """() => { document.dispatchEvent(new Event("heard")); }"""
SENT = """(...inputs) => { document.dispatchEvent(new Event("sent")); return inputs; }"""


def build_app(open_chatbot: OpenChatbot) -> "gr.Blocks":
    """Return the page of a chatbot, to be launched. Its API has one call, "ask": it gives ``Answer.to_dict()``."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # Gradio reads it while it is imported.
    import gradio as gr
    from gradio.events import api

    # No annotation in this file is a string by default: Gradio looks for the EventData itself.
    def greet(asked: SimpleNamespace) -> list[Markup] | dict[str, Any]:
        greeting = [welcome(open_chatbot)]
        return gr.skip() if asked.already else greeting  # whoever types fast is answered first

    def forget(visitor: gr.Request) -> None:
        """Drop what a closed page showed, which Gradio keeps for ever. Its turns Gradio itself forgets in an hour."""
        session = app.state_holder.session_data.get(visitor.session_hash or "")
        if session and session.is_closed:
            session.config_values.clear()

    def answer_question(
        turns: tuple[Turn, ...], asked: SimpleNamespace, event: gr.EventData, visitor: gr.Request
    ) -> Iterator[dict[Any, Any]]:
        try:
            yield from answers(turns, asked, event)
        finally:
            forget(visitor)  # who closed the page before the answer was whole

    def answers(
        turns: tuple[Turn, ...], asked: SimpleNamespace, event: gr.EventData
    ) -> Iterator[dict[Any, Any]]:
        question, shown = whole_characters(event._data["question"]), event._data["shown"]
        if not question.strip():
            yield {hint: words.ASK_FIRST}
            return
        asked.already = True
        # After a restart, or an hour without a connection, the page shows more than the server remembers.
        yield {hint: words.BEGINS_ANEW if shown > len(turns) else ""}
        for turn, whole in converse(open_chatbot, question, turns, event._data["asked"]):
            grown = {conversation: [*(turn.html for turn in turns), turn.html]}
            yield {**grown, conversation_so_far: (*turns, turn)} if whole else grown
        yield gr.skip()  # or Gradio would send all that was yielded last once more

    def open_source(turns: tuple[Turn, ...], event: gr.EventData) -> dict[str, Any]:
        place = event._data
        return {"place": place, "window": opened(open_chatbot, turns, place["turn"], place["citation"])}

    def clear() -> tuple[list[Markup], tuple[Turn, ...], str]:
        return [welcome(open_chatbot)], (), ""

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        try:
            return open_chatbot().ask(whole_characters(question), whole_characters(history or ())).to_dict()
        except (AnswerError, IndexingError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    bare: dict[str, Any] = {"apply_default_css": False}
    app = gr.Blocks(title=words.NAME, analytics_enabled=False)
    with app:
        conversation_so_far = gr.State(())
        begun = gr.State(
            SimpleNamespace(already=False)
        )  # one object a visitor, which handlers side by side share
        gr.HTML(html.show_masthead(), elem_id="masthead", **bare)
        conversation = gr.HTML(
            [],
            html_template=html.show_conversation(),
            elem_id="conversation",
            js_on_load=asset("conversation.js"),
            **bare,
        )
        source = gr.HTML(
            "", html_template=html.show_dialog(), elem_id="source", js_on_load=asset("source.js"), **bare
        )
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", html_template='<p role="alert">${value}</p>', elem_id="hint", **bare)
            gr.HTML(html.show_status(), elem_id="status", **bare)
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
        app.load(greet, begun, conversation, **quiet)
        app.unload(forget)
        # In the browser alone: the box is empty at once, whatever the line is like.
        gr.on([question_box.submit, send.click], None, question_box, question_box, js=SEND, **quiet)
        conversation.submit(None, js=HEARD, **quiet)
        asked = conversation.submit(
            answer_question,
            [conversation_so_far, begun],
            [conversation, conversation_so_far, hint],
            js=SENT,
            trigger_mode="once",
            concurrency_limit=ASKING_AT_ONCE,
            **quiet,
        )
        # Whoever closes a window that is slow to come opens the next one at once; source.js tells which has come.
        conversation.select(
            open_source,
            conversation_so_far,
            source,
            trigger_mode="multiple",
            concurrency_limit=ASKING_AT_ONCE,
            **quiet,
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


def whole_characters(said: Any) -> Any:
    """Put U+FFFD for half a character (an emoji cut in two) in a text, or a list of them: no answer could carry it."""
    if isinstance(said, list):
        return [whole_characters(one) for one in said]
    return HALF.sub("\ufffd", said) if isinstance(said, str) else said


def asset(name: str) -> str:
    return resources.files("page").joinpath(name).read_text(encoding="utf-8")


# Serving it -------------------------------------------------------------------------------------------------------


def opener(folder: Path, model: str | None) -> OpenChatbot:
    """Return what opens the chatbot at the first call that finds an index in ``folder``, and gives it ever after.

    Until then it raises MissingIndex, which the page shows as how to build one, or what else ``Chatbot.open`` raises.
    """
    opening = threading.Lock()

    @cache
    def opened() -> Answerer:
        from rag.chatbot import Chatbot

        return Chatbot.open(folder, model=model)

    def open_chatbot() -> Answerer:
        with opening:  # Two who come at once would load two models.
            return opened()

    return open_chatbot


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Serve the page until Ctrl-C. Exit code 2, after one line on stderr, when something stands in the way."""
    options = parser(environ).parse_args(argv)
    without_proxies(os.environ)
    if problem := port_problem(options.host, options.port):
        say(f"ui: {problem}")
        return 2
    open_chatbot = opener(options.index, options.model or None)
    try:
        open_chatbot()
    except MissingIndex as error:
        say(f"ui: {error} (the page waits for it)")
    except IndexingError as error:
        say(f"ui: {error}")
        return 2
    app = build_app(open_chatbot)
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


def without_proxies(environ: MutableMapping[str, str]) -> None:
    """Take out what sends requests elsewhere: Gradio asks its own page whether it is up, and nothing else is asked for."""
    for name in [name for name in environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]:
        del environ[name]


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
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before there was a page
        sys.exit(INTERRUPTED)
