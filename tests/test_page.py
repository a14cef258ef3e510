"""The page in a real browser: what a person sees, clicks and types, at a desk and on a phone.

The canned chatbot says what no real article says; the last tests ask the real one, on the real seeds.
Screenshots are kept in screenshots/.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from canned import (
    ANSWERS,
    ARTICLES,
    CONFLICT,
    DAMAGED,
    FAR_APART,
    HOSTILE,
    HOSTILE_ANSWER,
    LAW,
    LONG,
    MAY_VISIT,
    NO_VISIT,
    NOTICED,
    PLAIN,
    REFUSED,
    CannedChatbot,
)

import ui
from index import Article, build_index, load_articles
from index.errors import MissingIndex
from page import words
from page.plain import plain_text
from rag import Chatbot
from rag.errors import BadQuestion
from rag.layout import SIDE_NAMES, UNDATED
from rag.records import Notice

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH"),
    # Gradio's queue calls pandas in a way that pandas 4 will not know.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio"),
]

ROOT = Path(__file__).parent.parent
SCREENSHOTS = ROOT / "screenshots"
DESK = {"width": 1280, "height": 1000}
PHONE = {"width": 390, "height": 844}
ASKED = "mark[aria-current]"  # the quote that an article was opened at, or was stepped to


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@contextmanager
def served(chatbot) -> Iterator[str]:
    app = ui.build_app(lambda: chatbot)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    yield url
    app.close(verbose=False)


@pytest.fixture(scope="module")
def canned_chatbot() -> CannedChatbot:
    return CannedChatbot()


@pytest.fixture(scope="module")
def canned_url(canned_chatbot) -> Iterator[str]:
    with served(canned_chatbot) as url:
        yield url


class Visitor:
    """One person at the page, and what their browser tried to reach or complained of."""

    def __init__(
        self, browser, url: str, size=DESK, reduced_motion="reduce", greeted=True, **context
    ) -> None:
        self.context = browser.new_context(viewport=size, reduced_motion=reduced_motion, **context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("websocket", lambda socket: self._note(socket.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        self.context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
        self.page.goto(url)
        self.page.wait_for_selector(".welcome, .no-index" if greeted else "#question textarea")

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            self.elsewhere.append(url)

    def type(self, question: str) -> None:
        self.page.get_by_label(words.QUESTION_LABEL).fill(question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str):
        """Type a question, wait for the whole answer, and return its turn."""
        turns = self.page.locator(".turn").count()
        self.type(question)
        return self.answered(turns + 1)

    def answered(self, turns: int):
        turn = self.page.locator(f".turn[data-turn='{turns}']")
        turn.and_(self.page.locator("[aria-busy='false']")).wait_for()
        return turn

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window, or anything than what it stands in."""
        return self.page.evaluate(
            """() => Math.max(document.documentElement.scrollWidth - innerWidth,
                ...[...document.querySelectorAll('.gradio-container *')]
                    .filter(e => e.checkVisibility() && e.clientWidth && !e.closest('.sr-only'))
                    .map(e => Math.max(e.scrollWidth - e.clientWidth,
                                       Math.ceil(e.getBoundingClientRect().right) - innerWidth)))"""
        )

    def keep(self, name: str) -> Path:
        """Keep what stands in the window as screenshots/NAME.png."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        return SCREENSHOTS / f"{name}.png"


@pytest.fixture
def visit(browser, canned_url):
    """Open the canned page; afterwards nothing may have been asked of another host, nor gone wrong."""
    visitors = []

    def open_page(url: str = canned_url, **context) -> Visitor:
        visitors.append(Visitor(browser, url, **context))
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.context.close()
    assert [url for visitor in visitors for url in visitor.elsewhere] == []
    assert [words for visitor in visitors for words in visitor.complaints] == []


def test_the_page_loads_and_answers_without_a_request_to_another_host(visit):
    connected: set[str] = set()
    watching = True

    def note(event: str, arguments: tuple) -> None:
        if watching and event in ("socket.connect", "socket.getaddrinfo"):
            address = arguments[1] if event == "socket.connect" else arguments[0]
            connected.add(str(address[0] if isinstance(address, tuple) else address))

    sys.addaudithook(note)  # of this process, which serves a page of its own here
    with served(CannedChatbot()) as url:
        visitor = visit(url)
        visitor.ask(PLAIN.question)
        fonts = visitor.page.evaluate(
            "[...document.fonts].filter(f => f.status != 'unloaded').map(f => f.family)"
        )
        links = visitor.page.evaluate(
            "[...document.querySelectorAll('footer a, footer button')].map(e => e.innerText)"
        )
        assert "TypeError" in visitor.page.evaluate(
            "fetch('https://example.org/').catch(error => `${error}`)"
        )
        visitor.complaints.clear()  # of that last attempt, which the page's own policy has stopped
        visitor.context.close()
    watching = False
    assert visitor.elsewhere == []
    assert connected <= {"127.0.0.1", "localhost", "::1"}
    assert fonts == []
    assert links == []


def test_the_page_is_chinese_and_reads_its_answers_aloud(visit):
    page = visit().page
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "债问"
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert words.DISCLAIMER in page.inner_text("body")
    assert not re.search("[A-Za-z]{3,}", page.inner_text("body"))


def test_the_answer_streams_in_point_by_point(visit):
    chatbot = CannedChatbot()
    chatbot.open_gate.clear()
    with served(chatbot) as url:
        visitor = visit(url)
        visitor.type(PLAIN.question)
        turn = visitor.page.locator(".turn")
        turn.get_by_text(MAY_VISIT.quote).first.wait_for()
        assert turn.locator("li q").count() == 1
        assert turn.get_attribute("aria-busy") == "true"
        assert turn.locator(".headline").inner_text().endswith(PLAIN.headline)
        chatbot.open_gate.set()
        assert visitor.answered(1).locator("li q").count() == 2
        visitor.context.close()


def test_a_greeting_that_comes_late_does_not_take_the_place_of_an_answer(visit):
    class Slow(CannedChatbot):
        looked_for_examples = threading.Event()

        def examples(self, n: int = 4) -> list[str]:
            self.looked_for_examples.wait(10)
            return super().examples(n)

    chatbot = Slow()
    with served(chatbot) as url:
        visitor = visit(url, greeted=False)
        visitor.ask(PLAIN.question)
        chatbot.looked_for_examples.set()
        visitor.page.wait_for_timeout(1000)
        assert visitor.page.locator(".turn").count() == 1
        assert visitor.page.locator(".welcome").count() == 0
        visitor.context.close()


def test_two_people_are_answered_at_the_same_time(visit):
    chatbot = CannedChatbot()
    chatbot.open_gate.clear()
    with served(chatbot) as url:
        waiting, other = visit(url), visit(url)
        waiting.type(PLAIN.question)
        waiting.page.get_by_text(MAY_VISIT.quote).first.wait_for()
        other.ask(REFUSED.question)
        assert waiting.page.locator(".turn").get_attribute("aria-busy") == "true"
        assert other.page.locator(".turn").count() == 1
        chatbot.open_gate.set()
        waiting.answered(1)
        waiting.context.close()
        other.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_source_opens_at_the_very_sentence(visit, size):
    visitor = visit(size=size)
    turn = visitor.ask(PLAIN.question)
    for number, citation in enumerate(PLAIN.citations):  # Twice: the same article opens at another sentence.
        button = turn.locator("li").nth(number).get_by_role("button", name=words.OPEN_SOURCE)
        button.click()
        dialog = visitor.page.get_by_role("dialog")
        mark = dialog.locator(ASKED)
        sync_api.expect(mark).to_have_count(1)
        assert mark.evaluate("e => e.textContent") == citation.quote
        assert dialog.locator(".text").evaluate("e => e.textContent") == ARTICLES[citation.source]
        sync_api.expect(mark).to_be_in_viewport(ratio=1)
        hidden = "e => e.scrollTop > 0 && e.scrollTop + e.clientHeight < e.scrollHeight"
        assert dialog.locator(".text").evaluate(hidden), "the sentence is in view only because all of it is"
        assert visitor.overflow() <= 0
        visitor.page.keyboard.press("Escape")
        sync_api.expect(dialog).to_be_hidden()
        sync_api.expect(button).to_be_focused()
    for _ in range(2):  # And the one that was just open opens again.
        button.click()
        sync_api.expect(mark).to_be_in_viewport(ratio=1)
        visitor.page.get_by_role("button", name=words.CLOSE).click()
        sync_api.expect(dialog).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_quotes_of_an_article_are_gone_through_with_two_buttons(visit, size):
    visitor = visit(size=size)
    turn = visitor.ask(FAR_APART.question)
    turn.locator(".place").nth(1).click()
    dialog = visitor.page.get_by_role("dialog")
    quotes = [citation.quote for citation in FAR_APART.citations]
    sync_api.expect(dialog.locator(ASKED)).to_have_text(quotes[1])
    assert dialog.locator("mark").all_inner_texts() == quotes
    back, on = (dialog.get_by_role("button", name=name) for name in (words.STEP_BACK, words.STEP_ON))
    assert all(button.bounding_box()["height"] >= 44 for button in (back, on))
    for button, at in ((on, 2), (on, 0), (back, 2), (back, 1), (back, 0)):
        button.press("Enter")
        sync_api.expect(dialog.locator(ASKED)).to_have_text(quotes[at])
        sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
        sync_api.expect(dialog.get_by_role("status")).to_have_text(words.QUOTE_OF.format(at + 1, 3))
        facts = dialog.locator("header .facts:visible")
        assert (UNDATED in facts.inner_text()) == (FAR_APART.citations[at].published is None)
        sync_api.expect(button).to_be_focused()
    sync_api.expect(dialog.locator("mark").last).not_to_be_in_viewport()
    drawn = "e => getComputedStyle(e).backgroundColor + getComputedStyle(e).borderBottomWidth"
    assert dialog.locator("mark").first.evaluate(drawn) != dialog.locator("mark").last.evaluate(drawn)
    assert visitor.overflow() <= 0
    visitor.keep(f"steps-{size['width']}")


def test_an_article_with_one_quote_has_nothing_to_go_through(visit):
    visitor = visit()
    visitor.ask(NOTICED.question).locator(".place").click()
    dialog = visitor.page.get_by_role("dialog")
    sync_api.expect(dialog.locator(ASKED)).to_be_visible()
    assert dialog.get_by_role("button").all_inner_texts() == [words.CLOSE]


def test_an_article_that_is_slow_to_come_can_be_closed_and_does_not_come_back(visit):
    chatbot, arrives = CannedChatbot(), threading.Event()
    given = chatbot.source
    shown = threading.Event()  # quotes are read for the answer too, which must not wait

    def slowly(citation):
        if shown.is_set():
            arrives.wait(timeout=30)
        return given(citation)

    chatbot.source = slowly
    with served(chatbot) as url:
        visitor = visit(url)
        button = visitor.ask(PLAIN.question).locator(".place").first
        shown.set()
        button.click()
        dialog = visitor.page.get_by_role("dialog")
        sync_api.expect(dialog).to_contain_text(words.OPENING_SOURCE)
        sync_api.expect(dialog.get_by_text(words.OPENING_SLOWLY)).to_be_hidden()
        sync_api.expect(dialog.get_by_text(words.OPENING_SLOWLY)).to_be_visible(timeout=10_000)
        visitor.page.get_by_role("button", name=words.CLOSE).click()
        sync_api.expect(dialog).to_be_hidden()
        arrives.set()
        button.click()
        sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
        visitor.context.close()


def test_an_article_that_comes_late_does_not_stand_under_the_next_click(visit):
    chatbot, arrives, has_come = CannedChatbot(), threading.Event(), threading.Event()
    given = chatbot.source
    shown = threading.Event()

    def slowly(citation):
        if shown.is_set() and citation == MAY_VISIT:
            arrives.wait(timeout=30)
            has_come.set()
        return given(citation)

    chatbot.source = slowly
    with served(chatbot) as url:
        visitor = visit(url)
        places = visitor.ask(CONFLICT.question).locator(".place")
        shown.set()
        places.nth(0).click()
        dialog = visitor.page.get_by_role("dialog")
        sync_api.expect(dialog).to_contain_text(words.OPENING_SOURCE)
        visitor.page.keyboard.press("Escape")
        places.nth(2).click()
        sync_api.expect(dialog.locator(ASKED)).to_have_text(NO_VISIT.quote)
        visitor.page.keyboard.press("Escape")
        shown.clear()
        chatbot.source = lambda citation: has_come.wait(timeout=30) and given(citation)
        places.nth(3).click()
        arrives.set()  # the first, while the last is waited for
        sync_api.expect(dialog.locator(ASKED)).to_have_text(LAW.quote)
        visitor.page.wait_for_timeout(500)
        sync_api.expect(dialog.locator(ASKED)).to_have_text(LAW.quote)
        visitor.context.close()


def test_back_closes_the_article_and_keeps_the_conversation(visit):
    visitor = visit(size=PHONE)
    button = visitor.ask(PLAIN.question).locator(".place").first
    dialog = visitor.page.get_by_role("dialog")
    for _ in range(2):
        button.click()
        sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
        visitor.page.go_back()
        sync_api.expect(dialog).to_be_hidden()
        assert visitor.page.locator(".turn").count() == 1
        sync_api.expect(button).to_be_focused()


def test_back_leaves_the_page_and_no_window_that_was_closed_already(visit):
    visitor = visit(size=PHONE)
    before = visitor.page.evaluate("history.length")
    visitor.ask(PLAIN.question).locator(".place").first.click()
    sync_api.expect(visitor.page.get_by_role("dialog").locator(ASKED)).to_be_in_viewport(ratio=1)
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_function("!history.state?.source")
    assert visitor.page.evaluate("history.length") == before + 1  # behind, where back does not go
    assert visitor.page.locator(".turn").count() == 1


def test_scrolling_in_an_article_leaves_the_conversation_where_it_was(visit):
    visitor = visit(size=PHONE)
    for answer in (CONFLICT, PLAIN):
        visitor.ask(answer.question)
    before = visitor.page.evaluate("scrollY")
    visitor.page.locator(".turn").last.locator(".place").first.click()
    sync_api.expect(visitor.page.get_by_role("dialog").locator(ASKED)).to_be_in_viewport(ratio=1)
    visitor.page.mouse.move(190, 400)
    for _ in range(20):
        visitor.page.mouse.wheel(0, 2000)
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate("scrollY") == pytest.approx(before, abs=2)


def test_what_an_article_contains_neither_runs_nor_restyles_nor_links(visit):
    visitor = visit()
    turn = visitor.ask(HOSTILE_ANSWER.question)
    assert HOSTILE in turn.locator(".headline").evaluate("e => e.textContent")
    for part in ("li q", ".place cite"):
        assert HOSTILE in turn.locator(part).evaluate("e => e.textContent")
    turn.get_by_role("button", name=words.OPEN_SOURCE).click()
    text = visitor.page.get_by_role("dialog").locator(".text")
    sync_api.expect(text).to_be_visible()
    assert text.evaluate("e => e.textContent") == ARTICLES["articles/hostile.txt"]
    assert (
        visitor.page.locator("mark").last.evaluate("e => e.textContent") == HOSTILE_ANSWER.citations[0].quote
    )
    assert visitor.page.evaluate("window.caught") is None
    assert (
        visitor.page.locator(
            "[role=log] :is(style, script, img, a), dialog :is(style, script, img, a)"
        ).count()
        == 0
    )
    visitor.page.keyboard.press("Escape")
    visitor.ask(HOSTILE)
    assert visitor.page.locator(".turn h2").last.evaluate("e => e.textContent") == REFUSED.question
    assert visitor.page.evaluate("window.caught") is None


def test_a_conflict_stands_side_by_side(visit):
    turn = visit().ask(CONFLICT.question)
    boxes = [turn.locator(f".side.{side}").bounding_box() for side in ("yes", "no", "depends")]
    assert len({box["y"] for box in boxes}) == 1
    assert [box["x"] for box in boxes] == sorted({box["x"] for box in boxes})
    assert turn.locator(".side.no q").inner_text() == NO_VISIT.quote


def test_on_a_phone_a_link_leads_to_each_side_of_its_own_answer(visit):
    visitor = visit(size=PHONE)
    visitor.ask(CONFLICT.question)
    turn = visitor.ask(CONFLICT.question)
    page, links = visitor.page, turn.locator(".ways a")
    for side, link in zip(SIDE_NAMES, links.all(), strict=True):
        assert link.bounding_box()["height"] >= 44
        link.click() if side == "no" else link.press("Enter")
        sync_api.expect(turn.locator(f".side.{side} h3")).to_be_in_viewport()
        sync_api.expect(turn.locator(f".side.{side}")).to_be_focused()
    page.keyboard.press("Tab")
    sync_api.expect(turn.locator(".side.depends .place").first).to_be_focused()
    assert len(page.context.pages) == 1
    assert page.locator(".turn").count() == 2
    turn.locator(".place").last.click()  # and from there an article opens, and back leaves it alone
    dialog = page.get_by_role("dialog")
    sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
    page.go_back()
    sync_api.expect(dialog).to_be_hidden()
    assert page.locator(".turn").count() == 2
    links.first.scroll_into_view_if_needed()
    visitor.keep("phone-ways")


def test_a_refusal_offers_questions_that_ask_themselves(visit):
    visitor = visit()
    turn = visitor.ask(REFUSED.question)
    assert REFUSED.refusal.advice in turn.inner_text()
    turn.get_by_role("button", name=CONFLICT.question).click()
    visitor.answered(2)
    assert visitor.page.locator(".turn h2").all_inner_texts() == [REFUSED.question, CONFLICT.question]


def test_a_question_clicked_while_an_answer_is_under_way_is_asked_after_it(visit):
    chatbot = CannedChatbot()
    with served(chatbot) as url:
        visitor = visit(url)
        refused = visitor.ask(REFUSED.question)
        chatbot.open_gate.clear()
        visitor.type(PLAIN.question)
        visitor.page.locator(".turn[aria-busy='true'] q").first.wait_for()
        refused.get_by_role("button", name=CONFLICT.question).click()
        chatbot.open_gate.set()
        visitor.answered(3)
        assert [question for question, _ in chatbot.asked] == [
            REFUSED.question,
            PLAIN.question,
            CONFLICT.question,
        ]
        visitor.context.close()


def test_what_is_typed_while_an_answer_is_under_way_is_asked_after_it_and_the_rest_stays(visit):
    chatbot = CannedChatbot()
    chatbot.open_gate.clear()
    with served(chatbot) as url:
        visitor = visit(url)
        box = visitor.page.get_by_label(words.QUESTION_LABEL)
        visitor.type(PLAIN.question)
        sync_api.expect(box).to_have_value("")
        visitor.type(CONFLICT.question)
        sync_api.expect(box).to_have_value("")
        box.press_sequentially("还没写完")
        chatbot.open_gate.set()
        visitor.answered(2)
        assert [question for question, _ in chatbot.asked] == [PLAIN.question, CONFLICT.question]
        assert box.input_value() == "还没写完"
        visitor.context.close()


def test_a_question_that_cannot_be_sent_is_given_back_and_said_to_be(visit):
    visitor = visit()
    visitor.context.set_offline(True)
    box = visitor.page.get_by_label(words.QUESTION_LABEL)
    visitor.type(PLAIN.question)
    sync_api.expect(box).to_have_value("")
    visitor.page.locator(".welcome button").nth(1).click()
    status = visitor.page.locator("#status").get_by_role("status")
    sync_api.expect(status).to_have_text(words.SENDING)
    sync_api.expect(box).to_have_value(f"{PLAIN.question}\n{CONFLICT.question}", timeout=60_000)
    sync_api.expect(status).to_have_text(words.GIVEN_BACK)
    visitor.context.close()
    visitor.complaints.clear()


@pytest.mark.parametrize("busy", ["with an answer to another", "with other people"])
def test_a_question_that_has_to_wait_long_is_not_given_back(visit, busy, monkeypatch):
    chatbot = CannedChatbot()
    if busy == "with other people":
        monkeypatch.setattr(ui, "ASKING_AT_ONCE", 1)
    with served(chatbot) as url:
        visitor, other = visit(url), visit(url)
        visitor.page.clock.install()
        chatbot.open_gate.clear()
        first = visitor if busy == "with an answer to another" else other
        first.type(CONFLICT.question)
        first.page.locator(".turn[aria-busy='true'] q").first.wait_for()
        visitor.type(PLAIN.question)
        visitor.page.clock.run_for(40_000)
        sync_api.expect(visitor.page.locator("#status p")).to_have_text(words.SENDING)
        assert visitor.page.get_by_label(words.QUESTION_LABEL).input_value() == ""
        chatbot.open_gate.set()
        visitor.page.locator(".turn[aria-busy='false'] h2", has_text=PLAIN.question).wait_for()
        sync_api.expect(visitor.page.locator("#status p")).to_have_text("")
        assert [question for question, _ in chatbot.asked] == [CONFLICT.question, PLAIN.question]
        visitor.context.close()
        other.context.close()


def test_a_conversation_that_the_server_has_lost_is_said_to_be_lost(visit):
    chatbot = CannedChatbot()
    app = ui.build_app(lambda: chatbot)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    visitor = visit(url)
    turn = visitor.ask(PLAIN.question)
    visitor.ask(REFUSED.question)
    app.app.state_holder.session_data.clear()  # as a restart does
    turn.locator(".place").first.click()
    sync_api.expect(visitor.page.get_by_role("dialog")).to_contain_text(words.CONVERSATION_LOST)
    visitor.page.keyboard.press("Escape")
    visitor.type(CONFLICT.question)
    sync_api.expect(visitor.page.locator(".turn h2")).to_have_count(1)
    assert visitor.answered(1).locator("h2").inner_text() == CONFLICT.question
    sync_api.expect(visitor.page.get_by_role("alert")).to_have_text(words.BEGINS_ANEW)
    assert chatbot.asked[-1] == (CONFLICT.question, [])
    visitor.context.close()
    app.close(verbose=False)


def test_a_question_that_is_asked_again_after_its_conversation_was_lost_is_asked_once(visit):
    chatbot = CannedChatbot()
    app = ui.build_app(lambda: chatbot)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    visitor = visit(url)
    visitor.ask(PLAIN.question)
    app.app.state_holder.session_data.clear()
    visitor.type(PLAIN.question)
    sync_api.expect(visitor.page.get_by_role("alert")).to_have_text(words.BEGINS_ANEW)
    visitor.answered(1)
    visitor.page.wait_for_timeout(1500)
    assert [question for question, _ in chatbot.asked] == [PLAIN.question] * 2
    assert visitor.page.locator(".turn").count() == 1
    sync_api.expect(visitor.page.get_by_role("alert")).to_have_text(words.BEGINS_ANEW)
    visitor.ask(PLAIN.question)  # and twice on purpose
    assert visitor.page.locator(".turn").count() == 2
    visitor.context.close()
    app.close(verbose=False)


def test_half_an_emoji_spoils_no_question(visit):
    chatbot = CannedChatbot({"\ufffd 会上门吗": REFUSED})
    with served(chatbot) as url:
        visitor = visit(url)
        ask = "document.dispatchEvent(new CustomEvent('ask', { detail: '\\ud83d 会上门吗' }))"
        visitor.page.evaluate(ask)
        assert REFUSED.headline in visitor.answered(1).inner_text()
        assert [question for question, _ in chatbot.asked] == ["\ufffd 会上门吗"]
        visitor.context.close()


def test_four_examples_ask_themselves_and_leave_the_box_alone(visit):
    visitor = visit()
    visitor.page.get_by_label(words.QUESTION_LABEL).fill("还没写完")
    examples = visitor.page.locator(".welcome button")
    assert examples.all_inner_texts() == CannedChatbot().examples(4)
    examples.nth(1).click()
    visitor.answered(1)
    assert visitor.page.locator(".turn h2").inner_text() == CONFLICT.question
    assert visitor.page.get_by_label(words.QUESTION_LABEL).input_value() == "还没写完"
    assert examples.count() == 0


def test_the_welcome_says_what_there_is_to_answer_from_and_follows_a_rebuild(
    visit, tmp_path, letter_embedder
):
    def build(*days: date | None) -> None:
        articles = [
            Article(f"{n}", f"{n}.txt", "平台会上门。", "标题", published=day) for n, day in enumerate(days)
        ]
        build_index(articles, letter_embedder, tmp_path)

    build(None)
    with served(Chatbot.open(tmp_path, letter_embedder)) as url:
        visitor = visit(url, size=PHONE)
        counts = visitor.page.locator(".welcome .counts")
        sync_api.expect(counts).to_have_text("现有 1 篇文章，1 篇日期不明")
        build(date(2025, 9, 1), None, date(2019, 3, 4))
        visitor.page.reload()
        sync_api.expect(counts).to_have_text("现有 3 篇文章，最早 2019-03-04，最新 2025-09-01，1 篇日期不明")
        visitor.ask("北京明天天气怎么样?")
        build(date(2026, 1, 2))
        visitor.page.get_by_role("button", name=words.CLEAR).dblclick()
        sync_api.expect(counts).to_have_text("现有 1 篇文章，最新 2026-01-02")
        visitor.context.close()


def test_an_empty_question_is_told_so_and_not_asked(visit, canned_chatbot):
    visitor = visit()
    asked = len(canned_chatbot.asked)
    visitor.type("  \n ")
    sync_api.expect(visitor.page.get_by_role("alert")).to_have_text(words.ASK_FIRST)
    assert visitor.page.locator(".turn").count() == 0
    assert len(canned_chatbot.asked) == asked
    visitor.ask(PLAIN.question)
    sync_api.expect(visitor.page.get_by_role("alert")).to_have_text("")


def test_the_history_is_the_earlier_questions_of_this_person(visit, canned_chatbot):
    one, other = visit(), visit()
    one.ask(PLAIN.question)
    other.ask(REFUSED.question)
    one.ask(CONFLICT.question)
    assert canned_chatbot.asked[-1] == (CONFLICT.question, [PLAIN.question])


def test_clearing_forgets_the_conversation(visit, canned_chatbot):
    visitor = visit()
    visitor.ask(PLAIN.question)
    clear = visitor.page.get_by_role("button", name=words.CLEAR)
    status = visitor.page.locator("#status").get_by_role("status")
    clear.click()  # may be a slip: nothing happens yet
    sync_api.expect(status).to_have_text(words.CLEAR_SURE)
    visitor.page.wait_for_timeout(5000)  # nor need one hurry
    assert visitor.page.locator(".turn").count() == 1
    clear.click()
    visitor.page.wait_for_selector(".welcome")
    sync_api.expect(status).to_have_text("")
    assert visitor.page.locator(".turn").count() == 0
    visitor.ask(CONFLICT.question)
    assert canned_chatbot.asked[-1] == (CONFLICT.question, [])
    clear.click()  # once is no more than once, also after a conversation was cleared
    sync_api.expect(status).to_have_text(words.CLEAR_SURE)
    visitor.page.get_by_label(words.QUESTION_LABEL).focus()
    sync_api.expect(status).to_have_text("")
    clear.click()
    sync_api.expect(status).to_have_text(words.CLEAR_SURE)
    assert visitor.page.locator(".turn").count() == 1


def test_no_question_is_kept_in_the_browser(visit, canned_url):
    visitor = visit()
    visitor.ask(PLAIN.question)
    assert visitor.page.evaluate("indexedDB.databases()") == []
    kept = visitor.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert PLAIN.question not in kept
    assert visitor.page.request.get(f"{canned_url}gradio_api/runs").status == 404


@pytest.mark.parametrize("closed", ["after the answer", "in the middle"])
def test_a_closed_conversation_is_forgotten(visit, closed):
    chatbot = CannedChatbot()
    app = ui.build_app(lambda: chatbot)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
    visitor = visit(url)
    visitor.ask(PLAIN.question)
    ((_, session),) = [
        one for one in app.app.state_holder.session_data.items() if PLAIN.headline in kept(one[1])
    ]
    if closed == "in the middle":
        chatbot.open_gate.clear()
        visitor.type(CONFLICT.question)
        visitor.page.locator(".turn[aria-busy='true'] q").first.wait_for()
    visitor.context.close()
    eventually(lambda: session.is_closed)
    chatbot.open_gate.set()
    eventually(lambda: PLAIN.headline not in str(session.config_values))
    assert PLAIN.headline in str(session.state_data), "a phone that slept would find its conversation lost"
    session.STATE_TTL_WHEN_CLOSED = 0  # an hour later
    eventually(lambda: PLAIN.headline not in kept(session) and CONFLICT.headline not in kept(session))
    app.close(verbose=False)


def kept(session) -> str:
    return f"{session.config_values}{session.state_data}"


def eventually(holds) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_help_stands_above_the_answer(visit):
    visitor = visit()
    turn = visitor.ask(NOTICED.question)
    tops = [
        turn.locator(part).bounding_box()["y"]
        for part in (".help", ".warning", ".masked", ".headline", ".age", ".points")
    ]
    assert tops == sorted(tops)
    visitor.keep("desk-help")


def test_the_earlier_turns_are_sent_once_with_a_question_and_not_with_every_step(visit):
    visitor = visit()
    received = []
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("Network.enable")
    line.on("Network.dataReceived", lambda data: received.append(data["dataLength"]))

    def sent_for_a_question() -> int:
        received.clear()
        visitor.ask(CONFLICT.question)
        visitor.page.wait_for_timeout(500)
        return sum(received)

    first, *_, last = [sent_for_a_question() for _ in range(6)]
    turn = visitor.page.locator(".turn").last.evaluate("e => new Blob([e.outerHTML]).size")
    assert first > turn, "nothing was measured"
    assert last - first < 1.5 * 5 * turn


def test_a_growing_answer_leaves_what_stands_before_it_untouched(visit):
    visitor = visit()
    place = visitor.ask(PLAIN.question).locator(".place").first.element_handle()
    visitor.page.evaluate(
        """() => { window.changes = 0; new MutationObserver(them => changes += them.length)
            .observe(document.querySelector('.turn'), { subtree: true, childList: true, characterData: true }) }"""
    )
    place.focus()
    visitor.page.locator(".turn").last.evaluate(
        f"e => document.dispatchEvent(new CustomEvent('ask', {{ detail: '{CONFLICT.question}' }}))"
    )
    visitor.answered(2)
    assert visitor.page.evaluate("changes") == 0
    assert place.evaluate("e => e === document.activeElement")


def test_a_missing_index_is_explained_and_picked_up_when_it_is_there(visit):
    class Late(CannedChatbot):
        built = False

        def examples(self, n: int = 4) -> list[str]:
            if not self.built:
                raise MissingIndex("data/index")
            return super().examples(n)

    chatbot = Late({**ANSWERS, PLAIN.question: MissingIndex("data/index")})
    with served(chatbot) as url:
        visitor = visit(url, size=PHONE)
        assert (
            visitor.page.locator(".no-index pre").inner_text() == "python -m index seeds --index data/index"
        )
        assert visitor.overflow() <= 0
        visitor.keep("phone-no-index")
        assert words.NO_INDEX in visitor.ask(PLAIN.question).inner_text()
        chatbot.built = True
        chatbot.answers[PLAIN.question] = PLAIN
        assert PLAIN.headline in visitor.ask(PLAIN.question).inner_text()
        visitor.page.reload()
        assert visitor.page.locator(".welcome button").first.inner_text() == PLAIN.question
        visitor.context.close()


def test_a_failure_is_said_calmly_and_can_be_asked_again(visit, caplog):
    chatbot = CannedChatbot({PLAIN.question: ValueError("broken inside")})
    with served(chatbot) as url:
        visitor = visit(url)
        turn = visitor.ask(PLAIN.question)
        assert words.FAILED in turn.inner_text()
        assert "broken inside" not in visitor.page.content()
        chatbot.answers[PLAIN.question] = PLAIN
        turn.get_by_role("button", name=words.ASK_AGAIN).click()
        assert PLAIN.headline in visitor.answered(2).inner_text()
        visitor.context.close()


def test_nothing_is_wider_than_a_phone(visit):
    visitor = visit(size=PHONE)
    assert visitor.overflow() <= 0
    for name, answer in {
        "answer": PLAIN,
        "conflict": CONFLICT,
        "damaged": DAMAGED,
        "refusal": REFUSED,
        "notices": NOTICED,
        "hostile": HOSTILE_ANSWER,
        "long": LONG,
    }.items():
        visitor.ask(answer.question)
        assert visitor.overflow() <= 0, name
        visitor.keep(f"phone-canned-{name}")


def test_everything_can_be_reached_by_tab_and_is_seen_to_be_reached(visit):
    visitor = visit()
    visitor.ask(PLAIN.question)
    visitor.ask(REFUSED.question)
    visitor.page.get_by_role("heading", name="债问").click()  # The next Tab starts from there.
    reached, unseen = [], []
    for _ in range(30):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.tagName, e.innerText || e.getAttribute('aria-label') || '',
                        s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 2] }"""
        )
        if focus[0] == "BODY":
            break
        reached.append(focus[1].strip())
        if not focus[2]:
            unseen.append(focus)
    assert [name[:3] for name in reached[:2]] == ["[1]", "[2]"]
    assert reached[2] == words.COPY
    assert reached[3:-3] == list(REFUSED.refusal.suggestions)
    assert reached[-3:] == ["", words.SEND, words.CLEAR]  # first the question box, whose words are its value
    assert unseen == []


def test_what_tab_reaches_stands_above_the_question_box_and_apart_from_what_is_behind_it(visit):
    visitor = visit(size=PHONE)
    for answer in (NOTICED, CONFLICT):
        visitor.ask(answer.question)
    visitor.page.get_by_role("heading", name="债问").click()
    called = 0
    while visitor.page.keyboard.press("Tab") or True:
        hidden, ring, behind, is_call = visitor.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), card = e.closest('.notice');
                return [e.getBoundingClientRect().bottom - document.querySelector('#composer').getBoundingClientRect().top,
                        s.outlineColor, card && getComputedStyle(card).backgroundColor, e.matches('.notice.help a')] }"""
        )
        if visitor.page.evaluate("!document.activeElement.closest('#conversation')"):
            break
        assert hidden <= 0
        assert ring != behind
        called += is_call
    assert called


def test_on_paper_there_are_the_words_alone(visit):
    visitor = visit(color_scheme="dark")
    visitor.ask(PLAIN.question)
    visitor.page.emulate_media(media="print")
    sync_api.expect(visitor.page.locator("#composer")).to_be_hidden()
    assert visitor.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_lost_connection_is_said_in_chinese(visit):
    visitor = visit()
    visitor.ask(PLAIN.question)
    visitor.context.set_offline(True)
    visitor.type(REFUSED.question)
    toast = visitor.page.locator(".toast-title").first
    toast.wait_for(timeout=30_000)
    assert "网络断了" in toast.evaluate("e => getComputedStyle(e, '::after').content")
    assert toast.evaluate("e => getComputedStyle(e).fontSize") == "0px"
    visitor.context.close()
    visitor.complaints.clear()


def test_a_failure_of_the_server_is_not_said_to_be_one_of_the_line(visit):
    app = ui.build_app(CannedChatbot)
    _, url, _ = app.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, show_error=True)
    visitor = visit(url)
    place = visitor.ask(PLAIN.question).locator(".place").first
    place.evaluate("e => { e.dataset.citation = 'no number' }")
    place.click()
    toast = visitor.page.locator(".toast-body").first
    toast.wait_for(timeout=30_000)
    said = toast.evaluate(
        "e => [...e.querySelectorAll('*')].map(e => getComputedStyle(e, '::after').content).join()"
    )
    assert "出了点问题" in said
    assert "网络" not in said
    assert "清空" not in said
    visitor.context.close()
    visitor.complaints.clear()
    app.close(verbose=False)


def test_an_article_that_cannot_be_read_says_so_in_its_window(visit):
    chatbot = CannedChatbot()
    with served(chatbot) as url:
        visitor = visit(url)
        place = visitor.ask(PLAIN.question).locator(".place").first
        given, chatbot.source = chatbot.source, lambda citation: 1 / 0
        place.click()
        dialog = visitor.page.get_by_role("dialog")
        sync_api.expect(dialog).to_contain_text(words.SOURCE_UNREADABLE)
        visitor.page.get_by_role("button", name=words.CLOSE).click()
        chatbot.source = given
        place.click()
        sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
        visitor.context.close()


def test_an_example_can_be_asked_with_the_keyboard_alone(visit):
    visitor = visit()
    visitor.page.locator(".welcome button").first.focus()
    visitor.page.keyboard.press("Enter")
    turn = visitor.answered(1)
    sync_api.expect(turn).to_be_focused()
    visitor.page.keyboard.press("Tab")
    sync_api.expect(turn.locator(".place").first).to_be_focused()


def test_a_pull_too_far_does_not_load_the_page_anew(visit):
    page = visit(size=PHONE).page
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY") == "contain"


def test_a_new_question_comes_to_the_top_of_the_window(visit):
    visitor = visit()
    for answer in (PLAIN, CONFLICT, REFUSED):
        question = visitor.ask(answer.question).locator("h2").element_handle()
        at_the_top = "e => { const { y } = e.getBoundingClientRect(); return 0 <= y && y < 80 }"
        visitor.page.wait_for_function(at_the_top, arg=question)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(visit, scheme):
    visitor = visit(color_scheme=scheme)
    for answer in (CONFLICT, NOTICED, DAMAGED):
        turn = visitor.ask(answer.question)
    turn.locator(".place").click()
    visitor.page.locator("dialog .missing").first.wait_for()
    pairs = visitor.page.evaluate(
        """() => [...document.querySelectorAll('[role=log] :is(h2, h3, p, q, b, cite, a, button, aside, span),'
              + '#source :is(h2, p, span, aside, mark, button, .text),'
              + '#masthead :is(h1, p), #disclaimer p, #send, #clear, textarea')].map(e => {
            let behind = e, colour;
            do { colour = getComputedStyle(behind).backgroundColor; behind = behind.parentElement }
            while (behind && /, 0\\)|transparent/.test(colour));
            const drawn = e.matches('.missing') ? '::before' : null;
            return [e.tagName + '.' + e.className, getComputedStyle(e, drawn).color, colour];
        })"""
    )
    assert len(pairs) > 40
    assert (
        sum(element == "SPAN.missing" for element, *_ in pairs) == 4
    )  # two in the quote, two in the article
    for element, colour, behind in pairs:
        light, dark = sorted((luminance(colour), luminance(behind)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (element, colour, behind)
    background = luminance(visitor.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert background > 0.8 if scheme == "light" else background < 0.02
    visitor.keep(f"desk-canned-{scheme}")


def test_an_answer_is_copied_with_its_sources(visit):
    visitor = visit(size=PHONE, permissions=["clipboard-read", "clipboard-write"])
    turn = visitor.ask(CONFLICT.question)
    button, status = turn.get_by_role("button", name=words.COPY), turn.get_by_role("status")
    assert button.bounding_box()["height"] >= 44
    visitor.context.set_offline(True)
    button.press("Enter")
    sync_api.expect(status).to_have_text(words.COPIED)
    assert visitor.page.evaluate("navigator.clipboard.readText()") == plain_text(CONFLICT)
    sync_api.expect(turn.locator("textarea")).to_be_hidden()
    sync_api.expect(button).to_be_focused()
    visitor.keep("phone-copied")
    visitor.context.close()
    visitor.complaints.clear()


def test_an_answer_is_copied_where_there_is_no_clipboard_to_write_to(visit):
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = visitor.ask(PLAIN.question)
    visitor.page.evaluate(
        "window.read = () => Clipboard.prototype.readText.call(held); window.held = navigator.clipboard;"
        "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
    )
    turn.get_by_role("button", name=words.COPY).click()
    sync_api.expect(turn.get_by_role("status")).to_have_text(words.COPIED)
    assert visitor.page.evaluate("read()") == plain_text(PLAIN)
    sync_api.expect(turn.locator("textarea")).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 195, "height": 422}], ids=["desk", "phone", "195"])
def test_what_a_browser_refuses_to_copy_is_shown_selected(visit, size):
    visitor = visit(size=size)
    turn = visitor.ask(CONFLICT.question)
    visitor.page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false"
    )
    turn.get_by_role("button", name=words.COPY).click()
    sync_api.expect(turn.get_by_role("status")).to_have_text(words.NOT_COPIED)
    text = turn.get_by_label(words.COPY_TEXT)
    sync_api.expect(text).to_be_focused()
    assert text.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)") == plain_text(CONFLICT)
    shown, composer = text.bounding_box(), visitor.page.locator("#composer").bounding_box()
    assert shown["y"] + shown["height"] <= composer["y"]
    sync_api.expect(text).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0
    visitor.keep(f"not-copied-{size['width']}")


def test_lost_words_are_seen_and_copying_gives_the_exact_quote(visit):
    visitor = visit(size=PHONE)
    turn = visitor.ask(DAMAGED.question)
    drawn = "e => getComputedStyle(e, '::before').content"
    missing = turn.locator("q .missing")
    assert [span.evaluate(drawn) for span in missing.all()] == ['"[题]"', '"[电话]"']
    assert all(span.evaluate("e => e.offsetWidth") > 20 for span in missing.all())
    copied = "e => { getSelection().selectAllChildren(e); return getSelection().toString() }"
    assert turn.locator("q").evaluate(copied) == DAMAGED.points[0].text
    turn.locator(".place").click()
    mark = visitor.page.get_by_role("dialog").locator(ASKED)
    sync_api.expect(mark).to_be_in_viewport()
    assert mark.evaluate(copied) == DAMAGED.points[0].text
    visitor.keep("phone-canned-damaged")


def test_everything_to_press_or_fill_has_a_name(visit):
    visitor = visit()
    visitor.ask(CONFLICT.question)
    controls = visitor.page.locator(":is(button, textarea, a):visible")
    assert controls.count() >= len(CONFLICT.citations) + 3
    tree = visitor.page.locator("body").aria_snapshot()
    assert re.findall(r"- (?:button|textbox|link)(?::|$| \[)", tree, re.MULTILINE) == []


def test_what_is_pressed_is_large_enough_for_a_thumb(visit):
    visitor = visit(size=PHONE)
    places = visitor.ask(PLAIN.question).locator(".place")
    clear = visitor.page.get_by_role("button", name=words.CLEAR)
    assert all(button.bounding_box()["height"] >= 44 for button in (*places.all(), clear))
    places.first.click()
    dialog = visitor.page.get_by_role("dialog")
    sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)  # the dialog is drawn anew as it comes
    assert dialog.get_by_role("button", name=words.CLOSE).bounding_box()["height"] >= 44


def test_the_keyboard_of_a_phone_makes_way_for_the_answer(visit):
    visitor = visit(size=PHONE, has_touch=True, is_mobile=True)
    box = visitor.page.get_by_label(words.QUESTION_LABEL)
    visitor.ask(PLAIN.question)
    sync_api.expect(box).not_to_be_focused()
    desk = visit()
    desk.ask(PLAIN.question)
    sync_api.expect(desk.page.get_by_label(words.QUESTION_LABEL)).to_be_focused()


@pytest.mark.parametrize(
    ("width", "height"), [(640, 450), (320, 256), (195, 422)], ids=["200 %", "400 %", "phone 200 %"]
)
def test_enlarged_nothing_is_cut_off_and_the_box_leaves_room(visit, width, height):
    visitor = visit(size={"width": width, "height": height})
    assert visitor.overflow() <= 0
    visitor.keep(f"enlarged-welcome-{width}")
    turn = visitor.ask(CONFLICT.question)
    assert visitor.overflow() <= 0
    turn.locator(".points").first.scroll_into_view_if_needed()
    covered = height - visitor.page.locator("#composer").bounding_box()["y"]
    assert covered <= height / 3
    turn.locator(".place").last.click()
    dialog = visitor.page.get_by_role("dialog")
    sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport()
    assert visitor.overflow() <= 0
    steps = dialog.locator(".steps")
    quote, below = dialog.locator(ASKED).bounding_box(), steps.bounding_box()
    assert quote["y"] + quote["height"] <= below["y"]
    assert below["height"] <= height / 3
    visitor.keep(f"enlarged-source-{width}")
    dialog.locator(".text").evaluate("e => e.scrollIntoView({ block: 'end' })")
    sync_api.expect(dialog.get_by_role("button", name=words.CLOSE)).to_be_in_viewport(ratio=1)
    dialog.get_by_role("button", name=words.CLOSE).click()
    visitor.page.locator("#composer").scroll_into_view_if_needed()
    visitor.keep(f"enlarged-{width}")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_with_letters_twice_as_large_nothing_is_cut_off_and_no_button_breaks(browser, canned_url, size):
    launch = browser.browser_type.launch
    large = launch(executable_path=CHROMIUM, args=["--no-sandbox", "--blink-settings=defaultFontSize=32"])
    visitor = Visitor(large, canned_url, size=size)
    page = visitor.page
    assert visitor.overflow() <= 0
    turn = visitor.ask(CONFLICT.question)
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false"
    )
    turn.get_by_role("button", name=words.COPY).click()
    sync_api.expect(turn.get_by_role("status")).to_have_text(words.NOT_COPIED)
    assert visitor.overflow() <= 0
    visitor.keep(f"large-letters-{size['width']}")
    turn.locator(".place").last.click()
    dialog = page.get_by_role("dialog")
    sync_api.expect(dialog.locator(ASKED)).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0
    visitor.keep(f"large-letters-source-{size['width']}")
    quote, steps = dialog.locator(ASKED).bounding_box(), dialog.locator(".steps").bounding_box()
    assert quote["y"] + quote["height"] <= steps["y"]
    lines = """e => { const words = document.createRange(); words.selectNodeContents(e);
                      return new Set([...words.getClientRects()].map(line => line.top)).size }"""
    buttons = page.locator("#send, #clear, .copy button, .steps button, [data-close]")
    assert [button.evaluate(lines) for button in buttons.all()] == [1] * 6
    large.close()


def test_what_scrolls_can_be_scrolled_by_key_and_has_a_name(visit):
    long = replace(NOTICED, question="逾期" * 400, notices=(Notice("understood", "理解为：" + "逾期" * 400),))
    chatbot = CannedChatbot({**ANSWERS, long.question: long})
    with served(chatbot) as url:
        visitor = visit(url, size=PHONE)
        visitor.ask(long.question).locator(".place").click()
        sync_api.expect(visitor.page.get_by_role("dialog").locator(ASKED)).to_be_visible()
        unreachable = visitor.page.evaluate(
            """() => [...document.querySelectorAll('#conversation *, #source *')].filter(e =>
                ['auto', 'scroll'].includes(getComputedStyle(e).overflowY) && e.clientHeight < e.scrollHeight
                && e.tabIndex < 0).map(e => e.className)"""
        )
        assert unreachable == []
        sync_api.expect(visitor.page.get_by_role("region", name=words.ARTICLE)).to_have_class("text")
        visitor.context.close()


@pytest.mark.parametrize("script", ["conversation.js", "source.js"])
def test_the_scripts_ask_nothing_of_a_browser_that_last_years_have_not(script):
    """Firefox had no element.ariaCurrent before 119, and no crypto.randomUUID has who comes by http."""
    assert not re.search(r"\.aria[A-Z]|randomUUID", ui.asset(script))


def test_words_are_large_enough_to_read(visit):
    for size in (DESK, PHONE):
        visitor = visit(size=size)
        turn = visitor.ask(PLAIN.question)
        for part in ("li q", ".headline", "h2"):
            assert (
                float(turn.locator(part).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
                >= 17
            )
        smallest = visitor.page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('.turn *, #composer *, #masthead *')]
                .filter(e => e.checkVisibility() && !e.closest('.sr-only') && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
                .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
        )
        assert smallest >= 13


def test_nothing_moves_for_those_who_asked_for_stillness(visit):
    chatbot = CannedChatbot()
    with served(chatbot) as url:
        still = visit(url)
        assert still.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        moving = visit(url, reduced_motion="no-preference")
        assert moving.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"
        still.context.close()
        moving.context.close()


def as_json(answer):
    return json.loads(json.dumps(answer.to_dict()))


def test_the_api_gives_the_answer_as_a_dict(canned_chatbot, canned_url):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(canned_url, verbose=False)
    assert client.predict(CONFLICT.question, [], api_name="/ask") == as_json(CONFLICT)
    assert client.predict(PLAIN.question, ["前面的问题"], api_name="/ask") == as_json(PLAIN)
    assert canned_chatbot.asked[-1] == (PLAIN.question, ["前面的问题"])
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/ask"]
    canned_chatbot.answers["坏问题"] = BadQuestion("the history is no list of texts")
    with pytest.raises(AppError, match="the history is no list of texts"):
        client.predict("坏问题", [], api_name="/ask")


def test_half_an_emoji_spoils_no_call_of_the_api(canned_chatbot, canned_url):
    import httpx

    calls = f"{canned_url}gradio_api/call/ask"
    cut = json.dumps({"data": ["\ud83d 会上门吗", ["\udc00"]]})
    call = httpx.post(calls, content=cut, headers={"content-type": "application/json"}).json()["event_id"]
    assert "event: complete" in httpx.get(f"{calls}/{call}", timeout=30).text
    assert canned_chatbot.asked[-1] == ("\ufffd 会上门吗", ["\ufffd"])


# The real chatbot, on the real seeds --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_chatbot(tmp_path_factory, embedder) -> Chatbot:
    folder = tmp_path_factory.mktemp("page") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(
            ROOT
        )  # so that the cards name seeds/..., as make run does, and not a path of this machine
        build_index(load_articles("seeds"), embedder, folder)
    return Chatbot.open(folder, embedder)


@pytest.fixture(scope="module")
def real_url(real_chatbot) -> Iterator[str]:
    with served(real_chatbot) as url:
        yield url


@pytest.mark.parametrize(("device", "size"), [("desk", DESK), ("phone", PHONE)])
def test_the_real_seeds_are_asked_answered_and_opened(visit, real_chatbot, real_url, device, size):
    """``make screenshot`` copies screenshots/desk-conflict.png to docs/."""
    visitor = visit(real_url, size=size, device_scale_factor=2 if device == "phone" else 1)
    counts = visitor.page.locator(".welcome .counts")
    sync_api.expect(counts).to_have_text("现有 2 篇文章，最新 2025-09-01，1 篇日期不明")
    visitor.keep(f"{device}-welcome")
    question = "支付宝欠款会上门吗?"
    turn = visitor.ask(question)
    visitor.keep(f"{device}-conflict")
    answer = real_chatbot.ask(question)
    assert answer.kind == "conflict"
    assert turn.locator("li q").all_inner_texts() == [
        point.text for side in SIDE_NAMES for point in answer.points if point.side == side
    ]
    assert visitor.overflow() <= 0

    citation = answer.citations[-1]
    turn.locator("li").last.get_by_role("button", name=words.OPEN_SOURCE).click()
    mark = visitor.page.get_by_role("dialog").locator(ASKED)
    sync_api.expect(mark).to_be_in_viewport(ratio=1)
    assert mark.evaluate("e => e.textContent") == citation.quote
    assert citation.quote == (ROOT / citation.source).read_text("utf-8")[citation.start : citation.end]
    visitor.keep(f"{device}-source")
    visitor.page.keyboard.press("Escape")

    neighbours = visitor.ask("支付宝会用哪些方式催收?").locator(".place:has(.same)")
    visitor.keep(f"{device}-answer")
    assert neighbours.count() > 0
    assert all(button.bounding_box()["height"] >= 44 for button in neighbours.all())
    visitor.page.get_by_role("button", name=words.CLEAR).dblclick()
    visitor.page.wait_for_selector(".welcome")
    assert visitor.ask("北京明天天气怎么样?").locator(".reply.refusal .questions button").count() > 0
    visitor.keep(f"{device}-refusal")
    assert visitor.overflow() <= 0
