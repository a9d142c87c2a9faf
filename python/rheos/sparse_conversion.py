"""Sparse tensors from dense ones and back, and changes of which elements are there.

In: `SparseTensor` or `SparseTensorValue` wherever one is taken. Out: `SparseTensor`s and tensors.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .arithmetic import maximum
from .casting import cast
from .checks import assert_equal, assert_less_equal
from .comparison import not_equal
from .constants import constant, placeholder
from .fills import fill, ones, ones_like
from .graph import control_dependencies, name_scope
from .indexing import gather, gather_nd, where
from .joins import concat, stack
from .reductions import reduce_max
from .reshaping import expand_dims, identity, reshape
from .reshaping import shape as shape_of
from .sparse_values import IndexedSlices, SparseTensor, as_sparse_tensor

__all__ = [
    "sparse_fill_empty_rows",
    "sparse_mask",
    "sparse_merge",
    "sparse_placeholder",
    "sparse_reset_shape",
    "sparse_retain",
    "sparse_tensor_to_dense",
    "sparse_to_dense",
    "sparse_to_indicator",
]


def sparse_placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> SparseTensor:
    """A sparse tensor that must be fed, with a `SparseTensorValue` or a tuple (indices, values, shape).

    Parameters
    ----------
    dtype : DType
        Type of the values.
    shape : Tensor or sequence of int, optional
        The dense shape; with None, or None among the sizes, it is fed.
    name : str, optional
        Names of the parts begin with it.

    Returns
    -------
    SparseTensor
        Of placeholders, and the shape as a constant where it is given.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.sparse_placeholder(tf.float32)
    >>> y = tf.sparse_reduce_sum(x)
    >>> tf.Session().run(y, {x: ([[0, 1], [2, 0]], [1.0, 2.0], (3, 2))})
    np.float32(3.0)
    """

    def named(part: str) -> str | None:
        return None if name is None else f"{name}/{part}"

    rank = None
    if shape is not None:
        rank = shape.shape[0].value if isinstance(shape, Tensor) else len(shape)
    if shape is not None and (isinstance(shape, Tensor) or not any(_unknown(size) for size in shape)):
        sizes = convert_to_tensor(shape, dtype="int64", name=named("shape"))
    else:
        sizes = placeholder("int64", [rank], named("shape"))
    values = placeholder(dtype, [None], named("values"))
    indices = placeholder("int64", [None, rank], named("indices"))
    return SparseTensor(indices, values, sizes)


def _unknown(size: Any) -> bool:
    return getattr(size, "value", size) is None


def sparse_to_dense(
    sparse_indices: Any,
    output_shape: Any,
    sparse_values: Any,
    default_value: Any = 0,
    validate_indices: bool = True,
    name: str | None = None,
) -> Tensor:
    """A dense tensor of a default value with other values in given places.

    Parameters
    ----------
    sparse_indices : int32 or int64 Tensor or what can become one
        Places: a matrix with a place in each row; a vector or a scalar for places on one axis.
    output_shape : vector of the same dtype
        Sizes of the result.
    sparse_values : Tensor or what can become one
        A value for each place, or one for all.
    default_value : scalar
        What the other places hold.
    validate_indices : bool
        Check that places rise in row-major order and do not repeat.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `output_shape` and the dtype of the values.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a place is out of bounds, out of order or repeated.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sparse_to_dense([1, 3], [4], [5.0, 6.0], default_value=-1.0))
    array([-1.,  5., -1.,  6.], dtype=float32)
    """
    with name_scope(name, "SparseToDense", [sparse_indices, sparse_values]) as scope:
        indices = convert_to_tensor(sparse_indices, name="sparse_indices")
        values = convert_to_tensor(sparse_values, name="sparse_values")
        return raw_ops.SparseToDense(
            indices,
            convert_to_tensor(output_shape, dtype=indices.dtype, name="output_shape"),
            values,
            convert_to_tensor(default_value, dtype=values.dtype, name="default_value"),
            validate_indices=validate_indices,
            name=scope,
        )


def sparse_tensor_to_dense(
    sp_input: Any, default_value: Any = None, validate_indices: bool = True, name: str | None = None
) -> Tensor:
    """A sparse tensor as a dense one.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    default_value : scalar, optional
        What the missing elements become; zero (or the empty string) by default.
    validate_indices : bool
        Check that places rise in row-major order and do not repeat.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dense, with the shape and dtype of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    rheos.errors.InvalidArgumentError
        When run: a place is out of bounds, out of order or repeated.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sparse.to_dense(tf.SparseTensor([[0, 1]], [5], [2, 2])))
    array([[0, 5],
           [0, 0]], dtype=int32)
    """
    sp = as_sparse_tensor(sp_input)
    if default_value is None:
        default_value = "" if sp.dtype == "string" else np.zeros((), sp.dtype.as_numpy_dtype)
    return sparse_to_dense(sp.indices, sp.dense_shape, sp.values, default_value, validate_indices, name)


def from_dense(tensor: Any, name: str | None = None) -> SparseTensor:
    """The elements of a dense tensor that are not zero.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of numbers or bool.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    SparseTensor
        With places in row-major order.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sparse.from_dense([[0.0, 7.0], [8.0, 0.0]])).values
    array([7., 8.], dtype=float32)
    """
    with name_scope(name, "dense_to_sparse"):
        tensor = convert_to_tensor(tensor)
        indices = where(not_equal(tensor, constant(0, tensor.dtype)))
        return SparseTensor(indices, gather_nd(tensor, indices), shape_of(tensor, out_type="int64"))


def sparse_to_indicator(sp_input: Any, vocab_size: Any, name: str | None = None) -> Tensor:
    """Which ids appear in each row: a bool tensor whose last dimension counts ids.

    Parameters
    ----------
    sp_input : SparseTensor of int32 or int64
        Ids, from 0 on.
    vocab_size : int
        Number of ids: the new size of the last dimension.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        bool, of the shape of `sp_input` but for its last size.

    Examples
    --------
    >>> import rheos as tf
    >>> ids = tf.SparseTensor([[0, 0], [1, 0]], [2, 0], [2, 1])
    >>> tf.Session().run(tf.sparse_to_indicator(ids, 3))
    array([[False, False,  True],
           [ True, False, False]])
    """
    sp = as_sparse_tensor(sp_input)
    with name_scope(name, "SparseToIndicator", [sp.values]) as scope:
        count = shape_of(sp.indices)[0]
        present = SparseTensor(sp.indices, fill(expand_dims(count, 0), True), sp.dense_shape)
        merged = sparse_merge(sp, present, vocab_size)
        # The same id may stand in a row twice.
        return sparse_tensor_to_dense(merged, False, validate_indices=False, name=scope)


def sparse_merge(
    sp_ids: Any, sp_values: Any, vocab_size: Any, name: str | None = None, already_sorted: bool = False
) -> SparseTensor:
    """Ids and their values as one sparse tensor with a dimension of ids: ``result[row, id] = value``.

    Parameters
    ----------
    sp_ids : SparseTensor of int32 or int64, or list of them
        Ids; of several, each makes a dimension.
    sp_values : SparseTensor
        Values of any dtype, in the same places.
    vocab_size : int or list of int
        Number of ids: sizes of the new last dimensions.
    name : str, optional
        Scope of the operations.
    already_sorted : bool
        The ids rise within each row, so the result need not be put in order.

    Returns
    -------
    SparseTensor
        With the dimensions of `sp_ids` but the last, then those of ids.

    Raises
    ------
    TypeError
        `sp_ids` or `sp_values` are no sparse tensors, or `vocab_size` is no number.
    ValueError
        There are not as many sizes as tensors of ids.

    Examples
    --------
    >>> import rheos as tf
    >>> ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [3, 0, 2], [2, 2])
    >>> values = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [1.0, 2.0, 3.0], [2, 2])
    >>> tf.Session().run(tf.sparse.to_dense(tf.sparse_merge(ids, values, 4)))
    array([[2., 0., 0., 1.],
           [0., 0., 3., 0.]], dtype=float32)
    """
    single = (
        isinstance(sp_ids, SparseTensor) or not isinstance(sp_ids, Iterable) or hasattr(sp_ids, "dense_shape")
    )
    if single:
        if not isinstance(vocab_size, (Tensor, numbers.Integral)):
            raise TypeError(f"vocab_size has to be a Tensor or Python int. Found {type(vocab_size)}")
        ids, sizes = [sp_ids], [vocab_size]
    else:
        if not isinstance(vocab_size, Iterable) or isinstance(vocab_size, Tensor):
            raise TypeError(
                f"vocab_size has to be a list of Tensors or Python ints. Found {type(vocab_size)}"
            )
        ids, sizes = list(sp_ids), list(vocab_size)
    if len(ids) != len(sizes):
        raise ValueError("sp_ids and vocab_size have to have equal lengths.")
    ids = [as_sparse_tensor(sp) for sp in ids]
    sp_values = as_sparse_tensor(sp_values)
    with name_scope(name, "SparseMerge", [sp.values for sp in [*ids, sp_values]]):
        columns = [expand_dims(cast(sp.values, "int64"), -1) for sp in ids]
        indices = concat([ids[0].indices[:, :-1], *columns], 1)
        shape = concat([ids[0].dense_shape[:-1], cast(stack(sizes), "int64")], 0)
        if already_sorted:
            return SparseTensor(indices, sp_values.values, shape)
        indices, values = raw_ops.SparseReorder(indices, sp_values.values, shape)
        return SparseTensor(indices, values, shape)


def sparse_mask(a: IndexedSlices, mask_indices: Any, name: str | None = None) -> IndexedSlices:
    """Rows of an IndexedSlices without those at some indices.

    Parameters
    ----------
    a : IndexedSlices
        The rows.
    mask_indices : vector of int
        Indices to leave out.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    IndexedSlices
        The other rows.

    Examples
    --------
    >>> import rheos as tf
    >>> rows = tf.IndexedSlices(tf.constant([[1.0], [2.0], [3.0]]), tf.constant([4, 5, 6]))
    >>> tf.Session().run(tf.sparse_mask(rows, [5])).indices
    array([4, 6], dtype=int32)
    """
    with name_scope(name, "sparse_mask", [a.values]) as scope:
        indices, places = raw_ops.ListDiff(a.indices, mask_indices)
        return IndexedSlices(gather(a.values, places, name=scope), indices, a.dense_shape)


def sparse_retain(sp_input: Any, to_retain: Any) -> SparseTensor:
    """The elements of a sparse tensor for which a vector says so.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    to_retain : bool vector
        For each element, whether it stays.

    Returns
    -------
    SparseTensor
        With the shape of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    ValueError
        There are not as many flags as elements.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0], [2], [3]], [1.0, -2.0, 3.0], [4])
    >>> tf.Session().run(tf.sparse_retain(sp, sp.values > 0.0)).values
    array([1., 3.], dtype=float32)
    """
    sp = as_sparse_tensor(sp_input)
    flags = convert_to_tensor(to_retain)
    flags.shape.assert_has_rank(1)
    sp.values.shape[0].merge_with(flags.shape[0])
    places = reshape(where(flags), [-1])
    return SparseTensor(gather(sp.indices, places), gather(sp.values, places), identity(sp.dense_shape))


def sparse_reset_shape(sp_input: Any, new_shape: Any = None) -> SparseTensor:
    """A sparse tensor with the same elements in a larger, or in the smallest possible, dense shape.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype.
    new_shape : vector of int, optional
        The new sizes, none smaller than the old one; by default just large enough for all elements.

    Returns
    -------
    SparseTensor
        With the elements of `sp_input`.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.
    ValueError
        `new_shape` has another rank or a smaller size, if that is known.
    rheos.errors.InvalidArgumentError
        The same, found when run.

    Examples
    --------
    >>> import rheos as tf
    >>> sp = tf.SparseTensor([[0, 1], [2, 0]], [1.0, 2.0], [9, 9])
    >>> tf.Session().run(tf.sparse_reset_shape(sp)).dense_shape
    array([3, 2])
    """
    sp = as_sparse_tensor(sp_input)
    indices, old = identity(sp.indices), identity(sp.dense_shape)
    if new_shape is None:
        lowest = reduce_max(indices, axis=0)
        return SparseTensor(
            indices, identity(sp.values), maximum(constant(0, "int64"), lowest + ones_like(old))
        )
    new = cast(convert_to_tensor(new_shape, dtype="int64"), "int64")
    new.shape.assert_has_rank(1)
    new.shape[0].assert_is_compatible_with(old.shape[0])
    wanted, have = new._known_ints(), old._known_ints()
    if wanted is not None and have is not None:
        for size, least in zip(wanted, have, strict=True):
            if size is not None and least is not None and size < least:
                raise ValueError(
                    f"Requested new_shape should have dimension sizes >= sp_input.shape. "
                    f"Found new_shape {wanted}, sp_input.shape {have}"
                )
    checks = [assert_equal(shape_of(old), shape_of(new)), assert_less_equal(old, new)]
    with control_dependencies(checks):
        return SparseTensor(indices, identity(sp.values), identity(new))


def sparse_fill_empty_rows(
    sp_input: Any, default_value: Any, name: str | None = None
) -> tuple[SparseTensor, Tensor]:
    """Puts an element with a default value into each row that has none.

    Parameters
    ----------
    sp_input : SparseTensor
        Of any dtype, of rank 1 or more.
    default_value : scalar
        The value filled in, at position 0 of the other dimensions.
    name : str, optional
        Scope of the operation.

    Returns
    -------
    SparseTensor
        With an element in each row, rows in order.
    Tensor
        bool vector: which rows were empty.

    Raises
    ------
    TypeError
        `sp_input` is not a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> sp, empty = tf.sparse_fill_empty_rows(tf.SparseTensor([[1, 2]], [5.0], [3, 4]), -1.0)
    >>> tf.Session().run([sp.values, empty])
    [array([-1.,  5., -1.], dtype=float32), array([ True, False,  True])]
    """
    sp = as_sparse_tensor(sp_input)
    with name_scope(name, "SparseFillEmptyRows", [sp.values]):
        default = convert_to_tensor(default_value, dtype=sp.dtype)
        made = raw_ops.SparseFillEmptyRows(sp.indices, sp.values, sp.dense_shape, default)
        return SparseTensor(made[0], made[1], sp.dense_shape), made[2]


def sparse_eye(
    num_rows: Any, num_columns: Any = None, dtype: Any = "float32", name: str | None = None
) -> SparseTensor:
    """A sparse matrix with ones on its diagonal.

    Parameters
    ----------
    num_rows, num_columns : int or scalar Tensor
        Sizes; as many columns as rows by default.
    dtype : DType
        Type of the ones.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    SparseTensor
        Of shape ``[num_rows, num_columns]``.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sparse.to_dense(tf.sparse.eye(2, 3)))
    array([[1., 0., 0.],
           [0., 1., 0.]], dtype=float32)
    """
    columns = num_rows if num_columns is None else num_columns
    with name_scope(name, "eye", [num_rows, columns]):
        rows, columns = (cast(n, "int64") for n in (num_rows, columns))
        count = raw_ops.Minimum(rows, columns)
        diagonal = raw_ops.Range(constant(0, "int64"), count, constant(1, "int64"))
        places = stack([diagonal, diagonal], axis=1)
        return SparseTensor(places, ones(expand_dims(count, 0), dtype=dtype), stack([rows, columns]))
