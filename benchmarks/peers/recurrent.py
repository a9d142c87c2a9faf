"""An LSTM, unrolled in time as TensorFlow 1 programs do, trained with Adam."""

from __future__ import annotations

from typing import Any

import numpy as np

from .case import Work, weights
from .networks import ADAM_READ, ADAM_WRITTEN, CLASSES, jax_loss, labelled, tf1_loss
from .training import Step

UNITS = 128
STEPS = 28
INPUTS = 28
BATCH = 128
FORGET_BIAS = 1.0  # added to the forget gate, as BasicLSTMCell does


def parameters() -> list[np.ndarray]:
    """Kernel and bias of the cell (gates: input, candidate, forget, output), and of the last layer."""
    return [
        weights(INPUTS + UNITS, 4 * UNITS, seed=4) * np.float32(0.7),
        np.zeros(4 * UNITS, np.float32),
        weights(UNITS, CLASSES, seed=5),
        np.zeros(CLASSES, np.float32),
    ]


def tf1(tf: Any, parameters: Any, x: Any, labels: Any) -> Any:
    kernel, bias, out, out_bias = parameters
    h = c = tf.zeros([BATCH, UNITS])
    for now in tf.unstack(x, axis=1):
        gates = tf.nn.bias_add(tf.matmul(tf.concat([now, h], 1), kernel), bias)
        i, j, f, o = tf.split(gates, 4, 1)
        c = c * tf.sigmoid(f + FORGET_BIAS) + tf.sigmoid(i) * tf.tanh(j)
        h = tf.tanh(c) * tf.sigmoid(o)
    return tf1_loss(tf, tf.matmul(h, out) + out_bias, labels)


def torch(torch: Any, parameters: Any) -> Any:
    """With nn.LSTM: its gates come in the order input, forget, candidate, output, and it has two biases."""
    kernel, bias, out, out_bias = parameters
    bias = bias + FORGET_BIAS * (torch.arange(4 * UNITS) // UNITS == 2)
    order = torch.arange(4 * UNITS).reshape(4, UNITS)[[0, 2, 1, 3]].reshape(-1)
    lstm, layer = torch.nn.LSTM(INPUTS, UNITS, batch_first=True), torch.nn.Linear(UNITS, CLASSES)
    values = {
        lstm.weight_ih_l0: kernel[:INPUTS, order].T,
        lstm.weight_hh_l0: kernel[INPUTS:, order].T,
        lstm.bias_ih_l0: bias[order],
        lstm.bias_hh_l0: torch.zeros(4 * UNITS),
        layer.weight: out.T,
        layer.bias: out_bias,
    }
    with torch.no_grad():
        for parameter, value in values.items():
            parameter.copy_(value)
    lstm.bias_hh_l0.requires_grad_(False)  # two trained biases would learn at twice the rate

    def loss(x: Any, labels: Any) -> Any:
        return torch.nn.functional.cross_entropy(layer(lstm(x)[0][:, -1]), labels.long())

    return [parameter for parameter in values if parameter.requires_grad], loss


def jax(jax: Any, parameters: Any, x: Any, labels: Any) -> Any:
    """With lax.scan, which is faster than 28 steps written out."""
    numpy = jax.numpy
    kernel, bias, out, out_bias = parameters

    def cell(state: Any, now: Any) -> Any:
        h, c = state
        i, j, f, o = numpy.split(numpy.concatenate([now, h], 1) @ kernel + bias, 4, 1)
        c = c * jax.nn.sigmoid(f + FORGET_BIAS) + jax.nn.sigmoid(i) * numpy.tanh(j)
        return (numpy.tanh(c) * jax.nn.sigmoid(o), c), None

    zeros = numpy.zeros([BATCH, UNITS])
    (h, _), _ = jax.lax.scan(cell, (zeros, zeros), numpy.swapaxes(x, 0, 1))
    return jax_loss(jax, h @ out + out_bias, labels)


KERNEL = (INPUTS + UNITS) * 4 * UNITS
RECURRENT_CASES = [
    Step(
        name="lstm step",
        about=f"LSTM of {UNITS} units, {STEPS} steps of {INPUTS} inputs, batch {BATCH}, unrolled, Adam",
        memory=True,
        # Gates, cell and output of each step are written once and read once.
        work=Work(
            3 * STEPS * 2 * BATCH * KERNEL,
            ADAM_READ * KERNEL + 4 * STEPS * BATCH * 6 * UNITS,
            ADAM_WRITTEN * KERNEL + 4 * STEPS * BATCH * 6 * UNITS,
        ),
        parameters=parameters,
        batch=lambda: labelled(BATCH, STEPS, INPUTS),
        tf1=tf1,
        torch=torch,
        jax=jax,
        rate=1e-3,
    )
]
