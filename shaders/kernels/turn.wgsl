// A strided copy that turns matrices: their rows are neighbours where they are read, their columns where they are
// written. Squares of 32 by 32 words pass through workgroup memory, so that both sides meet whole lines of memory.
//
// Header: T, the word that is moved, of 8 bytes at most.
// Params: rows, columns; words from column to column where they are read, from row to row where they are written;
// squares down and across a matrix, and all of them; axes of matrices; where the first word is read and where it is
// written; two words unused; then sizes and strides of the matrices' axes as in move.wgsl.
struct Params {
    rows: u32,
    columns: u32,
    read_column: u32,
    written_row: u32,
    down: u32,
    across: u32,
    squares: u32,
    axes: u32,
    read: u32,
    written: u32,
    sizes: array<vec4<u32>, 2>,
    read_strides: array<vec4<u32>, 2>,
    written_strides: array<vec4<u32>, 2>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> data: array<T>;
@group(0) @binding(2) var<storage, read_write> result: array<T>;

// One word more in a line, so that a column lies in as many banks of memory as a line.
var<workgroup> square: array<T, 1056>;

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    let number = group.x + group.y * groups.x;
    let present = number < params.squares;
    let row = number % params.down * 32u;
    let column = number / params.down % params.across * 32u;
    var left = number / params.down / params.across;
    var here = params.read;
    var there = params.written;
    for (var axis = 0u; axis < params.axes; axis++) {
        let size = params.sizes[axis / 4u][axis % 4u];
        let at = left % size;
        left /= size;
        here += at * params.read_strides[axis / 4u][axis % 4u];
        there += at * params.written_strides[axis / 4u][axis % 4u];
    }
    let x = own % 32u;
    for (var y = own / 32u; y < 32u; y += 8u) {
        if (present && row + x < params.rows && column + y < params.columns) {
            square[y * 33u + x] = data[here + row + x + (column + y) * params.read_column];
        }
    }
    workgroupBarrier();
    for (var y = own / 32u; y < 32u; y += 8u) {
        if (present && row + y < params.rows && column + x < params.columns) {
            result[there + (row + y) * params.written_row + column + x] = square[x * 33u + y];
        }
    }
}
