"""Groups that take up a kernel's result part by part: what comes out, where it lies, and what stays apart."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

from .harness import AS_WRITTEN, uniform


def fed(*shape: int, seed: int = 0, dtype: Any = np.float32) -> Any:
    value = uniform(*shape, seed=seed).astype(dtype)
    x = tf.placeholder(value.dtype, value.shape)
    tf.add_to_collection("fed", (x, value))
    return x


def dense(rows: int, inner: int, columns: int, dtype: Any = np.float32) -> Any:
    x, w, b = (
        fed(*s, seed=i, dtype=dtype) for i, s in enumerate([(rows, inner), (inner, columns), (columns,)])
    )
    return tf.nn.relu(tf.matmul(x, w) + b)


def kept() -> list[Any]:
    """The product is a result itself, and so are several things made of it, of other types and sizes too."""
    y = tf.matmul(fed(130, 70), fed(70, 90, seed=1))
    flat = tf.reshape(tf.tanh(y), [-1, 3])
    return [
        y,
        tf.cast(y * 3.0, tf.float64),
        flat * fed(3, seed=2),
        tf.greater(y, 0.0),
        tf.transpose(tf.exp(y)),
    ]


def summed_parts() -> Any:
    """A product whose long sums are cut into parts, so that its last tasks complete it."""
    return tf.sigmoid(tf.matmul(fed(64, 9000), fed(9000, 48, seed=1)) * 0.01 + fed(64, 1, seed=2))


def turned() -> Any:
    """A product of one column, computed as its transpose."""
    return tf.exp(-tf.matmul(fed(300, 500), fed(500, 1, seed=1), transpose_a=False) * 0.01) + tf.nn.relu(
        tf.matmul(fed(500, 300, seed=2), fed(500, 1, seed=3), transpose_a=True)
    )


def batches() -> Any:
    """One product per matrix, the second matrix broadcast, and one with a residual of the same size."""
    x, w = fed(7, 33, 20), fed(20, 45, seed=1)
    y = tf.nn.elu(tf.matmul(x, tf.tile(w[tf.newaxis], [7, 1, 1])))
    return tf.nn.relu(tf.matmul(y, y, transpose_b=True) + fed(7, 33, 33, seed=2))


def convolution(strides: list[int], size: int = 29, channels: int = 24, filters: int = 40) -> Any:
    """A convolution with bias and relu, and what a relu's gradient makes of its gradient."""
    x = tf.nn.softplus(fed(3, size, size, channels))
    y = tf.nn.conv2d(x, fed(3, 3, channels, filters, seed=1), strides, "SAME")
    z = tf.nn.relu(tf.nn.bias_add(y, fed(filters, seed=2)))
    return [z, *tf.gradients(z, [x], grad_ys=[tf.cos(z)])]


def residual() -> Any:
    """What is added comes from a group of its own, which the product does not need."""
    x = fed(100, 64)
    return tf.nn.relu(tf.matmul(x, fed(64, 64, seed=1)) + tf.tanh(x[:, :64]))


def depends() -> Any:
    """What the group reads besides depends on the product, so it cannot be computed with it."""
    y = tf.matmul(fed(90, 80), fed(80, 70, seed=1))
    return y * tf.cumsum(y, 0)


def rows_after() -> Any:
    """Softmax of a layer: what a fold along rows reads stays with the fold."""
    return tf.nn.softmax(dense(65, 40, 300))


BUILDS: dict[str, Callable[[], Any]] = {
    "dense": lambda: dense(128, 300, 257),
    "small": lambda: dense(3, 5, 7),
    "half": lambda: dense(70, 90, 33, np.float16),
    "integers": lambda: tf.matmul(fed(40, 30, dtype=np.int32), fed(30, 50, seed=1, dtype=np.int32)) // 3 + 1,
    "kept": kept,
    "parts": summed_parts,
    "turned": turned,
    "batches": batches,
    "convolution": lambda: convolution([1, 1, 1, 1]),
    "strided": lambda: convolution([1, 2, 3, 1]),
    "far apart": lambda: convolution([1, 5, 4, 1]),
    "short rows": lambda: convolution([1, 1, 1, 1], size=4),
    "one channel": lambda: convolution([1, 1, 1, 1], channels=1),
    "residual": residual,
    "depends": depends,
    "rows after": rows_after,
    "empty": lambda: dense(0, 5, 7),
    "no sums": lambda: dense(6, 0, 7),
}


@pytest.mark.parametrize("name", BUILDS)
def test_the_same_bits_as_apart(name: str) -> None:
    tf.reset_default_graph()
    built = BUILDS[name]()
    results = built if isinstance(built, list) else [built]
    feeds = dict(tf.get_collection("fed"))
    runs = []
    for options in ({}, {"graph_options": AS_WRITTEN}):
        for threads in (1, 4):
            config = tf.ConfigProto(intra_op_parallelism_threads=threads, **options)
            with tf.Session(config=config) as session:
                session.run(results, feeds)
                runs.append(session.run(results, feeds))
    first, *others = ([np.asarray(x).tobytes() for x in run] for run in runs)
    assert all(other == first for other in others)


def test_what_follows_what() -> None:
    """The plan says so, and a division by zero inside a group is still found."""
    tf.reset_default_graph()
    x, w = fed(20, 30), fed(30, 10, seed=1)
    y = tf.nn.relu(tf.matmul(x, w) + 1.0)
    counts = tf.cast(x[:, :10], tf.int32)
    wrong = tf.matmul(counts, tf.ones([10, 10], tf.int32)) // (counts * 0)
    feeds = dict(tf.get_collection("fed"))
    with tf.Session() as session:
        assert "MatMul > AddV2+Relu" in session.explain(y, feeds)
        with pytest.raises(tf.errors.InvalidArgumentError, match="division by zero"):
            session.run(wrong, feeds)


@pytest.mark.parametrize("fetched", [False, True])
def test_a_variable_updated_from_its_own_product(fetched: bool) -> None:
    """The product reads the variable that the group writes: no part is written too early."""
    tf.reset_default_graph()
    start = uniform(150, 150, seed=3).astype(np.float32) / 10
    v = tf.Variable(start)
    product = tf.matmul(v, v, transpose_b=True)
    step = v.assign_sub(tf.tanh(product) * 0.5)
    expected = start.astype(np.float64)
    with tf.Session(config=tf.ConfigProto(intra_op_parallelism_threads=4)) as session:
        session.run(v.initializer)
        for _ in range(3):
            before = expected
            expected = before - np.tanh(before @ before.T) * 0.5
            if fetched:
                np.testing.assert_allclose(
                    session.run([product, step])[0], before @ before.T, rtol=1e-4, atol=1e-4
                )
            else:
                session.run(step.op)
        np.testing.assert_allclose(session.run(v), expected, rtol=1e-4, atol=1e-4)


def test_a_product_that_is_assigned_and_used() -> None:
    """The product becomes the value of a variable whose old value the group reads."""
    tf.reset_default_graph()
    a, b, start = (uniform(60, 60, seed=i).astype(np.float32) for i in range(3))
    v = tf.Variable(start)
    product = tf.matmul(tf.constant(a), tf.Variable(b))
    mixed = tf.nn.relu(product + v)
    with tf.control_dependencies([mixed]):
        step = v.assign(product)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        got, _ = session.run([mixed, step.op])
        np.testing.assert_allclose(got, np.maximum(a @ b + start, 0), rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(session.run(v), a @ b, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_training_is_the_same_as_apart(optimizer: str) -> None:
    """Updates run on parts of the gradient as the product computes it, in the variables' own memory."""

    def trained(fused: bool) -> list[np.ndarray]:
        tf.reset_default_graph()
        x, labels = fed(96, 50), fed(96, 30, seed=1)
        w1 = tf.Variable(uniform(50, 80, seed=2).astype(np.float32) / 7)
        w2 = tf.Variable(uniform(80, 30, seed=3).astype(np.float32) / 7)
        loss = tf.reduce_mean(tf.square(tf.matmul(tf.nn.tanh(tf.matmul(x, w1)), w2) - labels))
        rule = {
            "sgd": tf.train.GradientDescentOptimizer(0.5),
            "momentum": tf.train.MomentumOptimizer(0.1, 0.9),
            "adam": tf.train.AdamOptimizer(0.01),
        }[optimizer]
        step = rule.minimize(loss)
        feeds = dict(tf.get_collection("fed"))
        options = {} if fused else {"graph_options": AS_WRITTEN}
        config = tf.ConfigProto(intra_op_parallelism_threads=4, **options)
        with tf.Session(config=config) as session:
            session.run(tf.global_variables_initializer())
            losses = [session.run([loss, step], feeds)[0] for _ in range(5)]
            assert ("MatMul > " in session.explain([loss, step], feeds)) == fused
            return [np.asarray(losses), *session.run([w1, w2])]

    apart = trained(fused=False)
    for a, b in zip(trained(fused=True), apart, strict=True):
        assert a.tobytes() == b.tobytes()
    assert apart[0][-1] < apart[0][0]


@pytest.mark.parametrize(
    ("shape", "axes"),
    [
        ((50_001, 3), 0),
        ((20_000, 7), 0),
        ((9, 5_000, 31), 1),
        ((300, 130), 0),
        ((3, 64), 0),
        ((40, 30, 32), (0, 1)),
        ((5, 1000, 6), (0, 2)),
        ((129, 1000), 0),
        ((2_000, 513), 0),
    ],
)
def test_sums_over_leading_axes(shape: tuple[int, ...], axes: Any) -> None:
    """Short rows are added up side by side, in an order that sizes alone decide."""
    tf.reset_default_graph()
    x = fed(*shape)
    results = [tf.reduce_sum(tf.nn.relu(x) * 0.5, axes), tf.reduce_max(x, axes), tf.reduce_mean(x, axes)]
    feeds = dict(tf.get_collection("fed"))
    runs = []
    for options in ({}, {"graph_options": AS_WRITTEN}):
        for threads in (1, 3):
            with tf.Session(
                config=tf.ConfigProto(intra_op_parallelism_threads=threads, **options)
            ) as session:
                runs.append(session.run(results, feeds))
    (value,) = feeds.values()
    wide = value.astype(np.float64)
    expected = [(np.maximum(wide, 0) * 0.5).sum(axes), wide.max(axes), wide.mean(axes)]
    for got in runs:
        for a, b, first in zip(got, expected, runs[0], strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-4)
            assert a.tobytes() == first.tobytes()
