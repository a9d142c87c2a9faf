"""Rows of ops that sort elements into bins."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import Case, uniform

NUMBERS = ["float32", "float64", "int32", "int64"]


def i32(*values: Any) -> np.ndarray:
    return np.array(values[0] if len(values) == 1 else values, np.int32)


def bincount(arr: np.ndarray, size: np.ndarray, weights: np.ndarray) -> np.ndarray:
    out = np.zeros(int(size), weights.dtype)
    for place, value in enumerate(arr.ravel()):
        if value < size:
            out[value] += weights.ravel()[place] if weights.size else 1
    return out


def histogram(values: np.ndarray, limits: np.ndarray, nbins: np.ndarray, **_: Any) -> np.ndarray:
    step = (float(limits[1]) - float(limits[0])) / int(nbins)
    places = np.floor((np.maximum(values, limits[0]).astype(float) - float(limits[0])) / step)
    return np.bincount(np.clip(places, 0, int(nbins) - 1).astype(int).ravel(), minlength=int(nbins))


MANY = np.random.default_rng(1).integers(0, 300, 20_000).astype(np.int32)

CASES = [
    Case(
        "Bincount",
        [
            [i32(1, 1, 3, 7), i32(5), uniform(4)],
            [i32([[2, 0], [2, 2]]), i32(3), uniform(2, 2)],
            [i32(1, 1, 3, 7), i32(5), uniform(0)],
            [i32([]), i32(2), uniform(0)],
            [i32(1, 2), i32(0), uniform(2)],
            [MANY, i32(256), uniform(0)],
        ],
        bincount,
        dtypes=NUMBERS,
        fixed=[1],
        errors=[
            ([i32(1, -1), i32(5), uniform(2)], {}, Exception, "must be non-negative"),
            ([i32(1, 1), i32(-5), uniform(2)], {}, ValueError, "must be non-negative"),
            ([i32(1, 1), i32(5), uniform(3)], {}, ValueError, "as many elements"),
        ],
    ),
    Case(
        "HistogramFixedWidth",
        [
            [uniform(20, low=-3, high=9), np.array([0.0, 5.0]), i32(5)],
            [uniform(3, 4, low=-3, high=9), np.array([-2.0, 7.0]), i32(100)],
            [uniform(0), np.array([0.0, 5.0]), i32(3)],
            [np.array([np.inf, -np.inf, 5.0, 0.0]), np.array([0.0, 5.0]), i32(3)],
        ],
        histogram,
        dtypes=["float64"],
        fixed=[2],
        errors=[
            (
                [uniform(3), np.array([5.0, 5.0]), i32(3)],
                {},
                Exception,
                r"value_range\[0\] < value_range\[1\]",
            ),
            ([uniform(3), np.array([0.0, 5.0]), i32(0)], {}, ValueError, "nbins > 0"),
            ([np.array([np.nan]), np.array([0.0, 5.0]), i32(2)], {}, Exception, "is NaN"),
        ],
    ),
    Case(
        "HistogramFixedWidth",
        [[uniform(20, low=-3, high=9), np.array([0.0, 5.0]), i32(5)]],
        histogram,
        attrs={"dtype": "int64"},
        dtypes=NUMBERS,
        fixed=[2],
        label="wide",
    ),
    Case(
        "Bucketize",
        [
            [np.array([-5.0, 10.0, 150.0, 0.0, 5.0, 99.0])],
            [uniform(3, 4, low=-3, high=120)],
            [uniform(0)],
            [np.array(100.0)],
        ],
        lambda x, boundaries: np.searchsorted(boundaries, x, side="right"),
        attrs={"boundaries": [0.0, 10.0, 100.0]},
        dtypes=NUMBERS,
    ),
    Case(
        "Bucketize",
        [[np.array([1.0, np.nan, np.inf])]],
        lambda x, boundaries: np.searchsorted(boundaries, x, side="right"),
        attrs={"boundaries": [0.0, 1.0]},
        errors=[([uniform(2)], {"boundaries": [1.0, 0.0]}, ValueError, "sorted boundaries")],
        label="edges",
    ),
]
