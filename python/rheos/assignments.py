"""`tf.assign`, `tf.scatter_*` and their kin: changes of a variable as functions.

In: a variable and tensors. Out: the new value, read after the change.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from .graph import Tensor, convert_to_tensor, name_scope
from .sparse_values import IndexedSlices

__all__ = [
    "assign",
    "assign_add",
    "assign_sub",
    "batch_scatter_update",
    "count_up_to",
    "scatter_add",
    "scatter_div",
    "scatter_max",
    "scatter_min",
    "scatter_mul",
    "scatter_nd_add",
    "scatter_nd_sub",
    "scatter_nd_update",
    "scatter_sub",
    "scatter_update",
]


def assign(
    ref: Any,
    value: Any,
    validate_shape: bool | None = None,
    use_locking: bool | None = None,
    name: str | None = None,
) -> Tensor:
    """Store `value` in a variable.

    Parameters
    ----------
    ref : Variable
        The variable to change.
    value : tensor or array_like
        Of the variable's type and shape.
    validate_shape : bool, optional
        Accepted; the value's shape must suit the variable, which has an unknown shape if it was made with
        ``validate_shape=False``.
    use_locking : bool, optional
        Accepted; assignments are never torn.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The new value.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable(1.0)
    >>> with tf.Session() as session:
    ...     print(session.run(tf.assign(v, 3.0)), session.run(tf.assign_sub(v, 0.5)))
    3.0 2.5
    """
    result: Tensor = ref.assign(value, use_locking=bool(use_locking), name=name)
    return result


def assign_add(ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None) -> Tensor:
    """Add `value` to a variable; arguments and result as for `assign`."""
    result: Tensor = ref.assign_add(value, use_locking=bool(use_locking), name=name)
    return result


def assign_sub(ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None) -> Tensor:
    """Subtract `value` from a variable; arguments and result as for `assign`."""
    result: Tensor = ref.assign_sub(value, use_locking=bool(use_locking), name=name)
    return result


def count_up_to(ref: Any, limit: int, name: str | None = None) -> Tensor:
    """Give a variable's value and add one, or fail with `OutOfRangeError` once it reached `limit`."""
    result: Tensor = ref.count_up_to(limit)
    return result


def scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Tensor:
    """Store rows of a variable.

    Parameters
    ----------
    ref : Variable
        The variable to change.
    indices : int32 or int64 tensor
        Which rows.
    updates : tensor
        New rows, of shape ``indices.shape + ref.shape[1:]``, or a scalar.
    use_locking : bool
        Accepted; updates are never torn.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The variable's new value.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable([1.0, 2.0, 3.0])
    >>> with tf.Session() as session:
    ...     _ = session.run(v.initializer)
    ...     print(session.run(tf.scatter_add(v, [0, 0, 2], [1.0, 1.0, 5.0])))
    [3. 2. 8.]
    """
    result: Tensor = ref.scatter_update(_slices(ref, indices, updates), name=name)
    return result


def scatter_add(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Add to rows of a variable; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_add(_slices(ref, indices, updates), name=name)
    return result


def scatter_sub(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Subtract from rows of a variable; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_sub(_slices(ref, indices, updates), name=name)
    return result


def scatter_mul(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Multiply rows of a variable; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_mul(_slices(ref, indices, updates), name=name)
    return result


def scatter_div(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Divide rows of a variable; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_div(_slices(ref, indices, updates), name=name)
    return result


def scatter_min(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Lower rows of a variable to `updates`; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_min(_slices(ref, indices, updates), name=name)
    return result


def scatter_max(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Raise rows of a variable to `updates`; arguments and result as for `scatter_update`."""
    result: Tensor = ref.scatter_max(_slices(ref, indices, updates), name=name)
    return result


def batch_scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Tensor:
    """Store rows of a variable at positions along the last axis of `indices`; the axes before it are shared.

    Parameters
    ----------
    ref : Variable
        The variable to change.
    indices : int32 or int64 tensor [batch axes, n]
        For each place in the batch axes, which rows to replace.
    updates : tensor [batch axes, n, others]
        The rows' new values.
    use_locking : bool
        Accepted; updates are never torn.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        The variable's new value.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable([[1, 2, 3], [4, 5, 6]])
    >>> with tf.Session() as session:
    ...     session.run(v.initializer)
    ...     print(session.run(tf.batch_scatter_update(v, [[0], [2]], [[9], [9]])))
    [[9 2 3]
     [4 5 9]]
    """
    with name_scope(name):
        indices = convert_to_tensor(indices, name="indices")
        if indices._rank is None:
            raise ValueError("batch_scatter_update needs indices of known rank")
        sizes = raw_ops.Shape(indices)
        parts = []
        for axis in range(indices._rank - 1):
            line = raw_ops.Cast(raw_ops.Range(0, sizes[axis], 1), DstT=indices.dtype)
            line = raw_ops.Reshape(line, [-1 if i == axis else 1 for i in range(indices._rank)])
            parts.append(raw_ops.BroadcastTo(line, sizes))
        return scatter_nd_update(ref, raw_ops.Pack([*parts, indices], axis=-1), updates, use_locking)


def scatter_nd_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Tensor:
    """Store elements or blocks of a variable at the positions in the last axis of `indices`."""
    result: Tensor = ref.scatter_nd_update(indices, updates, name=name)
    return result


def scatter_nd_add(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Add to elements or blocks of a variable at the positions in the last axis of `indices`."""
    result: Tensor = ref.scatter_nd_add(indices, updates, name=name)
    return result


def scatter_nd_sub(
    ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: str | None = None
) -> Tensor:
    """Subtract from elements or blocks of a variable at the positions in the last axis of `indices`."""
    result: Tensor = ref.scatter_nd_sub(indices, updates, name=name)
    return result


def _slices(ref: Any, indices: Any, updates: Any) -> IndexedSlices:
    indices = convert_to_tensor(indices, name="indices")
    return IndexedSlices(convert_to_tensor(updates, dtype=ref.dtype, name="updates"), indices)
