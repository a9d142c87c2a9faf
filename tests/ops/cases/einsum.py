"""Rows of Einstein summation."""

from __future__ import annotations

import numpy as np

from tests.ops.harness import COMPLEX, FLOATS, Case, uniform

# Equation and shapes of the operands.
EQUATIONS: list[tuple[str, list[tuple[int, ...]]]] = [
    ("ij,jk->ik", [(2, 3), (3, 4)]),
    ("ij,kj->ki", [(2, 3), (4, 3)]),
    ("bij,bjk->bik", [(2, 3, 4), (2, 4, 5)]),
    ("abc,cbd->da", [(2, 3, 4), (4, 3, 5)]),
    ("ij->ji", [(2, 3)]),
    ("ijk->j", [(2, 3, 4)]),
    ("ij->", [(2, 3)]),
    ("ii->i", [(3, 3)]),
    ("iji->j", [(3, 2, 3)]),
    ("i->ii", [(3,)]),
    ("ii,ij->j", [(3, 3), (3, 4)]),
    ("i,j->ij", [(2,), (3,)]),
    ("i,i->", [(4,), (4,)]),
    ("bi,bi->b", [(3, 4), (3, 4)]),
    ("ij,k->i", [(2, 3), (4,)]),
    (",ij->ij", [(), (2, 3)]),
    ("...ij,...jk->...ik", [(5, 2, 3), (5, 3, 4)]),
    ("...ij,...jk->...ik", [(5, 1, 2, 3), (6, 3, 4)]),
    ("...ij,jk->...ik", [(2, 5, 2, 3), (3, 4)]),
    ("i...,i...->...i", [(3, 1, 2), (3, 4, 1)]),
    ("...i->i...", [(2, 4, 3)]),
    ("bhqd,bkhd->bhqk", [(2, 3, 4, 5), (2, 6, 3, 5)]),
    ("ij,jk->ik", [(0, 3), (3, 4)]),
    ("ij,jk->ik", [(2, 0), (0, 4)]),
]


def summed(*inputs: np.ndarray, equation: str) -> np.ndarray:
    left, _, right = equation.partition("->")
    if len(set(right)) < len(right) and "." not in right:
        return np.diag(np.einsum(f"{left}->{right[0]}", *inputs))
    return np.einsum(equation, *inputs)


CASES = [
    Case(
        "Einsum",
        [[[uniform(*shape, seed=i) for i, shape in enumerate(shapes)]]],
        lambda inputs, equation: summed(*inputs, equation=equation),
        attrs={"equation": equation},
        dtypes=[*FLOATS, *COMPLEX, "int32", "int64"],
        grad=2,
        label=f"{equation}-{number}",
    )
    for number, (equation, shapes) in enumerate(EQUATIONS)
] + [
    Case(
        "Einsum",
        [[[uniform(2, 3), uniform(3, 4)]]],
        lambda inputs, equation: np.einsum(equation, *inputs),
        attrs={"equation": "ij,jk->ik"},
        label="errors",
        errors=[
            ([[uniform(2, 3), uniform(4, 4)]], {}, ValueError, "label j has size 3"),
            ([[uniform(2, 3)]], {}, ValueError, "2 operands, but 1"),
            ([[uniform(2), uniform(4, 4)]], {}, ValueError, "rank 1"),
            ([[uniform(2, 3), uniform(3, 4)]], {"equation": "ij,jk"}, ValueError, "must say"),
            ([[uniform(2, 3), uniform(3, 4)]], {"equation": "ij,jk->ix"}, ValueError, "label x"),
            ([[uniform(2, 3), uniform(3, 4)]], {"equation": "i1,jk->ik"}, ValueError, "neither a letter"),
        ],
    )
]
