"""Options of sessions and runs, as plain classes with TensorFlow's field names.

Every field has its protobuf default; unknown names are errors that give the nearest ones. Invariant: nested
messages are
always there, so `config.gpu_options.allow_growth = True` needs no set-up.
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = ["ConfigProto", "GPUOptions", "GraphOptions", "OptimizerOptions", "RunMetadata", "RunOptions"]


class _Message:
    """Fields with defaults; `_FIELDS` maps each name to its default, or to the class of a nested message."""

    _FIELDS: ClassVar[dict[str, Any]] = {}
    _set: set[str]

    def __init__(self, **fields: Any) -> None:
        self._reset()
        for name, value in fields.items():
            if name not in self._FIELDS:
                raise ValueError(self._unknown(name))
            default = self._FIELDS[name]
            if isinstance(default, type):
                if value is not None:
                    getattr(self, name).CopyFrom(value)
            elif isinstance(default, dict):
                getattr(self, name).update(value)
            elif isinstance(default, list):
                getattr(self, name).extend(value)
            else:
                setattr(self, name, value)

    def _reset(self) -> None:
        object.__setattr__(self, "_set", set())
        for name, default in self._FIELDS.items():
            if isinstance(default, type):
                value = default()
            else:
                value = default.copy() if isinstance(default, (dict, list)) else default
            object.__setattr__(self, name, value)

    def _unknown(self, name: str) -> str:
        import difflib

        near = difflib.get_close_matches(name, self._FIELDS, n=3, cutoff=0.5)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return f'Protocol message {type(self).__name__} has no "{name}" field{hint}.'

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._FIELDS:
            raise AttributeError(self._unknown(name))
        default = self._FIELDS[name]
        if isinstance(default, (type, dict, list)):
            raise AttributeError(
                f'Assignment not allowed to composite field "{name}": set its own fields, or CopyFrom.'
            )
        object.__setattr__(self, name, self._checked(name, default, value))
        self._set.add(name)

    def _is_set(self, name: str) -> bool:
        """True where a plain field was given a value, be it its default."""
        return name in self._set

    def _checked(self, name: str, default: Any, value: Any) -> Any:
        if isinstance(default, bool):
            if isinstance(value, int) or type(value).__name__ in ("bool_", "bool"):
                return bool(value)
        elif isinstance(default, int):
            if hasattr(value, "__index__"):
                return int(value)
        elif isinstance(default, float):
            if isinstance(value, (int, float)) or hasattr(value, "__float__"):
                return float(value)
        elif isinstance(value, str):
            return value
        expected = type(default).__name__
        raise TypeError(f"{value!r} has type {type(value).__name__}, but {name} expects {expected}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(self._unknown(name))

    def CopyFrom(self, other: Any) -> None:
        """Take over all fields of another message of this type."""
        if type(other) is not type(self):
            raise TypeError(f"CopyFrom needs a {type(self).__name__}, got {type(other).__name__}")
        self.Clear()
        self.MergeFrom(other)

    def MergeFrom(self, other: Any) -> None:
        """Take over the fields of another message that were set."""
        if type(other) is not type(self):
            raise TypeError(f"MergeFrom needs a {type(self).__name__}, got {type(other).__name__}")
        for name, default in self._FIELDS.items():
            value = getattr(other, name)
            if isinstance(default, type):
                getattr(self, name).MergeFrom(value)
            elif isinstance(default, dict):
                getattr(self, name).update(value)
            elif isinstance(default, list):
                getattr(self, name).extend(value)
            elif value != default or other._is_set(name):
                setattr(self, name, value)

    def Clear(self) -> None:
        """Set every field to its default."""
        self._reset()

    def HasField(self, name: str) -> bool:
        """True where a nested message has a field that differs from its default."""
        if name not in self._FIELDS:
            raise ValueError(self._unknown(name))
        default = self._FIELDS[name]
        return bool(getattr(self, name) != (default() if isinstance(default, type) else default))

    def __copy__(self) -> Any:
        other = type(self)()
        other.MergeFrom(self)
        return other

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self.__copy__()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), {name: getattr(self, name) for name in self._FIELDS}, self._set)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._FIELDS)

    __hash__ = None  # type: ignore[assignment]

    def _lines(self) -> list[str]:
        lines: list[str] = []
        for name, default in self._FIELDS.items():
            value = getattr(self, name)
            if isinstance(default, type):
                inner = value._lines()
                if inner:
                    lines += [f"{name} {{", *(f"  {line}" for line in inner), "}"]
            elif isinstance(default, dict):
                for key in sorted(value):
                    lines += [f"{name} {{", f'  key: "{key}"', f"  value: {value[key]}", "}"]
            elif isinstance(default, list):
                lines += [f"{name}: {_text(item)}" for item in value]
            elif value != default:
                lines.append(f"{name}: {_text(value)}")
        return lines

    def __repr__(self) -> str:
        return "".join(line + "\n" for line in self._lines())

    __str__ = __repr__


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _rebuild(kind: type[_Message], fields: dict[str, Any], given: set[str]) -> _Message:
    message = kind()
    message._set.update(given)
    for name, value in fields.items():
        object.__setattr__(message, name, value)
    return message


class GPUOptions(_Message):
    """How GPUs are used.

    Parameters
    ----------
    **fields
        Any of the fields, such as ``per_process_gpu_memory_fraction=0.5``.

    Examples
    --------
    >>> GPUOptions(allow_growth=True)
    allow_growth: true
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "per_process_gpu_memory_fraction": 0.0,
        "allow_growth": False,
        "allocator_type": "",
        "deferred_deletion_bytes": 0,
        "visible_device_list": "",
        "polling_active_delay_usecs": 0,
        "polling_inactive_delay_msecs": 0,
        "force_gpu_compatible": False,
    }


class OptimizerOptions(_Message):
    """How graphs are rewritten; the constants are those of TensorFlow.

    `opt_level=L0` runs each operation as it was written; the other fields are kept, without effect.

    Parameters
    ----------
    **fields
        Any of the fields.

    Examples
    --------
    >>> OptimizerOptions(opt_level=OptimizerOptions.L0).opt_level
    -1
    """

    L1: ClassVar[int] = 0
    L0: ClassVar[int] = -1
    DEFAULT: ClassVar[int] = 0
    OFF: ClassVar[int] = -1
    ON_1: ClassVar[int] = 1
    ON_2: ClassVar[int] = 2

    _FIELDS: ClassVar[dict[str, Any]] = {
        "do_common_subexpression_elimination": False,
        "do_constant_folding": False,
        "max_folded_constant_in_bytes": 0,
        "do_function_inlining": False,
        "opt_level": 0,
        "global_jit_level": 0,
    }


class _RewriterConfig(_Message):
    """TensorFlow's switches for graph rewrites; kept, without effect."""

    DEFAULT: ClassVar[int] = 0
    ON: ClassVar[int] = 1
    OFF: ClassVar[int] = 2
    AGGRESSIVE: ClassVar[int] = 3

    _FIELDS: ClassVar[dict[str, Any]] = {
        name: 0
        for name in (
            "layout_optimizer",
            "constant_folding",
            "shape_optimization",
            "remapping",
            "arithmetic_optimization",
            "dependency_optimization",
            "loop_optimization",
            "function_optimization",
            "memory_optimization",
            "meta_optimizer_iterations",
        )
    } | {"disable_model_pruning": False, "disable_meta_optimizer": False, "optimizers": []}


class GraphOptions(_Message):
    """Options of the graph.

    Parameters
    ----------
    **fields
        Any of the fields.

    Examples
    --------
    >>> GraphOptions(infer_shapes=True)
    infer_shapes: true
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "enable_recv_scheduling": False,
        "optimizer_options": OptimizerOptions,
        "build_cost_model": 0,
        "build_cost_model_after": 0,
        "infer_shapes": False,
        "place_pruned_graph": False,
        "enable_bfloat16_sendrecv": False,
        "timeline_step": 0,
        "rewrite_options": _RewriterConfig,
    }


class ConfigProto(_Message):
    """Options of a session.

    Threads (`intra_op_parallelism_threads`), `operation_timeout_in_ms`, `log_device_placement` and
    `graph_options.optimizer_options.opt_level` take effect; soft placement is always on; the others are
    kept, without effect.

    Parameters
    ----------
    **fields
        Any of the fields. Operations on devices that are not here run on the CPU unless
        ``allow_soft_placement=False`` is given.

    Examples
    --------
    >>> config = ConfigProto(log_device_placement=True)
    >>> config.gpu_options.allow_growth = True
    >>> config
    gpu_options {
      allow_growth: true
    }
    log_device_placement: true
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "device_count": {},
        "intra_op_parallelism_threads": 0,
        "inter_op_parallelism_threads": 0,
        "use_per_session_threads": False,
        "session_inter_op_thread_pool": [],
        "placement_period": 0,
        "device_filters": [],
        "gpu_options": GPUOptions,
        "allow_soft_placement": False,
        "log_device_placement": False,
        "graph_options": GraphOptions,
        "operation_timeout_in_ms": 0,
        "isolate_session_state": False,
        "share_cluster_devices_in_session": False,
    }


class RunOptions(_Message):
    """Options of one run.

    Parameters
    ----------
    **fields
        Any of the fields; `timeout_in_ms` takes effect.

    Examples
    --------
    >>> RunOptions(trace_level=RunOptions.FULL_TRACE).trace_level
    3
    """

    NO_TRACE: ClassVar[int] = 0
    SOFTWARE_TRACE: ClassVar[int] = 1
    HARDWARE_TRACE: ClassVar[int] = 2
    FULL_TRACE: ClassVar[int] = 3

    _FIELDS: ClassVar[dict[str, Any]] = {
        "trace_level": 0,
        "timeout_in_ms": 0,
        "inter_op_thread_pool": 0,
        "output_partition_graphs": False,
        "report_tensor_allocations_upon_oom": False,
    }


class _StepStats(_Message):
    """Times of the operations of a run, by device."""

    _FIELDS: ClassVar[dict[str, Any]] = {"dev_stats": []}


class _CostGraph(_Message):
    """Estimated costs of the operations of a run."""

    _FIELDS: ClassVar[dict[str, Any]] = {"node": []}


class RunMetadata(_Message):
    """What a run reports when it is asked to.

    Examples
    --------
    >>> RunMetadata().step_stats.dev_stats
    []
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "step_stats": _StepStats,
        "cost_graph": _CostGraph,
        "partition_graphs": [],
    }
