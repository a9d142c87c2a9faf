//! The incomplete gamma functions P and Q, and how P and gamma variates change with the shape parameter.
//!
//! A series where x is small, a continued fraction where it is large, and for large shapes near x = a Temme's
//! uniform expansion (Temme, SIAM J. Math. Anal. 10, 1979), whose coefficients are computed at first use.

use super::factorial::{gamma_weight, lgamma1p, log1p_less};
use super::zeta::digamma;
use std::f64::consts::PI;
use std::sync::LazyLock;

/// Where shapes are large enough for Temme's expansion to have all digits.
const LARGE: f64 = 200.0;
const NEAR: f64 = 0.3;
/// More terms than any argument below needs.
const TERMS: usize = 200_000;

/// P(a, x), the share of a gamma distribution of shape a that lies below x.
pub fn igamma([a, x]: [f64; 2], precision: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    if !(a > 0.0 && x > 0.0) || (a.is_infinite() && x.is_infinite()) {
        return f64::NAN;
    }
    if a.is_infinite() || x.is_infinite() {
        return if a.is_infinite() { 0.0 } else { 1.0 };
    }
    if uniform(a, x) {
        temme(a, x, -1.0)
    } else if x > 1.0 && x > a {
        1.0 - igammac([a, x], precision)
    } else {
        gamma_weight(a, x) * series::<false>(a, x, precision).0
    }
}

/// Q(a, x) = 1 - P(a, x).
pub fn igammac([a, x]: [f64; 2], precision: f64) -> f64 {
    if !(a > 0.0 && x >= 0.0) || (a.is_infinite() && x.is_infinite()) {
        return f64::NAN;
    }
    if x == 0.0 || a.is_infinite() {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    if uniform(a, x) {
        temme(a, x, 1.0)
    } else if x > 1.1 {
        if x < a {
            1.0 - gamma_weight(a, x) * series::<false>(a, x, precision).0
        } else {
            let weight = gamma_weight(a, x) * a;
            // The fraction overflows where the weight has long been zero.
            if weight == 0.0 { 0.0 } else { weight * fraction::<false>(a, x, precision).0 }
        }
    } else if (x <= 0.5 && -0.4 / libm::log(x) < a) || (x > 0.5 && 1.1 * x < a) {
        1.0 - gamma_weight(a, x) * series::<false>(a, x, precision).0
    } else {
        complement(a, x, precision)
    }
}

/// The derivative of P(a, x) by a.
pub fn igamma_grad_a([a, x]: [f64; 2], precision: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    if !(a > 0.0 && x > 0.0) {
        return f64::NAN;
    }
    if a.is_infinite() || x.is_infinite() {
        return 0.0;
    }
    let weight = gamma_weight(a, x);
    // A weight of zero stands for a derivative that is too small for the type.
    if weight == 0.0 { 0.0 } else { -weight * a / x * sample_slope(a, x, precision) }
}

/// The derivative of a gamma variate of shape a by that shape, at the quantile where the variate is.
pub fn gamma_sample_grad([a, x]: [f64; 2], precision: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    if !(a > 0.0 && x > 0.0) {
        return f64::NAN;
    }
    if a.is_infinite() || x.is_infinite() { 0.0 } else { sample_slope(a, x, precision) }
}

fn sample_slope(a: f64, x: f64, precision: f64) -> f64 {
    if a > 1e7 {
        // Wilson and Hilferty: the cube root of x / a is normal. Series would take thousands of terms.
        let w = libm::cbrt(x / a);
        return w * w * (w - 1.5 * (w - 1.0) + 1.0 / (6.0 * a));
    }
    if x > 1e20 * a.max(1.0) {
        // The fraction is 1 / x to the last place, and its terms would overflow.
        return libm::log(x) - digamma(a);
    }
    if x > 1.0 && x > a {
        let (value, slope) = fraction::<true>(a, x, precision);
        x * (value * (libm::log(x) - digamma(a)) + slope)
    } else {
        let (value, slope) = series::<true>(a, x, precision);
        -(value * (libm::log(x) - digamma(a + 1.0)) + slope) * x / a
    }
}

/// The sum over n of x^n / ((a + 1) ... (a + n)) and, if `SLOPE`, its derivative by a.
fn series<const SLOPE: bool>(a: f64, x: f64, precision: f64) -> (f64, f64) {
    let (mut term, mut slope) = (1.0, 0.0);
    let (mut sum, mut slopes) = (1.0, 0.0);
    let mut divisor = a;
    for _ in 0..TERMS {
        divisor += 1.0;
        let ratio = x / divisor;
        if SLOPE {
            slope = (slope - term / divisor) * ratio;
            slopes += slope;
        }
        term *= ratio;
        sum += term;
        if term <= precision * sum && (!SLOPE || slope.abs() <= precision * slopes.abs()) {
            break;
        }
    }
    (sum, slopes)
}

/// Q(a, x) gamma(a) exp(x) / x^a as a continued fraction and, if `SLOPE`, its derivative by a.
fn fraction<const SLOPE: bool>(a: f64, x: f64, precision: f64) -> (f64, f64) {
    const HUGE: f64 = 1e120;
    // Rounding keeps successive values from coming closer than a few last places.
    let (precision, slope_precision) = (precision.max(3e-16), precision.max(1e-14));
    let (mut y, mut z, mut count) = (1.0 - a, x + 2.0 - a, 0.0);
    // Numerators and denominators of the last two convergents, each with its derivative.
    let (mut p2, mut q2, mut p1, mut q1) = (1.0, x, x + 1.0, z * x);
    let (mut dp2, mut dq2, mut dp1, mut dq1) = (0.0, 0.0, 0.0, -x);
    let mut value = p1 / q1;
    let mut slope = (dp1 - value * dq1) / q1;
    for _ in 0..TERMS {
        count += 1.0;
        y += 1.0;
        z += 2.0;
        let yc = y * count;
        let (p, q) = (p1 * z - p2 * yc, q1 * z - q2 * yc);
        if SLOPE {
            let dp = dp1 * z - p1 - dp2 * yc + p2 * count;
            let dq = dq1 * z - q1 - dq2 * yc + q2 * count;
            (dp2, dp1, dq2, dq1) = (dp1, dp, dq1, dq);
        }
        (p2, p1, q2, q1) = (p1, p, q1, q);
        if q != 0.0 {
            let next = p / q;
            let mut done = (next - value).abs() <= precision * next.abs();
            value = next;
            if SLOPE {
                let next = (dp1 - value * dq1) / q;
                done &= (next - slope).abs() <= slope_precision * next.abs();
                slope = next;
            }
            if done {
                break;
            }
        }
        if p.abs() > HUGE || q.abs() > HUGE || dp1.abs() > HUGE || dq1.abs() > HUGE {
            for v in [&mut p1, &mut p2, &mut q1, &mut q2, &mut dp1, &mut dp2, &mut dq1, &mut dq2] {
                *v /= HUGE;
            }
        }
    }
    (value, slope)
}

/// Q(a, x) for small x and a, where 1 - P would cancel.
fn complement(a: f64, x: f64, precision: f64) -> f64 {
    let (mut factor, mut sum) = (1.0, 0.0);
    for n in 1..TERMS {
        factor *= -x / n as f64;
        let term = factor / (a + n as f64);
        sum += term;
        if term.abs() <= precision * sum.abs() {
            break;
        }
    }
    let log = a * libm::log(x) - lgamma1p(a);
    -libm::expm1(log) - libm::exp(log) * a * sum
}

fn uniform(a: f64, x: f64) -> bool {
    a > LARGE && (x - a).abs() < NEAR * a
}

/// Powers of 1 / a and of the distance in Temme's expansion.
const ORDERS: usize = 8;
const POWERS: usize = 16;
static COEFFICIENTS: LazyLock<[[f64; POWERS]; ORDERS]> = LazyLock::new(coefficients);

/// From the power series of the distance mu in eta, where eta^2 / 2 = mu - log(1 + mu).
fn coefficients() -> [[f64; POWERS]; ORDERS] {
    const LEN: usize = POWERS + 2 * ORDERS;
    // mu' mu = eta (1 + mu), coefficient by coefficient; mu starts with eta.
    let mut mu = [0.0; LEN + 2];
    mu[1] = 1.0;
    for n in 2..mu.len() {
        let known: f64 = (2..n).map(|i| i as f64 * mu[i] * mu[n + 1 - i]).sum();
        mu[n] = (mu[n - 1] - known) / (n as f64 + 1.0);
    }
    // eta / mu, whose coefficients behind the first are those of 1 / mu - 1 / eta.
    let mut inverse = [0.0; LEN + 1];
    inverse[0] = 1.0;
    for n in 1..inverse.len() {
        inverse[n] = -(1..=n).map(|i| mu[i + 1] * inverse[n - i]).sum::<f64>();
    }
    let mut out = [[0.0; POWERS]; ORDERS];
    let mut row = inverse[1..].to_vec();
    for line in &mut out {
        line.copy_from_slice(&row[..POWERS]);
        let pole = row[1];
        row = (0..row.len() - 2).map(|n| (n + 2) as f64 * row[n + 2] - pole * inverse[n + 1]).collect();
    }
    out
}

/// Q for `side` 1, P for `side` -1.
fn temme(a: f64, x: f64, side: f64) -> f64 {
    let distance = (x - a) / a;
    let half_square = -log1p_less(distance);
    let eta = libm::copysign(libm::sqrt(2.0 * half_square), distance);
    let bulk = 0.5 * libm::erfc(side * eta * libm::sqrt(0.5 * a));
    let sum = COEFFICIENTS.iter().rev().fold(0.0, |sum, row| {
        let own = row.iter().rev().fold(0.0, |own, c| own * eta + c);
        sum / a + own
    });
    bulk + side * libm::exp(-a * half_square) / libm::sqrt(2.0 * PI * a) * sum
}
