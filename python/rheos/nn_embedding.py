"""Rows of tables that may be split over several tensors.

In: tables and ids. Out: one row per id, in the shape of the ids. Gradients reach a table as IndexedSlices.
"""

from __future__ import annotations

import builtins
from typing import Any

from .arithmetic import add_n, floordiv, maximum, minimum, mod
from .array import gather, rank, reshape, shape
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
            rows: Tensor = identity(_limited(gather(parts[0], ids, name=scope), ids, max_norm))
            return rows
        flat = reshape(ids, [-1])
        count = len(parts)
        if partition_strategy == "mod":
            part, inner = mod(flat, count), floordiv(flat, count)
        else:
            part, inner = _in_ranges(flat, parts)
        part = cast(part, "int32")
        positions = dynamic_partition(sequence(shape(flat)[0]), part, count)
        taken = [gather(p, i) for p, i in zip(parts, dynamic_partition(inner, part, count), strict=True)]
        found = dynamic_stitch(positions, taken, name=scope)
        first = convert_to_tensor(parts[0])
        row_shape = first.shape[1:]
        sizes = row_shape.as_list() if row_shape.is_fully_defined() else shape(first)[1:]
        found = reshape(found, concat([shape(ids), sizes], 0) if row_shape.ndims != 0 else shape(ids))
        found.set_shape(ids.shape.concatenate(row_shape))
        return _limited(found, ids, max_norm)


def _in_ranges(ids: Tensor, parts: list[Any]) -> tuple[Tensor, Tensor]:
    """The part of each id and its row there, where parts are contiguous and the first ones longer by one."""
    count = len(parts)
    known = [convert_to_tensor(part).shape[:1].as_list()[0] for part in parts]
    total: Any = sum(known) if None not in known else add_n([shape(part)[0] for part in parts])
    if isinstance(total, Tensor):
        total = cast(total, ids.dtype)
    size, longer = total // count, total % count
    least = max(size, 1) if isinstance(size, int) else maximum(size, 1)
    part = maximum(floordiv(ids, size + 1), floordiv(ids - longer, least))
    return part, ids - (part * size + minimum(part, longer))


def _limited(rows: Tensor, ids: Tensor, max_norm: float | None) -> Tensor:
    """Rows scaled down to `max_norm`; a row is all axes that the ids have not."""
    if max_norm is None:
        return rows
    if ids.shape.ndims is not None and rows.shape.ndims is not None:
        axes: Any = list(builtins.range(ids.shape.ndims, rows.shape.ndims))
    else:
        axes = sequence(rank(ids), rank(rows))
    limited: Tensor = clip_by_norm(rows, max_norm, axes)
    return limited
