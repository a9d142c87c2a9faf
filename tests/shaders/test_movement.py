"""Shaders that move elements, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .launch import eight, items, kernel, launch


def moved(
    device: Any, source: np.ndarray, view: np.ndarray, target: np.ndarray, part: np.ndarray
) -> np.ndarray:
    """`target` after the words of `view`, a view of `source`, have gone where `part`, a view of it, lies."""
    size = source.itemsize

    def place(array: np.ndarray, of: np.ndarray) -> tuple[int, list[int]]:
        start = array.__array_interface__["data"][0] - of.__array_interface__["data"][0]
        return start // size, [s // size for s in array.strides[::-1]]

    (read, read_strides), (written, written_strides) = place(view, source), place(part, target)
    params = [view.size, view.ndim, read, written, *eight(*view.shape[::-1])]
    params += eight(*read_strides) + eight(*written_strides)
    code = kernel("move", "alias T = u32;\n")
    return launch(device, code, params, [source, target], items(view.size))[1]


def test_moves_through_any_strides(device: Any) -> None:
    source = np.arange(2 * 7 * 5 * 9, dtype=np.uint32).reshape(2, 7, 5, 9)
    for view, dims, part in (
        (source[:, ::-2, 1:, 3:6], (2, 6, 4, 5), np.s_[:, 1:5, :, 2:]),
        (source.transpose(3, 0, 2, 1)[::-1], (9, 2, 5, 8), np.s_[..., :7]),
        (np.broadcast_to(source[1, 2, 3, 4:5], (300, 4)), (300, 4), np.s_[:]),
        (source[1, 2, 3, 4:5], (3,), np.s_[2:]),
    ):
        target = np.full(dims, 7, np.uint32)
        want = target.copy()
        want[part] = view
        np.testing.assert_array_equal(moved(device, source, view, target, target[part]), want)


def test_turned_matrices(device: Any) -> None:
    source = np.arange(2 * 100 * 3 * 40, dtype=np.uint32).reshape(2, 100, 3, 40)
    want = np.ascontiguousarray(source.transpose(0, 3, 2, 1))
    params = [40, 100, 120, 300, 2, 4, 48, 2, 0, 0, 0, 0]
    params += eight(3, 2) + eight(40, 12000) + eight(100, 12000)
    code = kernel("turn", "alias T = u32;\n")
    got = launch(device, code, params, [source, np.zeros_like(want)], 50)[1]
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize(("word", "lanes"), [("u32", 1), ("vec4<u32>", 4)])
def test_fill(device: Any, word: str, lanes: int) -> None:
    filler = {1: "params.low", 4: "vec4<u32>(params.low, params.high, params.low, params.high)"}[lanes]
    header = f"alias T = {word};\nfn filler() -> T {{\n    return {filler};\n}}\n"
    out = np.zeros(1200, np.uint32)
    count = 1000 // lanes
    (got,) = launch(device, kernel("fill", header), [count, 3, 3], [out], items(count))
    np.testing.assert_array_equal(got, np.repeat(np.uint32([3, 0]), [1000, 200]))
