"""`tf.DeviceSpec`: a device by its parts, any of which may be left open."""

from __future__ import annotations

from typing import Any

from .device_names import parse

__all__ = ["DeviceSpec"]

_PARTS = ("job", "replica", "task", "device_type", "device_index")


class DeviceSpec:
    """A device, or a part of its name.

    Parameters
    ----------
    job : str, optional
        Name of the job.
    replica, task : int, optional
        Numbers of the replica and the task.
    device_type : str, optional
        Such as ``"CPU"`` or ``"GPU"``.
    device_index : int, optional
        Number of the device; any if None.

    Examples
    --------
    >>> import rheos as tf
    >>> spec = tf.DeviceSpec(job="worker", device_type="GPU", device_index=1)
    >>> spec.to_string()
    '/job:worker/device:GPU:1'
    >>> with tf.device(spec):
    ...     print(tf.constant(1.0).device)
    /job:worker/device:GPU:1
    """

    def __init__(
        self,
        job: str | None = None,
        replica: int | None = None,
        task: int | None = None,
        device_type: str | None = None,
        device_index: int | None = None,
    ) -> None:
        self.job = job
        self.replica = replica
        self.task = task
        self.device_type = device_type
        self.device_index = device_index

    @property
    def job(self) -> str | None:
        """Name of the job."""
        return self._job

    @job.setter
    def job(self, job: Any) -> None:
        self._job = None if job is None else str(job)

    @property
    def replica(self) -> int | None:
        """Number of the replica."""
        return self._replica

    @replica.setter
    def replica(self, replica: Any) -> None:
        self._replica = None if replica is None else int(replica)

    @property
    def task(self) -> int | None:
        """Number of the task."""
        return self._task

    @task.setter
    def task(self, task: Any) -> None:
        self._task = None if task is None else int(task)

    @property
    def device_type(self) -> str | None:
        """Kind of device."""
        return self._device_type

    @device_type.setter
    def device_type(self, device_type: Any) -> None:
        if device_type in ("cpu", "gpu"):
            device_type = device_type.upper()
        self._device_type = None if device_type is None else str(device_type)

    @property
    def device_index(self) -> int | None:
        """Number of the device; None for any."""
        return self._device_index

    @device_index.setter
    def device_index(self, device_index: Any) -> None:
        self._device_index = None if device_index is None else int(device_index)

    def to_string(self) -> str:
        """The device as `tf.device` takes it."""
        text = "".join(
            f"/{part}:{getattr(self, part)}" for part in _PARTS[:3] if getattr(self, part) is not None
        )
        if self.device_type is not None:
            text += f"/device:{self.device_type}:{'*' if self.device_index is None else self.device_index}"
        return text

    @classmethod
    def from_string(cls, spec: str) -> DeviceSpec:
        """A device from its name.

        Examples
        --------
        >>> DeviceSpec.from_string("/job:ps/cpu:0").device_type
        'CPU'
        """
        fields = parse(spec)
        kind, _, index = fields.get("device", "").partition(":")
        return cls(
            fields.get("job"),
            fields.get("replica"),  # type: ignore[arg-type]
            fields.get("task"),  # type: ignore[arg-type]
            kind or None,
            None if index in ("", "*") else index,  # type: ignore[arg-type]
        )

    def parse_from_string(self, spec: str) -> DeviceSpec:
        """Become the device of this name; gives itself."""
        self._take(DeviceSpec.from_string(spec))
        return self

    def merge_from(self, dev: DeviceSpec) -> None:
        """Take over what another one says."""
        self._take(self.make_merged_spec(dev))

    def make_merged_spec(self, dev: DeviceSpec) -> DeviceSpec:
        """A new one, in which what `dev` says wins."""
        return self.replace(**{p: getattr(dev, p) for p in _PARTS if getattr(dev, p) is not None})

    def replace(self, **kwargs: Any) -> DeviceSpec:
        """A new one with other parts.

        Examples
        --------
        >>> DeviceSpec(job="ps", task=1).replace(task=2).to_string()
        '/job:ps/task:2'
        """
        return type(self)(**{**{part: getattr(self, part) for part in _PARTS}, **kwargs})

    def _take(self, other: DeviceSpec) -> None:
        for part in _PARTS:
            setattr(self, part, getattr(other, part))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeviceSpec) and self.to_string() == other.to_string()

    def __hash__(self) -> int:
        return hash(self.to_string())

    def __repr__(self) -> str:
        return f"<tf.DeviceSpec '{self.to_string()}'>"
