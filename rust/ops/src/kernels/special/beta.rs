//! The incomplete beta function: a continued fraction on the side of the mean where it converges fast.

use super::factorial::beta_weight;

/// The share of a beta distribution that lies below x.
pub fn betainc([a, b, x]: [f64; 3], precision: f64) -> f64 {
    if a <= 0.0 || b <= 0.0 || !(0.0..=1.0).contains(&x) {
        return f64::NAN;
    }
    if x == 0.0 || x == 1.0 {
        return x;
    }
    if !a.is_finite() || !b.is_finite() {
        return f64::NAN;
    }
    let y = 1.0 - x;
    if x <= (a + 1.0) / (a + b + 2.0) {
        beta_weight(a, b, x, y) * fraction(a, b, x, precision)
    } else {
        1.0 - beta_weight(b, a, y, x) * fraction(b, a, y, precision)
    }
}

/// Lentz's evaluation, two steps of the fraction at a time; the number of steps grows with the root of a + b.
fn fraction(a: f64, b: f64, x: f64, precision: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let steps = 200 + 10 * libm::sqrt(a + b).min(1e5) as usize;
    for m in 1..steps {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        value *= d * c;
        // Products near 1 cannot come closer than the type's last place.
        if (d * c - 1.0).abs() <= precision.max(3e-16) {
            break;
        }
    }
    value
}
