"""Pooling and its gradients on a GPU, against NumPy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest

from .kernel import STORED, header, over, run, text

Three = tuple[int, int, int]
LEAST = np.finfo("float32").min


@dataclass
class Pool:
    """Windows over images of three axes of space."""

    image: Three
    size: Three
    strides: Three
    channels: int = 3
    batch: int = 2
    before: Three = (0, 0, 0)
    after: Three = (0, 0, 0)

    @property
    def windows(self) -> Three:
        whole = (i + b + a for i, b, a in zip(self.image, self.before, self.after, strict=True))
        a, b, c = ((w - k) // s + 1 for w, k, s in zip(whole, self.size, self.strides, strict=True))
        return a, b, c

    def shape(self, pooled: bool) -> tuple[int, ...]:
        return (self.batch, *(self.windows if pooled else self.image), self.channels)

    def seen(self) -> Iterator[tuple[tuple, tuple]]:
        """For each window of a batch its index, and what it sees: cut at the border."""
        for at in product(*map(range, self.windows)):
            first = [w * s - b for w, s, b in zip(at, self.strides, self.before, strict=True)]
            end = [min(f + k, i) for f, k, i in zip(first, self.size, self.image, strict=True)]
            span = (slice(max(f, 0), e) for f, e in zip(first, end, strict=True))
            yield (slice(None), *at), (slice(None), *span)

    def apply(
        self, device: Any, name: str, *inputs: np.ndarray, pooled: bool, out: Any = None, least: float = LEAST
    ) -> np.ndarray:
        shape = self.shape(pooled)
        count = int(np.prod(shape))
        dtype = inputs[0].dtype if inputs[0].dtype != np.uint32 else inputs[1].dtype
        start = np.array(least, "float32").view(np.uint32) if dtype.kind == "f" else 2**31
        rows = [self.image, self.windows, self.size, self.strides, self.before]
        params = [count, self.channels, int(start), 0, *(n for row in rows for n in (*row, 0))]
        source = header(STORED[dtype.name]) + text("pool", f"pool_{name}")
        buffers = [*inputs, np.full(shape, 77, out or dtype)]
        return run(device, source, params, buffers, over(count, 256))


POOLS = {
    "halves": Pool((1, 6, 8), (1, 2, 2), (1, 2, 2)),
    "overlap": Pool((1, 9, 7), (1, 3, 3), (1, 2, 2), before=(0, 1, 1), after=(0, 1, 1)),
    "gaps": Pool((1, 8, 9), (1, 1, 2), (1, 3, 4)),
    "whole": Pool((1, 5, 6), (1, 5, 6), (1, 1, 1), channels=70),
    "volume": Pool((5, 4, 6), (2, 3, 2), (2, 1, 1), before=(1, 1, 0), after=(0, 1, 1)),
}


@pytest.fixture(params=POOLS)
def pool(request: pytest.FixtureRequest) -> Pool:
    return POOLS[request.param]


def images(pool: Pool, seed: int = 0) -> np.ndarray:
    """Few different numbers, so that maxima are not alone."""
    return np.random.RandomState(seed).randint(-4, 4, pool.shape(False)).astype("float32")


def floats(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.RandomState(1).standard_normal(shape).astype("float32")


def maxima(pool: Pool, x: np.ndarray) -> np.ndarray:
    y = np.empty(pool.shape(True), x.dtype)
    for at, see in pool.seen():
        y[at] = x[see].max((1, 2, 3))
    return y


def first_maxima(pool: Pool, x: np.ndarray) -> np.ndarray:
    """Where in its image each window's first maximum is."""
    places = np.arange(int(np.prod(pool.image)), dtype=np.uint32).reshape(pool.image)
    found = np.empty(pool.shape(True), np.uint32)
    for at, see in pool.seen():
        flat = x[see].reshape(pool.batch, -1, pool.channels)
        found[at] = places[see[1:]].reshape(-1)[flat.argmax(1)]
    return found


def test_maxima(device: Any, pool: Pool) -> None:
    x = images(pool)
    np.testing.assert_array_equal(pool.apply(device, "max", x, pooled=True), maxima(pool, x))


def test_maxima_of_integers(device: Any) -> None:
    pool = POOLS["overlap"]
    x = images(pool).astype("int32") - 1000
    np.testing.assert_array_equal(pool.apply(device, "max", x, pooled=True), maxima(pool, x))


def test_what_is_not_finite(device: Any) -> None:
    pool = Pool((1, 1, 8), (1, 1, 2), (1, 1, 2), channels=1, batch=1)
    nan, inf = np.nan, np.inf
    x = np.array([nan, 1, 1, nan, nan, nan, -inf, -inf], "float32").reshape(pool.shape(False))
    got = pool.apply(device, "max", x, pooled=True).ravel()
    np.testing.assert_array_equal(got, np.array([1, 1, LEAST, LEAST], "float32"))
    got = pool.apply(device, "max", x, pooled=True, least=-inf).ravel()
    np.testing.assert_array_equal(got, np.array([1, 1, -inf, -inf], "float32"))
    # Where the place matters, a NaN stays that comes first.
    got = pool.apply(device, "first_max", x, pooled=True, out=np.uint32).ravel()
    np.testing.assert_array_equal(got, [0, 2, 4, 6])


def test_the_gradient_goes_to_the_first_maximum(device: Any, pool: Pool) -> None:
    x, dy = images(pool), floats(pool.shape(True))
    places = pool.apply(device, "first_max", x, pooled=True, out=np.uint32)
    np.testing.assert_array_equal(places, first_maxima(pool, x))
    want = np.zeros((pool.batch, int(np.prod(pool.image)), pool.channels))
    for n, c in product(range(pool.batch), range(pool.channels)):
        np.add.at(want[n, :, c], places[n, ..., c].ravel(), dy[n, ..., c].ravel())
    got = pool.apply(device, "max_grad", places, dy, pooled=False)
    np.testing.assert_allclose(got.ravel(), want.ravel(), rtol=1e-5, atol=1e-6)


def test_the_gradient_goes_to_all_maxima(device: Any, pool: Pool) -> None:
    x, dy = images(pool), floats(pool.shape(True))
    y, want = maxima(pool, x), np.zeros(pool.shape(False))
    for at, see in pool.seen():
        want[see] += (x[see] == y[at][:, None, None, None]) * dy[at][:, None, None, None]
    got = pool.apply(device, "ties_grad", x, y, dy, pooled=False)
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


def test_values_are_picked_at_the_first_maximum(device: Any, pool: Pool) -> None:
    x, g = images(pool), floats(pool.shape(False))
    flat = g.reshape(pool.batch, -1, pool.channels)
    places = first_maxima(pool, x).reshape(pool.batch, -1, pool.channels)
    want = np.take_along_axis(flat, places.astype(np.int64), 1).reshape(pool.shape(True))
    np.testing.assert_array_equal(pool.apply(device, "pick", x, maxima(pool, x), g, pooled=True), want)
    nothing = np.full(pool.shape(True), 99, "float32")
    assert not pool.apply(device, "pick", x, nothing, g, pooled=True).any()


def test_means_and_their_gradient(device: Any, pool: Pool) -> None:
    x, dy = floats(pool.shape(False)), floats(pool.shape(True))
    y, dx = np.empty(pool.shape(True)), np.zeros(pool.shape(False))
    for at, see in pool.seen():
        y[at] = x[see].mean((1, 2, 3), dtype=np.float64)
        count = x[see][0, ..., 0].size
        dx[see] += dy[at][:, None, None, None] / count
    np.testing.assert_allclose(pool.apply(device, "mean", x, pooled=True), y, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(pool.apply(device, "mean_grad", dy, pooled=False), dx, rtol=1e-5, atol=1e-6)
