//! Elements of a sparse tensor written, added or matched to a dense one. All places are checked first.

use super::gather::Index;
use super::number::Number;
use super::places::{Places, check_sizes};
use super::{Planned, fill_bytes};
use rheos_base::{DType, Dims, Result, Tensor, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, NodeInfo, with_number};
use smallvec::{SmallVec, smallvec};

/// How a sparse value meets the dense element in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    Add,
    Mul,
    Div,
}

/// What `SparseToDense` needs to know.
struct Target {
    sizes: Vec<i64>,
    dims: Dims,
    count: usize,
    validate: bool,
    /// One value for all places.
    single: bool,
}

impl Target {
    fn new(info: &NodeInfo<'_>) -> Target {
        let dims = info.output_dims(0);
        let indices = info.input_dims(0);
        Target {
            sizes: dims.iter().map(|&d| d as i64).collect(),
            count: indices.first().copied().unwrap_or(1),
            validate: info.bool("validate_indices"),
            single: info.input_dims(2).is_empty(),
            dims,
        }
    }

    fn numbers<I: Index>(&self, indices: &[I]) -> Result<Vec<u64>> {
        let places = Places::new(indices, self.count, self.dims.len());
        places.check_bounds(&self.sizes)?;
        if self.validate {
            places.check_order(false)?;
        }
        Ok(places.numbers(&self.sizes))
    }

    fn value_of(&self, i: usize) -> usize {
        if self.single { 0 } else { i }
    }
}

/// Plans `SparseToDense`.
pub fn plan_to_dense(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let target = Target::new(&spec.info);
    let size = spec.outputs[0].dtype.size();
    let len = spec.outputs[0].layout.len();
    let cost = 6.0 * target.count as f64 + (len * size) as f64 / 16.0;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let numbers = match call.input_args[0].dtype {
            DType::I64 => target.numbers(call.input::<i64>(0))?,
            _ => target.numbers(call.input::<i32>(0))?,
        };
        let default = call.input_bytes(3);
        let same = default.iter().all(|&b| b == default[0]);
        // SAFETY: the output has `len` elements and is this kernel's own.
        unsafe {
            let value = if same { &default[..1] } else { default };
            fill_bytes(call.workers, SharedPtr(call.outputs[0]), len * size, Some(value));
        }
        let (out, values) = (call.output_bytes(0), call.input_bytes(2));
        macro_rules! write {
            ($size:expr) => {
                for (i, &n) in numbers.iter().enumerate() {
                    let (to, from) = (n as usize * $size, target.value_of(i) * $size);
                    out[to..to + $size].copy_from_slice(&values[from..from + $size]);
                }
            };
        }
        match size {
            1 => write!(1),
            4 => write!(4),
            8 => write!(8),
            _ => write!(size),
        }
        Ok(())
    }))
}

/// `SparseToDense` on strings.
pub fn host_to_dense(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let target = Target::new(&spec.info);
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let numbers = target.numbers(&x[0].to_ints().unwrap_or_default())?;
        let values = x[2].as_strings()?;
        let mut out = vec![x[3].as_strings()?[0].clone(); rheos_base::element_count(&target.dims)];
        for (i, &n) in numbers.iter().enumerate() {
            out[n as usize] = values[target.value_of(i)].clone();
        }
        Ok(smallvec![Tensor::strings(&target.dims, out)?])
    }))
}

fn check_same(sizes: &[i64], dims: &[i64]) -> Result<()> {
    if sizes != dims {
        bail!(
            InvalidArgument,
            "the operands must have the same shape (no broadcasting is supported): a is {sizes:?}, b is {dims:?}"
        );
    }
    Ok(())
}

/// Plans `SparseTensorDenseAdd`.
pub fn plan_add(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let dims: Vec<i64> = spec.info.output_dims(0).iter().map(|&d| d as i64).collect();
    let count = spec.info.input_dims(0)[0];
    let cost = 6.0 * count as f64 + spec.outputs[0].layout.len() as f64 / 4.0;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let numbers = match call.input_args[0].dtype {
            DType::I64 => numbers(call.input::<i64>(0), call.input::<i64>(2), count, &dims)?,
            _ => numbers(call.input::<i32>(0), call.input::<i32>(2), count, &dims)?,
        };
        let out = call.output::<T>(0);
        out.copy_from_slice(call.input::<T>(3));
        for (&n, &v) in numbers.iter().zip(call.input::<T>(1)) {
            let to = &mut out[n as usize];
            *to = to.plus(v);
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}

fn numbers<I: Index>(indices: &[I], shape: &[I], count: usize, dims: &[i64]) -> Result<Vec<u64>> {
    check_same(&shape.iter().map(|v| v.wide()).collect::<Vec<_>>(), dims)?;
    let places = Places::new(indices, count, dims.len());
    places.check_bounds(dims)?;
    Ok(places.numbers(dims))
}

/// Steps in the dense operand for one step along each axis of the sparse one: 0 along axes it is repeated on.
fn steps(sizes: &[i64], dense: &[usize]) -> Result<Vec<usize>> {
    let lead = sizes.len().wrapping_sub(dense.len());
    let fits =
        dense.len() <= sizes.len() && dense.iter().zip(&sizes[lead..]).all(|(&d, &size)| d == 1 || d as i64 == size);
    if !fits {
        bail!(
            InvalidArgument,
            "only the dense operand is broadcast, to the shape of the sparse one: sparse is {sizes:?}, dense is {dense:?}"
        );
    }
    let mut steps = vec![0; sizes.len()];
    let mut step = 1;
    for (axis, &d) in dense.iter().enumerate().rev() {
        if d > 1 {
            steps[lead + axis] = step;
        }
        step *= d;
    }
    Ok(steps)
}

/// Plans the three ops that match a dense operand to a sparse one.
pub fn plan_join(spec: &KernelSpec<'_>, how: Join) -> Result<Box<dyn Kernel>> {
    let dense = spec.info.input_dims(3);
    let indices = spec.info.input_dims(0);
    let (count, rank) = (indices[0], indices[1]);
    let integers = spec.outputs[0].dtype.is_integer();
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(4.0 * count as f64, move |call: &mut Call<'_>| {
        let sizes = call.input::<i64>(2);
        check_sizes(sizes)?;
        let steps = steps(sizes, &dense)?;
        let places = Places::new(call.input::<i64>(0), count, rank);
        places.check_bounds(sizes)?;
        let (values, others) = (call.input::<T>(1), call.input::<T>(3));
        let out = call.output::<T>(0);
        let mut join = |f: fn(T, T) -> T| {
            for i in 0..count {
                let at: usize = places.at(i).iter().zip(&steps).map(|(&v, &step)| v as usize * step).sum();
                out[i] = f(values[i], others[at]);
            }
        };
        match how {
            Join::Add => join(T::plus),
            Join::Mul => join(T::times),
            Join::Div if integers => {
                join(|v, d| if d.is_zero() { T::ZERO } else { v.divided(d) });
                let zero = |i: usize| {
                    let at: usize = places.at(i).iter().zip(&steps).map(|(&v, &step)| v as usize * step).sum();
                    others[at].is_zero()
                };
                if (0..count).any(zero) {
                    bail!(InvalidArgument, "Integer division by zero");
                }
            }
            Join::Div => join(T::divided),
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}
