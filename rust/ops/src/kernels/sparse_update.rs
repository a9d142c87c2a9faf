//! Optimizers' updates of single rows of a variable and its slots, in place.
//!
//! Every index is checked before anything is written. Rows are updated one after the other, so that a row named
//! twice is updated twice.

use super::Planned;
use super::gather::check;
use rheos_base::{DType, Element, Result, bail, bf16, err, f16};
use rheos_graph::{Call, Kernel, KernelSpec};
use smallvec::SmallVec;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Which optimizer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    Momentum,
    KerasMomentum,
    Adagrad,
    AdagradV2,
    AdagradDa,
    ProximalAdagrad,
    ProximalGradientDescent,
    Adadelta,
    RmsProp,
    CenteredRmsProp,
    Ftrl,
    FtrlV2,
}

/// A floating number whose every operation rounds to its own type.
trait Real:
    Element
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    fn of(value: f32) -> Self;
    fn sqrt(self) -> Self;
    fn rsqrt(self) -> Self;
    fn pow(self, exponent: Self) -> Self;

    fn abs(self) -> Self {
        if self < Self::of(0.0) { -self } else { self }
    }

    fn sign(self) -> Self {
        let zero = Self::of(0.0);
        match self.partial_cmp(&zero) {
            Some(std::cmp::Ordering::Greater) => Self::of(1.0),
            Some(std::cmp::Ordering::Less) => Self::of(-1.0),
            _ => self,
        }
    }

    fn above_zero(self) -> Self {
        if self < Self::of(0.0) { Self::of(0.0) } else { self }
    }
}

macro_rules! real {
    ($($t:ty: $of:expr, $to:expr, $back:expr;)*) => {$(
        impl Real for $t {
            fn of(value: f32) -> Self {
                $of(value)
            }
            fn sqrt(self) -> Self {
                $back($to(self).sqrt())
            }
            fn rsqrt(self) -> Self {
                $back(1.0 / $to(self).sqrt())
            }
            fn pow(self, exponent: Self) -> Self {
                $back($to(self).powf($to(exponent)))
            }
        }
    )*};
}
real! {
    f32: |v: f32| v, |v: f32| v, |v: f32| v;
    f64: f64::from, |v: f64| v, |v: f64| v;
    f16: f16::from_f32, f16::to_f32, f16::from_f32;
    bf16: bf16::from_f32, bf16::to_f32, bf16::from_f32;
}

pub fn kernel(spec: &KernelSpec<'_>, rule: Rule) -> Result<Box<dyn Kernel>> {
    match spec.info.dtype("T") {
        DType::F32 => typed::<f32>(spec, rule),
        DType::F64 => typed::<f64>(spec, rule),
        DType::F16 => typed::<f16>(spec, rule),
        DType::BF16 => typed::<bf16>(spec, rule),
        other => bail!(Unimplemented, "updates of {other}"),
    }
}

fn typed<T: Real>(spec: &KernelSpec<'_>, rule: Rule) -> Result<Box<dyn Kernel>> {
    let flag = |name: &str| spec.info.op.attr_index(name).is_some() && spec.info.bool(name);
    let one = T::of(1.0);
    match rule {
        Rule::Momentum => {
            let nesterov = flag("use_nesterov");
            rows(spec, move |&[lr, momentum]: &[T; 2], [var, accum], g| {
                let accum = accum * momentum + g;
                let step = if nesterov { g * lr + accum * momentum * lr } else { accum * lr };
                [var - step, accum]
            })
        }
        Rule::KerasMomentum => {
            let nesterov = flag("use_nesterov");
            rows(spec, move |&[lr, momentum]: &[T; 2], [var, accum], g| {
                let accum = accum * momentum - g * lr;
                let step = if nesterov { accum * momentum - g * lr } else { accum };
                [var + step, accum]
            })
        }
        Rule::Adagrad => {
            let grows = flag("update_slots");
            rows(spec, move |&[lr]: &[T; 1], [var, accum], g| {
                let accum = if grows { accum + g * g } else { accum };
                [var - lr * g * accum.rsqrt(), accum]
            })
        }
        Rule::AdagradV2 => {
            let grows = flag("update_slots");
            rows(spec, move |&[lr, epsilon]: &[T; 2], [var, accum], g| {
                let accum = if grows { accum + g * g } else { accum };
                [var - lr * g / (accum.sqrt() + epsilon), accum]
            })
        }
        Rule::AdagradDa => rows(spec, move |&[lr, l1, l2, steps]: &[T; 4], [_, sum, squares], g| {
            let (sum, squares) = (sum + g, squares + g * g);
            let divisor = l2 * steps * lr + squares.sqrt();
            let numerator =
                if l1 > T::of(0.0) { -sum.sign() * (sum.abs() - steps * l1).above_zero() * lr } else { -lr * sum };
            [numerator / divisor, sum, squares]
        }),
        Rule::ProximalAdagrad => rows(spec, move |&[lr, l1, l2]: &[T; 3], [var, accum], g| {
            let accum = accum + g * g;
            let rate = lr * accum.rsqrt();
            [shrunk(var - g * rate, l1, l2, rate), accum]
        }),
        Rule::ProximalGradientDescent => {
            rows(spec, move |&[lr, l1, l2]: &[T; 3], [var], g| [shrunk(var - g * lr, l1, l2, lr)])
        }
        Rule::Adadelta => rows(spec, move |&[lr, rho, epsilon]: &[T; 3], [var, accum, accum_update], g| {
            let accum = accum * rho + g * g * (one - rho);
            let update = (accum_update + epsilon).sqrt() * (accum + epsilon).rsqrt() * g;
            [var - update * lr, accum, accum_update * rho + update * update * (one - rho)]
        }),
        Rule::RmsProp => rows(spec, move |&[lr, rho, momentum, epsilon]: &[T; 4], [var, ms, mom], g| {
            let ms = ms * rho + g * g * (one - rho);
            let mom = mom * momentum + (ms + epsilon).rsqrt() * lr * g;
            [var - mom, ms, mom]
        }),
        Rule::CenteredRmsProp => rows(spec, move |&[lr, rho, momentum, epsilon]: &[T; 4], [var, mg, ms, mom], g| {
            let ms = ms * rho + g * g * (one - rho);
            let mg = mg * rho + g * (one - rho);
            let mom = mom * momentum + (ms + epsilon - mg * mg).rsqrt() * lr * g;
            [var - mom, mg, ms, mom]
        }),
        Rule::Ftrl => rows(spec, move |&[lr, l1, l2, power]: &[T; 4], slots, g| ftrl(slots, g, g, [lr, l1, l2, power])),
        Rule::FtrlV2 => rows(spec, move |&[lr, l1, l2, shrinkage, power]: &[T; 5], slots, g| {
            let shrunk = g + T::of(2.0) * shrinkage * slots[0];
            ftrl(slots, g, shrunk, [lr, l1, l2, power])
        }),
    }
}

/// A step's result pulled towards zero by l1 and l2.
fn shrunk<T: Real>(moved: T, l1: T, l2: T, rate: T) -> T {
    let divisor = T::of(1.0) + l2 * rate;
    if l1 > T::of(0.0) { moved.sign() * (moved.abs() - rate * l1).above_zero() / divisor } else { moved / divisor }
}

fn ftrl<T: Real>([var, accum, linear]: [T; 3], g: T, shrunk: T, [lr, l1, l2, power]: [T; 4]) -> [T; 3] {
    let powered = |x: T| if power == T::of(-0.5) { x.sqrt() } else { x.pow(-power) };
    let new_accum = accum + g * g;
    let linear = linear + (shrunk - (powered(new_accum) - powered(accum)) / lr * var);
    let divisor = powered(new_accum) / lr + T::of(2.0) * l2;
    let var = if linear.abs() > l1 { (l1 * linear.sign() - linear) / divisor } else { T::of(0.0) };
    [var, new_accum, linear]
}

/// Applies `step(scalars, [var, slots..], grad)` to every element of the rows named by the indices.
/// Scalars come in the order in which the op declares them.
fn rows<T: Real, const S: usize, const N: usize>(
    spec: &KernelSpec<'_>,
    step: impl Fn(&[T; S], [T; N], T) -> [T; N] + Send + Sync + 'static,
) -> Result<Box<dyn Kernel>> {
    let find = |name: &str| {
        let at = spec.info.op.inputs.iter().position(|a| a.name == name);
        at.ok_or_else(|| err!(Internal, "{} has no argument {name}", spec.info.op.name))
    };
    let (grad, indices) = (find("grad")?, find("indices")?);
    let scalars: SmallVec<[usize; 6]> = (N..spec.inputs.len()).filter(|&i| i != grad && i != indices).collect();
    if scalars.len() != S {
        bail!(Internal, "{} has {} scalars, not {S}", spec.info.op.name, scalars.len());
    }
    let var = &spec.inputs[0].layout.dims;
    for (i, slot) in spec.inputs[..N].iter().enumerate() {
        if slot.layout.dims != *var {
            let name = spec.info.op.inputs[i].name;
            bail!(InvalidArgument, "var and {name} do not have the same shape: {var:?} and {:?}", slot.layout.dims);
        }
    }
    let rows = &spec.inputs[grad].layout.dims;
    let count = spec.inputs[indices].layout.len();
    if var.is_empty() || rows.first() != Some(&count) || rows[1..] != var[1..] {
        bail!(InvalidArgument, "grad has shape {rows:?}, but {count} rows of var {var:?} are to be updated");
    }
    let (size, inner): (usize, usize) = (var[0], var[1..].iter().product());
    let wide = spec.inputs[indices].dtype == DType::I64;
    let cost = (count * inner * N) as f64 * 2.0;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let mut own = [T::of(0.0); S];
        for (value, &i) in own.iter_mut().zip(&scalars) {
            *value = match call.input_args[i].dtype {
                DType::I64 => T::of(call.input::<i64>(i)[0] as f32),
                _ => call.input::<T>(i)[0],
            };
        }
        let mut slots: [&mut [T]; N] = std::array::from_fn(|k| call.output::<T>(k));
        let grad = call.input::<T>(grad);
        let mut update = |i: usize, row: usize| {
            let start = row * inner;
            for (k, &g) in grad[i * inner..][..inner].iter().enumerate() {
                let old: [T; N] = std::array::from_fn(|s| slots[s][start + k]);
                for (slot, value) in slots.iter_mut().zip(step(&own, old, g)) {
                    slot[start + k] = value;
                }
            }
        };
        if wide {
            let indices = call.input::<i64>(indices);
            check(indices, size)?;
            indices.iter().enumerate().for_each(|(i, &row)| update(i, row as usize));
        } else {
            let indices = call.input::<i32>(indices);
            check(indices, size)?;
            indices.iter().enumerate().for_each(|(i, &row)| update(i, row as usize));
        }
        Ok(())
    }))
}
