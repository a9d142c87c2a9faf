"""Variables: tensors that a session keeps between runs.

In: an initial value (or a function that makes one) and the options of `tf.Variable`. Out: the nodes `w`
(`VarHandleOp`), `w/Assign`, `w/IsInitialized/VarIsInitializedOp`, `w/Read/ReadVariableOp` and the Python
object
that ties them together. Invariant: each use of a variable reads it anew, under the control dependencies in
force at that point, unless it has a caching device.
"""

from __future__ import annotations

import contextlib
import enum
import functools
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from . import dtypes
from ._gen import raw_ops
from .graph import (
    Graph,
    GraphKeys,
    Operation,
    Tensor,
    add_to_collections,
    colocate_with,
    control_dependencies,
    convert_to_tensor,
    device,
    get_default_graph,
    name_scope,
)
from .initial_values import register, without_reads
from .sparse_values import IndexedSlices
from .tensor_shape import TensorShape

__all__ = [
    "Variable",
    "VariableAggregation",
    "VariableSynchronization",
    "variable_creator_scope",
]


class VariableSynchronization(enum.Enum):
    """When copies of a variable are brought in step; accepted and kept, as rheos makes no copies."""

    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


class VariableAggregation(enum.Enum):
    """How copies of a variable are combined; accepted and kept, as rheos makes no copies."""

    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3
    ONLY_FIRST_TOWER = 3


Creator = Callable[..., "Variable"]


class _VariableType(type):
    """Lets `variable_creator_scope` stand between a call of `tf.Variable` and the object."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        creators = _creators(get_default_graph())
        if cls is not Variable or not creators:
            return super().__call__(*args, **kwargs)
        kwargs = {**dict(zip(_ARGUMENTS, args, strict=False)), **kwargs}
        make: Creator = super().__call__
        for creator in creators:
            make = _chained(creator, make)
        return make(**kwargs)


def _chained(creator: Callable[..., Any], inner: Creator) -> Creator:
    return lambda **kwargs: creator(inner, **kwargs)


def _creators(graph: Graph) -> list[Callable[..., Any]]:
    found: list[Callable[..., Any]] = graph.__dict__.setdefault("_variable_creators", [])
    return found


_ARGUMENTS = (
    "initial_value",
    "trainable",
    "collections",
    "validate_shape",
    "caching_device",
    "name",
    "variable_def",
    "dtype",
    "expected_shape",
    "import_scope",
    "constraint",
    "use_resource",
    "synchronization",
    "aggregation",
    "shape",
)


_SLICE_MASKS = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")


class Variable(metaclass=_VariableType):
    """A tensor with a name that a session keeps and that operations may change.

    Parameters
    ----------
    initial_value : tensor, array_like or callable
        Value that `initializer` assigns; a callable is called without arguments to make it.
    trainable : bool, optional
        Adds the variable to ``GraphKeys.TRAINABLE_VARIABLES``, which optimizers use by default. True if
        omitted.
    collections : list of str, optional
        Collections to add it to; ``[GraphKeys.GLOBAL_VARIABLES]`` if omitted.
    validate_shape : bool
        If False the shape may be unknown or change.
    caching_device : str or callable, optional
        Device that keeps a copy for all readers in a run.
    name : str, optional
        Name, made unique in the current scope; ``"Variable"`` if omitted.
    variable_def : None
        Variables cannot be rebuilt from a protocol buffer; import the meta graph instead.
    dtype : DType, optional
        Type the initial value is converted to.
    expected_shape : TensorShape, optional
        Shape that the initial value must have.
    import_scope : None
        Only meaningful together with `variable_def`.
    constraint : callable, optional
        Applied by optimizers after each update: takes the variable, gives the value to store.
    use_resource : bool, optional
        Accepted; every variable is a resource variable.
    synchronization, aggregation
        Kept as attributes.
    shape : TensorShape, optional
        Shape of the variable where it is less specific than that of the initial value.

    Raises
    ------
    ValueError
        No initial value; or its shape is not fully known although `validate_shape` is True.

    Examples
    --------
    >>> import rheos as tf
    >>> w = tf.Variable([[1.0, 2.0]], name="w")
    >>> w
    <tf.Variable 'w:0' shape=(1, 2) dtype=float32>
    >>> with tf.Session() as session:
    ...     _ = session.run(w.initializer)
    ...     print(session.run(w.assign_add([[0.5, 0.5]])))
    [[1.5 2.5]]
    """

    __array_priority__ = 100

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: list[str] | None = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        expected_shape: Any = None,
        import_scope: str | None = None,
        constraint: Callable[[Any], Any] | None = None,
        use_resource: bool | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
    ) -> None:
        if variable_def is not None:
            raise NotImplementedError(
                "tf.Variable cannot be made from variable_def; use tf.train.import_meta_graph to load a "
                "saved graph"
            )
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        if isinstance(collections, str) or (
            collections is not None and not isinstance(collections, (list, tuple, set))
        ):
            raise ValueError(
                f"collections argument to Variable constructor must be a list, tuple, or set. Got "
                f"{collections!r}"
            )
        if constraint is not None and not callable(constraint):
            raise ValueError("The `constraint` argument must be a callable.")
        if trainable is None:
            trainable = synchronization != VariableSynchronization.ON_READ
        names = [GraphKeys.GLOBAL_VARIABLES] if collections is None else list(collections)
        if trainable and GraphKeys.TRAINABLE_VARIABLES not in names:
            names.append(GraphKeys.TRAINABLE_VARIABLES)

        self._graph: Graph = get_default_graph()
        self._trainable = bool(trainable)
        self._constraint = constraint
        self._synchronization = synchronization
        self._aggregation = aggregation
        self._caching_device = caching_device
        self._save_slice_info: Any = None
        with control_dependencies(None), name_scope(name, "Variable") as scope:
            value = _initial_tensor(initial_value, dtype)
            self._initial_value: Tensor = value
            self._dtype = value.dtype.base_dtype
            static = TensorShape(value.get_shape() if shape is None else shape)
            if expected_shape is not None:
                TensorShape(expected_shape).assert_is_compatible_with(static)
            if not validate_shape:
                static = TensorShape(shape)
            elif not value.get_shape().is_fully_defined() and shape is None:
                raise ValueError(f"initial_value must have a shape specified: {value}")
            node_name = scope[:-1]
            self._handle: Tensor = raw_ops.VarHandleOp(
                dtype=self._dtype,
                shape=static,
                container=get_default_graph()._container,
                shared_name=node_name,
                name=scope,
            )
            self._shape = static
            with name_scope("IsInitialized"):
                self._is_initialized: Tensor = raw_ops.VarIsInitializedOp(self._handle)
            with colocate_with(self._handle.op):
                self._initializer: Operation = raw_ops.AssignVariableOp(
                    self._handle, without_reads(value), validate_shape=validate_shape, name=f"{scope}Assign/"
                )
            with name_scope("Read"), colocate_with(self._handle.op):
                self._graph_element: Tensor = self._read()
            self._cached: Tensor | None = None
            if caching_device is not None:
                with device(caching_device), name_scope("cached_value"):
                    self._cached = raw_ops.Identity(self._graph_element)
        register(self)
        add_to_collections(names, self)

    def __repr__(self) -> str:
        return f"<tf.Variable '{self.name}' shape={self.get_shape()} dtype={self.dtype.name}>"

    @property
    def name(self) -> str:
        """Name with the output number: ``"w:0"``."""
        return str(self._handle.name)

    @property
    def _shared_name(self) -> str:
        return self.name.removesuffix(":0")

    @property
    def op(self) -> Operation:
        """The operation of the variable's handle."""
        return self._handle.op

    @property
    def handle(self) -> Tensor:
        """The tensor that names the variable to operations that change it."""
        return self._handle

    @property
    def dtype(self) -> dtypes.DType:
        """Type of the elements."""
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        """Static shape."""
        return self._shape

    def get_shape(self) -> TensorShape:
        """Give the static shape."""
        return self._shape

    def set_shape(self, shape: Any) -> None:
        """Merge `shape` into the static shape."""
        self._shape = self._shape.merge_with(shape)
        self._graph_element.set_shape(self._shape)

    @property
    def graph(self) -> Graph:
        """The graph the variable belongs to."""
        return self._graph

    @property
    def device(self) -> str:
        """Device that was asked for when the variable was made."""
        return str(self._handle.device)

    @property
    def initializer(self) -> Operation:
        """The operation that assigns the initial value."""
        return self._initializer

    @property
    def initial_value(self) -> Tensor:
        """The tensor that `initializer` assigns."""
        return self._initial_value

    @property
    def trainable(self) -> bool:
        """True where optimizers change it by default."""
        return self._trainable

    @property
    def constraint(self) -> Callable[[Any], Any] | None:
        """Function that optimizers apply after an update."""
        return self._constraint

    @property
    def synchronization(self) -> VariableSynchronization:
        """As given."""
        return self._synchronization

    @property
    def aggregation(self) -> VariableAggregation:
        """As given."""
        return self._aggregation

    def _read(self, name: str | None = None) -> Tensor:
        value: Tensor = raw_ops.ReadVariableOp(self._handle, dtype=self._dtype, name=name)
        if not value.get_shape().is_fully_defined():
            value.set_shape(self._shape)
        return value

    def value(self) -> Tensor:
        """Give the current value, or the cached one where there is a caching device."""
        if self._cached is not None:
            return self._cached
        with colocate_with(self._handle.op):
            return self._read()

    def read_value(self) -> Tensor:
        """Give a new tensor that reads the variable under the control dependencies in force."""
        with name_scope("Read"):
            value = self._read()
        return raw_ops.Identity(value)

    def initialized_value(self) -> Tensor:
        """Give the value, or the initial value where there is none yet.

        It is meant for other variables' initial values, which are right then in whatever order, and however
        many at a time, the variables are initialized. It has no gradient.
        """
        with control_dependencies(None):
            value: Tensor = raw_ops.ReadVariableOrOp(self._handle, self._initializer.inputs[1])
        if not value.get_shape().is_fully_defined():
            value.set_shape(self._shape)
        return value

    def is_initialized(self, name: str | None = None) -> Tensor:
        """Give a boolean scalar: has the variable a value?"""
        return raw_ops.VarIsInitializedOp(self._handle, name=name)

    def eval(self, session: Any = None) -> Any:
        """Read the variable in `session`, or in the default session."""
        return self._graph_element.eval(session=session)

    def load(self, value: Any, session: Any = None) -> None:
        """Store an array in the variable, without new operations.

        Parameters
        ----------
        value : array_like
            Of the variable's shape and a type that may be fed to it.
        session : Session, optional
            The default session if omitted.
        """
        from .session import get_default_session

        session = get_default_session() if session is None else session
        if session is None:
            raise ValueError(
                "Either session argument should be provided or default session should be established"
            )
        session.run(self._initializer, {self._initializer.inputs[1]: value})

    def assign(
        self, value: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True
    ) -> Any:
        """Store a new value.

        Parameters
        ----------
        value : tensor or array_like
            Of the variable's type, and of a shape compatible with it.
        use_locking : bool, optional
            Accepted; assignments are never torn.
        name : str, optional
            Name of the operation.
        read_value : bool
            If False, give the operation instead of the value read after it.

        Returns
        -------
        Tensor or Operation
            The new value.
        """
        value = convert_to_tensor(value, dtype=self._dtype)
        self._check_shape(value, "assign")
        done = raw_ops.AssignVariableOp(self._handle, value, name=name)
        return self._after(done) if read_value else done

    def assign_add(
        self, delta: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True
    ) -> Any:
        """Add `delta`, a tensor of the variable's type and shape; arguments and result as for `assign`."""
        delta = convert_to_tensor(delta, dtype=self._dtype)
        self._check_shape(delta, "assign_add")
        done = raw_ops.AssignAddVariableOp(self._handle, delta, name=name)
        return self._after(done) if read_value else done

    def assign_sub(
        self, delta: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True
    ) -> Any:
        """Subtract `delta`, a tensor of the variable's type and shape.

        Arguments and result as for `assign`.
        """
        delta = convert_to_tensor(delta, dtype=self._dtype)
        self._check_shape(delta, "assign_sub")
        done = raw_ops.AssignSubVariableOp(self._handle, delta, name=name)
        return self._after(done) if read_value else done

    def _check_shape(self, value: Tensor, what: str) -> None:
        if not self._shape.is_compatible_with(value.get_shape()):
            raise ValueError(
                f"{what}: shape {value.get_shape()} of the value is not compatible with shape "
                f"{self._shape} of "
                f"variable {self.name}"
            )

    def _after(self, done: Operation) -> Tensor:
        """Read the variable after an operation that changes it."""
        with control_dependencies([done]):
            return self._read()

    def _scatter(self, kind: str, sparse_delta: IndexedSlices, name: str | None) -> Tensor:
        if not isinstance(sparse_delta, IndexedSlices):
            raise ValueError(f"sparse_delta is not IndexedSlices: {sparse_delta}")
        values = convert_to_tensor(sparse_delta.values, dtype=self._dtype)
        scatter = getattr(raw_ops, f"ResourceScatter{kind}")
        return self._after(scatter(self._handle, sparse_delta.indices, values, name=name))

    def scatter_add(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Add an `IndexedSlices` to the rows it names; give the new value."""
        return self._scatter("Add", sparse_delta, name)

    def scatter_sub(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Subtract an `IndexedSlices` from the rows it names; give the new value."""
        return self._scatter("Sub", sparse_delta, name)

    def scatter_update(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Store the rows of an `IndexedSlices`; give the new value."""
        return self._scatter("Update", sparse_delta, name)

    def scatter_mul(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Multiply the rows that an `IndexedSlices` names; give the new value."""
        return self._scatter("Mul", sparse_delta, name)

    def scatter_div(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Divide the rows that an `IndexedSlices` names; give the new value."""
        return self._scatter("Div", sparse_delta, name)

    def scatter_min(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Lower the rows that an `IndexedSlices` names to its values where these are less."""
        return self._scatter("Min", sparse_delta, name)

    def scatter_max(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Raise the rows that an `IndexedSlices` names to its values where these are greater."""
        return self._scatter("Max", sparse_delta, name)

    def batch_scatter_update(
        self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None
    ) -> Tensor:
        """Store slices at positions along the last axis of the indices; see `tf.batch_scatter_update`."""
        from .assignments import batch_scatter_update

        return batch_scatter_update(self, sparse_delta.indices, sparse_delta.values, use_locking, name)

    def _scatter_nd(self, kind: str, indices: Any, updates: Any, name: str | None) -> Tensor:
        updates = convert_to_tensor(updates, dtype=self._dtype)
        scatter = getattr(raw_ops, f"ResourceScatterNd{kind}")
        return self._after(scatter(self._handle, indices, updates, name=name))

    def scatter_nd_add(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Add `updates` at the positions in the last axis of `indices`; give the new value."""
        return self._scatter_nd("Add", indices, updates, name)

    def scatter_nd_sub(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Subtract `updates` at the positions in the last axis of `indices`; give the new value."""
        return self._scatter_nd("Sub", indices, updates, name)

    def scatter_nd_update(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Store `updates` at the positions in the last axis of `indices`; give the new value."""
        return self._scatter_nd("Update", indices, updates, name)

    def sparse_read(self, indices: Any, name: str | None = None) -> Tensor:
        """Give the rows at `indices` without reading the others; its gradient is an `IndexedSlices`."""
        with name_scope("Gather" if name is None else name) as scope:
            return raw_ops.ResourceGather(self._handle, indices, dtype=self._dtype, name=scope)

    def gather_nd(self, indices: Any, name: str | None = None) -> Tensor:
        """Give the elements at the positions in the last axis of `indices`."""
        return raw_ops.GatherNd(self.value(), indices, name=name)

    def count_up_to(self, limit: int) -> Tensor:
        """Give the value and add one, or fail with `OutOfRangeError` once it reached `limit`."""
        return raw_ops.ResourceCountUpTo(self._handle, limit=limit, T=self._dtype)

    def to_proto(self, export_scope: str | None = None) -> NoReturn:
        """Refuse: variables travel in meta graphs and checkpoints."""
        raise NotImplementedError("tf.Variable.to_proto is not supported; tf.train.Saver stores variables")

    @staticmethod
    def from_proto(variable_def: Any, import_scope: str | None = None) -> NoReturn:
        """Refuse: variables travel in meta graphs and checkpoints."""
        raise NotImplementedError(
            "tf.Variable.from_proto is not supported; tf.train.import_meta_graph loads variables"
        )

    def _as_tensor(self, dtype: Any = None, name: str | None = None) -> Tensor:
        if dtype is not None and not dtypes.as_dtype(dtype).is_compatible_with(self._dtype):
            raise ValueError(
                f"Incompatible type conversion requested to type '{dtypes.as_dtype(dtype).name}' for "
                f"variable of "
                f"type '{self._dtype.name}'"
            )
        return self.value()

    def _as_graph_element(self) -> Tensor:
        return self._graph_element

    def __iter__(self) -> NoReturn:
        raise TypeError("'Variable' object is not iterable.")

    def __bool__(self) -> bool:
        return bool(self.value())

    def __getitem__(self, key: Any) -> Tensor:
        part: Any = self.value()[key]
        if part.op.type == "StridedSlice":
            part.assign = functools.partial(self._assign_part, part.op)
        result: Tensor = part
        return result

    def _assign_part(self, part: Operation, value: Any, name: str | None = None) -> Tensor:
        """Store `value` in the part of the variable that a StridedSlice reads; give the new value."""
        masks = {key: part.get_attr(key) for key in _SLICE_MASKS}
        value = convert_to_tensor(value, dtype=self._dtype)
        begin, end, strides = part.inputs[1:]
        return self._after(
            raw_ops.ResourceStridedSliceAssign(self._handle, begin, end, strides, value, name=name, **masks)
        )


def _initial_tensor(initial_value: Any, dtype: Any) -> Tensor:
    """The tensor a variable starts from; made under `Initializer/` where a function makes it."""
    if not callable(initial_value):
        return convert_to_tensor(initial_value, dtype=dtype, name="initial_value")
    with name_scope("Initializer"):
        return convert_to_tensor(initial_value(), dtype=dtype, name="initial_value")


def _operator(name: str) -> Callable[..., Any]:
    def call(self: Variable, *args: Any) -> Any:
        result = getattr(self.value(), name)(*args)
        return result

    call.__name__ = name
    return call


for _name in (
    *("__add__", "__sub__", "__mul__", "__truediv__", "__floordiv__", "__mod__", "__pow__", "__matmul__"),
    *(
        "__radd__",
        "__rsub__",
        "__rmul__",
        "__rtruediv__",
        "__rfloordiv__",
        "__rmod__",
        "__rpow__",
        "__rmatmul__",
    ),
    *("__and__", "__or__", "__xor__", "__rand__", "__ror__", "__rxor__", "__invert__", "__neg__", "__abs__"),
    *("__lt__", "__le__", "__gt__", "__ge__"),
):
    setattr(Variable, _name, _operator(_name))


@contextlib.contextmanager
def variable_creator_scope(variable_creator: Callable[..., Any]) -> Iterator[None]:
    """Have `variable_creator` make the variables created inside.

    Parameters
    ----------
    variable_creator : callable
        Called as ``variable_creator(next_creator, **kwargs)`` with the arguments of `tf.Variable`; it
        returns a variable, usually ``next_creator(**kwargs)``.

    Examples
    --------
    >>> import rheos as tf
    >>> def doubled(next_creator, **kwargs):
    ...     return next_creator(**{**kwargs, "name": kwargs["name"] * 2})
    >>> with tf.variable_creator_scope(doubled):
    ...     print(tf.Variable(1.0, name="w").name)
    ww:0
    """
    creators = _creators(get_default_graph())
    creators.append(variable_creator)
    try:
        yield
    finally:
        creators.remove(variable_creator)
