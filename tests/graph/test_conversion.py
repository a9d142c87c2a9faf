"""Python and NumPy values as constants: dtypes, shapes and errors as in TensorFlow 1."""

import numpy as np
import pytest

import rheos as tf


def value(tensor: tf.Tensor) -> np.ndarray:
    return tensor._constant_value()


@pytest.mark.parametrize(
    ("given", "dtype"),
    [
        (1.0, "float32"),
        (1, "int32"),
        (2**31 - 1, "int32"),
        (2**31, "int64"),
        (True, "bool"),
        ("text", "string"),
        (b"bytes", "string"),
        (1j, "complex128"),
        ([], "float32"),
        ([1, 2.0], "float32"),
        ([1, 2**40], "int64"),
        ([True, 1], "int32"),
        ([[1, 2], [3, 4]], "int32"),
        (np.float64(1.0), "float64"),
        (np.int64(1), "int64"),
        (np.arange(3), "int64"),
        (np.arange(3.0), "float64"),
        ([np.float64(1.0)], "float32"),
        ([np.int64(1)], "int32"),
        ([np.ones(2), np.ones(2)], "float32"),
        (np.array(["a", "bc"]), "string"),
        (np.array([b"a"], object), "string"),
        (np.ones(2, np.float16), "float16"),
    ],
)
def test_dtype_of_a_constant(given: object, dtype: str) -> None:
    assert tf.constant(given).dtype.name == dtype


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24.0).reshape(2, 3, 4)[:, ::-1, 1::2],
        np.arange(6.0).reshape(2, 3).T,
        np.arange(6, dtype=">i4"),
        np.array(3.5, ">f8"),
        np.zeros((0, 3)),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.array([True, False])[::-1],
        np.array([1 + 2j], np.complex64),
        np.broadcast_to(np.float32(2.0), (2, 3)),
    ],
)
def test_any_layout_of_array(array: np.ndarray) -> None:
    got = value(tf.constant(array))
    assert np.shape(got) == array.shape and np.array_equal(got, array)
    assert got.dtype == array.dtype.newbyteorder("=")


def test_shape_fills_with_the_last_element() -> None:
    assert value(tf.constant([1.0, 2.0], shape=[2, 2])).tolist() == [[1.0, 2.0], [2.0, 2.0]]
    assert value(tf.constant(7, shape=[3])).tolist() == [7, 7, 7]
    assert value(tf.constant([1, 2, 3, 4], shape=[2, 2])).tolist() == [[1, 2], [3, 4]]
    with pytest.raises(ValueError, match="Too many elements provided. Needed at most 2, but received 3"):
        tf.constant([1, 2, 3], shape=[2])
    with pytest.raises(TypeError, match="Expected Tensor's shape"):
        tf.constant([1, 2, 3], shape=[1, 3], verify_shape=True)


@pytest.mark.parametrize(
    ("given", "dtype", "error", "words"),
    [
        ("a", tf.float32, TypeError, r"Expected float32, got 'a' of type 'str' instead\."),
        (1.5, tf.int32, TypeError, r"Expected int32, got 1\.5 of type 'float' instead\."),
        ([1, 2.5], tf.int32, TypeError, r"Expected int32, got 2\.5 of type 'float' instead\."),
        (1, tf.bool, TypeError, "Expected bool, got 1 of type 'int' instead"),
        (1, tf.string, TypeError, "Expected string, got 1 of type 'int' instead"),
        (1j, tf.float32, TypeError, "Expected float32, got 1j of type 'complex' instead"),
        (300, tf.uint8, OverflowError, "300 out of bounds for uint8"),
        (2**40, tf.int32, OverflowError, "out of bounds for int32"),
        (2**70, None, OverflowError, "out of bounds for int64"),
        (None, None, ValueError, r"None values not supported\."),
        ([1.0, None], None, ValueError, "None values not supported"),
        ([[1, 2], [3]], None, ValueError, "must be a dense tensor"),
        ([1, [2]], None, ValueError, "must be a dense tensor"),
        (object(), None, TypeError, "Failed to convert object of type"),
        (["a", 1], None, TypeError, "Expected binary or unicode string, got 1"),
    ],
)
def test_what_cannot_be_converted(given: object, dtype: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        tf.constant(given, dtype)


def test_numpy_arrays_are_cast_to_the_dtype_asked_for() -> None:
    assert tf.constant(np.arange(3), tf.float32).dtype == tf.float32
    x = tf.placeholder(tf.float32, [3])
    assert (x + np.arange(3.0)).dtype == tf.float32
    assert (x * np.float64(2)).dtype == tf.float32
    assert (x + 1).dtype == tf.float32


def test_operands_that_do_not_fit() -> None:
    i = tf.placeholder(tf.int32, [2], name="i")
    with pytest.raises(TypeError):
        i + 1.5
    with pytest.raises(TypeError, match="Expected int32, got 1.5"):
        1.5 + i
    with pytest.raises(TypeError):
        i + "a"
    with pytest.raises(ValueError, match="None values"):
        i + None


def test_convert_to_tensor() -> None:
    x = tf.constant(1.0)
    assert tf.convert_to_tensor(x) is x
    with pytest.raises(
        ValueError, match="Tensor conversion requested dtype int32 for Tensor with dtype float32"
    ):
        tf.convert_to_tensor(x, tf.int32)
    assert tf.convert_to_tensor([1, 2], preferred_dtype=tf.float64).dtype == tf.float64
    assert tf.convert_to_tensor(1.5, preferred_dtype=tf.int32).dtype == tf.float32
    assert tf.convert_to_tensor(tf.TensorShape([2, 3])).dtype == tf.int32
    with pytest.raises(ValueError, match="partially known"):
        tf.convert_to_tensor(tf.TensorShape([2, None]))


def test_registered_conversion() -> None:
    class Celsius:
        def __init__(self, degrees: float) -> None:
            self.degrees = degrees

    def convert(given: Celsius, dtype: object = None, name: object = None, as_ref: bool = False) -> tf.Tensor:
        return tf.constant(given.degrees, dtype, name=name)

    tf.register_tensor_conversion_function(Celsius, convert)
    assert value(tf.convert_to_tensor(Celsius(21.5))) == 21.5
    assert (tf.constant(1.0) + Celsius(2.0)).op.type == "AddV2"
    with pytest.raises(TypeError):
        tf.register_tensor_conversion_function("not a type", convert)


def test_bfloat16() -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    assert tf.as_dtype(ml_dtypes.bfloat16) == tf.bfloat16
    constant = tf.constant(np.array([1.5, 2.0]), tf.bfloat16)
    assert value(constant).tolist() == [1.5, 2.0] and value(constant).dtype == ml_dtypes.bfloat16


def test_dtype_attributes() -> None:
    assert tf.float32 == "float32" == tf.as_dtype(np.float32) and tf.float32 == np.float32
    assert tf.float32 != tf.float64 and tf.float32 != None  # noqa: E711
    assert tf.as_dtype("float") is tf.float32 and tf.as_dtype("float32_ref") is tf.float32
    assert tf.as_dtype(float) is tf.float32 and tf.as_dtype(int) is tf.int64 and tf.as_dtype(bool) is tf.bool
    assert tf.as_dtype(1) is tf.float32 and tf.as_dtype(object) is tf.string
    assert (tf.int8.min, tf.int8.max, tf.uint8.limits) == (-128, 127, (0, 255))
    assert tf.float16.max == 65504 and tf.float32.limits == (0, 1)
    assert tf.complex64.real_dtype is tf.float32 and tf.complex64.is_complex and tf.half is tf.float16
    assert tf.string.as_numpy_dtype is np.object_ and tf.int64.as_numpy_dtype is np.int64
    assert repr(tf.float32) == "tf.float32" and str(tf.float32) == "<dtype: 'float32'>"
    assert {tf.float32: 1}[tf.as_dtype("float32")] == 1 and tf.float32.size == 4
    assert tf.qint8.is_quantized and not tf.qint8.is_integer and tf.uint8.is_unsigned
    for wrong in ("flot32", None, 99, object(), "<i3"):
        with pytest.raises(TypeError, match="DType"):
            tf.as_dtype(wrong)
