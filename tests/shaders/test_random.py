"""Random numbers in shaders, against the formulas of TensorFlow's streams in NumPy."""

from typing import Any

import numpy as np
import pytest

from .conftest import library
from .launch import items, kernel, launch

MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
WORD = 2**32 - 1


def philox(key: tuple[int, int], counter: int) -> list[int]:
    """The four words of one block."""
    a, b, c, d = (counter >> 32 * i & WORD for i in range(4))
    k0, k1 = key
    for _ in range(10):
        p, q = a * MULTIPLIERS[0], c * MULTIPLIERS[1]
        a, b, c, d = q >> 32 ^ b ^ k0, q & WORD, p >> 32 ^ d ^ k1, p & WORD
        k0, k1 = k0 + KEY_STEPS[0] & WORD, k1 + KEY_STEPS[1] & WORD
    return [a, b, c, d]


def unit(word: int) -> float:
    return (word & 0x7FFFFF) / 2.0**23


def pair(a: int, b: int) -> list[float]:
    radius = np.sqrt(-2 * np.log(max(unit(a), np.float32(1e-7))))
    angle = np.float32(2 * np.pi * unit(b)).astype(np.float64)
    return [np.sin(angle) * radius, np.cos(angle) * radius]


def normals(words: list[int]) -> list[float]:
    return pair(*words[:2]) + pair(*words[2:])


KEY, COUNTER = (0x12345678, 0x9ABCDEF0), 2**128 - 100


def drawn(
    device: Any, kind: str, dtype: str, count: int, spacing: int = 1, low: int = 0, range_: int = 1
) -> Any:
    words = [(COUNTER >> 32 * i) & WORD for i in range(4)]
    header = library("float", "exp", "trig") + f"alias T = {dtype};\n"
    header += f"fn draw(at: vec4<u32>) -> vec4<T> {{ return {kind}(at); }}\n"
    params = [count, spacing, *KEY, *words, low % 2**32, range_, 0]
    out = np.zeros(count, {"f32": np.float32, "i32": np.int32}[dtype])
    return launch(device, kernel("philox", header), params, [out], items(-(-count // 4)))[0]


def blocks(count: int, spacing: int = 1) -> list[list[int]]:
    return [philox(KEY, (COUNTER + i * spacing) % 2**128) for i in range(-(-count // 4))]


def test_reference() -> None:
    # Random123's known answers.
    assert philox((0, 0), 0) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert philox((WORD, WORD), 2**128 - 1) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def test_uniform(device: Any) -> None:
    want = np.float32([unit(w) for block in blocks(1001) for w in block])[:1001]
    np.testing.assert_array_equal(drawn(device, "uniform_f32", "f32", 1001), want)


@pytest.mark.parametrize(("low", "range_"), [(-5, 7), (-(2**31), 2**32 - 1)])
def test_integers(device: Any, low: int, range_: int) -> None:
    want = np.array([low + w % range_ for block in blocks(1001) for w in block], np.int64)[:1001]
    got = drawn(device, "integers", "i32", 1001, low=low, range_=range_)
    np.testing.assert_array_equal(got, want.astype(np.int32))


def test_normal(device: Any) -> None:
    want = np.array([v for block in blocks(4001) for v in normals(block)])[:4001]
    got = drawn(device, "normal", "f32", 4001)
    np.testing.assert_allclose(got, want, rtol=8e-7, atol=1e-12)


def test_truncated_normal(device: Any) -> None:
    want = []
    for four in range(251):
        own: list[float] = []
        at = COUNTER + four * 256
        while len(own) < 4:
            own += [v for v in normals(philox(KEY, at % 2**128)) if abs(v) < 2]
            at += 1
        want += own[:4]
    got = drawn(device, "truncated_normal", "f32", 1001, spacing=256)
    np.testing.assert_allclose(got, want[:1001], rtol=8e-7, atol=1e-12)
