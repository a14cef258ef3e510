"""python -m bench calibrate DATA: fit the two rules of rag.evidence again, and check them on every set left out.

ANSWERED is learned from questions with their answers in reach and the same questions with the answering article taken
away; RELEVANT from which sentences hold the answer. The development half of bench/questions, CMRC2018 and RGB.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpora import (
    OWN,
    articles_of,
    articles_saying,
    chatbot_over,
    own_folder,
    own_questions,
    records,
    texts_of,
)
from bench.dataset import BadDataset
from index import Embedder, load_articles, open_embedder
from index.records import Sentence
from rag import Hit
from rag.evidence import ANSWERED, RELEVANT, Features, Rule, candidates_of
from rag.retrieve import evidence_hits
from rag.understand import Asked, understand

_NEEDED = ("articles", "laws", "bench/cmrc2018_dev", "bench/rgb_zh/zh_refine.jsonl")
_QUESTIONS_A_SET = 500
_ROUNDS = 4
_OTHERS = 30  # sentences of a question that one with the answer is compared with


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the features of its candidates (n, features), which hold an answer (n,) bool, and whether any could."""

    group: str
    features: np.ndarray
    holds: np.ndarray
    answerable: bool


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with articles/, laws/ and bench/")
    parser.add_argument(
        "--model", help="a sentence-transformers name or folder; by default the default model"
    )
    options = parser.parse_args(argv)
    if missing := [name for name in _NEEDED if not (options.data / name).exists()]:
        raise BadDataset(f"{options.data} has no {', '.join(missing)}")
    embedder = open_embedder(options.model)
    examples = [example for example in _examples(options.data, embedder) if len(example.features)]
    for group in sorted({e.group for e in examples}):
        rest, left_out = ([e for e in examples if (e.group == group) == out] for out in (False, True))
        print(f"left out {group}: {_order(_fit_order(rest), left_out)}; {_gate(_fit_gate(rest), left_out)}")
    for name, relevant, answered in (
        ("fitted to all", _fit_order(examples), _fit_gate(examples)),
        ("as they are in rag/evidence.py", RELEVANT, ANSWERED),
    ):
        print(f"{name}: {_order(relevant, examples)}; {_gate(answered, examples)}")
        print(f"  RELEVANT = {relevant}\n  ANSWERED = {answered}")


# -- what there is to learn from -------------------------------------------------------------------------------------


def _examples(data: Path, embedder: Embedder) -> Iterator[Example]:
    labels = own_questions("dev")
    for corpus in OWN:
        with chatbot_over(articles_of(own_folder(corpus, data)), embedder) as chatbot:
            for label in (one for one in labels if one["corpus"] == corpus):
                if {"personal", "no_question"}.isdisjoint(label["refusal"] or ()):
                    asked = understand(label["question"], label["history"])
                    golds = [gold for alternatives in label["gold"] for gold in alternatives]
                    holds = _holds_any(golds)
                    yield _example(
                        "own",
                        asked,
                        evidence_hits(asked, chatbot.passage_index, chatbot.embedder),
                        holds,
                        label["kind"] != "refusal",
                    )
    yield from _cmrc(data / "bench" / "cmrc2018_dev", embedder)
    for record in records(data / "bench" / "rgb_zh" / "zh_refine.jsonl"):
        for passages, answerable in ((texts_of(record["positive"]), True), (record["negative"][:5], False)):
            with chatbot_over(articles_saying(passages), embedder) as chatbot:
                asked = understand(record["query"])
                holds = _says_any(texts_of(record["answer"])) if answerable else _nothing
                yield _example(
                    "rgb",
                    asked,
                    evidence_hits(asked, chatbot.passage_index, chatbot.embedder),
                    holds,
                    answerable,
                )


def _cmrc(folder: Path, embedder: Embedder) -> Iterator[Example]:
    """Each question twice: as it is, and with the articles that answer it taken out of what was found."""
    questions = records(folder / "queries.jsonl")
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        question, article, *_ = line.split("\t")
        relevant.setdefault(question, set()).add(article)
    with chatbot_over(load_articles(folder / "corpus.jsonl"), embedder) as chatbot:
        for question in questions[:: max(1, len(questions) // _QUESTIONS_A_SET)]:
            asked = understand(question["text"])
            hits, golds = (
                evidence_hits(asked, chatbot.passage_index, chatbot.embedder),
                relevant[question["id"]],
            )
            yield _example("cmrc", asked, hits, _says_any(texts_of(question["answer"])), True)
            others = [hit for hit in hits if hit.passage.article_id not in golds]
            # The best of them is then the best found, as it would be had the answer never been there.
            behind = 1 - max((hit.score for hit in others), default=1.0)
            others = [replace(hit, score=hit.score + behind) for hit in others]
            yield _example("cmrc", asked, others, _nothing, False)


def _example(
    group: str, asked: Asked, hits: Sequence[Hit], holds: Callable[[Sentence], bool], answerable: bool
) -> Example:
    candidates = candidates_of(asked, hits)
    features = np.array([one.features for one in candidates]).reshape(-1, len(Features._fields))
    return Example(group, features, np.array([holds(one.sentence) for one in candidates], bool), answerable)


def _holds_any(golds: Sequence[dict[str, Any]]) -> Callable[[Sentence], bool]:
    def holds(sentence: Sentence) -> bool:
        mine = [gold for gold in golds if Path(sentence.article_id).name == gold["source"]]
        return any(
            gold["text"] in sentence.text
            if "text" in gold
            else sentence.start <= gold["start"] and gold["end"] <= sentence.end
            for gold in mine
        )

    return holds


def _says_any(answers: Sequence[Any]) -> Callable[[Sentence], bool]:
    wanted = [text for answer in answers for text in texts_of(answer)]
    return lambda sentence: any(text in sentence.text for text in wanted)


def _nothing(sentence: Sentence) -> bool:
    return False


# -- learning it -----------------------------------------------------------------------------------------------------


def _fit_order(examples: Sequence[Example]) -> Rule:
    """Weights that put a sentence with the answer before the others of its question: a regression on differences."""
    from sklearn.linear_model import LogisticRegression

    rng, used, differences, weights = np.random.default_rng(0), _used(RELEVANT), [], []
    for example in examples:
        right, wrong = example.features[example.holds], example.features[~example.holds]
        if len(right) and len(wrong):
            some = wrong[rng.permutation(len(wrong))[:_OTHERS]]
            apart = (right[:, None] - some[None]).reshape(-1, right.shape[1])[:, used]
            differences.append(apart)
            weights.append(np.full(len(apart), 10 / len(apart)))
    apart, weight = np.concatenate(differences), np.concatenate(weights)
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=10_000).fit(
        np.concatenate([apart, -apart]), np.repeat([1, 0], len(apart)), np.concatenate([weight, weight])
    )
    return Rule(_weights(used, model.coef_[0]), bias=0.0)


def _fit_gate(examples: Sequence[Example]) -> Rule:
    """Whether a question is answered, from its best sentence by the rule of the round before; sets count alike."""
    from sklearn.linear_model import LogisticRegression

    answerable = np.array([e.answerable for e in examples])
    groups = np.array([e.group for e in examples])
    alike = np.array(
        [200 / np.sum((groups == g) & (answerable == a)) for g, a in zip(groups, answerable, strict=True)]
    )
    rule, used = ANSWERED, _used(ANSWERED)
    for _ in range(_ROUNDS):
        best = np.array(
            [max(e.features.tolist(), key=lambda row: rule.yes(Features(*row))) for e in examples]
        )
        model = LogisticRegression(C=100.0, max_iter=20_000).fit(best[:, used], answerable, alike)
        rule = Rule(_weights(used, model.coef_[0]), bias=round(float(model.intercept_[0]), 2))
    return rule


def _used(rule: Rule) -> np.ndarray:
    """The features that ``rule`` uses: (features,) bool. The others stay out of it, for the reason given there."""
    return np.array(rule.weights) != 0


def _weights(used: np.ndarray, fitted: np.ndarray) -> Features:
    weights = np.zeros(len(used))
    weights[used] = fitted.round(2)
    return Features(*weights.tolist())


# -- how well it went ------------------------------------------------------------------------------------------------


def _order(rule: Rule, examples: Sequence[Example]) -> str:
    """How often a sentence with the answer is the first, or among three, of the questions that have one."""
    weights = np.array(rule.weights)
    held = [e.holds[np.argsort(-(e.features @ weights), kind="stable")] for e in examples if e.answerable]
    first, three = (np.mean([one[:n].any() for one in held]) for n in (1, 3))
    return f"answer first {first:.3f}, in three {three:.3f}"


def _gate(rule: Rule, examples: Sequence[Example]) -> str:
    """The share told right at 0.5, and the share of unanswerable ones refused where 90 % of the others are answered."""
    yes = np.array([max(rule.yes(Features(*row)) for row in e.features.tolist()) for e in examples])
    truth = np.array([e.answerable for e in examples])
    cut = np.quantile(yes[truth], 0.1)
    return (
        f"answered {np.mean(yes[truth] >= 0.5):.3f}, refused {np.mean(yes[~truth] < 0.5):.3f}; "
        f"at {cut:.2f} answered 0.900, refused {np.mean(yes[~truth] < cut):.3f}"
    )
