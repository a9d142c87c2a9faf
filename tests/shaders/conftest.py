"""Shaders run by themselves, through wgpu-py: nothing of the engine is in between."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SHADERS = Path(__file__).parents[2] / "shaders"
GROUP = 64


def adapter() -> Any:
    """A GPU, or else a software adapter; None where there is neither."""
    try:
        import wgpu
    except ImportError:
        return None
    found = wgpu.gpu.enumerate_adapters_sync()
    usable = [a for a in found if a.info["backend_type"] in ("Vulkan", "Metal", "D3D12")]
    return min(usable, key=lambda a: a.info["adapter_type"] == "CPU", default=None)


@pytest.fixture(scope="session")
def device() -> Any:
    chosen = adapter()
    if chosen is None:
        reason = "no adapter for shaders (Debian: apt install mesa-vulkan-drivers)"
        if os.environ.get("RHEOS_REQUIRE_GPU"):
            pytest.fail(reason)
        pytest.skip(reason)
    return chosen.request_device_sync()


def library(*names: str) -> str:
    """Files of `shaders/lib`, joined."""
    return "\n".join((SHADERS / "lib" / f"{name}.wgsl").read_text() for name in names)


@pytest.fixture
def apply(device: Any) -> Callable[..., np.ndarray]:
    """Applies a WGSL expression of `a` and `b` to arrays of 4-byte numbers, element by element.

    `code` is put after `shaders/lib/float.wgsl`.
    """
    types = {"float32": "f32", "int32": "i32", "uint32": "u32"}

    def run(code: str, expression: str, *arrays: np.ndarray, result: str = "float32") -> np.ndarray:
        from wgpu.utils.compute import compute_with_buffers

        count = arrays[0].size
        bindings = [
            f"@group(0) @binding({i}) var<storage, read> in{i}: array<{types[x.dtype.name]}>;"
            for i, x in enumerate(arrays)
        ]
        bindings.append(
            f"@group(0) @binding({len(arrays)}) var<storage, read_write> out: array<{types[result]}>;"
        )
        bindings.append(f"@group(0) @binding({len(arrays) + 1}) var<storage, read> zero: array<u32>;")
        loads = [f"let {name} = in{i}[i];" for i, name in zip(range(len(arrays)), "ab", strict=False)]
        shader = f"""{library("float")}
{code}
{chr(10).join(bindings)}
@compute @workgroup_size({GROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {{
    hidden_zero = zero[0];
    let i = id.x + id.y * groups.x * {GROUP}u;
    if (i < {count}u) {{
        {" ".join(loads)}
        out[i] = {expression};
    }}
}}"""
        groups = -(-count // GROUP)
        rows = -(-groups // 65535)
        made = compute_with_buffers(
            {**dict(enumerate(map(np.ascontiguousarray, arrays))), len(arrays) + 1: np.zeros(1, np.uint32)},
            {len(arrays): count * 4},
            shader,
            n=(-(-groups // rows), rows, 1),
        )
        return np.frombuffer(made[len(arrays)], result).reshape(arrays[0].shape)

    return run
