"""The cases as TensorFlow 1 programs, for any module that offers TensorFlow 1's names (rheos, compat.v1).

The builders (tower, chain, mlp) are used by the asv suite as well.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from . import cases as c
from . import million


def tower(tf: Any, layers: int = c.TOWER_LAYERS) -> tuple[Any, Any]:
    """Build ``layers`` times tanh(h W): (weights variable, last layer)."""
    weights = tf.Variable(c.tower_weights(), name="weights")
    h = tf.constant(c.array(c.TOWER_WIDTH, c.TOWER_WIDTH))
    for _ in range(layers):
        h = tf.tanh(tf.matmul(h, weights))
    return weights, h


def chain(tf: Any, ops: int = c.CHAIN_OPS) -> tuple[Any, Any]:
    """Build the element-wise chain: (placeholder to start from, end)."""
    _, factor, summand = c.chain_inputs()
    start = tf.placeholder(tf.float32, [c.CHAIN_SIZE])
    a, b = tf.Variable(factor), tf.Variable(summand)
    y = start
    for i in range(ops):
        y = y + b if i % 2 else y * a
    return start, y


def mlp(tf: Any) -> tuple[Any, Any, Any, Any]:
    """Build the network and its training step: (pictures, labels, training step, loss)."""
    _, _, weights = c.mlp_inputs()
    x = tf.placeholder(tf.float32, [None, c.MLP_SIZES[0]])
    y = tf.placeholder(tf.int32, [None])
    h = x
    for i, start in enumerate(weights):
        h = tf.matmul(h, tf.Variable(start)) + tf.Variable(tf.zeros([start.shape[1]]))
        if i + 1 < len(weights):
            h = tf.nn.relu(h)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=h))
    return x, y, tf.train.AdamOptimizer(c.MLP_RATE).minimize(loss), loss


def gelu(tf: Any, x: Any) -> Any:
    """Gelu in its tanh form, spelt out."""
    return 0.5 * x * (1.0 + tf.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def cases(tf: Any, session: Callable[[], Any]) -> dict[str, Callable[[], Callable[[], Any]]]:
    """All cases; ``session()`` makes a session with this engine's options."""

    def started() -> Any:
        sess = session()
        sess.run(tf.global_variables_initializer())
        return sess

    def fetch(build: Callable[[], Any]) -> Callable[[], Callable[[], Any]]:
        """The case that runs what `build` builds, nothing fed."""

        def setup() -> Callable[[], Any]:
            tf.reset_default_graph()
            result = build()
            sess = started()
            return lambda: sess.run(result)

        return setup

    def build() -> Callable[[], Any]:
        tf.reset_default_graph()

        def timed() -> int:
            tower(tf)
            return c.TOWER_LAYERS

        return timed

    def gradients() -> Callable[[], Any]:
        tf.reset_default_graph()
        weights, top = tower(tf)
        return lambda: len(tf.gradients(top, [weights]))

    def first_run() -> Callable[[], Any]:
        tf.reset_default_graph()
        weights, top = tower(tf)
        (gradient,) = tf.gradients(top, [weights])
        sess = started()
        return lambda: sess.run(gradient)

    def all_three() -> Callable[[], Any]:
        tf.reset_default_graph()

        def timed() -> Any:
            weights, top = tower(tf)
            (gradient,) = tf.gradients(top, [weights])
            with started() as sess:
                return sess.run(gradient)

        return timed

    def run_fed() -> Callable[[], Any]:
        tf.reset_default_graph()
        a, b = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
        total, sess = a + b, session()
        return lambda: sess.run(total, {a: 1.0, b: 2.0})

    def run_chain() -> Callable[[], Any]:
        tf.reset_default_graph()
        start, end = chain(tf)
        sess, value = started(), c.chain_inputs()[0]
        return lambda: sess.run(end, {start: value})

    def train_step() -> Callable[[], Any]:
        tf.reset_default_graph()
        x, y, step, loss = mlp(tf)
        pictures, labels, _ = c.mlp_inputs()
        sess = started()
        return lambda: sess.run([loss, step], {x: pictures, y: labels})

    def matmul(n: int) -> Callable[[], Callable[[], Any]]:
        return fetch(lambda: tf.matmul(tf.Variable(c.array(n, n)), tf.Variable(c.array(n, n, seed=1))))

    def convolution(name: str) -> Callable[[], Callable[[], Any]]:
        def build() -> Any:
            image, filters = c.CONVOLUTIONS[name]
            x, w = tf.Variable(c.array(*image)), tf.Variable(c.array(*filters, seed=1))
            function = tf.nn.depthwise_conv2d if name.startswith("depthwise") else tf.nn.conv2d
            y = function(x, w, [1, 1, 1, 1], "SAME")
            return [y, *tf.gradients(y, [x, w], grad_ys=[tf.Variable(c.array(*y.shape.as_list(), seed=2))])]

        return fetch(build)

    def matrix() -> Any:
        return tf.Variable(c.array(1000, 1000))

    def one_number(value: float) -> Any:
        return tf.Variable(np.float32(value))

    return {
        "build": build,
        "gradients": gradients,
        "first run": first_run,
        "all three": all_three,
        "run, fed": run_fed,
        "run, nothing fed": fetch(lambda: one_number(1.0) + one_number(2.0)),
        "chain": run_chain,
        "matmul 64": matmul(64),
        "matmul 256": matmul(256),
        "matmul 1024": matmul(1024),
        "gelu 1M": fetch(lambda: gelu(tf, matrix())),
        "sum 1M": fetch(lambda: tf.reduce_sum(matrix(), 1)),
        "softmax 1M": fetch(lambda: tf.nn.softmax(matrix())),
        **{name: convolution(name) for name in c.CONVOLUTIONS},
        "train step": train_step,
        **million.tf1_cases(tf, started),
    }
