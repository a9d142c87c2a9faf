// A depthwise convolution, or the gradient of its source: one result per invocation. After window.wgsl.
//
// Header: alias T (stored), S (sums), OUT, the flags of window.wgsl; without SPREAD it is the convolution.
// Parameters: eight axes of four words. Axis 0: results, multiplier, taps, channels that the filter reads; axes 1 to 6
// as in window.wgsl, with one channel per tap.
// Bindings: 1 the source   2 the filter [taps, channels, multiplier]   3 the result

struct Params {
    axes: array<vec4<u32>, 8>,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> source: array<T>;
@group(0) @binding(2) var<storage, read_write> filters: array<T>;
@group(0) @binding(3) var<storage, read_write> result: array<OUT>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let i = (group.x + group.y * groups.x) * 256u + id;
    if (i >= p.axes[0].x) {
        return;
    }
    let multiplier = p.axes[0].y;
    let channels = p.axes[0].w;
    // A result of the convolution has a weight of its own per tap, one of the gradient several.
    let wide = select(channels * multiplier, channels, SPREAD);
    let own = i % wide;
    let weight = select(own, own * multiplier, SPREAD);
    let channel = select(own / multiplier, own * multiplier, SPREAD);
    let each = select(1u, multiplier, SPREAD);
    let pixel = pixel_of(0u, i / wide);
    var sum = S();
    for (var t = 0u; t < p.axes[0].z; t++) {
        let at = place(pixel, Tap(tap_of(t).at, channel));
        if (at != NOWHERE) {
            let first = t * channels * multiplier + weight;
            for (var j = 0u; j < each; j++) {
                sum += S(source[at + j]) * S(filters[first + j]);
            }
        }
    }
    result[i] = OUT(sum);
}
