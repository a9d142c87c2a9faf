"""Running sums and products in shaders, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .launch import GROUP, kernel, launch


def header(dtype: str, nothing: int, joined: str) -> str:
    return (
        f"alias T = {dtype};\nalias A = {dtype};\nfn nothing() -> A {{ return A({nothing}); }}\n"
        f"fn stored(a: A) -> T {{ return a; }}\nfn join(a: A, b: A) -> A {{ return {joined}; }}\n"
    )


@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("dims", "axis", "lanes"),
    [((3, 5000), 1, 256), ((40, 12), 1, 2), ((3, 300, 70), 1, 1), ((3, 300, 70), 1, 32)],
)
def test_sums(
    device: Any, dims: tuple[int, ...], axis: int, lanes: int, exclusive: bool, reverse: bool
) -> None:
    x = np.random.RandomState(0).randint(-100, 100, dims).astype(np.int32)
    count = x.size // dims[axis]
    params = [count, dims[axis], int(np.prod(dims[axis + 1 :])), lanes, int(exclusive), int(reverse)]
    code = kernel("scan", header("i32", 0, "a + b"))
    got = launch(device, code, params, [x, np.zeros_like(x)], -(-count // (GROUP // lanes)))[1]
    turned = np.flip(x, axis) if reverse else x
    want = turned.cumsum(axis) - (turned if exclusive else 0)
    np.testing.assert_array_equal(got, np.flip(want, axis) if reverse else want)


def test_products_of_floats(device: Any) -> None:
    x = np.random.RandomState(1).uniform(0.9, 1.1, (4, 1000)).astype(np.float32)
    code = kernel("scan", header("f32", 1, "a * b"))
    runs = [launch(device, code, [4, 1000, 1, 128, 0, 0], [x, np.zeros_like(x)], 2)[1] for _ in range(2)]
    np.testing.assert_array_equal(runs[0], runs[1])
    np.testing.assert_allclose(runs[0], x.astype(np.float64).cumprod(1), rtol=1e-4)
