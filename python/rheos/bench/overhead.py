"""What runs cost beside the GPU's own work: a run of many small kernels, and a program's first run.

First runs are timed in processes of their own, twice with one folder for what drivers keep of compiled
shaders: the first finds it empty.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from .case import Built, Case, numbers

__all__ = ["cases", "first_runs"]

KERNELS = 100
SIDE = 16


def _small(fetched: bool) -> Case:
    """Products of small matrices, which are never fused."""

    def build(tf: Any) -> Built:
        a, b = tf.Variable(numbers(SIDE, SIDE)), tf.Variable(numbers(SIDE, SIDE, seed=1))
        y = a
        for _ in range(KERNELS):
            y = tf.matmul(y, b)
        if fetched:
            return Built(y[0, 0])
        return Built(tf.Variable(tf.zeros([SIDE, SIDE])).assign(y).op)

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        a, b = (torch.from_numpy(numbers(SIDE, SIDE, seed=i)).to(device) for i in range(2))

        def run() -> Any:
            y = a
            for _ in range(KERNELS):
                y = y @ b
            return y[0, 0].item() if fetched else y

        return run

    ending = "a number fetched" if fetched else "nothing fetched"
    about = f"products of [{SIDE}, {SIDE}] matrices, {ending}"
    return Case(f"{KERNELS} small kernels, {ending}", about, build, torch, fetched=fetched)


def _moved(count: int, up: bool) -> Case:
    """A vector fed and added to a variable, or computed from one and fetched."""

    def build(tf: Any) -> Built:
        if not up:
            return Built(tf.Variable(tf.fill([count], 0.5)) + 1.0)
        fed = tf.placeholder(tf.float32, [count])
        return Built(tf.Variable(tf.zeros([count])).assign_add(fed).op, {fed: numbers(count)})

    def torch(torch: Any, device: Any) -> Callable[[], Any]:
        here, there = torch.from_numpy(numbers(count)), torch.full([count], 0.5, device=device)
        return (lambda: here.to(device)) if up else there.cpu

    about = f"float32[{count}], {'added to a variable' if up else 'one more than a variable'}"
    return Case("feed" if up else "fetch", about, build, torch, bytes=4.0 * count, fetched=not up)


def cases(quick: bool) -> list[Case]:
    """Runs of small kernels, with and without waiting for a result, and the ways to the GPU and back.

    Examples
    --------
    >>> [case.name for case in cases(True) if case.bytes]
    ['feed', 'fetch']
    """
    count = 1 << 12 if quick else 1 << 24
    return [_small(False), _small(True), _moved(count, True), _moved(count, False)]


_FIRST = """
import json, time
start = time.perf_counter()
def lap():
    global start
    last, start = start, time.perf_counter()
    return start - last
import rheos as tf
from rheos import _native
from rheos.bench.networks import cases
times = {"import": lap()}
_native._gpus()
times["drivers"] = lap()
with tf.device("/gpu:0"):
    built = next(case for case in cases(%r) if case.name == "MLP step, loss fetched").build(tf)
session = tf.Session()
times["build"] = lap()
session.run(tf.global_variables_initializer())
times["variables"] = lap()
session.run(built.targets, built.feeds)
times["first step"] = lap()
session.run(built.targets, built.feeds)
times["second step"] = lap()
times["pipelines"] = _native._gpu_counts()["pipelines"]
print(json.dumps(times))
"""

# Where drivers keep compiled shaders: NVIDIA's, Mesa's, and what follows the desktop's convention.
_CACHES = ("__GL_SHADER_DISK_CACHE_PATH", "MESA_SHADER_CACHE_DIR", "XDG_CACHE_HOME")


def first_runs(quick: bool) -> dict[str, dict[str, float]]:
    """Seconds of each stage of a perceptron's first two steps, by whether its shaders were compiled before.

    Parameters
    ----------
    quick : bool
        A tiny network.

    Returns
    -------
    dict
        ``cold`` and ``warm``, each with seconds by stage and the number of compiled ``pipelines``.

    Raises
    ------
    RuntimeError
        The program failed; the error has its last line.
    """
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        variables = {**os.environ, **dict.fromkeys(_CACHES, folder)}
        for state in ("cold", "warm"):
            command = [sys.executable, "-c", _FIRST % quick]
            done = subprocess.run(command, env=variables, capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"the first run failed: {(done.stderr.splitlines() or ['?'])[-1]}")
            made[state] = json.loads(done.stdout.splitlines()[-1])
    return made
