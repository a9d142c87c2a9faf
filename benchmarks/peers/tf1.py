"""The cases as TensorFlow 1 programs, for any module that offers TensorFlow 1's names (rheos, compat.v1).

The builders (tower, chain) are used by the asv suite as well.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

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


def cases(tf: Any, session: Callable[[], Any]) -> dict[str, Callable[[], Callable[[], Any]]]:
    """All cases; ``session()`` makes a session with this engine's options."""

    def started() -> Any:
        sess = session()
        sess.run(tf.global_variables_initializer())
        return sess

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

    def run_unfed() -> Callable[[], Any]:
        tf.reset_default_graph()
        total = tf.Variable(1.0) + tf.Variable(2.0)
        sess = started()
        return lambda: sess.run(total)

    return {
        "build": build,
        "gradients": gradients,
        "first run": first_run,
        "all three": all_three,
        "run, fed": run_fed,
        "run, nothing fed": run_unfed,
        "chain": run_chain,
        **{case.name: partial(case.in_tf1, tf, started) for case in [*c.FAMILIES, *million.CASES]},
    }
