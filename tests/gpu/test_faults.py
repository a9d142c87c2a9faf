"""What goes wrong on a GPU is an error that says what to do; no more is lost than the session's variables."""

from collections.abc import Iterator

import numpy as np
import pytest

import rheos as tf
from rheos import _native


@pytest.fixture
def lost() -> Iterator[tuple[tf.Session, tf.Variable]]:
    """A session whose GPU is lost, and its variable."""
    with tf.Graph().as_default() as graph, tf.device("/gpu:0"):
        variable = tf.Variable(np.arange(6, dtype=np.float32), name="weights")
        session = tf.Session(graph=graph)
        session.run(tf.global_variables_initializer())
        session.run(variable.assign_add(tf.ones(6)))
        _native._lose_gpus()
        yield session, variable


def test_a_lost_gpu_is_an_error_that_names_the_node(lost: tuple[tf.Session, tf.Variable]) -> None:
    session, variable = lost
    doubled = tf.multiply(variable, 2.0, name="doubled")
    for _ in range(2):
        with pytest.raises(tf.errors.UnavailableError, match=r"doubled.*was lost.*restore its variables"):
            session.run(doubled)


def test_a_lost_gpu_takes_no_feeds(lost: tuple[tf.Session, tf.Variable]) -> None:
    session, variable = lost
    fed = tf.placeholder(tf.float32, [6])
    changed = variable.assign(fed).op
    for _ in range(2):
        with pytest.raises(tf.errors.UnavailableError, match="was lost"):
            session.run(changed, {fed: np.ones(6, np.float32)})


def test_a_new_session_opens_the_gpu_anew(lost: tuple[tf.Session, tf.Variable]) -> None:
    session, variable = lost
    with pytest.raises(tf.errors.UnavailableError):
        session.run(variable)
    again = tf.Session(graph=session.graph)
    again.run(tf.global_variables_initializer())
    np.testing.assert_array_equal(again.run(variable), np.arange(6))


def test_the_cpu_goes_on(lost: tuple[tf.Session, tf.Variable]) -> None:
    session, _ = lost
    with tf.device("/cpu:0"):
        x = tf.placeholder(tf.float32, [2])
        assert session.run(tf.reduce_sum(x), {x: [1.0, 2.0]}) == 3.0
