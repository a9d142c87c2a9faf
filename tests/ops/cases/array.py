"""Ops on shapes and positions."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.harness import COMPLEX, Case, uniform

ANY = ["float32", "float64", "float16", "bfloat16", "int8", "uint16", "int64", "complex64", "complex128"]


def i32(*values: Any) -> np.ndarray:
    """Make an int32 tensor."""
    return np.array(values[0] if len(values) == 1 else values, np.int32)


def i64(*values: Any) -> np.ndarray:
    """Make an int64 tensor."""
    return np.array(values[0] if len(values) == 1 else values, np.int64)


WORDS = np.array([[b"a", b"bc", b""], [b"d", b"\xff\x00", b"g"]], object)
FLAGS = np.array([[True, False], [False, True]])


def strided(
    x: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    strides: np.ndarray,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> np.ndarray:
    """Slice with NumPy's own indexing."""
    index: list[Any] = []
    for i in range(len(begin)):
        bit = 1 << i
        if ellipsis_mask & bit:
            index.append(Ellipsis)
        elif new_axis_mask & bit:
            index.append(None)
        elif shrink_axis_mask & bit:
            index.append(int(begin[i]))
        else:
            first = None if begin_mask & bit else int(begin[i])
            last = None if end_mask & bit else int(end[i])
            index.append(slice(first, last, int(strides[i])))
    # An index that names every axis then still gives a view, which strided_grad writes to.
    return x[tuple(index if ellipsis_mask else [*index, Ellipsis])]


def strided_grad(
    shape: np.ndarray, begin: np.ndarray, end: np.ndarray, strides: np.ndarray, dy: np.ndarray, **masks: int
) -> np.ndarray:
    """Put dy where the slice is."""
    out = np.zeros(shape, dy.dtype)
    view = strided(out, begin, end, strides, **masks)
    view[...] = dy
    return out


def band(x: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Keep a band around the diagonal."""
    rows, columns = np.indices(x.shape[-2:])
    keep = ((lower < 0) | (rows - columns <= lower)) & ((upper < 0) | (columns - rows <= upper))
    return np.where(keep, x, 0)


def set_diag(x: np.ndarray, diagonal: np.ndarray) -> np.ndarray:
    """Replace diagonals."""
    out = x.copy()
    n = range(min(x.shape[-2:]))
    out[..., n, n] = diagonal
    return out


def matrix_diag(x: np.ndarray) -> np.ndarray:
    """Put vectors on diagonals."""
    return set_diag(np.zeros((*x.shape, x.shape[-1]), x.dtype), x)


def diag(x: np.ndarray) -> np.ndarray:
    """Double the axes."""
    return np.diag(x.ravel()).reshape(x.shape * 2)


def diag_part(x: np.ndarray) -> np.ndarray:
    """Undo diag."""
    half = x.shape[: x.ndim // 2]
    return np.diag(x.reshape(int(np.prod(half)), -1)).reshape(half)


def one_hot(
    indices: np.ndarray, depth: np.ndarray, on: np.ndarray, off: np.ndarray, axis: int = -1
) -> np.ndarray:
    """Compare positions with indices."""
    rank = indices.ndim + 1
    axis %= rank
    positions = np.arange(depth).reshape([-1 if i == axis else 1 for i in range(rank)])
    return np.where(positions == np.expand_dims(indices, axis), on, off)


def reverse_sequence(x: np.ndarray, lengths: np.ndarray, seq_dim: int, batch_dim: int = 0) -> np.ndarray:
    """Turn the beginnings of sequences round."""
    out = np.moveaxis(x.copy(), (batch_dim, seq_dim), (0, 1))
    source = np.moveaxis(x, (batch_dim, seq_dim), (0, 1))
    for b, n in enumerate(lengths):
        out[b, :n] = source[b, :n][::-1]
    return np.moveaxis(out, (0, 1), (batch_dim, seq_dim))


def mirror(x: np.ndarray, paddings: np.ndarray, mode: str) -> np.ndarray:
    """Pad with NumPy's modes of the same names."""
    return np.pad(x, paddings, mode=mode.lower())


def mirror_grad(dy: np.ndarray, paddings: np.ndarray, mode: str) -> np.ndarray:
    """Add every border element to the one it mirrors."""
    size = [d - int(p.sum()) for d, p in zip(dy.shape, paddings, strict=True)]
    places = mirror(np.arange(np.prod(size)).reshape(size), paddings, mode)
    out = np.zeros(int(np.prod(size)), dy.dtype)
    np.add.at(out, places.ravel(), dy.ravel())
    return out.reshape(size)


def offsets(axis: np.ndarray, shapes: list[np.ndarray]) -> tuple[np.ndarray, ...]:
    """Sum the sizes before each part."""
    at, out = 0, []
    for shape in shapes:
        offset = np.zeros(len(shape), np.int32)
        offset[axis] = at
        at += shape[axis]
        out.append(offset)
    return tuple(out)


def gradient_args(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """List the axes that broadcasting repeats."""
    rank = max(len(a), len(b))
    wide = [np.concatenate([np.ones(rank - len(s), int), s]) for s in (a, b)]
    axes = []
    for own, other, s in ((wide[0], wide[1], a), (wide[1], wide[0], b)):
        repeated = [i for i in range(rank) if i < rank - len(s) or (own[i] == 1 and other[i] != 1)]
        axes.append(np.array(repeated, np.int32))
    return axes[0], axes[1]


X34 = uniform(3, 4)
MASKED: list[tuple[str, np.ndarray, Any, Any, Any, dict[str, int]]] = [
    ("plain", uniform(4, 5), [1, 0], [3, 4], [1, 2], {}),
    ("negative", uniform(4, 5), [-1, -2], [-5, 0], [-2, -1], {}),
    ("open", uniform(4, 5), [1, 2], [0, 0], [1, 1], {"end_mask": 3}),
    ("backwards", uniform(5), [0], [0], [-2], {"begin_mask": 1, "end_mask": 1}),
    (
        "index",
        uniform(2, 3, 4),
        [0, -1],
        [0, 0],
        [1, 1],
        {"begin_mask": 1, "end_mask": 1, "shrink_axis_mask": 2},
    ),
    ("scalar", uniform(3), [-1], [0], [1], {"shrink_axis_mask": 1}),
    (
        "ellipsis",
        uniform(2, 3, 4, 5),
        [1, 0, 2],
        [2, 0, 4],
        [1, 1, 1],
        {"ellipsis_mask": 2, "shrink_axis_mask": 1},
    ),
    (
        "newaxis",
        uniform(3, 4),
        [0, 1, 0],
        [0, 3, 0],
        [1, 1, 1],
        {"new_axis_mask": 5},
    ),
    ("empty", uniform(3, 4), [2], [1], [1], {}),
    ("nothing", uniform(0, 4), [0], [9], [1], {}),
    ("short", uniform(3, 4), [-9], [9], [1], {}),
]

CASES = [
    Case("Identity", [[X34], [uniform()], [uniform(0, 2)], [WORDS]], lambda x: x, dtypes=ANY, grad=2),
    Case(
        "IdentityN",
        [[[uniform(2), uniform(3, 1)]]],
        lambda x: tuple(x),
        grad=2,
    ),
    Case("StopGradient", [[X34]], lambda x: x, dtypes=ANY),
    Case("PreventGradient", [[X34]], lambda x, message: x, attrs={"message": "no"}),
    Case(
        "EnsureShape",
        [[X34]],
        lambda x, shape: x,
        attrs={"shape": [None, 4]},
        grad=2,
        errors=[([uniform(3, 5)], {}, ValueError, "does not fit")],
    ),
    Case("PlaceholderWithDefault", [[X34]], lambda x, shape: x, attrs={"shape": [3, 4]}, grad=2),
    Case(
        "ZerosLike",
        [[X34], [uniform()], [WORDS]],
        lambda x: np.full_like(x, b"" if x.dtype == object else 0),
        dtypes=ANY,
    ),
    Case("OnesLike", [[X34], [uniform(0)]], np.ones_like, dtypes=ANY),
    Case(
        "Shape",
        [[X34], [uniform()], [uniform(0, 2)], [WORDS]],
        lambda x: np.array(x.shape, np.int32),
        dtypes=["float32"],
    ),
    Case(
        "ShapeN",
        [[[X34, uniform(2)]]],
        lambda x, out_type: tuple(np.array(v.shape, np.int64) for v in x),
        attrs={"out_type": "int64"},
        dtypes=["float32"],
    ),
    Case("Size", [[X34], [uniform()], [uniform(0, 2)]], lambda x: np.int32(x.size), dtypes=["float32"]),
    Case("Rank", [[X34], [uniform()]], lambda x: np.int32(x.ndim), dtypes=["float32"]),
    Case(
        "Reshape",
        [
            [X34, i32(2, 6)],
            [X34, i64([-1])],
            [uniform(0, 3), i32(-1, 3)],
            [uniform(1), i32(np.zeros(0))],
            [WORDS, i32(3, 2)],
        ],
        lambda x, s: x.reshape(s),
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[
            ([X34, i32(5, -1)], {}, ValueError, "cannot reshape 12 elements"),
            ([X34, i32(-1, -1)], {}, ValueError, "only one size may be -1"),
            ([X34, i32(2, 5)], {}, ValueError, "which has 10 elements"),
        ],
    ),
    Case(
        "ExpandDims",
        [[X34, i32(0)], [X34, i32(-1)], [uniform(), i64(0)]],
        lambda x, d: np.expand_dims(x, int(d)),
        fixed=[1],
        grad=2,
        errors=[([X34, i32(4)], {}, ValueError, "axis 4 is out of range")],
    ),
    Case(
        "Squeeze",
        [[uniform(1, 3, 1)], [uniform(1, 1)]],
        lambda x, squeeze_dims: x.squeeze(tuple(squeeze_dims)),
        attrs={"squeeze_dims": [0, -1]},
        grad=2,
        errors=[([uniform(2, 1)], {}, ValueError, "cannot squeeze axis 0")],
    ),
    Case("Squeeze", [[uniform(1, 3, 1)], [uniform(2)]], lambda x: x.squeeze(), grad=2, label="all"),
    Case(
        "BroadcastTo",
        [
            [uniform(3, 1), i32(2, 3, 4)],
            [uniform(), i64([2])],
            [uniform(1, 2), i32(0, 2)],
            [WORDS, i32(2, 2, 3)],
        ],
        lambda x, s: np.broadcast_to(x, s),
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[([uniform(3), i32(2, 4)], {}, ValueError, "cannot be broadcast")],
    ),
    Case(
        "BroadcastGradientArgs",
        [[i32(2, 3, 1), i32(3, 4)], [i32([2]), i32([2])], [i64(1, 1), i64(5, 1)]],
        gradient_args,
        dtypes=["float32"],
        fixed=[0, 1],
    ),
    Case(
        "BroadcastArgs",
        [[i32(2, 3, 1), i32(3, 4)]],
        lambda a, b: np.array(np.broadcast_shapes(tuple(a), tuple(b)), np.int32),
        dtypes=["float32"],
        fixed=[0, 1],
    ),
    Case(
        "ConcatOffset",
        [[i32(1), [i32(2, 3), i32(2, 5), i32(2, 1)]]],
        offsets,
        dtypes=["float32"],
        fixed=[0, 1],
    ),
    Case(
        "Transpose",
        [[X34, i32(1, 0)], [uniform(2, 3, 4), i64(2, 0, 1)], [uniform(3), i32([0])], [WORDS, i32(1, 0)]],
        np.transpose,
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[
            ([X34, i32(0, 0)], {}, ValueError, "listed twice"),
            ([X34, i32([0])], {}, ValueError, "one entry per axis"),
        ],
    ),
    Case(
        "ConjugateTranspose",
        [[X34, i32(1, 0)]],
        lambda x, p: np.conj(x).transpose(p),
        dtypes=["float32", "float64", *COMPLEX],
        fixed=[1],
        grad=2,
    ),
    Case(
        "InvertPermutation",
        [[i32(2, 0, 1)], [i64([0])]],
        lambda x: np.argsort(x).astype(x.dtype),
        dtypes=["float32"],
        errors=[([i32(0, 2)], {}, Exception, "not in")],
    ),
    Case(
        "ConcatV2",
        [
            [[uniform(2, 3), uniform(2, 1), uniform(2, 4)], i32(1)],
            [[uniform(2, 3), uniform(1, 3)], i64(-2)],
            [[uniform(2), uniform(0)], i32(0)],
            [[uniform(300, 70), uniform(300, 900)], i32(1)],
            [[WORDS, WORDS], i32(0)],
        ],
        lambda v, axis: np.concatenate(v, int(axis)),
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[
            ([[uniform(2, 3), uniform(3, 3)], i32(1)], {}, ValueError, "beside axis 1"),
            ([[uniform(2, 3), uniform(2)], i32(0)], {}, ValueError, "same rank"),
            ([[uniform(2), uniform(2)], i32(1)], {}, ValueError, "axis 1 is out of range"),
        ],
    ),
    Case(
        "Concat",
        [[i32(1), [uniform(2, 3), uniform(2, 1)]]],
        lambda axis, v: np.concatenate(v, int(axis)),
        fixed=[0],
        grad=2,
    ),
    *[
        Case(
            "Pack",
            [[[uniform(2, 3), uniform(2, 3, seed=1)]], [[uniform(0, 3)] * 2]],
            lambda v, axis: np.stack(v, axis),
            attrs={"axis": axis},
            dtypes=ANY,
            grad=2,
            label=str(axis),
            errors=[([[uniform(2), uniform(3)]], {}, ValueError, "same shape")],
        )
        for axis in (0, 1, -1)
    ],
    Case("Pack", [[[WORDS, WORDS]], [[uniform(), uniform(seed=1)]]], lambda v: np.stack(v), label="scalars"),
    Case(
        "Unpack",
        [[uniform(3, 2)], [uniform(3, 2, 2)]],
        lambda x, num, axis: tuple(np.moveaxis(x, axis, 0)),
        attrs={"num": 2, "axis": 1},
        dtypes=ANY,
        grad=2,
        errors=[([uniform(2, 3)], {}, ValueError, "num is 2")],
    ),
    Case("Unpack", [[WORDS]], lambda x, num: tuple(x), attrs={"num": 2}, dtypes=["float32"], label="strings"),
    Case(
        "Split",
        [[i32(1), uniform(2, 6)], [i32(-1), uniform(2, 2, 4)]],
        lambda axis, x, num_split: tuple(np.split(x, num_split, int(axis))),
        attrs={"num_split": 2},
        dtypes=ANY,
        fixed=[0],
        grad=2,
        errors=[([i32(0), uniform(3)], {}, ValueError, "equal parts")],
    ),
    Case(
        "SplitV",
        [[uniform(2, 6), i32(1, 2, 3), i32(1)], [uniform(4, 2), i64(1, -1, 3), i32(0)]],
        lambda x, sizes, axis, num_split: tuple(
            np.split(
                x,
                np.cumsum(np.where(sizes < 0, x.shape[axis] - sizes[sizes >= 0].sum(), sizes))[:-1],
                int(axis),
            )
        ),
        attrs={"num_split": 3},
        fixed=[1, 2],
        grad=2,
        errors=[([uniform(6), i32(1, 2, 2), i32(0)], {}, ValueError, "do not add up")],
    ),
    Case(
        "Tile",
        [[X34, i32(2, 3)], [uniform(2), i64([0])], [uniform(), i32(np.zeros(0))], [WORDS, i32(1, 2)]],
        np.tile,
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[([X34, i32([2])], {}, ValueError, "one entry per axis")],
    ),
    *[
        Case(
            "StridedSlice",
            [[x, i32(begin), i32(end), i32(strides)]],
            strided,
            attrs=masks,
            dtypes=ANY if label == "plain" else ["float32"],
            fixed=[1, 2, 3],
            grad=2,
            label=label,
        )
        for label, x, begin, end, strides, masks in MASKED
    ],
    Case(
        "StridedSlice",
        [[uniform(4, 5), i32([2]), i32([3]), i32([1])], [WORDS, i32([1]), i32([2]), i32([1])]],
        strided,
        attrs={"shrink_axis_mask": 1},
        fixed=[3],
        differentiable=[0],
        grad=2,
        grad_samples=1,
        label="index fed",
        errors=[([uniform(4, 5), i32([4]), i32([5]), i32([1])], {}, Exception, "out of bounds")],
    ),
    *[
        Case(
            "StridedSliceGrad",
            [
                [
                    i32(x.shape),
                    i32(begin),
                    i32(end),
                    i32(strides),
                    strided(x, np.array(begin), np.array(end), np.array(strides), **masks),
                ]
            ],
            strided_grad,
            attrs=masks,
            fixed=[0, 1, 2, 3],
            grad=2,
            label=label,
        )
        for label, x, begin, end, strides, masks in MASKED
    ],
    Case(
        "Slice",
        [
            [uniform(4, 5), i32(1, 2), i32(2, -1)],
            [uniform(3), i64([0]), i64([0])],
            [WORDS, i32(1, 0), i32(1, 2)],
        ],
        lambda x, b, s: x[tuple(slice(i, None if n < 0 else i + n) for i, n in zip(b, s, strict=True))],
        fixed=[1, 2],
        grad=2,
        errors=[([uniform(4, 5), i32(3, 0), i32(2, 1)], {}, ValueError, "do not lie inside")],
    ),
    Case(
        "Slice",
        [[uniform(4, 5), i32(1, 2), i32(2, 3)]],
        lambda x, b, s: x[tuple(slice(i, i + n) for i, n in zip(b, s, strict=True))],
        fixed=[2],
        grad=2,
        label="begin fed",
        errors=[([uniform(4, 5), i32(3, 0), i32(2, 1)], {}, Exception, "do not lie inside")],
    ),
    Case(
        "Pad",
        [[X34, i32([[1, 2], [0, 3]])], [uniform(2), i64([[0, 0]])], [uniform(0, 2), i32([[1, 1], [1, 0]])]],
        np.pad,
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[([X34, i32([[1, 2]])], {}, ValueError, "one row per axis")],
    ),
    Case(
        "PadV2",
        [[X34, i32([[1, 2], [0, 3]]), uniform()]],
        lambda x, p, v: np.pad(x, p, constant_values=v),
        dtypes=ANY,
        fixed=[1],
        differentiable=[0],
        grad=2,
    ),
    *[
        Case(
            "MirrorPad",
            [[X34, i32([[2, 1], [0, 3]])], [uniform(2, 3, 2), i32([[1, 1], [2, 0], [1, 1]])]],
            mirror,
            attrs={"mode": mode},
            dtypes=ANY,
            fixed=[1],
            grad=2,
            label=mode,
            errors=[([uniform(2), i32([[3, 0]])], {}, ValueError, "must not be larger")],
        )
        for mode in ("REFLECT", "SYMMETRIC")
    ],
    *[
        Case(
            "MirrorPadGrad",
            [[uniform(6, 7), i32([[2, 1], [0, 3]])]],
            mirror_grad,
            attrs={"mode": mode},
            dtypes=["float32", "float64", "int32"],
            fixed=[1],
            grad=2,
            label=mode,
        )
        for mode in ("REFLECT", "SYMMETRIC")
    ],
    Case(
        "Fill",
        [
            [i32(2, 3), uniform()],
            [i64(np.zeros(0)), uniform()],
            [i32(0, 2), uniform()],
            [i32([2]), np.array(b"x", object)],
        ],
        lambda d, v: np.full(d, v),
        dtypes=ANY,
        fixed=[0],
        grad=2,
        errors=[([i32(-1, 3), uniform()], {}, ValueError, "negative size")],
    ),
    Case(
        "Range",
        [
            [i32(2), i32(9), i32(3)],
            [i32(5), i32(0), i32(-2)],
            [i32(3), i32(3), i32(1)],
            [i64(0), i64(300), i64(1)],
        ],
        lambda a, b, c: np.arange(a, b, c, dtype=a.dtype),
        dtypes=["float32"],
        fixed=[0, 1, 2],
        errors=[
            ([i32(0), i32(3), i32(0)], {}, ValueError, "must not be zero"),
            ([i32(0), i32(3), i32(-1)], {}, ValueError, "away from the limit"),
        ],
    ),
    Case(
        "Range",
        [[np.array(0.5), np.array(4.0), np.array(0.75)]],
        lambda a, b, c: np.arange(a, b, c),
        fixed=[0, 1, 2],
        label="floating",
    ),
    Case(
        "LinSpace",
        [[np.array(0.5), np.array(4.0), i32(5)], [np.array(1.5), np.array(4.0), i32(1)]],
        lambda a, b, n: np.linspace(a, b, n),
        fixed=[0, 1, 2],
        errors=[([np.array(0.0), np.array(1.0), i32(0)], {}, ValueError, "must be positive")],
    ),
    *[
        Case(
            "OneHot",
            [
                [i32([[0, 2], [-1, 5]]), i32(4), np.array(3.0), np.array(-1.0)],
                [i64(1), i32(3), np.array(1.0), np.array(0.0)],
            ],
            one_hot,
            attrs={"axis": axis},
            dtypes=["float32", "int32", "complex64"],
            fixed=[1],
            label=str(axis),
        )
        for axis in (-1, 0)
    ],
    Case(
        "ReverseV2",
        [[X34, i32([1])], [uniform(2, 3, 4), i64(0, -1)], [uniform(), i32(np.zeros(0))], [WORDS, i32([0])]],
        lambda x, axes: np.flip(x, tuple(axes)),
        dtypes=ANY,
        fixed=[1],
        grad=2,
        errors=[([X34, i32(1, 1)], {}, ValueError, "listed twice")],
    ),
    Case(
        "Roll",
        [
            [X34, i32([1, -2]), i32([0, 1])],
            [uniform(5), i32(7), i64(0)],
            [uniform(4, 3), i32([1, 2]), i32([0, 0])],
        ],
        lambda x, s, a: np.roll(x, tuple(np.atleast_1d(s)), tuple(np.atleast_1d(a))),
        dtypes=ANY,
        grad=2,
    ),
    Case(
        "ReverseSequence",
        [[uniform(3, 4, 2), i64(2, 0, 4)], [uniform(3, 4), i32(1, 4, 3)]],
        reverse_sequence,
        attrs={"seq_dim": 1},
        dtypes=ANY,
        grad=2,
        errors=[([uniform(2, 3), i64(1, 4)], {}, Exception, r"seq_lengths\[1\] = 4")],
    ),
    Case(
        "ReverseSequence",
        [[uniform(4, 3), i64(2, 0, 4)]],
        reverse_sequence,
        attrs={"seq_dim": 0, "batch_dim": 1},
        grad=2,
        label="batch second",
    ),
    Case("Diag", [[uniform(3)], [uniform(2, 3)]], diag, dtypes=ANY, grad=2),
    Case(
        "DiagPart",
        [[uniform(3, 3)], [uniform(2, 3, 2, 3)]],
        diag_part,
        dtypes=ANY,
        grad=2,
        errors=[([uniform(2, 3)], {}, ValueError, "must be equal")],
    ),
    Case("MatrixDiag", [[uniform(3)], [uniform(2, 3)]], matrix_diag, dtypes=ANY, grad=2),
    Case(
        "MatrixDiagPart",
        [[uniform(3, 3)], [uniform(2, 3, 4)], [uniform(4, 2)]],
        lambda x: np.diagonal(x, axis1=-2, axis2=-1),
        dtypes=ANY,
        grad=2,
    ),
    Case(
        "MatrixSetDiag",
        [[uniform(3, 3), uniform(3)], [uniform(2, 3, 4), uniform(2, 3)], [uniform(4, 2), uniform(2)]],
        set_diag,
        dtypes=ANY,
        grad=2,
        grad_samples=3,
    ),
    Case(
        "MatrixBandPart",
        [
            [uniform(4, 5), i64(1), i64(-1)],
            [uniform(2, 3, 3), i32(0), i32(1)],
            [uniform(3, 3), i64(-1), i64(0)],
        ],
        band,
        dtypes=ANY,
        grad=2,
    ),
]

NO_ROW = {
    "Const": "every row has constants",
    "Placeholder": "every row has placeholders",
    "ResourceStridedSliceAssign": "test_state.py",
}
