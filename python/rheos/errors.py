"""TensorFlow's error classes and codes (`tf.errors`).

An error that a program can meet while a graph is built or run, or while files are read, is an `OpError` of
the class that belongs to its code. The native side makes them with `_make`; Python code raises the classes as
TensorFlow does.

Invariant: `exception_type_from_error_code(c)` and `error_code_from_exception_type(t)` are inverse over codes
1 to 16.

Examples
--------
>>> try:
...     raise OutOfRangeError(None, None, "end of sequence")
... except OpError as error:
...     print(error.message, error.error_code == OUT_OF_RANGE)
end of sequence True
"""

from __future__ import annotations

from typing import Any, Final

from ._namespace import missing as _missing

__all__ = [
    "ABORTED",
    "ALREADY_EXISTS",
    "CANCELLED",
    "DATA_LOSS",
    "DEADLINE_EXCEEDED",
    "FAILED_PRECONDITION",
    "INTERNAL",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "OK",
    "OUT_OF_RANGE",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "UNIMPLEMENTED",
    "UNKNOWN",
    "AbortedError",
    "AlreadyExistsError",
    "CancelledError",
    "DataLossError",
    "DeadlineExceededError",
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OpError",
    "OutOfRangeError",
    "PermissionDeniedError",
    "ResourceExhaustedError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
    "UnknownError",
    "error_code_from_exception_type",
    "exception_type_from_error_code",
]

OK: Final = 0
CANCELLED: Final = 1
UNKNOWN: Final = 2
INVALID_ARGUMENT: Final = 3
DEADLINE_EXCEEDED: Final = 4
NOT_FOUND: Final = 5
ALREADY_EXISTS: Final = 6
PERMISSION_DENIED: Final = 7
RESOURCE_EXHAUSTED: Final = 8
FAILED_PRECONDITION: Final = 9
ABORTED: Final = 10
OUT_OF_RANGE: Final = 11
UNIMPLEMENTED: Final = 12
INTERNAL: Final = 13
UNAVAILABLE: Final = 14
DATA_LOSS: Final = 15
UNAUTHENTICATED: Final = 16


class OpError(Exception):
    """Base of all errors that an operation, a session or a file raises.

    Parameters
    ----------
    node_def : object or None
        Description of the node that failed; has `.name` and `.op` (the op's type).
    op : Operation or None
        The operation that failed, where it is known.
    message : str
        What went wrong.
    error_code : int
        One of the codes of this module.

    Examples
    --------
    >>> error = OpError(None, None, "broken", UNKNOWN)
    >>> error.message, error.error_code, error.op, str(error)
    ('broken', 2, None, 'broken')
    """

    def __init__(self, node_def: Any, op: Any, message: str, error_code: int) -> None:
        super().__init__(message)
        self._node_def = node_def
        self._op = op
        self._message = message
        self._error_code = error_code

    @property
    def message(self) -> str:
        """What went wrong, in words."""
        return self._message

    @property
    def op(self) -> Any:
        """The operation that failed; None where the error comes from no operation of the user's graph."""
        return self._op

    @property
    def node_def(self) -> Any:
        """Description of the node that failed (`.name`, `.op`); None where there is none."""
        return self._node_def

    @property
    def error_code(self) -> int:
        """The code of this module that belongs to the error."""
        return self._error_code

    def __str__(self) -> str:
        return self._message

    def __reduce__(self) -> tuple[Any, ...]:
        # An Operation belongs to its graph and cannot travel; the node's name and type can.
        return _restore, (type(self), self._node_def, self._message, self._error_code)


def _restore(kind: type[OpError], node_def: Any, message: str, error_code: int) -> OpError:
    """Rebuild a pickled error, whose class may take the code as an argument (`OpError`) or fix it."""
    error = kind.__new__(kind)
    OpError.__init__(error, node_def, None, message, error_code)
    return error


class CancelledError(OpError):
    """An operation or step was cancelled, such as a queue closed with `cancel_pending_enqueues=True`."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, CANCELLED)


class UnknownError(OpError):
    """An error of no known class."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, UNKNOWN)


class InvalidArgumentError(OpError):
    """An operation got an argument it cannot take: a wrong shape, dtype or value."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, INVALID_ARGUMENT)


class DeadlineExceededError(OpError):
    """A step took longer than its time limit."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, DEADLINE_EXCEEDED)


class NotFoundError(OpError):
    """A file, directory or named thing does not exist."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, NOT_FOUND)


class AlreadyExistsError(OpError):
    """Something that was to be created is there already."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, ALREADY_EXISTS)


class PermissionDeniedError(OpError):
    """The caller may not do this; for files, also one not opened for reading or writing."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, PERMISSION_DENIED)


class ResourceExhaustedError(OpError):
    """Memory, disk space or another resource ran out."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, RESOURCE_EXHAUSTED)


class FailedPreconditionError(OpError):
    """The system is in no state for this operation: an uninitialised variable, a directory not empty."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, FAILED_PRECONDITION)


class AbortedError(OpError):
    """An operation was aborted, usually by a concurrent one."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, ABORTED)


class OutOfRangeError(OpError):
    """Reading went past the end of the input: the normal end of a dataset or queue."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, OUT_OF_RANGE)


class UnimplementedError(OpError):
    """An operation or file system is not implemented."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, UNIMPLEMENTED)


class InternalError(OpError):
    """A fault of the engine itself."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, INTERNAL)


class UnavailableError(OpError):
    """A device or service is out of reach for now."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, UNAVAILABLE)


class DataLossError(OpError):
    """Data cannot be read back, such as a truncated or corrupt file."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, DATA_LOSS)


class UnauthenticatedError(OpError):
    """The request carries no valid credentials."""

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, UNAUTHENTICATED)


_CLASS_OF_CODE: dict[int, type[OpError]] = {
    CANCELLED: CancelledError,
    UNKNOWN: UnknownError,
    INVALID_ARGUMENT: InvalidArgumentError,
    DEADLINE_EXCEEDED: DeadlineExceededError,
    NOT_FOUND: NotFoundError,
    ALREADY_EXISTS: AlreadyExistsError,
    PERMISSION_DENIED: PermissionDeniedError,
    RESOURCE_EXHAUSTED: ResourceExhaustedError,
    FAILED_PRECONDITION: FailedPreconditionError,
    ABORTED: AbortedError,
    OUT_OF_RANGE: OutOfRangeError,
    UNIMPLEMENTED: UnimplementedError,
    INTERNAL: InternalError,
    UNAVAILABLE: UnavailableError,
    DATA_LOSS: DataLossError,
    UNAUTHENTICATED: UnauthenticatedError,
}
_CODE_OF_CLASS: dict[type[Exception], int] = {kind: code for code, kind in _CLASS_OF_CODE.items()}


def exception_type_from_error_code(error_code: int) -> type[OpError]:
    """The error class of a code.

    Parameters
    ----------
    error_code : int
        One of the codes of this module but `OK`.

    Returns
    -------
    type
        The subclass of `OpError`.

    Raises
    ------
    KeyError
        No error has this code.

    Examples
    --------
    >>> exception_type_from_error_code(NOT_FOUND).__name__
    'NotFoundError'
    """
    return _CLASS_OF_CODE[error_code]


def error_code_from_exception_type(cls: type[Exception]) -> int:
    """The code of an error class; `UNKNOWN` for a class that has none.

    Parameters
    ----------
    cls : type
        A class of this module.

    Returns
    -------
    int
        Its code.

    Examples
    --------
    >>> error_code_from_exception_type(DataLossError) == DATA_LOSS
    True
    >>> error_code_from_exception_type(OSError) == UNKNOWN
    True
    """
    return _CODE_OF_CLASS.get(cls, UNKNOWN)


class _Node:
    """The part of a node that an error names: `.name` and `.op`, the op's type."""

    __slots__ = ("name", "op")

    def __init__(self, name: str, op: str) -> None:
        self.name = name
        self.op = op

    def __repr__(self) -> str:
        return f"name: {self.name!r} op: {self.op!r}"


def _make(code: int, message: str, node_name: str = "", op_type: str = "", op: Any = None) -> OpError:
    """Make, not raise, the error that belongs to `code`: the one door by which the native side makes errors.

    Parameters
    ----------
    code : int
        TensorFlow's code; one outside 1 to 16 gives `UnknownError`, so that no fault hides behind another.
    message : str
        The whole message, as `str(error)` shows it.
    node_name, op_type : str
        Name and op type of the node that failed; empty where there is none (`.node_def` is then None).
    op : Operation, optional
        What `.op` gives.

    Examples
    --------
    >>> error = _make(3, "inner dimensions differ", "scope/MatMul_1", "MatMul")
    >>> type(error).__name__, error.node_def.name, error.node_def.op, error.op
    ('InvalidArgumentError', 'scope/MatMul_1', 'MatMul', None)
    """
    kind = _CLASS_OF_CODE.get(code, UnknownError)
    node = _Node(node_name, op_type) if node_name or op_type else None
    return kind(node, op, message)  # type: ignore[call-arg]


def __getattr__(name: str) -> object:
    raise _missing(__name__, __all__, name)
