"""`tf.image`: patches so far."""

from __future__ import annotations

from typing import Any

from .graph import Tensor
from .image_patches import extract_image_patches

__all__ = ["extract_image_patches", "extract_patches"]


def __getattr__(name: str) -> Any:
    from ._namespace import missing

    raise missing(__name__, __all__, name)


def extract_patches(
    images: Any, sizes: Any, strides: Any, rates: Any, padding: str, name: str | None = None
) -> Tensor:
    """The patch of each window of images, flattened into the channels.

    This is `extract_image_patches` by its later name.

    Parameters
    ----------
    images : Tensor
        Of shape (batch, rows, columns, channels) and a number type or bool.
    sizes, strides, rates : list of int
        Size of the windows, distance between them and between their elements, [1, rows, columns, 1] each.
    padding : {"SAME", "VALID"}
        Whether windows reach over the border, where they see zeros.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape (batch, rows, columns, window rows * window columns * channels).

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.reshape(tf.range(9), [1, 3, 3, 1])
    >>> tf.Session().run(tf.image.extract_patches(x, [1, 3, 1, 1], [1] * 4, [1] * 4, "VALID"))[0, 0]
    array([[0, 3, 6],
           [1, 4, 7],
           [2, 5, 8]], dtype=int32)
    """
    return extract_image_patches(images, sizes, strides, rates, padding, name)
