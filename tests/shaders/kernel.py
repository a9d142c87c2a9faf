"""One dispatch of a file of `shaders/kernels`, as the engine would make it."""

from typing import Any

import numpy as np

from .conftest import SHADERS


def tile(rows: int, columns: int, depth: int, high: int, wide: int) -> dict[str, int]:
    return {"ROWS": rows, "COLUMNS": columns, "DEPTH": depth, "HIGH": high, "WIDE": wide}


# Those of rust/ops/src/shaders/product.rs.
TILES = {
    "128x128": tile(128, 128, 8, 2, 2),
    "128x64": tile(128, 64, 8, 2, 1),
    "64x128": tile(64, 128, 8, 1, 2),
    "64x64": tile(64, 64, 16, 1, 1),
    "32x32": tile(32, 32, 8, 1, 1),
}
STORED = {"float32": "f32", "float16": "f16", "int32": "i32", "uint32": "u32"}


def over(n: int, each: int) -> int:
    """How many groups of `each` hold `n`."""
    return -(-n // each)


def text(*names: str) -> str:
    """Files of `shaders/kernels`, joined."""
    return "\n".join((SHADERS / "kernels" / f"{name}.wgsl").read_text() for name in names)


def put(place: int, fours: bool = False) -> str:
    """What stores the results of a kernel that leaves that open, at a binding."""
    template = (SHADERS / "templates" / f"{'put_four' if fours else 'put'}.wgsl").read_text()
    return template.replace("{{PLACE}}", str(place))


def header(stored: str, sums: str | None = None, out: str | None = None, **consts: int | bool) -> str:
    """What Rust puts before the files: types, then numbers and flags."""
    half = "enable f16;\n" if "f16" in (stored, out) else ""
    sums = sums or ("f32" if stored == "f16" else stored)
    lines = [f"alias T = {stored};", f"alias S = {sums};", f"alias OUT = {out or stored};"]
    for name, value in consts.items():
        lines.append(f"const {name} = {str(value).lower() if isinstance(value, bool) else f'{value}u'};")
    return half + "\n".join(lines) + "\n"


def run(
    device: Any, source: str, params: list[int], buffers: list[np.ndarray], groups: int, fold: int = 65535
) -> np.ndarray:
    """The last buffer, after `groups` workgroups in rows of at most `fold`."""
    import wgpu

    storage = wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_SRC
    words = np.array([p % 2**32 for p in params], np.uint32)
    words = np.concatenate([words, np.zeros(-words.size % 4, np.uint32)])
    bound = [device.create_buffer_with_data(data=words, usage=wgpu.BufferUsage.UNIFORM)]
    for array in buffers:
        raw = array.tobytes()
        raw += bytes(max(16, over(len(raw), 4) * 4) - len(raw))
        bound.append(device.create_buffer_with_data(data=raw, usage=storage))
    shader = device.create_shader_module(code=source)
    pipeline = device.create_compute_pipeline(
        layout="auto", compute={"module": shader, "entry_point": "main"}
    )
    entries = [{"binding": i, "resource": {"buffer": b}} for i, b in enumerate(bound)]
    group = device.create_bind_group(layout=pipeline.get_bind_group_layout(0), entries=entries)
    encoder = device.create_command_encoder()
    work = encoder.begin_compute_pass()
    work.set_pipeline(pipeline)
    work.set_bind_group(0, group)
    rows = over(groups, fold)
    work.dispatch_workgroups(over(groups, rows), rows, 1)
    work.end()
    device.queue.submit([encoder.finish()])
    last = buffers[-1]
    made = np.frombuffer(device.queue.read_buffer(bound[-1]), np.uint8)[: last.nbytes]
    return made.view(last.dtype).reshape(last.shape)
