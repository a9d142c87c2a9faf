"""Convolutions alone: forward, backward, both. Channels come last.

`CONVOLUTION_CASES` belong to the table of cases, `LAYERS`, sizes of well-known networks, to that of ops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Work, array
from .function import Function

Sizes = tuple[tuple[int, ...], tuple[int, ...]] | tuple[tuple[int, ...], tuple[int, ...], int]
# Images (channels last), filters, and the stride where it is not 1; "depthwise" ones keep channels apart.
# Images have sizes at which all engines put the same border on either side.
CONVOLUTIONS: dict[str, Sizes] = {
    "conv 3x3": ((8, 56, 56, 64), (3, 3, 64, 64)),
    "conv 5x5, 1 channel": ((64, 28, 28, 1), (5, 5, 1, 32)),
    "conv 5x5": ((64, 14, 14, 32), (5, 5, 32, 64)),
    "conv 1x1": ((8, 28, 28, 256), (1, 1, 256, 64)),
    "depthwise 3x3": ((8, 56, 56, 64), (3, 3, 64, 1)),
    "conv 1x1, 56x56, 64 to 256": ((8, 56, 56, 64), (1, 1, 64, 256)),
    "conv 1x1, 28x28, 128 to 512": ((8, 28, 28, 128), (1, 1, 128, 512)),
    "conv 1x1, 14x14, 1024 to 256": ((8, 14, 14, 1024), (1, 1, 1024, 256)),
    "conv 1x1 stride 2, 57x57, 64": ((8, 57, 57, 64), (1, 1, 64, 128), 2),
    "conv 3x3, 28x28, 128": ((8, 28, 28, 128), (3, 3, 128, 128)),
    "conv 3x3, 14x14, 256": ((8, 14, 14, 256), (3, 3, 256, 256)),
    "conv 3x3, 7x7, 512": ((8, 7, 7, 512), (3, 3, 512, 512)),
    "conv 3x3 stride 2, 57x57, 64": ((8, 57, 57, 64), (3, 3, 64, 128), 2),
    "conv 3x3 stride 2, 29x29, 128": ((8, 29, 29, 128), (3, 3, 128, 256), 2),
    "conv 3x3 stride 2, 225x225, 3": ((4, 225, 225, 3), (3, 3, 3, 32), 2),
    "conv 7x7 stride 2, 225x225, 3": ((4, 225, 225, 3), (7, 7, 3, 64), 2),
    "depthwise 3x3, 112x112, 32": ((8, 112, 112, 32), (3, 3, 32, 1)),
    "depthwise 3x3, 28x28, 128": ((8, 28, 28, 128), (3, 3, 128, 1)),
    "depthwise 3x3, 14x14, 512": ((8, 14, 14, 512), (3, 3, 512, 1)),
    "depthwise 3x3 stride 2, 57x57, 128": ((8, 57, 57, 128), (3, 3, 128, 1), 2),
}
ALONE = 5  # the first of them are cases of their own
CHANNELS_FIRST, CHANNELS_LAST = (0, 3, 1, 2), (0, 2, 3, 1)
FILTERS_FIRST, FILTERS_LAST = (3, 2, 0, 1), (2, 3, 1, 0)
DEPTHWISE_FIRST, DEPTHWISE_LAST = (2, 3, 0, 1), (2, 3, 0, 1)


@dataclass(frozen=True, kw_only=True)
class Convolution(Function):
    """Padding SAME. PyTorch names channels first; that memory holds them last makes it faster."""

    depthwise: bool

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Callable[[], Any]:
        there = DEPTHWISE_FIRST if self.depthwise else FILTERS_FIRST
        back = DEPTHWISE_LAST if self.depthwise else FILTERS_LAST
        x, w, dy = (
            torch.from_numpy(value).permute(order).contiguous(memory_format=torch.channels_last)
            for value, order in zip(self.operands(), (CHANNELS_FIRST, there, CHANNELS_FIRST), strict=True)
        )
        function = self.torch
        assert function is not None
        run = compiled(lambda *operands: function(torch, *operands))

        def timed() -> Any:
            with torch.no_grad():
                results = run(x, w, dy)
            return [
                value.permute(back if value.shape == w.shape else CHANNELS_LAST).numpy() for value in results
            ]

        return timed


def convolution(name: str, forward: bool = True, backward: bool = True) -> Convolution:
    """The result (`forward`), both gradients (`backward`), or all of it."""
    image, filters, *given = CONVOLUTIONS[name]
    stride = given[0] if given else 1
    apart = name.startswith("depthwise")
    channels = filters[3] * (filters[2] if apart else 1)
    result = (image[0], -(-image[1] // stride), -(-image[2] // stride), channels)
    sizes = [int(np.prod(shape)) for shape in (image, filters, result)]
    parts = forward + 2 * backward
    what = {1: "the result", 2: "both gradients", 3: "the result and both gradients"}[parts]
    ending = {1: ", forward", 2: ", gradients", 3: ""}[parts]
    groups = image[3] if apart else 1
    layouts = ("NHWC", "HWIO", "NHWC")

    def tf1(tf: Any, x: Any, w: Any, dy: Any) -> Any:
        y = (tf.nn.depthwise_conv2d if apart else tf.nn.conv2d)(x, w, [1, stride, stride, 1], "SAME")
        return [y] * forward + (tf.gradients(y, [x, w], grad_ys=[dy]) if backward else [])

    def torch(torch: Any, x: Any, w: Any, dy: Any) -> Any:
        padding = [filters[0] // 2, filters[1] // 2]
        results = [torch.nn.functional.conv2d(x, w, None, stride, padding, 1, groups)] if forward else []
        if backward:
            results += torch.ops.aten.convolution_backward(
                dy, x, w, None, [stride, stride], padding, [1, 1], False, [0, 0], groups, [True, True, False]
            )[:2]
        return results

    def jax(jax: Any, x: Any, w: Any, dy: Any) -> Any:
        def of(x: Any, w: Any) -> Any:
            w = w.reshape(*filters[:2], 1, -1) if apart else w
            return jax.lax.conv_general_dilated(
                x, w, (stride, stride), "SAME", dimension_numbers=layouts, feature_group_count=groups
            )

        y, back = jax.vjp(of, x, w)
        return [y] * forward + (list(back(dy)) if backward else [])

    return Convolution(
        name=name + ending,
        about=f"images {list(image)}, filters {list(filters)}: {what}",
        work=Work(
            parts * 2 * sizes[2] * filters[0] * filters[1] * (1 if apart else filters[2]),
            4 * ((sizes[0] + sizes[1]) * forward + sum(sizes) * backward),
            4 * (sizes[2] * forward + (sizes[0] + sizes[1]) * backward),
        ),
        operands=lambda: [array(*image), array(*filters, seed=1), array(*result, seed=2)],
        tf1=tf1,
        torch=torch,
        jax=jax,
        depthwise=apart,
    )


CONVOLUTION_CASES = [
    *map(convolution, list(CONVOLUTIONS)[:ALONE]),
    convolution("conv 3x3", backward=False),
    convolution("conv 3x3", forward=False),
]

LAYERS = [
    convolution(name, forward, not forward)
    for name in list(CONVOLUTIONS)[ALONE:]
    for forward in (True, False)
]
