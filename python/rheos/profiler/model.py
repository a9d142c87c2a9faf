"""`tf.profiler.profile` and `Profiler`: a graph and its runs as tables."""

from __future__ import annotations

import sys
from typing import Any

from ..config import RunMetadata
from ..errors import InvalidArgumentError, UnimplementedError
from ..graph import Graph, get_default_graph
from .nodes import GraphNodeProto, Model, MultiGraphNodeProto
from .options import checked
from .views import by_flow, by_scope, by_type

__all__ = ["Profiler", "profile"]

Options = dict[str, Any]
_DEFAULT_PROFILE_OPTIONS: Options | None = None
_VIEWS = {"scope": by_scope, "graph": by_flow, "op": by_type}


def profile(
    graph: Graph | None = None,
    run_meta: RunMetadata | None = None,
    op_log: Any = None,
    cmd: str = "scope",
    options: Options | None = _DEFAULT_PROFILE_OPTIONS,
) -> Any:
    """Print a table of a graph's parameters, floating-point operations, or times and memory of a run.

    Parameters
    ----------
    graph : Graph, optional
        The default graph by default.
    run_meta : RunMetadata, optional
        A traced run of the graph, for times and memory.
    op_log : None
        Not supported.
    cmd : {"scope", "graph", "op"}
        Sum up by name scopes, along the data flow, or by type of operation.
    options : dict, optional
        See `ProfileOptionBuilder`; trainable variables by default.

    Returns
    -------
    GraphNodeProto or MultiGraphNodeProto
        The table as a tree: `total_parameters`, `total_float_ops`, `total_exec_micros` and so on. The latter
        for ``cmd="op"``.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        Unknown `cmd`.
    rheos.errors.UnimplementedError
        `op_log`, ``cmd="code"``, and options that are left out.
    ValueError
        Unknown options.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.get_variable("dense/w", [20, 10])
    >>> tf.profiler.profile().total_parameters
    <BLANKLINE>
    ==================Model Analysis Report======================
    node name | # parameters
    _TFProfRoot (--/200 params)
      dense (--/200 params)
        dense/w (20x10, 200/200 params)
    ======================End of Report==========================
    200
    """
    profiler = Profiler(graph, op_log)
    if run_meta is not None:
        profiler.add_step(-1, run_meta)
    return profiler._profile(cmd, options)


class Profiler:
    """Tables over several traced runs of one graph.

    Parameters
    ----------
    graph : Graph, optional
        The default graph by default.
    op_log : None
        Not supported.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.placeholder(tf.float32, [2, 2])
    >>> y = tf.matmul(x, x)
    >>> profiler = tf.profiler.Profiler(tf.get_default_graph())
    >>> options, metadata = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), tf.RunMetadata()
    >>> with tf.Session() as sess:
    ...     for step in range(3):
    ...         _ = sess.run(y, {x: [[1, 2], [3, 4]]}, options, metadata)
    ...         profiler.add_step(step, metadata)
    >>> time = tf.profiler.ProfileOptionBuilder.time_and_memory()
    >>> time["output"] = "none"
    >>> profiler.profile_operations(time).children[0].name
    'MatMul'
    """

    def __init__(self, graph: Graph | None = None, op_log: Any = None) -> None:
        if op_log is not None:
            raise UnimplementedError(
                None, None, "tf.profiler takes no op_log: types of one's own are left out"
            )
        self._graph = graph or get_default_graph()
        self._steps: dict[int, RunMetadata] = {}

    def add_step(self, step: int, run_meta: RunMetadata) -> None:
        """Keep what a run measured, as step `step`."""
        kept = RunMetadata()
        kept.CopyFrom(run_meta)
        self._steps[step] = kept

    def profile_operations(self, options: Options | None) -> MultiGraphNodeProto:
        """By type of operation."""
        found: MultiGraphNodeProto = self._profile("op", options)
        return found

    def profile_name_scope(self, options: Options | None) -> GraphNodeProto:
        """By name scope."""
        found: GraphNodeProto = self._profile("scope", options)
        return found

    def profile_graph(self, options: Options | None) -> GraphNodeProto:
        """Along the data flow."""
        found: GraphNodeProto = self._profile("graph", options)
        return found

    def profile_python(self, options: Options | None) -> MultiGraphNodeProto:
        """Left out: raises an `UnimplementedError`."""
        found: MultiGraphNodeProto = self._profile("code", options)
        return found

    def _profile(self, cmd: str, options: Options | None) -> Any:
        if cmd == "code":
            text = "tables by line of the program are left out; hint: cmd='scope' or cmd='op'"
            raise UnimplementedError(None, None, text)
        if cmd not in _VIEWS:
            raise InvalidArgumentError(None, None, f"unknown cmd: {cmd}; there are {', '.join(_VIEWS)}")
        options = checked(options)
        model = Model(self._graph)
        runs = [meta.step_stats for step, meta in self._steps.items() if options["step"] in (-1, step)]
        message, lines = _VIEWS[cmd](model.with_runs(runs), options)
        kind, _, target = options["output"].partition(":")
        target = target.removeprefix("outfile=")
        if kind == "timeline":
            self._write_timelines(target, options["step"])
        elif kind != "none":
            table = "\n".join(
                [
                    "",
                    "==================Model Analysis Report======================",
                    *lines,
                    *_remark(model, options),
                    "======================End of Report==========================",
                    "",
                ]
            )
            if kind == "file":
                with open(target, "w", encoding="utf-8") as file:
                    file.write(table)
            else:
                sys.stdout.write(table)
        return message

    def _write_timelines(self, target: str, step: int) -> None:
        from ..python.client.timeline import Timeline

        if not self._steps:
            raise InvalidArgumentError(None, None, "a timeline needs the RunMetadata of a traced run")
        for number, meta in self._steps.items():
            if step in (-1, number):
                with open(f"{target}_{max(number, 0)}", "w", encoding="utf-8") as file:
                    file.write(Timeline(meta.step_stats).generate_chrome_trace_format())


def _remark(model: Model, options: Options) -> list[str]:
    """What a table of operations leaves out."""
    if not model.uncounted or "float_ops" not in options["select"]:
        return []
    return [f"{model.uncounted} operations are not counted: the graph does not know their sizes"]
