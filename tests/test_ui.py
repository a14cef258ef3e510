"""What ``python ui.py`` says when it cannot serve, and how it comes by its chatbot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

import ui
from index.errors import MissingIndex

ROOT = Path(__file__).parent.parent


def test_a_chatbot_that_came_late_is_opened_when_its_index_is_there(tmp_path, seeds_index):
    link = tmp_path / "index"
    open_chatbot = ui.opener(link, None)
    with pytest.raises(MissingIndex):
        open_chatbot()
    link.symlink_to(seeds_index)
    assert len(open_chatbot().examples(4)) == 4
    assert open_chatbot() is open_chatbot()


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


@pytest.mark.parametrize(
    "proxies", [{}, {"http_proxy": "http://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9"}]
)
def test_the_page_is_served_before_its_index_is_there_and_ends_with_ctrl_c(tmp_path, proxies):
    port = free_port()
    page = subprocess.Popen(
        [sys.executable, "ui.py", "--index", str(tmp_path / "none"), "--port", port],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **proxies},
    )
    try:
        assert page.stdout.readline() == f"债问: http://127.0.0.1:{port}\n"
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/") as response:
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
