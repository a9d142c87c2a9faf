"""Shaders that pick slices by index, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .launch import eight, items, kernel, launch


@pytest.mark.parametrize(("word", "lanes"), [("u32", 1), ("vec4<u32>", 4)])
def test_gather(device: Any, word: str, lanes: int) -> None:
    random = np.random.RandomState(0)
    batch, outer, size, count, inner = 2, 3, 11, 17, 8
    data = random.randint(1, 1000, (batch, outer, size, inner)).astype(np.uint32)
    indices = random.randint(0, size, (batch, count)).astype(np.int32)
    indices[0, 3], indices[1, 5] = -1, size
    params = [batch * outer * count * inner // lanes, outer, size, count, inner // lanes]
    out = np.full((batch, outer, count, inner), 5, np.uint32)
    code = kernel("gather", f"alias T = {word};\nalias I = i32;\n")
    got = launch(device, code, params, [data, indices, out], items(params[0]))[2]
    want = np.stack([data[b][:, np.clip(indices[b], 0, size - 1)] for b in range(batch)])
    want[0, :, 3], want[1, :, 5] = 0, 0
    np.testing.assert_array_equal(got, want)


def test_gather_nd(device: Any) -> None:
    random = np.random.RandomState(1)
    data = random.randint(1, 1000, (4, 5, 6, 3)).astype(np.uint32)
    indices = np.stack([random.randint(0, n, 100) for n in data.shape[:3]], -1).astype(np.int32)
    want = data[tuple(indices.T)]
    indices[7], indices[9] = (0, 5, 0), (0, 0, -1)
    want[[7, 9]] = 0
    out = np.full((100, 3), 5, np.uint32)
    params = [out.size, 3, 3, 0, *eight(4, 5, 6)]
    code = kernel("gather_nd", "alias T = u32;\nalias I = i32;\n")
    got = launch(device, code, params, [data, indices, out], items(out.size))[2]
    np.testing.assert_array_equal(got, want)
