"""Elements in order: sorting, positions that sort, search in what is sorted, positions as coordinates.

Invariant: equal elements keep their order, and NaN comes last, whatever the direction.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, as_dtype, convert_to_tensor
from .graph import name_scope
from .reshaping import expand_dims, rank, reshape, transpose
from .reshaping import shape as shape_of

__all__ = ["argsort", "searchsorted", "sort", "unravel_index"]


def sort(values: Any, axis: int = -1, direction: str = "ASCENDING", name: str | None = None) -> Tensor:
    """The elements of each line along a dimension in order.

    Parameters
    ----------
    values : Tensor or what can become one
        Real numbers, of rank 1 or more.
    axis : int
        The dimension to sort along.
    direction : {"ASCENDING", "DESCENDING"}
        Smallest or largest first.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As `values`.

    Raises
    ------
    ValueError
        `axis` is not a known number, or `direction` is neither of the two.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sort([3, 1, 2], direction="DESCENDING"))
    array([3, 2, 1], dtype=int32)
    """
    with name_scope(name, "sort"):
        return _ordered(values, axis, direction, positions=False)


def argsort(
    values: Any, axis: int = -1, direction: str = "ASCENDING", stable: bool = False, name: str | None = None
) -> Tensor:
    """Where the elements of each line along a dimension are, in their order.

    Parameters
    ----------
    values : Tensor or what can become one
        Real numbers, of rank 1 or more.
    axis : int
        The dimension to sort along.
    direction : {"ASCENDING", "DESCENDING"}
        Smallest or largest first.
    stable : bool
        Accepted; equal elements always keep their order.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        int32 in the shape of `values`.

    Raises
    ------
    ValueError
        `axis` is not a known number, or `direction` is neither of the two.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.argsort([3, 1, 2, 1]))
    array([1, 3, 2, 0], dtype=int32)
    """
    del stable
    with name_scope(name, "argsort"):
        return _ordered(values, axis, direction, positions=True)


def _ordered(values: Any, axis: Any, direction: str, positions: bool) -> Tensor:
    """The largest of each line for as many as there are; turned over before and after for the smallest."""
    if isinstance(axis, Tensor):
        known = axis._constant_value()
        if known is None:
            raise ValueError("axis must be a number that is known when the graph is built")
        axis = int(known)
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(f'Direction should be one of "ASCENDING", "DESCENDING". Got: {direction}')
    values = convert_to_tensor(values, name="values")
    turn = raw_ops.Neg if values.dtype.is_floating else raw_ops.Invert
    upwards = direction == "ASCENDING"
    dims = values._rank
    order: Any = None
    if dims == 0:
        raise ValueError("values must have at least one axis, but is a scalar")
    if axis == -1 or (dims is not None and axis + 1 == dims):
        pass
    elif dims is not None:
        if not -dims <= axis < dims:
            raise ValueError(f"axis {axis} is out of range for a tensor of rank {dims}")
        axis %= dims
        order = [*range(axis), dims - 1, *range(axis + 1, dims - 1), axis]
    else:
        order = _swap(values, axis)
    lines = values if order is None else transpose(values, order)
    top = raw_ops.TopKV2(turn(lines) if upwards else lines, shape_of(lines)[-1])
    result = top.indices if positions else turn(top.values) if upwards else top.values
    result = result if order is None else transpose(result, order)
    result.set_shape(values.get_shape())
    return result


def _swap(values: Tensor, axis: int) -> Tensor:
    """The order of dimensions that swaps `axis` and the last one, for a rank that only the run knows."""
    count = rank(values)
    places = raw_ops.Range(0, count, 1)
    own = count + axis if axis < 0 else convert_to_tensor(axis, dtype="int32")
    last = count - 1
    with_last = raw_ops.SelectV2(raw_ops.Equal(places, own), last, places)
    return raw_ops.SelectV2(raw_ops.Equal(places, last), own, with_last)


def searchsorted(
    sorted_sequence: Any, values: Any, side: str = "left", out_type: Any = "int32", name: str | None = None
) -> Tensor:
    """Where values belong in sorted rows.

    Parameters
    ----------
    sorted_sequence : Tensor or what can become one
        Real numbers, ascending along the last dimension.
    values : Tensor or what can become one
        Of the same dtype, and of the same sizes in all dimensions but the last.
    side : {"left", "right"}
        Whether a value goes before or behind its equals.
    out_type : DType or what stands for one
        int32 or int64.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        Of `out_type` in the shape of `values`: for each, how many elements of its row come before it.

    Raises
    ------
    ValueError
        `side` is neither of the two.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.searchsorted([1, 3, 5, 7], [0, 3, 9]))
    array([0, 1, 4], dtype=int32)
    """
    if side not in ("left", "right"):
        raise ValueError(f"side must be either 'right' or 'left'.  Saw: {side}.")
    with name_scope(name, "searchsorted", [sorted_sequence, values]):
        sorted_sequence = convert_to_tensor(sorted_sequence, name="sorted_sequence")
        values = convert_to_tensor(values, dtype=sorted_sequence.dtype, name="values")
        find = raw_ops.LowerBound if side == "left" else raw_ops.UpperBound
        found = find(_rows(sorted_sequence), _rows(values), out_type=as_dtype(out_type))
        return reshape(found, shape_of(values))


def _rows(x: Tensor) -> Tensor:
    """The lines along the last dimension as the rows of a matrix."""
    if x._rank == 1:
        return expand_dims(x, 0)
    if x._rank == 2:
        return x
    sizes = shape_of(x)
    return reshape(x, raw_ops.Pack([raw_ops.Prod(sizes[:-1], [0]), sizes[-1]]))


def unravel_index(indices: Any, dims: Any, name: str | None = None) -> Tensor:
    """Coordinates of the elements at positions counted in row-major order.

    Parameters
    ----------
    indices : scalar or vector of int32 or int64
        Positions.
    dims : vector of the same dtype
        Sizes of the tensor that the positions are in.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        ``[number of dimensions]`` for a scalar, otherwise ``[number of dimensions, number of positions]``.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a position is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unravel_index([22, 41], [7, 6]))
    array([[3, 6],
           [4, 5]], dtype=int32)
    """
    return raw_ops.UnravelIndex(indices, dims, name=name)
