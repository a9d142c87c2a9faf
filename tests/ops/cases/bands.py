"""Rows of ops on several diagonals at once. The reference is written from the ops' description."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import Case, uniform

TYPES = ["float16", "float32", "float64", "int8", "int32", "int64", "complex64", "complex128"]
SIZE_UNKNOWN = -1
ALIGNMENTS = ["LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT"]


def places(k: Any, rows: int, columns: int, align: str) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """List row and position in the band's compact form with row and column of the matrix."""
    low, high = (int(k), int(k)) if np.ndim(k) == 0 else (int(k[0]), int(k[-1]))
    width = min(rows + min(high, 0), columns - max(low, 0))
    found = []
    for number, d in enumerate(range(high, low - 1, -1)):
        cells = [(r, r + d) for r in range(rows) if 0 <= r + d < columns]
        above, below = align.split("_")
        left = (d >= 0 and above == "LEFT") or (d <= 0 and below == "LEFT")
        start = 0 if left else width - len(cells)
        found += [(number, start + i, r, c) for i, (r, c) in enumerate(cells)]
    return high - low + 1, width, found


def take(input: Any, k: Any, padding_value: Any, align: str = "LEFT_LEFT") -> Any:
    count, width, cells = places(k, *input.shape[-2:], align)
    out = np.empty((*input.shape[:-2], count, width), input.dtype)
    out[...] = padding_value
    for number, place, r, c in cells:
        out[..., number, place] = input[..., r, c]
    return out[..., 0, :] if count == 1 else out


def put(
    diagonal: Any, k: Any, num_rows: Any, num_cols: Any, padding_value: Any, align: str = "LEFT_LEFT"
) -> Any:
    low, high = (int(k), int(k)) if np.ndim(k) == 0 else (int(k[0]), int(k[-1]))
    rows = diagonal.shape[-1] - min(high, 0)
    columns = diagonal.shape[-1] + max(low, 0)
    if num_rows == num_cols == SIZE_UNKNOWN:
        rows = columns = max(rows, columns)
    rows = rows if num_rows == SIZE_UNKNOWN else int(num_rows)
    columns = columns if num_cols == SIZE_UNKNOWN else int(num_cols)
    count, _, cells = places(k, rows, columns, align)
    if count == 1:
        diagonal = diagonal[..., None, :]
    out = np.empty((*diagonal.shape[:-2], rows, columns), diagonal.dtype)
    out[...] = padding_value
    for number, place, r, c in cells:
        out[..., r, c] = diagonal[..., number, place]
    return out


def replace(input: Any, diagonal: Any, k: Any, align: str = "LEFT_LEFT") -> Any:
    count, _, cells = places(k, *input.shape[-2:], align)
    if count == 1:
        diagonal = diagonal[..., None, :]
    out = input.copy()
    for number, place, r, c in cells:
        out[..., r, c] = diagonal[..., number, place]
    return out


def ints(*values: int) -> np.ndarray:
    return np.asarray(values, np.int32)


def one(value: int) -> np.ndarray:
    return np.asarray(value, np.int32)


FILL = np.asarray(3.0)

CASES = [
    case
    for version, align in [("V2", None), *(("V3", align) for align in ALIGNMENTS)]
    for attrs in [{} if align is None else {"align": align}]
    for case in [
        Case(
            f"MatrixDiagPart{version}",
            [
                [uniform(3, 4), one(1), FILL],
                [uniform(2, 4, 3), ints(-2, 1), FILL],
                [uniform(3, 3), ints(0), FILL],
                [uniform(2, 5), ints(-1, 4), FILL],
                [uniform(0, 2, 2), ints(0, 1), FILL],
            ],
            take,
            attrs=attrs,
            dtypes=TYPES,
            fixed=[1, 2],
            grad=2,
            label=align or "",
            errors=[
                ([uniform(2, 2), one(2), FILL], {}, ValueError, "out of bound: 2"),
                ([uniform(2, 2), ints(1, 0), FILL], {}, ValueError, "must not be larger"),
            ],
        ),
        Case(
            f"MatrixDiag{version}",
            [
                [uniform(3), one(1), one(-1), one(-1), FILL],
                [uniform(2, 3), one(-2), one(-1), one(-1), FILL],
                [uniform(2, 4, 3), ints(-2, 1), one(4), one(3), FILL],
                [uniform(2, 3), ints(0, 1), one(-1), one(3), FILL],
                [uniform(3), one(0), one(5), one(-1), FILL],
            ],
            put,
            attrs=attrs,
            dtypes=TYPES,
            fixed=[1, 2, 3, 4],
            grad=2,
            label=align or "",
            errors=[
                ([uniform(3), one(0), one(2), one(2), FILL], {}, ValueError, "at least 3 rows"),
                ([uniform(3), one(0), one(4), one(4), FILL], {}, ValueError, "longest diagonal"),
                ([uniform(3, 3), ints(0, 1), one(-1), one(-1), FILL], {}, ValueError, "has 3 diagonals"),
            ],
        ),
        Case(
            f"MatrixSetDiag{version}",
            [
                [uniform(3, 4), uniform(3, seed=1), one(1)],
                [uniform(2, 4, 3), uniform(2, 4, 3, seed=1), ints(-2, 1)],
                [uniform(3, 3), uniform(3, seed=1), ints(0)],
            ],
            replace,
            attrs=attrs,
            dtypes=TYPES,
            fixed=[2],
            grad=2,
            label=align or "",
            errors=[([uniform(3, 3), uniform(2), one(0)], {}, ValueError, "diagonal must have shape")],
        ),
    ]
]
