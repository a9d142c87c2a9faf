// A piece's part of channel_sums.wgsl for moments: number of elements, mean, squared distances from the mean.
//
// Header: T, the type of elements; channel_join_moments.wgsl.

@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4<f32>>;

fn of_lane(channel: u32, first: u32, end: u32, step: u32) -> vec3<f32> {
    if (first >= end) {
        return vec3<f32>();
    }
    // Distances from the first element, which are about as small as those from the mean.
    let origin = f32(data[place(channel, first)]);
    var sum = 0.0;
    var squares = 0.0;
    for (var i = first + step; i < end; i += step) {
        let distance = f32(data[place(channel, i)]) - origin;
        sum += distance;
        squares += distance * distance;
    }
    let count = f32((end - first + step - 1u) / step);
    return vec3<f32>(count, origin + sum / count, max(squares - sum * sum / count, 0.0));
}

fn store(channel: u32, piece: u32, total: vec3<f32>) {
    partial[piece * params.channels + channel] = vec4<f32>(total, 0.0);
}
