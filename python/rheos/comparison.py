"""Comparisons and logic: operations whose results are bool.

Shapes broadcast as in NumPy. Operands of different dtypes raise TypeError, shapes that do not fit ValueError.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor

__all__ = [
    "equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "not_equal",
]


def equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x == y. NaN equals nothing.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Any but resources; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.equal([1, 2], [1, 3]))
    array([ True, False])
    """
    return raw_ops.Equal(x, y, name=name)


def greater(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x > y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.greater([1, 2, 3], 2))
    array([False, False,  True])
    """
    return raw_ops.Greater(x, y, name=name)


def greater_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x >= y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.greater_equal([1, 2, 3], 2))
    array([False,  True,  True])
    """
    return raw_ops.GreaterEqual(x, y, name=name)


def less(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x < y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.less([1, 2, 3], 2))
    array([ True, False, False])
    """
    return raw_ops.Less(x, y, name=name)


def less_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x <= y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.less_equal([1, 2, 3], 2))
    array([ True,  True, False])
    """
    return raw_ops.LessEqual(x, y, name=name)


def logical_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where both are.

    Parameters
    ----------
    x, y : Tensor or what can become one
        bool; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.logical_and([True, True], [True, False]))
    array([ True, False])
    """
    return raw_ops.LogicalAnd(x, y, name=name)


def logical_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where one of them is, or both.

    Parameters
    ----------
    x, y : Tensor or what can become one
        bool; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.logical_or([True, False], [False, False]))
    array([ True, False])
    """
    return raw_ops.LogicalOr(x, y, name=name)


def not_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """True where x != y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Any but resources; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.not_equal([1, 2], [1, 3]))
    array([False,  True])
    """
    return raw_ops.NotEqual(x, y, name=name)


def logical_not(x: Any, name: str | None = None) -> Tensor:
    """True where `x` is False.

    Parameters
    ----------
    x : Tensor or what can become one
        bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.logical_not([True, False]))
    array([False,  True])
    """
    return raw_ops.LogicalNot(x, name=name)


def logical_xor(x: Any, y: Any, name: str | None = "LogicalXor") -> Tensor:
    """True where exactly one of them is.

    Parameters
    ----------
    x, y : Tensor or what can become one
        bool, of shapes that broadcast.
    name : str, optional
        Name of the last of the four operations.

    Returns
    -------
    Tensor
        bool, of the broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.logical_xor([True, True], [True, False]))
    array([False,  True])
    """
    either = raw_ops.LogicalOr(x, y)
    both = raw_ops.LogicalAnd(x, y)
    return raw_ops.LogicalAnd(either, raw_ops.LogicalNot(both), name=name)
