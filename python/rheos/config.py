"""Options of sessions and runs, as plain classes with TensorFlow's field names.

Every field has its protobuf default; unknown names are errors that give the nearest ones. Invariant: nested
messages are
always there, so `config.gpu_options.allow_growth = True` needs no set-up.
"""

from __future__ import annotations

from typing import Any, ClassVar

from .messages import Message
from .step_stats import StepStats, fill

__all__ = ["ConfigProto", "GPUOptions", "GraphOptions", "OptimizerOptions", "RunMetadata", "RunOptions"]


class GPUOptions(Message):
    """How GPUs are used.

    `visible_device_list` takes effect: numbers of GPUs, from 0 on among those that the environment variable
    `RHEOS_GPU` leaves; the first is the session's ``/device:GPU:0``. The others are kept, without effect:
    memory is taken as it is needed.

    Parameters
    ----------
    **fields
        Any of the fields, such as ``allow_growth=True``.

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


class OptimizerOptions(Message):
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


class _RewriterConfig(Message):
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


class GraphOptions(Message):
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


class ConfigProto(Message):
    """Options of a session.

    These take effect; the others are kept, without effect:

    * `intra_op_parallelism_threads`: threads of the CPU,
    * `operation_timeout_in_ms`: of each run,
    * `device_count`: ``{"GPU": 0}`` keeps a session off GPUs,
    * `gpu_options.visible_device_list`: which GPU is ``/device:GPU:0``,
    * `allow_soft_placement`: ``False`` makes it an error that an operation cannot run where it asks to,
    * `log_device_placement`: prints which GPU is in use, and each operation's device,
    * `graph_options.optimizer_options.opt_level`: ``L0`` runs the graph as it was written.

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


class RunOptions(Message):
    """Options of one run.

    Parameters
    ----------
    **fields
        Any of the fields. `timeout_in_ms` takes effect; a `trace_level` other than ``NO_TRACE`` measures each
        step of the run and fills the run's `RunMetadata`; `output_partition_graphs` is an error.

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


class _CostGraph(Message):
    """Estimated costs of the operations of a run."""

    _FIELDS: ClassVar[dict[str, Any]] = {"node": []}


class RunMetadata(Message):
    """What a run reports when `RunOptions.trace_level` asks for it.

    `step_stats` has a node for each step of the run's plan, with TensorFlow's field names: see `StepStats`.
    `partition_graphs` stays empty: a run is a plan here, not a graph for each device.

    Examples
    --------
    >>> import rheos as tf
    >>> options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
    >>> x = tf.placeholder(tf.float32, [2, 2])
    >>> product = tf.matmul(x, x, name="product")
    >>> _ = tf.Session().run(product, {x: [[1, 2], [3, 4]]}, options, metadata)
    >>> [device] = metadata.step_stats.dev_stats
    >>> [(node.node_name, node.timeline_label) for node in device.node_stats]
    [('product', 'product = MatMul(Placeholder, Placeholder)')]
    """

    _FIELDS: ClassVar[dict[str, Any]] = {
        "step_stats": StepStats,
        "cost_graph": _CostGraph,
        "partition_graphs": [],
    }

    def _take_steps(self, device: str, steps: list[Any]) -> None:
        """Called by the session with what it measured."""
        fill(self.step_stats, device, steps)
