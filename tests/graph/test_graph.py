"""Graphs, operations and tensors: look-ups, scopes, collections, errors."""

import gc
import threading
import weakref

import numpy as np
import pytest

import rheos as tf


def test_repr_and_attributes() -> None:
    x = tf.placeholder(tf.float32, [2, None], name="x")
    y = tf.placeholder(tf.float32, name="y")
    assert repr(x) == "<tf.Tensor 'x:0' shape=(2, ?) dtype=float32>"
    assert str(x) == 'Tensor("x:0", shape=(2, ?), dtype=float32)'
    assert repr(y) == "<tf.Tensor 'y:0' shape=<unknown> dtype=float32>"
    assert str(y) == 'Tensor("y:0", dtype=float32)'
    z = tf.add_n([x, x]) if hasattr(tf, "add_n") else x + x
    assert z.op.inputs[0] is x and z.op.outputs[0] is z and x.op is x.op
    assert x.consumers() == [z.op] and z.value_index == 0 and z.graph is tf.get_default_graph()
    assert repr(x.op) == "<tf.Operation 'x' type=Placeholder>"
    assert x.get_shape()[1].value is None and x.shape.as_list() == [2, None]
    x.set_shape([None, 3])
    assert x.shape.as_list() == [2, 3]
    with pytest.raises(ValueError, match="not compatible"):
        x.set_shape([4, 3])


def test_identity_and_hash() -> None:
    x = tf.placeholder(tf.float32)
    y = tf.placeholder(tf.float32)
    assert x == x and x != y and (x == 3) is False and len({x, y, x}) == 2
    x.note = "kept"
    assert x.op.outputs[0].note == "kept"
    weakref.ref(x)


def test_python_protocols_that_tensors_refuse() -> None:
    x = tf.placeholder(tf.float32, [2])
    with pytest.raises(TypeError, match="Using a `tf.Tensor` as a Python `bool` is not allowed"):
        bool(x)
    with pytest.raises(TypeError, match="only iterable when eager execution is enabled"):
        iter(x)
    with pytest.raises(TypeError, match="len is not well defined"):
        len(x)
    with pytest.raises(NotImplementedError, match="Cannot convert a symbolic Tensor"):
        np.array(x)
    with pytest.raises(TypeError, match="valid indices"):
        x["a"]


def test_element_look_ups() -> None:
    graph = tf.get_default_graph()
    x = tf.placeholder(tf.float32, name="s/x")
    assert graph.get_tensor_by_name("s/x:0") is x and graph.get_operation_by_name("s/x") is x.op
    assert graph.as_graph_element("s/x:0") is x and graph.as_graph_element("s/x") is x.op
    for function, name, error, words in [
        (graph.get_tensor_by_name, "s/x", ValueError, "refers to an Operation, not a Tensor"),
        (graph.get_tensor_by_name, "nothing", ValueError, "looks like an .invalid. Operation name"),
        (
            graph.get_tensor_by_name,
            "nothing:0",
            KeyError,
            "refers to a Tensor which does not exist. The operation",
        ),
        (graph.get_tensor_by_name, "s/x:1", KeyError, "exists but only has 1 outputs"),
        (graph.get_tensor_by_name, "a:b", ValueError, "looks a like a Tensor name, but is not a valid one"),
        (graph.get_operation_by_name, "s/x:0", ValueError, "appears to refer to a Tensor, not a Operation"),
        (graph.get_operation_by_name, "nothing", KeyError, "refers to an Operation not in the graph"),
        (graph.get_operation_by_name, 1, TypeError, "Operation names are strings"),
        (graph.as_graph_element, 1, TypeError, "Can not convert a int into a Tensor or Operation"),
    ]:
        with pytest.raises(error, match=words):
            function(name)
    with tf.Graph().as_default():
        other = tf.constant(1.0)
    with pytest.raises(ValueError, match="is not an element of this graph"):
        graph.as_graph_element(other)


def test_two_graphs_do_not_mix() -> None:
    x = tf.constant(1.0, name="x")
    with tf.Graph().as_default():
        y = tf.constant(2.0, name="y")
    with pytest.raises(ValueError, match='Tensor."y:0".* must be from the same graph as Tensor."x:0"'):
        x + y


def test_default_graph_stack() -> None:
    outer = tf.get_default_graph()
    graph = tf.Graph()
    with graph.as_default() as inside:
        assert inside is graph is tf.get_default_graph()
        seen = []
        thread = threading.Thread(target=lambda: seen.append(tf.get_default_graph()))
        thread.start()
        thread.join()
        assert seen == [outer]
        with pytest.raises(AssertionError, match="nested graphs"):
            tf.reset_default_graph()
    assert tf.get_default_graph() is outer
    tf.reset_default_graph()
    assert tf.get_default_graph() is not outer


def test_graphs_are_collected() -> None:
    graph = tf.Graph()
    with graph.as_default():
        x = tf.constant(1.0) + 2.0
        graph.add_to_collection("c", x)
    gone = weakref.ref(graph)
    del graph, x
    gc.collect()
    assert gone() is None


def test_control_dependencies() -> None:
    a, b = tf.constant(1.0, name="a"), tf.constant(2.0, name="b")
    with tf.control_dependencies([a, b.op]):
        c = tf.constant(3.0)
        with tf.control_dependencies([c]):
            d = tf.constant(4.0)
        e = c + 1.0
        with tf.control_dependencies(None):
            f = tf.constant(5.0)
    assert [op.name for op in c.op.control_inputs] == ["a", "b"]
    assert {op.name for op in d.op.control_inputs} == {"a", "b", "Const"}
    assert e.op.control_inputs == [] and f.op.control_inputs == []
    with tf.control_dependencies([a]):
        assert (a + b).op.control_inputs == []
    with pytest.raises(TypeError, match="Can not convert a int"), tf.control_dependencies([1]):
        pass


def test_devices() -> None:
    with tf.device("/job:ps/cpu:0"):
        assert tf.constant(1.0).device == "/job:ps/device:CPU:0"
        with tf.device("/gpu:1"):
            assert tf.constant(1.0).device == "/job:ps/device:GPU:1"
            with tf.device(None):
                assert tf.constant(1.0).device == ""
        with tf.device("/task:3"):
            assert tf.constant(1.0).device == "/job:ps/task:3/device:CPU:0"
    seen = []

    def place(op: tf.Operation) -> str:
        seen.append(op.type)
        return "/gpu:0" if op.type == "Const" else "/cpu:0"

    with tf.device("/job:w"), tf.device(place):
        x = tf.constant(1.0)
        y = -x
    assert (x.device, y.device, seen) == ("/job:w/device:GPU:0", "/job:w/device:CPU:0", ["Const", "Neg"])
    assert tf.constant(1.0).device == ""
    with pytest.raises(ValueError, match="Unknown attribute"), tf.device("nonsense"):
        pass


def test_colocation_and_gradient_override() -> None:
    a = tf.constant(1.0, name="a")
    with tf.colocate_with(a.op):
        b = tf.constant(2.0)
    assert b.op.colocation_groups() == [b"loc:@a"] and a.op.colocation_groups() == [b"loc:@a"]
    graph = tf.get_default_graph()
    with graph.gradient_override_map({"Neg": "Mine"}):
        n, c = -a, tf.constant(1.0)
    assert n.op.get_attr("_gradient_op_type") == b"Mine"
    with pytest.raises(ValueError, match="has no attr named '_gradient_op_type'"):
        c.op.get_attr("_gradient_op_type")
    with pytest.raises(ValueError, match="has no attr"):
        (-a).op.get_attr("_gradient_op_type")


def test_collections() -> None:
    graph = tf.get_default_graph()
    with tf.name_scope("a"):
        x = tf.constant(1.0)
    y = tf.constant(2.0)
    for item in (x, y, 3):
        tf.add_to_collection("c", item)
    assert tf.get_collection("c") == [x, y, 3] and tf.get_collection("c", scope="a/") == [x]
    assert tf.get_collection("c", "Con.*") == [y]
    tf.get_collection("c").append(4)
    tf.get_collection_ref("d").append(5)
    tf.add_to_collections(["c", "e", "e"], 6)
    assert tf.get_collection("c") == [x, y, 3, 6] and tf.get_collection("e") == [6]
    assert sorted(graph.get_all_collection_keys()) == ["c", "d", "e"]
    graph.clear_collection("c")
    assert tf.get_collection("c") == []


def test_finalized_graph() -> None:
    graph = tf.get_default_graph()
    x = tf.constant(1.0)
    assert not graph.finalized
    graph.finalize()
    assert graph.finalized
    with pytest.raises(RuntimeError, match="Graph is finalized and cannot be modified"):
        x + 1.0


def test_errors_name_the_users_line() -> None:
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    with pytest.raises(ValueError, match=r"x is float32\[2,3\], y is float32\[4,5\].*test_graph\.py:\d+"):
        x + tf.placeholder(tf.float32, [4, 5])
    assert x.op.location.startswith(__file__.rsplit(".", 1)[0]) or "test_graph.py" in x.op.location


def test_attributes_and_node_def() -> None:
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    with tf.control_dependencies([tf.constant(1, name="c")]):
        y = tf.raw_ops.Sum(x, [1], keep_dims=True)
    # The constant inside the op's scope waits, so the op need not.
    assert y.op.inputs[1].op.node_def.input == ["^c"]
    assert y.op.get_attr("keep_dims") is True and y.op.get_attr("T") == tf.float32
    node = y.op.node_def
    assert (node.name, node.op, node.input) == ("Sum", "Sum", ["x", "Sum/reduction_indices"])
    assert node.attr["keep_dims"].b is True and node.attr["T"].type == 1
    assert 'name: "Sum"\nop: "Sum"\ninput: "x"' in str(y.op)
    y.op._set_attr("_mine", b"text")
    assert y.op.get_attr("_mine") == b"text"


def test_seeds() -> None:
    assert tf.get_seed(None) == (None, None) and tf.get_seed(7) == (87654321, 7)
    tf.set_random_seed(3)
    tf.constant(1.0)
    assert tf.get_seed(None) == (3, 1) and tf.get_seed(9) == (3, 9)
    tf.set_random_seed(0)
    assert tf.get_seed(0) == (0, 2**31 - 1)


def test_slices() -> None:
    x = tf.placeholder(tf.float32, [4, 5, 6])
    i = tf.placeholder(tf.int32, [])
    assert x[..., 0].shape.as_list() == [4, 5]
    assert x[:, tf.newaxis, 1:2].shape.as_list() == [4, 1, 1, 6]
    assert x[i].shape.as_list() == [5, 6] and x[-1, i].shape.as_list() == [6]
    assert x[:, :, ::-1].shape.as_list() == [4, 5, 6]
    assert x[i : i + 1].shape.as_list() == [None, 5, 6]
    with pytest.raises(ValueError, match="out of"):
        x[7]


def test_missing_symbols_are_named() -> None:
    with pytest.raises(AttributeError, match=r"tf\.placehoder does not exist.*tf\.placeholder"):
        tf.placehoder  # noqa: B018


def test_device_specs() -> None:
    spec = tf.DeviceSpec.from_string("/job:w/replica:1/task:2/device:GPU:*")
    assert spec == tf.DeviceSpec("w", 1, 2, "gpu") and spec.device_index is None
    spec.merge_from(tf.DeviceSpec(task=5))
    assert spec.to_string() == "/job:w/replica:1/task:5/device:GPU:*"
    assert spec.make_merged_spec(tf.DeviceSpec(device_index=0)).to_string().endswith("/device:GPU:0")
    assert spec.parse_from_string("/gpu:3") is spec and spec.to_string() == "/device:GPU:3"
    with tf.device(spec):
        assert tf.constant(1.0).device == "/device:GPU:3"
    with pytest.raises(ValueError, match="Unknown attribute"):
        tf.DeviceSpec.from_string("/disk:1")
