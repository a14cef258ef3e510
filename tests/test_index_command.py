import json
import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from nobody import as_nobody

from index.__main__ import _how_far, main
from index.build import build_index
from index.corpus import DOCUMENTS, RECORDS, TEXT_FILES, WEB_PAGES, count_articles
from index.store import PassageIndex

ROOT = Path(__file__).parent.parent
SUFFIXES_READ = (*TEXT_FILES, *WEB_PAGES, *DOCUMENTS, RECORDS)
GOOD = "关于催收上门\n\n催收人员可能上门。不会天天上门。\n"


@pytest.fixture
def command(tmp_path, monkeypatch, capsys, letter_embedder):
    """Runs the command in an empty folder, with an embedder that costs nothing; gives status, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    # No command reads questions: to be ready for them would export a second graph.
    embedders = {"articles": letter_embedder}
    monkeypatch.setattr("index.__main__.open_embedder", lambda model, reads="questions": embedders[reads])
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "good.txt").write_text(GOOD, "utf-8")

    def run(*argv, **environ):
        status = main(argv, environ)
        return (status, *capsys.readouterr())

    return run


def test_a_rebuild_says_what_it_did_and_what_the_index_holds(command):
    status, out, _ = command("articles", "--index", "there")
    assert status == 0
    assert "1 articles added, 0 changed, 0 removed, 0 unchanged, 0 refused" in out
    assert "the index holds 1 articles (0 duplicates), 1 sections, 1 passages, 2 sentences" in out
    assert "characters dropped as boilerplate" in out
    assert "in there, after" in out
    assert PassageIndex.open("there").article_count == 1


def test_the_environment_names_the_folder_when_nobody_else_does(command):
    command("articles", RAG_INDEX="elsewhere")
    command("articles")
    assert PassageIndex.open("elsewhere").article_count == 1
    assert PassageIndex.open("data/index").article_count == 1


def test_a_bad_article_is_named_and_the_others_are_in(command):
    Path("articles/empty.txt").touch()
    status, out, _ = command("articles", "--index", "there")
    assert status == 1
    assert "refused: articles/empty.txt: " in out
    assert "1 refused" in out
    assert PassageIndex.open("there").article_count == 1


def test_several_paths_make_one_index(command):
    Path("more.txt").write_text("关于还款\n\n可以协商还款。\n", "utf-8")
    status, _, _ = command("articles", "more.txt", "--index", "there")
    assert status == 0
    assert [a.id for a in PassageIndex.open("there").articles()] == ["articles/good.txt", "more.txt"]


def test_nothing_readable_builds_nothing_and_names_what_was_refused(command):
    command("articles", "--index", "there")
    Path("bad").mkdir()
    Path("bad/empty.txt").touch()
    status, out, err = command("bad", "--index", "there")
    assert (status, out) == (2, "")
    assert "refused: bad/empty.txt: " in err
    assert "NothingToIndex: " in err
    assert PassageIndex.open("there").article_count == 1


@pytest.mark.parametrize(
    ("target", "problem"), [("loop", "too many levels of symbolic links"), ("nowhere", "no such file or")]
)
def test_a_link_that_leads_to_no_file_is_an_article_refused(command, target, problem):
    Path("loop").symlink_to(target)
    status, out, err = command("loop", "--index", "there")
    assert (status, out) == (2, "")
    assert err.startswith(f"refused: loop: cannot be read: {problem}")
    status, out, _ = command("articles", "loop", "--index", "there")
    assert status == 1
    assert f"refused: loop: cannot be read: {problem}" in out
    assert PassageIndex.open("there").article_count == 1


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (["absent"], "absent"),
        ([], "PATH"),
        (["articles", "--index", "articles"], "ForeignFolder: articles: "),
        (["articles", "--index", "articles/good.txt"], "ForeignFolder: articles/good.txt: is a file"),
        (["--check", "--index", "absent"], "MissingIndex: no index in absent; build one with: "),
        (["--check", "--index", "absent\nhere"], "MissingIndex: no index in absent\\nhere; build one with: "),
        (["--check", "articles"], "leave out PATH and --full"),
        (["articles", "nothing"], "NothingToIndex: nothing: no .txt, "),
    ],
    ids=[
        "missing path",
        "no path",
        "foreign folder",
        "a file for a folder",
        "nothing to check",
        "a name of two lines",
        "check with a path",
        "an empty folder beside a good one",
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(command, argv, named):
    Path("nothing").mkdir()
    status, out, err = command(*argv)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_an_index_without_a_name_is_refused_before_anything_is_written(command, capsys):
    with pytest.raises(SystemExit, match="2"):
        command("articles", "--index", "")
    assert "argument --index: names no folder" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["articles"]


@pytest.mark.parametrize("argv", [["articles"], ["--check"]], ids=["rebuild", "check"])
def test_an_index_that_may_not_be_listed_is_one_line_and_status_2(command, tmp_path, argv):
    tmp_path.chmod(0o755)
    Path("there").mkdir(mode=0o311)
    status, out, err = as_nobody(lambda: command(*argv, "--index", "there"))
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_fault_of_ours_is_no_index_with_some_refused(command, monkeypatch):
    monkeypatch.setattr("index.__main__.build_index", lambda *given, **how: [][1])
    status, _, err = command("articles", "--index", "there")
    assert status == 2
    assert err.endswith("IndexError: list index out of range\n")


def test_files_of_other_kinds_are_counted(command):
    for name in ("a.css", "b.css", "c.PNG", "none", ".hidden", "README.md"):
        Path("articles", name).write_text("x")
    _, out, _ = command("articles", "--index", "there")
    assert "4 files of other kinds passed over: .css 2, .png 1, no suffix 1\n" in out


def test_a_second_way_into_a_folder_is_named_and_does_no_harm(command):
    Path("articles/round").symlink_to(".")
    status, out, _ = command("articles", "--index", "there")
    assert status == 0
    assert "passed over: articles/round: leads to a folder that was read already\n" in out
    report = json.loads(command("articles", "--index", "there", "--json")[1])
    assert (report["refused"], report["read_already"]) == ([], ["articles/round"])


def test_where_there_is_no_terminal_a_line_says_how_far_it_is(command, monkeypatch):
    for number in range(3):
        Path(f"articles/{number}.txt").write_text(GOOD if number else "", "utf-8")
    monkeypatch.setattr("index.__main__._SECONDS_BETWEEN_LINES", 0)
    _, _, err = command("articles", "--index", "there")
    refused, written = err.splitlines()
    assert refused.startswith("indexing: 1 of 4 articles, ")
    assert written.startswith("indexing: 4 of 4 articles, ")
    assert written.endswith(" a second, 0:00 left")


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (512, 3000, 0.79, "512 of 3,000 articles, 648 a second, 0:04 left"),
        (3, 7000, 1.5, "3 of 7,000 articles, 2.0 a second, 58:18 left"),
        (7000, 7000, 10, "7,000 of 7,000 articles, 700 a second, 0:00 left"),
    ],
)
def test_how_far_it_is(done, total, seconds, said):
    assert _how_far(done, total, seconds) == said


def test_check_says_what_the_index_holds_or_what_is_broken(command):
    command("articles", "--index", "there")
    status, out, _ = command("--check", "--index", "there")
    assert status == 0
    assert "holds 1 articles" in out
    assert "with 'letters'" in out
    next(Path("there").glob("v-*/sentences.npy")).write_bytes(b"")
    status, _, err = command("--check", "--index", "there")
    assert status == 2
    assert err.startswith("BrokenIndex: there/v-")
    assert "sentences.npy: has 0 bytes instead of" in err


def test_check_names_the_duplicates(command):
    Path("articles/co\npy.txt").write_text(GOOD, "utf-8")
    assert "holds 2 articles (1 duplicates)" in command("articles", "--index", "there")[1]
    _, out, _ = command("--check", "--index", "there")
    assert out.startswith("duplicate: articles/good.txt says what articles/co\\npy.txt says\n")


def test_json_is_the_summary_for_programs(command):
    Path("articles/empty.txt").touch()
    _, out, _ = command("articles", "--index", "there", "--json")
    report = json.loads(out)
    assert report["counts"]["articles"] == report["added"] == 1
    assert report["refused"][0]["source"] == "articles/empty.txt"
    assert report["engine"] == "by hand"
    checked = json.loads(command("--check", "--index", "there", "--json")[1])
    assert checked["counts"] == report["counts"]
    assert checked["embedder"] == "letters"


def test_json_says_why_nothing_was_built(command):
    Path("articles/good.txt").write_text("")
    status, out, err = command("articles", "--index", "there", "--json")
    why = json.loads(out)
    assert (status, why["error"]) == (2, "NothingToIndex")
    assert why["refused"] == [{"source": "articles/good.txt", "problem": "is empty"}]
    assert f"NothingToIndex: {why['problem']}\n" in err


def test_json_says_what_was_asked_wrongly_and_that_it_was_interrupted(command, monkeypatch):
    status, out, err = command("--check", "articles", "--json")
    assert (status, json.loads(out)["error"]) == (2, "Misuse")
    assert json.loads(out)["problem"] == err.rstrip()
    monkeypatch.setattr("index.__main__.build_index", lambda *given, **how: [][1])
    status, out, _ = command("articles", "--index", "there", "--json")
    assert (status, json.loads(out)["error"]) == (2, "IndexError")

    def interrupt(*given, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr("index.__main__.build_index", interrupt)
    status, out, err = command("articles", "--index", "there", "--json")
    assert (status, json.loads(out)["error"]) == (130, "Interrupted")
    assert err == f"interrupted; {json.loads(out)['problem']}\n"


def test_check_says_whether_a_model_fits(command, letter_embedder, monkeypatch):
    command("articles", "--index", "there")
    check = ["--check", "--index", "there", "--model", "letters"]
    assert "fits 'letters': its vectors compare with those of the index\n" in command(*check)[1]
    assert json.loads(command(*check, "--json")[1])["fits"] == "letters"
    monkeypatch.setattr(letter_embedder, "fingerprint", "1" * 64)
    status, _, err = command(*check)
    assert status == 2
    assert "EmbedderMismatch: there: index built with 'other weights of letters'" in err
    assert "rebuild: python -m index PATH... --index there --model letters" in err


def test_full_embeds_again_what_did_not_change(command):
    command("articles", "--index", "there")
    assert "0 texts embedded" in command("articles", "--index", "there")[1]
    assert "0 texts embedded" not in command("articles", "--index", "there", "--full")[1]


def test_an_index_below_its_articles_is_none_of_them(command):
    for _ in range(2):
        status, out, _ = command(".", "--index", "articles/index")
        assert status == 0
        assert "passed over" not in out
    assert [article.id for article in PassageIndex.open("articles/index").articles()] == ["articles/good.txt"]


def test_a_terminal_sees_a_bar_with_the_number_of_articles(command):
    for name in ("README.txt", ".hidden.txt", "photo.png"):
        Path("articles", name).write_text("可以还款。", "utf-8")
    lines = (json.dumps({"id": str(n), "title": f"还款{n}", "text": "可以还款。"}) for n in range(3))
    Path("articles/more.jsonl").write_text("\n".join(lines), "utf-8")
    ours, theirs = os.openpty()
    os.set_blocking(ours, False)
    termios.tcsetwinsize(theirs, (24, 80))
    command_line = [sys.executable, "-c", QUICK_REBUILD]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command_line, env=environ, stdout=subprocess.DEVNULL, stderr=theirs, check=True)
    seen = os.read(ours, 1 << 16).decode()
    os.close(theirs)
    os.close(ours)
    assert "indexing:   0%|" in seen
    assert "/4 [" in seen


def test_the_bar_counts_what_cannot_be_read_as_one(command):
    Path("articles/folder.jsonl").mkdir()
    Path("articles/folder.jsonl/a.txt").write_text("可以还款。", "utf-8")
    os.mkfifo("articles/pipe.jsonl")
    for path in ("articles/folder.jsonl", "articles/pipe.jsonl", "articles/none.jsonl"):
        assert count_articles(path) == 1


# -- the real thing, as a process ----------------------------------------------------------------------------------


def process(*argv, cwd):
    """Run python with ``argv`` to its end."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *argv], cwd=cwd, env=environ, capture_output=True, text=True)


def test_help_explains_itself(tmp_path):
    ran = process("-m", "index", "--help", cwd=tmp_path)
    assert "exit status" in ran.stdout
    assert all(suffix in ran.stdout for suffix in SUFFIXES_READ)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_opening_an_index_loads_nothing_slow(tmp_path, command):
    command("articles", "--index", "there")
    program = """
import sys
from index import PassageIndex
PassageIndex.open("there").passage(0)
print([name for name in ("torch", "faiss", "bm25s", "opencc", "trafilatura", "openvino") if name in sys.modules])
"""
    assert process("-c", program, cwd=tmp_path).stdout == "[]\n"


def test_a_model_that_cannot_be_had_is_one_line(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    ran = process("-m", "index", "a.txt", "--index", "there", "--model", "nobody/has-this", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("ModelUnavailable: model 'nobody/has-this': ")
    assert ran.stderr.count("\n") == 1


QUICK_REBUILD = """
import sys
import numpy as np
import index.__main__ as command

class Quick:
    name, fingerprint, dimension, engine = "quick", "1" * 64, 2, "by hand"
    def embed_passages(self, texts):
        return np.full((len(texts), 2), 0.5 ** 0.5, np.float32)
    embed_sentences = embed_questions = embed_passages

command.open_embedder = lambda model, reads: Quick()
sys.exit(command.main(["articles", "--index", "there"]))
"""

# What is left of stderr for a rebuild that says every few moments how far it is.
NOBODY_LISTENS = {"closed": "2>&-", "full": "2>/dev/full", "left": "2>&1 >/dev/null | true"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("stderr", NOBODY_LISTENS.values(), ids=NOBODY_LISTENS)
@pytest.mark.parametrize(("fault", "status"), [("", "0"), ("command.build_index = None", "2")])
def test_what_nobody_listens_to_ends_no_rebuild(command, stderr, fault, status):
    program = QUICK_REBUILD.replace("sys.exit", f"command._SECONDS_BETWEEN_LINES = 0; {fault}\nsys.exit")
    line = f'( "$0" -c "$1"; echo $? >status ) {stderr}'
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-c", line, sys.executable, program], env=environ, check=True)
    assert Path("status").read_text() == f"{status}\n"
    assert Path("there/CURRENT").exists() == (status == "0")


SLOW_REBUILD = """
import sys, time
import numpy as np
import index.__main__ as command

class Slow:
    name, fingerprint, dimension = "slow", "2" * 64, 2
    def embed_passages(self, texts):
        print("embedding", flush=True)
        time.sleep(60)

command.open_embedder = lambda model, reads: Slow()
sys.exit(command.main(["articles", "--index", "there"]))
"""


ENDLESS_REBUILD = """
import sys, time
import index.__main__ as command
from index import BadArticle, load_articles

class Idle:
    name, fingerprint, dimension = "idle", "2" * 64, 2

def one_good_and_bad_ones_without_end(path, *, refused, **others):
    yield from load_articles(path)
    print("reading", flush=True)
    while True:
        refused(BadArticle("bad", "is empty"))
        time.sleep(0.1)

command.open_embedder = lambda model, reads: Idle()
command.load_articles = one_good_and_bad_ones_without_end
sys.exit(command.main(["articles", "--index", "there"]))
"""


def interrupted(program, *, when):
    """Run ``program``, interrupt it when it has printed ``when``, and return what it says and its status."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environ, stdout=pipe, stderr=pipe, text=True
    ) as ran:
        assert ran.stdout.readline() == f"{when}\n"
        ran.send_signal(signal.SIGINT)
        try:
            return ran.communicate(timeout=30)[1], ran.returncode
        finally:
            ran.kill()


def test_ctrl_c_says_so_and_leaves_the_old_index(command):
    command("articles", "--index", "there")
    before = sorted(path.name for path in Path("there").iterdir())
    said = interrupted(SLOW_REBUILD, when="embedding")
    assert said == ("interrupted; the index in there is as it was\n", 130)
    assert sorted(path.name for path in Path("there").iterdir()) == before


def test_ctrl_c_is_answered_while_bad_articles_are_read(command):
    said = interrupted(ENDLESS_REBUILD, when="reading")
    assert said == ("interrupted; no index was built in there\n", 130)
    assert not Path("there").exists()


def test_ctrl_c_after_the_last_step_says_that_the_new_index_is_there(command, monkeypatch):
    def publish_and_stop(*given, **how):
        build_index(*given, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr("index.__main__.build_index", publish_and_stop)
    assert command("articles", "--index", "there") == (
        130,
        "",
        "interrupted; the index in there is the new one, and whole\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_summary_that_cannot_be_printed_does_not_say_that_nothing_was_built(command):
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", QUICK_REBUILD],
            env=environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, "cannot print: No space left on device\n")
    assert PassageIndex.open("there").article_count == 1
