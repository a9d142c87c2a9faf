"""Shaders that search and sort, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .conftest import library
from .launch import GROUP, items, kernel, launch
from .test_scatter import sorted_keys

FLOAT_RANK = library("rank") + "fn rank(x: T) -> u32 { return largest_first_f32(x); }\n"
INT_RANK = library("rank") + "fn rank(x: T) -> u32 { return ascending_i32(x); }\n"


def awkward(random: np.random.RandomState, shape: tuple[int, ...]) -> np.ndarray:
    """Floats with equals, both zeros, infinities and NaN among them."""
    values = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-40, -1e-40, 1, 1, 2.5, -3, 3e38], np.float32)
    return values[random.randint(0, len(values), shape)]


def flushed(x: np.ndarray) -> np.ndarray:
    return np.where(np.abs(x) < np.finfo(x.dtype).tiny, x.dtype.type(0), x)


@pytest.mark.parametrize(
    ("dims", "axis", "lanes"),
    [((5, 300), 1, 256), ((40, 12), 1, 4), ((3, 30, 70), 1, 1), ((3, 30, 70), 1, 16)],
)
def test_largest(device: Any, dims: tuple[int, ...], axis: int, lanes: int) -> None:
    x = awkward(np.random.RandomState(0), dims)
    x[0] = np.nan
    out = np.zeros(dims[:axis] + dims[axis + 1 :], np.int32)
    code = kernel("arg_extreme", "alias T = f32;\nalias P = i32;\n" + FLOAT_RANK)
    params = [out.size, dims[axis], int(np.prod(dims[axis + 1 :])), lanes]
    got = launch(device, code, params, [x, out], -(-out.size // (GROUP // lanes)))[1]
    numbers = np.where(np.isnan(x), np.float32(-np.inf), flushed(x))
    # Among NaN and -inf alone, the first that is a number counts.
    keys = np.where(np.isnan(x), 0, 1) + (numbers == numbers.max(axis, keepdims=True)) * 2
    np.testing.assert_array_equal(got, keys.argmax(axis))


def test_smallest_integers(device: Any) -> None:
    x = np.random.RandomState(1).randint(-5, 5, (20, 33)).astype(np.int32)
    x[0, 4] = np.iinfo(np.int32).min
    code = kernel("arg_extreme", "alias T = i32;\nalias P = i32;\n" + INT_RANK)
    got = launch(device, code, [20, 33, 1, 16], [x, np.zeros(20, np.int32)], 2)[1]
    np.testing.assert_array_equal(got, x.argmin(1))


@pytest.mark.parametrize(("length", "k"), [(1500, 1500), (10, 3)])
def test_top_k(device: Any, length: int, k: int) -> None:
    rows = 3
    x = awkward(np.random.RandomState(2), (rows, length))
    row = max(1024, 1 << (length - 1).bit_length())
    keys = np.zeros((rows, row, 2), np.uint32)
    code = kernel("rank_keys", "alias T = f32;\n" + FLOAT_RANK)
    keys = launch(device, code, [keys.size // 2, length, row], [x, keys], items(keys.size // 2))[1]
    keys = sorted_keys(device, keys)
    values, places = np.zeros((rows, k), np.uint32), np.zeros((rows, k), np.int32)
    params = [rows * k, k, 0, length, row]
    buffers = [x.view(np.uint32), keys, values, places]
    values, places = launch(device, kernel("top", "alias T = u32;\n"), params, buffers, items(rows * k))[2:]
    order = np.argsort(-flushed(x), axis=1, kind="stable")[:, :k]
    np.testing.assert_array_equal(places, order)
    np.testing.assert_array_equal(values, np.take_along_axis(x, order, 1).view(np.uint32))


@pytest.mark.parametrize("from_buffer", [False, True])
def test_in_top_k(device: Any, from_buffer: bool) -> None:
    random = np.random.RandomState(3)
    x = random.randint(0, 8, (50, 21)).astype(np.float32)
    targets = random.randint(0, 21, 50).astype(np.int32)
    x[3, 7], x[4, 8], targets[5], targets[6] = np.nan, np.inf, -1, 21
    k = 4
    header = library("rank") + "alias I = i32;\n"
    buffers = [x, targets, np.full(50, 9, np.uint32)]
    if from_buffer:
        header += "@group(0) @binding(4) var<storage, read_write> wanted: array<I>;\n"
        buffers.append(np.int32([k]))
    header += f"fn bound() -> I {{ return {'wanted[0]' if from_buffer else 'I(params.k)'}; }}\n"
    params = [50, 21, 8, 99 if from_buffer else k]
    got = launch(device, kernel("in_top_k", header), params, buffers, 2)[2]
    is_class = (targets >= 0) & (targets < 21) & np.isfinite(x).all(1)
    own = x[np.arange(50), np.clip(targets, 0, 20)]
    np.testing.assert_array_equal(got, is_class & ((x > own[:, None]).sum(1) < k))
