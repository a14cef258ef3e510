"""python -m bench adapt DATASET...: learn from labelled questions how the model should read questions.

A DATASET is a BEIR folder: corpus.jsonl, queries.jsonl, qrels.tsv. Only the reading of questions is learned, as a low-rank
addition to every matrix of the model's layers (LoRA); passages and sentences keep the vectors that they have in the index.

Our own lessons (bench/lessons) teach first: questions that we wrote, on articles of our own or on those of the DATASET that
has the same name. Then the DATASETs' own questions do: each fold of them is ranked with what the others taught, beside the
model as it came and with our lessons alone; and all of them teach what --out is to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import normalize, softplus

from bench.dataset import CORPUS, Dataset, among, load_dataset, load_datasets, some_questions
from bench.retrieval import argument_parser, opened_index
from bench.systems import plain_model
from index import PassageIndex, layout, open_embedder
from index.adapter import write_adapter
from index.tables import mapped
from rag.retrieve import WEIGHTS, Weights, searched_texts, searched_words
from rag.understand import understand

LESSONS = Path(__file__).with_name("lessons")
AMONG = 8000  # articles of a larger corpus, beside those that answer: enough to be mistaken for them, and soon embedded

RANK = 8
EPOCHS_OF_LESSONS, EPOCHS = 1, 3
LEARNING_RATE = 1e-3
WARM_UP = 20  # steps until it is reached
BATCH = 16  # questions of one set
# The product gives the words more: while it learns, the model is to find as much as it can without them.
TAUGHT = Weights(passage=1.0, sentence=0.5, words=0.08)
TWIN = 0.97  # cosine with a right passage from which on a passage says the same and is not wrong
TEMPERATURE = 0.02  # of fused scores
APART = 3.0  # what it is worth that an answer to one question stands above what answers no other
HARDEST = 1000  # wrong passages that a right one is compared with
# How far to go from the model as it came to what was learned: between the two both hold (Wortsman 2022, arXiv:2109.01903).
PART = 0.6


@dataclass(frozen=True, slots=True)
class Lessons:
    """The questions of a set and everything that is there to be found.

    ``texts``: what is embedded of each question. ``right``: the numbers of the articles that answer it. ``passages`` (P, d)
    and ``sentences`` (S, d): vectors; ``sentence_counts`` (P,) and ``articles`` (P,): of each passage. ``words``:
    (questions, P), the share of the question's words, in half precision.
    """

    name: str
    texts: list[list[str]]
    right: list[list[int]]
    passages: torch.Tensor
    sentences: torch.Tensor
    sentence_counts: np.ndarray
    articles: np.ndarray
    words: np.ndarray


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a set was ranked.

    ``apart``: how well a question whose answer is there is told from one whose answer is not, by the best score that
    anything has with the answers in reach and without them: the area under the curve, .5 where it tells nothing.
    """

    hit_1: float
    hit_5: float
    mrr: float
    apart: float

    def __str__(self) -> str:
        return " | ".join(f"{getattr(self, field.name):.3f}" for field in fields(self))


def main(argv: Sequence[str]) -> None:
    parser = argument_parser("adapt", __doc__ or "")
    parser.add_argument("--folds", type=int, default=2, metavar="N", help="0: do not check (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write what all questions teach to FILE")
    options = parser.parse_args(argv)
    datasets = {dataset.name: dataset for dataset in load_datasets(options.datasets)}
    folders = {folder.resolve().name: folder for folder in options.datasets}
    lessons = {dataset.name: dataset for dataset in our_lessons(LESSONS, folders)}
    embedder = open_embedder(options.model)
    taught, asked = [], []
    for name in dict.fromkeys([*lessons, *datasets]):
        over_one_corpus = [sets[name] for sets in (datasets, lessons) if name in sets]
        with opened_index(among(over_one_corpus, AMONG), embedder, options.keep) as passage_index:
            if name in lessons:
                taught.append(lessons_of(lessons[name], passage_index))
            if name in datasets:
                asked.append(lessons_of(datasets[name], passage_index, options.questions))
    reader = QuestionReader(plain_model(options.model))
    learn(reader, taught, EPOCHS_OF_LESSONS)
    if options.folds:
        _check(reader, asked, options.folds)
    if options.out:
        learn(reader, asked, EPOCHS)
        write_adapter(options.out, reader.factors(PART))
        print(f"written: {options.out}, {options.out.stat().st_size:,} bytes")


def our_lessons(folder: Path, datasets: Mapping[str, Path]) -> Iterator[Dataset]:
    """Yield what lies in ``folder``: sets that are whole, and questions over the corpus of the dataset of their name."""
    for lesson in sorted(path for path in folder.iterdir() if path.is_dir()):
        if (lesson / CORPUS).exists():
            yield load_dataset(lesson)
        elif lesson.name in datasets:
            yield load_dataset(lesson, datasets[lesson.name] / CORPUS)
        else:
            print(f"{lesson.name}: teaches nothing, for it is over the articles of a DATASET of that name")


def lessons_of(dataset: Dataset, passage_index: PassageIndex, most: int | None = None) -> Lessons:
    """Return what all questions of ``dataset`` teach, or ``most`` of them."""
    questions = some_questions(dataset, most)
    asked = [understand(question) for question in questions.values()]
    version = passage_index.version
    passages = mapped(version / layout.PASSAGES)
    return Lessons(
        name=dataset.name,
        texts=[searched_texts(one) for one in asked],
        right=[[passage_index.number(article) for article in dataset.relevant[id]] for id in questions],
        passages=torch.from_numpy(np.array(mapped(version / layout.PASSAGE_VECTORS), np.float32)),
        sentences=torch.from_numpy(np.array(mapped(version / layout.SENTENCE_VECTORS), np.float32)),
        sentence_counts=passages["sentences"].astype(np.int64),
        articles=passages["article"].astype(np.int64),
        words=np.stack([passage_index.word_shares(searched_words(one)).astype(np.float16) for one in asked]),
    )


# -- the model that learns -------------------------------------------------------------------------------------------


class LowRank(torch.nn.Module):
    """A linear layer that stays as it is, and what is added to it: up @ down, of which down begins by chance, up as 0."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))
        self.part = 1.0

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        added: torch.Tensor = states @ self.down.T @ self.up.T
        return self.layer(states) + self.part * added


class QuestionReader:
    """A SentenceTransformer with something to learn in every matrix of its layers."""

    def __init__(self, model: Any) -> None:
        torch.manual_seed(0)
        self._model = model.eval().requires_grad_(False)
        self._prompt = self._model.prompts.get("query", "")
        self._added: dict[str, LowRank] = {}
        whole = self._model[0].auto_model
        for name, module in list(whole.named_modules()):
            if isinstance(module, torch.nn.Linear) and ".layer." in name:
                parent, _, attribute = name.rpartition(".")
                self._added[name] = LowRank(module)
                setattr(whole.get_submodule(parent), attribute, self._added[name])

    def vectors(self, questions: Sequence[Sequence[str]]) -> torch.Tensor:
        """Return the unit vectors of ``questions``, each of one or two texts, (questions, d)."""
        texts = [self._prompt + text for texts in questions for text in texts]
        of_texts = self._model(self._model.preprocess(texts))["sentence_embedding"]
        of_questions = torch.zeros(len(questions), of_texts.shape[1])
        whose = torch.repeat_interleave(torch.tensor([len(texts) for texts in questions]))
        return normalize(of_questions.index_add(0, whose, of_texts), dim=1)

    def parameters(self) -> list[torch.nn.Parameter]:
        return [factor for one in self._added.values() for factor in (one.down, one.up)]

    def state(self) -> list[torch.Tensor]:
        return [factor.detach().clone() for factor in self.parameters()]

    def restore(self, state: Sequence[torch.Tensor]) -> None:
        with torch.no_grad():
            for factor, before in zip(self.parameters(), state, strict=True):
                factor.copy_(before)

    def go(self, part: float) -> None:
        """Read with so much of what was learned: 0 as the model came, 1 all of it."""
        for one in self._added.values():
            one.part = part

    def factors(self, part: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Return what was learned as ``write_adapter`` takes it, the up side ``part`` as large."""
        return {
            name: (one.down.detach().numpy(), part * one.up.detach().numpy())
            for name, one in self._added.items()
        }


# -- learning --------------------------------------------------------------------------------------------------------


def learn(reader: QuestionReader, lessons: Sequence[Lessons], epochs: int) -> None:
    """Teach ``reader`` the questions of ``lessons``, each so many times."""
    chance = np.random.default_rng(0)
    optimizer = torch.optim.AdamW(reader.parameters(), weight_decay=0.01)
    steps = sum(_batch_count(len(one.texts)) for one in lessons) * epochs
    step = 0
    reader.go(1.0)
    for _ in range(epochs):
        for one, batch in _batches(lessons, chance):
            loss = _loss(reader, one, batch)
            for group in optimizer.param_groups:
                group["lr"] = LEARNING_RATE * min(1, (step + 1) / WARM_UP) * max(0.05, 1 - step / steps)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            step += 1


def _batches(lessons: Sequence[Lessons], chance: np.random.Generator) -> Iterator[tuple[Lessons, np.ndarray]]:
    batches = []
    for one in lessons:
        # Questions of about one length together: what pads the shorter ones is work for nothing.
        lengths = [max(map(len, texts)) * chance.uniform(0.8, 1.25) for texts in one.texts]
        batches += [(one, batch) for batch in np.array_split(np.argsort(lengths), _batch_count(len(lengths)))]
    for number in chance.permutation(len(batches)):
        yield batches[number]


def _batch_count(questions: int) -> int:
    return max(1, round(questions / BATCH))


def _loss(reader: QuestionReader, lessons: Lessons, rows: np.ndarray) -> torch.Tensor:
    """Return how badly each right article stands among the wrong passages of its own question, and of all of the batch.

    The first alone would leave each question a scale of its own, and what refuses a question needs one for all.
    Statutes repeat each other: a passage that says what a right one says is neither right nor wrong.
    """
    vectors = reader.vectors([lessons.texts[row] for row in rows])
    found = _found(vectors.detach().numpy(), lessons, rows, TAUGHT)
    right, wrong = [], []
    for row, vector, fused, best in zip(rows, vectors, found.fused, found.best_sentence, strict=True):
        is_right = np.isin(lessons.articles, lessons.right[row])
        best_of = {lessons.articles[at]: at for at in sorted(np.flatnonzero(is_right), key=fused.__getitem__)}
        cosines = lessons.passages @ lessons.passages[list(best_of.values())].T
        is_wrong = cosines.amax(1).numpy() < TWIN
        hardest = np.argsort(np.where(is_wrong, -fused, np.inf))[: min(HARDEST, int(is_wrong.sum()))]
        for passages, scores in ((list(best_of.values()), right), (hardest, wrong)):
            seen = (
                TAUGHT.passage * lessons.passages[passages]
                + TAUGHT.sentence * lessons.sentences[best[passages]]
            )
            words = TAUGHT.words * torch.from_numpy(lessons.words[row, passages].astype(np.float32))
            scores.append((seen @ vector + words) / TEMPERATURE)
    ranked = [
        (torch.logaddexp(against.logsumexp(0), one) - one).mean()
        for one, against in zip(right, wrong, strict=True)
    ]
    best_right, best_wrong = (torch.stack([one.amax() for one in scores]) for scores in (right, wrong))
    return torch.stack(ranked).mean() + APART * softplus(best_wrong[None] - best_right[:, None]).mean()


class Found(NamedTuple):
    """Of every passage, for each of some questions: its fused score, and which sentence of it is the best.

    Both (questions, P).
    """

    fused: np.ndarray
    best_sentence: np.ndarray


def _found(vectors: np.ndarray, lessons: Lessons, rows: np.ndarray, weights: Weights) -> Found:
    of_sentences = vectors @ lessons.sentences.numpy().T
    begins = np.cumsum(lessons.sentence_counts) - lessons.sentence_counts
    best = np.maximum.reduceat(of_sentences, begins, axis=1)
    is_best = of_sentences == np.repeat(best, lessons.sentence_counts, axis=1)
    numbers = np.where(is_best, np.arange(is_best.shape[1]), 0)
    fused = (
        weights.passage * (vectors @ lessons.passages.numpy().T)
        + weights.sentence * best
        + weights.words * lessons.words[rows]
    )
    return Found(fused, np.maximum.reduceat(numbers, begins, axis=1))


# -- how well it went ------------------------------------------------------------------------------------------------


def _check(reader: QuestionReader, asked: Sequence[Lessons], folds: int) -> None:
    """Print the figures of every question: as the model came, as ``reader`` is, and with what the other folds teach it."""
    orders = [np.random.default_rng(7).permutation(len(one.texts)) for one in asked]
    scores: dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {}
    before = reader.state()
    for fold in range(folds):
        ranked = [_some(one, order[fold::folds]) for one, order in zip(asked, orders, strict=True)]

        def rank(how: str, part: float, ranked: Sequence[Lessons] = ranked) -> None:
            reader.go(part)
            for one in ranked:
                scores.setdefault(f"{one.name} | {how}", []).append(places(reader, one))

        rank("as it came", 0.0)
        rank("our lessons", PART)
        others = [np.concatenate([order[n::folds] for n in range(folds) if n != fold]) for order in orders]
        learn(reader, [_some(one, rows) for one, rows in zip(asked, others, strict=True)], EPOCHS)
        rank("our lessons and the other folds", PART)
        reader.restore(before)
    print("| set | what taught it | hit@1 | hit@5 | MRR@10 | apart |\n|---|---|---|---|---|---|")
    for name, of_folds in sorted(scores.items()):
        print(f"| {name} | {_figures(*map(np.concatenate, zip(*of_folds, strict=True)))} |", flush=True)


def _some(lessons: Lessons, rows: np.ndarray) -> Lessons:
    """Return ``lessons`` with the questions in ``rows`` alone."""
    texts, right = ([of_all[row] for row in rows] for of_all in (lessons.texts, lessons.right))
    return replace(lessons, texts=texts, right=right, words=lessons.words[rows])


def places(reader: QuestionReader, lessons: Lessons) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each question the place of its first right article, from 0, and the best score of a right and a wrong one."""
    firsts = np.unique(lessons.articles, return_index=True)[1]
    found, rights, wrongs = [], [], []
    for batch in np.array_split(np.arange(len(lessons.texts)), _batch_count(len(lessons.texts))):
        with torch.no_grad():
            vectors = reader.vectors([lessons.texts[row] for row in batch]).numpy()
        of_articles = np.maximum.reduceat(_found(vectors, lessons, batch, WEIGHTS).fused, firsts, axis=1)
        for row, scores in zip(batch, of_articles, strict=True):
            rights.append(scores[lessons.right[row]].max())
            found.append(int((scores > rights[-1]).sum()))
            wrongs.append(np.delete(scores, lessons.right[row]).max())
    return np.array(found), np.array(rights), np.array(wrongs)


def _figures(places: np.ndarray, rights: np.ndarray, wrongs: np.ndarray) -> Figures:
    return Figures(
        hit_1=float((places == 0).mean()),
        hit_5=float((places < 5).mean()),
        mrr=float(np.where(places < 10, 1 / (places + 1), 0).mean()),
        apart=float((np.maximum(rights, wrongs)[:, None] > wrongs[None]).mean()),
    )
