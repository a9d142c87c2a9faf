"""Measurements that need nothing but the installed package: ``python -m rheos.bench gpu``.

`benchmarks/` of the source tree holds what compares versions and engines on the CPU.
"""

from __future__ import annotations

__all__: list[str] = []
