"""Collections of the default graph, and the names of the standard ones (`tf.GraphKeys`)."""

from __future__ import annotations

from typing import Any, Final

from ._native import get_default_graph

__all__ = [
    "GraphKeys",
    "add_to_collection",
    "add_to_collections",
    "get_collection",
    "get_collection_ref",
]


class GraphKeys:
    """Names of the collections that the library itself fills and reads.

    Examples
    --------
    >>> GraphKeys.TRAINABLE_VARIABLES
    'trainable_variables'
    """

    GLOBAL_VARIABLES: Final = "variables"
    VARIABLES: Final = "variables"
    LOCAL_VARIABLES: Final = "local_variables"
    METRIC_VARIABLES: Final = "metric_variables"
    MODEL_VARIABLES: Final = "model_variables"
    TRAINABLE_VARIABLES: Final = "trainable_variables"
    TRAINABLE_RESOURCE_VARIABLES: Final = "trainable_resource_variables"
    MOVING_AVERAGE_VARIABLES: Final = "moving_average_variables"
    CONCATENATED_VARIABLES: Final = "concatenated_variables"
    SUMMARIES: Final = "summaries"
    QUEUE_RUNNERS: Final = "queue_runners"
    TABLE_INITIALIZERS: Final = "table_initializer"
    ASSET_FILEPATHS: Final = "asset_filepaths"
    REGULARIZATION_LOSSES: Final = "regularization_losses"
    LOSSES: Final = "losses"
    WEIGHTS: Final = "weights"
    BIASES: Final = "biases"
    ACTIVATIONS: Final = "activations"
    UPDATE_OPS: Final = "update_ops"
    SAVERS: Final = "savers"
    SAVEABLE_OBJECTS: Final = "saveable_objects"
    RESOURCES: Final = "resources"
    LOCAL_RESOURCES: Final = "local_resources"
    INIT_OP: Final = "init_op"
    LOCAL_INIT_OP: Final = "local_init_op"
    READY_OP: Final = "ready_op"
    READY_FOR_LOCAL_INIT_OP: Final = "ready_for_local_init_op"
    SUMMARY_OP: Final = "summary_op"
    GLOBAL_STEP: Final = "global_step"
    GLOBAL_STEP_READ_OP_CACHE: Final = "global_step_read_op_cache"
    EVAL_STEP: Final = "eval_step"
    TRAIN_OP: Final = "train_op"
    COND_CONTEXT: Final = "cond_context"
    WHILE_CONTEXT: Final = "while_context"
    _STREAMING_MODEL_PORTS: Final = "streaming_model_ports"
    _SUMMARY_COLLECTION: Final = "_SUMMARY_V2"


def add_to_collection(name: Any, value: Any) -> None:
    """Append `value` to a collection of the default graph.

    Parameters
    ----------
    name : str
        The collection, such as one of `GraphKeys`.
    value : object
        What to keep.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.add_to_collection("kept", 1)
    >>> tf.get_collection("kept")
    [1]
    """
    get_default_graph().add_to_collection(name, value)


def add_to_collections(names: Any, value: Any) -> None:
    """Append `value` to several collections of the default graph.

    Parameters
    ----------
    names : str or iterable of str
        The collections.
    value : object
        What to keep.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.add_to_collections(["one", "two"], 5)
    >>> tf.get_collection("two")
    [5]
    """
    get_default_graph().add_to_collections(names, value)


def get_collection(key: Any, scope: str | None = None) -> list[Any]:
    """A copy of a collection of the default graph.

    Parameters
    ----------
    key : str
        The collection.
    scope : str, optional
        Only items whose name this pattern matches from its start.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_collection("nothing")
    []
    """
    found: list[Any] = get_default_graph().get_collection(key, scope)
    return found


def get_collection_ref(key: Any) -> list[Any]:
    """The list of a collection of the default graph itself.

    Parameters
    ----------
    key : str
        The collection.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_collection_ref("kept").append(1)
    >>> tf.get_collection("kept")
    [1]
    """
    own: list[Any] = get_default_graph().get_collection_ref(key)
    return own
