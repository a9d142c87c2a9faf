"""Transposed convolutions: the gradients of convolutions as layers of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._gen import raw_ops
from .array import expand_dims, squeeze
from .dtypes import as_dtype
from .graph import Tensor, convert_to_tensor, name_scope
from .joins import concat
from .nn_convolutions import border, channels_at, per_axis
from .spelling import renamed

__all__ = [
    "atrous_conv2d_transpose",
    "conv1d_transpose",
    "conv2d_transpose",
    "conv3d_transpose",
    "conv_transpose",
]


def _checked(value: Any, filters: Any, output_shape: Any, channels: int) -> tuple[Tensor, Tensor, Tensor]:
    """The operands as tensors; errors where channels are known and differ."""
    value = convert_to_tensor(value, name="value")
    filters = convert_to_tensor(filters, name="filter")
    ndims = channels_count = None
    if filters.shape.ndims is not None:
        ndims = filters.shape.ndims
        channels_count = filters.shape[ndims - 1]
    if ndims is not None and value.shape.ndims is not None:
        if value.shape.ndims != ndims:
            raise ValueError(f"value must have rank {ndims}, but has shape {value.shape}")
        if not value.shape[channels].is_compatible_with(channels_count):
            raise ValueError(
                f"input channels does not match filter's input channels, "
                f"{value.shape[channels]} != {channels_count}"
            )
    if isinstance(output_shape, (list, tuple)) and ndims is not None and len(output_shape) != ndims:
        raise ValueError(f"output_shape must have shape ({ndims},), got {output_shape}")
    if isinstance(output_shape, (list, tuple)) and all(isinstance(n, int) for n in output_shape):
        wanted = output_shape[channels]
        if ndims is not None and not filters.shape[ndims - 2].is_compatible_with(wanted):
            raise ValueError(
                f"output_shape does not match filter's output channels, "
                f"{wanted} != {filters.shape[ndims - 2]}"
            )
    sizes = convert_to_tensor(output_shape, name="output_shape")
    if ndims is not None and not sizes.shape.is_compatible_with([ndims]):
        raise ValueError(f"output_shape must have shape ({ndims},), got {sizes.shape}")
    return value, filters, sizes


def conv2d_transpose(
    value: Any = None,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: Any = "SAME",
    data_format: str | None = "NHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """The transpose of `tf.nn.conv2d`: its gradient with respect to the images.

    Parameters
    ----------
    value, input : Tensor
        Images of shape (batch, height, width, channels), or channels second for "NCHW"; of a floating type.
    filter, filters : Tensor
        Of shape (height, width, results, channels): the last two change places.
    output_shape : Tensor or list of int
        Shape of the result, a vector of four.
    strides : int or list of int
        Distance between windows in the result.
    padding : {"SAME", "VALID"} or list of pairs
        As for the convolution that is transposed.
    data_format : {"NHWC", "NCHW"}, optional
        Where the channels are.
    name : str, optional
        Name of the operation.
    dilations : int or list of int, optional
        Distance between neighbouring elements of a window.

    Returns
    -------
    Tensor
        Of shape `output_shape`.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image, filters = tf.ones([1, 1, 2, 1]), tf.reshape([1.0, 2.0], [1, 2, 1, 1])
    >>> tf.Session().run(tf.nn.conv2d_transpose(image, filters, [1, 1, 4, 1], [1, 1, 2, 1])).ravel()
    array([1., 2., 1., 2.], dtype=float32)
    """
    value = renamed("input", input, "value", value)
    filters = renamed("filters", filters, "filter", filter)
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    with name_scope(name, "conv2d_transpose", [value, filters, output_shape]) as scope:
        value, filters, sizes = _checked(value, filters, output_shape, channels)
        return raw_ops.Conv2DBackpropInput(
            sizes,
            filters,
            value,
            strides=per_axis(strides, 2, channels, "strides"),
            padding=kind,
            explicit_paddings=widths,
            data_format=data_format or "NHWC",
            dilations=per_axis(dilations, 2, channels, "dilations"),
            name=scope,
        )


def conv3d_transpose(
    value: Any,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: Any = "SAME",
    data_format: str | None = "NDHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """The transpose of `tf.nn.conv3d`: its gradient with respect to the volumes.

    Parameters
    ----------
    value, input : Tensor
        Volumes of shape (batch, depth, height, width, channels), or channels second for "NCDHW".
    filter, filters : Tensor
        Of shape (depth, height, width, results, channels): the last two change places.
    output_shape : Tensor or list of int
        Shape of the result, a vector of five.
    strides : int or list of int
        Distance between windows in the result.
    padding : {"SAME", "VALID"}
        As for the convolution that is transposed.
    data_format : {"NDHWC", "NCDHW"}, optional
        Where the channels are.
    name : str, optional
        Name of the operation.
    dilations : int or list of int, optional
        Distance between neighbouring elements of a window.

    Returns
    -------
    Tensor
        Of shape `output_shape`.

    Raises
    ------
    ValueError
        If shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> volume, filters = tf.ones([1, 1, 1, 2, 1]), tf.reshape([1.0, 2.0], [1, 1, 2, 1, 1])
    >>> tf.Session().run(tf.nn.conv3d_transpose(volume, filters, [1, 1, 1, 4, 1], [1, 1, 1, 2, 1])).ravel()
    array([1., 2., 1., 2.], dtype=float32)
    """
    value = renamed("input", input, "value", value)
    filters = renamed("filters", filters, "filter", filter)
    channels = channels_at(data_format, 3)
    with name_scope(name, "conv3d_transpose", [value, filters, output_shape]) as scope:
        value, filters, sizes = _checked(value, filters, output_shape, channels)
        return raw_ops.Conv3DBackpropInputV2(
            sizes,
            filters,
            value,
            strides=per_axis(strides, 3, channels, "strides"),
            padding=padding,
            data_format=data_format or "NDHWC",
            dilations=per_axis(dilations, 3, channels, "dilations"),
            name=scope,
        )


def conv1d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str | None = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The transpose of `tf.nn.conv1d`: its gradient with respect to the sequences.

    Parameters
    ----------
    input : Tensor
        Sequences of shape (batch, width, channels), or channels second for "NCW"; of a floating type.
    filters : Tensor
        Of shape (width, results, channels): the last two change places.
    output_shape : Tensor or list of int
        Shape of the result, a vector of three.
    strides : int or list of int
        Distance between windows in the result.
    padding : {"SAME", "VALID"}
        As for the convolution that is transposed.
    data_format : {"NWC", "NCW"}, optional
        Where the channels are.
    dilations : int or list of int, optional
        Distance between neighbouring elements of a window.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `output_shape`.

    Raises
    ------
    ValueError
        If the format is neither of these, or shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> sequence, filters = tf.ones([1, 2, 1]), tf.reshape([1.0, 2.0], [2, 1, 1])
    >>> tf.Session().run(tf.nn.conv1d_transpose(sequence, filters, [1, 4, 1], 2)).ravel()
    array([1., 2., 1., 2.], dtype=float32)
    """
    if data_format not in (None, "NWC", "NCW"):
        raise ValueError(f'data_format must be "NWC" or "NCW", got {data_format!r}')
    first = data_format == "NCW"
    with name_scope(name, "conv1d_transpose", [input, filters, output_shape]) as scope:
        channels, axis = (1, 2) if first else (2, 1)
        input = convert_to_tensor(input, name="input")
        filters = convert_to_tensor(filters, name="filter")
        if isinstance(output_shape, (list, tuple)) and all(isinstance(n, int) for n in output_shape):
            sizes: Any = [*output_shape[:axis], 1, *output_shape[axis:]]
        else:
            given = convert_to_tensor(output_shape, dtype=as_dtype("int32"), name="output_shape")
            sizes = concat([given[:axis], [1], given[axis:]], 0)
        result = conv2d_transpose(
            expand_dims(input, axis),
            expand_dims(filters, 0),
            sizes,
            [1, *per_axis(strides, 1, channels, "strides")],
            padding,
            data_format="NCHW" if first else "NHWC",
            dilations=[1, *per_axis(dilations, 1, channels, "dilations")],
        )
        return squeeze(result, [axis], name=scope)


def conv_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The transpose of a convolution over one, two or three axes of space.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, ..., channels), or channels second if `data_format` starts with NC.
    filters : Tensor
        Of shape (..., results, channels).
    output_shape : Tensor or list of int
        Shape of the result, a vector of 3 to 5, whose length must be known.
    strides : int or list of int
        Distance between windows in the result.
    padding : {"SAME", "VALID"}
        As for the convolution that is transposed.
    data_format : str, optional
        As for `tf.nn.convolution`.
    dilations : int or list of int, optional
        Distance between neighbouring elements of a window.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `output_shape`.

    Raises
    ------
    ValueError
        If the length of `output_shape` is not known or not 3 to 5, or shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> sequence, filters = tf.ones([1, 2, 1]), tf.reshape([1.0, 2.0], [2, 1, 1])
    >>> tf.Session().run(tf.nn.conv_transpose(sequence, filters, [1, 4, 1], 2)).ravel()
    array([1., 2., 1., 2.], dtype=float32)
    """
    with name_scope(name, "conv_transpose", [input, filters, output_shape]) as scope:
        if isinstance(output_shape, Tensor):
            length = output_shape.shape[0].value if output_shape.shape.ndims == 1 else None
        else:
            length = (
                len(output_shape)
                if isinstance(output_shape, Sequence) or hasattr(output_shape, "__len__")
                else None
            )
        if length is None:
            raise ValueError("output_shape must be a tensor or a list whose length is known")
        if not 3 <= length <= 5:
            raise ValueError(f"output_shape must be of length 3, 4 or 5 but was {length}")
        if length == 3:
            return conv1d_transpose(
                input, filters, output_shape, strides, padding, data_format or "NWC", dilations, scope
            )
        two = length == 4
        function = conv2d_transpose if two else conv3d_transpose
        return function(
            input,
            filters,
            output_shape,
            strides,
            padding,
            data_format or ("NHWC" if two else "NDHWC"),
            scope,
            dilations=dilations,
        )


def atrous_conv2d_transpose(
    value: Any, filters: Any, output_shape: Any, rate: Any, padding: str, name: str | None = None
) -> Tensor:
    """The transpose of `tf.nn.atrous_conv2d`: its gradient with respect to the images.

    Parameters
    ----------
    value : Tensor
        Images of shape (batch, height, width, channels), of a floating type.
    filters : Tensor
        Of shape (height, width, results, channels): the last two change places.
    output_shape : Tensor or list of int
        Shape of the result, a vector of four.
    rate : int
        Distance between neighbouring elements of a window.
    padding : {"SAME", "VALID"}
        As for the convolution that is transposed.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape `output_shape`.

    Raises
    ------
    ValueError
        If the rate is not positive, the padding neither of these, or shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image, filters = tf.ones([1, 1, 1, 1]), tf.reshape([1.0, 2.0], [1, 2, 1, 1])
    >>> tf.Session().run(tf.nn.atrous_conv2d_transpose(image, filters, [1, 1, 3, 1], 2, "VALID")).ravel()
    array([1., 0., 2.], dtype=float32)
    """
    if padding not in ("SAME", "VALID"):
        raise ValueError(f"padding must be either VALID or SAME: {padding} passed.")
    if rate < 1:
        raise ValueError(f"rate {rate} cannot be less than one")
    with name_scope(name, "atrous_conv2d_transpose", [value, filters, output_shape]) as scope:
        return conv2d_transpose(value, filters, output_shape, 1, padding, name=scope, dilations=rate)
