import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "args",
    [
        ["rag", "支付宝欠款会上门吗?", "--index"],
        ["rag", "支付宝欠款会上门吗?", "--json", "--index"],
        ["index", "--check", "--index"],
    ],
    ids=["rag", "rag --json", "index --check"],
)
def test_a_reader_that_has_left_is_no_error(seeds_index, args):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", *args, str(seeds_index)], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")
