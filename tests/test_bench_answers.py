import json
from pathlib import Path

import pytest

from bench import answers, calibrate
from bench.__main__ import main

ROOT = Path(__file__).parent.parent
LABELS = [
    json.loads(line)
    for half in ("dev", "held")
    for line in (ROOT / "bench" / "questions" / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    "label", [one for one in LABELS if one["corpus"] == "seeds"], ids=lambda one: one["id"]
)
def test_every_gold_quote_on_the_seeds_stands_in_its_article(label):
    for gold in (gold for alternatives in label["gold"] for gold in alternatives):
        assert gold["text"] in (ROOT / "seeds" / gold["source"]).read_text(encoding="utf-8")


def test_no_question_is_in_both_halves():
    assert len({label["id"] for label in LABELS}) == len(LABELS)
    assert len({(one["corpus"], one["question"], *one["history"]) for one in LABELS}) == len(LABELS)


@pytest.mark.parametrize("name", ["answers", "calibrate"])
def test_a_measurement_without_its_data_or_its_model_is_one_line(tmp_path, capsys, name):
    assert main([name, str(tmp_path / "absent")]) == 2
    for needed in calibrate._NEEDED:
        (tmp_path / needed).mkdir(parents=True)
    assert main([name, str(tmp_path), "--model", "nobody/has-this"]) == 2
    absent, unavailable = capsys.readouterr().err.splitlines()
    assert absent.startswith("bench: ")
    assert unavailable.startswith("bench: model 'nobody/has-this': ")


def test_calibrate_names_what_is_missing(tmp_path, capsys):
    (tmp_path / "laws").mkdir()
    assert main(["calibrate", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"bench: {tmp_path} has no articles, bench/cmrc2018_dev, bench/rgb_zh/zh_refine.jsonl\n"
    )


def test_an_answer_is_scored_by_the_quotes_that_it_holds(chatbot):
    label = {
        "id": "x",
        "corpus": "seeds",
        "question": "支付宝欠款会上门吗?",
        "history": [],
        "kind": "conflict",
        "refusal": None,
        "gold": [
            [{"source": "001_4af291f3b0a73a91.txt", "text": "支付宝并不主张通过上门外访的方式进行催收"}],
            [{"source": "001_4af291f3b0a73a91.txt", "text": "没有这一句"}],
        ],
        "must_not": ["请对照原文", "没有这一句"],
    }
    scored = answers.score(label, chatbot)
    assert scored.kind_holds
    assert (scored.gold_found, scored.gold_wanted) == (1, 2)
    assert scored.forbidden == ("请对照原文",)


def test_what_must_not_be_said_is_looked_for_in_all_that_is_shown(chatbot):
    def forbidden(question, *words):
        label = {"question": question, "history": [], "kind": "answer", "gold": [], "must_not": list(words)}
        return answers.score(label, chatbot).forbidden

    refusal = chatbot.ask("北京明天会下雨吗").refusal
    assert forbidden("北京明天会下雨吗", refusal.advice, "不在里面") == (refusal.advice,)
    title = chatbot.ask("支付宝欠款会上门吗?").citations[0].title
    assert forbidden("支付宝欠款会上门吗?", title) == (title,)


def test_only_questions_that_are_typed_otherwise_are_compared():
    labels = [{"question": "会上门吗?", "id": 1}, {"question": "会上门", "id": 2}]
    before, after = answers._typed(labels, lambda question: question.rstrip("?"))
    assert before == labels[:1]
    assert after == [{"question": "会上门吗", "id": 1}]


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["answers", str(tmp_path / "none")]) == 2
    assert "no folder" in capsys.readouterr().err
