"""Rows of matrix products."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import COMPLEX, FLOATS, Case, uniform

TYPES = [*FLOATS, "int32", "int64", *COMPLEX]


def product(a: Any, b: Any, transpose_a: bool, transpose_b: bool) -> Any:
    return (a.T if transpose_a else a) @ (b.T if transpose_b else b)


def adjoint(x: Any) -> Any:
    return np.conj(np.swapaxes(x, -1, -2))


def batched(x: Any, y: Any, adj_x: bool, adj_y: bool) -> Any:
    return (adjoint(x) if adj_x else x) @ (adjoint(y) if adj_y else y)


def matrix(rows: int, columns: int, swap: bool, *batch: int, seed: int = 0) -> np.ndarray:
    return uniform(*batch, *((columns, rows) if swap else (rows, columns)), seed=seed)


BOTH = [(p, q) for p in (False, True) for q in (False, True)]

CASES = [
    *[
        Case(
            "MatMul",
            [
                [matrix(m, k, p), matrix(k, n, q, seed=1)]
                for m, k, n in [(2, 3, 4), (1, 5, 1), (0, 3, 2), (2, 0, 3), (33, 70, 50), (129, 64, 10)]
            ],
            product,
            attrs={"transpose_a": p, "transpose_b": q},
            dtypes=TYPES,
            grad=2,
            tol=1e-3,
            label=f"{p}-{q}",
        )
        for p, q in BOTH
    ],
    Case(
        "MatMul",
        [[uniform(2, 3), uniform(3, 2)]],
        np.matmul,
        label="errors",
        errors=[
            ([uniform(2, 3), uniform(4, 5)], {}, ValueError, "inner dimensions differ: 3 and 4"),
            ([uniform(2, 3), uniform(4, 3)], {}, ValueError, "hint: transpose_b=True"),
            ([uniform(3, 2), uniform(3, 4)], {}, ValueError, "hint: transpose_a=True"),
            ([uniform(2, 3), uniform(3, 4)], {"transpose_b": True}, ValueError, "hint: transpose_b=False"),
            ([uniform(3), uniform(3, 4)], {}, ValueError, "a must have rank 2, but has rank 1"),
        ],
    ),
    *[
        Case(
            op,
            [
                [matrix(2, 3, p, *batch), matrix(3, 4, q, *other, seed=1)]
                for batch, other in [((2,), (2,)), ((), ()), ((2, 3), (2, 3)), ((0,), (0,)), *more]
            ],
            batched,
            attrs={"adj_x": p, "adj_y": q},
            dtypes=TYPES,
            grad=2,
            grad_samples=1 + 4 * bool(more),
            tol=1e-3,
            label=f"{p}-{q}",
            errors=[
                ([uniform(2, 3, 5), uniform(2, 6, 4)], {"adj_x": False, "adj_y": False}, ValueError, "inner")
            ],
        )
        for op, more in {
            "BatchMatMul": [],
            "BatchMatMulV2": [((2, 1), (3,)), ((5, 2), ()), ((), (3,)), ((1,), (4,))],
        }.items()
        for p, q in BOTH
    ],
]
