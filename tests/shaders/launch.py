"""A dispatch as the engine makes it: a header before the file's text, a block of words, storage buffers."""

from typing import Any

import numpy as np

from .conftest import SHADERS

GROUP = 256


def kernel(name: str, header: str = "") -> str:
    """A file of `shaders/kernels` behind its header."""
    return header + (SHADERS / "kernels" / f"{name}.wgsl").read_text()


def eight(*values: int) -> list[int]:
    """Numbers of eight axes, the innermost first where strides are among them."""
    return [v % 2**32 for v in values] + [0] * (8 - len(values))


def launch(
    device: Any, code: str, params: list[int], buffers: list[np.ndarray], groups: int
) -> list[np.ndarray]:
    """Runs the shader and returns what its buffers hold afterwards."""
    import wgpu

    words = params + [0] * (-len(params) % 4)
    block = device.create_buffer_with_data(
        data=np.array(words, np.uint32), usage=wgpu.BufferUsage.UNIFORM | wgpu.BufferUsage.COPY_DST
    )
    usage = wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_SRC
    bound = [device.create_buffer_with_data(data=padded(b), usage=usage) for b in buffers]
    module = device.create_shader_module(code=code)
    pipeline = device.create_compute_pipeline(
        layout="auto", compute={"module": module, "entry_point": "main"}
    )
    entries = [{"binding": i, "resource": {"buffer": b}} for i, b in enumerate([block, *bound])]
    group = device.create_bind_group(layout=pipeline.get_bind_group_layout(0), entries=entries)
    encoder = device.create_command_encoder()
    work = encoder.begin_compute_pass()
    work.set_pipeline(pipeline)
    work.set_bind_group(0, group)
    work.dispatch_workgroups(groups)
    work.end()
    device.queue.submit([encoder.finish()])
    results = []
    for own, buffer in zip(buffers, bound, strict=True):
        bytes_ = np.frombuffer(device.queue.read_buffer(buffer), np.uint8)[: own.nbytes]
        results.append(bytes_.view(own.dtype).reshape(own.shape))
    return results


def padded(array: np.ndarray) -> np.ndarray:
    """Its bytes, up to a multiple of 16."""
    data = np.ascontiguousarray(array).view(np.uint8).ravel()
    return np.concatenate([data, np.zeros(-len(data) % 16, np.uint8)])


def items(count: int) -> int:
    """Workgroups for so many invocations."""
    return max(1, -(-count // GROUP))
