"""Random graphs: right, and the same to the last bit however they are run."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rheos as tf

from .random_graphs import Built, graphs

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def config(threads: int = 1, optimize: bool = True) -> tf.ConfigProto:
    made = tf.ConfigProto(intra_op_parallelism_threads=threads)
    made.graph_options.optimizer_options.opt_level = 0 if optimize else tf.OptimizerOptions.L0
    return made


def values(built: Built, **options: Any) -> list[Any]:
    """What a new session fetches, twice over."""
    with tf.Session(graph=built.fetches[0].graph, config=config(**options)) as session:
        session.run([v.initializer for v in built.variables])
        first = session.run(built.fetches, built.feed_dict)
        for a, b in zip(first, session.run(built.fetches, built.feed_dict), strict=True):
            np.testing.assert_array_equal(a, b)
        return first


@relaxed
@given(st.data())
def test_results_are_those_of_numpy(data: st.DataObject) -> None:
    with tf.Graph().as_default():
        built = data.draw(graphs())
        for tensor, got, expected in zip(built.fetches, values(built), built.expected, strict=True):
            assert got.shape == expected.shape and tensor.shape.is_compatible_with(got.shape)
            np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-4)


@relaxed
@given(st.data())
def test_optimised_equals_unoptimised(data: st.DataObject) -> None:
    with tf.Graph().as_default():
        built = data.draw(graphs())
        for a, b in zip(values(built), values(built, optimize=False), strict=True):
            np.testing.assert_array_equal(a, b, strict=True)


@settings(parent=relaxed, max_examples=25)
@given(st.data())
def test_threads_change_nothing(data: st.DataObject) -> None:
    with tf.Graph().as_default():
        built = data.draw(graphs(largest=60))
        for a, b in zip(values(built), values(built, threads=2), strict=True):
            np.testing.assert_array_equal(a, b, strict=True)


@settings(parent=relaxed, max_examples=10)
@given(st.data())
def test_many_threads_run_one_session(data: st.DataObject) -> None:
    with tf.Graph().as_default():
        built = data.draw(graphs(largest=20))
        expected = values(built)
        wrong: list[BaseException] = []
        with tf.Session(config=config(threads=2)) as session:
            session.run([v.initializer for v in built.variables])

            def work() -> None:
                try:
                    for _ in range(8):
                        got = session.run(built.fetches, built.feed_dict)
                        for a, b in zip(got, expected, strict=True):
                            np.testing.assert_array_equal(a, b)
                except BaseException as error:
                    wrong.append(error)

            threads = [threading.Thread(target=work) for _ in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert not wrong, wrong[0]


def test_a_large_sum_has_one_order_of_addition() -> None:
    x = tf.placeholder(tf.float32, [1000, 999])
    w = np.random.default_rng(0).standard_normal((1000, 999)).astype(np.float32)
    fetches = [
        tf.reduce_sum(tf.exp(x)),
        tf.reduce_mean(x, 0),
        tf.reduce_sum(x * x, 1),
        tf.matmul(x, x, transpose_a=True),
        tf.nn.softmax(x),
    ]
    results = [
        tf.Session(config=config(threads, optimize)).run(fetches, {x: w})
        for threads in (1, 2, 3)
        for optimize in (True, False)
    ]
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_the_lowest_level_leaves_the_graph_as_written() -> None:
    x = tf.placeholder(tf.float32, [3])
    y = tf.tanh(x * 1.0) + tf.tanh(x * 1.0)
    fused, written = (
        tf.Session(config=config(1, optimize)).explain(y, {x: [1.0, 2.0, 3.0]}).count("\n")
        for optimize in (True, False)
    )
    assert written >= fused + 4


def test_a_view_inside_a_fused_group_may_be_fetched() -> None:
    x = tf.placeholder(tf.float32, [])
    inner = tf.abs(tf.reshape(x, [-1]))
    view = tf.expand_dims(inner, 1)
    got = tf.Session().run([view, tf.cast(view, tf.float64) + 1.0], {x: -0.5})
    assert [a.tolist() for a in got] == [[[0.5]], [[1.5]]]
