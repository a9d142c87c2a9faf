"""Element-wise chains, reductions, functions of rows, transposition: what memory's speed should bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .case import Work, array, integers
from .function import Function

SIDE = 4096  # 16M numbers
CLASSES = 10_000
EXAMPLES = 1024
NORMED = (8192, 1024)
EPSILON = 1e-5


def gelu(tanh: Callable[[Any], Any], x: Any) -> Any:
    """Gelu in its tanh form, spelt out."""
    return 0.5 * x * (1.0 + tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def matrix(*shape: int) -> Callable[[], list[np.ndarray]]:
    """One matrix as operands."""
    return lambda: [array(*shape)]


def thousand(name: str, about: str, flops: float, writes: int, tf1: Any, torch: Any, jax: Any) -> Function:
    """A function of a [1000, 1000] matrix; `flops` for each number, `writes` numbers in the result."""
    return Function(
        name=name,
        about=about,
        work=Work(flops * 1e6, 4e6, 4 * writes),
        operands=matrix(1000, 1000),
        tf1=tf1,
        torch=torch,
        jax=jax,
    )


def affine() -> list[np.ndarray]:
    """A matrix, a factor and a summand."""
    return [array(SIDE, SIDE), np.array(1.7, np.float32), np.array(0.3, np.float32)]


def logits() -> list[np.ndarray]:
    """Logits and labels."""
    return [array(EXAMPLES, CLASSES), integers(CLASSES, EXAMPLES, seed=1)]


def xent_tf1(tf: Any, x: Any, labels: Any) -> Any:
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=x))
    return tf.gradients(loss, x)[0]


def xent_torch(torch: Any, x: Any, labels: Any) -> Any:
    with torch.enable_grad():
        x = x.detach().requires_grad_()
        loss = torch.nn.functional.cross_entropy(x, labels.long())
        return torch.autograd.grad(loss, x)[0]


def xent_jax(jax: Any, x: Any, labels: Any) -> Any:
    def loss(x: Any) -> Any:
        return -jax.numpy.take_along_axis(jax.nn.log_softmax(x), labels[:, None], axis=1).mean()

    return jax.grad(loss)(x)


def normed() -> list[np.ndarray]:
    """Rows, scale and offset."""
    return [array(*NORMED), 1 + 0.1 * array(NORMED[1], seed=1), array(NORMED[1], seed=2)]


def norm_tf1(tf: Any, x: Any, scale: Any, offset: Any) -> Any:
    mean, variance = tf.nn.moments(x, [1], keep_dims=True)
    return (x - mean) * tf.rsqrt(variance + EPSILON) * scale + offset


def norm_jax(jax: Any, x: Any, scale: Any, offset: Any) -> Any:
    mean, variance = x.mean(1, keepdims=True), x.var(1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + EPSILON) * scale + offset


LARGE, LOGITS, ROWS = SIDE * SIDE, EXAMPLES * CLASSES, NORMED[0] * NORMED[1]

ROW_CASES = [
    thousand(
        "gelu 1M",
        "the tanh form of gelu on a million floats, as 8 ops",
        50,
        1_000_000,
        lambda tf, x: gelu(tf.tanh, x),
        lambda t, x: gelu(t.tanh, x),
        lambda j, x: gelu(j.numpy.tanh, x),
    ),
    thousand(
        "sum 1M",
        "sums of the rows of [1000, 1000]",
        1,
        1000,
        lambda tf, x: tf.reduce_sum(x, 1),
        lambda t, x: x.sum(1),
        lambda j, x: x.sum(1),
    ),
    thousand(
        "softmax 1M",
        "softmax of the rows of [1000, 1000]",
        20,
        1_000_000,
        lambda tf, x: tf.nn.softmax(x),
        lambda t, x: t.softmax(x, 1),
        lambda j, x: j.nn.softmax(x, axis=1),
    ),
    Function(
        name="gelu + sum 16M",
        about="the sum of the tanh form of gelu of 16M floats",
        work=Work(50 * LARGE, 4 * LARGE),
        operands=matrix(SIDE, SIDE),
        tf1=lambda tf, x: tf.reduce_sum(gelu(tf.tanh, x)),
        torch=lambda t, x: gelu(t.tanh, x).sum(),
        jax=lambda j, x: gelu(j.numpy.tanh, x).sum(),
    ),
    Function(
        name="affine + relu + sum 16M",
        about="the sum of relu(a x + b) of 16M floats, a and b variables",
        work=Work(6 * LARGE, 4 * LARGE),
        operands=affine,
        tf1=lambda tf, x, a, b: tf.reduce_sum(tf.nn.relu(x * a + b)),
        torch=lambda t, x, a, b: t.relu(x * a + b).sum(),
        jax=lambda j, x, a, b: j.nn.relu(x * a + b).sum(),
    ),
    Function(
        name="xent gradient 1024x10000",
        about="gradient of the mean softmax cross-entropy (sparse labels) with respect to the logits",
        work=Work(22 * LOGITS, 4 * LOGITS, 4 * LOGITS),
        operands=logits,
        tf1=xent_tf1,
        torch=xent_torch,
        jax=xent_jax,
    ),
    Function(
        name="layer norm 8192x1024",
        about="of rows, with scale and offset; written out with moments",
        work=Work(8 * ROWS, 4 * ROWS, 4 * ROWS),
        operands=normed,
        tf1=norm_tf1,
        torch=lambda t, x, *scale: t.nn.functional.layer_norm(x, (NORMED[1],), *scale, EPSILON),
        jax=norm_jax,
    ),
    Function(
        name="softmax 8192x1024",
        about="of rows",
        work=Work(20 * ROWS, 4 * ROWS, 4 * ROWS),
        operands=matrix(*NORMED),
        tf1=lambda tf, x: tf.nn.softmax(x),
        torch=lambda t, x: t.softmax(x, 1),
        jax=lambda j, x: j.nn.softmax(x, axis=1),
    ),
    *(
        Function(
            name=f"sum {what} 4096x4096",
            work=Work(LARGE, 4 * LARGE),
            operands=matrix(SIDE, SIDE),
            tf1=lambda tf, x, axis=axis: tf.reduce_sum(x, axis),
            torch=lambda t, x, axis=axis: x.sum(axis),
            jax=lambda j, x, axis=axis: x.sum(axis),
        )
        for what, axis in (("rows", 1), ("columns", 0))
    ),
    Function(
        name="transpose 4096x4096",
        work=Work(0, 4 * LARGE, 4 * LARGE),
        operands=matrix(SIDE, SIDE),
        tf1=lambda tf, x: tf.transpose(x),
        torch=lambda t, x: x.T.contiguous(),
        jax=lambda j, x: x.T,
    ),
]
