"""The `FLAGS` object behind `tf.flags`: absl's registry and parser, with TensorFlow 1's habits.

Goes in: flags defined by the program, the command line. Comes out: their values as attributes. What differs
from absl: the first use of a flag parses `sys.argv`; a notebook cell may define its flags again;
`_parse_flags()` and `__flags` of TensorFlow before 1.5 work.

Invariant: this registry is rheos's own and holds the program's flags only, so no name is taken before the
program runs (absl's global registry, and whatever absl's other modules define there, stays out).
"""

from __future__ import annotations

import sys
from typing import Any

from absl import flags as absl_flags

from . import logging

__all__ = ["FlagValues", "is_interactive"]


def is_interactive() -> bool:
    """Whether a person types at a prompt or in a notebook, where `sys.argv` is another program's."""
    return hasattr(sys, "ps1") or bool(sys.flags.interactive) or "ipykernel" in sys.modules


class FlagValues(absl_flags.FlagValues):
    """A registry of flags whose values are its attributes, parsed from `sys.argv` at their first use.

    Examples
    --------
    >>> flags = FlagValues()
    >>> _ = absl_flags.DEFINE_integer("steps", 10, "How long.", flag_values=flags)
    >>> flags(["prog", "--steps=3", "rest"]), flags.steps
    (['prog', 'rest'], 3)
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        # What a lazy parse left over: flags defined later are looked up there. None before a parse.
        self.__dict__["__leftover"] = None

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise AttributeError(self._unknown(name), name=name)
        if not self.is_parsed():
            self._parse_lazily()
        return super().__getattr__(name)

    def __setattr__(self, name: str, value: Any) -> Any:
        if name not in self:
            raise AttributeError(self._unknown(name), name=name)
        # A value set before the first parse stays unless the command line gives another.
        return super().__setattr__(name, value)

    def __setitem__(self, name: str, flag: absl_flags.Flag[Any]) -> None:
        if is_interactive():
            for taken in {name, flag.short_name or name} & set(self):
                self.__delattr__(taken)
        super().__setitem__(name, flag)
        if self.__dict__["__leftover"] is not None:
            self.__dict__["__flags_parsed"] = False

    def __call__(self, argv: Any, known_only: bool = False) -> list[str]:
        # absl appends to the list of a multi flag at each parse; a program may parse twice (first use, then
        # app.run).
        for flag in self._flags().values():
            if isinstance(flag, absl_flags.MultiFlag) and flag.present:
                flag.unparse()
        rest: list[str] = super().__call__(argv, known_only)
        self.__dict__["__leftover"] = None
        return rest

    def flag_values_dict(self) -> dict[str, Any]:
        """Name and value of each flag; the command line is parsed first, where it was not.

        Examples
        --------
        >>> flags = FlagValues()
        >>> _ = absl_flags.DEFINE_integer("steps", 10, "How long.", flag_values=flags)
        >>> _ = flags(["prog"])
        >>> flags.flag_values_dict()
        {'steps': 10}
        """
        if not self.is_parsed():
            self._parse_lazily()
        return super().flag_values_dict()

    def _parse_lazily(self) -> None:
        """Parse `sys.argv`, or what the last lazy parse left of it; warn of unknown flags."""
        argv = self.__dict__["__leftover"] or sys.argv or [""]
        rest: list[str] = super().__call__(argv, known_only=True)
        first_time = self.__dict__["__leftover"] is None
        self.__dict__["__leftover"] = rest
        unknown = [argument for argument in rest[1:] if argument.startswith("-") and argument.strip("-")]
        if first_time and unknown and not is_interactive():
            logging.warning("Ignored unless defined later, as no flag has this name: %s", " ".join(unknown))

    def _parse_flags(self, args: list[str] | None = None) -> list[str]:
        """Parse the command line, as TensorFlow before 1.5 spelled it.

        Parameters
        ----------
        args : list of str, optional
            Arguments without the program's name; `sys.argv[1:]` by default.

        Returns
        -------
        list of str
            Arguments that are no flags of the program.
        """
        program = sys.argv[0] if sys.argv else ""
        return self([program, *(sys.argv[1:] if args is None else args)], known_only=True)[1:]

    def _unknown(self, name: str) -> str:
        """What to say about a flag that is not defined."""
        import difflib

        nearest = difflib.get_close_matches(name, list(self), n=3)
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        return f"unknown flag {name!r}: define it with tf.flags.DEFINE_string, DEFINE_integer ...{hint}"


class _ShownAsValue:
    """A flag as `FLAGS.__flags` gives it: the attributes of absl's `Flag`, printed and compared as its value.

    TensorFlow before 1.5 kept values in that dict and later releases `Flag` objects; programs of both kinds
    print it.
    """

    __slots__ = ("_flag",)

    def __init__(self, flag: absl_flags.Flag[Any]) -> None:
        self._flag = flag

    def __getattr__(self, name: str) -> Any:
        return getattr(self._flag, name)

    def __str__(self) -> str:
        return str(self._flag.value)

    def __repr__(self) -> str:
        return repr(self._flag.value)

    def __format__(self, spec: str) -> str:
        return format(self._flag.value, spec)

    def __eq__(self, other: object) -> bool:
        return bool(self._flag.value == (other._flag.value if isinstance(other, _ShownAsValue) else other))

    def __hash__(self) -> int:
        return hash(self._flag.name)


def _shown_flags(self: FlagValues) -> dict[str, _ShownAsValue]:
    if not self.is_parsed():
        self._parse_lazily()
    return {name: _ShownAsValue(self[name]) for name in self}


# Inside a class body `__flags` would be renamed; absl keeps its own dict in the instance, where this does not
# reach.
setattr(FlagValues, "__flags", property(_shown_flags))
