"""Tensors put together and taken apart: concat, stack, split, unstack, tile, meshgrid."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, as_dtype, convert_to_tensor
from .fills import ones
from .graph import name_scope
from .reshaping import expand_dims, reshape, size, squeeze
from .reshaping import shape as shape_of
from .tensor_shape import Dimension, TensorShape

__all__ = [
    "concat",
    "meshgrid",
    "pack",
    "parallel_stack",
    "repeat",
    "split",
    "stack",
    "tile",
    "unpack",
    "unstack",
]


def concat(values: Any, axis: Any, name: str | None = "concat") -> Tensor:
    """Tensors one after another along a dimension that they have.

    Parameters
    ----------
    values : list of Tensors or what can become them
        All of one dtype and rank, and of one size in every other dimension.
    axis : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of the values.

    Raises
    ------
    TypeError
        The arguments come in the order from before TensorFlow 1.0: the axis first.
    ValueError
        Ranks or other sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.concat([[[1, 2]], [[3, 4]]], axis=0))
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    if isinstance(values, int) and isinstance(axis, (list, tuple)):
        raise TypeError(
            f"tf.concat({values}, [...]) is the order of arguments from before TensorFlow 1.0; "
            f"write tf.concat([...], {values})"
        )
    if not isinstance(values, (list, tuple)):
        values = [values]
    if len(values) == 1:
        with name_scope(name):
            axis = convert_to_tensor(axis, name="concat_dim", dtype="int32")
            if axis._rank not in (0, None):
                raise ValueError(f"The axis of tf.concat must be a scalar, got shape {axis.shape}")
            return raw_ops.Identity(values[0], name=name)
    return raw_ops.ConcatV2(values, axis, name=name)


def stack(values: Any, axis: int = 0, name: str | None = "stack") -> Tensor:
    """Tensors of one shape as the parts of one along a new dimension.

    Parameters
    ----------
    values : list of Tensors or what can become them
        All of one dtype and shape.
    axis : int
        Where the new dimension goes, from ``-rank - 1`` to ``rank``.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of the values.

    Raises
    ------
    ValueError
        Shapes differ, or the axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.stack([[1, 4], [2, 5], [3, 6]], axis=1))
    array([[1, 2, 3],
           [4, 5, 6]], dtype=int32)
    """
    if axis == 0:
        try:
            # A list of numbers becomes a single constant.
            return convert_to_tensor(values, name=name)
        except (TypeError, ValueError):
            # The operation says better what is wrong with it, and takes more.
            pass
    first = convert_to_tensor(values[0], name=name)
    if first._rank is not None and not -first._rank - 1 <= axis <= first._rank:
        raise ValueError(f"axis = {axis} not in [{-first._rank - 1}, {first._rank + 1})")
    return raw_ops.Pack(values, axis=axis, name=name)


def unstack(value: Any, num: int | None = None, axis: int = 0, name: str | None = "unstack") -> list[Tensor]:
    """The parts of a tensor along a dimension, as a list.

    Parameters
    ----------
    value : Tensor or what can become one
        Of rank 1 or more.
    num : int, optional
        Size of that dimension, where it is not known.
    axis : int
        The dimension, from ``-rank`` to ``rank - 1``.
    name : str, optional
        Name of the operation.

    Returns
    -------
    list of Tensor
        Each has one dimension less than `value`.

    Raises
    ------
    ValueError
        The number of parts is neither known nor given, or the axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unstack([[1, 2], [3, 4]], axis=1))
    [array([1, 3], dtype=int32), array([2, 4], dtype=int32)]
    """
    if num is None:
        value = convert_to_tensor(value)
        sizes = value._shape_tuple()
        if sizes is not None:
            if not -len(sizes) <= axis < len(sizes):
                raise ValueError(f"axis = {axis} not in [{-len(sizes)}, {len(sizes)})")
            num = sizes[axis]
        if num is None:
            raise ValueError(f"Cannot infer num from shape {value.shape}; give unstack its argument num")
    return list(raw_ops.Unpack(value, num, axis=axis, name=name))


# Names from before TensorFlow 1.0.
pack = stack
unpack = unstack


def split(
    value: Any, num_or_size_splits: Any, axis: Any = 0, num: int | None = None, name: str | None = "split"
) -> list[Tensor]:
    """A tensor in pieces along a dimension.

    Parameters
    ----------
    value : Tensor or what can become one
        Of rank 1 or more.
    num_or_size_splits : int, list of ints or Tensor
        The number of equal pieces, or the sizes of the pieces (one may be -1, which stands for the rest).
    axis : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    num : int, optional
        The number of pieces, where the length of the sizes is not known.
    name : str, optional
        Name of the operation.

    Returns
    -------
    list of Tensor

    Raises
    ------
    ValueError
        The sizes do not add up, or the number of pieces is not known.
    TypeError
        The arguments come in the order from before TensorFlow 1.0: the axis first.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.split([1, 2, 3, 4], 2))
    [array([1, 2], dtype=int32), array([3, 4], dtype=int32)]
    >>> tf.Session().run(tf.split([1, 2, 3, 4], [1, 3]))
    [array([1], dtype=int32), array([2, 3, 4], dtype=int32)]
    """
    if isinstance(value, int):
        raise TypeError(
            f"tf.split({value}, {num_or_size_splits}, ...) is the order of arguments from before TensorFlow "
            f"1.0; write tf.split(value, {num_or_size_splits}, {value})"
        )
    sizes = convert_to_tensor(num_or_size_splits)
    if isinstance(num_or_size_splits, (int, Dimension)):
        return list(raw_ops.Split(axis, value, int(num_or_size_splits), name=name))
    if sizes._rank == 0:
        raise ValueError(
            "Rank-0 tensors are not supported as the num_or_size_splits argument to split. "
            f"Argument provided: {num_or_size_splits}"
        )
    if num is None:
        known = sizes._shape_tuple()
        num = known[0] if known else None
        if num is None:
            raise ValueError(f"Cannot infer num from shape {num_or_size_splits}")
    return list(raw_ops.SplitV(value, sizes, axis, num, name=name))


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """A tensor repeated along its dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype and shape.
    multiples : list of ints or Tensor
        For each dimension, how often.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and rank of `input`.

    Raises
    ------
    ValueError
        `multiples` has another length than `input` has dimensions.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tile([[1, 2]], [2, 2]))
    array([[1, 2, 1, 2],
           [1, 2, 1, 2]], dtype=int32)
    """
    return raw_ops.Tile(input, multiples, name=name)


def repeat(input: Any, repeats: Any, axis: int | None = None, name: str | None = None) -> Tensor:
    """Each part of a tensor a number of times.

    Parameters
    ----------
    input : Tensor or what can become one
        Of any dtype.
    repeats : int or vector of int32 or int64
        How often, for all parts or for each.
    axis : int, optional
        The dimension of the parts; by default the elements of the flattened tensor.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        `input` with another size along `axis`.

    Raises
    ------
    ValueError
        `repeats` is neither a scalar nor as long as the dimension, or `axis` is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.repeat([[1, 2], [3, 4]], [1, 2], axis=0))
    array([[1, 2],
           [3, 4],
           [3, 4]], dtype=int32)
    """
    with name_scope(name, "Repeat", [input, repeats]):
        input = convert_to_tensor(input, name="input")
        if axis is None:
            input, axis = reshape(input, [-1]), 0
        repeats = convert_to_tensor(repeats, name="repeats")
        if repeats.dtype not in (as_dtype("int32"), as_dtype("int64")):
            repeats = raw_ops.Cast(repeats, DstT=as_dtype("int32"))
        if repeats._rank is not None and repeats._rank > 1:
            raise ValueError(f"repeats must be a scalar or a vector, but has shape {repeats.shape}")
        sizes = input._rank
        if sizes is not None:
            if not -sizes <= axis < sizes:
                raise ValueError(f"axis {axis} is out of range for a tensor of rank {sizes}")
            axis %= sizes
        known = repeats._constant_value()
        length = None if sizes is None else input.shape.as_list()[axis]
        if known is not None and length is not None:
            # The positions are known, and so is the size of the result.
            if known.size not in (1, length):
                raise ValueError(f"repeats has {known.size} entries, but the dimension has size {length}")
            if (known < 0).any():
                raise ValueError(f"repeats must not be negative, got {known}")
            positions = convert_to_tensor(np.repeat(np.arange(length, dtype=np.int32), known))
            return raw_ops.GatherV2(input, positions, axis)
        size_along = shape_of(input, out_type=repeats.dtype)[axis]
        ends = raw_ops.Cumsum(raw_ops.BroadcastTo(repeats, raw_ops.Pack([size_along])), 0)
        total = raw_ops.Sum(raw_ops.BroadcastTo(repeats, raw_ops.Pack([size_along])), [0])
        wide = as_dtype("int64")
        places = raw_ops.Range(
            convert_to_tensor(0, dtype=wide), raw_ops.Cast(total, DstT=wide), convert_to_tensor(1, dtype=wide)
        )
        ends = expand_dims(raw_ops.Cast(ends, DstT=wide), 0)
        positions = raw_ops.UpperBound(ends, expand_dims(places, 0), out_type=wide)
        return raw_ops.GatherV2(input, squeeze(positions, [0]), axis)


def parallel_stack(values: Any, name: str | None = "parallel_stack") -> Tensor:
    """Tensors of one known shape as the rows of one.

    Parameters
    ----------
    values : list of Tensors or what can become them
        Of one dtype and shape.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        One dimension more than the values; no gradient flows through it, unlike `stack`.

    Raises
    ------
    ValueError
        The shape of the values is not fully known.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.parallel_stack([[1, 2], [3, 4]]))
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    with name_scope(name, "parallel_stack"):
        rows = [convert_to_tensor(value) for value in values]
        shape = TensorShape([len(rows)]).concatenate(rows[0].get_shape())
        return raw_ops.ParallelConcat([expand_dims(row, 0) for row in rows], shape=shape)


def meshgrid(*args: Any, **kwargs: Any) -> list[Tensor]:
    """Coordinates of the points of a grid.

    Parameters
    ----------
    *args : Tensor or what can become one
        For each dimension of the grid, its coordinates; vectors of one dtype.
    indexing : {'xy', 'ij'}
        'xy' (default): the first vector runs along the second dimension, as in plots; 'ij': along the first.
    name : str
        Scope of the operations.

    Returns
    -------
    list of Tensor
        For each vector, its coordinate at every point of the grid.

    Raises
    ------
    TypeError
        An unknown keyword.
    ValueError
        `indexing` is neither 'xy' nor 'ij'.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.meshgrid([1, 2], [3, 4]))
    [array([[1, 2],
           [1, 2]], dtype=int32), array([[3, 3],
           [4, 4]], dtype=int32)]
    """
    indexing = kwargs.pop("indexing", "xy")
    name = kwargs.pop("name", "meshgrid")
    if kwargs:
        raise TypeError(f"'{next(iter(kwargs))}' is an invalid keyword argument for this function")
    if indexing not in ("xy", "ij"):
        raise ValueError("indexing parameter must be either 'xy' or 'ij'")
    with name_scope(name, "meshgrid", args):
        count = len(args)
        parts = []
        for i, vector in enumerate(args):
            parts.append(reshape(stack(vector), (1,) * i + (-1,) + (1,) * (count - i - 1)))
        sizes = [size(vector) for vector in args]
        dtype = convert_to_tensor(args[0]).dtype.base_dtype if args else "float32"
        if indexing == "xy" and count > 1:
            parts[0] = reshape(parts[0], (1, -1) + (1,) * (count - 2))
            parts[1] = reshape(parts[1], (-1, 1) + (1,) * (count - 2))
            sizes[0], sizes[1] = sizes[1], sizes[0]
        if not parts:
            return []
        factor = ones(sizes, dtype)
        return [part * factor for part in parts]
