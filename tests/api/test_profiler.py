"""`tf.profiler`: counts against TensorFlow's, sums, options, outputs."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import rheos as tf

Builder = tf.profiler.ProfileOptionBuilder


def program() -> None:
    """One op of each type that is counted."""
    x = tf.placeholder(tf.float32, [2, 8, 8, 3], name="x")
    k = tf.Variable(tf.zeros([3, 3, 3, 4]), name="k")
    d = tf.Variable(tf.zeros([3, 3, 4, 2]), name="d")
    h = tf.nn.conv2d(x, k, [1, 2, 2, 1], "SAME")
    h = tf.nn.bias_add(h, tf.Variable(tf.zeros([4]), name="b"))
    h = tf.nn.max_pool(h, [1, 2, 2, 1], [1, 1, 1, 1], "VALID")
    h = tf.nn.avg_pool(h, [1, 2, 2, 1], [1, 1, 1, 1], "SAME")
    h = tf.nn.depthwise_conv2d_native(h, d, [1, 1, 1, 1], "SAME")
    h = tf.reshape(h, [2, 72])
    w = tf.Variable(tf.zeros([5, 72]), name="w")
    y = tf.nn.softmax(tf.matmul(h, w, transpose_b=True))
    loss = tf.reduce_mean(tf.squared_difference(y, 1.0)) + tf.nn.l2_loss(w) * 2.0
    tf.add_n([loss, loss, loss])
    tf.argmax(y, 1)
    tf.rsqrt(tf.log(tf.square(y)))
    tf.exp(-y)
    tf.gradients(loss, [k, d, w])


# What TensorFlow 2.21's tf.compat.v1.profiler counts for the same program, for types that both graphs have.
COUNTS = {
    **{"AddN": 362, "ArgMax": 8, "AvgPool": 288, "AvgPoolGrad": 576, "BiasAdd": 128, "BiasAddGrad": 124},
    **{"Conv2D": 6912, "Conv2DBackpropFilter": 6912, "Conv2DBackpropInput": 6912},
    **{"DepthwiseConv2dNative": 2592, "L2Loss": 1079, "Log": 10, "MatMul": 4320, "MaxPool": 288},
    **{"MaxPoolGrad": 360, "Mean": 10, "Mul": 403, "Neg": 20, "Rsqrt": 20, "Softmax": 50, "Square": 10},
    **{"SquaredDifference": 20, "Sub": 20, "Sum": 17},
}


def types(tree: Any) -> dict[str, Any]:
    """The types of a table by operation."""
    found = {}
    while tree.children:
        tree = tree.children[0]
        found[tree.name] = tree
    return found


def quiet(options: dict[str, Any]) -> dict[str, Any]:
    return Builder(options).with_empty_output().build()


def test_float_operations_are_tensorflows() -> None:
    program()
    found = types(tf.profiler.profile(cmd="op", options=quiet(Builder.float_operation())))
    assert {name: found[name].float_ops for name in COUNTS} == COUNTS
    total = sum(node.float_ops for node in found.values())
    assert tf.profiler.profile(options=quiet(Builder.float_operation())).total_float_ops == total
    assert found["MatMul"].graph_nodes[0].name == "MatMul"


def test_parameters_by_scope(capsys: pytest.CaptureFixture[str]) -> None:
    with tf.variable_scope("dense"):
        tf.get_variable("w", [20, 10])
        tf.get_variable("b", [10])
        tf.get_variable("step", [], trainable=False)
    tree = tf.profiler.profile(tf.get_default_graph(), options=Builder.trainable_variables_parameter())
    assert tree.total_parameters == 210
    assert capsys.readouterr().out.splitlines()[2:6] == [
        "node name | # parameters",
        "_TFProfRoot (--/210 params)",
        "  dense (--/210 params)",
        "    dense/b (10, 10/10 params)",
    ]


def test_unknown_sizes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    x = tf.placeholder(tf.float32, [None, 3])
    tf.matmul(x, tf.ones([3, 4]))
    assert tf.profiler.profile(options=Builder.float_operation()).total_float_ops == 0
    assert "1 operations are not counted" in capsys.readouterr().out


def traced() -> tuple[tf.RunMetadata, Any]:
    x = tf.placeholder(tf.float32, [64, 64], name="x")
    with tf.name_scope("layer"):
        y = tf.reduce_sum(tf.matmul(tf.matmul(x, x, name="first"), x, name="second"), name="sum")
    metadata = tf.RunMetadata()
    with tf.Session() as sess:
        options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
        sess.run(y, {x: np.ones([64, 64], np.float32)}, options, metadata)
    return metadata, metadata.step_stats.dev_stats[0].node_stats


def test_times_and_memory_add_up() -> None:
    metadata, nodes = traced()
    micros = {node.node_name: -(-node.all_end_rel_nanos // 1000) for node in nodes}
    options = quiet(Builder.time_and_memory(min_bytes=0))
    tree = tf.profiler.profile(run_meta=metadata, options=options)
    [layer] = [child for child in tree.children if child.name == "layer"]
    assert {child.name: child.exec_micros for child in layer.children} == micros
    assert layer.total_exec_micros == tree.total_exec_micros == sum(micros.values())
    assert layer.total_requested_bytes == sum(m.total_bytes for node in nodes for m in node.memory) > 0
    by_type = types(tf.profiler.profile(run_meta=metadata, cmd="op", options=options))
    assert by_type["MatMul"].exec_micros == micros["layer/first"] + micros["layer/second"]
    assert [node.name for node in by_type["MatMul"].graph_nodes] == ["layer/first", "layer/second"]
    flow = tf.profiler.profile(run_meta=metadata, cmd="graph", options=options)
    assert [c.name for c in flow.children] == ["layer/sum"]
    assert flow.children[0].children[0].name == "layer/second"
    assert flow.total_exec_micros == sum(micros.values())


def test_steps_are_averaged_or_chosen() -> None:
    metadata, [first, *_] = traced()
    profiler = tf.profiler.Profiler(tf.get_default_graph())
    for step, nanos in enumerate((1_000_000, 3_000_000)):
        first.all_end_rel_nanos = nanos
        profiler.add_step(step, metadata)
    options = quiet(Builder.time_and_memory(min_bytes=0))

    def micros(**given: Any) -> int:
        layer = profiler.profile_name_scope(options | given).children[0]
        return next(c.exec_micros for c in layer.children if c.name == "layer/first")

    assert (micros(), micros(step=0), micros(step=1)) == (2000, 1000, 3000)


def test_names_choose_what_is_shown() -> None:
    metadata, _ = traced()
    time = Builder(Builder.time_and_memory(min_bytes=0)).with_empty_output()

    def names(**given: Any) -> set[str]:
        tree = tf.profiler.profile(run_meta=metadata, options=time.build() | given)
        found, pending = set(), list(tree.children)
        while pending:
            node = pending.pop()
            found.add(node.name)
            pending += node.children
        return found

    everything = {"layer", "layer/first", "layer/second", "layer/sum"}
    assert names() == everything
    assert names(hide_name_regexes=[".*first"]) == everything - {"layer/first"}
    assert names(show_name_regexes=[".*second"]) == {"layer/second"}
    assert names(trim_name_regexes=["layer"]) == set()
    assert names(max_depth=1) == {"layer"}
    assert names(min_micros=10**9) == set()
    assert names(account_type_regexes=["MatMul"]) == everything - {"layer/sum"}
    hidden = tf.profiler.profile(
        run_meta=metadata,
        options=time.build() | {"hide_name_regexes": [".*"], "account_displayed_op_only": False},
    )
    assert hidden.total_exec_micros > 0 and not hidden.children


def test_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metadata, nodes = traced()
    time = Builder.time_and_memory()
    table = tmp_path / "table.txt"
    tf.profiler.profile(run_meta=metadata, options=Builder(time).with_file_output(str(table)).build())
    assert "layer/first" in table.read_text()
    trace = tmp_path / "trace.json"
    tf.profiler.profile(
        run_meta=metadata, cmd="graph", options=Builder(time).with_timeline_output(str(trace)).build()
    )
    events = json.loads((tmp_path / "trace.json_0").read_text())["traceEvents"]
    assert [e["args"]["name"] for e in events if e["ph"] == "X"] == [node.node_name for node in nodes]
    assert capsys.readouterr().out == ""
    every = Builder(time).select(["micros", "device", "op_types", "occurrence", "output_bytes"]).build()
    tf.profiler.profile(run_meta=metadata, options=every)
    tf.profiler.profile(run_meta=metadata, cmd="op", options=every)
    out = capsys.readouterr().out
    assert "device:CPU:0" in out and "MatMul" in out and "1|1" in out


@pytest.mark.parametrize(
    ("given", "error", "text"),
    [
        ({"cmd": "nothing"}, tf.errors.InvalidArgumentError, "unknown cmd: nothing"),
        ({"cmd": "code"}, tf.errors.UnimplementedError, "by line of the program"),
        ({"op_log": object()}, tf.errors.UnimplementedError, "op_log"),
        ({"options": {"order": "name"}}, ValueError, "unknown options of tf.profiler: order"),
        ({"options": {"select": ["weight"]}}, ValueError, "cannot select 'weight'"),
        ({"options": {"select": ["tensor_value"]}}, tf.errors.UnimplementedError, "no values"),
        ({"options": {"order_by": "weight"}}, ValueError, "cannot order by 'weight'"),
        ({"options": {"output": "paper"}}, ValueError, "unknown output 'paper'"),
        ({"options": {"output": "pprof:outfile=x"}}, tf.errors.UnimplementedError, "pprof"),
        ({"options": {"output": "timeline:outfile=x"}}, tf.errors.InvalidArgumentError, "RunMetadata"),
    ],
)
def test_errors(given: dict[str, Any], error: type[Exception], text: str) -> None:
    tf.constant(1.0)
    with pytest.raises(error, match=text):
        tf.profiler.profile(**given)


def test_what_is_left_out_says_so() -> None:
    with pytest.raises(
        AttributeError, match=r"tf\.profiler\.advise is part of TensorFlow 1\.15 but not in rheos"
    ):
        _ = tf.profiler.advise
