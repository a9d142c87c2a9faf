//! Gamma and Poisson variates, which take as many words as their rejection loops need from a part of the stream that
//! belongs to their element. The steps are TensorFlow's, so equal seeds accept and reject alike.

use super::distributions::{normal_pair_f64, unit_f64};
use super::philox::Philox;
use super::{RESERVED, Source, in_groups};
use crate::kernels::Planned;
use crate::kernels::special::Real;
use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::{Call, Kernel, KernelSpec};

/// Doubles from one position of the stream on; each kind is made two at a time and handed out last first.
struct Draws {
    next: Philox,
    uniform: [f64; 2],
    uniforms: usize,
    normal: [f64; 2],
    normals: usize,
}

impl Draws {
    fn at(next: Philox) -> Draws {
        Draws { next, uniform: [0.0; 2], uniforms: 0, normal: [0.0; 2], normals: 0 }
    }

    fn block(&mut self) -> [u32; 4] {
        let block = self.next.block();
        self.next = self.next.at(1);
        block
    }

    fn uniform(&mut self) -> f64 {
        if self.uniforms == 0 {
            let x = self.block();
            self.uniform = [unit_f64(x[0], x[1]), unit_f64(x[2], x[3])];
            self.uniforms = 2;
        }
        self.uniforms -= 1;
        self.uniform[self.uniforms]
    }

    fn normal(&mut self) -> f64 {
        if self.normals == 0 {
            self.normal = normal_pair_f64(self.block());
            self.normals = 2;
        }
        self.normals -= 1;
        self.normal[self.normals]
    }
}

/// What of a distribution depends on its parameter alone.
trait Distribution: Copy + Send + Sync {
    fn new(parameter: f64) -> Self;
    /// `highest` is the largest number that the result's type holds.
    fn draw(&self, draws: &mut Draws, highest: f64) -> f64;
}

/// Marsaglia and Tsang, A simple method for generating gamma variables (2000).
#[derive(Clone, Copy)]
struct Gamma {
    alpha: f64,
    d: f64,
    c: f64,
}

impl Distribution for Gamma {
    fn new(alpha: f64) -> Gamma {
        // Shapes below one are raised by one, and the result is scaled down.
        let d = alpha + if alpha < 1.0 { 2.0 / 3.0 } else { -1.0 / 3.0 };
        Gamma { alpha, d, c: 1.0 / 3.0 / d.sqrt() }
    }

    fn draw(&self, draws: &mut Draws, _: f64) -> f64 {
        let Gamma { alpha, d, c } = *self;
        if !(alpha > 0.0 && alpha.is_finite()) {
            // The loop below would not end.
            return f64::NAN;
        }
        if alpha == 1.0 {
            return -(-draws.uniform()).ln_1p();
        }
        loop {
            let x = draws.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = draws.uniform();
            if u < 1.0 - 0.0331 * (x * x) * (x * x) || u.ln() < 0.5 * x * x + d * (1.0 - v + v.ln()) {
                return if alpha < 1.0 { d * v * draws.uniform().powf(1.0 / alpha) } else { d * v };
            }
        }
    }
}

/// Knuth's product of uniform numbers for small rates; else Hörmann, The transformed rejection method for generating
/// Poisson random variables (1993).
#[derive(Clone, Copy)]
struct Poisson {
    rate: f64,
    none: f64,
    log: f64,
    a: f64,
    b: f64,
    inverse_alpha: f64,
}

impl Distribution for Poisson {
    fn new(rate: f64) -> Poisson {
        let b = 0.931 + 2.53 * rate.sqrt();
        let a = -0.059 + 0.02483 * b;
        Poisson { rate, none: (-rate).exp(), log: rate.ln(), a, b, inverse_alpha: 1.1239 + 1.1328 / (b - 3.4) }
    }

    fn draw(&self, draws: &mut Draws, highest: f64) -> f64 {
        let Poisson { rate, none, log, a, b, inverse_alpha } = *self;
        if !(rate >= 0.0 && rate.is_finite()) {
            return f64::NAN;
        }
        if rate < 10.0 {
            let (mut product, mut count) = (1.0, 0.0);
            loop {
                product *= draws.uniform();
                if product <= none && count <= highest {
                    return count;
                }
                count += 1.0;
            }
        }
        loop {
            let u = draws.uniform() - 0.5;
            let v = draws.uniform();
            let shifted = 0.5 - u.abs();
            let k = ((2.0 * a / shifted + b) * u + rate + 0.43).floor();
            if k > highest {
                // A rate beyond the type's range never fits.
                if rate > highest {
                    return highest;
                }
                continue;
            }
            if shifted >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2.0) {
                return k;
            }
            if k < 0.0 || (shifted < 0.013 && v > shifted) {
                continue;
            }
            let s = (v * inverse_alpha / (a / (shifted * shifted) + b)).ln();
            if s <= -rate + k * log - libm::lgamma(k + 1.0) {
                return k;
            }
        }
    }
}

/// Samples of gamma distributions whose shapes are in input 1.
pub fn gamma(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    sampled::<Gamma>(spec, 100.0)
}

/// Samples of Poisson distributions whose rates are in input 1.
pub fn poisson(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    sampled::<Poisson>(spec, 150.0)
}

fn parameters<D: Distribution>(call: &Call<'_>) -> Vec<D> {
    fn of<T: Real, D: Distribution>(x: &[T]) -> Vec<D> {
        x.iter().map(|v| D::new(v.wide())).collect()
    }
    match call.input_args[1].dtype {
        DType::F64 => of(call.input::<f64>(1)),
        DType::F16 => of(call.input::<f16>(1)),
        DType::BF16 => of(call.input::<bf16>(1)),
        DType::I32 => call.input::<i32>(1).iter().map(|&v| D::new(f64::from(v))).collect(),
        DType::I64 => call.input::<i64>(1).iter().map(|&v| D::new(v as f64)).collect(),
        _ => of(call.input::<f32>(1)),
    }
}

fn sampled<D: Distribution + 'static>(spec: &KernelSpec<'_>, nanoseconds: f64) -> Result<Box<dyn Kernel>> {
    let source = Source::stateful(&spec.info, spec.state)?;
    let (dtype, count) = (spec.outputs[0].dtype, spec.outputs[0].layout.len());
    Ok(Planned::boxed(count as f64 * nanoseconds, move |call: &mut Call<'_>| {
        if count == 0 {
            return Ok(());
        }
        let start = source.take(call, count as u64 * RESERVED);
        let own = parameters::<D>(call);
        match dtype {
            DType::F64 => run(call, start, &own, f64::MAX, |v| v, call.output::<f64>(0)),
            DType::F32 => run(call, start, &own, f64::from(f32::MAX), |v| v as f32, call.output::<f32>(0)),
            DType::F16 => run(call, start, &own, f16::MAX.to_f64(), f16::from_f64, call.output::<f16>(0)),
            DType::I32 => run(call, start, &own, f64::from(i32::MAX), |v| v as i32, call.output::<i32>(0)),
            DType::I64 => run(call, start, &own, i64::MAX as f64, |v| v as i64, call.output::<i64>(0)),
            _ => bail!(Internal, "no samples of type {dtype}"),
        }
        Ok(())
    }))
}

/// Elements lie sample by sample, but their parts of the stream are in the order of the distributions.
fn run<D: Distribution, T: Element>(
    call: &Call<'_>,
    start: Philox,
    own: &[D],
    highest: f64,
    narrow: fn(f64) -> T,
    out: &mut [T],
) {
    let samples = out.len() / own.len();
    in_groups::<T, 1>(call.workers, out, |first, part| {
        for (i, value) in part.iter_mut().enumerate() {
            let (sample, which) = ((first + i) / own.len(), (first + i) % own.len());
            let place = (which * samples + sample) as u64 * RESERVED;
            *value = narrow(own[which].draw(&mut Draws::at(start.at(place)), highest));
        }
    });
}
