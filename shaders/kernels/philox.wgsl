// Random numbers: block by block of a Philox4x32-10 stream, four elements from each group of blocks.
//
// Header: lib/float.wgsl, lib/exp.wgsl, lib/trig.wgsl; T, the type of elements; draw(vec4<u32>) -> vec4<T>, four
// elements from the counter of their first block.
// Params: elements; blocks of a group; the key (two words); the counter of the first block (four words, the lowest
// first); for integers the least, and how many there are; zero.
struct Params {
    count: u32,
    spacing: u32,
    key: vec2<u32>,
    counter: vec4<u32>,
    low: i32,
    range: u32,
    zero: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> result: array<T>;

// The low and the high word of a product.
fn product(a: u32, b: u32) -> vec2<u32> {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let cross = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let other = (a & 0xffffu) * (b >> 16u) + (cross & 0xffffu);
    return vec2<u32>(a * b, (a >> 16u) * (b >> 16u) + (cross >> 16u) + (other >> 16u));
}

// The counter `blocks` (low and high word) further on.
fn further(counter: vec4<u32>, blocks: vec2<u32>) -> vec4<u32> {
    var sum = counter;
    sum.x += blocks.x;
    let carry = u32(sum.x < blocks.x);
    sum.y += blocks.y;
    var next = u32(sum.y < blocks.y);
    sum.y += carry;
    next += u32(sum.y < carry);
    sum.z += next;
    sum.w += u32(sum.z < next);
    return sum;
}

fn philox(counter: vec4<u32>) -> vec4<u32> {
    var x = counter;
    var key = params.key;
    for (var round = 0; round < 10; round++) {
        let p = product(x.x, 0xd2511f53u);
        let q = product(x.z, 0xcd9e8d57u);
        x = vec4<u32>(q.y ^ x.y ^ key.x, q.x, p.y ^ x.w ^ key.y, p.x);
        key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return x;
}

// In [0, 1): the low 23 bits.
fn unit(x: u32) -> f32 {
    return bitcast<f32>(0x3f800000u | (x & 0x7fffffu)) - 1.0;
}

fn uniform_f32(at: vec4<u32>) -> vec4<f32> {
    let x = philox(at);
    return vec4<f32>(unit(x.x), unit(x.y), unit(x.z), unit(x.w));
}

// In [0, 1): the low 10 bits.
fn uniform_f16(at: vec4<u32>) -> vec4<f32> {
    return vec4<f32>(philox(at) & vec4<u32>(0x3ffu)) / 1024.0;
}

fn integers(at: vec4<u32>) -> vec4<i32> {
    return vec4<i32>(params.low) + vec4<i32>(philox(at) % vec4<u32>(params.range));
}

// Two pi times x, of at most 23 bits, rounded once: the head of two pi has eight bits, so its products are exact.
fn angle(x: f32) -> f32 {
    let upper = head(x);
    return kept(upper * 6.28125) + kept(kept((x - upper) * 6.28125) + x * 0.0019353071795864769);
}

// Box-Muller: two independent normal numbers from two uniform ones. The logarithm never sees a zero.
fn normal_pair(a: u32, b: u32) -> vec2<f32> {
    let radius = sqrt(-2.0 * log_f32(max(unit(a), 1.0e-7)));
    let turn = angle(unit(b));
    return vec2<f32>(sin_f32(turn), cos_f32(turn)) * radius;
}

fn normal(at: vec4<u32>) -> vec4<f32> {
    let x = philox(at);
    return vec4<f32>(normal_pair(x.x, x.y), normal_pair(x.z, x.w));
}

// Normal numbers, drawn again until they lie within two standard deviations.
fn truncated_normal(at: vec4<u32>) -> vec4<f32> {
    var drawn: array<f32, 4>;
    var count = 0u;
    for (var block = 0u; block < params.spacing && count < 4u; block++) {
        let x = normal(further(at, vec2<u32>(block, 0u)));
        for (var i = 0u; i < 4u; i++) {
            if (abs(x[i]) < 2.0 && count < 4u) {
                drawn[count] = x[i];
                count++;
            }
        }
    }
    return vec4<f32>(drawn[0], drawn[1], drawn[2], drawn[3]);
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) own: u32,
) {
    hidden_zero = params.zero;
    let four = (group.x + group.y * groups.x) * 256u + own;
    let first = four * 4u;
    if (first >= params.count) {
        return;
    }
    let values = draw(further(params.counter, product(four, params.spacing)));
    for (var i = 0u; i < min(4u, params.count - first); i++) {
        result[first + i] = values[i];
    }
}
