// Loads operand a of product.wgsl element by element, with any strides.

@group(0) @binding(1) var<storage, read_write> a: array<T>;

struct SideA {
    at: u32,
    row: u32,
}

fn side_a(start: u32, row: u32) -> SideA {
    return SideA(start + row * p.a_side, row);
}

fn load_a(side: SideA, k: u32, end: u32) -> vec4<S> {
    var v = vec4<S>();
    if (side.row >= p.m || k >= end) {
        return v;
    }
    let at = side.at + k * p.a_k;
    let step = select(p.a_side, p.a_k, A_ALONG_K);
    let left = select(p.m - side.row, end - k, A_ALONG_K);
    v.x = S(a[at]);
    if (left > 1u) {
        v.y = S(a[at + step]);
    }
    if (left > 2u) {
        v.z = S(a[at + 2u * step]);
    }
    if (left > 3u) {
        v.w = S(a[at + 3u * step]);
    }
    return v;
}
