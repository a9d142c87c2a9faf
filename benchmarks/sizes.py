"""Cost against size: nodes of a graph, elements of an array, examples of a batch, 100 to a million of each.

    python -m benchmarks.sizes                  times, times per unit, and how they grow
    python -m benchmarks.sizes --plots FOLDER   the same as pictures (needs matplotlib)
    python -m benchmarks.sizes --kind batch --most 10000

A cost is linear in size where a unit costs no more among many than among few; it costs somewhat more where
the data leave a cache.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import rheos as tf

from .peers.case import array
from .peers.networks import CLASSES, mlp
from .peers.rows import gelu
from .peers.tf1 import tower

SECONDS = 0.2  # for each figure
LEAST = 100  # the smallest size
LEAST_CALLS = 4  # the first of which warms up
FEATURES = (32, 64, CLASSES)
Curve = tuple[str, int, Callable[[], Any], bool]


def session() -> Any:
    """A session, variables set."""
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    return sess


def nodes(size: int) -> Iterator[Curve]:
    """Building, differentiating and first running matmul and tanh nodes."""
    tf.reset_default_graph()
    made: list[Any] = []
    yield "build", size, lambda: made.extend(tower(tf, size // 2)), True
    weights, top = made
    yield "gradients", size, lambda: made.extend(tf.gradients(top, [weights])), True
    with session() as sess:
        yield "first run", size, lambda: sess.run(made[2]), True
        yield "run", size, lambda: sess.run(made[2]), False


def elements(size: int) -> Iterator[Curve]:
    """Element-wise ops and a sum; a feed."""
    tf.reset_default_graph()
    value = array(size)
    x, fed = tf.Variable(value), tf.placeholder(tf.float32, [None])
    fetches = {"gelu": gelu(tf.tanh, x), "sum": tf.reduce_sum(x), "fed + 1": fed + 1.0}
    with session() as sess:
        for name, fetch in fetches.items():
            feeds = {fed: value} if name == "fed + 1" else {}
            yield name, size, lambda fetch=fetch, feeds=feeds: sess.run(fetch, feeds), False


def batch(size: int) -> Iterator[Curve]:
    """A small network: the loss alone, and a training step."""
    tf.reset_default_graph()
    feeds, loss, step = mlp("", FEATURES, size).tf1_step(tf)
    with session() as sess:
        yield "loss", size, lambda: sess.run(loss, feeds), False
        yield "training step", size, lambda: sess.run(step, feeds), False


KINDS = {"nodes": nodes, "elements": elements, "batch": batch}


def seconds(function: Callable[[], Any], once: bool) -> float:
    """The best time of several calls, or that of the only one."""
    gc.collect()
    times: list[float] = []
    while len(times) < (1 if once else LEAST_CALLS) or (not once and sum(times) < SECONDS):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def measure(kind: str, most: int) -> dict[str, list[tuple[int, float]]]:
    """Per curve, size and seconds; prints them."""
    curves: dict[str, list[tuple[int, float]]] = {}
    for *_, function, _ in KINDS[kind](LEAST):
        function()  # what is loaded when it is first needed belongs to no size
    size = LEAST
    while size <= most:
        for name, units, function, once in KINDS[kind](size):
            taken = seconds(function, once)
            curves.setdefault(name, []).append((units, taken))
            print(
                f"{kind:10}{name:16}{units:>10,}{taken * 1e3:>14.4f} ms{taken / units * 1e9:>12.2f} ns each",
                flush=True,
            )
        size *= 10
    for name, points in curves.items():
        print(f"{kind:10}{name:16} at the largest size a unit costs {growth(points):.2f} times the least")
    return curves


def growth(points: list[tuple[int, float]]) -> float:
    """What a unit costs at the last size over the least it costs at any."""
    each = [taken / size for size, taken in points]
    return each[-1] / min(each)


def plot(kind: str, curves: dict[str, list[tuple[int, float]]], folder: Path) -> None:
    """One picture, both axes logarithmic; a dotted line shows what is linear."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, points in curves.items():
        (line,) = axes.loglog(*zip(*points, strict=True), marker="o", label=name)
        size, taken = points[-1]
        axes.loglog([LEAST, size], [taken * LEAST / size, taken], ":", color=line.get_color(), linewidth=1)
    axes.set(xlabel=kind, ylabel="seconds", title=f"Time against {kind} (dotted: linear)")
    axes.legend()
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / f"{kind}.png", dpi=120)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.sizes", description=__doc__.splitlines()[0])
    options.add_argument("--kind", action="append", choices=KINDS, help="only this one (may be repeated)")
    options.add_argument("--most", type=int, default=1_000_000, help="the largest size")
    options.add_argument("--plots", type=Path, metavar="FOLDER", help="draw them there")
    chosen = options.parse_args()
    if chosen.plots:
        try:
            import matplotlib  # noqa: F401
        except ImportError:
            options.error("--plots needs matplotlib")
    for kind in chosen.kind or KINDS:
        curves = measure(kind, chosen.most)
        if chosen.plots:
            plot(kind, curves, chosen.plots)
    return 0


if __name__ == "__main__":
    sys.exit(main())
