import errno
import os
from pathlib import Path

import pytest
from nobody import as_nobody

from index.errors import BrokenIndex, ForeignFolder, IndexLocked, MissingIndex, UnwritableIndex
from index.swap import current_version, finished_version, make_current, version_in_the_making

FIRST, SECOND = "1" * 64, "2" * 64


def publish(folder, checksum, text="whole"):
    with version_in_the_making(folder) as making:
        (making / "file").write_text(text)
        version = finished_version(folder, making, checksum)
        make_current(folder)
    return version


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_readers_open_the_version_that_was_published_last(tmp_path):
    publish(tmp_path, FIRST)
    second = publish(tmp_path, SECOND)
    assert current_version(tmp_path) == second


def test_earlier_versions_are_cleared_and_whoever_holds_them_open_keeps_them(tmp_path):
    first = publish(tmp_path, FIRST, "old words")
    with (first / "file").open() as held:
        second = publish(tmp_path, SECOND)
        assert names(tmp_path) == [".lock", "CURRENT", second.name]
        assert held.read() == "old words"


def test_a_version_in_the_making_is_not_seen_and_not_left_behind(tmp_path):
    first = publish(tmp_path, FIRST)
    with version_in_the_making(tmp_path) as making:
        (making / "file").write_text("half")
        assert current_version(tmp_path) == first
    assert not making.exists()


def test_an_error_in_the_making_leaves_everything_as_it_was(tmp_path):
    first = publish(tmp_path, FIRST)
    with pytest.raises(KeyError), version_in_the_making(tmp_path):
        {}["no such thing"]
    assert names(tmp_path) == [".lock", "CURRENT", first.name]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "no permission to write here"),
        (errno.EIO, "the disk reports an error"),
    ],
)
def test_a_disk_that_takes_nothing_says_why_and_keeps_the_version_that_is_there(tmp_path, number, said):
    first = publish(tmp_path, FIRST)
    expected = f"cannot write a new index: {said}; an index that was there is as it was"
    with pytest.raises(UnwritableIndex, match=expected), version_in_the_making(tmp_path):
        raise OSError(number, os.strerror(number))
    assert names(tmp_path) == [".lock", "CURRENT", first.name]
    assert current_version(tmp_path) == first


def test_a_folder_that_is_named_from_here_says_why_as_well(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path / "index" / "file"))
    with pytest.raises(UnwritableIndex, match="the disk is full"), version_in_the_making(Path("index")):
        raise full


def test_a_folder_that_was_made_for_nothing_is_removed(tmp_path):
    (tmp_path / "mine").mkdir()
    for name in ("new/index", "mine"):
        with pytest.raises(KeyError), version_in_the_making(tmp_path / name):
            raise KeyError
    assert names(tmp_path) == ["mine"]


def test_the_next_rebuild_clears_what_a_killed_one_left(tmp_path):
    first = publish(tmp_path, FIRST)
    (tmp_path / f"building-{'a' * 32}").mkdir()
    (tmp_path / f"v-{'b' * 32}").mkdir()
    with version_in_the_making(tmp_path) as making:
        assert names(tmp_path) == [".lock", "CURRENT", making.name, first.name]


def test_what_is_not_ours_is_never_removed(tmp_path):
    publish(tmp_path, FIRST)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "v-mine").mkdir()
    (tmp_path / "v-mine" / "photo").write_text("mine")
    second = publish(tmp_path, SECOND)
    assert names(tmp_path) == [".lock", "CURRENT", "notes.txt", second.name, "v-mine"]


@pytest.mark.parametrize("other", ["thesis.doc", "v-3", "CURRENT.txt"])
def test_a_folder_that_holds_something_else_is_refused_and_untouched(tmp_path, other):
    (tmp_path / other).write_text("mine")
    with pytest.raises(ForeignFolder, match=other), version_in_the_making(tmp_path):
        pass
    assert names(tmp_path) == [other]


def test_a_folder_of_another_program_with_a_CURRENT_of_its_own_is_refused(tmp_path):
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    (tmp_path / "MANIFEST-000001").write_text("theirs")
    with pytest.raises(ForeignFolder), version_in_the_making(tmp_path):
        pass
    assert names(tmp_path) == ["CURRENT", "MANIFEST-000001"]


def test_a_folder_with_hidden_files_only_counts_as_empty(tmp_path):
    (tmp_path / ".gitkeep").touch()
    published = publish(tmp_path, FIRST)
    assert current_version(tmp_path) == published
    assert (tmp_path / ".gitkeep").exists()


def test_a_link_that_bears_a_name_of_ours_is_not_followed(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("mine")
    folder = tmp_path / "index"
    publish(folder, FIRST)
    (folder / f"v-{'c' * 32}").symlink_to(precious)
    publish(folder, SECOND)
    assert (precious / "file").read_text() == "mine"


def test_a_file_where_the_folder_should_be_is_refused(tmp_path):
    (tmp_path / "index").write_text("mine")
    with pytest.raises(ForeignFolder, match="is a file"), version_in_the_making(tmp_path / "index"):
        pass


def test_a_second_rebuild_at_once_is_told_so(tmp_path):
    with (
        version_in_the_making(tmp_path),
        pytest.raises(IndexLocked, match="another rebuild"),
        version_in_the_making(tmp_path),
    ):
        pass
    publish(tmp_path, FIRST)


@pytest.mark.parametrize("folder", ["absent", "empty", "file"])
def test_no_index_is_a_missing_index(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(MissingIndex, match="build one with"):
        current_version(tmp_path / folder)


def test_a_first_rebuild_that_is_killed_just_before_the_end_leaves_no_index(tmp_path):
    with version_in_the_making(tmp_path) as making:
        finished_version(tmp_path, making, FIRST)
    with pytest.raises(MissingIndex):
        current_version(tmp_path)
    second = publish(tmp_path, SECOND)
    assert names(tmp_path) == [".lock", "CURRENT", second.name]


@pytest.mark.parametrize("damage", ["gone", "empty", "other bytes", "names nothing"])
def test_a_damaged_CURRENT_is_named(tmp_path, damage):
    publish(tmp_path, FIRST)
    current = tmp_path / "CURRENT"
    if damage == "gone":
        current.unlink()
    else:
        current.write_bytes(
            {"empty": b"", "other bytes": b"\xff\x00", "names nothing": b"v-" + b"9" * 32}[damage]
        )
    with pytest.raises(BrokenIndex) as caught:
        current_version(tmp_path)
    assert caught.value.file == "CURRENT"
    repaired = publish(tmp_path, SECOND)
    assert current_version(tmp_path) == repaired


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that nobody can write")
def test_a_folder_that_cannot_be_made_says_why():
    folder = Path("/proc/self/index")
    with pytest.raises(UnwritableIndex, match="cannot write a new index"), version_in_the_making(folder):
        pass


def test_a_folder_above_it_that_cannot_be_made_says_why_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o555)

    def rebuild():
        with version_in_the_making(Path("data/index")):
            pass

    with pytest.raises(UnwritableIndex, match="data/index: cannot write a new index: no permission to write"):
        as_nobody(rebuild)


def test_a_folder_that_may_be_entered_and_not_listed_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    Path("index").mkdir(mode=0o311)
    with pytest.raises(BrokenIndex, match="is missing, and what else is there cannot be listed"):
        as_nobody(lambda: current_version(Path("index")))

    def rebuild():
        with version_in_the_making(Path("index")):
            pass

    with pytest.raises(UnwritableIndex, match="no permission to write here"):
        as_nobody(rebuild)
