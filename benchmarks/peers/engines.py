"""The engines as child processes, and asking them in turn."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from .case import Case

ENGINES = ["rheos", "tensorflow", "pytorch", "compiled", "jax"]
SAME_PYTHON = {"compiled": "pytorch"}  # an engine that lives where another does
ROOT = Path(__file__).parents[2]
ROUND_SECONDS = 0.15
TOLERANCE = 1e-3  # by which engines' results may differ
LONG_SECONDS = 10.0  # what takes longer than this to do once is timed once


def cores(threads: int) -> list[int]:
    """The processors that all are bound to; none where the system has no such thing."""
    return sorted(os.sched_getaffinity(0))[:threads] if hasattr(os, "sched_getaffinity") else []


def bind(threads: int) -> Any:
    """What a child process calls first, or None."""
    wanted = cores(threads)
    return (lambda: os.sched_setaffinity(0, wanted)) if wanted else None


def environment(threads: int) -> dict[str, str]:
    """The children's environment: `threads` threads, no GPU, no chatter."""
    limits = ("OMP", "MKL", "OPENBLAS", "NUMEXPR", "VECLIB_MAXIMUM", "RHEOS")
    return {
        **os.environ,
        **{f"{limit}_NUM_THREADS": str(threads) for limit in limits},
        "CUDA_VISIBLE_DEVICES": "-1",
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


class Engine:
    """A child process that runs one engine."""

    def __init__(self, name: str, python: str, threads: int) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.peers.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(threads),
            preexec_fn=bind(threads),
        )
        self.hello = self.answer()

    def answer(self) -> dict[str, Any]:
        """The next line of the child; an error where the child has ended."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        return json.loads(line) if line else {"error": f"ended with exit status {self.process.wait()}"}

    def ask(self, **question: Any) -> None:
        """Send a question; nothing happens where the child has ended (`answer` then says so)."""
        try:
            assert self.process.stdin
            print(json.dumps(question), file=self.process.stdin, flush=True)
        except (BrokenPipeError, ValueError):
            pass

    def time(self, case: str, seconds: float) -> dict[str, Any]:
        """Time `case` for about `seconds`."""
        self.ask(case=case, seconds=seconds)
        return self.answer()

    def close(self) -> None:
        """End the child."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


class Comparison:
    """A case in all engines: seconds per call, several for each; the bytes it gave; remarks."""

    def __init__(self, engines: dict[str, Engine], case: Case, rounds: int) -> None:
        """Ask every engine in turn, `rounds` times."""
        self.times: dict[str, list[float]] = {name: [] for name in engines}
        self.bytes = 0
        self.remarks: list[str] = []
        checks: dict[str, list[list[float]]] = {}
        silent: set[str] = set()
        for turn in range(rounds):
            names = list(engines)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                if name in silent:
                    continue
                answer = engines[name].time(case.name, ROUND_SECONDS)
                if "times" not in answer:
                    silent.add(name)
                    if "error" in answer:
                        self.remarks.append(f"{name}, {case.name}: {answer['error']}")
                    continue
                self.times[name] += answer["times"]
                self.bytes = answer["bytes"]
                checks.setdefault(name, answer["check"])
                if case.once and answer["times"][0] > LONG_SECONDS:
                    silent.add(name)
        first = next(iter(checks), "")
        for name, check in checks.items():
            if differ(check, checks[first]):
                shown = show_check(check), show_check(checks[first])
                self.remarks.append(f"{case.name}: {name} computes {shown[0]}, {first} {shown[1]}")
        for engine in engines.values():
            engine.ask(forget=case.name)


def differ(one: list[list[float]], other: list[list[float]]) -> bool:
    """Whether two engines' results are not the same: each array's means, by the mean of its sizes."""
    return len(one) != len(other) or any(
        not abs(x - y) <= TOLERANCE * scale
        for (scale, *xs), (_, *ys) in zip(one, other, strict=True)
        for x, y in zip((scale, *xs), (_, *ys), strict=True)
    )


def show_check(check: list[list[float]]) -> str:
    """Mean size and mean of each array."""
    return ", ".join(f"{size:.6g} ({mean:.6g})" for size, mean, _ in check)
