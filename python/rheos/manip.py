"""`tf.manip`: elements moved about."""

from __future__ import annotations

from ._namespace import missing
from .indexing import (
    gather_nd,
    scatter_nd,
)
from .joins import tile
from .reshaping import reshape
from .slices import (
    reverse,
    roll,
)

__all__ = [
    "gather_nd",
    "reshape",
    "reverse",
    "roll",
    "scatter_nd",
    "tile",
]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
