"""32-bit integers in shaders, against NumPy."""

from collections.abc import Callable

import numpy as np
import pytest

from .conftest import library

Function = Callable[..., np.ndarray]


def pairs(dtype: type, divisor: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of corners, and random ones."""
    info = np.iinfo(dtype)
    corners = [info.min, info.min + 1, 0, 1, 2, 3, 7, 31, 32, info.max - 1, info.max]
    corners += [-1, -2, -7] if info.min < 0 else []
    a, b = (x.ravel() for x in np.meshgrid(np.array(corners, dtype), np.array(corners, dtype)))
    random = np.random.RandomState(0)
    more = random.randint(info.min, info.max, (2, 5000), dtype)
    a, b = (
        np.concatenate([a, more[0], more[1]]),
        np.concatenate([b, more[1], more[0] % 97 - (3 if info.min < 0 else 0)]),
    )
    keep = b != 0 if divisor else np.ones_like(b, bool)
    return a[keep], b[keep].astype(dtype)


def truncated(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = a.astype(np.int64), b.astype(np.int64)
    return np.sign(a) * np.sign(b) * (np.abs(a) // np.abs(b))


def clamped(b: np.ndarray) -> np.ndarray:
    return np.clip(b.astype(np.int64), 0, 31)


DIVISIONS = [
    ("quotient_i32", truncated),
    ("remainder_i32", lambda a, b: a.astype(np.int64) - truncated(a, b) * b),
    ("floor_quotient_i32", lambda a, b: a.astype(np.int64) // b),
    ("floor_remainder_i32", lambda a, b: a.astype(np.int64) % b),
]


@pytest.mark.parametrize(("name", "reference"), DIVISIONS, ids=[name for name, _ in DIVISIONS])
def test_division(apply: Function, name: str, reference: Function) -> None:
    a, b = pairs(np.int32, divisor=True)
    got = apply(library("int"), f"{name}(a, b)", a, b, result="int32")
    np.testing.assert_array_equal(got, reference(a, b).astype(np.int32))


@pytest.mark.parametrize("dtype", [np.int32, np.uint32])
def test_shifts_and_powers(apply: Function, dtype: type) -> None:
    a, b = pairs(dtype)
    short, result = ("i32", "int32") if dtype == np.int32 else ("u32", "uint32")
    code = library("int")
    got = apply(code, f"shift_left_{short}(a, b)", a, b, result=result)
    np.testing.assert_array_equal(got, (a.astype(np.int64) << clamped(b)).astype(dtype))
    got = apply(code, f"shift_right_{short}(a, b)", a, b, result=result)
    np.testing.assert_array_equal(got, (a.astype(np.int64) >> clamped(b)).astype(dtype))
    exponent: np.ndarray = (b.astype(np.int64) % 41).astype(dtype)
    want = [pow(int(x), int(y), 2**32) for x, y in zip(a, exponent, strict=True)]
    got = apply(code, f"pow_{short}(a, b)", a, exponent, result=result)
    np.testing.assert_array_equal(got.astype(np.int64) % 2**32, want)
