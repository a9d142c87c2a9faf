// Reads windows for product.wgsl element by element, with any number of channels. After window.wgsl.

@group(0) @binding(1) var<storage, read_write> a: array<T>;

fn element(pixel: Pixel, number: u32, end: u32) -> S {
    let at = place(pixel, tap_of(number));
    if (number < end && at != NOWHERE) {
        return S(a[at]);
    }
    return S();
}

// Elements `number` to `number + 3` of the window at a pixel; `end` is the window's.
fn window(pixel: Pixel, number: u32, end: u32) -> vec4<S> {
    return vec4<S>(
        element(pixel, number, end),
        element(pixel, number + 1u, end),
        element(pixel, number + 2u, end),
        element(pixel, number + 3u, end),
    );
}
