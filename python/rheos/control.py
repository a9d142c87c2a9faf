"""Order and checks of a run: group, tuple, with_dependencies, no_op, Print, Assert."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ._gen import raw_ops
from ._native import Operation, Tensor, convert_to_tensor
from .graph import colocate_with, control_dependencies, get_default_graph, name_scope
from .reshaping import identity
from .sparse_values import IndexedSlices
from .spelling import renamed

__all__ = [
    "Assert",
    "Print",
    "add_check_numerics_ops",
    "check_numerics",
    "group",
    "init_scope",
    "no_op",
    "timestamp",
    "tuple",
    "verify_tensor_all_finite",
]


def no_op(name: str | None = None) -> Operation:
    """An operation that does nothing, for others to depend on.

    Parameters
    ----------
    name : str, optional
        Name of the operation.

    Returns
    -------
    Operation

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.no_op()))
    None
    """
    return raw_ops.NoOp(name=name)


def timestamp(name: str | None = None) -> Tensor:
    """The time when it runs, in seconds since the start of 1970.

    Parameters
    ----------
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A float64 scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> bool(tf.Session().run(tf.timestamp()) > 1.7e9)
    True
    """
    return raw_ops.Timestamp(name=name)


def group(*inputs: Any, **kwargs: Any) -> Operation:
    """One operation that is done once several others are.

    Parameters
    ----------
    *inputs : Operation, Tensor, Variable, or nested lists of them
        What to wait for. None is passed over.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Operation

    Raises
    ------
    ValueError
        An unknown keyword.
    TypeError
        Something else is given.

    Examples
    --------
    >>> import rheos as tf
    >>> both = tf.group(tf.no_op(), tf.constant(1.0), name="start")
    >>> both.name
    'start'
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError("Unknown keyword arguments: " + ", ".join(kwargs))
    with name_scope(name, "group_deps", _flat(inputs)) as scope:
        by_device: dict[str, list[Operation]] = {}
        for item in _flat(inputs):
            op = _operation(item)
            by_device.setdefault(op.device or "", []).append(op)
        if len(by_device) <= 1:
            only = next(iter(by_device), "")
            return _after(by_device.get(only, []), only, scope)
        # One operation for each device, so that only these are waited for across devices.
        gates = [_after(by_device[device], device) for device in sorted(by_device)]
        with control_dependencies(gates):
            return raw_ops.NoOp(name=scope)


def _flat(values: Any) -> list[Any]:
    """Leaves of nested lists, tuples and dicts that are not None."""
    if values is None:
        return []
    if isinstance(values, dict):
        return [leaf for key in sorted(values) for leaf in _flat(values[key])]
    if isinstance(values, (list, builtins.tuple)):
        return [leaf for value in values for leaf in _flat(value)]
    return [values]


def _operation(item: Any) -> Operation:
    if isinstance(item, Operation):
        return item
    op = getattr(item, "op", None)
    if not isinstance(op, Operation):
        raise TypeError(f"Expected tf.group() expected Tensor objects not None with type '{type(item)}'")
    return op


def _after(ops: list[Operation], device: str = "", name: str | None = None) -> Operation:
    """A NoOp on the device, depending on the operations."""
    graph = get_default_graph()
    with control_dependencies(ops):
        if not device:
            return raw_ops.NoOp(name=name)
        with graph.device(device):
            return raw_ops.NoOp(name=name)


@contextmanager
def init_scope() -> Iterator[None]:
    """Context whose operations wait for nothing that was opened outside, as those that initialize should.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.control_dependencies([tf.no_op()]), tf.init_scope():
    ...     print(tf.constant(1.0).op.control_inputs)
    []
    """
    with control_dependencies(None):
        yield


def with_dependencies(dependencies: Any, output_tensor: Any, name: str | None = None) -> Any:
    """A tensor that is only ready once other operations are done.

    Parameters
    ----------
    dependencies : list of Operations or Tensors
        What to wait for.
    output_tensor : Tensor or IndexedSlices
        The value.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor or IndexedSlices
        As `output_tensor`.

    Examples
    --------
    >>> import rheos as tf
    >>> from rheos.control import with_dependencies
    >>> with_dependencies([tf.no_op()], tf.constant(1.0)).name
    'control_dependency:0'
    """
    with name_scope(name, "control_dependency", [output_tensor]) as scope:
        with colocate_with(output_tensor), control_dependencies(dependencies):
            if not isinstance(output_tensor, IndexedSlices):
                return identity(convert_to_tensor(output_tensor), name=scope)
            values = identity(output_tensor.values, name=scope)
            return IndexedSlices(values, output_tensor.indices, output_tensor.dense_shape)


def tuple(tensors: Any, name: str | None = None, control_inputs: Any = None) -> list[Any]:
    """Tensors that are all ready before any of them can be used.

    Parameters
    ----------
    tensors : list of Tensors, IndexedSlices or None
        The values; None stays None.
    name : str, optional
        Scope of the operations.
    control_inputs : list of Operations or Tensors, optional
        What to wait for besides.

    Returns
    -------
    list
        As `tensors`.

    Raises
    ------
    ValueError
        There is no tensor among them.
    TypeError
        `control_inputs` holds something else.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.tuple([tf.constant([1.0]), tf.constant([2.0])]))
    [array([1.], dtype=float32), array([2.], dtype=float32)]
    """
    with name_scope(name, "tuple", [t for t in tensors if t is not None]):
        values = [t if t is None or isinstance(t, IndexedSlices) else convert_to_tensor(t) for t in tensors]
        waited = [value.op for value in values if value is not None]
        for item in control_inputs or ():
            op = item if isinstance(item, Operation) else getattr(item, "op", None)
            if not isinstance(op, Operation):
                raise TypeError(f"Control input must be Operation or Tensor: {item}")
            waited.append(op)
        if not waited:
            raise ValueError(f"Must have at least one Tensor: {tensors}")
        # In order of creation, each once.
        gate = group(*sorted(dict.fromkeys(waited), key=lambda op: op._id))
        return [None if value is None else with_dependencies([gate], value) for value in values]


def Print(
    input_: Any,
    data: Any,
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Tensor:
    """`input_`, at whose passing other tensors are printed to standard error.

    Parameters
    ----------
    input_ : Tensor or what can become one
        The value to pass on.
    data : list of Tensors or what can become them
        What to print.
    message : str, optional
        Printed first.
    first_n : int, optional
        How many times to print; always if None or negative.
    summarize : int, optional
        Elements printed of each tensor; 3 if None.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input_`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([1.0, 2.0])
    >>> x = tf.Print(x, [x, tf.shape(x)], message="x and its shape: ")
    """
    return raw_ops.Print(
        input_,
        data,
        message=message or "",
        first_n=-1 if first_n is None else first_n,
        summarize=3 if summarize is None else summarize,
        name=name,
    )


def Assert(condition: Any, data: Any, summarize: int | None = None, name: str | None = None) -> Operation:
    """An operation that fails where a condition does not hold.

    Parameters
    ----------
    condition : scalar bool
        What must hold.
    data : list of Tensors or what can become them
        Shown in the error.
    summarize : int, optional
        Elements shown of each tensor; 3 if None.
    name : str, optional
        Scope of the operation.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the condition is False.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.placeholder(tf.float32, [])
    >>> with tf.control_dependencies([tf.Assert(x > 0, ["x must be positive:", x])]):
    ...     y = tf.sqrt(x)
    >>> print(tf.Session().run(y, {x: 4.0}))
    2.0
    """
    with name_scope(name, "Assert", [condition, data]):
        # TensorFlow converts them twice, which shows in the names.
        for value in data:
            convert_to_tensor(value)
        condition = convert_to_tensor(condition, name="Condition")
        return raw_ops.Assert(condition, data, summarize=3 if summarize is None else summarize, name="Assert")


def check_numerics(tensor: Any, message: str, name: str | None = None) -> Tensor:
    """`tensor`, checked when run to hold neither infinity nor NaN.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Floating numbers.
    message : str
        Put before the error's text.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `tensor`.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: an element is infinite or NaN.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.check_numerics([1.0, 2.0], "x"))
    array([1., 2.], dtype=float32)
    """
    return raw_ops.CheckNumerics(tensor, message, name=name)


def verify_tensor_all_finite(
    t: Any = None, msg: str | None = None, name: str | None = None, x: Any = None, message: str | None = None
) -> Tensor:
    """`check_numerics`, its result being the same tensor under a control dependency.

    Parameters
    ----------
    t : Tensor or what can become one
        Floating numbers.
    msg : str
        Put before the error's text.
    name : str, optional
        Scope of the operations.
    x, message : optional
        Other names of `t` and `msg`.

    Returns
    -------
    Tensor
        As `t`.

    Raises
    ------
    ValueError
        An argument is given under both of its names, or under none.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.verify_tensor_all_finite([1.0, 2.0], "x"))
    array([1., 2.], dtype=float32)
    """
    value, text = renamed("x", x, "t", t), renamed("message", message, "msg", msg)
    if value is None or text is None:
        raise ValueError("verify_tensor_all_finite needs a tensor and a message")
    with name_scope(name, "VerifyFinite", [value]):
        value = convert_to_tensor(value, name="x")
        with colocate_with(value):
            checked = check_numerics(value, message=text)
            made: Tensor = with_dependencies([checked], value)
            return made


def add_check_numerics_ops() -> Operation:
    """An operation that runs `check_numerics` on every floating tensor now in the graph.

    Returns
    -------
    Operation

    Examples
    --------
    >>> import rheos as tf
    >>> y = tf.sqrt(tf.constant(4.0))
    >>> print(tf.Session().run(tf.add_check_numerics_ops()))
    None
    """
    checks: list[Tensor] = []
    for op in get_default_graph().get_operations():
        for output in op.outputs:
            if output.dtype.is_floating:
                # Each check waits for the one before, so that the first bad tensor is the one reported.
                with control_dependencies(checks[-1:]):
                    checks.append(check_numerics(output, message=f"{op.name}:{output.value_index}"))
    return group(*checks)
