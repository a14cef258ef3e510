"""The plain-Python tokenizer splits as the ``tokenizers`` library does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.unigram import Unigram

# Few pieces, and each with an alternative: 上门 is likelier than 上 and 门, 门催 never pays.
PIECES = {
    "<unk>": 0.0,
    "▁": -2.0,
    "▁会": -3.0,
    "上": -4.0,
    "门": -4.0,
    "上门": -5.0,
    "催收": -4.5,
    "催": -3.0,
}
PIECES |= {"门催": -9.0, "收": -3.0, "a": -1.0, "aa": -2.0, "aaa": -2.9, "\u0301": -4.0, "🙂": -6.0}


def library(pieces):
    tokenizer = Tokenizer(models.Unigram(list(pieces.items()), unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


@pytest.fixture(scope="module")
def splitters():
    whole = library(PIECES)
    return whole, Unigram(library({"<unk>": 0.0}), list(PIECES), list(PIECES.values()), unknown=0)


def test_the_likeliest_split_wins(splitters):
    _, unigram = splitters
    names = list(PIECES)
    assert [names[n] for n in unigram.encode("会上门催收")] == ["▁会", "上门", "催收"]


def test_a_run_of_unknown_characters_is_one_unknown_piece(splitters):
    _, unigram = splitters
    names = list(PIECES)
    assert [names[n] for n in unigram.encode("上鱻鱻鱻门")] == ["▁", "上", "<unk>", "门"]


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="会上门催收鱻a 　Ａ🙂\u0301\u200b▁é", max_size=30))
def test_every_text_of_few_characters_is_split_as_the_library_does(splitters, text):
    whole, unigram = splitters
    assert unigram.encode(text) == whole.encode(text).ids


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_text_is_split_by_the_default_model_as_the_library_does(default_splitters, text):
    whole, unigram = default_splitters
    assert unigram.encode(text) == whole.encode(text).ids


@pytest.fixture(scope="module")
def default_splitters():
    """The quarter of a million pieces of the default model, in both ways."""
    import json

    from index.weights import default_model

    described = json.loads((default_model() / "tokenizer.json").read_text("utf-8"))
    pieces, scores = zip(*described["model"]["vocab"], strict=True)
    whole = Tokenizer.from_str(json.dumps(described | {"post_processor": None}))
    described["model"]["vocab"] = described["model"]["vocab"][:4]
    shell = Tokenizer.from_str(json.dumps(described))
    return whole, Unigram(shell, pieces, scores, unknown=3)
