"""`tf.manip`: elements moved about."""

from __future__ import annotations

from ._namespace import missing
from .blocks import batch_to_space_nd, space_to_batch_nd
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
    "batch_to_space_nd",
    "gather_nd",
    "reshape",
    "reverse",
    "roll",
    "scatter_nd",
    "space_to_batch_nd",
    "tile",
]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
