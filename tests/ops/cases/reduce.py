"""Rows of reductions, running sums and positions of extremes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.ops.harness import COMPLEX, FLOATS, INEXACT, NUMERIC, REAL, Case, uniform


def axes(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def along(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, a, keep_dims=False: f(x, axis=tuple(np.ravel(a).tolist()), keepdims=keep_dims)


def wrapping(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, **how: f(x, **how, dtype=x.dtype)


def mean(x: Any, axis: Any, keepdims: bool) -> Any:
    if x.dtype.kind in "fc":
        return np.mean(x, axis=axis, keepdims=keepdims)
    count = int(np.prod([x.shape[a] for a in axis], dtype=int))
    total = np.sum(x, axis=axis, keepdims=keepdims, dtype=x.dtype)
    return (np.sign(total) * (abs(total.astype(np.int64)) // max(count, 1))).astype(x.dtype)


def fold(op: str, f: Callable[..., Any], dtypes: list[str], *, empty: bool = True, **more: Any) -> list[Case]:
    """Make the rows of a reduction: over one, some, all and no axes, with and without keep_dims."""
    x, tall = uniform(2, 3, 4), uniform(300, 5, seed=7, low=0.9, high=1.1)
    samples = [[x, axes(1)], [x, axes(0, -1)], [x, axes(0, 1, 2)], [x, axes(0)], [x, axes()], [tall, axes(0)]]
    samples += [[uniform(), axes()], [np.array(uniform(4, 3)), np.array(-1, np.int32)]]
    if empty:
        samples += [[uniform(0, 3), axes(0)], [uniform(0, 3), axes(1)]]
    errors = [
        ([x, axes(3)], {}, ValueError, "axis 3 is out of range for rank 3"),
        ([x, axes(1, -2)], {}, ValueError, "listed twice"),
    ]
    more.setdefault("grad", 2)
    common: dict[str, Any] = {"fixed": (1,), "grad_samples": 4, **more}
    return [
        Case(op, samples, along(f), dtypes=dtypes, errors=errors, **common),
        Case(
            op,
            samples[:3],
            along(f),
            attrs={"keep_dims": True},
            dtypes=dtypes[:1],
            label="keep_dims",
            **common,
        ),
    ]


LOGIC = np.array([[True, False, True], [True, True, True]])


def logical(op: str, f: Callable[..., Any]) -> Case:
    samples = [
        [LOGIC, axes(0)],
        [LOGIC, axes(1)],
        [LOGIC, axes(0, 1)],
        [LOGIC[:0], axes(0)],
        [LOGIC[0, 0], axes()],
    ]
    return Case(op, samples, along(f), fixed=(1,))


def cumulative(f: Callable[..., Any], start: int) -> Callable[..., Any]:
    def reference(x: Any, axis: Any, exclusive: bool = False, reverse: bool = False) -> Any:
        x = np.moveaxis(x, int(axis), 0)
        x = x[::-1] if reverse else x
        y = f(x, axis=0, dtype=x.dtype)
        if exclusive:
            y = np.concatenate([np.full_like(x[:1], start), y[:-1]])
        return np.moveaxis(y[::-1] if reverse else y, 0, int(axis))

    return reference


def ties(*shape: int) -> np.ndarray:
    return np.rint(uniform(*shape, low=0, high=3))


def position(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, a, output_type="int64": f(x, axis=int(a)).astype(output_type)


WITH_NAN = np.array([[np.nan, 1.0, 3.0, 3.0], [np.nan, np.nan, np.nan, np.nan], [2.0, np.nan, -np.inf, 2.0]])
ZEROS = np.array([[2.0, 0.0, 3.0], [0.0, 0.0, 5.0], [1.5, 2.5, -1.0]])

CASES = [
    *fold("Sum", wrapping(np.sum), NUMERIC),
    *fold("Mean", mean, [*FLOATS, "int32", "int64", "uint8", *COMPLEX]),
    *fold("Prod", wrapping(np.prod), NUMERIC, grad_tol=1e-5, tol=1e-3),
    Case("Prod", [[ZEROS, axes(1)], [ZEROS, axes(0, 1)]], along(np.prod), grad=2, fixed=(1,), label="zeros"),
    *fold("Max", np.max, REAL, empty=False),
    *fold("Min", np.min, REAL, empty=False),
    Case("Max", [[np.zeros((0, 2)), axes(0)]], lambda x, a: np.full(2, -np.inf), fixed=(1,), label="empty"),
    *fold(
        "EuclideanNorm",
        lambda x, **how: np.sqrt(np.sum(x * np.conj(x), **how)),
        INEXACT,
        grad_tol=2e-5,
        tol=8e-3,
    ),
    logical("All", np.all),
    logical("Any", np.any),
    Case(
        "L2Loss",
        [[uniform(3, 4)], [uniform()], [uniform(0)]],
        lambda t: np.sum(t * t) / 2,
        dtypes=FLOATS,
        grad=2,
        tol=1e-2,
    ),
    *[
        Case(
            op,
            [
                [uniform(3, 4), np.int32(1)],
                [ties(3, 5, 2), np.int32(1)],
                [ties(7), np.int32(-1)],
                [ties(40, 3), np.int32(0)],
            ],
            position(f),
            attrs={"output_type": kind},
            dtypes=REAL,
            fixed=(1,),
            label=kind,
            errors=[
                ([uniform(3, 4), np.int32(2)], {}, ValueError, "axis 2 is out of range"),
                ([np.zeros((3, 0)), np.int32(1)], {}, Exception, "has no elements"),
            ],
        )
        for op, f in {"ArgMax": np.argmax, "ArgMin": np.argmin}.items()
        for kind in ["int64", "int32"]
    ],
    Case("ArgMax", [[WITH_NAN, np.int32(1)]], lambda x, a: np.array([2, 0, 0]), fixed=(1,), label="nan"),
    *[
        Case(
            op,
            [
                [uniform(3, 4, low=0.5), np.int32(1)],
                [uniform(3, 4, low=0.5), np.int32(0)],
                [uniform(0, 2), np.int32(-1)],
            ],
            cumulative(f, start),
            attrs={"exclusive": exclusive, "reverse": reverse},
            dtypes=NUMERIC,
            grad=2,
            grad_tol=1e-5,
            tol=8e-3,
            fixed=(1,),
            label=f"{exclusive}-{reverse}",
        )
        for op, f, start in [("Cumsum", np.cumsum, 0), ("Cumprod", np.cumprod, 1)]
        for exclusive in [False, True]
        for reverse in [False, True]
    ],
    *[
        Case(
            "CumulativeLogsumexp",
            [
                [uniform(3, 4), np.int32(1)],
                [uniform(3, 4), np.int32(0)],
                [uniform(0, 2), np.int32(-1)],
                [np.array([-np.inf, 1000.0, 1000.0, -2000.0, np.inf, np.nan]), np.int32(0)],
            ],
            cumulative(lambda x, axis, dtype: np.logaddexp.accumulate(x, axis=axis), -np.inf),
            attrs={"exclusive": exclusive, "reverse": reverse},
            dtypes=FLOATS,
            # A sum of nothing is minus infinity, of which differences make no sense: see tests/api.
            grad=0 if exclusive else 2,
            tol=1e-12,
            fixed=(1,),
            label=f"{exclusive}-{reverse}",
        )
        for exclusive in [False, True]
        for reverse in [False, True]
    ],
]
