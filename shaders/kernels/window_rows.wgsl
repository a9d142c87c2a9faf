// Operand a of product.wgsl has a window of the source in each row: a row is a pixel, a term a tap's channel. After
// window.wgsl and one of its readers; A_ALONG_K is true.

struct SideA {
    pixel: Pixel,
    inside: bool,
}

fn side_a(start: u32, row: u32) -> SideA {
    return SideA(pixel_of(start, row), row < p.m);
}

fn load_a(side: SideA, k: u32, end: u32) -> vec4<S> {
    if (side.inside) {
        return window(side.pixel, k, end);
    }
    return vec4<S>();
}
