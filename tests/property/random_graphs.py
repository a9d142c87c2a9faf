"""Random graphs beside the same calculation in numpy.

Each step is drawn and added to both, in numpy with float64. Values stay
between about -2 and 2, so that neither overflow nor long chains drown the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

import rheos as tf

Array = np.ndarray[Any, Any]

ONE: dict[str, tuple[Callable[[Any], Any], Callable[[Array], Array]]] = {
    "tanh": (tf.tanh, np.tanh),
    "sigmoid": (tf.sigmoid, lambda a: 1 / (1 + np.exp(-a))),
    "sin": (tf.sin, np.sin),
    "abs": (tf.abs, np.abs),
    "relu": (tf.nn.relu, lambda a: np.maximum(a, 0)),
    "double negation": (lambda t: tf.negative(-t), lambda a: a),
    "times one": (lambda t: t * 1.0, lambda a: a),
    "damped square": (lambda t: tf.square(t) / 3.0, lambda a: a * a / 3),
    "root": (lambda t: tf.sqrt(tf.abs(t) + 0.5), lambda a: np.sqrt(np.abs(a) + 0.5)),
    "twice the same": (lambda t: tf.tanh(t) - tf.tanh(t) * 0.5, lambda a: np.tanh(a) * 0.5),
    "there and back": (lambda t: tf.cast(tf.cast(t, tf.float64), tf.float32), lambda a: a),
}
TWO: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Array, Array], Array]]] = {
    "mean": (lambda a, b: (a + b) * 0.5, lambda a, b: (a + b) / 2),
    "difference": (lambda a, b: tf.tanh(a - b), lambda a, b: np.tanh(a - b)),
    "product": (lambda a, b: tf.sin(a * b), lambda a, b: np.sin(a * b)),
    "maximum": (tf.maximum, np.maximum),
    "minimum": (tf.minimum, np.minimum),
    "quotient": (lambda a, b: a / (tf.abs(b) + 1.0), lambda a, b: a / (np.abs(b) + 1)),
}
FOLDS: dict[str, tuple[Callable[..., Any], Callable[..., Array]]] = {
    "sum": (lambda t, **k: tf.tanh(tf.reduce_sum(t, **k)), lambda a, **k: np.tanh(np.sum(a, **k))),
    "mean": (tf.reduce_mean, np.mean),
    "max": (tf.reduce_max, np.max),
    "min": (tf.reduce_min, np.min),
}
MOST_ROWS = 2000  # of a matrix that is multiplied with its own transpose
MOVES = ("reshape", "transpose", "reverse", "slice", "concat", "stack", "expand", "tile", "pad")


@dataclass
class Built:
    """A graph with its feeds, and what numpy makes of it."""

    fetches: list[tf.Tensor] = field(default_factory=list)
    expected: list[Array] = field(default_factory=list)
    feed_dict: dict[tf.Tensor, Array] = field(default_factory=dict)
    variables: list[tf.Variable] = field(default_factory=list)


@st.composite
def graphs(draw: st.DrawFn, largest: int = 6, steps: int = 14) -> Built:
    """Fresh nodes in the default graph; dead ones and shared ones included."""
    built = Built()
    pool: list[tuple[tf.Tensor, Array]] = []

    def leaf() -> None:
        shape = draw(st.lists(st.integers(1, largest), max_size=3))
        value = (
            np.random.default_rng(draw(st.integers(0, 2**32 - 1))).uniform(-2, 2, shape).astype(np.float32)
        )
        match draw(st.sampled_from(["feed", "open feed", "constant", "variable"])):
            case "feed":
                tensor = tf.placeholder(tf.float32, shape)
                built.feed_dict[tensor] = value
            case "open feed":
                tensor = tf.placeholder(tf.float32)
                built.feed_dict[tensor] = value
            case "constant":
                tensor = tf.constant(value)
            case _:
                variable = tf.Variable(value)
                built.variables.append(variable)
                tensor = variable.read_value()
        pool.append((tensor, value.astype(np.float64)))

    def pick() -> tuple[tf.Tensor, Array]:
        return pool[draw(st.integers(0, len(pool) - 1))]

    for _ in range(draw(st.integers(1, 3))):
        leaf()
    for _ in range(draw(st.integers(1, steps))):
        tensor, value = pick()
        match draw(st.sampled_from(["one", "one", "two", "two", "fold", "move", "matmul", "leaf"])):
            case "one":
                ours, theirs = ONE[draw(st.sampled_from(sorted(ONE)))]
                pool.append((ours(tensor), theirs(value)))
            case "two":
                other, array = pick()
                try:
                    np.broadcast_shapes(value.shape, array.shape)
                except ValueError:
                    other, array = tensor, value
                ours2, theirs2 = TWO[draw(st.sampled_from(sorted(TWO)))]
                pool.append((ours2(tensor, other), theirs2(value, array)))
            case "fold":
                axes = tuple(draw(st.sets(st.integers(0, value.ndim - 1)))) if value.ndim else ()
                keep = draw(st.booleans())
                fold, numpy_fold = FOLDS[draw(st.sampled_from(sorted(FOLDS)))]
                pool.append(
                    (fold(tensor, axis=axes, keepdims=keep), numpy_fold(value, axis=axes, keepdims=keep))
                )
            case "move":
                pool.append(move(draw, tensor, value))
            case "matmul" if value.shape[:1] <= (MOST_ROWS,):
                pool.append(matmul(tensor, value))
            case _:
                leaf()
    for i in draw(st.sets(st.integers(0, len(pool) - 1), min_size=1, max_size=3)) | {len(pool) - 1}:
        built.fetches.append(pool[i][0])
        built.expected.append(pool[i][1])
    return built


def move(draw: st.DrawFn, tensor: tf.Tensor, value: Array) -> tuple[tf.Tensor, Array]:
    """The same elements elsewhere."""
    kind = draw(st.sampled_from(MOVES))
    if kind == "reshape":
        shape = draw(st.permutations(value.shape)) if draw(st.booleans()) else [-1]
        return tf.reshape(tensor, shape), value.reshape(shape)
    if kind == "expand":
        axis = draw(st.integers(-value.ndim - 1, value.ndim))
        return tf.expand_dims(tensor, axis), np.expand_dims(value, axis)
    if kind == "stack":
        axis = draw(st.integers(0, value.ndim))
        return tf.stack([tensor, tf.tanh(tensor)], axis), np.stack([value, np.tanh(value)], axis)
    if value.ndim == 0:
        return tf.fill([3], tensor), np.full([3], value)
    axis = draw(st.integers(0, value.ndim - 1))
    if kind == "transpose":
        order = draw(st.permutations(range(value.ndim)))
        return tf.transpose(tensor, order), value.transpose(order)
    if kind == "reverse":
        return tf.reverse(tensor, [axis]), np.flip(value, axis)
    if kind == "slice":
        start = draw(st.integers(0, value.shape[axis] - 1))
        step = draw(st.integers(1, 3))
        where = (slice(None),) * axis + (slice(start, None, step),)
        return tensor[where], value[where]
    if kind == "concat":
        return tf.concat([tensor, -tensor], axis), np.concatenate([value, -value], axis)
    if kind == "tile":
        counts = [2 if i == axis else 1 for i in range(value.ndim)]
        return tf.tile(tensor, counts), np.tile(value, counts)
    widths = [(1, 2) if i == axis else (0, 0) for i in range(value.ndim)]
    return tf.pad(tensor, widths), np.pad(value, widths)


def matmul(tensor: tf.Tensor, value: Array) -> tuple[tf.Tensor, Array]:
    """A value times its own transpose, kept small."""
    rows = tf.reshape(tensor, [value.shape[0] if value.ndim else 1, -1])
    array = value.reshape([value.shape[0] if value.ndim else 1, -1])
    scale = 1.0 / array.shape[1]
    return tf.matmul(rows, rows, transpose_b=True) * scale, array @ array.T * scale
