"""The child: one engine, asked line by line.

Started as ``python -m benchmarks.peers.worker ENGINE`` in any Python that has the engine and numpy. In:
one JSON object a line on standard input, ``{"case": NAME, "seconds": S}`` (time the case for about S
seconds) or ``{"forget": NAME}`` (drop what its setup made). Out: one JSON object a line: first what
importing took, then an answer to each question, ``{"times": [seconds per call, ...], "check": [...],
"bytes": size of what it fetched, "peak": MB}``, ``{"missing": true}`` where the engine has no such case, or
``{"error": text}``.
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

# A timing below the clock's grain is of no use: calls are timed in batches of this length.
BATCH_SECONDS = 0.01
CHECKED_CALL = 3  # the results of this call are compared: by then a training step has shown what it changes


def resident(field: str) -> float:
    """VmRSS (now) or VmHWM (the most so far) of this process in MB; 0 where the system does not tell."""
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    return 0.0


def forget_peak() -> None:
    """Start VmHWM anew, where the system can."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def arrays(result: Any) -> list[np.ndarray]:
    """What a case gave, as arrays; TensorFlow gives None for ops."""
    results = result if isinstance(result, list) else [result]
    return [np.asarray(value) for value in results if value is not None]


def fingerprint(values: list[np.ndarray]) -> list[list[float]]:
    """What the parent compares between engines: per array its mean size and its mean in two weightings."""
    prints = []
    for value in values:
        flat = value.astype(np.float64).reshape(-1)
        place = 0.5 + np.arange(flat.size) % 1009 / 1009
        prints.append([float(np.abs(flat).mean()), float(flat.mean()), float((flat * place).mean())])
    return prints


class Timed:
    """One case, set up and ready to be timed again and again."""

    def __init__(self, setup: Any, once: bool) -> None:
        self.setup, self.once = setup, once
        self.check: list[list[float]] = []
        self.bytes = 0
        self.calls = 1
        if not once:
            made = setup()
            self.function, look = made if isinstance(made, tuple) else (made, None)
            for _ in range(CHECKED_CALL):
                result = self.function()
            self.look_at(look() if look else result)
            started = time.perf_counter()
            warm = 0
            while time.perf_counter() - started < 5 * BATCH_SECONDS:
                self.function()
                warm += 1
            self.calls = max(1, warm // 5)

    def look_at(self, result: Any) -> None:
        """Keep what the parent compares."""
        values = arrays(result)
        self.check, self.bytes = fingerprint(values), sum(value.nbytes for value in values)

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
                self.look_at(result)
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
    seconds, imported = time.perf_counter() - started, resident("VmRSS")
    answer(version=engine.VERSION, seconds=seconds, mb=imported - before)
    forget_peak()

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
            timed = ready[case]
            times = timed.times(question["seconds"])
            answer(times=times, check=timed.check, bytes=timed.bytes, peak=resident("VmHWM") - imported)
        except Exception as error:  # an engine that fails one case must not end the comparison
            answer(error=f"{type(error).__name__}: {error}".splitlines()[0][:200])


if __name__ == "__main__":
    main(sys.argv[1])
