"""Updates of variables in any order, against a model in Python; memory over many runs."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rheos as tf

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "add", "sub", "read", "scatter", "copy", "read scaled"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(-4, 4),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(STEPS, st.integers(1, 3), st.booleans())
def test_updates_in_a_chain(steps: list[tuple[str, int, int, int]], runs: int, optimize: bool) -> None:
    """Each step waits for the one before; every read sees exactly the updates before it."""
    model = [np.arange(4.0, dtype=np.float32) + i for i in range(3)]
    with tf.Graph().as_default():
        variables = [tf.Variable(value, name=f"v{i}") for i, value in enumerate(model)]
        reads: list[tuple[tf.Tensor, int]] = []
        before: list[tf.Operation | tf.Tensor] = []
        for number, (kind, to, source, amount) in enumerate(steps):
            v, w = variables[to], variables[source]
            with tf.control_dependencies(before):
                if kind == "assign":
                    done = v.assign([float(amount)] * 4)
                elif kind == "add":
                    done = v.assign_add([float(amount)] * 4)
                elif kind == "sub":
                    done = v.assign_sub(w.read_value())
                elif kind == "scatter":
                    done = tf.scatter_add(v, [0, 2, 0], [1.0, float(amount), 1.0])
                elif kind == "copy":
                    done = v.assign(w.read_value() * 0.5)
                elif kind == "read":
                    done = v.read_value()
                    reads.append((done, number))
                else:
                    done = v.read_value() * 2.0 + w.read_value()
                    reads.append((done, number))
            before = [done if isinstance(done, (tf.Operation, tf.Tensor)) else done.op]
        config = tf.ConfigProto(intra_op_parallelism_threads=2)
        config.graph_options.optimizer_options.opt_level = 0 if optimize else tf.OptimizerOptions.L0
        with tf.Session(config=config) as session:
            session.run(tf.global_variables_initializer())
            for _ in range(runs):
                got = session.run([r for r, _ in reads] + [tf.group(*before)])
                expected = {}
                for number, (kind, to, source, amount) in enumerate(steps):
                    if kind == "assign":
                        model[to] = np.full(4, amount, np.float32)
                    elif kind == "add":
                        model[to] = model[to] + np.float32(amount)
                    elif kind == "sub":
                        model[to] = model[to] - model[source]
                    elif kind == "scatter":
                        model[to] = model[to] + np.array([2, 0, amount, 0], np.float32)
                    elif kind == "copy":
                        model[to] = model[source] * np.float32(0.5)
                    elif kind == "read":
                        expected[number] = model[to]
                    else:
                        expected[number] = model[to] * 2 + model[source]
                for value, (_, number) in zip(got, reads, strict=False):
                    np.testing.assert_array_equal(value, expected[number])
                for v, value in zip(variables, model, strict=True):
                    np.testing.assert_array_equal(session.run(v), value)


def resident() -> int:
    """Bytes of this process in memory."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * 4096
    except OSError:
        pytest.skip("the system does not tell")


def test_memory_stays_the_same_over_many_runs() -> None:
    x = tf.placeholder(tf.float32, [None, 16])
    w = tf.Variable(tf.ones([16, 16]) * 0.01)
    loss = tf.reduce_mean(tf.square(tf.tanh(tf.matmul(x, w)) - x))
    train = tf.train.AdamOptimizer(0.001).minimize(loss)
    rows = tf.gather(w, tf.where(tf.reduce_sum(w, 1) > 0.0))
    batches = [np.ones((size, 16), np.float32) for size in (8, 9, 64)]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())

        def runs(count: int) -> None:
            for i in range(count):
                session.run([train, loss, rows, {"w": w}], {x: batches[i % 3]})

        runs(2000)
        gc.collect()
        before = resident()
        runs(10_000)
        gc.collect()
        assert resident() - before < 4 << 20
