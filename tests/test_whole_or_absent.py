"""Promise 4 with real processes: at every instant a reader sees the old complete index or the new complete one."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from rebuilding import Letters, ask_everything, generation

from index.build import build_index
from index.errors import IndexLocked, UnwritableIndex
from index.records import Article
from index.store import PassageIndex
from rag import Chatbot

PROCESSES = Path(__file__).parent / "rebuilding.py"


@pytest.fixture
def folder(tmp_path):
    """An index of generation 0."""
    build_index(generation(0), Letters(), tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def process(folder):
    """Starts one of the processes of rebuilding.py on the folder; ends it with the test."""
    running = []

    def start(name):
        pipe = subprocess.PIPE
        command = [sys.executable, PROCESSES, name, folder]
        running.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return running[-1]

    yield start
    for ended in running:
        ended.kill()
        ended.communicate()


def kinds(folder):
    return sorted(entry.name.split("-")[0] for entry in folder.iterdir())


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.soak)])
def test_rebuilds_killed_at_random_moments_never_show(folder, process, kills):
    moments = random.Random(kills)
    rebuilder, asker = process("rebuild"), process("ask")
    assert asker.stdout.readline() == "asking\n"
    for first_generation in range(0, 1000 * kills, 1000):
        print(first_generation, file=rebuilder.stdin, flush=True)
        child = int(rebuilder.stdout.readline())
        time.sleep(moments.uniform(0.0, 0.4))
        os.kill(child, signal.SIGKILL)
        ask_everything(PassageIndex.open(folder, Letters()))
    said, complaint = asker.communicate()
    assert complaint == ""
    asked, versions = map(int, said.split())
    assert asked > kills
    assert versions > 2
    build_index(generation(1), Letters(), folder)
    assert kinds(folder) == [".lock", "CURRENT", "v"]
    assert list(PassageIndex.open(folder).articles()) == generation(1)


def test_readers_in_many_threads_meet_no_swap_halfway(folder):
    stop, failures, asked = threading.Event(), [], []

    def ask():
        held = PassageIndex.open(folder)
        while not stop.wait(0.005):  # lets the rebuilds have their turn
            try:
                if not held.is_current():
                    held = PassageIndex.open(folder)
                ask_everything(held)
                asked.append(held.version)
            except Exception as error:
                failures.append(error)

    with eight_asking(ask, stop):
        for number in range(1, 21):
            build_index(generation(number), Letters(), folder)
    assert failures == []
    assert len(set(asked)) > 5


@contextmanager
def eight_asking(ask, stop):
    """Run ``ask`` in eight threads, which end when ``stop`` is set: after the block."""
    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    yield
    stop.set()
    for asker in askers:
        asker.join()


def disagreement(number):
    """Two articles that contradict each other, by source: each generation names its own and stands further down."""
    said = {"yes": "银行委托的催收人员会上门走访。", "no": "催收人员一般不会上门。"}
    return {
        f"{number} {side}": Article(f"{number} {side}", f"{number} {side}", "\n" * number + text, "催收")
        for side, text in said.items()
    }


def test_a_chatbot_answers_every_question_from_one_index_through_twenty_swaps(tmp_path, embedder):
    build_index(disagreement(0).values(), embedder, tmp_path)
    bot, stop, failures, generations = Chatbot.open(tmp_path, embedder), threading.Event(), [], []

    def ask():
        while not stop.wait(0.005):
            try:
                answer = bot.ask("催收会上门吗?")
                assert answer.kind == "conflict"
                (number,) = {int(citation.source.split()[0]) for citation in answer.citations}
                articles = disagreement(number)
                assert {citation.source for citation in answer.citations} == articles.keys()
                for citation in answer.citations:
                    text = articles[citation.source].text
                    assert text[citation.start : citation.end] == citation.quote
                generations.append(number)
            except Exception as error:
                failures.append(error)

    with eight_asking(ask, stop):
        for number in range(1, 21):
            build_index(disagreement(number).values(), embedder, tmp_path)
    assert failures == []
    assert len(generations) > 100
    assert len(set(generations)) > 5


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_size_limit_is_one_clear_error_and_the_old_index_answers(folder, share):
    largest = max(path.stat().st_size for path in folder.glob("v-*/*"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest * share), limits[1]))
    try:
        with pytest.raises(
            UnwritableIndex, match="larger than allowed here; an index that was there is as it was"
        ):
            build_index(generation(1), Letters(), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert kinds(folder) == [".lock", "CURRENT", "v"]
    assert list(PassageIndex.open(folder).articles()) == generation(0)


def test_a_rebuild_beside_another_is_told_so_and_the_first_ends_well(folder):
    def articles():
        yield from generation(1)
        with pytest.raises(IndexLocked, match="another rebuild is under way"):
            build_index(generation(2), Letters(), folder)

    build_index(articles(), Letters(), folder)
    assert list(PassageIndex.open(folder).articles()) == generation(1)


def test_a_rebuild_in_another_process_is_noticed(folder, process):
    rebuilder = process("rebuild")
    print(5000, file=rebuilder.stdin, flush=True)
    child = int(rebuilder.stdout.readline())

    def rebuild_often():
        for _ in range(1000):
            build_index(generation(1), Letters(), folder)

    with pytest.raises(IndexLocked):
        rebuild_often()
    os.kill(child, signal.SIGKILL)
