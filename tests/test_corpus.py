import json
import os
import stat
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from nobody import as_nobody

from index.corpus import MOST_BYTES, count_articles, load_articles
from index.errors import BadArticle, NothingToIndex
from index.records import Article, Span

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = "花呗逾期怎么办\n发布时间:2024-01-05\n逾期后平台一般先发短信提醒。\n"
PAGE = f"<html><head><title>花呗逾期怎么办</title></head><body><article><p>{'逾期后平台一般先发短信提醒，再由客服致电。' * 5}</p></article></body></html>"


def load(path: Path | str) -> tuple[list[Article], list[BadArticle]]:
    refused: list[BadArticle] = []
    return list(load_articles(path, refused=refused.append)), refused


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_the_seeds_are_two_articles_and_their_readme_is_none():
    first, second = load_articles(SEEDS)
    assert (first.title, first.title_derived, first.published) == (
        "支付宝逾期居然上门了,究竟发生了什么?",
        False,
        date(2025, 9, 1),
    )
    assert (second.title, second.title_derived, second.published) == ("支付宝欠款会上门外访吗?", True, None)
    assert first.source == first.id == f"{SEEDS.as_posix()}/000_334771b5e97f0932.txt"


def test_the_text_is_the_file_character_for_character(tmp_path):
    file = tmp_path / "windows.txt"
    file.write_bytes("标题\r\n\r\n　正文。\r\n".encode())
    (article,) = load_articles(file)
    assert article.text == "标题\r\n\r\n　正文。\r\n"
    assert article.title_span == Span(0, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_of_a_file_makes_no_difference(tmp_path, encoding):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding=encoding)
    assert next(load_articles(tmp_path)).text == ARTICLE


def test_folders_are_walked_in_a_stable_order_and_hidden_ones_left_out(tmp_path):
    for name in [
        "b/2.txt",
        "b/1.md",
        "a.txt",
        "c.html",
        ".git/x.txt",
        "~a.txt",
        ".hidden.txt",
        "b/README.md",
        "readme.zh.txt",
        "x.png",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE if name.endswith("html") else ARTICLE, encoding="utf-8")
    articles, refused = load(tmp_path)
    assert [Path(article.id).relative_to(tmp_path).as_posix() for article in articles] == [
        "a.txt",
        "b/1.md",
        "b/2.txt",
        "c.html",
    ]
    assert refused == []


def test_a_readme_that_is_named_itself_is_loaded(tmp_path):
    (tmp_path / "README.md").write_text(ARTICLE, encoding="utf-8")
    assert len(list(load_articles(tmp_path / "README.md"))) == 1


def test_a_page_is_its_main_text_with_title_and_link(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        PAGE.replace("<title>", '<link rel="canonical" href="https://example.cn/1"><title>'), encoding="utf-8"
    )
    (article,) = load_articles(file)
    assert (article.title, article.url, article.source) == (
        "花呗逾期怎么办",
        "https://example.cn/1",
        file.as_posix(),
    )
    assert "<p>" not in article.text


def test_records_bring_their_own_id_title_date_and_link(tmp_path):
    file = tmp_path / "all.jsonl"
    records = [
        {
            "id": "one",
            "title": "花呗逾期",
            "text": "逾期后会先发短信。",
            "url": "https://example.cn/1",
            "published": "2024-01-05",
        },
        {"_id": 2, "title": "", "text": "会上门吗？\n一般不会。"},
        {"id": "three", "title": "会上门吗", "text": "会上门吗\n一般不会。"},
    ]
    file.write_text(
        "\n\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8"
    )
    one, two, three = load_articles(file)
    assert one == Article(
        "one",
        f"{file.as_posix()}#one",
        "逾期后会先发短信。",
        "花呗逾期",
        None,
        False,
        date(2024, 1, 5),
        "https://example.cn/1",
    )
    assert (two.id, two.source, two.title) == ("2", f"{file.as_posix()}#2", "会上门吗？")
    assert three.title_span == Span(0, 4)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{not json", "enclosed in double quotes at character 2"),
        ('["a list"]', "is no JSON object"),
        ('{"text": "没有编号。"}', 'has no "id"'),
        ('{"id": "b", "text": " "}', 'has no "text"'),
        ('{"id": "b", "text": ["一", "二"]}', 'its "text" is no string'),
        ('{"id": "b", "text": "半个\\ud800字"}', 'its "text" holds'),
        ('{"id": "good", "text": "同一个编号。"}', "is that of"),
        ("[" * 100_000, "is no JSON"),
        ('{"id": "b", "text": "——"}', "has no readable word"),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_stops_no_other(tmp_path, line, problem):
    file = tmp_path / "all.jsonl"
    file.write_text(
        '{"id": "good", "text": "会上门吗？"}\n' + line + '\n{"id": "last", "text": "不会。"}\n',
        encoding="utf-8",
    )
    articles, refused = load(file)
    assert [article.id for article in articles] == ["good", "last"]
    assert len(refused) == 1
    assert problem in refused[0].problem
    assert "line 2" in str(refused[0])


def bad_files(folder: Path) -> dict[str, str]:
    """Make one file of each kind that cannot be read; return what is said about each."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.md").write_text(" \n\u3000\n", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "broken.txt").write_bytes("支付宝逾期会上门吗，许多用户都有这样的疑问。".encode()[:-2])
    (folder / "title.md").write_text("# 只有标题\n", encoding="utf-8")
    (folder / "rule.txt").write_text("——————\n", encoding="utf-8")
    (folder / "page.html").write_text("<html><body></body></html>", encoding="utf-8")
    (folder / "deep.html").write_text(PAGE.replace("<p>", "<ul><li>" * 3000 + "<p>"), encoding="utf-8")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    return {
        "empty.txt": "is empty",
        "blank.md": "readable",
        "picture.txt": "is a PNG image",
        "binary.txt": "is binary",
        "broken.txt": "is no text in UTF-8",
        "title.md": "has a title line but no text",
        "rule.txt": "has no readable word",
        "page.html": "no article text on this page",
        "deep.html": "is no page that can be read",
        "old.doc": ".doc is not read",
        "gone.txt": "cannot be read: no such file",
        "loop.txt": "cannot be read: too many levels of symbolic links",
        "pipe.txt": "is no regular file",
        "huge.txt": "has 20 MB",
    }


def test_every_bad_file_is_named_with_its_problem_and_stops_no_other(folder):
    expected = bad_files(folder)
    articles, refused = load(folder)
    assert [Path(article.id).name for article in articles] == ["good.txt"]
    said = {Path(bad.source).name: bad.problem for bad in refused}
    assert said.keys() == expected.keys()
    for name, problem in expected.items():
        assert problem in said[name], name
    assert all("\n" not in str(bad) for bad in refused)


def test_a_jsonl_of_another_encoding_is_refused_once(tmp_path):
    (tmp_path / "all.jsonl").write_text('{"id": "a", "text": "会上门吗？"}\n' * 3, encoding="utf-16")
    articles, refused = load(tmp_path / "all.jsonl")
    assert (articles, [bad.problem for bad in refused]) == (
        [],
        ["is UTF-16; the lines of a .jsonl are UTF-8, so save it as that"],
    )


@pytest.mark.parametrize("name", ["huge.txt", "huge.html", "huge.jsonl"])
def test_200_megabytes_are_refused_by_their_size_and_never_held(folder, name):
    with (folder / name).open("wb") as huge:
        huge.truncate(200_000_000)
    with (folder / "huge.jsonl").open("ab") as huge:
        huge.write('\n{"id": "behind", "text": "可能上门。"}\n'.encode())
    tracemalloc.start()
    assert count_articles(folder) >= 3
    articles, refused = load(folder)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {Path(article.id).name for article in articles} == {"good.txt", "behind"}
    assert [bad.problem for bad in refused] == ["has 200 MB, more than the 20 MB of an article; split it"]
    assert most < 100_000_000


def test_without_a_listener_the_first_bad_file_is_raised(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(BadArticle, match=r"a\.txt: is empty"):
        list(load_articles(tmp_path))


def test_a_name_with_a_newline_is_read_and_named_on_one_line(tmp_path):
    (tmp_path / "花\n呗.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "空\n的.txt").write_bytes(b"")
    articles, refused = load(tmp_path)
    assert articles[0].id.endswith("花\n呗.txt")
    assert str(refused[0]).endswith(r"空\n的.txt: is empty")


def test_a_name_that_is_not_utf8_is_refused(folder):
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(ARTICLE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system keeps no such name")
    articles, refused = load(folder)
    assert len(articles) == 1
    assert "its name holds" in str(refused[0])


def test_what_may_not_be_read_is_named(folder, monkeypatch):
    (folder / "secret.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "locked").mkdir()
    (folder / "secret.txt").chmod(0)
    (folder / "locked").chmod(0)
    folder.chmod(0o755)
    monkeypatch.chdir(folder)  # what lies above it is closed to nobody
    articles, refused = as_nobody(lambda: load("./"))
    (folder / "locked").chmod(stat.S_IRWXU)
    assert len(articles) == 1
    assert {str(bad) for bad in refused} == {
        "secret.txt: cannot be read: permission denied",
        "locked: cannot be opened: permission denied",
    }


def test_a_file_that_vanishes_between_listing_and_reading_stops_no_other(folder):
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "z.txt").write_text(ARTICLE, encoding="utf-8")
    refused: list[BadArticle] = []
    loading = load_articles(folder, refused=refused.append)
    names = [Path(next(loading).id).name]
    (folder / "good.txt").unlink()
    names += [Path(article.id).name for article in loading]
    assert names == ["a.txt", "z.txt"]
    assert "no such file" in refused[0].problem


def test_a_missing_path_is_named_at_once(tmp_path):
    with pytest.raises(NothingToIndex, match="nowhere: no such file or folder"):
        load_articles(tmp_path / "nowhere")


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(NothingToIndex, match=r"no \.txt, \.md, \.html, \.jsonl, \.docx or \.pdf file"):
        load_articles(tmp_path)


def test_a_file_of_another_kind_that_is_named_itself_is_refused(tmp_path):
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadArticle, match=r"\.xlsx is not read; save it as"):
        list(load_articles(tmp_path / "table.xlsx"))


def test_a_deep_folder_is_walked(tmp_path):
    folder = tmp_path
    for _ in range(200):
        folder = folder / "a"
        folder.mkdir()
    (folder / "deep.txt").write_text(ARTICLE, encoding="utf-8")
    assert len(list(load_articles(tmp_path))) == 1
