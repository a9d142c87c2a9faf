//! Functions that neither the standard library nor `libm` has.

use std::f64::consts::PI;

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
