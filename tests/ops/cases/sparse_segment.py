"""Rows of ops that add up chosen rows by segment."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.cases.array import i32, i64
from tests.ops.harness import FLOATS, REAL, Case, uniform


def share(how: str, count: int) -> float:
    return {"Sum": 1.0, "Mean": float(count), "SqrtN": count**0.5}[how]


def rows(how: str) -> Any:
    """Take, add, divide."""

    def reference(x: np.ndarray, indices: np.ndarray, ids: np.ndarray, count: Any = None) -> np.ndarray:
        size = (int(ids[-1]) + 1 if len(ids) else 0) if count is None else int(count)
        out = np.zeros((size, *x.shape[1:]), x.dtype)
        for index, id_ in zip(indices, ids, strict=True):
            out[id_] += x[index]
        for id_ in np.unique(ids):
            if how != "Sum":
                out[id_] /= share(how, int((ids == id_).sum()))
        return out

    return reference


def spread(how: str) -> Any:
    """The other way."""

    def reference(grad: np.ndarray, indices: np.ndarray, ids: np.ndarray, size: np.ndarray) -> np.ndarray:
        out = np.zeros((int(size), *grad.shape[1:]), grad.dtype)
        for index, id_ in zip(indices, ids, strict=True):
            out[index] += grad[id_] / share(how, int((ids == id_).sum()))
        return out

    return reference


ROWS = uniform(5, 3)
CHOSEN, IDS = i32(4, 0, 0, 2, 4), i32(0, 0, 1, 3, 3)
WRONG = [
    ([ROWS, i32(0, 5), i32(0, 0)], {}, Exception, r"indices\[1\] = 5 is not in \[0, 5\)"),
    ([ROWS, i32(0, -1), i32(0, 0)], {}, Exception, r"indices\[1\] = -1 is not in"),
    ([ROWS, i32(0, 1), i32(1, 0)], {}, Exception, r"segment_ids\[1\] = 0 must not be"),
    ([ROWS, i32(0, 1), i32(-1, 0)], {}, Exception, r"segment_ids\[0\] = -1 must not be"),
    ([ROWS, i32(0, 1), i32([0])], {}, ValueError, "2 indices, but 1 segment_ids"),
]

CASES = [
    *(
        Case(
            f"SparseSegment{how}",
            [
                [ROWS, CHOSEN, IDS],
                [uniform(4), i64(3, 3, 1), i64(0, 2, 2)],
                [ROWS, i32([]), i32([])],
                [uniform(40, 2000), i32(range(39, -1, -1)), i32(sorted(i % 7 for i in range(40)))],
            ],
            rows(how),
            dtypes=REAL if how == "Sum" else FLOATS,
            grad=2 if how == "Sum" else 1,
            complete=False,
            errors=WRONG,
        )
        for how in ["Sum", "Mean", "SqrtN"]
    ),
    *(
        Case(
            f"SparseSegment{how}WithNumSegments",
            [
                [ROWS, CHOSEN, IDS, i32(6)],
                [uniform(4), i64(3, 3, 1), i64(0, 2, 2), i64(3)],
                [ROWS, i32([]), i32([]), i32(2)],
            ],
            rows(how),
            dtypes=REAL if how == "Sum" else FLOATS,
            fixed=[3],
            grad=2 if how == "Sum" else 1,
            errors=[
                (
                    [ROWS, i32(0, 1), i32(0, 3), i32(3)],
                    {},
                    Exception,
                    r"segment_ids\[1\] = 3 is not in \[0, 3\)",
                ),
                ([ROWS, i32(0, 1), i32(0, 3), i32(-3)], {}, ValueError, "negative value for num_segments"),
            ],
        )
        for how in ["Sum", "Mean", "SqrtN"]
    ),
    *(
        Case(
            f"SparseSegment{how}Grad",
            [[uniform(4, 3), CHOSEN, IDS, i32(6)], [uniform(3), i64(3, 3, 1), i64(2, 0, 0), i32(4)]],
            spread(how),
            dtypes=FLOATS,
            fixed=[3],
            errors=[
                (
                    [ROWS, i32(0, 1), i32(0, 7), i32(5)],
                    {},
                    Exception,
                    r"segment_ids\[1\] = 7 is not in \[0, 5\)",
                ),
                ([ROWS, i32(0, 9), i32(0, 1), i32(5)], {}, Exception, r"indices\[1\] = 9 is not in \[0, 5\)"),
            ],
        )
        for how in ["Mean", "SqrtN"]
    ),
]
