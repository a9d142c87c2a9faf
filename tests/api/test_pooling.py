"""Pooling, normalisation and patches: spellings, layouts, compositions, errors."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

import rheos as tf
from tests.ops.cases.patches import patches
from tests.ops.cases.pool import pooled

X = np.random.default_rng(1).uniform(-2, 2, (2, 5, 6, 3)).astype(np.float32)


def run(value: Any, feed: Any = None) -> Any:
    with tf.Session() as session:
        return session.run(value, feed)


@pytest.mark.parametrize(("kind", "f"), [("max", np.max), ("avg", np.mean)])
def test_two_axes(kind: str, f: Any) -> None:
    want = pooled(f)(X, [1, 2, 3, 1], [1, 2, 1, 1], "SAME")
    for name in (f"{kind}_pool", f"{kind}_pool2d", f"{kind}_pool_v2"):
        function = getattr(tf.nn, name)
        for ksize, strides in (([1, 2, 3, 1], [1, 2, 1, 1]), ([2, 3], [2, 1])):
            np.testing.assert_allclose(run(function(X, ksize, strides, "SAME")), want, rtol=2e-6)
        turned = run(function(X.transpose(0, 3, 1, 2), [2, 3], [2, 1], "SAME", data_format="NCHW"))
        np.testing.assert_allclose(turned.transpose(0, 2, 3, 1), want, rtol=2e-6)
    square = pooled(f)(X, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
    function = getattr(tf.nn, f"{kind}_pool")
    np.testing.assert_allclose(
        run(function(None, ksize=2, strides=[2], padding="VALID", input=X)), square, rtol=2e-6
    )
    with pytest.raises(ValueError, match="Cannot specify both 'input' and 'value'"):
        function(X, 2, 2, "SAME", input=X)
    with pytest.raises(ValueError, match="length 1, 2 or 4"):
        function(X, [1, 2, 3], 2, "SAME")


@pytest.mark.parametrize(("kind", "f"), [("max", np.max), ("avg", np.mean)])
def test_one_axis_and_three(kind: str, f: Any) -> None:
    series, volumes = X[:, :, 0], X.reshape(2, 5, 2, 3, 3)
    function = getattr(tf.nn, f"{kind}_pool1d")
    want = pooled(f)(series, [1, 3, 1], [1, 2, 1], "SAME")
    np.testing.assert_allclose(run(function(series, 3, 2, "SAME")), want, rtol=2e-6)
    turned = run(function(series.transpose(0, 2, 1), [3], [2], "SAME", data_format="NCW"))
    np.testing.assert_allclose(turned.transpose(0, 2, 1), want, rtol=2e-6)
    np.testing.assert_allclose(run(getattr(tf.nn, f"{kind}_pool_v2")(series, 3, 2, "SAME")), want, rtol=2e-6)
    function = getattr(tf.nn, f"{kind}_pool3d")
    want = pooled(f)(volumes, [1, 2, 1, 2, 1], [1, 1, 2, 1, 1], "VALID")
    np.testing.assert_allclose(run(function(volumes, [2, 1, 2], [1, 2, 1], "VALID")), want, rtol=2e-6)
    turned = run(
        function(volumes.transpose(0, 4, 1, 2, 3), [2, 1, 2], [1, 2, 1], "VALID", data_format="NCDHW")
    )
    np.testing.assert_allclose(turned.transpose(0, 2, 3, 4, 1), want, rtol=2e-6)


def test_explicit_padding() -> None:
    got = run(tf.nn.max_pool(X, [3, 2], 2, [[0, 0], [1, 2], [0, 1], [0, 0]]))
    want = pooled(np.max)(
        X, [1, 3, 2, 1], [1, 2, 2, 1], "EXPLICIT", explicit_paddings=[0, 0, 1, 2, 0, 1, 0, 0]
    )
    np.testing.assert_array_equal(got, want)
    series = run(tf.nn.max_pool1d(X[:, :, 0], 3, 1, [[0, 0], [2, 0], [0, 0]]))
    np.testing.assert_array_equal(series[:, 0], X[:, 0, 0])
    with pytest.raises(ValueError, match="batch and channels"):
        tf.nn.max_pool(X, 2, 2, [[1, 0], [0, 0], [0, 0], [0, 0]])


@pytest.mark.parametrize(("kind", "f"), [("MAX", np.max), ("AVG", np.mean)])
def test_pool(kind: str, f: Any) -> None:
    got = run(tf.nn.pool(X, [2, 3], kind, "SAME", strides=[2, 1]))
    np.testing.assert_allclose(got, pooled(f)(X, [1, 2, 3, 1], [1, 2, 1, 1], "SAME"), rtol=2e-6)
    # Every second row and third column: windows over slices.
    for data_format in (None, "NCHW"):
        x = X if data_format is None else X.transpose(0, 3, 1, 2)
        fed = tf.placeholder(tf.float32, [None, *x.shape[1:]])
        y = tf.nn.pool(fed, [2, 2], kind, "VALID", dilation_rate=[2, 3], data_format=data_format)
        got = run(y, {fed: x})
        assert y.shape.as_list()[1:] == list(got.shape[1:])
        if data_format:
            got = got.transpose(0, 2, 3, 1)
        want = [[f(X[:, i : i + 3 : 2, j : j + 4 : 3], axis=(1, 2)) for j in range(3)] for i in range(3)]
        np.testing.assert_allclose(got, np.moveaxis(want, 2, 0), rtol=2e-6, atol=1e-6)
    for kwargs, message in [
        ({"strides": [2, 1], "dilation_rate": [2, 1]}, "strides > 1 not supported"),
        ({"strides": [3, 1]}, "must not be larger than window_shape"),
        ({"dilation_rate": [2]}, "one length"),
    ]:
        with pytest.raises(ValueError, match=message):
            tf.nn.pool(X, [2, 3], kind, "VALID", **kwargs)
    with pytest.raises(ValueError, match="SAME padding is not implemented for dilation_rate > 1"):
        tf.nn.pool(X, [2, 3], kind, "SAME", dilation_rate=[2, 1])
    with pytest.raises(ValueError, match="2-D SUM pooling is not supported"):
        tf.nn.pool(X, [2, 3], "SUM", "SAME")


def test_argmax_and_names() -> None:
    y, at = tf.nn.max_pool_with_argmax(X, [1, 2, 2, 1], [1, 2, 2, 1], "SAME", Targmax=tf.int32)
    values, places = run([y, at])
    assert places.dtype == np.int32
    np.testing.assert_array_equal(X[1].reshape(-1)[places[1]], values[1])
    with pytest.raises(ValueError, match="must be 'NHWC'"):
        tf.nn.max_pool_with_argmax(X, 2, 2, "SAME", data_format="NCHW")
    with tf.Graph().as_default():
        assert tf.nn.max_pool(X, 2, 2, "SAME").op.name == "MaxPool"
        assert tf.nn.avg_pool(X, 2, 2, "SAME", name="mine").op.name == "mine"
        assert tf.nn.max_pool3d(X[None], 2, 2, "SAME").op.type == "MaxPool3D"
        assert tf.nn.lrn(X).op.type == "LRN"
    assert tf.nn.lrn is tf.nn.local_response_normalization


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("max_pool", "value ksize strides padding data_format name input"),
        ("avg_pool", "value ksize strides padding data_format name input"),
        ("max_pool2d", "input ksize strides padding data_format name"),
        ("pool", "input window_shape pooling_type padding dilation_rate strides name data_format dilations"),
        ("moments", "x axes shift name keep_dims keepdims"),
        ("weighted_moments", "x axes frequency_weights name keep_dims keepdims"),
        ("sufficient_statistics", "x axes shift keep_dims name keepdims"),
        ("normalize_moments", "counts mean_ss variance_ss shift name"),
        ("lrn", "input depth_radius bias alpha beta name"),
    ],
)
def test_signatures(name: str, arguments: str) -> None:
    assert list(inspect.signature(getattr(tf.nn, name)).parameters) == arguments.split()


def test_moments() -> None:
    weights = np.random.default_rng(2).uniform(0, 2, (5, 1, 3)).astype(np.float32)
    mean, variance = run(tf.nn.weighted_moments(X, [0, 1], weights, keep_dims=True))
    full = np.broadcast_to(weights, X.shape).astype(np.float64)
    want = np.average(X, axis=(0, 1), weights=full)
    np.testing.assert_allclose(mean[0, 0], want, rtol=2e-5)
    np.testing.assert_allclose(
        variance[0, 0], np.average((X - want) ** 2, axis=(0, 1), weights=full), rtol=2e-5
    )
    nothing = run(tf.nn.weighted_moments(X, [0], 0.0))
    assert not nothing[0].any() and not nothing[1].any()
    for shape in ([2, 5, 6, 3], [None, 5, None, 3], None):
        for shift in (None, 0.5):
            x = tf.placeholder(tf.float32, shape)
            counts, total, squares, given = tf.nn.sufficient_statistics(x, [0, 2], shift=shift)
            assert (given is None) == (shift is None)
            moments = tf.nn.normalize_moments(counts, total, squares, given)
            got = run([counts, *moments], {x: X})
            assert got[0] == 12
            np.testing.assert_allclose(got[1], X.mean((0, 2)), rtol=1e-4, atol=1e-6)
            np.testing.assert_allclose(got[2], X.var((0, 2)), rtol=1e-4)


def test_l2_normalize_of_complex_numbers() -> None:
    z = X[0, 0] + 1j * X[1, 1]
    got = run(tf.math.l2_normalize(z.astype(np.complex64), 1))
    np.testing.assert_allclose(got, z / np.linalg.norm(z, axis=1, keepdims=True), rtol=1e-5)
    assert tf.linalg.l2_normalize is tf.nn.l2_normalize


def test_patches() -> None:
    attrs = {"strides": [1, 2, 1, 1], "rates": [1, 1, 2, 1], "padding": "SAME"}
    want = patches(X, ksizes=[1, 2, 3, 1], **attrs)
    for function in (tf.extract_image_patches, tf.image.extract_image_patches, tf.image.extract_patches):
        np.testing.assert_array_equal(run(function(X, sizes=[1, 2, 3, 1], **attrs)), want)
    np.testing.assert_array_equal(run(tf.extract_image_patches(X, ksizes=[1, 2, 3, 1], **attrs)), want)
    x = tf.placeholder(tf.float32, [None, None, 6, 3])
    y = tf.extract_image_patches(x, [1, 2, 3, 1], **attrs)
    assert y.shape.as_list() == [None, None, 6, 18]
    np.testing.assert_array_equal(run(y, {x: X}), want)


def test_quantized_pooling_is_refused() -> None:
    with pytest.raises(AttributeError, match="quantized_max_pool is part of TensorFlow 1.15 but not in"):
        _ = tf.nn.quantized_max_pool
