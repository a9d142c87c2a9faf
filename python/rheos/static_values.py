"""What is known of a value while the graph is built."""

from __future__ import annotations

from typing import Any

from ._native import Tensor
from .sparse_values import IndexedSlices, SparseTensor
from .variables import Variable

__all__ = ["get_static_value", "is_tensor"]


def is_tensor(x: Any) -> bool:
    """Whether `x` is something that a graph computes: a tensor, a variable, a sparse tensor or rows of one.

    Parameters
    ----------
    x : object
        Anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> import rheos as tf
    >>> tf.is_tensor(tf.constant(1.0)), tf.is_tensor(1.0)
    (True, False)
    """
    return isinstance(x, (Tensor, Variable, SparseTensor, IndexedSlices))


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """The value of a tensor as an array, if it is known while the graph is built.

    Parameters
    ----------
    tensor : Tensor
        The tensor.
    partial : bool
        Accepted; a value that is known in part gives None.

    Returns
    -------
    numpy.ndarray or None

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_static_value(tf.shape(tf.zeros([2, 3])))
    array([2, 3], dtype=int32)
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"get_static_value takes a Tensor, not {type(tensor).__name__}")
    return tensor._constant_value()
