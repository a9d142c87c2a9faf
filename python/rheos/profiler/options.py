"""Options of `tf.profiler`: dictionaries with TensorFlow's keys, and what builds them."""

from __future__ import annotations

import copy
from typing import Any

from ..errors import UnimplementedError

__all__ = ["ProfileOptionBuilder", "checked"]

Options = dict[str, Any]

_MINIMA = (
    "min_bytes",
    "min_peak_bytes",
    "min_residual_bytes",
    "min_output_bytes",
    "min_micros",
    "min_accelerator_micros",
    "min_cpu_micros",
    "min_params",
    "min_float_ops",
    "min_occurrence",
)
QUANTITIES = {
    "bytes",
    "peak_bytes",
    "residual_bytes",
    "output_bytes",
    "micros",
    "accelerator_micros",
    "cpu_micros",
    "params",
    "float_ops",
    "occurrence",
}
_LEFT_OUT = {"tensor_value": "no values are kept", "input_shapes": "see RunMetadata.step_stats"}


def _options(**given: Any) -> Options:
    return (
        {name: 0 for name in _MINIMA}
        | {
            "max_depth": 10000,
            "order_by": "name",
            "account_type_regexes": [".*"],
            "start_name_regexes": [".*"],
            "trim_name_regexes": [],
            "show_name_regexes": [".*"],
            "hide_name_regexes": [],
            "account_displayed_op_only": True,
            "select": ["micros"],
            "step": -1,
            "output": "stdout",
        }
        | given
    )


def checked(options: Options | None) -> Options:
    """All options, those not given with their defaults; trainable variables by scope where there are none.

    Raises
    ------
    ValueError
        Unknown options or quantities.
    UnimplementedError
        Quantities and outputs that are left out.
    """
    if options is None:
        return ProfileOptionBuilder.trainable_variables_parameter()
    full = _options()
    unknown = sorted(set(options) - set(full))
    if unknown:
        raise ValueError(f"unknown options of tf.profiler: {', '.join(unknown)}; there are {', '.join(full)}")
    full |= options
    for name in full["select"]:
        if name in _LEFT_OUT:
            raise UnimplementedError(None, None, f"select={name!r} is left out: {_LEFT_OUT[name]}")
        if name not in QUANTITIES | {"device", "op_types"}:
            raise ValueError(f"cannot select {name!r}; there are {', '.join(sorted(QUANTITIES))}")
    if full["order_by"] not in QUANTITIES | {"name"}:
        raise ValueError(f"cannot order by {full['order_by']!r}; there are {', '.join(sorted(QUANTITIES))}")
    kind = str(full["output"]).partition(":")[0]
    if kind == "pprof":
        raise UnimplementedError(None, None, "profiles for pprof are left out; hint: with_timeline_output")
    if kind not in ("stdout", "none", "file", "timeline"):
        raise ValueError(f"unknown output {full['output']!r}; there are stdout, none, file and timeline")
    return full


class ProfileOptionBuilder:
    """Builds options step by step; each `with_` method returns the builder.

    Parameters
    ----------
    options : dict, optional
        Options to start from, such as ``ProfileOptionBuilder.time_and_memory()``.

    Examples
    --------
    >>> builder = ProfileOptionBuilder(ProfileOptionBuilder.time_and_memory())
    >>> builder.with_node_names(show_name_regexes=["dense.*"]).order_by("bytes").build()["order_by"]
    'bytes'
    """

    def __init__(self, options: Options | None = None) -> None:
        if options is None:
            options = _options(max_depth=100, account_displayed_op_only=False)
        self._options = copy.deepcopy(options)

    @staticmethod
    def trainable_variables_parameter() -> Options:
        """Sizes of trainable variables."""
        return _options(account_type_regexes=["_trainable_variables"], select=["params"])

    @staticmethod
    def float_operation() -> Options:
        """Floating-point operations, as far as static shapes tell them."""
        return _options(min_float_ops=1, order_by="float_ops", select=["float_ops"])

    @staticmethod
    def time_and_memory(
        min_micros: int = 1,
        min_bytes: int = 1,
        min_accelerator_micros: int = 0,
        min_cpu_micros: int = 0,
        min_peak_bytes: int = 0,
        min_residual_bytes: int = 0,
        min_output_bytes: int = 0,
    ) -> Options:
        """Times and memory of a run; smaller nodes are not shown."""
        return _options(
            min_micros=min_micros,
            min_bytes=min_bytes,
            min_accelerator_micros=min_accelerator_micros,
            min_cpu_micros=min_cpu_micros,
            min_peak_bytes=min_peak_bytes,
            min_residual_bytes=min_residual_bytes,
            min_output_bytes=min_output_bytes,
            order_by="micros",
            select=["micros", "bytes"],
        )

    def build(self) -> Options:
        """The options, as a dictionary of their own."""
        return copy.deepcopy(self._options)

    def _with(self, **given: Any) -> ProfileOptionBuilder:
        self._options.update(copy.deepcopy(given))
        return self

    def with_max_depth(self, max_depth: int) -> ProfileOptionBuilder:
        """Show so many levels of scopes, or so many types of operations."""
        return self._with(max_depth=max_depth)

    def with_min_memory(
        self,
        min_bytes: int = 0,
        min_peak_bytes: int = 0,
        min_residual_bytes: int = 0,
        min_output_bytes: int = 0,
    ) -> ProfileOptionBuilder:
        """Show what takes at least so much memory."""
        return self._with(
            min_bytes=min_bytes,
            min_peak_bytes=min_peak_bytes,
            min_residual_bytes=min_residual_bytes,
            min_output_bytes=min_output_bytes,
        )

    def with_min_execution_time(
        self, min_micros: int = 0, min_accelerator_micros: int = 0, min_cpu_micros: int = 0
    ) -> ProfileOptionBuilder:
        """Show what takes at least so much time."""
        return self._with(
            min_micros=min_micros,
            min_accelerator_micros=min_accelerator_micros,
            min_cpu_micros=min_cpu_micros,
        )

    def with_min_parameters(self, min_params: int) -> ProfileOptionBuilder:
        """Show nodes with at least so many parameters."""
        return self._with(min_params=min_params)

    def with_min_occurrence(self, min_occurrence: int) -> ProfileOptionBuilder:
        """Show what ran at least so often."""
        return self._with(min_occurrence=min_occurrence)

    def with_min_float_operations(self, min_float_ops: int) -> ProfileOptionBuilder:
        """Show nodes with at least so many floating-point operations."""
        return self._with(min_float_ops=min_float_ops)

    def with_accounted_types(self, account_type_regexes: list[str]) -> ProfileOptionBuilder:
        """Count nodes one of whose types (op type, device, ``_trainable_variables``) matches."""
        return self._with(account_type_regexes=account_type_regexes)

    def with_node_names(
        self,
        start_name_regexes: list[str] | None = None,
        show_name_regexes: list[str] | None = None,
        hide_name_regexes: list[str] | None = None,
        trim_name_regexes: list[str] | None = None,
    ) -> ProfileOptionBuilder:
        """Choose nodes by name: where to start, which to show or hide, and below which to stop."""
        given = {
            "start_name_regexes": start_name_regexes,
            "show_name_regexes": show_name_regexes,
            "hide_name_regexes": hide_name_regexes,
            "trim_name_regexes": trim_name_regexes,
        }
        return self._with(**{name: value for name, value in given.items() if value is not None})

    def account_displayed_op_only(self, is_true: bool) -> ProfileOptionBuilder:
        """Sum over what is shown; else over everything that is counted."""
        return self._with(account_displayed_op_only=is_true)

    def with_empty_output(self) -> ProfileOptionBuilder:
        """Print nothing."""
        return self._with(output="none")

    def with_stdout_output(self) -> ProfileOptionBuilder:
        """Print the table."""
        return self._with(output="stdout")

    def with_file_output(self, outfile: str) -> ProfileOptionBuilder:
        """Write the table to a file."""
        return self._with(output=f"file:outfile={outfile}")

    def with_timeline_output(self, timeline_file: str) -> ProfileOptionBuilder:
        """Write the run as a trace for Chrome, to `timeline_file` with ``_0`` appended."""
        return self._with(output=f"timeline:outfile={timeline_file}")

    def with_pprof_output(self, pprof_file: str) -> ProfileOptionBuilder:
        """Left out: profiling with these options is an error."""
        return self._with(output=f"pprof:outfile={pprof_file}")

    def order_by(self, attribute: str) -> ProfileOptionBuilder:
        """Sort by a quantity, the largest first, or by name."""
        return self._with(order_by=attribute)

    def select(self, attributes: list[str]) -> ProfileOptionBuilder:
        """Show these quantities."""
        return self._with(select=attributes)

    def with_step(self, step: int) -> ProfileOptionBuilder:
        """Show the run that was added as this step; -1 for the mean of all."""
        return self._with(step=step)
