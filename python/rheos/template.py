"""`tf.make_template`: a function whose variables are made at the first call and shared by all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .graph import GraphKeys, get_collection_ref
from .variable_scopes import VariableScope, variable_scope

__all__ = ["make_template"]


class Template:
    """A function together with the variable scope of its variables."""

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        create_scope_now: bool = False,
        unique_name: str | None = None,
        custom_getter: Any = None,
    ) -> None:
        self._name = name
        self._function = function
        self._unique_name = unique_name
        self._custom_getter = custom_getter
        self._scope: VariableScope | None = None
        self._called = False
        if create_scope_now:
            with self._first() as self._scope:
                pass

    def _first(self) -> variable_scope:
        return variable_scope(self._unique_name, self._name, custom_getter=self._custom_getter)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._scope is None:
            with self._first() as self._scope:
                return self._run(args, kwargs)
        with variable_scope(self._scope, reuse=self._called or None):
            return self._run(args, kwargs)

    def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        trained = get_collection_ref(GraphKeys.TRAINABLE_VARIABLES)
        before, first = len(trained), not self._called
        self._called = True
        result = self._function(*args, **kwargs)
        if not first and len(trained) != before:
            raise ValueError(
                "Trainable variable created when calling a template after the first time, perhaps you used "
                f"tf.Variable when you meant tf.get_variable: {trained[before:]}"
            )
        return result

    @property
    def variable_scope(self) -> VariableScope | None:
        """The scope of the variables; None before the first call."""
        return self._scope

    @property
    def variables(self) -> list[Any]:
        """The global variables made so far."""
        return [] if self._scope is None else self._scope.global_variables()

    @property
    def trainable_variables(self) -> list[Any]:
        """The trainable variables made so far."""
        return [] if self._scope is None else self._scope.trainable_variables()


def make_template(
    name_: str,
    func_: Callable[..., Any],
    create_scope_now_: bool = False,
    unique_name_: str | None = None,
    custom_getter_: Any = None,
    **kwargs: Any,
) -> Callable[..., Any]:
    """Make a function that shares its variables between calls.

    Parameters
    ----------
    name_ : str
        Name of the variables' scope, made unique.
    func_ : callable
        Makes variables with `get_variable`.
    create_scope_now_ : bool
        Choose the scope's name now instead of at the first call.
    unique_name_ : str, optional
        Name to use as it stands.
    custom_getter_ : callable, optional
        As for `variable_scope`.
    **kwargs
        Passed to each call of `func_`.

    Returns
    -------
    callable
        Takes the remaining arguments of `func_`.

    Examples
    --------
    >>> import rheos as tf
    >>> scale = tf.make_template("scale", lambda x: x * tf.get_variable("factor", []))
    >>> _ = scale(1.0), scale(2.0)
    >>> [v.name for v in tf.global_variables()]
    ['scale/factor:0']
    """

    def function(*args: Any, **more: Any) -> Any:
        return func_(*args, **{**kwargs, **more})

    return Template(name_, function, create_scope_now_, unique_name_, custom_getter_)
