// A strided copy: words of one buffer to places of another.
//
// Header: T, the word that is moved.
// Params: count of words, axes, where the first word is read and where it is written; then, each for eight axes with
// the innermost first: sizes, strides that are read by, strides that are written by. All in words; strides may wrap.
struct Params {
    count: u32,
    axes: u32,
    read: u32,
    written: u32,
    sizes: array<vec4<u32>, 2>,
    read_strides: array<vec4<u32>, 2>,
    written_strides: array<vec4<u32>, 2>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> result: array<T>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + own;
    if (i >= params.count) {
        return;
    }
    var left = i;
    var here = params.read;
    var there = params.written;
    for (var axis = 0u; axis < params.axes; axis++) {
        let size = params.sizes[axis / 4u][axis % 4u];
        let at = left % size;
        left /= size;
        here += at * params.read_strides[axis / 4u][axis % 4u];
        there += at * params.written_strides[axis / 4u][axis % 4u];
    }
    result[there] = data[here];
}
