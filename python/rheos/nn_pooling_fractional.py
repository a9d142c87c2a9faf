"""Fractional pooling of `tf.nn`: regions of random, nearly equal sizes."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from .nn_pooling import per_axis

__all__ = ["fractional_avg_pool", "fractional_max_pool"]


def fractional_max_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> Any:
    """The largest element of regions of random, nearly equal sizes (Graham, 2014).

    Parameters
    ----------
    value : Tensor
        Images of shape (batch, rows, columns, channels), of type float32, float64, int32 or int64.
    pooling_ratio : list of float
        How many times smaller each axis becomes; 1.0 for batch and channels.
    pseudo_random : bool
        Draw one number for all boundaries of an axis, instead of shuffling the sizes.
    overlapping : bool
        Let neighbouring regions share the elements at their boundary.
    deterministic : bool
        Draw once and keep the regions for all runs of the session.
    seed, seed2 : int
        Seeds of the generator; with both 0 the regions cannot be foreseen.
    name : str, optional
        Name of the operation.

    Returns
    -------
    output, row_pooling_sequence, col_pooling_sequence : named tuple of Tensor
        The elements, and the boundaries of the regions (int64).

    Raises
    ------
    ValueError
        If a ratio is below 1 or an axis too short.

    Examples
    --------
    >>> import rheos as tf
    >>> result = tf.nn.fractional_max_pool(tf.ones([1, 6, 6, 1]), [1.0, 1.5, 1.5, 1.0], seed=1, seed2=2)
    >>> tf.Session().run(result)[0].shape
    (1, 4, 4, 1)
    """
    ratio = _ratios(pooling_ratio)
    return raw_ops.FractionalMaxPool(
        value, ratio, pseudo_random, overlapping, deterministic, seed, seed2, name=name
    )


def fractional_avg_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> Any:
    """The mean of regions of random, nearly equal sizes (Graham, 2014).

    Parameters
    ----------
    value : Tensor
        Images of shape (batch, rows, columns, channels), of type float32, float64, int32 or int64.
    pooling_ratio : list of float
        How many times smaller each axis becomes; 1.0 for batch and channels.
    pseudo_random : bool
        Draw one number for all boundaries of an axis, instead of shuffling the sizes.
    overlapping : bool
        Let neighbouring regions share the elements at their boundary.
    deterministic : bool
        Draw once and keep the regions for all runs of the session.
    seed, seed2 : int
        Seeds of the generator; with both 0 the regions cannot be foreseen.
    name : str, optional
        Name of the operation.

    Returns
    -------
    output, row_pooling_sequence, col_pooling_sequence : named tuple of Tensor
        The means, and the boundaries of the regions (int64).

    Raises
    ------
    ValueError
        If a ratio is below 1 or an axis too short.

    Examples
    --------
    >>> import rheos as tf
    >>> result = tf.nn.fractional_avg_pool(tf.ones([1, 6, 6, 1]), [1.0, 1.5, 1.5, 1.0], seed=1, seed2=2)
    >>> tf.Session().run(result)[0].shape
    (1, 4, 4, 1)
    """
    ratio = _ratios(pooling_ratio)
    return raw_ops.FractionalAvgPool(
        value, ratio, pseudo_random, overlapping, deterministic, seed, seed2, name=name
    )


def _ratios(ratio: Any) -> list[float]:
    return [float(r) for r in per_axis(ratio, 2, False, "pooling_ratio")]
