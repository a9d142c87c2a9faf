//! The neighbour of a float in the direction of another.

use super::Planned;
use super::special::{Place, in_parts};
use rheos_base::{DType, Element, Result, bail};
use rheos_graph::{Call, Kernel, KernelSpec};

/// Plans `NextAfter`.
pub fn plan_next_after(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    match spec.outputs[0].dtype {
        DType::F32 => Ok(typed::<f32>(spec, libm::nextafterf)),
        DType::F64 => Ok(typed::<f64>(spec, libm::nextafter)),
        other => bail!(Internal, "{other} has no neighbours here"),
    }
}

fn typed<T: Element>(spec: &KernelSpec<'_>, next: fn(T, T) -> T) -> Box<dyn Kernel> {
    let out = &spec.outputs[0].layout;
    let places: [Place; 2] = std::array::from_fn(|i| Place::new(&spec.inputs[i].layout.dims, &out.dims));
    Planned::boxed(out.len() as f64 * 2.0, move |call: &mut Call<'_>| {
        let (from, to) = (call.input::<T>(0), call.input::<T>(1));
        in_parts(call, call.output::<T>(0), |start, own| {
            for (i, out) in own.iter_mut().enumerate() {
                *out = next(from[places[0].of(start + i)], to[places[1].of(start + i)]);
            }
        })
    })
}
