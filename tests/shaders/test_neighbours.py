"""Sums over neighbours in shaders, against NumPy."""

from typing import Any

import numpy as np

from .launch import items, kernel, launch


def test_sums(device: Any) -> None:
    x = np.random.RandomState(0).standard_normal((6, 20)).astype(np.float32)
    code = kernel("neighbour_sums", "alias T = f32;\n")
    got = launch(device, code, [120, 20, 3], [x, np.zeros_like(x)], items(120))[1]
    padded = np.pad(x, ((0, 0), (3, 3)))
    want = sum(padded[:, i : i + 20] for i in range(7))
    np.testing.assert_allclose(got, want, atol=1e-5)
