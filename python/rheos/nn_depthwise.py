"""Convolutions channel by channel, and separable ones; greyscale dilation and erosion."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from .elementwise import negative
from .graph import Tensor, convert_to_tensor, name_scope
from .nn_convolutions import border, channels_at, conv2d, per_axis
from .slices import reverse
from .spelling import renamed

__all__ = [
    "depthwise_conv2d",
    "depthwise_conv2d_backprop_filter",
    "depthwise_conv2d_backprop_input",
    "depthwise_conv2d_native",
    "depthwise_conv2d_native_backprop_filter",
    "depthwise_conv2d_native_backprop_input",
    "dilation2d",
    "erosion2d",
    "separable_conv2d",
]


def depthwise_conv2d_native(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Convolves each channel of images with filters of its own.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, height, width, channels), or channels second for "NCHW"; of a floating type.
    filter : Tensor
        Of shape (height, width, channels, multiplier): result ``c * multiplier + q`` is of channel ``c``.
    strides : list of int
        Distance between windows, four numbers.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows may reach over the border, or the widths of the border.
    data_format : {"NHWC", "NCHW"}
        Where the channels are.
    dilations : list of int
        Distance between neighbouring elements of a window, four numbers.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        With ``channels * multiplier`` channels.

    Raises
    ------
    ValueError
        If shapes, strides, dilations or paddings do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image, filters = tf.ones([1, 1, 2, 1]), tf.reshape([1.0, 2.0], [1, 1, 1, 2])
    >>> tf.Session().run(tf.nn.depthwise_conv2d_native(image, filters, [1] * 4, "SAME")).ravel()
    array([1., 2., 1., 2.], dtype=float32)
    """
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.DepthwiseConv2dNative(
        input,
        filter,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        explicit_paddings=widths,
        data_format=data_format or "NHWC",
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


def depthwise_conv2d_native_backprop_input(
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """The gradient of `tf.nn.depthwise_conv2d_native` with respect to its images.

    Parameters
    ----------
    input_sizes : Tensor
        The images' shape, an int32 vector.
    filter : Tensor
        Of shape (height, width, channels, multiplier).
    out_backprop : Tensor
        The gradient of the convolution's result.
    strides, padding, data_format, dilations : object
        As for `tf.nn.depthwise_conv2d_native`.
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
    >>> filters, dy = tf.reshape([1.0, 2.0], [1, 1, 1, 2]), tf.ones([1, 1, 1, 2])
    >>> f = tf.nn.depthwise_conv2d_native_backprop_input
    >>> tf.Session().run(f([1, 1, 1, 1], filters, dy, [1] * 4, "SAME")).ravel()
    array([3.], dtype=float32)
    """
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.DepthwiseConv2dNativeBackpropInput(
        input_sizes,
        filter,
        out_backprop,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        explicit_paddings=widths,
        data_format=data_format,
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


def depthwise_conv2d_native_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """The gradient of `tf.nn.depthwise_conv2d_native` with respect to its filters.

    Parameters
    ----------
    input : Tensor
        The images.
    filter_sizes : Tensor
        The filters' shape, an int32 vector.
    out_backprop : Tensor
        The gradient of the convolution's result.
    strides, padding, data_format, dilations : object
        As for `tf.nn.depthwise_conv2d_native`.
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
    >>> image, dy = tf.reshape([1.0, 2.0], [1, 1, 2, 1]), tf.ones([1, 1, 2, 1])
    >>> f = tf.nn.depthwise_conv2d_native_backprop_filter
    >>> tf.Session().run(f(image, [1, 1, 1, 1], dy, [1] * 4, "SAME")).ravel()
    array([3.], dtype=float32)
    """
    kind, widths = border(padding)
    channels = channels_at(data_format, 2)
    return raw_ops.DepthwiseConv2dNativeBackpropFilter(
        input,
        filter_sizes,
        out_backprop,
        strides=per_axis(strides, 2, channels, "strides"),
        padding=kind,
        explicit_paddings=widths,
        data_format=data_format,
        dilations=per_axis(dilations, 2, channels, "dilations"),
        name=name,
    )


depthwise_conv2d_backprop_input = depthwise_conv2d_native_backprop_input
depthwise_conv2d_backprop_filter = depthwise_conv2d_native_backprop_filter


def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Convolves each channel of images with filters of its own.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, height, width, channels), or channels second for "NCHW"; of a floating type.
    filter : Tensor
        Of shape (height, width, channels, multiplier).
    strides : list of int
        Distance between windows, four numbers.
    padding : {"SAME", "VALID"} or list of pairs
        Whether windows may reach over the border, or the widths of the border.
    rate, dilations : int or pair of int, optional
        Distance between neighbouring elements of a window; 1 if not given.
    name : str, optional
        Name of the operation.
    data_format : {"NHWC", "NCHW"}, optional
        Where the channels are.

    Returns
    -------
    Tensor
        With ``channels * multiplier`` channels.

    Raises
    ------
    ValueError
        If shapes, strides, rates or paddings do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 2.0, 3.0], [1, 1, 3, 1])
    >>> filters = tf.ones([1, 2, 1, 1])
    >>> tf.Session().run(tf.nn.depthwise_conv2d(image, filters, [1] * 4, "VALID", rate=[1, 2])).ravel()
    array([4.], dtype=float32)
    """
    rate = renamed("dilations", dilations, "rate", rate)
    with name_scope(name, "depthwise", [input, filter]) as scope:
        input = convert_to_tensor(input, name="tensor_in")
        filter = convert_to_tensor(filter, name="filter_in")
        return depthwise_conv2d_native(
            input, filter, strides, padding, data_format or "NHWC", rate, name=scope
        )


def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """A depthwise convolution followed by one that mixes the channels of each pixel.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, height, width, channels), or channels second for "NCHW"; of a floating type.
    depthwise_filter : Tensor
        Of shape (height, width, channels, multiplier).
    pointwise_filter : Tensor
        Of shape (1, 1, channels * multiplier, results).
    strides, padding, rate, dilations, data_format : object
        As for `tf.nn.depthwise_conv2d`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type and layout.

    Raises
    ------
    ValueError
        If shapes, strides, rates or paddings do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image, ones = tf.ones([1, 2, 2, 2]), tf.ones([2, 2, 2, 1])
    >>> mix = tf.reshape([1.0, 10.0], [1, 1, 2, 1])
    >>> tf.Session().run(tf.nn.separable_conv2d(image, ones, mix, [1] * 4, "VALID")).ravel()
    array([44.], dtype=float32)
    """
    rate = renamed("dilations", dilations, "rate", rate)
    with name_scope(name, "separable_conv2d", [input, depthwise_filter, pointwise_filter]) as scope:
        input = convert_to_tensor(input, name="tensor_in")
        depthwise_filter = convert_to_tensor(depthwise_filter, name="depthwise_filter")
        pointwise_filter = convert_to_tensor(pointwise_filter, name="pointwise_filter")
        shape = pointwise_filter.shape.with_rank(4)
        shape[0].assert_is_compatible_with(1)
        shape[1].assert_is_compatible_with(1)
        layout = data_format or "NHWC"
        depthwise = depthwise_conv2d_native(
            input, depthwise_filter, strides, padding, layout, rate, name="depthwise"
        )
        return conv2d(depthwise, pointwise_filter, [1] * 4, "VALID", data_format=layout, name=scope)


def dilation2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: Any = None,
    name: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """The greatest sum of image and filter over each window, channel by channel.

    Parameters
    ----------
    input : Tensor
        Images of shape (batch, height, width, channels), of a real type.
    filter, filters : Tensor
        Of shape (height, width, channels).
    strides : list of int
        Distance between windows, four numbers.
    rates, dilations : list of int
        Distance between neighbouring elements of a window, four numbers.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border; what lies beyond takes no part.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type.

    Raises
    ------
    ValueError
        If shapes, strides or rates do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 5.0, 2.0], [1, 1, 3, 1])
    >>> tf.Session().run(tf.nn.dilation2d(image, tf.zeros([1, 2, 1]), [1] * 4, [1] * 4, "VALID")).ravel()
    array([5., 5.], dtype=float32)
    """
    return raw_ops.Dilation2D(
        input,
        renamed("filters", filters, "filter", filter),
        strides=strides,
        rates=renamed("dilations", dilations, "rates", rates),
        padding=padding,
        name=name,
    )


def erosion2d(
    value: Any, kernel: Any, strides: Any, rates: Any, padding: Any, name: str | None = None
) -> Tensor:
    """The least difference of image and mirrored filter over each window, channel by channel.

    Parameters
    ----------
    value : Tensor
        Images of shape (batch, height, width, channels), of a real type.
    kernel : Tensor
        Of shape (height, width, channels).
    strides, rates : list of int
        Distances between windows and between elements of a window, four numbers each.
    padding : {"SAME", "VALID"}
        Whether windows may reach over the border; what lies beyond takes no part.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same type.

    Raises
    ------
    ValueError
        If shapes, strides or rates do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> image = tf.reshape([1.0, 5.0, 2.0], [1, 1, 3, 1])
    >>> tf.Session().run(tf.nn.erosion2d(image, tf.zeros([1, 2, 1]), [1] * 4, [1] * 4, "VALID")).ravel()
    array([1., 2.], dtype=float32)
    """
    with name_scope(name, "erosion2d", [value, kernel]) as scope:
        mirrored = reverse(kernel, [0, 1])
        return negative(dilation2d(negative(value), mirrored, strides, rates, padding), name=scope)
