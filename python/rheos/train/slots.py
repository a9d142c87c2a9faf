"""Slots: variables that belong to another variable, such as its momentum or its moving average.

In: a primary variable (or tensor) and a name. Out: a variable called `primary/name`, which is not trainable.
"""

from __future__ import annotations

from typing import Any

from ..graph import colocate_with
from ..initializers import Zeros
from ..tensor_shape import TensorShape
from ..variable_scopes import get_variable, get_variable_scope, no_regularizer, variable_scope


def create_slot(primary: Any, value: Any, name: str) -> Any:
    """Make a slot that starts from a tensor."""
    return _create(primary, name, value, None, None, value.get_shape().is_fully_defined())


def create_slot_with_initializer(primary: Any, initializer: Any, shape: Any, dtype: Any, name: str) -> Any:
    """Make a slot of this shape and type that starts from what an initializer gives."""
    shape = TensorShape(shape)
    return _create(primary, name, initializer, shape, dtype, shape.is_fully_defined())


def create_zeros_slot(primary: Any, name: str, dtype: Any = None) -> Any:
    """Make a slot of zeros, of the primary's shape and type."""
    dtype = primary.dtype.base_dtype if dtype is None else dtype
    shape = primary.get_shape()
    if not shape.is_fully_defined():
        raise ValueError(f"slot {name}: the shape {shape} of {primary.name} must be fully known")
    return create_slot_with_initializer(primary, Zeros(dtype), shape, dtype, name)


def _create(primary: Any, name: str, initializer: Any, shape: Any, dtype: Any, validate_shape: bool) -> Any:
    with variable_scope(None, f"{primary.op.name}/{name}"), colocate_with(primary.op):
        scope = get_variable_scope()
        scope.set_partitioner(None)
        return get_variable(
            "",
            shape,
            dtype,
            initializer,
            trainable=False,
            validate_shape=validate_shape,
            regularizer=no_regularizer,
        )
