"""What ``make run`` does with an index, with a stand-in for Python that writes down how it was called."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def make_run(tmp_path):
    """Run ``make run`` on the index folder with that name; return its exit status and the commands it came to."""

    def run(index_folder, index_status=0):
        calls, python = tmp_path / "calls", tmp_path / "python"
        python.write_text(
            f'#!/bin/sh\necho "$*" >> "{calls}"\n[ "$2" != index ] || exit {index_status}\n', "utf-8"
        )
        python.chmod(0o755)
        asked = [f"VENV={python}", f"RAG_INDEX={index_folder}", "PORT=1"]
        ended = subprocess.run(
            ["make", "-o", ".venv/installed", "run", *asked], cwd=ROOT, capture_output=True
        )
        return ended.returncode, [line.split()[:2] for line in calls.read_text("utf-8").splitlines()]

    return run


BUILD, SERVE = ["-m", "index"], ["ui.py", "--index"]


def test_the_own_index_is_brought_up_to_date_and_served(make_run):
    assert make_run("data/index") == (0, [BUILD, SERVE])


def test_an_index_that_is_not_there_is_built(make_run, tmp_path):
    assert make_run(tmp_path / "new") == (0, [BUILD, SERVE])


def test_an_index_of_other_articles_is_served_as_it_is(make_run, seeds_index):
    assert make_run(seeds_index) == (0, [SERVE])


@pytest.mark.parametrize(("status", "opens"), [(1, True), (2, False)])
def test_the_page_opens_though_an_article_was_refused_but_not_without_an_index(make_run, status, opens):
    ended, calls = make_run("data/index", index_status=status)
    assert (ended == 0, SERVE in calls) == (opens, opens)
