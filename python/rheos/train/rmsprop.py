"""RMSProp (Tieleman and Hinton 2012).

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from ..initializers import Ones
from .optimizer import Optimizer, cast

__all__ = ["RMSPropOptimizer"]


class RMSPropOptimizer(Optimizer):
    """Divides each step by the root of a running mean of squared gradients.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    decay : float, scalar tensor or callable
        Share of the running mean that is kept.
    momentum : float, scalar tensor or callable
        Share of the last step that is added.
    epsilon : float, scalar tensor or callable
        Added under the root.
    use_locking : bool
        Accepted; updates are never torn.
    centered : bool
        Subtract the square of the running mean of gradients, so that the variance is used.
    name : str
        Name of the update operation and of slots.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.RMSPropOptimizer(0.1).minimize(tf.reduce_sum(tf.square(w)))
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
        decay: Any = 0.9,
        momentum: Any = 0.0,
        epsilon: Any = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        name: str = "RMSProp",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._decay = decay
        self._momentum = momentum
        self._epsilon = epsilon
        self._centered = centered
        self._learning_rate_tensor: Any = None
        self._decay_tensor: Any = None
        self._momentum_tensor: Any = None
        self._epsilon_tensor: Any = None

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            dtype = v.dtype.base_dtype
            self._get_or_make_slot_with_initializer(v, Ones(dtype), v.get_shape(), dtype, "rms", self._name)
            if self._centered:
                self._zeros_slot(v, "mg", self._name)
            self._zeros_slot(v, "momentum", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._hyper(self._learning_rate, "learning_rate")
        self._decay_tensor = self._hyper(self._decay, "decay")
        self._momentum_tensor = self._hyper(self._momentum, "momentum")
        self._epsilon_tensor = self._hyper(self._epsilon, "epsilon")

    def _arguments(self, grad: Tensor, handle: Any) -> tuple[Any, ...]:
        names = ("mg", "rms", "momentum") if self._centered else ("rms", "momentum")
        options = (
            self._learning_rate_tensor,
            self._decay_tensor,
            self._momentum_tensor,
            self._epsilon_tensor,
        )
        return (
            handle.handle,
            *(self.get_slot(handle, name).handle for name in names),
            *(cast(option, grad.dtype) for option in options),
            grad,
        )

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        apply: Callable[..., Any] = (
            raw_ops.ResourceApplyCenteredRMSProp if self._centered else raw_ops.ResourceApplyRMSProp
        )
        return apply(*self._arguments(grad, handle), use_locking=self._use_locking)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        apply: Callable[..., Any] = (
            raw_ops.ResourceSparseApplyCenteredRMSProp
            if self._centered
            else raw_ops.ResourceSparseApplyRMSProp
        )
        return apply(*self._arguments(grad, handle), indices, use_locking=self._use_locking)
