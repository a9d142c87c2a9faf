"""How many floating-point operations a node does, by TensorFlow's way of counting.

Goes in: an operation. Comes out: its count; 0 for types that TensorFlow does not count (`Exp`, `Tanh`,
`Relu`), None where a size that it needs is not known statically.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from .._native import Operation, Tensor

__all__ = ["float_operations"]


class _Unknown(Exception):
    """A size is not known."""


def _sizes(tensor: Tensor) -> list[int]:
    if tensor.shape.ndims is None or not tensor.shape.is_fully_defined():
        raise _Unknown
    sizes: list[int] = tensor.shape.as_list()
    return sizes


def _count(tensor: Tensor) -> int:
    return math.prod(_sizes(tensor))


def _per_input(factor: int, which: int = 0) -> Callable[[Operation], int]:
    return lambda op: factor * _count(op.inputs[which])


def _per_result(factor: int) -> Callable[[Operation], int]:
    return lambda op: factor * _count(op.outputs[0])


def _reduction(finish: int) -> Callable[[Operation], int]:
    """One operation for each element but the first of each result, and what finishes a result."""
    return lambda op: _count(op.inputs[0]) + (finish - 1) * _count(op.outputs[0])


def _mat_mul(op: Operation) -> int:
    inner = _sizes(op.inputs[0])[0 if op.get_attr("transpose_a") else 1]
    return 2 * inner * _count(op.outputs[0])


def _window(op: Operation) -> int:
    return math.prod(op.get_attr("ksize"))


def _convolution(image: Tensor, filters: Tensor, op: Operation) -> int:
    """Of a gradient: two for each pair of a result's element and the elements of the window that made it."""
    strides: Sequence[int] = op.get_attr("strides")
    depth = _sizes(image)[1 if op.get_attr("data_format") == b"NCHW" else -1]
    return 2 * _count(image) * _count(filters) // (depth * math.prod(strides))


_COUNTS: dict[str, Callable[[Operation], int]] = {
    **dict.fromkeys(("Reciprocal", "Square", "Log", "Neg", "AssignAdd", "AssignSub"), _per_input(1)),
    **dict.fromkeys(("AssignAddVariableOp", "AssignSubVariableOp"), _per_input(1, which=1)),
    "Rsqrt": _per_input(2),
    "Softmax": _per_input(5),
    "L2Loss": lambda op: 3 * _count(op.inputs[0]) - 1,
    **dict.fromkeys(
        (
            *("Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "Pow", "BiasAdd"),
            *("Greater", "GreaterEqual", "Less", "LessEqual", "Equal", "NotEqual"),
        ),
        _per_result(1),
    ),
    "SquaredDifference": _per_result(2),
    "RsqrtGrad": _per_result(4),
    **dict.fromkeys(("Sum", "ArgMax", "ArgMin", "BiasAddGrad"), _reduction(0)),
    "Mean": _reduction(1),
    "AddN": lambda op: (len(op.inputs) - 1) * _count(op.inputs[0]),
    "MatMul": _mat_mul,
    "Conv2D": lambda op: 2 * _count(op.outputs[0]) * math.prod(_sizes(op.inputs[1])[:3]),
    "DepthwiseConv2dNative": lambda op: 2 * _count(op.outputs[0]) * math.prod(_sizes(op.inputs[1])[:2]),
    "Dilation2D": lambda op: 2 * _count(op.outputs[0]) * math.prod(_sizes(op.inputs[1])[:2]),
    "Conv2DBackpropInput": lambda op: _convolution(op.outputs[0], op.inputs[1], op),
    "Conv2DBackpropFilter": lambda op: _convolution(op.inputs[0], op.outputs[0], op),
    "AvgPool": lambda op: _window(op) * _count(op.outputs[0]),
    "MaxPool": lambda op: _window(op) * _count(op.outputs[0]),
    "AvgPoolGrad": lambda op: 2 * _window(op) * _count(op.inputs[1]),
    "MaxPoolGrad": lambda op: (_window(op) + 1) * _count(op.inputs[1]),
}


def float_operations(op: Operation) -> int | None:
    """The count for one operation; None where shapes are not known."""
    count = _COUNTS.get(op.type)
    try:
        return count(op) if count else 0
    except _Unknown:
        return None
