"""How an Answer looks, read as HTML without a browser, and what ``python ui.py`` says when it cannot serve."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import urlopen

import pytest
from canned import (
    ANSWERS,
    ARTICLES,
    CONFLICT,
    HOSTILE,
    HOSTILE_ANSWER,
    LAW,
    MAY_VISIT,
    NO_VISIT,
    NOTICED,
    PLAIN,
    REFUSED,
    CannedChatbot,
    cite,
    say,
)

import ui
from index.errors import MissingIndex
from rag.records import Notice, Point, Refusal

ROOT = Path(__file__).parent.parent


class Page(HTMLParser):
    """HTML as a browser reads it: ``words`` are what is to be read, ``tags`` what it is made of."""

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


def page_of(answer, chatbot=None) -> Page:
    return Page(ui.show_answer(answer, 1, chatbot or CannedChatbot()))


OWN_TAGS = {
    "div",
    "section",
    "aside",
    "p",
    "span",
    "h3",
    "h4",
    "ul",
    "li",
    "q",
    "mark",
    "button",
    "small",
    "a",
}


@pytest.mark.parametrize(
    "answer",
    [
        HOSTILE_ANSWER,
        replace(PLAIN, headline=HOSTILE),
        replace(PLAIN, points=(Point(HOSTILE, (1,)),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, title=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, heading=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, source=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, quote=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, basis=HOSTILE),)),
        replace(PLAIN, citations=(replace(MAY_VISIT, statement=HOSTILE),)),
        replace(PLAIN, notices=(Notice("warning", HOSTILE),)),
        replace(REFUSED, refusal=Refusal("nothing", HOSTILE, HOSTILE, (HOSTILE,))),
    ],
    ids=[
        "article",
        "headline",
        "point",
        "title",
        "heading",
        "source",
        "quote",
        "basis",
        "statement",
        "notice",
        "refusal",
    ],
)
def test_strangers_words_are_shown_letter_by_letter(answer):
    page = page_of(answer)
    assert HOSTILE in page.text()
    assert {tag for tag, _ in page.tags} <= OWN_TAGS
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_a_question_is_shown_letter_by_letter():
    for html in (
        ui.show_turn(1, HOSTILE, ui.show_searching()),
        ui.show_failure(HOSTILE),
        ui.show_questions("例", [HOSTILE]),
    ):
        page = Page(html)
        assert HOSTILE in page.text() + "".join(filter(None, page.attributes("data-question")))
        assert not {"style", "script", "img"} & {tag for tag, _ in page.tags}


def test_the_first_line_is_marked_as_ours_and_points_are_quotations():
    page = page_of(PLAIN)
    assert page.text("headline") == ui.OUR_WORDS + PLAIN.headline
    assert page.text("/ q") == "".join(point.text for point in PLAIN.points)
    assert PLAIN.headline not in page.text("/ q")


def test_every_citation_of_a_point_has_a_marker_that_leads_to_its_card():
    page = page_of(say("问", MAY_VISIT, NO_VISIT, points=(Point("两处都说。", (1, 3)),)))
    assert page.text("marker") == "[1][3]"
    assert page.attributes("data-card") == ["1", "3"]
    assert page.attributes("id") == ["card-1-1", "card-1-3"]


def test_a_card_says_number_title_kind_date_heading_file_and_link():
    page = page_of(say("问", MAY_VISIT))
    assert page.text("number") == "1"
    assert page.text("h4") == "1逾期之后"
    assert page.text("facts") == "报道2025年9月1日一、催收方式"
    assert "articles/visits.txt" in page.text("origin")
    assert page.attributes("href") == ["https://example.org/a?b=1&c=2"]
    assert page.attributes("rel") == ["noopener noreferrer"]


def test_a_card_says_when_the_date_or_the_law_is_not_known():
    assert page_of(say("问", LAW)).text("facts") == "看法日期不明称有法律依据，未写明是哪条一、催收方式"
    named = replace(LAW, statement="law", basis="民法典 第一百八十八条", heading="")
    assert page_of(say("问", named)).text("facts") == "法律条文日期不明依据：民法典 第一百八十八条"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "例"]
)
def test_only_a_web_address_becomes_a_link(url):
    assert page_of(say("问", replace(MAY_VISIT, url=url))).attributes("href") == []


def test_a_card_marks_the_quote_among_the_words_that_stand_beside_it():
    page = page_of(say("问", MAY_VISIT))
    assert page.text("/ mark") == MAY_VISIT.quote
    assert page.text("excerpt") == "平台一般先打电话。逾期金额较大的,可能会派人上门。上门的人应当出示证件。"


def test_a_long_paragraph_is_cut_around_the_quote(monkeypatch):
    monkeypatch.setitem(ARTICLES, "articles/long.txt", "前" * 500 + "就是这一句。" + "后" * 500)
    page = page_of(say("问", cite(1, "articles/long.txt", "就是这一句。")))
    n = ui.CONTEXT_CHARS
    assert page.text("excerpt") == "…" + "前" * n + "就是这一句。" + "后" * n + "…"


def test_nothing_stands_beside_a_quote_whose_article_has_changed(monkeypatch):
    monkeypatch.setitem(ARTICLES, "articles/visits.txt", "整篇文章都改过了。" * 300)
    assert page_of(say("问", MAY_VISIT)).text("excerpt") == MAY_VISIT.quote
    monkeypatch.delitem(ARTICLES, "articles/visits.txt")
    assert page_of(say("问", MAY_VISIT)).text("excerpt") == MAY_VISIT.quote


def test_a_source_is_the_whole_article_with_the_quoted_sentence_marked():
    turns = [
        ui.Turn(PLAIN.question, PLAIN, ui.Markup("")),
        ui.Turn(CONFLICT.question, CONFLICT, ui.Markup("")),
    ]
    page = Page(ui.show_source(CannedChatbot(), turns, 2, 3))
    assert page.text("div text") == ARTICLES["articles/calls.txt"]
    assert page.text("/ mark") == NO_VISIT.quote
    assert page.text("h2") == "催收方式"


def test_a_hostile_article_opens_letter_by_letter():
    page = Page(ui.show_source(CannedChatbot(), [ui.Turn("问", HOSTILE_ANSWER, ui.Markup(""))], 1, 1))
    assert page.text("div text") == ARTICLES["articles/hostile.txt"]
    assert {tag for tag, _ in page.tags} == {"header", "h2", "p", "span", "button", "div", "mark"}


@pytest.mark.parametrize(("turn", "number"), [(0, 1), (2, 1), (-1, 1), (1, 9)])
def test_a_source_that_the_conversation_does_not_cite_is_not_opened(turn, number):
    page = Page(ui.show_source(CannedChatbot(), [ui.Turn("问", PLAIN, ui.Markup(""))], turn, number))
    assert page.text("gone") == ui.SOURCE_GONE
    assert not page.text("/ mark")


def test_a_conflict_counts_the_articles_of_each_side_not_their_sentences():
    page = page_of(CONFLICT)
    assert page.text("side yes / h3").endswith("1 篇文章")  # two sentences of one article
    assert page.text("side no / h3").endswith("1 篇文章")
    assert page.text("side depends / h3").endswith("1 篇文章")
    assert page.text("side yes / ul points / li / q") == CONFLICT.points[0].text + CONFLICT.points[1].text
    assert page.text("side no / ul points / li / q") == NO_VISIT.quote
    assert len(set(map(page.text, ("side yes / h3", "side no / h3", "side depends / h3")))) == 3


def test_a_refusal_gives_its_reason_its_advice_and_questions_to_click():
    page = page_of(REFUSED)
    assert page.text().count(REFUSED.refusal.reason) == 1
    assert REFUSED.refusal.advice in page.text("refused")
    assert page.attributes("data-question") == list(REFUSED.refusal.suggestions)
    assert "mark" not in {tag for tag, _ in page.tags}


def test_a_reason_that_is_the_headline_is_said_once():
    reason = REFUSED.refusal.reason
    assert page_of(replace(REFUSED, headline=reason)).text().count(reason) == 1


def test_help_comes_before_everything_else_and_age_after_the_points():
    page = page_of(NOTICED)
    order = [a.get("class") for _, a in page.tags if a.get("class")]
    places = [
        "notice help",
        "notice warning",
        "notice masked",
        "notice understood",
        "headline",
        "points",
        "notice age",
    ]
    assert [name for name in order if name in places] == places


def test_a_kind_of_notice_that_is_new_is_shown_all_the_same():
    assert "新的提醒" in page_of(replace(PLAIN, notices=(Notice("brand-new", "新的提醒"),))).text("notice")


def test_a_turn_is_busy_until_its_answer_is_whole():
    turns = list(ui.converse(CannedChatbot(), PLAIN.question, []))
    assert [whole for _, whole in turns] == [False, False, False, False, True]
    busy = [Page(turn.html).attributes("aria-busy")[0] for turn, _ in turns]
    assert busy == ["true", "true", "true", "true", "false"]
    assert ui.SEARCHING in turns[0][0].html
    quotes = [Page(turn.html).text("/ q") for turn, _ in turns]
    assert quotes[:3] == ["", "", MAY_VISIT.quote]
    assert turns[-1][0].answer == PLAIN


def test_the_chatbot_is_told_the_earlier_questions_and_nothing_else():
    chatbot = CannedChatbot()
    turns: list[ui.Turn] = []
    for question in (PLAIN.question, REFUSED.question, CONFLICT.question):
        *_, (turn, _) = ui.converse(chatbot, question, turns)
        turns.append(turn)
    assert chatbot.asked[-1] == (CONFLICT.question, [PLAIN.question, REFUSED.question])


def test_what_the_chatbot_masked_is_masked_on_the_page_and_in_the_history():
    masked = replace(PLAIN, question="我的号码是【手机号】")
    chatbot = CannedChatbot({**ANSWERS, "我的号码是13800138000": masked})
    *_, (turn, _) = ui.converse(chatbot, "我的号码是13800138000", [])
    assert turn.question == "我的号码是【手机号】"
    assert "13800138000" not in turn.html


def test_a_failure_offers_to_ask_again_and_keeps_the_question_out_of_the_log(caplog):
    chatbot = CannedChatbot({"我的秘密": ValueError("broken inside")})
    *_, (turn, whole) = ui.converse(chatbot, "我的秘密", [])
    assert whole
    assert turn.answer is None
    assert ui.FAILED in turn.html
    assert Page(turn.html).attributes("data-question") == ["我的秘密"]
    assert "broken inside" in caplog.text
    assert "我的秘密" not in caplog.text


def test_a_missing_index_is_shown_with_the_command_that_builds_it():
    chatbot = CannedChatbot({"问": MissingIndex("somewhere/index")})
    *_, (turn, _) = ui.converse(chatbot, "问", [])
    assert Page(turn.html).text("/ pre") == "python -m index seeds --index somewhere/index"
    assert ui.NO_INDEX in turn.html


def test_a_chatbot_that_came_late_is_opened_when_its_index_is_there(tmp_path, seeds_index):
    link = tmp_path / "index"
    chatbot = ui.LateChatbot(link, None)
    with pytest.raises(MissingIndex):
        chatbot.examples()
    link.symlink_to(seeds_index)
    assert len(chatbot.examples(4)) == 4
    assert chatbot.opened() is chatbot.opened()


def test_importing_the_page_loads_nothing_slow():
    slow = "{'gradio', 'torch', 'faiss', 'openvino', 'sentence_transformers'}"
    code = f"import sys, ui; sys.exit(str({slow} & set(sys.modules)) if {slow} & set(sys.modules) else 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run_page(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "ui.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_setting():
    done = run_page("--help")
    assert done.returncode == 0
    for name in ("--index", "--model", "--host", "--port", "RAG_INDEX", "RAG_MODEL", "HOST", "PORT"):
        assert name in done.stdout


def test_a_port_in_use_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_page(PORT=str(port))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "８０"])
def test_a_port_that_is_none_is_said_with_what_was_given(port):
    done = run_page(f"--port={port}")
    assert done.returncode == 2
    assert repr(port) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_index_is_said_in_one_line(tmp_path):
    (tmp_path / "CURRENT").write_text("not a version of an index", "ascii")
    done = run_page("--index", str(tmp_path), "--port", free_port())
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(tmp_path) in done.stderr


def test_the_page_is_served_before_its_index_is_there_and_ends_with_ctrl_c(tmp_path):
    port = free_port()
    page = subprocess.Popen(
        [sys.executable, "ui.py", "--index", str(tmp_path / "none"), "--port", port],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert page.stdout.readline() == f"债问: http://127.0.0.1:{port}\n"
        with urlopen(f"http://127.0.0.1:{port}/") as response:
            assert response.status == 200
        page.send_signal(signal.SIGINT)
        _, said = page.communicate(timeout=30)
    finally:
        page.kill()
    assert page.returncode == 0
    assert said.count("\n") == 1
    assert f"no index in {tmp_path / 'none'}" in said


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])
