from dataclasses import replace

import numpy as np
import pytest

from index import Article, PassageIndex, build_index
from rag.retrieve import POOL, Weights
from rag.retrieve import retrieve as retrieve_asked
from rag.understand import understand


def retrieve(question, *index_and_embedder, **how):
    return retrieve_asked(understand(question), *index_and_embedder, **how)


@pytest.fixture(scope="module")
def passage_index(tmp_path_factory, letter_embedder):
    texts = ["平台会上门催收。", "平台会打电话催收。", "用户应按时还款。"]
    folder = tmp_path_factory.mktemp("retrieve") / "index"
    articles = [Article(f"{n}", f"{n}.txt", text, "") for n, text in enumerate(texts)]
    build_index(articles, letter_embedder, folder)
    return PassageIndex.open(folder, letter_embedder)


@pytest.mark.parametrize(("question", "article"), [("会上门吗", "0"), ("会打电话吗", "1"), ("怎么还款", "2")])
def test_the_passage_that_fits_comes_first(passage_index, letter_embedder, question, article):
    assert retrieve(question, passage_index, letter_embedder)[0].passage.article_id == article


def test_traditional_script_finds_the_same(passage_index, letter_embedder):
    assert retrieve("會打電話嗎", passage_index, letter_embedder)[0].passage.article_id == "1"


def test_scores_fall_from_one_and_every_sentence_has_its_own(passage_index, letter_embedder):
    hits = retrieve("会上门吗", passage_index, letter_embedder)
    assert hits[0].score == 1.0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(len(hit.sentence_scores) == len(hit.passage.sentences) for hit in hits)


@pytest.mark.parametrize("question", ["hello world", "好" * 5000])
def test_any_words_get_a_ranking(passage_index, letter_embedder, question):
    assert len(retrieve(question, passage_index, letter_embedder)) == 3


def test_signs_alone_find_nothing(passage_index, letter_embedder):
    assert retrieve("😀?!", passage_index, letter_embedder) == []


def test_a_story_brings_what_it_asks_to_the_front(passage_index, letter_embedder):
    asked = understand("会不会打电话")
    story = replace(asked, whole="平台的用户说平台会上门,平台上门,会不会打电话")
    weights = Weights(passage=1.0, sentence=0.5, words=0.0)

    def first(asked):
        hits = retrieve_asked(asked, passage_index, letter_embedder, weights=weights)
        return hits[0].passage.article_id

    assert first(replace(story, text=story.whole)) == "0"
    assert first(story) == "1"


def test_no_more_than_k_come_back(passage_index, letter_embedder):
    assert len(retrieve("会上门吗", passage_index, letter_embedder, k=2)) == 2


def test_as_many_come_back_as_are_asked_for(tmp_path, letter_embedder):
    letters = "上门会不电话还款"
    articles = [
        Article(f"{n}", f"{n}.txt", "平台" + "".join(letters[(n >> bit) % 8] for bit in range(9)) + "。", "")
        for n in range(4 * POOL)
    ]
    build_index(articles, letter_embedder, tmp_path)
    passage_index = PassageIndex.open(tmp_path, letter_embedder)
    assert len(retrieve("会上门吗", passage_index, letter_embedder, 4 * POOL)) == passage_index.passage_count


def test_a_reranker_reorders_and_each_hit_takes_the_score_of_its_place(passage_index, letter_embedder):
    class Shortest:
        def scores(self, question, texts):
            return np.array([-len(text) for text in texts])

    hits = retrieve("会打电话吗", passage_index, letter_embedder, reranker=Shortest())
    assert [len(hit.passage.text) for hit in hits] == sorted(len(hit.passage.text) for hit in hits)
    plain = retrieve("会打电话吗", passage_index, letter_embedder)
    assert [hit.score for hit in hits] == [hit.score for hit in plain]


@pytest.mark.parametrize(
    ("question", "embedded"),
    [
        ("花呗 逾期 APP 上门", "花呗逾期 app 上门"),
        ("砍头息要不要还", "砍头息要不要还 预先在本金中扣除利息"),
    ],
)
def test_words_typed_apart_are_embedded_together_and_slang_with_what_statutes_call_it(
    question, embedded, passage_index, letter_embedder
):
    class Remembering:
        seen = ()

        def embed_questions(self, texts):
            self.seen += tuple(texts)
            return letter_embedder.embed_questions(texts)

    embedder = Remembering()
    retrieve(question, passage_index, embedder)
    assert embedder.seen == (embedded,)


def test_without_reprints_the_copy_found_first_speaks_for_all(tmp_path, letter_embedder):
    story = "平台会上门催收，借款人应当保存证据并及时报警，也可以向监管部门投诉。"
    texts = [story, "用户应按时还款。", story]
    build_index([Article(f"{n}", f"{n}.txt", t, "") for n, t in enumerate(texts)], letter_embedder, tmp_path)
    opened = PassageIndex.open(tmp_path, letter_embedder)

    def found(**how):
        return {hit.passage.article_id for hit in retrieve("会上门吗", opened, letter_embedder, **how)}

    assert found() == {"0", "1", "2"}
    assert found(reprints=False) == {"0", "1"}
