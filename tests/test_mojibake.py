from pathlib import Path

import pytest

from index.corpus import load_articles
from index.errors import BadArticle
from index.mojibake import find_mojibake

SEED = next((Path(__file__).parent.parent / "seeds").glob("001_*")).read_bytes().decode("utf-8")
TRADITIONAL = (
    "民眾若積欠信用卡債務，銀行可能委託資產管理公司催收，但不得於夜間上門，亦不得向親友透露債務。" * 3
)


@pytest.mark.parametrize("lossy", ["replace", "ignore"])
@pytest.mark.parametrize(
    ("was_in", "read_as"),
    [("utf-8", "gb18030"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1"), ("gbk", "cp1252")],
)
def test_simplified_text_that_was_misread_is_named_with_the_mistake(was_in, read_as, lossy):
    for start in range(0, len(SEED) - 100, 250):
        garbled = SEED[start : start + 100].encode(was_in).decode(read_as, lossy)
        problem = find_mojibake(garbled)
        assert problem is not None
        assert "is garbled" in problem or "replacement marks" in problem


def test_traditional_text_that_was_read_as_gb18030_is_named():
    garbled = TRADITIONAL.encode("big5").decode("gb18030", "ignore")
    assert "BIG5 text that was read as GB18030" in find_mojibake(garbled)


@pytest.mark.parametrize("mark", ["\ufffd", "锟斤拷"])
def test_text_full_of_replacement_marks_is_named(mark):
    assert "replacement marks" in find_mojibake(f"支付宝欠款{mark}门外访{mark}多用户" * 5)


@pytest.mark.parametrize(
    "text",
    [
        SEED,
        TRADITIONAL,
        "",
        "花呗免息劵",
        "魑魅魍魉饕餮貔貅龘靐齉齾",
        "支付宝欠款会上门外访吗？" * 20 + "\ufffd",
        "逾期した場合、電話で督促します。訪問はありません。",
        "Où êtes-vous, garçon? Déjà vu à Noël, très été.",
        "Привет, как дела? Долг нужно вернуть вовремя.",
        "مرحبا بك في الموقع الجديد",
    ],
    ids=[
        "simplified",
        "traditional",
        "empty",
        "short",
        "rare",
        "one mark",
        "japanese",
        "french",
        "russian",
        "arabic",
    ],
)
def test_text_that_is_merely_unusual_is_not_garbled(text):
    assert find_mojibake(text) is None


def test_a_garbled_article_is_refused_by_name(tmp_path):
    (tmp_path / "a.txt").write_text(SEED.encode().decode("gb18030", "ignore"), encoding="utf-8")
    with pytest.raises(BadArticle, match=r"a\.txt: is garbled: UTF-8 text that was read as GB18030"):
        list(load_articles(tmp_path))
