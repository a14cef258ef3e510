from index.records import Article
from index.searched import searchable_texts
from index.shelf import ShelvedArticle
from index.split import split_article
from index.title import find_title


def searched(text: str) -> tuple[list[str], list[str]]:
    title = find_title(text)
    article = Article("a", "a.txt", text, title.text, title.span, title.derived)
    split = split_article(article)
    return searchable_texts(ShelvedArticle(article, split.sections, split.dropped), split.passages)


def test_a_passage_is_searched_below_its_title_and_headings_and_a_sentence_by_itself():
    of_passages, of_sentences = searched("催收會上門嗎\n一、法律怎麼說\n催收人員可能上門。不會 ＡＢＣ。")
    assert of_passages == ["催收会上门吗 一、法律怎么说 催收人员可能上门。不会 abc。"]
    assert of_sentences == ["催收人员可能上门。", "不会 abc。"]


def test_a_title_made_from_the_opening_is_not_searched_twice():
    of_passages, _ = searched("催收人员可能上门，也可能打电话。")
    assert of_passages == ["催收人员可能上门,也可能打电话。"]


def test_a_heading_that_is_the_title_again_is_searched_once():
    of_passages, _ = searched("# 催收会上门吗\n导语一句。\n## 催收会上门吗\n催收人员可能上门。")
    assert of_passages[1] == "催收会上门吗 催收人员可能上门。"
