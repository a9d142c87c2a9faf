"""The devices of this machine: `list_local_devices`.

Examples
--------
>>> from rheos.python.client import device_lib
>>> [device.name for device in device_lib.list_local_devices() if device.device_type == "CPU"]
['/device:CPU:0']
"""

from __future__ import annotations

from ...local_devices import list_local_devices

__all__ = ["list_local_devices"]
