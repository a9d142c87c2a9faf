"""What checks and prints say: TensorFlow 1's words."""

from __future__ import annotations

import time

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops


def run(node: tf.Operation) -> None:
    with tf.Session(graph=node.graph) as session:
        session.run(node)


def test_assert_shows_the_first_elements() -> None:
    with tf.Graph().as_default():
        ok = raw_ops.Assert(tf.constant(True), [tf.constant([1, 2])])
        run(ok)
        data = [tf.constant("x ="), tf.constant([[1, 2], [3, 4]]), tf.constant(0.5)]
        failing = raw_ops.Assert(tf.constant(False), data)
        with pytest.raises(
            tf.errors.InvalidArgumentError,
            match=r"assertion failed: \[x =\] \[\[1 2\]\[3\.\.\.\]\.\.\.\] \[0\.5\]",
        ):
            run(failing)


def test_print_has_tensorflow_1_format(capfd: pytest.CaptureFixture[str]) -> None:
    with tf.Graph().as_default():
        x = tf.constant(np.arange(5, dtype=np.float32) / 2)
        y = raw_ops.Print(x, [x, tf.constant([True])], message="x is ", first_n=2)
        with tf.Session() as session:
            for _ in range(3):
                np.testing.assert_array_equal(session.run(y), [0, 0.5, 1, 1.5, 2])
    assert capfd.readouterr().err == 2 * "x is [0 0.5 1...][1]\n"


def test_print_v2_writes_to_the_stream(capfd: pytest.CaptureFixture[str]) -> None:
    with tf.Graph().as_default():
        run(raw_ops.PrintV2(tf.constant("one")))
        run(raw_ops.PrintV2(tf.constant("two"), output_stream="stdout", end="!"))
        captured = capfd.readouterr()
        assert (captured.err, captured.out) == ("one\n", "two!")
        with pytest.raises(tf.errors.InvalidArgumentError, match="unknown output stream"):
            run(raw_ops.PrintV2(tf.constant("x"), output_stream="nowhere"))


@pytest.mark.parametrize("op", ["If", "StatelessIf", "While", "StatelessWhile"])
def test_sub_graphs_are_refused_with_the_node(op: str) -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    if op.endswith("If"):
        functions = {"then_branch": "f", "else_branch": "g"}
        y = getattr(raw_ops, op)(
            True, [x], Tout=[tf.float32], output_shapes=[[2]], name="branch", **functions
        )
    else:
        y = getattr(raw_ops, op)([x], cond="f", body="g", output_shapes=[[2]], name="branch")
    assert y[0].shape.as_list() == [2]
    with (
        tf.Session() as sess,
        pytest.raises(tf.errors.UnimplementedError, match="sub-graphs cannot be run yet") as e,
    ):
        sess.run(y, {x: [1.0, 2.0]})
    assert e.value.op is y[0].op and "'branch'" in str(e.value)
    with pytest.raises(LookupError, match="cannot be differentiated"):
        tf.gradients(y, x)


def test_timestamp_is_the_time_of_the_run() -> None:
    with tf.Graph().as_default():
        first = tf.timestamp(name="now")
        with tf.control_dependencies([first]):
            second = raw_ops.Timestamp()
        assert first.dtype == tf.float64 and first.shape.as_list() == []
        with tf.Session() as session:
            before = time.time()
            times = [*session.run([first, second]), *session.run([first, second])]
            after = time.time()
    assert before - 1e-3 <= times[0] <= times[1] <= times[2] <= times[3] <= after + 1e-3
    assert times[0] < times[2]
