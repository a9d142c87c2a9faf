"""Networks: multilayer perceptrons and a convolutional one, trained with Adam; inference with the latter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Case, Work, array, integers, weights
from .training import Step

CLASSES = 10
IMAGE = (28, 28, 1)
CNN_BATCH = 64
FILTERS = ((5, 5, 1, 32), (5, 5, 32, 64))  # each followed by a 2x2 pool
POOLED = (7, 7, 64)  # what the second pool leaves
DENSE = 1024
ADAM_READ, ADAM_WRITTEN = 16, 12  # bytes per parameter: four arrays read, three written


def with_biases(arrays: list[np.ndarray]) -> list[np.ndarray]:
    """Weights, bias, weights, bias, ...; biases start at zero."""
    return [value for w in arrays for value in (w, np.zeros(w.shape[-1], np.float32))]


def labelled(*shape: int) -> list[np.ndarray]:
    """Examples and their labels."""
    return [array(*shape, seed=2), integers(CLASSES, shape[0], seed=3)]


def tf1_loss(tf: Any, logits: Any, labels: Any) -> Any:
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def jax_loss(jax: Any, logits: Any, labels: Any) -> Any:
    return -jax.numpy.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=1).mean()


def dense(relu: Callable[[Any], Any], matmul: Callable[[Any, Any], Any], h: Any, parameters: Any) -> Any:
    """Fully connected layers, relu between them."""
    while parameters:
        w, b, *parameters = parameters
        h = matmul(h, w) + b
        h = relu(h) if parameters else h
    return h


def torch_dense(torch: Any, parameters: list[Any]) -> tuple[list[Any], Callable[[Any, list[Any]], Any]]:
    """The same with torch's layout of weights: (what to train, function of input and what to train)."""

    def logits(h: Any, parameters: list[Any]) -> Any:
        while parameters:
            w, b, *parameters = parameters
            h = torch.nn.functional.linear(h, w, b)
            h = torch.relu(h) if parameters else h
        return h

    return [p.T.contiguous() if p.ndim == 2 else p for p in parameters], logits


def mlp(name: str, sizes: tuple[int, ...], batch: int) -> Step:
    """A multilayer perceptron on flat pictures, labels sparse."""
    pairs = list(zip(sizes, sizes[1:], strict=False))
    count = sum(n * m for n, m in pairs)

    def torch(torch: Any, parameters: Any) -> Any:
        trained, logits = torch_dense(torch, parameters)
        cross_entropy = torch.nn.functional.cross_entropy
        return trained, lambda x, labels: cross_entropy(logits(x, trained), labels.long())

    return Step(
        name=name,
        about=f"MLP {'-'.join(map(str, sizes))}, batch {batch}, Adam, everything fed",
        memory=True,
        work=Work(
            2 * batch * (3 * count - sizes[0] * sizes[1]) + 12 * count,
            ADAM_READ * count + 4 * batch * sum(sizes),
            ADAM_WRITTEN * count,
        ),
        parameters=lambda: with_biases([weights(n, m, seed=4) for n, m in pairs]),
        batch=lambda: labelled(batch, sizes[0]),
        tf1=lambda tf, p, x, labels: tf1_loss(tf, dense(tf.nn.relu, tf.matmul, x, p), labels),
        torch=torch,
        jax=lambda jax, p, x, labels: jax_loss(jax, dense(jax.nn.relu, jax.numpy.matmul, x, p), labels),
        rate=1e-3,
    )


def cnn_parameters() -> list[np.ndarray]:
    """Two convolutions, two dense layers."""
    shapes = [*FILTERS, (int(np.prod(POOLED)), DENSE), (DENSE, CLASSES)]
    return with_biases([weights(*shape, seed=5 + i) for i, shape in enumerate(shapes)])


def cnn_tf1(tf: Any, parameters: Any, x: Any) -> Any:
    """Logits."""
    for w, b in (parameters[:2], parameters[2:4]):
        x = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, w, [1, 1, 1, 1], "SAME"), b))
        x = tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
    return dense(tf.nn.relu, tf.matmul, tf.reshape(x, [-1, int(np.prod(POOLED))]), parameters[4:])


def cnn_torch(torch: Any, parameters: Any) -> tuple[list[Any], Callable[[Any], Any]]:
    """(What to train, the function from images to logits); channels last in memory, as it is fastest."""
    functional, last = torch.nn.functional, torch.channels_last
    filters = [w.permute(3, 2, 0, 1).contiguous(memory_format=last) for w in parameters[0:4:2]]
    # A row per input: torch flattens the channels first.
    first = parameters[4].reshape(*POOLED, DENSE).permute(2, 0, 1, 3).reshape(-1, DENSE)
    layers, logits = torch_dense(torch, [first, *parameters[5:]])
    trained = [filters[0], parameters[1], filters[1], parameters[3], *layers]

    def run(x: Any) -> Any:
        x = x.permute(0, 3, 1, 2)
        for w, b in (trained[:2], trained[2:4]):
            x = functional.max_pool2d(torch.relu(functional.conv2d(x, w, b, padding=2)), 2)
        return logits(x.flatten(1), trained[4:])

    return trained, run


def cnn_jax(jax: Any, parameters: Any, x: Any) -> Any:
    """Logits."""
    for w, b in (parameters[:2], parameters[2:4]):
        x = jax.lax.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        x = jax.nn.relu(x + b)
        x = jax.lax.reduce_window(x, -np.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "SAME")
    return dense(jax.nn.relu, jax.numpy.matmul, x.reshape(-1, int(np.prod(POOLED))), parameters[4:])


def cnn_step_torch(torch: Any, parameters: Any) -> Any:
    trained, run = cnn_torch(torch, parameters)
    return trained, lambda x, labels: torch.nn.functional.cross_entropy(run(x), labels.long())


def cnn_flops(training: bool) -> float:
    """Multiplications and additions; images need no gradient."""
    sides = (28, 14)
    convolutions = [
        2.0 * CNN_BATCH * side**2 * np.prod(shape) for side, shape in zip(sides, FILTERS, strict=True)
    ]
    layers = 2.0 * CNN_BATCH * (np.prod(POOLED) * DENSE + DENSE * CLASSES)
    forward = sum(convolutions) + layers
    return float(3 * forward - convolutions[0] if training else forward)


CNN_COUNT = sum(int(np.prod(shape)) for shape in (*FILTERS, (*POOLED, DENSE), (DENSE, CLASSES)))
CNN_ABOUT = "two 5x5 convolutions (32, 64) with relu and 2x2 pools, dense 1024, 10"


@dataclass(frozen=True, kw_only=True)
class Inference(Case):
    """The logits of a fed batch of images."""

    def in_tf1(self, tf: Any, started: Callable[[], Any]) -> Callable[[], Any]:
        tf.reset_default_graph()
        x = tf.placeholder(tf.float32, [None, *IMAGE])
        logits = cnn_tf1(tf, [tf.Variable(value) for value in cnn_parameters()], x)
        feeds, session = {x: labelled(CNN_BATCH, *IMAGE)[0]}, started()
        return lambda: session.run(logits, feeds)

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Callable[[], Any]:
        _, run = cnn_torch(torch, [torch.from_numpy(value) for value in cnn_parameters()])
        run, images = compiled(run), labelled(CNN_BATCH, *IMAGE)[0]

        def timed() -> Any:
            with torch.no_grad():
                return run(torch.from_numpy(images)).numpy()

        return timed

    def in_jax(self, jax: Any) -> Callable[[], Any]:
        parameters = [jax.numpy.asarray(value) for value in cnn_parameters()]
        run, images = jax.jit(lambda p, x: cnn_jax(jax, p, x)), labelled(CNN_BATCH, *IMAGE)[0]
        return lambda: np.asarray(run(parameters, images))


TRAIN_STEP = mlp("train step", (784, 256, 128, CLASSES), 128)
NETWORK_CASES = [
    TRAIN_STEP,
    mlp("mlp step, batch 32", (784, 512, 512, CLASSES), 32),
    mlp("mlp step, batch 128", (784, 512, 512, CLASSES), 128),
    Step(
        name="cnn step",
        about=f"{CNN_ABOUT}; batch {CNN_BATCH}, Adam, everything fed",
        memory=True,
        work=Work(cnn_flops(True) + 12 * CNN_COUNT, ADAM_READ * CNN_COUNT, ADAM_WRITTEN * CNN_COUNT),
        parameters=cnn_parameters,
        batch=lambda: labelled(CNN_BATCH, *IMAGE),
        tf1=lambda tf, p, x, labels: tf1_loss(tf, cnn_tf1(tf, p, x), labels),
        torch=cnn_step_torch,
        jax=lambda jax, p, x, labels: jax_loss(jax, cnn_jax(jax, p, x), labels),
        rate=1e-4,
    ),
    Inference(
        name="cnn inference",
        about=f"{CNN_ABOUT}; batch {CNN_BATCH}, images fed, logits fetched",
        work=Work(cnn_flops(False), 4 * CNN_COUNT),
    ),
]
