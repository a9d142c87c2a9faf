"""Operands that products pack: shared within a run, kept from run to run while a variable keeps its value."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import rheos as tf

ROWS, INNER, COLUMNS = 96, 300, 520


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def exact(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.maximum(x.astype(np.float64) @ w, 0)


def close(got: np.ndarray, want: np.ndarray) -> None:
    np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-3)


def test_a_changed_variable_is_packed_anew() -> None:
    """However it changes: by assignment, in place by a step, partly, or by being loaded."""
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [None, INNER])
    first = normal(INNER, COLUMNS, seed=1)
    w = tf.Variable(first)
    y = tf.nn.relu(tf.matmul(x, w))
    new = tf.placeholder(tf.float32, [INNER, COLUMNS])
    changes: list[Any] = [
        w.assign(new).op,
        w.assign_add(new).op,
        tf.scatter_update(w, [3, 5], new[:2]),
        tf.train.GradientDescentOptimizer(0.5).minimize(tf.reduce_mean(tf.square(y)), var_list=[w]),
    ]
    value, delta = normal(ROWS, INNER), normal(INNER, COLUMNS, seed=2)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert "1 kept from run to run" in session.explain(y, {x: value})
        assert "0 kept from run to run" in session.explain([y, changes[0]], {x: value, new: delta})
        for change in [None, *changes, None]:
            if change is None:
                w.load(first, session)
            else:
                session.run(change, {x: value, new: delta})
            held = session.run(w)
            results = [session.run(y, {x: value}) for _ in range(4)]
            close(results[0], exact(value, held))
            assert len({result.tobytes() for result in results}) == 1


def test_a_plan_that_writes_packs_each_time() -> None:
    """The value is that of the start of the run, also where the same run changes it."""
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [ROWS, INNER])
    w = tf.Variable(normal(INNER, COLUMNS, seed=1))
    y = tf.nn.relu(tf.matmul(x, w))
    with tf.control_dependencies([y]):
        shrink = w.assign(w * 0.5)
    value, held = normal(ROWS, INNER), normal(INNER, COLUMNS, seed=1)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(4):
            close(session.run([y, shrink.op], {x: value})[0], exact(value, held))
            held = held * 0.5


def test_several_products_share_what_is_packed() -> None:
    """Like steps of a recurrent network, with the matrix as it is and transposed; the bits of one alone."""
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [ROWS, INNER])
    w = tf.Variable(normal(INNER, INNER, seed=1) / 20)
    forth, back, states = x, x, []
    for _ in range(4):
        forth = tf.tanh(tf.matmul(forth, w))
        back = tf.tanh(tf.matmul(back, w, transpose_b=True))
        states += [forth, back]
    update = w.assign_add(tf.matmul(states[0], states[1], transpose_a=True) * 1e-3)
    one = tf.placeholder(tf.float32, [ROWS, INNER])
    alone = [tf.tanh(tf.matmul(one, w)), tf.tanh(tf.matmul(one, w, transpose_b=True))]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(3):
            before: list[Any] = [normal(ROWS, INNER)] * 2
            expected = []
            for _ in range(4):
                before = [session.run(alone[k], {one: before[k]}) for k in range(2)]
                expected += before
            got = session.run([*states, update.op], {x: normal(ROWS, INNER)})[:-1]
            feeds = {x: normal(ROWS, INNER)}
            assert "2 packed operands shared by steps" in session.explain([*states, update.op], feeds)
            for _ in range(3):
                assert len({session.run(states, feeds)[-1].tobytes() for _ in range(3)}) == 1
            assert [g.tobytes() for g in got] == [e.tobytes() for e in expected]


def test_many_threads_use_what_is_kept() -> None:
    """While another assigns: each result belongs to one of the values."""
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [ROWS, INNER])
    values = [normal(INNER, COLUMNS, seed=seed) for seed in range(3)]
    w = tf.Variable(values[0])
    new = tf.placeholder(tf.float32, [INNER, COLUMNS])
    assign, y = w.assign(new).op, tf.matmul(x, w)
    fed = normal(ROWS, INNER, seed=9)
    with tf.Session() as session:
        session.run(w.initializer)
        allowed = set()
        for value in values:
            session.run(assign, {new: value})
            allowed.add(session.run(y, {x: fed}).tobytes())
        assert len(allowed) == 3

        def reads(_: int) -> list[bytes]:
            return [session.run(y, {x: fed}).tobytes() for _ in range(40)]

        def writes(_: int) -> list[bytes]:
            for i in range(60):
                session.run(assign, {new: values[i % 3]})
            return []

        with ThreadPoolExecutor(4) as pool:
            found = [pool.submit(reads, i) for i in range(3)] + [pool.submit(writes, 0)]
            assert {result for f in found for result in f.result()} <= allowed
