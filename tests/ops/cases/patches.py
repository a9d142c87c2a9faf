"""Rows of patches."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import COMPLEX, REAL, Case, uniform


def patches(x: Any, ksizes: Any, strides: Any, padding: str, rates: Any = (1, 1, 1, 1, 1)) -> Any:
    space = x.ndim - 2
    axes = []
    for axis in range(1, 1 + space):
        size, k, s, r = x.shape[axis], ksizes[axis], strides[axis], rates[axis]
        reach = (k - 1) * r + 1
        count = -(-size // s) if padding == "SAME" else (size - reach) // s + 1
        before = max((count - 1) * s + reach - size, 0) // 2 if padding == "SAME" else 0
        axes.append([[i * s - before + t * r for t in range(k)] for i in range(count)])
    outer, taps = [len(a) for a in axes], [len(a[0]) if a else 0 for a in axes]
    out = np.zeros((x.shape[0], *outer, *taps, x.shape[-1]), x.dtype)
    for place in np.ndindex(*outer):
        for tap in np.ndindex(*taps):
            at = [axes[i][place[i]][tap[i]] for i in range(space)]
            if all(0 <= a < n for a, n in zip(at, x.shape[1:], strict=False)):
                out[(slice(None), *place, *tap)] = x[(slice(None), *at)]
    return out.reshape(x.shape[0], *outer, int(np.prod(taps)) * x.shape[-1])


IMAGE = uniform(1, 4, 4, 2)
GOOD = {"ksizes": [1, 2, 2, 1], "strides": [1, 1, 1, 1], "rates": [1, 1, 1, 1], "padding": "VALID"}
PLANS: list[tuple[str, dict[str, Any]]] = [
    ("valid", GOOD),
    ("same", {"ksizes": [1, 3, 2, 1], "strides": [1, 2, 1, 1], "rates": [1, 1, 1, 1], "padding": "SAME"}),
    ("rates", {"ksizes": [1, 2, 3, 1], "strides": [1, 1, 2, 1], "rates": [1, 2, 3, 1], "padding": "SAME"}),
    ("gaps", {"ksizes": [1, 1, 1, 1], "strides": [1, 3, 2, 1], "rates": [1, 1, 1, 1], "padding": "VALID"}),
]

CASES = [
    *[
        Case(
            "ExtractImagePatches",
            [[uniform(2, 5, 4, 3)], [uniform(0, 3, 3, 1)], [uniform(1, 7, 6, 1)]],
            patches,
            attrs=plan,
            dtypes=REAL + COMPLEX,
            grad=2,
            label=label,
            errors=[
                ([IMAGE], {**GOOD, "ksizes": [1, 2, 2, 2]}, Exception, "must be 1 for batch and channels"),
                ([IMAGE], {**GOOD, "rates": [1, 0, 1, 1]}, ValueError, "rates must be 4 positive numbers"),
                ([IMAGE], {**GOOD, "ksizes": [1, 5, 1, 1]}, ValueError, "Negative dimension size caused by"),
                ([IMAGE[0]], GOOD, ValueError, "must have rank 4"),
            ]
            if label == "valid"
            else (),
        )
        for label, plan in PLANS
    ],
    Case(
        "ExtractImagePatches",
        [[np.array([True, False, True, True, False, True]).reshape(1, 2, 3, 1)]],
        patches,
        attrs=PLANS[1][1],
        label="bool",
    ),
    *[
        Case(
            "ExtractVolumePatches",
            [[uniform(2, 3, 4, 3, 2)], [uniform(1, 2, 2, 2, 1)]],
            patches,
            attrs=plan,
            dtypes=REAL,
            grad=2,
            grad_samples=1,
            label=label,
            errors=[([IMAGE], plan, ValueError, "must have rank 5")],
        )
        for label, plan in [
            ("valid", {"ksizes": [1, 2, 1, 2, 1], "strides": [1, 1, 2, 1, 1], "padding": "VALID"}),
            ("same", {"ksizes": [1, 2, 3, 2, 1], "strides": [1, 1, 2, 1, 1], "padding": "SAME"}),
        ]
    ],
]
