//! Kernels that hand on their input if it passes a check.

use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::{Call, Kernel, KernelSpec};

struct CheckNumerics {
    dtype: DType,
    message: String,
    len: usize,
}

/// Plans `CheckNumerics`.
pub fn plan_check_numerics(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let message = spec.info.str("message").into_owned();
    Ok(Box::new(CheckNumerics { dtype: spec.inputs[0].dtype, message, len: spec.inputs[0].layout.len() }))
}

/// Whether any element is infinite, and whether any is NaN.
fn faults<T: Element>(values: &[T], widen: fn(T) -> f64) -> (bool, bool) {
    values.iter().fold((false, false), |(infinite, nan), &v| {
        let v = widen(v);
        (infinite | v.is_infinite(), nan | v.is_nan())
    })
}

impl Kernel for CheckNumerics {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let found = match self.dtype {
            DType::F32 => faults(call.input::<f32>(0), f64::from),
            DType::F64 => faults(call.input::<f64>(0), |v| v),
            DType::F16 => faults(call.input::<f16>(0), f16::to_f64),
            _ => faults(call.input::<bf16>(0), bf16::to_f64),
        };
        let what = match found {
            (false, false) => {
                call.output_bytes(0).copy_from_slice(call.input_bytes(0));
                return Ok(());
            }
            (true, true) => "Inf and NaN",
            (true, false) => "Inf",
            (false, true) => "NaN",
        };
        bail!(InvalidArgument, "{} : Tensor had {what} values", self.message)
    }

    fn cost(&self) -> f64 {
        self.len as f64
    }
}

struct CheckLabels {
    dtype: DType,
    limit: i64,
}

/// Plans `_CheckLabels`.
pub fn plan_check_labels(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    Ok(Box::new(CheckLabels { dtype: spec.inputs[0].dtype, limit: spec.info.int("limit") }))
}

impl Kernel for CheckLabels {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let bad = |v: &i64| !(0..self.limit).contains(v);
        let found = match self.dtype {
            DType::I32 => call.input::<i32>(0).iter().map(|&v| i64::from(v)).find(bad),
            _ => call.input::<i64>(0).iter().copied().find(bad),
        };
        if let Some(label) = found {
            bail!(
                InvalidArgument,
                "Received a label value of {label} which is outside the valid range of [0, {})",
                self.limit
            );
        }
        call.output_bytes(0).copy_from_slice(call.input_bytes(0));
        Ok(())
    }
}
