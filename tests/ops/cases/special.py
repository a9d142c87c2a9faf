"""Rows of special functions, against scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special, stats

from tests.ops.harness import FLOATS, Case, uniform

WIDE = ["float32", "float64"]
INF, NAN = np.inf, np.nan


def spread(count: int, low: float, high: float, seed: int) -> np.ndarray:
    """Make numbers whose logarithms are even."""
    return np.exp(uniform(count, low=np.log(low), high=np.log(high), seed=seed))


def pairs(first: Any, second: Any) -> list[list[np.ndarray]]:
    """Make samples of broadcast shapes: equal, stretched, a scalar, nothing."""
    return [
        [first((2, 3)), second((2, 3))],
        [first((3, 1)), second((4,))],
        [first(()), second((5,))],
        [first((2, 0, 3)), second((1, 3))],
    ]


def between(low: float, high: float, seed: int) -> Any:
    return lambda shape: uniform(*shape, low=low, high=high, seed=seed)


SHAPE = spread(3000, 1e-3, 2e3, 1)
#: From far below the shape to far above it, and near large ones.
LIMIT = SHAPE * np.exp(uniform(3000, low=-2, high=2, seed=2))
LARGE = spread(500, 150, 1e6, 3)
NEAR = LARGE * (1 + uniform(500, low=-4, high=4, seed=4) / np.sqrt(LARGE))
EDGE_A = np.array([0.0, -1.0, 2.0, 2.0, 2.0, 2.0, INF, 2.0, NAN, 0.5, 1e-30])
EDGE_X = np.array([1.0, 1.0, 0.0, -1.0, INF, NAN, 1.0, 1e30, 1.0, 1e4, 0.5])
ORDERS = np.rint(uniform(1000, low=0, high=12, seed=5))
ORDER_X = spread(1000, 0.05, 200, 6)


def of_positive_shape(function: Any) -> Any:
    """TensorFlow's value at a shape of zero is NaN, where scipy's is a limit."""
    return lambda a, x: np.where((a <= 0) & (x != 0), NAN, function(a, x))


def slope(function: Any, a: np.ndarray, x: np.ndarray, step: float) -> np.ndarray:
    """Differences of fourth order by the first operand."""
    near = function(a + step, x) - function(a - step, x)
    far = function(a + 2 * step, x) - function(a - 2 * step, x)
    return (8 * near - far) / (12 * step)


def sample_slope(alpha: np.ndarray, sample: np.ndarray) -> np.ndarray:
    """How quantiles move with the shape."""
    return -slope(special.gammainc, alpha, sample, 2e-3) / stats.gamma.pdf(sample, alpha)


BETA = [spread(3000, 0.01, 300, 7), spread(3000, 0.01, 300, 8)]
# Denormal numbers count as zero.
BETA_X = np.maximum(np.random.default_rng(9).beta(*BETA), np.finfo(np.float32).tiny)
BETA_EDGES = [
    np.array([0.0, -1.0, 2.0, 2.0, 2.0, 2.0, 2.0, NAN, 1e3, 1e5]),
    np.array([1.0, 1.0, 0.0, 3.0, 3.0, 3.0, 3.0, 1.0, 2e3, 1e5]),
    np.array([0.5, 0.5, 0.5, 0.0, 1.0, 1.5, NAN, 0.5, 0.34, 0.5]),
]
ZETA_X = 1 + spread(1000, 0.01, 60, 10)
ZETA_Q = spread(1000, 0.05, 300, 11)
POINTS = np.array([0.0, -0.0, INF, -INF, NAN, 8.0, -8.0, 7.99, 1e30, 1e-30, 700.0])
SHARES = np.concatenate([uniform(500, low=0, high=1, seed=12), spread(500, 1e-30, 0.1, 13)])


def reference_zeta(x: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Negative whole exponents, which scipy refuses, by the terms themselves."""
    out = np.asarray(special.zeta(x, np.where(q > 0, q, 1.0)))
    x, q = np.broadcast_arrays(x, q)
    for place in zip(*np.nonzero((q < 0) & (q != np.floor(q)) & (x == np.floor(x))), strict=True):
        count = int(-np.floor(q[place]))
        out[place] = sum((q[place] + k) ** -x[place] for k in range(count)) + special.zeta(
            x[place], q[place] + count
        )
    out[(q <= 0) & (q == np.floor(q))] = np.where(x % 2 == 0, INF, NAN)[(q <= 0) & (q == np.floor(q))]
    out[(q < 0) & (x != np.floor(x))] = NAN
    out[(x < 1) | np.isnan(q)] = NAN
    out[x == 1] = INF
    return out


def polygamma(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    value = special.polygamma(np.where(a >= 0, np.floor(a), 0).astype(int), x)
    return np.where((a >= 0) & (a == np.floor(a)), value, NAN)


CASES = [
    Case(
        "Igamma",
        [
            *pairs(between(0.3, 5, 1), between(0.1, 8, 2)),
            [SHAPE, LIMIT],
            [LARGE, NEAR],
            [EDGE_A, EDGE_X],
        ],
        of_positive_shape(special.gammainc),
        dtypes=WIDE,
        grad=1,
        grad_samples=3,
        tol=2e-11,
        errors=[([uniform(2, 3), uniform(4)], {}, ValueError, "cannot be broadcast")],
    ),
    Case(
        "Igamma",
        [[uniform(4, low=1, high=3), uniform(4, low=1, high=3)]],
        special.gammainc,
        dtypes=FLOATS,
        label="types",
    ),
    Case(
        "Igamma",
        [[uniform(4, low=1, high=3), uniform(4, low=1, high=3, seed=1)]],
        special.gammainc,
        differentiable=[1],
        fixed=[0],
        grad=2,
        label="second order",
    ),
    Case(
        "Igammac",
        [
            *pairs(between(0.3, 5, 1), between(0.1, 8, 2)),
            [SHAPE, LIMIT],
            [LARGE, NEAR],
            [np.array([1e-10, 1e-3, 0.1]), np.array([0.3, 0.9, 1.05])],
        ],
        special.gammaincc,
        dtypes=WIDE,
        grad=1,
        grad_samples=3,
        tol=2e-11,
    ),
    Case(
        "Igammac",
        [[EDGE_A, EDGE_X]],
        lambda a, x: np.where((a > 0) & (x >= 0), special.gammaincc(a, x), NAN),
        label="edges",
    ),
    Case(
        "IgammaGradA",
        [
            *pairs(between(0.3, 5, 1), between(0.1, 8, 2)),
            [spread(200, 0.1, 100, 1), spread(200, 0.1, 100, 2)],
        ],
        lambda a, x: slope(special.gammainc, a, x, 1e-3),
        tol=1e-7,
    ),
    Case(
        "RandomGammaGrad",
        [
            *pairs(between(0.5, 5, 1), between(0.3, 6, 2)),
            [spread(100, 5, 100, 1), spread(100, 5, 100, 1) * uniform(100, low=0.8, high=1.3)],
        ],
        sample_slope,
        tol=1e-6,
    ),
    Case(
        "Betainc",
        [
            [
                uniform(2, 3, low=0.5, high=4),
                uniform(2, 3, low=0.5, high=4, seed=1),
                uniform(2, 3, low=0.05, high=0.95, seed=2),
            ],
            [
                uniform(low=0.5, high=4),
                uniform(3, 1, low=0.5, high=4, seed=1),
                uniform(4, low=0.05, high=0.95, seed=2),
            ],
            [uniform(0), uniform(0), uniform(0)],
            [*BETA, BETA_X],
            BETA_EDGES,
        ],
        lambda a, b, x: np.where((a > 0) & (b > 0), special.betainc(a, b, x), NAN),
        grad=1,
        differentiable=[2],
        fixed=[0, 1],
        tol=2e-12,
    ),
    Case(
        "Zeta",
        [
            [uniform(2, 3, low=1.2, high=6), uniform(2, 3, low=0.3, high=6, seed=1)],
            [uniform(3, 1, low=1.2, high=6), uniform(4, low=0.3, high=6, seed=1)],
            [uniform(), uniform(0)],
            [ZETA_X, ZETA_Q],
            [
                np.array([1.0, 0.5, 2.0, 3.0, 2.0, 3.0, 2.5, NAN, 2.0, 2.0, 4.0]),
                np.array([2.0, 2.0, 0.0, -2.0, -1.5, -2.25, -1.5, 1.0, NAN, INF, -1e3 - 0.25]),
            ],
        ],
        reference_zeta,
        dtypes=["float64"],
        grad=2,
        grad_samples=2,
        differentiable=[1],
        fixed=[0],
        tol=1e-12,
    ),
    Case("Zeta", [[ZETA_X[:200], 1 + ZETA_Q[:200]]], special.zeta, label="single"),
    Case(
        "Polygamma",
        [
            [np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]), uniform(2, 3, low=0.5, high=6)],
            [np.array([[0.0], [1.0], [2.0]]), uniform(4, low=0.5, high=6)],
            [uniform(0), uniform(0)],
            [ORDERS, ORDER_X],
            [np.array([-1.0, 0.5, 1.0, 0.0]), np.array([1.0, 1.0, INF, 0.5])],
        ],
        polygamma,
        grad=2,
        grad_tol=2e-5,
        differentiable=[1],
        fixed=[0],
        tol=1e-12,
    ),
    *(
        Case(
            op,
            [
                [uniform(2, 3, low=-3, high=3)],
                [uniform()],
                [uniform(0, 2)],
                [uniform(9000, low=-30, high=30)],
                [POINTS],
            ],
            reference,
            dtypes=FLOATS,
            grad=2,
            tol=3e-15,
        )
        for op, reference in [("BesselI0e", special.i0e), ("BesselI1e", special.i1e)]
    ),
    Case(
        "Ndtri",
        [
            [uniform(2, 3, low=0.05, high=0.95)],
            [uniform(low=0.1, high=0.9)],
            [uniform(0, 2)],
            [SHARES],
            [np.array([0.0, 1.0, -0.5, 1.5, NAN, 0.5])],
        ],
        special.ndtri,
        dtypes=FLOATS,
        grad=2,
        tol=3e-15,
    ),
    Case(
        "NextAfter",
        [
            *pairs(between(-4, 4, 1), between(-4, 4, 2)),
            [np.array([0.0, -0.0, 1.0, INF, NAN, 0.0, 1.0]), np.array([1.0, 1.0, 1.0, 0.0, 1.0, -1.0, NAN])],
        ],
        np.nextafter,
        dtypes=["float64"],
        grad=1,
        # The slope at a neighbour is one, but differences of steps show it only roughly.
        grad_tol=1e-9,
        tol=0,
    ),
]
