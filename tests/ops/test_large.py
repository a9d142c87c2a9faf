"""Results and operands that no cache holds take other ways through memory; the numbers are the same."""

from typing import Any

import numpy as np
import pytest

import rheos as tf

# Neither a multiple of a cache line nor of a tile; 8 MB and more in each type.
ODD = 8_500_003


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "complex64"])
def test_element_wise(dtype: str, threads: int) -> None:
    size = ODD // (np.dtype(dtype).itemsize if dtype != "int8" else 1)
    a = np.arange(size).astype(dtype)
    x = tf.placeholder(dtype, [None])
    config = tf.ConfigProto(intra_op_parallelism_threads=threads)
    with tf.Session(config=config) as session:
        found = session.run(x + x, {x: a})
    np.testing.assert_array_equal(found, a + a)


def test_fetched_and_used() -> None:
    a = np.random.RandomState(0).randn(ODD // 4).astype(np.float32)
    x = tf.placeholder(tf.float32, [None])
    doubled = x * 2.0
    with tf.Session() as session:
        found, size = session.run([doubled, tf.abs(doubled)], {x: a})
    np.testing.assert_array_equal(found, a * 2)
    np.testing.assert_array_equal(size, np.abs(a * 2))


@pytest.mark.parametrize("threads", [1, 2])
def test_rows(threads: int) -> None:
    a = np.random.RandomState(0).randn(2311, 1009).astype(np.float32)
    x = tf.placeholder(tf.float32, [2311, 1009])
    config = tf.ConfigProto(intra_op_parallelism_threads=threads)
    with tf.Session(config=config) as session:
        found = session.run(tf.nn.softmax(x), {x: a})
    exponentials = np.exp(a.astype(np.float64) - a.max(axis=1, keepdims=True))
    np.testing.assert_allclose(found, exponentials / exponentials.sum(axis=1, keepdims=True), rtol=2e-6)


def test_several_large_operands() -> None:
    a, b, c = (np.random.RandomState(seed).randn(ODD // 2).astype(np.float32) for seed in range(3))
    x, y, z = (tf.placeholder(tf.float32, [None]) for _ in range(3))
    feeds: dict[Any, Any] = {x: a, y: b, z: c}
    with tf.Session() as session:
        found = session.run(x * y - z, feeds)
    np.testing.assert_array_equal(found, a * b - c)
