"""`tf.bitwise`: the bits of integers.

Shapes broadcast as in NumPy. Operands of different dtypes raise TypeError, shapes that do not fit ValueError.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._namespace import missing
from ._native import Tensor

__all__ = [
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "invert",
    "left_shift",
    "right_shift",
]


def bitwise_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits set in both.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Integers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.bitwise_and([6, 5], 4))
    array([4, 4], dtype=int32)
    """
    return raw_ops.BitwiseAnd(x, y, name=name)


def bitwise_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits set in either.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Integers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.bitwise_or([6, 5], 1))
    array([7, 5], dtype=int32)
    """
    return raw_ops.BitwiseOr(x, y, name=name)


def bitwise_xor(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits set in one of them only.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Integers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.bitwise_xor([6, 5], 4))
    array([2, 1], dtype=int32)
    """
    return raw_ops.BitwiseXor(x, y, name=name)


def left_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits of `x` moved up by `y` places.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Integers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.left_shift([1, 3], 2))
    array([ 4, 12], dtype=int32)
    """
    return raw_ops.LeftShift(x, y, name=name)


def right_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits of `x` moved down by `y` places; the sign stays.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Integers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.right_shift([8, -8], 2))
    array([ 2, -2], dtype=int32)
    """
    return raw_ops.RightShift(x, y, name=name)


def invert(x: Any, name: str | None = None) -> Tensor:
    """Every bit flipped.

    Parameters
    ----------
    x : Tensor or what can become one
        Integers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitwise.invert([0, 5]))
    array([-1, -6], dtype=int32)
    """
    return raw_ops.Invert(x, name=name)


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
