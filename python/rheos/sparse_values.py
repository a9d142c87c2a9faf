"""Values that several tensors make up: `IndexedSlices` and `SparseTensor`, and what a session gives for them.

Invariant: the parts of one value belong to one graph. A session fetches each part and returns the `...Value`
tuple.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from . import _native
from ._native import Operation, Tensor, convert_to_tensor
from .tensor_shape import TensorShape

__all__ = [
    "IndexedSlices",
    "IndexedSlicesValue",
    "SparseTensor",
    "SparseTensorValue",
    "convert_to_tensor_or_indexed_slices",
    "convert_to_tensor_or_sparse_tensor",
]


_F = TypeVar("_F", bound=Callable[..., Any])


class IndexedSlicesValue(NamedTuple):
    """What a session gives for an `IndexedSlices`: arrays."""

    values: Any
    indices: Any
    dense_shape: Any


class SparseTensorValue(NamedTuple):
    """What a session gives for a `SparseTensor`, and what may be fed for one: arrays.

    Examples
    --------
    >>> SparseTensorValue([[0, 1]], [5.0], [2, 2]).values
    [5.0]
    """

    indices: Any
    values: Any
    dense_shape: Any


class IndexedSlices:
    """Rows of a larger tensor: `values[i]` belongs at row `indices[i]`; rows given twice add up.

    Parameters
    ----------
    values : Tensor
        The rows, of shape ``[n, ...]``.
    indices : Tensor
        Their positions, int32 or int64 of shape ``[n]``.
    dense_shape : Tensor, optional
        Shape of the whole.

    Examples
    --------
    >>> import rheos as tf
    >>> rows = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([3]))
    >>> rows.dtype, rows.values.shape.as_list()
    (tf.float32, [1, 2])
    """

    def __init__(self, values: Any, indices: Any, dense_shape: Any = None) -> None:
        self._values = values
        self._indices = indices
        self._dense_shape = dense_shape

    @property
    def values(self) -> Any:
        """The rows."""
        return self._values

    @property
    def indices(self) -> Any:
        """The rows' positions."""
        return self._indices

    @property
    def dense_shape(self) -> Any:
        """Shape of the whole as a Tensor, or None."""
        return self._dense_shape

    @property
    def shape(self) -> TensorShape:
        """Static shape of the whole, as far as it is known."""
        known = None if self._dense_shape is None else self._dense_shape._known_ints()
        if known is not None:
            return TensorShape(known)
        return TensorShape([None]).concatenate(self._values.shape[1:])

    def get_shape(self) -> TensorShape:
        """Static shape of the whole, as far as it is known."""
        return self.shape

    @property
    def name(self) -> str:
        """Name of the rows' tensor."""
        return self._values.name  # type: ignore[no-any-return]

    @property
    def device(self) -> str:
        """Device of the rows' operation."""
        return self._values.device  # type: ignore[no-any-return]

    @property
    def op(self) -> Operation:
        """The operation that makes the rows."""
        return self._values.op  # type: ignore[no-any-return]

    @property
    def dtype(self) -> Any:
        """Type of the elements."""
        return self._values.dtype

    @property
    def graph(self) -> Any:
        """The graph the parts belong to."""
        return self._values.graph

    def __str__(self) -> str:
        shape = "" if self._dense_shape is None else f", dense_shape={self._dense_shape}"
        return f"IndexedSlices(indices={self._indices}, values={self._values}{shape})"

    __repr__ = __str__

    def __neg__(self) -> IndexedSlices:
        return IndexedSlices(-self._values, self._indices, self._dense_shape)

    def consumers(self) -> list[Operation]:
        """Operations that use the rows or their positions."""
        found = dict.fromkeys(self._values.consumers())
        return list(found | dict.fromkeys(self._indices.consumers()))

    def _fetch_parts(self) -> tuple[type, list[Any]]:
        """What a session fetches, and the tuple that it makes of it."""
        return IndexedSlicesValue, [self._values, self._indices, self._dense_shape]

    def _as_tensor(self, dtype: Any = None, name: str | None = None) -> Tensor:
        if dtype is not None and _native.as_dtype(dtype) != self.dtype:
            raise ValueError(
                f"Tensor conversion requested dtype {_native.as_dtype(dtype).name} for IndexedSlices "
                f"with dtype "
                f"{self.dtype.name}"
            )
        if self._dense_shape is None:
            raise ValueError(
                "Tensor conversion requested for IndexedSlices without dense_shape: the size of the "
                "whole is not known"
            )
        size = self._dense_shape[0]
        return _native.apply("UnsortedSegmentSum", (self._values, self._indices, size), (), name)  # type: ignore[no-any-return]


class SparseTensor:
    """A tensor given by the positions and values of its non-zero elements.

    Parameters
    ----------
    indices : Tensor or what can become one
        Positions, int64 of shape ``[n, rank]``.
    values : Tensor or what can become one
        The elements, of shape ``[n]``.
    dense_shape : Tensor or what can become one
        Sizes of the whole, int64 of shape ``[rank]``.

    Examples
    --------
    >>> import rheos as tf
    >>> sparse = tf.SparseTensor([[0, 1]], [5.0], [2, 2])
    >>> sparse.dtype, sparse.shape.as_list()
    (tf.float32, [2, 2])
    """

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        from .graph import name_scope

        with name_scope(None, "SparseTensor", [indices, values, dense_shape]):
            self._indices = convert_to_tensor(indices, dtype="int64", name="indices")
            self._values = convert_to_tensor(values, name="values")
            self._dense_shape = convert_to_tensor(dense_shape, dtype="int64", name="dense_shape")
        rows = self._indices.shape.with_rank(2)
        self._values.shape.with_rank(1)
        sizes = self._dense_shape.shape.with_rank(1)
        rows[0].merge_with(self._values.shape.with_rank(1)[0])
        rows[1].merge_with(sizes[0])

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> SparseTensor:
        """A SparseTensor from a SparseTensorValue; a SparseTensor stays as it is."""
        if isinstance(sparse_tensor_value, SparseTensor):
            return sparse_tensor_value
        if not isinstance(sparse_tensor_value, SparseTensorValue):
            raise TypeError(f"{sparse_tensor_value} is neither a SparseTensor nor a SparseTensorValue")
        return cls(*sparse_tensor_value)

    @property
    def indices(self) -> Tensor:
        """Positions of the elements."""
        return self._indices

    @property
    def values(self) -> Tensor:
        """The elements."""
        return self._values

    @property
    def dense_shape(self) -> Tensor:
        """Sizes of the whole, as a Tensor."""
        return self._dense_shape

    @property
    def shape(self) -> TensorShape:
        """Static shape of the whole, as far as it is known."""
        known = self._dense_shape._known_ints()
        if known is not None:
            return TensorShape(known)
        size = self._dense_shape.shape[0].value
        return TensorShape(None if size is None else [None] * size)

    def get_shape(self) -> TensorShape:
        """Static shape of the whole, as far as it is known."""
        return self.shape

    @property
    def op(self) -> Operation:
        """The operation that makes the elements."""
        return self._values.op

    @property
    def dtype(self) -> Any:
        """Type of the elements."""
        return self._values.dtype

    @property
    def graph(self) -> Any:
        """The graph the parts belong to."""
        return self._values.graph

    @property
    def name(self) -> str:
        """Name of the elements' tensor."""
        return self._values.name

    def consumers(self) -> list[Operation]:
        """Operations that use one of the parts."""
        parts = (self._indices, self._values, self._dense_shape)
        return list(dict.fromkeys(op for part in parts for op in part.consumers()))

    def __truediv__(self, y: Any) -> SparseTensor:
        """The elements over those of a dense tensor, which is broadcast; integers become floating numbers."""
        return _joined("SparseDenseCwiseDiv", "truediv", self, y)

    def __mul__(self, y: Any) -> SparseTensor:
        """The elements times those of a dense tensor, which is broadcast."""
        return _joined("SparseDenseCwiseMul", "mul", self, y)

    __rmul__ = __mul__

    def eval(self, feed_dict: Any = None, session: Any = None) -> SparseTensorValue:
        """The value in a session (the default one if None)."""
        parts = [self._indices, self._values, self._dense_shape]
        from .session import _eval_using_default_session

        return SparseTensorValue(*_eval_using_default_session(parts, feed_dict, self.graph, session))

    def _fetch_parts(self) -> tuple[type, list[Any]]:
        """What a session fetches, and the tuple that it makes of it."""
        return SparseTensorValue, [self._indices, self._values, self._dense_shape]

    def __str__(self) -> str:
        return (
            f"SparseTensor(indices={self._indices}, values={self._values}, dense_shape={self._dense_shape})"
        )

    __repr__ = __str__


# What integers become before they are divided, as TensorFlow has it.
_QUOTIENTS = {
    "uint8": "float32",
    "int8": "float32",
    "uint16": "float32",
    "int16": "float32",
    "int32": "float64",
    "int64": "float64",
    "uint32": "float64",
    "uint64": "float64",
}


def _joined(op: str, scope: str, sp: SparseTensor, y: Any) -> SparseTensor:
    """A sparse tensor whose elements meet those of a dense one in the same places."""
    from .casting import cast as cast_tensor
    from .graph import name_scope

    if isinstance(y, SparseTensor):
        raise TypeError(f"{scope} of two sparse tensors is not defined; hint: make one of them dense")
    with name_scope(None, scope, [sp.values, y]) as name:
        values, y = sp.values, convert_to_tensor(y, dtype=sp.dtype, name="y")
        wider = _QUOTIENTS.get(sp.dtype.name) if scope == "truediv" else None
        if wider is not None:
            values, y = cast_tensor(values, wider), cast_tensor(y, wider)
        values = _native.apply(op, (sp.indices, values, sp.dense_shape, y), (), name)
        return SparseTensor(sp.indices, values, sp.dense_shape)


def as_sparse_tensor(value: Any) -> SparseTensor:
    """A SparseTensor as it is, a SparseTensorValue as a SparseTensor.

    Raises
    ------
    TypeError
        The value is neither.

    Examples
    --------
    >>> as_sparse_tensor(SparseTensorValue([[0]], [1.0], [2])).shape.as_list()
    [2]
    """
    if isinstance(value, SparseTensorValue):
        return SparseTensor.from_value(value)
    if not isinstance(value, SparseTensor):
        raise TypeError(f"Input must be a SparseTensor, but is {value!r}.")
    return value


def over_values(function: _F) -> _F:
    """Lets a function of one tensor take a SparseTensor as well, whose elements it then maps.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.square(tf.SparseTensor([[1]], [3.0], [2]))).values
    array([9.], dtype=float32)
    """

    @functools.wraps(function)
    def mapped(x: Any, name: Any = None) -> Any:
        if isinstance(x, SparseTensor):
            return SparseTensor(x.indices, function(x.values, name=name), x.dense_shape)
        return function(x, name=name)

    return cast(_F, mapped)


def convert_to_tensor_or_indexed_slices(value: Any, dtype: Any = None, name: str | None = None) -> Any:
    """The value as a Tensor; an IndexedSlices stays as it is.

    Parameters
    ----------
    value : IndexedSlices, Tensor or what can become one
        The value.
    dtype : DType, optional
        What its dtype must be.
    name : str, optional
        Name of a constant made for it.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.convert_to_tensor_or_indexed_slices(1.0)
    <tf.Tensor 'Const:0' shape=() dtype=float32>
    """
    if isinstance(value, IndexedSlices):
        if dtype is not None and _native.as_dtype(dtype) != value.dtype:
            raise ValueError(
                f"Tensor conversion requested dtype {_native.as_dtype(dtype).name} for Tensor with dtype "
                f"{value.dtype.name}: {value}"
            )
        return value
    return convert_to_tensor(value, dtype=dtype, name=name)


def convert_to_tensor_or_sparse_tensor(value: Any, dtype: Any = None, name: str | None = None) -> Any:
    """The value as a Tensor; a SparseTensor or SparseTensorValue as a SparseTensor.

    Parameters
    ----------
    value : SparseTensor, SparseTensorValue, Tensor or what can become one
        The value.
    dtype : DType, optional
        What its dtype must be.
    name : str, optional
        Name of a constant made for it.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.convert_to_tensor_or_sparse_tensor([1.0]).shape.as_list()
    [1]
    """
    if isinstance(value, SparseTensorValue):
        value = SparseTensor.from_value(value)
    if isinstance(value, SparseTensor):
        if dtype is not None and _native.as_dtype(dtype) != value.dtype:
            raise RuntimeError(
                f"Sparse dtype: requested = {_native.as_dtype(dtype).name}, actual = {value.dtype.name}"
            )
        return value
    return convert_to_tensor(value, dtype=dtype, name=name)
