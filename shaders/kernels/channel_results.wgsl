// The pieces of a channel joined, by channel_sums.wgsl: its elements are pieces.
//
// Header: how they are joined; finished(vec3<f32>) -> vec2<f32>, a channel's two results.

@group(0) @binding(1) var<storage, read_write> partial: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> first_result: array<f32>;
@group(0) @binding(3) var<storage, read_write> second_result: array<f32>;

fn of_lane(channel: u32, first: u32, end: u32, step: u32) -> vec3<f32> {
    var total = vec3<f32>();
    for (var i = first; i < end; i += step) {
        total = join(total, partial[place(channel, i)].xyz);
    }
    return total;
}

fn store(channel: u32, piece: u32, total: vec3<f32>) {
    let results = finished(total);
    first_result[channel] = results.x;
    second_result[channel] = results.y;
}
