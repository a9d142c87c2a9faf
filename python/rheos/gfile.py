"""Files and directories in TensorFlow's words (`tf.gfile`).

Paths are str, bytes or path objects on the local file system (``file://`` is understood, other schemes are
refused). Errors are those of `rheos.errors`. Listings are sorted, so a program sees the same order
everywhere. `Copy` and `Rename` leave the target as it was or whole, never half written.

Examples
--------
>>> root = getfixture("tmp_path")
>>> MakeDirs(root / "a" / "b")
>>> with Open(root / "a" / "x.txt", "w") as f:
...     f.write("hello")
>>> ListDirectory(root / "a"), Exists(root / "a" / "x.txt")
(['b', 'x.txt'], True)
"""

from __future__ import annotations

import os as _os
from collections.abc import Iterable as _Iterable
from collections.abc import Iterator as _Iterator
from typing import NamedTuple as _NamedTuple

from . import errors as _errors
from ._file import GFile
from ._namespace import missing as _missing
from ._paths import PathLike as _PathLike
from ._paths import join_like as _join_like
from ._paths import local_path as _local_path
from ._paths import translated_errors as _translated_errors

__all__ = [
    "Copy",
    "DeleteRecursively",
    "Exists",
    "FastGFile",
    "FileStatistics",
    "GFile",
    "Glob",
    "IsDirectory",
    "ListDirectory",
    "MakeDirs",
    "MkDir",
    "Open",
    "Remove",
    "Rename",
    "Stat",
    "Walk",
]

Open = GFile


class FastGFile(GFile):
    """A file; the same as `GFile`, kept for its name.

    Examples
    --------
    >>> path = getfixture("tmp_path") / "x"
    >>> _ = path.write_bytes(b"data")
    >>> FastGFile(path, "rb").read()
    b'data'
    """


class FileStatistics(_NamedTuple):
    """What `Stat` knows of a file.

    Examples
    --------
    >>> FileStatistics(length=5, mtime_nsec=0, is_directory=False).length
    5
    """

    length: int
    mtime_nsec: int
    is_directory: bool


def Exists(filename: _PathLike) -> bool:
    """Whether there is a file or directory of that name (a link counts if its target exists).

    Parameters
    ----------
    filename : str, bytes or path
        What to look for.

    Examples
    --------
    >>> Exists(getfixture("tmp_path")), Exists("no such file")
    (True, False)
    """
    return _os.path.exists(_local_path(filename))


def IsDirectory(dirname: _PathLike) -> bool:
    """Whether there is a directory of that name.

    Examples
    --------
    >>> IsDirectory(getfixture("tmp_path")), IsDirectory("no such directory")
    (True, False)
    """
    return _os.path.isdir(_local_path(dirname))


def MkDir(dirname: _PathLike) -> None:
    """Make one directory in an existing one; one that is there already stays as it is.

    Raises
    ------
    NotFoundError
        The parent does not exist.
    FailedPreconditionError
        The parent is a file.

    Examples
    --------
    >>> MkDir(getfixture("tmp_path") / "new")
    """
    path = _local_path(dirname)
    with _translated_errors(path):
        try:
            _os.mkdir(path)
        except FileExistsError:
            return


def MakeDirs(dirname: _PathLike) -> None:
    """Make a directory and those above it; one that is there already stays as it is.

    Raises
    ------
    FailedPreconditionError
        A part of the path is a file.

    Examples
    --------
    >>> MakeDirs(getfixture("tmp_path") / "a" / "b" / "c")
    """
    path = _local_path(dirname)
    with _translated_errors(path):
        try:
            _os.makedirs(path, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise _errors.FailedPreconditionError(
                None, None, f"{_file_on_the_way(path)} is not a directory"
            ) from None


def _file_on_the_way(path: str) -> str:
    """The longest part of `path` that exists, which is no directory."""
    while not _os.path.lexists(path):
        path = _os.path.dirname(path.rstrip("/"))
    return path


def Remove(filename: _PathLike) -> None:
    """Delete a file.

    Raises
    ------
    NotFoundError
        There is none.
    FailedPreconditionError
        It is a directory.

    Examples
    --------
    >>> path = getfixture("tmp_path") / "x"
    >>> path.touch()
    >>> Remove(path)
    >>> Exists(path)
    False
    """
    path = _local_path(filename)
    with _translated_errors(path):
        if _os.path.isdir(path) and not _os.path.islink(path):
            raise _errors.FailedPreconditionError(None, None, f"{path}; Is a directory")
        _os.remove(path)


def DeleteRecursively(dirname: _PathLike) -> None:
    """Delete a directory with all that is in it, or a file; links are deleted, not followed.

    Raises
    ------
    NotFoundError
        There is none.

    Examples
    --------
    >>> MakeDirs(getfixture("tmp_path") / "a" / "b")
    >>> DeleteRecursively(getfixture("tmp_path") / "a")
    """
    import shutil

    path = _local_path(dirname)
    if not _os.path.lexists(path):
        raise _errors.NotFoundError(None, None, f"{path} not found")
    with _translated_errors(path):
        if _os.path.isdir(path) and not _os.path.islink(path):
            shutil.rmtree(path)
        else:
            _os.remove(path)


def ListDirectory(dirname: _PathLike) -> list[str]:
    """Names of what is in a directory, sorted, without ``.`` and ``..``.

    Raises
    ------
    NotFoundError
        There is no such directory.

    Examples
    --------
    >>> (getfixture("tmp_path") / "x").touch()
    >>> ListDirectory(getfixture("tmp_path"))
    ['x']
    """
    path = _local_path(dirname)
    if not _os.path.isdir(path):
        raise _errors.NotFoundError(None, None, f"Could not find directory {path}")
    with _translated_errors(path):
        return sorted(_os.listdir(path))


def Walk(top: _PathLike, in_order: bool = True) -> _Iterator[tuple[str, list[str], list[str]]]:
    """Go through a directory and all below it; links to directories are followed, but never in a circle.

    Parameters
    ----------
    top : str, bytes or path
        Where to start; nothing comes out when it is no directory.
    in_order : bool
        Whether a directory comes before those in it, rather than after them.

    Yields
    ------
    (str, list of str, list of str)
        A directory's path, the names of directories in it, the names of files in it.

    Examples
    --------
    >>> root = getfixture("tmp_path")
    >>> MakeDirs(root / "a"); (root / "a" / "x").touch()
    >>> [(names, files) for _, names, files in Walk(root)]
    [(['a'], []), ([], ['x'])]
    """
    path = _local_path(top)
    for directory, directories, files in _walk(path, in_order, frozenset()):
        yield _join_like(top, directory), directories, files


def _walk(path: str, in_order: bool, above: frozenset[str]) -> _Iterator[tuple[str, list[str], list[str]]]:
    """`Walk` below one directory; `above` are the real paths of those that contain it."""
    real = _os.path.realpath(path)
    if real in above or not _os.path.isdir(path):
        return
    directories: list[str] = []
    files: list[str] = []
    for name in ListDirectory(path):
        (directories if _os.path.isdir(_os.path.join(path, name)) else files).append(name)
    if in_order:
        yield path, directories, files
    for name in directories:
        yield from _walk(_os.path.join(path, name), in_order, above | {real})
    if not in_order:
        yield path, directories, files


def Glob(filename: _PathLike | _Iterable[_PathLike]) -> list[str]:
    """Paths that match a pattern, sorted; for several patterns, one pattern's paths after the other's.

    ``*`` stands for any characters but ``/``, ``?`` for one, ``[ab]`` and ``[!ab]`` for one of a set, a
    backslash takes the next character as it is. Hidden files match too.

    Parameters
    ----------
    filename : str, bytes, path or an iterable of them
        The pattern or patterns.

    Returns
    -------
    list of str

    Examples
    --------
    >>> for name in ("a1", "a2", "b1"):
    ...     (getfixture("tmp_path") / name).touch()
    >>> [path[-2:] for path in Glob(getfixture("tmp_path") / "a*")]
    ['a1', 'a2']
    """
    if isinstance(filename, str | bytes | _os.PathLike):
        from ._glob import matching_paths

        return [_join_like(filename, path) for path in matching_paths(_local_path(filename))]
    return [path for pattern in filename for path in Glob(pattern)]


def Copy(oldpath: _PathLike, newpath: _PathLike, overwrite: bool = False) -> None:
    """Copy a file. The new file appears when it is whole.

    Parameters
    ----------
    oldpath, newpath : str, bytes or path
        From and to.
    overwrite : bool
        Whether an existing file may be replaced.

    Raises
    ------
    AlreadyExistsError
        `newpath` exists and `overwrite` is false.
    NotFoundError
        `oldpath`, or the directory of `newpath`, does not exist.
    FailedPreconditionError
        One of them is a directory.

    Examples
    --------
    >>> root = getfixture("tmp_path")
    >>> _ = (root / "x").write_text("text")
    >>> Copy(root / "x", root / "y")
    >>> (root / "y").read_text()
    'text'
    """
    import shutil
    import threading

    source, target = _local_path(oldpath), _local_path(newpath)
    _refuse_existing(target, overwrite)
    for path in (source, target):
        if _os.path.isdir(path):
            raise _errors.FailedPreconditionError(None, None, f"{path}; Is a directory")
    with _translated_errors(source):
        reader = open(source, "rb")  # noqa: SIM115
    with reader, _translated_errors(target):
        if not (_os.path.isfile(target) or not _os.path.lexists(target)):
            with open(target, "wb") as writer:  # a device or pipe takes the bytes; it cannot be replaced
                shutil.copyfileobj(reader, writer)
            return
        # Through a link to the file it names, as writing in place would go.
        target = _os.path.realpath(target)
        partial = f"{target}.partial{_os.getpid()}-{threading.get_ident()}"
        try:
            with open(partial, "wb") as writer:
                shutil.copyfileobj(reader, writer)
            if _os.path.exists(target):
                shutil.copymode(target, partial)
            _os.replace(partial, target)
        except BaseException:
            if _os.path.exists(partial):
                _os.remove(partial)
            raise


def Rename(oldname: _PathLike, newname: _PathLike, overwrite: bool = False) -> None:
    """Give a file or directory another name, at once.

    Parameters
    ----------
    oldname, newname : str, bytes or path
        From and to.
    overwrite : bool
        Whether an existing file, or empty directory, may be replaced.

    Raises
    ------
    AlreadyExistsError
        `newname` exists and `overwrite` is false.
    NotFoundError
        There is no `oldname`.
    FailedPreconditionError
        `newname` is a directory that is not empty, or of another kind than `oldname`.

    Examples
    --------
    >>> root = getfixture("tmp_path")
    >>> (root / "x").touch()
    >>> Rename(root / "x", root / "y")
    >>> ListDirectory(root)
    ['y']
    """
    source, target = _local_path(oldname), _local_path(newname)
    _refuse_existing(target, overwrite)
    with _translated_errors(source):
        _os.replace(source, target)


def Stat(filename: _PathLike) -> FileStatistics:
    """Size, time of last change and kind of a file.

    Returns
    -------
    FileStatistics
        `.length` in bytes, `.mtime_nsec` in nanoseconds since 1970, `.is_directory`.

    Raises
    ------
    NotFoundError
        There is none.

    Examples
    --------
    >>> path = getfixture("tmp_path") / "x"
    >>> _ = path.write_text("12345")
    >>> Stat(path).length, Stat(path).is_directory
    (5, False)
    """
    path = _local_path(filename)
    with _translated_errors(path):
        status = _os.stat(path)
    return FileStatistics(status.st_size, status.st_mtime_ns, _os.path.isdir(path))


def _refuse_existing(path: str, overwrite: bool) -> None:
    if not overwrite and _os.path.exists(path):
        raise _errors.AlreadyExistsError(None, None, f"file already exists: {path}")


def __getattr__(name: str) -> object:
    raise _missing(__name__, __all__, name)
