"""Ops on variables: changes of rows and slices against numpy, counters, reads of rows and their gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos._gen import raw_ops

Change = Callable[..., Any]
# numpy's own loops over indices, which take equal ones one after the other.
CHANGES: dict[str, Change | None] = {
    "Add": np.add.at,
    "Sub": np.subtract.at,
    "Mul": np.multiply.at,
    "Div": np.divide.at,
    "Min": np.minimum.at,
    "Max": np.maximum.at,
    "Update": None,
}
INDICES = np.array([[2, 0], [2, 3]])


def variable(session: Any, start: np.ndarray) -> Any:
    """Handle of a new variable that holds `start`."""
    handle = raw_ops.VarHandleOp(dtype=tf.as_dtype(start.dtype), shape=start.shape, shared_name="v")
    session.run(raw_ops.AssignVariableOp(handle, tf.constant(start)))
    return handle


def value(session: Any, handle: Any, dtype: Any) -> np.ndarray:
    """What the variable holds."""
    return session.run(raw_ops.ReadVariableOp(handle, dtype=tf.as_dtype(dtype)))


def changed(start: np.ndarray, places: Any, updates: Any, change: Change | None) -> np.ndarray:
    """`start` with updates applied."""
    out = start.copy()
    if change is None:
        out[places] = updates
    else:
        change(out, places, updates)
    return out


@pytest.mark.parametrize("scalar", [False, True])
@pytest.mark.parametrize("index", ["int32", "int64"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
@pytest.mark.parametrize("kind", CHANGES)
def test_rows(kind: str, dtype: str, index: str, scalar: bool) -> None:
    """Equal indices are taken in their order."""
    random = np.random.RandomState(3)
    start = random.uniform(0.5, 2, (5, 3)).astype(dtype)
    updates = np.array(1.5, dtype) if scalar else random.uniform(0.5, 2, (2, 2, 3)).astype(dtype)
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, start)
        op = getattr(raw_ops, f"ResourceScatter{kind}")
        session.run(op(handle, tf.constant(INDICES.astype(index)), tf.constant(updates)))
        expected = changed(start, INDICES, updates, CHANGES[kind])
        np.testing.assert_array_equal(value(session, handle, dtype), expected)


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("kind", ["Update", "Add", "Sub"])
def test_slices(kind: str, depth: int) -> None:
    """Indices of one or two axes."""
    random = np.random.RandomState(4)
    start = random.uniform(-1, 1, (4, 3)).astype(np.float32)
    indices = np.array([[1, 2], [0, 0], [1, 2]])[:, :depth]
    updates = random.uniform(-1, 1, (3, *start.shape[depth:])).astype(np.float32)
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, start)
        op = getattr(raw_ops, f"ResourceScatterNd{kind}")
        session.run(op(handle, tf.constant(indices), tf.constant(updates)))
        expected = changed(start, tuple(indices.T), updates, CHANGES[kind])
        np.testing.assert_array_equal(value(session, handle, np.float32), expected)


def test_a_large_scatter_does_not_depend_on_threads() -> None:
    """Sums keep their order."""
    random = np.random.RandomState(5)
    start = np.zeros((1000, 8), np.float32)
    indices = random.randint(0, 1000, 50_000)
    updates = random.uniform(-1, 1, (50_000, 8)).astype(np.float32)
    for threads in [1, 3]:
        config = tf.ConfigProto(intra_op_parallelism_threads=threads)
        with tf.Graph().as_default(), tf.Session(config=config) as session:
            handle = variable(session, start)
            session.run(raw_ops.ResourceScatterAdd(handle, tf.constant(indices), tf.constant(updates)))
            expected = changed(start, indices, updates, np.add.at)
            np.testing.assert_array_equal(value(session, handle, np.float32), expected)


def test_a_bad_index_changes_nothing() -> None:
    """The error says which."""
    start = np.ones((3, 2), np.float32)
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, start)
        for op, indices, message in [
            (raw_ops.ResourceScatterAdd, [0, 3], r"indices\[1\] = 3 is not in \[0, 3\)"),
            (raw_ops.ResourceScatterNdAdd, [[0], [-1]], r"indices\[1\] = \[-1\]"),
        ]:
            with pytest.raises(tf.errors.InvalidArgumentError, match=message):
                session.run(op(handle, tf.constant(indices), tf.constant(start[:2])))
        np.testing.assert_array_equal(value(session, handle, np.float32), start)


def test_integers_are_not_divided_by_zero() -> None:
    """The division is refused as a whole."""
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, np.array([6, 8], np.int32))
        divide = raw_ops.ResourceScatterDiv(handle, tf.constant([0, 1]), tf.constant([2, 0]))
        with pytest.raises(tf.errors.InvalidArgumentError, match="zero"):
            session.run(divide)
        assert value(session, handle, np.int32).tolist() == [6, 8]


def test_gather_and_its_gradient() -> None:
    """Rows at indices; the gradient holds rows too."""
    start = np.arange(12, dtype=np.float32).reshape(4, 3)
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, start)
        rows = raw_ops.ResourceGather(handle, tf.constant([[3], [0]]), dtype=tf.float32)
        assert rows.shape.as_list() == [2, 1, 3]
        (grad,) = tf.gradients(rows, [handle])
        assert isinstance(grad, tf.IndexedSlices)
        np.testing.assert_array_equal(session.run(rows), start[[[3], [0]]])
        values, indices, shape = session.run([grad.values, grad.indices, grad.dense_shape])
        np.testing.assert_array_equal(values, np.ones((2, 3)))
        assert indices.tolist() == [3, 0]
        assert shape.tolist() == [4, 3]


def test_assignments_must_fit() -> None:
    """Shape and type of the value are compared with the variable's when the graph is built."""
    with tf.Graph().as_default():
        handle = raw_ops.VarHandleOp(dtype=tf.float32, shape=[2], shared_name="v")
        for op in [raw_ops.AssignVariableOp, raw_ops.AssignAddVariableOp, raw_ops.AssignSubVariableOp]:
            with pytest.raises(
                ValueError, match=r"float32 of shape \(2,\), but the value is float32 of shape \(3,\)"
            ):
                op(handle, tf.constant([1.0, 2.0, 3.0]))
            with pytest.raises((ValueError, TypeError), match="int32"):
                op(handle, tf.constant([1, 2]))
        with pytest.raises((ValueError, TypeError), match="float64"):
            raw_ops.ReadVariableOp(handle, dtype=tf.float64)


def test_a_destroyed_variable_has_no_value() -> None:
    """Until it is assigned again."""
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, np.ones(2, np.float32))
        there, read = raw_ops.VarIsInitializedOp(handle), raw_ops.ReadVariableOp(handle, dtype=tf.float32)
        assert session.run(there)
        session.run(raw_ops.DestroyResourceOp(handle))
        assert not session.run(there)
        with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value v"):
            session.run(read)
        with pytest.raises(tf.errors.NotFoundError):
            session.run(raw_ops.DestroyResourceOp(handle, ignore_lookup_error=False))


def test_counting() -> None:
    """Stops at the limit."""
    with tf.Graph().as_default(), tf.Session() as session:
        handle = variable(session, np.array(3, np.int64))
        count = raw_ops.ResourceCountUpTo(handle, limit=5, T=tf.int64)
        assert [session.run(count), session.run(count)] == [3, 4]
        with pytest.raises(tf.errors.OutOfRangeError, match="Reached limit of 5"):
            session.run(count)
        assert session.run(raw_ops.VariableShape(handle)).tolist() == []


def test_slices_are_assigned() -> None:
    """Slices with strides, masks and whole rows, against numpy."""
    start = np.arange(20.0).reshape(4, 5)
    with tf.Session() as session:
        handle = variable(session, start)
        assign = raw_ops.ResourceStridedSliceAssign
        session.run(assign(handle, [0, 3], [4, 0], [2, -2], np.array([[-1.0, -2.0], [-3.0, -4.0]])))
        session.run(assign(handle, [1], [2], [1], np.full(5, 7.0), shrink_axis_mask=1))
        want = start.copy()
        want[0:4:2, 3:0:-2] = [[-1, -2], [-3, -4]]
        want[1] = 7
        np.testing.assert_array_equal(value(session, handle, "float64"), want)
        with pytest.raises(TypeError, match="the variable is float64"):
            assign(handle, [0], [1], [1], tf.zeros([1, 5], tf.float32))
