"""`tf.gradients`: derivatives as new nodes of the same graph.

In: tensors ys and xs. Out: d(sum of ys)/dx for each x, as tensors or, where only some rows differ from zero,
`IndexedSlices`. The work is done by the native engine; it comes back here for gradient functions that were
registered in Python.
"""

from __future__ import annotations

import enum
from typing import Any

from . import _native
from ._gen import raw_ops
from .custom_gradients import call_registered, registered
from .graph import Tensor, convert_to_tensor
from .sparse_values import IndexedSlices
from .variables import Variable

__all__ = ["AggregationMethod", "UnconnectedGradients", "gradients", "hessians"]


class AggregationMethod:
    """How several gradients of one tensor are added."""

    ADD_N = 0
    DEFAULT = ADD_N
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2


class UnconnectedGradients(enum.Enum):
    """What `gradients` gives for an x that no y depends on."""

    NONE = "none"
    ZERO = "zero"


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: int | None = None,
    stop_gradients: Any = None,
    unconnected_gradients: UnconnectedGradients | str = UnconnectedGradients.NONE,
) -> list[Any]:
    """Add the nodes that compute the derivative of the sum of `ys` by each of `xs`.

    Parameters
    ----------
    ys : tensor or list of tensors
        What to differentiate.
    xs : tensor or variable, or list of them
        By what.
    grad_ys : tensor or list of tensors, optional
        Gradients that arrive at `ys`, of their shapes; ones where None.
    name : str
        Name scope of the new nodes.
    colocate_gradients_with_ops : bool
        Ask for the gradients to be computed where the forward operations are.
    gate_gradients : bool
        Use the gradients of an operation only once all of them are there.
    aggregation_method : int, optional
        A member of `AggregationMethod`.
    stop_gradients : tensor or list of tensors, optional
        Tensors to treat as constants.
    unconnected_gradients : UnconnectedGradients
        None or zeros for an x that no y depends on.

    Returns
    -------
    list of Tensor, IndexedSlices or None
        One per x, of its shape and type. None as well where the path leads through integers or operations
        without derivative.

    Raises
    ------
    LookupError
        An operation between has no gradient; the error names it and gives the reason.
    ValueError
        A gradient does not have the shape of what it is the gradient of; or the tensors are of different
        graphs.
    TypeError
        A complex y without `grad_ys`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant(3.0)
    >>> [dx] = tf.gradients(x * x, x)
    >>> with tf.Session() as session:
    ...     print(dx.name, session.run(dx))
    gradients/AddN:0 6.0
    """
    targets = [_tensor(y, "y") for y in _listed(ys)]
    sources = [x.handle if isinstance(x, Variable) else _tensor(x, "x") for x in _listed(xs)]
    arriving = [None] * len(targets) if grad_ys is None else _listed(grad_ys)
    if len(arriving) != len(targets):
        raise ValueError(f"grad_ys has {len(arriving)} elements, but ys has {len(targets)}")
    stopped = [_tensor(s, "stop_gradient") for s in _listed([] if stop_gradients is None else stop_gradients)]
    try:
        zero = UnconnectedGradients(unconnected_gradients) is UnconnectedGradients.ZERO
    except ValueError:
        raise ValueError(f"Unknown value for unconnected_gradients: {unconnected_gradients!r}") from None
    method = AggregationMethod.DEFAULT if aggregation_method is None else aggregation_method
    if method not in (0, 1, 2):
        raise ValueError(f"Invalid aggregation_method specified {aggregation_method}.")
    if not targets or not sources:
        return [None] * len(sources)
    graph = targets[0].graph
    with graph.as_default():
        starts = [_parts(g, y) for g, y in zip(arriving, targets, strict=True)]
        found = _native.gradients(
            graph,
            targets,
            sources,
            starts,
            stopped,
            name or "gradients",
            colocate_gradients_with_ops,
            gate_gradients,
            method != AggregationMethod.ADD_N,
            zero,
            registered,
            call_registered,
        )
    return [IndexedSlices(*g) if isinstance(g, tuple) else g for g in found]


def hessians(
    ys: Any,
    xs: Any,
    name: str = "hessians",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: int | None = None,
) -> list[Tensor]:
    """Add the nodes that compute second derivatives of the sum of `ys`.

    Parameters
    ----------
    ys, colocate_gradients_with_ops, gate_gradients, aggregation_method
        As for `gradients`.
    xs : tensor or variable, or list of them
        Of fully known shape.
    name : str
        Accepted; the nodes are named as those of `gradients`.

    Returns
    -------
    list of Tensor
        One per x, of shape ``x.shape + x.shape``.

    Raises
    ------
    ValueError
        The number of elements of an x is not known, or ys does not depend on it.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.constant([1.0, 2.0])
    >>> [h] = tf.hessians(x[0] * x[0] * x[1], x)
    >>> with tf.Session() as session:
    ...     print(session.run(h))
    [[4. 2.]
     [2. 0.]]
    """
    options: dict[str, Any] = {
        "colocate_gradients_with_ops": colocate_gradients_with_ops,
        "gate_gradients": gate_gradients,
        "aggregation_method": aggregation_method,
    }
    sources = _listed(xs)
    out = []
    for first, x in zip(gradients(ys, sources, **options), sources, strict=True):
        shape = x.get_shape()
        if not shape.is_fully_defined():
            raise ValueError(f"hessians needs a fully known shape of x, but {x} has shape {shape}")
        if first is None:
            raise ValueError(f"hessians: ys does not depend on {x}")
        flat = raw_ops.Reshape(convert_to_tensor(first), [-1])
        rows = []
        for i in range(shape.num_elements()):
            [row] = gradients(flat[i], x, unconnected_gradients=UnconnectedGradients.ZERO, **options)
            rows.append(convert_to_tensor(row))
        out.append(raw_ops.Reshape(raw_ops.Pack(rows, axis=0), [*shape.as_list(), *shape.as_list()]))
    return out


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _tensor(value: Any, name: str) -> Tensor:
    return value if isinstance(value, Tensor) else convert_to_tensor(value, name=name)


def _parts(grad: Any, y: Tensor) -> Any:
    """A gradient as the native engine takes it: None, a tensor, or the parts of an `IndexedSlices`."""
    if grad is None:
        return None
    if isinstance(grad, IndexedSlices):
        return grad.values, grad.indices, grad.dense_shape
    return convert_to_tensor(
        grad, dtype=None if isinstance(grad, (Tensor, Variable)) else y.dtype, name="grad_y"
    )
