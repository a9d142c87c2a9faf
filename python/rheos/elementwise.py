"""Functions of one number: powers and logarithms, rounding, tests for NaN.

Each adds one operation. Wrong dtypes raise TypeError.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope
from .sparse_values import over_values

__all__ = [
    "abs",
    "ceil",
    "complex_abs",
    "digamma",
    "erf",
    "erfc",
    "exp",
    "expm1",
    "floor",
    "inv",
    "is_finite",
    "is_inf",
    "is_nan",
    "lgamma",
    "log",
    "log1p",
    "neg",
    "negative",
    "reciprocal",
    "rint",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "sqrt",
    "square",
]


@over_values
def abs(x: Any, name: str | None = None) -> Tensor:
    """The size of each element, whatever its sign.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Shape of `x`; its dtype, or the real one of a complex dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.abs([-1.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    with name_scope(name, "Abs", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        if x.dtype.is_complex:
            return raw_ops.ComplexAbs(x, Tout=x.dtype.real_dtype, name=scope)
        return raw_ops.Abs(x, name=scope)


def round(x: Any, name: str | None = None) -> Tensor:
    """The nearest whole number; halves go to the even one. Integers stay as they are.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.round([0.5, 1.5, -1.7]))
    array([ 0.,  2., -2.], dtype=float32)
    """
    x = convert_to_tensor(x, name="x")
    return x if x.dtype.is_integer else raw_ops.Round(x, name=name)


def ceil(x: Any, name: str | None = None) -> Tensor:
    """The smallest whole number that is not less than each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ceil([-1.5, 1.2, 2.0]))
    array([-1.,  2.,  2.], dtype=float32)
    """
    return raw_ops.Ceil(x, name=name)


def digamma(x: Any, name: str | None = None) -> Tensor:
    """The derivative of `lgamma`.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.digamma([1.0, 2.0])).round(4)
    array([-0.5772,  0.4228], dtype=float32)
    """
    return raw_ops.Digamma(x, name=name)


@over_values
def erf(x: Any, name: str | None = None) -> Tensor:
    """The error function of each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.erf([0.0, 1.0])).round(4)
    array([0.    , 0.8427], dtype=float32)
    """
    return raw_ops.Erf(x, name=name)


def erfc(x: Any, name: str | None = None) -> Tensor:
    """One minus the error function, exact where that is tiny.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.erfc([0.0, 1.0])).round(4)
    array([1.    , 0.1573], dtype=float32)
    """
    return raw_ops.Erfc(x, name=name)


def exp(x: Any, name: str | None = None) -> Tensor:
    """e to the power of each element.

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
    >>> tf.Session().run(tf.exp([0.0, 1.0])).round(4)
    array([1.    , 2.7183], dtype=float32)
    """
    return raw_ops.Exp(x, name=name)


def expm1(x: Any, name: str | None = None) -> Tensor:
    """exp(x) - 1, exact where `x` is tiny.

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
    >>> tf.Session().run(tf.expm1([0.0, 1.0])).round(4)
    array([0.    , 1.7183], dtype=float32)
    """
    return raw_ops.Expm1(x, name=name)


def floor(x: Any, name: str | None = None) -> Tensor:
    """The largest whole number that is not greater than each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.floor([-1.5, 1.2, 2.0]))
    array([-2.,  1.,  2.], dtype=float32)
    """
    return raw_ops.Floor(x, name=name)


def is_finite(x: Any, name: str | None = None) -> Tensor:
    """True where an element is neither infinite nor NaN.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.is_finite([1.0, float("inf"), float("nan")]))
    array([ True, False, False])
    """
    return raw_ops.IsFinite(x, name=name)


def is_inf(x: Any, name: str | None = None) -> Tensor:
    """True where an element is plus or minus infinity.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.is_inf([1.0, float("inf"), float("nan")]))
    array([False,  True, False])
    """
    return raw_ops.IsInf(x, name=name)


def is_nan(x: Any, name: str | None = None) -> Tensor:
    """True where an element is NaN.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool, of the shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.is_nan([1.0, float("inf"), float("nan")]))
    array([False, False,  True])
    """
    return raw_ops.IsNan(x, name=name)


def lgamma(x: Any, name: str | None = None) -> Tensor:
    """The logarithm of the absolute value of the gamma function.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.lgamma([1.0, 5.0])).round(4)
    array([0.    , 3.1781], dtype=float32)
    """
    return raw_ops.Lgamma(x, name=name)


def log(x: Any, name: str | None = None) -> Tensor:
    """The natural logarithm of each element; -inf for 0, NaN below.

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
    >>> tf.Session().run(tf.log([1.0, 10.0])).round(4)
    array([0.    , 2.3026], dtype=float32)
    """
    return raw_ops.Log(x, name=name)


def log1p(x: Any, name: str | None = None) -> Tensor:
    """log(1 + x), exact where `x` is tiny.

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
    >>> tf.Session().run(tf.log1p([0.0, 1.0])).round(4)
    array([0.    , 0.6931], dtype=float32)
    """
    return raw_ops.Log1p(x, name=name)


@over_values
def negative(x: Any, name: str | None = None) -> Tensor:
    """Minus each element.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.negative([1.0, -2.0]))
    array([-1.,  2.], dtype=float32)
    """
    return raw_ops.Neg(x, name=name)


def reciprocal(x: Any, name: str | None = None) -> Tensor:
    """One over each element.

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
    >>> tf.Session().run(tf.reciprocal([1.0, 4.0]))
    array([1.  , 0.25], dtype=float32)
    """
    return raw_ops.Reciprocal(x, name=name)


def rint(x: Any, name: str | None = None) -> Tensor:
    """The nearest whole number; halves go to the even one.

    Parameters
    ----------
    x : Tensor or what can become one
        Floating numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.rint([0.5, 1.5, -1.7]))
    array([ 0.,  2., -2.], dtype=float32)
    """
    return raw_ops.Rint(x, name=name)


def rsqrt(x: Any, name: str | None = None) -> Tensor:
    """One over the square root of each element.

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
    >>> tf.Session().run(tf.rsqrt([1.0, 4.0]))
    array([1. , 0.5], dtype=float32)
    """
    return raw_ops.Rsqrt(x, name=name)


def sigmoid(x: Any, name: str | None = None) -> Tensor:
    """1 / (1 + exp(-x)).

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
    >>> tf.Session().run(tf.sigmoid([0.0, 2.0])).round(4)
    array([0.5   , 0.8808], dtype=float32)
    """
    return raw_ops.Sigmoid(x, name=name)


@over_values
def sign(x: Any, name: str | None = None) -> Tensor:
    """-1, 0 or 1 with the sign of each element; z / |z| for complex numbers.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sign([-3.0, 0.0, 5.0]))
    array([-1.,  0.,  1.], dtype=float32)
    """
    return raw_ops.Sign(x, name=name)


@over_values
def sqrt(x: Any, name: str | None = None) -> Tensor:
    """The square root of each element; NaN below 0.

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
    >>> tf.Session().run(tf.sqrt([4.0, 9.0]))
    array([2., 3.], dtype=float32)
    """
    return raw_ops.Sqrt(x, name=name)


@over_values
def square(x: Any, name: str | None = None) -> Tensor:
    """Each element times itself.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.square([1.0, -2.0]))
    array([1., 4.], dtype=float32)
    """
    return raw_ops.Square(x, name=name)


# Names from before TensorFlow 1.0.
neg = negative
inv = reciprocal
complex_abs = abs
