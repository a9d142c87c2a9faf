"""Rows of convolutions, held against sums over windows of a padded image."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.ops.harness import FLOATS, INTEGERS, Case, uniform

#: Sums over windows are compared after rounding to the dtype; their errors grow with the window.
TOL = 5e-5


def border(padding: str, explicit: Sequence[int], size: int, reach: int, stride: int, axis: int) -> Any:
    """Widths before and after an axis."""
    if padding == "EXPLICIT":
        return explicit[2 * axis], explicit[2 * axis + 1]
    if padding == "VALID":
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


class Sliding:
    """The windows that a filter of `kernel` sees in images of shape `shape`, channels last."""

    def __init__(
        self,
        shape: Sequence[int],
        kernel: Sequence[int],
        strides: Sequence[int],
        padding: str,
        dilations: Sequence[int],
        explicit_paddings: Sequence[int] = (),
        data_format: str = "NHWC",
    ) -> None:
        self.first = data_format.startswith("NC")
        self.axes = len(kernel)
        start = 2 if self.first else 1
        self.strides = strides[start : start + self.axes]
        self.dilations = dilations[start : start + self.axes]
        self.shape = list(shape)
        self.kernel = kernel
        reach = [(k - 1) * d + 1 for k, d in zip(kernel, self.dilations, strict=True)]
        self.pads = [
            border(padding, explicit_paddings, shape[i + 1], reach[i], self.strides[i], i + start)
            for i in range(self.axes)
        ]
        self.output = [
            (shape[i + 1] + sum(self.pads[i]) - reach[i]) // self.strides[i] + 1 for i in range(self.axes)
        ]

    def padded(self, x: np.ndarray, value: float = 0) -> np.ndarray:
        return np.pad(x, [(0, 0), *self.pads, (0, 0)], constant_values=value)

    def taps(self) -> Any:
        """Give each tap with the slices of the padded image that it meets."""
        for tap in itertools.product(*map(range, self.kernel)):
            where = (
                slice(t * d, t * d + n * s, s)
                for t, d, n, s in zip(tap, self.dilations, self.output, self.strides, strict=True)
            )
            yield tap, (slice(None), *where)

    def last(self, x: np.ndarray) -> np.ndarray:
        return np.moveaxis(x, 1, -1) if self.first else x

    def asked(self, x: np.ndarray) -> np.ndarray:
        return np.moveaxis(x, -1, 1) if self.first else x


def grouped(x: np.ndarray, groups: int) -> np.ndarray:
    return x.reshape(*x.shape[:-1], groups, x.shape[-1] // groups)


def last_shape(shape: Sequence[int], data_format: str) -> list[int]:
    return [shape[0], *shape[2:], shape[1]] if data_format.startswith("NC") else list(shape)


def forward(x: Any, w: Any, data_format: str = "NHWC", use_cudnn_on_gpu: bool = True, **how: Any) -> Any:
    s = Sliding(last_shape(x.shape, data_format), w.shape[:-2], data_format=data_format, **how)
    x = s.padded(s.last(x))
    groups = x.shape[-1] // w.shape[-2]
    y = np.zeros((x.shape[0], *s.output, w.shape[-1]), x.dtype)
    for tap, where in s.taps():
        seen, filters = grouped(x[where], groups), grouped(w[tap], groups)
        y += np.einsum("...gi,igo->...go", seen, filters).reshape(y.shape)
    return s.asked(y)


def backward_input(
    sizes: Any, w: Any, dy: Any, data_format: str = "NHWC", use_cudnn_on_gpu: bool = True, **how: Any
) -> Any:
    if len(sizes) == 2:
        sizes = [dy.shape[0], *sizes, w.shape[2]]
    shape = last_shape(sizes, data_format)
    s = Sliding(shape, w.shape[:-2], data_format=data_format, **how)
    dx = s.padded(np.zeros(shape))
    groups = shape[-1] // w.shape[-2]
    dy = grouped(s.last(dy), groups)
    for tap, where in s.taps():
        part = np.einsum("...go,igo->...gi", dy, grouped(w[tap], groups))
        dx[where] += part.reshape(dx[where].shape)
    inside = tuple(slice(a, a + n) for (a, _), n in zip(s.pads, shape[1:], strict=False))
    return s.asked(dx[(slice(None), *inside)])


def backward_filter(
    x: Any, sizes: Any, dy: Any, data_format: str = "NHWC", use_cudnn_on_gpu: bool = True, **how: Any
) -> Any:
    s = Sliding(last_shape(x.shape, data_format), sizes[:-2], data_format=data_format, **how)
    x = s.padded(s.last(x))
    groups = x.shape[-1] // sizes[-2]
    dw = np.zeros(sizes)
    dy = grouped(s.last(dy), groups)
    for tap, where in s.taps():
        seen = grouped(x[where], groups)
        axes = list(range(seen.ndim - 2))
        part = np.stack(
            [np.tensordot(seen[..., g, :], dy[..., g, :], (axes, axes)) for g in range(groups)], 1
        )
        dw[tap] = part.reshape(dw[tap].shape)
    return dw


def depthwise(x: Any, w: Any, data_format: str = "NHWC", **how: Any) -> Any:
    return forward(x, w.reshape(*w.shape[:2], 1, -1), data_format, **how)


def depthwise_input(sizes: Any, w: Any, dy: Any, data_format: str = "NHWC", **how: Any) -> Any:
    return backward_input(sizes, w.reshape(*w.shape[:2], 1, -1), dy, data_format, **how)


def depthwise_filter(x: Any, sizes: Any, dy: Any, data_format: str = "NHWC", **how: Any) -> Any:
    flat = [*sizes[:2], 1, sizes[2] * sizes[3]]
    return backward_filter(x, flat, dy, data_format, **how).reshape(sizes)


def attributes(
    axes: int, strides: Any, padding: Any, dilations: Any, data_format: str | None = None
) -> dict[str, Any]:
    """Make a node's attributes; `padding` may be widths around the axes of space."""
    first = data_format is not None and data_format.startswith("NC")
    whole = lambda v: [1, 1, *v] if first else [1, *v, 1]  # noqa: E731
    attrs: dict[str, Any] = {"strides": whole(strides), "dilations": whole(dilations), "padding": padding}
    if not isinstance(padding, str):
        flat = [n for pair in padding for n in pair]
        attrs["padding"] = "EXPLICIT"
        attrs["explicit_paddings"] = [0, 0, 0, 0, *flat] if first else [0, 0, *flat, 0, 0]
    if data_format:
        attrs["data_format"] = data_format
    return attrs


def image(data_format: str | None, *shape: int, seed: int = 0) -> np.ndarray:
    """Make an image whose shape is given with channels last."""
    x = uniform(*shape, seed=seed)
    return np.ascontiguousarray(np.moveaxis(x, -1, 1)) if data_format and data_format[1] == "C" else x


def sizes(values: Sequence[int]) -> np.ndarray:
    return np.array(values, np.int32)


#: Images (channels last), filters and attributes of convolutions over two axes.
HOWS_2D: dict[str, tuple[list[tuple[tuple[int, ...], tuple[int, ...]]], dict[str, Any]]] = {
    "same": (
        [((2, 5, 6, 3), (3, 3, 3, 4)), ((1, 4, 3, 2), (2, 3, 2, 1)), ((0, 4, 4, 3), (3, 3, 3, 2))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "valid": (
        [((2, 5, 6, 3), (3, 2, 3, 4)), ((1, 3, 4, 2), (3, 4, 2, 5)), ((2, 7, 9, 20), (3, 3, 20, 33))],
        attributes(2, [1, 1], "VALID", [1, 1]),
    ),
    "pixels": (
        [((2, 4, 5, 3), (1, 1, 3, 4)), ((0, 4, 5, 3), (1, 1, 3, 4))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "strided": (
        [((2, 7, 8, 3), (3, 3, 3, 2)), ((1, 9, 5, 4), (1, 2, 4, 3)), ((1, 2, 1, 2), (3, 5, 2, 2))],
        attributes(2, [2, 3], "SAME", [1, 1]),
    ),
    "strided-valid": (
        [((1, 8, 9, 3), (3, 2, 3, 2)), ((2, 5, 4, 1), (2, 2, 1, 1))],
        attributes(2, [3, 2], "VALID", [1, 1]),
    ),
    "dilated": (
        [((2, 7, 6, 2), (3, 2, 2, 3)), ((1, 3, 3, 20), (3, 3, 20, 17))],
        attributes(2, [1, 1], "SAME", [2, 3]),
    ),
    "strided-dilated": (
        [((1, 9, 8, 2), (2, 3, 2, 3)), ((1, 11, 11, 2), (3, 2, 2, 2))],
        attributes(2, [2, 3], "SAME", [2, 2]),
    ),
    "explicit": (
        [((1, 4, 5, 2), (3, 3, 2, 3)), ((1, 2, 1, 1), (4, 3, 1, 2))],
        attributes(2, [2, 1], [(1, 3), (2, 0)], [1, 1]),
    ),
    "groups": (
        [((2, 4, 7, 6), (3, 3, 2, 9)), ((1, 5, 5, 4), (1, 1, 1, 4)), ((1, 6, 6, 36), (3, 3, 18, 34))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "groups-strided": ([((1, 7, 7, 4), (3, 3, 2, 6))], attributes(2, [2, 2], "SAME", [1, 1])),
    "first": (
        [((2, 5, 6, 3), (3, 3, 3, 4)), ((1, 4, 4, 4), (1, 1, 4, 2)), ((1, 4, 4, 4), (3, 3, 2, 2))],
        attributes(2, [1, 2], "SAME", [1, 1], "NCHW"),
    ),
    "first-explicit": (
        [((1, 4, 5, 2), (3, 3, 2, 3))],
        attributes(2, [1, 1], [(1, 0), (2, 1)], [2, 1], "NCHW"),
    ),
    "larger-than-image": (
        [((1, 2, 2, 3), (5, 7, 3, 2)), ((1, 1, 1, 1), (5, 5, 1, 1))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "whole-image": ([((3, 4, 5, 2), (4, 5, 2, 3))], attributes(2, [1, 1], "VALID", [1, 1])),
    # Boxes of pixels whose rows run across, down, and from image to image.
    "many-images": (
        [((8, 3, 4, 16), (3, 3, 16, 5)), ((9, 2, 3, 3), (5, 3, 3, 2))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "many-images-strided": ([((8, 4, 3, 16), (3, 3, 16, 3))], attributes(2, [2, 2], "SAME", [1, 1])),
    "rows": (
        [((2, 1, 40, 3), (1, 5, 3, 4)), ((1, 33, 31, 2), (5, 5, 2, 3)), ((1, 20, 2, 5), (3, 3, 5, 40))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "few-channels-out": (
        [((1, 9, 9, 16), (3, 3, 16, 1)), ((1, 8, 9, 8), (3, 3, 8, 3))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
}
HOWS_3D = {
    "same": (
        [((2, 3, 4, 5, 2), (2, 3, 3, 2, 3)), ((1, 2, 2, 2, 1), (3, 3, 3, 1, 1))],
        attributes(3, [1, 1, 1], "SAME", [1, 1, 1]),
    ),
    "strided": ([((1, 5, 4, 7, 2), (3, 2, 3, 2, 2))], attributes(3, [2, 1, 3], "SAME", [1, 1, 1])),
    "valid-dilated": ([((1, 5, 4, 7, 2), (2, 2, 3, 2, 3))], attributes(3, [1, 1, 1], "VALID", [2, 1, 3])),
    "first": ([((1, 3, 4, 5, 2), (2, 3, 3, 2, 3))], attributes(3, [1, 2, 1], "SAME", [1, 1, 1], "NCDHW")),
    "whole": ([((2, 2, 3, 2, 2), (2, 3, 2, 2, 3))], attributes(3, [1, 1, 1], "VALID", [1, 1, 1])),
    "pixels": ([((2, 2, 3, 2, 2), (1, 1, 1, 2, 3))], attributes(3, [1, 1, 1], "VALID", [1, 1, 1])),
}
HOWS_DEPTHWISE = {
    "same": (
        [((2, 5, 6, 3), (3, 3, 3, 1)), ((1, 4, 5, 2), (2, 3, 2, 3)), ((0, 4, 4, 2), (3, 3, 2, 2))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "valid": (
        [((1, 6, 7, 35), (3, 2, 35, 1)), ((1, 5, 6, 17), (5, 5, 17, 2))],
        attributes(2, [1, 1], "VALID", [1, 1]),
    ),
    "strided": (
        [((2, 7, 8, 3), (3, 3, 3, 1)), ((1, 5, 5, 2), (1, 2, 2, 2))],
        attributes(2, [2, 3], "SAME", [1, 1]),
    ),
    "wide": (
        [((1, 8, 6, 35), (3, 3, 35, 1)), ((1, 7, 3, 17), (5, 5, 17, 1)), ((1, 2, 2, 3), (5, 7, 3, 1))],
        attributes(2, [1, 1], "SAME", [1, 1]),
    ),
    "dilated": ([((1, 7, 8, 3), (3, 2, 3, 2))], attributes(2, [1, 1], "SAME", [2, 3])),
    "explicit": ([((1, 4, 5, 2), (3, 3, 2, 2))], attributes(2, [2, 1], [(1, 3), (2, 0)], [1, 1])),
    "first": ([((2, 5, 6, 3), (3, 3, 3, 2))], attributes(2, [1, 1], "SAME", [1, 1], "NCHW")),
}


def triple(
    ops: Sequence[str], hows: Any, references: Sequence[Any], types: Sequence[Sequence[str]], **more: Any
) -> list[Case]:
    """Make rows of a convolution and of its two gradients."""
    rows = []
    for label, (pairs, attrs) in hows.items():
        data_format = attrs.get("data_format")
        samples: list[list[Any]] = [[], [], []]
        for image_shape, filter_shape in pairs:
            x, w = image(data_format, *image_shape), uniform(*filter_shape, seed=1)
            y = references[0](x, w, **attrs)
            dy = uniform(*y.shape, seed=2)
            samples[0].append([x, w])
            samples[1].append([sizes(x.shape), w, dy])
            samples[2].append([x, sizes(w.shape), dy])
        for i in range(3):
            rows.append(
                Case(
                    ops[i],
                    samples[i],
                    references[i],
                    attrs=attrs,
                    dtypes=types[i],
                    grad=2,
                    fixed=[[], [0], [1]][i],
                    tol=TOL,
                    label=label,
                    **more,
                )
            )
    return rows


def sums(x: Any, w: Any, s: Sliding) -> Any:
    """Give the sum for each tap, with lowest values outside the image."""
    info = np.iinfo if x.dtype.kind in "iu" else np.finfo
    inside = s.padded(np.ones(x.shape, bool), False)
    x = s.padded(x)
    with np.errstate(all="ignore"):
        parts = [np.where(inside[where], x[where] + w[tap], info(x.dtype).min) for tap, where in s.taps()]
    return np.stack(parts)


def dilation(x: Any, w: Any, strides: Any, rates: Any, padding: str) -> Any:
    return sums(x, w, Sliding(x.shape, w.shape[:2], strides, padding, rates)).max(0)


def dilation_input(x: Any, w: Any, dy: Any, strides: Any, rates: Any, padding: str) -> Any:
    s = Sliding(x.shape, w.shape[:2], strides, padding, rates)
    dx, best = s.padded(np.zeros_like(x)), sums(x, w, s).argmax(0)
    for i, (_, where) in enumerate(s.taps()):
        dx[where] += np.where(best == i, dy, 0).astype(x.dtype)
    (top, _), (left, _) = s.pads
    return dx[:, top : top + x.shape[1], left : left + x.shape[2]]


def dilation_filter(x: Any, w: Any, dy: Any, strides: Any, rates: Any, padding: str) -> Any:
    s = Sliding(x.shape, w.shape[:2], strides, padding, rates)
    dw, best = np.zeros_like(w), sums(x, w, s).argmax(0)
    for i, (tap, _) in enumerate(s.taps()):
        dw[tap] = np.where(best == i, dy, 0).sum((0, 1, 2)).astype(w.dtype)
    return dw


HOWS_DILATION = {
    "same": (
        [((2, 5, 6, 3), (3, 3, 3)), ((0, 4, 4, 2), (2, 2, 2)), ((1, 7, 5, 17), (2, 3, 17))],
        [1, 1],
        [1, 1],
    ),
    "valid": ([((1, 5, 6, 2), (3, 2, 2))], [1, 1], [1, 1]),
    "strided": ([((2, 7, 8, 3), (3, 3, 3)), ((1, 2, 2, 1), (5, 5, 1))], [2, 3], [1, 1]),
    "spread": ([((1, 7, 8, 3), (3, 2, 3))], [1, 2], [2, 3]),
}


def dilations() -> list[Case]:
    """Make rows of dilation and of its two gradients."""
    rows = []
    for label, (pairs, strides, rates) in HOWS_DILATION.items():
        attrs = {"strides": [1, *strides, 1], "rates": [1, *rates, 1]}
        attrs["padding"] = "VALID" if label == "valid" else "SAME"  # type: ignore[assignment]
        forward_samples = [[uniform(*x), uniform(*w, seed=1)] for x, w in pairs]
        samples = [[x, w, uniform(*dilation(x, w, **attrs).shape, seed=2)] for x, w in forward_samples]
        rows.append(
            Case(
                "Dilation2D",
                forward_samples,
                dilation,
                attrs=attrs,
                dtypes=[*FLOATS, *INTEGERS],
                grad=1,
                label=label,
            )
        )
        for name, reference in (("Input", dilation_input), ("Filter", dilation_filter)):
            types = ["float32", "float64", "int32"]
            rows.append(
                Case(f"Dilation2DBackprop{name}", samples, reference, attrs=attrs, dtypes=types, label=label)
            )
    return rows


#: What is refused: the bad operands or attributes, and the message.
SAME = attributes(2, [1, 1], "SAME", [1, 1])
X, W = uniform(2, 5, 6, 3), uniform(3, 3, 3, 4, seed=1)
ERRORS_2D: Any = [
    ([X, uniform(3, 3, 2, 4)], {}, ValueError, "3 channels, which is not a multiple of the 2"),
    ([X, uniform(3, 3, 3)], {}, ValueError, "filter must have rank 4"),
    ([uniform(5, 6, 3), W], {}, ValueError, "input must have rank 4"),
    ([X, uniform(0, 3, 3, 4)], {}, ValueError, "filter must not have zero elements"),
    ([uniform(2, 5, 6, 6), uniform(3, 3, 2, 4)], {}, ValueError, "do not fall into 3 groups"),
    ([X, W], {"strides": [1, 1, 1]}, ValueError, "strides must have 4 entries"),
    ([X, W], {"strides": [1, 0, 1, 1]}, ValueError, "strides must be positive"),
    ([X, W], {"strides": [1, 1, 1, 2]}, ValueError, "strides must be 1 for batch and channels"),
    ([X, W], {"dilations": [2, 1, 1, 1]}, ValueError, "dilations must be 1 for batch and channels"),
    ([X, W], {"dilations": [1, 1, -1, 1]}, ValueError, "dilations must be positive"),
    ([X, W], {"padding": "FULL"}, ValueError, "must be one of SAME, VALID, EXPLICIT"),
    ([X, W], {"explicit_paddings": [1] * 8}, ValueError, "go with padding='EXPLICIT' only"),
    ([X, W], {"padding": "EXPLICIT", "explicit_paddings": [1, 1]}, ValueError, "must have 8 entries"),
    (
        [X, W],
        {"padding": "EXPLICIT", "explicit_paddings": [0, 0, -1, 0, 0, 0, 0, 0]},
        ValueError,
        "not negative",
    ),
    (
        [X, W],
        {"padding": "EXPLICIT", "explicit_paddings": [1, 0, 0, 0, 0, 0, 0, 0]},
        ValueError,
        "must be 0 for batch and channels",
    ),
    ([X, uniform(6, 3, 3, 4)], {"padding": "VALID"}, ValueError, "caused by subtracting 6 from 5"),
]
DY = uniform(2, 5, 6, 4, seed=2)

CASES = [
    *triple(
        ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
        HOWS_2D,
        [forward, backward_input, backward_filter],
        [[*FLOATS, "int32"], [*FLOATS, "int32"], FLOATS],
    ),
    *triple(
        ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
        HOWS_3D,
        [forward, backward_input, backward_filter],
        [FLOATS, FLOATS, FLOATS],
    ),
    *triple(
        [
            "DepthwiseConv2dNative",
            "DepthwiseConv2dNativeBackpropInput",
            "DepthwiseConv2dNativeBackpropFilter",
        ],
        HOWS_DEPTHWISE,
        [depthwise, depthwise_input, depthwise_filter],
        [FLOATS, FLOATS, FLOATS],
    ),
    *dilations(),
    Case(
        "Dilation2D",
        [],
        dilation,
        attrs={"strides": [1] * 4, "rates": [1] * 4, "padding": "SAME"},
        errors=[
            ([X, uniform(3, 3, 2)], {}, ValueError, "the input has 3 channels, but the filter 2"),
            ([X, uniform(3, 3, 3, 1)], {}, ValueError, "filter must have rank 3"),
            ([X, uniform(3, 3, 3)], {"rates": [1, 0, 1, 1]}, ValueError, "rates must be positive"),
        ],
        label="wrong",
    ),
    Case("Conv2D", [], forward, attrs=SAME, errors=ERRORS_2D, label="wrong"),
    Case(
        "Conv2DBackpropInput",
        [[sizes([5, 6]), W, DY]],
        backward_input,
        attrs=SAME,
        fixed=[0],
        tol=TOL,
        errors=[
            ([sizes([2, 5, 5, 3]), W, DY], {}, ValueError, r"out_backprop has shape .* has \(2, 5, 5, 4\)"),
            ([sizes([2, 5, 6]), W, DY], {}, ValueError, "input_sizes must have 4 elements"),
            ([sizes([2, 5, 6, -3]), W, DY], {}, ValueError, "negative size"),
        ],
        label="height and width",
    ),
    Case(
        "Conv2DBackpropFilter",
        [],
        backward_filter,
        attrs=SAME,
        fixed=[1],
        errors=[
            ([X, sizes([3, 3, 3, 5]), DY], {}, ValueError, "out_backprop has shape"),
            ([X, sizes([3, 3, 3]), DY], {}, ValueError, "filter_sizes must have 4 elements"),
        ],
        label="wrong",
    ),
    Case(
        "Conv3DBackpropInput",
        [[uniform(1, 3, 4, 5, 2), uniform(2, 3, 3, 2, 3, seed=1), uniform(1, 3, 4, 5, 3, seed=2)]],
        lambda x, w, dy, **how: backward_input(x.shape, w, dy, "NDHWC", **how),
        attrs=attributes(3, [1, 1, 1], "SAME", [1, 1, 1]),
        dtypes=["float16", "float32", "float64"],
        tol=TOL,
    ),
    Case(
        "Conv3DBackpropFilter",
        [[uniform(1, 3, 4, 5, 2), uniform(2, 3, 3, 2, 3, seed=1), uniform(1, 3, 4, 5, 3, seed=2)]],
        lambda x, w, dy, **how: backward_filter(x, w.shape, dy, "NDHWC", **how),
        attrs=attributes(3, [1, 1, 1], "SAME", [1, 1, 1]),
        dtypes=["float16", "float32", "float64"],
        tol=TOL,
    ),
    Case(
        "Conv3D",
        [],
        forward,
        attrs=attributes(3, [1, 1, 1], "SAME", [1, 1, 1]),
        errors=[
            ([uniform(1, 3, 4, 5, 3), uniform(2, 3, 3, 2, 3)], {}, ValueError, "not a multiple of the 2"),
            ([uniform(1, 3, 4, 5), uniform(2, 3, 3, 2, 3)], {}, ValueError, "input must have rank 5"),
        ],
        label="wrong",
    ),
    Case(
        "DepthwiseConv2dNative",
        [],
        depthwise,
        attrs=SAME,
        errors=[
            ([X, uniform(3, 3, 2, 2)], {}, ValueError, "the input has 3 channels, but the filter 2"),
            ([X, uniform(3, 3, 3)], {}, ValueError, "filter must have rank 4"),
        ],
        label="wrong",
    ),
]
