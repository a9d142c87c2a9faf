"""A small network of convolutions, written as programs for TensorFlow 1 were."""

from __future__ import annotations

import numpy as np

import rheos as tf


def strokes(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Noisy pictures of a horizontal, vertical or slanting stroke somewhere, and their labels."""
    random = np.random.RandomState(seed)
    pictures = 0.3 * random.randn(count, 12, 12, 1)
    labels = random.randint(0, 3, count)
    for picture, label in zip(pictures, labels, strict=True):
        y, x = random.randint(0, 7, 2)
        for i in range(5):
            picture[y + (i if label else 2), x + (i if label != 1 else 2), 0] += 2.0
    return pictures.astype(np.float32), labels.astype(np.int32)


def weight_variable(shape: list[int]) -> tf.Variable:
    return tf.Variable(tf.truncated_normal(shape, stddev=0.1, seed=1))


def bias_variable(shape: list[int]) -> tf.Variable:
    return tf.Variable(tf.constant(0.1, shape=shape))


def conv2d(x: tf.Tensor, W: tf.Variable, step: int) -> tf.Tensor:
    return tf.nn.conv2d(x, filter=W, strides=[1, step, step, 1], padding="SAME", use_cudnn_on_gpu=True)


def test_convolutions_learn_strokes() -> None:
    tf.set_random_seed(1)
    x = tf.placeholder(tf.float32, [None, 12, 12, 1])
    y_ = tf.placeholder(tf.int32, [None])

    h = tf.nn.relu(tf.nn.bias_add(conv2d(x, weight_variable([3, 3, 1, 8]), 1), bias_variable([8])))
    h = tf.nn.relu(conv2d(h, weight_variable([3, 3, 8, 16]), 2) + bias_variable([16]))
    h = tf.nn.relu(conv2d(h, weight_variable([3, 3, 16, 16]), 2) + bias_variable([16]))
    flat = tf.reshape(h, [-1, 3 * 3 * 16])
    logits = tf.matmul(flat, weight_variable([3 * 3 * 16, 3])) + bias_variable([3])

    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y_, logits=logits))
    train_step = tf.train.AdamOptimizer(3e-3).minimize(loss)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.cast(tf.argmax(logits, 1), tf.int32), y_), tf.float32))

    pictures, labels = strokes(512, 0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        before = sess.run(loss, {x: pictures, y_: labels})
        for i in range(120):
            at = i * 64 % 512
            sess.run(train_step, {x: pictures[at : at + 64], y_: labels[at : at + 64]})
        unseen, answers = strokes(301, 1)
        after, right = sess.run([loss, accuracy], {x: unseen, y_: answers})
    assert before > 1.0
    assert after < 0.2
    assert right > 0.95


def test_transposed_convolutions_learn_to_paint() -> None:
    codes = np.eye(4, dtype=np.float32)
    wanted = np.random.RandomState(0).rand(4, 8, 8, 1).astype(np.float32)
    code = tf.placeholder(tf.float32, [None, 4])
    batch = tf.shape(code)[0]
    h = tf.reshape(tf.matmul(code, weight_variable([4, 2 * 2 * 8])), [-1, 2, 2, 8])
    h = tf.nn.relu(tf.nn.conv2d_transpose(h, weight_variable([3, 3, 8, 8]), [batch, 4, 4, 8], [1, 2, 2, 1]))
    picture = tf.nn.conv2d_transpose(h, weight_variable([5, 5, 1, 8]), [batch, 8, 8, 1], [1, 2, 2, 1])
    assert picture.shape.as_list() == [None, 8, 8, 1]
    loss = tf.reduce_mean(tf.squared_difference(picture, wanted))
    train_step = tf.train.AdamOptimizer(0.03).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(300):
            sess.run(train_step, {code: codes})
        assert sess.run(loss, {code: codes}) < 0.3 * wanted.var()
