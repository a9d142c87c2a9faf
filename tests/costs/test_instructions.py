"""Instruction counts against `tests/golden/instructions.json`: they do not depend on how busy the machine is.

A count that rose means that something got slower, and one that fell that the record is out of date:
`python tests/golden/make_instructions.py` writes it anew, which belongs into the commit that caused it.
"""

import json
import os
import platform
from pathlib import Path

import numpy as np
import pytest

from tests.costs import counting

RECORD = json.loads((Path(__file__).parents[1] / "golden" / "instructions.json").read_text(encoding="utf-8"))
SHARE = 0.04
# What Python and NumPy do beside it depends on where their memory happens to lie.
SHARE_TOTAL = 0.08
# Another compiler makes other code of the same source.
SHARE_OTHER_COMPILER = 0.15


def counts() -> dict[str, dict[str, float]]:
    """What is counted; skips where that cannot be done, unless it must be."""
    try:
        if platform.machine() != "x86_64":
            raise counting.Absent(f"instructions are recorded for x86-64, not for {platform.machine()}")
        return counting.counts()
    except counting.Absent as reason:
        if os.environ.get("RHEOS_REQUIRE_VALGRIND"):
            raise
        pytest.skip(f"{reason}; RHEOS_REQUIRE_VALGRIND=1 makes this an error")


def test_all_cases_are_recorded() -> None:
    assert [name for name, _ in counting.names()] == list(RECORD["counts"])


def test_instructions() -> None:
    share = SHARE if counting.compiler() == RECORD["rustc"] else SHARE_OTHER_COMPILER
    shares = {"native": share}
    if [platform.python_version(), np.__version__] == [RECORD["python"], RECORD["numpy"]]:
        shares["total"] = max(share, SHARE_TOTAL)
    moved = []
    for case, found in counts().items():
        for kind, most in shares.items():
            change = found[kind] / RECORD["counts"][case][kind] - 1
            if abs(change) > most:
                moved.append(f"{case}: {found[kind]:,.0f} instructions ({kind}), {change:+.1%}")
    assert not moved, (
        "\n".join(moved) + "\nIs the extension built with optimisation? If so, and the change is meant, run "
        "python tests/golden/make_instructions.py"
    )
