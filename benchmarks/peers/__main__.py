"""The parent: asks the engines in turn and prints who took how long.

    python -m benchmarks.peers                                      what is installed beside rheos
    python -m benchmarks.peers --python tensorflow=/path/to/python  an engine that lives in another venv
    python -m benchmarks.peers --only "run, fed" --only chain       some of the cases
    python -m benchmarks.peers --ops                                single ops on a million elements
    python -m benchmarks.peers --json figures.json                  the figures for another program

All engines get the same processors and the same number of threads. Times are medians over all rounds.
The last column is rheos' time over that of the best peer: below 1, rheos is ahead.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import million
from .cases import CASES

ENGINES = ["rheos", "tensorflow", "pytorch", "compiled", "jax"]
SAME_PYTHON = {"compiled": "pytorch"}  # an engine that lives where another does
OP_ENGINES = ENGINES[:3]
SLOW = 1.5  # an op whose time is more than this over the best peer's is marked
ROOT = Path(__file__).parents[2]
ROUND_SECONDS = 0.15
TOLERANCE = 1e-3  # by which engines' results may differ
LONG_SECONDS = 10.0  # what takes longer than this to do once is timed once


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
        cores = sorted(os.sched_getaffinity(0))[:threads] if hasattr(os, "sched_getaffinity") else []
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.peers.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(threads),
            preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
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


def show(seconds: float | None) -> str:
    """A time with the unit that fits it."""
    if seconds is None:
        return "-"
    for unit, factor in (("s", 1), ("ms", 1e-3)):
        if seconds >= factor:
            return f"{seconds / factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"


def show_mb(mb: float | None) -> str:
    """Megabytes."""
    return "-" if mb is None else f"{mb:.0f} MB"


class Table:
    """One line per case, one column per engine, and rheos over the best of the others."""

    def __init__(self, engines: list[str], marks: bool) -> None:
        self.engines, self.marks = engines, marks
        self.slow: list[str] = []
        print(f"{'':30}" + "".join(f"{name:>13}" for name in engines) + f"{'ratio':>9}")

    def line(self, about: str, values: dict[str, float | None], shown: Any = show) -> None:
        peers = [v for name, v in values.items() if name != "rheos" and v is not None]
        own = values.get("rheos")
        over = own / min(peers) if own is not None and peers and min(peers) > 0 else None
        ratio = "-" if over is None else f"{over:.2f}"
        if over is not None and over > SLOW and self.marks:
            ratio += " *"
            self.slow.append(f"{about} {over:.2f}")
        cells = "".join(f"{shown(values.get(name)):>13}" for name in self.engines)
        print(f"{about:30}{cells}{ratio:>9}", flush=True)


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


def compare(engines: dict[str, Engine], case: Any, rounds: int) -> tuple[dict[str, list[float]], list[str]]:
    """Ask every engine in turn, `rounds` times: (seconds per call, several per engine; remarks)."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    checks: dict[str, list[list[float]]] = {}
    remarks = []
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
                    remarks.append(f"{name}, {case.name}: {answer['error']}")
                continue
            times[name] += answer["times"]
            checks.setdefault(name, answer["check"])
            if case.once and answer["times"][0] > LONG_SECONDS:
                silent.add(name)
    for name, check in checks.items():
        first = next(iter(checks))
        if differ(check, checks[first]):
            remarks.append(
                f"{case.name}: {name} computes {show_check(check)}, {first} {show_check(checks[first])}"
            )
    for engine in engines.values():
        engine.ask(forget=case.name)
    return times, remarks


def parse() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    options.add_argument(
        "--python", action="append", default=[], metavar="ENGINE=PATH", help="its interpreter"
    )
    options.add_argument(
        "--engine", action="append", choices=ENGINES, help="only this engine (may be repeated)"
    )
    options.add_argument("--only", action="append", metavar="CASE", help="only this case (may be repeated)")
    options.add_argument("--ops", action="store_true", help="the table of single ops in place of the cases")
    options.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    options.add_argument("--rounds", type=int, default=7, help="how often each engine has its turn")
    options.add_argument("--once-rounds", type=int, default=3, help="the same for building and first runs")
    options.add_argument("--best", action="store_true", help="best times instead of medians")
    options.add_argument("--json", type=Path, help="write the figures to this file as well")
    return options.parse_args()


def main() -> int:
    options = parse()
    pythons = dict(item.partition("=")[::2] for item in options.python)
    for name, host in SAME_PYTHON.items():
        pythons.setdefault(name, pythons.get(host, sys.executable))
    unknown = set(pythons) - set(ENGINES)
    if unknown:
        sys.exit(
            f"--python: no engine is called {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}"
        )

    cases = million.CASES if options.ops else CASES
    unknown = set(options.only or []) - {case.name for case in cases}
    if unknown:
        sys.exit(f"--only: there is no case {', '.join(sorted(unknown))}")
    names = options.engine or (OP_ENGINES if options.ops else ENGINES)
    figures: dict[str, Any] = {"threads": options.threads, "best": options.best, "versions": {}, "cases": {}}
    engines: dict[str, Engine] = {}
    imports: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for turn in range(1 if options.ops else options.once_rounds):
        for name in names:
            if turn and name not in engines:
                continue
            try:
                engine = Engine(name, pythons.get(name, sys.executable), options.threads)
            except OSError as error:
                print(f"{name}: not run: {error}")
                continue
            if "error" in engine.hello:
                print(f"{name}: not run: {engine.hello['error']}")
                continue
            imports[name].append(engine.hello)
            if name in engines:
                engine.close()
            else:
                engines[name] = engine
                figures["versions"][name] = engine.hello["version"]
    if not engines:
        print("no engine could be started")
        return 1
    print(", ".join(f"{name} {version}" for name, version in figures["versions"].items()))
    one_figure: Callable[[list[float]], float] = min if options.best else statistics.median
    shown_as = "best times" if options.best else "medians"
    print(f"{options.threads} threads each; {shown_as}; ratio: rheos over the best of the others\n")

    table = Table(list(engines), options.ops)
    remarks: list[str] = []
    wanted = options.only or [case.name for case in cases]

    def note(about: str, values: dict[str, float | None], shown: Any = show) -> None:
        figures["cases"][about] = values
        table.line(about, values, shown)

    if not options.only and not options.ops:
        for about, key, shown in (("import", "seconds", show), ("import, memory", "mb", show_mb)):
            note(about, {n: one_figure([i[key] for i in imports[n]]) for n in engines}, shown)
    for case in cases:
        if case.name in wanted:
            rounds = options.once_rounds if case.once else options.rounds
            times, more = compare(engines, case, rounds)
            remarks += more
            note(case.name, {name: one_figure(t) if t else None for name, t in times.items()})
    for engine in engines.values():
        engine.close()

    if table.slow:
        print(f"\n* more than {SLOW} times the best peer: " + "; ".join(table.slow))
    for case in cases:
        if case.name in wanted and case.memory:
            peaks: dict[str, float | None] = {}
            for name in engines:  # a fresh process each: the peak is over a process's whole life
                engine = Engine(name, pythons.get(name, sys.executable), options.threads)
                peaks[name] = engine.time(case.name, ROUND_SECONDS).get("peak")
                engine.close()
            note(f"{case.name}, peak memory", peaks, show_mb)

    print()
    for case in cases:
        if case.name in wanted and case.about:
            print(f"{case.name}: {case.about}")
    for remark in remarks:
        print(f"REMARK {remark}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
