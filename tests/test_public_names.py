import subprocess
import sys

import index
import rag


def test_rag_offers_exactly_these_names():
    assert sorted(rag.__all__) == [
        "Answer",
        "AnswerError",
        "BadQuestion",
        "Chatbot",
        "Citation",
        "Hit",
        "Notice",
        "Point",
        "Refusal",
        "ask",
    ]
    assert all(hasattr(rag, name) for name in rag.__all__)


def test_index_offers_what_building_and_opening_need():
    assert {"Article", "BadArticle", "PassageIndex", "build_index", "load_articles", "open_embedder"} <= set(
        index.__all__
    )
    assert all(hasattr(index, name) for name in index.__all__)


def test_importing_loads_nothing_slow():
    slow = [
        "torch",
        "sentence_transformers",
        "transformers",
        "faiss",
        "openvino",
        "gradio",
        "trafilatura",
        "opencc",
    ]
    program = f"import sys, rag, index, ui; print([m for m in {slow} if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
