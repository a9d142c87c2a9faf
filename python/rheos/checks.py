"""`tf.assert_*`: operations that fail where tensors are not as they should be.

Invariant: what is known while the graph is built is checked then, and raises there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Operation, Tensor, convert_to_tensor
from .control import Assert
from .errors import InvalidArgumentError
from .graph import name_scope
from .reductions import reduce_all
from .reshaping import reshape

__all__ = [
    "assert_equal",
    "assert_greater",
    "assert_greater_equal",
    "assert_less",
    "assert_less_equal",
    "assert_near",
    "assert_negative",
    "assert_non_negative",
    "assert_non_positive",
    "assert_none_equal",
    "assert_positive",
    "is_non_decreasing",
    "is_strictly_increasing",
]

_Compare = Callable[..., Any]


def _compared(
    sign: str,
    scope: str,
    compare: _Compare,
    compare_known: _Compare,
    x: Any,
    y: Any,
    data: Any,
    summarize: int | None,
    message: str | None,
    name: str | None,
) -> Operation:
    """An Assert that a comparison holds for all elements; raises at once where both sides are known."""
    if scope == "assert_equal":
        # As in TensorFlow, which looks for x being y under a scope of its own.
        with name_scope(name, scope, [x, y, data]):
            if x is y:
                return raw_ops.NoOp()
    with name_scope(name, scope, [x, y, data]):
        x = convert_to_tensor(x, name="x")
        y = convert_to_tensor(y, preferred_dtype=x.dtype.base_dtype, name="y")
        if data is None:
            data = [
                f"Condition x {sign} y did not hold element-wise:",
                f"x ({x.name}) = ",
                x,
                f"y ({y.name}) = ",
                y,
            ]
        if message is not None:
            data = [message, *data]
        condition = reduce_all(compare(x, y))
        known_x, known_y = x._constant_value(), y._constant_value()
        if known_x is not None and known_y is not None and not np.all(compare_known(known_x, known_y)):
            _fail(data)
        return Assert(condition, data, summarize=summarize)


def _fail(data: Any) -> None:
    lines = []
    for item in data:
        known = item._constant_value() if isinstance(item, Tensor) else item
        lines.append(str(item if known is None else known))
    raise InvalidArgumentError(None, None, "\n".join(line for line in lines if line))


def assert_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x equals y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_equal([1, 2], [1, 2])))
    None
    """
    return _compared("==", "assert_equal", raw_ops.Equal, np.equal, x, y, data, summarize, message, name)


def assert_none_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x differs from y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_none_equal([1, 2], [2, 1])))
    None
    """
    return _compared(
        "!=", "assert_none_equal", raw_ops.NotEqual, np.not_equal, x, y, data, summarize, message, name
    )


def assert_less(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x is less than y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_less([1, 2], 3)))
    None
    """
    return _compared("<", "assert_less", raw_ops.Less, np.less, x, y, data, summarize, message, name)


def assert_less_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x is not greater than y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_less_equal([1, 2], 2)))
    None
    """
    return _compared(
        "<=", "assert_less_equal", raw_ops.LessEqual, np.less_equal, x, y, data, summarize, message, name
    )


def assert_greater(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x is greater than y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_greater([1, 2], 0)))
    None
    """
    return _compared(">", "assert_greater", raw_ops.Greater, np.greater, x, y, data, summarize, message, name)


def assert_greater_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless x is not less than y, in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Of one dtype, and of shapes that broadcast.
    data : list of Tensors, optional
        Shown in the error; by default both tensors.
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
    rheos.errors.InvalidArgumentError
        At once where both are known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_greater_equal([1, 2], 1)))
    None
    """
    return _compared(
        ">=",
        "assert_greater_equal",
        raw_ops.GreaterEqual,
        np.greater_equal,
        x,
        y,
        data,
        summarize,
        message,
        name,
    )


def assert_negative(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless every element is negative.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones).
    data : list of Tensors, optional
        Shown in the error; by default the tensor.
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
    rheos.errors.InvalidArgumentError
        At once where the tensor is known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_negative([-1.0, -2.0])))
    None
    """
    with name_scope(name, "assert_negative", [x, data]):
        x, data = _against_zero(x, data, message, "x < 0")
        zero = convert_to_tensor(0, dtype=x.dtype)
        return assert_less(x, zero, data=data, summarize=summarize)


def assert_positive(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless every element is positive.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones).
    data : list of Tensors, optional
        Shown in the error; by default the tensor.
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
    rheos.errors.InvalidArgumentError
        At once where the tensor is known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_positive([1.0, 2.0])))
    None
    """
    with name_scope(name, "assert_positive", [x, data]):
        x, data = _against_zero(x, data, message, "x > 0")
        zero = convert_to_tensor(0, dtype=x.dtype)
        return assert_less(zero, x, data=data, summarize=summarize)


def assert_non_negative(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless every element is 0 or more.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones).
    data : list of Tensors, optional
        Shown in the error; by default the tensor.
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
    rheos.errors.InvalidArgumentError
        At once where the tensor is known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_non_negative([0.0, 2.0])))
    None
    """
    with name_scope(name, "assert_non_negative", [x, data]):
        x, data = _against_zero(x, data, message, "x >= 0")
        zero = convert_to_tensor(0, dtype=x.dtype)
        return assert_less_equal(zero, x, data=data, summarize=summarize)


def assert_non_positive(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless every element is 0 or less.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones).
    data : list of Tensors, optional
        Shown in the error; by default the tensor.
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
    rheos.errors.InvalidArgumentError
        At once where the tensor is known, else when run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_non_positive([0.0, -2.0])))
    None
    """
    with name_scope(name, "assert_non_positive", [x, data]):
        x, data = _against_zero(x, data, message, "x <= 0")
        zero = convert_to_tensor(0, dtype=x.dtype)
        return assert_less_equal(x, zero, data=data, summarize=summarize)


def _against_zero(x: Any, data: Any, message: str | None, condition: str) -> tuple[Tensor, Any]:
    x = convert_to_tensor(x, name="x")
    if data is None:
        data = [message or "", f"Condition {condition} did not hold element-wise:", f"x ({x.name}) = ", x]
    return x, data


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless ``|x - y| < atol + rtol * |y|`` in every element.

    Parameters
    ----------
    x, y : Tensor or what can become one
        Floating or complex numbers of one dtype, and of shapes that broadcast.
    rtol, atol : scalar, optional
        By default ten times the distance from 1 to the next number of the dtype.
    data : list of Tensors, optional
        Shown in the error; by default both tensors and tolerances.
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
    rheos.errors.InvalidArgumentError
        When run.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.assert_near([1.0], [1.0000001])))
    None
    """
    with name_scope(name, "assert_near", [x, y, rtol, atol, data]):
        x = convert_to_tensor(x, name="x")
        y = convert_to_tensor(y, name="y", dtype=x.dtype)
        real = x.dtype.real_dtype
        step = 10 * float(np.finfo(real.as_numpy_dtype).eps) if real.name != "bfloat16" else 0.078125
        rtol = convert_to_tensor(step if rtol is None else rtol, name="rtol", dtype=real)
        atol = convert_to_tensor(step if atol is None else atol, name="atol", dtype=real)
        if data is None:
            data = [
                message or "",
                f"x and y not equal to tolerance rtol = {rtol}, atol = {atol}",
                f"x ({x.name}) = ",
                x,
                f"y ({y.name}) = ",
                y,
            ]
        allowed = atol + rtol * abs(y)
        return Assert(reduce_all(raw_ops.Less(abs(x - y), allowed)), data, summarize=summarize)


def is_non_decreasing(x: Any, name: str | None = None) -> Tensor:
    """Whether no element is less than the one before it.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones) of any shape, taken row by row.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        A bool scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.is_non_decreasing([1, 1, 2])))
    True
    """
    with name_scope(name, "is_non_decreasing", [x]):
        flat = reshape(x, [-1])
        return reduce_all(raw_ops.LessEqual(flat[:-1], flat[1:]))


def is_strictly_increasing(x: Any, name: str | None = None) -> Tensor:
    """Whether every element is greater than the one before it.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers (no complex ones) of any shape, taken row by row.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        A bool scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.is_strictly_increasing([1, 1, 2])))
    False
    """
    with name_scope(name, "is_strictly_increasing", [x]):
        flat = reshape(x, [-1])
        return reduce_all(raw_ops.Less(flat[:-1], flat[1:]))
