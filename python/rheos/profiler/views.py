"""Tables of a model: by scope, by data flow, by type of operation.

Goes in: nodes and options. Comes out: TensorFlow's messages and the lines of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from .nodes import FIELDS, Amounts, GraphNodeProto, MultiGraphNodeProto, Node

__all__ = ["by_flow", "by_scope", "by_type"]

ROOT = "_TFProfRoot"
Options = dict[str, Any]


def _memory(amount: float) -> str:
    return _scaled(amount, "B", ("KB", "MB", "GB", "TB"))


def _time(amount: float) -> str:
    return _scaled(amount, "us", ("ms", "sec"))


def _number(amount: float) -> str:
    return _scaled(amount, "", ("k", "m", "b"))


def _scaled(amount: float, unit: str, larger: tuple[str, ...]) -> str:
    if amount < 1000:
        return f"{int(amount)}{unit}"
    for step, name in enumerate(larger, 1):
        if amount < 1000 ** (step + 1) or step == len(larger):
            return f"{amount / 1000**step:.2f}{name}"
    raise AssertionError("a scale without units")


# Column: heading, text of an amount, what follows it in trees and in lists.
_COLUMNS: dict[str, tuple[str, Callable[[float], str], str, str]] = {
    "params": ("# parameters", _number, " params", " params"),
    "float_ops": ("# float_ops", _number, " flops", " float_ops"),
    "bytes": ("requested bytes", _memory, "", ""),
    "peak_bytes": ("peak bytes", _memory, "", ""),
    "residual_bytes": ("residual bytes", _memory, "", ""),
    "output_bytes": ("output bytes", _memory, "", ""),
    "micros": ("total execution time", _time, "", ""),
    "accelerator_micros": ("accelerator execution time", _time, "", ""),
    "cpu_micros": ("cpu execution time", _time, "", ""),
}
_OTHERS = {"device": "assigned devices", "op_types": "op types", "occurrence": "op occurrence (run|defined)"}


def _selected(options: Options) -> tuple[list[str], list[str]]:
    """Columns with amounts, and the others."""
    wanted = set(options["select"])
    if "micros" in wanted:
        wanted |= {"accelerator_micros", "cpu_micros"}
    return [c for c in _COLUMNS if c in wanted], [c for c in _OTHERS if c in wanted]


def _heading(options: Options) -> str:
    amounts, others = _selected(options)
    return " | ".join(["node name", *(_COLUMNS[c][0] for c in amounts), *(_OTHERS[c] for c in others)])


def _matches(patterns: Iterable[str], *names: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns for name in names)


def _plus(total: Amounts, more: Amounts) -> None:
    for name, amount in more.items():
        total[name] = total.get(name, 0) + amount


class _Entry:
    """A line of a tree: a node, or a scope without one."""

    def __init__(self, name: str, node: Node | None = None) -> None:
        self.name = name
        self.node = node
        self.children: list[_Entry] = []
        self.depth = 0
        self.started = False
        # Worked out from the leaves up.
        self.counted = False
        self.all: Amounts = {}
        self.runs = 0
        self.shown = False
        self.below: list[_Entry] = []
        self.totals: Amounts = {}
        self.total_runs = 0
        self.definitions = 0

    @property
    def own(self) -> Amounts:
        return self.node.amounts if self.node and self.counted else {}


def by_scope(nodes: list[Node], options: Options) -> tuple[GraphNodeProto, list[str]]:
    """Nodes under the scopes of their names."""
    root = _Entry(ROOT)
    entries: dict[str, _Entry] = {"": root}
    for node in nodes:
        path = ""
        for part in node.name.split("/"):
            parent, path = entries[path], f"{path}/{part}" if path else part
            if path not in entries:
                entries[path] = _Entry(path)
                parent.children.append(entries[path])
        entries[path].node = node
    return _tree(root, options)


def by_flow(nodes: list[Node], options: Options) -> tuple[GraphNodeProto, list[str]]:
    """Nodes under the first one that reads them, what nothing reads at the top."""
    root = _Entry(ROOT)
    entries = {node.name: _Entry(node.name, node) for node in nodes}
    read = {tensor.op.name for node in nodes for tensor in node.op.inputs}
    read |= {op.name for node in nodes for op in node.op.control_inputs}
    root.children = [entries[node.name] for node in nodes if node.name not in read]
    stack, placed = list(reversed(root.children)), {entry.name for entry in root.children}
    while stack:
        entry = stack.pop()
        assert entry.node is not None
        before = [tensor.op.name for tensor in entry.node.op.inputs]
        before += [op.name for op in entry.node.op.control_inputs]
        for name in before:
            if name not in placed:
                placed.add(name)
                entry.children.append(entries[name])
        stack += reversed(entry.children)
    return _tree(root, options)


def _tree(root: _Entry, options: Options) -> tuple[GraphNodeProto, list[str]]:
    order: list[_Entry] = []
    stack = [root]
    while stack:
        entry = stack.pop()
        order.append(entry)
        entry.started = entry.started or _matches(options["start_name_regexes"], entry.name)
        if _matches(options["trim_name_regexes"], entry.name):
            entry.children = []
        for child in entry.children:
            child.depth, child.started = entry.depth + 1, entry.started
        stack += entry.children
    for entry in reversed(order):
        _sum_up(entry, options, root)
    message = GraphNodeProto()
    lines = [_heading(options)]
    pending = [(root, message, 0)]
    while pending:
        entry, target, level = pending.pop()
        lines.append("  " * level + _line(entry, options))
        _fill(entry, target)
        pending += reversed([(below, target.children.add(), level + 1) for below in entry.below])
    return message, lines


def _sum_up(entry: _Entry, options: Options, root: _Entry) -> None:
    """An entry's totals and what is shown below it, its children being done."""
    node = entry.node
    types = node.types if node else {entry.name}
    entry.counted = entry is not root and _matches(options["account_type_regexes"], *types)
    entry.all = dict(entry.own)
    entry.runs = node.runs if node and entry.counted else 0
    for child in entry.children:
        _plus(entry.all, child.all)
        entry.below += [child] if child.shown else child.below
    entry.below.sort(key=_sorting(options))
    summed = entry.below if options["account_displayed_op_only"] else entry.children
    entry.totals, entry.total_runs, entry.definitions = dict(entry.own), entry.runs, 1
    for child in summed:
        _plus(entry.totals, child.totals)
        entry.total_runs += child.total_runs
        entry.definitions += child.definitions
    limits = {name: options[f"min_{name}"] for name in FIELDS}
    # Parameters and operations are a node's own; time and memory those of all below it.
    enough = all(
        (entry.own if name in ("params", "float_ops") else entry.all).get(name, 0) >= least
        for name, least in limits.items()
    )
    entry.shown = (
        entry is not root
        and enough
        and entry.runs >= options["min_occurrence"]
        and entry.depth <= options["max_depth"]
        and entry.started
        and (entry.counted or bool(entry.below))
        and _matches(options["show_name_regexes"], entry.name)
        and not _matches(options["hide_name_regexes"], entry.name)
    )


def _sorting(options: Options) -> Callable[[_Entry], tuple[int, str]]:
    quantity = options["order_by"]
    if quantity == "name":
        return lambda entry: (0, entry.name)
    if quantity == "occurrence":
        return lambda entry: (-entry.total_runs, entry.name)
    return lambda entry: (-entry.totals.get(quantity, 0), entry.name)


def _line(entry: _Entry, options: Options) -> str:
    amounts, others = _selected(options)
    node = entry.node if entry.counted else None
    parts = []
    if "params" in amounts and node and node.shape:
        parts.append("x".join(map(str, node.shape)))
    for name in amounts:
        _, text, unit, _ = _COLUMNS[name]
        own = text(entry.own.get(name, 0)) if entry.counted else "--"
        parts.append(f"{own}/{text(entry.totals.get(name, 0))}{unit}")
    if "device" in others and node and node.devices:
        parts.append("|".join(sorted(node.devices)))
    if "op_types" in others and node:
        parts.append("|".join(sorted(node.types)))
    if "occurrence" in others:
        parts.append(f"{entry.total_runs}|{entry.definitions}")
    return f"{entry.name} ({', '.join(parts)})"


def _fill(entry: _Entry, target: GraphNodeProto) -> None:
    target.name = entry.name
    for name, field in FIELDS.items():
        setattr(target, field, entry.own.get(name, 0))
        setattr(target, f"total_{field}", entry.totals.get(name, 0))
    target.run_count, target.total_run_count = entry.runs, entry.total_runs
    target.total_definition_count = entry.definitions
    if entry.node and entry.counted:
        target.devices.extend(sorted(entry.node.devices))


def by_type(nodes: list[Node], options: Options) -> tuple[MultiGraphNodeProto, list[str]]:
    """Types of operations with the sums over their nodes, each with its share and that of all from it on."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        if _matches(options["account_type_regexes"], *node.types):
            groups.setdefault(node.type, []).append(node)
    sums: dict[str, Amounts] = {}
    runs: dict[str, int] = {}
    for kind, members in groups.items():
        sums[kind] = {}
        runs[kind] = sum(node.runs for node in members)
        for node in members:
            _plus(sums[kind], node.amounts)
    quantity = options["order_by"]

    def sorting(kind: str) -> tuple[int, str]:
        amount = runs[kind] if quantity == "occurrence" else sums[kind].get(quantity, 0)
        return -amount, kind

    rest: Amounts = {}
    shown: list[tuple[str, Amounts]] = []
    for kind in sorted(groups, key=sorting, reverse=True):
        if not (
            _matches(options["show_name_regexes"], kind)
            and _matches(options["start_name_regexes"], kind)
            and not _matches(options["hide_name_regexes"], kind)
            and runs[kind] >= options["min_occurrence"]
        ):
            continue
        from_here = dict(rest)
        _plus(from_here, sums[kind])
        if all(from_here.get(name, 0) >= options[f"min_{name}"] for name in FIELDS):
            rest = from_here
            shown.append((kind, from_here))
    shown = shown[::-1][: options["max_depth"]]
    root = target = MultiGraphNodeProto(name=ROOT)
    whole = shown[0][1] if shown else {}
    for name, field in FIELDS.items():
        setattr(root, f"total_{field}", whole.get(name, 0))
    amounts, others = _selected(options)
    lines = [_heading(options)]
    for kind, from_here in shown:
        target = target.children.add(name=kind)
        for name, field in FIELDS.items():
            setattr(target, field, sums[kind].get(name, 0))
            setattr(target, f"total_{field}", from_here.get(name, 0))
        for node in groups[kind]:
            entry = _Entry(node.name, node)
            entry.counted, entry.totals, entry.runs = True, node.amounts, node.runs
            entry.total_runs, entry.definitions = node.runs, 1
            _fill(entry, target.graph_nodes.add())
        parts = []
        for name in amounts:
            _, text, _, unit = _COLUMNS[name]
            shares = [100 * x.get(name, 0) / (whole.get(name, 0) or 1) for x in (from_here, sums[kind])]
            value = text(sums[kind].get(name, 0)) + unit
            parts.append(f"{value} ({shares[0]:.2f}%, {shares[1]:.2f}%)".rjust(36))
        if "device" in others:
            parts.append("|".join(sorted(set().union(*(node.devices for node in groups[kind])))))
        if "op_types" in others:
            parts.append("|".join(sorted(set().union(*(node.types for node in groups[kind])))))
        if "occurrence" in others:
            parts.append(f"{runs[kind]}|{len(groups[kind])}")
        lines.append(f"{kind:24} {', '.join(parts)}")
    return root, lines
