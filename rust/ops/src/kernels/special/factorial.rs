//! The gamma function's relatives that the incomplete functions need: pieces that do not cancel.

use std::f64::consts::PI;

/// log(1 + x) - x, exact to the last places near zero too.
pub fn log1p_less(x: f64) -> f64 {
    if x.abs() > 0.5 {
        return libm::log1p(x) - x;
    }
    // log(1 + x) is 2 atanh(r) with r = x / (2 + x), and 2 r - x is -x r.
    let r = x / (2.0 + x);
    let square = r * r;
    let (mut power, mut sum, mut n) = (square, 0.0, 3.0);
    while power > 1e-18 * square && n < 80.0 {
        sum += power / n;
        power *= square;
        n += 2.0;
    }
    r * (2.0 * sum - x)
}

/// What Stirling's formula lacks: log gamma(a) - ((a - 1/2) log a - a + log(2 pi) / 2), for a of 10 or more.
pub fn stirling_rest(a: f64) -> f64 {
    let series = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let z = 1.0 / (a * a);
    series.iter().rev().fold(0.0, |sum, c| sum * z + c) / a
}

/// Values of Riemann's zeta function at 2, 3, ...
const ZETA: [f64; 28] = [
    1.6449340668482264,
    1.2020569031595942,
    1.0823232337111381,
    1.03692775514337,
    1.0173430619844492,
    1.008349277381923,
    1.0040773561979444,
    1.0020083928260821,
    1.000994575127818,
    1.0004941886041194,
    1.000246086553308,
    1.0001227133475785,
    1.0000612481350588,
    1.000030588236307,
    1.0000152822594086,
    1.0000076371976379,
    1.000003817293265,
    1.0000019082127165,
    1.0000009539620338,
    1.0000004769329869,
    1.0000002384505027,
    1.000000119219926,
    1.000000059608189,
    1.0000000298035034,
    1.0000000149015549,
    1.0000000074507118,
    1.000000003725334,
    1.0000000018626598,
];
const EULER: f64 = 0.577_215_664_901_532_9;

/// log gamma(1 + a), which keeps its digits for small a.
pub fn lgamma1p(a: f64) -> f64 {
    if a.abs() > 0.3 {
        return libm::lgamma(1.0 + a);
    }
    let (mut sum, mut power) = (-EULER * a, -a);
    for (i, zeta) in ZETA.iter().enumerate() {
        power *= -a;
        sum += zeta * power / (i + 2) as f64;
    }
    sum
}

/// x^a exp(-x) / gamma(a + 1).
pub fn gamma_weight(a: f64, x: f64) -> f64 {
    if a >= 10.0 {
        let distance = (x - a) / a;
        return libm::exp(a * log1p_less(distance) - stirling_rest(a)) / libm::sqrt(2.0 * PI * a);
    }
    if x > 700.0 || a < 1e-3 {
        return libm::exp(a * libm::log(x) - x - lgamma1p(a));
    }
    libm::pow(x, a) * libm::exp(-x) / libm::tgamma(a + 1.0)
}

/// Logarithm of the beta function of two positive numbers.
pub fn log_beta(a: f64, b: f64) -> f64 {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    if b < 10.0 {
        return libm::lgamma(a) + (libm::lgamma(b) - libm::lgamma(a + b));
    }
    let rest = stirling_rest(b) - stirling_rest(a + b);
    if a >= 10.0 {
        let half_log = 0.5 * libm::log(2.0 * PI / b);
        let ratio = a / (a + b);
        return half_log + stirling_rest(a) + rest + (a - 0.5) * libm::log(ratio) - b * libm::log1p(a / b);
    }
    // log gamma(b) - log gamma(a + b) without the difference of two large numbers.
    libm::lgamma(a) + rest + a - a * libm::log(b) - (a + b - 0.5) * libm::log1p(a / b)
}

/// x^a (1 - x)^b / (a B(a, b)) with y = 1 - x.
pub fn beta_weight(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if a >= 10.0 && b >= 10.0 {
        let distance = x * b - y * a;
        let exponent = a * log1p_less(distance / a) + b * log1p_less(-distance / b);
        let rest = stirling_rest(a + b) - stirling_rest(a) - stirling_rest(b);
        return libm::sqrt(b / (2.0 * PI * a * (a + b))) * libm::exp(exponent + rest);
    }
    let log_y = if x < 0.5 { libm::log1p(-x) } else { libm::log(y) };
    let log_x = if y < 0.5 { libm::log1p(-y) } else { libm::log(x) };
    libm::exp(a * log_x + b * log_y - log_beta(a, b)) / a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64, tol: f64) {
        assert!((got - want).abs() <= tol * want.abs(), "{got} is not {want}");
    }

    #[test]
    fn pieces_keep_their_digits() {
        close(log1p_less(1e-8), -4.999999966666667e-17, 1e-15);
        close(log1p_less(-0.5), -0.193_147_180_559_945_3, 1e-14);
        close(log1p_less(0.5), -0.094_534_891_891_835_62, 1e-14);
        close(lgamma1p(1e-12), -5.772_156_649_007_104e-13, 1e-14);
        close(lgamma1p(0.3), libm::lgamma(1.3), 1e-13);
        close(log_beta(1e6, 1e-3), 6.893363375325389, 1e-13);
        close(log_beta(20.0, 30.0), libm::lgamma(20.0) + libm::lgamma(30.0) - libm::lgamma(50.0), 1e-13);
        close(gamma_weight(12.0, 11.0), (12.0 * 11f64.ln() - 11.0 - libm::lgamma(13.0)).exp(), 1e-13);
        close(beta_weight(12.0, 15.0, 0.4, 0.6), beta_weight_plainly(12.0, 15.0, 0.4), 1e-12);
        close(beta_weight(0.5, 15.0, 0.4, 0.6), beta_weight_plainly(0.5, 15.0, 0.4), 1e-12);
    }

    fn beta_weight_plainly(a: f64, b: f64, x: f64) -> f64 {
        let beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        (a * x.ln() + b * (1.0 - x).ln() - beta).exp() / a
    }
}
