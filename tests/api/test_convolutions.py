"""`tf.nn`'s convolutions: spellings of arguments, shapes, and compositions against the ops they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf
from tests.ops.cases.conv import attributes, backward_input, forward
from tests.ops.harness import uniform

X, W = uniform(2, 9, 8, 3), uniform(3, 2, 3, 4, seed=1)


def run(value: Any) -> Any:
    with tf.Session() as session:
        return session.run(value)


def want(
    strides: Any = (1, 1), padding: Any = "SAME", dilations: Any = (1, 1), x: Any = X, w: Any = W
) -> Any:
    return forward(x, w, **attributes(2, strides, padding, dilations))


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (lambda: tf.nn.conv2d(X, W, [1, 1, 1, 1], "SAME"), want()),
        (lambda: tf.nn.conv2d(input=X, filters=W, strides=2, padding="VALID"), want([2, 2], "VALID")),
        (lambda: tf.nn.conv2d(X, W, [2, 1], "SAME", use_cudnn_on_gpu=False), want([2, 1])),
        (lambda: tf.nn.conv2d(X, W, [1] * 4, "SAME", dilations=[2, 3]), want(dilations=[2, 3])),
        (
            lambda: tf.nn.conv2d(X, W, [1] * 4, [[0, 0], [1, 2], [3, 0], [0, 0]]),
            want(padding=[(1, 2), (3, 0)]),
        ),
        (lambda: tf.nn.atrous_conv2d(X, W, 2, "SAME"), want(dilations=[2, 2])),
        (lambda: tf.nn.convolution(X, W, "VALID"), want(padding="VALID")),
        (lambda: tf.nn.convolution(X, W, "SAME", strides=[1, 2]), want([1, 2])),
        (lambda: tf.nn.convolution(X, W, "SAME", dilation_rate=[3, 2]), want(dilations=[3, 2])),
        (
            lambda: tf.nn.with_space_to_batch(
                X, [2, 3], "SAME", lambda x, _, padding: tf.nn.convolution(x, W, padding), [3, 2]
            ),
            want(dilations=[2, 3]),
        ),
    ],
)
def test_spellings(got: Any, expected: np.ndarray) -> None:
    np.testing.assert_allclose(run(got()), expected, rtol=1e-12, atol=1e-12)


def test_layouts_and_axes() -> None:
    first = tf.transpose(X, [0, 3, 1, 2])
    got = tf.nn.conv2d(first, W, [1, 1, 2, 1], "SAME", data_format="NCHW")
    np.testing.assert_allclose(run(tf.transpose(got, [0, 2, 3, 1])), want([2, 1]), rtol=1e-12)
    got = tf.nn.convolution(first, W, "SAME", [2, 1], data_format="NCHW")
    np.testing.assert_allclose(run(tf.transpose(got, [0, 2, 3, 1])), want([2, 1]), rtol=1e-12)
    rows, filters = X[:, 0], W[0]
    line = want([1, 2], x=X[:, :1], w=W[:1])[:, 0]
    for got in (
        tf.nn.conv1d(rows, filters, 2, "SAME"),
        tf.nn.conv1d(value=rows, filters=filters, stride=[1, 2, 1], padding="SAME", data_format="NHWC"),
        tf.nn.convolution(rows, filters, "SAME", [2]),
        tf.transpose(
            tf.nn.conv1d(tf.transpose(rows, [0, 2, 1]), filters, 2, "SAME", data_format="NCW"), [0, 2, 1]
        ),
    ):
        np.testing.assert_allclose(run(got), line, rtol=1e-12)


@pytest.mark.parametrize("rate", [1, 2, 3])
@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_transposes_are_gradients(rate: int, padding: str) -> None:
    dy = uniform(*want(padding=padding, dilations=[rate, rate]).shape, seed=2)
    attrs = attributes(2, [1, 1], padding, [rate, rate])
    expected = backward_input(X.shape, W, dy, **attrs)
    got = tf.nn.atrous_conv2d_transpose(dy, W, X.shape, rate, padding)
    np.testing.assert_allclose(run(got), expected, rtol=1e-12, atol=1e-12)
    for sizes in (list(X.shape), tf.constant(X.shape), tf.stack([tf.shape(dy)[0], 9, 8, 3])):
        got = tf.nn.conv2d_transpose(dy, W, sizes, [1] * 4, padding, dilations=rate)
        np.testing.assert_allclose(run(got), expected, rtol=1e-12, atol=1e-12)
    general = tf.nn.conv_transpose(dy, W, list(X.shape), 1, padding, dilations=rate)
    np.testing.assert_allclose(run(general), expected, rtol=1e-12, atol=1e-12)


def test_transposes_over_one_and_three_axes() -> None:
    x, w = uniform(2, 5, 4), uniform(3, 2, 4, seed=1)
    expected = run(tf.nn.conv2d_transpose(x[:, None], w[None], [2, 1, 10, 2], [1, 1, 2, 1]))[:, 0]
    for got in (
        tf.nn.conv1d_transpose(x, w, [2, 10, 2], 2),
        tf.nn.conv1d_transpose(x, w, tf.constant([2, 10, 2]), [2]),
        tf.nn.conv_transpose(x, w, [2, 10, 2], strides=2),
    ):
        np.testing.assert_allclose(run(got), expected, rtol=1e-12)
    volume, filters = uniform(1, 2, 3, 2, 4), uniform(2, 2, 3, 2, 4, seed=1)
    attrs = attributes(3, [2, 1, 2], "SAME", [1, 1, 1])
    expected = backward_input([1, 4, 3, 4, 2], filters, volume, "NDHWC", **attrs)
    got = tf.nn.conv3d_transpose(volume, filters, [1, 4, 3, 4, 2], [1, 2, 1, 2, 1])
    np.testing.assert_allclose(run(got), expected, rtol=1e-12, atol=1e-12)


def test_separable_is_depthwise_then_pointwise() -> None:
    depth, point = uniform(3, 3, 3, 2), uniform(1, 1, 6, 5, seed=1)
    inner = tf.nn.depthwise_conv2d(X, depth, [1, 2, 2, 1], "SAME")
    got = tf.nn.separable_conv2d(X, depth, point, [1, 2, 2, 1], "SAME")
    np.testing.assert_allclose(run(got), run(inner) @ point[0, 0], rtol=1e-12)
    whole = np.einsum("hwcm,cmo->hwco", depth, point[0, 0].reshape(3, 2, 5))
    np.testing.assert_allclose(run(got), want([2, 2], w=whole), rtol=1e-12)


def test_erosion_is_dilation_upside_down() -> None:
    kernel = uniform(2, 3, 3)
    got = run(tf.nn.erosion2d(X, kernel, [1] * 4, [1] * 4, "VALID"))
    windows = np.lib.stride_tricks.sliding_window_view(X, (2, 3), (1, 2))
    expected = (windows - kernel[::-1, ::-1].transpose(2, 0, 1)).min((-1, -2))
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_names() -> None:
    with tf.Graph().as_default():
        x, w = tf.placeholder(tf.float32, [None, None, None, 3]), tf.placeholder(tf.float32, [3, 3, 3, 4])
        y = tf.nn.conv2d(x, w, [1] * 4, "SAME")
        assert (y.op.name, y.op.type) == ("Conv2D", "Conv2D")
        assert y.shape.as_list() == [None, None, None, 4]
        assert tf.nn.conv2d(x, w, [1] * 4, "SAME", name="first").name == "first:0"
        up = tf.nn.conv2d_transpose(y, w, [2, 8, 8, 3], [1, 2, 2, 1])
        assert (up.op.name, up.op.type) == ("conv2d_transpose", "Conv2DBackpropInput")
        assert tf.nn.depthwise_conv2d(x, w, [1] * 4, "SAME").op.name == "depthwise"
        assert tf.gradients(y, w)[0].op.type == "Conv2DBackpropFilter"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tf.nn.conv2d(X, W, [1] * 4, "SAME", filters=W), "Cannot specify both"),
        (lambda: tf.nn.conv2d(X, W, [1, 1, 1], "SAME"), "strides should be of length 1, 2 or 4"),
        (lambda: tf.nn.conv2d(X, W, [1] * 4, "EXPLICIT"), "list of pairs"),
        (lambda: tf.nn.conv2d(X, W, [1] * 4, [[1, 1]]), "four pairs"),
        (lambda: tf.nn.conv1d(X[:, 0], W[0], 1, "SAME", data_format="NWHC"), "data_format must be"),
        (lambda: tf.nn.convolution(X, W, "SAME", [2, 2], [2, 2]), "not supported in conjunction"),
        (lambda: tf.nn.conv2d_transpose(X, W, [2, 9, 8, 3], [1] * 4), "input channels does not match"),
        (lambda: tf.nn.conv2d_transpose(uniform(2, 9, 8, 4), W, [2, 9, 8, 5], [1] * 4), "output channels"),
        (lambda: tf.nn.conv2d_transpose(uniform(2, 9, 8, 4), W, [9, 8, 3], [1] * 4), "must have shape"),
        (lambda: tf.nn.conv_transpose(X, W, [1, 2], 1), "length 3, 4 or 5"),
        (lambda: tf.nn.atrous_conv2d_transpose(X, W, [2, 9, 8, 3], 0, "SAME"), "cannot be less than one"),
    ],
)
def test_wrong_arguments(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
