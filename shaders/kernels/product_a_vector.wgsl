// Loads vectors of operand a of product.wgsl. Unit stride along the vectors; their number is whole, every other stride,
// step and offset a multiple of four.

@group(0) @binding(1) var<storage, read_write> a: array<vec4<T>>;

struct SideA {
    at: u32,
    inside: bool,
}

fn side_a(start: u32, row: u32) -> SideA {
    return SideA(start + row * p.a_side, row < p.m);
}

fn load_a(side: SideA, k: u32, end: u32) -> vec4<S> {
    if (side.inside && k < end) {
        return vec4<S>(a[(side.at + k * p.a_k) / 4u]);
    }
    return vec4<S>();
}
