"""What the instruction counts are of. Run under callgrind by `counting.py`.

Each case is a function that does something a given number of times; it runs N times, then 2 N times, with a
call of `os.getppid` around each, where callgrind writes its counts down. What comes first is warm by then,
and what is the same for any number (of Python, of this file) cancels in the difference. Runs are small enough
for the path that does not depend on time: under callgrind a run may seem long, and long ones get a thread.
"""

import gc
import os
from collections.abc import Callable
from typing import Any

import numpy as np

import rheos as tf

Case = Callable[[int], Callable[[], object]]


def session() -> Any:
    return tf.Session(config=tf.ConfigProto(intra_op_parallelism_threads=1))


def runs(build: Callable[[], tuple[Any, Any]]) -> Case:
    """Runs of what `build` gives: fetches and feeds."""
    with tf.Graph().as_default():
        fetches, feeds = build()
        sess = session()
        sess.run(tf.global_variables_initializer())

    def prepare(n: int) -> Callable[[], object]:
        def repeat() -> None:
            for _ in range(n):
                sess.run(fetches, feeds)

        return repeat

    return prepare


def variable(*sizes: int) -> Any:
    values = np.random.RandomState(1).uniform(-1.0, 1.0, sizes).astype(np.float32)
    return tf.Variable(values)


def fed_add() -> tuple[Any, Any]:
    x = tf.placeholder(tf.float32, [])
    return x + 1.0, {x: 2.0}


def unfed_add() -> tuple[Any, Any]:
    return variable() + 1.0, None


def mat_mul() -> tuple[Any, Any]:
    return tf.matmul(variable(64, 64), variable(64, 64)), None


def element_wise() -> tuple[Any, Any]:
    x = variable(2048)
    return (tf.tanh(x * 2.0 + 1.0) * x - tf.exp(-x)), None


def softmax() -> tuple[Any, Any]:
    return tf.nn.softmax(variable(16, 128)), None


def reductions() -> tuple[Any, Any]:
    x = variable(32, 256)
    return [tf.reduce_sum(x, 0), tf.reduce_max(x, 1)], None


def convolution() -> tuple[Any, Any]:
    return tf.nn.conv2d(variable(1, 8, 8, 8), variable(3, 3, 8, 16), [1, 1, 1, 1], "SAME"), None


def chain(n: int) -> tuple[Any, Any, Any]:
    """A graph of n small nodes."""
    with tf.Graph().as_default() as graph:
        x = y = tf.placeholder(tf.float32, [4])
        for _ in range(n // 2):
            y = tf.tanh(y) * x
    return graph, x, y


def building(n: int) -> Callable[[], object]:
    return lambda: chain(n)


def differentiating(n: int) -> Callable[[], object]:
    graph, x, y = chain(n)

    def gradients() -> object:
        with graph.as_default():
            return tf.gradients(y, x)

    return gradients


def planning(n: int) -> Callable[[], object]:
    graph, x, y = chain(n)
    with graph.as_default():
        sess = session()
    return lambda: sess.run(y, {x: np.ones(4, np.float32)})


# Name, what is done, N.
CASES: list[tuple[str, Case, int]] = [
    ("run of a fed scalar add", runs(fed_add), 100),
    ("run of a scalar add", runs(unfed_add), 100),
    ("a node added to a graph", building, 400),
    ("a node differentiated", differentiating, 400),
    ("a node planned and run once", planning, 400),
    ("matmul of 64x64", runs(mat_mul), 20),
    ("element-wise chain of 2,048", runs(element_wise), 20),
    ("softmax of 16x128", runs(softmax), 20),
    ("sum and maximum of 32x256", runs(reductions), 20),
    ("convolution of 8x8x8, 3x3 to 16", runs(convolution), 20),
]


def main() -> None:
    """Run all cases."""
    gc.disable()
    kept = []
    for _, prepare, n in CASES:
        for _ in range(2):
            prepare(n)()
        once, twice = prepare(n), prepare(2 * n)
        os.getppid()
        kept.append(once())
        os.getppid()
        kept.append(twice())
        os.getppid()


if __name__ == "__main__":
    main()
