import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from index.__main__ import main

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "args",
    [
        ["rag", "支付宝欠款会上门吗?", "--index"],
        ["rag", "支付宝欠款会上门吗?", "--json", "--index"],
        ["index", "--check", "--index"],
    ],
    ids=["rag", "rag --json", "index --check"],
)
def test_a_reader_that_has_left_is_no_error(seeds_index, args):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", *args, str(seeds_index)], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)


def shell(line, *args):
    """Run a command line of the shell, in which "$@" is python -m with ``args``."""
    return run("sh", "-c", line, "sh", sys.executable, "-m", *args)


@pytest.mark.parametrize("args", [["rag", "支付宝欠款会上门吗?"], ["index", "--check"]], ids=["rag", "index"])
def test_a_disk_that_is_full_is_one_line_and_status_2(seeds_index, args):
    ended = shell('"$@" > /dev/full', *args, "--index", str(seeds_index))
    assert (ended.returncode, ended.stderr) == (2, b"cannot print: No space left on device\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
@pytest.mark.parametrize("args", [["rag", "支付宝欠款会上门吗?"], ["index", "--check"]], ids=["rag", "index"])
def test_a_closed_stream_is_no_error(seeds_index, args, closed):
    ended = shell(f'"$@" {closed}', *args, "--index", str(seeds_index))
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_json_is_json_in_every_encoding(seeds_index):
    line = 'PYTHONIOENCODING=gbk "$@"'
    ended = shell(line, "rag", "😀支付宝欠款会上门吗?", "--json", "--index", str(seeds_index))
    assert json.loads(ended.stdout.decode("gbk"))["question"] == "😀支付宝欠款会上门吗?"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_question_is_read_in_whatever_encoding_it_is_typed(seeds_index, encoding):
    question = "支付宝逾期欠款之后会有人上门来催收吗?".encode(encoding)
    command = [sys.executable, "-m", "rag", "-", "--json", "--index", str(seeds_index)]
    ended = subprocess.run(command, cwd=ROOT, input=question, capture_output=True)
    assert json.loads(ended.stdout)["kind"] == "conflict"


def cpu_time(pid):
    return Path(f"/proc/{pid}/stat").read_text().split()[13:15]


def test_ctrl_c_is_no_error(seeds_index):
    command = [sys.executable, "-m", "rag", "-", "--index", str(seeds_index)]
    asking = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    worked, spent = None, cpu_time(asking.pid)
    while worked != spent:  # until it waits for the question
        time.sleep(1)
        worked, spent = spent, cpu_time(asking.pid)
    asking.send_signal(signal.SIGINT)
    out, said = asking.communicate(timeout=60)
    assert (asking.returncode, out, said) == (130, b"", b"")


def test_an_empty_path_is_not_the_folder_one_is_in(tmp_path):
    ended = run(sys.executable, "-m", "index", "", "--index", str(tmp_path))
    assert ended.returncode == 2
    assert b"none that is empty" in ended.stderr


def test_a_stream_may_be_no_file(seeds_index):
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
        assert main(["--check", "--index", str(seeds_index)], {}) == 0
        assert main(["--check", "--json", "--index", str(seeds_index)], {}) == 0
    assert "the index holds 2 articles" in out.getvalue()
