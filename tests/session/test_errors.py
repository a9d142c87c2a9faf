"""What each mistake is answered with: the class a TensorFlow 1 program would catch, the op, its node and the
shapes involved, a hint where there is one, and the line of the user's program that made the op.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from inspect import currentframe
from typing import Any

import numpy as np
import pytest

import rheos as tf


def here() -> str:
    """This line, as messages give it."""
    frame = currentframe()
    assert frame is not None and frame.f_back is not None
    return f"created at {__file__}:{frame.f_back.f_lineno}"


def message(kind: type[BaseException], run: Callable[[], Any], *words: str) -> str:
    """The text of the error that `run` raises; all `words` are in it."""
    with pytest.raises(kind) as caught:
        run()
    assert caught.type is kind
    text = str(caught.value)
    for word in words:
        assert word in text, f"{word!r} is not in {text!r}"
    return text


def zeros(*shape: int, dtype: tf.DType = tf.float32) -> tf.Tensor:
    return tf.zeros(shape, dtype)


def started() -> tf.Session:
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return session


# Mistakes found while the graph is built.


def test_shapes_that_do_not_fit() -> None:
    a, b = zeros(2, 3), zeros(4, 3)
    with tf.name_scope("net"):
        for build, *words in [
            (
                lambda: tf.matmul(a, b, name="mm"),
                "MatMul 'net/mm': inner dimensions differ: 3 and 4",
                "hint: transpose_b=True",
                "a is float32[2,3], b is float32[4,3]",
            ),
            (lambda: a + b, "AddV2 'net/add': shapes (2, 3) and (4, 3) cannot be broadcast together"),
            (lambda: tf.concat([a, b], 1), "ConcatV2 'net/concat'", "values[1] has shape (4, 3)"),
            (lambda: tf.reshape(a, [4, -1]), "Reshape 'net/Reshape': cannot reshape 6 elements into [4, -1]"),
            (lambda: tf.transpose(a, [0, 0]), "Transpose 'net/transpose': axis 0 is listed twice"),
            (lambda: tf.reduce_sum(a, 5), "Sum 'net/Sum': axis 5 is out of range for rank 2"),
            (lambda: tf.split(a, 2, 1), "Split 'net/split': an axis of size 3", "hint: give a list of sizes"),
            (lambda: a[5], "StridedSlice 'net/strided_slice': slice index 5", "the size is 2"),
            (lambda: tf.squeeze(a, [0]), "Squeeze 'net/Squeeze': cannot squeeze axis 0: its size is 2"),
            (lambda: tf.nn.bias_add(a, zeros(4)), "BiasAdd 'net/BiasAdd': bias has 4 elements", "3 channels"),
        ]:
            line = here().split(":")[0]
            message(ValueError, build, *words, line)


def test_the_line_is_that_of_the_call() -> None:
    a = zeros(2, 3)
    with pytest.raises(ValueError) as caught:
        tf.matmul(a, a)
    number = int(re.search(r"created at .*test_errors\.py:(\d+)", str(caught.value))[1])  # type: ignore[index]
    with open(__file__) as file:
        assert "tf.matmul(" in file.readlines()[number - 1]


def test_types_that_do_not_fit() -> None:
    a, i = zeros(2, 2), zeros(2, 2, dtype=tf.int32)
    # fmt: off
    message(TypeError, lambda: a + i, "AddV2 'add'", "int32", "float32 was expected", "hint: tf.cast", here())
    message(TypeError, lambda: tf.matmul(a, i), "MatMul 'MatMul'", "int32", "float32", here())
    message(TypeError, lambda: i + 1.5, "'add'", "float32", "int32", here())
    message(TypeError, lambda: tf.one_hot(a, 3), "OneHot 'one_hot': type float32 is not in the", here())
    # fmt: on
    message(TypeError, lambda: tf.placeholder("floaty"), "floaty")
    message(TypeError, lambda: bool(a), "Using a `tf.Tensor` as a Python `bool` is not allowed")
    message(TypeError, lambda: list(a), "iter")
    message(TypeError, lambda: len(a), "len", "zeros:0")


def test_wrong_names_and_arguments() -> None:
    message(ValueError, lambda: tf.constant(1.0, name="a b"), "'a b' is not a valid node name")
    message(TypeError, lambda: tf.matmul(zeros(2, 2), zeros(2, 2), transpose=True), "transpose")  # type: ignore[call-arg]
    message(ValueError, lambda: tf.constant(None), "None values not supported")
    message(ValueError, lambda: tf.constant([[1, 2], [3]]), "different lengths")
    message(ValueError, lambda: tf.zeros([-2], name="minus"), "Fill 'minus'", "negative")
    message(ValueError, lambda: tf.placeholder(tf.float32, [-2]), "-2")
    graph = tf.get_default_graph()
    message(KeyError, lambda: graph.get_tensor_by_name("q:0"), "'q:0'", "does not exist")
    message(KeyError, lambda: graph.get_operation_by_name("q"), "'q'")
    message(ValueError, lambda: tf.device("/bad:0").__enter__(), "Unknown attribute: 'bad' in '/bad:0'")
    message(AttributeError, lambda: tf.matmull, "tf.matmull", "nearest: tf.matmul")


def test_tensors_of_two_graphs() -> None:
    a = tf.constant(1.0, name="a")
    with tf.Graph().as_default():
        b = tf.constant(2.0, name="b")
        message(ValueError, lambda: tf.add(a, b), "a:0", "b:0", "must be from the same graph")
        message(ValueError, lambda: tf.Session().run(a), "'a:0'", "is not an element of this graph")
        message(TypeError, lambda: tf.Session().run(b, {a: 1.0}), "a:0", "is not an element of this graph")


def test_finalized_graph() -> None:
    a = tf.constant(1.0)
    tf.get_default_graph().finalize()
    message(RuntimeError, lambda: a + 1.0, "Graph is finalized and cannot be modified")
    assert tf.Session().run(a) == 1.0


def test_variables_of_a_scope() -> None:
    with tf.variable_scope("layer"):
        tf.get_variable("w", [2])
        line = here().removeprefix("created at ").rsplit(":", 1)
        place = f"{line[0]}:{int(line[1]) - 1}"
        message(
            ValueError,
            lambda: tf.get_variable("w", [2]),
            "Variable layer/w already exists",
            "reuse=tf.AUTO_REUSE",
            place,
        )
    with tf.variable_scope("layer", reuse=True):
        message(
            ValueError, lambda: tf.get_variable("v", [2]), "Variable layer/v does not exist", "AUTO_REUSE"
        )
        message(ValueError, lambda: tf.get_variable("w", [3]), "layer/w", "(3,)", "(2,)")
    message(ValueError, lambda: tf.get_variable("open"), "(open) must be fully defined")
    v = tf.Variable([1.0, 2.0], name="v")
    message(ValueError, lambda: v.assign([1.0, 2.0, 3.0]), "(3,)", "(2,)", "v:0")


def test_gradient_of_an_op_without_one() -> None:
    x = tf.placeholder(tf.float32, [4], name="x")

    @tf.RegisterGradient("Never")
    def never(op: tf.Operation, grad: tf.Tensor) -> tf.Tensor:
        raise LookupError(f"{op.type} {op.name!r} has no gradient")

    with tf.get_default_graph().gradient_override_map({"Tanh": "Never"}):
        y = tf.tanh(x, name="y")
    message(LookupError, lambda: tf.gradients(y, x), "Tanh 'y'")
    with tf.get_default_graph().gradient_override_map({"Tanh": "NobodyRegisteredThis"}):
        z = tf.tanh(x, name="z")
    message(LookupError, lambda: tf.gradients(z, x), "NobodyRegisteredThis")
    assert tf.gradients(tf.argmax(x), x) == [None]
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    message(ValueError, lambda: optimizer.minimize(tf.reduce_sum(x)), "No variables to optimize")


# Mistakes found when the graph is run.


def test_unknown_feeds_and_fetches() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    run = tf.Session().run
    message(TypeError, lambda: run(x, {"nope:0": 1}), "feed_dict key", "'nope:0'", "does not exist")
    message(TypeError, lambda: run(x, {"x": [1, 2]}), "'x' refers to an Operation, not a Tensor")
    message(ValueError, lambda: run("nope:0"), "'nope:0'", "does not exist in the graph")
    message(ValueError, lambda: run("x:7"), "'x:7'", "'x', exists but only has 1 outputs")
    message(TypeError, lambda: run([x, None]), "Fetch argument None")
    message(TypeError, lambda: run({"a": [object()]}), "Fetch argument <object")
    message(TypeError, lambda: run(x, [1]), "feed_dict must be a dictionary")
    message(TypeError, lambda: run(x, {x: [1, 2]}, options=3), "options must be a tf.RunOptions")
    endless: list[Any] = []
    endless.append(endless)
    message(ValueError, lambda: run(endless), "contain itself")
    message(
        tf.errors.InvalidArgumentError,
        lambda: run(x),
        "You must feed a value",
        "Placeholder 'x'",
        "float32",
        "(2,)",
    )


def test_values_fed_with_the_wrong_shape_or_type() -> None:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    i = tf.placeholder(tf.uint8, [], name="i")
    run = tf.Session().run
    message(ValueError, lambda: run(x, {x: np.zeros((2, 4))}), "(2, 4)", "'x:0'", "'(?, 3)'")
    message(ValueError, lambda: run(x, {x: 1.0}), "()", "'x:0'", "'(?, 3)'")
    message(ValueError, lambda: run(x, {x: [["a", "b", "c"]]}), "'x:0'", "float32", "could not convert")
    message(TypeError, lambda: run(x, {x: object()}), "'x:0'", "float32", "object")
    message(TypeError, lambda: run(x, {x: None}), "None cannot be fed", "'x:0'")
    message(TypeError, lambda: run(x, {x: x}), "key x:0", "cannot be a tf.Tensor")
    message(TypeError, lambda: run(i, {i: 300}), "300", "uint8", "'i:0'")


def test_uninitialised_variables_are_all_named() -> None:
    v = tf.Variable([1.0], name="v"); line = here()  # fmt: skip  # noqa: E702
    with tf.variable_scope("scope"):
        u = tf.get_variable("u", [1])
    w = tf.Variable([1.0], name="w")
    session = tf.Session()
    session.run(w.initializer)
    text = message(
        tf.errors.FailedPreconditionError,
        lambda: session.run(v + u + w),
        "uninitialized values v, scope/u",
        "hint: run tf.global_variables_initializer()",
        line,
    )
    assert "w" not in text.split("values")[1].split(";")[0]
    message(tf.errors.FailedPreconditionError, lambda: session.run(v.assign_add([1.0])), "value v;", line)


def test_closed_session() -> None:
    a = tf.constant(1.0)
    session = tf.Session()
    assert session.run(a) == 1.0
    session.close()
    message(RuntimeError, lambda: session.run(a), "closed Session")
    with tf.Session() as other:
        pass
    message(RuntimeError, lambda: other.run(a), "closed Session")
    session.close()


def test_shapes_known_only_when_fed() -> None:
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    total = tf.add(x, y, name="total"); line = here()  # fmt: skip  # noqa: E702
    error = tf.errors.InvalidArgumentError
    feed = {x: np.zeros((2, 3)), y: np.zeros((4, 5))}
    run = tf.Session().run
    message(error, lambda: run(total, feed), "Add 'total'", "(2, 3)", "(4, 5)", "x is float32[2,3]", line)
    message(error, lambda: run(tf.matmul(x, y), feed), "'MatMul'", "3 and 4", "float32[2,3]")
    message(error, lambda: run(tf.reshape(x, [7, -1]), feed), "Reshape 'Reshape'", "6 elements", "[7, -1]")
    message(error, lambda: run(tf.zeros(tf.cast(x, tf.int32)), {x: [-3]}), "'zeros'", "-3")


def test_check_numerics() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    with tf.name_scope("loss"):
        y = tf.check_numerics(tf.log(x), "log of data", name="check"); line = here()  # fmt: skip  # noqa: E702
    run = tf.Session().run
    error = tf.errors.InvalidArgumentError
    message(error, lambda: run(y, {x: [0.0, 1.0]}), "CheckNumerics 'loss/check'", "log of data", "Inf", line)
    message(error, lambda: run(y, {x: [-1.0, 1.0]}), "NaN")
    assert run(y, {x: [1.0, 1.0]}).tolist() == [0.0, 0.0]
    with tf.control_dependencies([y]):
        after = tf.identity(x)
    message(error, lambda: run(after, {x: [0.0, 1.0]}), "CheckNumerics 'loss/check'")


def test_every_tensor_is_checked() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    y = tf.log(x) * 0.5
    everything = tf.add_check_numerics_ops()
    run = tf.Session().run
    error = tf.errors.InvalidArgumentError
    message(error, lambda: run([y, everything], {x: [0.0, 1.0]}), "Log:0 : Tensor had Inf")
    assert run([y, everything], {x: [1.0, 1.0]})[0].tolist() == [0.0, 0.0]


def test_indices_out_of_range() -> None:
    error = tf.errors.InvalidArgumentError
    i = tf.placeholder(tf.int32, [None], name="i")
    rows = tf.gather(zeros(3, 2), i, name="rows"); line = here()  # fmt: skip  # noqa: E702
    v = tf.Variable([1.0, 2.0, 3.0], name="v")
    add = tf.scatter_add(v, i, tf.fill(tf.shape(i), 10.0))
    update = tf.scatter_update(v, i, tf.fill(tf.shape(i), 10.0))
    session = started()
    message(
        error, lambda: session.run(rows, {i: [0, 7]}), "GatherV2 'rows'", "indices[1] = 7", "[0, 3)", line
    )
    message(error, lambda: session.run(rows, {i: [-1]}), "indices[0] = -1")
    for op in (add, update):
        message(error, lambda op=op: session.run(op, {i: [0, 1, 9]}), "indices[2] = 9", "[0, 3)")
        assert session.run(v).tolist() == [1.0, 2.0, 3.0]
    message(error, lambda: session.run(tf.gather(zeros(3, 2), [0, 7])), "indices[1] = 7")
    x = tf.placeholder(tf.int32, name="x")
    message(error, lambda: session.run(tf.div(5, x), {x: 0}), "division by zero")


def test_too_large_for_memory() -> None:
    error = tf.errors.ResourceExhaustedError
    n = tf.placeholder(tf.int64, [], name="n")
    column = tf.placeholder(tf.float32, [None, 1])
    huge = tf.zeros([1 << 20, 1 << 20], name="huge"); line = here()  # fmt: skip  # noqa: E702
    session = tf.Session()
    message(error, lambda: session.run(huge), "'huge'", "(1048576, 1048576)", "out of memory", line)
    message(error, lambda: session.run(tf.fill([n, n], 1.0), {n: 1 << 20}), "(1048576, 1048576)")
    message(error, lambda: session.run(tf.fill([n, n, n], 1.0), {n: 1 << 40}), "Fill", "1099511627776")
    square = tf.matmul(column, column, transpose_b=True, name="square")
    feed = {column: np.zeros((1 << 20, 1), np.float32)}
    message(error, lambda: session.run(square, feed), "MatMul 'square'", "(1048576, 1048576)")
    message(error, lambda: session.run(tf.matmul(square, column), feed), "out of memory")
    assert session.run(tf.zeros([2])).tolist() == [0.0, 0.0]


def long_chain(size: int = 700, steps: int = 400) -> tuple[tf.Tensor, tf.Tensor]:
    """Seconds of work: its input and result."""
    x = tf.placeholder(tf.float32, [size, size])
    y = x
    for _ in range(steps):
        y = tf.matmul(y, x)
    return x, y


def test_timeout() -> None:
    x, y = long_chain()
    session = tf.Session()
    options = tf.RunOptions(timeout_in_ms=60)
    feed = {x: np.eye(700)}
    message(
        tf.errors.DeadlineExceededError, lambda: session.run(y, feed, options=options), "timeout", "MatMul"
    )
    config = tf.ConfigProto(operation_timeout_in_ms=60)
    message(tf.errors.DeadlineExceededError, lambda: tf.Session(config=config).run(y, feed), "timeout")
    assert session.run(x, feed, options=options)[0, 0] == 1.0


def test_a_failed_run_leaves_variables_as_they_were() -> None:
    x = tf.placeholder(tf.float32, [2])
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.control_dependencies([tf.check_numerics(x, "fed")]):
        add = v.assign_add(x)
    session = started()
    message(
        tf.errors.InvalidArgumentError, lambda: session.run(add, {x: [np.nan, 1.0]}), "fed : Tensor had NaN"
    )
    assert session.run(v).tolist() == [1.0, 2.0]


def test_assertions() -> None:
    x = tf.placeholder(tf.bool, [], name="x")
    check = tf.Assert(x, ["numbers:", tf.constant([1, 2])], name="check")
    error = tf.errors.InvalidArgumentError
    message(
        error, lambda: tf.Session().run(check, {x: False}), "assertion failed: [numbers:] [1 2]", "'check"
    )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c() -> None:
    """A user's program in a process of its own, stopped in the middle of a long run."""
    program = """
        import signal, threading, time
        import numpy as np
        import rheos as tf

        # A background job starts with the signal ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        x = tf.placeholder(tf.float32, [700, 700])
        y = x
        for _ in range(2000):
            y = tf.matmul(y, x)
        v = tf.Variable(1.0)
        session = tf.Session()
        session.run(v.initializer)
        threading.Timer(0.5, lambda: print("running", flush=True)).start()
        try:
            session.run(y, {x: np.eye(700)})
        except KeyboardInterrupt:
            print("stopped", flush=True)
        print("still", session.run(v + 1.0), flush=True)
    """
    import time

    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "stopped\n"
    waited = time.monotonic() - before
    assert process.stdout.readline() == "still 2.0\n"
    assert process.wait(10) == 0
    # 50 ms between looks and the op in progress; the rest is slack for a busy machine.
    assert waited < 0.5


def test_errors_can_be_caught_by_their_codes() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    with pytest.raises(tf.errors.OpError) as caught:
        tf.Session().run(x)
    error = caught.value
    assert error.error_code == tf.errors.INVALID_ARGUMENT == 3
    assert "You must feed" in error.message
