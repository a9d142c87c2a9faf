"""FTRL-proximal (McMahan and others 2013).

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from ..initializers import Constant
from .optimizer import Optimizer, cast

__all__ = ["FtrlOptimizer"]


class FtrlOptimizer(Optimizer):
    """Follow the regularized leader: keeps weights that matter little at exactly zero.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    learning_rate_power : float
        How the step shrinks as squared gradients add up; not positive.
    initial_accumulator_value : float
        Where the sums of squares start; not negative.
    l1_regularization_strength, l2_regularization_strength : float
        Weights of the penalties; not negative.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.
    accum_name, linear_name : str, optional
        Names of the two slots.
    l2_shrinkage_regularization_strength : float
        Weight of a penalty on the size of the weights that acts through the gradient; not negative.

    Raises
    ------
    ValueError
        An option is out of its range.
    """

    def __init__(
        self,
        learning_rate: Any,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "Ftrl",
        accum_name: str | None = None,
        linear_name: str | None = None,
        l2_shrinkage_regularization_strength: float = 0.0,
    ) -> None:
        super().__init__(use_locking, name)
        not_negative = {
            "initial_accumulator_value": initial_accumulator_value,
            "l1_regularization_strength": l1_regularization_strength,
            "l2_regularization_strength": l2_regularization_strength,
            "l2_shrinkage_regularization_strength": l2_shrinkage_regularization_strength,
        }
        for key, value in not_negative.items():
            if value < 0.0:
                raise ValueError(f"{key} {value:f} needs to be positive or zero")
        if learning_rate_power > 0.0:
            raise ValueError(f"learning_rate_power {learning_rate_power:f} needs to be negative or zero")
        self._learning_rate = learning_rate
        self._learning_rate_power = learning_rate_power
        self._initial_accumulator_value = initial_accumulator_value
        self._l1_regularization_strength = l1_regularization_strength
        self._l2_regularization_strength = l2_regularization_strength
        self._l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self._accum_name = accum_name or self._name
        self._linear_name = linear_name or self._name
        self._options: list[Tensor] = []

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            dtype = v.dtype.base_dtype
            start = Constant(self._initial_accumulator_value, dtype)
            self._get_or_make_slot_with_initializer(v, start, v.get_shape(), dtype, "accum", self._accum_name)
            self._zeros_slot(v, "linear", self._linear_name)

    def _prepare(self) -> None:
        self._options = [
            self._hyper(self._learning_rate, "learning_rate"),
            self._hyper(self._l1_regularization_strength, "l1_regularization_strength"),
            self._hyper(self._l2_regularization_strength, "l2_regularization_strength"),
        ]
        if self._l2_shrinkage_regularization_strength > 0:
            shrinkage = self._l2_shrinkage_regularization_strength
            self._options.append(self._hyper(shrinkage, "l2_shrinkage_regularization_strength"))
        self._options.append(self._hyper(self._learning_rate_power, "learning_rate_power"))

    def _apply(self, kind: str, grad: Tensor, handle: Any, *indices: Tensor) -> Any:
        version = "V2" if self._l2_shrinkage_regularization_strength > 0 else ""
        return getattr(raw_ops, f"Resource{kind}Ftrl{version}")(
            handle.handle,
            self.get_slot(handle, "accum").handle,
            self.get_slot(handle, "linear").handle,
            grad,
            *indices,
            *(cast(option, grad.dtype) for option in self._options),
            use_locking=self._use_locking,
        )

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        return self._apply("Apply", grad, handle)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        return self._apply("SparseApply", grad, handle, indices)
