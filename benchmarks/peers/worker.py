"""The child: one engine, asked line by line.

Started as ``python -m benchmarks.peers.worker ENGINE`` in any Python that has the engine and numpy. In:
one JSON object a line on standard input, ``{"case": NAME, "seconds": S}`` (time the case for about S
seconds) or ``{"forget": NAME}`` (drop what its setup made). Out: one JSON object a line: first what
importing took, then an answer to each question, ``{"times": [seconds per call, ...], "check":
number}``, ``{"missing": true}`` where the engine has no such case, or ``{"error": text}``.
"""

import contextlib
import importlib
import json
import sys
import time
from typing import Any

import numpy as np

from . import million
from .cases import CASES

BATCH_SECONDS = (
    0.01  # a timing below the clock's grain is of no use: calls are timed in batches of this length
)


def resident(field: str) -> float:
    """VmRSS (now) or VmHWM (the most so far) of this process in MB; 0 where the system does not tell."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    return 0.0


def mean(result: Any) -> float:
    """The one number by which the parent sees that two engines computed the same."""
    first = result[0] if isinstance(result, list) else result
    return float(np.mean(np.asarray(first, np.float64)))


class Timed:
    """One case, set up and ready to be timed again and again."""

    def __init__(self, setup: Any, once: bool) -> None:
        self.setup, self.once = setup, once
        self.check = None
        self.calls = 1
        if not once:
            self.function = setup()
            self.check = mean(self.function())
            started = time.perf_counter()
            warm = 0
            while time.perf_counter() - started < 5 * BATCH_SECONDS:
                self.function()
                warm += 1
            self.calls = max(1, warm // 5)

    def times(self, seconds: float) -> list[float]:
        """Seconds per call, one entry per batch, for about `seconds`; at least one batch."""
        ends = time.perf_counter() + seconds
        times = []
        while not times or (not self.once and time.perf_counter() < ends):
            function = self.setup() if self.once else self.function
            started = time.perf_counter()
            for _ in range(self.calls):
                result = function()
            times.append((time.perf_counter() - started) / self.calls)
            if self.once:
                self.check = mean(result)
        return times


def main(name: str) -> None:
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever an engine prints must not get between the answers

    def answer(**what: Any) -> None:
        print(json.dumps(what), file=answers, flush=True)

    before, started = resident("VmRSS"), time.perf_counter()
    try:
        engine = importlib.import_module(f".engine_{name}", __package__)
    except ImportError as error:
        answer(error=f"{error}")
        return
    answer(version=engine.VERSION, seconds=time.perf_counter() - started, mb=resident("VmRSS") - before)

    setups, once, ready = engine.cases(), {case.name: case.once for case in [*CASES, *million.CASES]}, {}
    for line in sys.stdin:
        question = json.loads(line)
        if "forget" in question:
            ready.pop(question["forget"], None)
            continue
        case = question["case"]
        if case not in setups:
            answer(missing=True)
            continue
        try:
            if case not in ready:
                ready[case] = Timed(setups[case], once[case])
            times = ready[case].times(question["seconds"])
            answer(times=times, check=ready[case].check, peak=resident("VmHWM"))
        except Exception as error:  # an engine that fails one case must not end the comparison
            answer(error=f"{type(error).__name__}: {error}".splitlines()[0][:200])


if __name__ == "__main__":
    main(sys.argv[1])
