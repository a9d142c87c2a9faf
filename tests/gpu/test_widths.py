"""Shaders assume no size of subgroup: their tests run again with smaller and larger ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Ops of whose shaders the invocations of a workgroup work together.
TOGETHER = "Sum or Max or Mean or Softmax or MatMul or Conv2D or ArgMax or TopK or Cumsum or Segment"


@pytest.mark.parametrize("bits", [128, 512])
def test_other_sizes_of_subgroups(bits: int) -> None:
    chosen = f"shaders or (float32 and ({TOGETHER}))"
    tests = ["-n", "0", "tests/shaders", "tests/gpu/test_ops.py", "-k", chosen]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-n",
            "0",
            *tests,
            "-k",
            chosen,
        ],
        cwd=ROOT,
        env={**os.environ, "LP_NATIVE_VECTOR_WIDTH": str(bits)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
