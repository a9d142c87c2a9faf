"""Rows of element-wise ops: arithmetic, functions of one number, comparisons, choices, bits, conversions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from tests.ops.harness import COMPLEX, FLOATS, INEXACT, INTEGERS, NUMERIC, REAL, SIGNED, Case, uniform

SIGNED_TYPES = [*FLOATS, *SIGNED, *COMPLEX]
NARROW = ["float32", "float64"]


def far_from_zero(*shape: int, seed: int = 0) -> np.ndarray:
    x = uniform(*shape, seed=seed, low=-4, high=4)
    return x + np.where(x < 0, -1.0, 1.0)


def binary(op: str, reference: Callable[..., Any], dtypes: list[str], *, y: Any = None, **more: Any) -> Case:
    """Make a row of a broadcasting op: equal shapes, a scalar, stretched axes, nothing at all."""
    second = y or (lambda *shape: uniform(*shape, seed=1, low=-4, high=4))
    first = more.pop("x", None) or (lambda *shape: uniform(*shape, low=-4, high=4))
    shapes = [
        ((2, 3), (2, 3)),
        ((3, 1), (4,)),
        ((), (5,)),
        ((2, 0, 3), (1, 3)),
        ((1,), ()),
        ((33, 7), (33, 7)),
    ]
    more.setdefault("grad_samples", 3)
    more.setdefault(
        "errors",
        [
            ([uniform(2, 3), uniform(4)], {}, ValueError, "cannot be broadcast"),
            ([uniform(2).astype("float32"), np.ones(2, np.int64)], {}, TypeError, "int64|float32"),
        ],
    )
    return Case(op, [[first(*a), second(*b)] for a, b in shapes], reference, dtypes=dtypes, **more)


def unary(
    op: str, reference: Callable[..., Any], dtypes: list[str], low: float = -2, high: float = 2, **more: Any
) -> Case:
    """Make a row of a function of one number: a matrix, a scalar, nothing, a long vector."""
    samples = [[uniform(*s, low=low, high=high)] for s in [(2, 3), (), (0, 2), (1000,)]]
    return Case(op, samples, reference, dtypes=dtypes, grad_samples=2, **more)


def truncated(x: Any, y: Any) -> Any:
    return (
        np.trunc(x / y)
        if x.dtype.kind in "fc"
        else (np.sign(x) * np.sign(y) * (abs(x) // abs(y))).astype(x.dtype)
    )


def quotient(x: Any, y: Any) -> Any:
    return x / y if x.dtype.kind in "fc" else truncated(x, y)


def no_nan(condition: Any, value: Any) -> Any:
    return np.where(condition, 0, value)


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def real_sign(x: Any) -> Any:
    return x / np.where(x == 0, 1, abs(x)) if x.dtype.kind == "c" else np.sign(x)


def with_zeros(*shape: int) -> np.ndarray:
    x = uniform(*shape, seed=3, low=0.5, high=3)
    return np.where(np.arange(x.size).reshape(x.shape) % 3 == 1, 0.0, x)


def positive(*shape: int) -> np.ndarray:
    return uniform(*shape, seed=4, low=0.5, high=3)


def near_two(*shape: int) -> np.ndarray:
    return np.rint(uniform(*shape, seed=5, low=0, high=3.4))


def select_rows(c: Any, t: Any, e: Any) -> Any:
    return np.where(c.reshape(c.shape + (1,) * (t.ndim - c.ndim)) if c.ndim else c, t, e)


def shifted(f: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, y: f(x, np.clip(y, 0, 8 * x.dtype.itemsize - 1))


BOOL = np.array([[True, False, True], [False, False, True]])
OTHER = np.array([True, True, False])
SPECIAL = np.array([1.0, np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-40])

CASES = [
    binary("Add", lambda x, y: x + y, NUMERIC, grad=2),
    Case(
        "ApproximateEqual",
        [
            [uniform(2, 3, low=-4, high=4), uniform(2, 3, low=-4, high=4, seed=1)],
            [uniform(), uniform(seed=1)],
            [uniform(0, 2), uniform(0, 2)],
            [np.array([1.0, 1.0]), np.array([2.5, 2.75])],
        ],
        lambda x, y, tolerance: abs(x - y) <= tolerance,
        attrs={"tolerance": 1.5},
        errors=[([uniform(2, 3), uniform(3)], {}, ValueError, "rank|shape")],
    ),
    Case(
        "ApproximateEqual",
        [[np.array([1.0, 1.0, np.inf, np.nan, 0.0]), np.array([1 + 5e-6, 1 + 5e-5, np.inf, np.nan, -0.0])]],
        lambda x, y, tolerance=1e-5: abs(x - y) <= tolerance,
        label="default",
    ),
    binary("AddV2", lambda x, y: x + y, NUMERIC, grad=2),
    binary("Sub", lambda x, y: x - y, NUMERIC, grad=2),
    binary("Mul", lambda x, y: x * y, NUMERIC, grad=2),
    binary("Div", quotient, NUMERIC, y=far_from_zero, grad=2),
    binary("RealDiv", lambda x, y: x / y, INEXACT, y=far_from_zero, grad=2),
    binary("TruncateDiv", truncated, REAL, y=far_from_zero),
    binary("FloorDiv", lambda x, y: x // y, REAL, y=far_from_zero),
    binary("Mod", np.fmod, [*FLOATS, "int32", "int64"], y=far_from_zero, grad=1),
    binary("TruncateMod", np.fmod, [*FLOATS, "int32", "int64"], y=far_from_zero, grad=1),
    binary(
        "FloorMod",
        lambda x, y: x - y * np.floor(x / y) if x.dtype.kind == "f" else np.mod(x, y),
        REAL,
        y=far_from_zero,
        grad=1,
        tol=4e-3,
    ),
    binary("Maximum", np.maximum, REAL, grad=2),
    binary("Minimum", np.minimum, REAL, grad=2),
    binary(
        "Pow", lambda x, y: x**y, [*INEXACT, "int32", "int64"], x=positive, y=near_two, grad=2, grad_tol=2e-5
    ),
    binary(
        "SquaredDifference",
        lambda x, y: (x - y) * np.conj(x - y),
        [*INEXACT, "int32", "int64"],
        grad=2,
    ),
    binary("DivNoNan", lambda x, y: no_nan(y == 0, x / y), INEXACT, y=far_from_zero, grad=2),
    Case("DivNoNan", [[uniform(2, 9), with_zeros(9)]], lambda x, y: no_nan(y == 0, x / y), label="zeros"),
    binary("MulNoNan", lambda x, y: no_nan(y == 0, x * y), INEXACT, grad=2),
    Case("MulNoNan", [[SPECIAL, np.zeros(7)]], lambda x, y: no_nan(y == 0, x * y), label="infinite"),
    binary(
        "Xdivy",
        lambda x, y: no_nan(x == 0, x / y),
        INEXACT,
        x=positive,
        y=far_from_zero,
        grad=2,
        grad_tol=2e-5,
    ),
    Case("Xdivy", [[with_zeros(9), np.zeros(9)]], lambda x, y: no_nan(x == 0, x / y), label="zeros"),
    binary("Xlogy", lambda x, y: no_nan(x == 0, x * np.log(y)), INEXACT, x=positive, y=positive, grad=2),
    Case("Xlogy", [[with_zeros(9), np.zeros(9)]], lambda x, y: no_nan(x == 0, x * np.log(y)), label="zeros"),
    binary("Atan2", np.arctan2, FLOATS, grad=2),
    Case(
        "AddN",
        [
            [[uniform(2, 3), uniform(2, 3, seed=1), uniform(2, 3, seed=2)]],
            [[uniform()]],
            [[uniform(0, 2)] * 2],
        ],
        sum,
        dtypes=NUMERIC,
        grad=1,
        errors=[
            ([[uniform(2), uniform(3)]], {}, ValueError, "not compatible"),
            ([[uniform(2), uniform(2, 1)]], {}, ValueError, "different ranks"),
        ],
    ),
    unary("Neg", lambda x: -x, SIGNED_TYPES, grad=1),
    unary("Abs", np.abs, [*FLOATS, *SIGNED], grad=2),
    unary("Sign", real_sign, SIGNED_TYPES, grad=1),
    unary("Inv", lambda x: 1 / x, INEXACT, low=0.5, grad=3),
    unary("Reciprocal", lambda x: 1 / x, INEXACT, low=0.5, grad=3),
    unary("Square", lambda x: x * x, NUMERIC, grad=2),
    unary("Sqrt", np.sqrt, INEXACT, low=0.1, grad=3),
    unary("Rsqrt", lambda x: 1 / np.sqrt(x), INEXACT, low=0.3, grad=3),
    unary("Exp", np.exp, INEXACT, grad=2),
    unary("Expm1", np.expm1, INEXACT, grad=2),
    unary("Log", np.log, INEXACT, low=0.2, grad=2),
    unary("Log1p", np.log1p, INEXACT, low=-0.8, grad=2),
    unary("Sin", np.sin, INEXACT, grad=2),
    unary("Cos", np.cos, INEXACT, grad=2),
    unary("Tan", np.tan, INEXACT, low=-1, high=1, grad=2),
    unary("Asin", np.arcsin, INEXACT, low=-0.9, high=0.9, grad=2),
    unary("Acos", np.arccos, INEXACT, low=-0.9, high=0.9, grad=2),
    unary("Atan", np.arctan, INEXACT, grad=2),
    unary("Sinh", np.sinh, INEXACT, grad=2),
    unary("Cosh", np.cosh, INEXACT, grad=2),
    unary("Tanh", np.tanh, INEXACT, grad=3),
    unary("Asinh", np.arcsinh, INEXACT, grad=2),
    unary("Acosh", np.arccosh, INEXACT, low=1.3, high=4, grad=2),
    unary("Atanh", np.arctanh, INEXACT, low=-0.9, high=0.9, grad=2),
    unary("Erf", special.erf, FLOATS, grad=2),
    unary("Erfc", special.erfc, FLOATS, grad=2),
    unary("Lgamma", special.gammaln, FLOATS, low=0.5, high=6, grad=2, tol=1e-12),
    unary("Digamma", special.digamma, FLOATS, low=0.5, high=6, grad=2, tol=1e-12),
    unary("Sigmoid", sigmoid, INEXACT, low=-6, high=6, grad=3),
    Case("Sigmoid", [[np.array([-1e4, -800.0, 800.0, np.inf, -np.inf, np.nan])]], special.expit, label="far"),
    unary("Floor", np.floor, FLOATS),
    unary("Ceil", np.ceil, FLOATS),
    unary("Round", lambda x: x if x.dtype.kind == "i" else np.rint(x), [*FLOATS, *SIGNED]),
    unary("Rint", np.rint, FLOATS),
    Case("Round", [[np.array([0.5, 1.5, 2.5, -0.5, -1.5])]], np.rint, dtypes=FLOATS, label="halves"),
    *[
        Case(
            op,
            [[uniform(2, 3, low=0.3, high=0.9), uniform(2, 3, seed=1)], [uniform(low=0.3), uniform(seed=1)]],
            f,
            dtypes=INEXACT,
            grad=2,
        )
        for op, f in {
            "InvGrad": lambda y, dy: -dy * np.conj(y) ** 2,
            "ReciprocalGrad": lambda y, dy: -dy * np.conj(y) ** 2,
            "SqrtGrad": lambda y, dy: dy * 0.5 / np.conj(y),
            "RsqrtGrad": lambda y, dy: dy * -0.5 * np.conj(y) ** 3,
            "TanhGrad": lambda y, dy: dy * (1 - y * y),
            "SigmoidGrad": lambda y, dy: dy * y * (1 - y),
        }.items()
    ],
    Case("IsNan", [[SPECIAL]], np.isnan, dtypes=FLOATS),
    Case("IsInf", [[SPECIAL]], np.isinf, dtypes=FLOATS),
    Case("IsFinite", [[SPECIAL]], np.isfinite, dtypes=FLOATS),
    binary("Equal", lambda x, y: x == y, NUMERIC, x=near_two, y=near_two),
    binary("NotEqual", lambda x, y: x != y, NUMERIC, x=near_two, y=near_two),
    Case("Equal", [[BOOL, OTHER]], lambda x, y: x == y, label="bool"),
    Case("NotEqual", [[SPECIAL, SPECIAL]], lambda x, y: x != y, label="special"),
    binary("Less", lambda x, y: x < y, REAL),
    binary("LessEqual", lambda x, y: x <= y, REAL, x=near_two, y=near_two),
    binary("Greater", lambda x, y: x > y, REAL),
    binary("GreaterEqual", lambda x, y: x >= y, REAL, x=near_two, y=near_two),
    Case("LogicalAnd", [[BOOL, OTHER]], np.logical_and),
    Case("LogicalOr", [[BOOL, OTHER]], np.logical_or),
    Case("LogicalNot", [[BOOL], [np.array(True)]], np.logical_not),
    Case(
        "Select",
        [
            [BOOL, uniform(2, 3), uniform(2, 3, seed=1)],
            [np.array([True, False]), uniform(2, 3), uniform(2, 3, seed=1)],
            [np.array(False), uniform(2, 3), uniform(2, 3, seed=1)],
            [np.array([True, False]), uniform(2), uniform(2, seed=1)],
        ],
        select_rows,
        dtypes=NUMERIC,
        grad=1,
        grad_samples=4,
        errors=[
            (
                [np.array([True, False]), uniform(3, 2), uniform(3, 2)],
                {},
                ValueError,
                "2 elements for 3 rows",
            ),
            ([BOOL, uniform(3), uniform(3)], {}, ValueError, "where_v2"),
            ([BOOL, uniform(2, 3), uniform(3, 2)], {}, ValueError, "not compatible"),
        ],
    ),
    Case(
        "SelectV2",
        [
            [BOOL, uniform(2, 3), uniform(2, 3, seed=1)],
            [OTHER, uniform(2, 1), uniform(seed=1)],
            [np.array(True), uniform(0, 2), uniform(2)],
        ],
        np.where,
        dtypes=NUMERIC,
        grad=1,
        errors=[([BOOL, uniform(4), uniform(4)], {}, ValueError, "cannot be broadcast")],
    ),
    *[
        binary(op, f, INTEGERS, errors=[([uniform(2), uniform(3)], {}, ValueError, "cannot be broadcast")])
        for op, f in {
            "BitwiseAnd": np.bitwise_and,
            "BitwiseOr": np.bitwise_or,
            "BitwiseXor": np.bitwise_xor,
        }.items()
    ],
    *[
        Case(op, [[uniform(9, low=-100, high=100), uniform(9, low=-2, high=40)]], shifted(f), dtypes=INTEGERS)
        for op, f in {"LeftShift": np.left_shift, "RightShift": np.right_shift}.items()
    ],
    unary("Invert", np.invert, INTEGERS),
    Case(
        "PopulationCount",
        [[uniform(20, low=-100, high=100)]],
        lambda x: np.array([bin(int(v) & (2 ** (8 * v.itemsize) - 1)).count("1") for v in x], np.uint8),
        dtypes=INTEGERS,
    ),
    *[
        Case(
            "Cast",
            [[uniform(2, 3, low=-3, high=3)], [np.zeros(0)]],
            lambda x, DstT, t=to: (x.real if x.dtype.kind == "c" and t[0] != "c" else x).astype(t),
            attrs={"DstT": to},
            dtypes=[*FLOATS, *SIGNED, "uint8", *COMPLEX],
            grad=int(to in NARROW),
            grad_tol=1e-2 if to == "float32" else 2e-6,
            label=to,
        )
        for to in ["float16", "float32", "float64", "int32", "int64", "bool", "complex64"]
    ],
    Case(
        "ClipByValue",
        [[uniform(3, 4), np.array(-0.5), np.array(1.0)], [uniform(4), uniform(4) - 1, uniform(4) + 0.5]],
        lambda t, low, high: np.maximum(np.minimum(t, high), low),
        dtypes=[*FLOATS, *SIGNED],
        grad=1,
    ),
    Case("Real", [[uniform(2, 3)]], lambda x, Tout: x.real, attrs={"Tout": "float32"}, dtypes=["complex64"]),
    Case("Imag", [[uniform(2, 3)]], lambda x, Tout: x.imag, attrs={"Tout": "float64"}, dtypes=["complex128"]),
    Case(
        "Angle",
        [[uniform(2, 3)]],
        lambda x, Tout: np.angle(x),
        attrs={"Tout": "float64"},
        dtypes=["complex128"],
    ),
    Case("Conj", [[uniform(2, 3)]], np.conj, dtypes=COMPLEX),
    Case(
        "ComplexAbs",
        [[uniform(2, 3)]],
        lambda x, Tout: abs(x),
        attrs={"Tout": "float32"},
        dtypes=["complex64"],
    ),
    Case(
        "Complex",
        [[uniform(2, 3), uniform(3, seed=1)]],
        lambda re, im, Tout: re + 1j * im,
        attrs={"Tout": "complex128"},
        dtypes=["float64"],
        errors=[([uniform(2), uniform(2)], {"Tout": "complex64"}, TypeError, "parts of type float32")],
    ),
]
