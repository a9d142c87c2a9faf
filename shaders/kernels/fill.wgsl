// One value in every place.
//
// Header: T, the word that is written, and filler() -> T, made of params.low and params.high.
// Params: count of words, the value's bits (low, high), which are a float's where the word is a half.
struct Params {
    count: u32,
    low: u32,
    high: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> result: array<T>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + own;
    if (i < params.count) {
        result[i] = filler();
    }
}
