"""Sparse tensors in another order or shape, joined and cut.

In: `SparseTensor` or `SparseTensorValue`. Out: `SparseTensor`s with their places in row-major order, where
those of the operands are.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .fills import zeros
from .graph import name_scope
from .indexing import gather
from .joins import concat, stack
from .reductions import reduce_max
from .reshaping import shape as shape_of
from .sparse_values import SparseTensor, as_sparse_tensor
from .spelling import renamed

__all__ = [
    "sparse_concat",
    "sparse_reorder",
    "sparse_reshape",
    "sparse_slice",
    "sparse_split",
    "sparse_transpose",
]


def sparse_reorder(sp_input: Any, name: str | None = None) -> SparseTensor:
    """The same sparse tensor with its places in row-major order, which many operations need.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        With the shape and values of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[1, 0], [0, 1]], [1.0, 2.0], [2, 2])
    >>> tf.Session().run(tf.sparse_reorder(sp)).values
    array([2., 1.], dtype=float32)
    """
    sp = as_sparse_tensor(sp_input)
    indices, values = raw_ops.SparseReorder(sp.indices, sp.values, sp.dense_shape, name=name)
    return SparseTensor(indices, values, sp.dense_shape)


def sparse_reshape(sp_input: Any, shape: Any, name: str | None = None) -> SparseTensor:
    """The same elements in another dense shape of the same size.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    shape : vector of int
        The new sizes, one of which may be -1.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        With the values of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    ValueError
        The sizes do not fit, if that is known.
    rheos.errors.InvalidArgumentError
        The same, found when run.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1], [1, 0]], [1.0, 2.0], [2, 3])
    >>> tf.Session().run(tf.sparse_reshape(sp, [3, -1])).indices
    array([[0, 1],
           [1, 1]])
    """
    sp = as_sparse_tensor(sp_input)
    with name_scope(name, "SparseReshape", [sp.values]) as scope:
        shape = convert_to_tensor(shape, dtype="int64")
        _check_reshape(sp, shape)
        indices, sizes = raw_ops.SparseReshape(sp.indices, sp.dense_shape, shape, name=scope)
        return SparseTensor(indices, sp.values, sizes)


def _check_reshape(sp: SparseTensor, shape: Tensor) -> None:
    """Refuse what is known not to fit."""
    old, new = sp.dense_shape._known_ints(), shape._known_ints()
    if old is None or new is None or None in old or None in new:
        return
    free = new.count(-1)
    if free > 1:
        raise ValueError(f"At most one dimension can be inferred (-1). Found: {new}")
    have, fixed = prod(n or 0 for n in old), prod(n or 0 for n in new if n != -1)
    if (have % fixed if fixed else have) if free else have != fixed:
        raise ValueError(f"Cannot reshape a tensor with {have} elements to shape {new} ({fixed} elements).")


def sparse_concat(
    axis: Any,
    sp_inputs: Any,
    name: str | None = None,
    expand_nonconcat_dim: bool = False,
    concat_dim: Any = None,
    expand_nonconcat_dims: bool | None = None,
) -> SparseTensor:
    """Sparse tensors joined along a dimension.

    Parameters
    ----------
    axis : int
        The dimension, from ``-rank`` to ``rank - 1``.
    sp_inputs : list of SparseTensor
        Of one dtype and rank.
    name : str, optional
        Name of the operation.
    expand_nonconcat_dim : bool
        Take the largest of the sizes of each other dimension; otherwise these must be equal.
    concat_dim, expand_nonconcat_dims : optional
        Other names of `axis` and `expand_nonconcat_dim`.

    Returns
    -------
    SparseTensor
        With places in row-major order.

    Raises
    ------
    TypeError
        `sp_inputs` is no list of sparse tensors.
    ValueError
        Ranks or sizes differ, if that is known.
    rheos.errors.InvalidArgumentError
        The same, found when run.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1]], [7.0], [1, 2])
    >>> tf.Session().run(tf.sparse.to_dense(tf.sparse_concat(1, [sp, sp])))
    array([[0., 7., 0., 7.]], dtype=float32)
    """
    axis = renamed("axis", axis, "concat_dim", concat_dim)
    if expand_nonconcat_dims is not None:
        expand_nonconcat_dim = expand_nonconcat_dims
    if not isinstance(sp_inputs, (list, tuple)) or hasattr(sp_inputs, "dense_shape"):
        raise TypeError("Inputs must be a list")
    parts = [as_sparse_tensor(sp) for sp in sp_inputs]
    if len(parts) == 1:
        return parts[0]
    shapes = [sp.dense_shape for sp in parts]
    if expand_nonconcat_dim:
        largest = reduce_max(stack(shapes), 0)
        after = None if axis == -1 else axis + 1
        tail = [] if axis == -1 else [largest[axis + 1 :]]
        shapes = [concat([largest[:axis], s[axis:after], *tail], 0) for s in shapes]
    made = raw_ops.SparseConcat(
        [sp.indices for sp in parts], [sp.values for sp in parts], shapes, concat_dim=axis, name=name
    )
    return SparseTensor(*made)


class _KeywordRequired:
    """Stands where an argument used to be, so that a call by position is noticed."""

    def __repr__(self) -> str:
        return "KeywordRequired()"


def sparse_split(
    keyword_required: Any = _KeywordRequired(),  # noqa: B008
    sp_input: Any = None,
    num_split: int | None = None,
    axis: Any = None,
    name: str | None = None,
    split_dim: Any = None,
) -> list[SparseTensor]:
    """A sparse tensor cut into parts along a dimension.

    Parameters
    ----------
    keyword_required : object
        Not to be given: the arguments are given by name.
    sp_input : SparseTensor
        Of any dtype.
    num_split : int
        Number of parts; where it does not divide the size, the first parts are longer by one.
    axis : int or scalar Tensor
        The dimension.
    name : str, optional
        Name of the operation.
    split_dim : optional
        Old name of `axis`.

    Returns
    -------
    list of SparseTensor
        `num_split` parts.

    Raises
    ------
    ValueError
        The arguments are not given by name, or one is missing.
    TypeError
        `sp_input` is not a SparseTensor.
    rheos.errors.InvalidArgumentError
        When run: there are more parts than the dimension is long.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0], [3]], [1.0, 2.0], [4])
    >>> first, second = tf.sparse_split(sp_input=sp, num_split=2, axis=0)
    >>> tf.Session().run(second.indices)
    array([[1]])
    """
    if not isinstance(keyword_required, _KeywordRequired):
        raise ValueError("Keyword arguments are required for this function.")
    if sp_input is None:
        raise ValueError("sp_input is required")
    if num_split is None:
        raise ValueError("num_split is required")
    axis = renamed("axis", axis, "split_dim", split_dim)
    if axis is None:
        raise ValueError("axis is required")
    sp = as_sparse_tensor(sp_input)
    made = raw_ops.SparseSplit(axis, sp.indices, sp.values, sp.dense_shape, num_split=num_split, name=name)
    return [SparseTensor(*part) for part in zip(*made, strict=True)]


def sparse_slice(sp_input: Any, start: Any, size: Any, name: str | None = None) -> SparseTensor:
    """The part of a sparse tensor that begins at a position and has at most a given size.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    start, size : vectors of int64
        Where the part begins in each dimension, and its sizes, which are cut to what there is.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        Places are counted from `start`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1], [1, 2]], [1.0, 2.0], [2, 3])
    >>> tf.Session().run(tf.sparse.to_dense(tf.sparse_slice(sp, [0, 1], [2, 2])))
    array([[1., 0.],
           [0., 2.]], dtype=float32)
    """
    sp = as_sparse_tensor(sp_input)
    start, size = convert_to_tensor(start, dtype="int64"), convert_to_tensor(size, dtype="int64")
    with name_scope(name, "SparseSlice", [sp.values]) as scope:
        made = raw_ops.SparseSlice(sp.indices, sp.values, sp.dense_shape, start, size, name=scope)
        return SparseTensor(*made)


def sparse_transpose(sp_input: Any, perm: Any = None, name: str | None = None) -> SparseTensor:
    """A sparse tensor with its dimensions in another order.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    perm : vector of int, optional
        For each new dimension the old one; reversed by default.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    SparseTensor
        With places in row-major order.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1], [1, 2]], [1.0, 2.0], [2, 3])
    >>> tf.Session().run(tf.sparse_transpose(sp)).dense_shape
    array([3, 2])
    """
    sp = as_sparse_tensor(sp_input)
    with name_scope(name, "SparseTranspose", [sp.values]):
        if perm is None:
            rank = sp.shape.ndims
            if rank is not None:
                perm = np.arange(rank - 1, -1, -1)
            else:
                last = shape_of(sp.dense_shape)[0] - 1
                perm = raw_ops.Range(last, -1, -1)
        indices = gather(sp.indices, perm, axis=1)
        return sparse_reorder(SparseTensor(indices, sp.values, gather(sp.dense_shape, perm)))


def sparse_expand_dims(sp_input: Any, axis: Any = None, name: str | None = None) -> SparseTensor:
    """A sparse tensor with a dimension of size 1 put in.

    Parameters
    ----------
    sp_input : SparseTensor
        Of known rank.
    axis : int, optional
        Where, from ``-rank - 1`` to ``rank``; last by default.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    SparseTensor
        With the values of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    ValueError
        The rank is not known, or the axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1]], [1.0], [2, 3])
    >>> tf.sparse.expand_dims(sp, 0).shape.as_list()
    [1, 2, 3]
    """
    sp = as_sparse_tensor(sp_input)
    rank = sp.shape.ndims
    axis = -1 if axis is None else axis
    with name_scope(name, "expand_dims", [sp.values]):
        if rank is None:
            raise ValueError("the rank of sp_input must be known")
        if not -rank - 1 <= axis <= rank:
            raise ValueError(f"axis {axis} must be between {-rank - 1} and {rank}")
        axis = axis + rank + 1 if axis < 0 else axis
        column = zeros([shape_of(sp.indices)[0], 1], dtype="int64")
        indices = concat([sp.indices[:, :axis], column, sp.indices[:, axis:]], 1)
        one = convert_to_tensor([1], dtype="int64")
        shape = concat([sp.dense_shape[:axis], one, sp.dense_shape[axis:]], 0)
        return SparseTensor(indices, sp.values, shape)
