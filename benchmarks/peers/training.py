"""A case that is a training step: a batch is fed, the loss is fetched, the parameters change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Case


@dataclass(frozen=True, kw_only=True)
class Step(Case):
    """A network, its loss and Adam or plain gradient descent.

    parameters() are numpy arrays in TensorFlow's layouts; batch() gives what is fed. The losses:

    * ``tf1(tf, parameters, *batch)`` with variables and placeholders,
    * ``torch(torch, parameters)``, from tensors in those layouts: (what to train, function of the batch),
    * ``jax(jax, parameters, *batch)``.
    """

    parameters: Callable[[], list[np.ndarray]]
    batch: Callable[[], list[np.ndarray]]
    tf1: Callable[..., Any]
    torch: Callable[..., Any]
    jax: Callable[..., Any]
    rate: float
    adam: bool = True

    def tf1_step(self, tf: Any) -> tuple[dict[Any, np.ndarray], Any, Any]:
        """Build it in the default graph: (what to feed, loss, training step). Any number of examples fits."""
        feeds = {tf.placeholder(value.dtype, [None, *value.shape[1:]]): value for value in self.batch()}
        loss = self.tf1(tf, [tf.Variable(value) for value in self.parameters()], *feeds)
        optimizer = tf.train.AdamOptimizer if self.adam else tf.train.GradientDescentOptimizer
        return feeds, loss, optimizer(self.rate).minimize(loss)

    def in_tf1(self, tf: Any, started: Callable[[], Any]) -> Callable[[], Any]:
        """Set up in rheos or TensorFlow; `started()` gives a session, variables set."""
        tf.reset_default_graph()
        feeds, loss, step = self.tf1_step(tf)
        session = started()
        return lambda: session.run([loss, step], feeds)

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Callable[[], Any]:
        """Set up in PyTorch, with its fused Adam; `compiled` is torch.compile, or gives back what it gets."""
        trained, loss_of = self.torch(torch, [torch.from_numpy(value) for value in self.parameters()])
        trained = [value.requires_grad_() for value in trained]
        loss_of = compiled(loss_of)
        if self.adam:
            optimizer = torch.optim.Adam(trained, lr=self.rate, fused=True)
        else:
            optimizer = torch.optim.SGD(trained, lr=self.rate)
        batch = self.batch()

        def timed() -> Any:
            loss = loss_of(*map(torch.from_numpy, batch))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.detach().numpy()

        return timed

    def jax_step(self, jax: Any) -> Callable[..., Any]:
        """The step (parameters, slots, count, *batch) -> (loss, parameters, slots, count) to be compiled."""

        def step(parameters: Any, slots: Any, count: Any, *batch: Any) -> Any:
            loss, slopes = jax.value_and_grad(lambda p: self.jax(jax, p, *batch))(parameters)
            parameters, slots = adam(jax, parameters, slots, slopes, count + 1, self.rate)
            return loss, parameters, slots, count + 1

        return step

    def in_jax(self, jax: Any) -> Callable[[], Any]:
        """Set up in JAX; parameters and slots are given away, so that they can be updated in place."""
        parameters = [jax.numpy.asarray(value) for value in self.parameters()]
        slots = [[jax.numpy.zeros_like(p) for p in parameters] for _ in range(2 * self.adam)]
        state = [parameters, slots, jax.numpy.float32(0)]
        step = jax.jit(self.jax_step(jax), donate_argnums=(0, 1, 2))
        batch = self.batch()

        def timed() -> Any:
            loss, *state[:] = step(*state, *batch)
            return np.asarray(loss)

        return timed


def adam(jax: Any, parameters: Any, slots: Any, slopes: Any, count: Any, rate: float) -> tuple[Any, Any]:
    """One step of Adam as TensorFlow has it: (parameters, slots)."""
    m = [0.9 * m + 0.1 * g for m, g in zip(slots[0], slopes, strict=True)]
    v = [0.999 * v + 0.001 * g * g for v, g in zip(slots[1], slopes, strict=True)]
    rate = rate * jax.numpy.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    updates = [rate * m / (jax.numpy.sqrt(v) + 1e-8) for m, v in zip(m, v, strict=True)]
    return [p - u for p, u in zip(parameters, updates, strict=True)], [m, v]
