"""Times of the steps of a run (`RunMetadata.step_stats`), with TensorFlow's messages and field names.

Invariant: what was not measured is not filled in. A step is one line of the run's plan, which may stand for
several nodes of the graph (fused) or for a part of one; folded and moved-away nodes take no time and are not
there.
"""

from __future__ import annotations

from typing import Any, ClassVar

from . import _native
from .messages import Enum, Message, Repeated

__all__: list[str] = []


class _DataType(Enum):
    """TensorFlow's number of a dtype."""

    _NAMES: ClassVar[dict[int, str]] = {}

    def __str__(self) -> str:
        if int(self) and not self._NAMES:
            from .node_def import type_name

            for number in range(1, 32):
                try:
                    self._NAMES[number] = type_name(_native.as_dtype(number))
                except TypeError:
                    continue
        return super().__str__()


class AllocationDescription(Message):
    """The memory of a tensor: `requested_bytes` is what its elements take."""

    _FIELDS: ClassVar[dict[str, Any]] = {
        "requested_bytes": 0,
        "allocated_bytes": 0,
        "allocator_name": "",
        "allocation_id": 0,
        "has_single_reference": False,
        "ptr": 0,
    }


class _Dim(Message):
    _FIELDS: ClassVar[dict[str, Any]] = {"size": 0, "name": ""}


class _Shape(Message):
    _FIELDS: ClassVar[dict[str, Any]] = {"dim": Repeated(_Dim), "unknown_rank": False}


class TensorDescription(Message):
    """Type, shape and memory of a tensor."""

    _FIELDS: ClassVar[dict[str, Any]] = {
        "dtype": _DataType(0),
        "shape": _Shape,
        "allocation_description": AllocationDescription,
    }


class NodeOutput(Message):
    """A result of a step; `slot` counts the step's results."""

    _FIELDS: ClassVar[dict[str, Any]] = {"slot": 0, "tensor_description": TensorDescription}


class _AllocationRecord(Message):
    _FIELDS: ClassVar[dict[str, Any]] = {"alloc_micros": 0, "alloc_bytes": 0}


class AllocatorMemoryUsed(Message):
    """Memory of one kind that a step took: `total_bytes` with its working memory, `live_bytes` for results.

    `allocator_name` is "arena" for memory that was laid out when the run was planned, "pool" for buffers of
    fetched results and of new values of variables.
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "allocator_name": "",
        "total_bytes": 0,
        "peak_bytes": 0,
        "live_bytes": 0,
        "allocation_records": Repeated(_AllocationRecord),
        "allocator_bytes_in_use": 0,
    }


class _MemoryStats(Message):
    _FIELDS: ClassVar[dict[str, Any]] = {
        "temp_memory_size": 0,
        "persistent_memory_size": 0,
        "persistent_tensor_alloc_ids": [],
        "device_temp_memory_size": 0,
        "device_persistent_memory_size": 0,
        "device_persistent_tensor_alloc_ids": [],
    }


class NodeExecStats(Message):
    """One step: where it stands in time, what it made.

    `node_name` is the node of the graph that the step was made for, the last one of a fused group;
    `timeline_label` is ``name = Ops(inputs)``. Times are microseconds since 1970 and, relative to them, since
    the step began; the fields in nanoseconds are exact.
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "node_name": "",
        "all_start_micros": 0,
        "op_start_rel_micros": 0,
        "op_end_rel_micros": 0,
        "all_end_rel_micros": 0,
        "memory": Repeated(AllocatorMemoryUsed),
        "output": Repeated(NodeOutput),
        "timeline_label": "",
        "scheduled_micros": 0,
        "thread_id": 0,
        "referenced_tensor": Repeated(AllocationDescription),
        "memory_stats": _MemoryStats,
        "all_start_nanos": 0,
        "op_start_rel_nanos": 0,
        "op_end_rel_nanos": 0,
        "all_end_rel_nanos": 0,
        "scheduled_nanos": 0,
    }


class DeviceStepStats(Message):
    """The steps that ran on one device."""

    _FIELDS: ClassVar[dict[str, Any]] = {
        "device": "",
        "node_stats": Repeated(NodeExecStats),
        "thread_names": {},
    }


class StepStats(Message):
    """Times of the steps of a run, by device."""

    _FIELDS: ClassVar[dict[str, Any]] = {"dev_stats": Repeated(DeviceStepStats)}


def fill(stats: StepStats, device: str, steps: list[Any]) -> None:
    """Add what a session measured on a device: a tuple for each step, in the order of the run."""
    nodes = stats.dev_stats.add(device=device).node_stats
    for name, label, inputs, start, duration, results, scratch in steps:
        node = nodes.add(
            node_name=name,
            timeline_label=f"{name} = {label}({', '.join(inputs)})",
            all_start_micros=start // 1000,
            op_end_rel_micros=duration // 1000,
            all_end_rel_micros=duration // 1000,
            scheduled_micros=start // 1000,
            all_start_nanos=start,
            op_end_rel_nanos=duration,
            all_end_rel_nanos=duration,
            scheduled_nanos=start,
        )
        new: dict[str, int] = {}
        for slot, (dtype, sizes, size, address, owner) in enumerate(results):
            output = node.output.add(slot=slot).tensor_description
            output.dtype = dtype
            for length in sizes:
                output.shape.dim.add(size=length)
            memory = output.allocation_description
            memory.requested_bytes, memory.ptr = size, address
            if owner:
                memory.allocator_name = owner
                new[owner] = new.get(owner, 0) + size
        if scratch:
            node.memory_stats.temp_memory_size = scratch
            new.setdefault("arena", 0)
        for owner, size in new.items():
            total = size + (scratch if owner == "arena" else 0)
            node.memory.add(allocator_name=owner, total_bytes=total, peak_bytes=total, live_bytes=size)
