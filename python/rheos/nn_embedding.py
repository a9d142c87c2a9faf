"""Rows of tables that may be split over several tensors.

In: tables and ids. Out: one row per id, in the shape of the ids. Gradients reach a table as IndexedSlices.
"""

from __future__ import annotations

from typing import Any

from .arithmetic import floordiv, maximum, mod
from .array import gather, reshape, shape, stack
from .casting import cast
from .clip import clip_by_norm
from .graph import Tensor, convert_to_tensor, name_scope
from .indexing import dynamic_partition, dynamic_stitch
from .joins import concat
from .reshaping import identity
from .sequences import range as sequence
from .variables import Variable

__all__ = ["embedding_lookup"]


def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: float | None = None,
) -> Tensor:
    """Rows of a table, by their numbers.

    Parameters
    ----------
    params : Tensor, Variable or list of them
        The table, or its parts along axis 0.
    ids : Tensor of int32 or int64, any shape
        Numbers of rows.
    partition_strategy : {'mod', 'div'}
        Where row `i` of n parts lies: in part `i % n`, or in contiguous ranges, the first of which are
        longer by one.
    validate_indices : bool
        Ids are always checked.
    max_norm : float, optional
        Rows with a larger L2 norm are scaled down to it.

    Returns
    -------
    Tensor
        Shape `ids.shape + params[0].shape[1:]`.

    Raises
    ------
    ValueError
        `params` is empty, or the strategy is unknown.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.nn.embedding_lookup([[1.0, 2.0], [3.0, 4.0]], [1, 0, 1])))
    [[3. 4.]
     [1. 2.]
     [3. 4.]]
    """
    split = isinstance(params, (list, tuple)) and all(isinstance(p, (Tensor, Variable)) for p in params)
    parts = list(params) if split else [params]
    if not parts:
        raise ValueError("Need at least one param")
    if partition_strategy not in ("mod", "div"):
        raise ValueError(f"Unrecognized partition strategy: {partition_strategy}")
    with name_scope(name, "embedding_lookup", [*parts, ids]) as scope:
        ids = convert_to_tensor(ids, name="ids")
        if len(parts) == 1:
            rows: Tensor = identity(_limited(gather(parts[0], ids), max_norm), name=scope)
            return rows
        flat = reshape(ids, [-1])
        count = len(parts)
        if partition_strategy == "mod":
            part, inner = mod(flat, count), floordiv(flat, count)
        else:
            total = sum(convert_to_tensor(p).shape[0].value for p in parts)
            size, longer = divmod(total, count)
            part = maximum(floordiv(flat, size + 1), floordiv(flat - longer, max(size, 1)))
            starts = [i * size + min(i, longer) for i in range(count)]
            inner = flat - gather(convert_to_tensor(starts, dtype=flat.dtype), part)
        part = cast(part, "int32")
        positions = dynamic_partition(sequence(shape(flat)[0]), part, count)
        taken = [gather(p, i) for p, i in zip(parts, dynamic_partition(inner, part, count), strict=True)]
        found = dynamic_stitch(positions, taken)
        row_shape = convert_to_tensor(parts[0]).shape[1:]
        sizes = concat([shape(ids), stack(row_shape.as_list())], 0) if row_shape.ndims else shape(ids)
        found = reshape(found, sizes)
        found.set_shape(ids.shape.concatenate(row_shape))
        result: Tensor = identity(_limited(found, max_norm), name=scope)
        return result


def _limited(rows: Tensor, max_norm: float | None) -> Tensor:
    """Rows scaled down to `max_norm`."""
    if max_norm is None:
        return rows
    ndims = rows.shape.ndims
    axes = None if ndims is None else [ndims - 1]
    limited: Tensor = clip_by_norm(rows, max_norm, axes)
    return limited
