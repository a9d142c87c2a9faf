"""`tf.gfile.GFile`: a file of text or bytes with TensorFlow's manners.

Goes in: a path and a mode. Comes out: `str` when the mode has no ``b`` (UTF-8), else `bytes`. The file is
opened at its first use, so a missing one is reported by the first read, not by the constructor; `tell`,
`seek` and `size` count bytes in both modes. Writing is not held back until the end: what was flushed is in
the file.

Invariant: text lines come without ``\\r``, as in TensorFlow; bytes come exactly as stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from . import errors
from ._paths import PathLike, local_path, translated_errors
from .compat import as_bytes

__all__ = ["GFile"]

_MODES = ("r", "w", "a", "r+", "w+", "a+")
_WHENCES = (os.SEEK_SET, os.SEEK_CUR, os.SEEK_END)


class GFile:
    """A file.

    Parameters
    ----------
    name : str, bytes or path
        Path of the file.
    mode : str
        ``r``, ``w``, ``a``, ``r+``, ``w+`` or ``a+``, with ``b`` for bytes. The ``+`` modes have one position
        for reading and writing, as Python's files have; ``a+`` starts reading at the beginning and writes at
        the end.

    Raises
    ------
    InvalidArgumentError
        Unknown mode.
    NotFoundError, PermissionDeniedError, FailedPreconditionError
        By the first read or write: no such file, no right to open it, a directory.

    Examples
    --------
    >>> path = getfixture("tmp_path") / "notes.txt"
    >>> with GFile(path, "w") as f:
    ...     f.write("one\\ntwo\\n")
    >>> with GFile(path) as f:
    ...     f.read()
    'one\\ntwo\\n'
    >>> GFile(path, "rb").readlines()
    [b'one\\n', b'two\\n']
    """

    def __init__(self, name: PathLike, mode: str = "r") -> None:
        plain = mode.replace("b", "", 1)
        if plain not in _MODES:
            message = "mode is not 'r' or 'w' or 'a' or 'r+' or 'w+' or 'a+'"
            raise errors.InvalidArgumentError(None, None, f"{message}, with or without 'b': {mode!r}")
        self._name = name
        self._mode = mode
        self._path = local_path(name)
        self._binary = "b" in mode
        self._opening = plain
        self._may_read = plain[0] == "r" or "+" in plain
        self._may_write = plain != "r"
        self._file: Any = None
        self._wrote_and_closed = False

    @property
    def name(self) -> PathLike:
        """The path, as it was given."""
        return self._name

    @property
    def mode(self) -> str:
        """The mode, as it was given."""
        return self._mode

    def _opened(self) -> Any:
        """The open file underneath, a buffered binary one."""
        if self._file is None:
            if self._wrote_and_closed:
                message = f"{self._path}; file is closed, and mode {self._mode!r} would erase it"
                raise errors.FailedPreconditionError(None, None, message)
            with translated_errors(self._path):
                self._file = open(self._path, self._opening[0] + "b" + self._opening[1:])  # noqa: SIM115
                if self._opening == "a+":
                    self._file.seek(0)
        return self._file

    def _readable(self) -> Any:
        if not self._may_read:
            raise errors.PermissionDeniedError(None, None, "File isn't open for reading")
        return self._opened()

    def size(self) -> int:
        """Size of the file in bytes, with what was written but not flushed.

        Examples
        --------
        >>> path = getfixture("tmp_path") / "x"
        >>> _ = path.write_bytes(b"12345")
        >>> GFile(path).size()
        5
        """
        self.flush()
        with translated_errors(self._path):
            return os.stat(self._path).st_size

    def read(self, n: int = -1) -> str | bytes:
        """Read `n` bytes, or all that is left.

        Parameters
        ----------
        n : int
            How many; negative for all. In text mode a character that begins within them is read to its end.

        Returns
        -------
        str or bytes
            Empty at the end of the file.

        Raises
        ------
        UnicodeDecodeError
            The file is opened as text and is not UTF-8.
        """
        file = self._readable()
        with translated_errors(self._path):
            data: bytes = file.read(-1 if n is None or n < 0 else n)
            if self._binary:
                return data
            if n is not None and n >= 0:
                data += self._rest_of_character(data)
        return data.decode("utf-8")

    def _rest_of_character(self, data: bytes) -> bytes:
        """The continuation bytes that the last character of `data` still lacks."""
        start = len(data) - 1
        while start > max(0, len(data) - 4) and data[start] & 0xC0 == 0x80:
            start -= 1
        lead = data[start] if data else 0
        length = 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2 if lead >= 0xC0 else 1
        lacking = length - (len(data) - start) if data else 0
        return self._file.read(lacking) if lacking > 0 else b""

    def readline(self, size: int = -1) -> str | bytes:
        """Read to the end of the line, the newline included; empty at the end of the file.

        Parameters
        ----------
        size : int
            At most so many bytes; negative for the whole line.

        Examples
        --------
        >>> path = getfixture("tmp_path") / "x"
        >>> _ = path.write_text("a\\nb")
        >>> f = GFile(path)
        >>> f.readline(), f.readline(), f.readline()
        ('a\\n', 'b', '')
        """
        file = self._readable()
        with translated_errors(self._path):
            line: bytes = file.readline(size)
            if self._binary:
                return line
            if size >= 0:
                line += self._rest_of_character(line)
        return line.replace(b"\r", b"").decode("utf-8")

    def readlines(self) -> list[Any]:
        """The lines that are left, each with its newline."""
        return list(self)

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with bytes; gives how many. This lets libraries read the file as one of Python's."""
        file = self._readable()
        with translated_errors(self._path):
            count: int = file.readinto(buffer)
        return count

    def write(self, file_content: str | bytes | bytearray | memoryview) -> None:
        """Write at the position (in the ``a`` modes at the end).

        Parameters
        ----------
        file_content : str or bytes-like
            Text is encoded as UTF-8, in all modes.

        Raises
        ------
        TypeError
            Neither text nor bytes.
        PermissionDeniedError
            The file is open for reading only.
        """
        if not self._may_write:
            raise errors.PermissionDeniedError(None, None, "File isn't open for writing")
        data = file_content if isinstance(file_content, memoryview) else as_bytes(file_content)
        file = self._opened()
        with translated_errors(self._path):
            file.write(data)

    def seek(self, offset: int | None = None, whence: int = 0, position: int | None = None) -> None:
        """Move to a byte.

        Parameters
        ----------
        offset : int
            How far, from where `whence` says.
        whence : int
            0 from the beginning, 1 from the position, 2 from the end.
        position : int, optional
            Old spelling of `offset`.

        Raises
        ------
        TypeError
            No offset.
        InvalidArgumentError
            Unknown `whence`, or a place before the beginning.
        OutOfRangeError
            A place after the end of a file that is only read.
        """
        if offset is None:
            offset, whence = position, os.SEEK_SET
        if offset is None:
            raise TypeError("seek(): offset argument required")
        if whence not in _WHENCES:
            raise errors.InvalidArgumentError(
                None, None, f"Invalid whence argument: {whence}. Valid values are 0, 1, or 2."
            )
        file = self._opened()
        with translated_errors(self._path):
            end = self.size()
            start = {os.SEEK_SET: 0, os.SEEK_CUR: file.tell(), os.SEEK_END: end}[whence]
            if start + offset < 0:
                message = f"Seeking to a negative position: {start + offset}"
                raise errors.InvalidArgumentError(None, None, message)
            if not self._may_write and start + offset > end:
                raise errors.OutOfRangeError(None, None, "reached end of file")
            file.seek(start + offset)

    def tell(self) -> int:
        """The position in bytes."""
        file = self._opened()
        with translated_errors(self._path):
            position: int = file.tell()
        return position

    def seekable(self) -> bool:
        """True: the file has a position that can be moved."""
        return True

    def readable(self) -> bool:
        """Whether the mode allows reading."""
        return self._may_read

    def writable(self) -> bool:
        """Whether the mode allows writing."""
        return self._may_write

    def flush(self) -> None:
        """Hand what was written to the operating system, so that other readers see it."""
        if self._file is not None and self._may_write:
            with translated_errors(self._path):
                self._file.flush()

    def close(self) -> None:
        """Close the file; a later read opens it again at its beginning, as in TensorFlow."""
        if self._file is not None:
            file, self._file = self._file, None
            self._wrote_and_closed = self._opening[0] == "w"
            with translated_errors(self._path):
                file.close()

    def __enter__(self) -> GFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> str | bytes:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __del__(self) -> None:
        # A constructor that raised has left no `_file`.
        if getattr(self, "_file", None) is not None:
            self.close()

    def __repr__(self) -> str:
        return f"GFile({self._name!r}, {self._mode!r})"
