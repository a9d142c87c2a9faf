"""The machine's limit: what the program in benchmarks/roof measures, and the least time a case can take."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .case import Work
from .engines import ROOT, bind

STILL = 0.10  # peaks that move more than this while a table is made make its figures worthless
MILLISECONDS = 100  # for each figure


@dataclass(frozen=True)
class Roof:
    """Peaks per second: operations with the widest vectors; per number of bytes in use, bytes read and moved.

    What is moved counts what is read and what is written: a copy past the caches may move more than reading.
    """

    flops: float
    levels: dict[int, tuple[float, float]]

    def least_seconds(self, work: Work) -> float:
        """No engine can be faster. The smallest buffer measured that holds all bytes tells their speed."""
        moved = work.read + work.written
        size = min((size for size in self.levels if size >= moved), default=max(self.levels))
        reading, moving = self.levels[size]
        return max(work.flops / self.flops, work.read / reading, moved / moving)


def parse(text: str) -> Roof:
    """What the program printed for one number of threads."""
    (entry,) = json.loads(text)
    return Roof(
        max(figure["best"] for figure in entry["fma"].values()),
        {
            level["bytes"]: (
                level["read"]["best"],
                max(level[kind]["best"] for kind in ("read", "copy", "stream")),
            )
            for level in entry["bandwidth"]
        },
    )


def best(roofs: Iterable[Roof]) -> Roof:
    """The best of every figure."""
    roofs = list(roofs)
    return Roof(
        max(roof.flops for roof in roofs),
        {
            size: (max(roof.levels[size][0] for roof in roofs), max(roof.levels[size][1] for roof in roofs))
            for size in roofs[0].levels
        },
    )


def moved(roofs: list[Roof]) -> list[str]:
    """Which peaks moved by more than is allowed, in words."""
    figures = {"flops": [roof.flops for roof in roofs]}
    for size in roofs[0].levels:
        for i, what in enumerate(("read", "moved")):
            figures[f"bytes {what} of {size >> 20} MiB"] = [roof.levels[size][i] for roof in roofs]
    return [
        f"{what} from {min(peaks):.3g} to {max(peaks):.3g} per second"
        for what, peaks in figures.items()
        if min(peaks) < (1 - STILL) * max(peaks)
    ]


class Machine:
    """The program, and what it has measured so far."""

    def __init__(self, threads: int) -> None:
        """Build the program; `missing` says why there is none."""
        self.threads = threads
        self.roofs: list[Roof] = []
        self.program: Path | None = None
        self.missing = ""
        if not shutil.which("cargo"):
            self.missing = "cargo was not found"
            return
        command = ["cargo", "build", "--release", "--quiet", "-p", "rheos-roof"]
        command += ["--message-format", "json-render-diagnostics"]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        programs = [
            message["executable"]
            for message in map(json.loads, built.stdout.splitlines())
            if message.get("executable")
        ]
        if built.returncode or not programs:
            self.missing = f"benchmarks/roof cannot be built: {built.stderr.strip()[-300:]}"
        else:
            self.program = Path(programs[-1])

    def measure(self) -> None:
        """Look again what the machine can do now."""
        if self.program:
            command = [self.program, "--threads", str(self.threads), "--milliseconds", str(MILLISECONDS)]
            printed = subprocess.run(
                command, capture_output=True, text=True, check=True, preexec_fn=bind(self.threads)
            )
            self.roofs.append(parse(printed.stdout))

    def share(self, work: Work | None, seconds: float | None) -> float | None:
        """How near `seconds` are to the least time; 1 is the limit. None where either is not known."""
        if work is None or seconds is None or not self.roofs:
            return None
        return best(self.roofs).least_seconds(work) / seconds

    def show(self) -> str:
        """The peaks in words."""
        if not self.roofs:
            return f"no limits: {self.missing}"
        roof = best(self.roofs)
        read = ", ".join(f"{rate / 1e9:.0f} of {size >> 20} MiB" for size, (rate, _) in roof.levels.items())
        return f"the machine: {roof.flops / 1e9:.0f} Gflop/s; reads {read}, in GB/s"
