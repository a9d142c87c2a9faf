// Stores results of product.wgsl one by one; four columns of an invocation lie side by side or GRID apart.

fn store(v: vec4<S>, at: u32, row: u32, column: u32) {
    let step = select(1u, GRID, B_ALONG_K);
    let first = at + row * p.c_row + column;
    if (row >= p.m) {
        return;
    }
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
