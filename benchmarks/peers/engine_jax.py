"""The cases in JAX, compiled by jax.jit.

"build" is tracing the forward pass. "gradients" is tracing it with its gradient, which JAX does in one go.
"first run" is compiling what was traced, and running it. Written out layer by layer, as in the other
engines; a scan would compile faster.
"""

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


def matmul(n):
    def setup():
        a, b = jnp.asarray(c.array(n, n)), jnp.asarray(c.array(n, n, seed=1))
        run = jax.jit(jnp.matmul)
        return lambda: np.asarray(run(a, b))

    return setup


def convolution(name):
    def setup():
        image, filters = c.CONVOLUTIONS[name]
        apart = name.startswith("depthwise")
        x, w = jnp.asarray(c.array(*image)), jnp.asarray(c.array(*filters, seed=1))
        w = w.reshape(*filters[:2], 1, -1) if apart else w
        dy = jnp.asarray(c.array(*image[:3], w.shape[3], seed=2))

        def forward(x, w):
            layouts = ("NHWC", "HWIO", "NHWC")
            groups = image[3] if apart else 1
            return jax.lax.conv_general_dilated(
                x, w, (1, 1), "SAME", dimension_numbers=layouts, feature_group_count=groups
            )

        @jax.jit
        def run(x, w, dy):
            y, back = jax.vjp(forward, x, w)
            return [y, *back(dy)]

        return lambda: [np.asarray(value) for value in run(x, w, dy)]

    return setup


def million(function):
    def setup():
        x = jnp.asarray(c.array(1000, 1000))
        run = jax.jit(function)
        return lambda: np.asarray(run(x))

    return setup


def gelu(x):
    return 0.5 * x * (1.0 + jnp.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def train_step():
    pictures, labels, starts = c.mlp_inputs()
    parameters = [(jnp.asarray(w), jnp.zeros(w.shape[1])) for w in starts]
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state = [parameters, zeros, zeros, jnp.float32(0)]

    def loss_of(parameters, x, y):
        h = x
        for i, (w, b) in enumerate(parameters):
            h = h @ w + b
            if i + 1 < len(parameters):
                h = jax.nn.relu(h)
        return -jnp.take_along_axis(jax.nn.log_softmax(h), y[:, None], axis=1).mean()

    @jax.jit
    def step(parameters, m, v, t, x, y):
        loss, slopes = jax.value_and_grad(loss_of)(parameters, x, y)
        t = t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, slopes)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, slopes)
        rate = c.MLP_RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        update = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), parameters, m, v)
        return update, m, v, t, loss

    def timed():
        *state[:], loss = step(*state, pictures, labels)
        return np.asarray(loss)

    return timed


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
        "matmul 64": matmul(64),
        "matmul 256": matmul(256),
        "matmul 1024": matmul(1024),
        "gelu 1M": million(gelu),
        "sum 1M": million(lambda x: x.sum(1)),
        "softmax 1M": million(lambda x: jax.nn.softmax(x, axis=1)),
        **{name: convolution(name) for name in c.CONVOLUTIONS},
        "train step": train_step,
    }
