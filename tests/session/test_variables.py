"""Variables as programs use them: initial values, state of sessions, changes, errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf


def test_initialized_value_is_right_whatever_is_initialized() -> None:
    v = tf.Variable(tf.random_normal([3], seed=1), name="v")
    w = tf.Variable(v.initialized_value() * 2.0, name="w")
    with tf.Session() as session:
        session.run(w.initializer)
        assert session.run(w).shape == (3,)
        assert session.run(tf.report_uninitialized_variables()).tolist() == [b"v"]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        both = session.run([v, w])
        np.testing.assert_array_equal(both[1], 2 * both[0])
        session.run(v.assign([1.0, 2.0, 3.0]))
        session.run(w.initializer)
        assert session.run(w).tolist() == [2.0, 4.0, 6.0]


def test_an_initial_value_that_reads_variables_needs_no_order() -> None:
    a = tf.Variable([1.0, 2.0], name="a")
    b = tf.Variable(tf.concat([a, a + 1.0], 0), name="b")
    c = tf.Variable(lambda: tf.reduce_sum(b) + b[0], name="c")
    everything = tf.global_variables_initializer()
    for initializers in ([c.initializer], [b.initializer, c.initializer], [everything]):
        with tf.Session() as session:
            session.run(initializers)
            assert session.run(c) == 9.0
    with tf.Session() as session:
        session.run([v.initializer for v in (a, b)])
        session.run(b.assign([0.5] * 4))
        session.run(c.initializer)
        assert session.run(c) == 2.5
    assert b.initial_value.op.type == "ConcatV2"


def test_load_stores_without_new_nodes() -> None:
    v = tf.Variable([1.0, 2.0])
    count = len(tf.get_default_graph().get_operations())
    with pytest.raises(ValueError, match="default session"):
        v.load([3.0, 4.0])
    with tf.Session() as session:
        v.load([5, 6])
        assert v.eval().tolist() == [5.0, 6.0]
        v.load(np.array([7.0, 8.0]), session)
        assert session.run(v).tolist() == [7.0, 8.0]
        with pytest.raises(ValueError, match="shape"):
            v.load([1.0, 2.0, 3.0])
    assert len(tf.get_default_graph().get_operations()) == count


def test_report_of_uninitialized_variables() -> None:
    a = tf.Variable(1.0, name="a")
    tf.Variable(1.0, name="b")
    tf.get_variable("l", [], collections=[tf.GraphKeys.LOCAL_VARIABLES])
    report = tf.report_uninitialized_variables()
    with tf.Session() as session:
        assert session.run(report).tolist() == [b"a", b"b", b"l"]
        assert session.run([tf.is_variable_initialized(a), a.is_initialized()]) == [False, False]
        session.run(tf.global_variables_initializer())
        assert session.run(report).tolist() == [b"l"]
        session.run(tf.local_variables_initializer())
        assert session.run(report).size == 0
        assert session.run(tf.report_uninitialized_variables([])).size == 0


def test_the_error_names_all_uninitialized_variables() -> None:
    a, b, c = (tf.Variable(1.0, name=n) for n in "abc")
    with tf.Session() as session:
        session.run(b.initializer)
        with pytest.raises(tf.errors.FailedPreconditionError, match=r"uninitialized values a, c;"):
            session.run(a + b + c)
        with pytest.raises(tf.errors.FailedPreconditionError, match=r"uninitialized value a;"):
            session.run(a.assign_add(1.0))


def test_sessions_do_not_share_values() -> None:
    v = tf.Variable(1.0)
    with tf.Session() as one, tf.Session() as two:
        one.run(v.initializer)
        with pytest.raises(tf.errors.FailedPreconditionError):
            two.run(v)
        two.run(v.initializer)
        one.run(v.assign_add(1.0))
        assert (one.run(v), two.run(v)) == (2.0, 1.0)


@pytest.mark.parametrize(
    ("name", "combine"),
    [
        ("update", lambda a, u: u),
        ("add", np.add),
        ("sub", np.subtract),
        ("mul", np.multiply),
        ("div", np.divide),
        ("min", np.minimum),
        ("max", np.maximum),
    ],
)
def test_scatter(name: str, combine: Any) -> None:
    start = np.arange(6, dtype=np.float32).reshape(3, 2)
    v = tf.Variable(start)
    update = np.array([[2.0, 3.5]], np.float32)
    after = getattr(tf, f"scatter_{name}")(v, [1], update)
    wrong = getattr(tf, f"scatter_{name}")(v, [3], update)
    with tf.Session() as session:
        session.run(v.initializer)
        expected = start.copy()
        expected[1] = combine(expected[1], update[0])
        np.testing.assert_allclose(session.run(after), expected)
        np.testing.assert_allclose(session.run(v), expected)
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"indices\[0\] = 3 is not in \[0, 3\)"):
            session.run(wrong)


def test_operators_leave_the_variable_alone() -> None:
    v = tf.Variable([1.0, 2.0])
    w: Any = v
    w += 1.0
    w -= 0.5
    w *= 2.0
    w /= 4.0
    assert isinstance(w, tf.Tensor)
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(w).tolist() == [0.75, 1.25]
        assert session.run(v).tolist() == [1.0, 2.0]
        assert session.run(np.array([3.0, 4.0], np.float32) * v).tolist() == [3.0, 8.0]
        assert session.run([2.0 - v, 2.0**v, v // 2.0, v % 2.0, v[::-1], v[0]])[5] == 1.0
    with pytest.raises(TypeError, match="not iterable"):
        iter(v)
    with pytest.raises(TypeError):
        bool(v)
    assert v in [v] and {v: 1}[v] == 1


def test_reads_follow_control_dependencies() -> None:
    v = tf.Variable(0.0)
    grown = v.assign_add(1.0)
    with tf.control_dependencies([grown]):
        after = v.read_value(), tf.identity(v)
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(after) == (1.0, 1.0)
        assert session.run([grown, after[0], grown]) == [2.0, 2.0, 2.0]


def test_types_of_variables() -> None:
    count, text, flag = tf.Variable(3), tf.Variable("abc"), tf.Variable(True)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run([count, text, flag]) == [3, b"abc", True]
        assert session.run(text.assign("x")) == b"x"
        assert session.run([text, tf.identity(text)]) == [b"x", b"x"]
        assert session.run(count.assign_add(2)) == 5
    with pytest.raises((ValueError, TypeError)):
        count.assign(1.5)
    with pytest.raises(ValueError, match="not compatible"):
        count.assign([1, 2])


def test_a_variable_of_open_shape_changes_its_size() -> None:
    v = tf.Variable(tf.placeholder_with_default([1.0], [None]), validate_shape=False)
    assert v.shape.ndims is None
    with tf.Session() as session:
        session.run(v.initializer)
        session.run(tf.assign(v, [1.0, 2.0], validate_shape=False))
        assert session.run([v, tf.shape(v)])[1].tolist() == [2]
    with pytest.raises(ValueError, match="shape"):
        tf.Variable(tf.placeholder(tf.float32))


def test_sizes_that_come_from_data() -> None:
    x = tf.placeholder(tf.float32, [None])
    found = tf.gather(x, tf.reshape(tf.where(x > 0.0), [-1]))
    total = tf.reduce_sum(found)
    v = tf.Variable(tf.zeros([0]), validate_shape=False)
    store = v.assign(found)
    with tf.Session() as session:
        for value in ([1.0, -1.0, 2.0], [-1.0], [3.0]):
            assert session.run(total, {x: value}) == sum(i for i in value if i > 0)
            assert session.run(store, {x: value}).tolist() == [i for i in value if i > 0]
            assert session.run(v).tolist() == [i for i in value if i > 0]


_BACK = slice(None, None, -1)


@pytest.mark.parametrize("key", [0, (slice(None), 1), (slice(0, 2), _BACK), (..., 2), (-1, 0)])
def test_assignment_to_a_part(key: Any) -> None:
    start = np.arange(12, dtype=np.float32).reshape(3, 4)
    v = tf.Variable(start)
    value = np.full(start[key].shape, 50.0) + np.arange(start[key].size).reshape(start[key].shape)
    store = v[key].assign(value)
    with tf.Session() as session:
        session.run(v.initializer)
        expected = start.copy()
        expected[key] = value
        np.testing.assert_array_equal(session.run(store), expected)
        np.testing.assert_array_equal(session.run(v), expected)
