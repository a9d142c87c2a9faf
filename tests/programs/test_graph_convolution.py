"""A graph convolutional network as TensorFlow 1 programs have it, against the same steps in numpy.

The graph's matrix and the features are fed as sparse tensors; features go through dropout on a sparse tensor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

import rheos as tf

NODES, FEATURES, HIDDEN, CLASSES = 40, 12, 8, 3


def sparse_to_tuple(mx: Any) -> Any:
    """As those programs write it: the shape is a plain tuple."""
    mx = mx.tocoo()
    coords = np.vstack((mx.row, mx.col)).transpose()
    return coords, mx.data, mx.shape


def normalized(adjacency: Any) -> Any:
    degree = np.power(np.array(adjacency.sum(1)), -0.5).flatten()
    scale = sparse.diags(degree)
    return adjacency.dot(scale).transpose().dot(scale).tocoo()


@pytest.fixture(name="data")
def make_data() -> tuple[Any, Any, np.ndarray]:
    rng = np.random.default_rng(3)
    links = sparse.random(NODES, NODES, 0.1, random_state=3)
    adjacency = ((links + links.T) > 0).astype(np.float64) + sparse.eye(NODES)
    features = sparse.random(NODES, FEATURES, 0.3, random_state=4)
    labels = np.eye(CLASSES)[rng.integers(0, CLASSES, NODES)]
    return normalized(adjacency), features, labels


def weights() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(FEATURES, HIDDEN)) * 0.3, rng.normal(size=(HIDDEN, CLASSES)) * 0.3


def sparse_dropout(x: Any, keep_prob: Any, noise_shape: Any) -> Any:
    """Dropout for sparse tensors, as those programs write it."""
    random_tensor = keep_prob + tf.random_uniform(noise_shape, dtype=tf.float64)
    dropout_mask = tf.cast(tf.floor(random_tensor), dtype=tf.bool)
    pre_out = tf.sparse_retain(x, dropout_mask)
    return pre_out * (1.0 / keep_prob)


def by_hand(support: Any, features: Any, labels: np.ndarray, steps: int, rate: float) -> list[float]:
    """Gradient descent on the same network."""
    a, x = support.tocsr(), features.tocsr()
    w0, w1 = weights()
    losses = []
    for _ in range(steps):
        before = a @ (x @ w0)
        hidden = np.maximum(before, 0)
        logits = a @ (hidden @ w1)
        logits = logits - logits.max(1, keepdims=True)
        chance = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        losses.append(float(np.mean(-np.sum(labels * np.log(chance), 1))))
        d_logits = a.T @ ((chance - labels) / NODES)
        d_w1 = hidden.T @ d_logits
        d_before = a.T @ ((d_logits @ w1.T) * (before > 0))
        d_w0 = x.T @ d_before
        w0, w1 = w0 - rate * d_w0, w1 - rate * d_w1
    return losses


@pytest.mark.parametrize("shape_known", [True, False])
def test_training_follows_numpy(data: Any, shape_known: bool) -> None:
    support, features, labels = data
    placeholders = {
        "support": tf.sparse_placeholder(tf.float64),
        "features": tf.sparse_placeholder(tf.float64, shape=[NODES, FEATURES] if shape_known else None),
        "labels": tf.placeholder(tf.float64, shape=(None, CLASSES)),
        "dropout": tf.placeholder_with_default(np.float64(0.0), shape=()),
        "num_features_nonzero": tf.placeholder(tf.int32),
    }
    first, second = weights()
    w0, w1 = tf.Variable(first, name="weights_0"), tf.Variable(second, name="weights_1")
    keep = 1 - placeholders["dropout"]  # float64, as the features
    x = placeholders["features"]
    kept = sparse_dropout(x, keep, placeholders["num_features_nonzero"])
    pre_sup = tf.sparse_tensor_dense_matmul(kept, w0)
    hidden = tf.nn.relu(tf.sparse_tensor_dense_matmul(placeholders["support"], pre_sup))
    outputs = tf.sparse_tensor_dense_matmul(placeholders["support"], tf.matmul(hidden, w1))
    loss = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits(logits=outputs, labels=placeholders["labels"])
    )
    opt_op = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        coords, values, shape = sparse_to_tuple(features)
        feed_dict = {
            placeholders["support"]: sparse_to_tuple(support),
            placeholders["features"]: tf.SparseTensorValue(coords, values, shape),
            placeholders["labels"]: labels,
            placeholders["num_features_nonzero"]: [values.size],
        }
        for _ in range(6):
            found.append(sess.run([opt_op, loss], feed_dict=feed_dict)[1])
        feed_dict[placeholders["dropout"]] = 0.5
        assert np.isfinite(sess.run([opt_op, loss], feed_dict=feed_dict)[1])
    np.testing.assert_allclose(found, by_hand(support, features, labels, 6, 0.5), rtol=1e-9)
    assert found[-1] < found[0]


def test_graph_attention_learns_its_weights() -> None:
    """Softmax over the edges of each node: gradients go through the values of a sparse tensor."""
    rng = np.random.default_rng(1)
    mask = (rng.uniform(size=(10, 10)) < 0.3) | np.eye(10, dtype=bool)
    edges = np.argwhere(mask)
    scores = rng.normal(size=len(edges))
    nodes = rng.normal(size=(10, 4))
    values = tf.Variable(scores)
    attention = tf.sparse_softmax(tf.SparseTensor(edges, values, [10, 10]))
    out = tf.sparse_tensor_dense_matmul(attention, tf.constant(nodes))
    grad = tf.gradients(tf.reduce_sum(tf.square(out)), values)[0]

    def loss(scores: np.ndarray) -> float:
        logits = np.full(mask.shape, -np.inf)
        logits[mask] = scores
        weight = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        return float(np.sum((weight @ nodes) ** 2))

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        got = sess.run(grad)
    step = 1e-6 * np.eye(len(scores))
    want = [(loss(scores + s) - loss(scores - s)) / 2e-6 for s in step]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-8)
