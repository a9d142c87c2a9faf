// Products of matrices, one tile of the result per workgroup.
//
// Rust puts before this text, in this order:
// * a header:
//     alias T              what operands are stored as (vec4<T> is read where a loader says so)
//     alias S              what is summed in
//     alias OUT            what results are stored as: T, or S for parts of sums
//     const ROWS, COLUMNS  of a tile
//     const DEPTH          terms that are in workgroup memory at a time
//     const HIGH, WIDE     1 or 2: blocks of 4 by 4 results per invocation, from top to bottom and from left to right
//     const A_ALONG_K, B_ALONG_K   four elements that are read together follow k, or else the operand's other side
// * a loader of each operand: product_a_*.wgsl or window_*.wgsl, product_b_*.wgsl or window_b_*.wgsl
// * a store: product_c_*.wgsl or window_c_phase.wgsl, which gives results to `put` or `put_four`
//
// Parameters, one word each:
//   0 m   1 n   2 k   3 part: terms of one part of the sums, a multiple of DEPTH
//   4 groups: workgroups that have work   5 matrices   6 rank: axes of the batch   7 c_row: from row to row of results
//   8 a_offset   9 a_side: from row to row   10 a_k: from term to term
//  11 b_offset  12 b_side: from column to column  13 b_k  14 c_part: from part to part of the results  15 c_offset
//  16 .. 47 axes: eight of four words. The first `rank` are axes of the batch, outermost first:
//           size, a's step, b's step, the result's step. Windows use those that follow.
// Strides count elements modulo 2^32, so negative ones work. The number of a workgroup is that of its tile, then that of
// its matrix, then that of its part.

struct Params {
    m: u32,
    n: u32,
    k: u32,
    part: u32,
    groups: u32,
    matrices: u32,
    rank: u32,
    c_row: u32,
    a_offset: u32,
    a_side: u32,
    a_k: u32,
    b_offset: u32,
    b_side: u32,
    b_k: u32,
    c_part: u32,
    c_offset: u32,
    axes: array<vec4<u32>, 8>,
}

@group(0) @binding(0) var<uniform> p: Params;

// Invocations along each side of a tile: ROWS / HIGH is COLUMNS / WIDE.
const GRID = ROWS / (4u * HIGH);
const THREADS = GRID * GRID;
// Vectors of each operand that are in workgroup memory at a time: no invocation reads more than one.
const A_VECTORS = ROWS * DEPTH / 4u;
const B_VECTORS = COLUMNS * DEPTH / 4u;
// Vectors along k, and along a side.
const DEEP = DEPTH / 4u;
const A_ACROSS = ROWS / 4u;
const B_ACROSS = COLUMNS / 4u;
// Tiles of so many rows share columns of b while these are in the cache.
const STRIP = 8u;

// Two buffers: one is filled while the other is multiplied.
var<workgroup> a_tile: array<vec4<S>, 2u * A_VECTORS>;
var<workgroup> b_tile: array<vec4<S>, 2u * B_VECTORS>;

// Four vectors: one per term, of four rows or columns.
struct Block {
    x: vec4<S>,
    y: vec4<S>,
    z: vec4<S>,
    w: vec4<S>,
}

fn transposed(b: Block) -> Block {
    return Block(
        vec4<S>(b.x.x, b.y.x, b.z.x, b.w.x),
        vec4<S>(b.x.y, b.y.y, b.z.y, b.w.y),
        vec4<S>(b.x.z, b.y.z, b.z.z, b.w.z),
        vec4<S>(b.x.w, b.y.w, b.z.w, b.w.w),
    );
}

// Adds four terms to four rows of four results. Blocks are values, never arrays, so that they stay in registers.
fn multiplied(c: Block, a: Block, b: Block) -> Block {
    var d = c;
    d.x += a.x.x * b.x;
    d.y += a.x.y * b.x;
    d.z += a.x.z * b.x;
    d.w += a.x.w * b.x;
    d.x += a.y.x * b.y;
    d.y += a.y.y * b.y;
    d.z += a.y.z * b.y;
    d.w += a.y.w * b.y;
    d.x += a.z.x * b.z;
    d.y += a.z.y * b.z;
    d.z += a.z.z * b.z;
    d.w += a.z.w * b.z;
    d.x += a.w.x * b.w;
    d.y += a.w.y * b.w;
    d.z += a.w.z * b.w;
    d.w += a.w.w * b.w;
    return d;
}

// Vectors along k lie row by row; eight neighbouring rows are in different banks.
fn bank(side: u32) -> u32 {
    return side / (8u / DEEP) % DEEP;
}

// Where the vector that an invocation reads goes to.
fn slot(id: u32, along_k: bool) -> u32 {
    return select(id, id / DEEP * DEEP + (id % DEEP ^ bank(id / DEEP)), along_k);
}

// Block `i` of an invocation's rows or columns: the first of them, and the distance to the next.
fn first_of(t: u32, i: u32, along_k: bool) -> u32 {
    return select(4u * (t + GRID * i), t + GRID * 4u * i, along_k);
}

fn a_block(buffer: u32, t: u32, i: u32, k: u32) -> Block {
    if (A_ALONG_K) {
        let at = buffer * A_VECTORS + first_of(t, i, true) * DEEP + (k ^ bank(t));
        return transposed(Block(
            a_tile[at],
            a_tile[at + GRID * DEEP],
            a_tile[at + 2u * GRID * DEEP],
            a_tile[at + 3u * GRID * DEEP],
        ));
    }
    let at = buffer * A_VECTORS + 4u * k * A_ACROSS + t + GRID * i;
    return Block(a_tile[at], a_tile[at + A_ACROSS], a_tile[at + 2u * A_ACROSS], a_tile[at + 3u * A_ACROSS]);
}

fn b_block(buffer: u32, t: u32, i: u32, k: u32) -> Block {
    if (B_ALONG_K) {
        let at = buffer * B_VECTORS + first_of(t, i, true) * DEEP + (k ^ bank(t));
        return transposed(Block(
            b_tile[at],
            b_tile[at + GRID * DEEP],
            b_tile[at + 2u * GRID * DEEP],
            b_tile[at + 3u * GRID * DEEP],
        ));
    }
    let at = buffer * B_VECTORS + 4u * k * B_ACROSS + t + GRID * i;
    return Block(b_tile[at], b_tile[at + B_ACROSS], b_tile[at + 2u * B_ACROSS], b_tile[at + 3u * B_ACROSS]);
}

fn store_block(c: Block, at: u32, row: u32, column: u32) {
    let down = select(1u, GRID, A_ALONG_K);
    // Four, in a loop that compilers cannot unroll: what a group does with the results is in the code once, not four times.
    let rows = 3u + min(p.matrices, 1u);
    var v = c.x;
    for (var i = 0u; i < rows; i++) {
        store(v, at, row + i * down, column);
        v = select(select(c.w, c.z, i == 1u), c.y, i == 0u);
    }
}

@compute @workgroup_size(THREADS)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let number = group.x + group.y * groups.x;
    if (number >= p.groups) {
        return;
    }
    let high = (p.m + ROWS - 1u) / ROWS;
    let wide = (p.n + COLUMNS - 1u) / COLUMNS;
    let tile = number % (high * wide);
    let part = number / (high * wide) / p.matrices;
    var matrix = number / (high * wide) % p.matrices;
    let top = tile / (STRIP * wide) * STRIP;
    let tops = min(STRIP, high - top);
    let inside = tile % (STRIP * wide);
    let row = (top + inside % tops) * ROWS;
    let column = inside / tops * COLUMNS;

    var a_at = p.a_offset;
    var b_at = p.b_offset;
    var c_at = p.c_offset + part * p.c_part;
    for (var i = p.rank; i > 0u; i--) {
        let axis = p.axes[i - 1u];
        let index = matrix % axis.x;
        matrix /= axis.x;
        a_at += index * axis.y;
        b_at += index * axis.z;
        c_at += index * axis.w;
    }

    // What this invocation reads: one vector of each operand at a time, if there are as many.
    let reads_a = A_VECTORS == THREADS || id < A_VECTORS;
    let reads_b = B_VECTORS == THREADS || id < B_VECTORS;
    let a_side = side_a(a_at, row + select(id % A_ACROSS * 4u, id / DEEP, A_ALONG_K));
    let b_side = side_b(b_at, column + select(id % B_ACROSS * 4u, id / DEEP, B_ALONG_K));
    let a_k = select(id / A_ACROSS, id % DEEP * 4u, A_ALONG_K);
    let b_k = select(id / B_ACROSS, id % DEEP * 4u, B_ALONG_K);
    let a_slot = slot(id, A_ALONG_K);
    let b_slot = slot(id, B_ALONG_K);
    // What it computes. 32 neighbours make 8 columns by 4 rows, which read the fewest vectors between them.
    let warp = id / 32u;
    let tx = id % 8u + warp % (GRID / 8u) * 8u;
    let ty = id / 8u % 4u + warp / (GRID / 8u) * 4u;

    let begin = part * p.part;
    let end = min(begin + p.part, p.k);
    if (reads_a) {
        a_tile[a_slot] = load_a(a_side, begin + a_k, end);
    }
    if (reads_b) {
        b_tile[b_slot] = load_b(b_side, begin + b_k, end);
    }
    workgroupBarrier();
    var buffer = 0u;
    var c00 = Block();
    var c01 = Block();
    var c10 = Block();
    var c11 = Block();
    for (var k = begin; k < end; k += DEPTH) {
        // On its way while this one is multiplied; past the end there are zeros.
        var a_next = vec4<S>();
        var b_next = vec4<S>();
        if (reads_a) {
            a_next = load_a(a_side, k + DEPTH + a_k, end);
        }
        if (reads_b) {
            b_next = load_b(b_side, k + DEPTH + b_k, end);
        }
        for (var i = 0u; i < DEEP; i++) {
            let a0 = a_block(buffer, ty, 0u, i);
            let b0 = b_block(buffer, tx, 0u, i);
            c00 = multiplied(c00, a0, b0);
            var a1 = Block();
            if (HIGH == 2u) {
                a1 = a_block(buffer, ty, 1u, i);
                c10 = multiplied(c10, a1, b0);
            }
            if (WIDE == 2u) {
                let b1 = b_block(buffer, tx, 1u, i);
                c01 = multiplied(c01, a0, b1);
                if (HIGH == 2u) {
                    c11 = multiplied(c11, a1, b1);
                }
            }
        }
        buffer = 1u - buffer;
        if (reads_a) {
            a_tile[buffer * A_VECTORS + a_slot] = a_next;
        }
        if (reads_b) {
            b_tile[buffer * B_VECTORS + b_slot] = b_next;
        }
        workgroupBarrier();
    }

    let r0 = row + first_of(ty, 0u, A_ALONG_K);
    let r1 = row + first_of(ty, 1u, A_ALONG_K);
    let s0 = column + first_of(tx, 0u, B_ALONG_K);
    let s1 = column + first_of(tx, 1u, B_ALONG_K);
    store_block(c00, c_at, r0, s0);
    if (WIDE == 2u) {
        store_block(c01, c_at, r0, s1);
    }
    if (HIGH == 2u) {
        store_block(c10, c_at, r1, s0);
    }
    if (HIGH == 2u && WIDE == 2u) {
        store_block(c11, c_at, r1, s1);
    }
}
