"""Independent branches of small steps run side by side, with the results that one thread gives."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos.python.client import timeline
from tests.ops.harness import AS_WRITTEN


def config(threads: int, **options: Any) -> tf.ConfigProto:
    return tf.ConfigProto(intra_op_parallelism_threads=threads, **options)


def chain(x: Any, w: Any, steps: int) -> Any:
    for _ in range(steps):
        x = tf.tanh(tf.matmul(x, w) + x)
    return x


def recurrent(inputs: list[Any], units: int, name: str) -> Any:
    """The last output of a simple recurrent network over a list of inputs."""
    with tf.variable_scope(name):
        rows = inputs[0].shape[1].value + units
        w = tf.get_variable("w", [rows, units], initializer=tf.orthogonal_initializer(seed=1))
        state = tf.zeros([inputs[0].shape[0].value, units])
        for x in inputs:
            state = tf.tanh(tf.matmul(tf.concat([x, state], 1), w))
    return state


def both_ways(batch: int = 8, steps: int = 12, units: int = 96) -> tuple[Any, Any]:
    """A bidirectional network, its loss and a step of training."""
    tf.reset_default_graph()
    x = tf.constant(np.random.RandomState(0).randn(batch, steps, 32).astype(np.float32))
    inputs = tf.unstack(x, axis=1)
    ends = [recurrent(inputs, units, "forward"), recurrent(inputs[::-1], units, "backward")]
    loss = tf.reduce_mean(tf.square(tf.concat(ends, 1) - 0.5))
    return loss, tf.train.GradientDescentOptimizer(0.5).minimize(loss)


def in_session(threads: int, fetches: Any, **options: Any) -> Any:
    with tf.Session(config=config(threads, **options)) as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(fetches)


def test_branches_are_in_lanes_and_results_are_the_same() -> None:
    loss, _ = both_ways()
    weights = tf.trainable_variables()
    fetches = [loss, *tf.gradients(loss, weights)]
    with tf.Session(config=config(2)) as sess:
        sess.run(tf.global_variables_initializer())
        text = sess.explain(loss)
        assert "kernel, lane 1" in text and "kernel, lane 2" in text
    alone = in_session(1, fetches)
    for threads in (2, 3, 5):
        for got, want in zip(in_session(threads, fetches), alone, strict=True):
            np.testing.assert_array_equal(got, want)
    for got, want in zip(in_session(2, fetches, graph_options=AS_WRITTEN), alone, strict=True):
        np.testing.assert_array_equal(got, want)


def test_branches_that_are_far_apart_in_the_plan_are_found() -> None:
    loss, _ = both_ways(steps=150, units=64)
    with tf.Session(config=config(2)) as sess:
        sess.run(tf.global_variables_initializer())
        lines = [line for line in sess.explain(loss).splitlines() if " kernel" in line]
    assert sum("lane 2" in line for line in lines) > 0.4 * len(lines)


def test_one_branch_has_no_lanes() -> None:
    tf.reset_default_graph()
    w = tf.constant(np.eye(64, dtype=np.float32))
    with tf.Session(config=config(2)) as sess:
        assert "lane 1" not in sess.explain(chain(tf.ones([8, 64]), w, 20))


def test_training_takes_the_same_steps() -> None:
    loss, train = both_ways()

    def losses(threads: int) -> list[float]:
        with tf.Session(config=config(threads)) as sess:
            sess.run(tf.global_variables_initializer())
            return [sess.run([loss, train])[0] for _ in range(5)]

    alone = losses(1)
    assert alone[-1] < alone[0]
    assert losses(2) == alone and losses(4) == alone


@pytest.mark.parametrize("seed", range(8))
def test_random_graphs(seed: int) -> None:
    tf.reset_default_graph()
    random = np.random.RandomState(seed)
    values: list[Any] = [tf.placeholder(tf.float32, [96, 96]) for _ in range(3)]
    feeds = {x: random.randn(96, 96).astype(np.float32) / 10 for x in values}
    ops: list[Callable[[Any, Any], Any]] = [
        tf.matmul,
        lambda a, b: a + tf.transpose(b),
        lambda a, b: tf.nn.softmax(a - b),
        lambda a, b: tf.tanh(a),
    ]
    for _ in range(60):
        a, b = (values[random.randint(max(0, len(values) - 30), len(values))] for _ in range(2))
        values.append(ops[random.randint(len(ops))](a, b))
    fetches = [values[i] for i in random.choice(len(values), 5, replace=False)] + values[-2:]

    def run(threads: int) -> tuple[list[Any], str]:
        with tf.Session(config=config(threads)) as sess:
            return sess.run(fetches, feeds), sess.explain(fetches, feeds)

    (alone, plan), (together, lanes) = run(1), run(3)
    assert "lane 1" not in plan and "lane 2" in lanes
    for got, want in zip(together, alone, strict=True):
        np.testing.assert_array_equal(got, want)


def test_an_update_stands_after_the_branches_that_read_the_old_value() -> None:
    tf.reset_default_graph()
    w = tf.Variable(np.eye(64, dtype=np.float32) * 0.5)
    x = tf.ones([8, 64])
    old = [chain(x * k, w, 6) for k in (1.0, 2.0)]
    with tf.control_dependencies(old):
        added = tf.assign_add(w, tf.eye(64))
    with tf.control_dependencies([added]):
        new = [chain(x * k, tf.identity(w.read_value()), 6) for k in (1.0, 2.0)]
    results = [in_session(threads, [old, new]) for threads in (1, 2)]
    for want, got in zip(np.array(results[0]), np.array(results[1]), strict=True):
        np.testing.assert_array_equal(got, want)
    assert not np.array_equal(results[0][0], results[0][1])


def test_an_error_names_the_op_of_the_first_lane() -> None:
    tf.reset_default_graph()
    x = tf.placeholder(tf.int32, [64, 64])
    zero = tf.placeholder(tf.int32, [])
    branches = []
    for name in ("left", "right"):
        value = x if name == "left" else -x
        for _ in range(6):
            value = tf.matmul(value, x)
        branches.append(tf.matmul(tf.floordiv(value, zero, name=name), x))
    fed = {x: np.eye(64, dtype=np.int32), zero: 0}
    with tf.Session(config=config(2)) as sess:
        assert "lane 2" in sess.explain(branches, fed)
        for _ in range(3):
            with pytest.raises(tf.errors.InvalidArgumentError, match="left"):
                sess.run(branches, fed)
        np.testing.assert_array_equal(sess.run(branches, {**fed, zero: 1})[0], np.eye(64))


def test_a_trace_has_every_step() -> None:
    loss, _ = both_ways()
    with tf.Session(config=config(2)) as sess:
        sess.run(tf.global_variables_initializer())
        metadata = tf.RunMetadata()
        sess.run(loss, options=tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), run_metadata=metadata)
        steps = [line for line in sess.explain(loss).splitlines() if "kernel" in line]
    nodes = [node.node_name for device in metadata.step_stats.dev_stats for node in device.node_stats]
    assert len(nodes) >= len(steps) > 20
    assert timeline.Timeline(metadata.step_stats).generate_chrome_trace_format().count("MatMul") >= 24
