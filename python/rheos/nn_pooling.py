"""Pooling of `tf.nn`: the largest element or the mean of windows, over one, two or three axes of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._gen import raw_ops
from .graph import Tensor, convert_to_tensor, name_scope
from .reshaping import expand_dims, squeeze
from .spelling import renamed

__all__ = [
    "avg_pool",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "avg_pool_v2",
    "max_pool",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "max_pool_v2",
    "max_pool_with_argmax",
]


def per_axis(value: Any, count: int, channels_first: bool, name: str) -> list[int]:
    """One number for each axis of the tensor: from one for all of space, one per axis of space, or all."""
    if value is None:
        value = [1]
    elif not isinstance(value, Sequence) and not hasattr(value, "__len__"):
        value = [value]
    values = list(value)
    if len(values) == count + 2:
        return values
    if len(values) == 1:
        values *= count
    elif len(values) != count:
        raise ValueError(
            f"{name} should be of length 1, {count} or {count + 2}, but was {len(values)}: {value}"
        )
    return [1, 1, *values] if channels_first else [1, *values, 1]


def _padding(padding: Any, channels_first: bool, rank: int) -> tuple[str, list[int]]:
    """TensorFlow's name of the padding, and the widths where they are given one by one."""
    if isinstance(padding, (str, bytes)):
        text = padding.decode() if isinstance(padding, bytes) else padding
        if text.upper() == "EXPLICIT":
            raise ValueError("for explicit padding give a list of pairs, one per axis, as `padding`")
        return text.upper(), []
    pairs = [list(pair) for pair in padding]
    if len(pairs) != rank or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"padding must be a string or {rank} pairs, one per axis, got {padding}")
    outside = (0, 1) if channels_first else (0, rank - 1)
    if any(pairs[axis] != [0, 0] for axis in outside):
        raise ValueError(f"padding of batch and channels must be [0, 0], got {padding}")
    return "EXPLICIT", [int(width) for pair in pairs for width in pair]


def max_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The largest element of each window of images.

    Parameters
    ----------
    value, input : Tensor
        Images of shape (batch, rows, columns, channels), or (batch, channels, rows, columns) with "NCHW",
        of a real type; `input` is the later name, for which `value` is None.
    ksize, strides : int or list of int
        Size of the windows and distance between them: one number, one per axis of space, or one per axis.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows reach over the border; pairs give the width of the border, before and after each axis.
    data_format : {"NHWC", "NCHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel, of the type of the images. NaN never wins, as in TensorFlow.

    Raises
    ------
    ValueError
        If the window is larger than the images (with "VALID"), or a size or stride is not positive.

    Examples
    --------
    >>> import rheos as tf
    >>> images = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
    >>> tf.Session().run(tf.nn.max_pool(images, 2, 2, "VALID"))[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]], dtype=float32)
    """
    value = renamed("input", input, "value", value)
    with name_scope(name, "MaxPool", [value]) as scope:
        return _max_pool(value, ksize, strides, padding, data_format or "NHWC", scope)


def _max_pool(
    value: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str | None
) -> Tensor:
    first = data_format.startswith("NC")
    ksize, strides = per_axis(ksize, 2, first, "ksize"), per_axis(strides, 2, first, "strides")
    padding, widths = _padding(padding, first, 4)
    value = convert_to_tensor(value, name="input")
    return raw_ops.MaxPool(value, ksize, strides, padding, widths, data_format, name=name)


def max_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Tensor:
    """The largest element of each window of images: `max_pool` by its later name.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, rows, columns, channels), or channels second with "NCHW".
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows reach over the border.
    data_format : {"NHWC", "NCHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.max_pool2d([[[[1.0], [4.0]]]], 2, 2, "SAME"))
    array([[[[4.]]]], dtype=float32)
    """
    with name_scope(name, "MaxPool2d", [input]) as scope:
        return _max_pool(input, ksize, strides, padding, data_format or "NHWC", scope)


def avg_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The mean of each window of images; padding does not count.

    Parameters
    ----------
    value, input : Tensor
        Images of shape (batch, rows, columns, channels), or (batch, channels, rows, columns) with "NCHW",
        of a floating type; `input` is the later name, for which `value` is None.
    ksize, strides : int or list of int
        Size of the windows and distance between them: one number, one per axis of space, or one per axis.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : {"NHWC", "NCHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel, of the type of the images.

    Raises
    ------
    ValueError
        If the window is larger than the images (with "VALID"), or a size or stride is not positive.

    Examples
    --------
    >>> import rheos as tf
    >>> images = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
    >>> tf.Session().run(tf.nn.avg_pool(images, 2, 2, "VALID"))[0, :, :, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]], dtype=float32)
    """
    value = renamed("input", input, "value", value)
    with name_scope(name, "AvgPool", [value]) as scope:
        return _avg_pool(value, ksize, strides, padding, data_format or "NHWC", scope)


def _avg_pool(
    value: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str | None
) -> Tensor:
    first = data_format.startswith("NC")
    ksize, strides = per_axis(ksize, 2, first, "ksize"), per_axis(strides, 2, first, "strides")
    value = convert_to_tensor(value, name="value")
    return raw_ops.AvgPool(value, ksize, strides, padding, data_format, name=name)


def avg_pool2d(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The mean of each window of images: `avg_pool` by its later name.

    Parameters
    ----------
    value, input : Tensor
        Images of shape (batch, rows, columns, channels), or channels second with "NCHW".
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : {"NHWC", "NCHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.avg_pool2d([[[[1.0], [4.0]]]], 2, 2, "SAME"))
    array([[[[2.5]]]], dtype=float32)
    """
    return avg_pool(value, ksize, strides, padding, data_format, name, input)


def _pool1d(
    kind: str, input: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str | None
) -> Tensor:
    with name_scope(name, f"{kind}Pool1d", [input]) as scope:
        first = (data_format or "NWC") == "NCW"
        if not first and data_format not in (None, "NWC"):
            raise ValueError(f"data_format must be 'NWC' or 'NCW', got {data_format!r}")
        # Images of one row.
        ksize, strides = per_axis(ksize, 1, first, "ksize"), per_axis(strides, 1, first, "strides")
        row = 2 if first else 1
        ksize.insert(row, 1)
        strides.insert(row, 1)
        if not isinstance(padding, (str, bytes)):
            padding = list(padding)
            padding.insert(row, [0, 0])
        images = expand_dims(convert_to_tensor(input, name="input"), row)
        function = _max_pool if kind == "Max" else _avg_pool
        result = function(images, ksize, strides, padding, "NCHW" if first else "NHWC", None)
        return squeeze(result, [row], name=scope)


def max_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NWC",
    name: str | None = None,
) -> Tensor:
    """The largest element of each window of series.

    Parameters
    ----------
    input : Tensor
        Series of shape (batch, steps, channels), or (batch, channels, steps) with "NCW", of a real type.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows reach over the ends.
    data_format : {"NWC", "NCW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.max_pool1d([[[1.0], [4.0], [3.0]]], 2, 1, "VALID"))[0, :, 0]
    array([4., 4.], dtype=float32)
    """
    return _pool1d("Max", input, ksize, strides, padding, data_format, name)


def avg_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NWC",
    name: str | None = None,
) -> Tensor:
    """The mean of each window of series; padding does not count.

    Parameters
    ----------
    input : Tensor
        Series of shape (batch, steps, channels), or (batch, channels, steps) with "NCW", of a floating type.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the ends.
    data_format : {"NWC", "NCW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.avg_pool1d([[[1.0], [4.0], [3.0]]], 2, 1, "VALID"))[0, :, 0]
    array([2.5, 3.5], dtype=float32)
    """
    return _pool1d("Avg", input, ksize, strides, padding, data_format, name)


def _pool3d(
    kind: str, input: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str | None
) -> Tensor:
    data_format = data_format or "NDHWC"
    first = data_format.startswith("NC")
    ksize, strides = per_axis(ksize, 3, first, "ksize"), per_axis(strides, 3, first, "strides")
    op = raw_ops.MaxPool3D if kind == "Max" else raw_ops.AvgPool3D
    return op(convert_to_tensor(input, name="input"), ksize, strides, padding, data_format, name=name)


def max_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Tensor:
    """The largest element of each window of volumes.

    Parameters
    ----------
    input : Tensor
        Volumes of shape (batch, planes, rows, columns, channels), or channels second with "NCDHW", of a
        floating type.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : {"NDHWC", "NCDHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.max_pool3d(tf.ones([1, 2, 4, 4, 1]), 2, 2, "VALID")).shape
    (1, 1, 2, 2, 1)
    """
    with name_scope(name, "MaxPool3D", [input]) as scope:
        return _pool3d("Max", input, ksize, strides, padding, data_format, scope)


def avg_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Tensor:
    """The mean of each window of volumes; padding does not count.

    Parameters
    ----------
    input : Tensor
        Volumes of shape (batch, planes, rows, columns, channels), or channels second with "NCDHW", of a
        floating type.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : {"NDHWC", "NCDHW"}
        Where the channels are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.avg_pool3d(tf.ones([1, 2, 4, 4, 1]), 2, 2, "VALID")).shape
    (1, 1, 2, 2, 1)
    """
    with name_scope(name, "AvgPool3D", [input]) as scope:
        return _pool3d("Avg", input, ksize, strides, padding, data_format, scope)


def pool_by_rank(
    kind: str, input: Any, ksize: Any, strides: Any, padding: Any, data_format: str | None, name: str | None
) -> Tensor:
    input = convert_to_tensor(input, name="input")
    ndims = input.shape.ndims
    if ndims is None and data_format is None:
        raise ValueError("the rank of the input must be known, or data_format must be given")
    count = (len(data_format or "") if ndims is None else ndims) - 2
    if not 1 <= count <= 3:
        raise ValueError(f"the input must have rank 3, 4 or 5, but has rank {count + 2}")
    if count == 1:
        return _pool1d(kind, input, ksize, strides, padding, data_format or "NWC", name)
    if count == 3:
        return _pool3d(kind, input, ksize, strides, padding, data_format or "NDHWC", name)
    function = _max_pool if kind == "Max" else _avg_pool
    return function(input, ksize, strides, padding, data_format or "NHWC", name)


def max_pool_v2(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The largest element of each window over one, two or three axes of space, by the rank of the input.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, space..., channels), or channels second with a data_format that says so.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows reach over the border.
    data_format : str, optional
        "NWC", "NHWC", "NDHWC" or the same with C second.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.max_pool_v2(tf.ones([1, 4, 2]), 2, 2, "VALID")).shape
    (1, 2, 2)
    """
    return pool_by_rank("Max", input, ksize, strides, padding, data_format, name)


def avg_pool_v2(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The mean of each window over one, two or three axes of space, by the rank of the input.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, space..., channels), or channels second with a data_format that says so.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : str, optional
        "NWC", "NHWC", "NDHWC" or the same with C second.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        An element per window and channel.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.avg_pool_v2(tf.ones([1, 4, 2]), 2, 2, "VALID")).shape
    (1, 2, 2)
    """
    return pool_by_rank("Avg", input, ksize, strides, padding, data_format, name)


def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    Targmax: Any = None,
    name: str | None = None,
    output_dtype: Any = None,
    include_batch_in_index: bool = False,
) -> tuple[Tensor, Tensor]:
    """The largest element of each window of images, and where it is.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, rows, columns, channels), of a real type.
    ksize, strides : int or list of int
        Size of the windows and distance between them.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border.
    data_format : {"NHWC"}
        The only layout there is.
    Targmax, output_dtype : DType, optional
        Type of the positions, int32 or int64 (if not given); two names of one argument.
    name : str, optional
        Name of the operation.
    include_batch_in_index : bool
        Count positions from the start of the batch, not of each image.

    Returns
    -------
    output, argmax : tuple of Tensor
        The elements, and ``(row * columns + column) * channels + channel`` of each.

    Raises
    ------
    ValueError
        If `data_format` is another one.

    Examples
    --------
    >>> import rheos as tf
    >>> values, positions = tf.nn.max_pool_with_argmax([[[[1.0], [4.0], [3.0]]]], [1, 1, 3, 1], 1, "VALID")
    >>> tf.Session().run(positions)
    array([[[[1]]]])
    """
    if data_format != "NHWC":
        raise ValueError(f"data_format must be 'NHWC', got {data_format!r}")
    dtype = renamed("output_dtype", output_dtype, "Targmax", Targmax)
    ksize, strides = per_axis(ksize, 2, False, "ksize"), per_axis(strides, 2, False, "strides")
    dtype = "int64" if dtype is None else dtype
    result: tuple[Tensor, Tensor] = raw_ops.MaxPoolWithArgmax(
        input, ksize, strides, padding, dtype, include_batch_in_index, name=name
    )
    return result
