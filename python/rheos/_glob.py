"""Paths that match a pattern, by the rules of `tf.gfile.Glob`.

Goes in: a pattern whose wildcards stand within one part of the path each. Comes out: the existing paths,
sorted. They differ from Python's own `glob` in that hidden names match, ``**`` is no more than ``*``,
``[^a]`` means ``[!a]`` and a backslash quotes.
"""

from __future__ import annotations

import os
import re

__all__ = ["matching_paths"]

_WILD = re.compile(r"[*?[\\]")
# A quoted character, a set, or any single character.
_PIECE = re.compile(
    r"\\(?P<quoted>.)|\[(?P<negated>[!^]?)(?P<members>\]?(?:\\.|[^\]\\])*)\]|(?P<other>.)", re.DOTALL
)


def matching_paths(pattern: str) -> list[str]:
    """Existing paths that match `pattern`, sorted.

    Examples
    --------
    >>> matching_paths("/no such place/*")
    []
    """
    parts = pattern.rstrip("/").split("/")
    found = [""]
    for position, part in enumerate(parts):
        prefixes = [path if position == 0 else f"{path}/" for path in found]
        if not _WILD.search(part):
            found = [prefix + part for prefix in prefixes]
        else:
            name = re.compile(_regular_expression(part), re.DOTALL)
            found = [
                prefix + entry for prefix in prefixes for entry in _entries(prefix) if name.fullmatch(entry)
            ]
    return [path for path in found if path and os.path.lexists(path)]


def _entries(directory: str) -> list[str]:
    """Sorted names in a directory; none where it cannot be read."""
    try:
        return sorted(os.listdir(directory or "."))
    except OSError:
        return []


def _regular_expression(part: str) -> str:
    """The regular expression of one part of a pattern."""
    text = ""
    for piece in _PIECE.finditer(part):
        other = piece["other"]
        if piece["quoted"] is not None:
            text += re.escape(piece["quoted"])
        elif other is None:
            members = piece["members"].replace("[", r"\[")
            text += f"[{'^' if piece['negated'] else ''}{members}]" if members else re.escape(piece[0])
        else:
            text += {"*": ".*", "?": "."}.get(other, re.escape(other))
    return text
