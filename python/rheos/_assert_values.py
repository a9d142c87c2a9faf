"""TensorFlow's assertions about errors, texts, devices, collections and messages, for `rheos.test.TestCase`.

Goes in: the values themselves (no tensors). Comes out: nothing, or an `AssertionError` in TensorFlow's words.
"""

from __future__ import annotations

import re
import unittest
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from . import errors

__all__ = ["ValueAsserts"]

_DEVICE_PART = re.compile(r"(?:device:)?(?P<kind>[A-Za-z_]+):(?P<index>\d+|\*)")


class ValueAsserts(unittest.TestCase):
    """Assertions that do not compare arrays."""

    @contextmanager
    def assertRaisesWithPredicateMatch(
        self,
        exception_type: type[BaseException] | tuple[type[BaseException], ...],
        expected_err_re_or_predicate: str | Callable[[Any], bool],
    ) -> Iterator[None]:
        """Assert that the block raises an error of a class and that its message, or it, is as expected.

        Parameters
        ----------
        exception_type : type or tuple of types
            Class of the error.
        expected_err_re_or_predicate : str or callable
            A regular expression found in the message, or a function of the error that gives True.

        Examples
        --------
        >>> case = ValueAsserts()
        >>> with case.assertRaisesWithPredicateMatch(ValueError, "no.*x"):
        ...     raise ValueError("there is no x")
        >>> with case.assertRaisesWithPredicateMatch(KeyError, lambda error: error.args == (1,)):
        ...     raise KeyError(1)
        """
        try:
            yield
        except exception_type as error:
            if callable(expected_err_re_or_predicate):
                matches = expected_err_re_or_predicate(error)
            else:
                matches = re.search(expected_err_re_or_predicate, _full_message(error)) is not None
            if not matches:
                raise self.failureException(
                    f"Exception of type {type(error)}: {error} (expected {expected_err_re_or_predicate!r})"
                ) from error
        else:
            self.fail(f"{getattr(exception_type, '__name__', exception_type)} not raised")

    def assertRaisesOpError(self, expected_err_re_or_predicate: str | Callable[[Any], bool]) -> Any:
        """Assert that the block raises an `OpError`; the argument as in `assertRaisesWithPredicateMatch`.

        Examples
        --------
        >>> with ValueAsserts().assertRaisesOpError("end of"):
        ...     raise errors.OutOfRangeError(None, None, "end of sequence")
        """
        return self.assertRaisesWithPredicateMatch(errors.OpError, expected_err_re_or_predicate)

    def assertStartsWith(self, actual: Any, expected_start: Any, msg: Any = None) -> None:
        """Assert how a text begins.

        Examples
        --------
        >>> ValueAsserts().assertStartsWith("MatMul_1", "MatMul")
        """
        if not actual.startswith(expected_start):
            self.fail(self._formatMessage(msg, f"{actual!r} does not start with {expected_start!r}"))

    def assertEndsWith(self, actual: Any, expected_end: Any, msg: Any = None) -> None:
        """Assert how a text ends.

        Examples
        --------
        >>> ValueAsserts().assertEndsWith("dense/kernel:0", ":0")
        """
        if not actual.endswith(expected_end):
            self.fail(self._formatMessage(msg, f"{actual!r} does not end with {expected_end!r}"))

    def assertDeviceEqual(self, device1: Any, device2: Any, msg: str | None = None) -> None:
        """Assert that two device names mean the same, such as ``/cpu:0`` and ``/device:CPU:0``.

        Parameters
        ----------
        device1, device2 : str or None
            The names; None and ``""`` mean no device.
        msg : str, optional
            Said besides when the assertion fails.

        Raises
        ------
        ValueError
            One is no device name.

        Examples
        --------
        >>> ValueAsserts().assertDeviceEqual("/job:ps/cpu:0", "/job:ps/device:CPU:0")
        """
        one, other = _canonical_device(device1), _canonical_device(device2)
        self.assertEqual(one, other, f"Devices {one} and {other} are not equal. {msg or ''}")

    def assertProtoEquals(
        self, expected_message_maybe_ascii: Any, message: Any, msg: str | None = None
    ) -> None:
        """Assert that two protobuf messages are equal.

        Parameters
        ----------
        expected_message_maybe_ascii : message or str
            A message of the same type, or for messages of Google's protobuf package its text form.
        message : message
            What was made: one of rheos's messages, or of Google's package.
        msg : str, optional
            Said besides when the assertion fails.

        Raises
        ------
        TypeError
            `message` is no message, or the expected one is text and the message cannot read text.

        Examples
        --------
        >>> ValueAsserts().assertProtoEquals("a: 1", {"a": 1})
        Traceback (most recent call last):
            ...
        TypeError: assertProtoEquals compares protobuf messages; dict is none
        """
        kind = type(message)
        if not hasattr(message, "SerializeToString"):
            raise TypeError(f"assertProtoEquals compares protobuf messages; {kind.__name__} is none")
        expected = expected_message_maybe_ascii
        if isinstance(expected, str | bytes):
            if not hasattr(message, "DESCRIPTOR"):
                raise TypeError(f"{kind.__name__} has no text form to compare with: pass a {kind.__name__}")
            from google.protobuf import text_format  # type: ignore[import-untyped, unused-ignore]

            expected = text_format.Parse(expected, kind())
        if type(expected) is not kind:
            self.fail(f"a {kind.__name__} cannot equal a {type(expected).__name__}. {msg or ''}")
        if expected.SerializeToString() != message.SerializeToString():
            self.assertMultiLineEqual(str(expected), str(message), msg)
            self.fail(f"the messages look alike and their bytes differ. {msg or ''}")

    def assertItemsEqual(self, first: Iterable[Any], second: Iterable[Any], msg: Any = None) -> None:
        """Assert that two collections have the same items as often, in any order.

        Examples
        --------
        >>> ValueAsserts().assertItemsEqual([1, 2, 2], [2, 1, 2])
        """
        self.assertCountEqual(first, second, msg)

    def assertSameElements(
        self, expected_seq: Iterable[Any], actual_seq: Iterable[Any], msg: Any = None
    ) -> None:
        """Assert that two collections have the same items, however often.

        Examples
        --------
        >>> ValueAsserts().assertSameElements([1, 1, 2], [2, 1])
        """
        self.assertEqual(set(expected_seq), set(actual_seq), msg)

    def assertContainsSubset(
        self, expected_subset: Iterable[Any], actual_set: Iterable[Any], msg: Any = None
    ) -> None:
        """Assert that all items of the first collection are in the second.

        Examples
        --------
        >>> ValueAsserts().assertContainsSubset([1], [1, 2])
        """
        lacking = set(expected_subset) - set(actual_set)
        if lacking:
            self.fail(self._formatMessage(msg, f"Missing elements {lacking}"))

    def assertEmpty(self, container: Collection[Any], msg: Any = None) -> None:
        """Assert that a collection has no items.

        Examples
        --------
        >>> ValueAsserts().assertEmpty([])
        """
        self.assertLen(container, 0, msg)

    def assertNotEmpty(self, container: Collection[Any], msg: Any = None) -> None:
        """Assert that a collection has items.

        Examples
        --------
        >>> ValueAsserts().assertNotEmpty([1])
        """
        if len(container) == 0:
            self.fail(self._formatMessage(msg, f"{container!r} has length of 0."))

    def assertLen(self, container: Collection[Any], expected_len: int, msg: Any = None) -> None:
        """Assert how many items a collection has.

        Examples
        --------
        >>> ValueAsserts().assertLen([1, 2], 2)
        """
        if len(container) != expected_len:
            words = f"{container!r} has length of {len(container)}, expected {expected_len}."
            self.fail(self._formatMessage(msg, words))

    def assertBetween(self, value: Any, minv: Any, maxv: Any, msg: Any = None) -> None:
        """Assert that a value lies between two others, or equals one.

        Examples
        --------
        >>> ValueAsserts().assertBetween(2, 1, 3)
        """
        if not minv <= value <= maxv:
            self.fail(self._formatMessage(msg, f"{value!r} unexpectedly not between {minv!r} and {maxv!r}"))

    def assertSequenceAlmostEqual(
        self,
        expected_seq: Sequence[Any],
        actual_seq: Sequence[Any],
        places: int | None = None,
        msg: Any = None,
        delta: Any = None,
    ) -> None:
        """Assert that the numbers of two sequences are nearly equal, as `assertAlmostEqual` understands it.

        Examples
        --------
        >>> ValueAsserts().assertSequenceAlmostEqual([1.0, 2.0], [1.0, 2.001], places=2)
        """
        self.assertEqual(len(expected_seq), len(actual_seq), msg)
        for expected, actual in zip(expected_seq, actual_seq, strict=True):
            self.assertAlmostEqual(expected, actual, places=places, msg=msg, delta=delta)


def _full_message(error: BaseException) -> str:
    """The error's message, and for an operation's error the names of the operations behind it."""
    if not isinstance(error, errors.OpError):
        return str(error)
    lines = [error.message]
    op = error.op
    while op is not None:
        lines.append(f"Caused by: {op.name}")
        op = getattr(op, "_original_op", None)
    return "\n".join(lines)


def _canonical_device(name: Any) -> str:
    """A device name in its full spelling: ``/job:worker/task:1/device:GPU:0``."""
    parts: dict[str, str] = {}
    for part in str(name or "").strip("/").split("/"):
        if not part:
            continue
        key, _, value = part.partition(":")
        device = _DEVICE_PART.fullmatch(part)
        if key in ("job", "replica", "task") and value:
            parts[key] = value
        elif device is not None:
            parts["device"] = f"{device['kind'].upper()}:{device['index']}"
        else:
            raise ValueError(f"{name!r} is no device name: it has a part {part!r}")
    return "".join(f"/{key}:{parts[key]}" for key in ("job", "replica", "task", "device") if key in parts)
