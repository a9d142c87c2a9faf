"""Where values enter a graph: `tf.constant`, `tf.placeholder`, `tf.placeholder_with_default`."""

from __future__ import annotations

from typing import Any

from . import _native
from ._native import Tensor, constant

__all__ = ["constant", "placeholder", "placeholder_with_default"]


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Tensor:
    """A tensor whose value every run must feed.

    Parameters
    ----------
    dtype : DType or what stands for one
        Type of the elements.
    shape : TensorShape or what stands for one, optional
        Sizes that fed values must have; None as a whole or for a size leaves them open.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.placeholder(tf.float32, [None, 3], name="x")
    <tf.Tensor 'x:0' shape=(?, 3) dtype=float32>
    """
    return _native.apply("Placeholder", (), (dtype, shape), name)  # type: ignore[no-any-return]


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """A tensor that passes on `input` in runs that do not feed it.

    Parameters
    ----------
    input : Tensor or what can become one
        The value where none is fed.
    shape : TensorShape or what stands for one
        Sizes that fed values must have; None leaves them open.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> tf.placeholder_with_default(1.0, [], name="keep")
    <tf.Tensor 'keep:0' shape=() dtype=float32>
    """
    return _native.apply("PlaceholderWithDefault", (input,), (shape,), name)  # type: ignore[no-any-return]
