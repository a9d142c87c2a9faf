// The gradient of a depthwise convolution's filter: sums over pixels. After window.wgsl.
//
// Header: alias T (stored), S (sums), OUT: T, or S for parts of sums; the flags of window.wgsl, without SPREAD.
// Parameters: eight axes of four words. Axis 0: weights of one tap, multiplier, taps, pixels of the batch; axes 1 to 6
// as in window.wgsl, with one channel per tap; axis 7: pixels of one part, workgroups, weights in all.
// Bindings: 1 the source   2 what arrives at the windows [pixels, channels * multiplier]   3 the result, part by part
// The number of a workgroup is that of its 32 weights, then that of its tap, then that of its part.

struct Params {
    axes: array<vec4<u32>, 8>,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> source: array<T>;
@group(0) @binding(2) var<storage, read_write> arrived: array<T>;
@group(0) @binding(3) var<storage, read_write> result: array<OUT>;

// Weights of a workgroup; as many invocations share the pixels of each as there are left.
const WIDE = 32u;
const SHARE = 8u;

var<workgroup> sums: array<S, 256>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let number = group.x + group.y * groups.x;
    if (number >= p.axes[7].y) {
        return;
    }
    let weights = p.axes[0].x;
    let strips = (weights + WIDE - 1u) / WIDE;
    let weight = number % strips * WIDE + id % WIDE;
    let t = number / strips % p.axes[0].z;
    let part = number / strips / p.axes[0].z;
    let share = id / WIDE;
    var sum = S();
    if (weight < weights) {
        let tap = Tap(tap_of(t).at, weight / p.axes[0].y);
        let end = min((part + 1u) * p.axes[7].x, p.axes[0].w);
        for (var o = part * p.axes[7].x + share; o < end; o += SHARE) {
            let at = place(pixel_of(0u, o), tap);
            if (at != NOWHERE) {
                sum += S(source[at]) * S(arrived[o * weights + weight]);
            }
        }
    }
    sums[id] = sum;
    workgroupBarrier();
    for (var half = SHARE / 2u; half > 0u; half /= 2u) {
        if (share < half) {
            sums[id] += sums[id + half * WIDE];
        }
        workgroupBarrier();
    }
    if (share == 0u && weight < weights) {
        result[part * p.axes[7].z + t * weights + weight] = OUT(sums[id]);
    }
}
