"""Groups, tuples and checks."""

import numpy as np
import pytest

import rheos as tf


def run(value, feed=None):
    with tf.Session() as session:
        return session.run(value, feed)


def test_group_waits_for_all():
    a, b = tf.no_op(), tf.constant(1.0)
    made = tf.group([a, None], {"b": b})
    assert set(made.control_inputs) == {a, b.op}
    assert run(made) is None
    with pytest.raises(ValueError, match="Unknown keyword"):
        tf.group(a, wait=True)
    with pytest.raises(TypeError, match="tf.group"):
        tf.group(3)


def test_tuple_keeps_none():
    made = tf.tuple([tf.constant(1.0), None], control_inputs=[tf.no_op()])
    assert made[1] is None
    assert run(made[0]) == 1.0
    with pytest.raises(ValueError, match="at least one Tensor"):
        tf.tuple([None])


def test_assert_fails_when_run():
    x = tf.placeholder(tf.float32, [])
    with tf.control_dependencies([tf.Assert(x > 0, ["not positive:", x])]):
        y = tf.identity(x)
    assert run(y, {x: 1.0}) == 1.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="not positive"):
        run(y, {x: -1.0})


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("assert_equal", (1, 1), (2, 1)),
        ("assert_none_equal", (1, 2), (2, 2)),
        ("assert_less", (1, 2), (2, 2)),
        ("assert_less_equal", (2, 2), (3, 2)),
        ("assert_greater", (3, 2), (2, 2)),
        ("assert_greater_equal", (2, 2), (1, 2)),
        ("assert_positive", (1,), (0,)),
        ("assert_negative", (-1,), (0,)),
        ("assert_non_negative", (0,), (-1,)),
        ("assert_non_positive", (0,), (1,)),
    ],
)
def test_comparisons_are_checked_at_once_or_when_run(name, good, bad):
    check = getattr(tf, name)
    run(check(*good))
    with pytest.raises(tf.errors.InvalidArgumentError, match="mine"):
        check(*bad, message="mine")
    x = tf.placeholder(tf.int32)
    made = check(x, *good[1:])
    run(made, {x: good[0]})
    with pytest.raises(tf.errors.InvalidArgumentError, match="did not hold"):
        run(made, {x: bad[0]})


def test_near():
    run(tf.assert_near([1.0], [1.0 + 1e-7]))
    with pytest.raises(tf.errors.InvalidArgumentError):
        run(tf.assert_near([1.0], [1.1]))


def test_ranks():
    u = tf.placeholder(tf.float32)
    for made in (tf.assert_rank(u, 2), tf.assert_rank_at_least(u, 2), tf.assert_rank_in(u, [2, 3])):
        run(made, {u: np.zeros([1, 1])})
        with pytest.raises(tf.errors.InvalidArgumentError, match="must have rank"):
            run(made, {u: 1.0})
    with pytest.raises(ValueError, match="must have rank 1.  Received rank 2"):
        tf.assert_rank([[1.0]], 1)
    with pytest.raises(ValueError, match="must have rank at least 3"):
        tf.assert_rank_at_least([[1.0]], 3)
    with pytest.raises(ValueError, match=r"must have rank in \(0, 1\)"):
        tf.assert_rank_in([[1.0]], [0, 1])


def test_static_checks():
    with pytest.raises(TypeError, match="must be of type"):
        tf.assert_type([1.0], tf.int32)
    with pytest.raises(TypeError, match="integer type"):
        tf.assert_integer([1.0])
    with pytest.raises(ValueError, match="Expected scalar shape"):
        tf.assert_scalar([1.0])
    for wrong in ("text", np.zeros(2), tf.constant([1]), 3):
        with pytest.raises(TypeError, match="proper"):
            tf.assert_proper_iterable(wrong)
    with pytest.raises(ValueError, match="Expected type"):
        tf.assert_same_float_dtype([tf.constant(1.0)], tf.float64)


@pytest.mark.parametrize("values", [[], [1], [1, 1, 2], [1, 3, 2], [1, 2, 3]])
def test_orders(values):
    x = np.array(values, np.int32)
    assert run(tf.is_non_decreasing(x)) == bool(np.all(np.diff(x) >= 0))
    assert run(tf.is_strictly_increasing(x)) == bool(np.all(np.diff(x) > 0))


def test_numerics():
    x = tf.placeholder(tf.float32, [1])
    for made in (tf.check_numerics(x, "mine"), tf.verify_tensor_all_finite(x, "mine")):
        assert run(made, {x: [1.0]}) == [1.0]
        with pytest.raises(tf.errors.InvalidArgumentError, match="mine"):
            run(made, {x: [np.nan]})


def test_debugging_has_the_checks():
    assert tf.debugging.assert_equal is tf.assert_equal
    assert tf.debugging.assert_all_finite is tf.verify_tensor_all_finite
    with pytest.raises(AttributeError, match="not in rheos"):
        tf.debugging.set_log_device_placement  # noqa: B018
