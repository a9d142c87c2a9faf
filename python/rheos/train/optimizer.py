"""The base of all optimizers: from a loss to an operation that changes variables.

In: a loss and variables. Out: gradients (`compute_gradients`), and one operation that applies all updates
(`apply_gradients`), named after the optimizer. What a subclass gives is how one variable is updated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .. import dtypes
from .._gen import raw_ops
from ..differentiation import gradients
from ..graph import (
    GraphKeys,
    Operation,
    Tensor,
    colocate_with,
    control_dependencies,
    convert_to_tensor,
    get_collection_ref,
    get_default_graph,
    name_scope,
)
from ..sparse_values import IndexedSlices
from ..variable_lists import trainable_variables
from ..variables import Variable
from . import slots

__all__ = ["Optimizer"]

_VALID = (dtypes.float16, dtypes.bfloat16, dtypes.float32, dtypes.float64)


class Optimizer:
    """Base class of optimizers.

    A subclass gives `_resource_apply_dense` (or `_apply_dense`) and, for embeddings,
    `_resource_apply_sparse` (or `_apply_sparse`); it may give `_create_slots`, `_prepare` and `_finish`.

    Parameters
    ----------
    use_locking : bool
        Accepted; updates are never torn.
    name : str
        Name of the update operation, and of slots.

    Raises
    ------
    ValueError
        `name` is empty.
    """

    GATE_NONE = 0
    GATE_OP = 1
    GATE_GRAPH = 2

    def __init__(self, use_locking: bool, name: str) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._slots: dict[str, dict[Any, Any]] = {}
        self._non_slot_dict: dict[tuple[str, Any], Any] = {}

    def get_name(self) -> str:
        """Give the optimizer's name."""
        return self._name

    def minimize(
        self,
        loss: Any,
        global_step: Any = None,
        var_list: Iterable[Any] | None = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: int | None = None,
        colocate_gradients_with_ops: bool = False,
        name: str | None = None,
        grad_loss: Any = None,
    ) -> Operation:
        """Add the operations that change variables so as to lower `loss`.

        Parameters
        ----------
        loss : Tensor
            Usually a scalar; the sum of its elements is lowered.
        global_step : Variable, optional
            Incremented after the updates.
        var_list : iterable of Variable, optional
            What to change; all trainable variables if omitted.
        gate_gradients, aggregation_method, colocate_gradients_with_ops, grad_loss
            As for `compute_gradients`.
        name : str, optional
            Name of the operation; the optimizer's if omitted.

        Returns
        -------
        Operation
            Runs all updates.

        Raises
        ------
        ValueError
            The loss depends on none of the variables; or there are none.

        Examples
        --------
        >>> import rheos as tf
        >>> w = tf.Variable(5.0)
        >>> train = tf.train.GradientDescentOptimizer(0.1).minimize(w * w)
        >>> with tf.Session() as session:
        ...     _ = session.run(tf.global_variables_initializer())
        ...     _ = session.run(train)
        ...     print(session.run(w))
        4.0
        """
        pairs = self.compute_gradients(
            loss, var_list, gate_gradients, aggregation_method, colocate_gradients_with_ops, grad_loss
        )
        if all(g is None for g, _ in pairs):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not support "
                "gradients, "
                f"between variables {[str(v) for _, v in pairs]} and loss {loss}."
            )
        return self.apply_gradients(pairs, global_step=global_step, name=name)

    def compute_gradients(
        self,
        loss: Any,
        var_list: Iterable[Any] | None = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: int | None = None,
        colocate_gradients_with_ops: bool = False,
        grad_loss: Any = None,
    ) -> list[tuple[Any, Any]]:
        """Add the nodes that compute the gradients of `loss`: the first half of `minimize`.

        Parameters
        ----------
        loss : Tensor or callable
            What to differentiate, or a function that makes it.
        var_list : iterable of Variable, optional
            By what; all trainable variables if omitted.
        gate_gradients : {GATE_NONE, GATE_OP, GATE_GRAPH}
            Whether gradients wait for the others of their operation, or for all. Results do not depend on it.
        aggregation_method : int, optional
            A member of `AggregationMethod`.
        colocate_gradients_with_ops : bool
            Ask for gradients where the forward operations are.
        grad_loss : Tensor, optional
            Gradient that arrives at `loss`.

        Returns
        -------
        list of (gradient, variable)
            The gradient is a tensor, an `IndexedSlices`, or None where `loss` does not depend on the
            variable.
        """
        if gate_gradients not in (Optimizer.GATE_NONE, Optimizer.GATE_OP, Optimizer.GATE_GRAPH):
            raise ValueError(
                "gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP, "
                "Optimizer.GATE_GRAPH.  "
                f"Not {gate_gradients}"
            )
        loss = convert_to_tensor(loss() if callable(loss) else loss)
        self._assert_valid_dtypes([loss])
        if grad_loss is not None:
            self._assert_valid_dtypes([grad_loss])
        variables = trainable_variables() if var_list is None else _flat(var_list)
        if not variables:
            raise ValueError("No variables to optimize.")
        for v in variables:
            if not isinstance(v, Variable):
                raise NotImplementedError(f"Trying to optimize unsupported type {v!r}")
        grads = gradients(
            loss,
            variables,
            grad_ys=grad_loss,
            gate_gradients=gate_gradients == Optimizer.GATE_OP,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gate_gradients == Optimizer.GATE_GRAPH:
            grads = _gated(grads)
        pairs = list(zip(grads, variables, strict=True))
        self._assert_valid_dtypes([v for g, v in pairs if g is not None])
        return pairs

    def apply_gradients(
        self, grads_and_vars: Iterable[tuple[Any, Any]], global_step: Any = None, name: str | None = None
    ) -> Operation:
        """Add the operations that change variables: the second half of `minimize`.

        Parameters
        ----------
        grads_and_vars : iterable of (gradient, variable)
            As `compute_gradients` gives them, perhaps changed. None leaves the variable alone.
        global_step : Variable, optional
            Incremented after the updates.
        name : str, optional
            Name of the operation; the optimizer's if omitted.

        Returns
        -------
        Operation
            Runs all updates.

        Raises
        ------
        ValueError
            No variables; or no gradient is given for any.
        TypeError
            A gradient is no tensor, or a variable none.
        """
        pairs = [(_checked(g), v) for g, v in grads_and_vars]
        if not pairs:
            raise ValueError("No variables provided.")
        for _, v in pairs:
            if not isinstance(v, Variable):
                raise TypeError(f"Variable must be a tf.Variable: {v}")
        variables = [v for g, v in pairs if g is not None]
        if not variables:
            raise ValueError(f"No gradients provided for any variable: {[str(v) for _, v in pairs]}.")
        with control_dependencies(None):
            self._create_slots(variables)
        with name_scope(name, self.get_name()) as scope:
            self._prepare()
            updates = []
            for grad, variable in pairs:
                if grad is not None:
                    with name_scope(f"update_{variable.op.name}"), colocate_with(variable.op):
                        updates.append(self._update(grad, variable))
            if global_step is None:
                done = self._finish(updates, scope)
            else:
                with control_dependencies([self._finish(updates, "update")]):
                    done = _increment(global_step, scope)
        train_ops = get_collection_ref(GraphKeys.TRAIN_OP)
        if done not in train_ops:
            train_ops.append(done)
        return done

    def _update(self, grad: Any, variable: Any) -> Any:
        if isinstance(grad, IndexedSlices):
            if variable.constraint is not None:
                raise RuntimeError("Cannot use a constraint function on a sparse variable.")
            return self._resource_apply_sparse_duplicate_indices(grad.values, variable, grad.indices)
        update = self._resource_apply_dense(grad, variable)
        if variable.constraint is None:
            return update
        with control_dependencies([update]):
            return variable.assign(variable.constraint(variable), read_value=False)

    def get_slot(self, var: Any, name: str) -> Any:
        """Give the slot of this name that belongs to `var`, or None."""
        return self._slots.get(name, {}).get(var)

    def get_slot_names(self) -> list[str]:
        """List the names of the slots, sorted."""
        return sorted(self._slots)

    def variables(self) -> list[Any]:
        """List the optimizer's own variables in the default graph, sorted by name."""
        graph = get_default_graph()
        own = list(self._non_slot_dict.values())
        own += [slot for of in self._slots.values() for slot in of.values()]
        return sorted((v for v in own if v.graph is graph), key=lambda v: v.name)

    def _assert_valid_dtypes(self, tensors: Sequence[Any]) -> None:
        valid = self._valid_dtypes()
        for t in tensors:
            if t.dtype.base_dtype not in valid:
                expected = [v.name for v in valid]
                raise ValueError(f"Invalid type {t.dtype.base_dtype!r} for {t.name}, expected: {expected}.")

    def _valid_dtypes(self) -> Sequence[dtypes.DType]:
        """Types of losses and variables that a subclass can handle."""
        return _VALID

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        """Make the variables that the updates need."""

    def _prepare(self) -> None:
        """Make the tensors that all updates share."""

    def _apply_dense(self, grad: Tensor, var: Any) -> Any:
        """Update `var` by a gradient of its shape; give the operation."""
        raise NotImplementedError(
            f"{type(self).__name__} gives neither _resource_apply_dense nor _apply_dense"
        )

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Any:
        """Update the rows of `var` that `grad` names, each once; give the operation."""
        raise NotImplementedError(
            f"{type(self).__name__} cannot update single rows of a variable (sparse gradients)"
        )

    def _resource_apply_dense(self, grad: Tensor, handle: Any) -> Any:
        """Update a variable by a gradient of its shape; give the operation."""
        return self._apply_dense(grad, handle)

    def _resource_apply_sparse(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        """Update the rows `indices` of a variable, each named once; give the operation."""
        return self._apply_sparse(IndexedSlices(grad, indices, handle.get_shape().as_list()), handle)

    def _resource_apply_sparse_duplicate_indices(self, grad: Tensor, handle: Any, indices: Tensor) -> Any:
        """Update rows of a variable that may be named several times; give the operation."""
        unique, positions = raw_ops.Unique(indices)
        rows = raw_ops.Shape(unique)[0]
        summed = raw_ops.UnsortedSegmentSum(grad, positions, rows)
        return self._resource_apply_sparse(summed, handle, unique)

    def _finish(self, update_ops: Sequence[Any], name_scope: str) -> Operation:
        """Make the operation that runs all updates."""
        return group(update_ops, name_scope)

    def _slot_dict(self, slot_name: str) -> dict[Any, Any]:
        return self._slots.setdefault(slot_name, {})

    def _get_or_make_slot(self, var: Any, val: Any, slot_name: str, op_name: str) -> Any:
        """Find or make a slot that starts from a tensor."""
        named = self._slot_dict(slot_name)
        if var not in named:
            named[var] = slots.create_slot(var, val, op_name)
        return named[var]

    def _get_or_make_slot_with_initializer(
        self, var: Any, initializer: Any, shape: Any, dtype: Any, slot_name: str, op_name: str
    ) -> Any:
        """Find or make a slot that starts from what an initializer gives."""
        named = self._slot_dict(slot_name)
        if var not in named:
            named[var] = slots.create_slot_with_initializer(var, initializer, shape, dtype, op_name)
        return named[var]

    def _zeros_slot(self, var: Any, slot_name: str, op_name: str) -> Any:
        """Find or make a slot of zeros."""
        named = self._slot_dict(slot_name)
        if var not in named:
            named[var] = slots.create_zeros_slot(var, op_name)
        return named[var]

    def _create_non_slot_variable(self, initial_value: Any, name: str, colocate_with: Any) -> Any:
        """Find or make a variable that belongs to the optimizer as a whole."""
        key = (name, colocate_with.graph)
        if key not in self._non_slot_dict:
            self._non_slot_dict[key] = Variable(initial_value, name=name, trainable=False)
        return self._non_slot_dict[key]

    def _get_non_slot_variable(self, name: str, graph: Any = None) -> Any:
        return self._non_slot_dict.get((name, graph))

    def _non_slot_variables(self) -> Iterable[Any]:
        return self._non_slot_dict.values()

    def _call_if_callable(self, param: Any) -> Any:
        return param() if callable(param) else param

    def _hyper(self, value: Any, name: str) -> Tensor:
        """A hyperparameter (number, tensor, variable or function) as a tensor."""
        return convert_to_tensor(self._call_if_callable(value), name=name)


def cast(value: Any, dtype: Any) -> Tensor:
    """Give `value` as a tensor of this type; no operation is added where it is one."""
    tensor = convert_to_tensor(value)
    return tensor if tensor.dtype == dtype else raw_ops.Cast(tensor, DstT=dtype)


def group(updates: Iterable[Any], name: str) -> Operation:
    """Make an operation that waits for tensors or operations."""
    with control_dependencies([u.op if isinstance(u, (Tensor, Variable)) else u for u in updates]):
        done: Operation = raw_ops.NoOp(name=name)
    return done


def _checked(grad: Any) -> Any:
    if grad is None or isinstance(grad, IndexedSlices):
        return grad
    try:
        return convert_to_tensor(grad)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"Gradient must be convertible to a Tensor or IndexedSlices, or None: {grad}"
        ) from error


def _flat(variables: Any) -> list[Any]:
    if isinstance(variables, Variable):
        return [variables]
    if isinstance(variables, dict):
        variables = [variables[k] for k in sorted(variables)]
    return [leaf for v in variables for leaf in (_flat(v) if isinstance(v, (list, tuple, dict)) else [v])]


def _gated(grads: list[Any]) -> list[Any]:
    """All gradients, once all of them are there."""
    with name_scope("tuple"):
        given = [g for g in grads if g is not None]
        done = group([g.values if isinstance(g, IndexedSlices) else g for g in given], "group_deps")
        with control_dependencies([done]):
            return [None if g is None else _identity(g) for g in grads]


def _identity(grad: Any) -> Any:
    if isinstance(grad, IndexedSlices):
        values = raw_ops.Identity(grad.values, name="control_dependency")
        return IndexedSlices(values, grad.indices, grad.dense_shape)
    return raw_ops.Identity(grad, name="control_dependency")


def _increment(global_step: Any, name: str) -> Operation:
    with colocate_with(global_step.op):
        one = convert_to_tensor(1, dtype=global_step.dtype, name="Const")
        if not isinstance(global_step, Variable):
            raise TypeError(f"global_step must be a variable, got {global_step!r}")
        done: Operation = global_step.assign_add(one, name=name, read_value=False)
    return done
