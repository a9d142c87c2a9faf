"""One op on about a million elements, op by op: what the table of `--ops` is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from .convolutions import LAYERS
from .function import Function
from .pooling import POOLING

SIDE = 1000


def op(
    name: str,
    operands: Callable[[], list[np.ndarray]],
    tf1: Callable[..., Any],
    torch: Callable[..., Any] | None,
    streams: bool = True,
) -> Function:
    """An op: its name in the table, its operands, and what it is in TensorFlow 1's names and in PyTorch."""
    return Function(name=name, operands=operands, tf1=tf1, torch=torch, streams=streams)


def numbers(low: float, high: float, *shape: int, seed: int = 0) -> np.ndarray:
    """Uniform float32 numbers; not around zero, so that sums can be compared between engines."""
    return np.random.RandomState(seed).uniform(low, high, shape or (SIDE, SIDE)).astype(np.float32)


def integers(low: int, high: int, *shape: int, seed: int = 0, dtype: Any = np.int32) -> np.ndarray:
    """Uniform integers."""
    return np.random.RandomState(seed).randint(low, high, shape or (SIDE, SIDE)).astype(dtype)


def one(low: float = 0.1, high: float = 1.9) -> Callable[[], list[np.ndarray]]:
    """One matrix."""
    return lambda: [numbers(low, high)]


def two(low: float = 0.1, high: float = 1.9) -> Callable[[], list[np.ndarray]]:
    """Two matrices."""
    return lambda: [numbers(low, high), numbers(low, high, seed=1)]


def two_integers() -> list[np.ndarray]:
    """Two matrices of integers, the second without zeros."""
    return [integers(-1000, 1000), integers(1, 50, seed=1)]


def flags(seed: int = 2) -> np.ndarray:
    """True or False."""
    return numbers(0, 1, seed=seed) < 0.5


def unary(name: str, low: float = 0.1, high: float = 1.9, torch: str = "") -> Function:
    """An element-wise function, mostly of one name in both worlds."""
    return op(
        name,
        one(low, high),
        lambda tf, x: getattr(tf.nn if hasattr(tf.nn, name) else tf, name)(x),
        lambda t, x: getattr(t if hasattr(t, torch or name) else t.nn.functional, torch or name)(x),
    )


def binary(name: str, torch: str = "", operands: Callable[[], list[np.ndarray]] | None = None) -> Function:
    """An element-wise function of two matrices."""
    return op(
        name if operands is None else f"{name}, int32",
        operands or two(),
        lambda tf, x, y: getattr(tf, name)(x, y),
        lambda t, x, y: getattr(t, torch or name)(x, y),
    )


def reduced(name: str, torch: str, operands: Callable[[], list[np.ndarray]] | None = None) -> list[Function]:
    """A reduction of rows, of columns, and of all."""
    operands = operands or one()
    return [
        op(
            f"reduce_{name}, {what}",
            operands,
            lambda tf, x, axis=axis: getattr(tf, f"reduce_{name}")(x, axis),
            lambda t, x, axis=axis: getattr(t, torch)(x) if axis is None else getattr(t, torch)(x, dim=axis),
        )
        for what, axis in (("rows", 1), ("columns", 0), ("all", None))
    ]


def lines(name: str, tf1: Callable[..., Any], torch: Callable[..., Any]) -> list[Function]:
    """A function along the rows and along the columns."""
    return [
        op(
            f"{name}, {what}",
            one(0.9, 1.1),
            lambda tf, x, axis=axis: tf1(tf, x, axis),
            lambda t, x, axis=axis: torch(t, x, axis),
        )
        for what, axis in (("rows", 1), ("columns", 0))
    ]


def segments(sorted_ids: bool) -> Callable[[], list[np.ndarray]]:
    """Rows and the segment of each."""

    def made() -> list[np.ndarray]:
        ids = integers(0, 1000, 10_000, seed=3, dtype=np.int64)
        ids[:2] = 0, 999
        return [numbers(0.1, 1.9, 10_000, 100), np.sort(ids) if sorted_ids else ids]

    return made


def with_rows(count: int, dtype: Any = np.int64) -> Callable[[], list[np.ndarray]]:
    """A matrix and numbers of its rows."""
    return lambda: [numbers(0.1, 1.9), integers(0, SIDE, count, seed=3, dtype=dtype)]


def image() -> list[np.ndarray]:
    """A batch of images, 1.0 M elements."""
    return [numbers(0.1, 1.9, 16, 64, 64, 16)]


ELEMENTWISE = [
    *map(unary, ["abs", "square", "sqrt", "rsqrt", "exp", "log", "log1p", "expm1", "sin", "cos", "tan"]),
    *map(unary, ["atan", "sinh", "cosh", "tanh", "asinh", "sigmoid", "relu", "elu", "selu", "softplus"]),
    *map(unary, ["softsign", "erf", "erfc", "lgamma", "digamma", "floor", "ceil", "round", "sign"]),
    *map(unary, ["reciprocal"]),
    unary("relu6"),
    unary("asin", -0.99, 0.99),
    unary("acos", -0.99, 0.99),
    unary("atanh", -0.99, 0.99),
    unary("acosh", 1.1, 3.0),
    unary("negative"),
    op("is_nan", one(), lambda tf, x: tf.is_nan(x), lambda t, x: t.isnan(x)),
    op("logical_not", lambda: [flags()], lambda tf, x: tf.logical_not(x), lambda t, x: ~x),
    binary("add"),
    binary("subtract"),
    binary("multiply"),
    binary("divide"),
    binary("maximum"),
    binary("minimum"),
    binary("pow"),
    binary("atan2"),
    binary("floormod", "remainder"),
    binary("floordiv", "floor_divide"),
    op(
        "squared_difference",
        two(),
        lambda tf, x, y: tf.squared_difference(x, y),
        lambda t, x, y: (x - y) ** 2,
    ),
    binary("equal", "eq"),
    binary("less", "less"),
    binary("add", operands=two_integers),
    binary("multiply", operands=two_integers),
    binary("floordiv", "floor_divide", two_integers),
    binary("floormod", "remainder", two_integers),
    op(
        "logical_and",
        lambda: [flags(), flags(3)],
        lambda tf, x, y: tf.logical_and(x, y),
        lambda t, x, y: x & y,
    ),
    op(
        "add a row",
        lambda: [numbers(0, 1), numbers(0, 1, SIDE)],
        lambda tf, x, y: x + y,
        lambda t, x, y: x + y,
    ),
    op(
        "add a column",
        lambda: [numbers(0, 1), numbers(0, 1, SIDE, 1)],
        lambda tf, x, y: x + y,
        lambda t, x, y: x + y,
    ),
    op(
        "bias_add",
        lambda: [numbers(0, 1), numbers(0, 1, SIDE)],
        lambda tf, x, y: tf.nn.bias_add(x, y),
        lambda t, x, y: x + y,
    ),
    op("add_n of 3", two(), lambda tf, x, y: tf.add_n([x, y, x]), lambda t, x, y: x + y + x),
    op(
        "where",
        lambda: [flags(), *two()()],
        lambda tf, c, x, y: tf.where(c, x, y),
        lambda t, c, x, y: t.where(c, x, y),
    ),
    op("clip", one(), lambda tf, x: tf.clip_by_value(x, 0.5, 1.5), lambda t, x: t.clamp(x, 0.5, 1.5)),
    op("cast to int32", one(0, 99), lambda tf, x: tf.cast(x, tf.int32), lambda t, x: x.to(t.int32)),
    op("cast to float64", one(), lambda tf, x: tf.cast(x, tf.float64), lambda t, x: x.to(t.float64)),
    op("cast to float16", one(), lambda tf, x: tf.cast(x, tf.float16), lambda t, x: x.to(t.float16)),
    op("cast to bool", one(), lambda tf, x: tf.cast(x, tf.bool), lambda t, x: x.to(t.bool)),
    op(
        "cast from int32",
        lambda: [integers(0, 99)],
        lambda tf, x: tf.cast(x, tf.float32),
        lambda t, x: x.to(t.float32),
    ),
]

REDUCTIONS = [
    *reduced("sum", "sum"),
    *reduced("mean", "mean"),
    *reduced("max", "amax"),
    *reduced("min", "amin"),
    *reduced("any", "any", lambda: [flags()]),
    op("reduce_prod, rows", one(0.99, 1.01), lambda tf, x: tf.reduce_prod(x, 1), lambda t, x: t.prod(x, 1)),
    op(
        "reduce_prod, columns", one(0.99, 1.01), lambda tf, x: tf.reduce_prod(x, 0), lambda t, x: t.prod(x, 0)
    ),
    *lines("argmax", lambda tf, x, axis: tf.argmax(x, axis), lambda t, x, axis: t.argmax(x, axis)),
    *lines(
        "reduce_logsumexp",
        lambda tf, x, axis: tf.reduce_logsumexp(x, axis),
        lambda t, x, axis: t.logsumexp(x, axis),
    ),
    op(
        "variance, columns",
        one(),
        lambda tf, x: tf.nn.moments(x, [0])[1],
        lambda t, x: t.var(x, 0, correction=0),
    ),
    op("l2_loss", one(), lambda tf, x: tf.nn.l2_loss(x), lambda t, x: (x * x).sum() / 2),
    *lines("softmax", lambda tf, x, axis: tf.nn.softmax(x, axis), lambda t, x, axis: t.softmax(x, axis)),
    op("log_softmax, rows", one(), lambda tf, x: tf.nn.log_softmax(x), lambda t, x: t.log_softmax(x, 1)),
    *lines("cumsum", lambda tf, x, axis: tf.cumsum(x, axis), lambda t, x, axis: t.cumsum(x, axis)),
    *lines("cumprod", lambda tf, x, axis: tf.cumprod(x, axis), lambda t, x, axis: t.cumprod(x, axis)),
    op(
        "cumsum, one line",
        lambda: [numbers(0, 1, SIDE * SIDE)],
        lambda tf, x: tf.cumsum(x),
        lambda t, x: t.cumsum(x, 0),
    ),
]

MOVES = [
    op("transpose", one(), lambda tf, x: tf.transpose(x), lambda t, x: x.T.contiguous()),
    op(
        "transpose, NHWC to NCHW",
        image,
        lambda tf, x: tf.transpose(x, [0, 3, 1, 2]),
        lambda t, x: x.permute(0, 3, 1, 2).contiguous(),
    ),
    op(
        "transpose, axes 0 and 1",
        image,
        lambda tf, x: tf.transpose(x, [1, 0, 2, 3]),
        lambda t, x: x.transpose(0, 1).contiguous(),
    ),
    *lines(
        "concat",
        lambda tf, x, axis: tf.concat([x, x], axis),
        lambda t, x, axis: t.cat([x, x], axis),
    ),
    op("stack, first axis", two(), lambda tf, x, y: tf.stack([x, y]), lambda t, x, y: t.stack([x, y])),
    op("stack, last axis", two(), lambda tf, x, y: tf.stack([x, y], 2), lambda t, x, y: t.stack([x, y], 2)),
    op(
        "split",
        one(),
        lambda tf, x: tf.split(x, 4, 1)[2],
        lambda t, x: t.split(x, 250, 1)[2].contiguous(),
        streams=False,
    ),
    op("slice", one(), lambda tf, x: x[1:, 1:], lambda t, x: x[1:, 1:].contiguous()),
    op(
        "slice, every second",
        one(),
        lambda tf, x: x[:, ::2],
        lambda t, x: x[:, ::2].contiguous(),
        streams=False,
    ),
    op(
        "tile",
        lambda: [numbers(0, 1, 100, 100)],
        lambda tf, x: tf.tile(x, [10, 10]),
        lambda t, x: x.tile(10, 10),
    ),
    op(
        "broadcast_to",
        lambda: [numbers(0, 1, SIDE, 1)],
        lambda tf, x: tf.broadcast_to(x, [SIDE, SIDE]),
        lambda t, x: x.expand(SIDE, SIDE).contiguous(),
    ),
    op(
        "pad",
        one(),
        lambda tf, x: tf.pad(x, [[1, 1], [2, 2]]),
        lambda t, x: t.nn.functional.pad(x, (2, 2, 1, 1)),
    ),
    op(
        "pad, reflect",
        lambda: [numbers(0, 1, 1, SIDE, SIDE)],
        lambda tf, x: tf.pad(x, [[0, 0], [1, 1], [2, 2]], "REFLECT"),
        lambda t, x: t.nn.functional.pad(x, (2, 2, 1, 1), "reflect"),
    ),
    *lines("reverse", lambda tf, x, axis: tf.reverse(x, [axis]), lambda t, x, axis: t.flip(x, [axis])),
    op("roll", one(), lambda tf, x: tf.roll(x, [3, 5], [0, 1]), lambda t, x: t.roll(x, (3, 5), (0, 1))),
    op("repeat", one(), lambda tf, x: tf.repeat(x, 2, 1), lambda t, x: t.repeat_interleave(x, 2, 1)),
    op(
        "space_to_batch",
        image,
        lambda tf, x: tf.space_to_batch_nd(x, [2, 2], [[0, 0], [0, 0]]),
        None,
    ),
    op("space_to_depth", image, lambda tf, x: tf.space_to_depth(x, 2), None),
    op("depth_to_space", image, lambda tf, x: tf.depth_to_space(x, 2), None),
    op(
        "reverse_sequence",
        lambda: [numbers(0, 1), integers(0, SIDE, SIDE)],
        lambda tf, x, n: tf.reverse_sequence(x, n, 1),
        None,
    ),
    op(
        "matrix_band_part",
        one(),
        lambda tf, x: tf.matrix_band_part(x, -1, 0),
        lambda t, x: t.tril(x),
    ),
    op("zeros_like", one(), lambda tf, x: tf.zeros_like(x), lambda t, x: t.zeros_like(x), streams=False),
]

INDEXED = [
    op("gather rows", with_rows(SIDE), lambda tf, x, i: tf.gather(x, i), lambda t, x, i: x[i]),
    op(
        "gather columns",
        with_rows(SIDE),
        lambda tf, x, i: tf.gather(x, i, axis=1),
        lambda t, x, i: t.index_select(x, 1, i),
    ),
    op(
        "gather elements",
        lambda: [numbers(0, 1, SIDE * SIDE), integers(0, SIDE * SIDE, SIDE * SIDE, seed=3, dtype=np.int64)],
        lambda tf, x, i: tf.gather(x, i),
        lambda t, x, i: t.index_select(x, 0, i),
    ),
    op(
        "batch_gather",
        lambda: [numbers(0, 1), integers(0, SIDE, SIDE, SIDE, seed=3, dtype=np.int64)],
        lambda tf, x, i: tf.batch_gather(x, i),
        lambda t, x, i: t.gather(x, 1, i),
    ),
    op(
        "gather_nd",
        lambda: [numbers(0, 1), integers(0, SIDE, SIDE * SIDE, 2, seed=3, dtype=np.int64)],
        lambda tf, x, i: tf.gather_nd(x, i),
        lambda t, x, i: x[i[:, 0], i[:, 1]],
    ),
    op(
        "scatter_nd",
        lambda: [
            numbers(0, 1, SIDE * SIDE),
            integers(0, SIDE * SIDE, SIDE * SIDE, 1, seed=3, dtype=np.int64),
        ],
        lambda tf, x, i: tf.scatter_nd(i, x, tf.constant([SIDE * SIDE], tf.int64)),
        lambda t, x, i: t.zeros(SIDE * SIDE).index_add_(0, i[:, 0], x),
    ),
    op(
        "tensor_scatter_update, rows",
        lambda: [numbers(0, 1), np.random.RandomState(3).permutation(SIDE)[:, None], numbers(0, 1, seed=4)],
        lambda tf, x, i, y: tf.tensor_scatter_update(x, i, y),
        lambda t, x, i, y: x.index_copy(0, i[:, 0], y),
    ),
    op(
        "segment_sum",
        segments(True),
        lambda tf, x, i: tf.segment_sum(x, i),
        lambda t, x, i: t.zeros(1000, 100).index_add_(0, i, x),
    ),
    op(
        "unsorted_segment_sum",
        segments(False),
        lambda tf, x, i: tf.unsorted_segment_sum(x, i, 1000),
        lambda t, x, i: t.zeros(1000, 100).index_add_(0, i, x),
    ),
    op(
        "unsorted_segment_max",
        segments(False),
        lambda tf, x, i: tf.unsorted_segment_max(x, i, 1000),
        lambda t, x, i: t.zeros(1000, 100).index_reduce_(0, i, x, "amax", include_self=False),
    ),
    op(
        "one_hot",
        lambda: [integers(0, 100, 10_000, dtype=np.int64)],
        lambda tf, i: tf.one_hot(i, 100),
        lambda t, i: t.nn.functional.one_hot(i, 100).to(t.float32),
    ),
    op("where, positions", lambda: [flags()], lambda tf, x: tf.where(x), lambda t, x: x.nonzero()),
    op(
        "boolean_mask",
        lambda: [numbers(0, 1), flags()],
        lambda tf, x, m: tf.boolean_mask(x, m),
        lambda t, x, m: x[m],
    ),
    op(
        "dynamic_partition",
        lambda: [numbers(0, 1, SIDE * SIDE), integers(0, 4, SIDE * SIDE)],
        lambda tf, x, i: tf.dynamic_partition(x, i, 4)[1],
        None,
    ),
    op(
        "dynamic_stitch",
        lambda: [np.random.RandomState(0).permutation(SIDE).astype(np.int32), numbers(0, 1)],
        lambda tf, i, x: tf.dynamic_stitch([i], [x]),
        None,
    ),
    op(
        "unique",
        lambda: [integers(0, 10_000, SIDE * SIDE)],
        lambda tf, x: tf.reduce_sum(tf.unique(x).y),
        lambda t, x: t.unique(x, return_inverse=True)[0].sum(),
    ),
    op(
        "sequence_mask",
        lambda: [integers(0, SIDE, SIDE)],
        lambda tf, n: tf.sequence_mask(n, SIDE),
        lambda t, n: t.arange(SIDE) < n[:, None],
    ),
]

ORDER = [
    op(
        "sort, one line",
        lambda: [numbers(0, 1, SIDE * SIDE)],
        lambda tf, x: tf.sort(x),
        lambda t, x: t.sort(x)[0],
    ),
    *lines("sort", lambda tf, x, axis: tf.sort(x, axis), lambda t, x, axis: t.sort(x, axis)[0]),
    op(
        "argsort, one line",
        lambda: [numbers(0, 1, SIDE * SIDE)],
        lambda tf, x: tf.argsort(x),
        lambda t, x: t.argsort(x),
    ),
    op("top_k 10, rows", one(), lambda tf, x: tf.nn.top_k(x, 10)[0], lambda t, x: t.topk(x, 10)[0]),
    op("top_k 100, rows", one(), lambda tf, x: tf.nn.top_k(x, 100)[0], lambda t, x: t.topk(x, 100)[0]),
    op(
        "top_k 1000, one line",
        lambda: [numbers(0, 1, SIDE * SIDE)],
        lambda tf, x: tf.nn.top_k(x, 1000)[0],
        lambda t, x: t.topk(x, 1000)[0],
    ),
    op(
        "searchsorted",
        lambda: [np.sort(numbers(0, 1, 10_000)), numbers(0, 1, SIDE * SIDE, seed=1)],
        lambda tf, s, x: tf.searchsorted(s, x),
        lambda t, s, x: t.searchsorted(s, x),
    ),
    op(
        "random_uniform",
        lambda: [],
        lambda tf: tf.random_uniform([SIDE, SIDE], seed=1),
        lambda t: t.rand(SIDE, SIDE),
    ),
    op(
        "random_normal",
        lambda: [],
        lambda tf: tf.random_normal([SIDE, SIDE], 1.0, 0.01, seed=1),
        lambda t: t.normal(1.0, 0.01, (SIDE, SIDE)),
    ),
]

CASES = [
    *ELEMENTWISE,
    *REDUCTIONS,
    *MOVES,
    *(replace(op, streams=False) for op in [*INDEXED, *ORDER]),
    *LAYERS,
    *POOLING,
]
