"""Fetching a view of a result: handed out as it was computed where the view keeps the order of elements."""

import numpy as np

import rheos as tf


def graph() -> tuple[tf.Tensor, np.ndarray]:
    tf.reset_default_graph()
    x = np.arange(24, dtype=np.float32).reshape(4, 6) - 9
    return tf.placeholder_with_default(x, [4, 6]), x


def test_a_reshaped_result_is_not_copied() -> None:
    x, value = graph()
    product = tf.matmul(x, tf.ones([6, 5]))
    fetches = [
        tf.reshape(product, [2, 10]),
        tf.expand_dims(tf.nn.relu(x), 0),
        tf.squeeze(tf.nn.softmax(x[None])),
    ]
    with tf.Session() as sess:
        assert "Copy" not in sess.explain(fetches, {x: value})
        flat, relu, softmax = sess.run(fetches, {x: value})
    np.testing.assert_array_equal(flat, (value @ np.ones([6, 5], np.float32)).reshape(2, 10))
    np.testing.assert_array_equal(relu, np.maximum(value, 0)[None])
    np.testing.assert_allclose(softmax.sum(1), np.ones(4), rtol=1e-6)


def test_views_and_the_result_itself_have_memory_of_their_own() -> None:
    x, value = graph()
    y = tf.tanh(x)
    views = [
        tf.reshape(y, [24]),
        tf.reshape(y, [3, 8]),
        tf.reshape(tf.reshape(y, [8, 3]), [2, 12]),
        y,
        tf.transpose(y),
    ]
    want = np.tanh(value)
    for fetches in (views, views[:3], views[1:2] + [views[1]], views[::-1]):
        with tf.Session() as sess:
            for _ in range(3):
                results = sess.run(fetches, {x: value})
                for fetch, result in zip(fetches, results, strict=True):
                    full = want.T if fetch is views[-1] else want.reshape(result.shape)
                    np.testing.assert_allclose(result, full, rtol=1e-6)
                for result in results[:1]:
                    result += 100.0


def test_views_of_what_is_not_computed() -> None:
    x, value = graph()
    variable = tf.Variable(value)
    fetches = [
        tf.reshape(x, [24]),
        tf.reshape(variable, [24]),
        tf.reshape(tf.constant(value), [24]),
        tf.reshape(x[1:3], [12]),
        tf.reshape(tf.transpose(x), [24]),
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        fed, read, constant, part, turned = sess.run(fetches, {x: value})
        fed += 1
        read += 1
        np.testing.assert_array_equal(sess.run(variable), value)
    np.testing.assert_array_equal(constant, value.ravel())
    np.testing.assert_array_equal(part, value[1:3].ravel())
    np.testing.assert_array_equal(turned, value.T.ravel())


def test_a_view_that_is_used_further() -> None:
    x, value = graph()
    y = tf.exp(x * 0.1)
    flat = tf.reshape(y, [24])
    total = tf.cumsum(flat)
    with tf.Session() as sess:
        got, summed, again = sess.run([flat, total, tf.reshape(total, [4, 6]) + y], {x: value})
    want = np.exp(value * np.float32(0.1)).ravel()
    np.testing.assert_allclose(got, want, rtol=1e-6)
    np.testing.assert_allclose(summed, np.cumsum(want), rtol=1e-5)
    np.testing.assert_allclose(again.ravel(), np.cumsum(want) + want, rtol=1e-5)


def test_a_step_whose_result_is_assigned_and_shown() -> None:
    tf.reset_default_graph()
    v = tf.Variable(np.ones([2, 3], np.float32))
    doubled = tf.assign(v, v * 2.0)
    shown = tf.reshape(doubled, [6])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for k in (2, 4, 8):
            got = sess.run(shown)
            np.testing.assert_array_equal(got, np.full(6, k))
            got += 1
        np.testing.assert_array_equal(sess.run(v), np.full([2, 3], 8))
