"""python -m bench calibrate DATA: fit the rule of rag.weigh that says whether a sentence answers, and show its weights.

Learned from questions with their answers in reach, and the same questions with the answering article taken away: the
development half of bench/questions, CMRC2018, LawBench consultations and RGB. Each set is left out once.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np

from bench.answers import HERE, SEEDS, articles_of, chatbot_over, texts_of
from index import Article, load_articles, open_embedder
from index.embed import Embedder
from rag import Chatbot, Hit
from rag.retrieve import retrieve
from rag.understand import Asked, understand
from rag.weigh import ANSWERS, Features, Rule, candidates_of

_QUESTIONS_A_SET = 300
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """The features of every candidate sentence of one question, and whether an answer was in reach."""

    group: str
    candidates: tuple[Features, ...]
    answerable: bool


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with articles/, laws/ and bench/")
    options = parser.parse_args(argv)
    if not options.data.is_dir():
        print(f"bench: no folder {options.data}", file=sys.stderr)
        return 2
    examples = list(_examples(options.data, open_embedder()))
    for group in sorted({e.group for e in examples}):
        rest, left_out = ([e for e in examples if (e.group == group) == out] for out in (False, True))
        print(f"left out {group}: {_quality(_fit(rest), left_out)}")
    rule = _fit(examples)
    print(f"all: {_quality(rule, examples)}")
    print(f"as it is in rag/weigh.py: {_quality(ANSWERS, examples)}")
    print(f"ANSWERS = {rule}")
    return 0


def _examples(data: Path, embedder: Embedder) -> Iterator[Example]:
    labels = [json.loads(line) for line in (HERE / "questions" / "dev.jsonl").read_text("utf-8").splitlines()]
    for corpus, folder in {"seeds": SEEDS, "articles": data / "articles", "laws": data / "laws"}.items():
        with chatbot_over(articles_of(folder), embedder) as chatbot:
            for label in (one for one in labels if one["corpus"] == corpus):
                if {"personal", "no_question"}.isdisjoint(label["refusal"] or ()):
                    asked = understand(label["question"], label["history"])
                    yield _example("own", asked, _hits(chatbot, asked), label["kind"] != "refusal")
    for name in ("cmrc2018_dev", "lawbench_consult"):
        yield from _with_and_without(name, data / "bench" / name, embedder)
    for line in (data / "bench" / "rgb_zh" / "zh_refine.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        for passages, answerable in ((texts_of(record["positive"]), True), (record["negative"][:5], False)):
            articles = [
                Article(f"p{n}", f"p{n}", text, "") for n, text in enumerate(passages) if text.strip()
            ]
            with chatbot_over(articles, embedder) as chatbot:
                asked = understand(record["query"])
                yield _example("rgb", asked, _hits(chatbot, asked), answerable)


def _with_and_without(group: str, folder: Path, embedder: Embedder) -> Iterator[Example]:
    """Each question twice: as it is, and with the articles that answer it taken out of what was found."""
    questions = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        question, article, *_ = line.split("\t")
        relevant.setdefault(question, set()).add(article)
    with chatbot_over(load_articles(folder / "corpus.jsonl"), embedder) as chatbot:
        for question in questions[:: max(1, len(questions) // _QUESTIONS_A_SET)]:
            asked = understand(question["text"])
            hits = _hits(chatbot, asked)
            golds = relevant[question["id"]]
            if any(hit.passage.article_id in golds for hit in hits):
                yield _example(group, asked, hits, True)
                yield _example(group, asked, [h for h in hits if h.passage.article_id not in golds], False)


def _hits(chatbot: Chatbot, asked: Asked) -> list[Hit]:
    return retrieve(asked.text, chatbot.passage_index, chatbot.embedder, 20)


def _example(group: str, asked: Asked, hits: Sequence[Hit], answerable: bool) -> Example:
    asked = replace(asked, platforms=frozenset())  # the platform is a rule of its own
    return Example(group, tuple(c.features for c in candidates_of(asked, hits)), answerable)


def _fit(examples: Sequence[Example]) -> Rule:
    """A logistic regression on each question's best sentence, found with the rule of the round before."""
    from sklearn.linear_model import LogisticRegression

    rule = ANSWERS
    sizes = {
        key: sum((e.group, e.answerable) == key for e in examples)
        for key in {(e.group, e.answerable) for e in examples}
    }
    weights = np.array([1 / sizes[e.group, e.answerable] for e in examples if e.candidates])
    answerable = np.array([e.answerable for e in examples if e.candidates])
    for _ in range(_ROUNDS):
        best = np.array([astuple(_best(rule, e)) for e in examples if e.candidates])
        model = LogisticRegression(C=100.0, max_iter=10_000).fit(
            best, answerable, sample_weight=weights * 1000
        )
        names = [field.name for field in fields(Features)]
        rule = Rule(
            **{n: round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True)},
            bias=round(float(model.intercept_[0]), 2),
        )
    return rule


def _best(rule: Rule, example: Example) -> Features:
    return max(example.candidates, key=rule.yes)


def _quality(rule: Rule, examples: Sequence[Example]) -> str:
    """The share told right at 0.5, and the share of unanswerable ones refused where 95 % of the answerable are answered."""
    yes = np.array([rule.yes(_best(rule, e)) if e.candidates else 0.0 for e in examples])
    truth = np.array([e.answerable for e in examples])
    cut = np.quantile(yes[truth], 0.05)
    return (
        f"{len(examples)} questions, answered {np.mean(yes[truth] >= 0.5):.3f}, refused {np.mean(yes[~truth] < 0.5):.3f}; "
        f"at {cut:.2f}: answered 0.950, refused {np.mean(yes[~truth] < cut):.3f}"
    )
