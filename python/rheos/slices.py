"""Parts of a tensor by position, and its surroundings: slices, padding, reversing, rolling."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor
from .fills import ones_like
from .spelling import renamed

__all__ = [
    "pad",
    "reverse",
    "reverse_sequence",
    "reverse_v2",
    "roll",
    "slice",
    "strided_slice",
]


def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:
    """A block of a tensor.

    Parameters
    ----------
    input_ : Tensor or what can become one
        Of rank 1 or more.
    begin : list of ints or Tensor
        For each dimension, where the block begins.
    size : list of ints or Tensor
        For each dimension, the size of the block; -1 for all that is left.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and rank of `input_`.

    Raises
    ------
    ValueError
        The block reaches outside.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.slice([[1, 2, 3], [4, 5, 6]], [0, 1], [-1, 2]))
    array([[2, 3],
           [5, 6]], dtype=int32)
    """
    return raw_ops.Slice(input_, begin, size, name=name)


def strided_slice(
    input_: Any,
    begin: Any,
    end: Any,
    strides: Any = None,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    var: Any = None,
    name: str | None = None,
) -> Tensor:
    """A part of a tensor as Python's ``x[begin:end:stride, ...]`` takes it; `tensor[...]` is easier to read.

    Parameters
    ----------
    input_ : Tensor or what can become one
        Of rank 1 or more.
    begin, end, strides : list of ints or Tensor
        For each dimension where to begin, before which index to stop, and how far to step (1 if None).
    begin_mask, end_mask : int
        Bit i set: ignore ``begin[i]`` or ``end[i]`` and take as much as there is.
    ellipsis_mask : int
        Bit i set: entry i stands for as many whole dimensions as are left, as ``...``.
    new_axis_mask : int
        Bit i set: entry i makes a new dimension of size 1.
    shrink_axis_mask : int
        Bit i set: entry i is a single index, whose dimension goes away.
    var : Variable, optional
        The variable that `input_` is the value of; the result can then be assigned to.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `input_`.

    Raises
    ------
    ValueError
        A single index is out of range, or the lengths differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.strided_slice([1, 2, 3, 4, 5], [0], [5], [2]))
    array([1, 3, 5], dtype=int32)
    """
    if strides is None:
        strides = ones_like(begin)
    if var is not None:
        raise NotImplementedError(
            "tf.strided_slice does not take var; slice the variable itself: var[...].assign(...)"
        )
    return raw_ops.StridedSlice(
        input_,
        begin,
        end,
        strides,
        begin_mask=begin_mask,
        end_mask=end_mask,
        ellipsis_mask=ellipsis_mask,
        new_axis_mask=new_axis_mask,
        shrink_axis_mask=shrink_axis_mask,
        name=name,
    )


def pad(
    tensor: Any, paddings: Any, mode: str = "CONSTANT", name: str | None = None, constant_values: Any = 0
) -> Tensor:
    """A tensor with elements added around it.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype and shape.
    paddings : list of pairs of ints, or Tensor [rank, 2]
        For each dimension, how many elements go before and after.
    mode : {'CONSTANT', 'REFLECT', 'SYMMETRIC'}
        What is added: one value, or the elements mirrored, without or with the border itself.
    name : str, optional
        Name of the operation.
    constant_values : scalar
        The value for 'CONSTANT'.

    Returns
    -------
    Tensor
        Dtype and rank of `tensor`.

    Raises
    ------
    ValueError
        An unknown mode, or more is mirrored than there is.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.pad([[1, 2]], [[0, 1], [1, 1]]))
    array([[0, 1, 2, 0],
           [0, 0, 0, 0]], dtype=int32)
    >>> tf.Session().run(tf.pad([1, 2, 3], [[2, 0]], "REFLECT"))
    array([3, 2, 1, 2, 3], dtype=int32)
    """
    kind = mode.upper()
    if kind == "CONSTANT":
        given = isinstance(constant_values, Tensor) or hasattr(constant_values, "_as_tensor")
        if not given and constant_values == 0:
            return raw_ops.Pad(tensor, paddings, name=name)
        return raw_ops.PadV2(tensor, paddings, constant_values, name=name)
    if kind in ("REFLECT", "SYMMETRIC"):
        return raw_ops.MirrorPad(tensor, paddings, mode=kind, name=name)
    raise ValueError(f"Unknown padding mode: {mode}")


def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """The same elements in the opposite order along dimensions.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype and shape.
    axis : list of ints or Tensor
        The dimensions, from ``-rank`` to ``rank - 1``.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `tensor`.

    Raises
    ------
    ValueError
        A dimension is out of range or given twice.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.reverse([[1, 2], [3, 4]], [1]))
    array([[2, 1],
           [4, 3]], dtype=int32)
    """
    if any(isinstance(one, bool) for one in (axis if isinstance(axis, (list, tuple)) else [axis])):
        raise TypeError(
            f"tf.reverse(tensor, {axis}) takes axes since TensorFlow 1.0, not whether to reverse each of them"
        )
    return raw_ops.ReverseV2(tensor, axis, name=name)


reverse_v2 = reverse


def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: int | None = None,
    batch_axis: int | None = None,
    name: str | None = None,
    seq_dim: int | None = None,
    batch_dim: int | None = None,
) -> Tensor:
    """The first elements of each sequence in the opposite order.

    Parameters
    ----------
    input : Tensor or what can become one
        Of rank 2 or more.
    seq_lengths : list of ints or Tensor
        For each sequence of the batch, how many of its elements to reverse; int32 or int64.
    seq_axis : int
        The dimension that runs along a sequence.
    batch_axis : int
        The dimension that runs along the batch; 0 if None.
    name : str, optional
        Name of the operation.
    seq_dim, batch_dim : optional
        Old names of `seq_axis` and `batch_axis`.

    Returns
    -------
    Tensor
        As `input`.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or `seq_axis` under none.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.reverse_sequence([[1, 2, 3], [4, 5, 6]], [2, 3], seq_axis=1))
    array([[2, 1, 3],
           [6, 5, 4]], dtype=int32)
    """
    seq_axis = renamed("seq_axis", seq_axis, "seq_dim", seq_dim)
    batch_axis = renamed("batch_axis", batch_axis, "batch_dim", batch_dim)
    if seq_axis is None:
        raise ValueError("reverse_sequence needs seq_axis")
    return raw_ops.ReverseSequence(input, seq_lengths, seq_axis, batch_dim=batch_axis or 0, name=name)


def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:
    """The same elements moved along dimensions; what leaves at one end comes in at the other.

    Parameters
    ----------
    input : Tensor or what can become one
        Of rank 1 or more.
    shift : int, list of ints or Tensor
        How far, for each axis.
    axis : int, list of ints or Tensor
        The dimensions, from ``-rank`` to ``rank - 1``.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.roll([1, 2, 3, 4], shift=1, axis=0))
    array([4, 1, 2, 3], dtype=int32)
    """
    return raw_ops.Roll(input, shift, axis, name=name)
