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


@pytest.mark.parametrize("strategy", ["mod", "div"])
def test_parts_of_unknown_size(strategy: str) -> None:
    """Also where nothing is known of tables and ids but their types."""
    pieces = [TABLE[i::3] for i in range(3)] if strategy == "mod" else np.array_split(TABLE, 3)
    for shape in ([None, 2], [None, None]):
        parts = [tf.placeholder(tf.float32, shape) for _ in pieces]
        ids = tf.placeholder(tf.int32)
        rows = tf.nn.embedding_lookup(parts, ids, strategy, max_norm=0.5)
        feeds = {ids: IDS, **dict(zip(parts, pieces, strict=True))}
        wanted = TABLE[np.array(IDS)]
        wanted = wanted * np.minimum(1, 0.5 / np.linalg.norm(wanted, axis=-1, keepdims=True))
        with tf.Session() as session:
            np.testing.assert_allclose(session.run(rows, feeds), wanted, rtol=1e-6)


def test_the_norm_is_that_of_a_whole_row() -> None:
    table = np.random.default_rng(1).standard_normal((5, 2, 3)).astype(np.float32)
    wanted = table * np.minimum(1, 0.9 / np.sqrt((table**2).sum((1, 2), keepdims=True)))
    with tf.Session() as session:
        for params in (tf.constant(table), [tf.constant(table[::2]), tf.constant(table[1::2])]):
            rows = tf.nn.embedding_lookup(params, [[4, 0], [2, 2]], max_norm=0.9)
            np.testing.assert_allclose(session.run(rows), wanted[[[4, 0], [2, 2]]], rtol=1e-6)


def test_names_are_tensorflow_s() -> None:
    with tf.Graph().as_default():
        table, ids = tf.zeros([4, 2]), [1, 2]
        assert tf.nn.embedding_lookup(table, ids).name == "embedding_lookup/Identity:0"
        assert tf.nn.embedding_lookup([table, table], ids, name="two").name == "two/Reshape_1:0"
        assert tf.nn.in_top_k(table, ids + ids, 1).name == "in_top_k/InTopKV2:0"


def test_limited_norm_and_wrong_arguments() -> None:
    rows = tf.nn.embedding_lookup([[3.0, 4.0], [0.3, 0.4]], [0, 1], max_norm=1.0)
    np.testing.assert_allclose(tf.Session().run(rows), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
    with pytest.raises(ValueError, match="Need at least one param"):
        tf.nn.embedding_lookup([], [0])
    with pytest.raises(ValueError, match="Unrecognized partition strategy: other"):
        tf.nn.embedding_lookup([tf.zeros([2, 1])] * 2, [0], "other")
