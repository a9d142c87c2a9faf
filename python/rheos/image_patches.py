"""Patches of images and volumes, put into the channels of one result."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from .graph import Tensor
from .spelling import renamed

__all__ = ["extract_image_patches", "extract_volume_patches"]


def extract_image_patches(
    images: Any,
    ksizes: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: str | None = None,
    name: str | None = None,
    sizes: Any = None,
) -> Tensor:
    """The patch of each window of images, flattened into the channels.

    Parameters
    ----------
    images : Tensor
        Of shape (batch, rows, columns, channels) and a number type or bool.
    ksizes, sizes : list of int
        Size of the windows, [1, rows, columns, 1]; two names of one argument.
    strides : list of int
        Distance between windows, [1, rows, columns, 1].
    rates : list of int
        Distance between neighbouring elements of a window, [1, rows, columns, 1].
    padding : {"SAME", "VALID"}
        Whether windows reach over the border, where they see zeros.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape (batch, rows, columns, window rows * window columns * channels).

    Raises
    ------
    ValueError
        If a list has not four positive entries, or the window is larger than the images (with "VALID").

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.reshape(tf.range(9), [1, 3, 3, 1])
    >>> patches = tf.extract_image_patches(x, [1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
    >>> tf.Session().run(patches)[0, 0]
    array([[0, 1, 3, 4],
           [1, 2, 4, 5]], dtype=int32)
    """
    ksizes = renamed("sizes", sizes, "ksizes", ksizes)
    if ksizes is None or strides is None or rates is None or padding is None:
        raise TypeError("extract_image_patches needs sizes, strides, rates and padding")
    return raw_ops.ExtractImagePatches(images, ksizes, strides, rates, padding, name=name)


def extract_volume_patches(
    input: Any, ksizes: Any, strides: Any, padding: str, name: str | None = None
) -> Tensor:
    """The patch of each window of volumes, flattened into the channels.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, planes, rows, columns, channels) and a real type.
    ksizes : list of int
        Size of the windows, [1, planes, rows, columns, 1].
    strides : list of int
        Distance between windows, [1, planes, rows, columns, 1].
    padding : {"SAME", "VALID"}
        Whether windows reach over the border, where they see zeros.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape (batch, planes, rows, columns, elements of a window * channels).

    Raises
    ------
    ValueError
        If a list has not five positive entries, or the window is larger than the volumes (with "VALID").

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.reshape(tf.range(8), [1, 2, 2, 2, 1])
    >>> tf.Session().run(tf.extract_volume_patches(x, [1, 2, 1, 2, 1], [1, 1, 1, 1, 1], "VALID"))[0, 0, :, 0]
    array([[0, 1, 4, 5],
           [2, 3, 6, 7]], dtype=int32)
    """
    return raw_ops.ExtractVolumePatches(input, ksizes, strides, padding, name=name)
