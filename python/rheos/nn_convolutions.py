"""Convolutions over one to three axes of space, under the names and arguments of TensorFlow 1.

In: TensorFlow 1's arguments, old spellings included. Out: one convolution op each, dilated by attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._gen import raw_ops
from .array import expand_dims, shape, squeeze
from .blocks import batch_to_space_nd, required_space_to_batch_paddings, space_to_batch_nd
from .graph import Tensor, convert_to_tensor, name_scope
from .spelling import renamed

__all__ = [
    "atrous_conv2d",
    "conv1d",
    "conv2d",
    "conv2d_backprop_filter",
    "conv2d_backprop_input",
    "conv3d",
    "conv3d_backprop_filter",
    "conv3d_backprop_filter_v2",
    "convolution",
    "with_space_to_batch",
]


def per_axis(value: Any, space: int, channel_axis: int, name: str) -> list[int]:
    """One entry per axis of a tensor, from one for all axes of space, one for each, or all.

    Parameters
    ----------
    value : int or sequence of int, optional
        What the user gave; 1 if nothing.
    space : int
        Number of axes of space.
    channel_axis : int
        1 if channels come before space.
    name : str
        Name of the argument, for the error.

    Returns
    -------
    list of int
        ``space + 2`` entries.

    Raises
    ------
    ValueError
        If there are too many entries or too few.

    Examples
    --------
    >>> per_axis(2, 2, 3, "strides")
    [1, 2, 2, 1]
    """
    given = [1] if value is None else list(value) if isinstance(value, Sequence) else _listed(value)
    if len(given) == space + 2:
        return given
    if len(given) == 1:
        given = given * space
    if len(given) != space:
        raise ValueError(f"{name} should be of length 1, {space} or {space + 2} but was {len(given)}")
    return [1, 1, *given] if channel_axis == 1 else [1, *given, 1]


def _listed(value: Any) -> list[int]:
    """The numbers of an array or of a scalar."""
    return [int(v) for v in value] if hasattr(value, "__len__") else [int(value)]


def border(padding: Any) -> tuple[str, list[int]]:
    """The attributes `padding` and `explicit_paddings`.

    Parameters
    ----------
    padding : str or list of pairs of int
        A kind of padding, or widths before and after each axis.

    Returns
    -------
    tuple
        The kind and the widths, row by row.

    Raises
    ------
    ValueError
        If the padding is neither.

    Examples
    --------
    >>> border([[0, 0], [1, 2], [3, 4], [0, 0]])
    ('EXPLICIT', [0, 0, 1, 2, 3, 4, 0, 0])
    """
    if isinstance(padding, (str, bytes)):
        kind = padding.decode() if isinstance(padding, bytes) else padding
        if kind == "EXPLICIT":
            raise ValueError("Give explicit paddings as a list of pairs, not by the name 'EXPLICIT'")
        return kind, []
    if not isinstance(padding, (list, tuple)):
        raise ValueError(f"padding must be 'SAME', 'VALID' or a list of pairs, got {padding!r}")
    if len(padding) != 4 or any(not isinstance(p, (list, tuple)) or len(p) != 2 for p in padding):
        raise ValueError(f"explicit padding must be a list of four pairs, one per axis, got {padding!r}")
    return "EXPLICIT", [int(width) for pair in padding for width in pair]


def channels_at(data_format: str | None, space: int) -> int:
    """The axis of the channels: 1, or the last.

    Parameters
    ----------
    data_format : str, optional
        Starts with NC where channels come first.
    space : int
        Number of axes of space.

    Returns
    -------
    int
        The axis.

    Examples
    --------
    >>> channels_at("NCHW", 2), channels_at(None, 2)
    (1, 3)
    """
    return 1 if data_format is not None and data_format.startswith("NC") else space + 1


def conv2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Convolves images with filters.

    Each result is the sum over a window of the image times a filter, channels included; filters are not
    flipped.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, height, width, channels), or (batch, channels, height, width) for "NCHW"; of a
        floating type or int32.
    filter, filters : Tensor
        Of shape (height, width, channels, results) and the same type. If the images have a multiple of these
        channels, they are convolved in groups.
    strides : int or list of int
        Distance between windows: one number, two for height and width, or four.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows may reach over the border, or the widths of the border around each of the four axes.
    use_cudnn_on_gpu : bool
        Accepted and not used.
    data_format : {"NHWC", "NCHW"}, optional
        Where the channels are.
    dilations : int or list of int
        Distance between neighbouring elements of a window, as for `strides`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type and layout.

    Raises
    ------
    ValueError
        If shapes, strides, dilations or paddings do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0, 3.0, 4.0], [1, 2, 2, 1])
    >>> filters = tf.ones([2, 2, 1, 1])
    >>> tf.Session().run(tf.nn.conv2d(image, filters, [1, 1, 1, 1], "SAME")).ravel()
    array([10.,  6.,  7.,  4.], dtype=float32)
    """
    filters = renamed("filters", filters, "filter", filter)
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.Conv2D(
        input,
        filters,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=widths,
        data_format=data_format or "NHWC",
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


def conv1d(
    value: Any = None,
    filters: Any = None,
    stride: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool | None = None,
    data_format: str | None = None,
    name: str | None = None,
    input: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Convolves sequences with filters.

    Parameters
    ----------
    value, input : Tensor
        Sequences of shape (batch, width, channels), or (batch, channels, width) for "NCW".
    filters : Tensor
        Of shape (width, channels, results) and the same type.
    stride : int or list of int
        Distance between windows.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the ends.
    use_cudnn_on_gpu : bool, optional
        Accepted and not used.
    data_format : {"NWC", "NCW", "NHWC", "NCHW"}, optional
        Where the channels are: last if not given.
    name : str, optional
        Name of the operation.
    dilations : int or list of int, optional
        Distance between neighbouring elements of a window.

    Returns
    -------
    Tensor
        Of the same type and layout.

    Raises
    ------
    ValueError
        If the format is none of these, or shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> sequence = tf.reshape([1.0, 2.0, 3.0], [1, 3, 1])
    >>> tf.Session().run(tf.nn.conv1d(sequence, tf.ones([2, 1, 1]), 1, "VALID")).ravel()
    array([3., 5.], dtype=float32)
    """
    value = renamed("input", input, "value", value)
    if data_format not in (None, "NHWC", "NWC", "NCHW", "NCW"):
        raise ValueError(f'data_format must be "NWC" or "NCW", got {data_format!r}')
    first = data_format in ("NCHW", "NCW")
    with name_scope(name, "conv1d", [value, filters]) as scope:
        channels, axis = (1, 2) if first else (2, 1)
        strides = [1, *per_axis(stride, 1, channels, "stride")]
        dilations = [1, *per_axis(dilations, 1, channels, "dilations")]
        result = conv2d(
            expand_dims(convert_to_tensor(value), axis),
            expand_dims(convert_to_tensor(filters), 0),
            strides,
            padding,
            data_format="NCHW" if first else "NHWC",
            dilations=dilations,
        )
        return squeeze(result, [axis], name=scope)


def conv3d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str | None = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Convolves volumes with filters.

    Parameters
    ----------
    input : Tensor
        Volumes of shape (batch, depth, height, width, channels), or channels second for "NCDHW".
    filter, filters : Tensor
        Of shape (depth, height, width, channels, results) and the same type.
    strides : int or list of int
        Distance between windows: one number, three for the axes of space, or five.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border.
    data_format : {"NDHWC", "NCDHW"}, optional
        Where the channels are.
    dilations : int or list of int
        Distance between neighbouring elements of a window, as for `strides`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type and layout.

    Raises
    ------
    ValueError
        If shapes, strides or dilations do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> volume, filters = tf.ones([1, 2, 2, 2, 1]), tf.ones([2, 2, 2, 1, 1])
    >>> tf.Session().run(tf.nn.conv3d(volume, filters, [1] * 5, "VALID")).ravel()
    array([8.], dtype=float32)
    """
    filters = renamed("filters", filters, "filter", filter)
    channels = channels_at(data_format, 3)
    return raw_ops.Conv3D(
        input,
        filters,
        strides=per_axis(strides, 3, channels, "strides"),
        padding=padding,
        data_format=data_format or "NDHWC",
        dilations=per_axis(dilations, 3, channels, "dilations"),
        name=name,
    )


def conv2d_backprop_input(
    input_sizes: Any,
    filter: Any = None,
    out_backprop: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """The gradient of `tf.nn.conv2d` with respect to its images.

    Parameters
    ----------
    input_sizes : Tensor
        The images' shape, an int32 vector.
    filter, filters : Tensor
        Of shape (height, width, channels, results).
    out_backprop : Tensor
        The gradient of the convolution's result.
    strides, padding, use_cudnn_on_gpu, data_format, dilations : object
        As for `tf.nn.conv2d`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `input_sizes`.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> dy = tf.ones([1, 1, 1, 1])
    >>> filters = tf.reshape([1.0, 2.0], [1, 2, 1, 1])
    >>> tf.Session().run(tf.nn.conv2d_backprop_input([1, 1, 2, 1], filters, dy, [1] * 4, "VALID")).ravel()
    array([1., 2.], dtype=float32)
    """
    filters = renamed("filters", filters, "filter", filter)
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.Conv2DBackpropInput(
        input_sizes,
        filters,
        out_backprop,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=widths,
        data_format=data_format or "NHWC",
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


def conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """The gradient of `tf.nn.conv2d` with respect to its filters.

    Parameters
    ----------
    input : Tensor
        The images.
    filter_sizes : Tensor
        The filters' shape, an int32 vector.
    out_backprop : Tensor
        The gradient of the convolution's result.
    strides, padding, use_cudnn_on_gpu, data_format, dilations : object
        As for `tf.nn.conv2d`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `filter_sizes`.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0], [1, 1, 2, 1])
    >>> dy = tf.ones([1, 1, 2, 1])
    >>> tf.Session().run(tf.nn.conv2d_backprop_filter(image, [1, 1, 1, 1], dy, [1] * 4, "VALID")).ravel()
    array([3.], dtype=float32)
    """
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.Conv2DBackpropFilter(
        input,
        filter_sizes,
        out_backprop,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=widths,
        data_format=data_format,
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


def conv3d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """The gradient of `tf.nn.conv3d` with respect to its filters.

    Parameters
    ----------
    input : Tensor
        The volumes.
    filter_sizes : Tensor
        The filters' shape, an int32 vector.
    out_backprop : Tensor
        The gradient of the convolution's result.
    strides, padding, data_format, dilations : object
        As for `tf.nn.conv3d`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `filter_sizes`.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> volume = dy = tf.ones([1, 2, 2, 2, 1])
    >>> tf.Session().run(tf.nn.conv3d_backprop_filter(volume, [1] * 5, dy, [1] * 5, "VALID")).ravel()
    array([8.], dtype=float32)
    """
    return raw_ops.Conv3DBackpropFilterV2(
        input,
        filter_sizes,
        out_backprop,
        strides=strides,
        padding=padding,
        data_format=data_format,
        dilations=dilations,
        name=name,
    )


conv3d_backprop_filter_v2 = conv3d_backprop_filter


def convolution(
    input: Any,
    filter: Any,
    padding: Any,
    strides: Any = None,
    dilation_rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Convolves over one, two or three axes of space, whichever the filters have.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, ..., channels), or (batch, channels, ...) if `data_format` starts with NC.
    filter, filters : Tensor
        Of shape (..., channels, results).
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border.
    strides : sequence of int, optional
        Distance between windows, per axis of space; 1 if not given.
    dilation_rate, dilations : sequence of int, optional
        Distance between neighbouring elements of a window, per axis of space; 1 if not given.
    name : str, optional
        Name of the operation.
    data_format : str, optional
        "NWC", "NHWC" or "NDHWC" (as if not given), or "NCW", "NCHW" or "NCDHW".

    Returns
    -------
    Tensor
        Of the same type and layout.

    Raises
    ------
    ValueError
        If the rank is not known or not 3 to 5, or both strides and dilations are larger than 1.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0, 3.0, 4.0], [1, 4, 1])
    >>> tf.Session().run(tf.nn.convolution(image, tf.ones([2, 1, 1]), "VALID", dilation_rate=[2])).ravel()
    array([4., 6.], dtype=float32)
    """
    filters = renamed("filters", filters, "filter", filter)
    rate = renamed("dilations", dilations, "dilation_rate", dilation_rate)
    with name_scope(name, "convolution", [input, filters]) as scope:
        input = convert_to_tensor(input, name="input")
        filters = convert_to_tensor(filters, name="filter")
        ndims = filters.shape.ndims if filters.shape.ndims is not None else input.shape.ndims
        if ndims is None:
            raise ValueError("the rank of input or filter must be known")
        space = ndims - 2
        if not 1 <= space <= 3:
            raise ValueError(f"convolution takes filters of rank 3 to 5, got rank {ndims}")
        strides = _per_axis_of_space(strides, space, "strides")
        rate = _per_axis_of_space(rate, space, "dilation_rate")
        if max(strides) > 1 and max(rate) > 1:
            raise ValueError("strides > 1 not supported in conjunction with dilation_rate > 1")
        first = data_format is not None and data_format.startswith("NC")
        known = {"NWC", "NHWC", "NDHWC", "NCW", "NCHW", "NCDHW", None}
        if data_format not in known or (data_format is not None and len(data_format) != ndims):
            raise ValueError(f"data_format {data_format!r} does not fit filters of rank {ndims}")
        if space == 1:
            layout = "NCW" if first else "NWC"
            return conv1d(input, filters, strides, padding, data_format=layout, dilations=rate, name=scope)
        if space == 2:
            layout = "NCHW" if first else "NHWC"
            return conv2d(input, filters, strides, padding, data_format=layout, dilations=rate, name=scope)
        layout = "NCDHW" if first else "NDHWC"
        return conv3d(input, filters, strides, padding, layout, rate, name=scope)


def _per_axis_of_space(value: Any, space: int, name: str) -> list[int]:
    """One positive number per axis of space; 1 if nothing was given."""
    given = [1] * space if value is None else _listed(value)
    if len(given) == 1:
        given = given * space
    if len(given) != space:
        raise ValueError(f"len({name})={len(given)} but should be {space}")
    if min(given) < 1:
        raise ValueError(f"all values of {name} must be positive, got {given}")
    return given


def atrous_conv2d(value: Any, filters: Any, rate: Any, padding: Any, name: str | None = None) -> Tensor:
    """Convolves images with filters whose elements stand `rate` pixels apart.

    Parameters
    ----------
    value : Tensor
        Images of shape (batch, height, width, channels), of a floating type.
    filters : Tensor
        Of shape (height, width, channels, results).
    rate : int or pair of int
        Distance between neighbouring elements of a window.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type.

    Raises
    ------
    ValueError
        If the rate is not positive, or shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0, 3.0], [1, 1, 3, 1])
    >>> tf.Session().run(tf.nn.atrous_conv2d(image, tf.ones([1, 2, 1, 1]), 2, "VALID")).ravel()
    array([4.], dtype=float32)
    """
    return convolution(value, filters, padding, dilation_rate=_per_axis_of_space(rate, 2, "rate"), name=name)


def with_space_to_batch(
    input: Any,
    dilation_rate: Any,
    padding: str,
    op: Callable[..., Any],
    filter_shape: Any = None,
    spatial_dims: Any = None,
    data_format: str | None = None,
) -> Tensor:
    """Runs an op on pixels that stand `dilation_rate` apart, by moving space into the batch and back.

    The convolutions here have dilations of their own, which cost nothing; this is for other ops.

    Parameters
    ----------
    input : Tensor
        Of rank ``max(spatial_dims) + 1`` or more.
    dilation_rate : sequence of int
        Distance between neighbouring elements of a window, per axis of space.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border.
    op : function
        Called as ``op(input, number of axes of space, padding)``, gives a Tensor with the same batch.
    filter_shape : sequence of int, optional
        Sizes of a window, needed for "SAME".
    spatial_dims : sequence of int, optional
        The axes of space; those after the batch if not given.
    data_format : str, optional
        Starts with NC where channels come before space.

    Returns
    -------
    Tensor
        The op's result, space where it was.

    Raises
    ------
    ValueError
        If a rate is not positive, the axes are not in order, or `filter_shape` is missing.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0, 3.0, 4.0], [1, 4, 1])
    >>> op = lambda x, axes, padding: tf.nn.conv1d(x, tf.ones([2, 1, 1]), 1, padding)
    >>> tf.Session().run(tf.nn.with_space_to_batch(image, [2], "VALID", op)).ravel()
    array([4., 6.], dtype=float32)
    """
    input = convert_to_tensor(input, name="input")
    rate = _listed(dilation_rate)
    count = len(rate)
    first = 2 if data_format is not None and data_format.startswith("NC") else 1
    dims = list(range(first, first + count)) if spatial_dims is None else sorted(int(d) for d in spatial_dims)
    if len(dims) != count or len(set(dims)) != count or dims[0] < 1:
        raise ValueError(f"spatial_dims must be {count} different axes after the batch, got {spatial_dims}")
    if min(rate) < 1:
        raise ValueError(f"dilation_rate must be positive, got {rate}")
    if max(rate) == 1:
        alone: Tensor = op(input, count, padding)
        return alone
    if padding not in ("SAME", "VALID"):
        raise ValueError(f"Invalid padding method {padding!r}")
    widths = [[0, 0] for _ in range(dims[-1])]
    blocks = [1] * dims[-1]
    if padding == "SAME" and filter_shape is None:
        raise ValueError("filter_shape must be specified for padding='SAME'")
    for i, (dim, step) in enumerate(zip(dims, rate, strict=True)):
        blocks[dim - 1] = step
        if padding == "SAME":
            reach = (int(filter_shape[i]) - 1) * step
            widths[dim - 1] = [reach // 2, reach - reach // 2]
    space = input.shape[1 : dims[-1] + 1]
    sizes: Any = space.as_list() if space.is_fully_defined() else shape(input)[1 : dims[-1] + 1]
    paddings, crops = required_space_to_batch_paddings(sizes, blocks, widths)
    moved = op(space_to_batch_nd(input, blocks, paddings), count, "VALID")
    return batch_to_space_nd(moved, blocks, crops)
