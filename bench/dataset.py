"""A labelled set of questions: a BEIR folder of corpus.jsonl, queries.jsonl and qrels.tsv."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import Article, BadArticle, IndexingError, load_articles

CORPUS = "corpus.jsonl"


class BadDataset(Exception):
    """A folder is no labelled set of questions; ``str(error)`` is one line: where, what was found."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """``questions``: id -> text. ``relevant``: question id -> ids of the articles that answer it -> their grade.

    ``refused`` counts the lines of the corpus that are no article, such as one of signs only.
    """

    name: str
    articles: tuple[Article, ...]
    refused: int
    questions: dict[str, str]
    relevant: dict[str, dict[str, int]]


def load_dataset(folder: Path | str, corpus: Path | None = None) -> Dataset:
    """Read the BEIR folder ``folder``; only questions that have a relevant article are kept.

    qrels.tsv has question id, article id and grade a line, with or without a line of headings; it may also lie in
    qrels/test.tsv, as BEIR has it. ``corpus`` is the file of articles where the folder has none of its own. Raises
    BadDataset when a file is missing, empty, or names an unknown id.
    """
    folder = Path(folder)
    corpus = corpus or _existing(folder, CORPUS)
    queries = _existing(folder, "queries.jsonl")
    qrels = _existing(folder, "qrels.tsv", "qrels/test.tsv")
    articles, refused = _articles(corpus)
    questions = {row["id"]: row["text"] for row in _rows(queries)}
    if not questions:
        raise BadDataset(f"{queries}: holds no question")
    relevant = _relevant(qrels, questions, {row["id"] for row in _rows(corpus)})
    return Dataset(
        name=folder.resolve().name,
        articles=articles,
        refused=refused,
        questions={id: text for id, text in questions.items() if id in relevant},
        relevant=relevant,
    )


def load_datasets(folders: Sequence[Path]) -> list[Dataset]:
    """Read all ``folders``. Raises BadDataset as ``load_dataset`` does, and when two have one name: they tell sets apart."""
    named: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in named:
            raise BadDataset(f"{folder}: is named as {named[name]} is; rename one, or measure one at a time")
        named[name] = folder
    return [load_dataset(folder) for folder in folders]


def some_questions(dataset: Dataset, most: int | None) -> dict[str, str]:
    """Return all questions of ``dataset``, or ``most`` of them spread evenly, by id."""
    ids = list(dataset.questions)
    if most is not None and most < len(ids):
        ids = [ids[n * len(ids) // most] for n in range(most)]
    return {id: dataset.questions[id] for id in ids}


def among(datasets: Sequence[Dataset], most: int) -> Dataset:
    """Return the first of ``datasets``, all over one corpus, with ``most`` of its articles, spread evenly, and all that
    answer a question of any of them.
    """
    first = datasets[0]
    if len(first.articles) <= most:
        return first
    kept = {id for dataset in datasets for relevant in dataset.relevant.values() for id in relevant}
    kept.update(first.articles[n * len(first.articles) // most].id for n in range(most))
    articles = tuple(article for article in first.articles if article.id in kept)
    return replace(first, name=f"{first.name}-{most}", articles=articles)


def shares(questions: int, datasets: Sequence[Dataset]) -> list[int]:
    """Return how many of so many ``questions`` each set gives: as many as any other, or all that it has."""
    given = dict.fromkeys(range(len(datasets)), 0)
    smallest_first = sorted(given, key=lambda number: len(datasets[number].questions))
    for sets_left, number in zip(range(len(datasets), 0, -1), smallest_first, strict=True):
        given[number] = min(len(datasets[number].questions), questions // sets_left)
        questions -= given[number]
    return list(given.values())


def _existing(folder: Path, *names: str) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise BadDataset(f"{folder}: has no {names[0]}; a dataset is corpus.jsonl, queries.jsonl and qrels.tsv")


def _articles(corpus: Path) -> tuple[tuple[Article, ...], int]:
    refused: list[BadArticle] = []
    try:
        articles = tuple(load_articles(corpus, refused=refused.append))
    except IndexingError as error:
        raise BadDataset(str(error)) from error
    if not articles:
        raise BadDataset(f"{corpus}: holds no article")
    return articles, len(refused)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            # BEIR writes _id, and some of its sets write numbers.
            yield {"id": str(row["_id"] if "_id" in row else row["id"]), "text": str(row["text"])}
        except (ValueError, KeyError, TypeError) as error:
            raise BadDataset(f"{path}:{number}: expected JSON with id and text") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of ``path`` that hold anything, and their numbers from 1."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except UnicodeDecodeError as error:
        raise BadDataset(f"{path}: is not in UTF-8; save it so") from error


def _relevant(qrels: Path, questions: dict[str, str], article_ids: set[str]) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(qrels):
        try:
            question_id, article_id, grade = line.split("\t")
            judged = int(grade)
        except ValueError as error:
            if number == 1:  # the headings
                continue
            raise BadDataset(f"{qrels}:{number}: expected question id, article id, grade") from error
        if question_id not in questions:
            raise BadDataset(f"{qrels}:{number}: unknown question {question_id!r}")
        if article_id not in article_ids:
            raise BadDataset(f"{qrels}:{number}: unknown article {article_id!r}")
        if judged > 0:
            relevant.setdefault(question_id, {})[article_id] = judged
    if not relevant:
        raise BadDataset(f"{qrels}: judges no article relevant")
    return relevant
