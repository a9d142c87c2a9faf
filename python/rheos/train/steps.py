"""The global step: one integer variable per graph that counts training steps."""

from __future__ import annotations

from typing import Any

from .. import dtypes
from ..graph import Graph, GraphKeys, get_default_graph, name_scope
from ..initializers import Zeros
from ..variable_scopes import get_variable

__all__ = [
    "assert_global_step",
    "create_global_step",
    "get_global_step",
    "get_or_create_global_step",
    "global_step",
]


def global_step(sess: Any, global_step_tensor: Any) -> int:
    """Read the global step as a Python integer.

    Parameters
    ----------
    sess : Session
        The session that holds it.
    global_step_tensor : Variable or Tensor
        As `get_global_step` gives it.

    Examples
    --------
    >>> import rheos as tf
    >>> step = tf.train.create_global_step()
    >>> with tf.Session() as session:
    ...     _ = session.run(tf.global_variables_initializer())
    ...     print(tf.train.global_step(session, step))
    0
    """
    return int(sess.run(global_step_tensor))


def get_global_step(graph: Graph | None = None) -> Any:
    """Find the global step of a graph.

    Parameters
    ----------
    graph : Graph, optional
        The default graph if omitted.

    Returns
    -------
    Variable or None
        What the collection ``GraphKeys.GLOBAL_STEP`` holds, or else the variable called ``global_step``.

    Raises
    ------
    TypeError
        It is not an integer scalar.
    """
    graph = get_default_graph() if graph is None else graph
    found = graph.get_collection(GraphKeys.GLOBAL_STEP)
    if len(found) > 1:
        from ..logging import error

        error("Multiple tensors in global_step collection.")
        return None
    if not found:
        every = graph.get_collection(GraphKeys.GLOBAL_VARIABLES)
        found = [v for v in every if v.op.name == GraphKeys.GLOBAL_STEP][:1]
    if not found:
        return None
    assert_global_step(found[0])
    return found[0]


def create_global_step(graph: Graph | None = None) -> Any:
    """Make the global step: an int64 variable called ``global_step`` that starts at 0.

    Parameters
    ----------
    graph : Graph, optional
        The default graph if omitted.

    Returns
    -------
    Variable
        The global step.

    Raises
    ------
    ValueError
        The graph has one already.
    """
    graph = get_default_graph() if graph is None else graph
    if get_global_step(graph) is not None:
        raise ValueError('"global_step" already exists.')
    with graph.as_default(), name_scope(None):
        return get_variable(
            GraphKeys.GLOBAL_STEP,
            [],
            dtypes.int64,
            Zeros(),
            trainable=False,
            collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP],
        )


def get_or_create_global_step(graph: Graph | None = None) -> Any:
    """Find the global step of a graph, or make it; see `get_global_step` and `create_global_step`."""
    found = get_global_step(graph)
    return create_global_step(graph) if found is None else found


def assert_global_step(global_step_tensor: Any) -> None:
    """Raise `TypeError` unless the argument is an integer scalar.

    Parameters
    ----------
    global_step_tensor : Variable or Tensor
        What to check.
    """
    if not global_step_tensor.dtype.base_dtype.is_integer:
        raise TypeError(f'Existing "global_step" does not have integer type: {global_step_tensor.dtype}')
    shape = global_step_tensor.get_shape()
    if shape.ndims != 0 and shape.is_fully_defined():
        raise TypeError(f'Existing "global_step" is not scalar: {shape}')
