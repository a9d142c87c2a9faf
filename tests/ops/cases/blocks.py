"""Blocks moved into the batch or the channels."""

from __future__ import annotations

from typing import Any

import numpy as np

import rheos as tf
from tests.ops.cases.array import ANY, WORDS, i32, i64
from tests.ops.harness import Case, uniform


def to_batch(x: np.ndarray, block_shape: np.ndarray, paddings: np.ndarray) -> np.ndarray:
    """Pad, then take every place of the blocks by strides."""
    rest = [(0, 0)] * (x.ndim - 1 - len(block_shape))
    x = np.pad(x, [(0, 0), *[tuple(p) for p in paddings], *rest])
    parts = [
        x[(slice(None), *(slice(o, None, b) for o, b in zip(place, block_shape, strict=True)))]
        for place in np.ndindex(*block_shape)
    ]
    return np.concatenate(parts)


def to_space(x: np.ndarray, block_shape: np.ndarray, crops: np.ndarray) -> np.ndarray:
    """Put the parts of the batch back by strides, then crop."""
    count = len(block_shape)
    batch = x.shape[0] // int(np.prod(block_shape))
    sizes = [d * b for d, b in zip(x.shape[1:], block_shape, strict=False)]
    out = np.zeros([batch, *sizes, *x.shape[count + 1 :]], x.dtype)
    for i, place in enumerate(np.ndindex(*block_shape)):
        at = tuple(slice(o, None, b) for o, b in zip(place, block_shape, strict=True))
        out[(slice(None), *at)] = x[i * batch : (i + 1) * batch]
    inner = tuple(slice(a, d - b) for (a, b), d in zip(crops, sizes, strict=True))
    return out[(slice(None), *inner)]


def square(block_size: int) -> np.ndarray:
    """Sizes of a square block."""
    return np.array([block_size, block_size])


def in_nhwc(function: Any) -> Any:
    """Let a function of NHWC images take both formats."""

    def both(x: np.ndarray, block_size: int, data_format: str = "NHWC") -> np.ndarray:
        if data_format == "NHWC":
            return function(x, block_size)
        return np.moveaxis(function(np.moveaxis(x, 1, 3), block_size), 3, 1)

    return both


@in_nhwc
def to_depth(x: np.ndarray, block: int) -> np.ndarray:
    """Put the places of each block side by side in the channels."""
    places = [x[:, i::block, j::block] for i in range(block) for j in range(block)]
    return np.concatenate(places, axis=3)


@in_nhwc
def from_depth(x: np.ndarray, block: int) -> np.ndarray:
    """Put parts of the channels at the places of each block."""
    n, h, w, c = x.shape
    out = np.zeros([n, h * block, w * block, c // block**2], x.dtype)
    for i, part in enumerate(np.split(x, block**2, axis=3)):
        out[:, i // block :: block, i % block :: block] = part
    return out


NO_ENDS = i32(np.zeros((2, 2)))
LETTERS = np.array([[b"a", b"b", b"c", b"d"]], object)

CASES = [
    Case(
        "SpaceToBatchND",
        [
            [uniform(2, 5, 4, 3), i32(2, 3), i32([1, 2], [0, 2])],
            [uniform(3, 6), i64([3]), i64([[0, 0]])],
            [uniform(1, 2, 3), i32([4, 1]), i32([5, 1], [0, 0])],
            [uniform(2, 3), i32(np.zeros(0)), i32(np.zeros((0, 2)))],
            [uniform(2, 4, 0), i32([2]), i32([[2, 0]])],
            [uniform(0, 4), i32([2]), i32([[0, 0]])],
            [uniform(2, 2, 3, 2, 2), i32(2, 1, 2), i32([1, 1], [0, 0], [2, 0])],
            [LETTERS, i32([2]), i32([[0, 2]])],
        ],
        lambda x, block_shape, paddings: (
            to_batch(x, block_shape, paddings)
            if x.dtype != object
            else np.array([[b"a", b"c", b""], [b"b", b"d", b""]], object)
        ),
        dtypes=ANY,
        fixed=[1, 2],
        grad=2,
        errors=[
            ([uniform(2, 5), i32([2]), i32([[0, 0]])], {}, ValueError, "padded size 5 is not a multiple"),
            ([uniform(2, 4), i32([0]), i32([[0, 0]])], {}, ValueError, "block_shape must be positive"),
            ([uniform(2, 4), i32([2]), i32([[-1, 1]])], {}, ValueError, "paddings must not be negative"),
            ([uniform(2, 4), i32([2]), i32([0, 0], [0, 0])], {}, ValueError, "one row per entry of block_sh"),
            ([uniform(2), i32([2]), i32([[0, 0]])], {}, ValueError, "a batch axis and 1 more"),
            ([uniform(2, 4), i32([2]), i32([[0, 0, 0]])], {}, ValueError, "two columns"),
            (
                [uniform(2, 4), i32([2**20, 2**20]), i32([0, 0], [0, 0])],
                {},
                ValueError,
                "2 more, but has rank 2",
            ),
            ([uniform(2, 0, 0), i32([2**20, 2**20]), i32([0, 0], [0, 0])], {}, ValueError, "too many blocks"),
        ],
    ),
    Case(
        "BatchToSpaceND",
        [
            [uniform(12, 4, 2, 3), i32(2, 3), i32([1, 2], [0, 2])],
            [uniform(9, 2), i64([3]), i64([[0, 0]])],
            [uniform(4, 2, 3), i32([4, 1]), i32([5, 1], [0, 0])],
            [uniform(4, 2), i32([4]), i32([[8, 0]])],
            [uniform(2, 3), i32(np.zeros(0)), i32(np.zeros((0, 2)))],
            [uniform(0, 4), i32([2]), i32([[0, 0]])],
            [WORDS, i32([2]), i32([[1, 0]])],
        ],
        lambda x, block_shape, crops: (
            to_space(x, block_shape, crops)
            if x.dtype != object
            else np.array([[b"d", b"bc", b"\xff\x00", b"", b"g"]], object)
        ),
        dtypes=ANY,
        fixed=[1, 2],
        grad=2,
        errors=[
            ([uniform(3, 5), i32([2]), i32([[0, 0]])], {}, ValueError, "batch size 3 is not a multiple of 2"),
            ([uniform(2, 4), i32([2]), i32([[5, 4]])], {}, ValueError, "more than the size 8"),
            ([uniform(2, 4), i32([2]), i32([[-1, 0]])], {}, ValueError, "crops must not be negative"),
        ],
    ),
    Case(
        "SpaceToBatch",
        [[uniform(2, 3, 4, 2), i32([1, 0], [0, 2])], [uniform(1, 2, 2, 1), NO_ENDS]],
        lambda x, paddings, block_size: to_batch(x, square(block_size), paddings),
        attrs={"block_size": 2},
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[
            ([uniform(2, 3, 4, 2), NO_ENDS], {}, ValueError, "padded size 3 is not a multiple"),
            ([uniform(2, 3, 4), NO_ENDS], {}, ValueError, "rank 4"),
            ([uniform(2, 3, 4, 1), i32([[0, 0]])], {}, ValueError, r"shape \[2, 2\]"),
        ],
    ),
    Case(
        "BatchToSpace",
        [[uniform(8, 2, 3, 2), i32([1, 0], [0, 2])], [uniform(4, 1, 1, 1), NO_ENDS]],
        lambda x, crops, block_size: to_space(x, square(block_size), crops),
        attrs={"block_size": 2},
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[
            ([uniform(6, 3, 4, 2), NO_ENDS], {}, ValueError, "not a multiple of 4"),
            ([uniform(4, 1, 1, 2), i32([2, 1], [0, 0])], {}, ValueError, "more than the size 2"),
        ],
    ),
    *(
        Case(
            "SpaceToDepth",
            samples,
            to_depth,
            attrs={"block_size": 2, "data_format": data_format},
            dtypes=ANY,
            grad=2,
            errors=[
                ([uniform(1, 3, 3, 3)], {}, ValueError, "is not a multiple of 2"),
                ([uniform(1, 2, 2)], {}, ValueError, "rank 4"),
                ([uniform(1, 2, 2, 4)], {"block_size": 1}, ValueError, "at least 2"),
                (
                    [uniform(1, 2, 2, 4)],
                    {"data_format": "NCHW_VECT_C"},
                    tf.errors.UnimplementedError,
                    "quantised",
                ),
            ],
            label=data_format,
        )
        for data_format, samples in [
            ("NHWC", [[uniform(2, 4, 6, 3)], [uniform(0, 2, 2, 1)], [uniform(1, 0, 2, 1)]]),
            ("NCHW", [[uniform(2, 3, 4, 6)], [uniform(2, 0, 2, 2)]]),
        ]
    ),
    *(
        Case(
            "DepthToSpace",
            samples,
            from_depth,
            attrs={"block_size": 2, "data_format": data_format},
            dtypes=ANY,
            grad=2,
            errors=[([uniform(1, 3, 3, 3)], {}, ValueError, "depth 3 is not a multiple of 4")],
            label=data_format,
        )
        for data_format, samples in [
            ("NHWC", [[uniform(2, 2, 3, 12)], [uniform(0, 2, 2, 4)]]),
            ("NCHW", [[uniform(2, 12, 2, 3)], [uniform(2, 4, 0, 2)]]),
        ]
    ),
]
