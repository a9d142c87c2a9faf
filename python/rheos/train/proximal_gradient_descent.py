"""Proximal gradient descent.

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from .optimizer import Optimizer, cast

__all__ = ["ProximalGradientDescentOptimizer"]


class ProximalGradientDescentOptimizer(Optimizer):
    """Gradient descent that takes L1 and L2 penalties into account exactly, by a shrinking step.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    l1_regularization_strength, l2_regularization_strength : float
        Weights of the penalties; not negative.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation.
    """

    def __init__(
        self,
        learning_rate: Any,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalGradientDescent",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._l1_regularization_strength = l1_regularization_strength
        self._l2_regularization_strength = l2_regularization_strength
        self._options: list[Tensor] = []

    def _prepare(self) -> None:
        self._options = [
            self._hyper(self._learning_rate, "learning_rate"),
            self._hyper(self._l1_regularization_strength, "l1_regularization_strength"),
            self._hyper(self._l2_regularization_strength, "l2_regularization_strength"),
        ]

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        options = [cast(option, grad.dtype) for option in self._options]
        apply: Callable[..., Any] = raw_ops.ResourceApplyProximalGradientDescent
        return apply(handle.handle, *options, grad, use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        options = [cast(option, grad.dtype) for option in self._options]
        apply: Callable[..., Any] = raw_ops.ResourceSparseApplyProximalGradientDescent
        return apply(handle.handle, *options, grad, indices, use_locking=self._use_locking)
