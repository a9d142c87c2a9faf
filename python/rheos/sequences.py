"""Numbers in order: ranges, running sums and products, positions of extremes."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .casting import cast
from .graph import name_scope
from .spelling import renamed
from .tensor_shape import Dimension

__all__ = [
    "arg_max",
    "arg_min",
    "argmax",
    "argmin",
    "cumprod",
    "cumsum",
    "lin_space",
    "linspace",
    "range",
]


def range(
    start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: str | None = "range"
) -> Tensor:
    """Numbers from `start` on in steps of `delta`, ending before `limit`. With one number: from 0 up to it.

    Parameters
    ----------
    start : scalar
        The first number; the limit, where no `limit` is given.
    limit : scalar, optional
        Where to stop; it is not part of the result.
    delta : scalar
        The step, which may be negative.
    dtype : DType or what stands for one, optional
        Dtype of the result; by default the widest of the arguments'.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A vector of int32, int64, float32 or float64.

    Raises
    ------
    ValueError
        The step is 0, or leads away from `limit`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run([tf.range(4), tf.range(3.0, 0.0, -1.0)])
    [array([0, 1, 2, 3], dtype=int32), array([3., 2., 1.], dtype=float32)]
    """
    if limit is None:
        start, limit = 0, start
    with name_scope(name, "Range", [start, limit, delta]) as scope:
        parts = [
            convert_to_tensor(value.value if isinstance(value, Dimension) else value, dtype=dtype, name=part)
            for value, part in ((start, "start"), (limit, "limit"), (delta, "delta"))
        ]
        if dtype is None:
            for part in parts:
                if part.dtype.name not in _RANGE_DTYPES:
                    raise TypeError(
                        f"tf.range counts in {', '.join(_RANGE_DTYPES)}, not in {part.dtype.name}"
                    )
            widest = max((part.dtype for part in parts), key=lambda found: _RANGE_DTYPES.index(found.name))
            parts = [cast(part, widest) for part in parts]
        first, last, step = parts
        return raw_ops.Range(first, last, step, name=scope)


# From the narrowest to the widest.
_RANGE_DTYPES = ("int32", "int64", "float32", "float64")


def lin_space(start: Any, stop: Any, num: Any, name: str | None = None) -> Tensor:
    """`num` numbers at equal distances from `start` to `stop`, both included.

    Parameters
    ----------
    start, stop : scalar
        The ends, float32 or float64.
    num : scalar
        How many numbers, at least 1; with 1, only `start`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A vector of the dtype of `start`.

    Raises
    ------
    ValueError
        `num` is not positive.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.lin_space(0.0, 1.0, 5))
    array([0.  , 0.25, 0.5 , 0.75, 1.  ], dtype=float32)
    """
    return raw_ops.LinSpace(start, stop, num, name=name)


linspace = lin_space


def argmax(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = "int64",
) -> Tensor:
    """Where along a dimension the largest element is; of equals, the first.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers (no complex ones), of rank 1 or more.
    axis : int or scalar Tensor, optional
        The dimension, from ``-rank`` to ``rank - 1``; 0 if None.
    name : str, optional
        Name of the operation.
    dimension : optional
        Old name of `axis`.
    output_type : DType or what stands for one
        int64 or int32.

    Returns
    -------
    Tensor
        Positions; the shape of `input` without that dimension.

    Raises
    ------
    ValueError
        Both `axis` and `dimension` are given, or the dimension is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.argmax([[1.0, 3.0], [2.0, 0.0]], axis=1))
    array([1, 0])
    """
    return raw_ops.ArgMax(input, _dimension(axis, dimension), output_type, name=name)


def argmin(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = "int64",
) -> Tensor:
    """Where along a dimension the smallest element is; of equals, the first.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers (no complex ones), of rank 1 or more.
    axis : int or scalar Tensor, optional
        The dimension, from ``-rank`` to ``rank - 1``; 0 if None.
    name : str, optional
        Name of the operation.
    dimension : optional
        Old name of `axis`.
    output_type : DType or what stands for one
        int64 or int32.

    Returns
    -------
    Tensor
        Positions; the shape of `input` without that dimension.

    Raises
    ------
    ValueError
        Both `axis` and `dimension` are given, or the dimension is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.argmin([[1.0, 3.0], [2.0, 0.0]], axis=1))
    array([0, 1])
    """
    return raw_ops.ArgMin(input, _dimension(axis, dimension), output_type, name=name)


def _dimension(axis: Any, dimension: Any) -> Any:
    chosen = renamed("axis", axis, "dimension", dimension)
    return 0 if chosen is None else chosen


def arg_max(input: Any, dimension: Any, output_type: Any = "int64", name: str | None = None) -> Tensor:
    """`argmax` with its arguments in the old order.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers (no complex ones), of rank 1 or more.
    dimension : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    output_type : DType or what stands for one
        int64 or int32.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Positions; the shape of `input` without that dimension.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.arg_max([[1.0, 3.0], [2.0, 0.0]], 1))
    array([1, 0])
    """
    return raw_ops.ArgMax(input, dimension, output_type, name=name)


def arg_min(input: Any, dimension: Any, output_type: Any = "int64", name: str | None = None) -> Tensor:
    """`argmin` with its arguments in the old order.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers (no complex ones), of rank 1 or more.
    dimension : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    output_type : DType or what stands for one
        int64 or int32.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Positions; the shape of `input` without that dimension.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.arg_min([[1.0, 3.0], [2.0, 0.0]], 1))
    array([0, 1])
    """
    return raw_ops.ArgMin(input, dimension, output_type, name=name)


def cumsum(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Running sums along a dimension.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of rank 1 or more.
    axis : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    exclusive : bool
        Leave each element out of its own sum; the first sum is then 0.
    reverse : bool
        Run from the end.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run([tf.cumsum([1, 2, 3]), tf.cumsum([1, 2, 3], exclusive=True)])
    [array([1, 3, 6], dtype=int32), array([0, 1, 3], dtype=int32)]
    """
    with name_scope(name, "Cumsum", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return raw_ops.Cumsum(x, axis, exclusive, reverse, name=scope)


def cumprod(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Running products along a dimension.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers, of rank 1 or more.
    axis : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    exclusive : bool
        Leave each element out of its own product; the first one is then 1.
    reverse : bool
        Run from the end.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run([tf.cumprod([1, 2, 3]), tf.cumprod([1, 2, 3], reverse=True)])
    [array([1, 2, 6], dtype=int32), array([6, 6, 3], dtype=int32)]
    """
    with name_scope(name, "Cumprod", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return raw_ops.Cumprod(x, axis, exclusive, reverse, name=scope)


def cumulative_logsumexp(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Running logarithms of sums of exponentials along a dimension, without overflow.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Numbers, of rank 1 or more.
    axis : int or scalar Tensor
        The dimension, from ``-rank`` to ``rank - 1``.
    exclusive : bool
        Leave each element out of its own sum; the first is then minus infinity.
    reverse : bool
        Run from the end.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.cumulative_logsumexp([1000.0, 1000.0])).round(2))
    [1000.   1000.69]
    """
    with name_scope(name, "CumulativeLogsumexp", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return raw_ops.CumulativeLogsumexp(x, axis, exclusive, reverse, name=scope)
