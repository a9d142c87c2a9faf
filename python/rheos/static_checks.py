"""Checks of dtype and rank: `tf.assert_rank`, `tf.assert_type` and the like.

Invariant: what is known while the graph is built is checked then, and raises there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import DType, Operation, Tensor, as_dtype, convert_to_tensor
from .control import Assert
from .graph import control_dependencies, name_scope
from .reshaping import rank as rank_of
from .reshaping import shape as shape_of
from .sparse_values import SparseTensor

__all__ = [
    "assert_integer",
    "assert_proper_iterable",
    "assert_rank",
    "assert_rank_at_least",
    "assert_rank_in",
    "assert_same_float_dtype",
    "assert_scalar",
    "assert_type",
    "is_numeric_tensor",
]


def assert_rank(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless a tensor has a rank.

    Parameters
    ----------
    x : Tensor or what can become one
        Of any dtype.
    rank : int or scalar int32 Tensor
        The rank it must have.
    data : list of Tensors, optional
        Shown in the error; by default the rank and the shape.
    summarize : int, optional
        Elements shown of each tensor.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    ValueError
        The rank is known while building, and another one.
    rheos.errors.InvalidArgumentError
        When run: the same.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_rank([[1, 2]], 2)))
    None
    """
    return _ranked("assert_rank", x, [rank], _same, raw_ops.Equal, "", data, summarize, message, name)


def assert_rank_at_least(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless a tensor has a rank or a higher one.

    Parameters
    ----------
    x : Tensor or what can become one
        Of any dtype.
    rank : int or scalar int32 Tensor
        The least rank it must have.
    data : list of Tensors, optional
        Shown in the error; by default the rank and the shape.
    summarize : int, optional
        Elements shown of each tensor.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    ValueError
        The rank is known while building, and another one.
    rheos.errors.InvalidArgumentError
        When run: the same.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_rank_at_least([[1, 2]], 1)))
    None
    """
    scope, compare = "assert_rank_at_least", raw_ops.GreaterEqual
    return _ranked(scope, x, [rank], _at_least, compare, "at least ", data, summarize, message, name)


def assert_rank_in(
    x: Any,
    ranks: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless a tensor has one of several ranks.

    Parameters
    ----------
    x : Tensor or what can become one
        Of any dtype.
    ranks : list of ints or scalar int32 Tensors
        The ranks it may have.
    data : list of Tensors, optional
        Shown in the error; by default the rank and the shape.
    summarize : int, optional
        Elements shown of each tensor.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    ValueError
        The rank is known while building, and another one.
    rheos.errors.InvalidArgumentError
        When run: the same.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_rank_in([[1, 2]], [1, 2])))
    None
    """
    wanted = list(ranks)
    return _ranked("assert_rank_in", x, wanted, _same, raw_ops.Equal, "in ", data, summarize, message, name)


def _same(found: int, wanted: int) -> bool:
    return found == wanted


def _at_least(found: int, wanted: int) -> bool:
    return found >= wanted


def _ranked(
    scope: str,
    x: Any,
    ranks: list[Any],
    holds: Callable[[int, int], bool],
    compare: Callable[..., Tensor],
    how: str,
    data: Any,
    summarize: int | None,
    message: str | None,
    name: str | None,
) -> Operation:
    """An Assert that `compare` holds for one of the ranks; a NoOp where that is known already."""
    with name_scope(name, scope, [x, *ranks, *(data or ())]):
        x = x if isinstance(x, SparseTensor) else convert_to_tensor(x, name="x")
        tensors = [convert_to_tensor(rank, name="rank") for rank in ranks]
        if data is None:
            data = [
                message or "",
                f"Tensor {_label(x)} must have rank {how}".rstrip(),
                *tensors,
                "Received shape: ",
                shape_of(x),
            ]
        known = []
        for tensor in tensors:
            assert_type(tensor, "int32")
            if tensor._rank not in (0, None):
                raise ValueError("Rank must be a scalar.")
            value = tensor._constant_value()
            known.append(None if value is None else int(value))
        found = x.shape.ndims
        if found is not None and None not in known:
            if not any(holds(found, wanted) for wanted in known if wanted is not None):
                listed = known[0] if len(known) == 1 else tuple(known)
                raise ValueError(
                    f"{message or ''}.  Tensor {_label(x)} must have rank {how}{listed}.  "
                    f"Received rank {found}, shape {x.shape}"
                )
            return raw_ops.NoOp(name="static_checks_determined_all_ok")
        actual = rank_of(x)
        scalars = [
            assert_rank(tensor, 0, data=["Rank must be a scalar."])
            for tensor, value in zip(tensors, known, strict=True)
            if value is None
        ]
        with control_dependencies(scalars):
            condition = compare(actual, tensors[0])
            for tensor in tensors[1:]:
                condition = raw_ops.LogicalOr(condition, compare(actual, tensor))
        return Assert(condition, data, summarize=summarize)


def _label(x: Any) -> str:
    return str(x.values.name if isinstance(x, SparseTensor) else x.name)


def assert_type(tensor: Any, tf_type: Any, message: str | None = None, name: str | None = None) -> Operation:
    """Raise unless a tensor has a dtype.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any shape.
    tf_type : DType or what stands for one
        The dtype it must have.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operation.

    Returns
    -------
    Operation
        It does nothing.

    Raises
    ------
    TypeError
        The dtype is another one.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_type([1.0], tf.float32)))
    None
    """
    with name_scope(name, "assert_type", [tensor]):
        tensor = convert_to_tensor(tensor, name="tensor")
        if tensor.dtype.base_dtype != as_dtype(tf_type):
            raise TypeError(f"{message or ''}  {tensor.name} must be of type {as_dtype(tf_type)!r}")
        return raw_ops.NoOp(name="statically_determined_correct_type")


def assert_integer(x: Any, message: str | None = None, name: str | None = None) -> Operation:
    """Raise unless a tensor holds integers.

    Parameters
    ----------
    x : Tensor or what can become one
        Of any shape.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operation.

    Returns
    -------
    Operation
        It does nothing.

    Raises
    ------
    TypeError
        It holds something else.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_integer([1, 2])))
    None
    """
    with name_scope(name, "assert_integer", [x]):
        x = convert_to_tensor(x, name="x")
        if not x.dtype.is_integer:
            raise TypeError(f'{message or ""}  Expected "x" to be integer type.  Found: {x.dtype!r}')
        return raw_ops.NoOp(name="statically_determined_was_integer")


def assert_scalar(tensor: Any, name: str | None = None, message: str | None = None) -> Tensor:
    """`tensor`, which must be a scalar as far as is known while building.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Of any dtype.
    name : str, optional
        Scope of what is converted.
    message : str, optional
        Put before the error's text.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        Its rank is not 0, or not known.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.assert_scalar(tf.constant(1.0)).shape.as_list()
    []
    """
    with name_scope(name, "assert_scalar", [tensor]):
        value = convert_to_tensor(tensor, name="tensor")
        if value._rank != 0:
            raise ValueError(
                f"{message or ''}Expected scalar shape for {value.name}, saw shape: {value.shape}."
            )
        return value


def assert_proper_iterable(values: Any) -> None:
    """Raise unless `values` can be gone through as a list can: tensors, arrays and strings cannot.

    Parameters
    ----------
    values : object
        What is meant to be a list.

    Raises
    ------
    TypeError
        It is a tensor, an array or a string, or is not iterable.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.assert_proper_iterable([1, 2])
    """
    if isinstance(values, (Tensor, SparseTensor, np.ndarray, bytes, str)) or not hasattr(values, "__iter__"):
        raise TypeError(f'Expected argument "values" to be a "proper" iterable.  Found: {type(values)}')


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> DType:
    """The one floating dtype of several tensors.

    Parameters
    ----------
    tensors : list of Tensors, optional
        None among them is passed over.
    dtype : DType or what stands for one, optional
        The dtype they must have.

    Returns
    -------
    DType
        float32 where nothing says otherwise.

    Raises
    ------
    ValueError
        The dtypes differ, or are not floating.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.assert_same_float_dtype([tf.constant(1.0), tf.constant(2.0)])
    tf.float32
    """
    wanted = None if dtype is None else as_dtype(dtype).base_dtype
    for tensor in tensors or ():
        if tensor is None:
            continue
        found = tensor.dtype.base_dtype
        if wanted is not None and found != wanted:
            raise ValueError(f"Expected type {wanted}, got {found} for {tensor.name}.")
        wanted = found
    if wanted is None:
        return as_dtype("float32")
    if not wanted.is_floating:
        raise ValueError(f"Expected floating point type, got {wanted}.")
    return wanted


def is_numeric_tensor(tensor: Any) -> bool:
    """Whether something is a Tensor of numbers.

    Parameters
    ----------
    tensor : object
        What to look at.

    Returns
    -------
    bool

    Examples
    --------
    >>> import rheos as tf
    >>> tf.is_numeric_tensor(tf.constant(1.0)), tf.is_numeric_tensor(1.0)
    (True, False)
    """
    if not isinstance(tensor, Tensor):
        return False
    kind = tensor.dtype
    return bool(kind.is_floating or kind.is_complex or kind.is_integer or kind.is_quantized)
