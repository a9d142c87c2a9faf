"""The variables that `get_variable` made in one graph, by name.

In: a full name, a shape, and what the variable scope says. Out: the variable of that name, found or made, and
its regularization loss in its collection. Invariant: a name has at most one variable.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from . import dtypes
from .graph import Graph, GraphKeys, add_to_collection, colocate_with, control_dependencies, name_scope
from .initializers import GlorotUniform, Zeros
from .tensor_shape import TensorShape
from .variables import Variable, VariableAggregation, VariableSynchronization


class ReuseMode(enum.Enum):
    """What `reuse` may be beside True, False and None."""

    AUTO_REUSE = 1

    def __repr__(self) -> str:
        return "tf.AUTO_REUSE"


AUTO_REUSE = ReuseMode.AUTO_REUSE


class VariableStore:
    """Variables by full name."""

    def __init__(self) -> None:
        self.variables: dict[str, Any] = {}

    def get(self, name: str, custom_getter: Callable[..., Any] | None, **options: Any) -> Any:
        """Find or make a variable, by way of the scope's custom getter if there is one."""
        if custom_getter is None:
            return self._get(name, **options)
        if not callable(custom_getter):
            raise ValueError(f"Passed a custom_getter which is not callable: {custom_getter}")
        if not _accepts(custom_getter, "constraint"):
            options.pop("constraint")
        return custom_getter(getter=self._get, name=name, **options)

    def _get(
        self,
        name: str,
        shape: Any = None,
        dtype: Any = dtypes.float32,
        initializer: Any = None,
        regularizer: Callable[[Any], Any] | None = None,
        reuse: bool | ReuseMode | None = None,
        trainable: bool | None = None,
        collections: list[str] | None = None,
        caching_device: Any = None,
        partitioner: Callable[..., Any] | None = None,
        validate_shape: bool = True,
        use_resource: bool | None = None,
        constraint: Callable[[Any], Any] | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
    ) -> Any:
        from_value = initializer is not None and not callable(initializer)
        if shape is not None and from_value:
            raise ValueError("If initializer is a constant, do not specify shape.")
        dtype = dtypes.as_dtype(dtype).base_dtype
        shape = TensorShape(shape)
        _check_partitioner(name, partitioner, shape, dtype)
        found = self.variables.get(name)
        if found is not None:
            if reuse is False or reuse is None:
                raise ValueError(
                    f"Variable {name} already exists, disallowed. Did you mean to set reuse=True or "
                    f"reuse=tf.AUTO_REUSE in VarScope?{_origin(found)}"
                )
            _check_same(name, found, shape, dtype)
            return found
        if reuse is True:
            raise ValueError(
                f"Variable {name} does not exist, or was not created with tf.get_variable(). Did you "
                f"mean to set "
                "reuse=tf.AUTO_REUSE in VarScope?"
            )
        value, value_type = _initial_value(name, initializer, from_value, shape, dtype)
        variable = Variable(
            initial_value=value,
            name=name,
            trainable=trainable,
            collections=collections,
            caching_device=caching_device,
            dtype=value_type,
            validate_shape=validate_shape,
            constraint=constraint,
            use_resource=use_resource,
            synchronization=synchronization,
            aggregation=aggregation,
        )
        self.variables[name] = variable
        if regularizer is not None:
            with colocate_with(variable.op), name_scope(f"{name}/Regularizer/"), control_dependencies(None):
                loss = regularizer(variable)
            if loss is not None:
                add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)
        return variable


def store_of(graph: Graph) -> VariableStore:
    """The store of a graph, made when first asked for."""
    store: VariableStore = graph.__dict__.setdefault("_variable_store", VariableStore())
    return store


def _accepts(function: Callable[..., Any], argument: str) -> bool:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return True
    return argument in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values())


def _needs_shape(function: Callable[..., Any]) -> bool:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return True
    return any(
        p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters
    )


def _initial_value(
    name: str, initializer: Any, from_value: bool, shape: TensorShape, dtype: dtypes.DType
) -> tuple[Any, dtypes.DType | None]:
    """What `tf.Variable` gets as initial value and type."""
    if from_value:
        return initializer, None
    if initializer is None:
        initializer = _default_initializer(name, dtype)
    if inspect.isclass(initializer):
        initializer = initializer()
    if shape.is_fully_defined():
        make, sizes = initializer, shape.as_list()
        if _accepts(make, "partition_info"):
            return lambda: make(sizes, dtype=dtype, partition_info=None), dtype
        if _accepts(make, "dtype"):
            return lambda: make(sizes, dtype=dtype), dtype
        return (lambda: make(sizes)) if _needs_shape(make) else make, dtype
    if not _needs_shape(initializer):
        return initializer, None
    raise ValueError(f"Shape of a new variable ({name}) must be fully defined, but instead was {shape}.")


def _default_initializer(name: str, dtype: dtypes.DType) -> Callable[..., Any]:
    if dtype.is_floating:
        return GlorotUniform()
    if dtype.is_integer or dtype.is_unsigned or dtype.is_bool:
        return Zeros()
    raise ValueError(f"An initializer for variable {name} of {dtype} is required")


def _check_partitioner(
    name: str, partitioner: Callable[..., Any] | None, shape: TensorShape, dtype: dtypes.DType
) -> None:
    if partitioner is None or not shape.is_fully_defined():
        return
    if not callable(partitioner):
        raise ValueError(f"Partitioner must be callable, but received: {partitioner}")
    parts = partitioner(shape=shape, dtype=dtype)
    if int(np.prod(parts)) != 1:
        raise NotImplementedError(
            f"variable {name}: the partitioner asks for {list(parts)} parts, but rheos has no "
            f"partitioned variables; "
            "leave partitioner out"
        )


def _check_same(name: str, found: Any, shape: TensorShape, dtype: dtypes.DType) -> None:
    if not shape.is_compatible_with(found.get_shape()):
        raise ValueError(
            f"Trying to share variable {name}, but specified shape {shape} and found shape "
            f"{found.get_shape()}."
        )
    if not dtype.is_compatible_with(found.dtype):
        raise ValueError(
            f"Trying to share variable {name}, but specified dtype {dtype.name} and found dtype "
            f"{found.dtype.name}."
        )


def _origin(variable: Any) -> str:
    """Where the user's program made a variable, as the end of an error message."""
    trace = variable.op.traceback
    if not trace:
        return ""
    file, line = trace[-1][:2]
    return f" Originally defined at: {file}:{line}"
