"""Seeds of random operations: the graph's and the operation's own, by TensorFlow 1's rules."""

from __future__ import annotations

from ._native import get_default_graph

__all__ = ["get_seed", "set_random_seed"]


def set_random_seed(seed: int | None) -> None:
    """Set the graph-level seed of the default graph.

    Parameters
    ----------
    seed : int
        The seed; with it, every random operation gives the same numbers in every session.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.set_random_seed(1234)
    >>> tf.get_default_graph().seed
    1234
    """
    get_default_graph().seed = None if seed is None else int(seed)


_DEFAULT_GRAPH_SEED = 87654321
_MAX_SEED = 2**31 - 1


def get_seed(op_seed: int | None) -> tuple[int | None, int | None]:
    """The two seeds of a new random operation.

    Parameters
    ----------
    op_seed : int or None
        What the caller gave as `seed`.

    Returns
    -------
    tuple
        Graph-level and operation-level seed, (None, None) where the numbers are to differ from run to run.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_seed(5), tf.get_seed(None)
    ((87654321, 5), (None, None))
    """
    graph = get_default_graph()
    if graph.seed is not None:
        own = graph._last_id if op_seed is None else op_seed
        seeds: tuple[int, int] = (graph.seed % _MAX_SEED, own % _MAX_SEED)
    elif op_seed is not None:
        seeds = (_DEFAULT_GRAPH_SEED, op_seed % _MAX_SEED)
    else:
        return None, None
    # Kernels take (0, 0) for "seed from the clock".
    return (0, _MAX_SEED) if seeds == (0, 0) else seeds
