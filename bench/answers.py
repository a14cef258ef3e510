"""python -m bench answers DATA: whole answers, scored: kind, gold quotes, conflicts, refusals, and the promises.

DATA is a folder with articles/, laws/, bench/cmrc2018_dev and bench/rgb_zh; what is absent is skipped and said so.
The labelled questions over the seeds, the articles and the laws are in bench/questions.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from bench.perturb import PERTURBATIONS
from index import Embedder, load_articles, open_embedder
from rag import Answer, Chatbot

_GOLD_COVERED = 0.8  # share of a gold quote's characters that a citation must hold


@dataclass(frozen=True, slots=True)
class Scored:
    """One labelled question and what became of it."""

    label: dict[str, Any]
    answer: Answer
    gold_found: int
    gold_wanted: int
    forbidden: tuple[str, ...]

    @property
    def kind_holds(self) -> bool:
        return self.answer.kind in (self.label["kind"], *self.label.get("accept", ()))


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench answers", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder with articles/, laws/ and bench/")
    parser.add_argument(
        "--half", choices=["dev", "held"], default="dev", help="which labelled questions to ask"
    )
    parser.add_argument("--corpus", choices=OWN, action="append", help="only these corpora")
    parser.add_argument(
        "--set", dest="sets", choices=["own", "cmrc", "rgb"], action="append", help="only these sets"
    )
    parser.add_argument(
        "--typed", choices=PERTURBATIONS, help="ask our own questions as others would type them"
    )
    parser.add_argument(
        "--model", help="a sentence-transformers name or folder; by default the default model"
    )
    parser.add_argument("--failures", action="store_true", help="print what went wrong, question by question")
    options = parser.parse_args(argv)
    if not options.data.is_dir():
        raise BadDataset(f"no folder {options.data}")
    embedder = open_embedder(options.model)
    sets = options.sets or ["own", "cmrc", "rgb"]
    if "own" in sets:
        asked = {options.half: own_questions(options.half)}
        if options.typed:
            before, after = _typed(asked[options.half], PERTURBATIONS[options.typed])
            as_they_are = f"{options.half}, those that {options.typed} changes, as they are"
            asked = {as_they_are: before, f"{options.half}, {options.typed}": after}
        report_own(options.data, asked, options.corpus or OWN, embedder, options.failures)
    if "cmrc" in sets:
        report_cmrc(options.data / "bench" / "cmrc2018_dev", embedder)
    if "rgb" in sets:
        report_rgb(options.data / "bench" / "rgb_zh", embedder)


# -- our own questions -----------------------------------------------------------------------------------------------


def _typed(
    labels: Sequence[dict[str, Any]], typed: Callable[[str], str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the labels whose question ``typed`` changes, as they are and as it makes them."""
    made = [(label, {**label, "question": typed(label["question"])}) for label in labels]
    changed = [(before, after) for before, after in made if before["question"] != after["question"]]
    return [before for before, _ in changed], [after for _, after in changed]


def report_own(
    data: Path,
    asked: Mapping[str, Sequence[dict[str, Any]]],
    corpora: Sequence[str],
    embedder: Embedder,
    failures: bool,
) -> None:
    """Ask the labelled questions, by what they are called, and print the shares that hold; the failures of the last."""
    scored: dict[str, list[Scored]] = {named: [] for named in asked}
    for corpus in corpora:
        folder = own_folder(corpus, data)
        if not folder.is_dir():
            print(f"{corpus}: no folder {folder}; skipped")
            continue
        with chatbot_over(articles_of(folder), embedder) as chatbot:
            for named, labels in asked.items():
                mine = [score(label, chatbot) for label in labels if label["corpus"] == corpus]
                print(f"{corpus} ({named}, {len(mine)} questions): {summary(mine)}")
                scored[named] += mine
    if len(corpora) > 1:
        for named, all_of_them in scored.items():
            print(f"all ({named}, {len(all_of_them)} questions): {summary(all_of_them)}")
    if failures:
        for one in [*scored.values()][-1]:
            if not one.kind_holds or one.gold_found < one.gold_wanted or one.forbidden:
                show_failure(one)


def score(label: dict[str, Any], chatbot: Chatbot) -> Scored:
    answer = chatbot.ask(label["question"], label["history"])
    check_promises(answer, chatbot)
    golds = label["gold"]
    found = sum(any(_holds(answer, gold) for gold in alternatives) for alternatives in golds)
    said = _all_that_is_said(answer)
    forbidden = tuple(words for words in label["must_not"] if words in said)
    return Scored(label, answer, found, len(golds), forbidden)


def _all_that_is_said(answer: Answer) -> str:
    """Every word of ``answer`` that a person is shown."""
    advised = (answer.refusal.advice, *answer.refusal.suggestions) if answer.refusal else ()
    return "\n".join(
        (
            answer.question,
            answer.headline,
            *(point.text for point in answer.points),
            *(notice.text for notice in answer.notices),
            *(words for citation in answer.citations for words in (citation.title, citation.heading)),
            *advised,
            *answer.others,
        )
    )


def check_promises(answer: Answer, chatbot: Chatbot) -> None:
    """Raise when a quote is not exact or a point has no citation: these hold by construction, on every answer."""
    numbers = {citation.number for citation in answer.citations}
    for point in answer.points:
        assert point.citations, f"a point without a citation: {point.text}"
        assert numbers.issuperset(point.citations), f"a citation that is not there: {point.citations}"
    for citation in answer.citations:
        text = chatbot.passage_index.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote, citation


def summary(scored: Sequence[Scored]) -> str:
    """The shares that issue and design ask for, each with its count."""
    answerable = [s for s in scored if s.label["kind"] != "refusal"]
    unanswerable = [s for s in scored if s.label["kind"] == "refusal"]
    conflicts = [s for s in scored if s.label["kind"] == "conflict"]
    agreeing = [s for s in scored if "conflict" not in (s.label["kind"], *s.label.get("accept", ()))]
    wanted = sum(s.gold_wanted for s in answerable)
    return ", ".join(
        (
            _share("answered", sum(s.answer.kind != "refusal" for s in answerable), len(answerable)),
            _share("refused", sum(s.answer.kind == "refusal" for s in unanswerable), len(unanswerable)),
            _share("any gold", sum(s.gold_found > 0 for s in answerable), len(answerable)),
            _share("all golds", sum(s.gold_found for s in answerable), wanted),
            _share("conflicts", sum(s.answer.kind == "conflict" for s in conflicts), len(conflicts)),
            _share("kind", sum(s.kind_holds for s in scored), len(scored)),
            f"false conflicts {sum(s.answer.kind == 'conflict' for s in agreeing)}",
            f"must-not {sum(bool(s.forbidden) for s in scored)}",
        )
    )


def show_failure(scored: Scored) -> None:
    label, answer = scored.label, scored.answer
    refusal = answer.refusal.code if answer.refusal else ""
    print(f"\n{label['id']} [{label['type']}] {label['question']}  {label['history'] or ''}")
    print(f"  wanted {label['kind']} {label['refusal'] or ''}, got {answer.kind} {refusal}; ", end="")
    print(f"golds {scored.gold_found}/{scored.gold_wanted}; forbidden {scored.forbidden}")
    for alternatives in label["gold"]:
        if not any(_holds(answer, gold) for gold in alternatives):
            print(f"  - missing: {alternatives[0].get('text') or alternatives[0]}")
    for point in answer.points:
        print(f"  + {point.side or ''} {point.text[:110]!r}")


def _holds(answer: Answer, gold: dict[str, Any]) -> bool:
    for citation in answer.citations:
        if Path(citation.source).name != gold["source"]:
            continue
        if "text" in gold:
            if gold["text"] in citation.quote:
                return True
        elif min(citation.end, gold["end"]) - max(citation.start, gold["start"]) >= _GOLD_COVERED * (
            gold["end"] - gold["start"]
        ):
            return True
    return False


# -- public sets -----------------------------------------------------------------------------------------------------


def report_cmrc(folder: Path, embedder: Embedder) -> None:
    """CMRC2018 end to end: all its passages are the corpus; is the gold answer inside the first points?"""
    if not folder.is_dir():
        print(f"cmrc2018: no folder {folder}; skipped")
        return
    questions = records(folder / "queries.jsonl")
    with chatbot_over(load_articles(folder / "corpus.jsonl"), embedder) as chatbot:
        # Each question has the answers of several people: any of them will do.
        answers = [(chatbot.ask(q["text"]), [texts_of(q["answer"])]) for q in questions]
        for answer, _ in answers:
            check_promises(answer, chatbot)
    within = {n: sum(_said(answer, golds, n) for answer, golds in answers) for n in (1, 3, 7)}
    shares = ", ".join(_share(f"in {n} points", count, len(answers)) for n, count in within.items())
    print(
        f"cmrc2018_dev: {shares}, {_share('refused', sum(a.kind == 'refusal' for a, _ in answers), len(answers))}"
    )


def report_rgb(folder: Path, embedder: Embedder) -> None:
    """RGB, Chinese: refusal on five negative passages, answers on positive ones, conflicts on true and false ones."""
    if not folder.is_dir():
        print(f"rgb_zh: no folder {folder}; skipped")
        return
    refine = records(folder / "zh_refine.jsonl")
    negative = [_asked_over(r["query"], r["negative"][:5], embedder) for r in refine]
    positive = [_asked_over(r["query"], texts_of(r["positive"]), embedder) for r in refine]
    golds = [_golds(r["answer"]) for r in refine]
    right = sum(_said(a, g, 7) for a, g in zip(positive, golds, strict=True))
    print(
        f"rgb zh_refine: {_share('negatives refused', _refused(negative), len(refine))}, "
        f"{_share('positives answered', len(refine) - _refused(positive), len(refine))}, "
        f"{_share('with the gold answer', right, len(refine))}"
    )
    facts = records(folder / "zh_fact.jsonl")
    both = [
        _asked_over(r["query"], [*texts_of(r["positive"]), *texts_of(r["positive_wrong"])], embedder)
        for r in facts
    ]
    true = [_asked_over(r["query"], texts_of(r["positive"]), embedder) for r in facts]
    print(
        f"rgb zh_fact: {_share('conflicts shown', sum(a.kind == 'conflict' for a in both), len(facts))}, "
        f"{_share('false ones on true passages alone', sum(a.kind == 'conflict' for a in true), len(facts))}"
    )


def _asked_over(question: str, texts: Iterable[str], embedder: Embedder) -> Answer:
    with chatbot_over(articles_saying(texts), embedder) as chatbot:
        answer = chatbot.ask(question)
        check_promises(answer, chatbot)
        return answer


def _golds(answer: Any) -> list[list[str]]:
    """What must be said: all of the elements, any alternative of each."""
    parts = answer if isinstance(answer, list) else [answer]
    return [part if isinstance(part, list) else [str(part)] for part in parts]


def _said(answer: Answer, golds: Sequence[Sequence[str]], points: int) -> bool:
    words = "\n".join(point.text for point in answer.points[:points])
    return all(any(gold in words for gold in alternatives) for alternatives in golds)


def _refused(answers: Iterable[Answer]) -> int:
    return sum(answer.kind == "refusal" for answer in answers)


def _share(name: str, count: int, total: int) -> str:
    return f"{name} {count / total:.3f} ({count}/{total})" if total else f"{name} - (0)"
