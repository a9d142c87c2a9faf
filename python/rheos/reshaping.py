"""The shape of a tensor, read and changed: sizes, reshape, transpose, identities.

Invariant: sizes that are known while the graph is built become constants, as in TensorFlow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, constant, convert_to_tensor
from .graph import name_scope
from .sparse_values import SparseTensor
from .spelling import renamed
from .tensor_shape import TensorShape

__all__ = [
    "broadcast_dynamic_shape",
    "broadcast_static_shape",
    "broadcast_to",
    "ensure_shape",
    "expand_dims",
    "guarantee_const",
    "identity",
    "identity_n",
    "matrix_transpose",
    "rank",
    "reshape",
    "shape",
    "shape_n",
    "size",
    "squeeze",
    "stop_gradient",
    "transpose",
]


def identity(input: Any, name: str | None = None) -> Any:
    """A new tensor with the same contents.

    Parameters
    ----------
    input : Tensor or what can become one, IndexedSlices or SparseTensor
        Of any dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.identity(tf.constant([1.0, 2.0]), name="y").name
    'y:0'
    """
    if isinstance(input, SparseTensor):
        with name_scope(name, "Identity"):
            parts = (input.indices, input.values, input.dense_shape)
            return SparseTensor(*(raw_ops.Identity(part) for part in parts))
    return raw_ops.Identity(input, name=name)


def identity_n(input: Any, name: str | None = None) -> list[Tensor]:
    """New tensors with the same contents, ready together.

    Parameters
    ----------
    input : list of Tensors or what can become them
        Of any dtypes and shapes.
    name : str, optional
        Name of the operation.

    Returns
    -------
    list of Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.identity_n([tf.constant(1), tf.constant([2.0])]))
    [np.int32(1), array([2.], dtype=float32)]
    """
    return list(raw_ops.IdentityN(input, name=name))


def guarantee_const(input: Any, name: str | None = None) -> Tensor:
    """`input`, which the caller promises to be the same in every run.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`. No gradient flows through it.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.guarantee_const([1, 2]))
    array([1, 2], dtype=int32)
    """
    return raw_ops.GuaranteeConst(input, name=name)


def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """`input`, through which no gradient flows back.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant(3.0)
    >>> tf.Session().run(tf.gradients(x * tf.stop_gradient(x), x))[0] == 3.0
    np.True_
    """
    return raw_ops.StopGradient(input, name=name)


def shape(input: Any, name: str | None = None, out_type: Any = "int32", *, optimize: bool = True) -> Tensor:
    """The sizes of a tensor's dimensions.

    Parameters
    ----------
    input : Tensor or what can become one, or SparseTensor
        Of any dtype and shape.
    name : str, optional
        Name of the operation.
    out_type : DType or what stands for one
        int32 or int64.
    optimize : bool
        Make a constant where the shape is known.

    Returns
    -------
    Tensor
        A vector with one size for each dimension.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.shape([[1.0, 2.0, 3.0]]))
    array([1, 3], dtype=int32)
    """
    with name_scope(name, "Shape", [input]) as scope:
        if isinstance(input, SparseTensor):
            return raw_ops.Cast(input.dense_shape, DstT=out_type)
        input = convert_to_tensor(input)
        known = _sizes(input) if optimize else None
        if known is not None:
            return constant(list(known), dtype=out_type, name=scope)
        return raw_ops.Shape(input, out_type=out_type, name=scope)


def _sizes(x: Tensor) -> tuple[int, ...] | None:
    """The static shape where every size is known."""
    dims = x._shape_tuple()
    if dims is None:
        return None
    sizes = tuple(size for size in dims if size is not None)
    return sizes if len(sizes) == len(dims) else None


def shape_n(input: Any, out_type: Any = "int32", name: str | None = None) -> list[Tensor]:
    """The shapes of several tensors.

    Parameters
    ----------
    input : list of Tensors or what can become them
        All of one dtype.
    out_type : DType or what stands for one
        int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    list of Tensor
        A vector of sizes for each.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.shape_n([tf.zeros([2, 3]), tf.zeros([4])]))
    [array([2, 3], dtype=int32), array([4], dtype=int32)]
    """
    return list(raw_ops.ShapeN(input, out_type=out_type, name=name))


def size(input: Any, name: str | None = None, out_type: Any = "int32") -> Tensor:
    """How many elements a tensor has.

    Parameters
    ----------
    input : Tensor or what can become one, or SparseTensor
        Of any dtype and shape.
    name : str, optional
        Name of the operation.
    out_type : DType or what stands for one
        int32 or int64.

    Returns
    -------
    Tensor
        A scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.size([[1.0, 2.0, 3.0]])))
    3
    """
    with name_scope(name, "Size", [input]) as scope:
        if isinstance(input, SparseTensor):
            sizes = raw_ops.Cast(input.dense_shape, DstT=out_type)
            return raw_ops.Prod(sizes, 0, name=scope)
        input = convert_to_tensor(input)
        known = _sizes(input)
        if known is not None:
            return constant(math.prod(known), dtype=out_type, name=scope)
        return raw_ops.Size(input, out_type=out_type, name=scope)


def rank(input: Any, name: str | None = None) -> Tensor:
    """How many dimensions a tensor has.

    Parameters
    ----------
    input : Tensor or what can become one, or SparseTensor
        Of any dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An int32 scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.rank([[1.0, 2.0, 3.0]])))
    2
    """
    with name_scope(name, "Rank", [input]) as scope:
        if isinstance(input, SparseTensor):
            return raw_ops.Size(input.dense_shape, name=scope)
        input = convert_to_tensor(input)
        if input._rank is not None:
            return constant(input._rank, dtype="int32", name=scope)
        return raw_ops.Rank(input, name=scope)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """The same elements in the same order, in another shape.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype and shape.
    shape : list of ints or Tensor
        The sizes; one of them may be -1, which stands for what is left over.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `tensor`.

    Raises
    ------
    ValueError
        The number of elements does not fit, or more than one size is -1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.reshape([1, 2, 3, 4], [2, -1]))
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    return raw_ops.Reshape(tensor, shape, name=name)


def expand_dims(input: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """The same elements with one more dimension, of size 1.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype and shape.
    axis : int or scalar Tensor
        Where the new dimension goes, from ``-rank - 1`` to ``rank``.
    name : str, optional
        Name of the operation.
    dim : optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        Dtype of `input`.

    Raises
    ------
    ValueError
        Neither `axis` nor `dim` is given, or both are, or the axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.expand_dims([1, 2], 1))
    array([[1],
           [2]], dtype=int32)
    """
    axis = renamed("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("Must specify an axis argument to tf.expand_dims()")
    return raw_ops.ExpandDims(input, axis, name=name)


def squeeze(input: Any, axis: Any = None, name: str | None = None, squeeze_dims: Any = None) -> Tensor:
    """The same elements without dimensions of size 1.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype and shape.
    axis : int or list of ints, optional
        The dimensions to drop, from ``-rank`` to ``rank - 1``; all of size 1 if None.
    name : str, optional
        Name of the operation.
    squeeze_dims : optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        Dtype of `input`.

    Raises
    ------
    ValueError
        A dimension is not of size 1, or both `axis` and `squeeze_dims` are given.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.squeeze([[[1, 2]]], [0]))
    array([[1, 2]], dtype=int32)
    """
    axis = renamed("axis", axis, "squeeze_dims", squeeze_dims)
    if axis is None:
        axis = []
    elif np.ndim(axis) == 0:
        axis = [axis]
    return raw_ops.Squeeze(input, squeeze_dims=list(axis), name=name)


def transpose(a: Any, perm: Any = None, name: str | None = "transpose", conjugate: bool = False) -> Tensor:
    """The same elements with the dimensions in another order.

    Parameters
    ----------
    a : Tensor or what can become one
        Of any dtype and shape.
    perm : list of ints or Tensor, optional
        For each new dimension, the old one; the reverse order if None.
    name : str, optional
        Name of the operation.
    conjugate : bool
        Take the complex conjugate too.

    Returns
    -------
    Tensor
        Dtype of `a`.

    Raises
    ------
    ValueError
        `perm` is no permutation of the dimensions.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.transpose([[1, 2, 3], [4, 5, 6]]))
    array([[1, 4],
           [2, 5],
           [3, 6]], dtype=int32)
    """
    with name_scope(name, "transpose", [a]) as scope:
        if perm is None:
            a = convert_to_tensor(a, name="a")
            if a._rank:
                perm = np.arange(a._rank - 1, -1, -1, dtype=np.int32)
            else:
                dimensions = raw_ops.Rank(a)
                perm = (dimensions - 1) - raw_ops.Range(0, dimensions, 1)
        if conjugate:
            a = convert_to_tensor(a, name="a")
            if a.dtype.is_complex:
                return raw_ops.ConjugateTranspose(a, perm, name=scope)
        return raw_ops.Transpose(a, perm, name=scope)


def matrix_transpose(a: Any, name: str | None = "matrix_transpose", conjugate: bool = False) -> Tensor:
    """The same elements with the last two dimensions swapped.

    Parameters
    ----------
    a : Tensor or what can become one
        Of rank 2 or more.
    name : str, optional
        Scope of the operations.
    conjugate : bool
        Take the complex conjugate too.

    Returns
    -------
    Tensor
        Dtype of `a`.

    Raises
    ------
    ValueError
        The rank is less than 2.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.matrix_transpose(tf.zeros([5, 2, 3])).shape.as_list()
    [5, 3, 2]
    """
    with name_scope(name, "matrix_transpose", [a]):
        a = convert_to_tensor(a, name="a")
        dimensions = a._rank
        perm: Any
        if dimensions is None:
            total = raw_ops.Rank(a)
            last = convert_to_tensor([total - 1, total - 2])
            perm = raw_ops.ConcatV2([raw_ops.Range(0, total - 2, 1), last], 0, name="concat")
        elif dimensions < 2:
            raise ValueError(f"Argument 'a' should be a (batch) matrix, with rank >= 2. Found: {a.shape}")
        else:
            perm = [*range(dimensions - 2), dimensions - 1, dimensions - 2]
        return transpose(a, perm=perm, conjugate=conjugate)


def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """`input` repeated along dimensions of size 1, and along new ones in front, until it has a shape.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype.
    shape : list of ints or Tensor
        The wanted sizes.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `input`.

    Raises
    ------
    ValueError
        `input` does not broadcast to that shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.broadcast_to([1, 2], [2, 2]))
    array([[1, 2],
           [1, 2]], dtype=int32)
    """
    return raw_ops.BroadcastTo(input, shape, name=name)


def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> Tensor:
    """The shape that two shapes broadcast to, computed when run.

    Parameters
    ----------
    shape_x, shape_y : Tensor or what can become one
        Vectors of sizes, int32 or int64.

    Returns
    -------
    Tensor
        A vector of sizes.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.broadcast_dynamic_shape([2, 1], [1, 3]))
    array([2, 3], dtype=int32)
    """
    return raw_ops.BroadcastArgs(shape_x, shape_y)


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> TensorShape:
    """The shape that two shapes broadcast to, as far as it is known.

    Parameters
    ----------
    shape_x, shape_y : TensorShape or what stands for one
        The shapes.

    Returns
    -------
    TensorShape

    Raises
    ------
    ValueError
        The shapes do not broadcast.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.broadcast_static_shape(tf.TensorShape([2, 1]), tf.TensorShape([3])).as_list()
    [2, 3]
    """
    x, y = TensorShape(shape_x), TensorShape(shape_y)
    if x.ndims is None or y.ndims is None:
        return TensorShape(None)
    longest = max(x.ndims, y.ndims)
    left: Sequence[int | None] = [1] * (longest - x.ndims) + list(x.as_list())
    right: Sequence[int | None] = [1] * (longest - y.ndims) + list(y.as_list())
    sizes: list[int | None] = []
    for a, b in zip(left, right, strict=True):
        if a == 1 or b == 1:
            sizes.append(b if a == 1 else a)
        elif a is None or b is None:
            # The known one is larger than 1, so the other must become it.
            sizes.append(b if a is None else a)
        elif a == b:
            sizes.append(a)
        else:
            raise ValueError(f"Incompatible shapes for broadcasting: {x} and {y}")
    return TensorShape(sizes)


def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """`x`, checked when run to have a shape, which it then has while building too.

    Parameters
    ----------
    x : Tensor or what can become one
        Of any dtype.
    shape : TensorShape or what stands for one
        None stands for any size.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `x`, with that static shape.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the shape is another one.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.ensure_shape(tf.placeholder(tf.float32), [None, 3]).shape.as_list()
    [None, 3]
    """
    return raw_ops.EnsureShape(x, TensorShape(shape), name=name)
