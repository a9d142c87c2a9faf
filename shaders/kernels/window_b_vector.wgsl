// Operand b of product.wgsl is a filter of which a column is an input channel and a term a tap's output channel, four of
// them at a time: the numbers of output channels, in all and of a group, are multiples of four. B_ALONG_K is true.
// b_side: from input channel to input channel; words w of the parameters' axes 4 to 6: from tap to tap along each axis of
// space. After window.wgsl.

@group(0) @binding(2) var<storage, read_write> b: array<vec4<T>>;

struct SideB {
    at: u32,
    inside: bool,
}

fn weight_at(start: u32, k: u32) -> u32 {
    let tap = tap_of(k);
    return start + tap.at.x * p.axes[4].w + tap.at.y * p.axes[5].w + tap.at.z * p.axes[6].w + tap.channel;
}

fn side_b(start: u32, column: u32) -> SideB {
    return SideB(start + column * p.b_side, column < p.n);
}

fn load_b(side: SideB, k: u32, end: u32) -> vec4<S> {
    if (side.inside && k < end) {
        return vec4<S>(b[weight_at(side.at, k) / 4u]);
    }
    return vec4<S>();
}
