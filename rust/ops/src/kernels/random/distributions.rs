//! Random words to numbers, by TensorFlow's formulas.

use super::philox::Words;
use rheos_base::{bf16, f16};

/// In [0, 1): the low 23 bits as a mantissa.
pub fn unit_f32(x: u32) -> f32 {
    f32::from_bits(127 << 23 | x & 0x7f_ffff) - 1.0
}

/// In [0, 1): the low 20 bits of one word, then the other, as a mantissa.
pub fn unit_f64(high: u32, low: u32) -> f64 {
    f64::from_bits(1023 << 52 | u64::from(high & 0xf_ffff) << 32 | u64::from(low)) - 1.0
}

/// In [0, 1): the low 10 bits as a mantissa.
pub fn unit_f16(x: u32) -> f16 {
    f16::from_bits(15 << 10 | x as u16 & 0x3ff) - f16::ONE
}

/// In [0, 1): the low 7 bits as a mantissa.
pub fn unit_bf16(x: u32) -> bf16 {
    bf16::from_bits(127 << 7 | x as u16 & 0x7f) - bf16::ONE
}

/// Two words as one.
pub fn joined(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// Box-Muller: two independent normal numbers from two uniform ones. The logarithm never sees a zero.
pub fn normal_pair_f32(x0: u32, x1: u32) -> [f32; 2] {
    let radius = (-2.0 * unit_f32(x0).max(1.0e-7).ln()).sqrt();
    let angle = (2.0 * std::f64::consts::PI * f64::from(unit_f32(x1))) as f32;
    let (sin, cos) = angle.sin_cos();
    [sin * radius, cos * radius]
}

pub fn normal_pair_f64(x: [u32; 4]) -> [f64; 2] {
    let radius = (-2.0 * unit_f64(x[0], x[1]).max(1.0e-7).ln()).sqrt();
    let angle = 2.0 * std::f64::consts::PI * unit_f64(x[2], x[3]);
    let (sin, cos) = angle.sin_cos();
    [sin * radius, cos * radius]
}

/// Normal numbers drawn again until they lie within two standard deviations.
pub fn truncated_f32(words: &mut Words) -> [f32; 4] {
    let mut out = [0.0; 4];
    let mut count = 0;
    while count < out.len() {
        for value in normal_pair_f32(words.word(), words.word()) {
            if value.abs() < 2.0 && count < out.len() {
                out[count] = value;
                count += 1;
            }
        }
    }
    out
}

pub fn truncated_f64(words: &mut Words) -> [f64; 2] {
    let mut out = [0.0; 2];
    let mut count = 0;
    while count < out.len() {
        let x = [words.word(), words.word(), words.word(), words.word()];
        for value in normal_pair_f64(x) {
            if value.abs() < 2.0 && count < out.len() {
                out[count] = value;
                count += 1;
            }
        }
    }
    out
}
