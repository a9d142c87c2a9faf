"""Rows of batch normalisation and local response normalisation."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import FLOATS, Case, uniform

LAYOUTS = {"NHWC": (2, 3, 4, 5), "NCHW": (2, 5, 3, 4), "NDHWC": (2, 3, 2, 2, 3), "NCDHW": (2, 3, 2, 3, 2)}
NONE = np.zeros(0)


def over(x: Any, data_format: str) -> tuple[Any, Any]:
    """Tell which axes are averaged over, and make vectors over channels broadcast."""
    keep = 1 if data_format.startswith("NC") else x.ndim - 1
    axes = tuple(i for i in range(x.ndim) if i != keep)
    return axes, lambda v: np.reshape(v, [-1 if i == keep else 1 for i in range(x.ndim)])


def batch_norm(
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any,
    variance: Any,
    epsilon: float = 1e-4,
    exponential_avg_factor: float = 1.0,
    data_format: str = "NHWC",
    is_training: bool = True,
    third: bool = False,
) -> Any:
    axes, along = over(x, data_format)
    epsilon = np.float64(np.float32(epsilon))
    used, moved = (mean, variance), (mean, variance)
    if is_training:
        count = x.size / x.shape[1 if data_format.startswith("NC") else -1]
        used = x.mean(axes), x.var(axes)
        moved = used[0], used[1] * count / max(count - 1, 1)
        if exponential_avg_factor != 1:
            f = np.float64(np.float32(exponential_avg_factor))
            moved = tuple((1 - f) * old + f * new for old, new in zip((mean, variance), moved, strict=True))
    y = (x - along(used[0])) / np.sqrt(along(used[1]) + epsilon) * along(scale) + along(offset)
    return (y, *moved, *used, *([np.zeros(0)] if third else []))


def batch_norm_grad(
    dy: Any,
    x: Any,
    scale: Any,
    mean: Any,
    variance: Any,
    third: Any = None,
    epsilon: float = 1e-4,
    data_format: str = "NHWC",
    is_training: bool = True,
) -> Any:
    axes, along = over(x, data_format)
    inverse = 1 / np.sqrt(variance + np.float64(np.float32(epsilon)))
    centred = x - along(mean)
    product, total = (dy * centred).sum(axes), dy.sum(axes)
    dx = dy * along(scale * inverse)
    if is_training:
        count = x.size / len(scale)
        dx -= along(scale * inverse / count) * (along(total) + centred * along(product * inverse**2))
    return dx, product * inverse, total, np.zeros(0), np.zeros(0)


def forward(layout: str, given: bool, wide: bool = True) -> list[Any]:
    shape = LAYOUTS[layout]
    channels = shape[1] if layout.startswith("NC") else shape[-1]
    kind = np.float64 if wide else np.float32
    vectors = [uniform(channels, low=0.5, high=1.5, seed=i).astype(kind) for i in range(4)]
    if not given:
        vectors[2:] = [NONE.astype(kind)] * 2
    return [uniform(*shape), *vectors]


def backward(layout: str, training: bool, wide: bool = True, reserved: bool = False) -> list[Any]:
    x, scale, _, mean, variance = forward(layout, True, wide)
    if training:
        # What the forward op hands on. Halves are fed rounded, which these moments then do not see.
        axes, _ = over(x, layout)
        mean, variance = x.mean(axes).astype(mean.dtype), x.var(axes).astype(mean.dtype)
    return [
        uniform(*x.shape, seed=7),
        x,
        scale,
        mean,
        variance,
        *([np.zeros(0, np.float32)] if reserved else []),
    ]


def lrn_norm(x: Any, depth_radius: int, bias: float, alpha: float) -> Any:
    channels = x.shape[-1]
    near = abs(np.subtract.outer(np.arange(channels), np.arange(channels))) <= depth_radius
    return np.float64(np.float32(bias)) + np.float64(np.float32(alpha)) * (
        (x * x) @ near.astype(x.dtype)
    ), near


def lrn(x: Any, depth_radius: int = 5, bias: float = 1.0, alpha: float = 1.0, beta: float = 0.5) -> Any:
    return x * lrn_norm(x, depth_radius, bias, alpha)[0] ** -np.float64(np.float32(beta))


def lrn_grad(
    dy: Any, x: Any, y: Any, depth_radius: int = 5, bias: float = 1.0, alpha: float = 1.0, beta: float = 0.5
) -> Any:
    norm, near = lrn_norm(x, depth_radius, bias, alpha)
    beta, alpha = np.float64(np.float32(beta)), np.float64(np.float32(alpha))
    terms = dy * x * norm ** (-beta - 1)
    return dy * norm**-beta - 2 * alpha * beta * x * (terms @ near.astype(x.dtype))


def global_norm(
    t: Any, m: Any, v: Any, beta: Any, gamma: Any, variance_epsilon: float, scale_after_normalization: bool
) -> Any:
    scale = gamma if scale_after_normalization else 1.0
    return (t - m) / np.sqrt(v + np.float64(np.float32(variance_epsilon))) * scale + beta


def global_norm_grad(
    t: Any, m: Any, v: Any, gamma: Any, dy: Any, variance_epsilon: float, scale_after_normalization: bool
) -> Any:
    inverse = 1 / np.sqrt(v + np.float64(np.float32(variance_epsilon)))
    scale = gamma if scale_after_normalization else np.ones_like(gamma)
    total, product = dy.sum((0, 1, 2)), (dy * (t - m)).sum((0, 1, 2))
    return (
        dy * scale * inverse,
        -total * scale * inverse,
        -0.5 * product * scale * inverse**3,
        total,
        product * inverse if scale_after_normalization else np.zeros_like(gamma),
    )


IMAGE, FOUR = uniform(2, 3, 2, 4), [uniform(4, low=0.5, high=1.5, seed=i) for i in range(4)]
MODES: list[tuple[str, dict[str, Any]]] = [
    ("training", {}),
    ("frozen", {"is_training": False, "epsilon": 0.01}),
    ("moving", {"exponential_avg_factor": 0.25}),
]
SETTINGS: list[tuple[str, dict[str, Any]]] = [
    ("default", {}),
    ("imagenet", {"depth_radius": 2, "bias": 2.0, "alpha": 0.3, "beta": 0.75}),
    ("power", {"depth_radius": 1, "bias": 1.5, "alpha": 0.5, "beta": 0.6}),
    ("one", {"depth_radius": 0, "beta": 1.0}),
    ("wide", {"depth_radius": 40, "alpha": 0.2}),
]

CASES = [
    *[
        Case(
            "FusedBatchNorm",
            [forward(layout, label != "training"), *([] if label == "training" else [])],
            batch_norm,
            attrs={**attrs, "data_format": layout},
            dtypes=["float32", "float64"],
            tol=1e-5,
            label=f"{label} {layout}",
            errors=[
                (
                    [IMAGE, FOUR[0][:3], FOUR[1], *FOUR[2:]],
                    {},
                    ValueError,
                    "scale has 3 elements, but x has 4 channels",
                ),
                ([IMAGE[0], *FOUR], {}, ValueError, "x must have rank 4"),
                ([IMAGE, *FOUR[:2], NONE, NONE], {"is_training": False}, ValueError, "mean has 0 elements"),
            ]
            if layout == "NHWC"
            else (),
        )
        for layout in ("NHWC", "NCHW")
        for label, attrs in MODES
    ],
    *[
        Case(
            op,
            [forward(layout, label != "training", wide=False)],
            batch_norm if op == "FusedBatchNormV2" else lambda *a, **k: batch_norm(*a, **k, third=True),
            attrs={**attrs, "data_format": layout},
            dtypes=["float16", "float32"],  # bfloat16: test_batch_norm.py
            tol=1e-5,
            label=f"{label} {layout}",
        )
        for op, layouts in [("FusedBatchNormV2", ["NHWC"]), ("FusedBatchNormV3", list(LAYOUTS))]
        for layout in layouts
        for label, attrs in MODES
    ],
    *[
        Case(
            "FusedBatchNormGrad",
            [backward(layout, training)],
            batch_norm_grad,
            attrs={"is_training": training, "data_format": layout},
            dtypes=["float32", "float64"],
            tol=2e-5,
            label=f"{'training' if training else 'frozen'} {layout}",
            errors=[([IMAGE[:1], IMAGE, FOUR[0], *FOUR[2:]], {}, ValueError, "must have the shape of x")]
            if layout == "NHWC"
            else (),
        )
        for layout in ("NHWC", "NCHW")
        for training in (True, False)
    ],
    *[
        Case(
            op,
            [backward(layout, training, wide=False, reserved=op.endswith("V3"))],
            batch_norm_grad,
            attrs={"is_training": training, "data_format": layout},
            dtypes=["float16", "float32"],  # bfloat16: test_batch_norm.py
            tol=1e-4,
            label=f"{'training' if training else 'frozen'} {layout}",
        )
        for op, layouts in [("FusedBatchNormGradV2", ["NHWC"]), ("FusedBatchNormGradV3", list(LAYOUTS))]
        for layout in layouts
        for training in (True, False)
    ],
    *[
        Case(
            "BatchNormWithGlobalNormalization",
            [[IMAGE, *FOUR]],
            global_norm,
            attrs={"variance_epsilon": 0.001, "scale_after_normalization": scaled},
            dtypes=FLOATS[2:],
            grad=1,
            label="scaled" if scaled else "plain",
            errors=[
                (
                    [IMAGE, FOUR[0], FOUR[1][:2], *FOUR[2:]],
                    {},
                    ValueError,
                    "v has 2 elements, but t has 4 channels",
                )
            ],
        )
        for scaled in (True, False)
    ],
    *[
        Case(
            "BatchNormWithGlobalNormalizationGrad",
            [[IMAGE, *FOUR[:3], uniform(2, 3, 2, 4, seed=9)]],
            global_norm_grad,
            attrs={"variance_epsilon": 0.001, "scale_after_normalization": scaled},
            dtypes=FLOATS[2:],
            tol=1e-5,
            label="scaled" if scaled else "plain",
        )
        for scaled in (True, False)
    ],
    *[
        Case(
            "LRN",
            [[uniform(2, 2, 3, 7)], [uniform(1, 1, 2, 1)], [uniform(0, 2, 2, 3)], [uniform(1, 2, 1, 90)]],
            lrn,
            attrs=attrs,
            dtypes=FLOATS,
            grad=2,
            tol=1e-5,
            label=label,
            errors=[
                ([uniform(2, 3)], {}, ValueError, "must have rank 4"),
                ([IMAGE], {"depth_radius": -1}, ValueError, "must not be negative"),
            ],
        )
        for label, attrs in SETTINGS
    ],
    *[
        Case(
            "LRNGrad",
            [[uniform(2, 2, 3, 7, seed=1), x := uniform(2, 2, 3, 7), lrn(x, **attrs)]],
            lrn_grad,
            attrs=attrs,
            dtypes=FLOATS,
            grad=2,
            differentiable=(0, 1),
            tol=1e-5,
            label=label,
            errors=[([IMAGE, IMAGE[:1], IMAGE], {}, ValueError, "not compatible")],
        )
        for label, attrs in SETTINGS
    ],
]
