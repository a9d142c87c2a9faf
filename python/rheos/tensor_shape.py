"""Static shapes: `TensorShape` and `Dimension`, either of which may be unknown.

Invariant: `TensorShape._dims` is None (unknown rank) or a tuple of ints and Nones; `Dimension._value` an int
or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["Dimension", "TensorShape", "as_dimension", "as_shape", "unknown_shape"]


class Dimension:
    """One size of a shape, perhaps unknown. Arithmetic with an unknown size gives an unknown one.

    Parameters
    ----------
    value : int, Dimension or None
        The size, not negative; None for an unknown one.

    Examples
    --------
    >>> Dimension(3) * 4, Dimension(None) + 1, Dimension(3) == Dimension(None)
    (Dimension(12), Dimension(None), None)
    """

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        if value is None:
            self._value: int | None = None
        elif isinstance(value, Dimension):
            self._value = value._value
        else:
            if isinstance(value, (str, bytes)):
                size = int(value)
            else:
                size = value.__index__() if hasattr(value, "__index__") else int(value)
                if size != value:
                    raise ValueError(f"Ambiguous dimension: {value}")
            if size < 0:
                raise ValueError(f"Dimension {size} must be >= 0")
            self._value = size

    @property
    def value(self) -> int | None:
        """The size, or None where it is unknown."""
        return self._value

    def is_compatible_with(self, other: Any) -> bool:
        """True where both may be the same size."""
        other = as_dimension(other)
        return self._value is None or other._value is None or self._value == other._value

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raise ValueError where the sizes differ."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Dimensions {self} and {other} are not compatible")

    def merge_with(self, other: Any) -> Dimension:
        """What both say together; ValueError where they contradict."""
        other = as_dimension(other)
        self.assert_is_compatible_with(other)
        return Dimension(other._value if self._value is None else self._value)

    def __repr__(self) -> str:
        return f"Dimension({self._value})"

    def __str__(self) -> str:
        return "?" if self._value is None else str(self._value)

    def __eq__(self, other: object) -> bool | None:  # type: ignore[override]
        try:
            size = as_dimension(other)._value
        except (TypeError, ValueError):
            return NotImplemented
        if self._value is None or size is None:
            return None
        return self._value == size

    def __ne__(self, other: object) -> bool | None:  # type: ignore[override]
        try:
            size = as_dimension(other)._value
        except (TypeError, ValueError):
            return NotImplemented
        if self._value is None or size is None:
            return None
        return self._value != size

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return self._value is not None and self._value != 0

    def __int__(self) -> int:
        return self.__index__()

    def __index__(self) -> int:
        if self._value is None:
            raise TypeError("__index__ returned non-int (an unknown Dimension has no value)")
        return self._value

    def __reduce__(self) -> tuple[type[Dimension], tuple[int | None]]:
        return Dimension, (self._value,)

    def _with(self, other: Any, function: Any, swap: bool = False) -> Any:
        try:
            size = as_dimension(other)._value
        except (TypeError, ValueError):
            return NotImplemented
        if self._value is None or size is None:
            return Dimension(None)
        return Dimension(function(size, self._value) if swap else function(self._value, size))

    def __add__(self, other: Any) -> Dimension:
        return self._with(other, int.__add__)  # type: ignore[no-any-return]

    __radd__ = __add__

    def __sub__(self, other: Any) -> Dimension:
        return self._with(other, int.__sub__)  # type: ignore[no-any-return]

    def __rsub__(self, other: Any) -> Dimension:
        return self._with(other, int.__sub__, swap=True)  # type: ignore[no-any-return]

    def __mul__(self, other: Any) -> Dimension:
        return self._with(other, int.__mul__)  # type: ignore[no-any-return]

    __rmul__ = __mul__

    def __floordiv__(self, other: Any) -> Dimension:
        return self._with(other, int.__floordiv__)  # type: ignore[no-any-return]

    def __rfloordiv__(self, other: Any) -> Dimension:
        return self._with(other, int.__floordiv__, swap=True)  # type: ignore[no-any-return]

    # TensorFlow 1 gives whole sizes for `/` too.
    __div__ = __floordiv__
    __truediv__ = __floordiv__
    __rtruediv__ = __rfloordiv__

    def __mod__(self, other: Any) -> Dimension:
        return self._with(other, int.__mod__)  # type: ignore[no-any-return]

    def __rmod__(self, other: Any) -> Dimension:
        return self._with(other, int.__mod__, swap=True)  # type: ignore[no-any-return]

    def _compare(self, other: Any, function: Any) -> Any:
        try:
            size = as_dimension(other)._value
        except (TypeError, ValueError):
            return NotImplemented
        if self._value is None or size is None:
            return None
        return function(self._value, size)

    def __lt__(self, other: Any) -> bool | None:
        return self._compare(other, int.__lt__)  # type: ignore[no-any-return]

    def __le__(self, other: Any) -> bool | None:
        return self._compare(other, int.__le__)  # type: ignore[no-any-return]

    def __gt__(self, other: Any) -> bool | None:
        return self._compare(other, int.__gt__)  # type: ignore[no-any-return]

    def __ge__(self, other: Any) -> bool | None:
        return self._compare(other, int.__ge__)  # type: ignore[no-any-return]

    def _as_tensor(self, dtype: Any = None, name: str | None = None) -> Any:
        from . import _native

        if self._value is None:
            raise ValueError(f"Cannot convert an unknown Dimension to a Tensor: {self}")
        return _native.constant(self._value, dtype or _native.as_dtype("int32"), name=name or "Const")


def as_dimension(value: Any) -> Dimension:
    """The value as a Dimension.

    Parameters
    ----------
    value : int, Dimension or None
        What stands for a size.

    Examples
    --------
    >>> as_dimension(2)
    Dimension(2)
    """
    return value if isinstance(value, Dimension) else Dimension(value)


class TensorShape:
    """A static shape: of unknown rank, or a list of sizes each of which may be unknown.

    Parameters
    ----------
    dims : iterable, TensorShape, int or None
        Sizes (ints, Dimensions, Nones); None for an unknown rank; a single int for one dimension.

    Examples
    --------
    >>> TensorShape([2, None])
    TensorShape([Dimension(2), Dimension(None)])
    >>> print(TensorShape([2, None]), TensorShape(None))
    (2, ?) <unknown>
    >>> TensorShape([2, None]).merge_with([None, 3]).as_list()
    [2, 3]
    """

    __slots__ = ("_dims",)

    def __init__(self, dims: Any) -> None:
        self._dims: tuple[int | None, ...] | None
        if dims is None:
            self._dims = None
        elif isinstance(dims, TensorShape):
            self._dims = dims._dims
        elif hasattr(dims, "dim") and hasattr(dims, "unknown_rank"):  # a TensorShapeProto
            self._dims = (
                None if dims.unknown_rank else tuple(d.size if d.size != -1 else None for d in dims.dim)
            )
        else:
            try:
                items = iter(dims)
            except TypeError:
                items = iter((dims,))
            self._dims = tuple(as_dimension(d)._value for d in items)

    @property
    def dims(self) -> list[Dimension] | None:
        """The sizes as Dimensions, or None where the rank is unknown."""
        return None if self._dims is None else [Dimension(d) for d in self._dims]

    @property
    def rank(self) -> int | None:
        """The number of dimensions, or None."""
        return None if self._dims is None else len(self._dims)

    @property
    def ndims(self) -> int | None:
        """The number of dimensions, or None."""
        return None if self._dims is None else len(self._dims)

    def __repr__(self) -> str:
        return f"TensorShape({self.dims})"

    def __str__(self) -> str:
        if self._dims is None:
            return "<unknown>"
        sizes = ["?" if d is None else str(d) for d in self._dims]
        return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"

    def __len__(self) -> int:
        if self._dims is None:
            raise ValueError("Cannot take the length of Shape with unknown rank.")
        return len(self._dims)

    def __bool__(self) -> bool:
        return self._dims is not None

    def __iter__(self) -> Iterator[Dimension]:
        if self._dims is None:
            raise ValueError("Cannot iterate over a shape with unknown rank.")
        return iter([Dimension(d) for d in self._dims])

    def __getitem__(self, key: Any) -> Any:
        if self._dims is not None:
            if isinstance(key, slice):
                return _from_dims(self._dims[key])
            return Dimension(self._dims[key])
        if not isinstance(key, slice):
            return Dimension(None)
        start = 0 if key.start is None else key.start
        if key.step is not None:
            raise ValueError("Steps are not yet handled")
        if key.stop is None or start < 0 or key.stop < 0:
            return unknown_shape()
        return unknown_shape(max(key.stop - start, 0))

    def __eq__(self, other: object) -> bool:
        try:
            return self._dims == as_shape(other)._dims
        except (TypeError, ValueError):
            return NotImplemented

    def __ne__(self, other: object) -> bool:
        try:
            theirs = as_shape(other)._dims
        except (TypeError, ValueError):
            return NotImplemented
        if self._dims is None or theirs is None:
            raise ValueError("The inequality of unknown TensorShapes is undefined.")
        return self._dims != theirs

    def __hash__(self) -> int:
        return hash(self._dims)

    def __reduce__(self) -> tuple[Any, ...]:
        return TensorShape, (self._dims,)

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Any) -> TensorShape:
        return as_shape(other).concatenate(self)

    def num_elements(self) -> int | None:
        """Number of elements of such a tensor, or None where it is not known."""
        if self._dims is None or None in self._dims:
            return None
        count = 1
        for size in self._dims:
            count *= size  # type: ignore[operator]
        return count

    def merge_with(self, other: Any) -> TensorShape:
        """What both shapes say together; ValueError where they contradict."""
        if self._dims is None:
            return as_shape(other)
        other = as_shape(other)
        if other._dims is None:
            return self
        try:
            self.assert_same_rank(other)
            merged = [Dimension(a).merge_with(b)._value for a, b in zip(self._dims, other._dims, strict=True)]
        except ValueError:
            raise ValueError(f"Shapes {self} and {other} are not compatible") from None
        return _from_dims(tuple(merged))

    def concatenate(self, other: Any) -> TensorShape:
        """The sizes of both, one after the other; of unknown rank where either is."""
        other = as_shape(other)
        if self._dims is None or other._dims is None:
            return unknown_shape()
        return _from_dims(self._dims + other._dims)

    def assert_same_rank(self, other: Any) -> None:
        """Raise ValueError where the ranks are known and differ."""
        other = as_shape(other)
        if self._dims is not None and other._dims is not None and len(self._dims) != len(other._dims):
            raise ValueError(f"Shapes {self} and {other} must have the same rank")

    def assert_has_rank(self, rank: int) -> None:
        """Raise ValueError where the rank is known and not `rank`."""
        if self.rank not in (None, rank):
            raise ValueError(f"Shape {self} must have rank {rank}")

    def with_rank(self, rank: int) -> TensorShape:
        """The shape with its rank known to be `rank`; ValueError where it is another."""
        try:
            return self.merge_with(unknown_shape(rank))
        except ValueError:
            raise ValueError(f"Shape {self} must have rank {rank}") from None

    def with_rank_at_least(self, rank: int) -> TensorShape:
        """The shape itself; ValueError where the rank is known and lower."""
        if self._dims is not None and len(self._dims) < rank:
            raise ValueError(f"Shape {self} must have rank at least {rank}")
        return self

    def with_rank_at_most(self, rank: int) -> TensorShape:
        """The shape itself; ValueError where the rank is known and higher."""
        if self._dims is not None and len(self._dims) > rank:
            raise ValueError(f"Shape {self} must have rank at most {rank}")
        return self

    def is_compatible_with(self, other: Any) -> bool:
        """True where some tensor may have both shapes."""
        other = as_shape(other)
        if self._dims is None or other._dims is None:
            return True
        return len(self._dims) == len(other._dims) and all(
            a is None or b is None or a == b for a, b in zip(self._dims, other._dims, strict=True)
        )

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raise ValueError where no tensor can have both shapes."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {as_shape(other)} are incompatible")

    def most_specific_compatible_shape(self, other: Any) -> TensorShape:
        """The shape that says as much as is true of both."""
        other = as_shape(other)
        if self._dims is None or other._dims is None or len(self._dims) != len(other._dims):
            return unknown_shape()
        pairs = zip(self._dims, other._dims, strict=True)
        return _from_dims(tuple(a if a == b else None for a, b in pairs))

    def is_fully_defined(self) -> bool:
        """True where the rank and every size are known."""
        return self._dims is not None and None not in self._dims

    def assert_is_fully_defined(self) -> None:
        """Raise ValueError where something is unknown."""
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def as_list(self) -> list[int | None]:
        """The sizes as ints and Nones.

        Raises
        ------
        ValueError
            The rank is unknown.
        """
        if self._dims is None:
            raise ValueError("as_list() is not defined on an unknown TensorShape.")
        return list(self._dims)

    def _as_tensor(self, dtype: Any = None, name: str | None = None) -> Any:
        from . import _native

        if not self.is_fully_defined():
            raise ValueError(f"Cannot convert a partially known TensorShape to a Tensor: {self}")
        sizes = self.as_list()
        if dtype is None:
            dtype = "int64" if any(d >= 2**31 for d in sizes) else "int32"  # type: ignore[operator]
        elif _native.as_dtype(dtype).name not in ("int32", "int64"):
            raise TypeError(f"Cannot convert a TensorShape to dtype {_native.as_dtype(dtype).name}")
        return _native.constant(sizes, dtype, name=name or "shape_as_tensor")


def _from_dims(dims: tuple[int | None, ...] | None) -> TensorShape:
    """A shape from sizes that are known to be valid."""
    shape = TensorShape.__new__(TensorShape)
    shape._dims = dims
    return shape


def as_shape(shape: Any) -> TensorShape:
    """The value as a TensorShape.

    Parameters
    ----------
    shape : TensorShape or anything its constructor takes
        What stands for a shape.

    Examples
    --------
    >>> as_shape([1, None])
    TensorShape([Dimension(1), Dimension(None)])
    """
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)


def unknown_shape(rank: int | None = None) -> TensorShape:
    """A shape of unknown sizes.

    Parameters
    ----------
    rank : int, optional
        How many sizes; unknown by default.

    Examples
    --------
    >>> print(unknown_shape(2))
    (?, ?)
    """
    return _from_dims(None if rank is None else (None,) * rank)
