"""The page: how an Answer looks in a browser, and ``python ui.py`` to serve it.

From top to bottom: what the page says, ``build_app``, how an Answer looks, the entry point, stylesheet and scripts.

Articles and questions are strangers' words. They enter the page only through ``Markup.format`` and ``Markup.join``,
which escape them: a ``<style>`` or a Markdown link in an article is shown letter by letter.
"""

import argparse
import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup

from index.errors import IndexingError, MissingIndex
from index.records import Article
from index.settings import Settings
from index.swap import current_version
from rag.cite import SIDE_NAMES, UNDATED
from rag.errors import AnswerError
from rag.records import Answer, Citation, Notice, Point, Refusal
from rag.statement import UNNAMED_LAW

if TYPE_CHECKING:
    import gradio as gr

    from rag.chatbot import Chatbot

NAME = "债问"
TAGLINE = "只用文章的原话回答，每一句都能点开看出处"
DISCLAIMER = "不是法律意见。引文出自文章，可能过时或有误；要紧的事请向平台官方客服或律师核实。"
CONVERSATION = "对话"
QUESTION_LABEL = "你的问题"
QUESTION_PLACEHOLDER = "写下你的问题，按回车发送"
SEND = "提问"
CLEAR = "清空对话"
WELCOME = "慢慢来，把担心的事写下来。"
TRY_ASKING = "可以先这样问"
ASK_FIRST = "请先写下你的问题。"
SEARCHING = "正在文章里查找…"
OUR_WORDS = "债问整理"
THEIR_WORDS = "文章原话"
SOURCES = "出处"
OPEN_SOURCE = "查看原文"
OPENING_SOURCE = "正在打开原文…"
CLOSE = "关闭"
ORIGINAL_PAGE = "原网页"
BASIS_NAMED = "依据：{}"
ARTICLES_ON_SIDE = "{} 篇文章"
ADVICE = "可以这样做"
NEAR_QUESTIONS = "文章里能回答的相近问题"
NO_INDEX = "还没有可以查的文章"
NO_INDEX_REPAIR = "请在项目文件夹里运行下面这一行，把文章编成索引。编好以后刷新这一页就能提问，不用重新启动。"
FAILED = "出了点问题，这次没有答出来。不是你的问题写错了，请再试一次。"
ASK_AGAIN = "再问一次"
SOURCE_GONE = "这篇文章刚刚更新或移走了，找不到这一句原话。请再问一次。"
STATEMENTS = {
    "law": "法律条文",
    "policy": "转述平台政策",
    "report": "报道",
    "advice": "建议",
    "opinion": "看法",
}

NOTICES_ABOVE = ("help", "warning", "masked", "understood")  # in this order; others stand below the points
ASKING_AT_ONCE = 8  # questions answered side by side; the others wait their turn
CONTEXT_CHARS = 60  # shown in a card on each side of the quote, of its own paragraph

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What the page needs of a chatbot; ``rag.Chatbot`` is one."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...
    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]: ...
    def article(self, citation: Citation) -> Article: ...
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
        return show_conversation([], show_welcome(chatbot))

    def answer_question(typed: str, turns: tuple[Turn, ...], event: gr.EventData) -> Iterator[dict[Any, Any]]:
        clicked = (event._data or {}).get("question")  # by a click in the conversation, not typed
        question = clicked or typed
        if not question.strip():
            yield {hint: ASK_FIRST}
            return
        yield {hint: ""} if clicked else {hint: "", question_box: ""}
        for turn, whole in converse(chatbot, question, turns):
            shown = {conversation: show_conversation([*turns, turn])}
            yield {**shown, conversation_so_far: (*turns, turn)} if whole else shown

    def open_source(turns: tuple[Turn, ...], event: gr.EventData) -> str:
        return show_source(chatbot, turns, int(event._data["turn"]), int(event._data["citation"]))

    def clear() -> tuple[str, tuple[Turn, ...], str]:
        return greet(), (), ""

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        try:
            return chatbot.ask(question, history or ()).to_dict()
        except (AnswerError, IndexingError) as error:
            raise gr.Error(str(error)) from error

    bare: dict[str, Any] = {"apply_default_css": False}
    app = gr.Blocks(title=NAME, analytics_enabled=False)
    with app:
        conversation_so_far = gr.State(())
        gr.HTML(show_masthead(), elem_id="masthead", **bare)
        conversation = gr.HTML(
            show_conversation([]), elem_id="conversation", js_on_load=CONVERSATION_SCRIPT, **bare
        )
        source = gr.HTML("", html_template=show_dialog(), elem_id="source", js_on_load=SOURCE_SCRIPT, **bare)
        with gr.Column(elem_id="composer"):
            hint = gr.HTML("", html_template='<p role="alert">${value}</p>', elem_id="hint", **bare)
            with gr.Row(elem_id="composer-row"):
                question_box = gr.Textbox(
                    label=QUESTION_LABEL,
                    show_label=False,
                    placeholder=QUESTION_PLACEHOLDER,
                    max_lines=4,
                    elem_id="question",
                    html_attributes=gr.InputHTMLAttributes(
                        enterkeyhint="send", lang="zh-CN", spellcheck=False
                    ),
                )
                send = gr.Button(SEND, variant="primary", elem_id="send", scale=0, min_width=96)
            with gr.Row(elem_id="small-print"):
                gr.HTML(Markup("<p>{}</p>").format(DISCLAIMER), elem_id="disclaimer", **bare)
                clear_button = gr.Button(CLEAR, elem_id="clear", size="sm", scale=0)

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
        head=HEAD,
        footer_links=[],
        run_history=False,
    )
    return app


def converse(chatbot: Answerer, question: str, turns: Sequence[Turn]) -> Iterator[tuple[Turn, bool]]:
    """Ask, and yield the turn as it grows; True comes with the one that is whole, the last."""
    number = len(turns) + 1
    yield Turn(question, None, show_turn(number, question, show_searching(), busy=True)), False
    answer: Answer | None = None
    try:
        for answer in chatbot.stream(question, [turn.question for turn in turns]):
            reply = show_answer(answer, number, chatbot)
            yield Turn(answer.question, answer, show_turn(number, answer.question, reply, busy=True)), False
        if answer is None:
            raise RuntimeError("the chatbot's stream held no answer")
        yield Turn(answer.question, answer, show_turn(number, answer.question, reply)), True
    except MissingIndex as error:
        yield Turn(question, None, show_turn(number, question, show_no_index(error))), True
    except Exception as error:
        # The question stays out of the log: it may hold what its writer would not have kept.
        log.error("no answer: %s", error, exc_info=not isinstance(error, IndexingError))
        yield Turn(question, None, show_turn(number, question, show_failure(question))), True


# --- How it looks ---------------------------------------------------------------------------------------------


def show_masthead() -> Markup:
    return Markup("<header><h1>{}</h1><p>{}</p></header>").format(NAME, TAGLINE)


def show_dialog() -> str:
    """Return the empty window that articles open in. It has no ${value}: Gradio would close it when it rewrote it."""
    return Markup('<dialog aria-label="{}" data-opening="{}"></dialog>').format(OPEN_SOURCE, OPENING_SOURCE)


def show_conversation(turns: Sequence[Turn], welcome: Markup | str = "") -> Markup:
    return Markup('<div role="log" aria-live="polite" aria-label="{}">{}{}</div>').format(
        CONVERSATION, welcome, Markup("").join(turn.html for turn in turns)
    )


def show_welcome(chatbot: Answerer) -> Markup:
    """Greet with examples to click, or say how to build the index that is missing."""
    try:
        examples = chatbot.examples(4)
    except MissingIndex as error:
        return show_no_index(error)
    except IndexingError as error:
        log.error("no examples: %s", error)
        examples = []
    return Markup('<section class="welcome"><h2>{}</h2>{}</section>').format(
        WELCOME, show_questions(TRY_ASKING, examples)
    )


def show_questions(title: str, questions: Sequence[str]) -> Markup:
    """Return questions to click, under ``title``; nothing when there are none."""
    if not questions:
        return Markup("")
    button = Markup('<li><button type="button" data-question="{0}">{0}</button></li>')
    return Markup('<div class="questions"><h3>{}</h3><ul>{}</ul></div>').format(
        title, Markup("").join(button.format(question) for question in questions)
    )


def show_turn(number: int, question: str, reply: Markup, *, busy: bool = False) -> Markup:
    turn = Markup('<article class="turn" tabindex="-1" aria-busy="{}" data-turn="{}"><h2>{}</h2>{}</article>')
    return turn.format("true" if busy else "false", number, question, reply)


def show_searching() -> Markup:
    return Markup('<p class="searching">{}</p>').format(SEARCHING)


def show_no_index(error: MissingIndex) -> Markup:
    return Markup('<section class="trouble no-index"><h2>{}</h2><p>{}</p><pre>{}</pre></section>').format(
        NO_INDEX, NO_INDEX_REPAIR, f"python -m index seeds --index {error.folder}"
    )


def show_failure(question: str) -> Markup:
    return Markup(
        '<section class="trouble"><p>{}</p>'
        '<button type="button" class="plain" data-question="{}">{}</button></section>'
    ).format(FAILED, question, ASK_AGAIN)


def show_answer(answer: Answer, turn: int, chatbot: Answerer) -> Markup:
    """Lay out a whole or growing answer: our first line, the sources' words, and one card per citation."""
    above = [notice for kind in NOTICES_ABOVE for notice in answer.notices if notice.kind == kind]
    below = [notice for notice in answer.notices if notice not in above]
    return Markup('<div class="reply {}"><div class="answer">{}{}{}{}{}</div>{}</div>').format(
        answer.kind,
        show_notices(above),
        Markup('<p class="headline"><span class="whose">{}</span>{}</p>').format(OUR_WORDS, answer.headline),
        show_sides(answer, turn) if answer.kind == "conflict" else show_points(answer.points, turn),
        show_refusal(answer.refusal, answer.headline) if answer.refusal else "",
        Markup('<div class="below">{}</div>').format(show_notices(below)),
        show_cards(answer.citations, turn, chatbot),
    )


def show_notices(notices: Sequence[Notice]) -> Markup:
    card = Markup('<aside class="notice {}">{}</aside>')
    return Markup("").join(card.format(notice.kind, notice.text) for notice in notices)


def show_points(points: Sequence[Point], turn: int) -> Markup:
    """Return the sources' words, each with a button to every card it stands on."""
    if not points:
        return Markup("")
    item = Markup("<li><q>{}</q>{}</li>")
    marker = Markup(
        '<button type="button" class="marker" data-turn="{1}" data-card="{0}" aria-label="{2} {0}">[{0}]</button>'
    )
    return Markup('<ul class="points" aria-label="{}">{}</ul>').format(
        THEIR_WORDS,
        Markup("").join(
            item.format(point.text, Markup("").join(marker.format(n, turn, SOURCES) for n in point.citations))
            for point in points
        ),
    )


def show_sides(answer: Answer, turn: int) -> Markup:
    """Return the sides of a conflict side by side, each with how many articles stand on it."""
    column = Markup('<section class="side {}"><h3>{} <small>{}</small></h3>{}</section>')
    columns = []
    for side, name in SIDE_NAMES.items():
        points = [point for point in answer.points if point.side == side]
        cited = {number for point in points for number in point.citations}
        articles = {citation.article_id for citation in answer.citations if citation.number in cited}
        if points:
            count = ARTICLES_ON_SIDE.format(len(articles))
            columns.append(column.format(side, name, count, show_points(points, turn)))
    neither = [point for point in answer.points if point.side is None]
    return Markup('<div class="sides">{}</div>{}').format(
        Markup("").join(columns), show_points(neither, turn)
    )


def show_refusal(refusal: Refusal, headline: str) -> Markup:
    """Return why there is no answer, unless the headline has said it, what to do, and questions to click."""
    reason = Markup("<p>{}</p>").format(refusal.reason) if refusal.reason != headline else ""
    return Markup('<section class="refused">{}<h3>{}</h3><p>{}</p>{}</section>').format(
        reason, ADVICE, refusal.advice, show_questions(NEAR_QUESTIONS, refusal.suggestions)
    )


def show_cards(citations: Sequence[Citation], turn: int, chatbot: Answerer) -> Markup:
    if not citations:
        return Markup("")
    return Markup('<aside class="sources" aria-label="{0}"><h3>{0}</h3>{1}</aside>').format(
        SOURCES, Markup("").join(show_card(citation, turn, chatbot) for citation in citations)
    )


def show_card(citation: Citation, turn: int, chatbot: Answerer) -> Markup:
    """Return where a quote comes from, what kind of words it is, and the quote among its neighbours."""
    before, after = surroundings(citation, chatbot)
    return Markup(
        '<section class="card" id="card-{turn}-{number}" tabindex="-1" aria-label="{sources} {number}">'
        '<h4><span class="number">{number}</span><span>{title}</span></h4>'
        '<p class="facts">{facts}</p>'
        '<p class="excerpt">{before}<mark>{quote}</mark>{after}</p>'
        '<p class="origin">{origin}</p>'
        '<button type="button" class="plain" data-turn="{turn}" data-citation="{number}">{open_source}</button>'
        "</section>"
    ).format(
        turn=turn,
        number=citation.number,
        sources=SOURCES,
        title=citation.title,
        facts=Markup("").join(Markup("<span>{}</span>").format(fact) for fact in facts(citation)),
        before=before,
        quote=citation.quote,
        after=after,
        origin=show_origin(citation),
        open_source=OPEN_SOURCE,
    )


def facts(citation: Citation) -> list[str]:
    """Say what kind of words these are, how old, what law they lean on, and under which heading they stand."""
    basis = UNNAMED_LAW if citation.basis == "unnamed" else BASIS_NAMED.format(citation.basis)
    return [
        STATEMENTS.get(citation.statement, citation.statement),
        chinese_date(citation.published),
        *([basis] if citation.basis else []),
        *([citation.heading] if citation.heading else []),
    ]


def chinese_date(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else UNDATED


def show_origin(citation: Citation) -> Markup:
    """Return the file's name, and a link when the article came from the web: http or https, and no other."""
    name = Markup("<span>{}</span>").format(citation.source)
    if citation.url is None or urlsplit(citation.url).scheme not in ("http", "https"):
        return name
    link = Markup('{} <a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return link.format(name, citation.url, ORIGINAL_PAGE)


def surroundings(citation: Citation, chatbot: Answerer) -> tuple[str, str]:
    """Return what stands before and after the quote in its paragraph, at most CONTEXT_CHARS each, cut with "…"."""
    text = text_behind(citation, chatbot)
    if text is None:
        return "", ""
    start, end = citation.start, citation.end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    before = text[max(line_start, start - CONTEXT_CHARS) : start]
    after = text[end : min(line_end, end + CONTEXT_CHARS)]
    return (
        f"…{before}" if start - CONTEXT_CHARS > line_start else before.lstrip(),
        f"{after}…" if end + CONTEXT_CHARS < line_end else after.rstrip(),
    )


def text_behind(citation: Citation, chatbot: Answerer) -> str | None:
    """Return the article's text while it still holds the quote in its place, else None."""
    try:
        text = chatbot.article(citation).text
    except (LookupError, IndexingError):
        return None
    return text if text[citation.start : citation.end] == citation.quote else None


def show_source(chatbot: Answerer, turns: Sequence[Turn], turn: int, number: int) -> Markup:
    """Return the whole article behind a citation of the conversation, its quoted sentence marked."""
    window = Markup('<header><h2>{}</h2>{}<button type="button" data-close autofocus>{}</button></header>{}')
    answer = turns[turn - 1].answer if 0 < turn <= len(turns) else None
    citation = next((c for c in answer.citations if c.number == number), None) if answer else None
    text = text_behind(citation, chatbot) if citation else None
    if citation is None or text is None:
        gone = Markup('<p class="gone">{}</p>').format(SOURCE_GONE)
        return window.format(OPEN_SOURCE, "", CLOSE, gone)
    origin = Markup('<p class="facts"><span>{}</span>{}</p>').format(
        chinese_date(citation.published), show_origin(citation)
    )
    words = Markup('<div class="text" tabindex="0">{}<mark>{}</mark>{}</div>').format(
        text[: citation.start], citation.quote, text[citation.end :]
    )
    return window.format(citation.title, origin, CLOSE, words)


# --- Serving it -----------------------------------------------------------------------------------------------


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
    print(f"{NAME}: http://{options.host}:{options.port}", flush=True)
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


# --- Stylesheet and scripts -----------------------------------------------------------------------------------

FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)

STYLE = """
:root {
  --paper: #f6f5f1; --card: #ffffff; --ink: #1d2a30; --soft: #4a575e; --line: #d8d9d1;
  --accent: #0b5d68; --on-accent: #ffffff; --accent-soft: #e0eeee; --mark: #ffe9a3;
  --warm: #84480a; --warm-soft: #fcf1e1; --violet: #4b4884;
}
.dark {
  --paper: #11181b; --card: #1a2327; --ink: #eef1ee; --soft: #b6c2c4; --line: #38464c;
  --accent: #86d3d9; --on-accent: #08262a; --accent-soft: #1f373b; --mark: #66520f;
  --warm: #f3c284; --warm-soft: #33281a; --violet: #c3c1f5;
}
html { font-size: 18px; -webkit-text-size-adjust: 100%; }
body, gradio-app, .gradio-container { background: var(--paper) !important; color: var(--ink); }
/* Gradio hides what overflows, and inside of that nothing can stick to the bottom of the window. */
.gradio-container { overflow: visible !important; }
.gradio-container .main.app { max-width: 68rem; padding: 0 1.25rem; }
.gradio-container main > .column { gap: 0; min-height: 100vh; min-height: 100dvh; }
.gradio-container .html-container {
  padding: 0 !important; font-size: 1rem; line-height: 1.75; overflow-wrap: anywhere;
}
.gradio-container :is(h1, h2, h3, h4, p, ul, pre) {
  margin: 0; padding: 0; color: inherit; font-size: inherit;
}
.gradio-container ul { list-style: none; }
.gradio-container button { font: inherit; text-align: inherit; cursor: pointer; }
.gradio-container a { color: var(--accent); text-decoration: underline; }
.gradio-container :is(button, a, textarea, .text):focus-visible, .card:focus {
  outline: 3px solid var(--accent) !important; outline-offset: 2px;
}

#masthead header {
  display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 1rem; padding: 1.1rem 0 .6rem;
}
#masthead h1 { color: var(--accent); font-size: 1.6rem; font-weight: 700; letter-spacing: .08em; }
#masthead p { color: var(--soft); font-size: .9rem; }
#conversation { flex: 1 0 auto; }

#conversation .welcome { max-width: 38rem; margin: 0 auto; padding: 9vh 0 2rem; }
#conversation .welcome h2 { margin-bottom: 1.75rem; font-size: 1.5rem; font-weight: 700; }
#conversation .questions h3, #conversation .refused h3 {
  margin: 1.1rem 0 .5rem; color: var(--soft); font-size: .88rem; font-weight: 600;
}
#conversation .questions li + li { margin-top: .6rem; }
#conversation .questions button {
  display: flex; justify-content: space-between; gap: 1rem; width: 100%; padding: .65rem 1rem;
  border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--ink);
}
#conversation .questions button::after { content: "→"; color: var(--accent); }
#conversation .questions button:hover { border-color: var(--accent); background: var(--accent-soft); }

#conversation .turn { padding: 1.25rem 0 2.5rem; outline: none; }
#conversation .turn + .turn { border-top: 1px solid var(--line); }
/* Tall enough that a new question can always be scrolled to the top, and its answer grows below it. */
#conversation .turn:last-child { min-height: calc(100vh - 6.5rem); }
#conversation .turn > h2 {
  width: fit-content; max-width: min(42rem, 92%); margin: 0 0 1.25rem auto; padding: .5rem 1.1rem;
  border-radius: 16px 16px 4px 16px; background: var(--accent); color: var(--on-accent);
  font-size: 1.05rem; font-weight: 600; white-space: pre-wrap;
  max-height: 12rem; overflow-y: auto;
}
#conversation .searching { color: var(--soft); }
#conversation .reply { display: grid; gap: 1.5rem 2.5rem; align-items: start; }
#conversation .headline { font-size: 1.25rem; font-weight: 700; line-height: 1.6; }
#conversation .whose {
  display: block; width: fit-content; margin-bottom: .3rem; padding: 0 .6em; border-radius: 4px;
  background: var(--accent-soft); color: var(--accent); font-size: .78rem; font-weight: 600; line-height: 1.7;
}

#conversation .notice {
  margin-bottom: .9rem; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--card); color: var(--soft); font-size: .9rem;
}
#conversation .notice.help {
  padding: 1rem 1.25rem; border: 0; background: var(--accent); color: var(--on-accent); font-size: 1.1rem;
}
#conversation .notice.warning {
  padding: .75rem 1rem; border-color: var(--warm); border-left-width: 6px; background: var(--warm-soft);
  color: var(--ink); font-size: 1rem;
}
#conversation .below .notice { margin: 1.1rem 0 0; }

#conversation .points { margin-top: 1.1rem; }
#conversation .points li { padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--accent); }
#conversation .points li + li { margin-top: 1rem; }
#conversation .points q { white-space: pre-line; }
/* A full-width quotation mark is half empty; the words beside it should line up. */
#conversation .points q::before { margin-left: -.45em; }
#conversation .marker {
  min-width: 2rem; min-height: 1.7rem; margin-left: .35em; padding: 0 .35em; border-radius: 6px;
  background: var(--accent-soft); color: var(--accent);
  font-size: .82rem; font-weight: 700; text-align: center;
}
#conversation .marker:hover { background: var(--accent); color: var(--on-accent); }

#conversation .sides { display: grid; gap: 1rem; margin-top: 1.1rem; }
#conversation .side {
  padding: .8rem 1.1rem 1.1rem; border: 1px solid var(--line); border-top: 5px solid var(--side);
  border-radius: 12px; background: var(--card);
}
#conversation .side h3 { color: var(--side); font-size: 1.08rem; font-weight: 700; }
#conversation .side h3 small { display: block; color: var(--soft); font-size: .82rem; font-weight: 400; }
#conversation .side .points { margin-top: .6rem; }
#conversation .side .points li { border-left-color: var(--side); }
#conversation .yes { --side: var(--warm); }
#conversation .no { --side: var(--accent); }
#conversation .depends { --side: var(--violet); }

#conversation .sources { display: grid; gap: 1rem; }
#conversation .sources > h3 { color: var(--soft); font-size: .88rem; font-weight: 600; line-height: 1.2; }
#conversation .card {
  padding: .9rem 1.1rem 1.1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card);
  scroll-margin: 1rem 0 10rem;
}
#conversation .card h4 { display: flex; gap: .6rem; font-weight: 600; line-height: 1.5; }
#conversation .card .number {
  flex: none; width: 1.5rem; height: 1.5rem; border-radius: 6px;
  background: var(--accent-soft); color: var(--accent);
  font-size: .82rem; font-weight: 700; line-height: 1.5rem; text-align: center;
}
.gradio-container .facts {
  display: flex; flex-wrap: wrap; gap: 0 .9rem; margin-top: .35rem; color: var(--soft); font-size: .82rem;
}
#conversation .excerpt { margin: .5rem 0; font-size: .94rem; white-space: pre-line; }
#conversation .origin { margin-bottom: .6rem; color: var(--soft); font-size: .78rem; }
.gradio-container mark { padding: .1em 0; border-radius: 2px; background: var(--mark); color: var(--ink); }
#conversation .plain, #source [data-close] {
  padding: .3rem .9rem; border: 1px solid var(--accent); border-radius: 8px; color: var(--accent);
  font-size: .88rem; font-weight: 600;
}
#conversation .plain:hover, #source [data-close]:hover { background: var(--accent); color: var(--on-accent); }

#conversation .refused { max-width: 40rem; margin-top: .6rem; }
#conversation .trouble {
  max-width: 40rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 12px;
  background: var(--card);
}
#conversation .no-index { margin: 6vh auto 2rem; }
#conversation .trouble h2 { margin-bottom: .5rem; font-size: 1.25rem; font-weight: 700; }
#conversation .trouble pre {
  margin-top: .75rem; padding: .6rem .9rem; border-radius: 8px;
  background: var(--paper); white-space: pre-wrap;
}
#conversation .trouble button { margin-top: .75rem; }

#composer {
  position: sticky; bottom: 0; z-index: 5; flex: none !important; gap: .35rem;
  padding: .7rem 0 max(.5rem, env(safe-area-inset-bottom)); border-top: 1px solid var(--line);
  background: var(--paper);
}
#composer .form, #composer .block {
  border: 0; background: none; box-shadow: none; overflow: visible !important;
}
#composer-row { flex-wrap: nowrap; gap: .6rem; align-items: stretch; }
#question { padding: 0; }
#question textarea {
  min-height: 3.1rem; padding: .75rem 1rem; border: 1px solid var(--soft); border-radius: 12px;
  background: var(--card); color: var(--ink); font-size: 1rem; line-height: 1.5; box-shadow: none;
}
#question textarea::placeholder { color: var(--soft); opacity: 1; }
#send {
  align-self: end; height: 3.1rem; border: 0; border-radius: 12px;
  background: var(--accent); color: var(--on-accent); font-weight: 700; text-align: center;
}
#small-print { flex-wrap: nowrap; gap: .25rem 1rem; align-items: center; }
#disclaimer .html-container { color: var(--soft); font-size: .78rem; line-height: 1.45; }
#clear {
  flex: none; min-width: 0 !important; padding: .25rem; border: 0; background: none; color: var(--accent);
  font-size: .8rem; font-weight: 400; text-decoration: underline; white-space: nowrap;
}
#hint p { color: var(--warm); font-weight: 600; }

#source dialog {
  width: min(46rem, 100vw - 2rem); height: min(50rem, 100vh - 2rem); margin: auto; padding: 0;
  overflow: hidden; border: 0; border-radius: 14px; background: var(--card); color: var(--ink);
}
#source dialog[open] { display: flex; flex-direction: column; }
#source dialog::backdrop { background: rgb(0 0 0 / .55); }
#source header {
  display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: start; padding: 1rem 1.25rem;
  border-bottom: 1px solid var(--line);
}
#source h2 { font-size: 1.1rem; font-weight: 700; line-height: 1.5; }
#source header .facts { grid-column: 1 / -1; grid-row: 2; }
#source .text { flex: 1; padding: 1.25rem; overflow-y: auto; white-space: pre-wrap; }
#source :is(.gone, .opening) { padding: 1.25rem; }

@media (min-width: 54rem) {
  #conversation .reply.answer { grid-template-columns: minmax(0, 1fr) minmax(0, 21rem); }
  #conversation .sides { grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
  #conversation .conflict .sources { grid-template-columns: repeat(3, minmax(0, 1fr)); align-items: start; }
  #conversation .conflict .sources > h3 { grid-column: 1 / -1; }
}
@media (max-width: 36rem) {
  html { font-size: 17px; }
  .gradio-container .main.app { padding: 0 1rem; }
  #masthead header { padding: .7rem 0 .2rem; }
  #masthead h1 { font-size: 1.35rem; }
  #masthead p { font-size: .82rem; }
  #conversation .welcome { padding-top: 2rem; }
  #source dialog { width: 100vw; max-width: none; height: 100vh; max-height: none; border-radius: 0; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
  #conversation .searching { animation: breathe 1.6s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: .45; } }
}
"""

# The policy lets nothing be fetched from another host, whatever a later Gradio may want of one.
HEAD = f"""
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'">
<link rel="icon" href="data:,">
<style>{STYLE}</style>
<script>document.documentElement.lang = "zh-CN";</script>
"""

# What a click in the conversation does: ask a question that stands there, go to a card, or open an article.
CONVERSATION_SCRIPT = """
const turns = () => element.querySelectorAll(".turn");
// Gradio drops what is triggered while an answer is under way: ask again until the question is taken up.
const ask = (question, before) => {
  if (turns().length !== before) return;
  trigger("submit", { question });
  setTimeout(ask, 300, question, before);
};
element.addEventListener("click", ({ target }) => {
  const { question, turn, card, citation } = target.closest("button")?.dataset ?? {};
  if (question !== undefined) ask(question, turns().length);
  if (card) document.getElementById(`card-${turn}-${card}`).focus();
  if (citation) {
    const dialog = document.querySelector("#source dialog");
    dialog.textContent = dialog.dataset.opening;
    dialog.showModal();
    trigger("select", { turn, citation });
  }
});
let shown = 0;
watch("value", () => {
  const newest = [...turns()].at(-1);
  if (turns().length > shown) {
    newest.scrollIntoView();
    // The example that was clicked is gone: keep the keyboard where the reading goes on.
    if (document.activeElement === document.body) newest.focus({ preventScroll: true });
  }
  shown = turns().length;
});
"""

SOURCE_SCRIPT = """
const dialog = element.querySelector("dialog");
// Only a changed value is reported: unless it is forgotten in between, no article could be opened twice.
const forget = () => { props.value = ""; };
dialog.addEventListener("close", forget);
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest("[data-close]")) dialog.close();
});
watch("value", () => {
  if (!props.value) return;
  if (!dialog.open) return forget();
  dialog.innerHTML = props.value;
  dialog.querySelector("[data-close]").focus();
  dialog.querySelector("mark")?.scrollIntoView({ block: "center" });
});
"""

if __name__ == "__main__":
    sys.exit(main())
