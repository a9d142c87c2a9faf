"""Matrix products and their generalisations: matmul, matvec, tensordot."""

from __future__ import annotations

import math
from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .casting import conj
from .graph import name_scope
from .joins import concat, stack
from .reductions import reduce_prod
from .reshaping import expand_dims, rank, reshape, squeeze, transpose
from .reshaping import shape as shape_of

__all__ = ["batch_matmul", "matmul", "sparse_matmul", "tensordot"]


def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """The matrix product.

    Parameters
    ----------
    a, b : Tensor or what can become one
        [..., n, k] and [..., k, m], of one dtype; leading dimensions broadcast.
    transpose_a, transpose_b : bool
        Swap the last two dimensions of that operand first.
    adjoint_a, adjoint_b : bool
        The same, with the complex conjugate.
    a_is_sparse, b_is_sparse : bool
        The matrix holds many zeros: a hint that the result does not depend on.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n, m] of the dtype of `a`.

    Raises
    ------
    ValueError
        The inner dimensions differ, or an operand is to be transposed and adjoint.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matmul([[1.0, 2.0]], [[3.0], [4.0]]))
    array([[11.]], dtype=float32)
    """
    with name_scope(name, "MatMul", [a, b]) as scope:
        if transpose_a and adjoint_a:
            raise ValueError("Only one of transpose_a and adjoint_a can be True.")
        if transpose_b and adjoint_b:
            raise ValueError("Only one of transpose_b and adjoint_b can be True.")
        a, b = _operands(a, b)
        ranks = a._rank, b._rank
        batched = ranks != (2, 2) and (None in ranks or max(ranks) > 2)
        if batched and not a_is_sparse and not b_is_sparse:
            # This operation knows adjoints only, which are transposes of conjugates.
            if transpose_a:
                a, adjoint_a = conj(a), True
            if transpose_b:
                b, adjoint_b = conj(b), True
            return raw_ops.BatchMatMulV2(a, b, adj_x=adjoint_a, adj_y=adjoint_b, name=scope)
        if adjoint_a:
            a, transpose_a = conj(a), True
        if adjoint_b:
            b, transpose_b = conj(b), True
        if a_is_sparse or b_is_sparse or a.dtype is not b.dtype:
            types = (a.dtype.name, b.dtype.name)
            hinted = (a_is_sparse or b_is_sparse) and set(types) <= {"bfloat16", "float32"}
            if hinted or set(types) == {"bfloat16", "float32"}:
                made = raw_ops.SparseMatMul(
                    a, b, transpose_a, transpose_b, a_is_sparse, b_is_sparse, name=scope
                )
                return raw_ops.Cast(made, DstT="bfloat16") if types == ("bfloat16", "bfloat16") else made
        return raw_ops.MatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, name=scope)


def _operands(a: Any, b: Any) -> tuple[Tensor, Tensor]:
    """Both as Tensors; one that is none yet takes the other's dtype where it can."""
    if isinstance(b, Tensor) and not isinstance(a, Tensor):
        return convert_to_tensor(a, preferred_dtype=b.dtype.base_dtype, name="a"), b
    a = convert_to_tensor(a, name="a")
    return a, convert_to_tensor(b, preferred_dtype=a.dtype.base_dtype, name="b")


def sparse_matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of two dense matrices that may hold many zeros, and may be of different types.

    Parameters
    ----------
    a, b : Tensor or what can become one
        [n, k] and [k, m], of float32 or bfloat16.
    transpose_a, transpose_b : bool
        Swap the dimensions of that operand first.
    a_is_sparse, b_is_sparse : bool
        The matrix holds many zeros: a hint that the result does not depend on.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [n, m] of float32.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sparse_matmul([[0.0, 2.0]], [[3.0], [4.0]], a_is_sparse=True))
    array([[8.]], dtype=float32)
    """
    return raw_ops.SparseMatMul(a, b, transpose_a, transpose_b, a_is_sparse, b_is_sparse, name=name)


def batch_matmul(x: Any, y: Any, adj_x: bool = False, adj_y: bool = False, name: str | None = None) -> Tensor:
    """`matmul` of stacks of matrices, by its name from before TensorFlow 1.0.

    Parameters
    ----------
    x, y : Tensor or what can become one
        [..., n, k] and [..., k, m], of one dtype.
    adj_x, adj_y : bool
        Take the adjoint of that operand.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n, m] of the dtype of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.batch_matmul(tf.zeros([5, 2, 3]), tf.zeros([5, 3, 4])).shape.as_list()
    [5, 2, 4]
    """
    return raw_ops.BatchMatMulV2(x, y, adj_x=adj_x, adj_y=adj_y, name=name)


def matvec(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    adjoint_a: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of a matrix and a vector.

    Parameters
    ----------
    a, b : Tensor or what can become one
        [..., n, k] and [..., k], of one dtype.
    transpose_a : bool
        Swap the last two dimensions of `a` first.
    adjoint_a : bool
        The same, with the complex conjugate.
    a_is_sparse, b_is_sparse : bool
        The matrix holds many zeros: a hint that the result does not depend on.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., n] of the dtype of `a`.

    Raises
    ------
    ValueError
        The inner dimensions differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.matvec([[1.0, 2.0], [3.0, 4.0]], [1.0, 1.0]))
    array([3., 7.], dtype=float32)
    """
    with name_scope(name, "MatVec", [a, b]):
        column = expand_dims(b, axis=-1)
        product = matmul(a, column, transpose_a=transpose_a, adjoint_a=adjoint_a)
        return squeeze(product, axis=-1)


def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """Products of elements summed over chosen dimensions of both tensors.

    Parameters
    ----------
    a, b : Tensor or what can become one
        Numbers of one dtype.
    axes : int, or pair of ints, lists or Tensors
        The dimensions of `a` and those of `b`; an int n: the last n of `a` and the first n of `b`.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        The other dimensions of `a`, then those of `b`.

    Raises
    ------
    ValueError
        The sizes do not fit, or `axes` does not.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tensordot([[1.0, 2.0], [3.0, 4.0]], [1.0, 10.0], 1))
    array([21., 43.], dtype=float32)
    """
    with name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a = convert_to_tensor(a, name="a")
        b = convert_to_tensor(b, preferred_dtype=a.dtype, name="b")
        axes_a, axes_b = _contracted(a, axes)
        left, free_a = _as_matrix(a, axes_a, last=True)
        right, free_b = _as_matrix(b, axes_b, last=False)
        product = matmul(left, right)
        if isinstance(free_a, list) and isinstance(free_b, list):
            if product.shape.is_fully_defined() and product.shape.as_list() == free_a + free_b:
                return product
            return reshape(product, free_a + free_b, name=scope)
        sizes = concat([convert_to_tensor(free_a, "int32"), convert_to_tensor(free_b, "int32")], 0)
        return reshape(product, sizes, name=scope)


def _contracted(a: Tensor, axes: Any) -> tuple[Any, Any]:
    """The dimensions of each operand that are summed over."""
    if isinstance(axes, int):
        if axes < 0:
            raise ValueError("'axes' must be at least 0.")
        if a._rank is None:
            first = rank(a)
            return raw_ops.Range(first - axes, first, 1), raw_ops.Range(0, axes, 1)
        if axes > a._rank:
            raise ValueError(
                f"'axes' must not be larger than the number of dimensions of tensor {a}. Received: {axes}"
            )
        return list(range(a._rank - axes, a._rank)), list(range(axes))
    if isinstance(axes, (list, tuple)):
        if len(axes) != 2:
            raise ValueError("'axes' must be an integer or have length 2.")
        of_a, of_b = ([axis] if isinstance(axis, int) else axis for axis in axes)
        if not isinstance(of_a, Tensor) and not isinstance(of_b, Tensor) and len(of_a) != len(of_b):
            raise ValueError(f"Different number of contraction axes 'a' and 'b', {len(of_a)} != {len(of_b)}.")
        return of_a, of_b
    axes = convert_to_tensor(axes, name="axes", dtype="int32")
    return axes[0], axes[1]


def _as_matrix(x: Tensor, axes: Any, last: bool) -> tuple[Tensor, Any]:
    """The operand with its summed dimensions flattened at the end or the start, and the sizes of the others.

    The sizes are a list where all are known, else a Tensor.
    """
    summed: Any
    free: Any
    free_sizes: Any
    known = None if isinstance(axes, Tensor) else axes
    if isinstance(axes, Tensor) and axes._constant_value() is not None:
        known = axes._constant_value().reshape(-1).tolist()
    if known is not None and x._rank is not None:
        sizes = x.shape.as_list()
        if any(not -x._rank <= axis < x._rank for axis in known):
            raise ValueError(f"'axes' {list(known)} are out of range for a tensor of shape {x.shape}")
        summed = [axis % x._rank for axis in known]
        free = [axis for axis in range(x._rank) if axis not in summed]
        if None not in sizes:
            perm = free + summed if last else summed + free
            moved = x if perm == list(range(x._rank)) else transpose(x, perm)
            lengths = [math.prod(sizes[i] for i in group) for group in (free, summed)]
            wanted = lengths if last else lengths[::-1]
            free_sizes = [sizes[i] for i in free]
            return moved if moved.shape.as_list() == wanted else reshape(moved, wanted), free_sizes
        summed = convert_to_tensor(summed, dtype="int32", name="axes")
        free = convert_to_tensor(free, dtype="int32", name="free")
        all_sizes = shape_of(x)
    else:
        all_sizes, dimensions = shape_of(x), rank(x)
        summed = convert_to_tensor(axes, dtype="int32", name="axes")
        summed = raw_ops.Select(raw_ops.GreaterEqual(summed, 0), summed, raw_ops.AddV2(summed, dimensions))
        free = raw_ops.ListDiff(raw_ops.Range(0, dimensions, 1), summed).out
    free_sizes = raw_ops.GatherV2(all_sizes, free, 0)
    summed_sizes = raw_ops.GatherV2(all_sizes, summed, 0)
    counts = [reduce_prod(free_sizes), reduce_prod(summed_sizes)]
    order = concat([free, summed] if last else [summed, free], 0)
    matrix_shape = stack(counts if last else counts[::-1])
    return reshape(transpose(x, order), matrix_shape), free_sizes
