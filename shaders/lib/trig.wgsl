// Trigonometric functions and their inverses. The polynomials are those of the processor's loops.

const HALF_PI = 1.57079637f;
// What float32 lacks of pi / 2.
const HALF_PI_LOW = -4.371139e-8f;

struct Turned {
    // x - n pi / 2, in -pi/4..pi/4
    r: f32,
    n: u32,
}

// The high word of a product.
fn high_word(a: u32, b: u32) -> u32 {
    let a0 = a & 0xffffu;
    let a1 = a >> 16u;
    let b0 = b & 0xffffu;
    let b1 = b >> 16u;
    let middle = a1 * b0 + ((a0 * b0) >> 16u);
    let other = a0 * b1 + (middle & 0xffffu);
    return a1 * b1 + (middle >> 16u) + (other >> 16u);
}

// Word i of 2 / pi in binary; the first is what stands before the point.
fn two_over_pi(i: u32) -> u32 {
    switch (i) {
        case 0u: { return 0u; }
        case 1u: { return 0xa2f9836eu; }
        case 2u: { return 0x4e441529u; }
        case 3u: { return 0xfc2757d1u; }
        case 4u: { return 0xf534ddc0u; }
        case 5u: { return 0xdb629599u; }
        case 6u: { return 0x3c439041u; }
        case 7u: { return 0xfe5163abu; }
        default: { return 0xdebbc561u; }
    }
}

// 32 bits of 2 / pi, from bit `at` of the words above on.
fn bits_of_two_over_pi(at: u32) -> u32 {
    let shift = at & 31u;
    let first = two_over_pi(at >> 5u) << shift;
    return select(first | (two_over_pi((at >> 5u) + 1u) >> ((32u - shift) & 31u)), first, shift == 0u);
}

// The exact reduction: x times those bits of 2 / pi that decide the last two bits before the point and 64 after it.
fn turned_far(x: f32) -> Turned {
    let bits = bitcast<u32>(x);
    let m = (bits & 0x007fffffu) | 0x00800000u;
    // x = m 2^e; bits of 2 / pi with a weight of four or more make whole turns.
    let at = ((bits >> 23u) & 0xffu) - 150u + 30u;
    let w0 = bits_of_two_over_pi(at);
    let w1 = bits_of_two_over_pi(at + 32u);
    let w2 = bits_of_two_over_pi(at + 64u);
    let p2 = m * w2;
    let p1 = m * w1 + high_word(m, w2);
    let carry = select(0u, 1u, p1 < m * w1);
    let p0 = m * w0 + high_word(m, w1) + carry;
    // The two bits before the point, and the fraction, which is rounded to the nearest whole.
    var n = p0 >> 30u;
    var high = (p0 << 2u) | (p1 >> 30u);
    var low = (p1 << 2u) | (p2 >> 30u);
    let up = high >= 0x80000000u;
    if (up) {
        n += 1u;
        // The negative of both words together.
        high = select(~high, ~high + 1u, low == 0u);
        low = ~low + 1u;
    }
    let fraction = fma(f32(high), 2.3283064e-10, f32(low) * 5.421011e-20);
    let r = fraction * HALF_PI;
    let turned = Turned(select(r, -r, up), n);
    if (is_negative(x)) {
        return Turned(-turned.r, 0u - turned.n);
    }
    return turned;
}

fn turned(x: f32) -> Turned {
    if (abs(x) > 8192.0) {
        return turned_far(x);
    }
    let n = round(x * 0.63661975f);
    // pi / 2 in four parts, the first three of 11 bits, so that their products with n are exact.
    let r1 = kept(x - n * 1.5703125f);
    let r2 = kept(r1 - n * 4.83512878e-4f);
    let r3 = kept(r2 - n * 3.13855707e-7f);
    let r = r3 - n * 6.07710050e-11f;
    return Turned(r, bitcast<u32>(i32(n)));
}

fn sine_near(r: f32) -> f32 {
    let z = r * r;
    var p = 2.785472e-6f;
    p = fma(p, z, -1.9848389e-4f);
    p = fma(p, z, 8.333368e-3f);
    p = fma(p, z, -0.16666667f);
    return fma(p * z, r, r);
}

fn cosine_near(r: f32) -> f32 {
    let z = r * r;
    var p = -2.86628e-7f;
    p = fma(p, z, 2.4819744e-5f);
    p = fma(p, z, -1.3888974e-3f);
    p = fma(p, z, 4.1666668e-2f);
    let half = 0.5 * z;
    let near = kept(1.0 - half);
    return near + fma(p * z, z, kept(1.0 - near) - half);
}

fn sin_f32(x: f32) -> f32 {
    if (!is_finite(x)) {
        return from_bits(0x7fc00000u);
    }
    if (abs(x) < 1e-4) {
        return x;
    }
    let t = turned(x);
    let value = select(cosine_near(t.r), sine_near(t.r), (t.n & 1u) == 0u);
    return bitcast<f32>(bitcast<u32>(value) ^ ((t.n & 2u) << 30u));
}

fn cos_f32(x: f32) -> f32 {
    if (!is_finite(x)) {
        return from_bits(0x7fc00000u);
    }
    let t = turned(x);
    let value = select(sine_near(t.r), cosine_near(t.r), (t.n & 1u) == 0u);
    return bitcast<f32>(bitcast<u32>(value) ^ (((t.n + 1u) & 2u) << 30u));
}

fn tan_f32(x: f32) -> f32 {
    if (!is_finite(x)) {
        return from_bits(0x7fc00000u);
    }
    if (abs(x) < 1e-4) {
        return x;
    }
    let t = turned(x);
    let s = sine_near(t.r);
    let c = cosine_near(t.r);
    return select(-c / s, s / c, (t.n & 1u) == 0u);
}

// asin(s) - s for 0 <= s <= 1/2, z = s * s.
fn asin_tail(s: f32, z: f32) -> f32 {
    var p = 3.9018493e-2f;
    p = fma(p, z, 1.3269369e-2f);
    p = fma(p, z, 3.2151505e-2f);
    p = fma(p, z, 4.447001e-2f);
    p = fma(p, z, 7.5007945e-2f);
    p = fma(p, z, 0.16666654f);
    return p * z * s;
}

fn asin_f32(x: f32) -> f32 {
    let a = abs(x);
    if (is_nan(x) || a > 1.0) {
        return from_bits(0x7fc00000u);
    }
    let steep = a > 0.5;
    let z = select(a * a, 0.5 * (1.0 - a), steep);
    let s = select(a, sqrt(z), steep);
    let tail = asin_tail(s, z);
    return copysign(select(s + tail, (HALF_PI - (s + s)) - fma(2.0, tail, -HALF_PI_LOW), steep), x);
}

fn acos_f32(x: f32) -> f32 {
    let a = abs(x);
    if (is_nan(x) || a > 1.0) {
        return from_bits(0x7fc00000u);
    }
    let steep = a > 0.5;
    let z = select(a * a, 0.5 * (1.0 - a), steep);
    let s = select(a, sqrt(z), steep);
    let tail = asin_tail(s, z);
    if (!steep) {
        return HALF_PI - (x - (HALF_PI_LOW - copysign(tail, x)));
    }
    return select(2.0 * (s + tail), 2.0 * (HALF_PI - (s - (HALF_PI_LOW - tail))), x < 0.0);
}

// atan(t) - t for 0 <= t <= 1.
fn atan_tail(t: f32) -> f32 {
    let z = t * t;
    var p = -1.6014843e-3f;
    p = fma(p, z, 1.0021472e-2f);
    p = fma(p, z, -2.94389e-2f);
    p = fma(p, z, 5.6119826e-2f);
    p = fma(p, z, -8.289327e-2f);
    p = fma(p, z, 0.109101325f);
    p = fma(p, z, -0.14255436f);
    p = fma(p, z, 0.19997618f);
    p = fma(p, z, -0.33333263f);
    return p * z * t;
}

fn atan_f32(x: f32) -> f32 {
    if (is_nan(x)) {
        return x;
    }
    let a = abs(x);
    let steep = a > 1.0;
    let t = select(a, select(1.0 / a, 0.0, is_inf(x)), steep);
    let tail = atan_tail(t);
    return copysign(select(t + tail, HALF_PI - (t - (HALF_PI_LOW - tail)), steep), x);
}

// The angle of the point (x, y), as C's atan2 with its signed zeros and infinities.
fn atan2_f32(y: f32, x: f32) -> f32 {
    if (is_nan(x) || is_nan(y)) {
        return from_bits(0x7fc00000u);
    }
    let a = abs(y);
    let b = abs(x);
    let steep = magnitude(y) > magnitude(x);
    let small = select(a, b, steep);
    let large = select(b, a, steep);
    var t = small / large;
    if (magnitude(x) == magnitude(y)) {
        t = 1.0;
    }
    if (large == 0.0 || (is_inf(large) && !is_inf(small))) {
        t = 0.0;
    }
    let tail = atan_tail(t);
    // atan(t) is subtracted from, or added to, 0, pi/2 or pi.
    let left = is_negative(x);
    let base = select(select(0.0, 2.0, left), 1.0, steep);
    let signed = select(1.0, -1.0, steep != left);
    let value = fma(base, HALF_PI, signed * t) + fma(base, HALF_PI_LOW, signed * tail);
    return copysign(value, y);
}
