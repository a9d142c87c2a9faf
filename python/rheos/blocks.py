"""Blocks of space moved into the batch or into the channels, and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope

__all__ = [
    "batch_to_space",
    "batch_to_space_nd",
    "depth_to_space",
    "required_space_to_batch_paddings",
    "space_to_batch",
    "space_to_batch_nd",
    "space_to_depth",
]


def space_to_batch_nd(input: Any, block_shape: Any, paddings: Any, name: str | None = None) -> Tensor:
    """Blocks along the dimensions after the first, each place of a block a batch entry of its own.

    The dimensions are padded with zeros first. Element ``[n, i, j]`` then goes to batch entry
    ``((i % b0) * b1 + j % b1) * batch + n``, position ``[i // b0, j // b1]``.

    Parameters
    ----------
    input : Tensor or what can become one
        ``[batch, dimensions in blocks, others]``.
    block_shape : vector of M int32 or int64
        Size of the blocks, at least 1 in each dimension.
    paddings : tensor [M, 2] of int32 or int64
        How many zeros to put before and after each dimension; the padded sizes are multiples of the blocks'.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        ``[batch * prod(block_shape), sizes divided by the blocks', others]``.

    Raises
    ------
    ValueError
        A padded size is not a multiple of its block's.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.space_to_batch_nd([[1, 2, 3, 4]], [2], [[0, 0]]))
    array([[1, 3],
           [2, 4]], dtype=int32)
    """
    return raw_ops.SpaceToBatchND(input, block_shape, paddings, name=name)


def batch_to_space_nd(input: Any, block_shape: Any, crops: Any, name: str | None = None) -> Tensor:
    """Batch entries interleaved along the dimensions after the first: `space_to_batch_nd` undone.

    Parameters
    ----------
    input : Tensor or what can become one
        ``[batch * prod(block_shape), dimensions in blocks, others]``.
    block_shape : vector of M int32 or int64
        Size of the blocks, at least 1 in each dimension.
    crops : tensor [M, 2] of int32 or int64
        How many elements to take away at the start and the end of each dimension.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        ``[batch, sizes times the blocks' less the crops, others]``.

    Raises
    ------
    ValueError
        The batch cannot be divided among the blocks, or crops take away more than there is.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.batch_to_space_nd([[1, 3], [2, 4]], [2], [[0, 1]]))
    array([[1, 2, 3]], dtype=int32)
    """
    return raw_ops.BatchToSpaceND(input, block_shape, crops, name=name)


def space_to_batch(
    input: Any, paddings: Any, block_size: Any = None, name: str | None = None, block_shape: Any = None
) -> Tensor:
    """`space_to_batch_nd` with blocks of one size in as many dimensions as `paddings` has rows.

    Parameters
    ----------
    input : Tensor or what can become one
        ``[batch, dimensions in blocks, others]``.
    paddings : tensor [M, 2] of int32 or int64
        How many zeros to put before and after each dimension.
    block_size : int
        Size of the blocks in each of two dimensions.
    name : str, optional
        Name of the operation.
    block_shape : vector of ints, optional
        The block's sizes, in place of `block_size`.

    Returns
    -------
    Tensor
        ``[batch * prod(blocks), sizes divided by the blocks', others]``.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.space_to_batch([[[[1], [2]], [[3], [4]]]], [[0, 0], [0, 0]], 2))[:, 0, 0, 0]
    array([1, 2, 3, 4], dtype=int32)
    """
    result = space_to_batch_nd(input, _blocks(block_size, block_shape), paddings, name)
    return _of_rank(result, input)


def batch_to_space(
    input: Any, crops: Any, block_size: Any, name: str | None = None, block_shape: Any = None
) -> Tensor:
    """`batch_to_space_nd` with blocks of one size in two dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        ``[batch * prod(blocks), dimensions in blocks, others]``.
    crops : tensor [M, 2] of int32 or int64
        How many elements to take away at the start and the end of each dimension.
    block_size : int
        Size of the blocks in each of two dimensions.
    name : str, optional
        Name of the operation.
    block_shape : vector of ints, optional
        The block's sizes; with it `block_size` is None.

    Returns
    -------
    Tensor
        ``[batch, sizes times the blocks' less the crops, others]``.

    Examples
    --------
    >>> import rheos as tf
    >>> x = [[[[1]]], [[[2]]], [[[3]]], [[[4]]]]
    >>> tf.Session().run(tf.batch_to_space(x, [[0, 0], [0, 0]], 2))[0, :, :, 0]
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    result = batch_to_space_nd(input, _blocks(block_size, block_shape), crops, name)
    return _of_rank(result, input)


def _blocks(block_size: Any, block_shape: Any) -> Any:
    """The blocks' sizes, from the one argument or the other."""
    if block_size is not None and block_shape is not None:
        raise ValueError("only one of block_size and block_shape may be given")
    if block_shape is not None:
        return block_shape
    if block_size is None:
        raise ValueError("block_size or block_shape must be given")
    return np.array([block_size, block_size], np.int64)


def _of_rank(result: Tensor, input: Any) -> Tensor:
    """The result, which has as many dimensions as the input."""
    result.set_shape(result.get_shape().with_rank(convert_to_tensor(input).get_shape().ndims))
    return result


def space_to_depth(input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC") -> Tensor:
    """Images with their blocks moved into the channels.

    Parameters
    ----------
    input : Tensor or what can become one
        Images; height and width are multiples of `block_size`.
    block_size : int
        Size of the blocks in both dimensions, at least 2.
    name : str, optional
        Name of the operation.
    data_format : "NHWC" or "NCHW"
        The order of the dimensions of `input`.

    Returns
    -------
    Tensor
        Images with height and width divided by `block_size`, and with ``block_size ** 2`` times as many
        channels: those of each block's elements, row by row.

    Raises
    ------
    ValueError
        Height or width is not a multiple of `block_size`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.space_to_depth([[[[1], [2]], [[3], [4]]]], 2))
    array([[[[1, 2, 3, 4]]]], dtype=int32)
    """
    return raw_ops.SpaceToDepth(input, block_size, data_format=data_format, name=name)


def depth_to_space(input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC") -> Tensor:
    """Images with channels spread over blocks: `space_to_depth` undone.

    Parameters
    ----------
    input : Tensor or what can become one
        Images; the number of channels is a multiple of ``block_size ** 2``.
    block_size : int
        Size of the blocks in both dimensions, at least 2.
    name : str, optional
        Name of the operation.
    data_format : "NHWC" or "NCHW"
        The order of the dimensions of `input`.

    Returns
    -------
    Tensor
        Images with `block_size` times the height and the width and fewer channels.

    Raises
    ------
    ValueError
        The channels cannot be spread evenly.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.depth_to_space([[[[1, 2, 3, 4]]]], 2))[0, :, :, 0]
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    return raw_ops.DepthToSpace(input, block_size, data_format=data_format, name=name)


def required_space_to_batch_paddings(
    input_shape: Any, block_shape: Any, base_paddings: Any = None, name: str | None = None
) -> tuple[Any, Any]:
    """Paddings that make sizes multiples of blocks, and the crops that take away what was added.

    Parameters
    ----------
    input_shape : vector of N int32
        Sizes of the dimensions that are put into blocks.
    block_shape : vector of N int32
        Sizes of the blocks.
    base_paddings : tensor [N, 2] of int32, optional
        Padding that is wanted in any case; zeros by default.
    name : str, optional
        Name of the operation.

    Returns
    -------
    (paddings, crops)
        Two int32 tensors [N, 2] for `space_to_batch_nd` and `batch_to_space_nd`; the base padding is not
        cropped. Constants where all arguments are.

    Examples
    --------
    >>> import rheos as tf
    >>> paddings, crops = tf.required_space_to_batch_paddings([5, 4], [2, 2])
    >>> tf.Session().run([paddings, crops])
    [array([[0, 1],
           [0, 0]], dtype=int32), array([[0, 1],
           [0, 0]], dtype=int32)]
    """
    with name_scope(name, "required_space_to_batch_paddings", [input_shape, block_shape]):
        input_shape = convert_to_tensor(input_shape, dtype="int32", name="input_shape")
        block_shape = convert_to_tensor(block_shape, dtype="int32", name="block_shape")
        block_shape.get_shape().assert_is_fully_defined()
        block_shape.get_shape().assert_has_rank(1)
        blocks = block_shape.get_shape().as_list()[0]
        if blocks == 0:
            nothing = convert_to_tensor(np.zeros((0, 2), np.int32))
            return nothing, nothing
        input_shape.get_shape().assert_is_compatible_with([blocks])
        if base_paddings is None:
            base_paddings = np.zeros((blocks, 2), np.int32)
        base = convert_to_tensor(base_paddings, dtype="int32", name="base_paddings")
        base.get_shape().assert_is_compatible_with([blocks, 2])
        known = [x._constant_value() for x in (input_shape, block_shape, base)]
        if all(value is not None for value in known):
            sizes, shape, pads = known
            start, end = pads[:, 0], pads[:, 1]
            extra = -(sizes + start + end) % shape
            zeros = np.zeros_like(extra)
            return (
                convert_to_tensor(np.stack([start, end + extra], 1), name="paddings"),
                convert_to_tensor(np.stack([zeros, extra], 1), name="crops"),
            )
        start, end = base[:, 0], base[:, 1]
        over = raw_ops.FloorMod(input_shape + start + end, block_shape)
        extra = raw_ops.FloorMod(block_shape - over, block_shape)
        paddings = raw_ops.Pack([start, end + extra], axis=1, name="paddings")
        crops = raw_ops.Pack([raw_ops.ZerosLike(extra), extra], axis=1, name="crops")
        return paddings, crops
