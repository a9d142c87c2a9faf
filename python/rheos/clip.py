"""Limits on the size of tensors, mostly gradients: `tf.clip_by_*` and `tf.global_norm`.

In: tensors or `IndexedSlices`, whose values alone are looked at. Out: the same, limited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._gen import raw_ops
from .graph import Tensor, convert_to_tensor, name_scope
from .sparse_values import IndexedSlices

__all__ = ["clip_by_average_norm", "clip_by_global_norm", "clip_by_norm", "clip_by_value", "global_norm"]


def _values(t: Any) -> Tensor:
    return convert_to_tensor(t.values if isinstance(t, IndexedSlices) else t, name="t")


def _like(t: Any, values: Tensor) -> Any:
    return IndexedSlices(values, t.indices, t.dense_shape) if isinstance(t, IndexedSlices) else values


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None) -> Any:
    """Replace elements below a minimum and above a maximum by these.

    Parameters
    ----------
    t : Tensor or IndexedSlices
        Of any number type.
    clip_value_min, clip_value_max : scalar or tensor
        Bounds, of a shape that broadcasts to that of `t`.
    name : str, optional
        Name of the result.

    Returns
    -------
    Tensor or IndexedSlices
        As `t`.

    Raises
    ------
    ValueError
        The bounds would make the result larger than `t`.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(session.run(tf.clip_by_value([-3.0, 0.5, 7.0], -1.0, 1.0)))
    [-1.   0.5  1. ]
    """
    with name_scope(name, "clip_by_value", [clip_value_min, clip_value_max]) as scope:
        values = _values(t)
        low = raw_ops.Minimum(values, _bound(clip_value_max, values))
        values.get_shape().assert_is_compatible_with(low.get_shape())
        clipped = raw_ops.Maximum(low, _bound(clip_value_min, values), name=scope)
        values.get_shape().assert_is_compatible_with(clipped.get_shape())
        return _like(t, clipped)


def _bound(value: Any, like: Tensor) -> Tensor:
    return convert_to_tensor(value, dtype=None if isinstance(value, Tensor) else like.dtype)


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: str | None = None) -> Any:
    """Scale a tensor down so that its L2 norm is at most `clip_norm`.

    Parameters
    ----------
    t : Tensor or IndexedSlices
        Of a floating type.
    clip_norm : scalar
        Largest norm.
    axes : int or list of int, optional
        Axes over which the norm is taken; all if omitted.
    name : str, optional
        Name of the result.

    Returns
    -------
    Tensor or IndexedSlices
        As `t`; a norm of zero stays zero.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(session.run(tf.clip_by_norm([3.0, 4.0], 1.0)))
    [0.6 0.8]
    """
    with name_scope(name, "clip_by_norm", [clip_norm]) as scope:
        values = _values(t)
        limit = _bound(clip_norm, values)
        over = _all_axes(values) if axes is None else axes
        if not isinstance(over, Tensor):
            over = np.atleast_1d(np.asarray(over, np.int32))
        square = raw_ops.Sum(values * values, over, keep_dims=True)
        positive = raw_ops.Greater(square, convert_to_tensor(0.0, dtype=values.dtype))
        # The root's gradient at zero is infinite, so it never sees a zero.
        safe = raw_ops.Select(positive, square, raw_ops.OnesLike(square))
        norm = raw_ops.Select(positive, raw_ops.Sqrt(safe), square)
        scaled = values * limit
        values.get_shape().assert_is_compatible_with(scaled.get_shape())
        return _like(t, raw_ops.Identity(scaled / raw_ops.Maximum(norm, limit), name=scope))


def _all_axes(values: Tensor) -> Any:
    rank = values.get_shape().ndims
    if rank is not None:
        return np.arange(rank, dtype=np.int32)
    return raw_ops.Range(0, raw_ops.Rank(values), 1)


def clip_by_average_norm(t: Any, clip_norm: Any, name: str | None = None) -> Tensor:
    """Scale a tensor down so that its L2 norm divided by its number of elements is at most `clip_norm`.

    Parameters
    ----------
    t : Tensor
        Of a floating type.
    clip_norm : scalar
        Largest average norm.
    name : str, optional
        Name of the result.

    Returns
    -------
    Tensor
        As `t`.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(session.run(tf.clip_by_average_norm([3.0, 4.0], 1.0)))
    [1.2 1.6]
    """
    with name_scope(name, "clip_by_average_norm", [t, clip_norm]) as scope:
        values = _values(t)
        limit = _bound(clip_norm, values)
        count = raw_ops.Cast(raw_ops.Size(values), DstT=values.dtype)
        inverse = raw_ops.Rsqrt(raw_ops.Sum(values * values, _all_axes(values)))
        scale = raw_ops.Minimum(inverse * count, raw_ops.Reciprocal(limit))
        return raw_ops.Identity(values * limit * scale, name=scope)


def global_norm(t_list: Sequence[Any], name: str | None = None) -> Tensor:
    """Give the L2 norm of all elements of all tensors together.

    Parameters
    ----------
    t_list : sequence of Tensor, IndexedSlices or None
        Of one floating type; None is left out.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        Scalar.

    Raises
    ------
    TypeError
        `t_list` is not a sequence.
    ValueError
        It holds nothing but None.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(session.run(tf.global_norm([[3.0], None, [4.0]])))
    5.0
    """
    _check_list(t_list)
    with name_scope(name, "global_norm", [t for t in t_list if t is not None]):
        halves = [raw_ops.L2Loss(_values(t)) for t in t_list if t is not None]
        if not halves:
            raise ValueError("global_norm: every element of t_list is None")
        half = raw_ops.Sum(raw_ops.Pack(halves, axis=0, name="stack"), [0])
        return raw_ops.Sqrt(half * convert_to_tensor(2.0, dtype=half.dtype), name="global_norm")


def _check_list(t_list: Any) -> None:
    if not isinstance(t_list, Sequence) or isinstance(t_list, str):
        raise TypeError("t_list should be a sequence")


def clip_by_global_norm(
    t_list: Sequence[Any], clip_norm: Any, use_norm: Any = None, name: str | None = None
) -> tuple[list[Any], Tensor]:
    """Scale several tensors by one factor so that their global norm is at most `clip_norm`.

    Parameters
    ----------
    t_list : sequence of Tensor, IndexedSlices or None
        Of one floating type.
    clip_norm : scalar
        Largest global norm.
    use_norm : scalar tensor, optional
        The norm of `t_list`, where it is known already.
    name : str, optional
        Name scope.

    Returns
    -------
    list of Tensor, IndexedSlices or None
        As `t_list`. All elements are NaN where the norm is not finite.
    Tensor
        The global norm before clipping.

    Examples
    --------
    >>> import rheos as tf
    >>> clipped, norm = tf.clip_by_global_norm([[3.0], None, [4.0]], 1.0)
    >>> with tf.Session() as session:
    ...     print(*session.run([clipped[0], clipped[2], norm]))
    [0.6] [0.8] 5.0
    """
    _check_list(t_list)
    norm = global_norm(t_list, name) if use_norm is None else convert_to_tensor(use_norm)
    given = [t for t in t_list if t is not None]
    with name_scope(name, "clip_by_global_norm", [*given, clip_norm]) as scope:
        limit = _bound(clip_norm, norm)
        one = convert_to_tensor(1.0, dtype=norm.dtype)
        finite = limit * raw_ops.Minimum(one / norm, one / limit)
        scale = raw_ops.Select(
            raw_ops.IsFinite(norm), finite, convert_to_tensor(float("nan"), dtype=norm.dtype)
        )
        clipped: list[Any] = []
        for i, t in enumerate(t_list):
            if t is None:
                clipped.append(None)
                continue
            values = _values(t)
            factor = scale if values.dtype == scale.dtype else raw_ops.Cast(scale, DstT=values.dtype)
            clipped.append(_like(t, raw_ops.Identity(values * factor, name=f"{scope}_{i}")))
    return clipped, norm
