"""Rows of pooling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.ops.harness import FLOATS, REAL, Case, uniform

POOLED = ["float16", "bfloat16", "float32", "float64", "int32", "int64", "uint8", "int16", "int8", "uint16"]


def spread(*shape: int, seed: int = 0) -> np.ndarray:
    """Make numbers no two of which are close, so that central differences do not cross a tie.

    None is negative, so that their order is the same in every type.
    """
    count = int(np.prod(shape))
    return np.random.default_rng([seed, *shape]).permutation(count).reshape(shape) / 8.0


def axis_windows(size: int, k: int, s: int, padding: str, pads: tuple[int, int]) -> list[tuple[int, int]]:
    """List what each window along an axis sees."""
    if padding == "SAME":
        count = -(-size // s)
        before = max((count - 1) * s + k - size, 0) // 2
    else:
        before, after = pads if padding == "EXPLICIT" else (0, 0)
        count = (size + before + after - k) // s + 1
    return [(max(i * s - before, 0), min(i * s - before + k, size)) for i in range(count)]


def windows(
    shape: Any, ksize: Any, strides: Any, padding: str, pads: Any = ()
) -> Iterator[tuple[tuple[int, ...], tuple[slice, ...]]]:
    """Walk over the windows: place in the result, and what is seen of the images, whatever the layout."""
    pads = tuple(zip(pads[::2], pads[1::2], strict=True)) if len(pads) else ((0, 0),) * len(shape)
    spans = [
        axis_windows(*given, padding, pad) for *given, pad in zip(shape, ksize, strides, pads, strict=True)
    ]
    for place in np.ndindex(*[len(s) for s in spans]):
        yield place, tuple(slice(*spans[axis][i]) for axis, i in enumerate(place))


def result_shape(shape: Any, ksize: Any, strides: Any, padding: str, pads: Any = ()) -> tuple[int, ...]:
    pads = tuple(zip(pads[::2], pads[1::2], strict=True)) if len(pads) else ((0, 0),) * len(shape)
    return tuple(
        len(axis_windows(*given, padding, pad))
        for *given, pad in zip(shape, ksize, strides, pads, strict=True)
    )


def pooled(f: Callable[[Any], Any]) -> Callable[..., Any]:
    def reference(x: Any, ksize: Any, strides: Any, padding: str, **more: Any) -> Any:
        pads = more.get("explicit_paddings", ())
        out = np.zeros(result_shape(x.shape, ksize, strides, padding, pads), x.dtype)
        for place, seen in windows(x.shape, ksize, strides, padding, pads):
            out[place] = f(x[seen])
        return out

    return reference


def max_grad(x: Any, y: Any, dy: Any, ksize: Any, strides: Any, padding: str, **more: Any) -> Any:
    dx = np.zeros(x.shape, dy.dtype)
    for place, seen in windows(x.shape, ksize, strides, padding, more.get("explicit_paddings", ())):
        part = dx[seen]
        part[np.unravel_index(np.argmax(x[seen]), part.shape)] += dy[place]
    return dx


def ties_grad(x: Any, y: Any, dy: Any, ksize: Any, strides: Any, padding: str, **more: Any) -> Any:
    dx = np.zeros(x.shape, dy.dtype)
    for place, seen in windows(x.shape, ksize, strides, padding):
        dx[seen] += np.where(x[seen] == x[seen].max(), dy[place], 0)
    return dx


def max_grad_grad(x: Any, y: Any, g: Any, ksize: Any, strides: Any, padding: str, **more: Any) -> Any:
    pads = more.get("explicit_paddings", ())
    out = np.zeros(result_shape(x.shape, ksize, strides, padding, pads), g.dtype)
    for place, seen in windows(x.shape, ksize, strides, padding, pads):
        out[place] = g[seen].reshape(-1)[np.argmax(x[seen])]
    return out


def mean_grad(shape: Any, dy: Any, ksize: Any, strides: Any, padding: str, **more: Any) -> Any:
    dx = np.zeros(shape, dy.dtype)
    for place, seen in windows(shape, ksize, strides, padding):
        dx[seen] += dy[place] / dx[seen].size
    return dx


def argmax(
    x: Any, ksize: Any, strides: Any, padding: str, include_batch_in_index: bool = False, **_: Any
) -> Any:
    shape = result_shape(x.shape, ksize, strides, padding)
    out, at = np.zeros(shape, x.dtype), np.zeros(shape, np.int64)
    flat = np.arange(x.size).reshape(x.shape)
    for place, seen in windows(x.shape, ksize, strides, padding):
        best = np.argmax(x[seen])
        out[place] = x[seen].reshape(-1)[best]
        at[place] = flat[seen].reshape(-1)[best]
    start = flat[:, :1, :1, :1]
    return out, at if include_batch_in_index else at - start


def argmax_grad(x: Any, dy: Any, at: Any, include_batch_in_index: bool = False, **_: Any) -> Any:
    dx = np.zeros(x.shape, dy.dtype)
    for n in range(len(x)):
        own = at[n].reshape(-1) - (n * x[0].size if include_batch_in_index else 0)
        np.add.at(dx[n].reshape(-1), own, dy[n].reshape(-1))
    return dx


def argmax_grad_grad(x: Any, g: Any, at: Any, include_batch_in_index: bool = False, **_: Any) -> Any:
    own = at - (np.arange(len(x)).reshape(-1, 1, 1, 1) * x[0].size if include_batch_in_index else 0)
    rows = np.arange(len(x)).reshape(-1, 1, 1, 1)
    return g.reshape(len(x), int(np.prod(g.shape[1:])))[rows, own]


def with_operands(reference: Callable[..., Any], first: int) -> Callable[..., Any]:
    """Take sizes and strides from the operands from `first` on."""

    def wrapped(*args: Any, **attrs: Any) -> Any:
        return reference(*args[:first], ksize=args[first], strides=args[first + 1], **attrs)

    return wrapped


# Sizes, strides, padding, layout, images; channels both below and above what is worked on at a time.
PLANS: list[tuple[str, dict[str, Any], list[tuple[int, ...]]]] = [
    (
        "same",
        {"ksize": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "padding": "SAME"},
        [(2, 5, 4, 3), (1, 4, 3, 43)],
    ),
    (
        "valid",
        {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"},
        [(2, 5, 4, 3), (0, 4, 4, 2)],
    ),
    (
        "gaps",
        {"ksize": [1, 1, 2, 1], "strides": [1, 3, 3, 1], "padding": "SAME"},
        [(1, 7, 5, 2), (2, 1, 1, 1)],
    ),
    (
        "nchw",
        {"ksize": [1, 1, 3, 2], "strides": [1, 1, 1, 2], "padding": "SAME", "data_format": "NCHW"},
        [(2, 3, 4, 5), (1, 1, 2, 2)],
    ),
]
DEPTH = ("depth", {"ksize": [1, 1, 1, 2], "strides": [1, 1, 1, 2], "padding": "VALID"}, [(2, 2, 3, 4)])
DEPTH_FIRST = (
    "depth nchw",
    {"ksize": [1, 3, 1, 1], "strides": [1, 3, 1, 1], "padding": "SAME", "data_format": "NCHW"},
    [(2, 6, 2, 3)],
)
EXPLICIT = (
    "explicit",
    {
        "ksize": [1, 3, 2, 1],
        "strides": [1, 2, 1, 1],
        "padding": "EXPLICIT",
        "explicit_paddings": [0, 0, 2, 1, 0, 1, 0, 0],
    },
    [(2, 4, 3, 2)],
)
VOLUMES: list[tuple[str, dict[str, Any], list[tuple[int, ...]]]] = [
    (
        "same",
        {"ksize": [1, 2, 3, 2, 1], "strides": [1, 1, 2, 2, 1], "padding": "SAME"},
        [(2, 3, 4, 3, 2), (1, 2, 3, 2, 9)],
    ),
    ("valid", {"ksize": [1, 2, 2, 2, 1], "strides": [1, 2, 1, 2, 1], "padding": "VALID"}, [(1, 4, 3, 4, 3)]),
    (
        "ncdhw",
        {"ksize": [1, 1, 2, 1, 2], "strides": [1, 1, 2, 1, 1], "padding": "SAME", "data_format": "NCDHW"},
        [(2, 2, 3, 2, 3)],
    ),
]


def shape_of_result(shape: Any, plan: dict[str, Any]) -> tuple[int, ...]:
    return result_shape(
        shape, plan["ksize"], plan["strides"], plan["padding"], plan.get("explicit_paddings", ())
    )


def forward(shape: Any, plan: dict[str, Any]) -> list[Any]:
    return [spread(*shape)]


def backward(shape: Any, plan: dict[str, Any], second: bool = False) -> list[Any]:
    x = spread(*shape)
    y = pooled(np.max)(x, **plan)
    return [x, y, spread(*(shape if second else y.shape), seed=1)]


def no_data_format(plan: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in plan.items() if k not in ("ksize", "strides")}


def operands(plan: dict[str, Any]) -> list[Any]:
    return [np.array(plan["ksize"], np.int32), np.array(plan["strides"], np.int32)]


IMAGE = uniform(1, 4, 4, 2)
GOOD = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
ERRORS = [
    ([uniform(4, 4, 2)], GOOD, ValueError, "must have rank 4, but has rank 3"),
    (
        [IMAGE],
        {**GOOD, "ksize": [1, 5, 2, 1]},
        ValueError,
        "Negative dimension size caused by subtracting 5 from 4",
    ),
    ([IMAGE], {**GOOD, "ksize": [1, 0, 2, 1]}, ValueError, "ksize must be positive, got 0"),
    ([IMAGE], {**GOOD, "strides": [1, 2, -1, 1]}, ValueError, "strides must be positive, got -1"),
    ([IMAGE], {**GOOD, "strides": [1, 2, 2, 1, 1]}, ValueError, "strides must have 4 entries"),
    ([IMAGE], {**GOOD, "ksize": [2, 2, 2, 1]}, Exception, "windows over the batch are not supported"),
    ([IMAGE], {**GOOD, "ksize": [1, 2, 2, 2]}, Exception, "either space or channels"),
    ([IMAGE], {**GOOD, "ksize": [1, 1, 1, 2], "strides": [1, 1, 1, 1]}, Exception, "as large as its stride"),
    (
        [uniform(1, 2, 2, 3)],
        {**GOOD, "ksize": [1, 1, 1, 2], "strides": [1, 1, 1, 2]},
        Exception,
        "must divide",
    ),
    ([IMAGE], {**GOOD, "padding": "FULL"}, ValueError, "SAME"),
]
EXPLICIT_ERRORS = [
    ([IMAGE], {**GOOD, "padding": "EXPLICIT"}, ValueError, "must have 8 entries"),
    (
        [IMAGE],
        {**GOOD, "padding": "EXPLICIT", "explicit_paddings": [0, 0, 2, 0, 0, 0, 0, 0]},
        ValueError,
        r"explicit padding of axis 1 \(2, 0\) must be less than its window, 2",
    ),
    ([IMAGE], {**GOOD, "explicit_paddings": [0] * 8}, ValueError, "go with padding='EXPLICIT' only"),
]
BACK_ERRORS = [
    (
        [IMAGE, uniform(1, 2, 2, 2), uniform(1, 3, 2, 2)],
        GOOD,
        ValueError,
        "grad must have an element per window",
    ),
    (
        [IMAGE, uniform(1, 2, 3, 2), uniform(1, 2, 2, 2)],
        GOOD,
        ValueError,
        "orig_output must have an element per",
    ),
]
NAN = np.array([[np.nan, 1, 2, 3, np.nan, 3, np.nan, np.nan, -np.inf, -np.inf]], np.float32).reshape(
    1, 5, 2, 1
)
TIES = np.array([2, 2, 3, 3, 3, 1, 0, 0], np.float32).reshape(1, 1, 8, 1)
LOWEST = np.finfo(np.float32).min
PAIRS = {"ksize": [1, 1, 2, 1], "strides": [1, 1, 2, 1], "padding": "VALID"}


def plain(*values: float) -> Callable[..., Any]:
    """Make a reference that knows the answer, as TensorFlow gives it."""
    return lambda *_, **__: np.array(values, np.float32).reshape(1, -1, 1, 1)


CASES = [
    *[
        Case(
            "MaxPool",
            [forward(s, plan) for s in shapes],
            pooled(np.max),
            attrs=plan,
            dtypes=POOLED,
            grad=2,
            label=label,
            errors=[*ERRORS, *EXPLICIT_ERRORS] if label == "same" else (),
        )
        for label, plan, shapes in [*PLANS, DEPTH, DEPTH_FIRST, EXPLICIT]
    ],
    Case(
        "MaxPool",
        [[NAN]],
        plain(1, 3, 3, LOWEST, LOWEST),
        attrs=PAIRS,
        dtypes=["float32"],
        label="nan",
    ),
    *[
        Case(
            "MaxPoolV2",
            [[*forward(s, plan), *operands(plan)] for s in shapes],
            with_operands(pooled(np.max), 1),
            attrs=no_data_format(plan),
            dtypes=POOLED,
            grad=2,
            grad_samples=1,
            fixed=(1, 2),
            label=label,
            errors=[
                (
                    [IMAGE, np.array([1, 2, 2, 1], np.int32), np.array([1, 0, 2, 1], np.int32)],
                    {},
                    ValueError,
                    "positive",
                )
            ],
        )
        for label, plan, shapes in PLANS
    ],
    *[
        Case(
            "MaxPoolGrad",
            [backward(s, plan) for s in shapes],
            max_grad,
            attrs=plan,
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            differentiable=(2,),
            tol=8e-3,
            label=label,
            errors=BACK_ERRORS if label == "valid" else (),
        )
        for label, plan, shapes in [*PLANS, DEPTH, EXPLICIT]
    ],
    Case(
        "MaxPoolGrad",
        [[NAN, np.zeros((1, 5, 1, 1), np.float32), np.arange(1, 6, dtype=np.float32).reshape(1, 5, 1, 1)]],
        lambda *_, **__: np.array([1, 0, 0, 2, 3, 0, 4, 0, 5, 0], np.float32).reshape(1, 5, 2, 1),
        attrs=PAIRS,
        dtypes=["float32"],
        label="nan",
    ),
    *[
        Case(
            "MaxPoolGradV2",
            [[*backward(s, plan), *operands(plan)] for s in shapes],
            with_operands(max_grad, 3),
            attrs=no_data_format(plan),
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            differentiable=(2,),
            fixed=(3, 4),
            tol=8e-3,
            label=label,
        )
        for label, plan, shapes in PLANS
    ],
    *[
        Case(
            "MaxPoolGradGrad",
            [backward(s, plan, second=True) for s in shapes],
            max_grad_grad,
            attrs=plan,
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            differentiable=(2,),
            label=label,
            errors=[
                ([IMAGE, uniform(1, 2, 2, 2), uniform(1, 2, 2, 2)], GOOD, ValueError, "shape of orig_input")
            ]
            if label == "valid"
            else (),
        )
        for label, plan, shapes in [*PLANS, EXPLICIT]
    ],
    *[
        Case(
            "MaxPoolGradGradV2",
            [[*backward(s, plan, second=True), *operands(plan)] for s in shapes],
            with_operands(max_grad_grad, 3),
            attrs=no_data_format(plan),
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            differentiable=(2,),
            fixed=(3, 4),
            label=label,
        )
        for label, plan, shapes in PLANS
    ],
    *[
        Case(
            "MaxPoolWithArgmax",
            [forward(s, plan) for s in shapes],
            argmax,
            attrs={**plan, **more},
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            label=f"{label} {'batch' if more else ''}",
            errors=[([IMAGE], {**GOOD, "ksize": [1, 1, 1, 2]}, Exception, "no windows over channels")],
        )
        for label, plan, shapes in PLANS[:3]
        for more in ({}, {"include_batch_in_index": True, "Targmax": "int32"})
    ],
    Case(
        "MaxPoolWithArgmax",
        [[NAN]],
        lambda *_, **__: (
            np.array([np.nan, 3, np.nan, np.nan, -np.inf], np.float32).reshape(1, 5, 1, 1),
            np.array([0, 3, 4, 6, 8]).reshape(1, 5, 1, 1),
        ),
        attrs=PAIRS,
        dtypes=["float32"],
        label="nan",
    ),
    *[
        Case(
            op,
            [
                [
                    x := spread(*s),
                    spread(*(s if second else shape_of_result(s, plan)), seed=1),
                    argmax(x, **plan)[1],
                ]
                for s in shapes
            ],
            reference,
            attrs=plan,
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            differentiable=(1,),
            tol=8e-3,
            label=label,
            errors=[
                (
                    [IMAGE, uniform(*(1, 4, 4, 2) if second else (1, 2, 2, 2)), np.full((1, 2, 2, 2), 32)],
                    GOOD,
                    Exception,
                    r"argmax\[0\] is not the position",
                )
            ]
            if label == "valid"
            else (),
        )
        for op, reference, second in [
            ("MaxPoolGradWithArgmax", argmax_grad, False),
            ("MaxPoolGradGradWithArgmax", argmax_grad_grad, True),
        ]
        for label, plan, shapes in PLANS[:3]
    ],
    *[
        Case(
            "AvgPool",
            [forward(s, plan) for s in shapes],
            pooled(np.mean),
            attrs=plan,
            dtypes=FLOATS,
            grad=2,
            label=label,
            errors=ERRORS if label == "same" else (),
        )
        for label, plan, shapes in [*PLANS, DEPTH]
    ],
    *[
        Case(
            "AvgPoolGrad",
            [[np.array(s, np.int32), spread(*shape_of_result(s, plan))] for s in shapes],
            mean_grad,
            attrs=plan,
            dtypes=FLOATS,
            grad=2,
            grad_samples=1,
            fixed=(0,),
            tol=1e-2,
            label=label,
            errors=[
                (
                    [np.array([1, 4, 4, 2], np.int32), uniform(1, 2, 3, 2)],
                    GOOD,
                    ValueError,
                    "an element per window",
                ),
                (
                    [np.array([4, 4, 2], np.int32), uniform(1, 2, 3, 2)],
                    GOOD,
                    ValueError,
                    "must have 4 entries",
                ),
            ]
            if label == "valid"
            else (),
        )
        for label, plan, shapes in PLANS
    ],
    *[
        Case(op, [make(s, plan) for s in shapes], reference, attrs=plan, dtypes=FLOATS, label=label, **more)
        for label, plan, shapes in VOLUMES
        for op, make, reference, more in [
            ("MaxPool3D", forward, pooled(np.max), {"grad": 2, "grad_samples": 1}),
            (
                "MaxPool3DGrad",
                backward,
                max_grad,
                {"grad": 2, "grad_samples": 1, "differentiable": (2,), "tol": 8e-3},
            ),
            (
                "MaxPool3DGradGrad",
                lambda s, plan: backward(s, plan, second=True),
                max_grad_grad,
                {"grad": 2, "grad_samples": 1, "differentiable": (2,)},
            ),
            ("AvgPool3D", forward, pooled(np.mean), {"grad": 2, "grad_samples": 1}),
            (
                "AvgPool3DGrad",
                lambda s, plan: [np.array(s, np.int32), spread(*shape_of_result(s, plan))],
                mean_grad,
                {"grad": 2, "grad_samples": 1, "fixed": (0,), "tol": 1e-2},
            ),
        ]
    ],
    Case(
        "MaxPool3DGrad",
        [
            [
                TIES[..., None],
                np.array([2, 3, 3, 0], np.float32).reshape(1, 1, 4, 1, 1),
                np.array([1, 2, 4, 8], np.float32).reshape(1, 1, 4, 1, 1),
            ]
        ],
        ties_grad,
        attrs={"ksize": [1, 1, 2, 1, 1], "strides": [1, 1, 2, 1, 1], "padding": "VALID"},
        dtypes=["float32"],
        label="ties",
    ),
]
NO_ROW = {
    op: "its regions are random: test_fractional_pool.py"
    for op in ["FractionalMaxPool", "FractionalMaxPoolGrad", "FractionalAvgPool", "FractionalAvgPoolGrad"]
}
