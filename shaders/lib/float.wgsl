// What float32 needs beside WGSL's own functions. A shader compiler may take it that there are no infinities and
// NaN, so these are told, and made, by their bits.

// Zero, which is set where no compiler can know it: see `kept`.
var<private> hidden_zero: u32;

// x, rounded. Compilers may take float arithmetic for exact, and make nothing of a difference that is the error of a
// sum; this they cannot see through.
fn kept(x: f32) -> f32 {
    return bitcast<f32>(bitcast<u32>(x) ^ hidden_zero);
}

// The first 12 bits of x: products of such numbers are exact.
fn head(x: f32) -> f32 {
    return bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
}

fn from_bits(bits: u32) -> f32 {
    return bitcast<f32>(bits);
}

fn magnitude(x: f32) -> u32 {
    return bitcast<u32>(x) & 0x7fffffffu;
}

fn is_nan(x: f32) -> bool {
    return magnitude(x) > 0x7f800000u;
}

fn is_inf(x: f32) -> bool {
    return magnitude(x) == 0x7f800000u;
}

fn is_finite(x: f32) -> bool {
    return magnitude(x) < 0x7f800000u;
}

fn is_negative(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x80000000u) != 0u;
}

// |x| with the sign of s.
fn copysign(x: f32, s: f32) -> f32 {
    return bitcast<f32>(magnitude(x) | (bitcast<u32>(s) & 0x80000000u));
}

// -1, 0 or 1; NaN stays.
fn sign_of(x: f32) -> f32 {
    let value = select(select(0.0, 1.0, x > 0.0), -1.0, x < 0.0);
    return select(value, x, is_nan(x));
}

// The smaller; NaN if either is.
fn least(a: f32, b: f32) -> f32 {
    return select(b, a, a < b || is_nan(a));
}

fn largest(a: f32, b: f32) -> f32 {
    return select(b, a, a > b || is_nan(a));
}

// 2^n for n in -126..=127.
fn power_of_two(n: i32) -> f32 {
    return bitcast<f32>(u32(n + 127) << 23u);
}

fn equal(a: f32, b: f32) -> bool {
    return (a == b) & !is_nan(a) & !is_nan(b);
}

fn less(a: f32, b: f32) -> bool {
    return (a < b) & !is_nan(a) & !is_nan(b);
}

// a / b, rounded once: a whole quotient must not fall below its value. What is left over is found exactly, for `fma`
// may round twice.
fn quotient(a: f32, b: f32) -> f32 {
    let q = a / b;
    let product = kept(q * b);
    let q_rest = kept(q - head(q));
    let b_rest = kept(b - head(b));
    let crossed = kept(head(q) * head(b) - product) + (head(q) * b_rest + q_rest * head(b));
    let left = kept(a - product) - (crossed + q_rest * b_rest);
    let better = q + left / b;
    return select(q, better, is_finite(better));
}

fn reciprocal_root(x: f32) -> f32 {
    return 1.0 / sqrt(x);
}

// Truncated; numbers out of range give the least one.
fn to_i32(x: f32) -> i32 {
    return select(bitcast<i32>(0x80000000u), i32(x), magnitude(x) < 0x4f000000u);
}

// The low word of a truncated 64-bit number; zero out of that one's range.
fn to_u32(x: f32) -> u32 {
    let e = i32(magnitude(x) >> 23u) - 150;
    let m = (bitcast<u32>(x) & 0x007fffffu) | 0x00800000u;
    let low = select(m >> u32(clamp(-e, 0, 31)), m << u32(clamp(e, 0, 31)), e > 0);
    let word = select(low, 0u, e > 31);
    return select(word, 0u - word, is_negative(x));
}

// x rounded to a number that float16 has, halves to even.
fn rounded_to_half(x: f32) -> f32 {
    let a = magnitude(x);
    let normal = (a + 0xfffu + ((a >> 13u) & 1u)) & 0xffffe000u;
    // One unit of 0.5 is the smallest denormal half, so the addition rounds where float16 does.
    let small = bitcast<u32>(kept(abs(x) + 0.5) - 0.5);
    let finite = select(normal, small, a < 0x38800000u);
    let bits = select(finite, 0x7f800000u, a >= 0x477ff000u);
    return copysign(bitcast<f32>(select(bits, 0x7fc00000u, a > 0x7f800000u)), x);
}
