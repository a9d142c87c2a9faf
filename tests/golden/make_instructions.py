"""Writes `instructions.json`: instructions of each case of `tests/costs/program.py`. Run after meant changes.

PYTHONPATH=. python tests/golden/make_instructions.py
"""

from __future__ import annotations

import json
import platform
from pathlib import Path

import numpy as np

from tests.costs import counting

OUTPUT = Path(__file__).with_name("instructions.json")


def main() -> None:
    """Count, print what changed, and record."""
    before = json.loads(OUTPUT.read_text(encoding="utf-8"))["counts"] if OUTPUT.exists() else {}
    counts = {name: {k: round(v) for k, v in found.items()} for name, found in counting.counts().items()}
    for name, found in counts.items():
        native, total = found["native"], found["total"]
        change = native / before.get(name, found)["native"] - 1
        print(f"{name:40} {native:>12,} native {change:+7.1%} {total:>12,} total")
    record = {
        "rustc": counting.compiler(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "counts": counts,
    }
    OUTPUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
