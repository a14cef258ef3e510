"""The default model's graph: the same vectors whoever asks, with whatever else, from however many threads."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent

# Opens the default model and asks one question, noting every module and every attempt to reach the network.
WATCHED = """
import sys
calls = []
sys.addaudithook(lambda event, args: calls.append(event) if event.startswith("socket.") else None)
from index import open_embedder
vector = open_embedder().embed_questions(["催收会上门吗?"])[0]
import json
loaded = sorted({name.partition(".")[0] for name, module in sys.modules.items() if module})
print(json.dumps({"loaded": loaded, "calls": calls, "norm": float(vector @ vector)}))
"""


@pytest.fixture(scope="module")
def articles():
    """The lines of the seeds: a few hundred texts from one word to a whole paragraph."""
    texts = [
        path.read_text("utf-8") for path in sorted((ROOT / "seeds").iterdir()) if path.name != "README.md"
    ]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def test_a_vector_is_the_same_bit_for_bit_whatever_it_is_encoded_with(embedder, articles):
    many = (articles * 2)[:250]
    together = embedder.embed_passages(many)
    alone = np.concatenate([embedder.embed_passages([text]) for text in many[:20]])
    assert np.array_equal(together[:20], alone)
    backwards = embedder.embed_passages(many[::-1])[::-1]
    assert np.array_equal(together, backwards)


def test_every_thread_gets_the_answer_to_its_own_question(embedder, articles):
    questions = articles[::3]
    expected = embedder.embed_questions(questions)
    with ThreadPoolExecutor(16) as threads:
        vectors = list(threads.map(lambda text: embedder.embed_questions([text])[0], questions))
    assert np.array_equal(vectors, expected)


def test_two_threads_may_embed_many_passages_at_once(embedder, articles):
    many = (articles * 2)[:300]
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(embedder.embed_passages, [many, many[::-1]])
    assert np.array_equal(first, second[::-1])


# What a process asks first is many passages at once, while its threads change places as often as they can.
FIRST_OF_ALL = """
import sys
from index import open_embedder
embedder = open_embedder()
sys.setswitchinterval(1e-5)
embedder.embed_passages(["催收会上门吗?" * 20 + str(number) for number in range(70)])
"""


def test_the_first_threads_of_a_process_do_not_wait_for_each_other_for_ever(embedder):
    """One process in four did."""
    for _ in range(6):
        subprocess.run([sys.executable, "-c", FIRST_OF_ALL], cwd=ROOT, timeout=60, check=True)


@pytest.fixture(scope="module")
def watched(embedder):
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_warm_start_needs_neither_torch_nor_a_hub(embedder, watched):
    assert embedder.engine.startswith("openvino ")
    assert not {"torch", "transformers", "sentence_transformers", "huggingface_hub"} & set(watched["loaded"])
    assert watched["norm"] == pytest.approx(1, abs=1e-5)


def test_openvino_reports_to_nobody(watched):
    assert "openvino_telemetry" not in watched["loaded"]
    assert watched["calls"] == []
