"""Python functions as operations: what they are given, what becomes of their results and exceptions."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from typing import Any

import numpy as np
import pytest

import rheos as tf


def run(function: Any, inputs: Any, types: Any, feed: Any = None, **options: Any) -> Any:
    with tf.Graph().as_default(), tf.Session() as session:
        return session.run(tf.py_func(function, inputs, types, **options), feed)


def test_arguments_are_numpy_values() -> None:
    seen: list[Any] = []

    def look(*values: Any) -> Any:
        seen.extend(values)
        values[1][0] = 7.0  # a copy, so nobody else sees this
        return np.float32(1)

    x = np.zeros((0, 3))
    with tf.Graph().as_default(), tf.Session() as session:
        vector = tf.constant([2.0])
        y = tf.py_func(look, [1.0, vector, "a", ["b", "c"], True, [1 + 2j], x], tf.float32)
        assert y.op.type == "PyFunc" and y.name == "PyFunc:0" and y.shape.ndims is None
        assert session.run([y, vector]) == [1.0, [2.0]]
    scalar, vector, text, texts, flag, numbers, empty = seen
    assert type(scalar) is np.float32 and type(flag) is np.bool_ and text == b"a"
    assert vector.dtype == np.float32 and texts.dtype == object and texts.tolist() == [b"b", b"c"]
    assert numbers.dtype == np.complex128 and empty.shape == (0, 3)


@pytest.mark.parametrize(
    ("result", "types", "expected"),
    [
        ("abc", tf.string, b"abc"),
        (b"abc", tf.string, b"abc"),
        ([["abc", "é"]], tf.string, [b"abc", "é".encode()]),
        (np.array(["abc", "d"]), [tf.string], [[b"abc", b"d"]]),
        (np.array([b"abc", "é"], object), tf.string, [b"abc", "é".encode()]),
        ([1, 2], [tf.int64, tf.int64], [1, 2]),
        (np.int64(3), [tf.int64], [3]),
        (np.zeros((2, 3), order="F"), tf.float64, np.zeros((2, 3))),
        (np.arange(3, dtype=">f8")[::-1], tf.float64, [2, 1, 0]),
        (1.5, tf.float64, 1.5),
        ([], [], None),
        (None, [], None),
    ],
)
@pytest.mark.parametrize("stateful", [True, False])
def test_results(result: Any, types: Any, expected: Any, stateful: bool) -> None:
    got = run(lambda: result, [], types, stateful=stateful)
    np.testing.assert_array_equal(np.array(got, object), np.array(expected, object))


@pytest.mark.parametrize(
    ("result", "types", "match"),
    [
        (1.0, tf.float32, "0-th value returned by pyfunc_[0-9]+ is double, but expects float"),
        ([np.float32(1), 2], [tf.float32, tf.int32], "1-th value returned by pyfunc_[0-9]+ is int64"),
        ((1, 2), tf.int64, "returns 2 values, but expects to see 1 values"),
        (None, tf.int64, "returns 0 values, but expects to see 1 values"),
        (np.float16(1), tf.bfloat16, "is half, but expects bfloat16"),
        (np.array([None]), tf.string, "Unsupported object type NoneType"),
        (np.array([b"a", 3], object), tf.string, "Unsupported object type int"),
    ],
)
def test_wrong_results_say_so(result: Any, types: Any, match: str) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=match):
        run(lambda: result, [], types)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (ValueError("mine"), tf.errors.InvalidArgumentError),
        (UnicodeError("mine"), tf.errors.InvalidArgumentError),
        (TypeError("mine"), tf.errors.InvalidArgumentError),
        (StopIteration("mine"), tf.errors.OutOfRangeError),
        (MemoryError("mine"), tf.errors.ResourceExhaustedError),
        (NotImplementedError("mine"), tf.errors.UnimplementedError),
        (KeyError("mine"), tf.errors.UnknownError),
        (RuntimeError("mine"), tf.errors.UnknownError),
        (tf.errors.OutOfRangeError(None, None, "mine"), tf.errors.UnknownError),
    ],
)
def test_exceptions_keep_their_traceback(raised: Exception, kind: type[Exception]) -> None:
    def fails(x: Any) -> Any:
        raise raised

    with pytest.raises(kind) as caught:
        run(fails, [1.0], tf.float32, name="here")
    text = str(caught.value)
    assert f"{type(raised).__name__}: " in text and "mine" in text
    assert "Traceback (most recent call last)" in text and "in fails" in text and "raise raised" in text
    assert "_call" not in text and "PyFunc 'here'" in text
    assert caught.value.__cause__ is raised
    assert caught.value.node_def.name == "here"


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), SystemExit(3)])
def test_exits_come_out_as_they_are(raised: BaseException) -> None:
    def leaves() -> None:
        raise raised

    with pytest.raises(type(raised)) as caught:
        run(leaves, [], [])
    assert caught.value is raised


def test_a_function_runs_when_it_is_needed() -> None:
    calls = []

    def count(x: Any) -> Any:
        calls.append(x)
        return x

    with tf.Graph().as_default(), tf.Session() as session:
        one = tf.py_func(count, [1], tf.int32)
        other = tf.py_func(count, [2], tf.int32)
        session.run([one, tf.identity(one)])
        session.run(one)
        assert calls == [1, 1]
        with tf.control_dependencies([other]):
            session.run(tf.no_op())
        assert calls == [1, 1, 2]
        pure = tf.py_func(count, [3], tf.int32, stateful=False)
        assert pure.op.type == "PyFuncStateless"
        session.run(pure)
        assert calls[3:] == [3]


def test_unknown_sizes_go_on_into_the_graph() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        n = tf.placeholder(tf.int32, [])
        x = tf.numpy_function(lambda n: np.arange(n * 2, dtype=np.float32).reshape(n, 2), [n], tf.float32)
        total = tf.reduce_sum(tf.matmul(x, tf.ones([2, 3])), axis=1)
        np.testing.assert_array_equal(session.run(total, {n: 3}), [3, 15, 27])
        np.testing.assert_array_equal(session.run(total, {n: 1}), [3])
        x.set_shape([None, 5])
        with pytest.raises(tf.errors.InvalidArgumentError, match="declared"):
            session.run(x, {n: 1})


def test_gradients_by_an_override() -> None:
    def gradient(op: Any, dy: Any) -> Any:
        return tf.numpy_function(lambda x, dy: np.cos(x) * dy, [op.inputs[0], dy], tf.float64)

    tf.RegisterGradient("SineGradientOfThisTest")(gradient)
    with tf.Graph().as_default() as graph, tf.Session() as session:
        x = tf.placeholder(tf.float64, [3])
        assert tf.gradients(tf.py_func(np.sin, [x], tf.float64), x) == [None]
        with graph.gradient_override_map({"PyFunc": "SineGradientOfThisTest"}):
            y = tf.py_func(np.sin, [x], tf.float64)
        (dx,) = tf.gradients(y * 2.0, x)
        np.testing.assert_allclose(session.run(dx, {x: [0, 1, 2]}), 2 * np.cos([0, 1, 2]))


def test_functions_live_as_long_as_their_graph() -> None:
    class Function:
        def __call__(self) -> Any:
            return 1.0

    graph = tf.Graph()
    with graph.as_default():
        function = Function()
        alive = weakref.ref(function)
        y = tf.py_func(function, [], tf.float64)
    del function
    gc.collect()
    with tf.Session(graph=graph) as session:
        assert alive() is not None and session.run(y) == 1.0
    del graph, y, session
    gc.collect()
    assert alive() is None


def test_a_session_used_by_its_own_function_is_collected() -> None:
    with tf.Graph().as_default() as graph:
        session = tf.Session()
        inner = tf.constant(3.0) * 2.0

        def nested(session: Any = session, inner: Any = inner) -> Any:
            return session.run(inner)

        y = tf.py_func(nested, [], tf.float32)
        assert session.run(y) == 6.0
    alive = weakref.ref(session)
    del session, graph, y, inner, nested
    gc.collect()
    assert alive() is None


def test_unknown_tokens_say_so() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        y = tf.raw_ops.PyFunc([], token="pyfunc_of_another_process", Tout=[tf.float32])
        with pytest.raises(
            tf.errors.InvalidArgumentError, match="Could not find callback with key=pyfunc_of"
        ):
            session.run(y)


def test_threads_share_a_session() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [1000])
        doubled = tf.py_func(lambda v: v * 2, [x + 1.0], tf.float32) - 2.0
        wrong = []

        def work(seed: int) -> None:
            for i in range(30):
                value = np.full(1000, seed * 100 + i, np.float32)
                if not np.array_equal(session.run(doubled, {x: value}), value * 2):
                    wrong.append(seed)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not wrong


def test_ctrl_c_stops_a_function() -> None:
    """Also in a run that goes on in a thread of its own, which gets no signals."""
    program = """
import os, signal, threading, time
import rheos as tf
signal.signal(signal.SIGINT, signal.default_int_handler)
def spin(slow):
    started = time.time()
    while time.time() - started < (20 if slow else 0.03):
        time.sleep(0.005)
    return slow
slow = tf.placeholder(tf.bool, [])
y = tf.py_func(spin, [slow], tf.bool)
with tf.Session() as session:
    for _ in range(2):
        session.run(y, {slow: False})
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    started = time.time()
    try:
        session.run(y, {slow: True})
    except KeyboardInterrupt:
        print("stopped", time.time() - started < 10)
    print(session.run(y, {slow: False}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["stopped", "True", "False"], done.stderr


def test_wrong_calls_say_so() -> None:
    with pytest.raises(ValueError, match="Expected func to be callable. Received func=3"):
        tf.py_func(3, [], tf.float32)
    with pytest.raises(NotImplementedError, match="tf.py_func or tf.numpy_function"):
        tf.py_function(np.sin, [1.0], tf.float32)
