"""Ops on sparse tensors: indices, values and a dense shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse as scipy_sparse
from scipy import special

from tests.ops.cases.array import ANY, WORDS, i32, i64
from tests.ops.harness import NUMERIC, REAL, Case, uniform

SUMS = ["float32", "float64", "int32", "complex64"]
Parts = tuple[np.ndarray, np.ndarray, np.ndarray]


def sparse(*shape: int, seed: int = 0, share: float = 0.4) -> Parts:
    """Make a sparse tensor in row-major order."""
    rng = np.random.default_rng([seed, 7, *shape])
    indices = np.argwhere(rng.uniform(size=shape) < share).astype(np.int64)
    return indices, uniform(len(indices), seed=seed), i64(*shape)


def shuffled(parts: Parts) -> Parts:
    """Put the elements in another order."""
    order = np.random.default_rng(5).permutation(len(parts[0]))
    return parts[0][order], parts[1][order], parts[2]


def dense(indices: np.ndarray, values: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Add the elements at their places."""
    out = np.zeros(tuple(shape), values.dtype)
    np.add.at(out, tuple(indices.T), values)
    return out


def to_dense(
    indices: np.ndarray, shape: np.ndarray, values: np.ndarray, default: np.ndarray, **_: Any
) -> np.ndarray:
    """Fill, then write."""
    out = np.full(tuple(shape), default[()], values.dtype)
    out[tuple(np.reshape(indices, (-1, len(shape))).T)] = values
    return out


def product(
    indices: np.ndarray,
    values: np.ndarray,
    shape: np.ndarray,
    b: np.ndarray,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
) -> np.ndarray:
    """Multiply with scipy."""
    a = scipy_sparse.coo_matrix((values, tuple(indices.T)), tuple(shape)).tocsr()
    a = a.conj().T if adjoint_a else a
    return np.asarray(a @ (b.conj().T if adjoint_b else b))


def reorder(indices: np.ndarray, values: np.ndarray, shape: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sort by place."""
    order = np.lexsort(indices.T[::-1])
    return indices[order], values[order]


def reshaped(indices: np.ndarray, shape: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, ...]:
    """Go through row-major numbers."""
    sizes = np.empty(tuple(shape), bool).reshape(tuple(new)).shape
    numbers = np.ravel_multi_index(tuple(indices.T), tuple(shape))
    return np.stack(np.unravel_index(numbers, sizes), -1).astype(np.int64), np.array(sizes)


def joined(
    indices: list[np.ndarray], values: list[np.ndarray], shapes: list[np.ndarray], concat_dim: int
) -> tuple[np.ndarray, ...]:
    """Shift the places along the axis, then sort."""
    parts, start = [], np.zeros_like(shapes[0])
    for own, shape in zip(indices, shapes, strict=True):
        parts.append(own + start)
        start[concat_dim] += shape[concat_dim]
    total = shapes[0].copy()
    total[concat_dim] = start[concat_dim]
    return (*reorder(np.concatenate(parts), np.concatenate(values), total), total)


def taken(
    indices: np.ndarray, values: np.ndarray, shape: np.ndarray, start: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Keep what is in the box."""
    own = np.clip(shape - start, 0, size)
    kept = np.all((indices >= start) & (indices < start + own), axis=1)
    return indices[kept] - start, values[kept], own


def cut(
    axis: np.ndarray, indices: np.ndarray, values: np.ndarray, shape: np.ndarray, num_split: int
) -> tuple[np.ndarray, ...]:
    """Take slice after slice."""
    edges = np.cumsum([0, *(len(p) for p in np.array_split(np.arange(shape[axis]), num_split))])
    parts = []
    for first, last in zip(edges[:-1], edges[1:], strict=True):
        start, size = np.zeros_like(shape), shape.copy()
        start[axis], size[axis] = first, last - first
        parts.append(taken(indices, values, shape, start, size))
    return tuple(part[k] for k in range(3) for part in parts)


def slice_back(grads: np.ndarray, indices: np.ndarray, start: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Look every place up."""
    found = {tuple(p + start): g for p, g in zip(places, grads, strict=True)}
    return np.array([found.get(tuple(p), grads.dtype.type(0)) for p in indices], grads.dtype)


def filled(
    indices: np.ndarray, values: np.ndarray, shape: np.ndarray, default: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Go through the rows."""
    empty = np.array([row not in indices[:, 0] for row in range(shape[0])])
    source: list[int] = []
    places: list[np.ndarray] = []
    for row in range(shape[0]):
        own = [int(i) for i in np.flatnonzero(indices[:, 0] == row)]
        source += own or [-1]
        places += [indices[i] for i in own] or [np.array([row] + [0] * (len(shape) - 1))]
    out = [values[i] if i >= 0 else default[()] for i in source]
    back = [source.index(i) for i in range(len(indices))]
    return (
        np.array(places, np.int64).reshape(-1, len(shape)),
        np.array(out, values.dtype),
        empty,
        np.array(back, np.int64),
    )


def fill_back(places: np.ndarray, grads: np.ndarray) -> tuple[np.ndarray, ...]:
    """Gather, and add up the others."""
    return grads[places], np.delete(grads, places).sum().astype(grads.dtype)


def reduced(how: Any, as_sparse: bool = False) -> Any:
    """Make the reference of a reduction: element by element."""

    def reference(
        indices: np.ndarray, values: np.ndarray, shape: np.ndarray, axes: np.ndarray, keep_dims: bool = False
    ) -> Any:
        gone = {int(a) % len(shape) for a in np.atleast_1d(axes)}
        found: dict[tuple[int, ...], Any] = {}
        for place, value in zip(indices, values, strict=True):
            key = tuple(0 if a in gone else int(p) for a, p in enumerate(place) if keep_dims or a not in gone)
            found[key] = how(found[key], value) if key in found else value
        sizes = [1 if a in gone else int(n) for a, n in enumerate(shape) if keep_dims or a not in gone]
        if as_sparse:
            keys = sorted(found)
            places = np.array(keys, np.int64).reshape(len(keys), len(sizes))
            return places, np.array([found[k] for k in keys], values.dtype), np.array(sizes, np.int64)
        out = np.zeros(sizes, values.dtype)
        for key, value in found.items():
            out[key] = value
        return out

    return reference


def softmax(indices: np.ndarray, values: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Ask scipy row by row."""
    out = np.empty_like(values)
    for row in {tuple(p[:-1]) for p in indices}:
        own = np.all(indices[:, :-1] == row, axis=1)
        out[own] = special.softmax(values[own])
    return out


def pairwise(how: Any) -> Any:
    """Make the reference of an op on two sparse tensors, with zeros where one has no element."""

    def reference(ai: Any, av: Any, shape: Any, bi: Any, bv: Any, *_: Any) -> tuple[np.ndarray, ...]:
        a = {tuple(p): v for p, v in zip(ai, av, strict=True)}
        b = {tuple(p): v for p, v in zip(bi, bv, strict=True)}
        keys = sorted(a.keys() | b.keys())
        zero = av.dtype.type(0)
        values = [how(a.get(k, zero), b.get(k, zero)) for k in keys]
        return np.array(keys, np.int64).reshape(-1, len(shape)), np.array(values, av.dtype)

    return reference


def added(*args: Any) -> tuple[np.ndarray, ...]:
    """Add, and leave out what is small."""
    indices, values = pairwise(lambda a, b: a + b)(*args)
    a, b = ({tuple(p) for p in args[k]} for k in (0, 3))
    summed = np.array([tuple(p) in a & b for p in indices], bool)
    kept = ~summed | (np.abs(values) >= args[6])
    return indices[kept], values[kept], args[2]


def add_back(grads: np.ndarray, a: np.ndarray, b: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, ...]:
    """Look every place up."""
    found = {tuple(p): g for p, g in zip(total, grads, strict=True)}
    return tuple(np.array([found.get(tuple(p), 0) for p in x], grads.dtype) for x in (a, b))


def at_places(how: Any) -> Any:
    """Make the reference of an op that matches a dense operand to a sparse one."""

    def reference(indices: np.ndarray, values: np.ndarray, shape: np.ndarray, b: np.ndarray) -> np.ndarray:
        whole = np.broadcast_to(b, tuple(shape))
        return how(values, whole[tuple(indices.T)]).astype(values.dtype)

    return reference


def rows_of(operand: Any) -> tuple[dict[Any, list[Any]], tuple[int, ...]]:
    """Elements of each row of a dense or sparse operand."""
    if isinstance(operand, tuple):
        out: dict[Any, list[Any]] = {}
        for place, value in zip(operand[0], operand[1], strict=True):
            out.setdefault(tuple(place[:-1]), []).append(value)
        return out, tuple(operand[2][:-1])
    return {row: list(operand[row]) for row in np.ndindex(operand.shape[:-1])}, operand.shape[:-1]


def set_operation(a: Any, b: Any, name: str, dtype: Any) -> tuple[np.ndarray, ...]:
    """Ask Python's sets."""
    (mine, sizes), (others, _) = rows_of(a), rows_of(b)
    how = {
        "a-b": set.difference,
        "b-a": lambda x, y: y - x,
        "intersection": set.intersection,
        "union": set.union,
    }[name]
    places: list[Any] = []
    values: list[Any] = []
    longest = 0
    for row in np.ndindex(sizes):
        found = sorted(how(set(mine.get(row, [])), set(others.get(row, []))))
        places += [(*row, i) for i in range(len(found))]
        values += found
        longest = max(longest, len(found))
    indices = np.array(places, np.int64).reshape(-1, len(sizes) + 1)
    return indices, np.array(values, dtype), np.array([*sizes, longest], np.int64)


def edits(a: list[Any], b: list[Any]) -> int:
    """Levenshtein's distance by its definition."""
    table = np.zeros((len(a) + 1, len(b) + 1), int)
    table[:, 0], table[0] = np.arange(len(a) + 1), np.arange(len(b) + 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1, j + 1] = min(table[i, j] + (x != y), table[i, j + 1] + 1, table[i + 1, j] + 1)
    return int(table[-1, -1])


def distances(ai: Any, av: Any, ashape: Any, bi: Any, bv: Any, bshape: Any, normalize: bool) -> np.ndarray:
    """Compare row by row."""
    (mine, _), (others, _) = rows_of((ai, av, ashape)), rows_of((bi, bv, bshape))
    out = np.zeros(tuple(np.maximum(ashape, bshape)[:-1]), np.float32)
    for row in np.ndindex(out.shape):
        a, b = mine.get(row, []), others.get(row, [])
        out[row] = edits(a, b)
        if normalize:
            out[row] = out[row] / len(b) if b else (np.inf if a else 0)
    return out


A, B, LARGE = sparse(4, 5), sparse(4, 5, seed=1), sparse(300, 200, share=0.5)
CUBE, CUBE_B = sparse(2, 3, 4), sparse(2, 3, 4, seed=1)
EMPTY: Parts = (i64(np.zeros((0, 2))), np.zeros(0), i64(3, 4))
NO_ROWS: Parts = (i64(np.zeros((0, 2))), np.zeros(0), i64(0, 4))
COMPLEX = ["float32", "float64", "int32", "complex64", "complex128"]
PRODUCTS = ["bfloat16", "float16", *COMPLEX, "int64"]
SETS = ["int8", "int16", "int32", "int64", "uint8", "uint16"]
LETTERS = np.array([b"b", b"a", b"b", b"c"], object)
ZERO = np.float32(0)


def digits(*shape: int, seed: int = 0) -> np.ndarray:
    """Make small numbers for sets."""
    return uniform(*shape, low=0, high=5, seed=seed)


def few(*shape: int, seed: int = 0) -> Parts:
    """Make a sparse tensor of small numbers."""
    indices, values, sizes = sparse(*shape, seed=seed, share=0.6)
    return indices, digits(len(values), seed=seed), sizes


CASES = [
    Case(
        "SparseToDense",
        [
            [i64([[0, 1], [1, 2]]), i64(2, 3), uniform(2), uniform()],
            [i32(1, 3), i32([5]), uniform(2), uniform()],
            [i32(2), i32([4]), uniform(), uniform()],
            [i64([[0, 1], [0, 3]]), i64(2, 4), uniform(), uniform()],
            [i64(np.zeros((0, 2))), i64(2, 3), uniform(0), uniform()],
            [i64([[1]]), i64([3]), WORDS[0, :1], WORDS[1, 0]],
        ],
        to_dense,
        dtypes=ANY,
        fixed=[1],
        grad=2,
        grad_samples=4,
        errors=[
            ([i64([[0, 3]]), i64(2, 3), uniform(1), uniform()], {}, Exception, r"\[0,3\] is out of bounds"),
            ([i64([[-1, 0]]), i64(2, 3), uniform(1), uniform()], {}, Exception, "out of bounds"),
            (
                [i64(2, 1), i64([3]), uniform(2), uniform()],
                {},
                Exception,
                r"indices\[1\] = \[1\] is out of order",
            ),
            (
                [i64(1, 1), i64([3]), uniform(2), uniform()],
                {},
                Exception,
                r"indices\[1\] = \[1\] is repeated",
            ),
            ([i64(1, 2), i64([3]), uniform(3), uniform()], {}, ValueError, "2 sparse_indices, but 3"),
            ([i64([[1, 2]]), i64([3]), uniform(1), uniform()], {}, ValueError, "2 columns"),
        ],
    ),
    Case(
        "SparseToDense",
        [[i64(2, 1, 2), i64([4]), uniform(3), uniform()]],
        to_dense,
        attrs={"validate_indices": False},
        fixed=[1],
        label="unchecked",
    ),
    *[
        Case(
            "SparseTensorDenseMatMul",
            [
                [*parts, uniform(*((3, size) if adjoint_b else (size, 3)))]
                for parts in (A, shuffled(A), EMPTY, LARGE)
                for size in [int(parts[2][0 if adjoint_a else 1])]
            ]
            + [
                [*A, uniform(*((n, k) if adjoint_b else (k, n)))]
                for n in (1, 77)
                for k in [4 if adjoint_a else 5]
            ],
            product,
            attrs={"adjoint_a": adjoint_a, "adjoint_b": adjoint_b},
            dtypes=PRODUCTS,
            fixed=[2],
            grad=2,
            tol=2e-5,
            errors=[
                (
                    [*A, uniform(6, 2)],
                    {"adjoint_a": False, "adjoint_b": False},
                    ValueError,
                    "inner dimensions differ",
                ),
                (
                    [i64([[0, 5]]), uniform(1), i64(4, 5), uniform(5, 2)],
                    {"adjoint_a": False, "adjoint_b": False},
                    Exception,
                    "out of bounds",
                ),
                (
                    [i64([[0, 0, 0]]), uniform(1), i64(1, 1, 1), uniform(5, 2)],
                    {},
                    ValueError,
                    "must be a matrix",
                ),
            ],
            label=f"{adjoint_a}-{adjoint_b}",
        )
        for adjoint_a in (False, True)
        for adjoint_b in (False, True)
    ],
    Case(
        "SparseTensorDenseAdd",
        [
            [*A, uniform(4, 5)],
            [*CUBE, uniform(2, 3, 4)],
            [*EMPTY, uniform(3, 4)],
            [*shuffled(A), uniform(4, 5)],
        ],
        lambda i, v, s, b: dense(i, v, s) + b,
        dtypes=NUMERIC,
        fixed=[2],
        grad=2,
        errors=[
            ([*A, uniform(4, 4)], {}, ValueError, "same shape"),
            ([i64([[4, 0]]), uniform(1), i64(4, 5), uniform(4, 5)], {}, Exception, "out of bounds"),
        ],
    ),
    *[
        Case(
            f"SparseDenseCwise{name}",
            [
                [*A, uniform(4, 5, low=1)],
                [*A, uniform(5, low=1)],
                [*CUBE, uniform(3, 1, low=1)],
                [*CUBE, uniform(2, 1, 4, low=1)],
                [*A, uniform(low=1)],
                [*EMPTY, uniform(4, low=1)],
                [*NO_ROWS, uniform(1, 4, low=1)],
            ],
            at_places(how),
            dtypes=COMPLEX,
            fixed=[2],
            grad=2,
            grad_samples=5,
            errors=[
                ([*A, uniform(3, 5)], {}, Exception, "only the dense operand is broadcast"),
                ([*A, uniform(2, 4, 5)], {}, Exception, "only the dense operand is broadcast"),
                ([i64([[0, 7]]), uniform(1), i64(4, 5), uniform(5)], {}, Exception, "out of bounds"),
            ],
        )
        for name, how in [
            ("Add", np.add),
            ("Mul", np.multiply),
            ("Div", lambda a, b: np.trunc(a / b) if a.dtype.kind == "i" else a / b),
        ]
    ],
    Case(
        "SparseMatMul",
        [[uniform(3, 4), uniform(5, 3)], [uniform(3, 0), uniform(5, 3)]],
        lambda a, b, **_: (a.T @ b.T).astype(np.float32),
        attrs={"transpose_a": True, "transpose_b": True, "a_is_sparse": True},
        dtypes=["float32", "bfloat16"],
        errors=[([uniform(3, 4), uniform(5, 4)], {}, ValueError, "inner dimensions differ")],
    ),
    Case(
        "SparseReorder",
        [
            [*shuffled(A)],
            [*A],
            [*shuffled(CUBE)],
            [*EMPTY],
            [i64([[1, 1], [0, 0], [1, 1]]), uniform(3), i64(2, 2)],
            [i64([[1, 0], [0, 1]]), WORDS[0, :2], i64(2, 2)],
        ],
        reorder,
        dtypes=ANY,
        fixed=[2],
        grad=2,
        errors=[([i64([[0, 0]]), uniform(2), i64(2, 2)], {}, ValueError, "1 rows, but .* 2 elements")],
    ),
    Case(
        "SparseReshape",
        [
            [A[0], A[2], i64(2, 10)],
            [CUBE[0], CUBE[2], i64(6, -1)],
            [A[0], A[2], i64(4, 5)],
            [EMPTY[0], EMPTY[2], i64(2, -1, 3)],
        ],
        reshaped,
        dtypes=["float32"],
        fixed=[1, 2],
        errors=[
            ([A[0], A[2], i64(3, 7)], {}, Exception, "20 dense elements cannot have the shape"),
            ([A[0], A[2], i64(-1, -1)], {}, Exception, "only one output dimension may be -1"),
            ([A[0], A[2], i64(3, -1)], {}, Exception, "needs a multiple of 3"),
            ([A[0], i64(1, 1), i64([1])], {}, Exception, "out of bounds"),
        ],
    ),
    Case(
        "SparseConcat",
        [
            [[A[0], B[0]], [A[1], B[1]], [A[2], B[2]]],
            [[A[0], EMPTY[0][:0]], [A[1], EMPTY[1]], [A[2], i64(4, 2)]],
        ],
        joined,
        attrs={"concat_dim": 1},
        dtypes=["float32", "complex64", "int8"],
        fixed=[2],
        errors=[
            (
                [[A[0], B[0]], [A[1], B[1]], [A[2], i64(5, 5)]],
                {},
                ValueError,
                "sizes along dimension 0 differ",
            ),
            (
                [[A[0], B[0]], [A[1], B[1]], [A[2], B[2]]],
                {"concat_dim": 2},
                ValueError,
                "axis 2 is out of range",
            ),
        ],
    ),
    Case(
        "SparseConcat",
        [
            [[A[0], B[0]], [A[1], B[1]], [A[2], B[2]]],
            [[CUBE[0], CUBE_B[0], CUBE[0]], [CUBE[1], CUBE_B[1], CUBE[1]], [CUBE[2]] * 3],
            [[A[0][:4], B[0][:4]], [LETTERS, LETTERS], [A[2], B[2]]],
        ],
        joined,
        attrs={"concat_dim": 0},
        fixed=[2],
        label="rows",
    ),
    Case(
        "SparseSplit",
        [[i64(1), *A], [i64(0), *B], [i64(-1), *CUBE]],
        cut,
        attrs={"num_split": 3},
        dtypes=["float32", "int32"],
        fixed=[0, 3],
        complete=False,
        errors=[
            ([i64(0), *A], {"num_split": 5}, Exception, "num_split = 5 is more than the size"),
            ([i64(2), *A], {}, ValueError, "axis 2 is out of range"),
        ],
    ),
    Case(
        "SparseSlice",
        [
            [*A, i64(1, 1), i64(2, 3)],
            [*A, i64(2, 0), i64(9, 5)],
            [*CUBE, i64(0, 1, 2), i64(2, 2, 1)],
            [*A, i64(7, 0), i64(1, 1)],
        ],
        taken,
        dtypes=["float32", "float64", "int64"],
        fixed=[2, 3, 4],
        grad=1,
        complete=False,
        errors=[
            ([*A, i64([1]), i64(2, 3)], {}, ValueError, "start has 1 elements"),
            ([*A, i64(-1, 0), i64(2, 3)], {}, Exception, "start must not be negative"),
        ],
    ),
    Case(
        "SparseSliceGrad",
        [[uniform(2), i64([[0, 1], [1, 2], [2, 2]]), i64(1, 1), i64([[0, 1], [1, 1]])]],
        slice_back,
        dtypes=SUMS,
        errors=[
            ([uniform(1), i64([[0, 1]]), i64(0, 0), i64([[5, 5]])], {}, Exception, "only 0 of 1 gradients"),
        ],
    ),
    Case(
        "SparseFillEmptyRows",
        [
            [i64([[1, 2], [3, 0]]), uniform(2), i64(5, 4), uniform()],
            [*CUBE, uniform()],
            [i64([[2, 0], [0, 1], [2, 1]]), uniform(3), i64(3, 2), uniform()],
            [*EMPTY, uniform()],
            [*NO_ROWS, uniform()],
            [i64([[1, 2]]), WORDS[0, :1], i64(2, 4), WORDS[1, 1]],
        ],
        filled,
        dtypes=ANY,
        fixed=[2],
        grad=2,
        complete=False,
        errors=[
            ([i64([[5, 0]]), uniform(1), i64(3, 2), uniform()], {}, Exception, r"indices\(0, 0\) is invalid")
        ],
    ),
    Case(
        "SparseFillEmptyRowsGrad",
        [[i64(3, 0), uniform(5)], [i64(np.zeros(0)), uniform(3)]],
        fill_back,
        dtypes=SUMS,
        grad=2,
        errors=[([i64([5]), uniform(2)], {}, Exception, r"reverse_index_map\[0\] = 5 is not in \[0, 2\)")],
    ),
    *[
        Case(
            f"SparseReduce{name}{kind}",
            [
                [*A, i32(1)],
                [*A, i32([0])],
                [*CUBE, i32(0, -1)],
                [*CUBE, i32(0, 1, 2)],
                [*shuffled(CUBE), i32([1])],
                [*EMPTY, i32(0)],
                [*NO_ROWS, i32([1])],
            ],
            reduced(np.add if name == "Sum" else np.maximum, bool(kind)),
            attrs={"keep_dims": keep},
            dtypes=NUMERIC if name == "Sum" else REAL,
            fixed=[2, 3],
            grad=2 if (name, kind) == ("Sum", "") else 0,
            grad_samples=6,
            tol=1e-5,
            complete=not kind,
            errors=[
                ([*A, i32(2)], {}, ValueError, "axis 2 is out of range"),
                ([i64([[9, 0]]), uniform(1), i64(4, 5), i32(0)], {}, Exception, "out of bounds"),
            ],
            label="keep" if keep else "",
        )
        for name in ("Sum", "Max")
        for kind in ("", "Sparse")
        for keep in (False, True)
    ],
    Case(
        "SparseSoftmax",
        [[*A], [*CUBE], [*EMPTY], [*LARGE]],
        softmax,
        fixed=[2],
        grad=2,
        tol=1e-5,
        errors=[
            ([i64([[0]]), uniform(1), i64([3])], {}, ValueError, "rank 2 or more"),
            ([i64([[1, 0], [0, 0]]), uniform(2), i64(2, 2)], {}, Exception, "out of order"),
        ],
    ),
    Case(
        "SparseAdd",
        [[*A, *B, ZERO], [*CUBE, *CUBE_B, np.float32(0.7)], [*EMPTY, *sparse(3, 4), ZERO]],
        added,
        dtypes=SUMS,
        fixed=[2, 5, 6],
        grad=1,
        complete=False,
        errors=[
            ([*A, *CUBE, ZERO], {}, ValueError, "a has rank 2, but b has rank 3"),
            ([*A, B[0], B[1], i64(9, 9), ZERO], {}, ValueError, "shapes do not match"),
        ],
    ),
    Case(
        "SparseAddGrad",
        [[uniform(2), i64([[0, 1], [1, 1]]), i64([[1, 1], [2, 0]]), i64([[1, 1], [2, 0]])]],
        add_back,
        dtypes=SUMS,
        errors=[
            ([uniform(3), i64([[0]]), i64([[0]]), i64([[0]])], {}, ValueError, "3 gradients, but 1 places")
        ],
    ),
    *[
        Case(
            f"SparseSparse{name}",
            [[*A, *B], [*CUBE, *CUBE_B], [*EMPTY, *EMPTY]],
            pairwise(how),
            dtypes=REAL,
            fixed=[2, 5],
            complete=False,
            errors=[([*A, *CUBE], {}, ValueError, "a has rank 2, but b has rank 3")],
        )
        for name, how in [("Maximum", max), ("Minimum", min)]
    ],
    *[
        Case(
            "DenseToDenseSetOperation",
            [[digits(2, 4), digits(2, 3, seed=1)], [digits(2, 2, 3), digits(2, 2, 0)], [WORDS, WORDS[:, :2]]],
            lambda a, b, set_operation: globals()["set_operation"](a, b, set_operation, a.dtype),
            attrs={"set_operation": name},
            dtypes=SETS,
            complete=False,
            errors=[
                ([digits(2, 4), digits(3, 4)], {}, Exception, "same sizes but for the last one"),
                ([digits(2, 4), digits(2, 4)], {"set_operation": "xor"}, ValueError, "but is 'xor'"),
            ],
            label=name,
        )
        for name in ("a-b", "b-a", "intersection", "union")
    ],
    Case(
        "DenseToSparseSetOperation",
        [[digits(3, 4), *few(3, 5)], [digits(2, 2, 3), *few(2, 2, 2)]],
        lambda a, i, v, s, set_operation: globals()["set_operation"](a, (i, v, s), set_operation, a.dtype),
        attrs={"set_operation": "a-b"},
        dtypes=SETS,
        fixed=[3],
        complete=False,
        errors=[([digits(2, 4), i64([[1, 0], [0, 0]]), digits(2), i64(2, 2)], {}, Exception, "out of order")],
    ),
    Case(
        "SparseToSparseSetOperation",
        [[*few(3, 5), *few(3, 4, seed=1)], [*few(2, 2, 3), *few(2, 2, 2)]],
        lambda ai, av, s, bi, bv, t, set_operation: globals()["set_operation"](
            (ai, av, s), (bi, bv, t), set_operation, av.dtype
        ),
        attrs={"set_operation": "b-a"},
        dtypes=SETS,
        fixed=[2, 5],
        complete=False,
        errors=[([*few(3, 5), *few(2, 5)], {}, Exception, "same sizes but for the last one")],
    ),
    Case(
        "SetSize",
        [[*few(3, 6)], [*few(2, 2, 5)], [i64([[0, 0], [0, 1], [1, 0], [1, 1]]), LETTERS, i64(3, 2)]],
        lambda i, v, s: np.array(
            [len(set(rows_of((i, v, s))[0].get(r, []))) for r in np.ndindex(tuple(s[:-1]))], np.int32
        ).reshape(tuple(s[:-1])),
        dtypes=SETS,
        fixed=[2],
        errors=[([i64([[0, 9]]), digits(1), i64(2, 2)], {}, Exception, "out of bounds")],
    ),
    *[
        Case(
            "EditDistance",
            [
                [*few(3, 6), *few(3, 5, seed=2)],
                [*few(2, 3, 4), *few(3, 2, 5, seed=2)],
                [*EMPTY, i64([[0, 0], [2, 1]]), uniform(2), i64(3, 4)],
                [
                    i64([[0, 0], [0, 1], [1, 0], [1, 1]]),
                    LETTERS,
                    i64(2, 2),
                    i64([[0, 0], [1, 0]]),
                    LETTERS[:2],
                    i64(3, 1),
                ],
            ],
            distances,
            attrs={"normalize": normalize},
            dtypes=["float32", "int64", "uint8"],
            fixed=[2, 5],
            errors=[([*few(3, 6), *few(2, 2, 3)], {}, ValueError, "same rank")],
            label=str(normalize),
        )
        for normalize in (True, False)
    ],
]
