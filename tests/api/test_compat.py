"""`rheos.compat` and `rheos.version`: values as `tf.compat` gave them for the same calls."""

import subprocess
import sys
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pytest

import rheos
from rheos import compat, version


@pytest.mark.parametrize(
    ("value", "as_bytes", "as_text", "as_any"),
    [
        (b"a", b"a", "a", "a"),
        ("é", b"\xc3\xa9", "é", "é"),
        (3, TypeError, TypeError, "3"),
        (None, TypeError, TypeError, "None"),
        (bytearray(b"z"), b"z", TypeError, "bytearray(b'z')"),
    ],
)
def test_conversions(value: Any, as_bytes: Any, as_text: Any, as_any: str) -> None:
    for function, expected in (
        (compat.as_bytes, as_bytes),
        (compat.as_text, as_text),
        (compat.as_str, as_text),
        (compat.as_str_any, as_any),
    ):
        if expected is TypeError:
            with pytest.raises(TypeError, match="Expected binary or unicode string, got"):
                function(value)
        else:
            assert function(value) == expected


def test_encodings_and_paths() -> None:
    assert compat.as_bytes("é", "latin-1") == b"\xe9"
    with pytest.raises(LookupError):
        compat.as_bytes("é", "nope")
    assert [compat.path_to_str(p) for p in (PurePosixPath("/a"), "a", b"a")] == ["/a", "a", b"a"]


def test_number_types() -> None:
    assert isinstance(np.int8(1), compat.integral_types) and not isinstance(1.0, compat.integral_types)
    assert isinstance(np.float32(1), compat.real_types) and not isinstance(1j, compat.real_types)
    assert isinstance(np.complex64(1), compat.complex_types)
    assert isinstance(b"", compat.bytes_or_text_types)


def test_dates() -> None:
    assert compat.forward_compatible(2019, 1, 1) and not compat.forward_compatible(2099, 1, 1)
    with compat.forward_compatibility_horizon(2100, 1, 1):
        assert compat.forward_compatible(2099, 1, 1)
    assert not compat.forward_compatible(2099, 1, 1)
    with pytest.raises(ValueError, match="month"):
        compat.forward_compatible(2019, 13, 1)


def test_v1_is_the_package_and_v2_is_absent() -> None:
    assert compat.v1 is rheos
    source = "import rheos.compat.v1 as tf, rheos; print(tf is rheos)"
    assert subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout == "True\n"
    with pytest.raises(AttributeError, match=r"tf\.compat\.v2 is not part of rheos"):
        _ = compat.v2


def test_version_reads_as_tensorflow_1_15() -> None:
    major, minor = version.TF_VERSION.split(".")[:2]
    assert (int(major), int(minor)) == (1, 15)
    assert version.TF_VERSION == f"1.15.0+rheos{version.VERSION}"
