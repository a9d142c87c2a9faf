"""Entry point of programs with flags (`tf.app`): `tf.app.run()` parses flags and calls `main`.

Goes in: the program's `main(argv)` and the command line. Comes out: never; the process exits with what `main`
returns.
"""

from __future__ import annotations

import sys as _sys
from collections.abc import Callable as _Callable
from collections.abc import Sequence as _Sequence
from typing import Any as _Any
from typing import NoReturn as _NoReturn

from . import flags as flags
from ._namespace import missing as _missing

__all__ = ["flags", "run"]

_HELP = ("--help", "-help", "-h", "-?", "--helpshort", "--helpfull")


def run(main: _Callable[[list[str]], _Any] | None = None, argv: _Sequence[str] | None = None) -> _NoReturn:
    """Parse the known flags, call `main` with the program's name and all other arguments, and exit.

    Parameters
    ----------
    main : callable, optional
        Takes the list of arguments; by default `main` of the program's main module.
    argv : sequence of str, optional
        The command line with the program's name first; `sys.argv` by default.

    Raises
    ------
    SystemExit
        Always: with what `main` returned, or 1 after `--help` or a flag that cannot be parsed.
    AttributeError
        There is no `main`.

    Examples
    --------
    >>> run(main=lambda argv: print(argv), argv=["prog", "--unknown=1", "input.txt"])
    Traceback (most recent call last):
        ...
    SystemExit
    """
    if main is None:
        main = getattr(_sys.modules["__main__"], "main", None)
        if main is None:
            raise AttributeError("tf.app.run() found no function `main` in the program: pass one as main=")
    arguments = list(_sys.argv if argv is None else argv)
    if _asks_for_help(arguments):
        _print_usage(_sys.stdout)
        _sys.exit(1)
    try:
        arguments = flags.FLAGS(arguments, known_only=True)
        # A program may define flags of absl's own registry besides; nothing is imported for one that does
        # not.
        if "absl.flags" in _sys.modules and len(_sys.modules["absl.flags"].FLAGS):
            arguments = _sys.modules["absl.flags"].FLAGS(arguments, known_only=True)
    except flags.Error as error:
        print(f"FATAL Flags parsing error: {error}", file=_sys.stderr)
        print("Pass --help to see the flags of this program.", file=_sys.stderr)
        _sys.exit(1)
    _sys.exit(main(arguments))


def _asks_for_help(arguments: list[str]) -> bool:
    """Whether help is asked for, by a name that the program has not taken for a flag of its own."""
    before_end = arguments[1 : arguments.index("--") if "--" in arguments else None]
    return any(item in _HELP and item.lstrip("-") not in flags.FLAGS for item in before_end)


def _print_usage(stream: _Any) -> None:
    """Print the docstring of the program and its flags."""
    program = _sys.modules["__main__"]
    print((program.__doc__ or "").strip() or f"USAGE: {_sys.argv[0]} [flags]", file=stream)
    print("\nflags:", file=stream)
    print(flags.FLAGS.get_help(include_special_flags=False), file=stream)


def __getattr__(name: str) -> object:
    raise _missing(__name__, __all__, name)
