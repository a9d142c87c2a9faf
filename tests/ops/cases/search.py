"""Sorted search, selection, distinct slices, copies under other names, and updates of parts."""

from __future__ import annotations

from typing import Any

import numpy as np

import rheos as tf
from tests.ops.cases.array import ANY, WORDS, i32, i64, strided
from tests.ops.cases.index import scattered
from tests.ops.harness import REAL, Case, uniform


def bounds(sorted_inputs: np.ndarray, values: np.ndarray, side: Any, out_type: str = "int32") -> np.ndarray:
    """Search every row."""
    found = [np.searchsorted(row, v, side) for row, v in zip(sorted_inputs, values, strict=True)]
    return np.array(found, out_type).reshape(values.shape)


def unique(x: np.ndarray, axis: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct slices in order of appearance."""
    along = int(axis[0]) if len(axis) else 0
    slices = [np.take(x, i, along) for i in range(x.shape[along])]
    first: list[int] = []
    places = []
    for i, own in enumerate(slices):
        same = [n for n, f in enumerate(first) if (slices[f] == own).all()]
        if not same:
            first.append(i)
        places.append(same[0] if same else len(first) - 1)
    counts = np.bincount(np.array(places, int), minlength=len(first))
    return np.take(x, first, along), np.array(places, np.int32), counts.astype(np.int32)


def nth(x: np.ndarray, n: np.ndarray, reverse: bool = False) -> np.ndarray:
    """Sort and pick."""
    lines = np.sort(x, axis=-1)
    return (lines[..., ::-1] if reverse else lines)[..., int(n)]


def slice_update(
    x: np.ndarray, begin: np.ndarray, end: np.ndarray, strides: np.ndarray, value: np.ndarray, **masks: int
) -> np.ndarray:
    """Write into a slice of a copy."""
    out = x.copy()
    strided(out, begin, end, strides, **masks)[...] = value
    return out


SORTED = np.sort(uniform(2, 7, low=-9, high=9))
LOOKED_UP = np.concatenate([uniform(2, 4, low=-9, high=9), SORTED[:, 2:4]], axis=1)
WITH_NAN = np.array([[1.0, np.nan, -2.0, 0.5]])
TWINS = np.array([[1.0, 2.0, 1.0, 0.0], [3.0, 1.0, 3.0, 0.0], [1.0, 2.0, 1.0, 0.0]])
SLICE_MASKS = {"begin_mask": 1, "end_mask": 1, "shrink_axis_mask": 2}
NTH_ERRORS = [
    ([uniform(3), i32(3)], {}, ValueError, "not a position in the last axis of size 3"),
    ([uniform(3), i32(-1)], {}, ValueError, "must not be negative"),
    ([uniform(), i32(0)], {}, ValueError, "at least one axis"),
]
OUTSIDE = tf.errors.InvalidArgumentError
NOTHING = i64(np.zeros(0))

CASES = [
    *(
        Case(
            op,
            [
                [SORTED, LOOKED_UP],
                [np.zeros((1, 0)), uniform(1, 3)],
                [uniform(2, 1), uniform(2, 0)],
                [np.ones((1, 5)), np.array([[0.0, 1.0, 2.0]])],
            ],
            lambda s, v, side=side, **attrs: bounds(s, v, side, **attrs),
            attrs=attrs,
            dtypes=dtypes,
            errors=[
                (
                    [uniform(2, 3), uniform(3, 3)],
                    {},
                    ValueError,
                    "sorted_inputs has 2 rows, but values has 3",
                ),
                ([uniform(3), uniform(3)], {}, ValueError, "must have rank 2"),
            ],
            label=str(attrs.get("out_type", "")),
        )
        for op, side in (("LowerBound", "left"), ("UpperBound", "right"))
        for attrs, dtypes in (({}, REAL), ({"out_type": "int64"}, ["float32"]))
    ),
    Case(
        "UnravelIndex",
        [
            [i32(22, 41, 37), i32(7, 6)],
            [i64(5), i64(2, 3, 1)],
            [i32(np.zeros(0)), i32(7, 6)],
            [i32(0), i32(np.zeros(0))],
        ],
        lambda i, d: np.array(np.unravel_index(i, tuple(d)), i.dtype).reshape(len(d), *i.shape),
        dtypes=["float32"],
        errors=[
            (
                [i32(4, 6), i32(2, 3)],
                {},
                OUTSIDE,
                r"indices\[1\] = 6 is not inside dims",
            ),
            ([i32([-1]), i32(2, 3)], {}, OUTSIDE, r"indices\[0\] = -1"),
            ([i32([0]), i32(2, 0)], {}, OUTSIDE, "dims must be positive"),
            ([i32([0]), i32(2**20, 2**20)], {}, OUTSIDE, "more elements than"),
            ([i32([[0]]), i32(2, 3)], {}, ValueError, "a scalar or a vector"),
        ],
    ),
    *(
        Case(
            "NthElement",
            [
                [uniform(3, 7), i32(2)],
                [uniform(5), i32(0)],
                [uniform(0, 4), i32(3)],
                [uniform(2, 2, 3), i32(1)],
            ],
            nth,
            attrs=attrs,
            dtypes=REAL,
            fixed=fixed,
            grad=1,
            errors=errors,
            label=label,
        )
        for label, attrs, fixed, errors in (
            ("", {}, [], [([uniform(3), i32(3)], {}, OUTSIDE, r"not in \[0, 3\)")]),
            ("reverse", {"reverse": True}, [1], NTH_ERRORS),
        )
    ),
    Case(
        "NthElement",
        [[WITH_NAN, i32(2)], [WITH_NAN, i32(3)]],
        nth,
        dtypes=["float32", "float64"],
        label="nan",
    ),
    Case(
        "UniqueV2",
        [
            [TWINS, i64([0])],
            [TWINS, i32([-1])],
            [TWINS[0], NOTHING],
            [TWINS[0], i64([0])],
            [uniform(2, 0, 3), i64([1])],
            [uniform(2, 0), i64([0])],
            [WORDS, i64([1])],
            [np.stack([TWINS, TWINS + 1, TWINS]), i64([0])],
        ],
        lambda x, axis: unique(x, axis)[:2],
        dtypes=["float32", "float64", "float16", "int32", "uint8"],
        fixed=[1],
        complete=False,
        errors=[
            ([TWINS, NOTHING], {}, ValueError, "x must be a vector"),
            ([TWINS, i64([2])], {}, ValueError, "axis 2 is out of range"),
            ([TWINS, i64([0, 1])], {}, ValueError, "at most one"),
        ],
    ),
    Case(
        "UniqueWithCountsV2",
        [[TWINS, i64([0])], [TWINS, i64([1])], [np.array([np.nan, 1.0, np.nan, 1.0]), NOTHING]],
        unique,
        dtypes=["float32", "bfloat16"],
        fixed=[1],
        complete=False,
    ),
    *(
        Case(op, [[uniform(3, 4)], [uniform()], [uniform(0, 2)], [WORDS]], np.array, dtypes=ANY, grad=grad)
        for op, grad in (
            ("Snapshot", 2),
            ("DeepCopy", 0),
            ("Copy", 0),
            ("CopyHost", 0),
            ("GuaranteeConst", 0),
        )
    ),
    Case(
        "Reverse",
        [
            [uniform(2, 3, 2), np.array([True, False, True])],
            [uniform(), np.zeros(0, bool)],
            [uniform(0, 2), np.array([False, True])],
        ],
        lambda x, dims: np.flip(x, np.flatnonzero(dims)),
        dtypes=ANY,
        grad=2,
        errors=[([uniform(2, 3), np.array([True])], {}, ValueError, "one entry per axis")],
    ),
    Case(
        "Reverse",
        [[WORDS, np.array([False, True])]],
        lambda x, dims: np.flip(x, np.flatnonzero(dims)),
        fixed=[1],
        dtypes=["float32"],
        label="constant",
    ),
    Case(
        "Empty",
        [[i32(2, 3)], [i32(np.zeros(0))], [i32(0, 4)]],
        lambda shape, dtype, init=False: np.zeros(shape, dtype),
        attrs={"dtype": "float32", "init": True},
        dtypes=["float32"],
        fixed=[0],
        errors=[([i32([-1])], {}, ValueError, "negative size")],
    ),
    *(
        Case(
            op,
            [
                [uniform(4, 3), i32(2, 0), uniform(2, 3)],
                [uniform(3), i32([1]), uniform(1)],
                [uniform(2, 0), i32([1]), uniform(1, 0)],
            ],
            lambda x, i, v, how=how: scattered(x, i[:, None], v, how),
            dtypes=["float32", "float64", "int32", "complex64"],
            errors=[
                ([uniform(4, 3), i32([1]), uniform(3)], {}, ValueError, "v must have shape"),
                (
                    [uniform(4, 3), i32([4]), uniform(1, 3)],
                    {},
                    OUTSIDE,
                    "is not inside",
                ),
                ([uniform(), i32([0]), uniform(1)], {}, ValueError, "must have rows"),
            ],
        )
        for op, how in (("InplaceUpdate", None), ("InplaceAdd", np.add), ("InplaceSub", np.subtract))
    ),
    Case(
        "ParallelConcat",
        [[[uniform(1, 2), uniform(1, 2), uniform(1, 2)]]],
        lambda x, shape: np.concatenate(x),
        attrs={"shape": [3, 2]},
        dtypes=ANY,
        errors=[
            ([[uniform(1, 2), uniform(1, 2)]], {}, ValueError, "is for 3 parts, but there are 2"),
            ([[uniform(1, 2), uniform(1, 2), uniform(2, 2)]], {}, ValueError, r"values\[2\] must have shape"),
        ],
    ),
    Case(
        "TensorStridedSliceUpdate",
        [
            [uniform(4, 5), i32(1, 0), i32(4, 5), i32(2, 1), uniform(2, 5)],
            [uniform(4, 5), i32(1, 0), i32(4, 5), i32(2, 1), uniform(5)],
            [uniform(4, 5), i64(3, 4), i64(0, 0), i64(-1, -2), uniform()],
            [uniform(4), i32([2]), i32([2]), i32([1]), uniform(0)],
        ],
        slice_update,
        dtypes=["float32", "float64", "int16", "complex128"],
        grad=2,
        errors=[
            (
                [uniform(4, 5), i32(1, 0), i32(4, 5), i32(2, 1), uniform(3, 5)],
                {},
                OUTSIDE,
                "cannot be put into a slice",
            ),
        ],
    ),
    Case(
        "TensorStridedSliceUpdate",
        [[uniform(4, 5), i32(1, 2), i32(0, 0), i32(1, 1), uniform(4)]],
        slice_update,
        attrs=SLICE_MASKS,
        grad=2,
        label="masks",
    ),
    Case(
        "ScatterNdNonAliasingAdd",
        [[uniform(4, 3), i32([2], [0], [2]), uniform(3, 3)], [uniform(2, 2), i64([[0, 1]]), uniform(1)]],
        lambda x, i, u: scattered(x, i, u, np.add),
        dtypes=["float32", "float64", "int64", "complex64"],
        grad=2,
    ),
    Case(
        "Bitcast",
        [[uniform(2, 3)], [uniform()], [uniform(0, 2)]],
        lambda x, type: np.asarray(x, np.float32).view(type),
        attrs={"type": "int32"},
        dtypes=["float32"],
    ),
    Case(
        "Bitcast",
        [[i32(1, -2)], [i32([[7], [2**30]])], [i32(np.zeros((0, 2)))]],
        lambda x, type: x.view(type).reshape(*x.shape, 4),
        attrs={"type": "uint8"},
        dtypes=["float32"],
        label="narrower",
    ),
    Case(
        "Bitcast",
        [[np.arange(16, dtype=np.uint8).reshape(2, 8)], [i32([[1, 2]])]],
        lambda x, type: x.view(type).reshape(x.shape[: x.ndim - (x.itemsize < 8)]),
        attrs={"type": "int64"},
        dtypes=["float32"],
        errors=[([i32(1, 2, 3)], {}, ValueError, "an? int64 takes 2 elements of int32")],
        label="wider",
    ),
]

NO_ROW = {"PlaceholderV2": "tests/api/test_array.py"}
