"""Gradients against finite differences (`tf.test.compute_gradient`).

Goes in: tensors x and y of one graph with fully known shapes, the value of x. Comes out: the Jacobian that
`tf.gradients` gives and the one measured by moving x, both as [elements of x, elements of y]. Complex tensors
count as twice as many real elements.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["compute_gradient", "compute_gradient_error"]

Array = np.ndarray[Any, Any]


def compute_gradient(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Sequence[Any] | None = None,
    extra_feed_dict: Mapping[Any, Any] | None = None,
) -> Any:
    """Compute the Jacobian dy/dx from the graph's gradients and from finite differences.

    Must be called with a default session; adds operations to the graph.

    Parameters
    ----------
    x : Tensor or list of Tensor
        What to differentiate by; floating or complex.
    x_shape : sequence of int, or list of them
        Shape of x, or one for each x.
    y : Tensor
        What to differentiate; floating or complex.
    y_shape : sequence of int
        Its shape.
    x_init_value : array_like, or list of them, optional
        Where to differentiate; random numbers from 0 to 1 by default.
    delta : float
        How far x is moved each way.
    init_targets : sequence of Operation, optional
        Run first, such as variables' initializers.
    extra_feed_dict : dict, optional
        Other tensors to feed.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray), or a list of such pairs
        Theoretical and numeric Jacobian, [size of x, size of y].

    Raises
    ------
    ValueError
        No default session; y does not depend on x; a shape is not that of the value.
    TypeError
        x or y is neither floating nor complex.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session():
    ...     x = tf.constant([1.0, 2.0])
    ...     theoretical, numeric = tf.test.compute_gradient(x, [2], x * x, [2], np.array([1.0, 2.0]))
    >>> theoretical
    array([[2., 0.],
           [0., 4.]], dtype=float32)
    """
    session = importlib.import_module(__package__).get_default_session()
    if session is None:
        raise ValueError("compute_gradient needs a default session: call it inside `with tf.Session():`")
    for target in init_targets or ():
        session.run(target)
    feeds = dict(extra_feed_dict or {})
    if not isinstance(x, list):
        return _jacobians(session, x, x_shape, y, y_shape, x_init_value, delta, feeds)
    starts = [None] * len(x) if x_init_value is None else x_init_value
    return [
        _jacobians(session, one, shape, y, y_shape, start, delta, feeds)
        for one, shape, start in zip(x, x_shape, starts, strict=True)
    ]


def compute_gradient_error(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Sequence[Any] | None = None,
    extra_feed_dict: Mapping[Any, Any] | None = None,
) -> float:
    """Compute the largest difference between the two Jacobians of `compute_gradient`; the arguments are its.

    Returns
    -------
    float
        NaN where one of the Jacobians has it; 0 where they are empty.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session():
    ...     x = tf.constant([1.0, 2.0])
    ...     tf.test.compute_gradient_error(x, [2], tf.tanh(x), [2]) < 1e-3
    True
    """
    pairs = compute_gradient(x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict)
    differences = [
        np.max(np.abs(theoretical - numeric), initial=0.0)
        for theoretical, numeric in (pairs if isinstance(pairs, list) else [pairs])
    ]
    return float(np.max(differences, initial=0.0))


def _jacobians(
    session: Any, x: Any, x_shape: Any, y: Any, y_shape: Any, start: Any, delta: float, feeds: dict[Any, Any]
) -> tuple[Array, Array]:
    """Both Jacobians of `y` by one `x`."""
    tf = importlib.import_module(__package__)
    for tensor in (x, y):
        if not (tensor.dtype.is_floating or tensor.dtype.is_complex):
            raise TypeError(f"{tensor.name} is {tensor.dtype.name}, which has no gradient: use a float")
    dtype = np.dtype(x.dtype.as_numpy_dtype)
    if start is None:
        start = np.random.random_sample(tuple(x_shape))
        if x.dtype.is_complex:
            start = start + 1j * np.random.random_sample(tuple(x_shape))
    value = np.array(start, dtype=dtype)
    if value.shape != tuple(x_shape):
        raise ValueError(f"x_shape is {tuple(x_shape)}, but x_init_value has shape {value.shape}")
    with y.graph.as_default():
        seed = tf.placeholder(y.dtype, tuple(y_shape))
        # A fed tensor cannot be fetched, and the gradient of some ops is the seed itself.
        gradient = tf.gradients(y, x, grad_ys=tf.identity(seed))[0]
    if gradient is None:
        raise ValueError(f"{y.name} does not depend on {x.name}, or not by operations that have gradients")

    def backward(column: Array) -> Array:
        return _dense(session.run(gradient, {**feeds, x: value, seed: column}), value.shape)

    def forward(moved: Array) -> Array:
        return np.asarray(session.run(y, {**feeds, x: moved}))

    y_value = np.zeros(tuple(y_shape), dtype=y.dtype.as_numpy_dtype)
    theoretical = _theoretical_jacobian(backward, value, y_value)
    return theoretical, _numeric_jacobian(forward, value, y_value, delta)


def _theoretical_jacobian(backward: Callable[[Array], Array], x: Array, y: Array) -> Array:
    """Column by column: what `backward` makes of a gradient that is 1 for one element of y, else 0."""
    columns = _reals(y).size
    jacobian = np.zeros((_reals(x).size, columns), dtype=_reals(x).dtype)
    for column in range(columns):
        seed = np.zeros_like(y)
        _reals(seed)[column] = 1
        jacobian[:, column] = _reals(backward(seed).astype(x.dtype))
    if not columns and np.any(backward(y)):
        raise ValueError("y has no elements, and yet its gradient is not zero")
    return jacobian


def _numeric_jacobian(forward: Callable[[Array], Array], x: Array, y: Array, delta: float) -> Array:
    """Row by row: how far `forward` moves when one element of x is moved by `delta` each way."""
    jacobian = np.zeros((_reals(x).size, _reals(y).size), dtype=_reals(x).dtype)
    for row in range(len(jacobian)):
        above, below = x.copy(), x.copy()
        _reals(above)[row] += delta
        _reals(below)[row] -= delta
        # In x's precision the step is not quite 2 * delta; in float64 the difference is exact.
        step = float(_reals(above)[row]) - float(_reals(below)[row])
        moved = _reals(forward(above)).astype(np.float64) - _reals(forward(below)).astype(np.float64)
        jacobian[row] = moved / step
    return jacobian


def _reals(array: Array) -> Array:
    """All elements in a row, complex ones as two; a view where the array is contiguous."""
    flat = array.reshape(-1)
    return flat.view(flat.real.dtype) if flat.dtype.kind == "c" else flat


def _dense(gradient: Any, shape: tuple[int, ...]) -> Array:
    """A gradient as an array; slices (`.values` for rows `.indices`) are summed into their rows."""
    if not hasattr(gradient, "indices"):
        return np.asarray(gradient)
    dense = np.zeros(shape, dtype=np.asarray(gradient.values).dtype)
    np.add.at(dense, np.asarray(gradient.indices), np.asarray(gradient.values))
    return dense
