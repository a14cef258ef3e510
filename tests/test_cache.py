"""A kept folder is made once, whole or absent, and made again when a bit of it is wrong."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.cache import is_whole, kept_folder

ROOT = Path(__file__).parent.parent
# A maker that takes its time, and leaves a line in a log beside the folder.
SLOW_MAKER = """
import sys, time
from pathlib import Path
from index.cache import kept_folder

folder = Path(sys.argv[1])

def make(new):
    with (folder.parent / "log").open("a") as log:
        log.write("made\\n")
    (new / "a").write_text("half")
    print("making", flush=True)
    time.sleep(float(sys.argv[2]))
    (new / "b").write_text("whole")

print((kept_folder(folder, make) / "b").read_text(), flush=True)
"""


def start(folder: Path, seconds: float) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SLOW_MAKER, str(folder), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "kept"


@pytest.fixture
def make():
    """A maker that counts how often it was asked."""

    def make(new: Path) -> None:
        make.times += 1
        (new / "inner").mkdir()
        (new / "inner" / "words").write_text("欠款")
        (new / "numbers").write_bytes(bytes(range(256)))

    make.times = 0
    return make


def test_a_folder_is_made_once(folder, make):
    assert kept_folder(folder, make) == folder
    kept_folder(folder, make)
    assert make.times == 1
    assert (folder / "inner" / "words").read_text() == "欠款"


def flip_a_bit(folder):
    content = bytearray((folder / "numbers").read_bytes())
    content[100] ^= 1
    (folder / "numbers").write_bytes(content)


def cut_short(folder):
    (folder / "numbers").write_bytes(b"")


def lose_a_file(folder):
    (folder / "inner" / "words").unlink()


def lose_the_checksums(folder):
    (folder / "checksums.json").unlink()


def garble_the_checksums(folder):
    (folder / "checksums.json").write_text('["numbers"]')


@pytest.mark.parametrize(
    "damage",
    [flip_a_bit, cut_short, lose_a_file, lose_the_checksums, garble_the_checksums],
    ids=lambda d: d.__name__,
)
def test_a_damaged_folder_is_made_again(folder, make, damage):
    kept_folder(folder, make)
    damage(folder)
    assert not is_whole(folder)
    kept_folder(folder, make)
    assert make.times == 2
    assert is_whole(folder)
    assert (folder / "numbers").read_bytes() == bytes(range(256))
    assert sorted(path.name for path in folder.parent.iterdir()) == ["kept", "kept.lock"]


def test_a_maker_that_fails_leaves_nothing_behind(folder):
    def fail(new: Path) -> None:
        (new / "half").write_text("")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        kept_folder(folder, fail)
    assert [path.name for path in folder.parent.iterdir()] == ["kept.lock"]


def test_a_place_that_cannot_be_written_raises_an_oserror(tmp_path, make):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        kept_folder(tmp_path / "file" / "kept", make)


def test_of_four_processes_that_ask_at_once_one_makes_it(folder):
    processes = [start(folder, 0.3) for _ in range(4)]
    told = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [words[-1] for words in told] == ["whole"] * 4
    assert (folder.parent / "log").read_text() == "made\n"


def test_what_a_killed_process_left_is_cleared_and_made_again(folder):
    process = start(folder, 60)
    assert process.stdout is not None
    assert process.stdout.readline() == "making\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert not folder.exists()

    begun = time.monotonic()
    assert start(folder, 0).communicate(timeout=60)[0].split()[-1] == "whole"
    assert time.monotonic() - begun < 30, "waited for a lock that nobody holds"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["kept", "kept.lock", "log"]
