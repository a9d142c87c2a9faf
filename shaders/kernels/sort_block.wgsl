// Stages of a bitonic sort of rows of keys, as far as they stay within blocks of 1,024: of each stage from `first` to
// `last`, the steps whose partners are less than 1,024 apart.
//
// Header: nothing.
// Params: blocks, keys in a row (a power of two, at least 1,024), first, last.
struct Params {
    blocks: u32,
    row: u32,
    first: u32,
    last: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> keys: array<vec2<u32>>;

var<workgroup> block: array<vec2<u32>, 1024>;

fn after(a: vec2<u32>, b: vec2<u32>) -> bool {
    return a.x > b.x || (a.x == b.x && a.y > b.y);
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let number = group.x + group.y * groups.x;
    let start = number * 1024u;
    let present = number < params.blocks;
    if (present) {
        for (var i = own; i < 1024u; i += 256u) {
            block[i] = keys[start + i];
        }
    }
    workgroupBarrier();
    for (var stage = params.first; stage <= params.last; stage *= 2u) {
        for (var apart = min(stage / 2u, 512u); apart > 0u; apart /= 2u) {
            for (var pair = own; pair < 512u; pair += 256u) {
                let i = (pair / apart) * 2u * apart + pair % apart;
                let low = block[i];
                let high = block[i + apart];
                // The last stage of a row goes upwards in every row.
                let falling = (((start + i) & (params.row - 1u)) & stage) != 0u;
                if (after(low, high) != falling) {
                    block[i] = high;
                    block[i + apart] = low;
                }
            }
            workgroupBarrier();
        }
    }
    if (present) {
        for (var i = own; i < 1024u; i += 256u) {
            keys[start + i] = block[i];
        }
    }
}
