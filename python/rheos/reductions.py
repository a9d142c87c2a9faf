"""Sums, means, products, extremes over dimensions: `tf.reduce_sum` and the others.

Invariant: where no axis is given the result is a scalar, even of an input of unknown rank.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, constant, convert_to_tensor
from .casting import cast
from .fills import zeros, zeros_like
from .graph import name_scope
from .reshaping import rank, reshape, shape
from .sequences import range as _range
from .spelling import renamed

__all__ = [
    "count_nonzero",
    "reduce_all",
    "reduce_any",
    "reduce_logsumexp",
    "reduce_max",
    "reduce_mean",
    "reduce_min",
    "reduce_prod",
    "reduce_sum",
]


def _old_names(axis: Any, keepdims: Any, keep_dims: Any, reduction_indices: Any) -> tuple[Any, bool]:
    """Axis and keepdims, whichever name they were given under."""
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    return axis, bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))


def _axes(x: Any, axis: Any) -> Any:
    """The axes as the operations take them; all of them, for None."""
    if axis is not None:
        return list(axis) if isinstance(axis, (range, set, frozenset)) else axis
    if isinstance(x, Tensor) and x._rank is not None:
        return constant(np.arange(x._rank, dtype=np.int32))
    return _range(0, rank(x))


def _scalar_where_all(made: Tensor, axis: Any, keep: bool) -> Tensor:
    """States that a result over all axes is a scalar, where inference could not."""
    if axis is None and not keep and made._rank is None:
        made.set_shape(())
    return made


def reduce_sum(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The sum over dimensions; 0 over none.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    >>> tf.Session().run([tf.reduce_sum(x), tf.reduce_sum(x, axis=0)])
    [np.float32(10.0), array([4., 6.], dtype=float32)]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Sum(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_mean(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The mean over dimensions. Integers are divided as integers.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    >>> tf.Session().run([tf.reduce_mean(x), tf.reduce_mean(x, axis=0)])
    [np.float32(2.5), array([2., 3.], dtype=float32)]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Mean(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_prod(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The product over dimensions; 1 over none.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    >>> tf.Session().run([tf.reduce_prod(x), tf.reduce_prod(x, axis=0)])
    [np.float32(24.0), array([3., 8.], dtype=float32)]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Prod(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_max(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The largest element over dimensions; NaN where one is.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers (no complex ones), of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    >>> tf.Session().run([tf.reduce_max(x), tf.reduce_max(x, axis=0)])
    [np.float32(4.0), array([3., 4.], dtype=float32)]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Max(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_min(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The smallest element over dimensions; NaN where one is.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers (no complex ones), of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    >>> tf.Session().run([tf.reduce_min(x), tf.reduce_min(x, axis=0)])
    [np.float32(1.0), array([1., 2.], dtype=float32)]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Min(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_all(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """True where all elements over dimensions are.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        bool, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[True, False], [True, True]])
    >>> tf.Session().run([tf.reduce_all(x), tf.reduce_all(x, axis=0)])
    [np.False_, array([ True, False])]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.All(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_any(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """True where any element over dimensions is.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        bool, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[False, False], [True, False]])
    >>> tf.Session().run([tf.reduce_any(x), tf.reduce_any(x, axis=0)])
    [np.True_, array([ True, False])]
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    made = raw_ops.Any(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_logsumexp(
    input_tensor: Any,
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """log(sum(exp(x))) over dimensions, without overflow.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Floating numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Scope of the operations.
    reduction_indices, keep_dims : optional
        Old names of `axis` and `keepdims`.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([[0.0, 0.0], [1000.0, 1000.0]])
    >>> tf.Session().run(tf.reduce_logsumexp(x, axis=1)).round(4)
    array([6.9309998e-01, 1.0006932e+03], dtype=float32)
    """
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    input_tensor = convert_to_tensor(input_tensor)
    with name_scope(name, "ReduceLogSumExp", [input_tensor]) as scope:
        largest = reduce_max(input_tensor, axis=axis, keepdims=True)
        # An infinite maximum would make infinity minus infinity.
        finite = raw_ops.Select(raw_ops.IsFinite(largest), largest, zeros_like(largest))
        pivot = raw_ops.StopGradient(finite)
        powers = raw_ops.Exp(raw_ops.Sub(input_tensor, pivot))
        result = raw_ops.Log(reduce_sum(powers, axis=axis, keepdims=keep))
        if not keep:
            pivot = reshape(pivot, shape(result))
        result = raw_ops.Add(result, pivot, name=scope)
        return _scalar_where_all(result, axis, keep)


def reduce_euclidean_norm(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The square root of the sum of squares over dimensions.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.reduce_euclidean_norm([[3.0, 4.0], [6.0, 8.0]], axis=1))
    array([ 5., 10.], dtype=float32)
    """
    keep = bool(keepdims)
    made = raw_ops.EuclideanNorm(input_tensor, _axes(input_tensor, axis), keep, name=name)
    return _scalar_where_all(made, axis, keep)


def reduce_variance(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The mean of squared distances from the mean, over dimensions.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Floating or complex numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    TypeError
        `input_tensor` holds integers.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.reduce_variance([[1.0, 2.0], [3.0, 6.0]], axis=1))
    array([0.25, 2.25], dtype=float32)
    """
    with name_scope(name or "reduce_variance"):
        input_tensor = convert_to_tensor(input_tensor)
        if input_tensor.dtype.is_integer:
            raise TypeError("Input must be either real or complex")
        means = reduce_mean(input_tensor, axis=axis, keepdims=True)
        return reduce_mean(raw_ops.Square(input_tensor - means), axis=axis, keepdims=keepdims)


def reduce_std(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The standard deviation over dimensions: the square root of `reduce_variance`.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Floating or complex numbers, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        Dtype of `input_tensor`, without the reduced dimensions.

    Raises
    ------
    TypeError
        `input_tensor` holds integers.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.math.reduce_std([[1.0, 2.0], [3.0, 7.0]], axis=1))
    array([0.5, 2. ], dtype=float32)
    """
    with name_scope(name or "reduce_std"):
        return raw_ops.Sqrt(reduce_variance(input_tensor, axis=axis, keepdims=keepdims))


def count_nonzero(
    input_tensor: Any = None,
    axis: Any = None,
    keepdims: Any = None,
    dtype: Any = "int64",
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
    input: Any = None,
) -> Tensor:
    """How many elements over dimensions are not 0; of strings, not empty.

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        Numbers, bool or strings, of any shape.
    axis : int, list of ints or Tensor, optional
        Dimensions to reduce, from ``-rank`` to ``rank - 1``; all of them if None.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    dtype : DType or what stands for one
        Dtype of the count.
    name : str, optional
        Scope of the operations.
    reduction_indices, keep_dims, input : optional
        Other names of `axis`, `keepdims` and `input_tensor`.

    Returns
    -------
    Tensor
        The counts, without the reduced dimensions.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or an axis is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.count_nonzero([[0.0, 1.0], [2.0, 3.0]], axis=1))
    array([1, 2])
    """
    input_tensor = renamed("input", input, "input_tensor", input_tensor)
    if input_tensor is None:
        raise ValueError("count_nonzero needs input_tensor")
    axis, keep = _old_names(axis, keepdims, keep_dims, reduction_indices)
    with name_scope(name, "count_nonzero", [input_tensor]):
        x = convert_to_tensor(input_tensor, name="input")
        different = raw_ops.NotEqual(x, zeros([], dtype=x.dtype))
        counts = reduce_sum(cast(different, "int64"), axis=axis, keepdims=keep)
        made: Tensor = cast(counts, dtype)
        return made
