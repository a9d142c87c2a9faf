//! Hurwitz's zeta function by Euler and Maclaurin's formula, and the derivatives of the logarithm of gamma.

use std::f64::consts::PI;

/// Bernoulli numbers over factorials, B(2j) / (2j)!.
#[allow(clippy::excessive_precision)]
const BERNOULLI: [f64; 12] = [
    0.08333333333333333,
    -0.001388888888888889,
    3.306878306878307e-05,
    -8.267195767195768e-07,
    2.08767569878681e-08,
    -5.284190138687493e-10,
    1.3382536530684679e-11,
    -3.3896802963225827e-13,
    8.586062056277845e-15,
    -2.174868698558062e-16,
    5.5090028283602295e-18,
    -1.3954465684781522e-19,
];

/// The sum over k >= 0 of (q + k)^-s.
pub fn zeta([s, q]: [f64; 2], precision: f64) -> f64 {
    if s == 1.0 {
        return f64::INFINITY;
    }
    if s.is_nan() || s < 1.0 || q.is_nan() {
        return f64::NAN;
    }
    if q <= 0.0 {
        if q == q.floor() {
            // A pole; the terms' sign near it depends on the side where s is odd.
            return if s % 2.0 == 0.0 || s.is_infinite() { f64::INFINITY } else { f64::NAN };
        }
        if s != s.floor() {
            return f64::NAN;
        }
    }
    if s.is_infinite() {
        return if q < 1.0 { f64::INFINITY } else { f64::from(u8::from(q == 1.0)) };
    }
    if q.is_infinite() {
        return 0.0;
    }
    if q < 0.0 {
        // The terms below zero are, but for the sign, a finite piece of another such sum.
        let (above, sign) = (q - q.floor(), if s % 2.0 == 0.0 { 1.0 } else { -1.0 });
        return zeta([s, above], precision)
            + sign * (zeta([s, 1.0 - above], precision) - zeta([s, 1.0 - q], precision));
    }
    let mut sum = 0.0;
    let mut at = q;
    let mut power;
    // Far enough out for the correction's terms to fall fast.
    loop {
        power = libm::pow(at, -s);
        if at >= 10.0 && (power <= precision * f64::abs(sum) || at >= s + 10.0) {
            break;
        }
        sum += power;
        at += 1.0;
    }
    let mut term = s / at;
    let mut rest = at / (s - 1.0) + 0.5;
    for (j, coefficient) in BERNOULLI.iter().enumerate() {
        let part = coefficient * term;
        rest += part;
        if part.abs() <= precision * rest {
            break;
        }
        let next = s + 2.0 * j as f64;
        term *= (next + 1.0) * (next + 2.0) / (at * at);
    }
    sum + power * rest
}

/// The derivative number n + 1 of log gamma at x.
pub fn polygamma([n, x]: [f64; 2], precision: f64) -> f64 {
    if n == 0.0 {
        return digamma(x);
    }
    if n < 0.0 || n != n.floor() {
        return f64::NAN;
    }
    let sign = if n % 2.0 == 0.0 { -1.0 } else { 1.0 };
    sign * libm::tgamma(n + 1.0) * zeta([n + 1.0, x], precision)
}

/// Derivative of log |gamma|: recurrence up to 10, then the asymptotic series; reflection below zero.
/// NaN at the poles.
pub fn digamma(x: f64) -> f64 {
    if x <= 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        // The tangent's period is 1 here, and the distance to the nearest integer is exact.
        return digamma(1.0 - x) - PI / libm::tan(PI * (x - x.round()));
    }
    let mut x = x;
    let mut sum = 0.0;
    while x < 10.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let z = 1.0 / (x * x);
    let series = [1.0 / 12.0, -691.0 / 32760.0, 1.0 / 132.0, -1.0 / 240.0, 1.0 / 252.0, -1.0 / 120.0, 1.0 / 12.0];
    let tail = series.iter().fold(0.0, |tail, c| (tail + c) * z);
    sum + libm::log(x) - 0.5 / x - tail
}
