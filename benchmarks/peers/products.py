"""Matrix products: square ones, and the transposed and narrow ones of training and inference."""

from __future__ import annotations

import numpy as np

from .case import Work, array
from .function import Function


def product(m: int, k: int, n: int, transposed: str = "") -> Function:
    """[m, k] x [k, n]; the operand that is `transposed` ("A" or "B") is stored the other way round."""
    of_a, of_b = transposed == "A", transposed == "B"
    square = m == k == n

    def operands() -> list[np.ndarray]:
        return [
            array(*((k, m) if of_a else (m, k))),
            array(*((n, k) if of_b else (k, n)), seed=1),
        ]

    def plain(_, a, b):
        return (a.T if of_a else a) @ (b.T if of_b else b)

    how = f", {transposed} transposed" if transposed else ""
    return Function(
        name=f"matmul {m}" if square else f"matmul {m}x{k}x{n}{how}",
        about=f"float32 [{m}, {k}] x [{k}, {n}]"
        + (f", {transposed} stored the other way round" if transposed else ""),
        work=Work(2 * m * n * k, 4 * (m * k + k * n), 4 * m * n),
        operands=operands,
        tf1=lambda tf, a, b: tf.matmul(a, b, transpose_a=of_a, transpose_b=of_b),
        torch=plain,
        jax=plain,
    )


PRODUCTS = [
    *(product(n, n, n) for n in (64, 256, 512, 1024, 2048)),
    product(128, 784, 512),
    product(784, 128, 512, "A"),
    product(32, 1024, 1024, "B"),
    product(1, 4096, 4096),
]
