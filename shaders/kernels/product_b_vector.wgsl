// Loads vectors of operand b of product.wgsl. Unit stride along the vectors; their number is whole, every other stride,
// step and offset a multiple of four.

@group(0) @binding(2) var<storage, read_write> b: array<vec4<T>>;

struct SideB {
    at: u32,
    inside: bool,
}

fn side_b(start: u32, column: u32) -> SideB {
    return SideB(start + column * p.b_side, column < p.n);
}

fn load_b(side: SideB, k: u32, end: u32) -> vec4<S> {
    if (side.inside && k < end) {
        return vec4<S>(b[(side.at + k * p.b_k) / 4u]);
    }
    return vec4<S>();
}
