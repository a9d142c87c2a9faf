//! Distinct elements of a vector, or distinct slices of a tensor, in order of appearance.

use crate::kernels::keys::{Key, keys_of};
use crate::kernels::rows::Rows;
use crate::rules::resolve_axis;
use rheos_base::{DType, Dim, Result, Shape, Tensor, bail, bf16, f16};
use rheos_graph::{Compute, Decl, Effect, Grad, HostCall, HostKernel, HostSpec, Infer};
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::{SmallVec, smallvec};
use std::hash::Hash;

type Results = Result<SmallVec<[Tensor; 2]>>;

/// What a walk over keys finds.
#[derive(Default)]
struct Found {
    /// Where each distinct key first appears.
    first: Vec<usize>,
    /// For each key its number among the distinct ones.
    places: Vec<i64>,
    /// How often each distinct key appears.
    counts: Vec<i64>,
}

impl Found {
    fn new_key(&mut self, at: usize) -> usize {
        self.first.push(at);
        self.counts.push(0);
        self.first.len() - 1
    }
}

/// None is equal to nothing, as NaN is.
fn walk<K: Hash + Eq>(keys: impl ExactSizeIterator<Item = Option<K>>) -> Found {
    let mut found = Found { places: Vec::with_capacity(keys.len()), ..Found::default() };
    let mut seen: FxHashMap<K, usize> = FxHashMap::with_capacity_and_hasher(keys.len().min(1 << 16), FxBuildHasher);
    for (i, key) in keys.enumerate() {
        let place = match key {
            None => found.new_key(i),
            Some(key) => *seen.entry(key).or_insert_with(|| found.new_key(i)),
        };
        found.counts[place] += 1;
        found.places.push(place as i64);
    }
    found
}

fn distinct_elements(x: &Tensor) -> Result<Found> {
    // Adding zero turns the negative zero into the positive one.
    Ok(match x.dtype() {
        DType::String => walk(x.as_strings()?.iter().map(Some)),
        DType::F32 => walk(x.as_slice::<f32>()?.iter().map(|v| (!v.is_nan()).then(|| (v + 0.0).to_bits()))),
        DType::F64 => walk(x.as_slice::<f64>()?.iter().map(|v| (!v.is_nan()).then(|| (v + 0.0).to_bits()))),
        DType::F16 => walk(x.as_slice::<f16>()?.iter().map(|v| (!v.is_nan()).then(|| (v.to_f32() + 0.0).to_bits()))),
        DType::BF16 => walk(x.as_slice::<bf16>()?.iter().map(|v| (!v.is_nan()).then(|| (v.to_f32() + 0.0).to_bits()))),
        dtype => {
            let bytes = x.bytes()?;
            match dtype.size() {
                1 => walk(bytes.iter().map(Some)),
                2 => walk(bytes.as_chunks::<2>().0.iter().map(|b| Some(u16::from_ne_bytes(*b)))),
                4 => walk(bytes.as_chunks::<4>().0.iter().map(|b| Some(u32::from_ne_bytes(*b)))),
                8 => walk(bytes.as_chunks::<8>().0.iter().map(|b| Some(u64::from_ne_bytes(*b)))),
                _ => bail!(Unimplemented, "{dtype} elements are not compared"),
            }
        }
    })
}

/// The tensor seen as [outer, size, inner] around an axis.
fn around(dims: &[usize], axis: usize) -> (usize, usize, usize) {
    (dims[..axis].iter().product(), dims[axis], dims[axis + 1..].iter().product())
}

fn distinct_slices(x: &Tensor, axis: usize) -> Result<Found> {
    let (outer, size, inner) = around(x.dims(), axis);
    let keys = keys_of(x)?;
    Ok(walk((0..size).map(|i| {
        let parts = (0..outer).flat_map(|o| &keys[(o * size + i) * inner..][..inner]);
        let slice: Vec<Key<'_>> = parts.copied().collect();
        (!slice.iter().any(|k| matches!(k, Key::Nan(_)))).then_some(slice)
    })))
}

/// The axis operand of `UniqueV2`: empty where the elements of a vector are meant.
fn axis_of(axes: &[i64], rank: usize) -> Result<usize> {
    match axes {
        [] if rank == 1 => Ok(0),
        [] => bail!(Value, "x must be a vector where axis is empty, but has rank {rank}"),
        [axis] => resolve_axis(*axis, rank),
        _ => bail!(Value, "axis must have at most one element, but has {}", axes.len()),
    }
}

fn distinct(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let out_idx = spec.info.dtype("out_idx");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let axes = x.get(1).and_then(Tensor::to_ints).unwrap_or_default();
        let axis = axis_of(&axes, x[0].dims().len()).map_err(|e| e.with_kind(rheos_base::Kind::InvalidArgument))?;
        let found = if x[0].dims().len() == 1 { distinct_elements(&x[0])? } else { distinct_slices(&x[0], axis)? };
        let (outer, size, inner) = around(x[0].dims(), axis);
        let mut dims = x[0].dims().to_vec();
        dims[axis] = found.first.len();
        let picks = (0..outer).flat_map(|o| found.first.iter().map(move |&i| o * size + i));
        let values = Rows::new(&x[0], inner)?.take(&dims, picks)?;
        let ints = |v: &[i64]| Tensor::from_ints(out_idx, &[v.len()], v);
        Ok(smallvec![values, ints(&found.places)?, ints(&found.counts)?])
    }))
}

/// The ops without a count have one result fewer.
fn without_counts(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let all = distinct(spec)?;
    Ok(Box::new(move |x: &[Tensor], call: &HostCall<'_>| -> Results {
        let mut results = all.run(x, call)?;
        results.truncate(2);
        Ok(results)
    }))
}

fn along_axis(infer: &mut Infer<'_>) -> Result<()> {
    let axes = infer.with_rank(1, 1)?;
    let shape = infer.input_shape(0).clone();
    let known = match axes.dim(0).get() {
        Some(0) => Some(SmallVec::new()),
        Some(n) if n > 1 => bail!(Value, "axis must have at most one element, but has {n}"),
        _ => infer.known_ints(1),
    };
    for i in 1..infer.output_count() {
        infer.set(i, Shape::of_rank(1));
    }
    let Some(dims) = shape.dims() else { return Ok(()) };
    match known {
        Some(axes) => {
            let axis = axis_of(&axes, dims.len())?;
            let open = dims.iter().enumerate().map(|(i, &d)| if i == axis { Dim::UNKNOWN } else { d });
            infer.set(0, Shape::of(open));
            infer.set(1, Shape::of([dims[axis]]));
        }
        None => infer.set(0, Shape::of_rank(dims.len())),
    }
    Ok(())
}

const UNIQUE: Decl = Decl {
    name: "",
    inputs: "x: T",
    outputs: "y: T, idx: out_idx",
    attrs: "T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool, string}; out_idx: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: |infer| {
        let shape = infer.with_rank(0, 1)?;
        for i in 0..infer.output_count() {
            infer.set(i, Shape::of_rank(1));
        }
        infer.set(1, shape);
        Ok(())
    },
    compute: Compute::Host(without_counts),
    grad: Grad::Stop("positions are not smooth"),
    doc: "",
};
const ALONG: Decl = Decl {
    inputs: "x: T, axis: Taxis",
    attrs: "T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool, string}; Taxis: {int32, int64} = int64; out_idx: {int32, int64} = int32",
    infer: along_axis,
    ..UNIQUE
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Unique",
        doc: "The distinct elements of a vector in order of appearance, and the place of each element among them.",
        ..UNIQUE
    },
    Decl {
        name: "UniqueWithCounts",
        outputs: "y: T, idx: out_idx, count: out_idx",
        compute: Compute::Host(distinct),
        doc: "Unique, and how often each distinct element appears.",
        ..UNIQUE
    },
    Decl {
        name: "UniqueV2",
        doc: "The distinct slices along an axis in order of appearance, and the place of each slice among them; with an \
              empty axis the elements of a vector. A slice with a NaN equals no other.",
        ..ALONG
    },
    Decl {
        name: "UniqueWithCountsV2",
        outputs: "y: T, idx: out_idx, count: out_idx",
        compute: Compute::Host(distinct),
        doc: "UniqueV2, and how often each distinct slice appears.",
        ..ALONG
    },
];
