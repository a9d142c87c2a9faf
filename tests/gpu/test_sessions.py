"""Everything else that a session can do, where part of the work is a GPU's."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import rheos as tf

X = np.arange(24, dtype=np.float32).reshape(3, 8) / 10
W = np.eye(8, dtype=np.float32)[::-1] + 0.5


@pytest.fixture
def session() -> Iterator[tf.Session]:
    with tf.Session() as made:
        yield made


class Program:
    """A product with a variable, and its sum; `add` changes the variable."""

    def __init__(self, session: tf.Session) -> None:
        with tf.device("/gpu:0"):
            self.x = tf.placeholder(tf.float32, [None, 8], name="x")
            self.v = tf.Variable(W, name="v")
            self.y = tf.matmul(self.x, self.v)
            self.z = tf.reduce_sum(tf.sin(self.y))
            self.add = self.v.assign_add(tf.ones([8, 8]))
        session.run(tf.global_variables_initializer())


@pytest.fixture
def program(session: tf.Session) -> Program:
    return Program(session)


def test_a_run_in_parts(session: tf.Session, program: Program) -> None:
    handle = session.partial_run_setup([program.y, program.z], [program.x])
    np.testing.assert_allclose(session.partial_run(handle, program.y, {program.x: X}), X @ W, rtol=1e-5)
    np.testing.assert_allclose(session.partial_run(handle, program.z), np.sin(X @ W).sum(), rtol=1e-5)


def test_a_callable(session: tf.Session, program: Program) -> None:
    call = session.make_callable([program.z, program.add.op], [program.x])
    np.testing.assert_allclose(call(X)[0], np.sin(X @ W).sum(), rtol=1e-5)
    np.testing.assert_allclose(call(X)[0], np.sin(X @ (W + 1)).sum(), rtol=1e-4)


def test_views_of_results(session: tf.Session, program: Program) -> None:
    y = program.y
    views = [tf.reshape(y, [-1]), tf.transpose(y), y[1:], y[::-1, 2], tf.transpose(y)[::-1], y]
    made = session.run(views, {program.x: X})
    whole = made[-1]
    np.testing.assert_allclose(whole, X @ W, rtol=1e-5)
    for view, expected in zip(
        made, [whole.reshape(-1), whole.T, whole[1:], whole[::-1, 2], whole.T[::-1]], strict=False
    ):
        np.testing.assert_array_equal(view, expected)


def test_a_batch_without_examples(session: tf.Session, program: Program) -> None:
    y, z = session.run([program.y, program.z], {program.x: np.zeros([0, 8], np.float32)})
    assert y.shape == (0, 8) and z == 0.0


def test_values_in_the_middle_can_be_fed(session: tf.Session, program: Program) -> None:
    fed = np.full([2, 8], 0.5, np.float32)
    np.testing.assert_allclose(session.run(program.z, {program.y: fed}), np.sin(fed).sum(), rtol=1e-5)


def test_python_between_two_parts_on_the_gpu(session: tf.Session, program: Program) -> None:
    with tf.device("/gpu:0"):
        made = tf.sin(tf.py_func(lambda value: value * 2, [tf.cos(program.y)], tf.float32))
    np.testing.assert_allclose(
        session.run(made, {program.x: X}), np.sin(2 * np.cos(X @ W)), rtol=1e-4, atol=1e-5
    )


def test_sizes_that_depend_on_values(session: tf.Session, program: Program) -> None:
    with tf.device("/gpu:0"):
        chosen = tf.reduce_sum(tf.boolean_mask(tf.exp(program.y), program.x[:, 0] > 0.5), 1)
    expected = np.exp(X @ W)[X[:, 0] > 0.5].sum(1)
    for _ in range(2):
        np.testing.assert_allclose(session.run(chosen, {program.x: X}), expected, rtol=1e-4)


def test_checks_raise_and_leave_variables(session: tf.Session, program: Program) -> None:
    with tf.device("/gpu:0"):
        labels = tf.placeholder(tf.int32, [3])
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=program.y)
        step = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(losses))
        bad = tf.check_numerics(tf.log(-program.y), "not a logarithm")
    with pytest.raises(tf.errors.InvalidArgumentError, match="label"):
        session.run(step, {program.x: X, labels: [0, 99, 1]})
    with pytest.raises(tf.errors.InvalidArgumentError, match="not a logarithm"):
        session.run(bad, {program.x: X + 1})
    np.testing.assert_array_equal(session.run(program.v), W)
    session.run(step, {program.x: X, labels: [0, 7, 1]})
    assert np.abs(session.run(program.v) - W).max() > 1e-3


def test_an_assertion_before_work_on_the_gpu(session: tf.Session, program: Program) -> None:
    limit = tf.placeholder(tf.float32, [])
    with tf.device("/gpu:0"):
        with tf.control_dependencies([tf.assert_less(tf.reduce_sum(program.y), limit)]):
            doubled = program.y * 2.0
    feeds: dict[Any, Any] = {program.x: X, limit: 1000.0}
    np.testing.assert_allclose(session.run(doubled, feeds), X @ W * 2, rtol=1e-5)
    with pytest.raises(tf.errors.InvalidArgumentError, match="assertion failed"):
        session.run(doubled, {**feeds, limit: 1.0})


def test_a_traced_run(session: tf.Session, program: Program) -> None:
    options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
    made = session.run(program.z, {program.x: X}, options, metadata)
    np.testing.assert_allclose(made, np.sin(X @ W).sum(), rtol=1e-5)
    names = [node.node_name for device in metadata.step_stats.dev_stats for node in device.node_stats]
    assert "MatMul" in names


def test_a_closed_session_and_a_new_one(program: Program) -> None:
    for _ in range(10):
        with tf.Session() as other:
            other.run(tf.global_variables_initializer())
            value = other.run(program.z, {program.x: X})
        with pytest.raises(RuntimeError, match="closed"):
            other.run(program.z, {program.x: X})
    np.testing.assert_allclose(value, np.sin(X @ W).sum(), rtol=1e-5)


def test_a_variable_larger_than_a_binding_stays_on_the_cpu() -> None:
    from rheos import _native

    binding = _native._gpus()[0]["limits"]["binding_bytes"]
    if binding > 1 << 28:
        pytest.skip("takes too much memory")
    with tf.device("/gpu:0"):
        v = tf.Variable(tf.fill([binding // 4 + 8], 1.0))
        total = tf.reduce_sum(v)
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(total) == binding // 4 + 8
        assert "larger than the" in session.explain(total)
