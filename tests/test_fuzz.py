"""Any text at all: spans stay inside it and in order, every quote is exact, nothing is lost, no exception but ours.

``make fuzz`` runs the same properties on thousands of texts each.
"""

import json
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from kept import evidence_spans

from index.clean import find_boilerplate
from index.corpus import load_articles
from index.dates import find_published, is_date_line
from index.decode import Undecodable, decode
from index.errors import BadArticle
from index.headings import find_headings
from index.lines import join_wrapped, line_spans, without
from index.records import Article, Span
from index.sentences import sentence_spans
from index.split import SplitArticle, split_article
from index.text import search_form
from index.title import find_title
from index.webpage import read_webpage

# What the rules look for, what breaks offsets, and what nobody expects in an article.
PIECES = [
    "支付宝欠款会上门吗", "逾期后平台先发短信", "。", "！", "？", "……", "...", "，", "；", "、", "：", "“", "”", "（", "）", "\"", "《",
    "\n", "\n\n", "\r\n", "\r", "\u2028", "\u3000", " ", "\t", "\f", "\x1c", "\0", "\ud800", "\udfff", "\U0001f447", "e\u0301",
    "\u200b", "\u200d", "\ufeff", "\u202e", "مرحبا", "שלום", "ﷺ", "ǆ", "İ", "一、", "（一）", "1.1 ", "1.", "- ", "## ", "#",
    "第一章 总则", "第一条 ", "短信提醒:", "相关内容:", "相关阅读：", "甲贷怎么样？", "To Top", "首页 > 新闻", "分享到：微信 微博", "查看详情>>",
    "来源：某某日报", "（完）", "原标题：", "本文转自【某报】；", "返回搜狐，查看更多责任编辑：", "发布时间:2025-09-01 17:49", "2024年2月30日",
    "<!-- -->", "<!-- --> ", "---\n", "---\r\n", "首页", " > 贷款", "阅读 1万 ", "1  ", "图片", "title: ", "```", "![a](b)", "http://a.cn/?id=1", "3.5%", "花" * 70,
]  # fmt: skip
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map("".join),
)
lengths = st.sampled_from([1, 20, 60, 300])


def split(text: str, max_chars: int) -> SplitArticle:
    title = find_title(text)
    return split_article(Article("a", "a.txt", text, title.text, title.span, title.derived), max_chars)


@settings(deadline=None)
@given(texts)
def test_fuzz_what_is_dropped_and_what_is_evidence_share_the_text_without_overlap(text):
    spans = sorted([*find_boilerplate(text), *evidence_spans(text)], key=lambda span: span.start)
    end = 0
    for span in spans:
        assert text[end : span.start].strip() == ""
        assert end <= span.start < span.end <= len(text)
        end = span.end
    assert text[end:].strip() == ""


@settings(deadline=None)
@given(texts, lengths)
def test_fuzz_passages_quote_the_text_and_hold_each_character_of_the_evidence_once(text, max_chars):
    parts = split(text, max_chars)
    held: Counter[int] = Counter()
    for passage in parts.passages:
        assert passage.text == text[passage.start : passage.end]
        assert len(passage.text) <= max_chars
        for sentence in passage.sentences:
            assert sentence.text == text[sentence.start : sentence.end] != ""
            assert passage.start <= sentence.start < sentence.end <= passage.end
            held.update(range(sentence.start, sentence.end))
    assert set(held.values()) <= {1}
    assert held.keys() == _evidence(text, parts)


def _evidence(text: str, parts: SplitArticle) -> set[int]:
    """The characters that must be in a passage: all but white space, what is dropped, the title's line and headings."""
    title = find_title(text).span
    lines = line_spans(text)
    of_title = [line for line in lines if title and line.start <= title.start and title.end <= line.end]
    paragraphs = join_wrapped(text, without(text, lines, [*parts.dropped, *of_title]))
    headings = find_headings(text, paragraphs)
    evidence = [paragraph for paragraph, heading in zip(paragraphs, headings, strict=True) if heading is None]
    return {i for span in evidence for i in range(span.start, span.end) if not text[i].isspace()} | {
        # White space within a sentence is quoted with it.
        i
        for passage in parts.passages
        for sentence in passage.sentences
        for i in range(sentence.start, sentence.end)
        if text[i].isspace()
    }


@settings(deadline=None)
@given(texts, lengths)
def test_fuzz_sentences_of_a_line_are_in_order_and_lose_only_white_space(text, max_chars):
    for line in line_spans(text):
        sentences = sentence_spans(text, line.start, line.end, max_chars)
        end = line.start
        for sentence in sentences:
            assert text[end : sentence.start].strip() == ""
            assert end <= sentence.start < sentence.end <= sentence.start + max_chars
            end = sentence.end
        assert text[end : line.end].strip() == ""


@settings(deadline=None)
@given(texts)
def test_fuzz_titles_and_dates_are_found_or_not_but_never_fail(text):
    title = find_title(text)
    if title.span is not None:
        assert text[title.span.start : title.span.end] == title.text
    assert "\n" not in title.text
    find_published(text)
    is_date_line(text)


@settings(deadline=None)
@given(texts)
def test_fuzz_the_searched_form_has_no_stray_space_and_can_be_stored(text):
    form = search_form(text)
    form.encode("utf-8")
    assert form == " ".join(form.split())


@settings(deadline=None)
@given(st.one_of(st.binary(), texts.map(lambda text: text.encode("utf-8", "replace")), texts.map(lambda text: text.encode("gb18030", "replace"))))  # fmt: skip
def test_fuzz_bytes_are_decoded_or_refused_by_name(raw):
    said = ""
    try:
        decode(raw).encode("utf-8")
    except Undecodable as error:
        said = str(error)
    assert "\n" not in said


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(),
        texts.map(lambda text: f"<html><body><p>{text}</p></body></html>".encode("utf-8", "replace")),
    )
)
def test_fuzz_pages_are_read_or_refused_by_name(raw):
    try:
        page = read_webpage(raw)
    except Undecodable:
        return
    assert page is None or page.text.strip()


@settings(deadline=None)
@given(texts, st.sampled_from([".txt", ".md", ".html"]), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_fuzz_a_file_becomes_its_own_text_or_a_bad_article(text, suffix, encoding):
    raw = text.encode(encoding, "replace")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(raw)
        refused: list[BadArticle] = []
        articles = list(load_articles(file, refused=refused.append))
    assert len(articles) + len(refused) == 1
    if articles and suffix != ".html" and encoding != "gb18030":
        assert articles[0].text.encode(encoding).removeprefix(b"\xef\xbb\xbf") in (
            raw,
            raw.removeprefix(b"\xef\xbb\xbf"),
        )


@settings(deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=40), st.builds(lambda text: json.dumps({"id": text[:3], "title": text[:5], "text": text}).encode(), texts)), max_size=6))  # fmt: skip
def test_fuzz_records_become_articles_or_bad_articles_one_for_one(lines):
    lines = [line.replace(b"\n", b" ") for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_bytes(b"\n".join(lines))
        refused: list[BadArticle] = []
        articles = list(load_articles(file, refused=refused.append))
    assert len(articles) + len(refused) == sum(bool(line.strip()) for line in lines)
    assert len({article.id for article in articles}) == len(articles)


@settings(deadline=None)
@given(texts, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=8))
def test_fuzz_what_is_left_beside_gaps_lies_in_the_spans_and_outside_the_gaps(text, cuts):
    gaps = [Span(start, start + length) for start, length in cuts]
    spans = line_spans(text)
    left = without(text, spans, gaps)
    kept = {i for piece in left for i in range(piece.start, piece.end) if not text[i].isspace()}
    assert kept == {
        i
        for span in spans
        for i in range(span.start, span.end)
        if not text[i].isspace() and not any(gap.start <= i < gap.end for gap in gaps)
    }


def test_fuzz_a_line_of_a_megabyte_and_very_many_lines_are_split_in_seconds():
    for piece in ["逾期后平台先发短信。", "字", "“", "a:", "字\n", "逾期,\n"]:
        text = "标题\n" + piece * (100_000 if piece.endswith("\n") else 1_000_000 // len(piece))
        for passage in split(text, 300).passages:
            assert passage.text == text[passage.start : passage.end]
