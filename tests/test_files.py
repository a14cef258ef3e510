import os
import threading
from pathlib import Path

import pytest

from index.errors import BadArticle
from index.files import lines_of, open_regular, reason_of, walk


@pytest.fixture
def tree(tmp_path):
    """Makes files below an empty folder and gives what a walk through it finds and refuses, by relative path."""

    def make(*names):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()

    def walked():
        refused: list[BadArticle] = []
        found = list(walk(tmp_path, (".txt",), refused.append, make.passed_over.append, tmp_path / "index"))
        return (
            [file.relative_to(tmp_path).as_posix() for file in found],
            [(Path(bad.source).relative_to(tmp_path).as_posix(), bad.problem) for bad in refused],
        )

    make.root, make.walked, make.passed_over = tmp_path, walked, []
    return make


def test_the_order_is_that_of_the_names_however_they_came_about(tree):
    tree("b/2.txt", "c.txt", "b/1.txt", "a/z.txt", "b/a/3.txt", "B.txt", "10.txt", "9.txt")
    assert tree.walked() == (
        ["10.txt", "9.txt", "B.txt", "a/z.txt", "b/1.txt", "b/2.txt", "b/a/3.txt", "c.txt"],
        [],
    )


def test_hidden_files_drafts_readmes_and_other_kinds_are_passed_over(tree):
    tree("a.txt", "B.TXT", ".a.txt", "~a.txt", "readme.txt", "README.zh.txt", "a.png", ".git/a.txt", "txt")
    assert tree.walked() == (["B.TXT", "a.txt"], [])


def test_a_folder_named_like_a_file_is_walked_and_a_readme_folder_too(tree):
    tree("a.txt/b.txt", "README/c.txt")
    assert tree.walked() == (["README/c.txt", "a.txt/b.txt"], [])


def test_links_that_lead_round_end_and_each_is_named(tree):
    tree("a/b/1.txt")
    (tree.root / "a" / "b" / "up").symlink_to(tree.root / "a")
    (tree.root / "a" / "b" / "self").symlink_to(tree.root / "a" / "b" / "self")
    (tree.root / "a" / "here").symlink_to(".")
    assert tree.walked() == (["a/b/1.txt"], [])
    assert tree.passed_over == [tree.root / "a/b/self", tree.root / "a/b/up", tree.root / "a/here"]


def test_a_folder_with_two_names_is_walked_once_by_the_first(tree):
    tree("real/1.txt")
    (tree.root / "link").symlink_to(tree.root / "real")
    assert tree.walked() == (["link/1.txt"], [])
    assert tree.passed_over == [tree.root / "real"]


def test_the_folder_to_leave_out_is_not_entered_by_any_way(tree):
    tree("a.txt", "index/b.txt", "index/c.png")
    (tree.root / "link").symlink_to(tree.root / "index")
    assert tree.walked() == (["a.txt"], [])
    assert tree.passed_over == []


def test_a_link_to_nowhere_is_left_to_the_reader_to_name(tree):
    (tree.root / "gone.txt").symlink_to("nowhere")
    assert tree.walked() == (["gone.txt"], [])


def test_names_may_hold_anything(tree):
    tree("花\n呗/还\n款.txt", " .txt", "-rf.txt", "'\".txt")
    assert tree.walked() == ([" .txt", "'\".txt", "-rf.txt", "花\n呗/还\n款.txt"], [])


def test_a_folder_that_vanishes_during_the_walk_stops_no_other(tree):
    tree("a.txt", "b/1.txt", "c.txt")
    refused: list[BadArticle] = []
    walking = walk(tree.root, (".txt",), refused.append)
    names = [next(walking).name]
    (tree.root / "b" / "1.txt").unlink()
    (tree.root / "b").rmdir()
    # What was listed and is no folder any more is taken for a file; whoever opens it is told.
    names += [file.name for file in walking]
    assert names == ["a.txt", "b", "c.txt"]


def test_a_regular_file_opens_and_nothing_else_does(tmp_path):
    (tmp_path / "a.txt").write_bytes("上门".encode())
    with open_regular(tmp_path / "a.txt", "a.txt") as opened:
        assert opened.read().decode() == "上门"
    os.mkfifo(tmp_path / "pipe.txt")
    for device in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(BadArticle, match="is no regular file"), open_regular(device, str(device)):
            pass
    with pytest.raises(IsADirectoryError), open_regular(tmp_path, "folder"):
        pass


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    said = []

    def open_it():
        try:
            with open_regular(tmp_path / "pipe.txt", "pipe.txt"):
                pass
        except BadArticle as bad:
            said.append(str(bad))

    opening = threading.Thread(target=open_it, daemon=True)
    opening.start()
    opening.join(5)
    assert said == ["pipe.txt: is no regular file"]


def test_a_file_that_is_removed_while_it_is_read_is_read_to_its_end(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"0123456789" * 100_000)
    with open_regular(file, "a.txt") as opened:
        begun = opened.read(10)
        file.unlink()
        assert begun + opened.read() == b"0123456789" * 100_000


def test_lines_come_with_their_size_and_too_long_ones_cut(tmp_path):
    (tmp_path / "a").write_bytes(b"12345\n\n1234567\n123456\n" + b"x" * 23)
    with open_regular(tmp_path / "a", "a") as opened:
        lines = list(lines_of(opened, 6))
    assert lines == [(b"12345\n", 6), (b"\n", 1), (b"1234567", 8), (b"123456\n", 7), (b"xxxxxxx", 23)]


def test_reasons_are_the_words_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, open_regular(tmp_path / "gone", "gone"):
        pass
    assert reason_of(caught.value) == "no such file or directory"
