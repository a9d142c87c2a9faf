"""`tf.gradients` from Python: registered functions, overrides, custom gradients, sparse results, errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf


def test_a_custom_gradient_reaches_arguments_and_variables() -> None:
    v = tf.Variable([2.0], name="v")

    @tf.custom_gradient
    def scaled(x: Any) -> Any:
        def grad(dy: Any, variables: Any = None) -> Any:
            return dy * 10.0, [dy * 5.0 for _ in variables]

        return x * v, grad

    x = tf.placeholder(tf.float32, [1])
    grads = tf.gradients(scaled(x), [x, v])
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert [g.tolist() for g in session.run(grads, {x: [3.0]})] == [[10.0], [5.0]]


def test_a_custom_gradient_of_variables_must_take_them() -> None:
    v = tf.Variable([2.0], name="v")
    wrapped = tf.custom_gradient(lambda x: (x * v, lambda dy: dy))
    with pytest.raises(TypeError, match="must accept a 'variables' keyword"):
        wrapped(tf.constant([1.0]))


def test_registered_names_are_unique_and_leave_the_catalogue_alone() -> None:
    with pytest.raises(KeyError, match="MatMul"):
        tf.RegisterGradient("MatMul")(lambda op, dy: dy)
    tf.NotDifferentiable("test_gradients.Nothing")
    with pytest.raises(KeyError, match="Registering two"):
        tf.RegisterGradient("test_gradients.Nothing")(lambda op, dy: dy)
    x = tf.placeholder(tf.float32, [2])
    with tf.get_default_graph().gradient_override_map({"Identity": "test_gradients.Nothing"}):
        y = tf.identity(x)
    assert tf.gradients(y, x) == [None]


def test_a_failing_gradient_function_leaves_the_scope_as_it_was() -> None:
    @tf.RegisterGradient("test_gradients.Failing")
    def failing(op: Any, dy: Any) -> Any:
        raise RuntimeError("on purpose")

    x = tf.placeholder(tf.float32, [2])
    with tf.get_default_graph().gradient_override_map({"Identity": "test_gradients.Failing"}):
        y = tf.identity(x)
    with pytest.raises(RuntimeError, match="on purpose"):
        tf.gradients(y, x)
    assert tf.constant(1.0, name="after").op.name == "after"


def test_hessian_of_cubes() -> None:
    x = tf.placeholder(tf.float64, [2])
    [hessian] = tf.hessians(tf.reduce_sum(x * x * x), x)
    with tf.Session() as session:
        np.testing.assert_allclose(session.run(hessian, {x: [1.0, 2.0]}), [[6.0, 0.0], [0.0, 12.0]])


def test_tensors_of_two_graphs_are_refused() -> None:
    x = tf.placeholder(tf.float32, [2])
    with tf.Graph().as_default():
        other = tf.placeholder(tf.float32, [2])
    with pytest.raises(ValueError, match="another graph"):
        tf.gradients(x, other)


def test_wrong_arguments() -> None:
    x = tf.placeholder(tf.float32, [2])
    with pytest.raises(ValueError, match="grad_ys has 2"):
        tf.gradients(x, x, grad_ys=[None, None])
    with pytest.raises(ValueError, match="Invalid aggregation_method"):
        tf.gradients(x, x, aggregation_method=7)
    with pytest.raises(ValueError, match="unconnected_gradients"):
        tf.gradients(x, x, unconnected_gradients="some")
