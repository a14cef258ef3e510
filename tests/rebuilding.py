"""The two processes of test_whole_or_absent.py: python tests/rebuilding.py (rebuild | ask) FOLDER."""

import os
import signal
import sys
import threading
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from index.build import build_index
from index.errors import IndexLocked
from index.records import Article
from index.repair import find_repairs
from index.store import PassageIndex


class Letters:
    """How often each of four characters stands in the text."""

    name, fingerprint, dimension = "letters", "0" * 64, 4

    def embed_passages(self, texts):
        counts = np.array([[text.count(c) + 0.01 for c in "上门还款"] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    embed_sentences = embed_questions = embed_passages


def generation(number):
    """A corpus whose every article names it, so that an index made of two generations would show."""
    text = f"第{number}版。催收可能上门。" + "可以还款。" * (number % 3 + 1)
    return [Article(id=str(n), source=str(n), title="上门", text=text) for n in range(10 + number % 7)]


def rebuild(folder):
    """At each line of input fork a child that rebuilds generation after generation until it is killed, and name it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    find_repairs("")  # reads its dictionary before the fork: a child's short life would be spent on that
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _rebuild_for_ever(folder, int(line))
        print(child, flush=True)


def _rebuild_for_ever(folder, number):
    while True:
        try:
            build_index(generation(number), Letters(), folder)
            number += 1
        except IndexLocked:
            pass  # the one killed before has not quite gone


def ask(folder):
    """Ask until the input is closed; print how often, and of how many versions. Die of what is wrong."""
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    held, asked, versions = PassageIndex.open(folder, Letters()), 0, set()
    print("asking", flush=True)
    while not stop.is_set():
        if not held.is_current():
            held = PassageIndex.open(folder, Letters())
        ask_everything(held)
        versions.add(held.version.name)
        asked += 1
    print(asked, len(versions))


def ask_everything(held):
    """Raise AssertionError when anything the index says is not of one and the same generation."""
    articles = list(held.articles())
    number = int(articles[0].text.split("版")[0][1:])
    assert articles == generation(number), f"not generation {number}"
    rows, _ = held.nearest_sentences(Letters().embed_passages(["上门"])[0], 3)
    for row in rows:
        assert "催收可能上门。" in [sentence.text for sentence in held.passage(int(row)).sentences]
    assert held.word_shares("还款").all()


if __name__ == "__main__":
    {"rebuild": rebuild, "ask": ask}[sys.argv[1]](sys.argv[2])
