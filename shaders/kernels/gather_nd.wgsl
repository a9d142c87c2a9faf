// Slices of a tensor at coordinates into its first axes. Coordinates outside the tensor pick zeros.
//
// Header: T, the word that is moved; I, the type of coordinates.
// Params: words of the result, words of a slice, coordinates of a slice, one word unused, sizes of eight axes.
struct Params {
    total: u32,
    inner: u32,
    depth: u32,
    sizes: array<vec4<u32>, 2>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> indices: array<I>;
@group(0) @binding(3) var<storage, read_write> result: array<T>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + own;
    if (i >= params.total) {
        return;
    }
    let place = i / params.inner * params.depth;
    var row = 0u;
    var inside = true;
    for (var axis = 0u; axis < params.depth; axis++) {
        let index = indices[place + axis];
        let size = params.sizes[axis / 4u][axis % 4u];
        inside = inside && index >= I(0u) && index < I(size);
        row = row * size + u32(index);
    }
    var value = T();
    if (inside) {
        value = data[row * params.inner + i % params.inner];
    }
    result[i] = value;
}
