"""Log messages in TensorFlow's form (`tf.logging`): `INFO:tensorflow:step 10`.

The messages go through the standard library's logger `tensorflow`, whose name is part of each line, so
programs that search their output, or take `logging.getLogger("tensorflow")` to redirect it, find what they
expect. The logger is set up at its first use: with a handler on standard error, unless the program has set up
logging itself by then.

Verbosity is WARN at the start (at a prompt or in a notebook: INFO, on standard output, as in TensorFlow).

Examples
--------
>>> get_verbosity() == WARN
True
>>> info("not shown: %d", 1)
"""

from __future__ import annotations

import logging as _logging
import sys as _sys
import threading as _threading
from logging import DEBUG, ERROR, FATAL, INFO, WARN
from typing import Any as _Any

from ._namespace import missing as _missing

__all__ = [
    "DEBUG",
    "ERROR",
    "FATAL",
    "INFO",
    "WARN",
    "TaskLevelStatusMessage",
    "debug",
    "error",
    "fatal",
    "flush",
    "get_logger",
    "get_verbosity",
    "info",
    "log",
    "log_every_n",
    "log_first_n",
    "log_if",
    "set_verbosity",
    "vlog",
    "warn",
    "warning",
]

_lock = _threading.Lock()
_logger: _logging.Logger | None = None
# How often each line of the program has called log_every_n or log_first_n.
_calls: dict[tuple[str, int], int] = {}


class _ConsoleHandler(_logging.Handler):
    """Writes to `sys.stderr` (at a prompt `sys.stdout`) as it is then: tests and notebooks replace it."""

    def __init__(self, stream_name: str) -> None:
        super().__init__()
        self._stream_name = stream_name
        self.setFormatter(_logging.Formatter(_logging.BASIC_FORMAT))

    def emit(self, record: _logging.LogRecord) -> None:
        """Write one line."""
        try:
            getattr(_sys, self._stream_name).write(self.format(record) + "\n")
            self.flush()
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """Flush the stream, where it can be."""
        stream = getattr(_sys, self._stream_name)
        if hasattr(stream, "flush"):
            stream.flush()


def get_logger() -> _logging.Logger:
    """The logger that all functions of this module write to.

    Returns
    -------
    logging.Logger
        The standard library's logger named ``"tensorflow"``.

    Examples
    --------
    >>> get_logger().name
    'tensorflow'
    """
    global _logger
    if _logger is None:
        with _lock:
            logger = _logging.getLogger("tensorflow")
            if _logger is None and not _logging.getLogger().handlers and not logger.handlers:
                interactive = hasattr(_sys, "ps1") or bool(_sys.flags.interactive)
                logger.addHandler(_ConsoleHandler("stdout" if interactive else "stderr"))
                if interactive and logger.level == _logging.NOTSET:
                    logger.setLevel(INFO)
            _logger = logger
    return _logger


def log(level: int, msg: object, *args: object, **kwargs: _Any) -> None:
    """Log `msg % args` at `level`.

    Parameters
    ----------
    level : int
        `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL` or a number between.
    msg : object
        The message, a format for `args`.
    *args
        Values for the format.
    **kwargs
        `exc_info`, `stack_info`, `extra`, `stacklevel` of the standard library.

    Examples
    --------
    >>> log(DEBUG, "loss %f", 0.25)
    """
    _write(level, msg, args, kwargs)


def debug(msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at `DEBUG`; arguments as in `log`.

    Examples
    --------
    >>> debug("shapes %s", [1, 2])
    """
    _write(DEBUG, msg, args, kwargs)


def info(msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at `INFO`; arguments as in `log`.

    Examples
    --------
    >>> info("step %d", 3)
    """
    _write(INFO, msg, args, kwargs)


def warning(msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at `WARN`; arguments as in `log`.

    Examples
    --------
    >>> warning("no checkpoint in %s", "model_dir")
    """
    _write(WARN, msg, args, kwargs)


warn = warning


def error(msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at `ERROR`; arguments as in `log`.

    Examples
    --------
    >>> error("cannot read %s", "train.csv")
    """
    _write(ERROR, msg, args, kwargs)


def fatal(msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at `FATAL`; arguments as in `log`. The program goes on, as it does in TensorFlow.

    Examples
    --------
    >>> fatal("loss is %s", "NaN")
    """
    _write(FATAL, msg, args, kwargs)


def vlog(level: int, msg: object, *args: object, **kwargs: _Any) -> None:
    """Log at the number `level`, shown only when the verbosity is that low; arguments as in `log`.

    Examples
    --------
    >>> vlog(1, "detail")
    """
    _write(level, msg, args, kwargs)


def log_every_n(level: int, msg: object, n: int, *args: object) -> None:
    """Log the first, the `n+1`-th, `2n+1`-th ... time that this line of the program is reached.

    Parameters
    ----------
    level : int
        As in `log`.
    msg : object
        The message, a format for `args`.
    n : int
        Log once in so many calls.
    *args
        Values for the format.

    Examples
    --------
    >>> for step in range(1000):
    ...     log_every_n(INFO, "step %d", 100, step)
    """
    if _count_calls() % n == 0:
        _write(level, msg, args, {})


def log_first_n(level: int, msg: object, n: int, *args: object) -> None:
    """Log the first `n` times that this line of the program is reached; arguments as in `log_every_n`.

    Examples
    --------
    >>> for step in range(1000):
    ...     log_first_n(INFO, "only three times", 3)
    """
    if _count_calls() < n:
        _write(level, msg, args, {})


def log_if(level: int, msg: object, condition: object, *args: object) -> None:
    """Log if `condition` is true; other arguments as in `log`.

    Examples
    --------
    >>> log_if(WARN, "never", 1 > 2)
    """
    if condition:
        _write(level, msg, args, {})


def TaskLevelStatusMessage(msg: object) -> None:
    """Log a status of the whole job, at `ERROR`.

    Examples
    --------
    >>> TaskLevelStatusMessage("preempted")
    """
    _write(ERROR, msg, (), {})


def flush() -> None:
    """Write out what the logger's handlers hold back.

    Examples
    --------
    >>> flush()
    """
    for handler in get_logger().handlers:
        handler.flush()


def get_verbosity() -> int:
    """The lowest level that is shown.

    Examples
    --------
    >>> set_verbosity(ERROR)
    >>> get_verbosity() == ERROR
    True
    >>> set_verbosity(WARN)
    """
    return get_logger().getEffectiveLevel()


def set_verbosity(v: int | str) -> None:
    """Show messages of level `v` and above.

    Parameters
    ----------
    v : int or str
        A level such as `INFO`, or its name.

    Raises
    ------
    ValueError
        There is no level of that name.

    Examples
    --------
    >>> set_verbosity("WARNING")
    >>> get_verbosity() == WARN
    True
    """
    get_logger().setLevel(v)


def _write(level: int, msg: object, args: tuple[object, ...], kwargs: dict[str, _Any]) -> None:
    """Log with the file and line of whoever called the function that called this one."""
    logger = get_logger()
    if logger.isEnabledFor(level):
        logger.log(level, msg, *args, **{**kwargs, "stacklevel": kwargs.get("stacklevel", 1) + 2})


def _count_calls() -> int:
    """How often the line that called our caller has done so before."""
    frame = _sys._getframe(2)
    line = (frame.f_code.co_filename, frame.f_lineno)
    with _lock:
        count = _calls.get(line, 0)
        _calls[line] = count + 1
    return count


def __getattr__(name: str) -> object:
    raise _missing(__name__, __all__, name)
