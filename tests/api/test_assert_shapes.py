"""`tf.debugging.assert_shapes`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf


def test_known_sizes_are_checked_at_once() -> None:
    x, y, scalar = tf.zeros([4, 3]), tf.zeros([4, 2]), tf.constant(1.0)
    fine = tf.debugging.assert_shapes
    with tf.Session() as session:
        for shapes in (
            [(x, ("N", "Q")), (y, ("N", "D")), (scalar, ())],
            {x: ("N", 3), y: (4, None)},
            [(x, ["N", "."]), (y, (..., "D")), (tf.zeros([5, 4, 2]), ("*", "N", "D")), (scalar, (1,))],
            [(x, tf.TensorShape([None, 3])), (y, None)],
            [([1.0, 2.0], ("K",)), (np.zeros([2, 1]), ("K", "1"))],
        ):
            assert session.run(fine(shapes)) is None
    for shapes, match in [
        ([(x, ("N", "D")), (y, ("N", "D"))], "dimension 1 must have size 3.  Received size 2"),
        ([(x, ("N", 2))], "Specified explicitly"),
        ([(x, ("N", "N"))], "Specified by tensor zeros.*:0 dimension 0"),
        ([(x, ("N",))], "must have rank in"),
        ([(x, (1, 2, 3))], "must have rank 3"),
        ([(x, ("*", 1, 4, 3))], "must have rank at least 3"),
        ([(x, ("N", "*"))], "only allowed as the first entry"),
        ([(x, 3)], "must be an iterable"),
    ]:
        with pytest.raises(ValueError, match=match):
            fine(shapes, message="mine")


@pytest.mark.parametrize("shape", [None, [None, None]])
def test_unknown_sizes_are_checked_in_the_run(shape: Any) -> None:
    x, y = tf.placeholder(tf.float32, shape), tf.placeholder(tf.float32, shape)
    made = tf.debugging.assert_shapes([(x, ("N", 3)), (y, ("N", "N"))], message="mine")
    with tf.Session() as session:
        session.run(made, {x: np.zeros([2, 3]), y: np.zeros([2, 2])})
        for a, b in [((2, 4), (2, 2)), ((3, 3), (2, 2)), ((2, 3), (2, 3))]:
            with pytest.raises(tf.errors.InvalidArgumentError, match="mine.*must have size"):
                session.run(made, {x: np.zeros(a), y: np.zeros(b)})
        if shape is None:
            with pytest.raises(tf.errors.InvalidArgumentError, match=r"must have rank\] \[2\]"):
                session.run(made, {x: np.zeros([2, 3, 1]), y: np.zeros([2, 2])})
            one = tf.debugging.assert_shapes([(x, (1,))])
            session.run(one, {x: 5.0})
            session.run(one, {x: [5.0]})
            with pytest.raises(tf.errors.InvalidArgumentError, match="must have size"):
                session.run(one, {x: [5.0, 6.0]})
