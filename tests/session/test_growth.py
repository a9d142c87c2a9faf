"""A loop that adds nodes to a graph that runs: allowed, cheap, and named once in a warning."""

import warnings

import pytest

import rheos as tf


def test_a_loop_that_builds_is_named_once() -> None:
    x = tf.constant(1.0)
    with (
        tf.Session() as sess,
        pytest.warns(UserWarning, match=r"test_growth\.py:\d+ has added nodes") as caught,
    ):
        for i in range(250):
            assert sess.run(x + float(i)) == 1.0 + i
    assert len(caught) == 1
    assert "before the loop" in str(caught[0].message)


def test_building_between_a_few_runs_is_no_loop() -> None:
    with tf.Session() as sess, warnings.catch_warnings():
        warnings.simplefilter("error")
        x = tf.placeholder(tf.float32)
        total = tf.zeros([])
        for _ in range(20):
            total = total + x
            sess.run(total, {x: 1.0})
        for i in range(300):
            assert sess.run(total, {x: float(i)}) == 20.0 * i
