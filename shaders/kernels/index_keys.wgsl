// Keys that sort slices by the row they go to, and those of one row by their order: (row, position). Coordinates
// outside the tensor, and places past the last, get the row 0xffffffff, which nobody takes up.
//
// Header: I, the type of coordinates.
// Params: slices, keys to be made, coordinates of a slice, one word unused, sizes of eight axes.
struct Params {
    count: u32,
    padded: u32,
    depth: u32,
    sizes: array<vec4<u32>, 2>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> indices: array<I>;
@group(0) @binding(2) var<storage, read_write> keys: array<vec2<u32>>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + own;
    if (i >= params.padded) {
        return;
    }
    var row = 0u;
    var inside = i < params.count;
    if (inside) {
        for (var axis = 0u; axis < params.depth; axis++) {
            let index = indices[i * params.depth + axis];
            let size = params.sizes[axis / 4u][axis % 4u];
            inside = inside && index >= I(0u) && index < I(size);
            row = row * size + u32(index);
        }
    }
    keys[i] = vec2<u32>(select(0xffffffffu, row, inside), i);
}
