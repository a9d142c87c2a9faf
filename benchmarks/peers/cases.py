"""The cases: their names, sizes and data. What an engine does with them is in its own engine_*.py.

An engine module has a function ``cases()`` that gives, per name below, a *setup* function; calling it
prepares the case outside the clock and gives the function to be timed. That function takes nothing and
gives a number or an array as its first result: the parent compares them between engines, so that all of
them do the same work. A case that an engine has no equal of is left out there.
"""

from dataclasses import dataclass

import numpy as np

TOWER_LAYERS = 2000  # each a matmul and a tanh: 4,000 nodes
TOWER_WIDTH = 8
CHAIN_OPS = 1000  # element-wise, in turn a multiplication and an addition
CHAIN_SIZE = 16
MLP_SIZES = (784, 256, 128, 10)
MLP_BATCH = 128
MLP_RATE = 1e-3
# Images (channels last) and filters; "depthwise" ones keep channels apart.
CONVOLUTIONS = {
    "conv 3x3": ((8, 56, 56, 64), (3, 3, 64, 64)),
    "conv 5x5, 1 channel": ((64, 28, 28, 1), (5, 5, 1, 32)),
    "conv 5x5": ((64, 14, 14, 32), (5, 5, 32, 64)),
    "conv 1x1": ((8, 28, 28, 256), (1, 1, 256, 64)),
    "depthwise 3x3": ((8, 56, 56, 64), (3, 3, 64, 1)),
}


@dataclass(frozen=True)
class Case:
    """One thing to time.

    once: it can be done only once per setup (tracing, compiling), so each timing has a setup of its own.
    op: it is one op of the table in million.py, which is asked for by `--ops`.
    """

    name: str
    about: str
    once: bool = False
    op: bool = False


CASES = [
    Case("build", "build 4,000 matmul/tanh nodes", once=True),
    Case("gradients", "add their gradients", once=True),
    Case("first run", "run the gradients for the first time", once=True),
    Case("all three", "from nothing to the first gradients of 4,000 nodes", once=True),
    Case("run, fed", "a + b, two numbers fed"),
    Case("run, nothing fed", "a + b, two variables"),
    Case("chain", "1,000 element-wise ops in a row on 16 floats"),
    Case("matmul 64", "float32 [64, 64] x [64, 64]"),
    Case("matmul 256", "float32 [256, 256] x [256, 256]"),
    Case("matmul 1024", "float32 [1024, 1024] x [1024, 1024]"),
    Case("gelu 1M", "the tanh form of gelu on a million floats, as 8 ops"),
    Case("sum 1M", "sums of the rows of [1000, 1000]"),
    Case("softmax 1M", "softmax of the rows of [1000, 1000]"),
    *(
        Case(name, f"images {list(x)}, filters {list(w)}: the result and both gradients")
        for name, (x, w) in CONVOLUTIONS.items()
    ),
    Case("train step", "MLP 784-256-128-10, batch 128, Adam, everything fed"),
]


def array(*shape: int, seed: int = 0) -> np.ndarray:
    """Normal numbers, float32, the same in each engine."""
    return np.random.RandomState(seed).normal(size=shape).astype(np.float32)


def tower_weights() -> np.ndarray:
    """A rotation, so that 2,000 layers neither blow up nor die out at once."""
    return np.linalg.qr(array(TOWER_WIDTH, TOWER_WIDTH, seed=1))[0].astype(np.float32)


def chain_inputs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, factor and summand of the chain; its values stay near 1."""
    ones = np.ones(CHAIN_SIZE, np.float32)
    return ones, ones * np.float32(0.999), ones * np.float32(0.001)


def mlp_inputs() -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Pictures [128, 784], labels int32 [128], and the weight matrices (biases start at zero)."""
    labels = np.random.RandomState(3).randint(0, MLP_SIZES[-1], MLP_BATCH).astype(np.int32)
    weights = [
        array(n, m, seed=4) * np.float32((2 / n) ** 0.5)
        for n, m in zip(MLP_SIZES, MLP_SIZES[1:], strict=False)
    ]
    return array(MLP_BATCH, MLP_SIZES[0], seed=2), labels, weights
