// Loads operand b of product.wgsl element by element, with any strides.

@group(0) @binding(2) var<storage, read_write> b: array<T>;

struct SideB {
    at: u32,
    column: u32,
}

fn side_b(start: u32, column: u32) -> SideB {
    return SideB(start + column * p.b_side, column);
}

fn load_b(side: SideB, k: u32, end: u32) -> vec4<S> {
    var v = vec4<S>();
    if (side.column >= p.n || k >= end) {
        return v;
    }
    let at = side.at + k * p.b_k;
    let step = select(p.b_side, p.b_k, B_ALONG_K);
    let left = select(p.n - side.column, end - k, B_ALONG_K);
    v.x = S(b[at]);
    if (left > 1u) {
        v.y = S(b[at + step]);
    }
    if (left > 2u) {
        v.z = S(b[at + 2u * step]);
    }
    if (left > 3u) {
        v.w = S(b[at + 3u * step]);
    }
    return v;
}
