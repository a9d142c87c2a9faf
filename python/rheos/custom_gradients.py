"""Gradient functions written in Python: for op types, for names used in an override map, for one function.

In: Python functions. Out: a registry that the gradient engine asks. Invariant: a name has one function, and
the catalogue's own gradients cannot be replaced except through `Graph.gradient_override_map`.
"""

from __future__ import annotations

import functools
import inspect
import itertools
from collections.abc import Callable
from typing import Any

from . import _native
from ._gen import raw_ops
from .graph import Tensor, convert_to_tensor, get_default_graph
from .sparse_values import IndexedSlices
from .variables import Variable

__all__ = [
    "NoGradient",
    "NotDifferentiable",
    "RegisterGradient",
    "custom_gradient",
    "grad_pass_through",
    "no_gradient",
    "recompute_grad",
]

_registry: dict[str, Callable[..., Any] | None] = {}
_numbers = itertools.count()


class RegisterGradient:
    """Decorator that registers a gradient function under an op type, or under a name for an override map.

    The function is called with the forward operation and one gradient per output; it returns one gradient per
    input (a single one need not be in a list), None where none flows.

    Parameters
    ----------
    op_type : str
        The name.

    Raises
    ------
    KeyError
        The name has a gradient function already.

    Examples
    --------
    >>> import rheos as tf
    >>> @tf.RegisterGradient("Tripled")
    ... def tripled(op, grad):
    ...     return grad * 3.0
    >>> x = tf.constant(1.0)
    >>> with tf.get_default_graph().gradient_override_map({"Identity": "Tripled"}):
    ...     y = tf.identity(x)
    >>> with tf.Session() as session:
    ...     print(*session.run(tf.gradients(y, x)))
    3.0
    """

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        _register(self._op_type, f)
        return f


def NotDifferentiable(op_type: str) -> None:  # noqa: N802
    """Register that nothing flows through an op type.

    Parameters
    ----------
    op_type : str
        The op type, or a name for an override map.

    Raises
    ------
    TypeError
        `op_type` is not a string.
    KeyError
        It has a gradient function already.
    """
    if not isinstance(op_type, str):
        raise TypeError("op_type must be a string")
    _register(op_type, None)


NoGradient = NotDifferentiable
no_gradient = NotDifferentiable


def _register(name: str, function: Callable[..., Any] | None) -> None:
    if name in _registry or _native.has_gradient(name):
        raise KeyError(f"Registering two gradient with name '{name}'!")
    _registry[name] = function


def registered(name: str) -> bool:
    """Tell the gradient engine whether Python has a function of this name."""
    return name in _registry


def call_registered(name: str, op: Any, grads: list[Any]) -> list[Any]:
    """Run the function of this name for the gradient engine.

    `grads` and the result hold None, tensors, or the parts of an `IndexedSlices`.
    """
    function = _registry[name]
    if function is None:
        return [None] * len(op.inputs)
    result = function(op, *(IndexedSlices(*g) if isinstance(g, tuple) else g for g in grads))
    return [_parts(g) for g in (result if isinstance(result, (list, tuple)) else [result])]


def _parts(grad: Any) -> Any:
    if isinstance(grad, IndexedSlices):
        return grad.values, grad.indices, grad.dense_shape
    return None if grad is None else convert_to_tensor(grad)


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function its own gradient.

    Parameters
    ----------
    f : callable
        Takes tensors; returns ``(result, grad)``. `result` is a tensor or a list of tensors; `grad` is
        called with
        one gradient per result and gives one per argument. If `f` uses variables, `grad` must take a keyword
        ``variables`` and give a second list: one gradient per variable.

    Returns
    -------
    callable
        Takes the arguments of `f`, gives `result`.

    Raises
    ------
    TypeError
        `f` uses variables, but `grad` takes no ``variables``.
    ValueError
        Keyword arguments in the call, which TensorFlow 1 does not allow either.

    Examples
    --------
    >>> import rheos as tf
    >>> @tf.custom_gradient
    ... def clipped(x):
    ...     return tf.identity(x), lambda dy: tf.clip_by_value(dy, -1.0, 1.0)
    >>> x = tf.constant(2.0)
    >>> with tf.Session() as session:
    ...     print(*session.run(tf.gradients(clipped(x) * 100.0, x)))
    1.0
    """

    @functools.wraps(f)
    def decorated(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise ValueError(
                "The custom_gradient decorator currently supports keywords arguments only when eager "
                "execution is enabled."
            )
        return _decorated(f, args)

    return decorated


def _decorated(f: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    graph = get_default_graph()
    arguments = [a if isinstance(a, Tensor) else convert_to_tensor(a) for a in args]
    given = {a.handle for a in args if isinstance(a, Variable)}
    start = graph.version
    result, grad_fn = f(*arguments)
    results = list(result) if isinstance(result, (list, tuple)) else [result]
    results = [raw_ops.Identity(convert_to_tensor(r)) for r in results]
    variables = [v for v in _variables_read(graph, start) if v.handle not in given]
    parameters = inspect.signature(grad_fn).parameters
    if (
        variables
        and "variables" not in parameters
        and not any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    ):
        raise TypeError(
            "If using @custom_gradient with a function that uses variables, then grad_fn must accept a "
            "'variables' "
            "keyword argument."
        )

    def gradient(op: Any, *grads: Any) -> list[Any]:
        grads = grads[: len(results)]
        if not variables:
            into, by_variable = grad_fn(*grads), []
        else:
            into, by_variable = grad_fn(*grads, variables=variables)
            if len(by_variable) != len(variables):
                raise ValueError("Must return gradient for each variable from @custom_gradient grad_fn.")
        into = list(into) if isinstance(into, (list, tuple)) else [into]
        if len(into) != len(arguments):
            raise ValueError(
                f"custom_gradient: grad_fn gave {len(into)} gradients for {len(arguments)} arguments"
            )
        return [None] * len(results) + into + list(by_variable)

    name = f"CustomGradient-{next(_numbers)}"
    _registry[name] = gradient
    # Reads stand for the variables: their gradients lead on to the handles.
    reads = [v.value() for v in variables]
    with graph.gradient_override_map({"IdentityN": name}):
        tensors = raw_ops.IdentityN([*results, *arguments, *reads])
    if isinstance(result, (list, tuple)):
        return type(result)(tensors[: len(results)])
    return tensors[0]


def _variables_read(graph: Any, start: int) -> list[Variable]:
    """Variables that operations made since `start` read, in the order of their first use."""
    from .variable_lists import global_variables, local_variables, trainable_variables

    known = {v.handle: v for v in (*global_variables(), *local_variables(), *trainable_variables())}
    found: dict[Any, Variable] = {}
    for number in range(start, graph.version):
        op = graph._operation_by_id(number)
        if op.type in ("ReadVariableOp", "ResourceGather", "ResourceGatherNd") and op.inputs[0] in known:
            found.setdefault(op.inputs[0], known[op.inputs[0]])
    return list(found.values())


def grad_pass_through(f: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function the gradient of the identity: what arrives is handed on as it is.

    Parameters
    ----------
    f : callable
        Takes tensors and gives one of the shape of each.

    Returns
    -------
    callable

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant(2.7)
    >>> y = 3.0 * tf.grad_pass_through(tf.floor)(x)
    >>> print(*tf.Session().run([y, tf.gradients(y, x)[0]]))
    6.0 3.0
    """

    def passing(*args: Any, **kwargs: Any) -> Any:
        def grad(*dys: Any, variables: Any = None) -> Any:
            return dys if variables is None else (dys, [None] * len(variables))

        return f(*args, **kwargs), grad

    return custom_gradient(functools.wraps(f)(passing))


def recompute_grad(f: Callable[..., Any]) -> Callable[..., Any]:
    """Give the function back: in TensorFlow it trades time for memory, and changes no number.

    Parameters
    ----------
    f : callable
        The function.

    Returns
    -------
    callable
        `f`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.recompute_grad(tf.square)(3.0)))
    9.0
    """
    return f
