"""Sines, cosines, tangents, hyperbolic ones, and their inverses.

Each adds one operation. Angles are in radians. Wrong dtypes raise TypeError.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor
from .sparse_values import over_values

__all__ = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "cos",
    "cosh",
    "sin",
    "sinh",
    "tan",
    "tanh",
]


def acos(x: Any, name: str | None = None) -> Tensor:
    """The angle in [0, pi] whose cosine is `x`; NaN outside [-1, 1].

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.acos([1.0, 0.0, -1.0])).round(4)
    array([0.    , 1.5708, 3.1416], dtype=float32)
    """
    return raw_ops.Acos(x, name=name)


def acosh(x: Any, name: str | None = None) -> Tensor:
    """The inverse hyperbolic cosine of each element; NaN below 1.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.acosh([1.0, 2.0])).round(4)
    array([0.   , 1.317], dtype=float32)
    """
    return raw_ops.Acosh(x, name=name)


def asin(x: Any, name: str | None = None) -> Tensor:
    """The angle in [-pi/2, pi/2] whose sine is `x`; NaN outside [-1, 1].

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.asin([0.0, 1.0])).round(4)
    array([0.    , 1.5708], dtype=float32)
    """
    return raw_ops.Asin(x, name=name)


def asinh(x: Any, name: str | None = None) -> Tensor:
    """The inverse hyperbolic sine of each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.asinh([0.0, 1.0])).round(4)
    array([0.    , 0.8814], dtype=float32)
    """
    return raw_ops.Asinh(x, name=name)


def atan(x: Any, name: str | None = None) -> Tensor:
    """The angle in [-pi/2, pi/2] whose tangent is `x`.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.atan([0.0, 1.0])).round(4)
    array([0.    , 0.7854], dtype=float32)
    """
    return raw_ops.Atan(x, name=name)


def atanh(x: Any, name: str | None = None) -> Tensor:
    """The inverse hyperbolic tangent of each element; NaN outside [-1, 1].

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.atanh([0.0, 0.5])).round(4)
    array([0.    , 0.5493], dtype=float32)
    """
    return raw_ops.Atanh(x, name=name)


def cos(x: Any, name: str | None = None) -> Tensor:
    """The cosine of each element, in radians.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cos([0.0, 1.0])).round(4)
    array([1.    , 0.5403], dtype=float32)
    """
    return raw_ops.Cos(x, name=name)


def cosh(x: Any, name: str | None = None) -> Tensor:
    """The hyperbolic cosine of each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cosh([0.0, 1.0])).round(4)
    array([1.    , 1.5431], dtype=float32)
    """
    return raw_ops.Cosh(x, name=name)


def sin(x: Any, name: str | None = None) -> Tensor:
    """The sine of each element, in radians.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sin([0.0, 1.0])).round(4)
    array([0.    , 0.8415], dtype=float32)
    """
    return raw_ops.Sin(x, name=name)


def sinh(x: Any, name: str | None = None) -> Tensor:
    """The hyperbolic sine of each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sinh([0.0, 1.0])).round(4)
    array([0.    , 1.1752], dtype=float32)
    """
    return raw_ops.Sinh(x, name=name)


def tan(x: Any, name: str | None = None) -> Tensor:
    """The tangent of each element, in radians.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tan([0.0, 1.0])).round(4)
    array([0.    , 1.5574], dtype=float32)
    """
    return raw_ops.Tan(x, name=name)


@over_values
def tanh(x: Any, name: str | None = None) -> Tensor:
    """The hyperbolic tangent of each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating or complex numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tanh([0.0, 1.0])).round(4)
    array([0.    , 0.7616], dtype=float32)
    """
    return raw_ops.Tanh(x, name=name)
