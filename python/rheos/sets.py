"""`tf.sets`: the sets in the last dimension of tensors.

A set is the elements that differ in a row, in rising order. Results are sparse, because sets differ in size.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._namespace import missing
from ._native import Tensor
from .sparse_values import SparseTensor, convert_to_tensor_or_sparse_tensor

__all__ = [
    "difference",
    "intersection",
    "set_difference",
    "set_intersection",
    "set_size",
    "set_union",
    "size",
    "union",
]

_TYPES = ("int8", "int16", "int32", "int64", "uint8", "uint16", "string")


def set_size(a: Any, validate_indices: bool = True) -> Tensor:
    """How many different elements each set has.

    Parameters
    ----------
    a : SparseTensor
        Integers or strings; the last dimension holds the sets.
    validate_indices : bool
        Check that places rise in row-major order.

    Returns
    -------
    Tensor
        int32, of the shape of `a` without the last dimension.

    Raises
    ------
    TypeError
        `a` is not a SparseTensor, or its dtype is not one of sets.

    Examples
    --------
    >>> import rheos as tf
    >>> a = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [7, 7, 8], [2, 2])
    >>> tf.Session().run(tf.sets.set_size(a))
    array([1, 1], dtype=int32)
    """
    a = convert_to_tensor_or_sparse_tensor(a, name="a")
    if not isinstance(a, SparseTensor):
        raise TypeError(f"Expected `SparseTensor`, got {a}.")
    if a.dtype.name not in _TYPES:
        raise TypeError(f"Invalid dtype {a.dtype.name} for sets.")
    return raw_ops.SetSize(a.indices, a.values, a.dense_shape, validate_indices=validate_indices)


def _operation(a: Any, b: Any, operation: str, validate_indices: bool) -> SparseTensor:
    """Either operand may be dense or sparse; the operation knows dense, then sparse."""
    a = convert_to_tensor_or_sparse_tensor(a, name="a")
    if a.dtype.name not in _TYPES:
        raise TypeError(f"'a' has invalid dtype {a.dtype.name} not in supported dtypes: {', '.join(_TYPES)}.")
    b = convert_to_tensor_or_sparse_tensor(b, name="b")
    if b.dtype.base_dtype != a.dtype.base_dtype:
        raise TypeError(f"Types don't match, {a.dtype.name} vs {b.dtype.name}.")
    if isinstance(a, SparseTensor) and not isinstance(b, SparseTensor):
        a, b = b, a
        operation = {"a-b": "b-a", "b-a": "a-b"}.get(operation, operation)
    how: Any = {"set_operation": operation, "validate_indices": validate_indices}
    made: Any
    if isinstance(a, SparseTensor):
        made = raw_ops.SparseToSparseSetOperation(
            a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape, **how
        )
    elif isinstance(b, SparseTensor):
        made = raw_ops.DenseToSparseSetOperation(a, b.indices, b.values, b.dense_shape, **how)
    else:
        made = raw_ops.DenseToDenseSetOperation(a, b, **how)
    return SparseTensor(*made)


def set_intersection(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """The elements that are in a set of both tensors.

    Parameters
    ----------
    a, b : Tensor or SparseTensor
        Integers or strings, of rank 2 or more and equal sizes but for the last.
    validate_indices : bool
        Check that places of sparse operands rise in row-major order.

    Returns
    -------
    SparseTensor
        The sets, each in rising order from position 0 on.

    Raises
    ------
    TypeError
        The dtypes differ, or are not those of sets.
    rheos.errors.InvalidArgumentError
        When run: the sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sets.set_intersection([[1, 2, 3]], [[3, 1, 9]])).values
    array([1, 3], dtype=int32)
    """
    return _operation(a, b, "intersection", validate_indices)


def set_difference(a: Any, b: Any, aminusb: bool = True, validate_indices: bool = True) -> SparseTensor:
    """The elements that are in a set of one tensor and not in that of the other.

    Parameters
    ----------
    a, b : Tensor or SparseTensor
        Integers or strings, of rank 2 or more and equal sizes but for the last.
    aminusb : bool
        Take those of `a`; otherwise those of `b`.
    validate_indices : bool
        Check that places of sparse operands rise in row-major order.

    Returns
    -------
    SparseTensor
        The sets, each in rising order from position 0 on.

    Raises
    ------
    TypeError
        The dtypes differ, or are not those of sets.
    rheos.errors.InvalidArgumentError
        When run: the sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sets.set_difference([[1, 2, 3]], [[3, 1, 9]])).values
    array([2], dtype=int32)
    """
    return _operation(a, b, "a-b" if aminusb else "b-a", validate_indices)


def set_union(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """The elements that are in a set of at least one of two tensors.

    Parameters
    ----------
    a, b : Tensor or SparseTensor
        Integers or strings, of rank 2 or more and equal sizes but for the last.
    validate_indices : bool
        Check that places of sparse operands rise in row-major order.

    Returns
    -------
    SparseTensor
        The sets, each in rising order from position 0 on.

    Raises
    ------
    TypeError
        The dtypes differ, or are not those of sets.
    rheos.errors.InvalidArgumentError
        When run: the sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.sets.set_union([[1, 2, 3]], [[3, 1, 9]])).values
    array([1, 2, 3, 9], dtype=int32)
    """
    return _operation(a, b, "union", validate_indices)


difference = set_difference
intersection = set_intersection
size = set_size
union = set_union


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
