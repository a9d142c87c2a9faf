"""Device strings: reading them, bringing them to one spelling, merging an inner block's with the outer one's.

Goes in: what users write (`/gpu:0`, `/job:ps/task:1`, `CPU:0`). Comes out: TensorFlow's canonical spelling
(`/job:ps/task:1/device:GPU:0`).
"""

from __future__ import annotations

from typing import Any

__all__ = ["canonical", "merge", "parse"]

_FIELDS = ("job", "replica", "task", "device")

# Device types that may stand without "device:"; the others need it.
_TYPES = ("cpu", "gpu", "tpu")


def parse(text: str) -> dict[str, str]:
    """Fields of a device string.

    Parameters
    ----------
    text : str
        Such as ``"/job:worker/gpu:0"``.

    Returns
    -------
    dict
        Some of ``job``, ``replica``, ``task`` and ``device`` (as in ``"GPU:0"``).

    Raises
    ------
    ValueError
        The text is no device.

    Examples
    --------
    >>> parse("/job:worker/gpu:0")
    {'job': 'worker', 'device': 'GPU:0'}
    """
    fields: dict[str, str] = {}
    for part in text.split("/"):
        if not part:
            continue
        words = part.split(":")
        name = words[0].lower()
        if len(words) == 2 and name in ("job", "replica", "task"):
            if name != "job" and not words[1].isdigit():
                raise ValueError(f"Unknown attribute: '{part}' in '{text}'")
            fields[name] = words[1]
        elif len(words) == 2 and name in _TYPES and (words[1].isdigit() or words[1] == "*"):
            fields["device"] = f"{words[0].upper()}:{words[1]}"
        elif len(words) == 3 and name == "device" and (words[2].isdigit() or words[2] == "*"):
            fields["device"] = f"{words[1].upper()}:{words[2]}"
        elif len(words) == 1 and name in ("cpu", "gpu"):
            fields["device"] = f"{words[0].upper()}:0"
        else:
            raise ValueError(f"Unknown attribute: '{words[0]}' in '{text}'")
    return fields


def _text(fields: dict[str, str]) -> str:
    return "".join(f"/{name}:{fields[name]}" for name in _FIELDS if name in fields)


def canonical(device: Any) -> str:
    """One spelling for every way to write a device.

    Parameters
    ----------
    device : str or object with `to_string()`
        The device; empty for none.

    Examples
    --------
    >>> canonical("/gpu:0"), canonical("/cpu:0")
    ('/device:GPU:0', '/device:CPU:0')
    """
    if hasattr(device, "to_string"):
        device = device.to_string()
    if not isinstance(device, str):
        raise TypeError(f"a device must be a string, a function or None, got {type(device).__name__}")
    return _text(parse(device)) if device else ""


def merge(outer: str, inner: str) -> str:
    """What two nested blocks say together: the inner one's fields win.

    Parameters
    ----------
    outer, inner : str
        Canonical device strings.

    Examples
    --------
    >>> merge("/job:ps/device:CPU:0", "/device:GPU:1")
    '/job:ps/device:GPU:1'
    """
    if not outer or not inner:
        return inner or outer
    return _text({**parse(outer), **parse(inner)})
