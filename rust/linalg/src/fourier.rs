//! Fourier transforms of contiguous lines, prepared once for a length.

use num_complex::Complex;
use num_traits::{Float, Zero};
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftPlanner};
use std::sync::Arc;

/// The parts of the numbers that are transformed.
pub trait Real: Float + Send + Sync + 'static {
    fn plan(length: usize, inverse: bool) -> Arc<dyn Fft<Self>>
    where
        Self: rustfft::FftNum;
    fn plan_half(length: usize) -> Arc<dyn RealToComplex<Self>>
    where
        Self: rustfft::FftNum;
    fn plan_half_inverse(length: usize) -> Arc<dyn ComplexToReal<Self>>
    where
        Self: rustfft::FftNum;
}

macro_rules! reals {
    ($($t:ty),*) => {$(impl Real for $t {
        fn plan(length: usize, inverse: bool) -> Arc<dyn Fft<Self>> {
            let mut planner = FftPlanner::new();
            if inverse { planner.plan_fft_inverse(length) } else { planner.plan_fft_forward(length) }
        }
        fn plan_half(length: usize) -> Arc<dyn RealToComplex<Self>> {
            RealFftPlanner::new().plan_fft_forward(length)
        }
        fn plan_half_inverse(length: usize) -> Arc<dyn ComplexToReal<Self>> {
            RealFftPlanner::new().plan_fft_inverse(length)
        }
    })*};
}
reals! { f32, f64 }

/// The transform of lines of complex numbers, in place and without a factor.
pub struct Fourier<T: Real + rustfft::FftNum>(Arc<dyn Fft<T>>);

impl<T: Real + rustfft::FftNum> Fourier<T> {
    /// `length` must not be zero.
    pub fn new(length: usize, inverse: bool) -> Self {
        Fourier(T::plan(length, inverse))
    }

    /// Transforms each of the lines that `lines` consists of.
    pub fn run(&self, lines: &mut [Complex<T>]) {
        let mut scratch = vec![Complex::zero(); self.0.get_inplace_scratch_len()];
        self.0.process_with_scratch(lines, &mut scratch);
    }
}

/// The first `length / 2 + 1` frequencies of a real line; the others are their conjugates.
pub struct HalfFourier<T: Real + rustfft::FftNum>(Arc<dyn RealToComplex<T>>);

impl<T: Real + rustfft::FftNum> HalfFourier<T> {
    pub fn new(length: usize) -> Self {
        HalfFourier(T::plan_half(length))
    }

    /// Transforms one line after the other; `line` gives a line's elements, `done` takes its frequencies.
    pub fn run(&self, count: usize, line: impl Fn(usize, &mut [T]), mut done: impl FnMut(usize, &[Complex<T>])) {
        let (mut input, mut output) = (self.0.make_input_vec(), self.0.make_output_vec());
        let mut scratch = self.0.make_scratch_vec();
        for i in 0..count {
            line(i, &mut input);
            // The lengths are the plan's own.
            let _ = self.0.process_with_scratch(&mut input, &mut output, &mut scratch);
            done(i, &output);
        }
    }
}

/// The way back, without a factor.
pub struct HalfInverse<T: Real + rustfft::FftNum>(Arc<dyn ComplexToReal<T>>);

impl<T: Real + rustfft::FftNum> HalfInverse<T> {
    pub fn new(length: usize) -> Self {
        HalfInverse(T::plan_half_inverse(length))
    }

    pub fn run(&self, count: usize, line: impl Fn(usize, &mut [Complex<T>]), mut done: impl FnMut(usize, &[T])) {
        let (mut input, mut output) = (self.0.make_input_vec(), self.0.make_output_vec());
        let mut scratch = self.0.make_scratch_vec();
        for i in 0..count {
            line(i, &mut input);
            // The imaginary parts of the frequencies that are their own conjugates have no effect. They would only
            // make the call return an error after it has ignored them, so they are cleared.
            for at in [0, input.len() - 1] {
                if at == 0 || output.len() % 2 == 0 {
                    input[at].im = T::zero();
                }
            }
            let _ = self.0.process_with_scratch(&mut input, &mut output, &mut scratch);
            done(i, &output);
        }
    }
}
