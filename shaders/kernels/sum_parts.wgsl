// Adds up the parts of sums, always from the first to the last.
//
// Header: alias S (what parts are stored as), alias OUT (what results are stored as). `put` takes them.
// Parameters: 0 count: results   1 parts   2 step: from part to part

struct Params {
    count: u32,
    parts: u32,
    step: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> x: array<S>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + id;
    if (i >= p.count) {
        return;
    }
    var sum = x[i];
    for (var part = 1u; part < p.parts; part++) {
        sum += x[part * p.step + i];
    }
    put(i, sum);
}
