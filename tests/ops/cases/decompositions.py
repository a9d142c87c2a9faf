"""Rows of decompositions, linear systems and functions of matrices.

Factors are not unique: numpy's have other signs, so rows that compare them make them comparable by the input
(a positive diagonal) or compare what is unique; `tests/api/test_linalg.py` multiplies factors out and checks
the gradients that need static sizes or self-adjoint inputs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg

import rheos as tf
from tests.ops.harness import COMPLEX, Case, uniform

FOUR = ["float32", "float64", *COMPLEX]
INVALID = tf.errors.InvalidArgumentError


def adjoint(x: Any) -> Any:
    return np.conj(np.swapaxes(x, -1, -2))


def regular(n: int, *batch: int, seed: int = 0) -> np.ndarray:
    """Make matrices far from singular ones, whatever imaginary part the harness adds."""
    return uniform(*batch, n, n, low=-1, high=1, seed=seed) + 2 * n * np.eye(n)


def positive(n: int, *batch: int, seed: int = 0) -> np.ndarray:
    """Make positive definite matrices."""
    return regular(n, *batch, seed=seed)


def from_lower(x: Any) -> Any:
    """Complete self-adjoint matrices from their lower triangles."""
    strict = np.tril(x, -1)
    diagonal = np.real(np.diagonal(x, axis1=-2, axis2=-1))
    return strict + adjoint(strict) + diagonal[..., None] * np.eye(x.shape[-1])


def each(function: Any, *xs: Any) -> Any:
    """Apply a function of one matrix to each of a batch."""
    batch = xs[0].shape[:-2]
    flat = [x.reshape(-1, *x.shape[-2:]) for x in xs]
    made = [function(*parts) for parts in zip(*flat, strict=True)]
    if not made:
        shape = function(*[np.eye(x.shape[-2], x.shape[-1]) for x in xs]).shape
        return np.zeros((*batch, *shape))
    return np.stack(made).reshape(*batch, *np.shape(made[0]))


def det(input: Any) -> Any:
    return np.linalg.det(input)


def solve(matrix: Any, rhs: Any, adjoint: bool = False) -> Any:
    return np.linalg.solve(np.conj(np.swapaxes(matrix, -1, -2)) if adjoint else matrix, rhs)


def triangular(matrix: Any, rhs: Any, lower: bool, adjoint: bool) -> Any:
    return solve(np.tril(matrix) if lower else np.triu(matrix), rhs, adjoint)


def least_squares(matrix: Any, rhs: Any, l2_regularizer: Any, fast: bool) -> Any:
    n, l2 = matrix.shape[-1], float(l2_regularizer) if fast else 0.0

    def one(a: Any, b: Any) -> Any:
        root = np.sqrt(l2) * np.eye(n)
        taller = np.concatenate([a, root]) if l2 else a
        longer = np.concatenate([b, np.zeros((n, b.shape[1]))]) if l2 else b
        return np.linalg.pinv(taller) @ longer

    return each(one, matrix, rhs)


def lu(input: Any, output_idx_type: Any = None) -> Any:
    def packed(a: Any) -> Any:
        _, lower, upper = scipy.linalg.lu(a)
        return np.tril(lower, -1) + upper

    def order(a: Any) -> Any:
        permutation, _, _ = scipy.linalg.lu(a)
        return permutation.argmax(axis=0).astype(np.int32)[None]

    return each(packed, input), each(order, input)[..., 0, :]


def cholesky_grad(factor: Any, grad: Any) -> Any:
    middle = np.tril(adjoint(factor) @ grad)
    middle -= 0.5 * np.diagonal(middle, axis1=-2, axis2=-1)[..., None] * np.eye(factor.shape[-1])
    inverse = np.linalg.inv(factor)
    half = adjoint(inverse) @ middle @ inverse
    return 0.5 * (half + adjoint(half))


def tridiagonal(diagonals: Any) -> Any:
    upper, middle, lower = diagonals[..., 0, :-1], diagonals[..., 1, :], diagonals[..., 2, 1:]
    return each(
        lambda u, m, low: np.diag(m[0]) + np.diag(u[0], 1) + np.diag(low[0], -1),
        upper[..., None, :],
        middle[..., None, :],
        lower[..., None, :],
    )


def tridiagonal_product(superdiag: Any, maindiag: Any, subdiag: Any, rhs: Any) -> Any:
    return tridiagonal(np.concatenate([superdiag, maindiag, subdiag], -2)) @ rhs


L2 = np.asarray(0.3)
SQUARE = [[regular(3)], [regular(4, 2, seed=1)], [regular(1)], [uniform(2, 0, 0)], [uniform(0, 2, 2)]]
FLAT = ([uniform(2, 3)], {}, ValueError, "square")

CASES = [
    *[
        Case(
            op,
            [[positive(3)], [positive(4, 2, seed=1)], [uniform(2, 0, 0)], [positive(1)]],
            lambda input: np.linalg.cholesky(from_lower(input)),
            dtypes=FOUR,
            tol=4e-6,
            errors=[
                FLAT,
                ([uniform(3)], {}, ValueError, "at least two axes"),
                ([-np.eye(2)], {}, INVALID, "Cholesky decomposition was not successful"),
            ],
        )
        for op in ("Cholesky", "BatchCholesky")
    ],
    *[
        Case(
            op, [[np.tril(regular(3)), uniform(3, 3)]], cholesky_grad, tol=1e-5, dtypes=["float32", "float64"]
        )
        for op in ("CholeskyGrad", "BatchCholeskyGrad")
    ],
    *[
        Case(
            "Qr",
            [[uniform(4, 3)], [uniform(3, 4)], [uniform(2, 3, 3)], [uniform(2, 0, 3)], [uniform(5, 1)]],
            lambda input, full_matrices: tuple(
                np.linalg.qr(input, "complete" if full_matrices else "reduced")
            ),
            attrs={"full_matrices": full},
            dtypes=["float32", "float64"],
            tol=2e-6,
            label="full" if full else "thin",
            errors=[([uniform(3)], {}, ValueError, "rank")],
        )
        for full in (False, True)
    ],
    Case(
        "Lu",
        [[regular(3)], [uniform(2, 4, 4)], [uniform(0, 2, 2)]],
        lu,
        dtypes=FOUR,
        tol=1e-5,
        errors=[FLAT, ([np.ones((2, 2))], {}, INVALID, "not invertible")],
    ),
    *[
        Case(
            op,
            [[uniform(3, 4)], [uniform(2, 4, 3)], [uniform(0, 3)]],
            lambda input, compute_uv: (
                np.linalg.svd(input, compute_uv=False) if input.size else np.zeros(0),
                np.zeros(0),
                np.zeros(0),
            ),
            attrs={"compute_uv": False},
            dtypes=["float32", "float64"],
            tol=1e-5,
            errors=[([uniform(3)], {}, ValueError, "at least two axes")],
        )
        for op in ("Svd", "BatchSvd")
    ],
    *[
        Case(
            op,
            [[regular(3)], [uniform(2, 4, 4)], [uniform(0, 0)]],
            lambda input, compute_v: (np.linalg.eigvalsh(input), np.zeros(0)),
            attrs={"compute_v": False},
            dtypes=["float32", "float64"],
            grad=2,
            grad_tol=1e-4,
            tol=1e-5,
            errors=[FLAT],
        )
        for op in ("SelfAdjointEigV2", "BatchSelfAdjointEigV2")
    ],
    *[
        Case(
            op,
            SQUARE,
            lambda input, adjoint: np.linalg.inv(np.conj(np.swapaxes(input, -1, -2)) if adjoint else input),
            attrs={"adjoint": turned},
            dtypes=FOUR if op[0] == "M" else FOUR[:2],
            grad=2,
            tol=1e-5,
            label=str(turned),
            errors=[FLAT, ([np.ones((2, 2))], {}, INVALID, "Input is not invertible")],
        )
        for op in ("MatrixInverse", "BatchMatrixInverse")
        for turned in (False, True)
    ],
    *[
        Case(
            op,
            [[a[0], uniform(*a[0].shape[:-1], 2, seed=5)] for a in SQUARE],
            solve,
            attrs={"adjoint": turned},
            dtypes=FOUR if op[0] == "M" else FOUR[:2],
            grad=2,
            tol=1e-5,
            label=str(turned),
            errors=[
                ([uniform(2, 2), uniform(3, 1)], {}, ValueError, "equally many rows"),
                ([np.ones((2, 2)), uniform(2, 1)], {}, INVALID, "Input matrix is not invertible"),
            ],
        )
        for op in ("MatrixSolve", "BatchMatrixSolve")
        for turned in (False, True)
    ],
    *[
        Case(
            op,
            [[a[0], uniform(*a[0].shape[:-1], 2, seed=5)] for a in SQUARE],
            triangular,
            attrs={"lower": lower, "adjoint": turned},
            dtypes=FOUR if op[0] == "M" else FOUR[:2],
            grad=2,
            tol=1e-5,
            label=f"{lower}-{turned}",
            errors=[([np.zeros((2, 2)), uniform(2, 1)], {}, INVALID, "Input matrix is not invertible")],
        )
        for op in ("MatrixTriangularSolve", "BatchMatrixTriangularSolve")
        for lower in (False, True)
        for turned in (False, True)
    ],
    *[
        Case(
            op,
            [
                [uniform(4, 3), uniform(4, 2, seed=1), L2],
                [uniform(3, 4), uniform(3, 2, seed=1), L2],
                [uniform(2, 4, 3), uniform(2, 4, 1), np.asarray(0.0)],
                [uniform(0, 4, 3), uniform(0, 4, 1), L2],
            ],
            least_squares,
            attrs={"fast": fast},
            fixed=[2],
            dtypes=["float64"],
            tol=1e-9,
            label="fast" if fast else "slow",
            errors=[([uniform(3, 2), uniform(2, 2), L2], {}, ValueError, "equally many rows")],
        )
        for op in ("MatrixSolveLs", "BatchMatrixSolveLs")
        for fast in (True, False)
    ],
    *[
        Case(op, SQUARE, det, dtypes=FOUR, grad=2, tol=1e-5, grad_tol=1e-5, errors=[FLAT])
        for op in ("MatrixDeterminant", "BatchMatrixDeterminant")
    ],
    Case(
        "LogMatrixDeterminant",
        [*SQUARE, [np.diag([1.0, -2.0])], [np.diag([0.0, 1.0])]],
        lambda input: tuple(np.linalg.slogdet(input)),
        dtypes=FOUR,
        grad=2,
        tol=1e-5,
        errors=[FLAT],
    ),
    Case(
        "MatrixExponential",
        [[uniform(3, 3)], [uniform(2, 4, 4, low=-9, high=9)], [uniform(0, 0)], [uniform(1, 1)]],
        lambda input: each(scipy.linalg.expm, input) if input.size else input,
        dtypes=FOUR,
        tol=2e-5,
        errors=[FLAT],
    ),
    Case(
        "MatrixLogarithm",
        [[regular(3)], [regular(4, 2, seed=1)], [uniform(3, 3)]],
        lambda input: each(scipy.linalg.logm, input),
        dtypes=COMPLEX,
        tol=1e-5,
        errors=[FLAT],
    ),
    Case(
        "MatrixSquareRoot",
        [[regular(3)], [regular(4, 2, seed=1)], [uniform(0, 0)]],
        lambda input: each(scipy.linalg.sqrtm, input) if input.size else input,
        dtypes=FOUR,
        tol=1e-5,
        errors=[FLAT],
    ),
    *[
        Case(
            "TridiagonalSolve",
            [
                [uniform(3, 4) + [[0], [5 * pivot], [0]], uniform(4, 2, seed=1)],
                [uniform(2, 3, 5, seed=2) + [[0], [5 * pivot], [0]], uniform(2, 5, 1, seed=1)],
            ],
            lambda diagonals, rhs, partial_pivoting: np.linalg.solve(tridiagonal(diagonals), rhs),
            attrs={"partial_pivoting": not pivot},
            dtypes=FOUR,
            grad=2,
            tol=2e-5,
            label=f"pivot{pivot}",
            errors=[
                ([uniform(2, 4), uniform(4, 1)], {}, ValueError, "3 rows"),
                ([np.zeros((3, 2)), uniform(2, 1)], {}, INVALID, "not invertible"),
            ],
        )
        for pivot in (0, 1)
    ],
    Case(
        "TridiagonalMatMul",
        [
            [uniform(1, 4), uniform(1, 4, seed=1), uniform(1, 4, seed=2), uniform(4, 2)],
            [uniform(2, 1, 3), uniform(2, 1, 3, seed=1), uniform(2, 1, 3, seed=2), uniform(2, 3, 1)],
        ],
        tridiagonal_product,
        dtypes=FOUR,
        grad=2,
        errors=[([uniform(1, 2), uniform(1, 3), uniform(1, 3), uniform(3, 1)], {}, ValueError, "2 long")],
    ),
    Case(
        "Cross",
        [[uniform(3), uniform(3, seed=1)], [uniform(2, 4, 3), uniform(2, 4, 3, seed=1)], [uniform(0, 3)] * 2],
        np.cross,
        dtypes=["float16", "float32", "float64", "int8", "int32", "int64"],
        grad=2,
        errors=[([uniform(2), uniform(2)], {}, ValueError, "size 3")],
    ),
]
