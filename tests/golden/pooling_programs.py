"""Programs with pooling and normalisation that run under TensorFlow 1's API, whoever provides it.

In: the module that plays `tf`. Out: plain lists of numbers. `make_pooling.py` runs them with TensorFlow and
records the results; `tests/programs/test_normalization.py` and `tests/ops/test_fractional_pool.py` run them
with rheos and compare.
"""

from __future__ import annotations

from typing import Any

import numpy as np

STEPS = 5

# Attributes of fractional pooling. TensorFlow 2 takes seeds only where the regions are kept for all runs.
FRACTIONAL: dict[str, dict[str, Any]] = {
    "random": {"pooling_ratio": [1.0, 1.44, 1.73, 1.0], "seed": 5, "seed2": 9},
    "pseudo": {"pooling_ratio": [1.0, 1.44, 1.73, 1.0], "pseudo_random": True, "seed": 7, "seed2": 3},
    "overlapping": {"pooling_ratio": [1.0, 2.3, 1.5, 1.0], "overlapping": True, "seed": 0, "seed2": 8},
    "pseudo overlapping": {
        "pooling_ratio": [1.0, 2.3, 3.9, 1.0],
        "pseudo_random": True,
        "overlapping": True,
        "seed": 11,
    },
    "kept": {"pooling_ratio": [1.0, 1.5, 1.5, 1.0], "seed": 2, "seed2": 4},
    "whole": {"pooling_ratio": [1.0, 1.0, 2.0, 1.0], "seed": 1, "seed2": 1},
}
LRN: dict[str, dict[str, Any]] = {
    "default": {},
    "imagenet": {"depth_radius": 2, "bias": 2.0, "alpha": 0.3, "beta": 0.75},
    "power": {"depth_radius": 1, "bias": 1.5, "alpha": 0.5, "beta": 0.6},
}


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Make float32 numbers, a few of them equal."""
    return (np.random.RandomState(seed).randint(-40, 40, shape) / 8.0).astype(np.float32)


def fractional(tf: Any, kind: str, name: str, runs_wanted: int = 1, deterministic: bool = True) -> list[Any]:
    """Pool a few times, with gradients."""
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [1, 11, 13, 2])
        op = getattr(tf.raw_ops, f"Fractional{kind}Pool")
        results = op(value=x, deterministic=deterministic, **FRACTIONAL[name])
        y, rows, columns = results[0], results[1], results[2]
        (dx,) = tf.gradients(y * y, x)
        runs = [session.run([y, rows, columns, dx], {x: numbers(1, 11, 13, 2)}) for _ in range(runs_wanted)]
        return [[np.asarray(value).tolist() for value in run] for run in runs]


def lrn(tf: Any, name: str) -> list[Any]:
    """Normalise and take the gradient."""
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [1, 2, 2, 7])
        y = tf.nn.lrn(x, **LRN[name])
        (dx,) = tf.gradients(y, x, grad_ys=tf.constant(numbers(1, 2, 2, 7, seed=1)))
        return [value.tolist() for value in session.run([y, dx], {x: numbers(1, 2, 2, 7)})]


def by_hand(tf: Any, x: Any, training: Any, data_format: str) -> Any:
    """Batch normalisation as old programs write it: moments, an average that follows them, a choice."""
    channels = x.shape[-1].value
    beta = tf.get_variable("beta", [channels], initializer=tf.constant_initializer(0.1))
    gamma = tf.get_variable("gamma", [channels], initializer=tf.constant_initializer(1.2))
    batch_mean, batch_variance = tf.nn.moments(x, [0, 1, 2], name="moments")
    average = tf.train.ExponentialMovingAverage(decay=0.8)

    def with_update() -> Any:
        with tf.control_dependencies([average.apply([batch_mean, batch_variance])]):
            return tf.identity(batch_mean), tf.identity(batch_variance)

    if training:
        mean, variance = with_update()
    else:
        average.apply([batch_mean, batch_variance])
        mean, variance = average.average(batch_mean), average.average(batch_variance)
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3)


def with_variables(tf: Any, x: Any, training: Any, data_format: str) -> Any:
    """The same with variables of its own for the averages."""
    channels = x.shape[-1].value
    beta = tf.get_variable("beta", [channels], initializer=tf.zeros_initializer())
    gamma = tf.get_variable("gamma", [channels], initializer=tf.ones_initializer())
    mean = tf.get_variable("mean", [channels], initializer=tf.zeros_initializer(), trainable=False)
    variance = tf.get_variable("variance", [channels], initializer=tf.ones_initializer(), trainable=False)
    if not training:
        return tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3)
    own_mean, own_variance = tf.nn.moments(x, [0, 1, 2])
    updates = [
        tf.assign(mean, mean * 0.9 + own_mean * 0.1),
        tf.assign(variance, variance * 0.9 + own_variance * 0.1),
    ]
    with tf.control_dependencies(updates):
        return tf.nn.batch_normalization(x, own_mean, own_variance, beta, gamma, 1e-3)


def fused(tf: Any, x: Any, training: Any, data_format: str) -> Any:
    """The same with the fused op, whose updates go into the collection for them."""
    channels = x.shape[-1].value
    beta = tf.get_variable("beta", [channels], initializer=tf.zeros_initializer())
    gamma = tf.get_variable("gamma", [channels], initializer=tf.ones_initializer())
    mean = tf.get_variable("mean", [channels], initializer=tf.zeros_initializer(), trainable=False)
    variance = tf.get_variable("variance", [channels], initializer=tf.ones_initializer(), trainable=False)
    if not training:
        return tf.nn.fused_batch_norm(x, gamma, beta, mean, variance, epsilon=1e-3, is_training=False)[0]
    y, own_mean, own_variance = tf.nn.fused_batch_norm(x, gamma, beta, epsilon=1e-3)
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_sub(mean, (mean - own_mean) * 0.1))
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_sub(variance, (variance - own_variance) * 0.1))
    return y


NETWORKS = {"by hand": by_hand, "with variables": with_variables, "fused": fused}


def train(tf: Any, name: str) -> dict[str, Any]:
    """Train a small network of normalisation and pooling; losses, variables, what the frozen one gives."""
    normalise = NETWORKS[name]
    images, labels = numbers(6, 4, 4, 3, seed=3), np.array([0, 1, 2, 0, 1, 2])

    def network(x: Any, training: bool) -> Any:
        with tf.variable_scope("first"):
            x = tf.nn.relu(normalise(tf, x, training, "NHWC"))
        x = tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
        with tf.variable_scope("second"):
            x = normalise(tf, tf.square(x) - x, training, "NHWC")
        x = tf.reshape(tf.nn.avg_pool(x, [1, 2, 2, 1], [1, 1, 1, 1], "VALID"), [-1, 3])
        weights = tf.get_variable("weights", [3, 3], initializer=tf.constant_initializer(0.2))
        shift = tf.get_variable("shift", initializer=tf.constant([[0.1, -0.2, 0.3]]))
        return tf.matmul(x, weights + tf.diag([0.5, 0.4, 0.3])) + shift

    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 4, 4, 3])
        logits = network(x, True)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
        with tf.variable_scope(tf.get_variable_scope(), reuse=True):
            frozen = network(x, False) if name != "by hand" else logits
        session.run(tf.global_variables_initializer())
        losses = [
            float(session.run([loss, step], {x: np.roll(images, i, axis=0) + 0.1 * i})[0])
            for i in range(STEPS)
        ]
        variables = {v.op.name: session.run(v).tolist() for v in tf.global_variables()}
        return {"losses": losses, "variables": variables, "frozen": session.run(frozen, {x: images}).tolist()}


def everything(tf: Any) -> dict[str, Any]:
    return {
        "fractional": {
            f"{kind} {name}": fractional(tf, kind, name) for kind in ("Max", "Avg") for name in FRACTIONAL
        },
        "lrn": {name: lrn(tf, name) for name in LRN},
        "train": {name: train(tf, name) for name in NETWORKS},
    }
