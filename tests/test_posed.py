import pytest
from found import hit

from index import Article, PassageIndex, build_index
from rag.posed import PosedQuestions


def test_questions_come_from_titles_and_headings_and_read_as_questions(chatbot):
    posed = [posed.question for posed in PosedQuestions(chatbot.passage_index, bool).first]
    assert len(posed) > 4
    assert all(question.endswith("？") for question in posed)


def posed_by(*titles, folder, embedder, is_answered=bool):
    articles = [
        Article(title, f"{title}.txt", f"{title}\n这一篇说的是还款。", title, title_derived=False)
        for title in titles
    ]
    build_index(articles, embedder, folder)
    return PosedQuestions(PassageIndex.open(folder, embedder), is_answered)


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("2.1支付宝的催收政策", "支付宝的催收政策是怎样的？"),
        ("（一）怎么协商还款", "怎么协商还款？"),
        ("三个月不还会怎样", "三个月不还会怎样？"),
        ("3.5倍利率合法吗", "3.5倍利率合法吗？"),
    ],
)
def test_the_number_of_a_heading_is_left_out_and_a_number_in_it_is_not(
    heading, question, tmp_path, letter_embedder
):
    posed = posed_by(heading, folder=tmp_path, embedder=letter_embedder)
    assert [posed.question for posed in posed.first] == [question]


def test_only_what_is_answered_is_an_example_and_each_is_tried_once(tmp_path, letter_embedder):
    tried = []

    def is_answered(question):
        tried.append(question)
        return "还款" in question

    posed = posed_by(
        "逾期以后怎么办",
        "逾期以后怎么还款",
        folder=tmp_path,
        embedder=letter_embedder,
        is_answered=is_answered,
    )
    for _ in range(2):
        assert posed.answered(4) == ["逾期以后怎么还款？"]
    assert tried == ["逾期以后怎么办？", "逾期以后怎么还款？"]


def test_what_the_nearest_passages_pose_comes_first(tmp_path, letter_embedder):
    posed = posed_by("逾期以后怎么办", "信用怎么修复", folder=tmp_path, embedder=letter_embedder)
    nearest = hit("修复信用。", title="信用怎么修复", headings=("怎么申请修复", "修复要多久要多少钱")).passage
    assert posed.near([nearest], frozenset()) == ["修复要多久要多少钱？", "怎么申请修复？", "信用怎么修复？"]
    assert posed.near([], frozenset()) == ["逾期以后怎么办？", "信用怎么修复？"]


def test_what_is_about_another_platform_is_offered_only_where_there_is_nothing_else(
    tmp_path, letter_embedder
):
    titles = ("花呗逾期怎么办", "微粒贷逾期怎么办")
    posed = posed_by(*titles, folder=tmp_path, embedder=letter_embedder)
    assert posed.near([], frozenset(["微粒贷"])) == ["微粒贷逾期怎么办？"]
    assert posed.near([], frozenset(["拍拍贷"])) == ["花呗逾期怎么办？", "微粒贷逾期怎么办？"]


def test_what_is_not_answered_is_not_offered(tmp_path, letter_embedder):
    posed = posed_by(
        "逾期以后怎么办",
        "逾期以后怎么还款",
        folder=tmp_path,
        embedder=letter_embedder,
        is_answered=lambda question: "还款" in question,
    )
    assert posed.near([], frozenset()) == ["逾期以后怎么还款？"]
