"""The six promises of docs/architecture.md, on the real seeds with the real model."""

import json
import socket
from pathlib import Path

import pytest

from index import load_articles
from index.split import split_article
from rag import Chatbot

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = Path(__file__).parent / "seed_questions.jsonl"
LABELLED = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def decoded(source: str) -> str:
    return Path(source).read_bytes().decode("utf-8")


@pytest.mark.parametrize("label", LABELLED, ids=lambda label: label["question"][:20])
def test_quotes_are_exact_and_no_point_stands_without_one(chatbot, label):
    answer = chatbot.ask(label["question"], label.get("history", []))
    numbers = {citation.number for citation in answer.citations}
    assert all(point.citations and numbers.issuperset(point.citations) for point in answer.points)
    for citation in answer.citations:
        assert decoded(citation.source)[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("label", LABELLED, ids=lambda label: label["question"][:20])
def test_the_labelled_questions_are_answered_as_a_careful_reader_would(chatbot, label):
    answer = chatbot.ask(label["question"], label.get("history", []))
    assert answer.kind == label["kind"], answer.text
    quotes = "\n".join(citation.quote for citation in answer.citations)
    for expected in label.get("quotes", []):
        assert expected in quotes
    for forbidden in label.get("never", []):
        assert forbidden not in answer.text


def test_no_evidence_is_a_refusal_with_a_reason_and_a_next_step(chatbot):
    answer = chatbot.ask("北京明天天气怎么样")
    assert answer.kind == "refusal"
    assert answer.points == ()
    assert answer.citations == ()
    assert answer.refusal.reason
    assert answer.refusal.advice


def test_the_dropped_half_of_the_first_seed_is_never_evidence():
    first = next(iter(load_articles(SEEDS)))
    begin = first.text.index("相关内容:")
    for passage in split_article(first).passages:
        assert passage.end <= begin


def test_asking_opens_no_connection(seeds_index, embedder, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError(f"a connection was attempted: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Chatbot.open(seeds_index, embedder).ask("支付宝欠款会上门吗?").kind == "conflict"
