// One step of a bitonic sort of rows of keys, between partners that are far apart.
//
// Header: nothing.
// Params: pairs, keys in a row (a power of two), stage, distance of partners.
struct Params {
    pairs: u32,
    row: u32,
    stage: u32,
    apart: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<vec2<u32>>;

fn after(a: vec2<u32>, b: vec2<u32>) -> bool {
    return a.x > b.x || (a.x == b.x && a.y > b.y);
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let pair = (group.x + group.y * groups.x) * 256u + own;
    if (pair >= params.pairs) {
        return;
    }
    let i = (pair / params.apart) * 2u * params.apart + pair % params.apart;
    let low = keys[i];
    let high = keys[i + params.apart];
    let falling = ((i & (params.row - 1u)) & params.stage) != 0u;
    if (after(low, high) != falling) {
        keys[i] = high;
        keys[i + params.apart] = low;
    }
}
