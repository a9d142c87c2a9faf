"""Convolutions and their gradients on a GPU, against NumPy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest

from .kernel import STORED, TILES, header, over, put, run, text

UNSET = 77
Three = tuple[int, int, int]


@dataclass
class Conv:
    """Sizes of a convolution over three axes of space; `results` counts the channels of all groups."""

    image: Three
    kernel: Three
    channels: int
    results: int
    batch: int = 2
    strides: Three = (1, 1, 1)
    dilations: Three = (1, 1, 1)
    before: Three = (0, 0, 0)
    after: Three = (0, 0, 0)
    groups: int = 1

    @property
    def out(self) -> Three:
        reach = [(k - 1) * d + 1 for k, d in zip(self.kernel, self.dilations, strict=True)]
        whole = [i + b + a for i, b, a in zip(self.image, self.before, self.after, strict=True)]
        a, b, c = ((w - r) // s + 1 for w, r, s in zip(whole, reach, self.strides, strict=True))
        return a, b, c

    @property
    def inside(self) -> int:
        return self.channels // self.groups

    @property
    def each(self) -> int:
        return self.results // self.groups

    def arrays(self, dtype: str = "float32") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Images, filters, and what arrives at the results."""
        random = np.random.RandomState(0)
        shapes = (
            (self.batch, *self.image, self.channels),
            (*self.kernel, self.inside, self.results),
            (self.batch, *self.out, self.results),
        )
        if dtype == "int32":
            x, w, dy = (random.randint(-99, 99, s).astype(dtype) for s in shapes)
        else:
            x, w, dy = (random.standard_normal(s).astype(dtype) for s in shapes)
        return x, w, dy

    def seen(self, x: np.ndarray) -> Iterator[tuple[Three, np.ndarray]]:
        """For each tap, the part of the padded images that it sees: a view."""
        for tap in product(*map(range, self.kernel)):
            at = [t * d for t, d in zip(tap, self.dilations, strict=True)]
            span = zip(at, self.out, self.strides, strict=True)
            yield tap, x[(slice(None), *(slice(a, a + (o - 1) * s + 1, s) for a, o, s in span))]

    def padded(self, x: np.ndarray) -> np.ndarray:
        pads = [(0, 0), *zip(self.before, self.after, strict=True), (0, 0)]
        return np.pad(x, pads)

    def axes(self, spread: bool, channels: int, each: int) -> list[int]:
        pixels, source = (self.image, self.out) if spread else (self.out, self.image)
        rows = [(*pixels, 0), (*source, channels), (*self.kernel, each)]
        rows += [(*self.strides, 0), (*self.dilations, 0), (*self.before, 0)]
        if spread:
            for i, step in enumerate(self.tap_steps()):
                rows[3 + i] = (*rows[3 + i][:3], step)
        return [int(n) for row in rows for n in row]

    def tap_steps(self) -> Three:
        """From tap to tap of the filter along each axis, in elements."""
        tap = self.inside * self.results
        return self.kernel[1] * self.kernel[2] * tap, self.kernel[2] * tap, tap

    def flags(self, spread: bool) -> dict[str, bool]:
        return {
            "VOLUME": self.kernel[0] * self.image[0] != 1,
            "SPREAD": spread,
            "STRIDED": spread and self.strides != (1, 1, 1),
        }

    def wanted(self, what: str, x: np.ndarray, w: np.ndarray, dy: np.ndarray) -> np.ndarray:
        kind = np.int64 if x.dtype == np.int32 else np.float64
        x, w, dy = x.astype(kind), w.astype(kind), dy.astype(kind)
        xp, dxp, y, dw = self.padded(x), np.zeros_like(self.padded(x)), np.zeros_like(dy), np.zeros_like(w)
        for (tap, see), (_, back) in zip(self.seen(xp), self.seen(dxp), strict=True):
            for g in range(self.groups):
                i, o = (
                    slice(g * self.inside, (g + 1) * self.inside),
                    slice(g * self.each, (g + 1) * self.each),
                )
                y[..., o] += see[..., i] @ w[tap][:, o]
                back[..., i] += dy[..., o] @ w[tap][:, o].T
                dw[tap][:, o] = np.tensordot(see[..., i], dy[..., o], (range(4), range(4)))
        inner = zip(self.before, self.image, strict=True)
        dx = dxp[(slice(None), *(slice(b, b + i) for b, i in inner))]
        return {"forward": y, "input": dx, "filter": dw}[what]


def convolve(
    device: Any, conv: Conv, what: str, tile: str = "32x32", parts: int = 1, dtype: str = "float32"
) -> None:
    """Runs one of the three products and compares."""
    x, w, dy = conv.arrays(dtype)
    form, stored = TILES[tile], STORED[dtype]
    taps, inside, each, results = int(np.prod(conv.kernel)), conv.inside, conv.each, conv.results
    out_pixels, in_pixels = conv.batch * int(np.prod(conv.out)), conv.batch * int(np.prod(conv.image))
    spread = what == "input"
    channels, own = (results, each) if spread else (conv.channels, inside)
    reader = "vector" if channels % 4 == 0 and own % 4 == 0 else "scalar"
    names = ["window", f"window_{reader}", "window_terms" if what == "filter" else "window_rows"]
    whole = each % 4 == 0 and results % 4 == 0
    names.append(f"{'window' if spread else 'product'}_b_{'vector' if whole else 'scalar'}")
    fours = whole and not spread
    names += ["product_c_vector" if fours else "product_c_scalar", "product"]
    b, steps, c_row = (1, results), (inside, each, each), results
    if what == "forward":
        m, n, k = out_pixels, each, taps * inside
        buffers, shape = [x, w], dy.shape
    elif what == "input":
        m, n, k = in_pixels, inside, taps * each
        b, steps, c_row = (results, 0), (each, each, inside), conv.channels
        buffers, shape = [dy, w], x.shape
    else:
        m, n, k = taps * inside, each, out_pixels
        buffers, shape = [x, dy], w.shape
    term = over(over(k, parts), form["DEPTH"]) * form["DEPTH"]
    groups = over(m, form["ROWS"]) * over(n, form["COLUMNS"]) * conv.groups * parts
    params = [m, n, k, term, groups, conv.groups, 1, c_row, 0, 0, 0, 0, *b, int(np.prod(shape)), 0]
    params += [conv.groups, *steps, *conv.axes(spread, channels, own)]
    params += [0] * (48 - len(params))
    axes = {"A_ALONG_K": what != "filter", "B_ALONG_K": spread}
    source = header(stored, **form, **axes, **conv.flags(spread)) + text(*names) + put(3, fours)
    made = run(device, source, params, [*buffers, np.full((parts, *shape), UNSET, dtype)], groups)
    want, bound = conv.wanted(what, x, w, dy), conv.wanted(what, abs(x), abs(w), abs(dy))
    if dtype == "int32":
        np.testing.assert_array_equal(made.sum(0), want)
    assert (abs(made.sum(0, dtype=np.float64) - want) <= 2e-6 * bound + 1e-30).all()


WHATS = ["forward", "input", "filter"]
CONVS = {
    "plain": Conv((1, 7, 6), (1, 3, 3), 8, 12),
    "few channels": Conv((1, 9, 8), (1, 3, 2), 3, 5, before=(0, 1, 1), after=(0, 1, 0)),
    "strides": Conv((1, 9, 10), (1, 3, 3), 4, 8, strides=(1, 2, 3), before=(0, 1, 0), after=(0, 1, 1)),
    "holes": Conv((1, 11, 9), (1, 3, 2), 4, 4, dilations=(1, 3, 2), before=(0, 3, 1), after=(0, 3, 1)),
    "strides and holes": Conv(
        (1, 12, 11), (1, 3, 3), 5, 3, strides=(1, 2, 2), dilations=(1, 3, 2), before=(0, 2, 2)
    ),
    "one axis": Conv((1, 1, 20), (1, 1, 5), 6, 8, before=(0, 0, 2), after=(0, 0, 2)),
    "volume": Conv((4, 5, 6), (2, 3, 2), 4, 8, strides=(2, 1, 2), before=(1, 1, 0), after=(0, 1, 1)),
    "groups": Conv((1, 6, 7), (1, 3, 3), 12, 24, groups=3, before=(0, 1, 1), after=(0, 1, 1)),
    "uneven groups": Conv((1, 6, 7), (1, 2, 2), 6, 10, groups=2),
    "windows without pixels": Conv((1, 2, 2), (1, 3, 3), 4, 4, before=(0, 4, 4), after=(0, 4, 4)),
}


@pytest.mark.parametrize("name", CONVS)
@pytest.mark.parametrize("what", WHATS)
def test_convolutions(device: Any, name: str, what: str) -> None:
    convolve(device, CONVS[name], what)


@pytest.mark.parametrize("tile", ["64x64", "128x128", "64x128"])
@pytest.mark.parametrize("what", WHATS)
def test_larger_tiles(device: Any, tile: str, what: str) -> None:
    convolve(
        device, Conv((1, 8, 8), (1, 3, 3), 20, 72, batch=3, before=(0, 1, 1), after=(0, 1, 1)), what, tile
    )


def test_pixels_in_parts(device: Any) -> None:
    convolve(device, CONVS["plain"], "filter", parts=3)


def phase(conv: Conv, axis: int, i: int) -> tuple[int, int, int, int, int, int]:
    """Pixels i, i + stride .. along an axis, and the taps through which windows saw them, the last first.

    Gives the number of both, the last tap, the distance to the one before, the window that saw pixel i
    through the last, and how many further that is which saw it through the one before.
    """
    stride, hole, before = conv.strides[axis], conv.dilations[axis], conv.before[axis]
    taps = [t for t in range(conv.kernel[axis]) if (i + before - t * hole) % stride == 0]
    pixels = len(range(i, conv.image[axis], stride))
    gap = taps[1] - taps[0] if len(taps) > 1 else 1
    last = taps[-1] if taps else 0
    return pixels, len(taps), last, gap, (i + before - last * hole) // stride, gap * hole // stride


@pytest.mark.parametrize("name", ["strides", "strides and holes", "volume", "groups"])
def test_phases_of_a_strided_input(device: Any, name: str) -> None:
    conv = CONVS[name]
    x, w, dy = conv.arrays()
    dx = np.full(x.shape, UNSET, x.dtype)
    tap_steps, channels = conv.tap_steps(), conv.channels
    pixel_steps = (conv.image[1] * conv.image[2] * channels, conv.image[2] * channels, channels)
    whole = conv.each % 4 == 0 and conv.results % 4 == 0
    form = "vector" if whole else "scalar"
    names = ["window", f"window_{form}", "window_rows", f"window_b_{form}", "window_c_phase", "product"]
    forms = {"A_ALONG_K": True, "B_ALONG_K": True}
    source = header("f32", **TILES["32x32"], **forms, **conv.flags(False)) + text(*names) + put(3)
    for first in product(*map(range, conv.strides)):
        axes = [phase(conv, axis, i) for axis, i in enumerate(first)]
        pixels, taps, last, gap, origin, step = zip(*axes, strict=True)
        m, n, k = conv.batch * int(np.prod(pixels)), conv.inside, int(np.prod(taps)) * conv.each
        b_offset = sum(t * s for t, s in zip(last, tap_steps, strict=True))
        c_offset = sum(f * s for f, s in zip(first, pixel_steps, strict=True))
        groups = over(m, 32) * over(n, 32) * conv.groups
        params = [m, n, k, over(max(k, 1), 8) * 8, groups, conv.groups, 1, channels]
        params += [0, 0, 0, b_offset, conv.results, 0, 0, c_offset]
        params += [conv.groups, conv.each, conv.each, conv.inside]
        tap_words = [-g * s for g, s in zip(gap, tap_steps, strict=True)]
        params += [*pixels, 0, *conv.out, conv.results, *(max(t, 1) for t in taps), conv.each]
        params += [1, 1, 1, tap_words[0], *step, tap_words[1], *(-o for o in origin), tap_words[2]]
        params += [s * p for s, p in zip(conv.strides, pixel_steps, strict=True)]
        params += [conv.image[0] * pixel_steps[0]]
        dx = run(device, source, params + [0] * (48 - len(params)), [dy, w, dx], groups)
    want, bound = conv.wanted("input", x, w, dy), conv.wanted("input", abs(x), abs(w), abs(dy))
    assert (abs(dx.astype(np.float64) - want) <= 2e-6 * bound + 1e-30).all()


@pytest.mark.parametrize("what", WHATS)
def test_integers(device: Any, what: str) -> None:
    convolve(device, CONVS["strides"], what, dtype="int32")


DEPTHWISE = {
    "plain": Conv((1, 7, 6), (1, 3, 3), 40, 40, before=(0, 1, 1), after=(0, 1, 1)),
    "multiplied": Conv((1, 9, 8), (1, 3, 2), 5, 15, strides=(1, 2, 2), before=(0, 1, 0), after=(0, 1, 1)),
    "holes": Conv((1, 9, 10), (1, 3, 3), 7, 14, dilations=(1, 2, 3), before=(0, 2, 3), after=(0, 2, 3)),
}


@pytest.mark.parametrize("name", DEPTHWISE)
@pytest.mark.parametrize(("what", "parts"), [("forward", 1), ("input", 1), ("filter", 1), ("filter", 3)])
def test_depthwise(device: Any, name: str, what: str, parts: int) -> None:
    conv = DEPTHWISE[name]
    conv = Conv(**{**vars(conv), "groups": conv.channels})
    x, w, dy = conv.arrays()
    # Of a filter [.., 1, channels * multiplier] the kernels see [.., channels, multiplier]: the same memory.
    multiplier, taps, channels = conv.each, int(np.prod(conv.kernel)), conv.channels
    spread = what == "input"
    axes = conv.axes(spread, conv.results if spread else channels, 1)
    out_pixels = conv.batch * int(np.prod(conv.out))
    if what == "filter":
        part = over(out_pixels, parts)
        groups = over(conv.results, 32) * taps * parts
        params = [conv.results, multiplier, taps, out_pixels, *axes, part, groups, w.size, 0]
        name, buffers, shape = "depthwise_filter", [x, dy], w.shape
    else:
        shape = x.shape if spread else dy.shape
        count = int(np.prod(shape))
        groups = over(count, 256)
        params = [count, multiplier, taps, channels, *axes, 0, 0, 0, 0]
        name, buffers = "depthwise", [dy if spread else x, w]
    source = header("f32", **conv.flags(spread)) + text("window", name)
    made = run(device, source, params, [*buffers, np.full((parts, *shape), UNSET, np.float32)], groups)
    want, bound = conv.wanted(what, x, w, dy), conv.wanted(what, abs(x), abs(w), abs(dy))
    assert (abs(made.sum(0, dtype=np.float64) - want) <= 2e-6 * bound + 1e-30).all()
