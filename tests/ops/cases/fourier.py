"""Rows of Fourier transforms."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import COMPLEX, Case, uniform

SAMPLES = {
    1: [[uniform(5)], [uniform(2, 3, 8)], [uniform(1)], [uniform(0, 4)], [uniform(3, 0)]],
    2: [[uniform(5, 4)], [uniform(2, 3, 8)], [uniform(1, 1)], [uniform(0, 2, 4)]],
    3: [[uniform(2, 3, 4)], [uniform(2, 3, 5, 2)], [uniform(0, 1, 2, 3)]],
}
LENGTHS = {1: [[6], [5], [1]], 2: [[4, 6], [3, 5]], 3: [[3, 2, 4], [2, 3, 5]]}
SUFFIX = {1: "", 2: "2D", 3: "3D"}


def axes(rank: int) -> tuple[int, ...]:
    return tuple(range(-rank, 0))


def transform(rank: int, inverse: bool) -> Any:
    def reference(input: Any) -> Any:
        if not input.size:
            return input
        return (np.fft.ifftn if inverse else np.fft.fftn)(input, axes=axes(rank))

    return reference


def half(rank: int) -> Any:
    def reference(input: Any, fft_length: Any, **_: Any) -> Any:
        return np.fft.rfftn(input, fft_length, axes=axes(rank))

    return reference


def back(rank: int) -> Any:
    def reference(input: Any, fft_length: Any, **_: Any) -> Any:
        return np.fft.irfftn(input, fft_length, axes=axes(rank))

    return reference


CASES = [
    *[
        Case(
            f"{'I' * inverse}FFT{SUFFIX[rank]}",
            SAMPLES[rank],
            transform(rank, inverse),
            dtypes=COMPLEX,
            tol=3e-6,
            errors=[([np.ones([2] * (rank - 1))], {}, ValueError, "at least")],
        )
        for rank in (1, 2, 3)
        for inverse in (False, True)
    ],
    *[
        Case(
            f"RFFT{SUFFIX[rank]}",
            [
                [uniform(*[n + extra for n in length]), np.int32(length)]
                for length in LENGTHS[rank]
                for extra in (0, 1)
            ]
            + [[uniform(3, *LENGTHS[rank][0]), np.int32(LENGTHS[rank][0])]],
            half(rank),
            attrs={"Tcomplex": made},
            dtypes=[real],
            fixed=[1],
            tol=3e-6,
            label=real,
            errors=[
                ([uniform(*[2] * rank), np.int32([5] * rank)], {}, ValueError, "at least 5 but got: 2"),
                ([uniform(*[2] * rank), np.int32([5] * (rank + 1))], {}, ValueError, "elements"),
            ],
        )
        for rank in (1, 2, 3)
        for real, made in (("float32", "complex64"), ("float64", "complex128"))
    ],
    *[
        Case(
            f"IRFFT{SUFFIX[rank]}",
            [
                [uniform(*length[:-1], length[-1] // 2 + 1 + extra), np.int32(length)]
                for length in LENGTHS[rank]
                for extra in (0, 1)
            ],
            back(rank),
            attrs={"Treal": made},
            dtypes=[given],
            fixed=[1],
            tol=3e-6,
            label=given,
            errors=[([uniform(*[2] * rank), np.int32([5] * rank)], {}, ValueError, "but got: 2")],
        )
        for rank in (1, 2, 3)
        for made, given in (("float32", "complex64"), ("float64", "complex128"))
    ],
]
