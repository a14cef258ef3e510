import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import build_index
from index.errors import BadArticle, NothingToIndex
from index.records import Article
from index.reuse import splitter_settings
from index.split import MAX_CHARS
from index.store import PassageIndex


class CountingEmbedder:
    """Counts the texts that it embeds."""

    def __init__(self, embedder):
        self._embedder = embedder
        self.texts = []

    def __getattr__(self, name):
        return getattr(self._embedder, name)

    def embed_passages(self, texts):
        self.texts += texts
        return self._embedder.embed_passages(texts)

    def embed_sentences(self, texts):
        self.texts += texts
        return self._embedder.embed_sentences(texts)


@pytest.fixture
def counting(letter_embedder):
    return CountingEmbedder(letter_embedder)


def article(name, text, **fields):
    return Article(**{"id": name, "source": name, "title": f"关于{name}", "text": text, **fields})


A = article("a", "催收人员可能上门。\n\n也可能打电话。\n")
B = article("b", "逾期以后可以协商还款。\n")
C = article("c", "信用卡逾期会影响征信。\n")


def files(folder):
    """The checksums of all that an index answers from: equal files give equal hits, scores and quotes."""
    return PassageIndex.open(folder).manifest.files


def counts(report):
    return report.added, report.changed, report.removed, report.unchanged


# -- what the index holds
# ------------------------------------------------------------------------------------------


def test_the_report_says_what_the_index_holds(tmp_path, letter_embedder):
    report = build_index([A, B], letter_embedder, tmp_path)
    opened = PassageIndex.open(tmp_path, letter_embedder)
    assert report.counts == opened.manifest.counts
    assert report.counts.articles == opened.article_count == 2
    assert report.counts.passages == opened.passage_count
    assert report.counts.sentences == 3
    assert report.folder == tmp_path
    assert counts(report) == (2, 0, 0, 0)


def test_the_report_counts_dropped_characters_by_reason(tmp_path, letter_embedder):
    links = "相关内容:\n" + "".join(f"某银行逾期第{n}天怎么办\n" for n in range(8))
    report = build_index([article("a", A.text + links)], letter_embedder, tmp_path)
    assert sum(report.counts.dropped.values()) > 50
    assert PassageIndex.open(tmp_path).manifest.counts.dropped == report.counts.dropped


def test_title_and_headings_are_searched_and_sentences_stand_alone(tmp_path, counting):
    build_index([article("a", "一、催收方式\n可能上門。\n")], counting, tmp_path)
    assert counting.texts == ["关于a 一、催收方式 可能上门。", "可能上门。"]


def test_a_title_that_is_also_the_first_heading_is_searched_once(tmp_path, counting):
    build_index([article("a", "# 关于a\n可能上门。\n")], counting, tmp_path)
    assert counting.texts[0].count("关于a") == 1


def test_progress_hears_of_every_article(tmp_path, letter_embedder):
    for _ in range(2):
        done = []
        build_index([A, B, article("empty", "\n"), A, C], letter_embedder, tmp_path, progress=done.append)
        assert sum(done) == 5


MEMORY = """
import resource, sys
import numpy as np
from index.build import build_index
from index.records import Article

class Wide:
    name, fingerprint, dimension = "wide", "1" * 64, 2048
    def embed_passages(self, texts):
        return np.full((len(texts), 2048), 2048 ** -0.5, np.float32)
    embed_sentences = embed_questions = embed_passages

text = "第{}篇说催收可能上门。它也说可以打电话投诉。最后说要还款。"
articles = (Article(id=str(n), source=str(n), title="上门", text=text.format(n)) for n in range(int(sys.argv[1])))
build_index(articles, Wide(), sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_does_not_grow_with_the_articles(tmp_path):
    """The vectors of 2,500 more articles are 80 MB; what is kept of each, a row and a sketch, was 4 to 6 (2026-12-01)."""
    root = Path(__file__).parent.parent

    def megabytes(articles):
        command = [sys.executable, "-c", MEMORY, str(articles), tmp_path / str(articles)]
        return int(subprocess.run(command, cwd=root, check=True, capture_output=True).stdout)

    assert megabytes(3_000) - megabytes(500) < 12


# -- bad input -----------------------------------------------------------------------------------------------------


def test_an_article_without_evidence_is_refused_and_the_others_go_on(tmp_path, letter_embedder):
    report = build_index([A, article("empty", "\n\n"), B], letter_embedder, tmp_path)
    assert [bad.source for bad in report.refused] == ["empty"]
    assert PassageIndex.open(tmp_path).article_count == 2


def test_a_second_article_of_the_same_id_is_refused(tmp_path, letter_embedder):
    report = build_index([A, replace(B, id="a"), C], letter_embedder, tmp_path)
    assert str(report.refused[0]) == "b: its id 'a' is that of a; give it another"
    assert [found.id for found in PassageIndex.open(tmp_path).articles()] == ["a", "c"]


def test_an_article_that_comes_twice_is_told_so(tmp_path, letter_embedder):
    report = build_index([A, B, A], letter_embedder, tmp_path)
    assert str(report.refused[0]) == "a: was given twice; name each file once"


def test_what_the_loader_refused_is_in_the_report(tmp_path, letter_embedder):
    refused = [BadArticle("x.txt", "is empty")]
    assert build_index([A], letter_embedder, tmp_path, refused=refused).refused == (refused[0],)


@pytest.mark.parametrize("articles", [[], [article("empty", "\n")]], ids=["none", "none with evidence"])
def test_nothing_to_index_leaves_the_old_index(tmp_path, letter_embedder, articles):
    build_index([A], letter_embedder, tmp_path)
    before = files(tmp_path)
    with pytest.raises(NothingToIndex):
        build_index(articles, letter_embedder, tmp_path)
    assert files(tmp_path) == before


def test_an_embedder_that_fails_leaves_the_old_index(tmp_path, counting):
    build_index([A], counting, tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())

    def fail(texts):
        raise RuntimeError("out of memory")

    counting.embed_passages = fail
    with pytest.raises(RuntimeError):
        build_index([B], counting, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert next(PassageIndex.open(tmp_path).articles()) == A


# -- what is taken over --------------------------------------------------------------------------------------------


def test_nothing_is_written_when_nothing_changed(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    version, counting.texts = PassageIndex.open(tmp_path).version, []
    report = build_index([A, B], counting, tmp_path)
    assert PassageIndex.open(tmp_path).version == version
    assert counts(report) == (0, 0, 0, 2)
    assert report.embedded == len(counting.texts) == 0


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_article_without_evidence_is_no_change_the_second_time(tmp_path, counting, at):
    articles = [article("a", "可以分期还款。"), article("b", "催收会打电话。")]
    articles.insert(at, article("empty", "\n"))
    build_index(articles, counting, tmp_path / "index")
    before = files(tmp_path / "index")
    report = build_index(articles, counting, tmp_path / "index")
    assert files(tmp_path / "index") == before
    assert counts(report) == (0, 0, 0, 2)
    assert [bad.source for bad in report.refused] == [articles[at].source]


def test_an_article_that_lost_its_evidence_leaves_the_index(tmp_path, counting):
    build_index(
        [article("a", "可以分期还款。"), article("b", "催收会打电话。")], counting, tmp_path / "index"
    )
    report = build_index([article("a", "\n"), article("b", "催收会打电话。")], counting, tmp_path / "index")
    assert counts(report) == (0, 0, 1, 1)
    assert len(report.refused) == 1


def test_only_the_new_sentence_of_an_edited_article_is_embedded(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    counting.texts = []
    edited = replace(B, text=B.text + "\n不用找中介。\n")
    report = build_index([A, edited], counting, tmp_path)
    assert "不用找中介。" in counting.texts
    assert "逾期以后可以协商还款。" not in counting.texts
    assert report.embedded == len(counting.texts) == 2
    assert counts(report) == (0, 1, 0, 1)


def test_of_five_hundred_articles_only_the_five_that_changed_are_embedded(tmp_path, counting):
    articles = [article(str(n), f"第{n}种做法是协商还款。\n") for n in range(500)]
    build_index(articles, counting, tmp_path)
    counting.texts = []
    edited = [
        replace(old, text=f"{old.text}\n第{n}次再谈。\n") if n % 100 == 0 else old
        for n, old in enumerate(articles)
    ]
    report = build_index(edited, counting, tmp_path)
    assert counts(report) == (0, 5, 0, 495)
    changed = range(0, 500, 100)
    passages = [f"关于{n} 第{n}种做法是协商还款。 第{n}次再谈。" for n in changed]
    sentences = [f"第{n}次再谈。" for n in changed]
    assert sorted(counting.texts) == sorted(passages + sentences)


def test_a_renamed_article_is_not_embedded_again(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    counting.texts = []
    report = build_index([A, replace(B, id="z", source="z")], counting, tmp_path)
    assert counting.texts == []
    assert counts(report) == (1, 0, 1, 1)
    assert PassageIndex.open(tmp_path).passage(1).article_id == "z"


def test_a_new_date_is_a_change_that_needs_no_vector(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    counting.texts = []
    report = build_index([A, replace(B, published=date(2025, 9, 1))], counting, tmp_path)
    assert counting.texts == []
    assert counts(report) == (0, 1, 0, 1)
    assert PassageIndex.open(tmp_path).article("b").published == date(2025, 9, 1)


def test_full_embeds_everything_again(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    before, counting.texts = files(tmp_path), []
    report = build_index([A, B], counting, tmp_path, full=True)
    assert report.embedded == len(counting.texts) > 0
    assert counts(report) == (0, 0, 0, 2)
    assert files(tmp_path) == before


def test_another_embedder_embeds_everything_again(tmp_path, counting):
    build_index([A, B], counting, tmp_path)
    counting.texts, counting.fingerprint = [], "1" * 64
    build_index([A, B], counting, tmp_path)
    assert len(counting.texts) > 0
    assert PassageIndex.open(tmp_path).manifest.fingerprint == "1" * 64


def test_another_splitter_setting_splits_again_and_keeps_the_vectors_that_fit(tmp_path, counting):
    build_index([A], counting, tmp_path)
    counting.texts = []
    build_index([A], counting, tmp_path, max_chars=10)
    assert "催收人员可能上门。" not in counting.texts
    assert PassageIndex.open(tmp_path).manifest.splitter["max_chars"] == 10


def test_what_other_code_embedded_is_embedded_again(tmp_path, counting, monkeypatch):
    build_index([A], counting, tmp_path)
    counting.texts = []
    now = splitter_settings(MAX_CHARS)
    monkeypatch.setattr("index.build.splitter_settings", lambda max_chars: {**now, "code": "0" * 64})
    build_index([replace(A, text=A.text + "可以分期。")], counting, tmp_path)
    assert "催收人员可能上门。" in counting.texts


def test_the_same_weights_under_another_name_are_known_by_it_from_now_on(tmp_path, counting):
    build_index([A], counting, tmp_path)
    counting.texts, counting.name = [], "moved/elsewhere"
    report = build_index([A], counting, tmp_path)
    assert (report.unchanged, counting.texts) == (1, [])
    assert PassageIndex.open(tmp_path).manifest.embedder == "moved/elsewhere"


def test_a_damaged_index_is_named_and_rebuilt_from_nothing(tmp_path, counting, caplog):
    build_index([A, B], counting, tmp_path)
    before = files(tmp_path)
    next(tmp_path.glob("v-*/sentences.npy")).unlink()
    counting.texts = []
    build_index([A, B], counting, tmp_path)
    assert len(counting.texts) > 0
    assert files(tmp_path) == before
    assert "sentences.npy: is missing; nothing of it is taken over" in caplog.text


SENTENCES = [
    "催收人员可能上门。",
    "可以打电话投诉。",
    "逾期会影响征信。",
    "還款后会更新。",
    "不要相信中介。",
    "利息按日计算。",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("\n\n".join)
CORPORA = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("甲乙"), TEXTS), min_size=1, max_size=5
)


# Each example is several rebuilds, each of them waits for the disk.
@settings(max_examples=settings().max_examples // 5, deadline=None)
@given(series=st.lists(CORPORA, min_size=2, max_size=5))
def test_property_any_series_of_rebuilds_ends_as_one_from_nothing(series, tmp_path_factory, letter_embedder):
    grown, fresh = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("fresh")
    for corpus in series:
        articles = [article(name, text, title=title) for name, (title, text) in corpus.items()]
        build_index(articles, letter_embedder, grown)
    build_index(articles, letter_embedder, fresh)
    assert files(grown) == files(fresh)
