"""Elements sorted into bins: `tf.bincount` and histograms."""

from __future__ import annotations

from typing import Any

from . import dtypes
from ._gen import raw_ops
from ._native import Tensor, constant, convert_to_tensor
from .arithmetic import maximum, minimum, truediv
from .casting import cast
from .clip import clip_by_value
from .elementwise import floor
from .graph import name_scope
from .reductions import reduce_max, reduce_prod
from .reshaping import reshape, shape

__all__ = [
    "bincount",
    "histogram_fixed_width",
    "histogram_fixed_width_bins",
]


def bincount(
    arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None, dtype: Any = dtypes.int32
) -> Tensor:
    """How often each number from 0 on occurs, or the sum of the weights in its places.

    Parameters
    ----------
    arr : int32 Tensor or what can become one
        Numbers that are not negative, of any shape.
    weights : Tensor or what can become one, optional
        int32, int64, float32 or float64, one for each number; by default each counts 1.
    minlength : scalar, optional
        Least length of the result.
    maxlength : scalar, optional
        Greatest length of the result; larger numbers are left out.
    dtype : DType, optional
        Of the result, where there are no weights.

    Returns
    -------
    Tensor
        A vector, as long as the largest number demands, and nothing for no numbers.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is negative.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bincount([1, 1, 3]))
    array([0, 2, 0, 1], dtype=int32)
    """
    with name_scope(None, "bincount"):
        arr = convert_to_tensor(arr, dtype=dtypes.int32, name="arr")
        some = reduce_prod(shape(arr)) > 0
        size = cast(some, dtypes.int32) * (reduce_max(arr) + 1)
        if minlength is not None:
            size = maximum(convert_to_tensor(minlength, dtype=dtypes.int32, name="minlength"), size)
        if maxlength is not None:
            size = minimum(convert_to_tensor(maxlength, dtype=dtypes.int32, name="maxlength"), size)
        weights = constant([], dtype) if weights is None else convert_to_tensor(weights, name="weights")
        return raw_ops.Bincount(arr, size, weights)


def histogram_fixed_width(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = dtypes.int32, name: str | None = None
) -> Tensor:
    """Counts of values in bins of equal width.

    Parameters
    ----------
    values : Tensor or what can become one
        int32, int64, float32 or float64, of any shape. Those outside the range count in the first or
        last bin.
    value_range : Tensor or what can become one
        The lower end of the first bin and the upper end of the last; dtype of `values`.
    nbins : scalar
        Number of bins.
    dtype : DType, optional
        int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        `nbins` counts.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the range is empty, or a value is NaN.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.histogram_fixed_width([-1.0, 0.0, 1.5, 2.0, 5.0, 15.0], [0.0, 5.0], nbins=5))
    array([2, 1, 1, 0, 2], dtype=int32)
    """
    with name_scope(name, "histogram_fixed_width", [values, value_range, nbins]) as scope:
        return raw_ops.HistogramFixedWidth(values, value_range, nbins, dtype=dtype, name=scope)


def histogram_fixed_width_bins(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = dtypes.int32, name: str | None = None
) -> Tensor:
    """The number of the bin of each value, for bins of equal width.

    Parameters
    ----------
    values : Tensor or what can become one
        float32 or float64, of any shape. Those outside the range belong to the first or last bin.
    value_range : Tensor or what can become one
        The lower end of the first bin and the upper end of the last; dtype of `values`.
    nbins : scalar
        Number of bins.
    dtype : DType, optional
        int32, whatever is given, as in TensorFlow 1.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of bins in the shape of `values`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.histogram_fixed_width_bins([-1.0, 0.0, 1.5, 2.0, 5.0, 15.0], [0.0, 5.0], nbins=5))
    array([0, 0, 1, 2, 4, 4], dtype=int32)
    """
    with name_scope(name, "histogram_fixed_width_bins", [values, value_range, nbins]):
        values = convert_to_tensor(values, name="values")
        sizes = shape(values)
        values = reshape(values, [-1])
        limits = convert_to_tensor(value_range, dtype=values.dtype, name="value_range")
        nbins = convert_to_tensor(nbins, dtype=dtypes.int32, name="nbins")
        count = cast(nbins, values.dtype)
        scaled = truediv(values - limits[0], limits[1] - limits[0], name="scaled_values")
        bins = floor(count * scaled, name="indices")
        bins = cast(clip_by_value(bins, 0, count - 1), dtypes.int32)
        return reshape(bins, sizes)
