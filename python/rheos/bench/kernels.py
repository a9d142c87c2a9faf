"""Kernels: what moves memory, products, convolutions.

Results go into variables; those of element-wise work are written there in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .case import Built, Case, numbers

__all__ = ["cases"]

# Links of the element-wise chain; each is a multiplication, an addition and a tanh.
CHAIN = 5


def _elementwise(name: str, about: str, count: int, arrays: int, of: Callable[..., Any]) -> Case:
    """A case whose result replaces the last of `arrays` vectors; `of(tanh, *vectors)` computes it."""

    def build(tf: Any) -> Built:
        vectors = [tf.Variable(tf.fill([count], 0.5)) for _ in range(arrays)]
        return Built(vectors[-1].assign(of(tf.tanh, *vectors)).op)

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        vectors = [torch.full([count], 0.5, device=device) for _ in range(arrays)]

        def run() -> None:
            vectors[-1] = of(torch.tanh, *vectors)

        return run

    # The result is written; the last vector is read only where the formula has it.
    read = arrays if arrays == 3 else 1
    return Case(name, about, build, torch, bytes=4.0 * count * (read + 1))


def _chain(tanh: Any, x: Any, _: Any) -> Any:
    for _ in range(CHAIN):
        x = tanh(x * 1.01 + 0.1)
    return x


def _reduction(name: str, rows: int, columns: int, axis: int | None, softmax: bool = False) -> Case:
    def build(tf: Any) -> Built:
        x = tf.Variable(numbers(rows, columns))
        y = tf.nn.softmax(x) if softmax else tf.reduce_sum(x, axis)
        into = tf.Variable(tf.zeros(y.shape))
        return Built(into.assign(y).op)

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        x = torch.from_numpy(numbers(rows, columns)).to(device)
        if softmax:
            return lambda: torch.softmax(x, 1)
        return lambda: x.sum() if axis is None else x.sum(axis)

    about = f"float32[{rows}, {columns}]"
    return Case(name, about, build, torch, bytes=4.0 * rows * columns * (2 if softmax else 1))


def _matmul(rows: int, size: int, links: int) -> Case:
    """Products of a matrix with the same square one, each with the result of the one before."""

    def build(tf: Any) -> Built:
        a, b = tf.Variable(numbers(rows, size)), tf.Variable(numbers(size, size, seed=1) * (12 / size) ** 0.5)
        y = a
        for _ in range(links):
            y = tf.matmul(y, b)
        return Built(tf.Variable(tf.zeros([rows, size])).assign(y).op)

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        a = torch.from_numpy(numbers(rows, size)).to(device)
        b = torch.from_numpy(numbers(size, size, seed=1)).to(device) * (12 / size) ** 0.5

        def run() -> Any:
            y = a
            for _ in range(links):
                y = y @ b
            return y

        return run

    name = f"matmul {size}" if rows == size else f"matmul {rows}x{size}"
    about = f"{links} products [{rows}, {size}] by [{size}, {size}] in a run"
    return Case(name, about, build, torch, flops=2.0 * links * rows * size * size)


def _conv(batch: int, side: int, channels: int, backward: bool) -> Case:
    """A 3x3 convolution, or its two gradients."""
    image, window = (batch, side, side, channels), (3, 3, channels, channels)

    def build(tf: Any) -> Built:
        x, w = tf.Variable(numbers(*image)), tf.Variable(numbers(*window, seed=1) / channels)
        y = tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME")
        if not backward:
            return Built(tf.Variable(tf.zeros(image)).assign(y).op)
        slope = tf.Variable(numbers(*image, seed=2))
        dx, dw = tf.gradients(y, [x, w], grad_ys=slope)
        into = tf.Variable(tf.zeros(image)), tf.Variable(tf.zeros(window))
        return Built(tf.group(into[0].assign(dx), into[1].assign(dw)))

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        last = torch.channels_last
        x = torch.from_numpy(numbers(*image)).to(device).permute(0, 3, 1, 2)
        w = torch.from_numpy(numbers(*window, seed=1) / channels).to(device).permute(3, 2, 0, 1)
        w = w.contiguous(memory_format=last)
        conv = torch.nn.functional.conv2d
        if not backward:
            return lambda: conv(x, w, padding=1)
        slope = torch.from_numpy(numbers(*image, seed=2)).to(device).permute(0, 3, 1, 2)
        x.requires_grad_(), w.requires_grad_()
        y = conv(x, w, padding=1)
        return lambda: torch.autograd.grad(y, [x, w], slope, retain_graph=True)

    about = f"NHWC {list(image)} with {list(window)}, {'both gradients' if backward else 'forward'}"
    flops = 2.0 * batch * side * side * 9 * channels * channels * (2 if backward else 1)
    return Case(f"conv 3x3{' gradients' if backward else ''}", about, build, torch, flops=flops)


def cases(quick: bool, binding: int) -> list[Case]:
    """All kernels; `binding` is the most bytes of one operand.

    Examples
    --------
    >>> [case.name for case in cases(True, 1 << 27)][:2]
    ['copy', 'multiply-add']
    """
    count = 1 << 12 if quick else min(1 << 26, binding // 4)
    side = 64 if quick else min(8192, int((binding // 4) ** 0.5))
    sizes = [(16, 16)] if quick else [(n, n) for n in (256, 512, 1024, 2048, 4096)] + [(1, 4096)]
    image = (1, 8, 4) if quick else (32, 56, 64)
    floats = f"float32[{count}]"
    return [
        _elementwise("copy", f"v = u + 1, {floats}", count, 2, lambda _, u, v: u + 1.0),
        _elementwise("multiply-add", f"w = u * v + w, {floats}", count, 3, lambda _, u, v, w: u * v + w),
        _elementwise("chain", f"v = {CHAIN} times tanh(x * a + b) of u, {floats}", count, 2, _chain),
        _reduction("sum of columns", side, side, 0),
        _reduction("sum of rows", side, side, 1),
        _reduction("sum of all", side, side, None),
        _reduction("softmax", side, side, 1, softmax=True),
        *(_matmul(rows, size, 2 if quick else max(1, min(10, 10240 // size))) for rows, size in sizes),
        _conv(*image, backward=False),
        _conv(*image, backward=True),
    ]
