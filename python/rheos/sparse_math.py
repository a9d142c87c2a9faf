"""Products, sums and extremes of sparse tensors.

In: `SparseTensor` or `SparseTensorValue`, and dense tensors where one is taken. Gradients flow through the
values.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .constants import constant
from .graph import name_scope
from .reshaping import shape as shape_of
from .sparse_values import SparseTensor, SparseTensorValue, as_sparse_tensor
from .spelling import renamed

__all__ = [
    "sparse_add",
    "sparse_maximum",
    "sparse_minimum",
    "sparse_reduce_max",
    "sparse_reduce_max_sparse",
    "sparse_reduce_sum",
    "sparse_reduce_sum_sparse",
    "sparse_softmax",
    "sparse_tensor_dense_matmul",
]


def sparse_tensor_dense_matmul(
    sp_a: Any, b: Any, adjoint_a: bool = False, adjoint_b: bool = False, name: str | None = None
) -> Tensor:
    """The product of a sparse matrix and a dense one.

    Parameters
    ----------
    sp_a : SparseTensor of rank 2
        Fastest where its places are in row-major order.
    b : Tensor of rank 2
        Of the same dtype.
    adjoint_a, adjoint_b : bool
        Take the conjugate transpose of a matrix first.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The product, dense.

    Raises
    ------
    TypeError
        `sp_a` is not a SparseTensor.
    ValueError
        The inner sizes differ, if they are known.
    rheos.errors.InvalidArgumentError
        When run: a place is out of bounds, or the inner sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> a = tf.SparseTensor([[0, 1], [1, 0]], [2.0, 3.0], [2, 2])
    >>> tf.Session().run(tf.sparse_tensor_dense_matmul(a, [[1.0], [10.0]]))
    array([[20.],
           [ 3.]], dtype=float32)
    """
    sp = as_sparse_tensor(sp_a)
    with name_scope(name, "SparseTensorDenseMatMul", [sp.values, b]) as scope:
        return raw_ops.SparseTensorDenseMatMul(
            sp.indices,
            sp.values,
            sp.dense_shape,
            convert_to_tensor(b, dtype=sp.dtype, name="b"),
            adjoint_a=adjoint_a,
            adjoint_b=adjoint_b,
            name=scope,
        )


def sparse_add(a: Any, b: Any, threshold: Any = None, thresh: Any = None) -> Any:
    """The sum of two tensors of which at least one is sparse.

    Parameters
    ----------
    a, b : SparseTensor or Tensor
        Of one shape and dtype; sparse ones in row-major order.
    threshold : scalar, optional
        Where both are sparse and have an element, sums smaller in size are left out; 0 by default.
    thresh : optional
        Old name of `threshold`.

    Returns
    -------
    SparseTensor or Tensor
        Sparse if both are; dense otherwise.

    Raises
    ------
    TypeError
        Neither is a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> a = tf.SparseTensor([[0], [2]], [1.0, 2.0], [3])
    >>> tf.Session().run(tf.sparse_add(a, [10.0, 10.0, 10.0]))
    array([11., 10., 12.], dtype=float32)
    >>> tf.Session().run(tf.sparse_add(a, a)).values
    array([2., 4.], dtype=float32)
    """
    threshold = renamed("threshold", threshold, "thresh", thresh)
    kinds = (SparseTensor, SparseTensorValue)
    if not isinstance(a, kinds) and not isinstance(b, kinds):
        raise TypeError("At least one input should be SparseTensor; do you mean to use tf.add()?")
    if isinstance(a, kinds) and isinstance(b, kinds):
        a, b = as_sparse_tensor(a), as_sparse_tensor(b)
        limit = convert_to_tensor(
            0 if threshold is None else threshold, dtype=a.dtype.real_dtype.base_dtype, name="threshold"
        )
        made = raw_ops.SparseAdd(
            a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape, limit
        )
        return SparseTensor(*made)
    sp, dense = (a, b) if isinstance(a, kinds) else (b, a)
    sp = as_sparse_tensor(sp)
    return raw_ops.SparseTensorDenseAdd(sp.indices, sp.values, sp.dense_shape, dense)


def _axes(sp: SparseTensor, axis: Any) -> Any:
    """The axes as the operations take them; all of them, for None."""
    if axis is not None:
        return list(axis) if isinstance(axis, (range, set, frozenset)) else axis
    rank = sp.shape.ndims
    if rank is not None:
        return constant(np.arange(rank, dtype=np.int32))
    return raw_ops.Range(0, shape_of(sp.dense_shape)[0], 1)


def _reduce(op: str, sp_input: Any, axis: Any, keepdims: Any, reduction_axes: Any, keep_dims: Any) -> Any:
    axis = renamed("axis", axis, "reduction_axes", reduction_axes)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    sp = as_sparse_tensor(sp_input)
    reduce = getattr(raw_ops, op)
    return reduce(sp.indices, sp.values, sp.dense_shape, _axes(sp, axis), keep_dims=keep)


def sparse_reduce_sum(
    sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None, keep_dims: Any = None
) -> Tensor:
    """Sums of a sparse tensor's elements over dimensions, as a dense tensor.

    Parameters
    ----------
    sp_input : SparseTensor
        Of numbers.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    reduction_axes, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Without the reduced dimensions; 0 where there are no elements.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.SparseTensor([[0, 0], [0, 2], [1, 1]], [1, 1, 1], [2, 3])
    >>> tf.Session().run([tf.sparse_reduce_sum(x), tf.sparse_reduce_sum(x, 1, keepdims=True)])
    [np.int32(3), array([[2],
           [1]], dtype=int32)]
    """
    return _reduce("SparseReduceSum", sp_input, axis, keepdims, reduction_axes, keep_dims)  # type: ignore[no-any-return]


def sparse_reduce_sum_sparse(
    sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None, keep_dims: Any = None
) -> SparseTensor:
    """Sums of a sparse tensor's elements over dimensions, as a sparse tensor.

    Parameters
    ----------
    sp_input : SparseTensor
        Of numbers.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    reduction_axes, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    SparseTensor
        With an element wherever there was one to sum, in row-major order.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.SparseTensor([[0, 0], [0, 2], [2, 1]], [1, 1, 1], [3, 3])
    >>> tf.Session().run(tf.sparse_reduce_sum_sparse(x, 1)).values
    array([2, 1], dtype=int32)
    """
    return SparseTensor(
        *_reduce("SparseReduceSumSparse", sp_input, axis, keepdims, reduction_axes, keep_dims)
    )


def sparse_reduce_max(
    sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None, keep_dims: Any = None
) -> Tensor:
    """The largest of a sparse tensor's elements over dimensions, as a dense tensor.

    Parameters
    ----------
    sp_input : SparseTensor
        Of real numbers; missing elements do not count as zeros.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    reduction_axes, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Without the reduced dimensions; 0 where there are no elements.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.SparseTensor([[0, 0], [0, 2]], [-1.0, -2.0], [2, 3])
    >>> tf.Session().run(tf.sparse_reduce_max(x, 1))
    array([-1.,  0.], dtype=float32)
    """
    return _reduce("SparseReduceMax", sp_input, axis, keepdims, reduction_axes, keep_dims)  # type: ignore[no-any-return]


def sparse_reduce_max_sparse(
    sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None, keep_dims: Any = None
) -> SparseTensor:
    """The largest of a sparse tensor's elements over dimensions, as a sparse tensor.

    Parameters
    ----------
    sp_input : SparseTensor
        Of real numbers; missing elements do not count as zeros.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    reduction_axes, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    SparseTensor
        With an element wherever there was one, in row-major order.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.SparseTensor([[0, 0], [0, 2]], [-1.0, -2.0], [2, 3])
    >>> tf.Session().run(tf.sparse_reduce_max_sparse(x, 1)).values
    array([-1.], dtype=float32)
    """
    return SparseTensor(
        *_reduce("SparseReduceMaxSparse", sp_input, axis, keepdims, reduction_axes, keep_dims)
    )


def sparse_softmax(sp_input: Any, name: str | None = None) -> SparseTensor:
    """Softmax over the elements in each row of the last dimension; missing ones stay missing.

    Parameters
    ----------
    sp_input : SparseTensor of rank 2 or more
        Of float32 or float64, rows in order.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        With the places of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    rheos.errors.InvalidArgumentError
        When run: rows are out of order.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.SparseTensor([[0, 0], [0, 2], [1, 1]], [1.0, 1.0, 5.0], [2, 3])
    >>> tf.Session().run(tf.sparse_softmax(x)).values
    array([0.5, 0.5, 1. ], dtype=float32)
    """
    sp = as_sparse_tensor(sp_input)
    with name_scope(name, "SparseSoftmax", [sp.indices, sp.values]) as scope:
        values = raw_ops.SparseSoftmax(sp.indices, sp.values, sp.dense_shape, name=scope)
        return SparseTensor(sp.indices, values, sp.dense_shape)


def _extreme(op: str, sp_a: Any, sp_b: Any, name: str | None) -> SparseTensor:
    a, b = as_sparse_tensor(sp_a), as_sparse_tensor(sp_b)
    with name_scope(name, op, [a.indices, a.values, b.indices, b.values]) as scope:
        choose = getattr(raw_ops, op)
        indices, values = choose(
            a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape, name=scope
        )
        return SparseTensor(indices, values, a.dense_shape)


def sparse_maximum(sp_a: Any, sp_b: Any, name: str | None = None) -> SparseTensor:
    """The greater of two sparse tensors' elements, a missing one being zero.

    Parameters
    ----------
    sp_a, sp_b : SparseTensor
        Of real numbers, of one shape and dtype, in row-major order.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        With an element wherever one of the two has one.

    Examples
    --------
    >>> import rheos as tf
    >>> a, b = tf.SparseTensor([[0]], [-1.0], [2]), tf.SparseTensor([[1]], [3.0], [2])
    >>> tf.Session().run(tf.sparse_maximum(a, b)).values
    array([0., 3.], dtype=float32)
    """
    return _extreme("SparseSparseMaximum", sp_a, sp_b, name)


def sparse_minimum(sp_a: Any, sp_b: Any, name: str | None = None) -> SparseTensor:
    """The smaller of two sparse tensors' elements, a missing one being zero.

    Parameters
    ----------
    sp_a, sp_b : SparseTensor
        Of real numbers, of one shape and dtype, in row-major order.
    name : str, optional
        Name of the operation.

    Returns
    -------
    SparseTensor
        With an element wherever one of the two has one.

    Examples
    --------
    >>> import rheos as tf
    >>> a, b = tf.SparseTensor([[0]], [-1.0], [2]), tf.SparseTensor([[1]], [3.0], [2])
    >>> tf.Session().run(tf.sparse_minimum(a, b)).values
    array([-1.,  0.], dtype=float32)
    """
    return _extreme("SparseSparseMinimum", sp_a, sp_b, name)
