"""Tests of programs (`tf.test`): `TestCase` with TensorFlow's assertions and sessions, gradient checks,
`main`.

Examples
--------
>>> import rheos as tf
>>> class AddTest(TestCase):
...     def testAdd(self):
...         with self.session():
...             self.assertAllEqual(self.evaluate(tf.constant(1) + 2), 3)
>>> unittest.defaultTestLoader.loadTestsFromTestCase(AddTest).run(unittest.TestResult())
<unittest.result.TestResult run=1 errors=0 failures=0>
"""

from __future__ import annotations

import importlib
import os
import random
import sys
import unittest
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from ._assert_arrays import ArrayAsserts
from ._assert_values import ValueAsserts
from ._gradient_checker import compute_gradient, compute_gradient_error
from ._namespace import missing

if TYPE_CHECKING:
    from unittest import mock

__all__ = [
    "TestCase",
    "compute_gradient",
    "compute_gradient_error",
    "create_local_cluster",
    "get_temp_dir",
    "gpu_device_name",
    "is_built_with_cuda",
    "is_built_with_rocm",
    "is_gpu_available",
    "main",
    "mock",
    "test_src_dir_path",
]

# The seed that TensorFlow gives each test.
_SEED = 87654321
_temporary_folder = ""


class _NotATest:
    """A method whose name begins with `test`: test runners pass over what is not callable on the class."""

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, instance: Any, owner: type) -> Any:
        return self if instance is None else self._method.__get__(instance, owner)


class TestCase(ArrayAsserts, ValueAsserts):
    """A test with an empty graph, fixed seeds, sessions and TensorFlow's assertions.

    Examples
    --------
    >>> case = TestCase()
    >>> case.setUp()
    >>> case.assertAllEqual([1, 2], np.array([1, 2]))
    >>> case.tearDown()
    """

    def __init__(self, methodName: str = "runTest") -> None:
        super().__init__(methodName)
        self._cached_session: Any = None
        self._cached_arguments: tuple[Any, ...] = ()
        self._temporary_folder = ""

    def setUp(self) -> None:
        """Start with an empty default graph and the seeds of Python, numpy and the graph set."""
        super().setUp()
        self._close_cached_session()
        random.seed(_SEED)
        np.random.seed(_SEED)
        tf = _package()
        tf.reset_default_graph()
        tf.set_random_seed(_SEED)

    def tearDown(self) -> None:
        """Close the session that `cached_session` kept."""
        self._close_cached_session()
        super().tearDown()

    def evaluate(self, tensors: Any) -> Any:
        """Values of tensors, in any nesting that `Session.run` takes, from the default session.

        Parameters
        ----------
        tensors : fetches
            What to evaluate.

        Returns
        -------
        numpy values in the same nesting
            Where there is no default session, they come from `cached_session`.

        Examples
        --------
        >>> import rheos as tf
        >>> case = TestCase()
        >>> print(case.evaluate({"x": tf.constant(1) + 2})["x"])
        3
        >>> case.tearDown()
        """
        session = _package().get_default_session()
        if session is not None:
            return session.run(tensors)
        with self.test_session() as cached:
            return cached.run(tensors)

    @contextmanager
    def session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False
    ) -> Iterator[Any]:
        """Inside the block, a new session is the default one; at its end it is closed.

        Parameters
        ----------
        graph : Graph, optional
            The default graph by default.
        config : ConfigProto, optional
            With soft placement by default, unless a GPU is forced.
        use_gpu, force_gpu : bool
            Whether operations may go to a GPU, or must; else they go to the CPU.

        Yields
        ------
        Session

        Examples
        --------
        >>> import rheos as tf
        >>> with TestCase().session() as session:
        ...     print(session.run(tf.constant(1) + 2))
        3
        """
        with self._new_session(graph, config, force_gpu) as session, _placed(session, use_gpu, force_gpu):
            yield session

    @contextmanager
    def cached_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False
    ) -> Iterator[Any]:
        """As `session`, but all blocks of one test get the same session, which is closed when the test ends.

        Raises
        ------
        ValueError
            An earlier block of the test asked for another graph, config or GPU.

        Examples
        --------
        >>> case = TestCase()
        >>> with case.cached_session() as first:
        ...     pass
        >>> with case.cached_session() as second:
        ...     first is second
        True
        >>> case.tearDown()
        """
        arguments = (graph, config, force_gpu)
        if self._cached_session is not None and not _same_objects(arguments, self._cached_arguments):
            raise ValueError("cached_session() was called before in this test with other arguments")
        with self._entered_cached_session(arguments, use_gpu) as session:
            yield session

    @_NotATest
    @contextmanager
    def test_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False
    ) -> Iterator[Any]:
        """As `session` where a graph is given, else as `cached_session`; older programs use it for both.

        Examples
        --------
        >>> import rheos as tf
        >>> case = TestCase()
        >>> with case.test_session():
        ...     print(tf.constant(3).eval())
        3
        >>> case.tearDown()
        """
        if graph is not None:
            with self.session(graph, config, use_gpu, force_gpu) as session:
                yield session
            return
        arguments = (graph, config, force_gpu)
        if self._cached_session is not None and not _same_objects(arguments, self._cached_arguments):
            self._close_cached_session()
        with self._entered_cached_session(arguments, use_gpu) as session:
            yield session

    def get_temp_dir(self) -> str:
        """Path of a folder for this test's files, deleted when the process ends.

        Examples
        --------
        >>> os.path.isdir(TestCase().get_temp_dir())
        True
        """
        if not self._temporary_folder:
            import tempfile

            self._temporary_folder = tempfile.mkdtemp(dir=get_temp_dir())
        return self._temporary_folder

    def _new_session(self, graph: Any, config: Any, force_gpu: bool) -> Any:
        tf = _package()
        return tf.Session(graph=graph, config=config or tf.ConfigProto(allow_soft_placement=not force_gpu))

    @contextmanager
    def _entered_cached_session(self, arguments: tuple[Any, ...], use_gpu: bool) -> Iterator[Any]:
        """Make the kept session, new where there is none, the default one."""
        if self._cached_session is None:
            self._cached_session = self._new_session(*arguments)
            self._cached_arguments = arguments
        session = self._cached_session
        with session.graph.as_default(), session.as_default(), _placed(session, use_gpu, arguments[-1]):
            yield session

    def _close_cached_session(self) -> None:
        if self._cached_session is not None:
            self._cached_session.close()
            self._cached_session = None


def _package() -> Any:
    """The rheos package, whose functions a test calls; it imports this module, not the other way round."""
    return importlib.import_module(__package__)


def _same_objects(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(a is b for a, b in zip(one, other, strict=True))


def _placed(session: Any, use_gpu: bool, force_gpu: bool) -> AbstractContextManager[Any]:
    """Where the operations of a test go."""
    if use_gpu and not force_gpu:
        return nullcontext()
    placed: AbstractContextManager[Any] = session.graph.device(
        "/device:GPU:0" if force_gpu else "/device:CPU:0"
    )
    return placed


def main(argv: Sequence[str] | None = None) -> None:
    """Run the tests of the program's main module and exit; its flags are parsed first.

    Parameters
    ----------
    argv : sequence of str, optional
        The command line with the program's name first; `sys.argv` by default.

    Raises
    ------
    SystemExit
        Always: 0 when all tests passed.

    Examples
    --------
    >>> if __name__ == "__main__":
    ...     main()
    """
    from . import flags

    arguments = flags.FLAGS(list(sys.argv if argv is None else argv), known_only=True)
    unittest.main(module="__main__", argv=arguments)


def get_temp_dir() -> str:
    """Path of a folder for files of tests, deleted when the process ends.

    Returns
    -------
    str
        Under the folder that the variable `TEST_TMPDIR` names, if it is set; else under the system's.

    Examples
    --------
    >>> os.path.isdir(get_temp_dir())
    True
    """
    global _temporary_folder
    if not _temporary_folder:
        import atexit
        import shutil
        import tempfile

        _temporary_folder = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
        atexit.register(shutil.rmtree, _temporary_folder, ignore_errors=True)
    return _temporary_folder


def test_src_dir_path(relative_path: str) -> str:
    """Path of a file that lies among the sources of the tests.

    Parameters
    ----------
    relative_path : str
        Path within the sources.

    Returns
    -------
    str
        Under the folder that the variable `TEST_SRCDIR` names, if it is set; else beside the program.

    Examples
    --------
    >>> os.path.basename(test_src_dir_path("data/digits.csv"))
    'digits.csv'
    """
    program = getattr(sys.modules["__main__"], "__file__", None) or "."
    beside = os.path.dirname(os.path.abspath(program))
    return os.path.join(os.environ.get("TEST_SRCDIR", beside), relative_path)


test_src_dir_path.__test__ = False  # type: ignore[attr-defined]


def _gpu_names() -> list[str]:
    """Names of GPUs that operations can run on, such as ``/device:GPU:0``."""
    from .local_devices import list_local_devices

    return [device.name for device in list_local_devices() if device.device_type == "GPU"]


def is_gpu_available(cuda_only: bool = False, min_cuda_compute_capability: Any = None) -> bool:
    """Whether there is a GPU to run on.

    Parameters
    ----------
    cuda_only : bool
        Whether it must be one that CUDA drives: rheos uses none by CUDA, so the answer is False.
    min_cuda_compute_capability : (int, int), optional
        Asks for CUDA too.

    Raises
    ------
    InvalidArgumentError
        The environment variable `RHEOS_GPU` names a GPU that is not here.

    Examples
    --------
    >>> is_gpu_available(cuda_only=True)
    False
    """
    return not cuda_only and min_cuda_compute_capability is None and bool(_gpu_names())


def gpu_device_name() -> str:
    """Name of the first GPU, empty where there is none.

    Examples
    --------
    >>> isinstance(gpu_device_name(), str)
    True
    """
    return next(iter(_gpu_names()), "")


def is_built_with_cuda() -> bool:
    """Whether CUDA is used: False.

    Examples
    --------
    >>> is_built_with_cuda()
    False
    """
    return False


def is_built_with_rocm() -> bool:
    """Whether ROCm is used: False.

    Examples
    --------
    >>> is_built_with_rocm()
    False
    """
    return False


def create_local_cluster(num_workers: int, num_ps: int, *args: Any, **kwargs: Any) -> NoReturn:
    """Refuse: rheos runs graphs in one process.

    Raises
    ------
    UnimplementedError
        Always.

    Examples
    --------
    >>> create_local_cluster(2, 1)
    Traceback (most recent call last):
        ...
    rheos.errors.UnimplementedError: create_local_cluster(num_workers=2, num_ps=1): rheos runs graphs in one
    ...
    """
    from . import errors

    raise errors.UnimplementedError(
        None,
        None,
        f"create_local_cluster(num_workers={num_workers}, num_ps={num_ps}): rheos runs graphs in one process "
        "and has no servers",
    )


def __getattr__(name: str) -> Any:
    if name == "mock":
        from unittest import mock

        return mock
    raise missing(__name__, __all__, name)
