"""Adagrad with proximal steps.

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from ..initializers import Constant
from .optimizer import Optimizer, cast

__all__ = ["ProximalAdagradOptimizer"]


class ProximalAdagradOptimizer(Optimizer):
    """Adagrad that takes L1 and L2 penalties into account exactly, by a shrinking step.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    initial_accumulator_value : float
        Where the sums of squares start; positive.
    l1_regularization_strength, l2_regularization_strength : float
        Weights of the penalties; not negative.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.

    Raises
    ------
    ValueError
        `initial_accumulator_value` is not positive.
    """

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalAdagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(f"initial_accumulator_value must be positive: {initial_accumulator_value}")
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial_accumulator_value = initial_accumulator_value
        self._l1_regularization_strength = l1_regularization_strength
        self._l2_regularization_strength = l2_regularization_strength
        self._options: list[Tensor] = []

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            dtype = v.dtype.base_dtype
            start = Constant(self._initial_accumulator_value, dtype)
            self._get_or_make_slot_with_initializer(v, start, v.get_shape(), dtype, "accumulator", self._name)

    def _prepare(self) -> None:
        self._options = [
            self._hyper(self._learning_rate, "learning_rate"),
            self._hyper(self._l1_regularization_strength, "l1_regularization_strength"),
            self._hyper(self._l2_regularization_strength, "l2_regularization_strength"),
        ]

    def _arguments(self, grad: Tensor, handle: Any) -> tuple[Any, ...]:
        options = [cast(option, grad.dtype) for option in self._options]
        return handle.handle, self.get_slot(handle, "accumulator").handle, *options, grad

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceApplyProximalAdagrad
        return apply(*self._arguments(grad, handle), use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceSparseApplyProximalAdagrad
        return apply(*self._arguments(grad, handle), indices, use_locking=self._use_locking)
