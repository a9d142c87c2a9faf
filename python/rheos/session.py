"""Sessions: running parts of a graph. The work of `run` is native; here are what surrounds it and the
default session.

Invariant: a session belongs to one graph and owns the values of that graph's variables until it is closed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from . import _native
from .config import ConfigProto, OptimizerOptions
from .graph import Graph, Operation, get_default_graph

__all__ = ["InteractiveSession", "Session", "get_default_session"]


class _Stack(threading.local):
    """The sessions of the blocks open in a thread."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []


_stack = _Stack()


def get_default_session() -> Session | None:
    """The innermost session of the thread that was made the default one, or None.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.get_default_session() is None
    True
    """
    return _stack.sessions[-1] if _stack.sessions else None


class _DeviceAttributes:
    """A device as `list_devices` gives it."""

    __slots__ = ("device_type", "incarnation", "memory_limit_bytes", "name")

    def __init__(self, name: str, device_type: str, memory_limit_bytes: int, incarnation: int = 0) -> None:
        self.name = name
        self.device_type = device_type
        self.memory_limit_bytes = memory_limit_bytes
        self.incarnation = incarnation

    def __repr__(self) -> str:
        fields = (self.name, self.device_type, self.memory_limit_bytes, self.incarnation)
        return f"_DeviceAttributes({', '.join(map(str, fields))})"


class _DefaultSession:
    """Makes a session the thread's default one, and its graph the default graph."""

    __slots__ = ("_graph", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._graph = session.graph.as_default()

    def __enter__(self) -> Session:
        self._graph.__enter__()
        _stack.sessions.append(self._session)
        return self._session

    def __exit__(self, *exception: object) -> None:
        if not _stack.sessions or _stack.sessions[-1] is not self._session:
            raise AssertionError("Nesting violated for default stack of Session objects")
        _stack.sessions.pop()
        self._graph.__exit__(*exception)


class Session(_native.BaseSession):
    """Runs operations of a graph and keeps the values of its variables.

    Parameters
    ----------
    target : str
        Empty: this process. Other engines are not supported.
    graph : Graph, optional
        The graph to run; the default graph by default.
    config : ConfigProto, optional
        Threads, time limit, which GPU, logging of placements: see `ConfigProto`.

    Raises
    ------
    TypeError
        `graph` or `config` has the wrong type.

    Examples
    --------
    >>> import rheos as tf
    >>> a = tf.placeholder(tf.float32)
    >>> with tf.Session() as sess:
    ...     print(sess.run(a + 1.0, feed_dict={a: 2.0}))
    3.0
    """

    _config: ConfigProto
    _default: list[_DefaultSession]
    _partial: dict[str, _PartialRun]

    def __new__(
        cls, target: str = "", graph: Graph | None = None, config: ConfigProto | None = None
    ) -> Session:
        if not isinstance(target, (str, bytes)):
            raise TypeError(f"target must be a string, but got {type(target)}")
        if graph is not None and not isinstance(graph, Graph):
            raise TypeError(f"graph must be a tf.Graph, but got {type(graph)}")
        if config is not None and not isinstance(config, ConfigProto):
            raise TypeError(f"config must be a tf.ConfigProto, but got {type(config)}")
        if target:
            from .errors import UnimplementedError

            raise UnimplementedError(None, None, f"sessions of another process are not supported: {target!r}")
        config = ConfigProto() if config is None else config
        self: Session = super().__new__(
            cls,
            graph or get_default_graph(),
            config.intra_op_parallelism_threads,
            config.operation_timeout_in_ms,
            config.log_device_placement,
            config.graph_options.optimizer_options.opt_level != OptimizerOptions.L0,
            # Programs that say nothing run anywhere; a plain False asks for the named devices.
            config.allow_soft_placement or not config._is_set("allow_soft_placement"),
            None if config.device_count.get("GPU") == 0 else config.gpu_options.visible_device_list,
        )
        self._config = config
        self._default = []
        self._partial = {}
        if config.log_device_placement:
            from . import local_devices

            print(local_devices.mapping(config))
        return self

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: ConfigProto | None = None
    ) -> None:
        super().__init__()

    @property
    def sess_str(self) -> bytes:
        """The target, as bytes."""
        return b""

    @property
    def graph_def(self) -> Any:
        """The graph as a GraphDef message."""
        return self.graph.as_graph_def()

    def as_default(self) -> _DefaultSession:
        """A context manager inside which this is the default session; it does not close it."""
        return _DefaultSession(self)

    def __enter__(self) -> Session:
        block = _DefaultSession(self)
        block.__enter__()
        self._default.append(block)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._default.pop().__exit__(kind, value, traceback)
        self.close()

    def list_devices(self) -> list[_DeviceAttributes]:
        """The devices that this session runs operations on: the CPU, and the GPU if there is one."""
        from .local_devices import TASK, list_local_devices

        return [
            _DeviceAttributes(TASK + device.name, device.device_type, device.memory_limit, device.incarnation)
            for device in list_local_devices(self._config)
        ]

    @staticmethod
    def reset(target: str, containers: Any = None, config: Any = None) -> None:
        """Clear the variables of other processes' sessions; there are none here."""

    def explain(
        self, fetches: Any, feed_dict: dict[Any, Any] | None = None, runs: int = 0, order: str = "plan"
    ) -> str:
        """What a run does and where its time goes, as text: one line for each step of the plan.

        Parameters
        ----------
        fetches, feed_dict
            As for `run`.
        runs : int
            Run so many times, with all effects that runs have, and give the median time of each step beside
            its estimate, its share, and how many threads were at work in it. Without, nothing is run.
        order : {"plan", "time"}
            List the steps as they run, or the longest first.

        Returns
        -------
        str
            The steps, then the memory of the plan, then nodes that are not on the device they asked for.

        Raises
        ------
        ValueError
            Unknown `order`; feeds and fetches as for `run`.

        Examples
        --------
        >>> import rheos as tf
        >>> x = tf.placeholder(tf.float32, [100, 100])
        >>> y = tf.reduce_sum(tf.exp(tf.matmul(x, x)), name="y")
        >>> print(tf.Session().explain(y, {x: [[0.01] * 100] * 100}, runs=3))  # doctest: +ELLIPSIS
        step kind    estimated  share    measured  share  threads  what
        0 kernel ... us ...%  ... us ...% ...  MatMul 'MatMul'
        1 kernel ... us ...%  ... us ...% ...  Exp+Sum 'y'
        2 steps: ... us estimated, ... us measured
        ...
        """
        return super().explain(fetches, feed_dict, runs, order)

    def make_callable(
        self, fetches: Any, feed_list: list[Any] | None = None, accept_options: bool = False
    ) -> Callable[..., Any]:
        """A function that runs `fetches`, with the values to feed as its arguments.

        Parameters
        ----------
        fetches : as for `run`
            What to fetch.
        feed_list : list, optional
            Keys as for `feed_dict`; the function takes one argument for each.
        accept_options : bool
            The function also takes `options` and `run_metadata` by keyword.

        Examples
        --------
        >>> import rheos as tf
        >>> x = tf.placeholder(tf.float32)
        >>> twice = tf.Session().make_callable(x * 2.0, [x])
        >>> print(twice(3.0))
        6.0
        """
        if feed_list is not None and not isinstance(feed_list, (list, tuple)):
            raise TypeError("`feed_list` must be a list or tuple.")
        keys = list(feed_list or ())

        def call(*values: Any, options: Any = None, run_metadata: Any = None) -> Any:
            if len(values) != len(keys):
                raise TypeError(f"{len(keys)} values to feed are needed, got {len(values)}")
            if not accept_options and (options is not None or run_metadata is not None):
                raise TypeError("options need make_callable(..., accept_options=True)")
            return self.run(fetches, dict(zip(keys, values, strict=True)), options, run_metadata)

        return call

    def partial_run_setup(self, fetches: Any, feeds: list[Any] | None = None) -> str:
        """Announce a run in several parts.

        Parameters
        ----------
        fetches : list
            All that the parts will fetch.
        feeds : list, optional
            All that the parts will feed.

        Returns
        -------
        str
            The handle for `partial_run`.
        """
        run = _PartialRun(self, fetches, feeds or [])
        handle = f"partial_run_{id(self):x}_{len(self._partial)}"
        self._partial[handle] = run
        return handle

    def partial_run(self, handle: str, fetches: Any, feed_dict: dict[Any, Any] | None = None) -> Any:
        """The next part of a run: what it feeds and what was fetched before stays in force.

        Parameters
        ----------
        handle : str
            As given by `partial_run_setup`.
        fetches : as for `run`
            Among what was announced.
        feed_dict : dict, optional
            Values for what was announced and has not been fed yet.
        """
        if handle not in self._partial:
            from .errors import InvalidArgumentError

            raise InvalidArgumentError(None, None, "Must run 'setup' before performing partial runs!")
        return self._partial[handle].run(fetches, feed_dict or {})


class _PartialRun:
    """One run in parts: each announced feed and fetch is used once."""

    def __init__(self, session: Session, fetches: Any, feeds: list[Any]) -> None:
        self._session = session
        self._may_feed = {self._element(feed) for feed in feeds}
        self._may_fetch = {self._element(fetch) for fetch in _flat(fetches)}
        self._used: set[Any] = set()
        self._parts = _native.Parts(session, fetches, dict.fromkeys(self._may_feed))

    def _element(self, value: Any) -> Any:
        return self._session.graph.as_graph_element(value)

    def run(self, fetches: Any, feed_dict: dict[Any, Any]) -> Any:
        fed = [self._element(key) for key in feed_dict]
        wanted = [self._element(fetch) for fetch in _flat(fetches)]
        self._check("feed", "fed", fed, self._may_feed)
        self._check("fetch", "fetched", wanted, self._may_fetch)
        result = self._parts.run(fetches, feed_dict)
        self._used.update(fed, wanted)
        return result

    def _check(self, what: str, past: str, elements: list[Any], announced: set[Any]) -> None:
        from .errors import InvalidArgumentError

        for element in elements:
            if element not in announced:
                raise InvalidArgumentError(
                    None, None, f"{element.name} was not announced as a {what} of this run."
                )
            if element in self._used:
                raise InvalidArgumentError(None, None, f"The {what} {element.name} has already been {past}.")


def _flat(fetches: Any) -> list[Any]:
    """The leaves of a nesting, in the order in which a session fetches them."""
    if isinstance(fetches, dict):
        return [leaf for value in fetches.values() for leaf in _flat(value)]
    if isinstance(fetches, (list, tuple)):
        return [leaf for item in fetches for leaf in _flat(item)]
    return [fetches]


class InteractiveSession(Session):
    """A session that makes itself the default one, for use in a shell.

    Parameters
    ----------
    target, graph, config
        As for `Session`.

    Examples
    --------
    >>> import rheos as tf
    >>> sess = tf.InteractiveSession()
    >>> print((tf.constant(1.0) + 2.0).eval())
    3.0
    >>> sess.close()
    """

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: ConfigProto | None = None
    ) -> None:
        super().__init__()
        # Without a graph of its own the session shares the default one, which then needs no block.
        self._graph_block = None if graph is None else graph.as_default()
        if self._graph_block is not None:
            self._graph_block.__enter__()
        _stack.sessions.append(self)

    def close(self) -> None:
        """Free the variables and stop being the default session."""
        super().close()
        if self in _stack.sessions:
            _stack.sessions.remove(self)
            if self._graph_block is not None:
                self._graph_block.__exit__()
                self._graph_block = None


def _session_for(method: str, purpose: str, graph: Any, session: Session | None) -> Session:
    """The session that `eval` and `run` methods use."""
    if session is not None:
        if session.graph is not graph:
            raise ValueError(
                f"Cannot use the given session to {purpose}: the element's graph is different from the "
                "session's graph."
            )
        return session
    session = get_default_session()
    if session is None:
        raise ValueError(
            f"Cannot {purpose} using `{method}()`: No default session is registered. Use `with "
            f"sess.as_default()` or pass an explicit session to `{method}(session=sess)`"
        )
    if session.graph is not graph:
        raise ValueError(
            f"Cannot use the default session to {purpose}: the element's graph is different from the "
            f"session's graph. Pass an explicit session to `{method}(session=sess)`."
        )
    return session


def _eval_using_default_session(
    tensors: Any, feed_dict: Any, graph: Any, session: Session | None = None
) -> Any:
    """`Tensor.eval`."""
    return _session_for("eval", "evaluate tensor", graph, session).run(tensors, feed_dict)


def _run_using_default_session(
    operation: Operation, feed_dict: Any, graph: Any, session: Session | None = None
) -> None:
    """`Operation.run`."""
    _session_for("run", "execute operation", graph, session).run(operation, feed_dict)
