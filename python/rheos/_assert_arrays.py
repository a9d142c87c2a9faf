"""TensorFlow's assertions about numbers and arrays, mixed into `rheos.test.TestCase`.

Goes in: Python values, numpy arrays, tensors, and nestings of them in lists, tuples and dicts; tensors are
evaluated in the test's session. Comes out: nothing, or an `AssertionError` that says where and by how much
the values differ.
"""

from __future__ import annotations

import unittest
from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["ArrayAsserts"]

# At most so many differing elements are listed.
_SHOWN = 10


def is_symbolic(value: Any) -> bool:
    """Whether `value` belongs to a graph and has to be evaluated: a tensor, variable, sparse tensor."""
    return hasattr(value, "graph") and hasattr(value, "dtype")


class ArrayAsserts(unittest.TestCase):
    """Assertions that compare arrays."""

    def evaluate(self, tensors: Any) -> Any:
        """Values of `tensors`; a test case with a session knows how."""
        raise NotImplementedError("evaluate() comes from rheos.test.TestCase")

    def _array(self, value: Any) -> np.ndarray[Any, Any]:
        """The value as an array; tensors are evaluated, also those in lists."""
        if is_symbolic(value):
            value = self.evaluate(value)
        elif isinstance(value, list | tuple) and any(is_symbolic(item) for item in value):
            value = [self._array(item) for item in value]
        return np.asarray(value)

    def assertAllClose(
        self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: str | None = None
    ) -> None:
        """Assert that values are near each other: ``|a - b| <= atol + rtol * |b|``, NaN beside NaN.

        Parameters
        ----------
        a, b : array_like, tensor, or nested lists, tuples and dicts of them
            The values; their structures and shapes must be equal.
        rtol, atol : float
            Relative and absolute tolerance.
        msg : str, optional
            Said besides when the assertion fails.

        Examples
        --------
        >>> case = ArrayAsserts()
        >>> case.assertAllClose({"w": [1.0, 2.0]}, {"w": [1.0, 2.0 + 1e-7]})
        >>> case.assertAllClose([1.0, 2.0], [1.0, 2.5])
        Traceback (most recent call last):
            ...
        AssertionError: Not equal to tolerance rtol=1e-06, atol=1e-06
        ...
        """
        self._all_close(a, b, rtol, atol, "", msg)

    def _all_close(self, a: Any, b: Any, rtol: float, atol: float, path: str, msg: str | None) -> None:
        """`assertAllClose` for the parts of `a` and `b` that are reached by `path`."""
        a, b = (value._asdict() if hasattr(value, "_asdict") else value for value in (a, b))
        if isinstance(a, Mapping) != isinstance(b, Mapping):
            self.fail(f"Can't compare dict to non-dict, a{path} vs b{path}. {msg or ''}")
        if isinstance(a, Mapping):
            self.assertCountEqual(a.keys(), b.keys(), f"mismatched keys of a{path} and b{path}. {msg or ''}")
            for key in a:
                self._all_close(a[key], b[key], rtol, atol, f"{path}[{key}]", msg)
            return
        left, right = self._array_or_none(a), self._array_or_none(b)
        if left is None or right is None:
            lengths = f"Mismatched length: a{path} has {len(a)} items, but b{path} has {len(b)}. {msg or ''}"
            self.assertEqual(len(a), len(b), lengths)
            for index, (one, other) in enumerate(zip(a, b, strict=True)):
                self._all_close(one, other, rtol, atol, f"{path}[{index}]", msg)
            return
        self._same_shape(left, right, msg)
        near = np.isclose(left, right, rtol=rtol, atol=atol, equal_nan=True)
        if not near.all():
            self.fail(
                f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}\n"
                f"Mismatched value: a{path} is different from b{path}. {msg or ''}\n"
                + _differences(left, right, ~near)
            )

    def _array_or_none(self, value: Any) -> np.ndarray[Any, Any] | None:
        """The value as an array of numbers; None for a list or tuple whose items have different shapes."""
        if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
            return None
        try:
            array = self._array(value)
        except ValueError:
            return None
        return None if array.dtype == object and isinstance(value, list | tuple) else array

    def _same_shape(self, a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], msg: str | None) -> None:
        words = f"Shape mismatch: expected {a.shape}, got {b.shape} with contents {b}. {msg or ''}"
        self.assertEqual(a.shape, b.shape, words)

    def assertAllCloseAccordingToType(
        self,
        a: Any,
        b: Any,
        rtol: float = 1e-6,
        atol: float = 1e-6,
        float_rtol: float = 1e-6,
        float_atol: float = 1e-6,
        half_rtol: float = 1e-3,
        half_atol: float = 1e-3,
        bfloat16_rtol: float = 1e-2,
        bfloat16_atol: float = 1e-2,
        msg: str | None = None,
    ) -> None:
        """`assertAllClose` with the wider of the tolerances that the dtypes of both values have.

        Parameters
        ----------
        a, b : array_like or tensor
            The values.
        rtol, atol : float
            For float64 and all dtypes not named below.
        float_rtol, float_atol, half_rtol, half_atol, bfloat16_rtol, bfloat16_atol : float
            For float32 and complex64, for float16, for bfloat16.
        msg : str, optional
            Said besides when the assertion fails.

        Examples
        --------
        >>> ArrayAsserts().assertAllCloseAccordingToType(np.float16(1), np.float16(1.001))
        """
        left, right = self._array(a), self._array(b)
        of_dtype = {
            "float32": (float_rtol, float_atol),
            "complex64": (float_rtol, float_atol),
            "float16": (half_rtol, half_atol),
            "bfloat16": (bfloat16_rtol, bfloat16_atol),
        }
        for array in (left, right):
            own_rtol, own_atol = of_dtype.get(array.dtype.name, (rtol, atol))
            rtol, atol = max(rtol, own_rtol), max(atol, own_atol)
        self.assertAllClose(left, right, rtol=rtol, atol=atol, msg=msg)

    def assertNotAllClose(self, a: Any, b: Any, **kwargs: Any) -> None:
        """Assert that `assertAllClose`, with the same arguments, would fail.

        Examples
        --------
        >>> ArrayAsserts().assertNotAllClose([1.0, 2.0], [1.0, 3.0])
        """
        try:
            self.assertAllClose(a, b, **kwargs)
        except AssertionError:
            return
        self.fail(f"The two values are close at all elements. {kwargs.get('msg') or ''}")

    def assertAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Assert that arrays have the same shape and elements, NaN beside NaN; their dtypes may differ.

        Parameters
        ----------
        a, b : array_like or tensor
            The values: numbers, booleans, bytes or texts.
        msg : str, optional
            Said besides when the assertion fails.

        Examples
        --------
        >>> ArrayAsserts().assertAllEqual([1, 2], np.array([1.0, 2.0]))
        """
        left, right = self._array(a), self._array(b)
        self._same_shape(left, right, msg)
        same = np.asarray(left == right)
        if left.dtype.kind in "fc" and right.dtype.kind in "fc":
            same = same | (np.isnan(left) & np.isnan(right))
        if not same.all():
            self.fail(f"Arrays are not equal. {msg or ''}\n" + _differences(left, right, ~same))

    def assertNotAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Assert that arrays differ in shape or in an element.

        Examples
        --------
        >>> ArrayAsserts().assertNotAllEqual([1, 2], [1, 3])
        """
        try:
            self.assertAllEqual(a, b)
        except AssertionError:
            return
        self.fail(f"The two values are equal at all elements. {msg or ''}")

    def assertNear(self, f1: float, f2: float, err: float, msg: str | None = None) -> None:
        """Assert that two numbers differ by at most `err`.

        Examples
        --------
        >>> ArrayAsserts().assertNear(1.0, 1.1, err=0.2)
        """
        words = f"{f1:f} != {f2:f} +/- {err:f} (difference: {abs(f1 - f2):g})"
        self.assertTrue(abs(f1 - f2) <= err, words + (f" {msg}" if msg else ""))

    def assertArrayNear(self, farray1: Any, farray2: Any, err: float, msg: str | None = None) -> None:
        """Assert that the numbers of two lists differ by at most `err` each.

        Examples
        --------
        >>> ArrayAsserts().assertArrayNear([1.0, 2.0], [1.1, 1.9], err=0.2)
        """
        self.assertEqual(len(farray1), len(farray2), msg)
        for f1, f2 in zip(farray1, farray2, strict=True):
            self.assertNear(float(f1), float(f2), err, msg)

    def assertNDArrayNear(self, ndarray1: Any, ndarray2: Any, err: float, msg: str | None = None) -> None:
        """Assert that the Euclidean distance of two arrays is below `err`.

        Examples
        --------
        >>> ArrayAsserts().assertNDArrayNear(np.zeros(4), np.full(4, 0.1), err=0.3)
        """
        distance = float(np.linalg.norm(np.asarray(ndarray1) - np.asarray(ndarray2)))
        self.assertTrue(distance < err, f"distance {distance:g} is not below {err:g}. {msg or ''}")

    def assertAllGreater(self, a: Any, comparison_target: Any) -> None:
        """Assert that all elements are greater than the number `comparison_target`.

        Examples
        --------
        >>> ArrayAsserts().assertAllGreater([1, 2], 0)
        """
        self.assertGreater(np.min(self._array(a)), comparison_target)

    def assertAllGreaterEqual(self, a: Any, comparison_target: Any) -> None:
        """Assert that no element is less than the number `comparison_target`.

        Examples
        --------
        >>> ArrayAsserts().assertAllGreaterEqual([1, 2], 1)
        """
        self.assertGreaterEqual(np.min(self._array(a)), comparison_target)

    def assertAllLess(self, a: Any, comparison_target: Any) -> None:
        """Assert that all elements are less than the number `comparison_target`.

        Examples
        --------
        >>> ArrayAsserts().assertAllLess([1, 2], 3)
        """
        self.assertLess(np.max(self._array(a)), comparison_target)

    def assertAllLessEqual(self, a: Any, comparison_target: Any) -> None:
        """Assert that no element is greater than the number `comparison_target`.

        Examples
        --------
        >>> ArrayAsserts().assertAllLessEqual([1, 2], 2)
        """
        self.assertLessEqual(np.max(self._array(a)), comparison_target)

    def assertAllInRange(
        self,
        target: Any,
        lower_bound: Any,
        upper_bound: Any,
        open_lower_bound: bool = False,
        open_upper_bound: bool = False,
    ) -> None:
        """Assert that all elements lie between two bounds; NaN does not.

        Parameters
        ----------
        target : array_like or tensor
            Numbers.
        lower_bound, upper_bound : number
            The bounds; they belong to the range unless it is open on their side.
        open_lower_bound, open_upper_bound : bool
            Whether the range is open.

        Examples
        --------
        >>> ArrayAsserts().assertAllInRange([0.0, 0.5], 0, 1, open_upper_bound=True)
        """
        array = self._array(target)
        if array.dtype.kind not in "biuf":
            self.fail(
                f"The value of {target!r} does not have an ordered numeric type, "
                f"instead it has type: {array.dtype}"
            )
        if np.isnan(array).any():
            self.fail(_listed(array, np.isnan(array), "NaN", "NaN"))
        outside = (array <= lower_bound) if open_lower_bound else (array < lower_bound)
        outside = outside | ((array >= upper_bound) if open_upper_bound else (array > upper_bound))
        if np.any(outside):
            opening, closing = "(" if open_lower_bound else "[", ")" if open_upper_bound else "]"
            span = f"{opening}{lower_bound}, {upper_bound}{closing}"
            self.fail(_listed(array, np.asarray(outside), f"outside the range {span}", "offending"))

    def assertAllInSet(self, target: Any, expected_set: Any) -> None:
        """Assert that all elements belong to `expected_set`.

        Examples
        --------
        >>> ArrayAsserts().assertAllInSet([1, 2, 1], [1, 2, 3])
        """
        odd = np.setdiff1d(self._array(target).ravel(), list(expected_set))
        if odd.size:
            self.fail(f"{odd.size} unique element(s) are not in the set {expected_set}: {odd.tolist()}")

    def assertDTypeEqual(self, target: Any, expected_dtype: Any) -> None:
        """Assert the dtype of a value; `expected_dtype` is numpy's or rheos's.

        Examples
        --------
        >>> ArrayAsserts().assertDTypeEqual(np.ones(2, np.float32), np.float32)
        """
        expected = np.dtype(getattr(expected_dtype, "as_numpy_dtype", expected_dtype))
        self.assertEqual(self._array(target).dtype, expected)

    def assertShapeEqual(self, np_array: Any, tf_tensor: Any, msg: str | None = None) -> None:
        """Assert that an array has the static shape of a tensor.

        Parameters
        ----------
        np_array : numpy.ndarray
            The array.
        tf_tensor : Tensor
            A tensor whose shape is fully known.
        msg : str, optional
            Said besides when the assertion fails.

        Raises
        ------
        TypeError
            One of them is of another kind.

        Examples
        --------
        >>> ArrayAsserts().assertShapeEqual([1], None)
        Traceback (most recent call last):
            ...
        TypeError: np_array must be a Numpy ndarray or Numpy scalar
        """
        if not isinstance(np_array, np.ndarray | np.generic):
            raise TypeError("np_array must be a Numpy ndarray or Numpy scalar")
        if not hasattr(tf_tensor, "get_shape"):
            raise TypeError("tf_tensor must be a Tensor")
        self.assertEqual(list(np_array.shape), tf_tensor.get_shape().as_list(), msg)


def _differences(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], differ: np.ndarray[Any, Any]) -> str:
    """How many elements differ, the first of them, and by how much."""
    lines = [
        f"dtype = {a.dtype} and {b.dtype}, shape = {a.shape}",
        f"Mismatched elements: {differ.sum()} / {differ.size} ({differ.mean():.3%})",
    ]
    places = np.argwhere(differ)
    for place in places[:_SHOWN]:
        index = tuple(place.tolist())
        lines.append(f"  {list(index)}: {a[index]!r} != {b[index]!r}")
    if len(places) > _SHOWN:
        lines.append(f"  ... and {len(places) - _SHOWN} more")
    if a.dtype.kind in "iufc" and b.dtype.kind in "iufc":
        wide = complex if "c" in a.dtype.kind + b.dtype.kind else float
        distance = np.abs(a[differ].astype(wide) - b[differ].astype(wide))
        lines.append(f"Largest absolute difference: {np.max(distance):.6g}")
    return "\n".join(lines)


def _listed(array: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any], are: str, name: str) -> str:
    """In TensorFlow's words: how many elements are chosen, and which."""
    lines = [f"{chosen.sum()} of the {chosen.size} element(s) are {are}."]
    lines[0] += f" Subscript(s) and value(s) of the {name} element(s):"
    places = np.argwhere(chosen)
    lines += [f"  {place.tolist()} : {array[tuple(place.tolist())]}" for place in places[:_SHOWN]]
    return "\n".join([*lines, "  ..."] if len(places) > _SHOWN else lines)
