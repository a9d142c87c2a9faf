"""Initial values that do not depend on whether other variables were initialized before.

In: the tensor a variable starts from. Out: the same value in which every read of another variable gives
that variable's initial value where it has none yet. Invariant: only nodes between such a read and the tensor
are made again, so that a random value stays one and the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .graph import Graph, Operation, Tensor

if TYPE_CHECKING:
    from .variables import Variable

__all__ = ["register", "without_reads"]


def register(variable: Variable) -> None:
    """Let `without_reads` find a variable by its handle."""
    _by_handle(variable.graph)[variable.op.name] = variable


def _by_handle(graph: Graph) -> dict[str, Variable]:
    found: dict[str, Variable] = graph.__dict__.setdefault("_variable_of_handle", {})
    return found


def without_reads(value: Tensor) -> Tensor:
    """Rebuild `value` so that it can be computed before the variables it reads are initialized.

    Parameters
    ----------
    value : Tensor
        An initial value, of any shape and type.

    Returns
    -------
    Tensor
        `value` itself if it reads no variable.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable(3.0)
    >>> w = tf.Variable(v * 2.0)
    >>> with tf.Session() as session:
    ...     session.run(w.initializer)
    ...     print(session.run(w))
    6.0
    """
    variables = _by_handle(value.graph)
    if not variables:
        return value
    made: dict[Operation, list[Tensor]] = {}
    for op in _ancestors(value.op):
        if op.type == "ReadVariableOp" and op.inputs[0].op.name in variables:
            made[op] = [variables[op.inputs[0].op.name].initialized_value()]
        elif any(t.op in made for t in op.inputs):
            inputs = [made[t.op][t.value_index] if t.op in made else t for t in op.inputs]
            made[op] = op._copy_with(inputs, op.name.rpartition("/")[2]).outputs
    return made[value.op][value.value_index] if value.op in made else value


def _ancestors(last: Operation) -> list[Operation]:
    """`last` and what it is computed from, inputs first."""
    order: list[Operation] = []
    seen = {last}
    stack = [(last, iter(last.inputs))]
    while stack:
        op, inputs = stack[-1]
        for tensor in inputs:
            if tensor.op not in seen:
                seen.add(tensor.op)
                stack.append((tensor.op, iter(tensor.op.inputs)))
                break
        else:
            order.append(op)
            stack.pop()
    return order
