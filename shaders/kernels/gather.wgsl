// Slices of a tensor [batch, outer, size, inner] at indices [batch, count], as [batch, outer, count, inner]. An index
// outside the axis picks zeros.
//
// Header: T, the word that is moved; I, the type of indices.
// Params: words of the result, outer, size, count, inner (in words).
struct Params {
    total: u32,
    outer: u32,
    size: u32,
    count: u32,
    inner: u32,
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
    let row = i / params.inner;
    let block = row / params.count;
    let index = indices[block / params.outer * params.count + row % params.count];
    var value = T();
    if (index >= I(0u) && index < I(params.size)) {
        value = data[(block * params.size + u32(index)) * params.inner + i % params.inner];
    }
    result[i] = value;
}
