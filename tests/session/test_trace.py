"""Runs that are measured: `RunMetadata.step_stats`, `Session.explain(runs=...)`, `Timeline`."""

import copy
import json
import pickle
import re
import time
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos.python.client import timeline

FULL = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
DEVICE = "/job:localhost/replica:0/task:0/device:CPU:0"


def trace(sess: Any, fetches: Any, feeds: Any = None) -> tuple[Any, list[Any]]:
    """The metadata of a traced run and its steps."""
    metadata = tf.RunMetadata()
    sess.run(fetches, feeds, options=FULL, run_metadata=metadata)
    [device] = metadata.step_stats.dev_stats
    assert device.device == DEVICE
    return metadata, list(device.node_stats)


def training() -> tuple[Any, Any, Any]:
    x = tf.placeholder(tf.float32, [None, 20], name="x")
    w = tf.get_variable("w", [20, 10])
    loss = tf.reduce_sum(tf.nn.relu(tf.matmul(x, w, name="product")), name="loss")
    return x, loss, tf.train.GradientDescentOptimizer(0.1).minimize(loss)


def test_every_step_of_a_training_run_is_there() -> None:
    x, loss, train = training()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        feeds = {x: np.ones([30, 20], np.float32)}
        before = time.time_ns()
        _, nodes = trace(sess, [loss, train], feeds)
        after = time.time_ns()
        plan = sess.explain([loss, train], feeds)
    assert len(nodes) == int(re.search(r"^(\d+) steps", plan, re.M)[1])  # type: ignore[index]
    names = [node.node_name for node in nodes]
    assert names[0] == "product" and "loss" in names and any("update_w" in name for name in names)
    ends = [before]
    for node in nodes:
        start = node.all_start_nanos
        assert start >= ends[-1] - 1_000_000  # the clock of the day may be set meanwhile
        assert 0 < node.op_end_rel_nanos == node.all_end_rel_nanos
        assert node.all_start_micros == start // 1000
        assert node.all_end_rel_micros == node.op_end_rel_micros == node.all_end_rel_nanos // 1000
        ends.append(start + node.all_end_rel_nanos)
    assert ends[-1] <= after + 1_000_000
    product = nodes[0]
    assert product.timeline_label == "product = MatMul(x, w)"
    described = product.output[0].tensor_description
    assert described.dtype == tf.float32.as_datatype_enum
    assert [dim.size for dim in described.shape.dim] == [30, 10]
    assert described.allocation_description.requested_bytes == 30 * 10 * 4
    assert [(m.allocator_name, m.live_bytes) for m in product.memory] == [("arena", 1200)]


def test_measured_times_are_true() -> None:
    def slow(a: Any) -> Any:
        time.sleep(0.05)
        return a

    x = tf.placeholder(tf.float32, [2])
    y = tf.py_func(slow, [x * 2.0], tf.float32, name="slow")
    with tf.Session() as sess:
        _, nodes = trace(sess, y, {x: [1.0, 2.0]})
        [node] = [node for node in nodes if node.node_name == "slow"]
        assert 50_000 <= node.all_end_rel_micros < 5_000_000
        text = sess.explain(y, {x: [1.0, 2.0]}, runs=3, order="time")
    first = next(line for line in text.splitlines() if "slow" in line)
    assert text.splitlines()[1] == first and 50_000 <= times(first)[1] < 5_000_000


def times(line: str) -> list[float]:
    """Microseconds in a line: estimated, measured."""
    return [float(number) for number in re.findall(r"([\d.]+) us", line)]


def test_parts_that_wait_for_sizes_are_there() -> None:
    x = tf.placeholder(tf.float32, [None])
    picked = tf.boolean_mask(x, x > 0.0)
    total = tf.reduce_sum(tf.exp(picked), name="total")
    with tf.Session() as sess:
        _, nodes = trace(sess, total, {x: [1.0, -1.0, 2.0]})
        assert nodes[-1].node_name == "total" and "Exp" in nodes[-1].timeline_label
        assert any("Where" in node.timeline_label for node in nodes)
        starts = [node.all_start_nanos for node in nodes]
        assert starts == sorted(starts)
        text = sess.explain(total, {x: [1.0, -1.0, 2.0]}, runs=2)
    assert "then, with sizes known by now" in text and "'total'" in text.split("then, with sizes")[1]


def test_updates_in_place_take_no_memory() -> None:
    v = tf.Variable(np.zeros(1000, np.float32), name="v")
    add = tf.assign_add(v, np.ones(1000, np.float32)).op
    with tf.Session() as sess:
        sess.run(v.initializer)
        _, [node] = trace(sess, add)  # the value so far is the constant that it started from
        assert [(m.allocator_name, m.total_bytes) for m in node.memory] == [("pool", 4000)]
        _, [node] = trace(sess, add)
        assert not node.memory
        assert node.output[0].tensor_description.allocation_description.requested_bytes == 4000


def test_runs_that_are_not_traced_clear_what_was_there() -> None:
    x = tf.placeholder(tf.float32)
    y = x + 1.0
    with tf.Session() as sess:
        metadata, nodes = trace(sess, y, {x: 1.0})
        assert nodes
        sess.run(y, {x: 1.0}, run_metadata=metadata)
        assert not metadata.HasField("step_stats") and not metadata.step_stats.dev_stats
        sess.run(y, {x: 1.0}, options=FULL)
        sess.run(y, {x: 1.0}, tf.RunOptions(trace_level=tf.RunOptions.NO_TRACE), metadata)
        assert not metadata.step_stats.dev_stats


def test_traced_runs_give_the_same_results() -> None:
    x = tf.placeholder(tf.float32, [64, 64])
    y = tf.reduce_sum(tf.nn.softmax(tf.matmul(x, x)), axis=0)
    value = np.random.RandomState(1).rand(64, 64).astype(np.float32)
    with tf.Session() as sess:
        plain = sess.run(y, {x: value})
        np.testing.assert_array_equal(sess.run(y, {x: value}, FULL, tf.RunMetadata()), plain)


def test_partition_graphs_are_refused() -> None:
    with (
        tf.Session() as sess,
        pytest.raises(tf.errors.UnimplementedError, match="output_partition_graphs.*session.explain"),
    ):
        sess.run(tf.constant(1.0), options=tf.RunOptions(output_partition_graphs=True))


def test_metadata_can_be_copied_and_printed() -> None:
    x = tf.placeholder(tf.float32, [2])
    with tf.Session() as sess:
        metadata, _ = trace(sess, tf.exp(x, name="e"), {x: [1.0, 2.0]})
    assert pickle.loads(pickle.dumps(metadata)) == metadata == copy.deepcopy(metadata)
    other = tf.RunMetadata()
    other.CopyFrom(metadata)
    other.step_stats.dev_stats[0].node_stats[0].node_name = "f"
    assert other != metadata
    text = str(metadata)
    assert 'node_name: "e"' in text and "dtype: DT_FLOAT" in text and "  dev_stats {\n" in text


def test_explain_counts_its_runs() -> None:
    v = tf.Variable(0.0)
    add = tf.assign_add(v, 1.0)
    with tf.Session() as sess:
        sess.run(v.initializer)
        assert "measured" not in sess.explain(add)
        text = sess.explain(add, runs=5)
        assert "median of 5 runs" in text and "measured" in text
        assert sess.run(v) == 5.0
        with pytest.raises(ValueError, match="'plan' or 'time', got .name"):
            sess.explain(add, order="name")


def test_chrome_trace() -> None:
    x, loss, train = training()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        metadata, nodes = trace(sess, [loss, train], {x: np.ones([30, 20], np.float32)})
    found = timeline.Timeline(metadata.step_stats)
    events = json.loads(found.generate_chrome_trace_format(show_memory=True))["traceEvents"]
    kinds = {kind: [e for e in events if e["ph"] == kind] for kind in "MXNODC"}
    assert [e["args"]["name"] for e in kinds["M"]] == [
        "Allocators",
        f"{DEVICE} Compute",
        f"{DEVICE} Tensors",
    ]
    assert [e["args"]["name"] for e in kinds["X"]] == [node.node_name for node in nodes]
    assert kinds["X"][0]["args"] == {"name": "product", "op": "MatMul", "input0": "x", "input1": "w"}
    assert all(set(e) == {"ph", "cat", "name", "pid", "tid", "ts", "dur", "args"} for e in kinds["X"])
    for before, after in zip(kinds["X"], kinds["X"][1:], strict=False):
        assert before["ts"] + before["dur"] <= after["ts"]
    results = sum(len(node.output) for node in nodes)
    assert len(kinds["N"]) == len(kinds["O"]) == len(kinds["D"]) == results
    assert kinds["C"][-1]["args"] == {"pool": 0}
    assert found.analyze_step_stats().allocator_maximums["arena"].num_bytes == 2400
    assert not json.loads(found.generate_chrome_trace_format(show_dataflow=False))["traceEvents"][0].get(
        "cat"
    )
    with pytest.raises(ValueError, match="op_time"):
        found.generate_chrome_trace_format(op_time="never")


def test_overlapping_steps_get_rows_and_arrows() -> None:
    stats = tf.RunMetadata().step_stats
    nodes = stats.dev_stats.add(device="cpu").node_stats
    for name, inputs, start, length in [("a", "", 0, 5), ("b", "", 2, 6), ("c", "a, b", 9, 2)]:
        nodes.add(
            node_name=name,
            timeline_label=f"{name} = Op({inputs})",
            all_start_micros=start,
            all_end_rel_micros=length,
        ).output.add()
    events = json.loads(timeline.Timeline(stats).generate_chrome_trace_format())["traceEvents"]
    rows = {e["args"]["name"]: (e["tid"], e["ts"], e["dur"]) for e in events if e["ph"] == "X"}
    assert rows == {"a": (0, 0, 5), "b": (1, 2, 6), "c": (0, 9, 2)}
    arrows = [(e["ph"], e["name"], e["tid"]) for e in events if e["ph"] in "st"]
    assert arrows == [("s", "b", 1), ("t", "b", 0)]
