"""Shaders that combine rows by index, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .conftest import library
from .launch import GROUP, eight, items, kernel, launch

NOBODY = 0xFFFFFFFF
STORED = "alias T = f32;\nalias A = f32;\nfn stored(a: A) -> T { return a; }\n"


def sorted_keys(device: Any, keys: np.ndarray) -> np.ndarray:
    """Rows of pairs of words in ascending order, as the engine has them sorted."""
    rows, row = keys.shape[:2]
    blocks = rows * row // 1024
    keys = launch(device, kernel("sort_block"), [blocks, row, 2, 1024], [keys], blocks)[0]
    stage = 2048
    while stage <= row:
        apart = stage // 2
        while apart >= 1024:
            pairs = rows * row // 2
            params = [pairs, row, stage, apart]
            keys = launch(device, kernel("sort_step"), params, [keys], items(pairs))[0]
            apart //= 2
        keys = launch(device, kernel("sort_block"), [blocks, row, stage, stage], [keys], blocks)[0]
        stage *= 2
    return keys


def index_keys(device: Any, indices: np.ndarray, sizes: tuple[int, ...]) -> np.ndarray:
    count, depth = indices.shape
    padded = max(1024, 1 << (count - 1).bit_length())
    params = [count, padded, depth, 0, *eight(*sizes)]
    buffers = [indices, np.zeros((1, padded, 2), np.uint32)]
    keys = launch(device, kernel("index_keys", "alias I = i32;\n"), params, buffers, items(padded))[1]
    return sorted_keys(device, keys)[0]


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_are_sorted(device: Any, rows: int) -> None:
    random = np.random.RandomState(0)
    keys = random.randint(0, 50, (rows, 4096, 2)).astype(np.uint32)
    got = sorted_keys(device, keys)
    for own, want in zip(got, keys, strict=True):
        np.testing.assert_array_equal(own, want[np.lexsort((want[:, 1], want[:, 0]))])


def test_keys_keep_the_order_of_positions(device: Any) -> None:
    random = np.random.RandomState(1)
    indices = np.stack([random.randint(-1, 6, 1500), random.randint(-1, 4, 1500)], -1).astype(np.int32)
    got = index_keys(device, indices, (5, 4))
    inside = (indices >= 0).all(1) & (indices[:, 0] < 5)
    rows = np.where(inside, indices[:, 0].astype(np.int64) * 4 + indices[:, 1], NOBODY)
    want = sorted(zip(rows.tolist(), range(1500), strict=True))
    np.testing.assert_array_equal(got[:1500], want)
    assert (got[1500:, 0] == NOBODY).all()


@pytest.mark.parametrize(("lanes", "columns"), [(1, 8), (8, 32), (256, 1)])
def test_sums(device: Any, lanes: int, columns: int) -> None:
    random = np.random.RandomState(2)
    count, rows, inner = 1300, 7, 5
    ids = random.randint(-1, rows, (count, 1)).astype(np.int32)
    updates = random.standard_normal((count, inner)).astype(np.float32)
    start = random.standard_normal((rows, inner)).astype(np.float32)
    keys = index_keys(device, ids, (rows,))
    across = -(-inner // columns)
    down = -(-count // (GROUP // (lanes * columns)))
    header = STORED + "fn join(a: A, b: A) -> A { return a + b; }\n"
    code = kernel("scatter", header + "fn apply(a: A, b: A) -> A { return a - b; }\n")
    params = [count, inner, columns, lanes, across, inner, 1]
    runs = [launch(device, code, params, [keys, updates, start], across * down)[2] for _ in range(2)]
    np.testing.assert_array_equal(runs[0], runs[1])
    want = start.copy() if lanes == 1 else start.astype(np.float64)
    np.subtract.at(want, ids[ids[:, 0] >= 0, 0], updates[ids[:, 0] >= 0])
    if lanes == 1:
        np.testing.assert_array_equal(runs[0], want)
    else:
        np.testing.assert_allclose(runs[0], want, atol=2e-5)


def test_largest(device: Any) -> None:
    random = np.random.RandomState(3)
    ids = random.randint(0, 20, (300, 1)).astype(np.int32)
    updates = random.standard_normal((300, 3)).astype(np.float32)
    updates[5, 1] = np.nan
    start = np.full((20, 3), -np.inf, np.float32)
    keys = index_keys(device, ids, (20,))
    functions = "".join(f"fn {f}(a: A, b: A) -> A {{ return largest(a, b); }}\n" for f in ("join", "apply"))
    code = kernel("scatter", STORED + library("float") + functions)
    got = launch(device, code, [300, 3, 4, 2, 1, 3, 1], [keys, updates, start], -(-300 // 32))[2]
    want = start.copy()
    np.maximum.at(want, ids[:, 0], updates)
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("scalar", [False, True])
def test_the_last_of_equal_indices_counts(device: Any, scalar: bool) -> None:
    random = np.random.RandomState(4)
    ids = random.randint(0, 30, (200, 1)).astype(np.int32)
    updates = random.randint(1, 1000, (200, 6)).astype(np.uint32)
    keys = index_keys(device, ids, (40,))
    start = np.zeros((40, 6), np.uint32)
    params = [1200, 200, 6, *([0, 0] if scalar else [6, 1])]
    code = kernel("scatter_last", "alias T = u32;\n")
    got = launch(device, code, params, [keys, updates, start], items(1200))[2]
    want = start.copy()
    for i, row in enumerate(ids[:, 0]):
        want[row] = updates[0, 0] if scalar else updates[i]
    np.testing.assert_array_equal(got, want)
