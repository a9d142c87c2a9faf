"""Groups that are joined: row by row, folds that store what they fold, pairs of primitives.

And copies that transpose.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

from .test_same_bits import AS_WRITTEN

Build = Callable[[Any], Any]


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def layer_norm(x: Any) -> Any:
    mean, variance = tf.nn.moments(x, [-1], keep_dims=True)
    scale = tf.constant(normal(x.shape[-1].value, seed=1))
    return (x - mean) * tf.rsqrt(variance + 1e-5) * scale + 0.5


def through_views(x: Any) -> Any:
    """Rows that are reshaped between their groups."""
    total = tf.reduce_sum(tf.exp(x), -1)
    flat = tf.reshape(total, [-1])
    return x / tf.reshape(tf.sqrt(flat + 1.0), tf.concat([tf.shape(x)[:-1], [1]], 0)) + tf.expand_dims(
        total, -1
    )


def columns_too(x: Any) -> list[Any]:
    """Sums along both axes of what is needed itself."""
    y = tf.nn.relu(x * 1.5 + 0.25)
    return [y, tf.reduce_sum(y, 0), tf.reduce_sum(y, -1), tf.reduce_max(y), y * 2.0 - x]


def not_by_rows(x: Any) -> list[Any]:
    """What the first axis is broadcast along does not divide into rows."""
    top = tf.reduce_max(x, 0, keep_dims=True)
    shifted = x - top
    return [
        shifted,
        tf.reduce_sum(shifted, -1),
        tf.nn.softmax(tf.transpose(x, np.roll(np.arange(x.shape.ndims), 1))),
    ]


def gradient(build: Build) -> Build:
    def built(x: Any) -> Any:
        y = build(x)
        return tf.gradients(y, x, grad_ys=tf.sin(y))

    return built


PROGRAMS: dict[str, Build] = {
    "softmax": tf.nn.softmax,
    "log_softmax": tf.nn.log_softmax,
    "layer norm": layer_norm,
    "views": through_views,
    "columns": columns_too,
    "other axes": not_by_rows,
    "softmax's gradient": gradient(tf.nn.softmax),
    "layer norm's gradient": gradient(layer_norm),
    "gelu's gradient": gradient(lambda x: 0.5 * x * (1.0 + tf.tanh(0.8 * (x + 0.04 * x * x * x)))),
}
SHAPES = [
    (1, 1),
    (2, 1),
    (1, 70),
    (3, 10),
    (300, 7),
    (37, 1000),
    (5, 3000),
    (2, 3, 65),
    (3, 1, 129),
    (40, 2, 2, 33),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", PROGRAMS)
def test_joined_or_not(name: str, shape: tuple[int, ...]) -> None:
    """The same bits as one loop per op, on one thread and two."""
    x = tf.placeholder(tf.float32, shape)
    results = PROGRAMS[name](x)
    found = []
    for options in ({}, {"graph_options": AS_WRITTEN}):
        for threads in (1, 2):
            config = tf.ConfigProto(intra_op_parallelism_threads=threads, **options)
            with tf.Session(config=config) as session:
                values = session.run(results, {x: normal(*shape)})
            found.append([value.tobytes() for value in (values if isinstance(values, list) else [values])])
    assert found[0] == found[1] == found[2] == found[3]


def test_softmax_is_one_loop_over_rows() -> None:
    """And it is softmax."""
    x = tf.placeholder(tf.float32, [None, 500])
    y = tf.nn.softmax(x)
    with tf.Session() as session:
        plan = session.explain(y, {x: normal(20, 500)})
        got = session.run(y, {x: normal(20, 500)})
    assert "Max > Sub+Exp+Sum > Reciprocal > Mul" in plan or "Max > Sub+Exp+Sum > Reciprocal+Mul" in plan, (
        plan
    )
    exact = np.exp(normal(20, 500).astype(np.float64))
    np.testing.assert_allclose(got, exact / exact.sum(1, keepdims=True), rtol=1e-6)


def test_a_bias_gradient_comes_with_what_it_sums() -> None:
    """One loop writes the gradient and adds it up."""
    x = tf.placeholder(tf.float32, [60, 50])
    y = tf.nn.relu(x)
    with tf.Session() as session:
        plan = session.explain([y, tf.reduce_sum(y, 0)], {x: normal(60, 50)})
    assert "Relu+Sum" in plan, plan


@pytest.mark.parametrize("size", [3, 5000])
def test_a_variable_that_becomes_its_own_fold(size: int) -> None:
    """Folds write their results before they have read all: not over what they read."""
    start = normal(size)
    v = tf.Variable(start)
    change = v.assign(tf.reduce_max(tf.reshape(v, [size, 1]), 1) + tf.reduce_sum(v))
    fold = v.assign(tf.reduce_sum(tf.reshape(v, [size, 1]), 1))
    soft = v.assign(tf.reshape(tf.nn.softmax(tf.reshape(v, [1, size])), [size]))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(fold.op)
        np.testing.assert_array_equal(session.run(v), start)
        session.run(soft.op)
        exact = np.exp(start.astype(np.float64))
        np.testing.assert_allclose(session.run(v), exact / exact.sum(), rtol=1e-5)
        session.run(change.op)
        np.testing.assert_allclose(session.run(v), exact / exact.sum() + 1.0, rtol=1e-5)


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.float16, np.float32, np.float64, np.complex128])
@pytest.mark.parametrize(
    ("shape", "order"),
    [
        ((67, 130), (1, 0)),
        ((16, 16), (1, 0)),
        ((3, 67, 35), (0, 2, 1)),
        ((3, 67, 35), (2, 1, 0)),
        ((7, 2, 90, 20), (3, 0, 2, 1)),
    ],
    ids=str,
)
def test_transposed_copies(dtype: Any, shape: tuple[int, ...], order: tuple[int, ...]) -> None:
    """Whole blocks, edges of blocks, several strips, outer axes; alone and as an operand."""
    value = (normal(*shape) * 50).astype(dtype)
    x = tf.placeholder(dtype, shape)
    y = tf.transpose(x, order)
    z = tf.logical_not(y) if dtype is np.bool_ else y + y
    with tf.Session() as session:
        got, more = session.run([y, z], {x: value})
    want = value.transpose(order)
    np.testing.assert_array_equal(got, want)
    np.testing.assert_array_equal(more, ~want if dtype is np.bool_ else want + want)


def test_a_wider_result_does_not_lie_over_rows_still_to_be_read() -> None:
    """The operand is the first half of a value that dies here and is as large as the result."""
    rows, columns = 64, 1000
    x = tf.placeholder(tf.float32, [2 * rows, columns])
    w = tf.placeholder(tf.float32, [1, 2 * columns])
    half = tf.exp(x)[:rows]
    wide = tf.tanh(tf.reduce_sum(half, 1, keepdims=True) * w)
    feeds = {x: normal(2 * rows, columns), w: normal(1, 2 * columns) / 2000}
    with tf.Session() as session:
        got = session.run(tf.matmul(wide, tf.ones([2 * columns, 3])), feeds)
    exact = np.tanh(np.exp(feeds[x][:rows].astype(np.float64)).sum(1, keepdims=True) * feeds[w]).sum(1)
    np.testing.assert_allclose(got, np.repeat(exact[:, None], 3, 1), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("seed", range(60))
def test_joining_never_makes_a_cycle(seed: int) -> None:
    """Whatever a join makes depend on each other, the next one sees: groups, rows and followed kernels."""
    tf.reset_default_graph()
    random = np.random.RandomState(seed)
    values: list[Any] = [tf.placeholder(tf.float32, [3, 3]) for _ in range(3)]
    feeds = {x: random.randn(3, 3).astype(np.float32) for x in values}
    ops: list[Callable[[Any, Any], Any]] = [
        tf.matmul,
        lambda a, b: a + tf.transpose(b),
        lambda a, b: tf.nn.softmax(a - b),
        lambda a, b: tf.tanh(a),
        lambda a, b: a * tf.reduce_sum(b, 0),
        lambda a, b: tf.reshape(tf.reshape(a, [9]) - tf.reshape(b, [-1]), [3, 3]),
    ]
    for _ in range(60):
        a, b = (values[random.randint(max(0, len(values) - 12), len(values))] for _ in range(2))
        values.append(ops[random.randint(len(ops))](a, b))
    fetches = [values[i] for i in random.choice(len(values), 5, replace=False)] + values[-2:]
    as_written = tf.ConfigProto(graph_options=AS_WRITTEN)
    with tf.Session() as fused, tf.Session(config=as_written) as plain:
        for got, want in zip(fused.run(fetches, feeds), plain.run(fetches, feeds), strict=True):
            np.testing.assert_array_equal(got, want)
