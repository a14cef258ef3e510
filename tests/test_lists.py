"""Which list or section answers whole: the rest of it is tested by whole answers, in test_compose.py."""

from dataclasses import replace

from index import Article, PassageIndex, build_index
from rag.evidence import candidates_of
from rag.lists import best_listing
from rag.reader import Reader
from rag.retrieve import evidence_hits
from rag.understand import understand

GUIDE = """花呗与借呗

一、花呗的催收

花呗逾期后会发送短信，也会打电话。

二、{heading}

及时说明自己的具体情况，争取合理的方案。

合理规划每月的收入和支出，制定预算。
"""


def listing(question, text, folder, embedder, answers):
    """The best listing where only the section on 催收 was found, and answers with that probability."""
    build_index([Article("a", "a.txt", text, "花呗与借呗")], embedder, folder)
    index = PassageIndex.open(folder, embedder)
    asked = understand(question)
    found = candidates_of(asked, evidence_hits(asked, index, embedder))
    evidence = [replace(one, answers=answers) for one in found if "催收" in str(one.hit.passage.headings)]
    return best_listing(asked, evidence, Reader(index))


def test_what_to_do_is_looked_for_in_the_other_sections_of_an_article(tmp_path, embedder):
    text = GUIDE.format(heading="花呗逾期应如何应对")
    found = listing("花呗逾期怎么办", text, tmp_path, embedder, answers=0.1)
    assert [quote.text for quote in found.quotes] == [
        "及时说明自己的具体情况，争取合理的方案。",
        "合理规划每月的收入和支出，制定预算。",
    ]


def test_however_much_and_long_somebody_owes_he_asks_what_to_do_about_debts(tmp_path, embedder):
    text = GUIDE.format(heading="花呗欠款应如何应对")
    for number, question in enumerate(("花呗逾期两次未还款怎么办", "花呗逾期5000元三个月了怎么处理")):
        assert listing(question, text, tmp_path / str(number), embedder, answers=0.1) is not None
    assert listing("花呗账户被人盗用怎么办", text, tmp_path / "other", embedder, answers=0.1) is None


def test_but_not_where_a_sentence_that_was_found_answers(tmp_path, embedder):
    text = GUIDE.format(heading="花呗逾期应如何应对")
    assert listing("花呗逾期怎么办", text, tmp_path, embedder, answers=0.5) is None


def test_nor_in_a_section_on_another_lender(tmp_path, embedder):
    text = GUIDE.format(heading="微粒贷逾期应如何应对")
    assert listing("花呗逾期怎么办", text, tmp_path, embedder, answers=0.1) is None


def test_the_articles_of_a_statute_are_no_steps(tmp_path, embedder):
    law = "债务催收管理条例\n\n第二章 逾期的处理\n\n第三条 逾期的贷款应当及时处理。\n\n第四条 处理应当留有记录。\n"
    build_index([Article("a", "a.txt", law, "债务催收管理条例")], embedder, tmp_path)
    index = PassageIndex.open(tmp_path, embedder)
    asked = understand("逾期怎么处理")
    found = candidates_of(asked, evidence_hits(asked, index, embedder))
    assert best_listing(asked, found, Reader(index)) is None


def test_what_is_forbidden_or_ruled_is_shown_with_the_words_that_say_so(tmp_path, embedder):
    act = "{title}\n\n催收管理\n\n{lead}\n（一）冒用他人名义催收；\n（二）采取暴力手段催收。\n"
    for number, (title, lead, shown) in enumerate(
        (
            ("债务催收管理条例", "第九条 有下列催收行为的，责令改正：", True),
            ("催收那些事", "催收不得有以下行为：", True),
            ("催收那些事", "常见的催收行为包括：", False),
        )
    ):
        folder = tmp_path / str(number)
        build_index([Article("a", "a.txt", act.format(title=title, lead=lead), title)], embedder, folder)
        index = PassageIndex.open(folder, embedder)
        asked = understand("有哪些催收行为")
        found = best_listing(
            asked, candidates_of(asked, evidence_hits(asked, index, embedder)), Reader(index)
        )
        assert (found.quotes[0].text == lead) == shown


def test_each_step_is_of_its_own_section_and_what_forbids_stands_where_it_stood(tmp_path, embedder):
    text = (
        "拍拍贷\n\n一、拍拍贷逾期应如何应对\n\n1.1 联系平台\n\n用户应尽快联系平台说明情况。\n\n"
        "1.2 不要做的事\n\n切勿做以下事情：\n\n换掉手机号码躲避催收。\n\n1.3 保存证据\n\n及时保存聊天记录作为证据。\n"
    )
    build_index([Article("a", "a.txt", text, "拍拍贷")], embedder, tmp_path)
    index = PassageIndex.open(tmp_path, embedder)
    asked = understand("拍拍贷逾期怎么办")
    found = best_listing(asked, candidates_of(asked, evidence_hits(asked, index, embedder)), Reader(index))
    assert [(quote.passage.headings[-1], quote.text) for quote in found.quotes] == [
        ("1.1 联系平台", "用户应尽快联系平台说明情况。"),
        ("1.2 不要做的事", "切勿做以下事情："),
        ("1.2 不要做的事", "换掉手机号码躲避催收。"),
        ("1.3 保存证据", "及时保存聊天记录作为证据。"),
    ]
