"""Variable scopes, and what is said where variables or optimizers are used wrongly."""

from __future__ import annotations

from typing import Any

import pytest

import rheos as tf


def test_second_variable_of_a_name_is_refused_with_its_origin() -> None:
    with tf.variable_scope("s"):
        tf.get_variable("w", [2], initializer=tf.zeros_initializer())
        with pytest.raises(
            ValueError, match=r"Variable s/w already exists, disallowed.*test_scopes_and_errors.py:\d+"
        ):
            tf.get_variable("w", [2])


def test_reuse_needs_the_variable() -> None:
    with tf.variable_scope("s", reuse=True), pytest.raises(ValueError, match="Variable s/w does not exist"):
        tf.get_variable("w", [2])


def test_reuse_checks_shape_and_type() -> None:
    tf.get_variable("w", [2], initializer=tf.zeros_initializer())
    with tf.variable_scope("", reuse=True):
        with pytest.raises(ValueError, match=r"shape \(3,\) and found shape \(2,\)"):
            tf.get_variable("w", [3])
        with pytest.raises(ValueError, match="dtype int32 and found dtype float32"):
            tf.get_variable("w", [2], dtype=tf.int32)


def test_auto_reuse_and_inherited_defaults() -> None:
    start = tf.ones_initializer()
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE, initializer=start, dtype=tf.float64) as scope:
        w = tf.get_variable("w", [2])
        with tf.variable_scope("t") as inner:
            assert inner.initializer is start and inner.reuse is tf.AUTO_REUSE
    assert w.dtype == tf.float64 and scope.name == "s"
    with tf.variable_scope(scope):
        assert tf.get_variable("w", [2]) is w


def test_regularizers_are_inherited_and_hidden() -> None:
    zeros = tf.zeros_initializer()
    with tf.variable_scope("s", regularizer=lambda v: tf.identity(v.value()[0])):
        tf.get_variable("a", [2], initializer=zeros)
        tf.get_variable("b", [2], initializer=zeros, regularizer=tf.no_regularizer)
    losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    assert [loss.name.split("/Regularizer")[0] for loss in losses] == ["s/a"]


def test_custom_getters_nest_from_the_inside_out() -> None:
    calls = []

    def outer(getter: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        calls.append("outer")
        return getter(name, *args, **kwargs)

    def inner(getter: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        calls.append("inner")
        return getter(name + "_changed", *args, **kwargs)

    with tf.variable_scope("s", custom_getter=outer), tf.variable_scope("t", custom_getter=inner):
        w = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
    assert calls == ["inner", "outer"] and w.name == "s/t/w_changed:0"


def test_reuse_without_a_name() -> None:
    with pytest.raises(ValueError, match="reuse=True cannot be used without a name_or_scope"):
        tf.variable_scope(None, default_name="x", reuse=True)


def test_templates_share_variables() -> None:
    made = tf.make_template("part", lambda: tf.get_variable("w", [1], initializer=tf.zeros_initializer()))
    assert made() is made()
    bad = tf.make_template("bad", lambda: tf.Variable(1.0))
    bad()
    with pytest.raises(ValueError, match="perhaps you used tf.Variable"):
        bad()


def test_variable_arguments() -> None:
    with pytest.raises(ValueError, match="initial_value must be specified"):
        tf.Variable()
    with pytest.raises(ValueError, match="must have a shape specified"):
        tf.Variable(tf.placeholder(tf.float32, [None]))
    v = tf.Variable(lambda: [1.0, 2.0], name="v", trainable=False, collections=["mine"])
    assert tf.get_collection("mine") == [v] and tf.trainable_variables() == []
    assert v.initial_value.op.name == "v/Initializer/initial_value"
    assert repr(v) == "<tf.Variable 'v:0' shape=(2,) dtype=float32>"
    with pytest.raises(TypeError, match="not iterable"):
        iter(v)


def test_variable_creators_stand_in_between() -> None:
    seen = []

    def creator(next_creator: Any, **kwargs: Any) -> Any:
        seen.append(kwargs["name"])
        return next_creator(**kwargs)

    with tf.variable_creator_scope(creator):
        tf.Variable(1.0, name="a")
    tf.Variable(1.0, name="b")
    assert seen == ["a"]


def test_optimizers_say_what_is_missing() -> None:
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    with pytest.raises(ValueError, match="No variables to optimize"):
        optimizer.minimize(tf.constant(1.0))
    v = tf.Variable(1.0, name="v")
    with pytest.raises(ValueError, match="No gradients provided for any variable"):
        optimizer.minimize(tf.constant(1.0))
    with pytest.raises(ValueError, match="No variables provided"):
        optimizer.apply_gradients([])
    with pytest.raises(ValueError, match="No gradients provided for any variable"):
        optimizer.apply_gradients([(None, v)])
    with pytest.raises(ValueError, match="Invalid type"):
        optimizer.minimize(tf.constant(1))


def test_a_user_s_optimizer_needs_one_method() -> None:
    class Sign(tf.train.Optimizer):
        def __init__(self) -> None:
            super().__init__(False, "Sign")

        def _apply_dense(self, grad: Any, var: Any) -> Any:
            return var.assign_sub(0.5 * tf.sign(grad))

    v = tf.Variable([1.0, -1.0])
    train = Sign().minimize(v * v)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(train)
        assert session.run(v).tolist() == [0.5, -0.5]


def test_a_constraint_follows_the_update() -> None:
    v = tf.Variable([1.0, -1.0], constraint=lambda w: tf.maximum(w, 0.0))
    train = tf.train.GradientDescentOptimizer(0.25).minimize(v * v)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(train)
        assert session.run(v).tolist() == [0.5, 0.0]
