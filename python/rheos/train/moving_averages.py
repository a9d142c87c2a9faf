"""Exponential moving averages of variables and tensors.

In: variables. Out: for each a shadow variable ``name/ExponentialMovingAverage`` and an operation that moves
all of them towards the present values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import dtypes
from .._gen import raw_ops
from ..graph import (
    GraphKeys,
    Operation,
    Tensor,
    add_to_collection,
    control_dependencies,
    convert_to_tensor,
    get_default_graph,
    name_scope,
)
from ..initializers import Zeros
from ..variable_lists import global_variables, moving_average_variables, trainable_variables
from ..variable_scopes import get_variable, no_regularizer, variable_scope
from ..variables import Variable
from . import slots
from .optimizer import cast, group

__all__ = ["ExponentialMovingAverage", "assign_moving_average"]


class ExponentialMovingAverage:
    """Keeps averages in which a value's weight decays exponentially.

    Each update is ``average -= (1 - decay) * (average - value)``.

    Parameters
    ----------
    decay : float or tensor
        Share that is kept, close to 1.
    num_updates : int or tensor, optional
        Number of updates so far; ``min(decay, (1 + num_updates) / (10 + num_updates))`` is used, so that
        averages move faster at first.
    zero_debias : bool
        Correct averages of tensors, which start at zero, for that start.
    name : str
        Name of the operation, and the last part of the names of averages.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.Variable(10.0, name="v")
    >>> ema = tf.train.ExponentialMovingAverage(0.9)
    >>> maintain = ema.apply([v])
    >>> ema.average_name(v)
    'v/ExponentialMovingAverage'
    >>> with tf.Session() as session:
    ...     _ = session.run(tf.global_variables_initializer())
    ...     _ = session.run(v.assign(20.0))
    ...     _ = session.run(maintain)
    ...     print(session.run(ema.average(v)))
    11.0
    """

    def __init__(
        self,
        decay: Any,
        num_updates: Any = None,
        zero_debias: bool = False,
        name: str = "ExponentialMovingAverage",
    ) -> None:
        self._decay = decay
        self._num_updates = num_updates
        self._zero_debias = zero_debias
        self._name = name
        self._averages: dict[Any, Any] = {}
        self._biased: set[Any] = set()

    @property
    def name(self) -> str:
        """Name given to the constructor."""
        return self._name

    def apply(self, var_list: Iterable[Any] | None = None) -> Operation:
        """Make the averages, and the operation that updates them.

        Parameters
        ----------
        var_list : iterable of Variable or Tensor, optional
            What to average; all trainable variables if omitted. The average of a variable starts from its
            initial value, that of a tensor from zero.

        Returns
        -------
        Operation
            Updates all averages in `var_list`.

        Raises
        ------
        TypeError
            An element is not of a floating type.
        """
        items = trainable_variables() if var_list is None else list(var_list)
        for item in items:
            if not item.dtype.base_dtype.is_floating:
                raise TypeError(f"The variables must be half, float, or double: {item.name}")
            if item not in self._averages:
                with control_dependencies(None):
                    self._averages[item] = self._start(item)
        with name_scope(self._name) as scope:
            decay = convert_to_tensor(self._decay, name="decay")
            if self._num_updates is not None:
                count = raw_ops.Cast(
                    convert_to_tensor(self._num_updates), DstT=dtypes.float32, name="num_updates"
                )
                decay = raw_ops.Minimum(decay, (1.0 + count) / (10.0 + count))
            updates = [_move(self._averages[i], i, decay, i in self._biased, None) for i in items]
            return group(updates, scope)

    def _start(self, item: Any) -> Any:
        if isinstance(item, Variable):
            average = slots.create_slot(item, item.initialized_value(), self._name)
            add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, item)
            return average
        if self._zero_debias:
            self._biased.add(item)
        return slots.create_zeros_slot(item, self._name)

    def average(self, var: Any) -> Any:
        """Give the variable that holds the average of `var`, or None."""
        return self._averages.get(var)

    def average_name(self, var: Any) -> str:
        """Give the name that the average of `var` has, or would get."""
        if var in self._averages:
            return str(self._averages[var].op.name)
        name = f"{var.op.name}/{self._name}"
        return str(get_default_graph().unique_name(name, mark_as_used=False))

    def variables_to_restore(self, moving_avg_variables: Iterable[Any] | None = None) -> dict[str, Any]:
        """Map names in a checkpoint to variables, so that averages are restored in place of values.

        Parameters
        ----------
        moving_avg_variables : iterable of Variable, optional
            Variables that have averages in the checkpoint; all trainable ones and those given to `apply` if
            omitted.

        Returns
        -------
        dict of str to Variable
            To be given to `tf.train.Saver`. Other global variables are listed by their own names.
        """
        if moving_avg_variables is None:
            moving_avg_variables = [*trainable_variables(), *moving_average_variables()]
        averaged = dict.fromkeys(moving_avg_variables)
        names = {self.average_name(v): v for v in averaged}
        for v in global_variables():
            if v not in averaged and v.op.name not in names:
                names[v.op.name] = v
        return names


def assign_moving_average(
    variable: Any, value: Any, decay: Any, zero_debias: bool = True, name: str | None = None
) -> Tensor:
    """Move an average towards a value: ``variable -= (1 - decay) * (variable - value)``.

    Parameters
    ----------
    variable : Variable
        The average.
    value : Tensor
        Of the variable's shape and type.
    decay : float or tensor
        Share that is kept.
    zero_debias : bool
        Correct for an average that started at zero; makes the variables ``biased`` and ``local_step`` for it.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        The new average.
    """
    with control_dependencies([_move(variable, value, decay, zero_debias, name)]):
        result: Tensor = variable.read_value()
        return result


def _move(variable: Any, value: Any, decay: Any, zero_debias: bool, name: str | None) -> Operation:
    with name_scope(name, "AssignMovingAvg", [variable, value, decay]) as scope:
        rate = convert_to_tensor(1.0 - decay, name="decay")
        rate = cast(rate, variable.dtype)
        value = convert_to_tensor(value)
        if zero_debias:
            return _move_unbiased(variable, value, rate, scope)
        done: Operation = variable.assign_sub((variable.value() - value) * rate, read_value=False)
        return done


def _move_unbiased(variable: Any, value: Tensor, rate: Tensor, scope: str) -> Operation:
    """Average in `biased` from zero; divide by the share of all weights that real values have by now."""
    with variable_scope(variable.op.name), control_dependencies(None):
        options: dict[str, Any] = {"initializer": Zeros(), "trainable": False, "regularizer": no_regularizer}
        biased = get_variable("biased", variable.get_shape(), variable.dtype, **options)
        steps = get_variable("local_step", [], variable.dtype, **options)
    with name_scope(scope):
        moved = biased.assign_sub((biased.value() - value) * rate)
        counted = steps.assign_add(convert_to_tensor(1, dtype=variable.dtype))
        unbiased = moved / (1.0 - (1.0 - rate) ** counted)
        done: Operation = variable.assign(unbiased, read_value=False)
    return done
