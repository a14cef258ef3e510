import numpy as np
import pytest

from index.nearest import NearestVectors, write_cells


def unit_vectors(n, seed=0):
    """Vectors in clumps, as those of texts are."""
    rng = np.random.default_rng(seed)
    clumps = rng.standard_normal((50, 32))
    vectors = clumps[rng.integers(50, size=n)] + 0.7 * rng.standard_normal((n, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def cells_of(vectors, path, exact_up_to=1_000):
    """Write the cells of ``vectors`` to ``path`` and return it."""
    np.save(path.with_suffix(".npy"), vectors)
    write_cells(path.with_suffix(".npy"), path, exact_up_to)
    return path


def exact(vectors, vector, k):
    scores = vectors @ vector
    rows = np.argsort(-scores, kind="stable")[:k]
    return rows, scores[rows]


@pytest.fixture(scope="module")
def vectors():
    return unit_vectors(6_000)


@pytest.fixture(params=[10_000, 1_000], ids=["compared with each", "in cells"])
def search(request, vectors, tmp_path):
    return NearestVectors(vectors, cells_of(vectors, tmp_path / "cells", request.param)).search


def test_the_nearest_vector_to_one_of_them_is_itself(vectors, search):
    for row in range(0, 6_000, 500):
        rows, scores = search(vectors[row], 3)
        assert rows[0] == row
        assert scores[0] == pytest.approx(1, abs=1e-5)


def test_scores_are_exact_and_come_best_first(vectors, search):
    question = unit_vectors(1, seed=1)[0]
    rows, scores = search(question, 50)
    assert scores == pytest.approx(vectors[rows] @ question, abs=1e-6)
    assert (np.diff(scores) <= 0).all()
    assert rows.dtype == np.int64
    assert scores.dtype == np.float32


def test_nearly_all_of_the_ten_nearest_are_found(vectors, search):
    questions = unit_vectors(100, seed=2)
    found = [len(set(search(q, 10)[0]) & set(exact(vectors, q, 10)[0])) for q in questions]
    assert np.mean(found) / 10 >= 0.98


def test_twins_come_in_the_order_of_their_rows(vectors, tmp_path):
    twins = np.concatenate([vectors, vectors[:5], vectors[:5]])
    assert NearestVectors(twins, cells_of(twins, tmp_path / "cells")).search(twins[3], 3)[0].tolist() == [
        3,
        6003,
        6008,
    ]


@pytest.mark.parametrize("k", [-1, 0, 1, 7, 8])
def test_k_is_clamped_to_what_there_is(tmp_path, k):
    rows, scores = NearestVectors(unit_vectors(7), tmp_path / "none").search(unit_vectors(1)[0], k)
    assert len(set(rows.tolist())) == len(rows) == len(scores) == max(0, min(k, 7))


def test_the_same_vectors_give_the_same_file(vectors, tmp_path):
    one, two = (cells_of(vectors, tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_few_vectors_need_no_cells(tmp_path):
    assert not cells_of(unit_vectors(100), tmp_path / "cells").exists()


def test_cells_that_cannot_be_written_say_what_the_system_said(vectors, tmp_path):
    np.save(tmp_path / "one.npy", vectors)
    with pytest.raises(OSError, match="No such file or directory"):
        write_cells(tmp_path / "one.npy", tmp_path / "absent" / "cells", exact_up_to=1_000)
