"""Tensors' shapes and parts: the functions of `tf` that move elements without computing with them."""

from __future__ import annotations

from . import blocks, fills, indexing, joins, reshaping, segments, slices, sorting
from .blocks import *  # noqa: F403
from .fills import *  # noqa: F403
from .indexing import *  # noqa: F403
from .joins import *  # noqa: F403
from .reshaping import *  # noqa: F403
from .segments import *  # noqa: F403
from .slices import *  # noqa: F403
from .sorting import *  # noqa: F403

__all__ = [
    *blocks.__all__,
    *fills.__all__,
    *indexing.__all__,
    *joins.__all__,
    *reshaping.__all__,
    *segments.__all__,
    *slices.__all__,
    *sorting.__all__,
]
