"""Element types: `tf.float32` and the others, `tf.DType`, `tf.as_dtype`."""

from __future__ import annotations

from typing import Final

from ._native import DType, as_dtype

__all__ = [
    "DType",
    "QUANTIZED_DTYPES",
    "as_dtype",
    "bfloat16",
    "bool",
    "complex128",
    "complex64",
    "double",
    "float16",
    "float32",
    "float64",
    "half",
    "int16",
    "int32",
    "int64",
    "int8",
    "qint16",
    "qint32",
    "qint8",
    "quint16",
    "quint8",
    "resource",
    "string",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "variant",
]

bfloat16: Final = as_dtype("bfloat16")
bool: Final = as_dtype("bool")
complex128: Final = as_dtype("complex128")
complex64: Final = as_dtype("complex64")
float16: Final = as_dtype("float16")
float32: Final = as_dtype("float32")
float64: Final = as_dtype("float64")
int16: Final = as_dtype("int16")
int32: Final = as_dtype("int32")
int64: Final = as_dtype("int64")
int8: Final = as_dtype("int8")
qint16: Final = as_dtype("qint16")
qint32: Final = as_dtype("qint32")
qint8: Final = as_dtype("qint8")
quint16: Final = as_dtype("quint16")
quint8: Final = as_dtype("quint8")
resource: Final = as_dtype("resource")
string: Final = as_dtype("string")
uint16: Final = as_dtype("uint16")
uint32: Final = as_dtype("uint32")
uint64: Final = as_dtype("uint64")
uint8: Final = as_dtype("uint8")
variant: Final = as_dtype("variant")
double: Final = float64
half: Final = float16

QUANTIZED_DTYPES: Final = frozenset((qint8, quint8, qint16, quint16, qint32))


def __getattr__(name: str) -> object:
    # The functions of `tf.dtypes` work on tensors, which need this module first.
    if name in ("cast", "complex", "saturate_cast"):
        from . import casting

        return getattr(casting, name)
    from ._namespace import missing

    raise missing(__name__, __all__, name)
