// Keys that sort the elements of rows from the best to the worst, equals in their order: (rank, position). Places past
// the end of a row come last.
//
// Header: T, the type of elements; rank(T) -> u32, the less the better.
// Params: keys of all rows, elements of a row, keys of a row.
struct Params {
    total: u32,
    length: u32,
    row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> keys: array<vec2<u32>>;

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
    let at = i % params.row;
    var key = vec2<u32>(0xffffffffu, at);
    if (at < params.length) {
        key.x = rank(data[i / params.row * params.length + at]);
    }
    keys[i] = key;
}
