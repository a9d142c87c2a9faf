"""Adagrad with dual averaging, for sparse linear models.

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import dtypes
from .._gen import raw_ops
from ..graph import Tensor, convert_to_tensor
from ..initializers import Constant
from .optimizer import Optimizer, cast

__all__ = ["AdagradDAOptimizer"]


class AdagradDAOptimizer(Optimizer):
    """Adagrad on the sum of all gradients, which sets weights that matter little to exactly zero.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    global_step : Variable
        Counts the steps from 0.
    initial_gradient_squared_accumulator_value : float
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
        `initial_gradient_squared_accumulator_value` is not positive.
    """

    def __init__(
        self,
        learning_rate: Any,
        global_step: Any,
        initial_gradient_squared_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "AdagradDA",
    ) -> None:
        if initial_gradient_squared_accumulator_value <= 0.0:
            raise ValueError(
                "initial_gradient_squared_accumulator_value must be positive: "
                f"{initial_gradient_squared_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial_gradient_squared_accumulator_value = initial_gradient_squared_accumulator_value
        self._l1_regularization_strength = l1_regularization_strength
        self._l2_regularization_strength = l2_regularization_strength
        self._global_step = global_step
        self._learning_rate_tensor: Any = None
        self._global_step_on_worker: Any = None

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            dtype = v.dtype.base_dtype
            start = Constant(self._initial_gradient_squared_accumulator_value, dtype)
            self._zeros_slot(v, "gradient_accumulator", self._name)
            self._get_or_make_slot_with_initializer(
                v, start, v.get_shape(), dtype, "gradient_squared_accumulator", self._name
            )

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._hyper(self._learning_rate, "learning_rate")
        self._global_step_on_worker = cast(self._global_step, dtypes.int64) + 1

    def _options(self, grad: Tensor) -> tuple[Any, ...]:
        return (
            cast(self._learning_rate_tensor, grad.dtype),
            convert_to_tensor(self._l1_regularization_strength, dtype=grad.dtype),
            convert_to_tensor(self._l2_regularization_strength, dtype=grad.dtype),
            self._global_step_on_worker,
        )

    def _sums(self, handle: Any) -> tuple[Any, ...]:
        names = ("gradient_accumulator", "gradient_squared_accumulator")
        return handle.handle, *(self.get_slot(handle, name).handle for name in names)

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceApplyAdagradDA
        return apply(*self._sums(handle), grad, *self._options(grad), use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceSparseApplyAdagradDA
        return apply(*self._sums(handle), grad, indices, *self._options(grad), use_locking=self._use_locking)
