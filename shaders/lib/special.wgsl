// The error function and its complement; remainders. The polynomials are those of the processor's loops.

fn erf_f32(x: f32) -> f32 {
    if (is_nan(x)) {
        return x;
    }
    let a = abs(x);
    if (a < 1.0) {
        let z = a * a;
        var q = -8.825562e-6f;
        q = fma(q, z, 1.0942786e-4f);
        q = fma(q, z, -8.434219e-4f);
        q = fma(q, z, 5.217093e-3f);
        q = fma(q, z, -2.6863754e-2f);
        q = fma(q, z, 0.112837456f);
        q = fma(q, z, -0.37612635f);
        q = fma(q, z, 0.12837917f);
        return copysign(fma(q, a, a), x);
    }
    // log(erfc(a)); from 3.93 on the result is 1.
    let t = min(a, 3.93f);
    var p = -4.4003595e-8f;
    p = fma(p, t, 2.6129728e-6f);
    p = fma(p, t, -5.5435867e-5f);
    p = fma(p, t, 6.479727e-4f);
    p = fma(p, t, -4.933955e-3f);
    p = fma(p, t, 2.6805293e-2f);
    p = fma(p, t, -0.110626504f);
    p = fma(p, t, -0.63134277f);
    p = fma(p, t, -1.1304744f);
    p = fma(p, t, 3.717689e-4f);
    return copysign(1.0 - exp_f32(p), x);
}

// erfc(x) = t exp(p(t) - x^2) with t = 2 / (2 + x) for positive x.
fn erfc_f32(x: f32) -> f32 {
    if (is_nan(x)) {
        return x;
    }
    // From here on the result is 0.
    let a = min(abs(x), 10.5f);
    let t = 2.0 / (2.0 + a);
    var p = -0.07480013705902296f;
    p = fma(p, t, 0.3356599934812545f);
    p = fma(p, t, -0.37759142240453925f);
    p = fma(p, t, -0.5648896658808179f);
    p = fma(p, t, 1.873330328545777f);
    p = fma(p, t, -1.8518352844262727f);
    p = fma(p, t, 0.8269234899555539f);
    p = fma(p, t, -0.4270391113122562f);
    p = fma(p, t, 0.16096689209606163f);
    p = fma(p, t, 0.3639181865106093f);
    p = fma(p, t, 1.0009005716086539f);
    p = fma(p, t, -1.2655438435294433f);
    // x^2 in two parts: its exponent is large where the result is small.
    let first = head(a);
    let rest = kept(a - first) * (a + first);
    let tail = t * exp_f32(-first * first) * exp_f32(p - rest);
    return select(tail, 2.0 - tail, x < 0.0);
}

// The remainder of a / b with the sign of a, exactly: subtracts b times powers of two, from the highest down.
fn remainder_f32(a: f32, b: f32) -> f32 {
    if (!is_finite(a) || is_nan(b) || magnitude(b) == 0u) {
        return from_bits(0x7fc00000u);
    }
    var x = magnitude(a);
    let y = magnitude(b);
    if (x < y || y == 0x7f800000u) {
        return a;
    }
    // Significands with their leading bit in place 23, also those of denormal numbers.
    var my = select((y & 0x007fffffu) | 0x00800000u, y, (y >> 23u) == 0u);
    var mx = select((x & 0x007fffffu) | 0x00800000u, x, (x >> 23u) == 0u);
    let ey = i32(max(y >> 23u, 1u)) - i32(countLeadingZeros(my) - 8u);
    var ex = i32(max(x >> 23u, 1u)) - i32(countLeadingZeros(mx) - 8u);
    my <<= countLeadingZeros(my) - 8u;
    mx <<= countLeadingZeros(mx) - 8u;
    loop {
        if (mx >= my) {
            mx -= my;
        }
        if (ex == ey || mx == 0u) {
            break;
        }
        mx <<= 1u;
        ex -= 1;
    }
    if (mx == 0u) {
        return copysign(0.0, a);
    }
    // Back to a leading bit in place 23, unless that is below the smallest exponent.
    mx >>= u32(max(1 - ey, 0));
    let least = max(ey, 1);
    let shift = min(countLeadingZeros(mx) - 8u, u32(least - 1));
    mx <<= shift;
    let e = u32(least) - shift;
    let bits = select(mx, (e << 23u) | (mx & 0x007fffffu), mx >= 0x00800000u);
    return bitcast<f32>(bits | (bitcast<u32>(a) & 0x80000000u));
}

fn floor_remainder_f32(a: f32, b: f32) -> f32 {
    let r = remainder_f32(a, b);
    return select(r, r + b, r != 0.0 && is_negative(r) != is_negative(b));
}
