from pathlib import Path

import pytest

from index.corpus import load_articles
from index.duplicates import PERMUTATIONS, first_of_group, signature
from index.split import split_article

SEEDS = Path(__file__).parent.parent / "seeds"
OTHER = "".join(
    f"第{n}位证人在庭审中陈述了借款经过，并提交了当年的转账记录和收条。" for n in "甲乙丙丁戊己庚辛壬癸"
)


@pytest.fixture(scope="module")
def report() -> str:
    article = next(load_articles(SEEDS))
    return "".join(passage.text for passage in split_article(article).passages)


def groups(*texts: str) -> list[int]:
    return first_of_group([signature(text) for text in texts])


def test_copies_belong_to_the_first_of_them(report):
    assert groups(OTHER, report, report, OTHER) == [0, 1, 1, 0]


def test_spaces_punctuation_and_script_make_no_other_article(report):
    assert groups(report, report.replace("，", " , ").replace("。", "。\n"), report.upper()) == [0, 0, 0]


def test_another_draft_of_a_report_is_found(report):
    draft = "近日，有用户反映遭到上门催款。" + report[60:700].replace("支付宝", "该平台", 3) + report[760:]
    assert groups(OTHER, report, draft) == [0, 1, 1]


def test_drafts_of_drafts_are_one_group(report):
    second = report[:900] + OTHER[:150]
    third = report[150:900] + OTHER[:300]
    assert groups(report, second, third) == [0, 0, 0]


def test_articles_about_the_same_thing_in_other_words_are_two():
    first, second = (
        "".join(passage.text for passage in split_article(article).passages)
        for article in load_articles(SEEDS)
    )
    assert groups(first, second) == [0, 1]


def test_short_texts_are_the_same_only_when_they_are_equal():
    assert groups("花呗逾期三天会上征信吗？", "花呗逾期三十天会上征信吗？", "花呗逾期三天会上征信吗") == [
        0,
        1,
        0,
    ]


def test_articles_without_evidence_are_copies_of_each_other():
    assert groups("", " ") == [0, 0]


def test_a_signature_is_the_same_in_every_process(report):
    one = signature(report)
    assert one.estimate.shape == (PERMUTATIONS,)
    assert one.exact == signature(report).exact
    assert (one.estimate == signature(report).estimate).all()
    assert int(one.estimate[0]) == FIRST_OF_THE_SEED


def test_nothing_has_no_groups():
    assert first_of_group([]) == []


# Computed once and written down: another value means that saved signatures no longer compare.
FIRST_OF_THE_SEED = 352357
