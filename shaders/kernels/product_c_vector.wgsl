// Stores results of product.wgsl four at a time: b is read along its columns, whose number and whose steps are multiples
// of four.

@group(0) @binding(3) var<storage, read_write> c: array<vec4<OUT>>;

fn store(v: vec4<S>, at: u32, row: u32, column: u32) {
    if (row < p.m && column < p.n) {
        c[(at + row * p.c_row + column) / 4u] = vec4<OUT>(v);
    }
}
