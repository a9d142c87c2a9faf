"""Adagrad (Duchi, Hazan and Singer 2011).

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Tensor
from ..initializers import Constant
from .optimizer import Optimizer, cast

__all__ = ["AdagradOptimizer"]


class AdagradOptimizer(Optimizer):
    """Divides each step by the root of the sum of squared gradients so far.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    initial_accumulator_value : float
        Where the sums start; positive.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.

    Raises
    ------
    ValueError
        `initial_accumulator_value` is not positive.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.AdagradOptimizer(0.1).minimize(tf.reduce_sum(tf.square(w)))
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
        initial_accumulator_value: float = 0.1,
        use_locking: bool = False,
        name: str = "Adagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(f"initial_accumulator_value must be positive: {initial_accumulator_value}")
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial_accumulator_value = initial_accumulator_value
        self._learning_rate_tensor: Any = None

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for v in var_list:
            dtype = v.dtype.base_dtype
            start = Constant(self._initial_accumulator_value, dtype)
            self._get_or_make_slot_with_initializer(v, start, v.get_shape(), dtype, "accumulator", self._name)

    def _prepare(self) -> None:
        self._learning_rate_tensor = self._hyper(self._learning_rate, "learning_rate")

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        return raw_ops.ResourceApplyAdagrad(
            handle.handle,
            self.get_slot(handle, "accumulator").handle,
            cast(self._learning_rate_tensor, grad.dtype),
            grad,
            use_locking=self._use_locking,
        )

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        return raw_ops.ResourceSparseApplyAdagrad(
            handle.handle,
            self.get_slot(handle, "accumulator").handle,
            cast(self._learning_rate_tensor, grad.dtype),
            grad,
            indices,
            use_locking=self._use_locking,
        )
