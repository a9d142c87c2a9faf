"""Matrix products on a GPU, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .kernel import STORED, TILES, header, over, put, run, text

UNSET = 77


@pytest.fixture(scope="module")
def half_device(device: Any) -> Any:
    if "shader-f16" not in device.adapter.features:
        pytest.skip("this adapter's shaders have no f16")
    return device.adapter.request_device_sync(required_features=["shader-f16"])


def numbers(shape: tuple[int, ...], dtype: Any, seed: int) -> np.ndarray:
    random = np.random.RandomState(seed)
    if np.dtype(dtype).kind == "f":
        return random.standard_normal(shape).astype(dtype)
    return random.randint(0, 2**31, shape).astype(dtype)


def steps(x: np.ndarray) -> list[int]:
    return [s // x.itemsize for s in x.strides]


def buffer_of(x: np.ndarray) -> tuple[np.ndarray, int]:
    """The row-major memory that a view shows, and the view's offset there."""
    base = x
    while isinstance(base.base, np.ndarray):
        base = base.base
    start = x.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return base.reshape(-1), start // x.itemsize


def tiled(
    device: Any,
    a: np.ndarray,
    b: np.ndarray,
    tile: str = "32x32",
    vectors: str = "",
    parts: int = 1,
    fold: int = 65535,
) -> np.ndarray:
    """`a @ b` by product.wgsl; `vectors` names those of a, b, c that are read or written in fours."""
    consts = TILES[tile]
    rows, columns, depth = consts["ROWS"], consts["COLUMNS"], consts["DEPTH"]
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    (m, k), n = a.shape[-2:], b.shape[-1]
    (a_row, a_k), (b_k, b_column) = steps(a)[-2:], steps(b)[-2:]
    a_along, b_along = abs(a_k) <= abs(a_row), abs(b_k) <= abs(b_column)
    stored = STORED[a.dtype.name]
    sums = "f32" if stored == "f16" else stored
    form = {x: "vector" if x in vectors else "scalar" for x in "abc"}
    source = header(
        stored, sums, sums if parts > 1 else stored,
        **consts, A_ALONG_K=a_along, B_ALONG_K=b_along,
    ) + text(*(f"product_{x}_{form[x]}" for x in "abc"), "product") + put(3, "c" in vectors)  # fmt: skip
    term = over(over(k, parts), depth) * depth or depth
    matrices = int(np.prod(batch))
    groups = over(m, rows) * over(n, columns) * matrices * parts
    (a_memory, a_offset), (b_memory, b_offset) = buffer_of(a), buffer_of(b)
    params = [m, n, k, term, groups, matrices, len(batch), n]
    params += [a_offset, a_row, a_k, b_offset, b_column, b_k, m * n * matrices, 0]
    c = np.full((parts, *batch, m, n), UNSET, np.float32 if sums == "f32" and parts > 1 else a.dtype)
    a_steps = steps(np.broadcast_to(a, batch + a.shape[-2:]))
    b_steps = steps(np.broadcast_to(b, batch + b.shape[-2:]))
    for i, size in enumerate(batch):
        params += [size, a_steps[i], b_steps[i], steps(c[0])[i]]
    params += [0] * (48 - len(params))
    c = run(device, source, params, [a_memory, b_memory, c], groups, fold)
    if parts == 1:
        return c[0]
    count = c[0].size
    y = np.full(c.shape[1:], UNSET, a.dtype)
    source = header(stored, sums) + text("sum_parts") + put(2)
    return run(device, source, [count, parts, count], [c, y], over(count, 256), fold)


def thin(device: Any, a: np.ndarray, b: np.ndarray, side: int, parts: int = 1) -> np.ndarray:
    """`a @ b` by product_thin.wgsl, for a `b` of few columns."""
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    (m, k), n = a.shape[-2:], b.shape[-1]
    stored = STORED[a.dtype.name]
    source = header(stored, WIDTH=n, SIDE=side) + text("product_thin") + put(3)
    term = max(1, over(k, parts))
    matrices = int(np.prod(batch))
    groups = over(m, side) * matrices * parts
    (a_row, a_k), (b_k, b_column) = steps(a)[-2:], steps(b)[-2:]
    (a_memory, a_offset), (b_memory, b_offset) = buffer_of(a), buffer_of(b)
    c = np.full((parts, *batch, m, n), UNSET, a.dtype)
    params = [m, n, k, term, groups, matrices, len(batch), n]
    params += [a_offset, a_row, a_k, b_offset, b_column, b_k, m * n * matrices, 1]
    a_steps = steps(np.broadcast_to(a, batch + a.shape[-2:]))
    b_steps = steps(np.broadcast_to(b, batch + b.shape[-2:]))
    for i, size in enumerate(batch):
        params += [size, a_steps[i], b_steps[i], steps(c[0])[i]]
    params += [0] * (48 - len(params))
    return run(device, source, params, [a_memory, b_memory, c], groups).sum(0, dtype=a.dtype)


def close(got: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    if got.dtype.kind != "f":
        np.testing.assert_array_equal(
            got, np.matmul(a.astype(np.int64), b.astype(np.int64)).astype(got.dtype)
        )
        return
    a, b = a.astype(np.float64), b.astype(np.float64)
    bound = np.matmul(abs(a), abs(b)) * 1e-6 * max(1, a.shape[-1] ** 0.5)
    want = np.matmul(a, b)
    if got.dtype == np.float16:
        bound = bound + abs(want) * 2**-10 + 1e-4
    assert got.shape == want.shape
    assert (abs(got - want) <= bound + 1e-30).all(), abs(got - want).max()


def operand(rows: int, columns: int, across: bool, seed: int) -> np.ndarray:
    """A matrix that lies row by row, or column by column."""
    return (
        numbers((columns, rows), "float32", seed).T if across else numbers((rows, columns), "float32", seed)
    )


@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("forms", ["nn", "nt", "tn", "tt"])
def test_vectors_along_either_axis(device: Any, tile: str, forms: str) -> None:
    m, n, k = TILES[tile]["ROWS"] + 4, 2 * TILES[tile]["COLUMNS"] - 12, 36
    a, b = operand(m, k, forms[0] == "t", 0), operand(k, n, forms[1] == "t", 1)
    close(tiled(device, a, b, tile, "ab" if forms[1] == "t" else "abc"), a, b)


@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("forms", ["nn", "tt"])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (5, 7, 3), (33, 65, 17)])
def test_edges_are_exact(device: Any, tile: str, forms: str, sizes: tuple[int, int, int]) -> None:
    m, n, k = sizes
    a, b = operand(m, k, forms[0] == "t", 0), operand(k, n, forms[1] == "t", 1)
    close(tiled(device, a, b, tile), a, b)


def test_any_strides(device: Any) -> None:
    a = numbers((40, 3, 50), "float32", 0)[3:35:2, 1, ::-3]
    b = numbers((60, 40), "float32", 1)[::-1][2:53:3, 5:31]
    close(tiled(device, a, b), a, b)
    row = np.broadcast_to(numbers((1, 17), "float32", 2), (9, 17))
    close(tiled(device, row, b), row, b)


@pytest.mark.parametrize("tile", ["32x32", "128x64"])
def test_batches_are_broadcast(device: Any, tile: str) -> None:
    a, b = numbers((3, 1, 33, 20), "float32", 0), numbers((2, 20, 36), "float32", 1)
    close(tiled(device, a, b, tile, "abc"), a, b)
    # Few workgroups to a row, so that the last rows have some too many.
    close(tiled(device, a, b, tile, fold=5), a, b)


def test_strips_of_tiles_cover_the_result(device: Any) -> None:
    a, b = numbers((32 * 10 - 3, 4), "float32", 0), numbers((4, 70), "float32", 1)
    close(tiled(device, a, b), a, b)


def test_an_empty_sum_is_zero(device: Any) -> None:
    a, b = np.zeros((5, 0), "float32"), np.zeros((0, 6), "float32")
    np.testing.assert_array_equal(tiled(device, a, b), np.zeros((5, 6), "float32"))
    np.testing.assert_array_equal(thin(device, a, b[:, :2], 8), np.zeros((5, 2), "float32"))


@pytest.mark.parametrize("parts", [2, 5])
def test_parts_are_added_in_order(device: Any, parts: int) -> None:
    a, b = numbers((2, 20, 130), "float32", 0), numbers((130, 30), "float32", 1)
    first = tiled(device, a, b, parts=parts)
    close(first, a, b)
    np.testing.assert_array_equal(first, tiled(device, a, b, parts=parts))


@pytest.mark.parametrize("dtype", ["int32", "uint32"])
def test_integers_wrap(device: Any, dtype: str) -> None:
    a, b = numbers((40, 24), dtype, 0), numbers((24, 36), dtype, 1)
    close(tiled(device, a, b, vectors="abc"), a, b)
    close(thin(device, a, b[:, :3], 8), a, b[:, :3])


def test_halves_are_summed_in_float32(half_device: Any) -> None:
    a, b = numbers((40, 240), "float16", 0), numbers((240, 36), "float16", 1)
    close(tiled(half_device, a, b, vectors="abc"), a, b)
    close(tiled(half_device, a, b, parts=3), a, b)
    ones = np.ones((4, 4096), "float16")
    assert (tiled(half_device, ones, ones.T.copy()) == 4096).all()


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("across", [False, True])
def test_few_columns(device: Any, width: int, across: bool) -> None:
    a, b = operand(75, 203, across, 0), numbers((203, width), "float32", 1)
    close(thin(device, a, b, 32 if across else 8), a, b)


def test_few_columns_of_short_sums(device: Any) -> None:
    a, b = operand(700, 7, False, 0), numbers((7, 2), "float32", 1)
    close(thin(device, a, b, 256), a, b)


def test_few_columns_of_batches_in_parts(device: Any) -> None:
    a, b = numbers((2, 1, 9, 70), "float32", 0), numbers((3, 70, 2), "float32", 1)
    close(thin(device, a, b, 8, parts=3), a, b)


def test_what_is_not_a_number_stays_in_its_row_and_column(device: Any) -> None:
    a, b = numbers((33, 5), "float32", 0), numbers((5, 34), "float32", 1)
    a[32, 4], b[0, 33] = np.nan, np.inf
    got = tiled(device, a, b)
    lost = np.zeros((33, 34), bool)
    lost[32], lost[:, 33] = True, True
    np.testing.assert_array_equal(np.isfinite(got), ~lost)
