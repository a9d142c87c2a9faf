// Rows put into rows of a result; of several for one row the last counts: the keys are sorted.
//
// Header: T, the word that is moved.
// Params: words of all updates, keys, words of a row, words from one row of updates to the next and from one column to
// the next (both zero where one update is for all).
struct Params {
    total: u32,
    count: u32,
    inner: u32,
    row_stride: u32,
    column_stride: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> updates: array<T>;
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
    let at = i / params.inner;
    let column = i % params.inner;
    let key = keys[at];
    if (key.x == 0xffffffffu) {
        return;
    }
    if (at + 1u < params.count) {
        if (keys[at + 1u].x == key.x) {
            return;
        }
    }
    result[key.x * params.inner + column] = updates[key.y * params.row_stride + column * params.column_stride];
}
