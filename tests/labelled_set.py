"""A labelled set of questions as small as can be, written where a test wants it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

ARTICLES = {
    "visit": "逾期之后平台会派人上门催收。",
    "call": "平台会打电话提醒还款。",
    "plan": "欠款人可以与银行协商个性化分期还款。",
}
QUESTIONS = {"q1": "逾期了会上门吗？", "q2": "会打电话吗？", "q3": "怎么协商分期？"}
RELEVANT = {"q1": "visit", "q2": "call", "q3": "plan"}


def write_set(
    folder: Path,
    articles: Mapping[str, str] = ARTICLES,
    questions: Mapping[str, str] = QUESTIONS,
    relevant: Mapping[str, str] = RELEVANT,
) -> Path:
    """Write the articles, the questions and which answers which into ``folder``, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [{"id": id, "title": "", "text": text} for id, text in articles.items()]
    asked = [{"id": id, "text": text} for id, text in questions.items()]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    judged = (f"{question}\t{article}\t1\n" for question, article in relevant.items())
    (folder / "qrels.tsv").write_text("".join(judged), "utf-8")
    return folder
