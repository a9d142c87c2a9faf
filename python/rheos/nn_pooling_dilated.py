"""Pooling of `tf.nn` by name, with windows that may leave out elements."""

from __future__ import annotations

import builtins
from typing import Any

from .graph import Tensor, convert_to_tensor, name_scope
from .nn_pooling import pool_by_rank
from .reshaping import reshape, transpose
from .slices import pad, strided_slice
from .spelling import renamed

__all__ = ["pool"]


def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    padding: str,
    dilation_rate: Any = None,
    strides: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Pooling over one, two or three axes of space, with windows that may leave out elements.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, space..., channels), or (batch, channels, space...) with a data_format like "NC...".
    window_shape : list of int
        Size of the windows along each axis of space.
    pooling_type : {"MAX", "AVG"}
        Largest element or mean.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    dilation_rate, dilations : list of int, optional
        Distance between neighbouring elements of a window, 1 if not given; two names of one argument.
    strides : list of int, optional
        Distance between windows, 1 if not given.
    name : str, optional
        Name scope.
    data_format : str, optional
        Where the channels are; last if not given.

    Returns
    -------
    Tensor
        An element per window and channel.

    Raises
    ------
    ValueError
        If the lists differ in length, the type is unknown, strides are larger than windows or combined with
        dilation, or "SAME" is.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.reshape(tf.range(5.0), [1, 5, 1])
    >>> tf.Session().run(tf.nn.pool(x, [2], "MAX", "VALID", dilation_rate=[2]))[0, :, 0]
    array([2., 3., 4.], dtype=float32)
    """
    dilation_rate = renamed("dilations", dilations, "dilation_rate", dilation_rate)
    count = len(window_shape)
    rates = [1] * count if dilation_rate is None else [int(d) for d in dilation_rate]
    steps = [1] * count if strides is None else [int(s) for s in strides]
    if len(rates) != count or len(steps) != count:
        raise ValueError(
            f"window_shape, strides and dilation_rate must have one length, got {count}, "
            f"{len(steps)} and {len(rates)}"
        )
    if any(d < 1 for d in rates) or any(s < 1 for s in steps):
        raise ValueError(f"strides and dilation_rate must be positive, got {steps} and {rates}")
    if max(rates) > 1 and max(steps) > 1:
        raise ValueError("strides > 1 not supported in conjunction with dilation_rate > 1")
    if padding == "SAME" and max(rates) > 1:
        raise ValueError("pooling with SAME padding is not implemented for dilation_rate > 1")
    if any(s > w for s, w in zip(steps, window_shape, strict=True)):
        raise ValueError(
            f"strides must not be larger than window_shape, got {steps} and {list(window_shape)}"
        )
    if pooling_type not in ("MAX", "AVG") or not 1 <= count <= 3:
        raise ValueError(f"{count}-D {pooling_type} pooling is not supported.")
    kind = "Max" if pooling_type == "MAX" else "Avg"
    first = data_format is not None and data_format.startswith("NC")
    letters = "DHW"[3 - count :]
    layout = f"NC{letters}" if first else f"N{letters}C"
    with name_scope(name, f"{pooling_type.lower()}_pool", [input]) as scope:
        input = convert_to_tensor(input, name="input")
        input.get_shape().with_rank(count + 2)
        if max(rates) == 1:
            return pool_by_rank(kind, input, list(window_shape), steps, padding, layout, scope)
        return _dilated(kind, input, list(window_shape), padding, rates, layout, scope)


def _dilated(
    kind: str,
    input: Tensor,
    window: list[int],
    padding: str,
    rates: list[int],
    layout: str,
    scope: str | None,
) -> Tensor:
    """Pools the coarser images that every `rates`-th element makes, as if they were a larger batch."""
    sizes = input.get_shape().as_list()
    if any(size is None for size in sizes[1:]):
        raise ValueError(f"dilated pooling needs known sizes of all axes but the batch, got {sizes}")
    count, rank = len(rates), len(sizes)
    start = 2 if layout.startswith("NC") else 1
    rate_of = dict(zip(builtins.range(start, start + count), rates, strict=True))
    short = {axis: -(-sizes[axis] // rate) for axis, rate in rate_of.items()}
    widths = [[0, short[a] * rate_of[a] - sizes[a]] if a in rate_of else [0, 0] for a in builtins.range(rank)]
    # Axes of space become (coarse, phase); phases go in front of the batch.
    split: list[int] = [-1]
    for axis in builtins.range(1, rank):
        split += [short[axis], rate_of[axis]] if axis in rate_of else [sizes[axis]]
    phases = [axis + (axis - start) + 1 for axis in rate_of]
    others = [axis for axis in builtins.range(len(split)) if axis not in phases]
    coarse = [short.get(axis, sizes[axis]) for axis in builtins.range(1, rank)]
    x = transpose(reshape(pad(input, widths), split), phases + others)
    pooled = pool_by_rank(kind, reshape(x, [-1, *coarse]), window, 1, padding, layout, None)
    inner = pooled.get_shape().as_list()[1:]
    x = reshape(pooled, [*rates, -1, *inner])
    order = [count]
    for axis in builtins.range(1, rank):
        order.append(count + axis)
        if axis in rate_of:
            order.append(axis - start)
    joined = [size * rate_of.get(axis, 1) for axis, size in enumerate(inner, 1)]
    x = reshape(transpose(x, order), [-1, *joined])
    ends = [0, *sizes[1:]]
    for i, axis in enumerate(rate_of):
        ends[axis] = sizes[axis] - (window[i] - 1) * rates[i]
    return strided_slice(x, [0] * rank, ends, [1] * rank, end_mask=1, name=scope)
