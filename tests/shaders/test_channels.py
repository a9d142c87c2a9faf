"""Sums per channel in shaders, against NumPy."""

from typing import Any

import numpy as np
import pytest

from .launch import kernel, launch

SHAPES = [((700, 5), False), ((3, 4, 11, 13), True)]


def summed(device: Any, dims: tuple[int, ...], first: bool, files: list[str], data: list[np.ndarray]) -> Any:
    """Partial sums of pieces, then both results of each channel."""
    channels, inner = (dims[1], int(np.prod(dims[2:]))) if first else (dims[-1], 1)
    count = int(np.prod(dims)) // channels
    lanes, piece = 32, 100
    across, pieces = -(-channels // 8), -(-count // piece)
    partial = np.zeros((pieces, channels, 4), np.float32)
    part, join, finished = files
    code = "alias T = f32;\n" + kernel(join) + kernel(part) + kernel("channel_sums")
    params = [channels, inner, count, lanes, piece, across]
    partial = launch(device, code, params, [*data, partial], across * pieces)[-1]
    code = f"fn finished(total: vec3<f32>) -> vec2<f32> {{ return {finished}; }}\n"
    code += kernel(join) + kernel("channel_results") + kernel("channel_sums")
    params = [channels, 1, pieces, lanes, pieces, across]
    results = [np.zeros(channels, np.float32), np.zeros(channels, np.float32)]
    return launch(device, code, params, [partial, *results], across)[1:]


@pytest.mark.parametrize(("dims", "first"), SHAPES)
def test_moments(device: Any, dims: tuple[int, ...], first: bool) -> None:
    x = (np.random.RandomState(0).standard_normal(dims) + 300).astype(np.float32)
    files = ["channel_moments", "channel_join_moments", "vec2<f32>(total.y, total.z / total.x)"]
    mean, variance = summed(device, dims, first, files, [x])
    axes = tuple(i for i in range(x.ndim) if i != (1 if first else x.ndim - 1))
    np.testing.assert_allclose(mean, x.astype(np.float64).mean(axes), rtol=3e-7)
    np.testing.assert_allclose(variance, x.astype(np.float64).var(axes), rtol=2e-5)


@pytest.mark.parametrize(("dims", "first"), SHAPES)
def test_products(device: Any, dims: tuple[int, ...], first: bool) -> None:
    random = np.random.RandomState(1)
    dy, x = (random.standard_normal(dims).astype(np.float32) for _ in range(2))
    channel = 1 if first else x.ndim - 1
    mean = random.standard_normal(dims[channel]).astype(np.float32)
    files = ["channel_products", "channel_join_sums", "total.xy"]
    sums, products = summed(device, dims, first, files, [dy, x, mean])
    axes = tuple(i for i in range(x.ndim) if i != channel)
    apart = x - np.expand_dims(mean, tuple(range(1, x.ndim - channel)))
    np.testing.assert_allclose(sums, dy.sum(axes, np.float64), atol=1e-4)
    np.testing.assert_allclose(products, (dy * apart).sum(axes, np.float64), atol=2e-4)
