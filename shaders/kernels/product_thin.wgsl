// The product of a matrix and at most four vectors: results are limited by how fast the matrix can be read.
//
// Header:
//   alias T, S, OUT      as for product.wgsl, and `put` as there
//   const WIDTH          vectors: 1 to 4
//   const SIDE           invocations along the matrix's side; the other 256 / SIDE divide the terms between them
//
// Parameters, as for product.wgsl where the names are the same; a is the matrix, b the vectors:
//   0 m: the matrix's side   1 n: vectors   2 k   3 part: terms of one part of the sums
//   4 groups   5 matrices   6 rank   7 c_row: from one of the matrix's rows to the next, in the results
//   8 a_offset   9 a_side  10 a_k  11 b_offset  12 b_side  13 b_k  14 c_part  15 c_side: from vector to vector
//  16 .. 47 axes
// The number of a workgroup is that of its SIDE rows, then that of its matrix, then that of its part.

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
    c_side: u32,
    axes: array<vec4<u32>, 8>,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> a: array<T>;
@group(0) @binding(2) var<storage, read_write> b: array<T>;

const SHARE = 256u / SIDE;

var<workgroup> sums: array<vec4<S>, 256>;

// The vectors' elements of one term.
fn term(at: u32) -> vec4<S> {
    var v = vec4<S>(S(b[at]), S(), S(), S());
    if (WIDTH > 1u) {
        v.y = S(b[at + p.b_side]);
    }
    if (WIDTH > 2u) {
        v.z = S(b[at + 2u * p.b_side]);
    }
    if (WIDTH > 3u) {
        v.w = S(b[at + 3u * p.b_side]);
    }
    return v;
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) id: u32,
) {
    let number = group.x + group.y * groups.x;
    if (number >= p.groups) {
        return;
    }
    let strips = (p.m + SIDE - 1u) / SIDE;
    let part = number / strips / p.matrices;
    var matrix = number / strips % p.matrices;
    // Neighbours walk along the axis on which the matrix's elements are neighbours.
    let lane = select(id / SHARE, id % SIDE, SIDE > 16u);
    let share = select(id % SHARE, id / SIDE, SIDE > 16u);
    let row = number % strips * SIDE + lane;

    var a_at = p.a_offset + row * p.a_side;
    var b_at = p.b_offset;
    var c_at = part * p.c_part + row * p.c_row;
    for (var i = p.rank; i > 0u; i--) {
        let axis = p.axes[i - 1u];
        let index = matrix % axis.x;
        matrix /= axis.x;
        a_at += index * axis.y;
        b_at += index * axis.z;
        c_at += index * axis.w;
    }

    var sum = vec4<S>();
    if (row < p.m) {
        let end = min((part + 1u) * p.part, p.k);
        var k = part * p.part + share;
        // Four loads of the matrix are on their way together.
        for (; k + 3u * SHARE < end; k += 4u * SHARE) {
            let x = S(a[a_at + k * p.a_k]);
            let y = S(a[a_at + (k + SHARE) * p.a_k]);
            let z = S(a[a_at + (k + 2u * SHARE) * p.a_k]);
            let w = S(a[a_at + (k + 3u * SHARE) * p.a_k]);
            sum += x * term(b_at + k * p.b_k);
            sum += y * term(b_at + (k + SHARE) * p.b_k);
            sum += z * term(b_at + (k + 2u * SHARE) * p.b_k);
            sum += w * term(b_at + (k + 3u * SHARE) * p.b_k);
        }
        for (; k < end; k += SHARE) {
            sum += S(a[a_at + k * p.a_k]) * term(b_at + k * p.b_k);
        }
    }
    let place = share * SIDE + lane;
    sums[place] = sum;
    workgroupBarrier();
    for (var half = SHARE / 2u; half > 0u; half /= 2u) {
        if (share < half) {
            sums[place] += sums[place + half * SIDE];
        }
        workgroupBarrier();
    }
    if (share == 0u && row < p.m) {
        let all = sums[place];
        put(c_at, all.x);
        if (WIDTH > 1u) {
            put(c_at + p.c_side, all.y);
        }
        if (WIDTH > 2u) {
            put(c_at + 2u * p.c_side, all.z);
        }
        if (WIDTH > 3u) {
            put(c_at + 3u * p.c_side, all.w);
        }
    }
}
