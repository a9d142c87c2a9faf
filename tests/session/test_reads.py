"""Reads of one variable in one run: one value where nothing was written between them, else each its own."""

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops

from ..ops.harness import AS_WRITTEN


@pytest.fixture(params=["fused", "as written"])
def session(request: pytest.FixtureRequest) -> tf.Session:
    options = {} if request.param == "fused" else {"graph_options": AS_WRITTEN}
    return tf.Session(config=tf.ConfigProto(**options))


def test_a_read_after_a_write_sees_it(session: tf.Session) -> None:
    v = tf.Variable([1.0, 2.0])
    other = tf.Variable([0.0, 0.0])
    first = v.read_value() * 1.0
    with tf.control_dependencies([first]):
        aside = other.assign_add([1.0, 1.0])
    with tf.control_dependencies([aside]):
        second = v.read_value() * 1.0
    with tf.control_dependencies([second]):
        add = v.assign_add([10.0, 10.0])
    with tf.control_dependencies([add]):
        third = v.read_value() * 1.0
    session.run(tf.global_variables_initializer())
    for n in range(3):
        made = session.run([first, second, third])
        np.testing.assert_array_equal(made, [[1 + 10 * n, 2 + 10 * n]] * 2 + [[11 + 10 * n, 12 + 10 * n]])


@pytest.mark.parametrize("named", [(True, True), (False, True), (True, False)])
def test_two_handles_of_one_variable(session: tf.Session, named: tuple[bool, bool]) -> None:
    """A handle has the variable that its `shared_name` says, or else its own name."""
    handles = []
    for n, own in enumerate(named):
        name, shared = ("other", "late") if own else ("late", "")
        about = {"dtype": tf.float32, "shape": [2], "shared_name": shared}
        handles.append(raw_ops.VarHandleOp(name=f"{name}{n}" if own else name, **about))
    session.run(raw_ops.AssignVariableOp(resource=handles[0], value=tf.constant([3.0, 4.0])))
    first = raw_ops.ReadVariableOp(resource=handles[0], dtype=tf.float32) * 1.0
    with tf.control_dependencies([first]):
        write = raw_ops.AssignVariableOp(resource=handles[1], value=tf.constant([6.0, 8.0]))
    with tf.control_dependencies([write]):
        second = raw_ops.ReadVariableOp(resource=handles[0], dtype=tf.float32) * 1.0
    np.testing.assert_array_equal(session.run([first, second]), [[3.0, 4.0], [6.0, 8.0]])


def test_a_training_step_computes_its_scalars_once_and_assigns_in_place() -> None:
    x = tf.placeholder(tf.float32, [4, 3])
    a, b, c = tf.Variable(tf.ones([3, 2])), tf.Variable(tf.ones([2])), tf.Variable(tf.ones([2]))
    loss = tf.reduce_sum(tf.square(tf.matmul(x, a) * c + b))
    step = tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        lines = session.explain(step, {x: np.ones((4, 3))}).splitlines()
    assert sum("Sqrt" in line for line in lines) == 1, lines
    assert sum("update in place" in line for line in lines) == 5, lines
    assert not any(line.split()[1] == "assign" for line in lines if len(line.split()) > 1), lines
