"""Arguments that TensorFlow renamed over the years."""

from __future__ import annotations

from typing import Any


def renamed(new_name: str, new: Any, old_name: str, old: Any) -> Any:
    """The value of an argument that may be given under its new or its old name.

    Parameters
    ----------
    new_name, old_name : str
        The two spellings.
    new, old : object
        What was given under each; None where nothing was.

    Returns
    -------
    object
        The one that was given, or None.

    Raises
    ------
    ValueError
        If both were given.

    Examples
    --------
    >>> from rheos.spelling import renamed
    >>> renamed("axis", None, "dim", 1)
    1
    """
    if old is None:
        return new
    if new is not None:
        raise ValueError(f"Cannot specify both '{new_name}' and '{old_name}'")
    return old
