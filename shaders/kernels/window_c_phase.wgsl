// Stores results of product.wgsl whose rows are pixels that lie apart: from pixel to pixel along each axis of space there
// are as many elements as axis 7 of the parameters says, from image to image as its w does. After window.wgsl.

fn store(v: vec4<S>, at: u32, row: u32, column: u32) {
    if (row >= p.m) {
        return;
    }
    let pixels = p.axes[1];
    let steps = p.axes[7];
    let above = row / pixels.z;
    let plane = above / pixels.y;
    let place = plane % pixels.x * steps.x + above % pixels.y * steps.y + row % pixels.z * steps.z;
    let first = at + plane / pixels.x * steps.w + place + column;
    let step = select(1u, GRID, B_ALONG_K);
    if (column < p.n) {
        put(first, v.x);
    }
    if (column + step < p.n) {
        put(first + step, v.y);
    }
    if (column + 2u * step < p.n) {
        put(first + 2u * step, v.z);
    }
    if (column + 3u * step < p.n) {
        put(first + 3u * step, v.w);
    }
}
