import pytest

from rag.statement import basis_of, is_statute, statement_of


@pytest.mark.parametrize(
    "title", ["民法典-总则", "刑法", "征信业管理条例(2013-01-21)", "民法典第一百八十八条", "个人贷款管理办法"]
)
def test_a_statute_is_known_by_its_title(title):
    assert is_statute(title)


@pytest.mark.parametrize("title", ["支付宝逾期居然上门了", "上门催收合法吗", "如何用法律保护自己"])
def test_an_article_is_no_statute(title):
    assert not is_statute(title)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("根据其官方说明，平台并不主张上门。", "policy"),
        ("用户应及时与平台沟通。", "advice"),
        ("这或许是一种趋势。", "opinion"),
        ("王某被判处有期徒刑三年。", "report"),
        ("《民法典》第一百八十八条规定，诉讼时效期间为三年。", "law"),
    ],
)
def test_what_kind_of_words_a_sentence_is(sentence, kind):
    assert statement_of(sentence, "一篇文章") == kind


def test_a_law_is_cited_by_its_article():
    assert basis_of("根据《民法典》第六百八十条，禁止高利放贷。", "一篇文章") == "民法典 第六百八十条"
    assert basis_of("第一百八十八条　诉讼时效期间为三年。", "民法典-总则") == "民法典-总则 第一百八十八条"
    assert (
        basis_of("但是超过二十年的除外。", "民法典-总则", before="第一百八十八条 期间为三年。")
        == "民法典-总则 第一百八十八条"
    )


def test_leaning_on_laws_without_a_name_is_said():
    assert basis_of("根据相关法律法规，催收必须规范。", "一篇文章") == "unnamed"
    assert basis_of("用户可以分期。", "一篇文章") is None
