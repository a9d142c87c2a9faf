// Position of the largest (or smallest) element of each line, the first of equals. NaN is passed over; a line of NaN
// alone has its extreme at 0. Denormal numbers count as zero.
//
// A workgroup sees to 256 / lanes lines. Lanes take every lanes-th element of theirs.
//
// Header: T, the type of elements; P, that of positions; rank(T) -> u32, the less the better, what is only passed over
// last of all.
// Params: lines, elements of a line, words from one element of a line to the next, lanes (a power of two).
struct Params {
    count: u32,
    length: u32,
    stride: u32,
    lanes: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> result: array<P>;

// Rank and position.
var<workgroup> best: array<vec2<u32>, 256>;

fn better(a: vec2<u32>, b: vec2<u32>) -> bool {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let lines = 256u / params.lanes;
    // Neighbouring invocations read neighbouring elements: of one line, or of lines side by side.
    let beside = params.stride > 1u;
    let lane = select(own % params.lanes, own / lines, beside);
    let slot = select(own / params.lanes, own % lines, beside);
    let line = (group.x + group.y * groups.x) * lines + slot;
    let apart_by = select(1u, lines, beside);
    if (line < params.count) {
        let start = line / params.stride * params.stride * params.length + line % params.stride;
        var found = vec2<u32>(0xffffffffu, 0xffffffffu);
        for (var i = lane; i < params.length; i += params.lanes) {
            let here = vec2<u32>(rank(data[start + i * params.stride]), i);
            if (better(here, found)) {
                found = here;
            }
        }
        best[own] = found;
    }
    workgroupBarrier();
    for (var apart = params.lanes / 2u; apart > 0u; apart /= 2u) {
        if (lane < apart && line < params.count) {
            let other = best[own + apart * apart_by];
            if (better(other, best[own])) {
                best[own] = other;
            }
        }
        workgroupBarrier();
    }
    if (lane == 0u && line < params.count) {
        result[line] = P(best[own].y);
    }
}
