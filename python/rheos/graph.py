"""Graphs and what new operations take from the blocks open around them.

`Graph` adds to the native class what is not on the path of making an operation: look-ups by name,
collections, scopes,
devices. Invariant: the native graph holds the scope in force (prefix, device, extra attributes, control
inputs); the
context managers here only set and restore it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from . import _native
from . import device_names as _device
from ._native import Operation, Tensor, convert_to_tensor, register_tensor_conversion_function
from .graph_collections import (
    GraphKeys,
    add_to_collection,
    add_to_collections,
    get_collection,
    get_collection_ref,
)
from .seeds import get_seed, set_random_seed

__all__ = [
    "Graph",
    "GraphKeys",
    "Operation",
    "Tensor",
    "add_to_collection",
    "add_to_collections",
    "colocate_with",
    "container",
    "control_dependencies",
    "convert_to_tensor",
    "device",
    "get_collection",
    "get_collection_ref",
    "get_default_graph",
    "get_seed",
    "name_scope",
    "op_scope",
    "register_tensor_conversion_function",
    "reset_default_graph",
    "set_random_seed",
]

get_default_graph: Callable[[], Graph] = _native.get_default_graph


class Graph(_native.Graph):
    """A graph of operations; computations are built in it and run by a `Session`.

    Examples
    --------
    >>> import rheos as tf
    >>> graph = tf.Graph()
    >>> with graph.as_default():
    ...     c = tf.constant(30.0)
    >>> c.graph is graph
    True
    """

    def __init__(self) -> None:
        super().__init__()
        self._collections: dict[Any, list[Any]] = {}
        self._unfeedable: set[Any] = set()
        self._unfetchable: set[Any] = set()
        self._device_stack: list[Any] = []
        self._overrides: dict[str, str] = {}
        self._colocation: list[bytes] = []
        self._attr_scope: dict[str, Any] = {}
        self._container = ""

    # --- the default graph ------------------------------------------------------------------------

    def as_default(self) -> _DefaultGraph:
        """A context manager inside which this graph is the default one of the thread."""
        return _DefaultGraph(self)

    # --- look-ups ---------------------------------------------------------------------------------

    def get_operation_by_name(self, name: str) -> Operation:
        """The operation called `name`; KeyError where there is none."""
        if not isinstance(name, str):
            raise TypeError(f"Operation names are strings (or similar), not {type(name).__name__}.")
        return self.as_graph_element(name, allow_tensor=False, allow_operation=True)  # type: ignore[no-any-return]

    def get_tensor_by_name(self, name: str) -> Tensor:
        """The tensor called `name`, as in ``"scope/MatMul:0"``; KeyError where there is none."""
        if not isinstance(name, str):
            raise TypeError(f"Tensor names are strings (or similar), not {type(name).__name__}.")
        return self.as_graph_element(name, allow_tensor=True, allow_operation=False)  # type: ignore[no-any-return]

    def as_graph_element(self, obj: Any, allow_tensor: bool = True, allow_operation: bool = True) -> Any:
        """The Tensor or Operation that `obj` is, names or stands for.

        Parameters
        ----------
        obj : Tensor, Operation, str or object with `_as_graph_element()`
            What stands for the element.
        allow_tensor, allow_operation : bool
            What may be given back.

        Raises
        ------
        TypeError
            `obj` is or names something not allowed.
        ValueError
            The name cannot be one of the graph, or the element belongs to another graph.
        KeyError
            No element has this name.
        """
        if allow_tensor and allow_operation:
            types = "Tensor or Operation"
        elif allow_tensor:
            types = "Tensor"
        elif allow_operation:
            types = "Operation"
        else:
            raise ValueError("allow_tensor and allow_operation can't both be False.")
        convert = getattr(obj, "_as_graph_element", None)
        if convert is not None and callable(convert):
            element = convert()
            obj = obj if element is None else element
        if isinstance(obj, bytes):
            obj = obj.decode()
        if isinstance(obj, str):
            return self._named_element(obj, allow_tensor, allow_operation)
        if (isinstance(obj, Tensor) and allow_tensor) or (isinstance(obj, Operation) and allow_operation):
            if obj.graph is not self:
                kind = "Tensor" if isinstance(obj, Tensor) else "Operation"
                raise ValueError(f"{kind} {obj!r} is not an element of this graph.")
            return obj
        raise TypeError(f"Can not convert a {type(obj).__name__} into a {types}.")

    def _named_element(self, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
        if ":" in name and allow_tensor:
            op_name, _, index = name.partition(":")
            if not index.isdigit():
                raise ValueError(
                    f"The name {name!r} looks a like a Tensor name, but is not a valid one. Tensor names "
                    f"must be "
                    'of the form "<op_name>:<output_index>".'
                )
            op = self._find_operation(op_name)
            if op is None:
                raise KeyError(
                    f"The name {name!r} refers to a Tensor which does not exist. The operation, "
                    f"{op_name!r}, does "
                    "not exist in the graph."
                )
            outputs = op.outputs
            if int(index) >= len(outputs):
                raise KeyError(
                    f"The name {name!r} refers to a Tensor which does not exist. The operation, "
                    f"{op_name!r}, exists "
                    f"but only has {len(outputs)} outputs."
                )
            return outputs[int(index)]
        if ":" in name:
            raise ValueError(f"Name {name!r} appears to refer to a Tensor, not a Operation.")
        op = self._find_operation(name)
        if not allow_operation:
            if op is not None:
                raise ValueError(
                    f"The name {name!r} refers to an Operation, not a Tensor. Tensor names must be of "
                    f"the form "
                    '"<op_name>:<output_index>".'
                )
            raise ValueError(
                f"The name {name!r} looks like an (invalid) Operation name, not a Tensor. Tensor names "
                f"must be of "
                'the form "<op_name>:<output_index>".'
            )
        if op is None:
            raise KeyError(f"The name {name!r} refers to an Operation not in the graph.")
        return op

    def get_name_scope(self) -> str:
        """The current scope's name, without the slash at its end."""
        return self._prefix[:-1]

    @property
    def graph_def_versions(self) -> Any:
        """Version numbers of the GraphDef format (`.producer`, `.min_consumer`)."""
        from .node_def import VersionDef

        return VersionDef()

    @property
    def building_function(self) -> bool:
        """False: a Graph is no function's body."""
        return False

    def as_graph_def(self, from_version: int | None = None, add_shapes: bool = False) -> Any:
        """The graph as a GraphDef message."""
        from .node_def import graph_def

        return graph_def(self, from_version, add_shapes)

    # --- feeding and fetching ---------------------------------------------------------------------

    def is_feedable(self, tensor: Any) -> bool:
        """True unless `prevent_feeding` was called for the tensor."""
        return tensor not in self._unfeedable

    def prevent_feeding(self, tensor: Any) -> None:
        """Make feeding the tensor an error."""
        self._unfeedable.add(tensor)

    def is_fetchable(self, tensor_or_op: Any) -> bool:
        """True unless `prevent_fetching` was called for the element (or its operation)."""
        if isinstance(tensor_or_op, Tensor):
            return tensor_or_op not in self._unfetchable and tensor_or_op.op not in self._unfetchable
        return tensor_or_op not in self._unfetchable

    def prevent_fetching(self, op: Any) -> None:
        """Make fetching the operation an error."""
        self._unfetchable.add(op)

    # --- collections ------------------------------------------------------------------------------

    @property
    def collections(self) -> list[Any]:
        """Names of the collections."""
        return list(self._collections)

    def add_to_collection(self, name: Any, value: Any) -> None:
        """Append `value` to the collection `name`."""
        self._check_not_finalized()
        self._collections.setdefault(name, []).append(value)

    def add_to_collections(self, names: Any, value: Any) -> None:
        """Append `value` to each of several collections; a name that is repeated counts once."""
        for name in (names,) if isinstance(names, str) else dict.fromkeys(names):
            self.add_to_collection(name, value)

    def get_collection_ref(self, name: Any) -> list[Any]:
        """The collection's own list, made where there is none."""
        return self._collections.setdefault(name, [])

    def get_collection(self, name: Any, scope: str | None = None) -> list[Any]:
        """A copy of the collection.

        Parameters
        ----------
        name : str
            The collection.
        scope : str, optional
            Only items with a `name` that this pattern matches from its start (`re.match`).
        """
        items = self._collections.get(name, [])
        if scope is None:
            return list(items)
        pattern = re.compile(scope)
        return [item for item in items if hasattr(item, "name") and pattern.match(item.name)]

    def get_all_collection_keys(self) -> list[str]:
        """Names of the collections that are strings."""
        return [name for name in self._collections if isinstance(name, str)]

    def clear_collection(self, name: Any) -> None:
        """Forget a collection."""
        self._check_not_finalized()
        self._collections.pop(name, None)

    # --- scopes -----------------------------------------------------------------------------------

    def name_scope(self, name: str | None) -> _NameScope:
        """A context manager inside which names start with `name/`; it gives that prefix.

        Parameters
        ----------
        name : str or None
            The scope, made unique; ending in a slash, it is entered again as it stands. None or an empty
            text leads
            to the top level.
        """
        if name is not None and not isinstance(name, str):
            raise TypeError(f"A scope's name must be a string, got {type(name).__name__}")
        return _NameScope(self, name)

    def control_dependencies(self, control_inputs: Any) -> _ControlDependencies:
        """A context manager inside which new operations wait for `control_inputs` (None: for nothing at
        all).
        """
        return _ControlDependencies(self, control_inputs)

    def device(self, device_name_or_function: Any) -> _DeviceScope:
        """A context manager that places new operations.

        Parameters
        ----------
        device_name_or_function : str, function, object with `to_string()` or None
            A device string, merged with those of outer blocks (the inner one's fields win); a function from
            Operation to
            device string; None, which hides the outer blocks.
        """
        return _DeviceScope(self, device_name_or_function)

    @contextmanager
    def colocate_with(self, op: Any, ignore_existing: bool = False) -> Iterator[None]:
        """Place new operations where `op` is (the attribute `_class`); None clears the constraint."""
        if op is None and not ignore_existing:
            raise ValueError("Trying to reset colocation (op is None) but ignore_existing is not True")
        old = self._colocation
        old_device = self._device
        if op is None:
            self._colocation = []
        else:
            op = op if isinstance(op, Operation) else getattr(_as_tensor(op), "op", op)
            groups = op.colocation_groups()
            self._colocation = (
                list(groups) if ignore_existing else [*old, *(g for g in groups if g not in old)]
            )
            if op.device:
                self._device = op.device
        self._apply_attrs()
        try:
            yield
        finally:
            self._colocation = old
            self._device = old_device
            self._apply_attrs()

    @contextmanager
    def gradient_override_map(self, op_type_map: dict[str, str]) -> Iterator[None]:
        """Give new operations of some types another gradient.

        Parameters
        ----------
        op_type_map : dict
            From op type to the name under which a gradient function is registered.
        """
        if not isinstance(op_type_map, dict):
            raise TypeError("`op_type_map` must be a dictionary mapping strings to strings")
        for op_type, mapped in op_type_map.items():
            if not isinstance(op_type, str) or not isinstance(mapped, str):
                raise TypeError("`op_type_map` must be a dictionary mapping strings to strings")
        old = self._overrides
        self._overrides = {**old, **op_type_map}
        self._set_gradient_overrides(self._overrides)
        try:
            yield
        finally:
            self._overrides = old
            self._set_gradient_overrides(old)

    @contextmanager
    def _attr_scope_of(self, attrs: dict[str, Any]) -> Iterator[None]:
        """Give every new operation these attributes (None removes one of an outer block)."""
        old = self._attr_scope
        merged = {**old, **attrs}
        self._attr_scope = {name: value for name, value in merged.items() if value is not None}
        self._apply_attrs()
        try:
            yield
        finally:
            self._attr_scope = old
            self._apply_attrs()

    @contextmanager
    def container(self, container_name: str) -> Iterator[str]:
        """Resources made inside belong to the container of this name."""
        old = self._container
        self._container = container_name
        try:
            yield container_name
        finally:
            self._container = old

    def _apply_attrs(self) -> None:
        attrs = dict(self._attr_scope)
        if self._colocation:
            attrs["_class"] = sorted(self._colocation)
        self._set_scope_attrs(attrs)

    def _device_for(self, op: Operation) -> None:
        """The device of a new operation while device functions are in force, outermost block first."""
        text = ""
        for entry in self._device_stack:
            if entry is None:
                text = ""
            elif callable(entry):
                op._set_device(text)
                given = entry(op)
                text = _device.merge(text, _device.canonical(given)) if given is not None else ""
            else:
                text = _device.merge(text, entry)
        op._set_device(text)

    def _use_devices(self) -> None:
        """Tell the native graph what the device blocks say."""
        if any(callable(entry) for entry in self._device_stack):
            self._set_created_hook(self._device_for)
            return
        self._set_created_hook(None)
        text = ""
        for entry in self._device_stack:
            text = "" if entry is None else _device.merge(text, entry)
        self._device = text


class _DefaultGraph:
    """Makes a graph the thread's default one."""

    __slots__ = ("_graph",)

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __enter__(self) -> Graph:
        _native.push_default_graph(self._graph)
        return self._graph

    def __exit__(self, *_exception: object) -> None:
        _native.pop_default_graph(self._graph)


class _NameScope:
    """Sets and restores a graph's prefix."""

    __slots__ = ("_graph", "_name", "_old")

    def __init__(self, graph: _native.Graph, name: str | None) -> None:
        self._graph = graph
        self._name = name
        self._old = ""

    def __enter__(self) -> str:
        self._old = self._graph._prefix
        return self._graph._open_scope(self._name)

    def __exit__(self, *_exception: object) -> None:
        self._graph._set_prefix(self._old)


class _ControlDependencies:
    """One `control_dependencies` block."""

    __slots__ = ("_graph", "_outer", "_ops")

    def __init__(self, graph: Graph, control_inputs: Any) -> None:
        self._graph = graph
        self._outer = ""
        if control_inputs is None:
            self._ops: list[Operation] | None = None
            return
        if isinstance(control_inputs, (str, Tensor, Operation)) or not hasattr(control_inputs, "__iter__"):
            control_inputs = [control_inputs]
        ops: dict[Operation, None] = {}
        for item in control_inputs:
            if hasattr(item, "values") and hasattr(item, "indices"):  # IndexedSlices
                item = item.values.op
            element = graph.as_graph_element(item)
            ops[element.op if isinstance(element, Tensor) else element] = None
        self._ops = list(ops)

    def __enter__(self) -> _ControlDependencies:
        self._graph._push_controls(self._ops)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._graph._pop_controls()


class _DeviceScope:
    """One `device` block."""

    __slots__ = ("_graph", "_entry")

    def __init__(self, graph: Graph, device: Any) -> None:
        self._graph = graph
        if device is None or (callable(device) and not hasattr(device, "to_string")):
            self._entry = device
        else:
            self._entry = _device.canonical(device)

    def __enter__(self) -> None:
        self._graph._device_stack.append(self._entry)
        self._graph._use_devices()

    def __exit__(self, *_exception: object) -> None:
        self._graph._device_stack.pop()
        self._graph._use_devices()


def _as_tensor(value: Any) -> Any:
    """A tensor-like object's handle or tensor, whatever it offers."""
    if isinstance(value, (Tensor, Operation)):
        return value
    handle = getattr(value, "handle", None)
    return convert_to_tensor(value) if handle is None else handle


def reset_default_graph() -> None:
    """Forget the process's default graph; the next operation starts a new one.

    Raises
    ------
    AssertionError
        Called inside a ``with graph.as_default():`` block.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.reset_default_graph()
    """
    if _native.default_graph_depth():
        raise AssertionError(
            "Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared graph, "
            "exit the nesting "
            "and create a new graph."
        )
    _native.forget_default_graph()


class name_scope:
    """A context manager for a function's operations: their names start with `name/`.

    Parameters
    ----------
    name : str or None
        The scope given by the caller.
    default_name : str, optional
        The scope where `name` is None.
    values : list, optional
        The function's arguments; their graph is the one to build in, and they must all be of one.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.name_scope("layer") as scope:
    ...     print(scope, tf.constant(1.0, name="bias").name)
    layer/ layer/bias:0
    """

    __slots__ = ("_default_name", "_name", "_opened", "_values")

    def __init__(self, name: str | None, default_name: str | None = None, values: Any = None) -> None:
        self._name = default_name if name is None else name
        self._default_name = default_name
        self._values = values
        self._opened: list[Any] = []

    @property
    def name(self) -> str | None:
        """The scope that is entered, before it is made unique."""
        return self._name

    def __enter__(self) -> str:
        if self._name is None and self._values is not None:
            raise ValueError("At least one of name (None) and default_name (None) must be provided.")
        if self._name is not None and not isinstance(self._name, str):
            raise TypeError(f"A scope's name must be a string, got {type(self._name).__name__}")
        graph = _graph_of(self._values) if self._values else None
        if graph is None:
            graph = get_default_graph()
            default = None
        else:
            default = _DefaultGraph(graph)
            default.__enter__()
        try:
            scope = _NameScope(graph, self._name)
            prefix = scope.__enter__()
        except BaseException:
            if default is not None:
                default.__exit__()
            raise
        self._opened.append((scope, default))
        return prefix

    def __exit__(self, *_exception: object) -> None:
        scope, default = self._opened.pop()
        scope.__exit__()
        if default is not None:
            default.__exit__()


def _graph_of(values: Any) -> Any:
    """The one graph of the graph elements among `values`, or None."""
    first: Any = None
    for value in values:
        if isinstance(value, (list, tuple)):
            graph = _graph_of(value)
            element: Any = value
        else:
            element = value
            graph = value.graph if isinstance(value, (Tensor, Operation)) else None
        if graph is None:
            continue
        if first is None:
            first = (graph, element)
        elif graph is not first[0]:
            raise ValueError(f"{element} must be from the same graph as {first[1]}.")
    return None if first is None else first[0]


@contextmanager
def op_scope(values: Any, name: str | None, default_name: str | None = None) -> Iterator[str]:
    """The old spelling of ``name_scope(name, default_name, values)``.

    Parameters
    ----------
    values : list
        The function's arguments.
    name, default_name : str or None
        The scope, and what it is where the caller gave none.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.op_scope([], None, "old") as scope:
    ...     print(scope)
    old/
    """
    with name_scope(name, default_name, values) as scope:
        yield scope


def control_dependencies(control_inputs: Any) -> _ControlDependencies:
    """``tf.get_default_graph().control_dependencies(control_inputs)``.

    Parameters
    ----------
    control_inputs : list of Operation or Tensor, or None
        What new operations wait for; None: for nothing, not even what outer blocks say.

    Examples
    --------
    >>> import rheos as tf
    >>> first = tf.constant(1.0)
    >>> with tf.control_dependencies([first]):
    ...     second = tf.constant(2.0)
    >>> [op.name for op in second.op.control_inputs]
    ['Const']
    """
    return get_default_graph().control_dependencies(control_inputs)


def device(device_name_or_function: Any) -> _DeviceScope:
    """``tf.get_default_graph().device(device_name_or_function)``.

    Parameters
    ----------
    device_name_or_function : str, function or None
        As for `Graph.device`.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.device("/gpu:0"):
    ...     print(tf.constant(1.0).device)
    /device:GPU:0
    """
    return get_default_graph().device(device_name_or_function)


def container(container_name: str) -> Any:
    """``tf.get_default_graph().container(container_name)``.

    Parameters
    ----------
    container_name : str
        Name of the resource container.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.container("experiment") as name:
    ...     print(name)
    experiment
    """
    return get_default_graph().container(container_name)


def colocate_with(op: Any, ignore_existing: bool = False) -> Any:
    """``tf.get_default_graph().colocate_with(op, ignore_existing)``.

    Parameters
    ----------
    op : Operation, Tensor or None
        Where new operations should be.
    ignore_existing : bool
        Drop the constraints of outer blocks.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.colocate_with(tf.constant(1.0, name="a")):
    ...     print(tf.constant(2.0).op.get_attr("_class"))
    [b'loc:@a']
    """
    return get_default_graph().colocate_with(op, ignore_existing)
