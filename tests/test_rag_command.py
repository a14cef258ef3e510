import json
import os
import subprocess
import sys

import pytest

from rag.__main__ import main


def run(*args, **kwargs):
    return subprocess.run([sys.executable, "-m", "rag", *args], capture_output=True, text=True, **kwargs)


def test_an_answer_is_readable_in_a_terminal(seeds_index, capsys):
    assert main(["支付宝欠款会上门吗?", "--index", str(seeds_index)], {}) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("来源说法不一")
    assert "支付宝并不主张通过上门外访的方式进行催收" in shown
    assert "日期不明" in shown
    assert "文章叙述 · 2025年9月1日 · 出处不明" in shown  # the seeds do not say who published them


def test_what_else_was_asked_is_shown(seeds_index, capsys):
    main(["支付宝欠款会上门吗？会起诉我吗？", "--index", str(seeds_index)], {})
    assert "你还问了，可以接着问\n  · " in capsys.readouterr().out


def test_json_is_the_answer_as_a_dict(seeds_index, capsys, chatbot):
    main(["支付宝欠款会上门吗?", "--index", str(seeds_index), "--json"], {})
    expected = json.loads(json.dumps(chatbot.ask("支付宝欠款会上门吗?").to_dict()))
    assert json.loads(capsys.readouterr().out) == expected


def test_bytes_that_are_no_text_are_asked_and_printed_all_the_same(seeds_index):
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}  # as in most people's terminals
    question, index = b"\xff" + "支付宝欠款会上门吗?".encode(), str(seeds_index)
    as_argument = run(question, "--json", "--index", index, env=strict)
    assert json.loads(as_argument.stdout)["question"] == "\udcff支付宝欠款会上门吗?"
    program = [sys.executable, "-m", "rag", "-", "--json", "--index", index]
    as_input = subprocess.run(program, input=question, capture_output=True, env=strict)
    assert json.loads(as_input.stdout)["question"] == "\ufffd支付宝欠款会上门吗?"


def test_a_refusal_has_an_exit_code_of_its_own(seeds_index, capsys):
    assert main(["北京明天会下雨吗", "--index", str(seeds_index)], {}) == 1
    assert capsys.readouterr().out.startswith("资料里")


def test_the_environment_names_the_index(seeds_index, capsys):
    assert main(["花呗是什么"], {"RAG_INDEX": str(seeds_index)}) == 0
    assert "花呗" in capsys.readouterr().out


@pytest.mark.parametrize(("args", "words"), [(["问题"], "no index in"), (["好" * 20_001], "20,001")])
def test_a_failure_is_one_line_on_stderr(tmp_path, seeds_index, args, words):
    index = seeds_index if len(args[0]) > 9 else tmp_path / "none"
    ended = run(*args, "--index", str(index))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert words in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_help_says_what_there_is():
    shown = run("--help").stdout
    assert all(option in shown for option in ("--index", "--model", "--history", "--json"))


def test_what_stderr_does_not_take_changes_no_exit_code(tmp_path):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "rag", "会上门吗", "--index", str(tmp_path / "none")],
            stderr=full,
            check=False,
        )
    assert done.returncode == 2
