"""How a conversation goes, without a browser, and what ``python ui.py`` says when it cannot serve."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from canned import (
    ANSWERS,
    ARTICLES,
    CONFLICT,
    DAMAGED,
    MAY_VISIT,
    NO_VISIT,
    PLAIN,
    REFUSED,
    CannedChatbot,
)
from readable import Page

import ui
from index.errors import MissingIndex
from page import words
from page.html import Source

ROOT = Path(__file__).parent.parent


def test_a_citation_is_the_one_of_its_own_turn():
    turns = [ui.Turn(PLAIN.question, PLAIN, ui.Markup("")), ui.Turn("问", CONFLICT, ui.Markup(""))]
    assert ui.cited(turns, 1, 1) == MAY_VISIT
    assert ui.cited(turns, 2, 3) == NO_VISIT


@pytest.mark.parametrize(("turn", "number"), [(0, 1), (2, 1), (-1, 1), (1, 9)])
def test_what_the_conversation_does_not_cite_is_not_opened(turn, number):
    assert ui.cited([ui.Turn("问", PLAIN, ui.Markup(""))], turn, number) is None


def test_an_article_that_has_changed_or_is_gone_is_no_source(monkeypatch):
    chatbot = CannedChatbot()
    assert ui.read_source(chatbot, MAY_VISIT) == Source(ARTICLES[MAY_VISIT.source])
    monkeypatch.setitem(ARTICLES, MAY_VISIT.source, "整篇文章都改过了。" * 300)
    assert ui.read_source(chatbot, MAY_VISIT) is None
    monkeypatch.delitem(ARTICLES, MAY_VISIT.source)
    assert ui.read_source(chatbot, MAY_VISIT) is None


def test_an_article_is_read_once_however_often_its_answer_grows():
    class Reading(CannedChatbot):
        read = 0

        def article(self, citation):
            self.read += 1
            return super().article(citation)

    chatbot = Reading()
    *_, (turn, _) = ui.converse(chatbot, DAMAGED.question, [])
    assert 'data-missing="题"' in turn.html
    assert chatbot.read == 1


def test_a_turn_is_busy_until_its_answer_is_whole():
    turns = list(ui.converse(CannedChatbot(), PLAIN.question, []))
    assert [whole for _, whole in turns] == [False, False, False, False, True]
    busy = [Page(turn.html).attributes("aria-busy")[0] for turn, _ in turns]
    assert busy == ["true", "true", "true", "true", "false"]
    assert words.SEARCHING in turns[0][0].html
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
    assert words.FAILED in turn.html
    assert Page(turn.html).attributes("data-question") == ["我的秘密"]
    assert "broken inside" in caplog.text
    assert "我的秘密" not in caplog.text


def test_a_missing_index_is_shown_with_the_command_that_builds_it():
    chatbot = CannedChatbot({"问": MissingIndex("somewhere/index")})
    *_, (turn, _) = ui.converse(chatbot, "问", [])
    assert Page(turn.html).text("/ pre") == "python -m index seeds --index somewhere/index"
    assert words.NO_INDEX in turn.html


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
