"""Training steps with Adam: a perceptron, a convolutional network, an LSTM. A batch is fed to each step.

The sizes are those of `benchmarks/peers` in the source tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Built, Case, numbers

__all__ = ["cases"]

CLASSES = 10
RATE = 1e-3


@dataclass(frozen=True)
class _Network:
    """`tf` gives logits, from the package, parameters and a batch of inputs.

    `torch` gives what to train and the function of a batch of inputs, from the package, the device and
    parameters.
    """

    name: str
    about: str
    inputs: tuple[int, ...]
    shapes: list[tuple[int, ...]]
    tf: Callable[[Any, list[Any], Any], Any]
    torch: Callable[[Any, Any, list[Any]], tuple[list[Any], Callable[[Any], Any]]]
    flops: float

    def parameters(self) -> list[np.ndarray]:
        """Weights keep the size of what passes through them; biases are 0."""
        return [
            numbers(*shape, seed=i) * np.float32((12 / np.prod(shape[:-1])) ** 0.5)
            if len(shape) > 1
            else np.zeros(shape, np.float32)
            for i, shape in enumerate(self.shapes)
        ]

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        labels = np.random.default_rng(1).integers(0, CLASSES, self.inputs[0]).astype(np.int32)
        return numbers(*self.inputs, seed=9), labels

    def case(self, fetched: bool) -> Case:
        """The step; `fetched` has each step wait for its loss, as programs do that print it."""

        def build(tf: Any) -> Built:
            x, labels = self.batch()
            feeds = {tf.placeholder(tf.float32, x.shape): x, tf.placeholder(tf.int32, labels.shape): labels}
            fed, wanted = feeds
            logits = self.tf(tf, [tf.Variable(value) for value in self.parameters()], fed)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=wanted, logits=logits)
            loss = tf.reduce_mean(losses)
            step = tf.train.AdamOptimizer(RATE).minimize(loss)
            return Built([loss, step] if fetched else step, feeds)

        def torch(torch: Any, device: Any) -> Callable[[], Any]:
            made = [torch.from_numpy(p).to(device).requires_grad_() for p in self.parameters()]
            trained, logits_of = self.torch(torch, device, made)
            optimizer = torch.optim.Adam(trained, lr=RATE, fused=True)
            x, labels = (torch.from_numpy(value) for value in self.batch())

            def run() -> Any:
                logits = logits_of(x.to(device))
                loss = torch.nn.functional.cross_entropy(logits, labels.to(device).long())
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                return loss.item() if fetched else loss

            return run

        name = f"{self.name}, loss fetched" if fetched else self.name
        return Case(name, self.about, build, torch, flops=self.flops, fetched=fetched)


def _dense(relu: Any, matmul: Any, h: Any, parameters: list[Any]) -> Any:
    while parameters:
        w, b, *parameters = parameters
        h = matmul(h, w) + b
        h = relu(h) if parameters else h
    return h


def _mlp(batch: int, sizes: tuple[int, ...]) -> _Network:
    pairs = list(zip(sizes, sizes[1:], strict=False))
    return _Network(
        "MLP step",
        f"{'-'.join(map(str, sizes))}, batch {batch}",
        (batch, sizes[0]),
        [shape for n, m in pairs for shape in ((n, m), (m,))],
        lambda tf, p, x: _dense(tf.nn.relu, tf.matmul, x, p),
        lambda torch, _, p: (p, lambda x: _dense(torch.relu, torch.matmul, x, p)),
        2.0 * batch * (3 * sum(n * m for n, m in pairs) - sizes[0] * sizes[1]),
    )


def _cnn(batch: int, side: int, filters: tuple[int, int], dense: int) -> _Network:
    flat = (side // 4) ** 2 * filters[1]

    def tf(tf: Any, p: list[Any], x: Any) -> Any:
        for w, b in (p[:2], p[2:4]):
            x = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME"), b))
            x = tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
        return _dense(tf.nn.relu, tf.matmul, tf.reshape(x, [-1, flat]), p[4:])

    def torch(torch: Any, _: Any, p: list[Any]) -> tuple[list[Any], Callable[[Any], Any]]:
        functional = torch.nn.functional

        def logits(x: Any) -> Any:
            x = x.permute(0, 3, 1, 2)
            for w, b in (p[:2], p[2:4]):
                x = functional.conv2d(x, w.permute(3, 2, 0, 1), b, padding="same")
                x = functional.max_pool2d(torch.relu(x), 2)
            return _dense(torch.relu, torch.matmul, x.permute(0, 2, 3, 1).flatten(1), p[4:])

        return p, logits

    first = 2.0 * batch * side**2 * 25 * filters[0]
    forward = first + 2.0 * batch * ((side // 2) ** 2 * 25 * filters[0] * filters[1])
    forward += 2.0 * batch * (flat * dense + dense * CLASSES)
    return _Network(
        "CNN step",
        f"5x5 convolutions {filters} with pools, dense {dense}, {side}x{side}, batch {batch}",
        (batch, side, side, 1),
        [
            *((5, 5, 1, filters[0]), (filters[0],), (5, 5, *filters), (filters[1],)),
            *((flat, dense), (dense,), (dense, CLASSES), (CLASSES,)),
        ],
        tf,
        torch,
        3 * forward - first,
    )


def _lstm(batch: int, steps: int, inputs: int, units: int) -> _Network:
    """Unrolled in time, as TensorFlow 1 programs do; in PyTorch the LSTM of its library."""

    def tf(tf: Any, p: list[Any], x: Any) -> Any:
        h = c = tf.zeros([batch, units])
        for now in tf.unstack(x, axis=1):
            gates = tf.nn.bias_add(tf.matmul(tf.concat([now, h], 1), p[0]), p[1])
            i, j, f, o = tf.split(gates, 4, 1)
            c = c * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
            h = tf.tanh(c) * tf.sigmoid(o)
        return tf.matmul(h, p[2]) + p[3]

    def torch(torch: Any, device: Any, p: list[Any]) -> tuple[list[Any], Callable[[Any], Any]]:
        lstm = torch.nn.LSTM(inputs, units, batch_first=True).to(device)
        return [*lstm.parameters(), *p[2:]], lambda x: lstm(x)[0][:, -1] @ p[2] + p[3]

    return _Network(
        "LSTM step",
        f"{units} units, {steps} steps of {inputs} inputs, unrolled, batch {batch}",
        (batch, steps, inputs),
        [(inputs + units, 4 * units), (4 * units,), (units, CLASSES), (CLASSES,)],
        tf,
        torch,
        3 * steps * 2.0 * batch * (inputs + units) * 4 * units,
    )


def cases(quick: bool) -> list[Case]:
    """Each network twice: steps that wait for nothing, and steps that wait for their loss.

    Examples
    --------
    >>> len(cases(True))
    6
    """
    networks = [
        _mlp(8, (16, 8, CLASSES)) if quick else _mlp(128, (784, 512, 512, CLASSES)),
        _cnn(2, 8, (2, 3), 8) if quick else _cnn(64, 28, (32, 64), 1024),
        _lstm(2, 3, 4, 4) if quick else _lstm(128, 28, 28, 128),
    ]
    return [network.case(fetched) for network in networks for fetched in (False, True)]
