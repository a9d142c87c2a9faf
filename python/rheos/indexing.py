"""Elements by index or condition: gather, scatter, one-hot, where, masks, unique."""

from __future__ import annotations

import math
from typing import Any

from ._gen import raw_ops
from ._native import Tensor, as_dtype, convert_to_tensor
from .casting import cast
from .graph import name_scope
from .joins import concat
from .reshaping import expand_dims, reshape, squeeze
from .reshaping import shape as shape_of
from .sequences import range as _range
from .tensor_shape import TensorShape

__all__ = [
    "batch_gather",
    "boolean_mask",
    "dynamic_partition",
    "dynamic_stitch",
    "gather",
    "gather_nd",
    "invert_permutation",
    "listdiff",
    "one_hot",
    "scatter_nd",
    "select",
    "sequence_mask",
    "setdiff1d",
    "tensor_scatter_add",
    "tensor_scatter_nd_add",
    "tensor_scatter_nd_sub",
    "tensor_scatter_nd_update",
    "tensor_scatter_sub",
    "tensor_scatter_update",
    "unique",
    "unique_with_counts",
    "where",
    "where_v2",
]


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    name: str | None = None,
    axis: Any = None,
    batch_dims: int = 0,
) -> Tensor:
    """The parts of a tensor at given positions along a dimension.

    Parameters
    ----------
    params : Tensor, Variable, or what can become a Tensor
        Of rank 1 or more.
    indices : Tensor or what can become one
        Positions, int32 or int64, of any shape.
    validate_indices : optional
        Accepted and not used: positions are always checked.
    name : str, optional
        Name of the operation.
    axis : int or scalar Tensor, optional
        The dimension; `batch_dims` if None.
    batch_dims : int
        How many leading dimensions `params` and `indices` share.

    Returns
    -------
    Tensor
        Dtype of `params`; in its shape, the dimensions of `indices` stand in place of `axis`.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a position is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.gather([10, 20, 30], [2, 0]))
    array([30, 10], dtype=int32)
    """
    if axis is None:
        axis = batch_dims
    if not isinstance(axis, int) or axis != 0:
        return raw_ops.GatherV2(params, indices, axis, batch_dims=batch_dims, name=name)
    sparse_read = getattr(params, "sparse_read", None)
    if sparse_read is not None:
        picked: Tensor = sparse_read(indices, name=name)
        return picked
    return raw_ops.GatherV2(params, indices, axis, name=name)


def gather_nd(params: Any, indices: Any, name: str | None = None, batch_dims: int = 0) -> Tensor:
    """The parts of a tensor at given coordinates.

    Parameters
    ----------
    params : Tensor, Variable, or what can become a Tensor
        Of rank 1 or more.
    indices : Tensor or what can become one
        Coordinates in their last dimension, int32 or int64.
    name : str, optional
        Name of the operation.
    batch_dims : int
        How many leading dimensions `params` and `indices` share.

    Returns
    -------
    Tensor
        Dtype of `params`; in its shape, all dimensions of `indices` but the last replace those indexed.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a coordinate is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.gather_nd([[1, 2], [3, 4]], [[0, 1], [1, 0]]))
    array([2, 3], dtype=int32)
    """
    if batch_dims == 0:
        own = getattr(params, "gather_nd", None)
        if own is not None:
            picked: Tensor = own(indices, name=name)
            return picked
        return raw_ops.GatherNd(params, indices, name=name)
    with name_scope(name, "BatchGatherNd", [params, indices]):
        params = convert_to_tensor(params, name="params")
        indices = convert_to_tensor(indices, name="indices")
        if indices._rank is None or batch_dims >= indices._rank:
            raise ValueError(
                f"batch_dims = {batch_dims} must be less than the rank of indices, shape {indices.shape}"
            )
        sizes = shape_of(indices)
        grid = [sizes[i] for i in range(batch_dims)]
        # Each position gets the coordinates of its batch put in front.
        parts = []
        for i in range(batch_dims):
            line = reshape(_range(grid[i]), [-1 if j == i else 1 for j in range(indices._rank)])
            whole = concat([sizes[:-1], [1]], axis=0)
            parts.append(cast(raw_ops.BroadcastTo(line, whole), indices.dtype))
        return raw_ops.GatherNd(params, concat([*parts, indices], axis=-1))


def batch_gather(params: Any, indices: Any, name: str | None = None) -> Tensor:
    """`gather` along the last dimension of `indices`, the dimensions before it being shared.

    Parameters
    ----------
    params : Tensor or what can become one
        Of at least the rank of `indices`.
    indices : Tensor or what can become one
        Positions, int32 or int64, of rank 1 or more.
    name : str, optional
        Scope of the operation.

    Returns
    -------
    Tensor
        Dtype of `params`.

    Raises
    ------
    ValueError
        The rank of `indices` is not known.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.batch_gather([[1, 2, 3], [4, 5, 6]], [[2], [0]]))
    array([[3],
           [4]], dtype=int32)
    """
    with name_scope(name, "BatchGather", [params, indices]):
        indices = convert_to_tensor(indices, name="indices")
        params = convert_to_tensor(params, name="params")
        if indices._rank is None:
            raise ValueError("batch_gather does not allow indices with unknown shape.")
        return gather(params, indices, batch_dims=indices._rank - 1)


def scatter_nd(indices: Any, updates: Any, shape: Any, name: str | None = None) -> Tensor:
    """Zeros with parts put in at given coordinates; what meets at one place is added.

    Parameters
    ----------
    indices : Tensor or what can become one
        Coordinates in their last dimension, int32 or int64.
    updates : Tensor or what can become one
        The parts.
    shape : Tensor or list of ints
        Shape of the result; dtype of `indices`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `updates`.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.scatter_nd([[1], [3]], [9, 8], [5]))
    array([0, 9, 0, 8, 0], dtype=int32)
    """
    return raw_ops.ScatterNd(indices, updates, shape, name=name)


def tensor_scatter_update(tensor: Any, indices: Any, updates: Any, name: str | None = None) -> Tensor:
    """A tensor with parts replaced at given coordinates.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of rank 1 or more.
    indices : Tensor or what can become one
        Coordinates in their last dimension, int32 or int64.
    updates : Tensor or what can become one
        The parts.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `tensor`.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tensor_scatter_update([1, 2, 3], [[1]], [9]))
    array([1, 9, 3], dtype=int32)
    """
    return raw_ops.TensorScatterUpdate(tensor, indices, updates, name=name)


def tensor_scatter_add(tensor: Any, indices: Any, updates: Any, name: str | None = None) -> Tensor:
    """A tensor with parts added at given coordinates.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of rank 1 or more.
    indices : Tensor or what can become one
        Coordinates in their last dimension, int32 or int64.
    updates : Tensor or what can become one
        The parts.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `tensor`.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tensor_scatter_add([1, 2, 3], [[1]], [9]))
    array([ 1, 11,  3], dtype=int32)
    """
    return raw_ops.TensorScatterAdd(tensor, indices, updates, name=name)


def tensor_scatter_sub(tensor: Any, indices: Any, updates: Any, name: str | None = None) -> Tensor:
    """A tensor with parts subtracted at given coordinates.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of rank 1 or more.
    indices : Tensor or what can become one
        Coordinates in their last dimension, int32 or int64.
    updates : Tensor or what can become one
        The parts.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `tensor`.

    Raises
    ------
    ValueError
        The shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tensor_scatter_sub([1, 2, 3], [[1]], [9]))
    array([ 1, -7,  3], dtype=int32)
    """
    return raw_ops.TensorScatterSub(tensor, indices, updates, name=name)


tensor_scatter_nd_update = tensor_scatter_update
tensor_scatter_nd_add = tensor_scatter_add
tensor_scatter_nd_sub = tensor_scatter_sub


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """For each index a vector that is `on_value` at that index and `off_value` elsewhere.

    Parameters
    ----------
    indices : Tensor or what can become one
        uint8, int32 or int64, of any shape. One out of range gives a vector of `off_value` only.
    depth : int or scalar Tensor
        Length of the vectors.
    on_value, off_value : scalar, optional
        1 and 0 if None.
    axis : int, optional
        Where the new dimension goes; last if None.
    dtype : DType or what stands for one, optional
        By default that of the values given, or float32.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor

    Raises
    ------
    TypeError
        The dtypes of `on_value`, `off_value` and `dtype` differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.one_hot([0, 2], 3))
    array([[1., 0., 0.],
           [0., 0., 1.]], dtype=float32)
    """
    with name_scope(name, "one_hot", [indices, depth, on_value, off_value, dtype]) as scope:
        on_value = None if on_value is None else convert_to_tensor(on_value, preferred_dtype=dtype)
        off_value = None if off_value is None else convert_to_tensor(off_value, preferred_dtype=dtype)
        on_dtype = None if on_value is None else on_value.dtype
        off_dtype = None if off_value is None else off_value.dtype
        if dtype is None:
            wanted = on_dtype or off_dtype or as_dtype("float32")
        else:
            wanted = as_dtype(dtype).base_dtype
            for found, what in ((on_dtype, "on_value"), (off_dtype, "off_value")):
                if found is not None and found != wanted:
                    raise TypeError(f"dtype {found} of {what} does not match dtype parameter {wanted}")
        if on_dtype is not None and off_dtype is not None and on_dtype != off_dtype:
            raise TypeError(f"dtype {on_dtype} of on_value does not match dtype {off_dtype} of off_value")
        if on_value is None:
            on_value = convert_to_tensor(1, wanted, name="on_value")
        if off_value is None:
            off_value = convert_to_tensor(0, wanted, name="off_value")
        return raw_ops.OneHot(
            indices, depth, on_value, off_value, axis=-1 if axis is None else axis, name=scope
        )


def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """Elements of `x` where a condition holds and of `y` elsewhere; with one argument, where it holds.

    Parameters
    ----------
    condition : Tensor or what can become one
        bool. With `x` and `y`: of their shape, or a vector that picks whole rows, or a scalar.
    x, y : Tensor or what can become one, optional
        Of one dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `x`; with one argument int64 [number of True elements, rank of condition], their coordinates.

    Raises
    ------
    ValueError
        Only one of `x` and `y` is given, or the shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.where([True, False], [1, 2], [3, 4]))
    array([1, 4], dtype=int32)
    >>> tf.Session().run(tf.where([True, False, True]))
    array([[0],
           [2]])
    """
    if x is None and y is None:
        with name_scope(name, "Where", [condition]) as scope:
            condition = convert_to_tensor(condition, preferred_dtype="bool", name="condition")
            return raw_ops.Where(condition, name=scope)
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    return raw_ops.Select(condition, x, y, name=name)


def where_v2(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """`where`, with all three arguments broadcast against each other.

    Parameters
    ----------
    condition : Tensor or what can become one
        bool.
    x, y : Tensor or what can become one, optional
        Of one dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `x`; with one argument int64 [number of True elements, rank of condition], their coordinates.

    Raises
    ------
    ValueError
        Only one of `x` and `y` is given, or the shapes do not broadcast.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.where_v2([[True], [False]], [1, 2], 0))
    array([[1, 2],
           [0, 0]], dtype=int32)
    """
    if x is None and y is None:
        return where(condition, name=name)
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    return raw_ops.SelectV2(condition, x, y, name=name)


def select(condition: Any, t: Any, e: Any, name: str | None = None) -> Tensor:
    """`where` with three arguments, by its name from before TensorFlow 1.0.

    Parameters
    ----------
    condition : Tensor or what can become one
        bool; of the shape of `t`, or a vector that picks whole rows, or a scalar.
    t, e : Tensor or what can become one
        Of one dtype and shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `t`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.select([True, False], [1, 2], [3, 4]))
    array([1, 4], dtype=int32)
    """
    return raw_ops.Select(condition, t, e, name=name)


def boolean_mask(
    tensor: Any, mask: Any, name: str | None = "boolean_mask", axis: int | None = None
) -> Tensor:
    """The parts of a tensor where a mask is True.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype.
    mask : Tensor or what can become one
        bool, of known rank, at least 1; its shape is that of the dimensions of `tensor` from `axis` on.
    name : str, optional
        Scope of the operations.
    axis : int, optional
        The first dimension that is masked; 0 if None.

    Returns
    -------
    Tensor
        Dtype of `tensor`; the masked dimensions become one.

    Raises
    ------
    ValueError
        The mask is a scalar, its rank is unknown, or its shape does not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.boolean_mask([[1, 2], [3, 4], [5, 6]], [True, False, True]))
    array([[1, 2],
           [5, 6]], dtype=int32)
    """
    with name_scope(name, values=[tensor, mask]):
        tensor = convert_to_tensor(tensor, name="tensor")
        mask = convert_to_tensor(mask, name="mask")
        mask_rank, sizes = mask._rank, tensor._shape_tuple()
        if mask_rank == 0:
            raise ValueError("mask cannot be scalar.")
        if mask_rank is None:
            raise ValueError(
                "Number of mask dimensions must be specified, even if some dimensions are None. "
                "E.g. shape=[None] is ok, but shape=None is not."
            )
        axis = 0 if axis is None else int(axis)
        if axis < 0:
            if sizes is None:
                raise ValueError("boolean_mask with a negative axis needs a tensor of known rank")
            axis += len(sizes)
        last = axis + mask_rank
        tensor.shape[axis:last].assert_is_compatible_with(mask.shape)
        masked = raw_ops.Prod(shape_of(tensor)[axis:last], [0])
        outer, inner = shape_of(tensor)[:axis], shape_of(tensor)[last:]
        tensor = reshape(tensor, concat([outer, [masked], inner], 0))
        if sizes is not None:
            masked_sizes = sizes[axis:last]
            count = None if None in masked_sizes else math.prod(masked_sizes)
            tensor.set_shape(TensorShape([*sizes[:axis], count, *sizes[last:]]))
        positions = squeeze(where(reshape(mask, [-1])), axis=[1])
        return gather(tensor, positions, axis=axis)


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool", name: str | None = None) -> Tensor:
    """For each length a row that is True up to it.

    Parameters
    ----------
    lengths : Tensor or what can become one
        Integers, of any shape.
    maxlen : scalar integer, optional
        Length of the rows; the greatest of `lengths` if None.
    dtype : DType or what stands for one
        Dtype of the result.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        Shape of `lengths` and `maxlen` behind it.

    Raises
    ------
    ValueError
        `maxlen` is no scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sequence_mask([1, 3], 3))
    array([[ True, False, False],
           [ True,  True,  True]])
    """
    with name_scope(name, "SequenceMask", [lengths, maxlen]):
        lengths = convert_to_tensor(lengths)
        if maxlen is None:
            maxlen = raw_ops.Max(lengths, _all_axes(lengths))
            maxlen = raw_ops.Maximum(_scalar(0, maxlen), maxlen)
        else:
            maxlen = convert_to_tensor(maxlen)
        if maxlen._rank not in (0, None):
            raise ValueError("maxlen must be scalar for sequence_mask")
        row = raw_ops.Range(_scalar(0, maxlen), maxlen, _scalar(1, maxlen))
        column = raw_ops.Cast(expand_dims(lengths, -1), DstT=maxlen.dtype)
        mask = raw_ops.Less(row, column)
        made: Tensor = cast(mask, dtype)
        return made


def _scalar(value: int, like: Tensor) -> Tensor:
    return convert_to_tensor(value, dtype=like.dtype)


def _all_axes(x: Tensor) -> Any:
    if x._rank is None:
        return _range(0, raw_ops.Rank(x))
    return convert_to_tensor(list(range(x._rank)), dtype="int32")


def unique(x: Any, out_idx: Any = "int32", name: str | None = None) -> Any:
    """The different elements of a vector, in the order in which they come first.

    Parameters
    ----------
    x : Tensor or what can become one
        A vector of any dtype.
    out_idx : DType or what stands for one
        Dtype of the positions, int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    (y, idx) : named tuple of Tensor
        The elements, and for each element of `x` its position in `y`.

    Examples
    --------
    >>> import rheos as tf
    >>> y, idx = tf.unique([4, 4, 2, 4])
    >>> tf.Session().run([y, idx])
    [array([4, 2], dtype=int32), array([0, 0, 1, 0], dtype=int32)]
    """
    return raw_ops.Unique(x, out_idx, name=name)


def unique_with_counts(x: Any, out_idx: Any = "int32", name: str | None = None) -> Any:
    """`unique`, and how often each element comes.

    Parameters
    ----------
    x : Tensor or what can become one
        A vector of any dtype.
    out_idx : DType or what stands for one
        Dtype of positions and counts, int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    (y, idx, count) : named tuple of Tensor
        The elements, for each element of `x` its position in `y`, and for each of `y` its number.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unique_with_counts([4, 4, 2, 4]).count)
    array([3, 1], dtype=int32)
    """
    return raw_ops.UniqueWithCounts(x, out_idx, name=name)


def setdiff1d(x: Any, y: Any, index_dtype: Any = "int32", name: str | None = None) -> Any:
    """The elements of one vector that another lacks.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Vectors of one dtype.
    index_dtype : DType or what stands for one
        Dtype of the positions, int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    (out, idx) : named tuple of Tensor
        The elements of `x` that are not in `y`, in order, and their positions in `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.setdiff1d([1, 2, 3, 4], [2, 4]).out)
    array([1, 3], dtype=int32)
    """
    return raw_ops.ListDiff(x, y, index_dtype, name=name)


# Name from before TensorFlow 1.0.
listdiff = setdiff1d


def invert_permutation(x: Any, name: str | None = None) -> Tensor:
    """The permutation that undoes another.

    Parameters
    ----------
    x : Tensor or what can become one
        Each number from 0 to its length - 1 once; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `x`.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is missing or out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.invert_permutation([2, 0, 1]))
    array([1, 2, 0], dtype=int32)
    """
    return raw_ops.InvertPermutation(x, name=name)


def dynamic_partition(
    data: Any, partitions: Any, num_partitions: int, name: str | None = None
) -> list[Tensor]:
    """The parts of a tensor dealt out to several.

    Parameters
    ----------
    data : Tensor or what can become one
        Of any dtype.
    partitions : Tensor or what can become one
        int32; for each part of `data` the number of the tensor it goes to. Its shape begins that of `data`.
    num_partitions : int
        How many tensors.
    name : str, optional
        Name of the operation.

    Returns
    -------
    list of Tensor

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.dynamic_partition([10, 20, 30], [0, 1, 0], 2))
    [array([10, 30], dtype=int32), array([20], dtype=int32)]
    """
    return list(raw_ops.DynamicPartition(data, partitions, num_partitions, name=name))


def dynamic_stitch(indices: Any, data: Any, name: str | None = None) -> Tensor:
    """Parts of several tensors put into one at given positions; of several at one place, the last stays.

    Parameters
    ----------
    indices : list of Tensors or what can become them
        int32 positions.
    data : list of Tensors or what can become them
        For each of `indices`, the parts; all of one dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `data`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.dynamic_stitch([[0, 2], [1]], [[10, 30], [20]]))
    array([10, 20, 30], dtype=int32)
    """
    return raw_ops.DynamicStitch(indices, data, name=name)
