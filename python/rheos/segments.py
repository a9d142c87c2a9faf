"""Sums, products and extremes of the rows of a tensor that carry one number: segments.

Sorted segments (`tf.segment_sum`) need numbers in rising order; unsorted ones need to know how many numbers
there are, and leave out rows whose number is negative.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .fills import ones
from .graph import name_scope
from .reshaping import reshape
from .reshaping import shape as shape_of

__all__ = [
    "segment_max",
    "segment_mean",
    "segment_min",
    "segment_prod",
    "segment_sum",
    "sparse_segment_mean",
    "sparse_segment_sqrt_n",
    "sparse_segment_sum",
    "unsorted_segment_max",
    "unsorted_segment_mean",
    "unsorted_segment_min",
    "unsorted_segment_prod",
    "unsorted_segment_sqrt_n",
    "unsorted_segment_sum",
]


def segment_sum(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """The sum of the rows of each segment; 0 where a number is missing.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        For each row its segment's number, from 0 on and never falling; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each number up to the last.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.segment_sum([1.0, 2.0, 3.0], [0, 0, 1]))
    array([3., 3.], dtype=float32)
    """
    return raw_ops.SegmentSum(data, segment_ids, name=name)


def segment_prod(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """The product of the rows of each segment; 1 where a number is missing.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        For each row its segment's number, from 0 on and never falling; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each number up to the last.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.segment_prod([1.0, 2.0, 3.0], [0, 0, 1]))
    array([2., 3.], dtype=float32)
    """
    return raw_ops.SegmentProd(data, segment_ids, name=name)


def segment_min(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """The smallest of the rows of each segment; 0 where a number is missing.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        For each row its segment's number, from 0 on and never falling; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each number up to the last.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.segment_min([1.0, 2.0, 3.0], [0, 0, 1]))
    array([1., 3.], dtype=float32)
    """
    return raw_ops.SegmentMin(data, segment_ids, name=name)


def segment_max(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """The largest of the rows of each segment; 0 where a number is missing.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        For each row its segment's number, from 0 on and never falling; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each number up to the last.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.segment_max([1.0, 2.0, 3.0], [0, 0, 1]))
    array([2., 3.], dtype=float32)
    """
    return raw_ops.SegmentMax(data, segment_ids, name=name)


def segment_mean(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """The mean of the rows of each segment; 0 where a number is missing.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        For each row its segment's number, from 0 on and never falling; int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each number up to the last.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.segment_mean([1.0, 2.0, 3.0], [0, 0, 1]))
    array([1.5, 3. ], dtype=float32)
    """
    return raw_ops.SegmentMean(data, segment_ids, name=name)


def unsorted_segment_sum(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The sum of the rows of each segment; 0 where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each segment.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is not less than `num_segments`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_sum([1.0, 2.0, 3.0], [1, 0, 1], 2))
    array([2., 4.], dtype=float32)
    """
    return raw_ops.UnsortedSegmentSum(data, segment_ids, num_segments, name=name)


def unsorted_segment_prod(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The product of the rows of each segment; 1 where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each segment.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is not less than `num_segments`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_prod([1.0, 2.0, 3.0], [1, 0, 1], 2))
    array([2., 3.], dtype=float32)
    """
    return raw_ops.UnsortedSegmentProd(data, segment_ids, num_segments, name=name)


def unsorted_segment_min(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The smallest of the rows of each segment; the greatest number of the dtype where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each segment.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is not less than `num_segments`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_min([1.0, 2.0, 3.0], [1, 0, 1], 2))
    array([2., 1.], dtype=float32)
    """
    return raw_ops.UnsortedSegmentMin(data, segment_ids, num_segments, name=name)


def unsorted_segment_max(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The largest of the rows of each segment; the least number of the dtype where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One row for each segment.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: a number is not less than `num_segments`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_max([1.0, 2.0, 3.0], [1, 0, 1], 2))
    array([2., 3.], dtype=float32)
    """
    return raw_ops.UnsortedSegmentMax(data, segment_ids, num_segments, name=name)


def unsorted_segment_mean(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The mean of the rows of each segment; 0 where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Floating numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        One row for each segment.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_mean([1.0, 2.0, 3.0], [1, 0, 1], 2)).round(4)
    array([2., 2.], dtype=float32)
    """
    with name_scope(name, "UnsortedSegmentMean"):
        data = convert_to_tensor(data)
        segment_ids = convert_to_tensor(segment_ids)
        counts = _counts(data, segment_ids, num_segments)
        return raw_ops.UnsortedSegmentSum(data, segment_ids, num_segments) / counts


def unsorted_segment_sqrt_n(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """The sum over the root of the number of the rows of each segment; 0 where a segment is empty.

    Parameters
    ----------
    data : Tensor or what can become one
        Floating numbers, of rank 1 or more.
    segment_ids : Tensor or what can become one
        Segments' numbers, int32 or int64; their shape begins that of `data`. Negative ones are left out.
    num_segments : scalar integer
        How many segments there are.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        One row for each segment.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.unsorted_segment_sqrt_n([1.0, 2.0, 3.0], [1, 0, 1], 2)).round(4)
    array([2.    , 2.8284], dtype=float32)
    """
    with name_scope(name, "UnsortedSegmentSqrtN"):
        data = convert_to_tensor(data)
        segment_ids = convert_to_tensor(segment_ids)
        counts = _counts(data, segment_ids, num_segments)
        return raw_ops.UnsortedSegmentSum(data, segment_ids, num_segments) / raw_ops.Sqrt(counts)


def _counts(data: Tensor, segment_ids: Tensor, num_segments: Any) -> Tensor:
    """Rows in each segment, at least 1, in a shape that divides the sums."""
    num_segments = convert_to_tensor(num_segments)
    rows = ones(shape_of(segment_ids), dtype=data.dtype)
    counts = raw_ops.UnsortedSegmentSum(rows, segment_ids, num_segments)
    inner = raw_ops.Rank(data) - raw_ops.Rank(segment_ids)
    flat = raw_ops.ConcatV2([reshape(num_segments, [1]), raw_ops.Fill(reshape(inner, [1]), 1)], 0)
    return raw_ops.Maximum(reshape(counts, flat), 1)


def sparse_segment_sum(
    data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None
) -> Tensor:
    """Sums of chosen rows for each segment, without copying the rows first.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    indices : vector of int32 or int64
        Which rows of `data` are taken.
    segment_ids : vector of int32 or int64
        For each row taken its segment's number, from 0 on and never falling.
    name : str, optional
        Name of the operation.
    num_segments : scalar, optional
        Number of rows of the result; by default up to the last segment.

    Returns
    -------
    Tensor
        One row for each number; zeros where a number is missing.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall, or an index or number is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> data = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> tf.Session().run(tf.sparse_segment_sum(data, [0, 2], [0, 0]))
    array([[6., 8.]], dtype=float32)
    """
    if num_segments is not None:
        return raw_ops.SparseSegmentSumWithNumSegments(data, indices, segment_ids, num_segments, name=name)
    return raw_ops.SparseSegmentSum(data, indices, segment_ids, name=name)


def sparse_segment_mean(
    data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None
) -> Tensor:
    """Means of chosen rows for each segment, without copying the rows first.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    indices : vector of int32 or int64
        Which rows of `data` are taken.
    segment_ids : vector of int32 or int64
        For each row taken its segment's number, from 0 on and never falling.
    name : str, optional
        Name of the operation.
    num_segments : scalar, optional
        Number of rows of the result; by default up to the last segment.

    Returns
    -------
    Tensor
        One row for each number; zeros where a number is missing.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall, or an index or number is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> data = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> tf.Session().run(tf.sparse_segment_mean(data, [0, 2], [0, 0]))
    array([[3., 4.]], dtype=float32)
    """
    if num_segments is not None:
        return raw_ops.SparseSegmentMeanWithNumSegments(data, indices, segment_ids, num_segments, name=name)
    return raw_ops.SparseSegmentMean(data, indices, segment_ids, name=name)


def sparse_segment_sqrt_n(
    data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None
) -> Tensor:
    """Sums of chosen rows for each segment, divided by the root of their number.

    Parameters
    ----------
    data : Tensor or what can become one
        Numbers, of rank 1 or more.
    indices : vector of int32 or int64
        Which rows of `data` are taken.
    segment_ids : vector of int32 or int64
        For each row taken its segment's number, from 0 on and never falling.
    name : str, optional
        Name of the operation.
    num_segments : scalar, optional
        Number of rows of the result; by default up to the last segment.

    Returns
    -------
    Tensor
        One row for each number; zeros where a number is missing.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run: the numbers fall, or an index or number is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> data = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> print(tf.Session().run(tf.sparse_segment_sqrt_n(data, [0, 2], [0, 0])).round(3))
    [[4.243 5.657]]
    """
    if num_segments is not None:
        return raw_ops.SparseSegmentSqrtNWithNumSegments(data, indices, segment_ids, num_segments, name=name)
    return raw_ops.SparseSegmentSqrtN(data, indices, segment_ids, name=name)
