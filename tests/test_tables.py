import ast
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.tables import TableReader, TableWriter, in_parts, mapped, table_to_fill, write_table

NUMBERS = np.arange(35, dtype=np.float32).reshape(7, 5)


@pytest.fixture
def table(tmp_path):
    """A table of NUMBERS, written in two steps."""
    writer = TableWriter(tmp_path / "numbers.npy", NUMBERS.dtype, width=5)
    writer.append(NUMBERS[:3])
    writer.append(NUMBERS[3:])
    writer.close()
    return tmp_path / "numbers.npy"


def test_what_is_written_row_by_row_is_an_array_like_any_other(table):
    assert np.load(table, allow_pickle=False).tolist() == NUMBERS.tolist()
    assert mapped(table).tolist() == NUMBERS.tolist()


@pytest.mark.parametrize(("first", "last"), [(0, 7), (2, 4), (6, 7), (3, 3), (5, 100)])
def test_rows_that_are_read_are_those_of_the_array(table, first, last):
    rows = TableReader(table).rows(first, last)
    assert rows.tolist() == NUMBERS[first:last].tolist()
    assert (rows.dtype, rows.shape[1]) == (np.float32, 5)


def test_parts_of_a_table_make_up_the_whole(table):
    assert [len(part) for part in in_parts(table, 3)] == [3, 3, 1]
    assert np.concatenate(list(in_parts(table, 3))).tolist() == NUMBERS.tolist()


def test_a_table_may_be_empty(tmp_path):
    write_table(tmp_path / "none.npy", np.empty(0, np.int32))
    assert mapped(tmp_path / "none.npy").tolist() == []


def test_a_table_to_fill_holds_zeros_until_it_is_written_to(tmp_path):
    rows = table_to_fill(tmp_path / "rows.npy", np.dtype("<i4"), 4)
    rows[[3, 1]] = [30, 10]
    rows.flush()
    assert mapped(tmp_path / "rows.npy").tolist() == [0, 10, 0, 30]


def test_half_a_table_is_an_error_and_no_shorter_table(table):
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises((OSError, ValueError)):
        mapped(table)


def test_two_threads_never_parse_a_header_at_once(table, monkeypatch):
    parse, parsing, together = ast.literal_eval, threading.Lock(), []

    def watched(header):
        together.append(not parsing.acquire(blocking=False))
        try:
            time.sleep(0.005)
            return parse(header)
        finally:
            if parsing.locked():
                parsing.release()

    monkeypatch.setattr(ast, "literal_eval", watched)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(mapped, [table] * 16))
    assert together == [False] * 16
