"""`tf.linalg`: matrices and their products."""

from __future__ import annotations

from ._namespace import missing
from .clip import global_norm
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
    "diag",
    "diag_part",
    "eye",
    "global_norm",
    "l2_normalize",
    "matmul",
    "matrix_transpose",
    "matvec",
    "norm",
    "set_diag",
    "tensor_diag",
    "tensor_diag_part",
    "tensordot",
    "trace",
    "transpose",
]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
