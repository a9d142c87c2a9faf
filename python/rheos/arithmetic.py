"""Arithmetic on two numbers: sums, products, quotients, remainders, powers.

Shapes broadcast as in NumPy. Operands of different dtypes raise TypeError, shapes that do not fit ValueError.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, constant, convert_to_tensor
from .casting import cast
from .graph import name_scope
from .sparse_values import IndexedSlices

__all__ = [
    "accumulate_n",
    "add",
    "add_n",
    "atan2",
    "div",
    "div_no_nan",
    "divide",
    "floor_div",
    "floordiv",
    "floormod",
    "maximum",
    "minimum",
    "mod",
    "mul",
    "multiply",
    "pow",
    "realdiv",
    "scalar_mul",
    "squared_difference",
    "sub",
    "subtract",
    "truediv",
    "truncatediv",
    "truncatemod",
]


def add(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x + y. Strings are joined.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers or strings; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.add([1.0, 2.0], 3.0))
    array([4., 5.], dtype=float32)
    """
    return raw_ops.Add(x, y, name=name)


def atan2(y: Any, x: Any, name: str | None = None) -> Tensor:
    """The angle in [-pi, pi] of the point (x, y).

    Parameters
    ----------
    y, x : Tensor or what can become one
        Floating numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `y`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.atan2([1.0, -1.0], [1.0, 0.0])).round(4)
    array([ 0.7854, -1.5708], dtype=float32)
    """
    return raw_ops.Atan2(y, x, name=name)


def floor_div(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y rounded down.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.floor_div([7, -7], 2))
    array([ 3, -4], dtype=int32)
    """
    return raw_ops.FloorDiv(x, y, name=name)


def floormod(x: Any, y: Any, name: str | None = None) -> Tensor:
    """What x / y rounded down leaves over; it has the sign of `y`, as Python's %.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.floormod([7, -7], 3))
    array([1, 2], dtype=int32)
    """
    return raw_ops.FloorMod(x, y, name=name)


def maximum(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The larger of x and y; NaN where either is.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.maximum([1.0, 5.0], 3.0))
    array([3., 5.], dtype=float32)
    """
    return raw_ops.Maximum(x, y, name=name)


def minimum(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The smaller of x and y; NaN where either is.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers (no complex ones); of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.minimum([1.0, 5.0], 3.0))
    array([1., 3.], dtype=float32)
    """
    return raw_ops.Minimum(x, y, name=name)


def multiply(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x * y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.multiply([1.0, 2.0], 3.0))
    array([3., 6.], dtype=float32)
    """
    return raw_ops.Mul(x, y, name=name)


def realdiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y of numbers that are real already.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.realdiv([1.0, 3.0], 2.0))
    array([0.5, 1.5], dtype=float32)
    """
    return raw_ops.RealDiv(x, y, name=name)


def squared_difference(x: Any, y: Any, name: str | None = None) -> Tensor:
    """(x - y)(x - y).

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.squared_difference([1.0, 5.0], 3.0))
    array([4., 4.], dtype=float32)
    """
    return raw_ops.SquaredDifference(x, y, name=name)


def subtract(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x - y.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.subtract([1.0, 2.0], 3.0))
    array([-2., -1.], dtype=float32)
    """
    return raw_ops.Sub(x, y, name=name)


def truncatediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y rounded towards zero.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.truncatediv([7, -7], 2))
    array([ 3, -3], dtype=int32)
    """
    return raw_ops.TruncateDiv(x, y, name=name)


def truncatemod(x: Any, y: Any, name: str | None = None) -> Tensor:
    """What x / y rounded towards zero leaves over; it has the sign of `x`, as C's %.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.truncatemod([7, -7], 3))
    array([ 1, -1], dtype=int32)
    """
    return raw_ops.TruncateMod(x, y, name=name)


def xdivy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y, and 0 wherever `x` is 0.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.xdivy([0.0, 1.0], [0.0, 2.0]))
    array([0. , 0.5], dtype=float32)
    """
    return raw_ops.Xdivy(x, y, name=name)


def xlogy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x * log(y), and 0 wherever `x` is 0.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers; of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.xlogy([0.0, 1.0], [0.0, 1.0]))
    array([0., 0.], dtype=float32)
    """
    return raw_ops.Xlogy(x, y, name=name)


# TensorFlow's other name for it.
mod = floormod


def truediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y. Integers become floating numbers first: float32 up to 16 bits, float64 above.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A floating or complex dtype, broadcast shape.

    Raises
    ------
    TypeError
        The dtypes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.truediv([1, 3], 2))
    array([0.5, 1.5])
    """
    with name_scope(name, "truediv", [x, y]) as scope:
        x, y = _pair(x, y)
        wide = _QUOTIENTS.get(x.dtype.name)
        if wide is not None:
            x, y = cast(x, wide), cast(y, wide)
        return raw_ops.RealDiv(x, y, name=scope)


def divide(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y as Python divides: whole numbers give floating ones.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A floating or complex dtype, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.divide([1.0, 3.0], 2.0))
    array([0.5, 1.5], dtype=float32)
    """
    return truediv(x, y, name)


def div(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y as Python 2 divides: whole numbers give whole numbers, rounded down.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Raises
    ------
    TypeError
        The dtypes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.div([7, -7], 2))
    array([ 3, -4], dtype=int32)
    """
    with name_scope(name, "div", [x, y]) as scope:
        x, y = _pair(x, y)
        if x.dtype.is_floating or x.dtype.is_complex:
            return raw_ops.RealDiv(x, y, name=scope)
        return raw_ops.FloorDiv(x, y, name=scope)


def floordiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y rounded down, as Python's ``//``.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.floordiv([7, -7], 2))
    array([ 3, -4], dtype=int32)
    """
    with name_scope(name, "floordiv", [x, y]) as scope:
        return raw_ops.FloorDiv(x, y, name=scope)


def div_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y, and 0 wherever `y` is 0.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Raises
    ------
    TypeError
        The dtypes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.div_no_nan([1.0, 3.0], [0.0, 2.0]))
    array([0. , 1.5], dtype=float32)
    """
    with name_scope(name, "div_no_nan", [x, y]) as scope:
        x, y = _pair(x, y)
        return raw_ops.DivNoNan(x, y, name=scope)


def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x * y, and 0 wherever `y` is 0, even where `x` is infinite or NaN.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Raises
    ------
    TypeError
        The dtypes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.multiply_no_nan([float("inf"), 3.0], [0.0, 2.0]))
    array([0., 6.], dtype=float32)
    """
    with name_scope(name, "multiply_no_nan", [x, y]) as scope:
        x, y = _pair(x, y)
        return raw_ops.MulNoNan(x, y, name=scope)


def pow(x: Any, y: Any, name: str | None = None) -> Tensor:
    """`x` to the power of `y`.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Numbers of one dtype, and of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`, broadcast shape.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: an integer to a negative power.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.pow([2.0, 3.0], 2.0))
    array([4., 9.], dtype=float32)
    """
    with name_scope(name, "Pow", [x]) as scope:
        return raw_ops.Pow(x, y, name=scope)


def scalar_mul(scalar: Any, x: Any, name: str | None = None) -> Any:
    """A scalar times a tensor, or times the values of an IndexedSlices.

    Parameters
    ----------
    scalar : Tensor or what can become one
        A single number; it gets the dtype of `x`.
    x : Tensor or IndexedSlices
        Numbers of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor or IndexedSlices
        As `x`.

    Raises
    ------
    ValueError
        `scalar` has a rank other than 0, or an unknown one.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.scalar_mul(2.0, tf.constant([1.0, 3.0])))
    array([2., 6.], dtype=float32)
    """
    if not hasattr(x, "dtype"):
        x = convert_to_tensor(x)
    scalar = convert_to_tensor(scalar, dtype=x.dtype.base_dtype, name="scalar")
    if scalar._rank != 0:
        raise ValueError(f"Only scalar multiply works, got shape {scalar.shape}")
    if isinstance(x, IndexedSlices):
        return IndexedSlices(raw_ops.Mul(scalar, x.values, name=name), x.indices, x.dense_shape)
    return raw_ops.Mul(scalar, x, name=name)


def add_n(inputs: Any, name: str | None = None) -> Tensor:
    """The sum of several tensors of one shape.

    Parameters
    ----------
    inputs : list or tuple of Tensors, IndexedSlices, or what can become Tensors
        At least one; all of one dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of the inputs.

    Raises
    ------
    ValueError
        `inputs` is no list, is empty, or the shapes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.add_n([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    array([ 9., 12.], dtype=float32)
    """
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError(
            "inputs must be a list of at least one Tensor/IndexedSlices with the same dtype and shape"
        )
    if len(inputs) == 1:
        only = convert_to_tensor(inputs[0])
        return raw_ops.Identity(only, name=name) if name else only
    return raw_ops.AddN(inputs, name=name)


def accumulate_n(inputs: Any, shape: Any = None, tensor_dtype: Any = None, name: str | None = None) -> Tensor:
    """The sum of several tensors of one shape, as `add_n`.

    Parameters
    ----------
    inputs : list or tuple of Tensors
        At least one; all of one dtype and shape.
    shape : TensorShape or what stands for one, optional
        Shape of the inputs, where they do not say it themselves.
    tensor_dtype : DType, optional
        Dtype of the inputs; checked.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of the inputs.

    Raises
    ------
    ValueError
        `inputs` is empty, or shapes or dtypes differ.
    TypeError
        `tensor_dtype` is not the dtype of the inputs.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.accumulate_n([tf.constant([1.0, 2.0]), tf.constant([3.0, 4.0])]))
    array([4., 6.], dtype=float32)
    """
    wrong = "inputs must be a list of at least one Tensor with the same dtype and shape"
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError(wrong)
    tensors = [convert_to_tensor(value) for value in inputs]
    if any(tensor.dtype != tensors[0].dtype for tensor in tensors):
        raise ValueError(wrong)
    if tensor_dtype is not None and tensors[0].dtype != tensor_dtype:
        raise TypeError(f"tensor_dtype is {tensor_dtype}, but input is of type {tensors[0].dtype}")
    if len(tensors) == 1 and name is None:
        return tensors[0]
    if len(tensors) == 1:
        return raw_ops.Identity(tensors[0], name=name)
    total = raw_ops.AddN(tensors, name="AccumulateNV2" if name is None else name)
    total.set_shape(shape)
    return total


# What a quotient of integers is computed in.
_QUOTIENTS = {
    "uint8": "float32",
    "int8": "float32",
    "uint16": "float32",
    "int16": "float32",
    "uint32": "float64",
    "int32": "float64",
    "uint64": "float64",
    "int64": "float64",
}


def _pair(x: Any, y: Any) -> tuple[Tensor, Tensor]:
    """Both operands as Tensors; one that is none yet takes the other's dtype where it can."""
    if not isinstance(x, Tensor) and isinstance(y, Tensor):
        x = convert_to_tensor(x, preferred_dtype=y.dtype, name="x")
    x = convert_to_tensor(x, name="x")
    y = convert_to_tensor(y, preferred_dtype=x.dtype, name="y")
    if x.dtype != y.dtype:
        raise TypeError(f"x and y must have the same dtype, got {x.dtype!r} != {y.dtype!r}")
    return x, y


# Names from before TensorFlow 1.0.
mul = multiply
sub = subtract


def reciprocal_no_nan(x: Any, name: str | None = None) -> Tensor:
    """``1 / x``, and 0 where `x` is 0.

    Parameters
    ----------
    x : floating-point or complex Tensor or what can become one
        Any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.reciprocal_no_nan([2.0, 0.0])))
    [0.5 0. ]
    """
    with name_scope(name, "reciprocal_no_nan", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return raw_ops.DivNoNan(constant(1, x.dtype, name="one"), x, name=scope)
