"""Whole networks on a GPU give the CPU's losses: convolutions, recurrence, several threads at work."""

import threading
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos.bench.case import Case
from rheos.bench.networks import cases

STEPS = 8


def losses(case: Case, device: str) -> np.ndarray:
    with tf.Graph().as_default() as graph, tf.device(device):
        built = case.build(tf)
        with tf.Session(graph=graph) as session:
            session.run(tf.global_variables_initializer())
            return np.array([session.run(built.targets, built.feeds)[0] for _ in range(STEPS)])


@pytest.mark.parametrize("case", [case for case in cases(True) if case.fetched], ids=lambda case: case.name)
def test_a_network_learns_as_on_the_cpu(case: Case) -> None:
    near, far = losses(case, "/cpu:0"), losses(case, "/gpu:0")
    assert near[-1] < near[0]
    np.testing.assert_allclose(far, near, rtol=1e-4)


def test_batch_normalisation_and_residuals() -> None:
    def trained(device: str) -> Any:
        with tf.Graph().as_default() as graph, tf.device(device):
            x = tf.placeholder(tf.float32, [None, 6, 6, 3])
            state = np.random.RandomState(0)
            h = x
            for _ in range(2):
                w = tf.Variable((state.normal(size=(3, 3, 3, 3)) / 5).astype(np.float32))
                y = tf.nn.conv2d(h, w, [1, 1, 1, 1], "SAME")
                mean, variance = tf.nn.moments(y, [0, 1, 2])
                scale = tf.Variable(tf.ones([3]))
                h = h + tf.nn.relu(tf.nn.batch_normalization(y, mean, variance, None, scale, 1e-3))
            loss = tf.reduce_mean(tf.square(h - 1.0))
            step = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss)
            with tf.Session(graph=graph) as session:
                session.run(tf.global_variables_initializer())
                fed = [state.normal(size=(4, 6, 6, 3)).astype(np.float32) for _ in range(10)]
                return [session.run([loss, step], {x: value})[0] for value in fed]

    np.testing.assert_allclose(trained("/gpu:0"), trained("/cpu:0"), rtol=1e-4)


def test_threads_with_sessions_of_their_own_give_the_same_numbers() -> None:
    case = cases(True)[1]
    expected = losses(case, "/gpu:0")
    made: dict[int, np.ndarray] = {}

    def work(n: int) -> None:
        made[n] = losses(case, "/gpu:0")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    for values in made.values():
        np.testing.assert_array_equal(values, expected)
