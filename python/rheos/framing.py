"""Signals cut into overlapping frames and put together again; windows."""

from __future__ import annotations

import math
from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope
from .reshaping import shape as shape_of


def frame(
    signal: Any,
    frame_length: Any,
    frame_step: Any,
    pad_end: bool = False,
    pad_value: Any = 0,
    axis: int = -1,
    name: str | None = None,
) -> Tensor:
    """Cut a signal into frames, which overlap where the step is shorter than a frame.

    Parameters
    ----------
    signal : Tensor or what can become one
        [..., samples, ...].
    frame_length, frame_step : int or scalar Tensor
        Samples of a frame, and from the start of one to the start of the next.
    pad_end : bool
        Fill the last frames up instead of leaving out what does not fill one.
    pad_value : number or scalar Tensor
        What they are filled with.
    axis : int
        The dimension of samples.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., frames, frame_length, ...].

    Raises
    ------
    ValueError
        The rank of `signal` is not known, or `axis` is not one of its dimensions.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.frame([1, 2, 3, 4, 5], 3, 2))
    array([[1, 2, 3],
           [3, 4, 5]], dtype=int32)
    """
    with name_scope(name, "frame", [signal, frame_length, frame_step, pad_value]):
        signal = convert_to_tensor(signal, name="signal")
        rank = signal._rank
        if rank is None:
            raise ValueError("frame needs a signal of known rank")
        if not -rank <= axis < rank:
            raise ValueError(f"axis {axis} is out of range for a signal of rank {rank}")
        axis %= rank
        length, step = _size(frame_length, "frame_length"), _size(frame_step, "frame_step")
        known = signal.shape[axis].value
        samples: Any = known if known is not None else shape_of(signal)[axis]
        static = all(isinstance(size, int) for size in (samples, length, step))
        count: Any
        if pad_end:
            count = -(-samples // step)
            missing = length + step * (count - 1) - samples
            missing = max(0, missing) if static else raw_ops.Maximum(0, missing)
            filler = convert_to_tensor(pad_value, dtype=signal.dtype, name="pad_value")
            paddings: Any = [[0, missing if i == axis else 0] for i in range(rank)]
            signal = raw_ops.PadV2(signal, paddings if static else _stacked(paddings), filler)
        else:
            count = 1 + (samples - length) // step
            count = max(0, count) if static else raw_ops.Maximum(0, count)
        starts = raw_ops.ExpandDims(raw_ops.Range(0, count, 1) * step, 1)
        places = starts + raw_ops.ExpandDims(raw_ops.Range(0, length, 1), 0)
        return raw_ops.GatherV2(signal, places, axis)


def _size(value: Any, name: str) -> Any:
    """An int where the value is known, else a scalar Tensor."""
    tensor = convert_to_tensor(value, name=name)
    if tensor._rank not in (None, 0):
        raise ValueError(f"{name} must be a scalar")
    known = tensor._constant_value()
    return raw_ops.Cast(tensor, DstT="int32") if known is None else int(known)


def _stacked(rows: list[list[Any]]) -> Tensor:
    return raw_ops.Pack([raw_ops.Pack(row) for row in rows])


def overlap_and_add(signal: Any, frame_step: Any, name: str | None = None) -> Tensor:
    """Add up overlapping frames to a signal.

    Parameters
    ----------
    signal : Tensor or what can become one
        [..., frames, frame_length].
    frame_step : int or scalar integer Tensor
        Samples from the start of one frame to the start of the next.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., (frames - 1) * frame_step + frame_length].

    Raises
    ------
    ValueError
        `signal` has fewer than two dimensions, or `frame_step` is no integer scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.overlap_and_add([[1.0, 1.0], [1.0, 1.0]], 1))
    array([1., 2., 1.], dtype=float32)
    """
    with name_scope(name, "overlap_and_add", [signal, frame_step]):
        signal = convert_to_tensor(signal, name="signal")
        step = convert_to_tensor(frame_step, name="frame_step")
        if not step.dtype.is_integer:
            raise ValueError(f"frame_step must be an integer. Got {step.dtype.name}")
        if step._rank not in (None, 0):
            raise ValueError("frame_step must be a scalar.")
        if signal._rank is None or signal._rank < 2:
            raise ValueError("signal must have known rank of at least 2")
        step = raw_ops.Cast(step, DstT="int32")
        sizes = shape_of(signal)
        frames, length = sizes[-2], sizes[-1]
        total = raw_ops.Maximum(0, (frames - 1) * step + length)
        starts = raw_ops.ExpandDims(raw_ops.Range(0, frames, 1) * step, 1)
        places = starts + raw_ops.ExpandDims(raw_ops.Range(0, length, 1), 0)
        # Sums by place run along the first dimensions, so the samples go there.
        rank = signal._rank
        samples = raw_ops.Transpose(signal, [rank - 2, rank - 1, *range(rank - 2)])
        summed = raw_ops.UnsortedSegmentSum(samples, places, total)
        return raw_ops.Transpose(summed, [*range(1, rank - 1), 0])


def _window(window_length: Any, periodic: Any, dtype: Any, middle: float, name: str) -> Tensor:
    """A raised cosine around `middle`."""
    length = convert_to_tensor(window_length, dtype="int32", name="window_length")
    # TensorFlow's windows of an odd length are symmetric in either case.
    even = 1 - raw_ops.FloorMod(length, 2)
    if isinstance(periodic, Tensor):
        steps = length - 1 + even * raw_ops.Cast(periodic, DstT="int32")
    else:
        steps = length - 1 + even if periodic else length - 1
    one = convert_to_tensor(1, dtype="int32")
    steps = raw_ops.Maximum(steps, one)
    count = raw_ops.Cast(raw_ops.Range(0, length, 1), DstT=dtype)
    angle = count * (2.0 * math.pi) / raw_ops.Cast(steps, DstT=dtype)
    window = middle - (1.0 - middle) * raw_ops.Cos(angle)
    # A window of one sample lets it pass.
    single = raw_ops.Cast(raw_ops.Equal(length, one), DstT=dtype)
    return raw_ops.AddV2(window * (1.0 - single), raw_ops.OnesLike(window) * single, name=name)


def hann_window(
    window_length: Any, periodic: Any = True, dtype: Any = "float32", name: str | None = None
) -> Tensor:
    """The Hann window, a raised cosine that begins with zero.

    Parameters
    ----------
    window_length : int or scalar Tensor
        Samples.
    periodic : bool or scalar Tensor
        Whether the window is one period, for transforms, or symmetric, for filters.
    dtype : DType or what stands for one
        A floating type.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [window_length].

    Raises
    ------
    ValueError
        `dtype` is not floating.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.hann_window(4)).round(4)
    array([0. , 0.5, 1. , 0.5], dtype=float32)
    """
    with name_scope(name, "hann_window", [window_length, periodic]) as scope:
        return _window(window_length, periodic, _floating(dtype), 0.5, scope)


def hamming_window(
    window_length: Any, periodic: Any = True, dtype: Any = "float32", name: str | None = None
) -> Tensor:
    """The Hamming window, a raised cosine that begins with 0.08.

    Parameters
    ----------
    window_length : int or scalar Tensor
        Samples.
    periodic : bool or scalar Tensor
        Whether the window is one period, for transforms, or symmetric, for filters.
    dtype : DType or what stands for one
        A floating type.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [window_length].

    Raises
    ------
    ValueError
        `dtype` is not floating.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.hamming_window(4)).round(4)
    array([0.08, 0.54, 1.  , 0.54], dtype=float32)
    """
    with name_scope(name, "hamming_window", [window_length, periodic]) as scope:
        return _window(window_length, periodic, _floating(dtype), 0.54, scope)


def _floating(dtype: Any) -> Any:
    from ._native import as_dtype

    dtype = as_dtype(dtype)
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Found {dtype.name}")
    return dtype
