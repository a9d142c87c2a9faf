"""`tf.variable_scope` and `tf.get_variable`: variables by name, shared on request.

In: names and options. Out: variables whose names follow the open variable scopes, whatever the name scopes
are. Invariant: a scope that ends restores its outer one, and how often default names were used inside it is
forgotten.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from . import dtypes
from .graph import Graph, GraphKeys, get_collection, get_default_graph, name_scope
from .variable_store import AUTO_REUSE, ReuseMode, store_of
from .variables import VariableAggregation, VariableSynchronization

__all__ = [
    "AUTO_REUSE",
    "VariableScope",
    "get_local_variable",
    "get_variable",
    "get_variable_scope",
    "no_regularizer",
    "variable_op_scope",
    "variable_scope",
]

Reuse = bool | ReuseMode | None


def no_regularizer(_: Any) -> None:
    """Give no loss: as `regularizer` it hides the one of an outer scope."""
    return None


class VariableScope:
    """What `get_variable` takes from the scope around it: a prefix of names and defaults of its arguments.

    Made by `variable_scope`; its attributes can be read, and changed with the ``set_`` methods.
    """

    def __init__(
        self,
        reuse: Reuse,
        name: str = "",
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        name_scope: str = "",
        dtype: Any = dtypes.float32,
        use_resource: bool | None = None,
        constraint: Any = None,
    ) -> None:
        self._name = name
        self._initializer = initializer
        self._regularizer = regularizer
        self._reuse: Reuse = reuse
        self._caching_device = caching_device
        self._partitioner = partitioner
        self._custom_getter = custom_getter
        self._name_scope = name_scope
        self._dtype = dtypes.as_dtype(dtype)
        self._use_resource = use_resource
        self._constraint = constraint

    name = property(lambda self: self._name, doc="Full name, without a slash at the end.")
    original_name_scope = property(
        lambda self: self._name_scope, doc="Name scope in which it was first opened."
    )
    reuse = property(lambda self: self._reuse, doc="True, False, or `AUTO_REUSE`.")
    initializer = property(lambda self: self._initializer, doc="Default initializer.")
    dtype = property(lambda self: self._dtype, doc="Default type.")
    use_resource = property(lambda self: self._use_resource, doc="As given; every variable is a resource.")
    regularizer = property(lambda self: self._regularizer, doc="Default regularizer.")
    caching_device = property(lambda self: self._caching_device, doc="Default caching device.")
    partitioner = property(lambda self: self._partitioner, doc="Default partitioner.")
    custom_getter = property(
        lambda self: self._custom_getter, doc="Stands between `get_variable` and the variable."
    )
    constraint = property(lambda self: self._constraint, doc="Default constraint.")

    def reuse_variables(self) -> None:
        """Find variables from here on instead of making them."""
        self._reuse = True

    def set_initializer(self, initializer: Any) -> None:
        """Set the default initializer."""
        self._initializer = initializer

    def set_dtype(self, dtype: Any) -> None:
        """Set the default type."""
        self._dtype = dtypes.as_dtype(dtype)

    def set_use_resource(self, use_resource: bool | None) -> None:
        """Keep `use_resource` as an attribute."""
        self._use_resource = use_resource

    def set_regularizer(self, regularizer: Any) -> None:
        """Set the default regularizer."""
        self._regularizer = regularizer

    def set_caching_device(self, caching_device: Any) -> None:
        """Set the default caching device."""
        self._caching_device = caching_device

    def set_partitioner(self, partitioner: Any) -> None:
        """Set the default partitioner."""
        self._partitioner = partitioner

    def set_custom_getter(self, custom_getter: Any) -> None:
        """Set the function that stands between `get_variable` and the variable."""
        self._custom_getter = custom_getter

    def get_collection(self, name: str) -> list[Any]:
        """List what a collection has of this scope."""
        return list(get_collection(name, f"{self._name}/" if self._name else ""))

    def trainable_variables(self) -> list[Any]:
        """List this scope's trainable variables."""
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)

    def global_variables(self) -> list[Any]:
        """List this scope's global variables."""
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        """List this scope's local variables."""
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def get_variable(self, name: str, **options: Any) -> Any:
        """Find or make a variable whose name starts with this scope's; `options` as for `tf.get_variable`."""
        if not isinstance(name, str):
            raise TypeError(f"name of a variable must be a string, got {name!r}")
        dtype, initializer = options.pop("dtype", None), options.pop("initializer", None)
        if dtype is not None and initializer is not None and not callable(initializer):
            _check_initializer_type(initializer, dtypes.as_dtype(dtype))
        defaults = {
            "initializer": initializer,
            "regularizer": options.pop("regularizer", None),
            "caching_device": options.pop("caching_device", None),
            "partitioner": options.pop("partitioner", None),
            "custom_getter": options.pop("custom_getter", None),
            "constraint": options.pop("constraint", None),
            "use_resource": options.pop("use_resource", None),
            "reuse": options.pop("reuse", None),
            "dtype": dtype,
        }
        for key, value in defaults.items():
            options[key] = getattr(self, f"_{key}") if value is None else value
        if options["regularizer"] is no_regularizer:
            options["regularizer"] = None
        full = f"{self._name}/{name}" if self._name else name
        # Names of variables follow variable scopes alone, so the name scope is left meanwhile.
        with name_scope(None):
            return store_of(get_default_graph()).get(full, **options)


def _check_initializer_type(initializer: Any, dtype: dtypes.DType) -> None:
    have = getattr(initializer, "dtype", None)
    if have is None:
        return
    have = dtypes.as_dtype(have).base_dtype
    if have != dtype and not isinstance(initializer, np.ndarray):
        raise ValueError(f"Initializer type '{have}' and explicit dtype '{dtype}' don't match.")


class _Scopes(threading.local):
    """The open variable scope of one graph in one thread, and how often each name was opened."""

    def __init__(self) -> None:
        self.current = VariableScope(False)
        self.counts: dict[str, int] = {}

    def opened(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def forget_inside(self, name: str) -> None:
        for key in self.counts:
            if not name or key.startswith(f"{name}/"):
                self.counts[key] = 0

    def unique(self, prefix: str) -> str:
        """`prefix`, or the first of `prefix_1`, `prefix_2`… that was not opened in the current scope."""
        base = f"{self.current.name}/{prefix}" if self.current.name else prefix
        if not self.counts.get(base, 0):
            return prefix
        number = 1
        while self.counts.get(f"{base}_{number}", 0):
            number += 1
        return f"{prefix}_{number}"


def _scopes(graph: Graph | None = None) -> _Scopes:
    graph = get_default_graph() if graph is None else graph
    found: _Scopes = graph.__dict__.setdefault("_variable_scopes", _Scopes())
    return found


def get_variable_scope() -> VariableScope:
    """Give the innermost variable scope that is open.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.variable_scope("a"), tf.variable_scope("b"):
    ...     print(tf.get_variable_scope().name)
    a/b
    """
    return _scopes().current


class variable_scope:  # noqa: N801
    """Context in which `get_variable` prefixes names and takes defaults.

    Parameters
    ----------
    name_or_scope : str, VariableScope or None
        A name is added to the open scope's; a scope object is opened again as it was.
    default_name : str, optional
        Name used if `name_or_scope` is None, made unique in the open scope.
    values : list, optional
        Tensors that the operations inside use; they must be of the default graph.
    initializer, regularizer, caching_device, partitioner, custom_getter, dtype, use_resource, constraint
        Defaults for the arguments of `get_variable` inside; inherited if None. A `custom_getter` is called
        with the one of the outer scope as its getter.
    reuse : True, False, None or tf.AUTO_REUSE
        True: variables are found, and it is an error if there is none. AUTO_REUSE: found or made. Otherwise
        inherited.
    auxiliary_name_scope : bool
        If False no name scope is opened.

    Raises
    ------
    ValueError
        ``reuse=True`` without a name.
    TypeError
        Neither a name nor a default name; or `name_or_scope` is something else.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.variable_scope("layer"):
    ...     w = tf.get_variable("w", [2, 3])
    >>> with tf.variable_scope("layer", reuse=True):
    ...     print(tf.get_variable("w") is w, w.name)
    True layer/w:0
    """

    def __init__(
        self,
        name_or_scope: Any,
        default_name: str | None = None,
        values: Sequence[Any] | None = None,
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        reuse: Reuse = None,
        dtype: Any = None,
        use_resource: bool | None = None,
        constraint: Any = None,
        auxiliary_name_scope: bool = True,
    ) -> None:
        if default_name is None and name_or_scope is None:
            raise TypeError("If default_name is None then name_or_scope is required")
        if name_or_scope is not None and not isinstance(name_or_scope, (str, VariableScope)):
            raise TypeError("VariableScope: name_or_scope must be a string or VariableScope.")
        if name_or_scope is None and reuse:
            raise ValueError("reuse=True cannot be used without a name_or_scope")
        if not isinstance(auxiliary_name_scope, bool):
            raise TypeError(
                f"The auxiliary_name_scope must be `True` or `False`, but is {auxiliary_name_scope}"
            )
        self._target = name_or_scope
        self._default_name = default_name
        self._values = values
        self._reuse: Reuse = None if reuse is False else reuse
        self._changes = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "dtype": None if dtype is None else dtypes.as_dtype(dtype),
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._custom_getter = custom_getter
        self._auxiliary = auxiliary_name_scope
        self._open: list[contextlib.ExitStack] = []

    def __enter__(self) -> VariableScope:
        with contextlib.ExitStack() as stack:
            scope = stack.enter_context(self._entered())
            self._open.append(stack.pop_all())
        return scope

    def __exit__(self, *error: Any) -> None:
        self._open.pop().__exit__(*error)

    @contextlib.contextmanager
    def _entered(self) -> Iterator[VariableScope]:
        graph = get_default_graph()
        scopes = _scopes(graph)
        target, inner = self._target, None
        if self._auxiliary:
            if target is None:
                inner = name_scope(self._default_name, values=self._values)
            else:
                last = target if isinstance(target, str) else target.name.rpartition("/")[2]
                inner = name_scope(last, values=self._values) if last else None
        with contextlib.ExitStack() as stack:
            opened = graph.get_name_scope() if inner is None else stack.enter_context(inner)
            if inner is None and opened:
                opened += "/"
            if target is None:
                target = scopes.unique(self._default_name or "")
            outer, counts = scopes.current, dict(scopes.counts)
            scope = (
                self._reopened(target)
                if isinstance(target, VariableScope)
                else self._prolonged(outer, target, opened)
            )
            scopes.opened(scope.name)
            if isinstance(target, VariableScope):
                counts = dict(scopes.counts)
            scopes.current = scope
            try:
                yield scope
            finally:
                scopes.current = outer
                if isinstance(target, VariableScope):
                    scopes.counts = counts
                else:
                    scopes.forget_inside(scope.name)

    def _prolonged(self, outer: VariableScope, name: str, opened: str) -> VariableScope:
        full = f"{outer.name}/{name}" if outer.name else name
        return self._copy(outer, full, self._reuse or outer.reuse, opened)

    def _reopened(self, scope: VariableScope) -> VariableScope:
        return self._copy(scope, scope.name, self._reuse or scope.reuse, scope.original_name_scope)

    def _copy(self, base: VariableScope, name: str, reuse: Reuse, opened: str) -> VariableScope:
        getter = self._custom_getter
        if getter is None:
            getter = base.custom_getter
        elif base.custom_getter is not None:
            getter = _nested(getter, base.custom_getter)
        taken = {k: getattr(base, k) if v is None else v for k, v in self._changes.items()}
        return VariableScope(reuse, name, custom_getter=getter, name_scope=opened, **taken)


def _nested(inner: Callable[..., Any], outer: Callable[..., Any]) -> Callable[..., Any]:
    """A getter that calls `outer` where `inner` asks for the variable."""

    def nested(getter: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return inner(functools.partial(outer, getter), *args, **kwargs)

    return nested


@contextlib.contextmanager
def variable_op_scope(
    values: Sequence[Any],
    name_or_scope: Any,
    default_name: str | None = None,
    initializer: Any = None,
    regularizer: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    reuse: Reuse = None,
    dtype: Any = None,
    use_resource: bool | None = None,
    constraint: Any = None,
) -> Iterator[VariableScope]:
    """Open a variable scope.

    The arguments of `variable_scope` in another order (deprecated in TensorFlow).
    """
    with variable_scope(
        name_or_scope,
        default_name,
        values,
        initializer=initializer,
        regularizer=regularizer,
        caching_device=caching_device,
        partitioner=partitioner,
        custom_getter=custom_getter,
        reuse=reuse,
        dtype=dtype,
        use_resource=use_resource,
        constraint=constraint,
    ) as scope:
        yield scope


def get_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool | None = None,
    collections: list[str] | None = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """Find or make a variable by name, as the open variable scope says.

    Parameters
    ----------
    name : str
        Name in the open scope; it is not made unique.
    shape : TensorShape or sequence of int
        Left out where `initializer` is a value.
    dtype : DType, optional
        The scope's type, usually float32, if omitted.
    initializer : callable, tensor or array_like, optional
        The scope's if omitted; else `glorot_uniform_initializer` for floating types and zeros for integers.
    regularizer : callable, optional
        Takes the variable, gives a loss that goes to ``GraphKeys.REGULARIZATION_LOSSES``.
    trainable, collections, caching_device, validate_shape, use_resource, constraint, synchronization,
    aggregation
        As for `tf.Variable`.
    partitioner : callable, optional
        Must ask for one part.
    custom_getter : callable, optional
        Called as ``custom_getter(getter, name, **options)`` instead of making the variable.

    Returns
    -------
    Variable
        The variable.

    Raises
    ------
    ValueError
        The variable exists and reuse is off; it does not exist and ``reuse=True``; it exists with another
        shape or type; the shape of a new one is not fully known.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_variable("v", [3], initializer=tf.zeros_initializer())
    <tf.Variable 'v:0' shape=(3,) dtype=float32>
    >>> tf.get_variable("v", [3])
    Traceback (most recent call last):
    ...
    ValueError: Variable v already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE
    ...
    """
    return get_variable_scope().get_variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=collections,
        caching_device=caching_device,
        partitioner=partitioner,
        validate_shape=validate_shape,
        use_resource=use_resource,
        custom_getter=custom_getter,
        constraint=constraint,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def get_local_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = False,
    collections: list[str] | None = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """Find or make a variable that is not trained nor saved; arguments as for `get_variable`."""
    return get_variable(
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        False,
        [*(collections or []), GraphKeys.LOCAL_VARIABLES],
        caching_device,
        partitioner,
        validate_shape,
        use_resource,
        custom_getter,
        constraint,
        synchronization,
        aggregation,
    )
