"""Adam (Kingma and Ba 2014).

In: learning rate and options. Out: an optimizer; its updates are single operations on each variable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._gen import raw_ops
from ..graph import Operation, Tensor, control_dependencies, get_default_graph
from ..sparse_values import IndexedSlices
from .optimizer import Optimizer, cast, group

__all__ = ["AdamOptimizer"]


class AdamOptimizer(Optimizer):
    """Steps along a running mean of gradients, divided by the root of a running mean of their squares.

    Both means start at zero and are corrected for it. `epsilon` is "epsilon hat" of the paper: it is added
    to the
    root before the correction. For an embedding, rows without gradient move as well, as their means decay.

    Parameters
    ----------
    learning_rate : float, scalar tensor or callable
        Size of a step.
    beta1, beta2 : float, scalar tensor or callable
        Shares of the running means that are kept.
    epsilon : float, scalar tensor or callable
        Added to the root.
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation and of slots.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([1.0, -2.0])
    >>> train = tf.train.AdamOptimizer(0.1).minimize(tf.reduce_sum(tf.square(w)))
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
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adam",
    ) -> None:
        super().__init__(use_locking, name)
        self._lr = learning_rate
        self._beta1 = beta1
        self._beta2 = beta2
        self._epsilon = epsilon
        self._lr_t: Any = None
        self._beta1_t: Any = None
        self._beta2_t: Any = None
        self._epsilon_t: Any = None

    def _get_beta_accumulators(self) -> tuple[Any, Any]:
        graph = get_default_graph()
        first = self._get_non_slot_variable("beta1_power", graph=graph)
        return first, self._get_non_slot_variable("beta2_power", graph=graph)

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        # The first by name, so that it does not depend on the order of the list.
        first = min(var_list, key=lambda v: v.name)
        self._create_non_slot_variable(self._beta1, name="beta1_power", colocate_with=first)
        self._create_non_slot_variable(self._beta2, name="beta2_power", colocate_with=first)
        for v in var_list:
            self._zeros_slot(v, "m", self._name)
            self._zeros_slot(v, "v", self._name)

    def _prepare(self) -> None:
        self._lr_t = self._hyper(self._lr, "learning_rate")
        self._beta1_t = self._hyper(self._beta1, "beta1")
        self._beta2_t = self._hyper(self._beta2, "beta2")
        self._epsilon_t = self._hyper(self._epsilon, "epsilon")

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        beta1_power, beta2_power = self._get_beta_accumulators()
        options = (beta1_power, beta2_power, self._lr_t, self._beta1_t, self._beta2_t, self._epsilon_t)
        apply: Callable[..., Any] = raw_ops.ResourceApplyAdam
        return apply(
            handle.handle,
            self.get_slot(handle, "m").handle,
            self.get_slot(handle, "v").handle,
            *(cast(option, grad.dtype) for option in options),
            grad,
            use_locking=self._use_locking,
        )

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        dtype = grad.dtype
        beta1_power, beta2_power = (cast(power, dtype) for power in self._get_beta_accumulators())
        beta1, beta2, epsilon = (
            cast(self._beta1_t, dtype),
            cast(self._beta2_t, dtype),
            cast(self._epsilon_t, dtype),
        )
        rate = cast(self._lr_t, dtype) * raw_ops.Sqrt(1 - beta2_power) / (1 - beta1_power)
        m, v = self.get_slot(handle, "m"), self.get_slot(handle, "v")
        m_t = _moved(m, beta1, grad * (1 - beta1), indices)
        v_t = _moved(v, beta2, grad * grad * (1 - beta2), indices)
        step = rate * m_t / (raw_ops.Sqrt(v_t) + epsilon)
        return group([handle.assign_sub(step, read_value=False), m_t, v_t], "group_deps")

    def _finish(self, update_ops: Sequence[Any], name_scope: str) -> Operation:
        beta1_power, beta2_power = self._get_beta_accumulators()
        with control_dependencies(list(update_ops)):
            updates = [
                beta1_power.assign(beta1_power * cast(self._beta1_t, beta1_power.dtype), read_value=False),
                beta2_power.assign(beta2_power * cast(self._beta2_t, beta2_power.dtype), read_value=False),
            ]
        return group([*update_ops, *updates], name_scope)


def _moved(slot: Any, kept: Tensor, rows: Tensor, indices: Tensor) -> Tensor:
    """A running mean after all of it decayed and some rows grew."""
    decayed = slot.assign(slot * kept, read_value=False)
    with control_dependencies([decayed]):
        result: Tensor = slot.scatter_add(IndexedSlices(rows, indices))
        return result
