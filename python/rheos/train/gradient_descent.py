"""Plain gradient descent.

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from .optimizer import Optimizer, cast

__all__ = ["GradientDescentOptimizer"]


class GradientDescentOptimizer(Optimizer):
    """Steps against the gradient: ``var -= learning_rate * grad``.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(tf.square(w)))
    >>> with tf.Session() as session:
    ...     _ = session.run(tf.global_variables_initializer())
    ...     before = session.run(tf.reduce_sum(tf.square(w)))
    ...     _ = session.run(train)
    ...     print(bool(session.run(tf.reduce_sum(tf.square(w))) < before))
    True
    """

    def __init__(self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent") -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._learning_rate_tensor: Any = None

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._hyper(self._learning_rate, "learning_rate")

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        rate = cast(self._learning_rate_tensor, grad.dtype)
        return raw_ops.ResourceApplyGradientDescent(handle.handle, rate, grad, use_locking=self._use_locking)

    def _resource_apply_sparse_duplicate_indices(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        # A sum of steps is the step by the sum, so rows may be named twice.
        rate = cast(self._learning_rate_tensor, grad.dtype)
        return raw_ops.ResourceScatterAdd(handle.handle, indices, -grad * rate)
