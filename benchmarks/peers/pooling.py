"""Pooling alone, channels last: the result, and what the gradient of the images takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .case import array
from .convolutions import CHANNELS_FIRST, CHANNELS_LAST
from .function import Function

# Images, side and stride of the windows. The border is the same on either side.
POOLS = {
    "2x2, 112x112, 32": ((8, 112, 112, 32), 2, 2),
    "2x2, 56x56, 64": ((8, 56, 56, 64), 2, 2),
    "2x2, 28x28, 128": ((8, 28, 28, 128), 2, 2),
    "3x3 stride 2, 113x113, 64": ((8, 113, 113, 64), 3, 2),
    "3x3 stride 2, 29x29, 128": ((8, 29, 29, 128), 3, 2),
    "3x3 stride 1, 28x28, 128": ((8, 28, 28, 128), 3, 1),
}


@dataclass(frozen=True, kw_only=True)
class Pool(Function):
    """Padding SAME. PyTorch names channels first; that memory holds them last makes it faster."""

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Callable[[], Any]:
        operands = [
            torch.from_numpy(value).permute(CHANNELS_FIRST).contiguous(memory_format=torch.channels_last)
            for value in self.operands()
        ]
        function = self.torch
        assert function is not None
        run = compiled(lambda *operands: function(torch, *operands))

        def timed() -> Any:
            with torch.no_grad():
                results = run(*operands)
            return [value.permute(CHANNELS_LAST).numpy() for value in results]

        return timed


def pool(kind: str, name: str, forward: bool) -> Pool:
    """The result, or the gradient (of a maximum both, as one needs the other)."""
    image, side, stride = POOLS[name]
    result = (image[0], -(-image[1] // stride), -(-image[2] // stride), image[3])
    largest = kind == "max"

    def tf1(tf: Any, x: Any, *dy: Any) -> Any:
        window, strides = [1, side, side, 1], [1, stride, stride, 1]
        y = (tf.nn.max_pool if largest else tf.nn.avg_pool)(x, window, strides, "SAME")
        return [y] * (forward or largest) + (tf.gradients(y, [x], grad_ys=list(dy)) if dy else [])

    def torch(torch: Any, x: Any, *dy: Any) -> Any:
        window, strides, padding = [side] * 2, [stride] * 2, [(side - 1) // 2] * 2
        aten = torch.ops.aten
        if largest:
            if not dy:
                return [torch.nn.functional.max_pool2d(x, side, stride, padding[0])]
            y, at = aten.max_pool2d_with_indices(x, window, strides, padding)
            return [
                y,
                aten.max_pool2d_with_indices_backward(dy[0], x, window, strides, padding, [1, 1], False, at),
            ]
        if not dy:
            return [aten.avg_pool2d(x, window, strides, padding, False, False)]
        return [aten.avg_pool2d_backward(dy[0], x, window, strides, padding, False, False, None)]

    return Pool(
        name=f"{kind} pool {name}, {'forward' if forward else 'both' if largest else 'gradient'}",
        operands=lambda: [array(*image)] + [array(*result, seed=1)] * (not forward),
        tf1=tf1,
        torch=torch,
    )


POOLING = [
    pool(kind, name, forward) for kind in ("max", "average") for name in POOLS for forward in (True, False)
]
