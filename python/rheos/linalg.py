"""`tf.linalg`: matrices and their products."""

from __future__ import annotations

from ._namespace import missing
from .clip import global_norm
from .decompositions import cholesky, cholesky_solve, lu, qr, svd
from .decompositions import self_adjoint_eig as eigh
from .decompositions import self_adjoint_eigvals as eigvalsh
from .einstein import einsum
from .linear_systems import (
    cross,
    expm,
    logdet,
    logm,
    matrix_rank,
    normalize,
    pinv,
    slogdet,
    tridiagonal_matmul,
    tridiagonal_solve,
)
from .linear_systems import matrix_determinant as det
from .linear_systems import matrix_inverse as inv
from .linear_systems import matrix_solve as solve
from .linear_systems import matrix_solve_ls as lstsq
from .linear_systems import matrix_square_root as sqrtm
from .linear_systems import matrix_triangular_solve as triangular_solve
from .matrices import (
    adjoint,
    eye,
    norm,
    trace,
)
from .matrices import diag as tensor_diag
from .matrices import diag_part as tensor_diag_part
from .matrices import matrix_band_part as band_part
from .matrices import matrix_diag as diag
from .matrices import matrix_diag_part as diag_part
from .matrices import matrix_set_diag as set_diag
from .nn import l2_normalize
from .products import (
    matmul,
    matvec,
    tensordot,
)
from .reshaping import matrix_transpose
from .reshaping import matrix_transpose as transpose

__all__ = [
    "adjoint",
    "band_part",
    "cholesky",
    "cholesky_solve",
    "cross",
    "det",
    "diag",
    "diag_part",
    "eigh",
    "eigvalsh",
    "einsum",
    "expm",
    "eye",
    "global_norm",
    "inv",
    "l2_normalize",
    "logdet",
    "logm",
    "lstsq",
    "lu",
    "matmul",
    "matrix_rank",
    "matrix_transpose",
    "matvec",
    "norm",
    "normalize",
    "pinv",
    "qr",
    "set_diag",
    "slogdet",
    "solve",
    "sqrtm",
    "svd",
    "tensor_diag",
    "tensor_diag_part",
    "tensordot",
    "trace",
    "transpose",
    "triangular_solve",
    "tridiagonal_matmul",
    "tridiagonal_solve",
]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
