"""Groups that the fusing passes join."""

import numpy as np

import rheos as tf


def test_a_softmax_and_a_fold_that_share_an_operand() -> None:
    """Each of the two joins is possible, and both together make a cycle."""
    x, y = tf.placeholder(tf.float32, [3, 3]), tf.placeholder(tf.float32, [3, 3])
    scaled = y * tf.reduce_sum(x, 0)
    flat = tf.reshape(tf.reshape(x, [9]) - tf.reshape(x, [-1]), [3, 3])
    rows = tf.nn.softmax(scaled - (flat + tf.transpose(x)))
    columns = flat * tf.reduce_sum(flat, 0)
    a, b = np.random.RandomState(0).normal(size=(2, 3, 3)).astype(np.float32)
    with tf.Session() as session:
        made = session.run([columns, rows], {x: a, y: b})
    e = np.exp(b * a.sum(0) - a.T)
    np.testing.assert_array_equal(made[0], np.zeros([3, 3]))
    np.testing.assert_allclose(made[1], e / e.sum(1, keepdims=True), rtol=1e-4)
