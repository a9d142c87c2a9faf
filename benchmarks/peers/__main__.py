"""The parent: asks the engines in turn and prints who took how long.

    python -m benchmarks.peers                                      what is installed beside rheos
    python -m benchmarks.peers --python tensorflow=/path/to/python  an engine that lives in another venv
    python -m benchmarks.peers --only "run, fed" --only chain       some of the cases
    python -m benchmarks.peers --ops                                single ops on a million elements
    python -m benchmarks.peers --json figures.json                  the figures for another program

All engines get the same processors and the same number of threads. Times are medians over all rounds. "ahead"
is the best peer's time over rheos': above 1, rheos is ahead. "of limit" is the least time that the machine's
peaks allow over rheos'. The peaks are measured before, between and after the cases; where they move by more
than a tenth, the table is rejected and the exit status is 3.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import million
from .cases import CASES
from .engines import ENGINES, ROUND_SECONDS, SAME_PYTHON, Comparison, Engine
from .roof import STILL, Machine, moved
from .table import SLOW, Table, show, show_mb

OP_ENGINES = ENGINES[:3]
REJECTED = 3  # exit status
CASES_BETWEEN = 4  # cases from one look at the machine's peaks to the next
OPS_BETWEEN = 25


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


class Run:
    """One table: its engines, its figures."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.pythons = dict(item.partition("=")[::2] for item in options.python)
        unknown = set(self.pythons) - set(ENGINES)
        if unknown:
            there = ", ".join(ENGINES)
            sys.exit(f"--python: no engine is called {', '.join(sorted(unknown))}; there are {there}")
        for name, host in SAME_PYTHON.items():
            self.pythons.setdefault(name, self.pythons.get(host, sys.executable))
        cases = million.CASES if options.ops else CASES
        unknown = set(options.only or []) - {case.name for case in cases}
        if unknown:
            sys.exit(f"--only: there is no case {', '.join(sorted(unknown))}")
        self.cases = [case for case in cases if not options.only or case.name in options.only]
        self.names = options.engine or (OP_ENGINES if options.ops else ENGINES)
        self.figure: Callable[[list[float]], float] = min if options.best else statistics.median
        self.figures: dict[str, Any] = {
            "threads": options.threads,
            "best": options.best,
            "versions": {},
            "cases": {},
        }
        self.engines: dict[str, Engine] = {}
        self.imports: dict[str, list[dict[str, float]]] = {name: [] for name in self.names}
        self.remarks: list[str] = []

    def engine(self, name: str) -> Engine:
        """A new process."""
        return Engine(name, self.pythons.get(name, sys.executable), self.options.threads)

    def start(self) -> None:
        """Start every engine, several times where importing is a case; say which cannot be started."""
        whole = not self.options.ops and not self.options.only
        for turn in range(self.options.once_rounds if whole else 1):
            for name in self.names:
                if turn and name not in self.engines:
                    continue
                try:
                    engine = self.engine(name)
                except OSError as error:
                    print(f"{name}: not run: {error}")
                    continue
                if "error" in engine.hello:
                    print(f"{name}: not run: {engine.hello['error']}")
                    continue
                self.imports[name].append(engine.hello)
                if name in self.engines:
                    engine.close()
                else:
                    self.engines[name] = engine
                    self.figures["versions"][name] = engine.hello["version"]

    def note(
        self, table: Table, about: str, values: dict[str, float | None], shown: Any = show, share: Any = None
    ) -> None:
        """A line of the table and of the figures."""
        self.figures["cases"][about] = {**values, "of limit": share}
        table.line(about, values, shown, share)

    def compare(self, table: Table, machine: Machine) -> None:
        """All cases, the machine's peaks between them."""
        between = OPS_BETWEEN if self.options.ops else CASES_BETWEEN
        for i, case in enumerate(self.cases):
            if i % between == 0:
                machine.measure()
            done = Comparison(
                self.engines, case, self.options.once_rounds if case.once else self.options.rounds
            )
            self.remarks += done.remarks
            values = {name: self.figure(times) if times else None for name, times in done.times.items()}
            share = machine.share(case.least_work(done.bytes), values.get("rheos"))
            self.note(table, case.name, values, share=share)
        machine.measure()

    def memory(self, table: Table) -> None:
        """Peaks, in a fresh process each: the peak is over a process's whole life."""
        for case in self.cases:
            if case.memory:
                peaks: dict[str, float | None] = {}
                for name in self.engines:
                    engine = self.engine(name)
                    peaks[name] = engine.time(case.name, ROUND_SECONDS).get("peak")
                    engine.close()
                self.note(table, f"{case.name}, memory", peaks, show_mb)


def main() -> int:
    options = parse()
    run = Run(options)
    run.start()
    if not run.engines:
        print("no engine could be started")
        return 1
    machine = Machine(options.threads)
    machine.measure()
    print(", ".join(f"{name} {version}" for name, version in run.figures["versions"].items()))
    print(machine.show())
    print(f"{options.threads} threads each; {'best times' if options.best else 'medians'}\n")

    table = Table(list(run.engines), options.ops)
    if not options.only and not options.ops:
        for about, key, shown in (("import", "seconds", show), ("import, memory", "mb", show_mb)):
            values = {name: run.figure([i[key] for i in run.imports[name]]) for name in run.engines}
            run.note(table, about, values, shown)
    run.compare(table, machine)
    for engine in run.engines.values():
        engine.close()
    run.memory(table)

    print(
        "\nahead: the best of the others over rheos; of limit: the least time the machine allows over rheos'"
    )
    if table.slow:
        print(f"* more than {SLOW} times the best peer: " + "; ".join(table.slow))
    for case in run.cases:
        if case.about:
            print(f"{case.name}: {case.about}")
    for remark in run.remarks:
        print(f"REMARK {remark}")
    restless = moved(machine.roofs) if machine.roofs else []
    run.figures["rejected"] = restless
    if options.json:
        options.json.write_text(json.dumps(run.figures, indent=1) + "\n", encoding="utf-8")
    if restless:
        print(f"REJECTED: the machine's peaks moved by more than {STILL:.0%}: " + "; ".join(restless))
        return REJECTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
