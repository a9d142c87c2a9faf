"""Variables that live on a GPU: what reads see, before and after updates, here and there."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import rheos as tf

Counted = Callable[[Callable[[], Any]], dict[str, int]]
START = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.fixture
def session() -> Iterator[tf.Session]:
    with tf.Session() as made:
        yield made


@pytest.fixture
def v(session: tf.Session) -> Any:
    with tf.device("/gpu:0"):
        variable = tf.Variable(START)
    session.run(tf.global_variables_initializer())
    return variable


def test_assignments(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        operations = [(v.assign_add(START), 2 * START), (v.assign_sub(START * 3), -START)]
        operations.append((v.assign(START + 1), START + 1))
    for operation, expected in operations:
        np.testing.assert_array_equal(session.run(operation), expected)
        np.testing.assert_array_equal(session.run(v), expected)


def test_reads_before_and_after_an_update_in_one_run(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        before = tf.identity(v.read_value()) * 1.0
        with tf.control_dependencies([before]):
            add = v.assign_add(tf.ones([2, 3]))
        with tf.control_dependencies([add]):
            after = v.read_value() * 1.0
    for n in range(3):
        old, new = session.run([before, after])
        np.testing.assert_array_equal(old, START + n)
        np.testing.assert_array_equal(new, START + n + 1)


def test_two_updates_in_the_order_of_their_dependencies(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        double = v.assign(v * 2.0)
        with tf.control_dependencies([double]):
            more = v.assign_add(tf.ones([2, 3]))
        with tf.control_dependencies([more]):
            last = v.read_value() * 10.0
    np.testing.assert_array_equal(session.run(last), (START * 2 + 1) * 10)
    np.testing.assert_array_equal(session.run(v), START * 2 + 1)


def test_a_result_that_is_only_assigned_is_made_in_its_variable(session: tf.Session) -> None:
    matrix = np.arange(9, dtype=np.float32).reshape(3, 3)
    with tf.device("/gpu:0"):
        w, total = tf.Variable(matrix), tf.Variable(np.zeros(3, np.float32))
        drawn = tf.Variable(tf.random_uniform([5]))
        sums = total.assign(tf.cumsum(w[1])).op
        square = w.assign(tf.matmul(w, w)).op
    session.run(tf.global_variables_initializer())
    for initializer in (drawn.initializer, sums, square):
        lines = session.explain(initializer).splitlines()
        assert sum("GPU update" in line for line in lines) == 1, lines
        assert not any("Assign" in line.split("'")[0] for line in lines), lines
    assert np.ptp(session.run(drawn)) > 0
    before = session.run(w)
    session.run(sums)
    np.testing.assert_array_equal(session.run(total), np.cumsum(matrix[1]))
    for n in range(2):
        session.run(square)
        np.testing.assert_array_equal(session.run(w), np.linalg.matrix_power(matrix, 2 ** (n + 1)))
    np.testing.assert_array_equal(before, matrix)


def test_fetched_values_do_not_change(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        add = v.assign_add(tf.ones([2, 3]))
    old = session.run(v)
    kept = session.run(add)
    for _ in range(3):
        session.run(add.op)
    np.testing.assert_array_equal(old, START)
    np.testing.assert_array_equal(kept, START + 1)
    np.testing.assert_array_equal(session.run(v), START + 4)


def test_a_value_fetched_beside_its_update_is_the_old_one(session: tf.Session, v: Any) -> None:
    read = v.read_value()
    with tf.device("/gpu:0"), tf.control_dependencies([read]):
        add = v.assign_add(tf.ones([2, 3]))
    for n in range(3):
        np.testing.assert_array_equal(session.run([read, add.op])[0], START + n)


def test_the_cpu_reads_and_writes_what_is_on_the_gpu(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        far, far_add = v * 2.0, v.assign_add(tf.ones([2, 3]))
    with tf.device("/cpu:0"):
        near, near_add = v + 1.0, v.assign_add(tf.ones([2, 3]))
    value = START
    for _ in range(3):
        session.run(far_add.op)
        value = value + 1
        np.testing.assert_array_equal(session.run(near), value + 1)
        session.run(near_add.op)
        value = value + 1
        np.testing.assert_array_equal(session.run(far), value * 2)
    np.testing.assert_array_equal(session.run(v), value)


def test_variables_stay_on_the_gpu(counted: Counted, session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        add = v.assign(tf.sin(v) + 1.0)
    session.run(add.op)
    session.run(add.op)

    def work() -> None:
        for _ in range(5):
            session.run(add.op)

    made = counted(work)
    assert made["submits"] == 5
    assert (made["uploaded"], made["downloaded"], made["pipelines"]) == (0, 0, 0)


def test_loading_and_initializing_again(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        double = v * 2.0
    np.testing.assert_array_equal(session.run(double), START * 2)
    v.load(START + 5, session)
    np.testing.assert_array_equal(session.run(double), (START + 5) * 2)
    session.run(v.initializer)
    np.testing.assert_array_equal(session.run(double), START * 2)


def test_a_variable_without_value_is_an_error_that_names_it() -> None:
    with tf.device("/gpu:0"):
        variable = tf.Variable([1.0], name="forgotten")
        double = variable * 2.0
    with tf.Session() as session:
        with pytest.raises(tf.errors.FailedPreconditionError, match="forgotten"):
            session.run(double)
        session.run(variable.initializer)
        assert session.run(double) == [2.0]


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool", "float16", "int64", "float64"])
def test_values_of_each_dtype_survive_the_way(session: tf.Session, dtype: str) -> None:
    values = np.array([0, 1, 1, 0, 1], dtype)
    with tf.device("/gpu:0"):
        variable = tf.Variable(values)
        moved = tf.concat([variable, variable], 0)
    session.run(tf.global_variables_initializer())
    made = session.run(moved)
    assert made.dtype == values.dtype
    np.testing.assert_array_equal(made, np.tile(values, 2))


def test_scatters_and_gathers(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        add = tf.scatter_add(v, [1, 1], np.ones([2, 3], np.float32))
        rows = tf.gather(v, [1, 0, 1])
    expected = START.copy()
    expected[1] += 2
    np.testing.assert_array_equal(session.run(add), expected)
    np.testing.assert_array_equal(session.run(rows), expected[[1, 0, 1]])


def test_a_failed_run_leaves_the_variable(session: tf.Session, v: Any) -> None:
    with tf.device("/gpu:0"):
        add = v.assign_add(tf.ones([2, 3]))
    with tf.control_dependencies([add]):
        wrong = tf.Print(tf.check_numerics(tf.log(tf.placeholder_with_default(-1.0, [])), "no"), [])
    with pytest.raises(tf.errors.InvalidArgumentError):
        session.run(wrong)
    made = session.run(v)
    assert np.array_equal(made, START) or np.array_equal(made, START + 1)
