"""Optimizers and gradients as programs use them: embeddings, penalties on gradients, schedules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf

OPTIMIZERS: dict[str, Any] = {
    "sgd": lambda: tf.train.GradientDescentOptimizer(0.1),
    "momentum": lambda: tf.train.MomentumOptimizer(0.1, 0.9),
    "adagrad": lambda: tf.train.AdagradOptimizer(0.1),
    "adadelta": lambda: tf.train.AdadeltaOptimizer(0.1),
    "rmsprop": lambda: tf.train.RMSPropOptimizer(0.1),
    "centered": lambda: tf.train.RMSPropOptimizer(0.1, centered=True),
    "adam": lambda: tf.train.AdamOptimizer(0.1),
    "ftrl": lambda: tf.train.FtrlOptimizer(0.1),
    "proximal": lambda: tf.train.ProximalGradientDescentOptimizer(0.1),
    "proximal_adagrad": lambda: tf.train.ProximalAdagradOptimizer(0.1),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_rows_of_an_embedding(name: str) -> None:
    table = tf.get_variable("table", initializer=np.ones((4, 2), np.float32))
    rows = tf.placeholder(tf.int32, [None])
    optimizer = OPTIMIZERS[name]()
    pairs = optimizer.compute_gradients(tf.reduce_sum(tf.square(tf.gather(table, rows))))
    assert isinstance(pairs[0][0], tf.IndexedSlices)
    step = tf.train.get_or_create_global_step()
    train = optimizer.apply_gradients([(tf.clip_by_norm(g, 5.0), v) for g, v in pairs], global_step=step)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for picked in ([1, 3, 1], [3], [1, 1, 1, 3]):
            session.run(train, {rows: picked})
        after = session.run(table)
        assert (after[[0, 2]] == 1.0).all() and (after[[1, 3]] < 1.0).all()
        session.run(train, {rows: np.zeros(0, np.int32)})
        assert session.run(step) == 4


def test_a_penalty_on_gradients_trains() -> None:
    rng = np.random.RandomState(0)
    x = tf.placeholder(tf.float32, [None, 3])
    w = tf.Variable(rng.randn(3, 4).astype(np.float32) * 0.5)
    u = tf.Variable(rng.randn(4, 1).astype(np.float32) * 0.5)
    [slope] = tf.gradients(tf.matmul(tf.tanh(tf.matmul(x, w)), u), [x])
    norm = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1))
    penalty = tf.reduce_mean(tf.square(norm - 1.0))
    [by_w] = tf.gradients(penalty, [w])
    train = tf.train.AdamOptimizer(0.05).minimize(penalty)
    feed = {x: rng.randn(5, 3)}
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        found, start = session.run([by_w, w], feed)
        for at in np.ndindex(start.shape):
            around = []
            for sign in (1, -1):
                moved = start.copy()
                moved[at] += sign * 1e-2
                w.load(moved, session)
                around.append(session.run(penalty, feed))
            assert (around[0] - around[1]) / 2e-2 == pytest.approx(found[at], abs=2e-3)
        w.load(start, session)
        losses = [session.run([train, penalty], feed)[1] for _ in range(100)]
        assert losses[-1] < 0.1 * losses[0]


def test_dense_and_sparse_gradients_of_one_variable_are_added() -> None:
    table = tf.Variable(np.zeros((3, 2), np.float32))
    picked = tf.reduce_sum(tf.gather(table, [0, 0]))
    [both] = tf.gradients(picked + tf.reduce_sum(table), table)
    [rows] = tf.gradients(picked, table)
    assert isinstance(both, tf.Tensor)
    with tf.Session() as session:
        session.run(table.initializer)
        assert session.run(both).tolist() == [[3, 3], [1, 1], [1, 1]]
        assert session.run(tf.convert_to_tensor(rows)).tolist() == [[2, 2], [0, 0], [0, 0]]
        assert session.run(rows).indices.tolist() == [0, 0]


@pytest.mark.parametrize("method", [0, 1, 2, None])
def test_ways_to_add_gradients_agree(method: int | None) -> None:
    x = tf.constant([1.0, 2.0])
    [total] = tf.gradients(x * x + x * 3.0 + tf.identity(x), x, aggregation_method=method)
    with tf.Session() as session:
        assert session.run(total).tolist() == [6.0, 8.0]


def test_hessian_of_a_variable() -> None:
    v = tf.Variable([1.0, 2.0])
    [h] = tf.hessians(tf.reduce_sum(v**3.0) + v[0] * v[1], v)
    with tf.Session() as session:
        session.run(v.initializer)
        np.testing.assert_allclose(session.run(h), [[6.0, 1.0], [1.0, 12.0]], rtol=1e-5)


def test_variables_that_a_minimizer_makes() -> None:
    a, b = tf.Variable(1.0), tf.Variable(1.0, trainable=False)
    c = tf.get_variable("c", [1])
    step = tf.train.create_global_step()
    optimizer = tf.train.AdamOptimizer()
    optimizer.minimize(a * a + b + tf.reduce_sum(c), global_step=step)
    assert tf.trainable_variables() == [a, c]
    assert tf.trainable_variables(scope="c") == [c]
    assert len(tf.global_variables()) == 4 + 2 * 2 + 2
    assert optimizer.get_slot_names() == ["m", "v"] and optimizer.get_slot(c, "none") is None
    assert tf.train.get_global_step() is step
    with pytest.raises(ValueError, match="No gradients provided"):
        tf.train.AdamOptimizer().minimize(tf.constant(1.0))
    with pytest.raises(ValueError, match="No gradients provided"):
        optimizer.apply_gradients([(None, a)])
    with pytest.raises(TypeError, match=r"must be a tf\.Variable"):
        optimizer.apply_gradients([(tf.constant(1.0), "a")])


def test_a_decaying_rate_follows_the_global_step() -> None:
    v = tf.Variable(1.0)
    step = tf.train.get_or_create_global_step()
    rate = tf.train.exponential_decay(0.1, step, 10, 0.5, staircase=True)
    train = tf.train.GradientDescentOptimizer(rate).minimize(v, global_step=step)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(12):
            session.run(train)
        assert session.run(rate) == pytest.approx(0.05)
        assert session.run(v) == pytest.approx(1.0 - 10 * 0.1 - 2 * 0.05, abs=1e-6)


def test_averages_follow_the_update_they_depend_on() -> None:
    v = tf.Variable(1.0, name="v")
    ema = tf.train.ExponentialMovingAverage(0.9)
    train = tf.train.GradientDescentOptimizer(0.1).minimize(v * v)
    with tf.control_dependencies([train]):
        maintain = ema.apply(tf.trainable_variables())
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(maintain)
        assert session.run([v, ema.average(v)]) == pytest.approx([0.8, 0.98])


def test_gradients_that_are_not_numbers_are_found() -> None:
    v = tf.Variable([1.0, 0.0])
    [gradient] = tf.gradients(tf.sqrt(v), v)
    checked = tf.check_numerics(gradient, "gradient of v")
    with tf.Session() as session:
        session.run(v.initializer)
        with pytest.raises(tf.errors.InvalidArgumentError, match="gradient of v : Tensor had Inf"):
            session.run(checked)
        v.load([1.0, -1.0])
        with pytest.raises(tf.errors.InvalidArgumentError, match="gradient of v : Tensor had NaN"):
            session.run(checked)
