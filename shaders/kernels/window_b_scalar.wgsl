// Operand b of product.wgsl is a filter of which a column is an input channel and a term a tap's output channel, read
// element by element. B_ALONG_K is true.
// b_side: from input channel to input channel; words w of the parameters' axes 4 to 6: from tap to tap along each axis of
// space. After window.wgsl.

@group(0) @binding(2) var<storage, read_write> b: array<T>;

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

fn weight(side: SideB, k: u32, end: u32) -> S {
    if (side.inside && k < end) {
        return S(b[weight_at(side.at, k)]);
    }
    return S();
}

fn load_b(side: SideB, k: u32, end: u32) -> vec4<S> {
    return vec4<S>(
        weight(side, k, end),
        weight(side, k + 1u, end),
        weight(side, k + 2u, end),
        weight(side, k + 3u, end),
    );
}
