"""``python -m rheos.bench gpu``: all cases in turn, a table on the way, JSON at the end.

Invariant: a case that fails, here or in PyTorch, is a line that says so; the others go on.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from .. import _native
from . import kernels, networks, overhead
from .case import Case, per_run

__all__ = ["main", "measure"]

# Length of one of the measurements of a case.
_SECONDS, _QUICK_SECONDS = 0.2, 0.002


def _in_rheos(case: Case, seconds: float) -> dict[str, Any]:
    """Times of a case, and what a warm run makes the GPU do."""
    tf: Any = importlib.import_module("rheos")
    with tf.Graph().as_default(), tf.device("/gpu:0"):
        built = case.build(tf)
        done = tf.Variable(1.0) + 0.0
        with tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as session:
            session.run(tf.global_variables_initializer())

            def run() -> Any:
                return session.run(built.targets, built.feeds)

            def wait() -> Any:
                # The GPU works in order.
                return session.run(done)

            measured: dict[str, Any] = dict(per_run(run, wait, seconds))
            before = _native._gpu_counts()
            run()
            after = _native._gpu_counts()
            measured["counts"] = {name: count - before.get(name, 0) for name, count in after.items()}
            wait()
    return measured


def _torch() -> tuple[Any, Any] | None:
    """PyTorch and its GPU, if both are here; with products in whole float32, as here."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return None
    if torch.cuda.is_available():
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        return torch, torch.device("cuda")
    if hasattr(torch, "mps") and torch.backends.mps.is_available():
        return torch, torch.device("mps")
    return None


def _in_torch(case: Case, torch: Any, device: Any, seconds: float) -> dict[str, float]:
    if case.torch is None:
        return {}
    wait: Callable[[], Any] = getattr(torch, device.type).synchronize
    return per_run(case.torch(torch, device), wait, seconds)


def _attempt(of: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `of` gives, or the first line of its error."""
    try:
        return of()
    except Exception as error:
        lines = str(error).splitlines() or [""]
        return {"error": f"{type(error).__name__}: {lines[0]}"}


def measure(case: Case, seconds: float, torch: tuple[Any, Any] | None) -> dict[str, Any]:
    """All numbers of a case.

    Parameters
    ----------
    case : Case
        What to measure.
    seconds : float
        Length of one of the measurements.
    torch : (module, device), optional
        PyTorch, to measure that as well.

    Returns
    -------
    dict
        ``name``, ``about``, and under ``rheos`` and ``torch`` the times, with ``gflops`` and ``gbytes`` per
        second where the case's work is known; ``rheos`` also has the ``counts`` of a warm run. An engine that
        failed has an ``error`` alone.
    """
    row: dict[str, Any] = {"name": case.name, "about": case.about}
    row["rheos"] = _attempt(lambda: _in_rheos(case, seconds))
    if torch is not None:
        row["torch"] = _attempt(lambda: _in_torch(case, *torch, seconds))
    for engine in ("rheos", "torch"):
        took = row.get(engine, {}).get("seconds")
        if took and case.flops:
            row[engine]["gflops"] = case.flops / took / 1e9
        if took and case.bytes:
            row[engine]["gbytes"] = case.bytes / took / 1e9
    return row


def _rate(of: dict[str, Any]) -> str:
    if "gflops" in of:
        return f"{of['gflops']:.0f} GFLOP/s" if of["gflops"] >= 10 else f"{of['gflops']:.2g} GFLOP/s"
    return f"{of['gbytes']:.4g} GB/s" if "gbytes" in of else ""


def _micros(of: dict[str, Any], key: str = "seconds") -> str:
    return f"{of[key] * 1e6:.1f}" if key in of else "failed" if "error" in of else "-"


def _line(row: dict[str, Any]) -> str:
    """A row of the table."""
    ours, theirs = row["rheos"], row.get("torch", {})
    ratio = f"{theirs['seconds'] / ours['seconds']:.2f}" if "seconds" in ours and "seconds" in theirs else ""
    counts = ours.get("counts", {})
    work = f"{counts.get('submits', '-')}/{counts.get('dispatches', '-')}/{counts.get('pipelines', '-')}"
    moved = f"{counts.get('uploaded', 0) + counts.get('downloaded', 0):,}" if counts else "-"
    cells = f"{_micros(ours):>11} {_micros(ours, 'asked'):>10} {_rate(ours):>16} {work:>10} {moved:>10}"
    text = f"{row['name']:<34}{cells} {_micros(theirs):>11} {_rate(theirs):>16} {ratio:>6}".rstrip()
    for engine, of in (("rheos", ours), ("torch", theirs)):
        if "error" in of:
            text += f"\n    {engine}: {of['error']}"
    return text


_HEAD = (
    f"{'':<34}{'us a run':>11} {'us to ask':>10} {'':>16} {'sub/dis/pip':>11} {'bytes':>9} "
    f"{'torch us':>11} {'':>16} {'faster':>6}"
)


def main(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 where there is no GPU, or a case failed in rheos."""
    from ..errors import InvalidArgumentError

    start = time.perf_counter()
    try:
        gpus = _native._gpus()
    except InvalidArgumentError as error:
        print(error.message, file=sys.stderr)
        return 1
    if not gpus:
        print("no GPU to measure; python -m rheos devices says what is here and why", file=sys.stderr)
        return 1
    gpu, torch = gpus[0], None if chosen.no_torch else _torch()
    peer = f"PyTorch {torch[0].__version__}" if torch else "PyTorch is not here, or sees no GPU"
    print(f"{gpu['name']} ({gpu['kind']}, {gpu['backend']}, {gpu['driver']}); {peer}\n")
    if gpu["kind"] == "software" and not chosen.quick:
        print("a software GPU takes long for these sizes: --quick has small ones\n")
    print(_HEAD)
    rows, skipped = [], []
    binding = int(gpu["limits"]["binding_bytes"])
    cases = [
        *kernels.cases(chosen.quick, binding),
        *networks.cases(chosen.quick),
        *overhead.cases(chosen.quick),
    ]
    for case in (case for case in cases if chosen.only.lower() in case.name.lower()):
        if time.perf_counter() - start > chosen.seconds:
            skipped.append(case.name)
            continue
        row = measure(case, _QUICK_SECONDS if chosen.quick else _SECONDS, torch)
        rows.append(row)
        print(_line(row), flush=True)
    if skipped:
        print(f"\nno time was left for: {', '.join(skipped)}")
    first: dict[str, Any] = {}
    if chosen.only.lower() in "first run":
        first = _attempt(lambda: overhead.first_runs(chosen.quick))
        print(f"\nfirst run of an MLP, in a new process\n{_first(first)}")
    took = time.perf_counter() - start
    print(f"\n{took:.0f} s in all")
    if chosen.output:
        result = {
            "version": 1,
            "quick": chosen.quick,
            "gpu": gpu,
            "torch": {"version": str(torch[0].__version__), "device": str(torch[1])} if torch else None,
            "cases": rows,
            "skipped": skipped,
            "first_run": first,
            "seconds": took,
        }
        with open(chosen.output, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
    return int("error" in first or any("error" in row["rheos"] for row in rows))


def _first(first: dict[str, Any]) -> str:
    if "error" in first:
        return f"  {first['error']}"
    lines = []
    for state, times in first.items():
        stages = [f"{name} {value * 1e3:.0f} ms" for name, value in times.items() if name != "pipelines"]
        lines.append(f"  {state}: {', '.join(stages)}; {times['pipelines']} pipelines")
    return "\n".join(lines)
