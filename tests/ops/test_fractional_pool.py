"""Fractional pooling: TensorFlow's regions for the same seeds, gradients, errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops
from tests.ops.harness import uniform
from tests.programs.test_normalization import programs, recorded


@pytest.mark.parametrize("kind", ["Max", "Avg"])
@pytest.mark.parametrize("name", programs.FRACTIONAL)
def test_recorded(kind: str, name: str) -> None:
    (want,) = recorded["fractional"][f"{kind} {name}"]
    for y, rows, columns, dx in programs.fractional(tf, kind, name, 3):
        assert (rows, columns) == (want[1], want[2])
        np.testing.assert_allclose(y, want[0], rtol=1e-6)
        np.testing.assert_allclose(dx, want[3], rtol=2e-6, atol=1e-6)
    # Without `deterministic` the first regions are the same, and the next ones are drawn anew.
    drawn = programs.fractional(tf, kind, name, 3, deterministic=False)
    assert drawn[0][1:3] == want[1:3]
    if name != "whole":
        assert drawn[1][1:3] != drawn[0][1:3] or drawn[2][1:3] != drawn[0][1:3]


def regions(x: np.ndarray, rows: Any, columns: Any, overlapping: bool) -> Any:
    for i in range(len(rows) - 1):
        for j in range(len(columns) - 1):
            yield (
                (slice(None), i, j),
                x[:, rows[i] : rows[i + 1] + overlapping, columns[j] : columns[j + 1] + overlapping],
            )


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64"])
@pytest.mark.parametrize("overlapping", [False, True])
@pytest.mark.parametrize("channels", [1, 5, 40])
def test_values(dtype: str, overlapping: bool, channels: int) -> None:
    x = np.rint(uniform(2, 9, 7, channels, low=-20, high=20)).astype(dtype)
    for function, f in ((tf.nn.fractional_max_pool, np.max), (tf.nn.fractional_avg_pool, np.mean)):
        results = function(x, [1.0, 1.7, 1.3, 1.0], overlapping=overlapping)
        y, rows, columns = tf.Session().run(results)
        assert y.shape == (2, 5, 5, channels) and results[0].shape == y.shape
        assert rows[0] == 0 and rows[-1] == 9 and columns[-1] == 7
        for place, seen in regions(x, rows, columns, overlapping):
            want = f(seen, axis=(1, 2))
            np.testing.assert_allclose(y[place], np.trunc(want) if dtype[0] == "i" else want, rtol=1e-6)


@pytest.mark.parametrize("kind", ["Max", "Avg"])
def test_gradient(kind: str) -> None:
    """An average flows back evenly, a maximum to the first that equals it."""
    x, dy = uniform(2, 6, 7, 3), uniform(2, 3, 4, 3, seed=1)
    rows, columns = np.array([0, 2, 3, 6]), np.array([0, 1, 3, 5, 7])
    for overlapping in (False, True):
        want = np.zeros_like(x)
        for (_, i, j), seen in regions(x, rows, columns, overlapping):
            for n in range(2):
                for c in range(3):
                    part = want[n, rows[i] :, columns[j] :, c][: seen.shape[1], : seen.shape[2]]
                    if kind == "Max":
                        part[np.unravel_index(np.argmax(seen[n, ..., c]), part.shape)] += dy[n, i, j, c]
                    else:
                        part += dy[n, i, j, c] / part.size
        op = raw_ops.FractionalMaxPoolGrad if kind == "Max" else raw_ops.FractionalAvgPoolGrad
        first = (x, np.zeros_like(dy)) if kind == "Max" else (np.array(x.shape, np.int64),)
        got = tf.Session().run(op(*first, dy, rows, columns, overlapping))
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-15)


def test_unknown_sizes() -> None:
    x = tf.placeholder(tf.float32, [None, None, 6, 2])
    y, rows, columns = tf.nn.fractional_max_pool(x, [1.0, 1.5, 1.5, 1.0], seed=1)
    assert y.shape.as_list() == [None, None, 4, 2]
    assert (rows.shape.as_list(), columns.shape.as_list()) == ([None], [5])
    dx = tf.gradients(y, x)[0]
    with tf.Session() as session:
        assert session.run(dx, {x: np.ones((2, 9, 6, 2), np.float32)}).shape == (2, 9, 6, 2)


def test_errors() -> None:
    x = np.ones((1, 4, 4, 1), np.float32)
    for ratio, kind, message in [
        ([1.0, 0.5, 1.0, 1.0], ValueError, "at least 1, got 0.5"),
        ([1.0, 5.0, 1.0, 1.0], ValueError, "too short for pooling_ratio 5"),
        ([1.0, 1.5, 1.5, 2.0], Exception, "must be 1 for batch and channels"),
        ([1.0, 1.5, 1.5], ValueError, "length 1, 2 or 4"),
    ]:
        with pytest.raises(kind, match=message):
            tf.nn.fractional_max_pool(x, ratio)
    dy = np.ones((1, 2, 2, 1), np.float32)
    for rows, kind, message in [
        ([0, 2, 5], tf.errors.InvalidArgumentError, "row_pooling_sequence must ascend from 0 to at most 4"),
        ([0, 3, 1], tf.errors.InvalidArgumentError, "must ascend"),
        ([0, 4], ValueError, "must have 3 elements, got 2"),
    ]:
        with pytest.raises(kind, match=message):
            bounds = tf.constant(rows, tf.int64)
            tf.Session().run(
                raw_ops.FractionalMaxPoolGrad(x, dy, dy, bounds, tf.constant([0, 1, 4], tf.int64))
            )
    y = tf.nn.fractional_max_pool(variable := tf.placeholder(tf.float32, [1, 4, 4, 1]), [1.0, 2.0, 2.0, 1.0])[
        0
    ]
    (dx,) = tf.gradients(y, variable, grad_ys=(weight := tf.placeholder(tf.float32, y.shape)))
    with pytest.raises(LookupError, match="no second gradient"):
        tf.gradients(dx, weight)
