"""What a plan tells of itself: how much memory it takes beside what is in use at one time, and traces."""

import os
import re
import subprocess
import sys

import numpy as np

import rheos as tf


def test_a_training_step_takes_little_more_than_its_live_tensors() -> None:
    x = tf.placeholder(tf.float32, [None, 784])
    y = tf.placeholder(tf.int32, [None])
    hidden = x
    for i, (inputs, outputs) in enumerate([(784, 256), (256, 128), (128, 64)]):
        weights = tf.get_variable(f"w{i}", [inputs, outputs])
        hidden = tf.nn.relu(tf.matmul(hidden, weights) + tf.get_variable(f"b{i}", [outputs]))
    logits = tf.matmul(hidden, tf.get_variable("w3", [64, 10]))
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    train = tf.train.AdamOptimizer(0.01).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        feeds = {x: np.zeros([128, 784], np.float32), y: np.zeros([128], np.int32)}
        text = sess.explain([train, loss], feeds)
    found = re.search(r"arena (\d+) bytes, (\d+) of them in use at the fullest step", text)
    assert found is not None, text
    arena, live = (int(n) for n in found.groups())
    assert 0 < live <= arena <= 1.2 * live


def test_traces_are_printed_on_request() -> None:
    program = (
        "import rheos as tf; x = tf.placeholder(tf.float32); tf.Session().run(tf.exp(x) * 1.0, {x: 2.0})"
    )
    environment = {**os.environ, "RHEOS_TRACE": "passes,plan"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert all(f"== after {name}" in done.stderr for name in ("specialise", "cse", "simplify", "fuse"))
    assert "== plan" in done.stderr and "Exp" in done.stderr


def test_only_programs_whose_nodes_changed_are_planned_again() -> None:
    program = """
import sys
import rheos as tf
x = tf.placeholder(tf.float32, name="x")
y = tf.exp(x) * 2.0
other = tf.placeholder(tf.float32)
sess = tf.Session()
sess.run(y, {x: 1.0})
print("unrelated", file=sys.stderr)
other.set_shape([3])
tf.sin(other).set_shape([3])
with tf.device(lambda op: "/cpu:0"):
    tf.cos(other)
sess.run(y, {x: 1.0})
sess.run([y], {x: 1.0})
print("related", file=sys.stderr)
x.set_shape([])
sess.run(y, {x: 1.0})
"""
    environment = {**os.environ, "RHEOS_TRACE": "plan"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    first, rest = done.stderr.split("unrelated")
    unrelated, related = rest.split("related")
    assert [part.count("== plan") for part in (first, unrelated, related)] == [1, 0, 1]
