// Operand a of product.wgsl has a window of the source in each column: a row is a tap's channel, a term a pixel. After
// window.wgsl and one of its readers; A_ALONG_K is false.

struct SideA {
    start: u32,
    row: u32,
}

fn side_a(start: u32, row: u32) -> SideA {
    return SideA(start, row);
}

fn load_a(side: SideA, k: u32, end: u32) -> vec4<S> {
    if (k < end) {
        return window(pixel_of(side.start, k), side.row, p.m);
    }
    return vec4<S>();
}
