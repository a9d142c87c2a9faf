"""Optimizer update ops against three steps of TensorFlow's (golden/train_ops.json)."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos._gen import raw_ops

GOLDEN = json.loads((pathlib.Path(__file__).parents[1] / "golden" / "train_ops.json").read_text())
TOLERANCE = {"float32": 1e-6, "float64": 1e-14}


def title(case: dict[str, Any]) -> str:
    """Op, type and attributes."""
    return "-".join([case["op"], case["dtype"], *case["attributes"]])


def variables(case: dict[str, Any]) -> dict[str, Any]:
    """Handles of the variable and its slots, and their assignments."""
    made = {}
    for name, start in case["start"].items():
        value = np.array(start, case["dtype"])
        handle = raw_ops.VarHandleOp(dtype=tf.as_dtype(value.dtype), shape=value.shape, shared_name=name)
        made[name] = (handle, raw_ops.AssignVariableOp(handle, tf.constant(value)))
    return made


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=title)
def test_three_steps(case: dict[str, Any]) -> None:
    """Variable and slots end where TensorFlow's do."""
    dtype = tf.as_dtype(case["dtype"])
    grads = [np.array(g, case["dtype"]) for g in case["grads"]]
    with tf.Graph().as_default(), tf.Session() as session:
        made = variables(case)
        grad = tf.placeholder(dtype, grads[0].shape)
        operands = {name: handle for name, (handle, _) in made.items()}
        for name, value in case["scalars"].items():
            operands[name] = tf.constant(value, tf.int64 if name == "global_step" else dtype)
        operands[case["gradient"]] = grad
        if case["indices"] is not None:
            operands["indices"] = tf.constant(case["indices"], tf.int64)
        step = getattr(raw_ops, case["op"])(**operands, **case["attributes"])
        reads = {name: raw_ops.ReadVariableOp(handle, dtype=dtype) for name, (handle, _) in made.items()}
        session.run([assignment for _, assignment in made.values()])
        for value in grads:
            session.run(step, {grad: value})
        for name, value in session.run(reads).items():
            expected = np.array(case["end"][name], case["dtype"])
            np.testing.assert_allclose(
                value, expected, TOLERANCE[case["dtype"]], TOLERANCE[case["dtype"]], err_msg=name
            )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"grad": np.zeros(3, np.float32)}, "var and grad do not have the same shape"),
        ({"momentum": np.zeros(1, np.float32)}, "momentum must be a scalar"),
        ({"grad": np.zeros(2)}, "argument"),
    ],
)
def test_operands_must_fit(changes: dict[str, Any], message: str) -> None:
    """Wrong shapes and types fail when the graph is built."""
    with tf.Graph().as_default():
        var, accum = (raw_ops.VarHandleOp(dtype=tf.float32, shape=[2], shared_name=n) for n in "va")
        scalar = tf.constant(0.5)
        operands = {
            "var": var,
            "accum": accum,
            "lr": scalar,
            "grad": np.zeros(2, np.float32),
            "momentum": scalar,
        }
        operands |= changes
        operands = {k: tf.constant(v) if isinstance(v, np.ndarray) else v for k, v in operands.items()}
        with pytest.raises((ValueError, TypeError), match=message):
            raw_ops.ResourceApplyMomentum(**operands)


def test_one_variable_in_two_roles_is_refused() -> None:
    """A sparse update would write it twice at once."""
    with tf.Graph().as_default(), tf.Session() as session:
        var = raw_ops.VarHandleOp(dtype=tf.float32, shape=[2, 1], shared_name="v")
        session.run(raw_ops.AssignVariableOp(var, tf.constant([[1.0], [2.0]])))
        grad, indices = tf.constant([[1.0]]), tf.constant([0])
        step = raw_ops.ResourceSparseApplyMomentum(
            var, var, tf.constant(0.1), grad, indices, tf.constant(0.1)
        )
        with pytest.raises(tf.errors.InvalidArgumentError, match="twice"):
            session.run(step)
