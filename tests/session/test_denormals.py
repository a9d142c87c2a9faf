"""Denormal numbers count as zero in computations, as in TensorFlow 2.21; what only moves keeps them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

# Four denormal numbers, and two that halve to one.
X = np.array([1e-38, 2e-38, 1e-40, -1e-40, 1e-45, 1.5e-38], np.float32)
TWO, ONE_AND_HALF = X[1], X[5]

# Recorded: TensorFlow 2.21, compat.v1, on x86-64.
RECORDED: list[tuple[str, Callable[[Any], Any], list[float]]] = [
    ("half", lambda x: x * 0.5, [0, 0, 0, 0, 0, 0]),
    ("plus zero", lambda x: x + tf.zeros_like(x), [0, TWO, 0, 0, 0, ONE_AND_HALF]),
    ("sum", lambda x: x + x, [0, 2 * TWO, 0, 0, 0, 2 * ONE_AND_HALF]),
    ("reciprocal", lambda x: 1.0 / x, [np.inf, 5e37, np.inf, -np.inf, np.inf, 1 / ONE_AND_HALF]),
    ("root", lambda x: tf.sqrt(tf.abs(x)), [0, 1.41421353e-19, 0, 0, 0, 1.22474496e-19]),
    ("equal to zero", lambda x: tf.equal(x, 0.0), [1, 0, 1, 1, 1, 0]),
    ("greater than zero", lambda x: tf.greater(x, 0.0), [0, 1, 0, 0, 0, 1]),
    ("sign", tf.sign, [0, 1, 0, 0, 0, 1]),
    ("total", tf.reduce_sum, [3.5e-38]),
    ("maximum", tf.reduce_max, [TWO]),
    ("wider", lambda x: tf.cast(x, tf.float64), [0, TWO, 0, 0, 0, ONE_AND_HALF]),
    ("negated", lambda x: -x, list(-X)),
    ("size", tf.abs, list(np.abs(X))),
    ("identity", tf.identity, list(X)),
    ("chosen", lambda x: tf.where(tf.greater(x, 0.0), x, -x), list(np.where([0, 1, 0, 0, 0, 1], X, -X))),
    (
        "exponential",
        lambda x: tf.exp(x * 0.0 - [100.0, 88, 87, 1, 0, 103.9]),
        [0, 0, np.exp(-87), np.exp(-1), 1, 0],
    ),
    ("product", lambda x: tf.matmul([[1e-20, 1e-20]], [[1e-20], [1e-20]]) + 0.0 * x[0], [0]),
    ("narrower", lambda x: tf.cast(tf.cast(x, tf.float64) * 1e-30, tf.float32), [0, 0, 0, 0, 0, 0]),
]


@pytest.mark.parametrize(("name", "function", "recorded"), RECORDED, ids=[name for name, *_ in RECORDED])
@pytest.mark.parametrize("fed", [True, False], ids=["fed", "constant"])
def test_as_recorded(name: str, function: Callable[[Any], Any], recorded: list[float], fed: bool) -> None:
    """What is known when a run is planned is computed as in the run."""
    x = tf.placeholder(tf.float32, [6]) if fed else tf.constant(X)
    with tf.Session() as session:
        found = session.run(function(x), {x: X} if fed else {})
    np.testing.assert_allclose(np.ravel(found).astype(np.float64), recorded, rtol=4e-7, atol=0)


def test_double() -> None:
    x = tf.placeholder(tf.float64, [3])
    with tf.Session() as session:
        found = session.run(x + tf.zeros_like(x), {x: [3e-308, 1e-310, 5e-324]})
    assert found.tolist() == [3e-308, 0.0, 0.0]


def test_on_all_threads() -> None:
    x = tf.placeholder(tf.float32, [4_000_000])
    with tf.Session(config=tf.ConfigProto(intra_op_parallelism_threads=2)) as session:
        found = session.run(tf.exp(x * 1.5), {x: np.full(4_000_000, -60, np.float32)})
    assert not found.any()


def test_python_keeps_them() -> None:
    """The mode is the run's own: neither functions called from it nor the program afterwards see it."""
    tiny = np.float32(1e-38)
    inside = []

    def function(x: Any) -> Any:
        inside.append(float(tiny * np.float32(0.5)))
        return x

    x = tf.placeholder(tf.float32, [])
    with tf.Session() as session:
        session.run(tf.py_func(function, [x * 2.0], tf.float32), {x: 1.0})
        assert inside == [float(tiny * np.float32(0.5))]
        assert inside[0] > 0.0
        with pytest.raises(tf.errors.InvalidArgumentError):
            session.run(tf.constant(1) // tf.cast(x, tf.int32), {x: 0.0})
        assert tiny * np.float32(0.5) > 0.0


def test_decompositions_keep_them() -> None:
    """Complex singular vectors are wrong where they count as zero."""
    random = np.random.RandomState(0)
    a = (random.randn(7, 5) + 1j * random.randn(7, 5)).astype(np.complex64)
    x = tf.placeholder(tf.complex64, [7, 5])
    with tf.Session() as session:
        s, u, v = session.run(tf.linalg.svd(x), {x: a})
    np.testing.assert_allclose(u @ np.diag(s) @ v.conj().T, a, rtol=0, atol=1e-5)
