// The first elements of sorted rows, and where they stood.
//
// Header: T, the word of an element.
// Params: results, results of a row, position of the first among a row's keys, elements of a row, keys of a row.
struct Params {
    total: u32,
    taken: u32,
    first: u32,
    length: u32,
    row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> keys: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read_write> values: array<T>;
@group(0) @binding(4) var<storage, read_write> places: array<i32>;

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
    let row = i / params.taken;
    let place = keys[row * params.row + params.first + i % params.taken].y;
    values[i] = data[row * params.length + place];
    places[i] = i32(place);
}
