"""What ``import rheos`` costs beyond Python and numpy."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def resident():
    """Bytes of memory that this process holds now."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


MEMORY = """
import numpy
from benchmarks.bench_import import resident
before = resident()
import rheos
print(resident() - before)
"""


class Import:
    """Each in a fresh process."""

    def timeraw_import(self):
        return "import rheos", "import numpy"

    def track_memory(self):
        printed = subprocess.run(
            [sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, cwd=ROOT
        )
        return int(printed.stdout)

    track_memory.unit = "bytes"
