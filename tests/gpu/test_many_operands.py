"""More operands than a shader can see: work is divided, not refused."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import rheos as tf

COUNT = 40


def test_a_sum_of_many_sums() -> None:
    with tf.device("/gpu:0"):
        x = tf.placeholder(tf.float32, [5, 7])
        factors = [tf.placeholder(tf.float32, []) for _ in range(COUNT)]
        total: Any = 0.0
        for factor in factors:
            total = total + tf.reduce_sum(tf.sin(x * factor))
    ones = np.ones((5, 7), np.float32)
    with tf.Session() as session:
        made = session.run(total, {x: ones, **{f: i for i, f in enumerate(factors)}})
    np.testing.assert_allclose(made, 35 * np.sin(np.arange(COUNT)).sum(), rtol=1e-4)


@pytest.mark.parametrize("limits", ["", "webgpu"])
def test_the_gradient_of_clipping_by_the_global_norm(limits: str) -> None:
    code = (
        "import numpy as np, rheos as tf\n"
        "with tf.device('/gpu:0'):\n"
        "    a, b = tf.placeholder(tf.float32, [50]), tf.placeholder(tf.float32, [5, 5])\n"
        "    clipped, _ = tf.clip_by_global_norm([a, b], 1.0)\n"
        "    slopes = tf.gradients([tf.sin(t) for t in clipped], [a, b])\n"
        "made = tf.Session().run(slopes, {a: np.ones(50), b: np.ones((5, 5))})\n"
        "print(made[0].shape, made[1].shape)\n"
    )
    variables = {**os.environ, "RHEOS_GPU_LIMITS": limits}
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables)
    assert made.stdout == "(50,) (5, 5)\n", made.stderr
