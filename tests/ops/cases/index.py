"""Ops that pick, scatter and group elements by index."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.cases.array import ANY, WORDS, i32, i64
from tests.ops.harness import Case, uniform

SUMS = ["float32", "float64", "int32", "complex64"]
ORDERED = ["float32", "float64", "float16", "int32", "uint8"]


def gather(x: np.ndarray, indices: np.ndarray, axis: Any = 0, batch_dims: int = 0, **_: Any) -> np.ndarray:
    """Take along an axis, one batch after the other."""
    axis = int(axis)
    if batch_dims == 0:
        return np.take(x, indices, axis)
    return np.stack([gather(p, i, axis - 1, batch_dims - 1) for p, i in zip(x, indices, strict=True)])


def gather_nd(x: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Index with a tuple."""
    return x[tuple(np.moveaxis(indices, -1, 0))]


def scatter_nd(indices: np.ndarray, updates: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Add at places."""
    out = np.zeros(shape, updates.dtype)
    np.add.at(out, tuple(np.moveaxis(indices, -1, 0)), updates)
    return out


def scattered(x: np.ndarray, indices: np.ndarray, updates: np.ndarray, how: Any) -> np.ndarray:
    """Change a copy at places."""
    out = x.copy()
    places = tuple(np.moveaxis(indices, -1, 0))
    if how is None:
        out[places] = updates
    else:
        how.at(out, places, updates)
    return out


def segments(
    how: np.ufunc, empty: Any, x: np.ndarray, ids: np.ndarray, count: Any = None, mean: bool = False
) -> np.ndarray:
    """Fold the rows of each segment."""
    count = int(ids[-1]) + 1 if count is None else int(count)
    flat = x.reshape(ids.size, *x.shape[ids.ndim :])
    rows = [flat[ids.ravel() == i] for i in range(count)]
    blank = np.full(x.shape[ids.ndim :], empty, x.dtype)
    out = [how.reduce(r, axis=0) / (len(r) if mean else 1) if len(r) else blank for r in rows]
    return np.stack(out).astype(x.dtype)


def extreme(dtype: np.dtype, largest: bool) -> Any:
    """Limit of a type."""
    info = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    return info.max if largest else info.min


def unique(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct elements in order of appearance."""
    values: list[Any] = []
    for v in x:
        if v not in values:
            values.append(v)
    places = np.array([values.index(v) for v in x], np.int32)
    counts = np.bincount(places, minlength=len(values)).astype(np.int32) if len(x) else np.zeros(0, np.int32)
    return np.array(values, x.dtype), places, counts


def stitch(indices: list[np.ndarray], data: list[np.ndarray]) -> np.ndarray:
    """Put rows in places; the last one counts."""
    size = max(int(i.max(initial=-1)) for i in indices) + 1
    out = np.zeros((size, *data[0].shape[indices[0].ndim :]), data[0].dtype)
    for ids, rows in zip(indices, data, strict=True):
        for id_, row in zip(ids.ravel(), rows.reshape(ids.size, *out.shape[1:]), strict=True):
            out[id_] = row
    return out


ROWS = uniform(6, 2)
IDS = i32(0, 0, 1, 3, 3, 3)
MIXED = i32(2, 0, -1, 2, 0, 4)

CASES = [
    Case(
        "GatherV2",
        [
            [uniform(4, 3), i32(3, 0, 3), i32(0)],
            [uniform(2, 5, 3), i64([[1, 4], [0, 1]]), i32(1)],
            [uniform(3), i32(2), i64(0)],
            [uniform(0, 2), i32(np.zeros((2, 0))), i32(0)],
            [WORDS, i32(2, 0), i32(1)],
        ],
        gather,
        dtypes=ANY,
        fixed=[2],
        grad=2,
        errors=[
            ([uniform(5), i32(0, 1, 2, 7), i32(0)], {}, Exception, r"indices\[3\] = 7 is not in \[0, 5\)"),
            ([uniform(5), i32(-1), i32(0)], {}, Exception, r"= -1 is not in \[0, 5\)"),
            ([uniform(5), i32(0), i32(1)], {}, ValueError, "axis 1 is out of range"),
        ],
    ),
    Case(
        "GatherV2",
        [[uniform(2, 5, 3), i64([[1, 4], [0, 1]]), i32(1)], [uniform(2, 2, 4), i32([[3], [1]]), i32(2)]],
        gather,
        attrs={"batch_dims": 1},
        fixed=[2],
        grad=2,
        label="batch",
    ),
    Case("Gather", [[uniform(4, 3), i32([[3, 0], [1, 1]])]], gather, grad=2),
    Case(
        "GatherNd",
        [
            [uniform(3, 4), i32([[0, 1], [2, 3], [0, 1]])],
            [uniform(3, 4, 2), i64([[[1]], [[2]]])],
            [WORDS, i32([[1, 2]])],
        ],
        gather_nd,
        dtypes=ANY,
        grad=2,
        errors=[
            ([uniform(3, 4), i32([[0, 1], [3, 0]])], {}, Exception, r"indices\[1\] = \[3, 0\]"),
            ([uniform(3), i32([[0, 1]])], {}, ValueError, "2 coordinates"),
        ],
    ),
    Case(
        "ScatterNd",
        [
            [i32([[1], [3], [1]]), uniform(3, 2), i32(5, 2)],
            [i64([[0, 1], [2, 2]]), uniform(2), i64(3, 3)],
            [i32([[0], [1], [0]]), uniform(3, 40000), i32(2, 40000)],
        ],
        scatter_nd,
        dtypes=SUMS,
        fixed=[2],
        grad=2,
        errors=[
            ([i32([[5]]), uniform(1, 2), i32(5, 2)], {}, Exception, r"indices\[0\] = \[5\]"),
            ([i32([[1]]), uniform(1, 3), i32(5, 2)], {}, ValueError, "updates must have shape"),
        ],
    ),
    *[
        Case(
            op,
            [
                [uniform(4, 2), i32([[1], [3]]), uniform(2, 2, seed=3)],
                [uniform(3, 3), i64([[0, 1]]), uniform(1)],
            ],
            lambda x, i, u, how=how: scattered(x, i, u, how),
            dtypes=SUMS,
            grad=2,
        )
        for op, how in (
            ("TensorScatterUpdate", None),
            ("TensorScatterAdd", np.add),
            ("TensorScatterSub", np.subtract),
        )
    ],
    Case(
        "Where",
        [
            [np.array([[True, False], [False, True]])],
            [np.array(True)],
            [uniform(2, 3) * [0, 1, 1]],
            [np.zeros((0, 2), bool)],
        ],
        lambda x: np.argwhere(x),
        dtypes=["float32", "complex64", "int8"],
        complete=False,
    ),
    Case(
        "Unique",
        [
            [np.array([3.0, 1.0, 3.0, 0.0, 1.0])],
            [i64([5, 5])],
            [np.array([b"b", b"a", b"b"], object)],
            [uniform(0)],
        ],
        lambda x: unique(x)[:2],
        dtypes=["float32", "float64", "int32", "uint8"],
        complete=False,
        errors=[([uniform(2, 2)], {}, ValueError, "must have rank 1")],
    ),
    Case(
        "UniqueWithCounts",
        [[np.array([3.0, 1.0, 3.0, 0.0, 1.0])]],
        unique,
        dtypes=["float32", "int64"],
        complete=False,
    ),
    Case(
        "ListDiff",
        [
            [np.array([1.0, 2.0, 3.0, 2.0]), np.array([2.0, 5.0])],
            [np.array([b"a", b"b"], object), np.array([b"a"], object)],
        ],
        lambda x, y: (x[~np.isin(x, y)], np.flatnonzero(~np.isin(x, y)).astype(np.int32)),
        dtypes=["float32", "int64"],
        complete=False,
    ),
    Case(
        "DynamicPartition",
        [[ROWS, i32(1, 0, 1, 1, 0, 1)], [uniform(2, 3), i32([[0, 1, 2], [0, 0, 0]])]],
        lambda x, p, num_partitions: tuple(x[p == i] for i in range(num_partitions)),
        attrs={"num_partitions": 3},
        dtypes=ANY,
        complete=False,
        grad=2,
        errors=[([ROWS, i32(1, 0, 1, 3, 0, 1)], {}, Exception, r"partitions\[3\] = 3 is not in \[0, 3\)")],
    ),
    *[
        Case(
            op,
            [
                [[i32(0, 2), i32([[3], [1]])], [uniform(2, 2), uniform(2, 1, 2)]],
                [[i32(0), i32([1, 1])], [uniform(), uniform(2)]],
            ],
            stitch,
            dtypes=ANY,
            fixed=[0],
            grad=2,
            grad_samples=1,
        )
        for op in ("DynamicStitch", "ParallelDynamicStitch")
    ],
    Case(
        "SegmentSum",
        [[ROWS, IDS], [uniform(6), IDS]],
        lambda x, ids: segments(np.add, 0, x, ids),
        dtypes=SUMS,
        complete=False,
        grad=2,
        errors=[([ROWS, i32(0, 1, 0, 1, 1, 1)], {}, Exception, r"segment_ids\[2\] = 0")],
    ),
    Case(
        "SegmentMean",
        [[ROWS, IDS]],
        lambda x, ids: segments(np.add, 0, x, ids, mean=True),
        complete=False,
        grad=2,
    ),
    Case(
        "SegmentProd",
        [[ROWS, IDS]],
        lambda x, ids: segments(np.multiply, 1, x, ids),
        dtypes=SUMS,
        complete=False,
    ),
    Case(
        "SegmentMin",
        [[ROWS, IDS]],
        lambda x, ids: segments(np.minimum, 0, x, ids),
        dtypes=ORDERED,
        complete=False,
        grad=2,
    ),
    Case(
        "SegmentMax",
        [[ROWS, IDS]],
        lambda x, ids: segments(np.maximum, 0, x, ids),
        dtypes=ORDERED,
        complete=False,
        grad=2,
    ),
    Case(
        "UnsortedSegmentSum",
        [
            [ROWS, MIXED, i32(5)],
            [uniform(2, 3, 2), i64([[0, 1, 0], [1, -1, 3]]), i32(4)],
            [uniform(40000), np.arange(40000, dtype=np.int32) % 7, i32(9)],
        ],
        lambda x, ids, n: segments(np.add, 0, x, ids, n),
        dtypes=["float64", "int32", "complex128"],
        fixed=[2],
        grad=2,
        errors=[([ROWS, MIXED, i32(4)], {}, Exception, r"segment_ids\[5\] = 4 is not in \[0, 4\)")],
    ),
    Case(
        "UnsortedSegmentProd",
        [[ROWS, MIXED, i32(5)]],
        lambda x, ids, n: segments(np.multiply, 1, x, ids, n),
        dtypes=SUMS,
        fixed=[2],
        grad=2,
    ),
    *[
        Case(
            f"UnsortedSegment{name}",
            # The second has segments without rows: limits of the type, of which differences make no sense.
            [[ROWS, i32(2, 0, -1, 2, 0, 1), i32(3)], [ROWS, MIXED, i32(5)]],
            lambda x, ids, n, how=how, largest=largest: segments(how, extreme(x.dtype, largest), x, ids, n),
            dtypes=["float64", "int32", "uint8"],
            fixed=[2],
            grad=2,
            grad_samples=1,
        )
        for name, how, largest in (("Min", np.minimum, True), ("Max", np.maximum, False))
    ],
]
