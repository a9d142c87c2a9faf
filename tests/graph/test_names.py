"""Names of operations as TensorFlow 1.15 gives them: recorded from TensorFlow by running the same lines
there.
"""

import numpy as np
import pytest

import rheos as tf


def names() -> list[str]:
    return [op.name for op in tf.get_default_graph().get_operations()]


def test_operators_name_their_nodes_and_converted_operands() -> None:
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    y = tf.placeholder(tf.float32, [2, 3], name="y")
    _ = x + y, x + 1.0, 2.0 - x, x * y, x / y, -x, abs(x), x**2.0, x // y, x % y, x > y, x <= 1.0
    assert names() == [
        *(
            "x",
            "y",
            "add",
            "add_1/y",
            "add_1",
            "sub/x",
            "sub",
            "mul",
            "truediv",
            "Neg",
            "Abs",
            "pow/y",
            "pow",
        ),
        *("floordiv", "mod", "Greater", "LessEqual/y", "LessEqual"),
    ]


def test_logical_operators() -> None:
    a = tf.placeholder(tf.bool, name="a")
    b = tf.placeholder(tf.bool, name="b")
    _ = a & b, a | b, a ^ b, ~a
    assert names() == [
        "a",
        "b",
        "and",
        "or",
        "xor/LogicalOr",
        "xor/LogicalAnd",
        "xor/LogicalNot",
        "xor",
        "LogicalNot",
    ]


def test_integer_division_casts_inside_its_scope() -> None:
    i = tf.placeholder(tf.int32, name="i")
    q = i / 2
    assert q.dtype == tf.float64
    assert names() == ["i", "truediv/y", "truediv/Cast", "truediv/Cast_1", "truediv"]


def test_slices_pack_their_limits() -> None:
    x = tf.placeholder(tf.float32, [4, 5, 6], name="x")
    assert (x[1:3, ::2].shape.as_list(), x[0].shape.as_list()) == ([2, 3, 6], [5, 6])
    assert names() == [
        "x",
        *("strided_slice/stack", "strided_slice/stack_1", "strided_slice/stack_2", "strided_slice"),
        *("strided_slice_1/stack", "strided_slice_1/stack_1", "strided_slice_1/stack_2", "strided_slice_1"),
    ]


def test_an_ops_converted_argument_is_named_after_the_argument() -> None:
    x = tf.placeholder(tf.float32, [2, 2], name="x")
    tf.raw_ops.Maximum(x, [[1.0], [2.0]])
    tf.raw_ops.Maximum(x, x)
    tf.raw_ops.Maximum(x, [[1.0], [2.0]], name="m")
    assert names() == ["x", "Maximum/y", "Maximum", "Maximum_1", "m/y", "m"]


def test_packed_lists() -> None:
    x = tf.placeholder(tf.float32, [], name="x")
    packed = tf.convert_to_tensor([x, 1.0])
    assert packed.shape.as_list() == [2] and names() == ["x", "packed/1", "packed"]
    nested = tf.convert_to_tensor([[x, 2.0], [3.0, x]], name="m")
    assert nested.shape.as_list() == [2, 2]
    assert packed.op.type == "Pack"


def test_names_are_made_unique_without_regard_to_case() -> None:
    made = [tf.constant(1.0, name=n).op.name for n in ("a", "a", "A", "a_1", "a")]
    assert made == ["a", "a_1", "A_2", "a_1_1", "a_3"]


def test_name_scopes() -> None:
    with tf.name_scope("s") as first:
        assert tf.constant(1.0, name="c").op.name == "s/c"
        with tf.name_scope("t"):
            assert tf.constant(1.0).op.name == "s/t/Const"
    with tf.name_scope("s") as second:
        assert tf.constant(1.0, name="c").op.name == "s_1/c"
    assert (first, second) == ("s/", "s_1/")
    with tf.name_scope(first):
        assert tf.constant(1.0, name="c").op.name == "s/c_1"
        with tf.name_scope(None):
            assert tf.constant(1.0, name="top").op.name == "top"
    assert tf.constant(1.0, name=first).op.name == "s"
    with pytest.raises(ValueError, match="not a valid scope name"), tf.name_scope("a b"):
        pass


def test_unique_name() -> None:
    graph = tf.get_default_graph()
    assert graph.unique_name("n", mark_as_used=False) == "n"
    assert graph.unique_name("n") == "n"
    assert graph.unique_name("n") == "n_1"
    with tf.name_scope("s"):
        assert graph.unique_name("n") == "s/n"


def test_invalid_names() -> None:
    for name in ("_a", "a b", "-x", "é"):
        with pytest.raises(ValueError, match="not a valid"):
            tf.constant(1.0, name=name)


def test_reflected_numpy_operands_leave_the_work_to_the_tensor() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    for left in (np.float32(2.0), np.ones(2, np.float32), np.float64(3.0), np.ones(2)):
        product = left * x
        assert isinstance(product, tf.Tensor) and product.dtype == tf.float32
        assert isinstance(left > x, tf.Tensor)
