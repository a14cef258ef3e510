import time
from datetime import date

import pytest

from index.decode import Undecodable
from index.documents import NoText
from index.webpage import read_webpage

PARAGRAPHS = [
    "支付宝在催收欠款时，会先通过短信提醒用户还款，随后由客服致电说明逾期的后果。",
    "对于长期逾期且失去联系的用户，平台可能委托第三方机构催收，但不得骚扰亲友。",
    "用户如果确有困难，应当主动联系平台说明情况，申请延期或者分期还款。",
]
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>花呗逾期怎么办</title>
<link rel="canonical" href="https://example.cn/a/1.html"><meta property="article:published_time" content="2024-03-05T10:00:00+08:00">
</head><body><nav><a href="/">首页</a><a href="/loan">贷款</a></nav><article><h1>花呗逾期怎么办</h1>
<p>{0}</p><h2>会上门吗</h2><p>{1}</p><p>{2}</p></article><footer>京ICP备12345678号</footer></body></html>"""


def page(charset: str = "utf-8") -> bytes:
    return PAGE.format(*PARAGRAPHS, charset=charset).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_the_main_text_comes_with_title_date_and_canonical_link(charset):
    found = read_webpage(page(charset))
    assert found.title == "花呗逾期怎么办"
    assert found.published == date(2024, 3, 5)
    assert found.url == "https://example.cn/a/1.html"
    lines = found.text.splitlines()
    assert "会上门吗" in lines
    assert set(PARAGRAPHS) <= set(lines)


def test_navigation_and_footer_are_no_text():
    text = read_webpage(page()).text
    assert "首页" not in text
    assert "ICP" not in text


def test_questions_that_fold_their_answers_stay_with_them():
    folded = "".join(
        f'<div class="panel"><h4><a data-toggle="collapse" href="#c{n}" class="collapsed">{question}</a></h4>'
        f'<div id="c{n}" class="panel-collapse collapse"><p>{answer}</p></div></div>'
        for n, (question, answer) in enumerate(
            zip(["会上门吗？", "会上征信吗？", "可以分期吗？"], PARAGRAPHS, strict=True)
        )
    )
    text = read_webpage(f"<html><body><div class='content'>{folded}</div></body></html>".encode()).text
    assert text.splitlines() == [
        "会上门吗？",
        PARAGRAPHS[0],
        "会上征信吗？",
        PARAGRAPHS[1],
        "可以分期吗？",
        PARAGRAPHS[2],
    ]


def test_directives_of_a_template_are_no_text():
    text = read_webpage(b'<%@ page contentType="text/html;charset=UTF-8" %>' + page()).text
    assert "contentType" not in text


@pytest.mark.parametrize("raw", [b"<html><body></body></html>", b"<html>", b"\n"])
def test_a_page_without_text_is_none(raw):
    assert read_webpage(raw) is None


def test_a_page_that_declares_a_wrong_encoding_is_read_by_what_it_is():
    assert read_webpage(page().replace(b'charset="utf-8"', b'charset="big5"')).title == "花呗逾期怎么办"


def test_what_is_nested_deep_is_read_like_the_rest():
    deep = (
        page()
        .replace(b"<article>", b"<div>" * 400 + b"<article>")
        .replace(b"</article>", b"</article>" + b"</div>" * 400)
    )
    assert set(PARAGRAPHS) <= set(read_webpage(deep).text.splitlines())


def test_a_template_with_many_directives_that_never_close_is_read_at_once():
    begun = time.process_time()
    read_webpage(page().replace(b"</article>", b"<%" * 200_000 + b"</article>"))
    assert time.process_time() - begun < 20, "each looked for its end in all the rest"


def test_a_page_of_many_links_to_itself_is_read_at_once():
    links = "".join(f'<a href="#{n}">催收会上门吗？</a>' for n in range(20_000)).encode()
    begun = time.process_time()
    text = read_webpage(page().replace(b"</article>", links + b"</article>")).text
    assert text.count("催收会上门吗？") == 20_000
    assert time.process_time() - begun < 20, "each copied the text of those before it"


def test_a_page_that_is_nested_too_deep_for_the_library_gives_no_text():
    with pytest.raises(NoText, match=r"is no page that can be read \(RecursionError\)"):
        read_webpage(page().replace(b"<article>", b"<article>" + b"<ul><li>" * 3000))


@pytest.mark.parametrize("declared", ["undefined", "idna", "rot13", "no-such-thing"])
def test_a_page_that_declares_what_is_no_encoding_is_undecodable(declared):
    raw = (
        f'<meta charset="{declared}">'.encode() + "催收會上門嗎".encode("euc-jp", "ignore") + b"\xff\xfe\x81"
    )
    with pytest.raises(Undecodable, match=f"declares {declared}"):
        read_webpage(raw)


def test_a_page_that_is_no_text_is_undecodable():
    with pytest.raises(Undecodable):
        read_webpage(b"\x89PNG\r\n\x1a\n" + bytes(50))
