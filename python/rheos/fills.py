"""Tensors full of one value: `tf.zeros`, `tf.ones`, `tf.fill` and those like another tensor."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import DType, Tensor, as_dtype, constant, convert_to_tensor
from .graph import name_scope
from .reshaping import reshape
from .reshaping import shape as shape_of
from .tensor_shape import TensorShape

__all__ = ["fill", "ones", "ones_like", "zeros", "zeros_like"]

# From this many elements on, a value and a shape are stored instead of an array.
_SMALL = 1000


def _filled(value: Any, shape: Any, dtype: DType, name: str) -> Tensor:
    if isinstance(shape, TensorShape) or not (isinstance(shape, Tensor) or hasattr(shape, "_as_tensor")):
        sizes = _known_sizes(shape)
        if sizes is None:
            shape = convert_to_tensor(shape, dtype="int32")
        else:
            if math.prod(sizes) < _SMALL:
                array = np.broadcast_to(np.asarray(value, dtype=dtype.as_numpy_dtype), sizes)
                return constant(array, dtype=dtype, name=name)
            wide = any(size > 2**31 - 1 for size in sizes)
            shape = constant(sizes, dtype="int64" if wide else "int32", name="shape_as_tensor")
    shape = convert_to_tensor(shape)
    if shape._rank == 0 or shape._rank is None:
        shape = reshape(shape, [-1])
    return raw_ops.Fill(shape, constant(value, dtype=dtype), name=name)


def _known_sizes(shape: Any) -> list[int] | None:
    """The sizes as numbers; None where some of them are Tensors."""
    try:
        known = TensorShape(shape)
    except (TypeError, ValueError):
        return None
    return [size for size in known.as_list() if size is not None] if known.is_fully_defined() else None


def zeros(shape: Any, dtype: Any = "float32", name: str | None = None) -> Tensor:
    """A tensor of zeros (False, or empty strings).

    Parameters
    ----------
    shape : list of ints and scalar Tensors, tuple, TensorShape or Tensor
        The sizes.
    dtype : DType or what stands for one
        Of any kind.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.zeros([2, 3], tf.int32))
    array([[0, 0, 0],
           [0, 0, 0]], dtype=int32)
    """
    wanted = as_dtype(dtype).base_dtype
    with name_scope(name, "zeros", [shape]) as scope:
        return _filled(_value_of(wanted, 0), shape, wanted, scope)


def ones(shape: Any, dtype: Any = "float32", name: str | None = None) -> Tensor:
    """A tensor of ones (or True).

    Parameters
    ----------
    shape : list of ints and scalar Tensors, tuple, TensorShape or Tensor
        The sizes.
    dtype : DType or what stands for one
        Numbers or bool.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ones([2, 3], tf.int32))
    array([[1, 1, 1],
           [1, 1, 1]], dtype=int32)
    """
    wanted = as_dtype(dtype).base_dtype
    if wanted.name == "string":
        raise TypeError("tf.ones makes numbers or bool, not strings")
    with name_scope(name, "ones", [shape]) as scope:
        return _filled(_value_of(wanted, 1), shape, wanted, scope)


def _value_of(dtype: DType, value: int) -> Any:
    if dtype.name == "string":
        return ""
    return bool(value) if dtype.name == "bool" else value


def fill(dims: Any, value: Any, name: str | None = None) -> Tensor:
    """A tensor in which every element is `value`.

    Parameters
    ----------
    dims : list of ints, or Tensor
        The sizes.
    value : scalar
        Of any dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `value`.

    Raises
    ------
    ValueError
        `value` is no scalar, or a size is negative.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.fill([2, 2], 7))
    array([[7, 7],
           [7, 7]], dtype=int32)
    """
    return raw_ops.Fill(dims, value, name=name)


def zeros_like(tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True) -> Tensor:
    """Zeros (False, or empty strings) in the shape of another tensor.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype and shape.
    dtype : DType or what stands for one, optional
        By default that of `tensor`.
    name : str, optional
        Name of the operation.
    optimize : bool
        Make a constant where the shape is known.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.zeros_like([[1.5, 2.5]]))
    array([[0., 0.]], dtype=float32)
    """
    with name_scope(name, "zeros_like", [tensor]) as scope:
        tensor = convert_to_tensor(tensor, name="tensor")
        wanted = tensor.dtype if dtype is None else as_dtype(dtype).base_dtype
        if tensor.shape.is_fully_defined() and tensor.dtype.name not in ("variant", "resource"):
            return zeros(tensor.shape, dtype=wanted, name=scope)
        if wanted != tensor.dtype:
            return zeros(shape_of(tensor, optimize=optimize), dtype=wanted, name=scope)
        return raw_ops.ZerosLike(tensor, name=scope)


def ones_like(tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True) -> Tensor:
    """Ones (or True) in the shape of another tensor.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype and shape.
    dtype : DType or what stands for one, optional
        By default that of `tensor`.
    name : str, optional
        Name of the operation.
    optimize : bool
        Make a constant where the shape is known.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ones_like([[1.5, 2.5]]))
    array([[1., 1.]], dtype=float32)
    """
    with name_scope(name, "ones_like", [tensor]) as scope:
        tensor = convert_to_tensor(tensor, name="tensor")
        wanted = tensor.dtype if dtype is None else as_dtype(dtype).base_dtype
        made = ones(shape_of(tensor, optimize=optimize), dtype=wanted, name=scope)
        made.set_shape(tensor.shape)
        return made
