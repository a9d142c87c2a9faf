"""Elementary functions of float32 in shaders: distance from the right result, and special values by bits.

The bounds are for adapters that multiply and add with one or with two roundings and divide within 2.5 units
of the last place, as Vulkan asks.
"""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.special

from .conftest import library

Function = Callable[..., np.ndarray]
INF, NAN = np.inf, np.nan

# function, its float64 reference, the range of operands, units in the last place
UNARY = [
    ("exp_f32", np.exp, (-110, 90), 4),
    ("expm1_f32", np.expm1, (-30, 90), 4),
    ("log_f32", np.log, (1e-38, 3e38), 4),
    ("log1p_f32", np.log1p, (-0.99999, 3e38), 4),
    ("tanh_f32", np.tanh, (-30, 30), 6),
    ("sinh_f32", np.sinh, (-89, 89), 8),
    ("cosh_f32", np.cosh, (-89, 89), 8),
    ("asinh_f32", np.arcsinh, (-3e38, 3e38), 8),
    ("acosh_f32", np.arccosh, (1, 3e38), 8),
    ("atanh_f32", np.arctanh, (-1, 1), 8),
    ("sin_f32", np.sin, (-3e38, 3e38), 4),
    ("cos_f32", np.cos, (-3e38, 3e38), 4),
    ("tan_f32", np.tan, (-3e38, 3e38), 8),
    ("asin_f32", np.arcsin, (-1, 1), 6),
    ("acos_f32", np.arccos, (-1, 1), 4),
    ("atan_f32", np.arctan, (-3e38, 3e38), 4),
    ("erf_f32", scipy.special.erf, (-6, 6), 4),
    ("erfc_f32", scipy.special.erfc, (-6, 9.1), 24),
]
MATH = library("exp", "trig", "special")


def operands(low: float, high: float, seed: int = 0) -> np.ndarray:
    """Numbers of every exponent within a range, and its surroundings of 0, 1 and pi/4."""
    random = np.random.RandomState(seed)
    bits = random.randint(0, 2**32, 60_000, np.uint32).view(np.float32)
    uniform = random.uniform(max(low, -100), min(high, 100), 30_000).astype(np.float32)
    near = np.concatenate([c + random.uniform(-1e-3, 1e-3, 2_000) for c in (0, 0.5, 1, -1, np.pi / 4, np.pi)])
    values = np.concatenate([bits, uniform, near.astype(np.float32)])
    smallest = np.finfo(np.float32).tiny
    return values[(values >= low) & (values <= high) & (np.abs(values) >= smallest)]


def units(got: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Distance in units in the last place of the exact result; denormal results count as zero."""
    tiny = float(np.finfo(np.float32).tiny)
    exact = np.where(np.abs(exact) < tiny, 0, exact)
    kept = np.where(np.abs(got) < tiny, 0, got).astype(np.float64)
    with np.errstate(all="ignore"):
        rounded = exact.astype(np.float32)
        unit = np.spacing(np.maximum(np.abs(rounded), np.float32(tiny))).astype(np.float64)
        distance = np.abs(kept - exact) / unit
    over = np.isinf(rounded)
    # Where the exact result is just out of range, infinity and the largest number are both near.
    same = (kept == exact) | (
        over & ((kept == rounded) | (np.abs(kept) > 3.4e38) & (np.abs(exact) < 3.41e38))
    )
    edge = (np.abs(exact) < 1.001 * tiny) & (np.abs(kept) < 1.001 * tiny)
    return np.where(same | edge, 0, distance)


@pytest.mark.parametrize(("name", "reference", "limits", "bound"), UNARY, ids=[row[0] for row in UNARY])
def test_unary(
    apply: Function, name: str, reference: Function, limits: tuple[float, float], bound: float
) -> None:
    x = operands(*limits)
    got = apply(MATH, f"{name}(a)", x)
    with np.errstate(all="ignore"):
        distance = units(got, reference(x.astype(np.float64)))
    worst = np.nanargmax(np.where(np.isnan(distance), INF, distance))
    assert distance[worst] <= bound, (x[worst], got[worst], reference(float(x[worst])), distance[worst])


SPECIAL = {
    "exp_f32": ([-INF, INF, NAN, 0.0, -0.0, 200, -200], [0, INF, NAN, 1, 1, INF, 0]),
    "expm1_f32": ([-INF, INF, NAN, 0.0, -0.0], [-1, INF, NAN, 0.0, -0.0]),
    "log_f32": ([-INF, INF, NAN, 0.0, -0.0, 1, -1], [NAN, INF, NAN, -INF, -INF, 0.0, NAN]),
    "log1p_f32": ([-INF, INF, NAN, 0.0, -0.0, -1, -2], [NAN, INF, NAN, 0.0, -0.0, -INF, NAN]),
    "tanh_f32": ([-INF, INF, NAN, 0.0, -0.0], [-1, 1, NAN, 0.0, -0.0]),
    "sinh_f32": ([-INF, INF, NAN, 0.0, -0.0, 100], [-INF, INF, NAN, 0.0, -0.0, INF]),
    "cosh_f32": ([-INF, INF, NAN, 0.0, 100], [INF, INF, NAN, 1, INF]),
    "asinh_f32": ([-INF, INF, NAN, 0.0, -0.0], [-INF, INF, NAN, 0.0, -0.0]),
    "acosh_f32": ([-INF, INF, NAN, 0.0, 1], [NAN, INF, NAN, NAN, 0.0]),
    "atanh_f32": ([-INF, INF, NAN, 0.0, -0.0, 1, -1], [NAN, NAN, NAN, 0.0, -0.0, INF, -INF]),
    "sin_f32": ([-INF, INF, NAN, 0.0, -0.0], [NAN, NAN, NAN, 0.0, -0.0]),
    "cos_f32": ([-INF, INF, NAN, 0.0], [NAN, NAN, NAN, 1]),
    "tan_f32": ([-INF, INF, NAN, 0.0, -0.0], [NAN, NAN, NAN, 0.0, -0.0]),
    "asin_f32": ([-INF, 2, NAN, 0.0, -0.0], [NAN, NAN, NAN, 0.0, -0.0]),
    "acos_f32": ([-INF, 2, NAN, 1], [NAN, NAN, NAN, 0.0]),
    "atan_f32": ([-INF, INF, NAN, 0.0, -0.0], [-np.pi / 2, np.pi / 2, NAN, 0.0, -0.0]),
    "erf_f32": ([-INF, INF, NAN, 0.0, -0.0], [-1, 1, NAN, 0.0, -0.0]),
    "erfc_f32": ([-INF, INF, NAN], [2, 0, NAN]),
    "sign_of": ([-INF, INF, NAN, 0.0, 3, -3], [-1, 1, NAN, 0.0, 1, -1]),
}


def same(got: np.ndarray, want: np.ndarray) -> None:
    """The same bits, any NaN for a NaN."""
    want = np.asarray(want, np.float32)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(want))
    np.testing.assert_array_equal(np.where(np.isnan(got), 0, got), np.where(np.isnan(want), 0, want))
    np.testing.assert_array_equal(np.signbit(got[~np.isnan(want)]), np.signbit(want[~np.isnan(want)]))


@pytest.mark.parametrize("name", SPECIAL)
def test_special(apply: Function, name: str) -> None:
    x, want = SPECIAL[name]
    same(apply(MATH, f"{name}(a)", np.array(x, np.float32)), np.array(want))


def corners() -> tuple[np.ndarray, np.ndarray]:
    """All pairs of special and ordinary numbers."""
    values = [0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2.5, -2.5, 1e30, -1e30, 1e-30, 7, INF, -INF, NAN]
    a, b = np.meshgrid(np.array(values, np.float32), np.array(values, np.float32))
    return a.ravel(), b.ravel()


@pytest.mark.parametrize(
    ("name", "reference", "bound"),
    [
        ("pow_f32", np.power, 32),
        ("atan2_f32", np.arctan2, 6),
        ("remainder_f32", np.fmod, 0),
        ("floor_remainder_f32", np.mod, 1),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_binary(apply: Function, name: str, reference: Function, bound: float) -> None:
    a, b = corners()
    with np.errstate(all="ignore"):
        want = reference(a.astype(np.float64), b.astype(np.float64)).astype(np.float32)
    got = apply(MATH, f"{name}(a, b)", a, b)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(want))
    finite = np.isfinite(want)
    np.testing.assert_array_equal(got[~finite & ~np.isnan(want)], want[~finite & ~np.isnan(want)])
    assert np.all(units(got[finite], want[finite].astype(np.float64)) <= bound)
    random = np.random.RandomState(1)
    a = np.exp(random.uniform(-20, 20, 40_000)).astype(np.float32) * random.choice([-1, 1], 40_000).astype(
        np.float32
    )
    b = random.uniform(-30, 30, 40_000).astype(np.float32)
    if name == "pow_f32":
        a = np.abs(a)
    with np.errstate(all="ignore"):
        distance = units(
            apply(MATH, f"{name}(a, b)", a, b), reference(a.astype(np.float64), b.astype(np.float64))
        )
    worst = int(np.argmax(distance))
    assert distance[worst] <= bound, (a[worst], b[worst], distance[worst])


def test_extremes_keep_nan(apply: Function) -> None:
    a, b = corners()
    for name, reference in (("least", np.minimum), ("largest", np.maximum)):
        got = apply(MATH, f"{name}(a, b)", a, b)
        np.testing.assert_array_equal(got, reference(a, b))


def test_kinds_of_numbers(apply: Function) -> None:
    x = np.array([0, -0.0, 1, INF, -INF, NAN, 3e38], np.float32)
    for name, reference in (
        ("is_nan", np.isnan),
        ("is_inf", np.isinf),
        ("is_finite", np.isfinite),
        ("is_negative", np.signbit),
    ):
        got = apply(MATH, f"select(0u, 1u, {name}(a))", x, result="uint32")
        np.testing.assert_array_equal(got.astype(bool), reference(x))
