"""What a case is, the least work it stands for, and the numbers it starts from."""

from dataclasses import dataclass

import numpy as np

CHUNK = 1 << 20  # numbers made at a time: making them must not be what needs most memory


@dataclass(frozen=True)
class Work:
    """What no engine can avoid: floating point operations, bytes read and bytes written, once each.

    A vector instruction counts as two operations per element, whatever it does; an exponential is 16 of them.
    """

    flops: float
    read: float
    written: float = 0


@dataclass(frozen=True, kw_only=True)
class Case:
    """One thing to time.

    once: it can be done only once per setup (tracing, compiling), so each timing has a setup of its own.
    memory: it is a training step, whose peak memory is measured in a fresh process.
    work: None where the cost is all overhead, or not known.
    """

    name: str
    about: str = ""
    once: bool = False
    memory: bool = False
    work: Work | None = None

    def least_work(self, result: int) -> Work | None:
        """The work, where `result` bytes were fetched."""
        return self.work


def array(*shape: int, seed: int = 0) -> np.ndarray:
    """Normal numbers, float32, the same in each engine."""
    state = np.random.RandomState(seed)
    numbers = np.empty(shape, np.float32)
    flat = numbers.reshape(-1)
    for start in range(0, flat.size, CHUNK):
        part = flat[start : start + CHUNK]
        part[:] = state.normal(size=part.size)
    return numbers


def integers(below: int, *shape: int, seed: int) -> np.ndarray:
    """Uniform int32 numbers from 0 on: labels, rows to look up."""
    return np.random.RandomState(seed).randint(0, below, shape).astype(np.int32)


def weights(*shape: int, seed: int) -> np.ndarray:
    """Initial weights that keep the size of what passes through them and a relu."""
    return array(*shape, seed=seed) * np.float32((2 / np.prod(shape[:-1])) ** 0.5)
