"""Weights of losses and metrics: what shapes they may have, and their expansion to the values' shape.

Invariant: weights are a scalar, or have the values' rank with each size 1 or the values'. Mismatches that
are known while the graph is built raise there, the others fail in the run.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Operation, Tensor, convert_to_tensor
from .arithmetic import minimum, multiply
from .casting import cast
from .comparison import equal, logical_and, logical_or
from .control import Assert
from .dtypes import int32
from .fills import ones_like
from .graph import control_dependencies, name_scope
from .joins import concat
from .reductions import reduce_all
from .reshaping import expand_dims, rank, reshape, shape, squeeze

_REFUSED = "weights can not be broadcast to values."


def assert_broadcastable(weights: Any, values: Any) -> Operation:
    """An operation that fails where weights do not fit the values.

    Parameters
    ----------
    weights, values : Tensor or what can become one
        The two sides.

    Returns
    -------
    Operation
        Does nothing where the shapes are known to fit.

    Raises
    ------
    ValueError
        The static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the shapes do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> from rheos.weights_broadcast import assert_broadcastable
    >>> assert_broadcastable(tf.ones([2, 1]), tf.ones([2, 3])).type
    'NoOp'
    """
    with name_scope(None, "assert_broadcastable", [weights, values]) as scope:
        with name_scope(None, "weights", [weights]) as inner:
            weights = convert_to_tensor(weights, name=inner)
            weights_shape = shape(weights, name="shape")
            weights_rank = rank(weights, name="rank")
        with name_scope(None, "values", [values]) as inner:
            values = convert_to_tensor(values, name=inner)
            values_shape = shape(values, name="shape")
            values_rank = rank(values, name="rank")
        known = _known_to_fit(weights, values)
        if known is not None:
            return raw_ops.NoOp(name=known)
        is_scalar = equal(0, weights_rank, name="is_scalar")
        # Only as many sizes are compared as both have; different ranks do not fit anyway.
        common = reshape(minimum(weights_rank, values_rank), [1])
        sizes = raw_ops.Slice(weights_shape, [0], common), raw_ops.Slice(values_shape, [0], common)
        each = logical_or(equal(sizes[0], sizes[1]), equal(sizes[0], 1))
        same = logical_and(equal(weights_rank, values_rank), reduce_all(each))
        data = [
            _REFUSED,
            "weights.shape=",
            weights.name,
            weights_shape,
            "values.shape=",
            values.name,
            values_shape,
            "is_scalar=",
            is_scalar,
        ]
        return Assert(logical_or(is_scalar, same, name="is_valid_shape"), data, name=scope)


def _known_to_fit(weights: Tensor, values: Tensor) -> str | None:
    """Name of the check that static shapes pass; None where they do not tell. Raises if they do not fit."""
    wanted, found = values.get_shape(), weights.get_shape()
    if found.ndims is None or wanted.ndims is None:
        return None
    if found.ndims == 0:
        return "static_scalar_check_success"
    told = f"values.shape={wanted}. weights.shape={found}. Received weights={weights}, values={values}"
    if found.ndims != wanted.ndims:
        raise ValueError(f"{_REFUSED} values.rank={wanted.ndims}. weights.rank={found.ndims}. {told}")
    for i, (size, full) in enumerate(zip(found.as_list(), wanted.as_list(), strict=True)):
        if None not in (size, full) and size not in (1, full):
            raise ValueError(f"{_REFUSED} Mismatch at dim {i}. {told}")
    if found.is_fully_defined() and wanted.is_fully_defined():
        return "static_dims_check_success"
    return None


def broadcast_weights(weights: Any, values: Any) -> Tensor:
    """Weights of the shape and type of the values.

    Parameters
    ----------
    weights : Tensor or what can become one
        A scalar, or of the values' rank with sizes 1 where one weight is for all.
    values : Tensor or what can become one
        Numbers.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> from rheos.weights_broadcast import broadcast_weights
    >>> tf.Session().run(broadcast_weights([[2.0], [3.0]], tf.zeros([2, 2])))
    array([[2., 2.],
           [3., 3.]], dtype=float32)
    """
    with name_scope(None, "broadcast_weights", [weights, values]) as scope:
        values = convert_to_tensor(values, name="values")
        given = convert_to_tensor(weights, dtype=values.dtype.base_dtype, name="weights")
        found, wanted = given.get_shape(), values.get_shape()
        if found.is_fully_defined() and wanted.is_fully_defined() and found.is_compatible_with(wanted):
            return given
        with control_dependencies([assert_broadcastable(given, values)]):
            full: Tensor = multiply(given, ones_like(values), name=scope)
            return full


def squeeze_last_if(x: Tensor, condition: Tensor) -> Tensor:
    """`x` without its last dimension, which must be 1, where a scalar condition holds; else `x`.

    Of unknown rank: for use where it is known only in the run whether the dimension is there.
    """
    left = reshape(rank(x) - cast(condition, int32), [1])
    return reshape(x, raw_ops.Slice(shape(x), [0], left))


def adjusted_weights(given: Any, values: Tensor) -> Tensor:
    """Weights whose rank is the values', or 0, where a last dimension of size 1 makes the difference."""
    weights = convert_to_tensor(given)
    ranks = weights.get_shape().ndims, values.get_shape().ndims
    if ranks[0] == 0:
        return weights
    if None not in ranks:
        difference = ranks[0] - ranks[1]
        if difference == 1:
            return squeeze(weights, [-1])
        return expand_dims(weights, -1) if difference == -1 else weights
    found = rank(weights)
    gap = found - rank(values)
    not_scalar = raw_ops.NotEqual(found, 0)
    last = weights.get_shape()[-1:].as_list()[0] if ranks[0] else None
    adjusted = weights
    if last in (None, 1):
        adjusted = squeeze_last_if(weights, logical_and(equal(gap, 1), not_scalar))
    one_more = reshape(cast(logical_and(equal(gap, -1), not_scalar), int32), [1])
    return reshape(adjusted, concat([shape(adjusted), raw_ops.Fill(one_more, 1)], 0))
