"""Switches with which programs for `tensorflow.compat.v1` turn TensorFlow 2 off: here it is never on."""

from __future__ import annotations

__all__ = [
    "control_flow_v2_enabled",
    "disable_control_flow_v2",
    "disable_eager_execution",
    "disable_resource_variables",
    "disable_tensor_equality",
    "disable_v2_behavior",
    "disable_v2_tensorshape",
    "enable_control_flow_v2",
    "enable_eager_execution",
    "enable_resource_variables",
    "enable_tensor_equality",
    "enable_v2_behavior",
    "enable_v2_tensorshape",
    "executing_eagerly",
    "resource_variables_enabled",
]


def disable_v2_behavior() -> None:
    """Does nothing: graphs, sessions and static shapes are all there is.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_v2_behavior()
    """


def disable_eager_execution() -> None:
    """Does nothing: operations are always added to a graph.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_eager_execution()
    """


def disable_control_flow_v2() -> None:
    """Does nothing: it chooses between implementations that rheos does not have side by side.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_control_flow_v2()
    """


def enable_control_flow_v2() -> None:
    """Does nothing: it chooses between implementations that rheos does not have side by side.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_control_flow_v2()
    """


def control_flow_v2_enabled() -> bool:
    """False: operations look as TensorFlow 1's.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.control_flow_v2_enabled()
    False
    """
    return False


def disable_tensor_equality() -> None:
    """Does nothing: `==` of tensors is identity, as in TensorFlow 1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_tensor_equality()
    """


def disable_v2_tensorshape() -> None:
    """Does nothing: sizes are `Dimension` objects, as in TensorFlow 1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_v2_tensorshape()
    """


def enable_resource_variables() -> None:
    """Does nothing: all variables are resource variables.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_resource_variables()
    """


def disable_resource_variables() -> None:
    """Does nothing: variables are resource variables; programs see the difference in op types only.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.disable_resource_variables()
    """


def resource_variables_enabled() -> bool:
    """True: all variables are resource variables.

    Returns
    -------
    bool

    Examples
    --------
    >>> import rheos as tf
    >>> tf.resource_variables_enabled()
    True
    """
    return True


def executing_eagerly() -> bool:
    """False: operations are always added to a graph.

    Returns
    -------
    bool

    Examples
    --------
    >>> import rheos as tf
    >>> tf.executing_eagerly()
    False
    """
    return False


def enable_eager_execution(
    config: object = None, device_policy: object = None, execution_mode: object = None
) -> None:
    """Refused: rheos runs graphs only.

    Raises
    ------
    RuntimeError
        Always.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_eager_execution()
    Traceback (most recent call last):
        ...
    RuntimeError: rheos runs graphs only, not eagerly; build a graph and run it in a tf.Session
    """
    raise RuntimeError("rheos runs graphs only, not eagerly; build a graph and run it in a tf.Session")


def enable_v2_behavior() -> None:
    """Refused: rheos has TensorFlow 1's behaviour only.

    Raises
    ------
    RuntimeError
        Always.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_v2_behavior()
    Traceback (most recent call last):
        ...
    RuntimeError: rheos has TensorFlow 1's behaviour only
    """
    raise RuntimeError("rheos has TensorFlow 1's behaviour only")


def enable_tensor_equality() -> None:
    """Refused: `==` of tensors is identity, as in TensorFlow 1.

    Raises
    ------
    RuntimeError
        Always.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_tensor_equality()
    Traceback (most recent call last):
        ...
    RuntimeError: rheos has TensorFlow 1's behaviour only: use tf.equal to compare elements
    """
    raise RuntimeError("rheos has TensorFlow 1's behaviour only: use tf.equal to compare elements")


def enable_v2_tensorshape() -> None:
    """Refused: sizes are `Dimension` objects, as in TensorFlow 1.

    Raises
    ------
    RuntimeError
        Always.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.enable_v2_tensorshape()
    Traceback (most recent call last):
        ...
    RuntimeError: rheos has TensorFlow 1's behaviour only: use shape.as_list() for plain numbers
    """
    raise RuntimeError("rheos has TensorFlow 1's behaviour only: use shape.as_list() for plain numbers")
