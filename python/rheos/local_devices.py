"""The devices of this machine in TensorFlow's words.

Goes in: the adapters that the extension finds, which loads the GPUs' drivers. Comes out: `DeviceAttributes`,
the CPU first. Invariant: nothing here runs unless a program asks for its devices, so that programs which use
no GPU never load a driver.

Only what operations can run on is listed, which is one GPU: programs that copy a model to each listed GPU
would otherwise place all copies but the first on the CPU.
"""

from __future__ import annotations

import functools
import os
from typing import Any, ClassVar

from . import _native
from .messages import Message

__all__ = ["DeviceAttributes", "DeviceLocality", "list_local_devices", "mapping", "session_gpus"]

TASK = "/job:localhost/replica:0/task:0"
# What TensorFlow says of every CPU.
_CPU_BYTES = 256 << 20


class _Links(Message):
    """Faster ways to other devices; none are known here."""

    _FIELDS: ClassVar[dict[str, Any]] = {"link": []}


class DeviceLocality(Message):
    """Where a device is in the machine.

    Examples
    --------
    >>> DeviceLocality(bus_id=1)
    bus_id: 1
    """

    _FIELDS: ClassVar[dict[str, Any]] = {"bus_id": 0, "numa_node": 0, "links": _Links}


class DeviceAttributes(Message):
    """A device.

    Parameters
    ----------
    **fields
        ``name`` (such as ``"/device:GPU:0"``), ``device_type`` (``"CPU"`` or ``"GPU"``), ``memory_limit`` in
        bytes, ``locality``, ``incarnation`` (a number that differs from process to process) and
        ``physical_device_desc``, which names the GPU.

    Examples
    --------
    >>> DeviceAttributes(name="/device:CPU:0", device_type="CPU")
    name: "/device:CPU:0"
    device_type: "CPU"
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "name": "",
        "device_type": "",
        "memory_limit": 0,
        "locality": DeviceLocality,
        "incarnation": 0,
        "physical_device_desc": "",
    }


@functools.cache
def _incarnation(name: str) -> int:
    return int.from_bytes(os.urandom(8), "little")


def session_gpus(config: Any = None) -> list[dict[str, Any]]:
    """The adapters that a session with this config may use; its ``/device:GPU:0`` is the first.

    Parameters
    ----------
    config : ConfigProto, optional
        `device_count` and `gpu_options.visible_device_list` matter.

    Raises
    ------
    InvalidArgumentError
        The environment variable `RHEOS_GPU` or the list names a GPU that is not here.

    Examples
    --------
    >>> import rheos as tf
    >>> session_gpus(tf.ConfigProto(device_count={"GPU": 0}))
    []
    """
    if config is not None and config.device_count.get("GPU") == 0:
        return []
    visible = _native._gpus()
    chosen = "" if config is None else config.gpu_options.visible_device_list
    if not chosen.strip():
        return visible
    gpus = []
    for text in chosen.split(","):
        number = text.strip()
        if not number.isdecimal() or int(number) >= len(visible):
            from .errors import InvalidArgumentError

            raise InvalidArgumentError(
                None,
                None,
                f"visible_device_list = '{chosen}': '{number}' is not the number of a GPU, of which there "
                f"are {len(visible)}",
            )
        gpus.append(visible[int(number)])
    return gpus


def _described(gpu: dict[str, Any]) -> str:
    """What TensorFlow writes about a GPU, without CUDA's compute capability."""
    bus = f", pci bus id: {gpu['bus_id']}" if gpu["bus_id"] else ""
    return f"device: 0, name: {gpu['name']}{bus}"


def list_local_devices(session_config: Any = None) -> list[DeviceAttributes]:
    """The devices that operations can run on: the CPU, and the GPU that sessions use if there is one.

    Parameters
    ----------
    session_config : ConfigProto, optional
        As for a session: `device_count` and `gpu_options.visible_device_list` matter.

    Returns
    -------
    list of DeviceAttributes
        `memory_limit` of a GPU is the size of the largest buffer that its driver gives: drivers do not tell
        how much there is in all.

    Raises
    ------
    InvalidArgumentError
        `RHEOS_GPU` or `visible_device_list` names a GPU that is not here.

    Examples
    --------
    >>> list_local_devices()[0].name
    '/device:CPU:0'
    """
    devices = [DeviceAttributes(name="/device:CPU:0", device_type="CPU", memory_limit=_CPU_BYTES)]
    for gpu in session_gpus(session_config)[:1]:
        device = DeviceAttributes(name="/device:GPU:0", device_type="GPU")
        device.memory_limit = gpu["limits"]["buffer_bytes"]
        device.locality.bus_id = 1
        device.physical_device_desc = _described(gpu)
        devices.append(device)
    for device in devices:
        device.incarnation = _incarnation(device.name)
    return devices


def mapping(config: Any = None) -> str:
    """What sessions print for ``log_device_placement=True``: which GPU each device is.

    Examples
    --------
    >>> import rheos as tf
    >>> mapping(tf.ConfigProto(device_count={"GPU": 0}))
    'Device mapping: no known devices.'
    """
    gpus = session_gpus(config)
    if not gpus:
        return "Device mapping: no known devices."
    return f"Device mapping:\n{TASK}/device:GPU:0 -> {_described(gpus[0])}"
