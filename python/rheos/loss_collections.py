"""The losses that a graph's parts added to its collections, and their total."""

from __future__ import annotations

from typing import Any

from ._native import Tensor
from .arithmetic import add_n
from .constants import constant
from .graph import GraphKeys, add_to_collection, get_collection


def add_loss(loss: Any, loss_collection: str | None = GraphKeys.LOSSES) -> None:
    """Add a loss of one's own to the collected ones.

    Parameters
    ----------
    loss : Tensor
        The loss.
    loss_collection : str or None
        Collection that it is added to; nothing happens if None.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.losses.add_loss(tf.constant(2.0, name="extra"))
    >>> [loss.name for loss in tf.losses.get_losses()]
    ['extra:0']
    """
    if loss_collection:
        add_to_collection(loss_collection, loss)


def get_losses(scope: str | None = None, loss_collection: str = GraphKeys.LOSSES) -> list[Any]:
    """List collected losses.

    Parameters
    ----------
    scope : str, optional
        Regular expression that the start of a loss's name must match.
    loss_collection : str
        The collection.

    Returns
    -------
    list of Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> _ = tf.losses.mean_squared_error([1.0], [2.0])
    >>> [loss.name for loss in tf.losses.get_losses()]
    ['mean_squared_error/value:0']
    """
    return get_collection(loss_collection, scope)


def get_regularization_losses(scope: str | None = None) -> list[Any]:
    """List the losses of the variables' regularizers.

    Parameters
    ----------
    scope : str, optional
        Regular expression that the start of a loss's name must match.

    Returns
    -------
    list of Tensor

    Examples
    --------
    >>> import rheos as tf
    >>> _ = tf.get_variable("w", [2], regularizer=tf.nn.l2_loss)
    >>> [loss.name for loss in tf.losses.get_regularization_losses()]
    ['w/Regularizer/L2Loss:0']
    """
    return get_collection(GraphKeys.REGULARIZATION_LOSSES, scope)


def get_regularization_loss(scope: str | None = None, name: str = "total_regularization_loss") -> Tensor:
    """The sum of the regularizers' losses; 0 if there is none.

    Parameters
    ----------
    scope : str, optional
        Regular expression that the start of a loss's name must match.
    name : str
        Name of the operation.

    Returns
    -------
    Tensor
        A scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.get_variable("w", initializer=[1.0, 3.0], regularizer=tf.nn.l2_loss)
    >>> session = tf.Session()
    >>> session.run(w.initializer)
    >>> print(session.run(tf.losses.get_regularization_loss()))
    5.0
    """
    losses = get_regularization_losses(scope)
    return add_n(losses, name=name) if losses else constant(0.0)


def get_total_loss(
    add_regularization_losses: bool = True, name: str = "total_loss", scope: str | None = None
) -> Tensor:
    """The sum of all collected losses.

    Parameters
    ----------
    add_regularization_losses : bool
        Whether those of the regularizers count as well.
    name : str
        Name of the operation.
    scope : str, optional
        Regular expression that the start of a loss's name must match.

    Returns
    -------
    Tensor
        A scalar.

    Raises
    ------
    ValueError
        There is no loss.

    Examples
    --------
    >>> import rheos as tf
    >>> _ = tf.losses.absolute_difference([1.0], [3.0]), tf.losses.mean_squared_error([1.0], [3.0])
    >>> print(tf.Session().run(tf.losses.get_total_loss()))
    6.0
    """
    losses = get_losses(scope)
    if add_regularization_losses:
        losses += get_regularization_losses(scope)
    return add_n(losses, name=name)
