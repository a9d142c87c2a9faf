"""Instructions per case of `program.py`, counted by callgrind in one process.

Goes in: nothing. Comes out: for each case the instructions of one repetition, those inside the extension and
those of the whole process. Only the former are the same with another Python or NumPy. The instruction set is
pinned to AVX2, which is also the widest that valgrind knows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(__file__).with_name("program.py")
LINE = re.compile(r"(?:\+|-|\*|\d)\S* (\d+)")
OBJECT = re.compile(r"ob=\((\d+)\)(?: (.*))?")


class Absent(Exception):
    """What counting needs is not here."""


def compiler() -> str:
    """The compiler of the machine, which is the one that built the extension where the tests run."""
    try:
        return subprocess.run(
            ["rustc", "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "none"


def names() -> list[tuple[str, int]]:
    """Name and N of each case, without running any."""
    found = re.findall(r'^    \("(.+)", .+, (\d+)\),$', PROGRAM.read_text(encoding="utf-8"), re.M)
    return [(name, int(n)) for name, n in found]


def counts() -> dict[str, dict[str, float]]:
    """By case: `native` and `total` instructions of one repetition.

    Raises
    ------
    Absent
        No valgrind, or a processor it cannot count for.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--dump-before=getppid"]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "RHEOS_ISA": "avx2"}
        try:
            done = subprocess.run(
                [*command, sys.executable, str(PROGRAM)], capture_output=True, text=True, env=environment
            )
        except FileNotFoundError:
            raise Absent("valgrind is not installed") from None
        if done.returncode:
            raise RuntimeError(f"the counted program failed:\n{done.stderr[-2000:]}")
        found = {}
        for i, (name, n) in enumerate(names()):
            once, twice = (_part(Path(f"{out}.{3 * i + k}")) for k in (2, 3))
            found[name] = {key: (twice[key] - once[key]) / n for key in once}
        return found


def _part(path: Path) -> dict[str, int]:
    """Instructions that one file of callgrind's counts: of the extension, and all."""
    objects: dict[str, str] = {}
    native = total = 0
    inside = call = False
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("ob="):
            found = OBJECT.match(line)
            assert found is not None
            number, name = found.groups()
            if name:
                objects[number] = name
            inside = "_native" in objects[number]
        elif line.startswith("cob="):
            found = OBJECT.match(line[1:])
            assert found is not None
            if found[2]:
                objects[found[1]] = found[2]
        elif line.startswith("calls="):
            # The next line is what the callee took, which counts there.
            call = True
        elif found := LINE.match(line):
            if not call:
                total += int(found[1])
                native += int(found[1]) * inside
            call = False
    return {"native": native, "total": total}
