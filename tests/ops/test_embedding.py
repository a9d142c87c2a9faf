"""Rows looked up in tables, whole or in parts."""

from __future__ import annotations

import numpy as np
import pytest

import rheos as tf

TABLE = np.random.default_rng(0).standard_normal((7, 2)).astype(np.float32)
IDS = [[6, 0, 3], [1, 1, 5]]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("strategy", ["mod", "div"])
@pytest.mark.parametrize("dtype", [tf.int32, tf.int64])
def test_parts_of_a_table(count: int, strategy: str, dtype: tf.DType) -> None:
    pieces = [TABLE[i::count] for i in range(count)] if strategy == "mod" else np.array_split(TABLE, count)
    parts = [tf.Variable(piece) for piece in pieces]
    rows = tf.nn.embedding_lookup(parts, tf.constant(IDS, dtype), strategy)
    assert rows.shape.as_list() == [2, 3, 2]
    gradients = tf.gradients(tf.reduce_sum(rows), parts)
    assert all(isinstance(g, tf.IndexedSlices) for g in gradients)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(session.run(rows), TABLE[np.array(IDS)])
        counts = [session.run(tf.convert_to_tensor(g))[:, 0] for g in gradients]
    expected = np.bincount(np.ravel(IDS), minlength=7)
    split = (
        [expected[i::count] for i in range(count)] if strategy == "mod" else np.array_split(expected, count)
    )
    for got, want in zip(counts, split, strict=True):
        np.testing.assert_array_equal(got, want)


def test_limited_norm_and_wrong_arguments() -> None:
    rows = tf.nn.embedding_lookup([[3.0, 4.0], [0.3, 0.4]], [0, 1], max_norm=1.0)
    np.testing.assert_allclose(tf.Session().run(rows), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
    with pytest.raises(ValueError, match="Need at least one param"):
        tf.nn.embedding_lookup([], [0])
    with pytest.raises(ValueError, match="Unrecognized partition strategy: other"):
        tf.nn.embedding_lookup([tf.zeros([2, 1])] * 2, [0], "other")
