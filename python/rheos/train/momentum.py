"""Gradient descent with momentum.

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from .optimizer import Optimizer, cast

__all__ = ["MomentumOptimizer"]


class MomentumOptimizer(Optimizer):
    """Steps along a running sum of gradients: ``m = momentum * m + grad; var -= learning_rate * m``.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    momentum : float, scalar tensor or callable
        Share of the sum that is kept.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.
    use_nesterov : bool
        Look ahead as Nesterov does: ``var -= learning_rate * (grad + momentum * m)``.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.MomentumOptimizer(0.1, momentum=0.9).minimize(tf.reduce_sum(tf.square(w)))
    >>> with tf.Session() as session:
    ...     _ = session.run(tf.global_variables_initializer())
    ...     before = session.run(tf.reduce_sum(tf.square(w)))
    ...     _ = session.run(train)
    ...     print(bool(session.run(tf.reduce_sum(tf.square(w))) < before))
    True
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "Momentum",
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._use_nesterov = use_nesterov
        self._learning_rate_tensor: Any = None
        self._momentum_tensor: Any = None

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            self._zeros_slot(v, "momentum", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._hyper(self._learning_rate, "learning_rate")
        self._momentum_tensor = self._hyper(self._momentum, "momentum")

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        return raw_ops.ResourceApplyMomentum(
            handle.handle,
            self.get_slot(handle, "momentum").handle,
            cast(self._learning_rate_tensor, grad.dtype),
            grad,
            cast(self._momentum_tensor, grad.dtype),
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        )

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        return raw_ops.ResourceSparseApplyMomentum(
            handle.handle,
            self.get_slot(handle, "momentum").handle,
            cast(self._learning_rate_tensor, grad.dtype),
            grad,
            indices,
            cast(self._momentum_tensor, grad.dtype),
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        )
