"""Paths and operating-system errors as `rheos.gfile` sees them.

Goes in: a path as str, bytes or path object, and an `OSError`. Comes out: the path as local text, and the
TensorFlow error that means the same, with TensorFlow's words (`path; No such file or directory`).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from . import errors

__all__ = ["join_like", "local_path", "translated_errors"]

PathLike = str | bytes | os.PathLike[str] | os.PathLike[bytes]

_KINDS: dict[type[errors.OpError], tuple[str, ...]] = {
    errors.NotFoundError: ("ENOENT", "ENODEV", "ENXIO", "ESRCH"),
    errors.AlreadyExistsError: ("EEXIST",),
    errors.PermissionDeniedError: ("EACCES", "EPERM", "EROFS"),
    errors.FailedPreconditionError: ("EISDIR", "ENOTDIR", "ENOTEMPTY", "EBADF", "EBUSY", "EPIPE", "ETXTBSY"),
    errors.ResourceExhaustedError: ("ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "EMLINK", "ENOBUFS", "ENOMEM"),
    errors.InvalidArgumentError: ("EINVAL", "ENAMETOOLONG", "EFAULT", "EILSEQ"),
    errors.OutOfRangeError: ("EFBIG", "EOVERFLOW", "ERANGE"),
    errors.UnimplementedError: ("ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EXDEV"),
    errors.UnavailableError: (
        "EAGAIN",
        "EINTR",
        "ECONNREFUSED",
        "ECONNRESET",
        "EHOSTUNREACH",
        "ENOLCK",
        "ENOLINK",
    ),
    errors.DeadlineExceededError: ("ETIMEDOUT",),
    errors.AbortedError: ("EDEADLK", "ESTALE"),
    errors.CancelledError: ("ECANCELED",),
}
_KIND_OF_ERRNO = {
    getattr(errno, n): kind for kind, names in _KINDS.items() for n in names if hasattr(errno, n)
}


def local_path(path: PathLike) -> str:
    """The path as text the operating system takes.

    Raises
    ------
    TypeError
        `path` is no path.
    UnimplementedError
        It names a file system other than the local one, such as ``gs://``.

    Examples
    --------
    >>> local_path(b"a/b"), local_path("file:///tmp/x")
    ('a/b', '/tmp/x')
    """
    if not isinstance(path, str | bytes | os.PathLike):
        raise TypeError(f"Expected binary or unicode string, got {path!r}")
    text = os.fsdecode(path)
    scheme, separator, rest = text.partition("://")
    if separator and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
        if scheme != "file":
            raise errors.UnimplementedError(
                None, None, f"File system scheme '{scheme}' not implemented (file: '{text}')"
            )
        return rest
    return text


def join_like(pattern: PathLike, path: str) -> str:
    """`path`, which was found by `pattern`, with the scheme that the pattern has.

    Examples
    --------
    >>> join_like("file:///tmp/*", "/tmp/x"), join_like("/tmp/*", "/tmp/x")
    ('file:///tmp/x', '/tmp/x')
    """
    return f"file://{path}" if os.fsdecode(pattern).startswith("file://") else path


@contextmanager
def translated_errors(path: str) -> Iterator[None]:
    """Turn each `OSError` of the block into the error of `rheos.errors` that means the same, naming `path`.

    Examples
    --------
    >>> with translated_errors("nowhere"):
    ...     open("/nowhere/at/all")
    Traceback (most recent call last):
        ...
    rheos.errors.NotFoundError: nowhere; No such file or directory
    """
    try:
        yield
    except OSError as error:
        kind = _KIND_OF_ERRNO.get(error.errno or 0, errors.UnknownError)
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise kind(None, None, f"{path}; {reason}") from None  # type: ignore[call-arg]
    except ValueError as error:
        if "null byte" not in str(error) and "null character" not in str(error):
            raise
        raise errors.InvalidArgumentError(None, None, f"{path!r}; embedded null byte in path") from None
