// A piece's part of channel_sums.wgsl for the gradient of batch normalisation: dy, and dy times x less its mean.
//
// Header: T, the type of elements; channel_join_sums.wgsl.

@group(0) @binding(1) var<storage, read_write> gradient: array<T>;
@group(0) @binding(2) var<storage, read_write> data: array<T>;
@group(0) @binding(3) var<storage, read_write> means: array<f32>;
@group(0) @binding(4) var<storage, read_write> partial: array<vec4<f32>>;

fn of_lane(channel: u32, first: u32, end: u32, step: u32) -> vec3<f32> {
    let mean = means[channel];
    var total = vec3<f32>();
    for (var i = first; i < end; i += step) {
        let at = place(channel, i);
        let dy = f32(gradient[at]);
        total += vec3<f32>(dy, dy * (f32(data[at]) - mean), 0.0);
    }
    return total;
}

fn store(channel: u32, piece: u32, total: vec3<f32>) {
    partial[piece * params.channels + channel] = vec4<f32>(total, 0.0);
}
