// Sums over the elements of a row that are at most `radius` away.
//
// Header: T, the type of elements.
// Params: elements, elements of a row, radius.
struct Params {
    total: u32,
    length: u32,
    radius: u32,
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
    if (i >= params.total) {
        return;
    }
    let at = i % params.length;
    let start = i - at;
    var sum = T(0);
    for (var n = at - min(at, params.radius); n <= min(at + params.radius, params.length - 1u); n++) {
        sum += data[start + n];
    }
    result[i] = sum;
}
