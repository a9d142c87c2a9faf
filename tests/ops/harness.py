"""What a row of the op table's tests is, and the checks that are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

import rheos as tf
from rheos import raw_ops

FLOATS = ["float16", "bfloat16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
SIGNED = ["int8", "int16", "int32", "int64"]
UNSIGNED = ["uint8", "uint16", "uint32", "uint64"]
INTEGERS = SIGNED + UNSIGNED
REAL = FLOATS + INTEGERS
NUMERIC = REAL + COMPLEX
INEXACT = FLOATS + COMPLEX

#: Runs every node by itself, as the graph says.
AS_WRITTEN = tf.GraphOptions(optimizer_options=tf.OptimizerOptions(opt_level=tf.OptimizerOptions.L0))

#: Relative error that is allowed where a row does not say: the unit roundoff of the dtype, a few times over.
TOLERANCE = {
    "float16": 4e-3,
    "bfloat16": 3e-2,
    "float32": 4e-6,
    "float64": 1e-13,
    "complex64": 8e-6,
    "complex128": 4e-13,
}


@dataclass
class Case:
    """One row: an op, samples of its inputs, and what is right.

    See `tests/ops/README.md` for the fields.
    """

    op: str
    samples: Sequence[Sequence[Any]]
    reference: Callable[..., Any]
    attrs: Mapping[str, Any] = field(default_factory=dict)
    dtypes: Sequence[str] = ("float32", "float64")
    grad: int = 0
    grad_samples: int = 2
    differentiable: Sequence[int] | None = None
    fixed: Sequence[int] = ()
    tol: float | None = None
    grad_tol: float = 2e-6
    errors: Sequence[tuple[Sequence[Any], Mapping[str, Any], type[Exception], str]] = ()
    complete: bool = True
    label: str = ""

    def __str__(self) -> str:
        return f"{self.op}-{self.label}" if self.label else self.op


def uniform(*shape: int, low: float = -2.0, high: float = 2.0, seed: int = 0) -> np.ndarray:
    """Make float64 numbers of a shape, the same on every run."""
    rng = np.random.default_rng([seed, *shape])
    return rng.uniform(low, high, shape)


def takes_dtype(value: Any) -> bool:
    """Tell whether an input is of the type under test."""
    first = value[0] if isinstance(value, list) else value
    return isinstance(first, (np.ndarray, np.generic)) and first.dtype == np.float64


def convert(value: Any, dtype: str) -> Any:
    """Give an input the dtype under test, if it takes one; bfloat16 is held in float32."""
    if isinstance(value, list):
        return [convert(v, dtype) for v in value]
    value = np.asarray(value)
    if not takes_dtype(value):
        return value
    if dtype == "bfloat16":
        bits = np.ascontiguousarray(value, np.float32).reshape(value.shape).view(np.uint32)
        return (bits & np.uint32(0xFFFF0000)).view(np.float32)
    kind = np.dtype(dtype).kind
    if kind in "iu":
        rounded = np.rint(value)
        return (np.abs(rounded) if kind == "u" else rounded).astype(dtype)
    if kind == "c":
        return (value + 0.5j * np.flip(value)).astype(dtype)
    return value.astype(dtype)


def widened(value: Any) -> Any:
    """Widen inexact numbers, so that the reference is more exact than what it judges."""
    if isinstance(value, list):
        return [widened(v) for v in value]
    if value.dtype.kind == "f":
        return value.astype(np.float64)
    return value.astype(np.complex128) if value.dtype.kind == "c" else value


def expected(case: Case, inputs: Sequence[Any]) -> list[np.ndarray]:
    """Ask the reference."""
    with np.errstate(all="ignore"):
        results = case.reference(*[widened(v) for v in inputs], **case.attrs)
    return [np.asarray(r) for r in (results if isinstance(results, tuple) else (results,))]


def outputs_of(result: Any) -> list[Any]:
    """Make a flat list of an op's results."""
    if isinstance(result, (list, tuple)):
        return [y for part in result for y in outputs_of(part)]
    return [result]


def shape_for(array: np.ndarray, how: str) -> Any:
    """Choose what is said of a fed array's shape: all, the rank, or nothing."""
    return {"known": array.shape, "sizes unknown": [None] * array.ndim, "rank unknown": None}[how]


class Call:
    """One call of the op in a graph of its own, with placeholders for all inputs that are not fixed."""

    def __init__(self, case: Case, inputs: Sequence[Any], dtype: str, how: str = "known") -> None:
        self.feeds: dict[Any, np.ndarray] = {}
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.args = [self.argument(case, i, value, dtype, how) for i, value in enumerate(inputs)]
            function = getattr(raw_ops, case.op)
            self.outputs = outputs_of(function(*self.args, **case.attrs))
            self.fetches = [tf.cast(y, tf.float32) if y.dtype == tf.bfloat16 else y for y in self.outputs]

    def argument(self, case: Case, position: int, value: Any, dtype: str, how: str) -> Any:
        if isinstance(value, list):
            return [self.argument(case, position, v, dtype, how) for v in value]
        if position in case.fixed:
            return tf.constant(value)
        x = tf.placeholder(tf.string if value.dtype == object else value.dtype, shape_for(value, how))
        self.feeds[x] = value
        return tf.cast(x, tf.bfloat16) if dtype == "bfloat16" and value.dtype == np.float32 else x

    def run(self, fetches: Any = None) -> list[np.ndarray]:
        with tf.Session(graph=self.graph) as session:
            return list(session.run(self.fetches if fetches is None else fetches, self.feeds))


def assert_close(got: np.ndarray, want: np.ndarray, dtype: str, tol: float | None, what: str) -> None:
    """Compare within a relative error, with NaN and infinities in the same places."""
    got = np.asarray(got)
    assert got.shape == want.shape, f"{what}: shape {got.shape}, expected {want.shape}"
    if got.dtype.kind in "biu" or got.dtype == object:
        np.testing.assert_array_equal(got, np.asarray(want).astype(got.dtype), err_msg=what)
        return
    rtol = (
        TOLERANCE.get(dtype, TOLERANCE["float32"]) if tol is None else max(tol, TOLERANCE.get(dtype, 0) / 4)
    )
    wide = np.complex128 if got.dtype.kind == "c" else np.float64
    with np.errstate(all="ignore"):
        rounded = want.astype(got.dtype).astype(wide)
    np.testing.assert_allclose(got.astype(wide), rounded, rtol=rtol, atol=rtol, err_msg=what)


def check_values(case: Case, dtype: str) -> None:
    """Compare every sample's results with the reference."""
    for number, sample in enumerate(case.samples):
        inputs = [convert(v, dtype) for v in sample]
        for i, (got, want) in enumerate(
            zip(Call(case, inputs, dtype).run(), expected(case, inputs), strict=True)
        ):
            assert_close(got, want, dtype, case.tol, f"sample {number}, result {i}")


def check_static(case: Case, how: str) -> None:
    """Static dtype and shape must agree with the result, and be complete where everything is known."""
    dtype = case.dtypes[0] if "float32" not in case.dtypes else "float32"
    for number, sample in enumerate(case.samples):
        inputs = [convert(v, dtype) for v in sample]
        call = Call(case, inputs, dtype, how)
        for i, (y, got, want) in enumerate(
            zip(call.outputs, call.run(), expected(case, inputs), strict=True)
        ):
            what = f"sample {number}, result {i}"
            static = y.get_shape()
            assert static.is_compatible_with(np.shape(got)), f"{what}: {static} is not {np.shape(got)}"
            if how == "known" and case.complete:
                assert static.is_fully_defined(), f"{what}: {static} could be known"
            assert_close(got, want, dtype, case.tol, what)


def weights(shape: Sequence[int], seed: int) -> np.ndarray:
    """Make numbers that weigh the results, so that no error cancels."""
    return np.random.default_rng([seed, *shape]).uniform(0.5, 1.5, shape)


def weighed(session: Any, feeds: Any, ys: Sequence[Any], dys: Sequence[np.ndarray]) -> float:
    """Run a graph and add up the weighed results."""
    values = session.run(list(ys), feeds)
    return float(sum(np.sum(value * dy) for value, dy in zip(values, dys, strict=True)))


def numeric_gradient(function: Callable[[], float], x: np.ndarray) -> np.ndarray:
    """Central differences of a scalar function with respect to an array that it reads."""
    grad = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        step = 1e-5 * max(1.0, abs(value))
        x[place] = value + step
        above = function()
        x[place] = value - step
        below = function()
        x[place] = value
        grad[place] = (above - below) / (2 * step)
    return grad


def check_gradients(case: Case, how: str) -> None:
    """Compare gradients with central differences, and gradients of those with differences of them."""
    # Where sizes are unknown the gradients have other nodes, but one sample shows whether these are right.
    for number, sample in enumerate(case.samples[: case.grad_samples if how == "known" else 1]):
        inputs = [convert(v, "float64") for v in sample]
        call = Call(case, inputs, "float64", how)
        positions = case.differentiable
        if positions is None:
            positions = [i for i, v in enumerate(sample) if takes_dtype(v) and i not in case.fixed]
        xs = [
            x for i in positions for x in (call.args[i] if isinstance(call.args[i], list) else [call.args[i]])
        ]
        plain = tf.Session(graph=call.graph, config=tf.ConfigProto(graph_options=AS_WRITTEN))
        with call.graph.as_default(), plain, tf.Session(graph=call.graph) as session:
            ys = [y for y in call.outputs if y.dtype.is_floating]
            what = f"sample {number}"
            if check_orders(case, call, ys, xs, session, plain, what) and case.grad > 1:
                # The derivatives of a linear op are constants; those of its squares use both gradients.
                check_orders(case, call, [y * y for y in ys], xs, session, plain, f"{what}, squared")


def check_orders(
    case: Case, call: Call, ys: Sequence[Any], xs: Sequence[Any], session: Any, plain: Any, title: str
) -> bool:
    """Check the gradients of each order; tells whether the gradients of the last one are all None."""
    for order in range(1, case.grad + 1):
        shapes = [np.shape(v) for v in session.run(ys, call.feeds)]
        dys = [weights(s, order * 10 + i) for i, s in enumerate(shapes)]
        grads = tf.gradients(ys, xs, grad_ys=[tf.constant(dy) for dy in dys])
        total = partial(weighed, session, call.feeds, ys, dys)
        for i, (x, grad) in enumerate(zip(xs, grads, strict=True)):
            want = numeric_gradient(total, call.feeds[x])
            what = f"{title}, order {order}, input {i}"
            if grad is None:
                np.testing.assert_allclose(want, 0, atol=case.grad_tol, err_msg=f"{what} has no gradient")
                continue
            grad = tf.convert_to_tensor(grad)  # rows of a sparse gradient are added up
            got = session.run(grad, call.feeds)
            assert got.tobytes() == plain.run(grad, call.feeds).tobytes(), f"{what}: not as written"
            assert got.shape == want.shape, f"{what}: shape {got.shape}, expected {want.shape}"
            tol = case.grad_tol * 10.0 ** (order - 1)
            np.testing.assert_allclose(got, want, rtol=tol, atol=tol, err_msg=what)
        ys = [tf.convert_to_tensor(grad) for grad in grads if grad is not None]
        if not ys:
            return True
    return False
