"""Rows of activations, biases, softmax and its losses, top-k."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from tests.ops.harness import FLOATS, NUMERIC, REAL, Case, uniform

SCALE, SCALED_ALPHA = 1.0507009873554805, 1.7580993408473766


def activation(op: str, f: Callable[..., Any], dtypes: list[str], **more: Any) -> Case:
    samples = [
        [uniform(2, 3, low=-3, high=3)],
        [uniform(low=1)],
        [uniform(0, 2)],
        [uniform(1000, low=-8, high=8)],
    ]
    return Case(op, samples, f, dtypes=dtypes, grad=2, **more)


def backprop(op: str, f: Callable[..., Any], dtypes: list[str], **more: Any) -> Case:
    samples = [[uniform(2, 3), uniform(2, 3, seed=1, low=-1.5, high=3)], [uniform(), uniform(seed=1)]]
    return Case(
        op,
        samples,
        f,
        dtypes=dtypes,
        grad=2,
        errors=[([uniform(2), uniform(3)], {}, ValueError, "not compatible")],
        **more,
    )


def channels(x: Any, bias: Any, data_format: str = "NHWC") -> Any:
    return x + (bias.reshape(-1, *[1] * (x.ndim - 2)) if data_format == "NCHW" else bias)


def channel_sums(x: Any, data_format: str = "NHWC") -> Any:
    keep = 1 if data_format == "NCHW" else x.ndim - 1
    return np.sum(x, axis=tuple(i for i in range(x.ndim) if i != keep), dtype=x.dtype)


def softmax(x: Any) -> Any:
    return special.softmax(x, axis=-1)


def distributions(*shape: int) -> np.ndarray:
    return softmax(uniform(*shape, seed=9))


def cross_entropy(logits: Any, labels: Any) -> Any:
    logits, labels = np.broadcast_arrays(logits, labels)
    return -np.sum(labels * special.log_softmax(logits, axis=-1), axis=-1), softmax(logits) - labels


def sparse_cross_entropy(logits: Any, labels: Any) -> Any:
    return cross_entropy(logits, np.eye(logits.shape[1])[labels])


def top(x: Any, k: Any, sorted: bool = True) -> Any:
    order = np.argsort(-x.astype(np.float64), axis=-1, kind="stable")[..., : int(k)]
    return np.take_along_axis(x, order, -1), order.astype(np.int32)


def in_top(predictions: Any, targets: Any, k: Any) -> Any:
    rows = np.arange(len(targets))
    return np.sum(predictions > predictions[rows, targets][:, None], axis=1) < int(k)


IMAGE, BIAS = uniform(2, 3, 4, 5), uniform(5, seed=1)
SMALL, HUGE = uniform(3, 4, low=-3, high=3), np.array([[1e4, -1e4, 0.0], [800.0, 801.0, 802.0]])
TIES = np.rint(uniform(5, 40, low=0, high=9))

CASES = [
    activation("Relu", lambda x: np.maximum(x, 0), REAL),
    activation("Relu6", lambda x: np.clip(x, 0, 6), REAL),
    activation("Elu", lambda x: np.where(x > 0, x, np.expm1(x)), FLOATS),
    activation("Selu", lambda x: np.where(x > 0, SCALE * x, SCALED_ALPHA * np.expm1(x)), FLOATS),
    activation(
        "LeakyRelu",
        lambda x, alpha: np.where(x > 0, x, x * np.float64(np.float32(alpha))),
        FLOATS[2:],
        attrs={"alpha": 0.3},
    ),
    activation("Softplus", lambda x: np.logaddexp(x, 0), FLOATS),
    activation("Softsign", lambda x: x / (1 + abs(x)), FLOATS),
    Case(
        "Softplus",
        [[np.array([-1e4, 1e4, np.inf, -np.inf, np.nan])]],
        lambda x: np.logaddexp(x, 0),
        label="far",
    ),
    backprop("ReluGrad", lambda g, x: np.where(x > 0, g, 0), REAL),
    backprop("Relu6Grad", lambda g, x: np.where((x > 0) & (x < 6), g, 0), REAL),
    backprop("EluGrad", lambda g, y: np.where(y < 0, g * (y + 1), g), FLOATS),
    backprop("SeluGrad", lambda g, y: np.where(y < 0, g * (y + SCALED_ALPHA), g * SCALE), FLOATS),
    backprop(
        "LeakyReluGrad",
        lambda g, x, alpha: np.where(x > 0, g, g * np.float64(np.float32(alpha))),
        FLOATS[2:],
        attrs={"alpha": 0.3},
    ),
    backprop("SoftplusGrad", lambda g, x: g * special.expit(x), FLOATS),
    backprop("SoftsignGrad", lambda g, x: g / (1 + abs(x)) ** 2, FLOATS),
    *[
        Case(
            "BiasAdd",
            [[x, b] for x, b in samples],
            channels,
            attrs={"data_format": layout},
            dtypes=NUMERIC,
            grad=2,
            grad_samples=1,
            label=layout,
            errors=[
                ([uniform(2, 3), uniform(4)], {}, ValueError, "4 elements, but value has 3 channels"),
                ([uniform(3), uniform(3)], {}, ValueError, "at least 2 axes"),
                ([uniform(2, 3), uniform(3)], {"data_format": "NWC"}, ValueError, "NHWC"),
            ],
        )
        for layout, samples in {
            "NHWC": [(uniform(4, 5), BIAS), (IMAGE, BIAS), (uniform(0, 5), BIAS)],
            "NCHW": [(uniform(2, 5, 3), BIAS), (uniform(2, 5), BIAS), (uniform(2, 5, 2, 3), BIAS)],
        }.items()
    ],
    *[
        Case(
            "BiasAddGrad",
            [[uniform(4, 5)], [IMAGE], [uniform(0, 5)]],
            channel_sums,
            attrs={"data_format": layout},
            dtypes=NUMERIC,
            grad=1,
            tol=2e-3,
            label=layout,
        )
        for layout in ["NHWC", "NCHW"]
    ],
    Case(
        "Softmax",
        [[SMALL], [uniform(2, 3, 4)], [uniform(5)], [HUGE], [uniform(0, 4)]],
        softmax,
        dtypes=FLOATS,
        grad=2,
        tol=8e-3,
        errors=[([np.array(1.0)], {}, ValueError, "at least one axis")],
    ),
    Case(
        "LogSoftmax",
        [[SMALL], [uniform(2, 3, 4)], [uniform(5)], [HUGE], [uniform(0, 4)]],
        lambda x: special.log_softmax(x, axis=-1),
        dtypes=["float32", "float64"],
        grad=2,
    ),
    Case(
        "SoftmaxCrossEntropyWithLogits",
        [[SMALL, distributions(3, 4)], [uniform(1, 4), distributions(3, 4)], [SMALL, distributions(1, 4)]],
        cross_entropy,
        dtypes=["float32", "float64"],
        grad=2,
        grad_samples=3,
        differentiable=(0,),
        errors=[
            ([uniform(3, 4), uniform(3, 5)], {}, ValueError, "cannot be broadcast"),
            ([uniform(2, 3, 4), uniform(2, 3, 4)], {}, ValueError, "must be matrices"),
        ],
    ),
    *[
        Case(
            "SparseSoftmaxCrossEntropyWithLogits",
            [[SMALL, np.array([0, 3, 1], kind)], [uniform(0, 4), np.zeros(0, kind)]],
            sparse_cross_entropy,
            dtypes=["float32", "float64"],
            grad=2,
            grad_samples=1,
            label=kind,
            errors=[
                (
                    [SMALL, np.array([0, 4, 1], kind)],
                    {},
                    Exception,
                    r"label value of 4 .* valid range of \[0, 4\)",
                ),
                ([SMALL, np.array([0, -1, 1], kind)], {}, Exception, "label value of -1"),
                ([SMALL, np.array([0, 1], kind)], {}, ValueError, "3 rows, but there are 2 labels"),
            ],
        )
        for kind in ["int32", "int64"]
    ],
    Case(
        "TopK",
        [[uniform(3, 2, 6)], [TIES], [uniform(4)]],
        top,
        attrs={"k": 3},
        dtypes=REAL,
        grad=1,
        grad_samples=1,
        errors=[([uniform(2, 2)], {}, ValueError, "at least k = 3 columns, but has 2")],
    ),
    Case(
        "TopKV2",
        [[uniform(5, 7), np.int32(3)], [TIES, np.int32(40)], [TIES, np.int32(35)], [uniform(4), np.int32(0)]],
        top,
        dtypes=REAL,
        grad=2,
        grad_samples=1,
        fixed=(1,),
        errors=[([uniform(2, 2), np.int32(3)], {}, ValueError, "at least k = 3 columns, but has 2")],
    ),
    Case(
        "InTopK",
        [[uniform(6, 5).astype(np.float32), np.array([0, 1, 2, 3, 4, 0], np.int32)]],
        in_top,
        attrs={"k": 2},
    ),
    Case(
        "InTopKV2",
        [[uniform(6, 5).astype(np.float32), np.array([0, 1, 2, 3, 4, 0], np.int64), np.int64(3)]],
        in_top,
    ),
    Case(
        "InTopK",
        [[np.array([[0.1, np.nan], [0.2, 0.3], [1.0, 1.0]], np.float32), np.array([0, 5, 1], np.int32)]],
        lambda p, t, k: np.array([False, False, True]),
        attrs={"k": 1},
        label="odd",
    ),
    Case(
        "CheckNumerics",
        [[uniform(2, 3)], [uniform(0)]],
        lambda x, message: x,
        attrs={"message": "loss"},
        dtypes=FLOATS,
        grad=1,
        errors=[
            ([np.array([1.0, np.nan])], {}, Exception, "loss : Tensor had NaN values"),
            ([np.array([1.0, np.inf])], {}, Exception, "loss : Tensor had Inf values"),
            ([np.array([np.nan, np.inf])], {}, Exception, "loss : Tensor had Inf and NaN values"),
        ],
    ),
]
