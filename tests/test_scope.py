from found import hit

from index.records import Article
from rag.scope import UNNAMED, scope_around, scope_of


def in_article(text, title="一篇文章", sentence="逾期后会上门。"):
    passage = hit(sentence, title=title).passage
    return scope_around(passage, lambda _: Article("a", "a.txt", text, title))


def test_the_nearest_mention_decides_of_whom_a_sentence_speaks():
    passage = hit("借呗会上门催收。", title="支付宝逾期").passage
    assert scope_of("借呗会上门催收。", passage, scope_around) == {"借呗"}
    assert scope_of("会上门催收。", passage, scope_around) == {"借呗"}
    assert scope_of("会上门催收。", hit("会上门催收。", title="支付宝逾期").passage, scope_around) == {
        "支付宝"
    }


def test_an_article_is_about_whom_it_names_again_and_not_whom_it_mentions_once():
    assert in_article("拍拍贷逾期后怎么办？拍拍贷的客服会打电话，招联金融也会。") == {"拍拍贷"}
    assert in_article("多家银行下调利率，招联金融研究员认为还会再降。") == frozenset()


def test_a_guide_to_one_service_is_about_that_service_only():
    assert in_article("请登录网站后点击【还款】。您不可以申请延期还款。") == {UNNAMED}
    assert in_article("登录花生金服网站，打开【我的账户】页面。") == {"花生金服"}
    assert in_article("如有疑问，请登录官方网站核实。") == frozenset()
    assert in_article("您可以向监管部门投诉。") == frozenset()


def test_a_statute_is_about_no_lender_that_it_only_mentions_somewhere():
    text = "个人贷款适用本办法。信用卡透支不适用。信用卡另有规定。"
    assert in_article(text, title="个人贷款管理办法") == frozenset()
    assert in_article(text, title="商业银行信用卡业务监督管理办法") == {"信用卡"}
