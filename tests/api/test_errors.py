"""`rheos.errors`: classes, codes and what an error carries, as TensorFlow has them."""

import pickle

import pytest

from rheos import errors

# TensorFlow's table (google.rpc.Code).
CODES = {
    "CANCELLED": 1,
    "UNKNOWN": 2,
    "INVALID_ARGUMENT": 3,
    "DEADLINE_EXCEEDED": 4,
    "NOT_FOUND": 5,
    "ALREADY_EXISTS": 6,
    "PERMISSION_DENIED": 7,
    "RESOURCE_EXHAUSTED": 8,
    "FAILED_PRECONDITION": 9,
    "ABORTED": 10,
    "OUT_OF_RANGE": 11,
    "UNIMPLEMENTED": 12,
    "INTERNAL": 13,
    "UNAVAILABLE": 14,
    "DATA_LOSS": 15,
    "UNAUTHENTICATED": 16,
}


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_each_code_has_its_class(name: str, code: int) -> None:
    assert getattr(errors, name) == code
    kind = errors.exception_type_from_error_code(code)
    assert kind.__name__.lower() == name.replace("_", "").lower() + "error"
    assert errors.error_code_from_exception_type(kind) == code
    error = kind(None, None, "message")
    assert (error.message, error.error_code, error.op, error.node_def) == ("message", code, None, None)
    assert str(error) == "message"
    assert isinstance(error, errors.OpError)


def test_no_class_for_ok_or_unknown_codes() -> None:
    for code in (errors.OK, 17, -1):
        with pytest.raises(KeyError):
            errors.exception_type_from_error_code(code)


def test_native_door_keeps_node_and_message() -> None:
    error = errors._make(3, "bad shape", "scope/MatMul", "MatMul", op="the operation")
    assert type(error) is errors.InvalidArgumentError
    assert (error.node_def.name, error.node_def.op, error.op) == ("scope/MatMul", "MatMul", "the operation")
    assert type(errors._make(99, "odd")) is errors.UnknownError
    assert errors._make(5, "no file").node_def is None


def test_errors_can_be_pickled() -> None:
    for error in (errors._make(5, "m", "n", "t"), errors.OpError(None, None, "m", 2)):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), copy.message, copy.error_code) == (type(error), error.message, error.error_code)
    assert copy.node_def is None


def test_raised_error_shows_its_message() -> None:
    with pytest.raises(errors.OutOfRangeError, match="^end$"):
        raise errors.OutOfRangeError(None, None, "end")
