"""Traces of runs for Chrome (chrome://tracing) and Perfetto: `Timeline`.

Goes in: `RunMetadata.step_stats` of a run with ``RunOptions(trace_level=RunOptions.FULL_TRACE)``. Comes out:
JSON in Chrome's trace format, with TensorFlow's kinds of events. Times are microseconds since 1970, to a
quarter of one where nanoseconds were measured: a float has no room for more.

Examples
--------
>>> import json
>>> import rheos as tf
>>> from rheos.python.client import timeline
>>> options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
>>> x = tf.placeholder(tf.float32, [2, 2])
>>> _ = tf.Session().run(tf.matmul(x, x), {x: [[1, 2], [3, 4]]}, options, metadata)
>>> trace = timeline.Timeline(metadata.step_stats).generate_chrome_trace_format()
>>> [event["args"]["op"] for event in json.loads(trace)["traceEvents"] if event["ph"] == "X"]
['MatMul']
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from ...step_stats import StepStats

__all__ = ["AllocationMaximum", "StepStatsAnalysis", "Timeline"]

_LABEL = re.compile(r"(.*?) = (.*?)\((.*)\)", re.DOTALL)


class AllocationMaximum(NamedTuple):
    """The most that an allocator had handed out at one time: when, how much, and which tensors those were."""

    timestamp: float
    num_bytes: int
    tensors: set[str]


class StepStatsAnalysis(NamedTuple):
    """The trace, and the `AllocationMaximum` of each allocator."""

    chrome_trace: _ChromeTrace
    allocator_maximums: dict[str, AllocationMaximum]


class _ChromeTrace:
    """Events, names of processes first."""

    def __init__(self) -> None:
        self._names: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []

    def process(self, name: str) -> int:
        """Number of a new process."""
        pid = len(self._names)
        self._names.append({"name": "process_name", "ph": "M", "pid": pid, "args": {"name": name}})
        return pid

    def add(self, kind: str, category: str, name: str, pid: int, tid: int, time: float, **more: Any) -> None:
        event = {"ph": kind, "cat": category, "name": name, "pid": pid, "tid": tid, "ts": time}
        self._events.append(event | more)

    def format_to_string(self, pretty: bool = False) -> str:
        """The trace as JSON."""
        events = {"traceEvents": self._names + self._events}
        if pretty:
            return json.dumps(events, indent=4, separators=(",", ": "))
        return json.dumps(events, separators=(",", ":"))


class _Tensor:
    """A result: who made it and where, and until when it is there."""

    def __init__(self, name: str, number: int, node: _Node, memory: Any) -> None:
        self.name = name
        self.number = number
        self.node = node
        self.last = node.end
        self.bytes = memory.allocated_bytes or memory.requested_bytes
        self.allocator = memory.allocator_name
        self.start = node.start


class _Node:
    """A step with its times in microseconds, its place in the trace and the parts of its label."""

    def __init__(self, stats: Any, process: int, objects: int) -> None:
        self.stats = stats
        self.process = process
        self.objects = objects
        self.lane = 0
        if stats.all_start_nanos:
            self.start = stats.all_start_nanos / 1000
            self.end = (stats.all_start_nanos + stats.all_end_rel_nanos) / 1000
        else:
            self.start = stats.all_start_micros
            self.end = stats.all_start_micros + stats.all_end_rel_micros
        found = _LABEL.fullmatch(stats.timeline_label)
        self.name, self.op, inputs = found.groups() if found else (stats.node_name, "unknown", "")
        self.inputs = inputs.split(", ") if inputs else []


class Timeline:
    """The steps of a run as a trace.

    Parameters
    ----------
    step_stats : StepStats
        `RunMetadata.step_stats`.
    graph : Graph, optional
        Not needed; TensorFlow's class takes it.
    """

    def __init__(self, step_stats: StepStats, graph: Any = None) -> None:
        self._stats = step_stats

    def analyze_step_stats(
        self, show_dataflow: bool = True, show_memory: bool = True, op_time: str = "schedule"
    ) -> StepStatsAnalysis:
        """The trace and, with `show_memory`, the most that each allocator handed out; see
        `generate_chrome_trace_format`.
        """
        if op_time not in ("schedule", "gpu", "all"):
            raise ValueError(f"op_time must be 'schedule', 'gpu' or 'all', got {op_time!r}")
        trace = _ChromeTrace()
        allocators = trace.process("Allocators")
        nodes: list[_Node] = []
        for device in self._stats.dev_stats:
            process = trace.process(f"{device.device} Compute")
            objects = trace.process(f"{device.device} Tensors") if show_memory else -1
            nodes += _in_lanes([_Node(stats, process, objects) for stats in device.node_stats])
        tensors, flows = _follow(nodes)
        maximums: dict[str, AllocationMaximum] = {}
        if show_memory:
            _show_objects(trace, tensors)
            maximums = _show_counters(trace, allocators, tensors)
        for node in nodes:
            shown = {"name": node.name, "op": node.op}
            shown |= {f"input{i}": name for i, name in enumerate(node.inputs)}
            place = (node.op, node.process, node.lane, node.start)
            trace.add("X", "Op", *place, dur=node.end - node.start, args=shown)
        if show_dataflow:
            # Arrows between steps of one lane would only hide it.
            far = [(a, b) for a, b in flows if (a.node.process, a.node.lane) != (b.process, b.lane)]
            for number, (tensor, user) in enumerate(far):
                made = tensor.node
                trace.add("s", "DataFlow", tensor.name, made.process, made.lane, made.end, id=number)
                trace.add("t", "DataFlow", tensor.name, user.process, user.lane, user.start, id=number)
        return StepStatsAnalysis(trace, maximums)

    def generate_chrome_trace_format(
        self, show_dataflow: bool = True, show_memory: bool = False, op_time: str = "schedule"
    ) -> str:
        """JSON in Chrome's trace format.

        Parameters
        ----------
        show_dataflow : bool
            Draw arrows from the step that makes a tensor to those in other rows that read it.
        show_memory : bool
            Show when tensors are made and last read, and how much memory they take by allocator.
        op_time : {"schedule", "gpu", "all"}
            Which time of an op is shown where devices run them later; steps on the CPU have only one.

        Returns
        -------
        str
            To be written to a file that chrome://tracing or ui.perfetto.dev opens.

        Raises
        ------
        ValueError
            Unknown `op_time`.
        """
        return self.analyze_step_stats(show_dataflow, show_memory, op_time).chrome_trace.format_to_string(
            pretty=True
        )


def _in_lanes(nodes: list[_Node]) -> list[_Node]:
    """Steps by their start, each in the first row that is free by then."""
    nodes.sort(key=lambda node: node.start)
    free: list[float] = []
    for node in nodes:
        node.lane = next((i for i, time in enumerate(free) if time <= node.start), len(free))
        free[node.lane : node.lane + 1] = [node.end]
    return nodes


def _follow(nodes: list[_Node]) -> tuple[list[_Tensor], list[tuple[_Tensor, _Node]]]:
    """All results with the time of their last use, and who reads which."""
    tensors: list[_Tensor] = []
    flows: list[tuple[_Tensor, _Node]] = []
    named: dict[str, _Tensor] = {}
    at: dict[int, _Tensor] = {}
    for node in nodes:
        for name in node.inputs:
            if name in named:
                flows.append((named[name], node))
                named[name].last = max(named[name].last, node.end)
        for output in node.stats.output:
            memory = output.tensor_description.allocation_description
            name = f"{node.name}:{output.slot}" if output.slot else node.name
            tensor = _Tensor(name, len(tensors), node, memory)
            if not tensor.allocator and memory.ptr in at:
                # It takes over the memory of an operand, and counts from when that one ends.
                tensor.allocator = at[memory.ptr].allocator
                tensor.start = node.end
            named[name] = tensor
            if memory.ptr:
                at[memory.ptr] = tensor
            tensors.append(tensor)
    end = max((node.end for node in nodes), default=0)
    for tensor in tensors:
        # What a run hands out, and new values of variables, outlive it.
        if tensor.allocator == "pool":
            tensor.last = end
    return tensors, flows


def _show_objects(trace: _ChromeTrace, tensors: list[_Tensor]) -> None:
    for tensor in tensors:
        node, number = tensor.node, tensor.number
        described = next(
            str(output.tensor_description)
            for output in node.stats.output
            if (f"{node.name}:{output.slot}" if output.slot else node.name) == tensor.name
        )
        place = ("Tensor", tensor.name, node.objects, node.lane)
        trace.add("N", *place, node.start, id=number)
        trace.add("O", *place, node.end, id=number, args={"snapshot": {"tensor_description": described}})
        trace.add("D", *place, tensor.last, id=number)


def _show_counters(trace: _ChromeTrace, pid: int, tensors: list[_Tensor]) -> dict[str, AllocationMaximum]:
    """A counter for each allocator: bytes of the tensors that are there."""
    changes: dict[str, list[tuple[float, int, str]]] = {}
    for tensor in tensors:
        if tensor.allocator:
            own = changes.setdefault(tensor.allocator, [])
            own += [(tensor.start, tensor.bytes, tensor.name), (tensor.last, -tensor.bytes, tensor.name)]
    maximums = {}
    for allocator, own in changes.items():
        total = 0
        there: set[str] = set()
        most = AllocationMaximum(0, 0, set())
        # Memory that is handed on is given back first.
        for time, size, name in sorted(own):
            total += size
            (there.add if size > 0 else there.discard)(name)
            if total > most.num_bytes:
                most = AllocationMaximum(time, total, set(there))
            trace.add("C", "Memory", allocator, pid, 0, time, args={allocator: total})
        maximums[allocator] = most
    return maximums
