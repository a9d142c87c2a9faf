"""What ``python -m rheos devices`` prints.

Goes in: the adapters that the extension finds, and the environment variable `RHEOS_GPU`. Comes out: text, a
paragraph for each adapter that says whether sessions use it, and if not, why.
"""

from __future__ import annotations

import os
from typing import Any

from . import _native

__all__ = ["report"]

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_OFF = ("off", "none", "-1")


def _size(count: int) -> str:
    """A number of bytes for people, such as ``"128 MiB"``."""
    size, unit = float(count), 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:.4g} {_UNITS[unit]}"


def _limit(name: str, value: int) -> str:
    words = name.removesuffix("_bytes").replace("_", " ")
    return f"{words} {_size(value) if name.endswith('_bytes') else value}"


def _unused(gpu: dict[str, Any], choice: str) -> str:
    """Why no session can use a GPU."""
    if choice in _OFF:
        return f"not used: RHEOS_GPU={choice} keeps all sessions on the CPU"
    if choice:
        return f"not used: RHEOS_GPU={choice} does not choose it"
    if gpu["kind"] == "software":
        return "not used: it computes on the CPU's threads; RHEOS_GPU=software takes it, for tests"
    return "not used"


def _use(gpu: dict[str, Any], visible: list[dict[str, Any]], choice: str) -> str:
    if gpu not in visible:
        return _unused(gpu, choice)
    number = visible.index(gpu)
    if number == 0:
        return "sessions use it as /device:GPU:0"
    return (
        f"not used unless asked for: ConfigProto(gpu_options=GPUOptions(visible_device_list='{number}')) "
        "takes it for one session, RHEOS_GPU for all"
    )


def _paragraph(gpu: dict[str, Any], use: str) -> str:
    rows = {
        "kind": gpu["kind"],
        "backend": gpu["backend"],
        "driver": gpu["driver"],
        "bus": gpu["bus_id"],
        "limits": ", ".join(_limit(*item) for item in gpu["limits"].items()),
        "features": ", ".join(gpu["features"]) or "none of those that rheos uses",
        "use": use,
    }
    lines = [f"  {name:<9} {value}\n" for name, value in rows.items() if value]
    return f"{gpu['name']}\n{''.join(lines)}"


def report() -> str:
    """The GPUs of this machine as text; looking for them loads their drivers.

    Returns
    -------
    str
        A paragraph for each adapter, or one line where there is none.

    Examples
    --------
    >>> print(report())  # doctest: +SKIP
    NVIDIA H200
      kind      discrete
      backend   vulkan
      ...
      use       sessions use it as /device:GPU:0
    """
    from .errors import InvalidArgumentError

    choice = os.environ.get("RHEOS_GPU", "").strip()
    adapters = _native._gpus(all=True)
    try:
        visible, wrong = _native._gpus(), ""
    except InvalidArgumentError as error:
        visible, wrong = [], f"sessions cannot start: {error.message}\n\n"
    if not adapters:
        return (
            f"{wrong}no GPU: sessions run on the CPU. Vulkan, Metal and Direct3D 12 were asked; is the GPU's "
            "driver installed?\n"
        )
    paragraphs = [_paragraph(gpu, _use(gpu, visible, choice)) for gpu in adapters]
    unused = "" if visible or wrong else "sessions use no GPU: they run on the CPU\n\n"
    return wrong + unused + "\n".join(paragraphs)
