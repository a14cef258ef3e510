import gc
import json
import shutil
import threading
import weakref
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from index.build import build_index
from index.errors import BrokenIndex, EmbedderMismatch, MissingIndex
from index.records import Article
from index.store import PassageIndex
from index.text import search_form

ARTICLES = [
    Article(
        id="a.txt",
        source="a.txt",
        title="催收会上门吗",
        text="一、会不会上门\n催收人员可能上门。不会天天上门。\n\n二、怎么投诉\n可以打电话投诉,电话 12378。😀\n",
        published=date(2025, 9, 1),
        url="https://example.org/a",
    ),
    Article(
        id="b.txt", source="b.txt", title="逾期还款", text="逾期以后可以协商还款。\n還款之后会更新征信。\n"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, letter_embedder):
    folder = tmp_path_factory.mktemp("store") / "index"
    build_index(ARTICLES, letter_embedder, folder)
    return folder


@pytest.fixture(scope="module")
def passage_index(folder, letter_embedder):
    return PassageIndex.open(folder, letter_embedder)


@pytest.fixture
def copy(folder, tmp_path):
    """A folder that a test may damage."""
    return shutil.copytree(folder, tmp_path / "index")


def asked(embedder, question):
    return embedder.embed_questions([question])[0]


def files_of(folder):
    return sorted(path for path in next(folder.glob("v-*")).iterdir())


# -- reading
# -------------------------------------------------------------------------------------------------------


def test_articles_come_back_as_they_were(passage_index):
    assert list(passage_index.articles()) == ARTICLES
    assert passage_index.article("b.txt") == ARTICLES[1]


def test_an_unknown_article_is_a_key_error(passage_index):
    for look_up in (passage_index.article, passage_index.article_passages, passage_index.voice):
        with pytest.raises(KeyError):
            look_up("c.txt")


def test_passages_and_sentences_are_the_very_characters_of_their_article(passage_index):
    for row in range(passage_index.passage_count):
        passage = passage_index.passage(row)
        text = passage_index.article(passage.article_id).text
        assert passage.text == text[passage.start : passage.end]
        assert passage.sentences
        for sentence in passage.sentences:
            assert sentence.text == text[sentence.start : sentence.end]
            assert passage.start <= sentence.start < sentence.end <= passage.end


def test_a_passage_knows_its_title_and_its_headings(passage_index):
    rows = passage_index.article_passages("a.txt")
    found = [passage_index.passage(row) for row in rows]
    assert {passage.title for passage in found} == {"催收会上门吗"}
    assert [passage.headings for passage in found] == [("一、会不会上门",), ("二、怎么投诉",)]


def test_the_passages_of_a_section_are_its_neighbours_in_reading_order(passage_index):
    passage = passage_index.passage(passage_index.article_passages("a.txt")[1])
    assert passage_index.section_passages("a.txt", passage.section) == [1]
    assert passage_index.section_passages("a.txt", 99) == []


def test_odd_characters_in_an_article_come_back_as_they_were(tmp_path, letter_embedder):
    odd = Article(id="odd", source="odd", title="上门", text="催收可能上门😀。\r\n\x00不会。\u2028")
    build_index([odd], letter_embedder, tmp_path)
    assert PassageIndex.open(tmp_path).article("odd") == odd


def test_copies_of_an_article_are_one_voice(tmp_path, letter_embedder):
    copies = [*ARTICLES, *(replace(article, id=f"copy of {article.id}") for article in ARTICLES)]
    build_index(copies, letter_embedder, tmp_path)
    opened = PassageIndex.open(tmp_path)
    assert opened.voice("copy of b.txt") == opened.voice("b.txt") == "b.txt"
    assert opened.voice("a.txt") == "a.txt"
    rows = [opened.article_passages(id)[0] for id in ("copy of b.txt", "a.txt", "b.txt", "copy of b.txt")]
    assert opened.said_before(np.array(rows)).tolist() == [False, False, True, False]
    assert list(opened.duplicates()) == [("a.txt", "a.txt"), ("b.txt", "b.txt")]
    assert opened.manifest.counts.duplicates == 2


# -- searching -----------------------------------------------------------------------------------------------------


def test_the_nearest_passage_is_the_one_that_shares_the_letters(passage_index, letter_embedder):
    rows, scores = passage_index.nearest_passages(asked(letter_embedder, "还款"), 2)
    assert passage_index.passage(int(rows[0])).article_id == "b.txt"
    assert rows.dtype == np.int64
    assert scores.dtype == np.float32
    assert scores[0] > scores[1]


def test_the_nearest_sentence_says_where_it_stands(passage_index, letter_embedder):
    vector = asked(letter_embedder, "电话")
    rows, scores = passage_index.nearest_sentences(vector, 1)
    assert passage_index.passage(int(rows[0])).sentences[0].text.startswith("可以打电话投诉")
    assert scores == pytest.approx(passage_index.sentence_scores(vector, rows)[0], abs=1e-6)


def test_scores_are_the_cosines_of_what_was_embedded(passage_index, letter_embedder):
    vector = asked(letter_embedder, "会上门吗")
    rows = np.arange(passage_index.passage_count)
    texts = ["催收会上门吗 一、会不会上门 催收人员可能上门。不会天天上门。"]
    expected = letter_embedder.embed_passages(texts) @ vector
    assert passage_index.passage_scores(vector, rows)[:1] == pytest.approx(expected, abs=1e-6)
    found, scores = passage_index.nearest_passages(vector, 10)
    assert scores == pytest.approx(passage_index.passage_scores(vector, found), abs=1e-6)


def test_the_sentences_of_many_passages_are_scored_one_passage_after_the_other(
    passage_index, letter_embedder
):
    vector = asked(letter_embedder, "上门还款")
    scores, begins = passage_index.sentence_scores(vector, np.array([2, 0]))
    of_both = [sentence.text for row in (2, 0) for sentence in passage_index.passage(row).sentences]
    expected = letter_embedder.embed_passages([search_form(text) for text in of_both]) @ vector
    assert scores == pytest.approx(expected, abs=1e-6)
    assert begins.tolist() == [0, len(passage_index.passage(2).sentences), len(of_both)]
    assert len(passage_index.sentence_scores(vector, np.array([], np.int64))[0]) == 0


@pytest.mark.parametrize("k", [0, 1, 2, 1000])
def test_no_more_comes_back_than_there_is(passage_index, letter_embedder, k):
    vector = asked(letter_embedder, "上门")
    rows, scores = passage_index.nearest_passages(vector, k)
    assert len(rows) == len(scores) == min(k, passage_index.passage_count)
    assert set(rows.tolist()) <= set(range(passage_index.passage_count))
    sentences = passage_index.manifest.counts.sentences
    assert len(passage_index.nearest_sentences(vector, k)[0]) == min(k, sentences)


def test_a_vector_of_another_dimension_is_refused(passage_index):
    with pytest.raises(ValueError, match=r"shape \(3,\).*dimension 8"):
        passage_index.nearest_passages(np.ones(3, np.float32), 1)


def test_words_are_found_in_either_script_and_width(passage_index):
    shares = passage_index.word_shares(search_form("還款"))
    assert shares.shape == (passage_index.passage_count,)
    assert np.flatnonzero(shares).tolist() == [2]
    assert int(np.argmax(passage_index.word_shares(search_form("１２３７８")))) == 1
    assert not passage_index.word_shares("zzz").any()


def test_many_threads_get_what_one_gets(folder, letter_embedder):
    vector = asked(letter_embedder, "上门电话")
    expected = PassageIndex.open(folder).nearest_sentences(vector, 5)[1].tolist()
    shared, found = PassageIndex.open(folder), []

    def ask():
        for _ in range(50):
            found.append(shared.nearest_sentences(vector, 5)[1].tolist())
            shared.passage(0)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 400


# -- opening -------------------------------------------------------------------------------------------------------


def test_no_index_says_how_to_build_one(tmp_path):
    with pytest.raises(MissingIndex, match="build one with: python -m index"):
        PassageIndex.open(tmp_path / "absent")


def test_an_index_of_another_embedder_is_refused_by_name(folder, letter_embedder):
    class Other(type(letter_embedder)):
        name = "words"
        fingerprint = "1" * 64

    with pytest.raises(EmbedderMismatch, match="built with 'letters', asked with 'words'; rebuild"):
        PassageIndex.open(folder, Other())


def test_an_index_of_other_weights_of_the_same_name_is_refused(folder, letter_embedder):
    class Other(type(letter_embedder)):
        fingerprint = "1" * 64

    with pytest.raises(EmbedderMismatch, match="other weights of letters"):
        PassageIndex.open(folder, Other())


def test_an_index_from_the_future_is_refused_by_its_version(copy):
    manifest = next(copy.glob("v-*")) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format_version": 99}))
    with pytest.raises(BrokenIndex, match="has format version 99, this program reads 1; rebuild"):
        PassageIndex.open(copy)


def test_a_manifest_that_was_edited_is_refused(copy):
    manifest = next(copy.glob("v-*")) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": "1" * 64}))
    with pytest.raises(BrokenIndex, match=r"manifest\.json"):
        PassageIndex.open(copy)


def test_every_damage_to_every_file_is_named(folder, tmp_path):
    rng = np.random.default_rng(11)
    names = [path.name for path in files_of(folder)]
    for trial in range(200):
        name, damage = (
            names[trial % len(names)],
            ["flip", "truncate", "delete", "extend"][trial // len(names) % 4],
        )
        copy = shutil.copytree(folder, tmp_path / str(trial))
        file = next(copy.glob("v-*")) / name
        content = bytearray(file.read_bytes())
        if damage == "flip":
            content[rng.integers(len(content))] ^= 1 << int(rng.integers(8))
        elif damage == "truncate":
            del content[rng.integers(len(content)) :]
        elif damage == "extend":
            content += b"\0"
        file.unlink() if damage == "delete" else file.write_bytes(content)
        with pytest.raises(BrokenIndex) as caught:
            PassageIndex.open(copy)
        assert caught.value.file.endswith(name), (name, damage)
        assert "rebuild: python -m index" in str(caught.value)
        shutil.rmtree(copy)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_property_other_bytes_are_a_broken_index_and_never_another_error(copy, data):
    file = data.draw(st.sampled_from([copy / "CURRENT", *files_of(copy)]))
    written = file.read_bytes()
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))
    other = written[:start] + data.draw(st.binary(max_size=20)) + written[end:]
    assume(other.strip() != written.strip())
    file.write_bytes(other)
    try:
        with pytest.raises(BrokenIndex, match=file.name):
            PassageIndex.open(copy)
    finally:
        file.write_bytes(written)


def test_no_file_of_an_index_can_carry_code(folder):
    for path in files_of(folder):
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
        else:
            json.loads(
                path.read_text("utf-8").splitlines()[0]
                if path.suffix == ".lines"
                else path.read_text("utf-8")
            )


def test_an_open_index_goes_on_answering_when_its_folder_is_gone(copy, letter_embedder):
    opened = PassageIndex.open(copy)
    shutil.rmtree(copy)
    assert len(opened.nearest_passages(asked(letter_embedder, "上门"), 3)[0]) == 3
    assert opened.passage(0).text
    assert opened.word_shares("上门").any()
    assert opened.is_current()


def test_the_files_of_an_index_are_let_go_with_it(copy, letter_embedder):
    opened = PassageIndex.open(copy)
    assert opened.article(opened.passage(0).article_id) == ARTICLES[0]
    opened.nearest_passages(asked(letter_embedder, "上门"), 3)
    gone = weakref.ref(opened)
    gc.disable()
    try:
        del opened
        assert gone() is None
    finally:
        gc.enable()


def test_an_open_index_notices_that_another_took_its_place(copy, letter_embedder):
    opened = PassageIndex.open(copy)
    assert opened.is_current()
    build_index(ARTICLES[:1], letter_embedder, copy)
    assert not opened.is_current()
    assert opened.article_count == 2
    assert PassageIndex.open(copy).article_count == 1
