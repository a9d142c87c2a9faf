"""Python functions as operations: `tf.py_func` and `tf.numpy_function`.

In: a function on NumPy arrays. Out: a node that holds a token. A graph keeps its functions alive; the token
finds
them as long as it does. Invariant: the native side calls `_call`, and nothing else here, while a graph runs.
"""

from __future__ import annotations

import itertools
import traceback
import types
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

from ._gen import raw_ops
from .graph import convert_to_tensor, get_default_graph

__all__ = ["numpy_function", "py_func", "py_function"]


class _Function:
    """A function that a graph keeps; weak references to it tell whether any graph still does."""

    __slots__ = ("__weakref__", "function")

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function


_functions: weakref.WeakValueDictionary[str, _Function] = weakref.WeakValueDictionary()
_numbers = itertools.count()


def _call(token: str, arguments: tuple[Any, ...]) -> list[np.ndarray[Any, Any]]:
    """Run the function of a token; its results as arrays of types that tensors have."""
    held = _functions.get(token)
    if held is None:
        raise ValueError(
            f"Could not find callback with key={token} in the registry; hint: a graph with Python functions "
            "runs only in the process that built it"
        )
    result = held.function(*arguments)
    if result is None:
        return []
    if isinstance(result, (list, tuple)):
        return [_array(value) for value in result]
    return [_array(result)]


def _array(value: Any) -> np.ndarray[Any, Any]:
    array = np.asarray(value, order="C")
    if array.dtype.kind in "US":
        # Arrays of objects keep zero bytes at the end of a text.
        array = np.asarray(value, dtype=object) if not isinstance(value, np.ndarray) else array.astype(object)
    if array.dtype.kind == "O":
        for item in array.flat:
            if not isinstance(item, (bytes, str)):
                raise TypeError(f"Unsupported object type {type(item).__name__}")
    return array


def _describe(error: BaseException, trace: types.TracebackType | None) -> str:
    """The exception and its traceback, without the frames of this module."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__ and trace.tb_next is not None:
        trace = trace.tb_next
    error.__traceback__ = trace
    lines = traceback.format_exception(type(error), error, trace)
    return f"{type(error).__name__}: {error}\n" + "".join(lines)


def py_func(
    func: Callable[..., Any], inp: Any, Tout: Any, stateful: bool = True, name: str | None = None
) -> Any:  # noqa: N803
    """A Python function on NumPy arrays as an operation.

    The function gets one array per input (a NumPy scalar or bytes where the shape is ()), which it may
    write to, and
    gives an array, a list of arrays, or None for no results. It runs in each run of the session that needs
    the
    operation, in any of the process's threads, while it holds the interpreter's lock.

    Parameters
    ----------
    func : callable
        The function. The graph keeps it alive; a saved graph does not contain it.
    inp : list of Tensors
        Its arguments.
    Tout : DType or list of DTypes
        Types of its results, which are checked, not converted: a Python float is float64.
    stateful : bool
        If False, the results must depend on the arguments alone; equal calls may then be made once.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, list of Tensors or Operation
        One tensor if `Tout` is one type, else a list; the operation if `Tout` is empty. Static shapes are
        unknown;
        see `Tensor.set_shape`.

    Raises
    ------
    ValueError
        `func` is not callable.
    tf.errors.InvalidArgumentError
        In the run: the number of results or a type is wrong, or the function raised ValueError or TypeError.
    tf.errors.OpError
        In the run: another exception of the function: OutOfRangeError for StopIteration,
        ResourceExhaustedError for
        MemoryError, UnimplementedError for NotImplementedError, UnknownError for the rest. The message
        holds the
        traceback, `__cause__` the exception itself. KeyboardInterrupt and SystemExit come out as they are.

    Notes
    -----
    No gradient flows through, unless one is registered with `tf.RegisterGradient` and chosen by
    `Graph.gradient_override_map`.

    Examples
    --------
    >>> import numpy as np
    >>> import rheos as tf
    >>> x = tf.placeholder(tf.float32)
    >>> y = tf.py_func(lambda v: np.sinh(v), [x], tf.float32)
    >>> tf.Session().run(y, {x: [0.0]})
    array([0.], dtype=float32)
    """
    if not callable(func):
        raise ValueError(f"Expected func to be callable. Received func={func} of type {type(func)}.")
    many = isinstance(Tout, (list, tuple))
    inputs = [convert_to_tensor(value) for value in (inp if isinstance(inp, (list, tuple)) else [inp])]
    token = f"pyfunc_{next(_numbers)}"
    held = _Function(func)
    _functions[token] = held
    graph = inputs[0].graph if inputs else get_default_graph()
    graph.__dict__.setdefault("_py_funcs_used_in_graph", []).append(held)
    make = raw_ops.PyFunc if stateful else raw_ops.PyFuncStateless
    result = make(inputs, token=token, Tout=list(Tout) if many else [Tout], name=name)
    return result if many else result[0]


def numpy_function(func: Callable[..., Any], inp: Any, Tout: Any, name: str | None = None) -> Any:  # noqa: N803
    """A Python function on NumPy arrays as an operation, run each time; see `tf.py_func`.

    Parameters
    ----------
    func : callable
        The function.
    inp : list of Tensors
        Its arguments.
    Tout : DType or list of DTypes
        Types of its results.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, list of Tensors or Operation
        As `tf.py_func`.

    Examples
    --------
    >>> import rheos as tf
    >>> y = tf.numpy_function(lambda a, b: (a + b, a - b), [3, 1], [tf.int32, tf.int32])
    >>> print(*tf.Session().run(y))
    4 2
    """
    return py_func(func, inp, Tout, stateful=True, name=name)


def py_function(func: Callable[..., Any], inp: Any, Tout: Any, name: str | None = None) -> Any:  # noqa: N803
    """Refused: the function would be given eager tensors, which there are none of here.

    Parameters
    ----------
    func, inp, Tout, name
        As in TensorFlow.

    Raises
    ------
    NotImplementedError
        Always.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.py_function(lambda x: x, [1.0], tf.float32)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    NotImplementedError: tf.py_function needs eager tensors, ...
    """
    raise NotImplementedError(
        "tf.py_function needs eager tensors, which rheos does not have; hint: tf.py_func or "
        "tf.numpy_function, "
        "whose function is given NumPy arrays"
    )
