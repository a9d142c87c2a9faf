"""Each row of the op table's tests on a GPU, against the CPU."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf
from tests.ops.harness import Call, Case, assert_close, convert
from tests.ops.test_ops import CASES

#: Relative errors that are allowed between the two: the bounds of the primitives, some of which follow each
#: other. Types that are not here are not on GPUs, and integers are equal.
BOUNDS = {"float32": 2e-5, "float16": 2e-3, "float64": 1e-12, "int32": 0, "uint32": 0, "int64": 0, "bool": 0}

ROWS = [pytest.param(c, d, id=f"{c}-{d}") for c in CASES for d in c.dtypes if d in BOUNDS]


def run(call: Call, device: str) -> tuple[list[Any], str]:
    """Run all nodes on a device; gives the results and the plan as text."""
    for op in call.graph.get_operations():
        op._set_device(device)
    with tf.Session(graph=call.graph) as session:
        return list(session.run(call.fetches, call.feeds)), session.explain(call.fetches, call.feeds)


@pytest.mark.parametrize(("case", "dtype"), ROWS)
def test_row(case: Case, dtype: str) -> None:
    for number, sample in enumerate(case.samples):
        call = Call(case, [convert(v, dtype) for v in sample], dtype)
        want, _ = run(call, "/device:CPU:0")
        got, _ = run(call, "/device:GPU:0")
        for i, (ours, theirs) in enumerate(zip(got, want, strict=True)):
            what = f"sample {number}, result {i}"
            assert_close(ours, np.asarray(theirs), dtype, BOUNDS[dtype], what)
            special = ~np.isfinite(theirs) if np.asarray(theirs).dtype.kind == "f" else np.zeros((), bool)
            np.testing.assert_array_equal(np.asarray(ours)[special], np.asarray(theirs)[special], what)


@pytest.mark.parametrize(
    ("case", "dtype"),
    [pytest.param(c, d, id=f"{c}-{d}") for c in CASES for d in ("float32", "int32") if d in c.dtypes],
)
def test_row_within_the_least_limits(case: Case, dtype: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RHEOS_GPU_LIMITS", "webgpu")
    test_row(case, dtype)


#: Ops whose first row runs on the GPU; others may too. What is missed here has fallen back to the CPU.
ON_GPU = (
    "Add AddN ArgMax AvgPool AvgPoolGrad BatchMatMul BatchMatMulV2 BiasAdd BiasAddGrad Concat "
    "ConcatV2 Conv2D Conv2DBackpropFilter Conv2DBackpropInput Cumsum DepthwiseConv2dNative Div Elu "
    "Erf Exp Gather GatherNd GatherV2 LRN L2Loss Log LogSoftmax MatMul Max MaxPool MaxPoolGrad Mean "
    "MirrorPad Mul OneHot Pack Pad Pow Prod RealDiv Relu ReluGrad Rsqrt ScatterNd Select Sigmoid "
    "Softmax SoftmaxCrossEntropyWithLogits Softplus Sqrt Square StridedSliceGrad Sub Sum Tanh TopKV2 "
    "UnsortedSegmentSum"
).split()


@pytest.mark.parametrize("op", ON_GPU)
def test_does_not_fall_back(op: str) -> None:
    row = next(c for c in CASES if c.op == op)
    dtype = next(d for d in BOUNDS if d in row.dtypes)
    call = Call(row, [convert(v, dtype) for v in row.samples[0]], dtype)
    _, plan = run(call, "/device:GPU:0")
    assert " GPU  " in plan, plan


def test_rows_with_constants_stage_by_stage() -> None:
    x = tf.placeholder(tf.float64, [2, 4, 3])
    y = tf.linalg.pinv(x)
    value = np.random.default_rng(0).normal(size=(2, 4, 3))
    for op in y.graph.get_operations():
        op._set_device("/device:GPU:0")
    with tf.Session() as session:
        np.testing.assert_allclose(session.run(y, {x: value}), np.linalg.pinv(value), rtol=1e-9)
