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
