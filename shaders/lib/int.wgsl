// Integers as the processor's loops have them: arithmetic wraps, a shift is clamped to the width. Divisors are not
// zero, exponents not negative.

// Truncates; the least number divided by minus one wraps.
fn quotient_i32(a: i32, b: i32) -> i32 {
    return select(a / select(b, 1, b == -1), 0 - a, b == -1);
}

// With the sign of a.
fn remainder_i32(a: i32, b: i32) -> i32 {
    return a - quotient_i32(a, b) * b;
}

fn floor_quotient_i32(a: i32, b: i32) -> i32 {
    let q = quotient_i32(a, b);
    let r = a - q * b;
    return select(q, q - 1, r != 0 && (r < 0) != (b < 0));
}

// With the sign of b.
fn floor_remainder_i32(a: i32, b: i32) -> i32 {
    let r = remainder_i32(a, b);
    return select(r, r + b, r != 0 && (r < 0) != (b < 0));
}

fn pow_u32(a: u32, b: u32) -> u32 {
    var base = a;
    var left = b;
    var product = 1u;
    while (left != 0u) {
        if ((left & 1u) == 1u) {
            product *= base;
        }
        base *= base;
        left >>= 1u;
    }
    return product;
}

fn pow_i32(a: i32, b: i32) -> i32 {
    return bitcast<i32>(pow_u32(bitcast<u32>(a), bitcast<u32>(b)));
}

fn shift_left_i32(a: i32, b: i32) -> i32 {
    return a << u32(clamp(b, 0, 31));
}

fn shift_right_i32(a: i32, b: i32) -> i32 {
    return a >> u32(clamp(b, 0, 31));
}

fn shift_left_u32(a: u32, b: u32) -> u32 {
    return a << min(b, 31u);
}

fn shift_right_u32(a: u32, b: u32) -> u32 {
    return a >> min(b, 31u);
}
