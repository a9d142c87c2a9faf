"""Updates of variables: rows of a table with a sparse gradient, and Adam over one large variable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Case, Work, array, integers
from .networks import ADAM_READ, ADAM_WRITTEN
from .training import Step, adam

TABLE = (50_000, 128)
ROWS = 512
LARGE = 10_000_000
RATE = 1e-3


@dataclass(frozen=True, kw_only=True)
class Embedding(Step):
    """In JAX the gradient is that of the looked-up rows, added where they came from."""

    def jax_step(self, jax: Any) -> Callable[..., Any]:
        def step(parameters: Any, slots: Any, count: Any, ids: Any) -> Any:
            (table,) = parameters
            loss, slope = jax.value_and_grad(lambda rows: (rows * rows).mean())(table[ids])
            return loss, [table.at[ids].add(-self.rate * slope)], slots, count + 1

        return step


def embedding_torch(torch: Any, parameters: Any) -> Any:
    table = torch.nn.Embedding(*TABLE, sparse=True, _weight=parameters[0])
    return [table.weight], lambda ids: table(ids).square().mean()


@dataclass(frozen=True, kw_only=True)
class AdamUpdate(Case):
    """One variable, its gradient given. Fetches nothing; the second function shows the variable."""

    def in_tf1(self, tf: Any, started: Callable[[], Any]) -> Any:
        tf.reset_default_graph()
        variable = tf.Variable(array(LARGE))
        gradient = tf.Variable(array(LARGE, seed=1), trainable=False)
        step = tf.train.AdamOptimizer(RATE).apply_gradients([(gradient, variable)])
        session = started()
        return lambda: session.run(step), lambda: session.run(variable)

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Any:
        variable = torch.from_numpy(array(LARGE)).requires_grad_()
        variable.grad = torch.from_numpy(array(LARGE, seed=1))
        # A compiled optimizer is one that is not fused by hand.
        optimizer = torch.optim.Adam([variable], lr=RATE, fused=compiled is not torch.compile)
        return compiled(lambda: optimizer.step()), lambda: variable.detach().numpy()

    def in_jax(self, jax: Any) -> Any:
        gradient = jax.numpy.asarray(array(LARGE, seed=1))
        zeros = [[jax.numpy.zeros(LARGE)] for _ in range(2)]
        state = [[jax.numpy.asarray(array(LARGE))], zeros, jax.numpy.float32(0)]

        def step(parameters: Any, slots: Any, count: Any, gradient: Any) -> Any:
            return *adam(jax, parameters, slots, [gradient], count + 1, RATE), count + 1

        run = jax.jit(step, donate_argnums=(0, 1, 2))

        def timed() -> None:
            state[:] = jax.block_until_ready(run(*state, gradient))

        return timed, lambda: np.asarray(state[0][0])


UPDATE_CASES = [
    Embedding(
        name="embedding step",
        about=f"{ROWS} rows of {list(TABLE)} looked up, mean of squares, sparse gradient descent",
        memory=True,
        work=Work(4 * ROWS * TABLE[1], 4 * ROWS * TABLE[1], 4 * ROWS * TABLE[1]),
        parameters=lambda: [array(*TABLE)],
        batch=lambda: [integers(TABLE[0], ROWS, seed=3)],
        tf1=lambda tf, p, ids: tf.reduce_mean(tf.square(tf.nn.embedding_lookup(p[0], ids))),
        torch=embedding_torch,
        jax=None,
        rate=1000.0,  # gradients are small: a mean over all elements
        adam=False,
    ),
    AdamUpdate(
        name="adam 10M",
        about="Adam over a variable of 10M floats, its gradient another variable",
        memory=True,
        work=Work(12 * LARGE, ADAM_READ * LARGE, ADAM_WRITTEN * LARGE),
    ),
]
