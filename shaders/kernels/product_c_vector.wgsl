// Stores results of product.wgsl four at a time: b is read along its columns, whose number and whose steps are multiples
// of four.

fn store(v: vec4<S>, at: u32, row: u32, column: u32) {
    if (row < p.m && column < p.n) {
        put_four(at + row * p.c_row + column, v);
    }
}
