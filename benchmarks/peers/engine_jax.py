"""The cases in JAX, compiled by jax.jit.

"build" is tracing the forward pass. "gradients" is tracing it with its gradient, which JAX does in one go.
"first run" is compiling what was traced, and running it. Written out layer by layer, as in the other
engines; a scan would compile faster.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from . import cases as c

VERSION = jax.__version__


def tower(weights, h):
    """The 4,000 nodes."""
    for _ in range(c.TOWER_LAYERS):
        h = jnp.tanh(h @ weights)
    return h


def tower_gradient():
    """A function that JAX has not seen before: the gradient of the sum of the tower's top."""
    return jax.jit(jax.grad(lambda weights, h: tower(weights, h).sum()))


def tower_inputs():
    jax.clear_caches()
    return jnp.asarray(c.tower_weights()), jnp.asarray(c.array(c.TOWER_WIDTH, c.TOWER_WIDTH))


def build():
    inputs = tower_inputs()

    def timed():
        jax.jit(lambda weights, h: tower(weights, h)).trace(*inputs)
        return c.TOWER_LAYERS

    return timed


def gradients():
    inputs = tower_inputs()

    def timed():
        tower_gradient().trace(*inputs)
        return 1

    return timed


def first_run():
    inputs = tower_inputs()
    traced = tower_gradient().trace(*inputs)
    return lambda: np.asarray(traced.lower().compile()(*inputs))


def all_three():
    inputs = tower_inputs()
    return lambda: np.asarray(tower_gradient()(*inputs))


def run_fed():
    add = jax.jit(lambda a, b: a + b)
    return lambda: np.asarray(add(1.0, 2.0))


def run_unfed():
    add = jax.jit(lambda a, b: a + b)
    a, b = jnp.float32(1.0), jnp.float32(2.0)
    return lambda: np.asarray(add(a, b))


def chain():
    start, a, b = c.chain_inputs()
    a, b = jnp.asarray(a), jnp.asarray(b)

    @jax.jit
    def run(y, a, b):
        for i in range(c.CHAIN_OPS):
            y = y + b if i % 2 else y * a
        return y

    return lambda: np.asarray(run(start, a, b))


def cases():
    """See cases.py."""
    return {
        "build": build,
        "gradients": gradients,
        "first run": first_run,
        "all three": all_three,
        "run, fed": run_fed,
        "run, nothing fed": run_unfed,
        "chain": chain,
        **{case.name: partial(case.in_jax, jax) for case in c.FAMILIES},
    }
