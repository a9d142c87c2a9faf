"""Optimizers' updates of rows in shaders, against NumPy, one row after the other."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from .conftest import library
from .launch import items, kernel, launch
from .test_scatter import index_keys

Rule = Callable[..., tuple[np.ndarray, ...]]


def shrunk(moved: np.ndarray, l1: float, l2: float, rate: Any) -> np.ndarray:
    return np.sign(moved) * np.maximum(np.abs(moved) - rate * l1, 0) / (1 + l2 * rate)


def momentum(v: Any, g: Any, lr: float, m: float) -> tuple[np.ndarray, ...]:
    accum = v[1] * m + g
    return v[0] - (g * lr + accum * m * lr), accum


def keras_momentum(v: Any, g: Any, lr: float, m: float) -> tuple[np.ndarray, ...]:
    accum = v[1] * m - g * lr
    return v[0] + accum * m - g * lr, accum


def adagrad(v: Any, g: Any, lr: float) -> tuple[np.ndarray, ...]:
    accum = v[1] + g * g
    return v[0] - lr * g / np.sqrt(accum), accum


def adagrad_v2(v: Any, g: Any, lr: float, epsilon: float) -> tuple[np.ndarray, ...]:
    accum = v[1] + g * g
    return v[0] - lr * g / (np.sqrt(accum) + epsilon), accum


def proximal_adagrad(v: Any, g: Any, lr: float, l1: float, l2: float) -> tuple[np.ndarray, ...]:
    accum = v[1] + g * g
    rate = lr / np.sqrt(accum)
    return shrunk(v[0] - g * rate, l1, l2, rate), accum


def proximal_gradient_descent(v: Any, g: Any, lr: float, l1: float, l2: float) -> tuple[np.ndarray, ...]:
    return (shrunk(v[0] - g * lr, l1, l2, lr),)


def adadelta(v: Any, g: Any, lr: float, rho: float, epsilon: float) -> tuple[np.ndarray, ...]:
    accum = v[1] * rho + g * g * (1 - rho)
    update = np.sqrt(v[2] + epsilon) / np.sqrt(accum + epsilon) * g
    return v[0] - update * lr, accum, v[2] * rho + update**2 * (1 - rho)


def rms_prop(v: Any, g: Any, lr: float, rho: float, m: float, epsilon: float) -> tuple[np.ndarray, ...]:
    ms = v[1] * rho + g * g * (1 - rho)
    mom = v[2] * m + lr * g / np.sqrt(ms + epsilon)
    return v[0] - mom, ms, mom


def centered_rms_prop(
    v: Any, g: Any, lr: float, rho: float, m: float, epsilon: float
) -> tuple[np.ndarray, ...]:
    ms = v[2] * rho + g * g * (1 - rho)
    mg = v[1] * rho + g * (1 - rho)
    mom = v[3] * m + lr * g / np.sqrt(ms + epsilon - mg * mg)
    return v[0] - mom, mg, ms, mom


def ftrl(v: Any, g: Any, lr: float, l1: float, l2: float, power: float) -> tuple[np.ndarray, ...]:
    return ftrl_v2(v, g, lr, l1, l2, 0.0, power)


def ftrl_v2(
    v: Any, g: Any, lr: float, l1: float, l2: float, shrinkage: float, power: float
) -> tuple[np.ndarray, ...]:
    accum = v[1] + g * g
    linear = v[2] + g + 2 * shrinkage * v[0] - (accum**-power - v[1] ** -power) / lr * v[0]
    pulled = (l1 * np.sign(linear) - linear) / (accum**-power / lr + 2 * l2)
    return np.where(np.abs(linear) > l1, pulled, 0), accum, linear


RULES: list[tuple[Rule, int, list[float]]] = [
    (momentum, 2, [0.1, 0.9]),
    (keras_momentum, 2, [0.1, 0.9]),
    (adagrad, 2, [0.1]),
    (adagrad_v2, 2, [0.1, 0.01]),
    (proximal_adagrad, 2, [0.1, 0.2, 0.3]),
    (proximal_gradient_descent, 1, [0.1, 0.2, 0.3]),
    (adadelta, 3, [0.5, 0.9, 0.01]),
    (rms_prop, 3, [0.1, 0.9, 0.5, 0.01]),
    (centered_rms_prop, 4, [0.1, 0.9, 0.5, 9.0]),
    (ftrl, 3, [0.1, 0.2, 0.3, -0.5]),
    (ftrl_v2, 3, [0.1, 0.2, 0.3, 0.4, -0.7]),
]


@pytest.mark.parametrize(("rule", "slots", "scalars"), RULES, ids=[rule.__name__ for rule, _, _ in RULES])
def test_rows_are_updated_in_their_order(device: Any, rule: Rule, slots: int, scalars: list[float]) -> None:
    random = np.random.RandomState(0)
    rows, count, inner = 12, 40, 5
    ids = random.randint(0, rows - 2, (count, 1)).astype(np.int32)
    ids[3], ids[4] = -1, rows
    gradients = random.standard_normal((count, inner)).astype(np.float32)
    state = [random.uniform(0.5, 2, (rows, inner)).astype(np.float32) for _ in range(slots)]
    parts = "xyzw"[:slots]
    header = library("float", "exp") + "".join(
        f"@group(0) @binding({4 + i}) var<storage, read_write> slot_{part}: array<f32>;\n"
        for i, part in enumerate(parts)
    )
    loaded = ", ".join([f"slot_{p}[place]" for p in parts] + ["0.0"] * (4 - slots))
    stored = " ".join(f"slot_{p}[place] = v.{p};" for p in parts)
    header += f"fn load(place: u32) -> vec4<f32> {{ return vec4<f32>({loaded}); }}\n"
    header += f"fn store(place: u32, v: vec4<f32>) {{ {stored} }}\n"
    header += f"fn updated(v: vec4<f32>, g: f32) -> vec4<f32> {{ return {rule.__name__}(v, g); }}\n"
    code = kernel("sparse_update", kernel("sparse_rules", header))
    buffers = [index_keys(device, ids, (rows,)), gradients, np.float32(scalars), *state]
    got = launch(device, code, [count * inner, count, inner, 1], buffers, items(count * inner))[3:]
    want = [s.astype(np.float64) for s in state]
    for row, g in zip(ids[:, 0], gradients, strict=True):
        if 0 <= row < rows:
            for slot, value in zip(want, rule([s[row] for s in want], g, *scalars), strict=True):
                slot[row] = value
    for own, slot in zip(got, want, strict=True):
        np.testing.assert_allclose(own, slot, rtol=2e-5, atol=2e-5)
