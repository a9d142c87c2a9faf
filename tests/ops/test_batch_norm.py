"""Gradients of fused batch normalisation, of every order, and how exact its moments are.

The harness cannot check them: as in TensorFlow nothing flows back from the moments that the op also gives.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops
from tests.ops.harness import numeric_gradient, uniform

SHAPES = {"NHWC": (2, 2, 3, 2), "NCHW": (2, 2, 3, 2)}


class Graph:
    """The normalised result y and its gradients with respect to x, scale and offset, weighed by dy."""

    def __init__(self, layout: str, training: bool, known: bool) -> None:
        shape = SHAPES[layout]
        channels = shape[1] if layout == "NCHW" else shape[-1]
        self.values = [
            uniform(*shape),
            *(uniform(channels, low=0.5, high=1.5, seed=i) for i in range(2)),
            uniform(*shape, seed=5),
        ]
        self.inputs = [tf.placeholder(tf.float64, v.shape if known else [None] * v.ndim) for v in self.values]
        x, scale, offset, dy = self.inputs
        moments = [tf.zeros([0], tf.float64)] * 2
        if not training:
            moments = [tf.constant(uniform(channels, low=0.5, high=1.5, seed=i)) for i in (7, 8)]
        self.y = raw_ops.FusedBatchNorm(
            x, scale, offset, *moments, epsilon=0.01, data_format=layout, is_training=training
        )[0]
        self.first = tf.gradients(self.y, self.inputs[:3], grad_ys=dy)

    def check(self, total: tf.Tensor) -> None:
        """Compare the gradients of a scalar with central differences."""
        grads = tf.gradients(total, self.inputs)
        with tf.Session() as session:
            feeds = dict(zip(self.inputs, self.values, strict=True))
            function: Callable[[], float] = lambda: float(session.run(total, feeds))  # noqa: E731
            for i, (grad, value) in enumerate(zip(grads, self.values, strict=True)):
                got = 0.0 if grad is None else session.run(grad, feeds)
                want = numeric_gradient(function, value)
                np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-6, err_msg=f"input {i}")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("layout", SHAPES)
def test_gradients(layout: str, training: bool, known: bool) -> None:
    graph = Graph(layout, training, known)
    graph.check(tf.reduce_sum(graph.y * tf.sin(graph.y)))
    for number, grad in enumerate(graph.first):
        # One result of the gradient op at a time, then with those of the others.
        graph.check(tf.reduce_sum(grad * tf.constant(uniform(*graph.values[number].shape, seed=11))))
    graph.check(tf.add_n([tf.reduce_sum(grad * grad) for grad in graph.first]))


@pytest.mark.parametrize("training", [True, False])
def test_third_order(training: bool) -> None:
    graph = Graph("NHWC", training, True)
    second = tf.gradients(tf.add_n([tf.reduce_sum(tf.square(g)) for g in graph.first]), graph.inputs)
    graph.check(tf.add_n([tf.reduce_sum(g * tf.cos(g)) for g in second if g is not None]))


@pytest.mark.parametrize(
    "shape", [(5, 7, 3, 1), (70, 9, 11, 3), (3, 5, 4, 16), (9, 9, 9, 37), (2, 300, 300, 2)]
)
@pytest.mark.parametrize("layout", SHAPES)
@pytest.mark.parametrize("kind", [tf.float16, tf.float32])
def test_moments_are_exact(shape: tuple[int, ...], layout: str, kind: tf.DType) -> None:
    """The mean is far from 0 compared with the deviation, for which sums of squares would be too coarse."""
    x = (uniform(*shape) * 0.1 + 30 * np.arange(1, shape[-1] + 1)).astype(kind.as_numpy_dtype)
    wide = x.astype(np.float64)
    channels = shape[-1]
    if layout == "NCHW":
        x = np.moveaxis(x, -1, 1)
    fed = tf.placeholder(kind, x.shape)
    results = tf.nn.fused_batch_norm(
        fed, np.ones(channels, np.float32), np.zeros(channels, np.float32), data_format=layout
    )
    with tf.Session() as session:
        y, mean, variance = session.run(results, {fed: x})
    np.testing.assert_allclose(mean, wide.mean((0, 1, 2)), rtol=3e-7)
    np.testing.assert_allclose(variance, wide.var((0, 1, 2), ddof=1), rtol=1e-5)
    assert y.shape == x.shape and y.dtype == x.dtype


def test_bfloat16() -> None:
    """Computed in float32, rounded at the end; so is the gradient."""
    x = tf.cast(tf.constant(uniform(4, 3, 5, 6).astype(np.float32)), tf.bfloat16)
    dy = tf.cast(tf.constant(uniform(4, 3, 5, 6, seed=1).astype(np.float32)), tf.bfloat16)
    wide = [tf.cast(v, tf.float32) for v in (x, dy)]
    ones, zeros = tf.ones([6]), tf.zeros([6])
    y, mean, variance = tf.nn.fused_batch_norm(x, ones, zeros)
    z, *moments = tf.nn.fused_batch_norm(wide[0], ones, zeros)
    pairs = [(mean, moments[0]), (variance, moments[1]), (y, tf.cast(z, tf.bfloat16))]
    grads = tf.gradients(y, [x, ones], grad_ys=dy)
    wants = tf.gradients(z, [wide[0], ones], grad_ys=wide[1])
    pairs += [(grads[0], tf.cast(wants[0], tf.bfloat16)), (grads[1], wants[1])]
    with tf.Session() as session:
        for got, want in session.run([[tf.cast(v, tf.float32) for v in pair] for pair in pairs]):
            np.testing.assert_array_equal(got, want)


def test_nothing_and_one_element() -> None:
    """As TensorFlow: moments of nothing are NaN, the variance of one element 0."""
    ones, zeros = np.ones(3, np.float32), np.zeros(3, np.float32)
    for count in (0, 1):
        x = tf.placeholder(tf.float32, [None, 1, 1, 3])
        y, mean, variance = tf.nn.fused_batch_norm(x, ones, zeros)
        (dx,) = tf.gradients(y, x)
        with tf.Session() as session:
            got = session.run([y, mean, variance, dx], {x: np.full((count, 1, 1, 3), 2.0)})
        np.testing.assert_array_equal(got[1], [2.0 if count else np.nan] * 3)
        np.testing.assert_array_equal(got[2], [0.0 if count else np.nan] * 3)
        np.testing.assert_array_equal(got[0], np.zeros((count, 1, 1, 3)))
        np.testing.assert_array_equal(got[3], np.zeros((count, 1, 1, 3)))


def test_function() -> None:
    x, ones, zeros = uniform(2, 3, 2, 4).astype(np.float32), np.ones(4, np.float32), np.zeros(4, np.float32)
    with tf.Graph().as_default() as graph:
        y, mean, variance = tf.nn.fused_batch_norm(x, ones, zeros, name="norm")
        op = graph.get_operation_by_name("norm")
        assert (op.type, y.name, variance.name) == ("FusedBatchNormV3", "norm:0", "norm:2")
        assert tf.nn.fused_batch_norm(x, ones, zeros, epsilon=1e-9)[0].op.get_attr(
            "epsilon"
        ) == pytest.approx(1.001e-5)
        assert tf.gradients(mean, op.inputs[0]) == [None]
    with pytest.raises(ValueError, match="must be a 1D tensor when `is_training` is False"):
        tf.nn.fused_batch_norm(x, ones, zeros, is_training=False)
    with pytest.raises(ValueError, match="FusedBatchNormV3.*scale has 3 elements, but x has 4 channels"):
        tf.nn.fused_batch_norm(x, ones[:3], zeros)
    with pytest.raises(TypeError, match="float64 is not in the allowed types"):
        tf.nn.fused_batch_norm(x.astype(np.float64), ones, zeros)
