"""Adadelta (Zeiler 2012).

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from .optimizer import Optimizer, cast

__all__ = ["AdadeltaOptimizer"]


class AdadeltaOptimizer(Optimizer):
    """Scales each step by the ratio of running means of squared steps and squared gradients.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    rho : float, scalar tensor or callable
        Share of the running means that is kept.
    epsilon : float, scalar tensor or callable
        Added to both means.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.AdadeltaOptimizer(1.0).minimize(tf.reduce_sum(tf.square(w)))
    >>> with tf.Session() as session:
    ...     _ = session.run(tf.global_variables_initializer())
    ...     before = session.run(tf.reduce_sum(tf.square(w)))
    ...     _ = session.run(train)
    ...     print(bool(session.run(tf.reduce_sum(tf.square(w))) < before))
    True
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Any = 0.95,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adadelta",
    ) -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._rho = rho
        self._epsilon = epsilon
        self._lr_t: Any = None
        self._rho_t: Any = None
        self._epsilon_t: Any = None

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            self._zeros_slot(v, "accum", self._name)
            self._zeros_slot(v, "accum_update", self._name)

    def _prepare(self) -> None:
        self._lr_t = self._hyper(self._lr, "lr")
        self._rho_t = self._hyper(self._rho, "rho")
        self._epsilon_t = self._hyper(self._epsilon, "epsilon")

    def _arguments(self, grad: Tensor, handle: Any) -> tuple[Any, ...]:
        return (
            handle.handle,
            self.get_slot(handle, "accum").handle,
            self.get_slot(handle, "accum_update").handle,
            cast(self._lr_t, grad.dtype),
            cast(self._rho_t, grad.dtype),
            cast(self._epsilon_t, grad.dtype),
            grad,
        )

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceApplyAdadelta
        return apply(*self._arguments(grad, handle), use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        apply: Callable[..., Any] = raw_ops.ResourceSparseApplyAdadelta
        return apply(*self._arguments(grad, handle), indices, use_locking=self._use_locking)
