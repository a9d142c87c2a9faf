"""Which variables a graph has, and operations that initialize or check many at once.

In: collections of the default graph. Out: lists of variables in the order they were made, and operations on
them. Names and defaults are TensorFlow 1's, old spellings included.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._gen import raw_ops
from .graph import (
    GraphKeys,
    Operation,
    Tensor,
    control_dependencies,
    convert_to_tensor,
    get_collection,
    name_scope,
)
from .variables import Variable

__all__ = [
    "all_variables",
    "assert_variables_initialized",
    "global_variables",
    "global_variables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_variables",
    "is_variable_initialized",
    "local_variables",
    "local_variables_initializer",
    "model_variables",
    "moving_average_variables",
    "report_uninitialized_variables",
    "trainable_variables",
    "variables_initializer",
]


def global_variables(scope: str | None = None) -> list[Any]:
    """List the variables that are shared and saved.

    Parameters
    ----------
    scope : str, optional
        Regular expression that the start of a variable's name must match.

    Returns
    -------
    list of Variable
        In the order they were made.

    Examples
    --------
    >>> import rheos as tf
    >>> _ = tf.Variable(1.0, name="a"), tf.Variable(2.0, name="b", trainable=False)
    >>> [v.name for v in tf.global_variables()], [v.name for v in tf.trainable_variables()]
    (['a:0', 'b:0'], ['a:0'])
    """
    return list(get_collection(GraphKeys.GLOBAL_VARIABLES, scope))


def all_variables() -> list[Any]:
    """List the global variables (old name)."""
    return global_variables()


def local_variables(scope: str | None = None) -> list[Any]:
    """List the variables that are not saved, such as counters; `scope` as in `global_variables`."""
    return list(get_collection(GraphKeys.LOCAL_VARIABLES, scope))


def model_variables(scope: str | None = None) -> list[Any]:
    """List the variables in ``GraphKeys.MODEL_VARIABLES``; `scope` as in `global_variables`."""
    return list(get_collection(GraphKeys.MODEL_VARIABLES, scope))


def trainable_variables(scope: str | None = None) -> list[Any]:
    """List the variables that optimizers change by default; `scope` as in `global_variables`."""
    return list(get_collection(GraphKeys.TRAINABLE_VARIABLES, scope))


def moving_average_variables(scope: str | None = None) -> list[Any]:
    """List the variables that have moving averages; `scope` as in `global_variables`."""
    return list(get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope))


def variables_initializer(var_list: Sequence[Any], name: str = "init") -> Operation:
    """Make an operation that initializes all given variables.

    Parameters
    ----------
    var_list : sequence of Variable
        Variables to initialize; may be empty.
    name : str
        Name of the operation.

    Returns
    -------
    Operation
        Runs all initializers, in the order in which they were made.
    """
    with control_dependencies([v.initializer for v in var_list or ()]):
        done: Operation = raw_ops.NoOp(name=name)
    return done


def initialize_variables(var_list: Sequence[Any], name: str = "init") -> Operation:
    """Make an operation that initializes all given variables (old name of `variables_initializer`)."""
    return variables_initializer(var_list, name)


def global_variables_initializer() -> Operation:
    """Make an operation that initializes the global variables there are now.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable([1, 2])
    >>> with tf.Session() as session:
    ...     session.run(tf.global_variables_initializer())
    ...     print(session.run(v))
    [1 2]
    """
    return variables_initializer(global_variables())


def initialize_all_variables() -> Operation:
    """Make an operation that initializes the global variables (old name)."""
    return global_variables_initializer()


def local_variables_initializer() -> Operation:
    """Make an operation that initializes the local variables there are now."""
    return variables_initializer(local_variables())


def initialize_local_variables() -> Operation:
    """Make an operation that initializes the local variables (old name)."""
    return local_variables_initializer()


def is_variable_initialized(variable: Any) -> Tensor:
    """Give a boolean scalar: has `variable` a value in the session that runs this?"""
    value: Tensor = variable.is_initialized()
    return value


def report_uninitialized_variables(
    var_list: Sequence[Any] | None = None, name: str = "report_uninitialized_variables"
) -> Tensor:
    """Give the names of variables without a value.

    Parameters
    ----------
    var_list : sequence of Variable, optional
        Variables to check; all global and local ones if omitted.
    name : str
        Name scope of the operations.

    Returns
    -------
    Tensor
        String vector of names (without ``:0``), empty when all have values.

    Examples
    --------
    >>> import rheos as tf
    >>> v, w = tf.Variable(1.0, name="v"), tf.Variable(1.0, name="w")
    >>> with tf.Session() as session:
    ...     _ = session.run(w.initializer)
    ...     print(session.run(tf.report_uninitialized_variables()))
    [b'v']
    """
    if var_list is None:
        var_list = global_variables() + local_variables()
    with name_scope(name):
        if not var_list:
            empty: Tensor = convert_to_tensor(np.array([], dtype=object).astype("S1"))
            return empty
        missing = raw_ops.LogicalNot(
            raw_ops.Pack([v.is_initialized() for v in var_list], axis=0, name="stack")
        )
        names = convert_to_tensor(np.array([v.op.name.encode() for v in var_list]))
        rows = raw_ops.Squeeze(raw_ops.Where(missing), squeeze_dims=[1])
        found: Tensor = raw_ops.GatherV2(names, rows, 0)
        return found


def assert_variables_initialized(var_list: Sequence[Any] | None = None) -> Operation | None:
    """Make an operation that fails unless all variables have values.

    Parameters
    ----------
    var_list : sequence of Variable, optional
        Variables to check; all global and local ones if omitted.

    Returns
    -------
    Operation or None
        None if there is nothing to check. Running it raises `FailedPreconditionError` for a variable
        without value.
    """
    if var_list is None:
        var_list = global_variables() + local_variables()
    reads = [v.read_value().op for v in var_list if isinstance(v, Variable)]
    if not reads:
        return None
    with control_dependencies(reads):
        done: Operation = raw_ops.NoOp(name="assert_variables_initialized")
    return done
