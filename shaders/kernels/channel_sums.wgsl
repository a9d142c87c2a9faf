// Sums of three numbers per channel. A workgroup sees to 256 / lanes channels and to one piece of their elements; lanes
// take every lanes-th. Their order follows from sizes alone.
//
// Header: of_lane(channel, first, end, step) -> vec3<f32>, the sums of some of a channel's elements; join(vec3<f32>,
// vec3<f32>) -> vec3<f32>; store(channel, piece, vec3<f32>).
// Params: channels, elements that follow each other in one channel, elements of a channel, lanes (a power of two),
// elements of a piece, workgroups beside each other.
struct Params {
    channels: u32,
    inner: u32,
    count: u32,
    lanes: u32,
    piece: u32,
    across: u32,
}

@group(0) @binding(0) var<uniform> params: Params;

var<workgroup> sums: array<vec3<f32>, 256>;

// Where an element of a channel lies.
fn place(channel: u32, i: u32) -> u32 {
    return (i / params.inner * params.channels + channel) * params.inner + i % params.inner;
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let number = group.x + group.y * groups.x;
    let columns = 256u / params.lanes;
    let channel = number % params.across * columns + own % columns;
    let lane = own / columns;
    let piece = number / params.across;
    let first = piece * params.piece;
    let present = channel < params.channels && first < params.count;
    if (present) {
        sums[own] = of_lane(channel, first + lane, min(first + params.piece, params.count), params.lanes);
    }
    workgroupBarrier();
    for (var apart = params.lanes / 2u; apart > 0u; apart /= 2u) {
        if (lane < apart && present) {
            sums[own] = join(sums[own], sums[own + apart * columns]);
        }
        workgroupBarrier();
    }
    if (lane == 0u && present) {
        store(channel, piece, sums[own]);
    }
}
