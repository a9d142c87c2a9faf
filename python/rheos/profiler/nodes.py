"""What is known of each node of a graph: parameters, operations, and what runs measured."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from ..graph import Graph
from ..messages import Message, Repeated
from .float_operations import float_operations

__all__ = ["GraphNodeProto", "MultiGraphNodeProto"]

# Quantity: field of a message.
FIELDS = {
    "bytes": "requested_bytes",
    "peak_bytes": "peak_bytes",
    "residual_bytes": "residual_bytes",
    "output_bytes": "output_bytes",
    "micros": "exec_micros",
    "accelerator_micros": "accelerator_exec_micros",
    "cpu_micros": "cpu_exec_micros",
    "params": "parameters",
    "float_ops": "float_ops",
}
_TRAINABLE = "_trainable_variables"


class GraphNodeProto(Message):
    """A node or a scope; fields that begin with ``total_`` sum over what is shown below it too."""

    _FIELDS: ClassVar[dict[str, Any]] = {
        "name": "",
        **{field: 0 for field in FIELDS.values()},
        **{f"total_{field}": 0 for field in FIELDS.values()},
        "devices": [],
        "run_count": 0,
        "total_run_count": 0,
        "total_definition_count": 0,
    }


GraphNodeProto._FIELDS["children"] = Repeated(GraphNodeProto)


class MultiGraphNodeProto(Message):
    """A type of operations with its nodes; its child is the next type, and its totals include that."""

    _FIELDS: ClassVar[dict[str, Any]] = {
        "name": "",
        **{field: 0 for field in FIELDS.values()},
        **{f"total_{field}": 0 for field in FIELDS.values()},
        "graph_nodes": Repeated(GraphNodeProto),
    }


MultiGraphNodeProto._FIELDS["children"] = Repeated(MultiGraphNodeProto)

Amounts = dict[str, int]
"""By quantity; those that are zero may be left out."""


class Node:
    """A node of the graph."""

    def __init__(self, op: Any, trainable: bool) -> None:
        self.op = op
        self.name: str = op.name
        self.type: str = op.type
        self.amounts: Amounts = {}
        self.runs = 0
        self.devices: set[str] = set()
        self.types = {op.type} | ({_TRAINABLE} if trainable else set())
        self.shape: list[int] = []


class Model:
    """The nodes of a graph, in its order, and how many could not be counted."""

    def __init__(self, graph: Graph) -> None:
        trainable = {v.op.name for v in graph.get_collection("trainable_variables")}
        self.nodes = {op.name: Node(op, op.name in trainable) for op in graph.get_operations()}
        self.uncounted = 0
        variables = graph.get_collection("variables") + graph.get_collection("local_variables")
        for v in variables:
            if v.op.name in self.nodes and v.shape.is_fully_defined():
                node = self.nodes[v.op.name]
                node.shape = v.shape.as_list()
                node.amounts["params"] = math.prod(node.shape)
        for node in self.nodes.values():
            count = float_operations(node.op)
            if count is None:
                self.uncounted += 1
            elif count:
                node.amounts["float_ops"] = count

    def with_runs(self, runs: list[Any]) -> list[Node]:
        """The nodes with what runs (`StepStats`) measured, the mean over the runs."""
        sums: dict[str, Amounts] = {}
        found: dict[str, tuple[int, set[str]]] = {}
        for stats in runs:
            for device in stats.dev_stats:
                for step in device.node_stats:
                    if step.node_name not in self.nodes:
                        continue
                    total = sums.setdefault(step.node_name, {})
                    for name, amount in _measured(step).items():
                        total[name] = total.get(name, 0) + amount
                    count, devices = found.get(step.node_name, (0, set()))
                    found[step.node_name] = count + 1, devices | {device.device}
        out = []
        for name, node in self.nodes.items():
            new = Node.__new__(Node)
            new.__dict__.update(node.__dict__)
            mean = {key: -(-amount // len(runs)) for key, amount in sums.get(name, {}).items()}
            if "nanos" in mean:
                # What ran took a part of a microsecond at least.
                mean["micros"] = mean["cpu_micros"] = -(-mean.pop("nanos") // 1000)
            new.amounts = node.amounts | mean
            if name in found:
                new.runs, new.devices = -(-found[name][0] // len(runs)), found[name][1]
            new.types = node.types | new.devices
            out.append(new)
        return out


def _measured(step: Any) -> Amounts:
    nanos = step.all_end_rel_nanos or 1000 * step.all_end_rel_micros
    return {
        "nanos": nanos,
        "bytes": sum(m.total_bytes for m in step.memory),
        "peak_bytes": sum(m.peak_bytes for m in step.memory),
        "residual_bytes": sum(m.live_bytes for m in step.memory),
        "output_bytes": sum(o.tensor_description.allocation_description.requested_bytes for o in step.output),
    }
