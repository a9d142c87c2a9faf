"""`tf.strings`: texts as tensors. So far their making from other tensors."""

from __future__ import annotations

from typing import Any

from ._namespace import missing
from .printing import string_format

# Names that are also at the top of the namespace; those of `tf.strings` alone follow.
__all__: list[str] = []

format = string_format


def __getattr__(name: str) -> Any:
    raise missing("strings", [*__all__, "format"], name)
