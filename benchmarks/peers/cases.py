"""All cases in the order of the table.

A case of a family (matrix products, rows, ...) knows itself how it is set up in TensorFlow's names, PyTorch
and JAX: ``in_tf1``, ``in_torch`` and ``in_jax`` prepare it outside the clock and give what is to be timed, or
that and a second one that shows what the first has changed. How graphs are built and what a call costs
differs too much for that: the engine modules have functions of their own for these. The function to be timed
takes nothing and gives a number, an array or a list of arrays, which the parent compares between engines, so
that all of them do the same work. A case that an engine has no equal of is left out there.
"""

import numpy as np

from .case import Case, array
from .convolutions import CONVOLUTION_CASES
from .networks import NETWORK_CASES
from .products import PRODUCTS
from .recurrent import RECURRENT_CASES
from .rows import ROW_CASES
from .updates import UPDATE_CASES

TOWER_LAYERS = 2000  # each a matmul and a tanh: 4,000 nodes
TOWER_WIDTH = 8
CHAIN_OPS = 1000  # element-wise, in turn a multiplication and an addition
CHAIN_SIZE = 16

GRAPH_CASES = [
    Case(name="build", about="build 4,000 matmul/tanh nodes", once=True),
    Case(name="gradients", about="add their gradients", once=True),
    Case(name="first run", about="run the gradients for the first time", once=True),
    Case(name="all three", about="from nothing to the first gradients of 4,000 nodes", once=True),
    Case(name="run, fed", about="a + b, two numbers fed"),
    Case(name="run, nothing fed", about="a + b, two variables"),
    Case(name="chain", about="1,000 element-wise ops in a row on 16 floats"),
]
FAMILIES = [
    *PRODUCTS,
    *ROW_CASES,
    *CONVOLUTION_CASES,
    *NETWORK_CASES,
    *RECURRENT_CASES,
    *UPDATE_CASES,
]
CASES = [*GRAPH_CASES, *FAMILIES]


def tower_weights() -> np.ndarray:
    """A rotation, so that 2,000 layers neither blow up nor die out at once."""
    return np.linalg.qr(array(TOWER_WIDTH, TOWER_WIDTH, seed=1))[0].astype(np.float32)


def chain_inputs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, factor and summand of the chain; its values stay near 1."""
    ones = np.ones(CHAIN_SIZE, np.float32)
    return ones, ones * np.float32(0.999), ones * np.float32(0.001)
