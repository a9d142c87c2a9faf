//! Elementary functions of one complex128, by Kahan's formulas ("Branch cuts for complex elementary
//! functions"): no needless overflow, no cancellation, signed zeros choose the side of a branch cut.

use std::f64::consts::{FRAC_PI_2, LN_2};

use rheos_base::C128;

fn c(re: f64, im: f64) -> C128 {
    C128::new(re, im)
}

/// f(z) = -i g(iz), which gives the trigonometric functions from the hyperbolic ones and back.
fn rotated(z: C128, g: fn(C128) -> C128) -> C128 {
    let w = g(c(-z.im, z.re));
    c(w.im, -w.re)
}

pub fn abs(z: C128) -> f64 {
    libm::hypot(z.re, z.im)
}

fn largest(z: C128) -> f64 {
    z.re.abs().max(z.im.abs())
}

pub fn sign(z: C128) -> C128 {
    let scale = largest(z);
    if scale == 0.0 {
        return c(0.0, 0.0);
    }
    let unit = c(z.re / scale, z.im / scale);
    unit / abs(unit)
}

pub fn div(a: C128, b: C128) -> C128 {
    let (top, bottom) = (largest(a), largest(b));
    if bottom == 0.0 {
        return c(a.re / 0.0, a.im / 0.0);
    }
    if !(b.re.is_finite() && b.im.is_finite()) {
        let vanishes = bottom == f64::INFINITY && a.re.is_finite() && a.im.is_finite();
        return if vanishes { c(0.0, 0.0) } else { c(f64::NAN, f64::NAN) };
    }
    if top == 0.0 || !(a.re.is_finite() && a.im.is_finite()) {
        let unit = c(b.re / bottom, b.im / bottom);
        return a * unit.conj() / unit.norm_sqr();
    }
    // Both are scaled to about one, so neither products nor squares leave the range.
    let (p, q) = (libm::ilogb(top), libm::ilogb(bottom));
    let a = c(libm::scalbn(a.re, -p), libm::scalbn(a.im, -p));
    let b = c(libm::scalbn(b.re, -q), libm::scalbn(b.im, -q));
    let unscaled = a * b.conj() / b.norm_sqr();
    c(libm::scalbn(unscaled.re, p - q), libm::scalbn(unscaled.im, p - q))
}

pub fn recip(z: C128) -> C128 {
    div(c(1.0, 0.0), z)
}

pub fn sqrt(z: C128) -> C128 {
    if z.re == 0.0 && z.im == 0.0 {
        return c(0.0, z.im);
    }
    if z.im.is_infinite() {
        return c(f64::INFINITY, z.im);
    }
    if z.re.is_infinite() {
        let across = if z.im.is_nan() { z.im } else { 0.0 };
        return if z.re > 0.0 { c(z.re, across.copysign(z.im)) } else { c(across, f64::INFINITY.copysign(z.im)) };
    }
    let size = largest(z);
    let (scale, back) = match () {
        _ if size > 1e307 => (0.25, 2.0),
        _ if size < 1e-290 => (libm::scalbn(1.0, 106), libm::scalbn(1.0, -53)),
        _ => (1.0, 1.0),
    };
    let z = c(z.re * scale, z.im * scale);
    let t = ((z.re.abs() + abs(z)) * 0.5).sqrt();
    let other = z.im / (2.0 * t);
    let root = if z.re >= 0.0 { c(t, other) } else { c(other.abs(), t.copysign(z.im)) };
    root * back
}

pub fn rsqrt(z: C128) -> C128 {
    recip(sqrt(z))
}

/// scale * e^x * (cos y, sin y), in range whenever the result is.
fn polar_exp(x: f64, y: f64, scale: f64) -> C128 {
    if y == 0.0 {
        let half = libm::exp(x * 0.5);
        return c(if x > 700.0 { half * scale * half } else { libm::exp(x) * scale }, y);
    }
    if x == f64::NEG_INFINITY && !y.is_finite() {
        return c(0.0, 0.0);
    }
    if x == f64::INFINITY && !y.is_finite() {
        return c(x, f64::NAN);
    }
    let (sin, cos) = libm::sincos(y);
    if x > 700.0 {
        let half = libm::exp(x * 0.5);
        return c(half * cos * scale * half, half * sin * scale * half);
    }
    let r = libm::exp(x) * scale;
    c(r * cos, r * sin)
}

pub fn exp(z: C128) -> C128 {
    polar_exp(z.re, z.im, 1.0)
}

pub fn expm1(z: C128) -> C128 {
    if z.re.abs() > 700.0 || !z.im.is_finite() {
        return exp(z) - 1.0;
    }
    let (sin, cos) = libm::sincos(z.im);
    let half = libm::sin(z.im * 0.5);
    c(libm::expm1(z.re) * cos - 2.0 * half * half, libm::exp(z.re) * sin)
}

/// log |z|, accurate also where |z| is near one.
fn log_abs(z: C128) -> f64 {
    let (large, small) = (largest(z), z.re.abs().min(z.im.abs()));
    if z.re.is_nan() || z.im.is_nan() {
        return if large == f64::INFINITY { large } else { f64::NAN };
    }
    if large > 0.5 && large < 2.0 {
        return 0.5 * libm::log1p((large - 1.0) * (large + 1.0) + small * small);
    }
    if large > 1e307 {
        return libm::log(libm::hypot(large * 0.5, small * 0.5)) + LN_2;
    }
    libm::log(libm::hypot(large, small))
}

pub fn log(z: C128) -> C128 {
    c(log_abs(z), libm::atan2(z.im, z.re))
}

pub fn log1p(z: C128) -> C128 {
    if largest(z) < 0.5 {
        let re = 0.5 * libm::log1p(z.re * (2.0 + z.re) + z.im * z.im);
        return c(re, libm::atan2(z.im, 1.0 + z.re));
    }
    log(c(1.0 + z.re, z.im))
}

pub fn sinh(z: C128) -> C128 {
    if z.re.abs() > 40.0 {
        let e = polar_exp(z.re.abs(), z.im, 0.5);
        return c(e.re * z.re.signum(), e.im);
    }
    let (sin, cos) = libm::sincos(z.im);
    c(libm::sinh(z.re) * cos, if z.im == 0.0 { z.im } else { libm::cosh(z.re) * sin })
}

pub fn cosh(z: C128) -> C128 {
    if z.re.abs() > 40.0 {
        let e = polar_exp(z.re.abs(), z.im, 0.5);
        return c(e.re, e.im * z.re.signum());
    }
    let (sin, cos) = libm::sincos(z.im);
    c(libm::cosh(z.re) * cos, libm::sinh(z.re) * sin)
}

pub fn tanh(z: C128) -> C128 {
    if z.re.abs() > 20.0 {
        let (sin, cos) = if z.im.is_finite() { libm::sincos(z.im) } else { (0.0, 1.0) };
        return c(1f64.copysign(z.re), 4.0 * sin * cos * libm::exp(-2.0 * z.re.abs()));
    }
    let t = libm::tan(z.im);
    let beta = 1.0 + t * t;
    let s = libm::sinh(z.re);
    let rho = libm::hypot(1.0, s);
    if t.is_infinite() {
        return c(rho / s, 1.0 / t);
    }
    c(beta * rho * s, t) / (1.0 + beta * s * s)
}

pub fn sin(z: C128) -> C128 {
    rotated(z, sinh)
}

pub fn cos(z: C128) -> C128 {
    cosh(c(-z.im, z.re))
}

pub fn tan(z: C128) -> C128 {
    rotated(z, tanh)
}

pub fn asin(z: C128) -> C128 {
    let (a, b) = (sqrt(c(1.0 - z.re, -z.im)), sqrt(c(1.0 + z.re, z.im)));
    c(libm::atan2(z.re, a.re * b.re - a.im * b.im), libm::asinh(a.re * b.im - a.im * b.re))
}

pub fn acos(z: C128) -> C128 {
    let (a, b) = (sqrt(c(1.0 - z.re, -z.im)), sqrt(c(1.0 + z.re, z.im)));
    c(2.0 * libm::atan2(a.re, b.re), libm::asinh(b.re * a.im - b.im * a.re))
}

pub fn acosh(z: C128) -> C128 {
    let (a, b) = (sqrt(c(z.re - 1.0, z.im)), sqrt(c(z.re + 1.0, z.im)));
    c(libm::asinh(a.re * b.re + a.im * b.im), 2.0 * libm::atan2(a.im, b.re))
}

pub fn asinh(z: C128) -> C128 {
    rotated(z, asin)
}

pub fn atanh(z: C128) -> C128 {
    if largest(z) > 1e100 {
        return c(recip(z).re, FRAC_PI_2.copysign(z.im));
    }
    let (x, y) = (z.re.abs(), z.im);
    let away = 1.0 - x;
    let re = 0.25 * libm::log1p(4.0 * x / (away * away + y * y));
    let im = 0.5 * libm::atan2(2.0 * y, away * (1.0 + x) - y * y);
    c(re.copysign(z.re), im)
}

pub fn atan(z: C128) -> C128 {
    rotated(z, atanh)
}

pub fn pow(a: C128, b: C128) -> C128 {
    if b.re == 0.0 && b.im == 0.0 {
        return c(1.0, 0.0);
    }
    if a.re == 0.0 && a.im == 0.0 {
        return match () {
            _ if b.re > 0.0 => c(0.0, 0.0),
            _ if b.re < 0.0 && b.im == 0.0 => c(f64::INFINITY, 0.0),
            _ => c(f64::NAN, f64::NAN),
        };
    }
    if b.im == 0.0 && b.re.fract() == 0.0 && b.re.abs() <= 64.0 {
        let power = integer_power(a, b.re.abs() as u32);
        return if b.re < 0.0 { recip(power) } else { power };
    }
    let l = log(a);
    polar_exp(b.re * l.re - b.im * l.im, b.re * l.im + b.im * l.re, 1.0)
}

/// Small whole powers stay exact where the products are.
fn integer_power(a: C128, mut n: u32) -> C128 {
    let (mut base, mut product) = (a, c(1.0, 0.0));
    while n != 0 {
        if n & 1 == 1 {
            product *= base;
        }
        base *= base;
        n >>= 1;
    }
    product
}
