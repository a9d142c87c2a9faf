// Reads windows for product.wgsl four channels at a time. The source's channels, and those of a tap, are multiples of
// four. After window.wgsl.

@group(0) @binding(1) var<storage, read_write> a: array<vec4<T>>;

// Elements `number` to `number + 3` of the window at a pixel; `end` is the window's.
fn window(pixel: Pixel, number: u32, end: u32) -> vec4<S> {
    let at = place(pixel, tap_of(number));
    if (number < end && at != NOWHERE) {
        return vec4<S>(a[at / 4u]);
    }
    return vec4<S>();
}
