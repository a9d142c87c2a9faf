"""What is measured, and how: many runs, then one wait.

A run that fetches nothing does not wait for the GPU, so the runs of a measurement follow each other there as
those of a training loop do. Invariant: a case's run has an effect, or it would be pruned to nothing.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["Built", "Case", "numbers", "per_run"]

# Runs between two waits: uploads of runs that have not begun take memory.
_MOST_RUNS = 300


@dataclass(frozen=True)
class Built:
    """What to run in the default graph."""

    targets: Any
    feeds: dict[Any, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One thing to time.

    Parameters
    ----------
    name, about : str
        The row of the table, and what it stands for.
    build : function of the rheos package
        Adds it to the default graph, variables on the GPU.
    torch : function of the torch package and a device, optional
        The same there: gives a function that runs it once.
    flops, bytes : float
        Least work of one run: floating point operations, bytes read and written.
    fetched : bool
        Each run waits for its result, a scalar.
    """

    name: str
    about: str
    build: Callable[[Any], Built]
    torch: Callable[[Any, Any], Callable[[], Any]] | None = None
    flops: float = 0.0
    bytes: float = 0.0
    fetched: bool = False


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Uniform float32 numbers around 0, the same each time.

    Examples
    --------
    >>> numbers(2, 3).shape
    (2, 3)
    """
    made = np.random.default_rng(seed).random(shape, np.float32)
    made -= np.float32(0.5)
    return made


def _elapsed(run: Callable[[], Any], wait: Callable[[], Any], count: int) -> tuple[float, float]:
    """Seconds until `count` runs were asked for, and until they were done."""
    start = time.perf_counter()
    for _ in range(count):
        run()
    asked = time.perf_counter()
    wait()
    return asked - start, time.perf_counter() - start


def per_run(
    run: Callable[[], Any], wait: Callable[[], Any], seconds: float, repeats: int = 5
) -> dict[str, float]:
    """Time of a run, by many runs and one wait.

    Parameters
    ----------
    run, wait : functions
        `wait` returns when all runs are done.
    seconds : float
        Length of a measurement, of which there are `repeats`.

    Returns
    -------
    dict
        ``seconds``: median time of a run; ``asked``: the part of it until the next could be asked for;
        ``spread``: the slowest measurement by the fastest; ``runs`` in each.

    Examples
    --------
    >>> sorted(per_run(lambda: None, lambda: None, 1e-4))
    ['asked', 'runs', 'seconds', 'spread']
    """
    for _ in range(2):
        _elapsed(run, wait, 1)
    count = 1
    while True:
        _, took = _elapsed(run, wait, count)
        if took >= seconds / 2 or count >= _MOST_RUNS:
            break
        count = min(_MOST_RUNS, max(2 * count, int(count * seconds / max(took, 1e-9))))
    measured = [_elapsed(run, wait, count) for _ in range(repeats if took < 2 * seconds else 2)]
    whole = [done for _, done in measured]
    return {
        "seconds": statistics.median(whole) / count,
        "asked": statistics.median(asked for asked, _ in measured) / count,
        "spread": max(whole) / min(whole),
        "runs": count,
    }
