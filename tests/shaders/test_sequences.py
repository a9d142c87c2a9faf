"""Sequences turned round, and positions in sorted rows, in shaders, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .conftest import library
from .launch import items, kernel, launch


@pytest.mark.parametrize("places_first", [False, True])
def test_reverse_sequence(device: Any, places_first: bool) -> None:
    x = np.arange(4 * 7 * 3, dtype=np.uint32).reshape(4, 7, 3)
    lengths = np.int32([0, 7, 4, 9])
    want = x.copy()
    for own, n in zip(want, lengths, strict=True):
        own[:n] = own[:n][::-1]
    if places_first:
        x, want = (np.ascontiguousarray(a.transpose(1, 0, 2)) for a in (x, want))
    strides = [3, 12] if places_first else [21, 3]
    code = kernel("reverse_sequence", "alias T = u32;\nalias I = i32;\n")
    params = [x.size, 4, strides[0], 7, strides[1]]
    got = launch(device, code, params, [x, lengths, np.zeros_like(x)], items(x.size))[2]
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("upper", [False, True])
def test_bounds(device: Any, upper: bool) -> None:
    random = np.random.RandomState(0)
    rows = np.sort(random.randint(-9, 9, (3, 50)).astype(np.float32), 1)
    rows[0, :3], rows[0, -2:], rows[1, 20:30] = -np.inf, np.inf, 0
    rows[1].sort()
    values = random.randint(-10, 10, (3, 31)).astype(np.float32)
    values[:, 0], values[:, 1], values[:, 2] = np.nan, -np.inf, -0.0
    less = "!is_nan(a) && !is_nan(b) && ascending_f32(a) < ascending_f32(b)"
    less = f"fn smaller(a: T, b: T) -> bool {{ return {less}; }}\n"
    body = "!smaller(value, element)" if upper else "smaller(element, value)"
    header = "alias T = f32;\nalias P = i32;\n" + library("float", "rank") + less
    code = kernel("bound", header + f"fn before(element: T, value: T) -> bool {{ return {body}; }}\n")
    got = launch(device, code, [93, 31, 50], [rows, values, np.zeros((3, 31), np.int32)], 1)[2]
    side = "right" if upper else "left"
    want = np.stack([np.searchsorted(r, v, side) for r, v in zip(rows, values, strict=True)])
    # Nothing compares with NaN: no element is smaller, and none is larger.
    want[:, 0] = 50 if upper else 0
    np.testing.assert_array_equal(got, want)
