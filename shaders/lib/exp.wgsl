// exp, log and what they give. The polynomials are those of the processor's loops.

const LOG2_E = 1.4426950216293335f;
// ln 2 in two parts; a product of the first with an exponent is exact.
const LN2_HIGH = 0.693359375f;
const LN2_LOW = -2.12194442e-4f;

struct SplitOff {
    r: f32,
    n: i32,
}

// x = n ln 2 + r with |r| <= ln 2 / 2.
fn split_off(x: f32) -> SplitOff {
    let n = round(x * LOG2_E);
    return SplitOff(kept(x - n * LN2_HIGH) - n * LN2_LOW, i32(n));
}

struct Reduced {
    // e^r - 1 - r
    tail: f32,
    r: f32,
    n: i32,
}

// The same, accurate also where r is near zero.
fn reduced_exp(x: f32) -> Reduced {
    let s = split_off(x);
    var q = 1.9953412e-4f;
    q = fma(q, s.r, 1.3935765e-3f);
    q = fma(q, s.r, 8.333198e-3f);
    q = fma(q, s.r, 4.1666456e-2f);
    q = fma(q, s.r, 0.16666667f);
    q = fma(q, s.r, 0.5f);
    return Reduced(s.r * s.r * q, s.r, s.n);
}

// x between the limits; NaN stays.
fn between(x: f32, low: f32, high: f32) -> f32 {
    let above = select(x, low, x < low);
    return select(above, high, above > high);
}

fn exp_f32(x: f32) -> f32 {
    if (is_nan(x)) {
        return x;
    }
    let s = split_off(between(x, -104.0, 89.0));
    var p = 1.3814584e-3f;
    p = fma(p, s.r, 8.368724e-3f);
    p = fma(p, s.r, 4.166839e-2f);
    p = fma(p, s.r, 0.16666521f);
    p = fma(p, s.r, 0.49999994f);
    p = fma(p, s.r, 1.0f);
    p = fma(p, s.r, 1.0f);
    // 2^n may be out of range where the result is not: two factors.
    let half = s.n >> 1u;
    return p * power_of_two(half) * power_of_two(s.n - half);
}

fn expm1_f32(x: f32) -> f32 {
    if (is_nan(x) || abs(x) < 1e-8) {
        return x;
    }
    let e = reduced_exp(between(x, -20.0, 89.0));
    // Half of the result, for 2^128 is out of range.
    let scale = power_of_two(e.n - 1);
    let half = fma(scale, e.tail + e.r, kept(scale - 0.5));
    return half + half;
}

struct Split {
    f: f32,
    e: f32,
}

// x = 2^e (1 + f) with 1 + f in sqrt(1/2)..sqrt(2), for positive normal x.
fn split(x: f32) -> Split {
    let bits = bitcast<u32>(x) - 0x3f3504f3u;
    let m = bitcast<f32>((bits & 0x007fffffu) + 0x3f3504f3u);
    return Split(m - 1.0, f32(bitcast<i32>(bits) >> 23u));
}

// log(1 + f) - f, with the low part of e ln 2 added.
fn log_tail(f: f32, e: f32) -> f32 {
    var p = 6.745031e-2f;
    p = fma(p, f, -0.1179515f);
    p = fma(p, f, 0.11958083f);
    p = fma(p, f, -0.123889f);
    p = fma(p, f, 0.14206508f);
    p = fma(p, f, -0.16668561f);
    p = fma(p, f, 0.20002891f);
    p = fma(p, f, -0.2500001f);
    p = fma(p, f, 0.333333f);
    let square = f * f;
    return fma(square, -0.5, fma(e, LN2_LOW, p * f * square));
}

// A logarithm where the operand has no exponent: `at` is where the function is -inf.
fn log_specials(x: f32, at: f32, result: f32) -> f32 {
    if (is_nan(x) || x < at) {
        return from_bits(0x7fc00000u);
    }
    let value = select(result, from_bits(0xff800000u), x == at);
    return select(value, x, magnitude(x) == 0x7f800000u);
}

fn log_f32(x: f32) -> f32 {
    let s = split(x);
    // Denormal numbers count as zero.
    let operand = select(x, 0.0, magnitude(x) < 0x00800000u);
    return log_specials(operand, 0.0, s.e * LN2_HIGH + kept(s.f + log_tail(s.f, s.e)));
}

fn log1p_f32(x: f32) -> f32 {
    let sum = kept(1.0 + x);
    let rest = kept(sum - 1.0);
    let lost = (1.0 - kept(sum - rest)) + (x - rest);
    let s = split(sum);
    let tail = log_tail(s.f, s.e) + lost / sum;
    let result = s.e * LN2_HIGH + kept(s.f + tail);
    // Near zero the result is the operand, and minus zero stays.
    return log_specials(x, -1.0, select(result, x, abs(x) < 2e-8));
}

fn tanh_f32(x: f32) -> f32 {
    if (is_nan(x)) {
        return x;
    }
    let e = reduced_exp(between(2.0 * abs(x), 0.0, 20.0));
    let scale = power_of_two(e.n);
    let t = fma(scale, e.tail + e.r, kept(scale - 1.0));
    return copysign(t / (t + 2.0), x);
}

fn sinh_f32(x: f32) -> f32 {
    let a = abs(x);
    if (is_nan(x) || a < 2e-4) {
        return x;
    }
    if (a > 20.0) {
        // e^a may be out of range where half of it is not.
        let root = exp_f32(0.5 * a);
        return copysign(0.5 * root * root, x);
    }
    let t = expm1_f32(a);
    return copysign(0.5 * (t + t / (t + 1.0)), x);
}

fn cosh_f32(x: f32) -> f32 {
    let root = exp_f32(0.5 * abs(x));
    return 0.5 * root * root + 0.5 / root / root;
}

fn asinh_f32(x: f32) -> f32 {
    let a = abs(x);
    if (!is_finite(x) || a < 2e-4) {
        return x;
    }
    if (a > 1e8) {
        return copysign(log_f32(a) + 0.6931472, x);
    }
    let square = a * a;
    return copysign(log1p_f32(a + square / (1.0 + sqrt(square + 1.0))), x);
}

fn acosh_f32(x: f32) -> f32 {
    if (is_nan(x) || x < 1.0) {
        return from_bits(0x7fc00000u);
    }
    if (x > 1e8) {
        return log_f32(x) + 0.6931472;
    }
    let t = x - 1.0;
    return log1p_f32(t + sqrt(t * (x + 1.0)));
}

fn atanh_f32(x: f32) -> f32 {
    let a = abs(x);
    if (is_nan(x) || a > 1.0) {
        return from_bits(0x7fc00000u);
    }
    if (a < 2e-4) {
        return x;
    }
    return copysign(select(0.5 * log1p_f32(2.0 * a / (1.0 - a)), from_bits(0x7f800000u), a == 1.0), x);
}

// As C's pow. The logarithm has two parts, or large powers would have few good digits.
fn pow_f32(x: f32, y: f32) -> f32 {
    let a = abs(x);
    let whole = trunc(y) == y;
    let half = y * 0.5;
    let odd = whole && trunc(half) != half;
    // Denormal numbers count as zero.
    if (x == 1.0 || magnitude(y) < 0x00800000u || (a == 1.0 && is_inf(y))) {
        return 1.0;
    }
    if (is_nan(x) || is_nan(y) || (x < 0.0 && is_finite(x) && !whole)) {
        return from_bits(0x7fc00000u);
    }
    var value: f32;
    if (magnitude(x) < 0x00800000u || is_inf(x) || is_inf(y)) {
        let grows = (a > 1.0) == (y > 0.0);
        value = select(0.0, from_bits(0x7f800000u), grows);
    } else {
        let s = split(a);
        // e ln 2 + f + tail as high + low.
        let large = s.e * LN2_HIGH;
        let tail = log_tail(s.f, s.e);
        let sum = kept(large + s.f);
        let lost = select(s.f - kept(sum - large), large - kept(sum - s.f), abs(s.f) > abs(large));
        let high = kept(sum + tail);
        let low = (tail - kept(high - sum)) + lost;
        let product = kept(y * high);
        let y_head = head(y);
        let y_rest = kept(y - y_head);
        let high_head = head(high);
        let high_rest = kept(high - high_head);
        let crossed = kept(y_head * high_head - product) + (y_head * high_rest + y_rest * high_head);
        let rest = (crossed + y_rest * high_rest) + y * low;
        let e = exp_f32(product);
        value = select(fma(e, rest, e), e, e == 0.0 || !is_finite(e));
    }
    return select(value, -value, odd && is_negative(x));
}
