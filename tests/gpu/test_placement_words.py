"""What is said about where operations run."""

from typing import Any

import numpy as np
import pytest

import rheos as tf

X = np.arange(4, dtype=np.float32)


@pytest.mark.parametrize("op", ["PyFunc", "Where"])
def test_a_function_of_the_cpus_is_called_so(op: str) -> None:
    x = tf.placeholder(tf.float32, [4])
    with tf.device("/gpu:0"):
        y: Any = tf.py_func(np.exp, [x], tf.float32) if op == "PyFunc" else tf.where(x > 1)
    with tf.Session() as sess:
        text = sess.explain(y, {x: X})
    assert f"on the CPU: it is a function of the CPU's: 1 nodes: {y.op.name}" in text.splitlines(), text


def test_a_traced_run_tells_the_gpus_steps_from_the_cpus() -> None:
    x = tf.placeholder(tf.float32, [4])
    with tf.device("/gpu:0"):
        y = tf.exp(x, name="far")
    options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
    with tf.Session() as sess:
        sess.run(y, {x: X}, options, metadata)
    names = {
        node.node_name: device.device
        for device in metadata.step_stats.dev_stats
        for node in device.node_stats
    }
    assert names["far"] == "/job:localhost/replica:0/task:0/device:GPU:0"
