"""Rows of tables combined for the rows of sparse tensors of their numbers.

In: tables, sparse ids, perhaps weights. Out: one combined row per row of ids.
"""

from __future__ import annotations

from typing import Any

from . import logging
from .arithmetic import div, div_no_nan
from .arithmetic import pow as power
from .casting import cast
from .comparison import greater, greater_equal, logical_and
from .constants import constant
from .elementwise import sqrt
from .fills import ones, zeros_like
from .graph import Tensor, convert_to_tensor, name_scope
from .indexing import gather, unique, where
from .joins import concat, stack, tile
from .nn_embedding import embedding_lookup
from .reductions import reduce_prod
from .reshaping import expand_dims, identity, rank, reshape, shape
from .segments import segment_mean, segment_sum
from .slices import slice as slice_of
from .sparse_conversion import sparse_fill_empty_rows, sparse_retain
from .sparse_shapes import sparse_reshape
from .sparse_values import SparseTensor
from .variables import Variable

__all__ = ["embedding_lookup_sparse", "safe_embedding_lookup_sparse"]


def embedding_lookup_sparse(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    combiner: str | None = None,
    max_norm: float | None = None,
) -> Tensor:
    """Rows of a table, combined for each row of a sparse tensor of their numbers.

    Parameters
    ----------
    params : Tensor, Variable or list of them
        The table, or its parts along axis 0.
    sp_ids : SparseTensor of rank 2
        Numbers of rows, int32 or int64; each of its rows has at least one, in order.
    sp_weights : SparseTensor, optional
        A weight for each number, in the same places; all 1 by default.
    partition_strategy : {'mod', 'div'}
        Where rows of a table in parts lie, as for `tf.nn.embedding_lookup`.
    name : str, optional
        Scope of the operations.
    combiner : {'mean', 'sqrtn', 'sum'}
        The weighted sum: over the sum of the weights, over the root of the sum of their squares, or as it is.
        'mean' by default.
    max_norm : float, optional
        Rows with a larger L2 norm are scaled down to it.

    Returns
    -------
    Tensor
        One combined row for each row of `sp_ids`.

    Raises
    ------
    TypeError
        `sp_ids` or `sp_weights` is not a SparseTensor.
    ValueError
        The combiner is unknown.

    Examples
    --------
    >>> import rheos as tf
    >>> ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [0, 1, 1], [2, 2])
    >>> tf.Session().run(tf.nn.embedding_lookup_sparse([[1.0, 2.0], [3.0, 4.0]], ids, None, combiner="sum"))
    array([[4., 6.],
           [3., 4.]], dtype=float32)
    """
    if combiner is None:
        logging.warning('The default value of combiner will change from "mean" to "sqrtn" after 2016/11/01.')
        combiner = "mean"
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'")
    if not isinstance(sp_ids, SparseTensor):
        raise TypeError("sp_ids must be SparseTensor")
    if sp_weights is not None:
        if not isinstance(sp_weights, SparseTensor):
            raise TypeError("sp_weights must be either None or SparseTensor")
        for mine, other in zip(sp_ids._fetch_parts()[1], sp_weights._fetch_parts()[1], strict=True):
            mine.shape.assert_is_compatible_with(other.shape)
    with name_scope(name, "embedding_lookup_sparse", [sp_ids.values]) as scope:
        segments = sp_ids.indices[:, 0]
        ids, places = unique(sp_ids.values)
        rows = embedding_lookup(params, ids, partition_strategy=partition_strategy, max_norm=max_norm)
        if rows.dtype in ("float16", "bfloat16"):
            rows = cast(rows, "float32")
        rows = gather(rows, places)
        if sp_weights is None:
            if combiner == "sum":
                return segment_sum(rows, segments, name=scope)
            if combiner == "mean":
                return segment_mean(rows, segments, name=scope)
            weights = ones(shape(segments), dtype=rows.dtype)
        else:
            weights = cast(sp_weights.values, rows.dtype)
        weights = _spread(weights, rows)
        total = segment_sum(rows if sp_weights is None else rows * weights, segments)
        if combiner == "sum":
            return identity(total, name=scope)  # type: ignore[no-any-return]
        if combiner == "mean":
            return div(total, segment_sum(weights, segments), name=scope)
        norm = sqrt(segment_sum(power(weights, 2), segments))
        # Without weights a row without ids is zero.
        return (div_no_nan if sp_weights is None else div)(total, norm, name=scope)


def _spread(weights: Tensor, rows: Tensor) -> Tensor:
    """Weights with as many dimensions of size one as rows have, so that they broadcast."""
    ndims = rows.shape.ndims
    if ndims is not None:
        return reshape(weights, [-1] + [1] * (ndims - 1))
    more = ones(expand_dims(rank(rows) - 1, 0), dtype="int32")
    return reshape(weights, concat([shape(weights), more], 0))


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: Any,
    sparse_weights: Any = None,
    combiner: str | None = "mean",
    default_id: Any = None,
    name: str | None = None,
    partition_strategy: str = "div",
    max_norm: float | None = None,
) -> Tensor:
    """`embedding_lookup_sparse` where rows may be empty, and ids or weights that do not count are left out.

    Parameters
    ----------
    embedding_weights : Tensor, Variable or list of them
        The table, or its parts along axis 0.
    sparse_ids : SparseTensor of rank 2 or more
        Numbers of rows; negative ones are left out.
    sparse_weights : SparseTensor, optional
        A weight for each number, in the same places; for 'mean' and 'sqrtn' those not above 0 are left out.
    combiner : {'mean', 'sqrtn', 'sum'}
        As for `embedding_lookup_sparse`.
    default_id : int, optional
        The number whose row empty rows get; zeros by default.
    name : str, optional
        Scope of the operations.
    partition_strategy : {'mod', 'div'}
        Where rows of a table in parts lie, as for `tf.nn.embedding_lookup`.
    max_norm : float, optional
        Rows with a larger L2 norm are scaled down to it.

    Returns
    -------
    Tensor
        A combined row in place of the last dimension of `sparse_ids`.

    Raises
    ------
    ValueError
        There is no table, or its dtype is not that of the weights.

    Examples
    --------
    >>> import rheos as tf
    >>> ids = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], [0, 1, -1], [3, 2])
    >>> tf.Session().run(tf.nn.safe_embedding_lookup_sparse(tf.constant([[1.0, 2.0], [3.0, 4.0]]), ids))
    array([[2., 3.],
           [0., 0.],
           [0., 0.]], dtype=float32)
    """
    tables = list(embedding_weights) if isinstance(embedding_weights, (list, tuple)) else [embedding_weights]
    if not tables:
        raise ValueError(f"Missing embedding_weights {embedding_weights}.")
    dtype = None if sparse_weights is None else sparse_weights.dtype
    tables = [
        t if isinstance(t, Variable) and dtype in (None, t.dtype) else convert_to_tensor(t, dtype)
        for t in tables
    ]
    with name_scope(name, "embedding_lookup", [sparse_ids.values]) as scope:
        # Leading dimensions become one, and come back at the end.
        old_shape, old_rank = sparse_ids.dense_shape, sparse_ids.shape.ndims
        lead = shape(old_shape)[0] - 1 if old_rank is None else old_rank - 1
        outer = reduce_prod(slice_of(old_shape, [0], [lead]))
        ids = sparse_reshape(sparse_ids, stack([outer, gather(old_shape, lead)]))
        weights = sparse_weights
        if weights is not None:
            weights = SparseTensor(ids.indices, weights.values, ids.dense_shape)
        good = greater_equal(ids.values, constant(0, ids.dtype))
        if weights is not None and combiner != "sum":
            good = logical_and(good, greater(weights.values, constant(0, weights.dtype)))
        ids = sparse_retain(ids, good)
        weights = None if weights is None else sparse_retain(weights, good)
        ids, empty = sparse_fill_empty_rows(ids, default_id or 0)
        if weights is not None:
            weights, _ = sparse_fill_empty_rows(weights, 1.0)
        result = embedding_lookup_sparse(
            tables, ids, weights, combiner=combiner, partition_strategy=partition_strategy, max_norm=max_norm
        )
        if default_id is None:
            hole = tile(reshape(empty, [-1, 1]), stack([1, shape(result)[1]]))
            result = where(hole, zeros_like(result), result)
        tail = slice_of(shape(result), [1], [-1])
        final = reshape(
            result, concat([cast(slice_of(old_shape, [0], [lead]), "int32"), tail], 0), name=scope
        )
        if old_rank is not None:
            known = sparse_ids.shape[: old_rank - 1].concatenate(result.shape[1:])
            final.set_shape(known)
        return final
