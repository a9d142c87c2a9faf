// Stores results of product.wgsl one by one; four columns of an invocation lie side by side or GRID apart.

@group(0) @binding(3) var<storage, read_write> c: array<OUT>;

fn store(v: vec4<S>, at: u32, row: u32, column: u32) {
    let step = select(1u, GRID, B_ALONG_K);
    let first = at + row * p.c_row + column;
    if (row >= p.m) {
        return;
    }
    if (column < p.n) {
        c[first] = OUT(v.x);
    }
    if (column + step < p.n) {
        c[first + step] = OUT(v.y);
    }
    if (column + 2u * step < p.n) {
        c[first + 2u * step] = OUT(v.z);
    }
    if (column + 3u * step < p.n) {
        c[first + 3u * step] = OUT(v.w);
    }
}
