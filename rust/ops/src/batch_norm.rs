//! Batch normalisation: shifts and scales each channel by its moments over all other axes.
//!
//! Sums per channel are kernels that read memory once; what is done to each element is a Map, which fuses with its
//! neighbours. Variances here are over n; the one for moving averages is over n - 1.

use crate::Ops;
use crate::kernels::channel_sums::{plan_moments, plan_products};
use crate::rules::Grads;
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, Tensor, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output, Outputs};
use smallvec::smallvec;

/// What the forward entries have in common. float64 is more than TensorFlow takes.
const BATCH_NORM: Decl = Decl {
    name: "",
    inputs: "x: T, scale: U, offset: U, mean: U, variance: U",
    outputs: "y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, reserve_space_2: U",
    attrs: "T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; \
            exponential_avg_factor: float = 1.0; data_format: {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true",
    effect: Effect::Pure,
    infer: normalised,
    compute: Compute::Lower(lower_forward),
    grad: Grad::Fn(grad_forward),
    doc: "Normalises the channels of x, then scales and offsets them. In training the moments are those of the batch, \
          and batch_mean and batch_variance move the given ones towards them by exponential_avg_factor; otherwise \
          mean and variance are used.",
};

/// What the gradients have in common.
const BATCH_NORM_GRAD: Decl = Decl {
    inputs: "y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U",
    outputs: "x_backprop: T, scale_backprop: U, offset_backprop: U, reserve_space_3: U, reserve_space_4: U",
    attrs: "T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; \
            data_format: {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true",
    infer: normalised_back,
    compute: Compute::Lower(lower_backward),
    grad: Grad::Fn(grad_backward),
    doc: "Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got them.",
    ..BATCH_NORM
};

const SUMS: Decl = Decl {
    inputs: "x: T",
    outputs: "mean: U, variance: U",
    attrs: "channels_first: bool = false; T: floating; U: {float32, float64}",
    infer: per_channel,
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_moments,
        strided: false,
        reports: false,
        gpu: Gpu::Shader(shaders::channels::moments),
    }),
    grad: Grad::Missing("it is only part of lowered batch normalisation"),
    doc: "Mean and variance of each channel.",
    ..BATCH_NORM
};

fn channels_first(info: &NodeInfo<'_>) -> bool {
    info.str("data_format").starts_with("NC")
}

fn channel_axis(info: &NodeInfo<'_>, rank: usize) -> usize {
    if channels_first(info) { 1 } else { rank - 1 }
}

fn per_channel(infer: &mut Infer<'_>) -> Result<()> {
    let x = infer.input_shape(0);
    let axis = x.rank().map(|r| if infer.bool("channels_first") { 1 } else { r - 1 });
    let channels = axis.map_or(Dim::UNKNOWN, |a| x.dim(a));
    infer.set(0, Shape::of([channels]));
    infer.set(1, Shape::of([channels]));
    Ok(())
}

/// Shape of `x` (input `at`), with what vectors from input `first` on say of the channels. Empty ones may stand for none.
fn with_channels(infer: &Infer<'_>, at: usize, vectors: &[usize], may_be_empty: &[usize]) -> Result<(Shape, Dim)> {
    let rank = infer.str("data_format").len();
    let x = infer.with_rank(at, rank)?;
    let axis = channel_axis(infer, rank);
    let mut channels = x.dim(axis);
    for &input in vectors.iter().chain(may_be_empty) {
        let own = infer.with_rank(input, 1)?.dim(0);
        if may_be_empty.contains(&input) && own.get().is_none_or(|n| n == 0) {
            continue;
        }
        channels = match channels.merge(own) {
            Some(dim) => dim,
            None => bail!(Value, "{} has {own} elements, but x has {channels} channels", infer.arg_name(input)),
        };
    }
    let dims = x.dims().unwrap_or_default().iter().enumerate();
    Ok((Shape::of(dims.map(|(i, &d)| if i == axis { channels } else { d })), channels))
}

fn normalised(infer: &mut Infer<'_>) -> Result<()> {
    let given = !infer.bool("is_training") || infer.float("exponential_avg_factor") != 1.0;
    let (x, channels) = match given {
        true => with_channels(infer, 0, &[1, 2, 3, 4], &[])?,
        false => with_channels(infer, 0, &[1, 2], &[3, 4])?,
    };
    infer.set(0, x);
    for i in 1..5 {
        infer.set(i, Shape::of([channels]));
    }
    if infer.output_count() > 5 {
        infer.set(5, Shape::known(&[0]));
    }
    Ok(())
}

fn normalised_back(infer: &mut Infer<'_>) -> Result<()> {
    let (x, channels) = with_channels(infer, 1, &[2, 3, 4], &[])?;
    if !infer.input_shape(0).is_compatible(&x) {
        bail!(Value, "y_backprop must have the shape of x, {x}, but has shape {}", infer.input_shape(0));
    }
    infer.set(0, x.merge(infer.input_shape(0))?);
    infer.set(1, Shape::of([channels]));
    infer.set(2, Shape::of([channels]));
    infer.set(3, Shape::known(&[0]));
    infer.set(4, Shape::known(&[0]));
    Ok(())
}

/// A vector over channels in a form that broadcasts against the tensor.
fn along(b: &mut Builder<'_>, vector: Output, rank: usize, axis: usize) -> Result<Output> {
    if axis + 1 == rank {
        return Ok(vector);
    }
    let mut dims = vec![1; rank - axis];
    dims[0] = -1;
    let dims = b.ints(&dims)?;
    b.reshape(vector, dims)
}

fn cast(b: &mut Builder<'_>, x: Output, dtype: DType) -> Result<Output> {
    if b.dtype(x) == dtype { Ok(x) } else { b.cast(x, dtype, false) }
}

fn inverse_deviation(b: &mut Builder<'_>, variance: Output, epsilon: f32) -> Result<Output> {
    let epsilon = b.scalar_like(variance, f64::from(epsilon))?;
    let sum = b.add_v2(variance, epsilon)?;
    b.rsqrt(sum)
}

/// `(x - mean) scale / deviation + offset`, computed in the type of the vectors.
fn shifted_and_scaled(
    b: &mut Builder<'_>,
    info: &NodeInfo<'_>,
    x: Output,
    [mean, variance, scale, offset]: [Output; 4],
) -> Result<Output> {
    let (own, wide, rank) = (b.dtype(x), b.dtype(mean), info.input_dims(0).len());
    let axis = channel_axis(info, rank);
    let inverse = inverse_deviation(b, variance, info.float("epsilon"))?;
    let factor = b.mul(inverse, scale)?;
    let (factor, mean) = (along(b, factor, rank, axis)?, along(b, mean, rank, axis)?);
    let offset = along(b, offset, rank, axis)?;
    let x = cast(b, x, wide)?;
    let centred = b.sub(x, mean)?;
    let scaled = b.mul(centred, factor)?;
    let y = b.add_v2(scaled, offset)?;
    cast(b, y, own)
}

fn lower_forward(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let wide = b.dtype(x[1]);
    let [scale, offset, mean, variance] = [x[1], x[2], x[3], x[4]];
    let dims = info.input_dims(0);
    let channels = dims[channel_axis(info, dims.len())];
    let count = dims.iter().product::<usize>().checked_div(channels).unwrap_or(0);
    let mut out: Outputs = smallvec![];
    if !info.bool("is_training") {
        let y = shifted_and_scaled(b, info, x[0], [mean, variance, scale, offset])?;
        out.extend([y, mean, variance, mean, variance]);
    } else {
        let moments = b.channel_moments(x[0], channels_first(info), wide)?;
        let (own_mean, own_variance) = (moments[0], moments[1]);
        let y = shifted_and_scaled(b, info, x[0], [own_mean, own_variance, scale, offset])?;
        let correction = count as f64 / (count as f64 - 1.0).max(1.0);
        let correction = b.scalar(wide, correction)?;
        let mut moved = [own_mean, b.mul(own_variance, correction)?];
        if count == 0 {
            let nothing = Tensor::zeros(wide, &[channels])?;
            let zeros = b.constant(nothing)?;
            let nan = b.scalar(wide, f64::NAN)?;
            let nans = b.add_v2(zeros, nan)?;
            out.extend([y, nans, nans, zeros, zeros]);
        } else {
            let factor = info.float("exponential_avg_factor");
            if factor != 1.0 {
                for (own, old) in moved.iter_mut().zip([mean, variance]) {
                    let (new_share, old_share) =
                        (b.scalar(wide, f64::from(factor))?, b.scalar(wide, f64::from(1.0 - factor))?);
                    let (new, old) = (b.mul(*own, new_share)?, b.mul(old, old_share)?);
                    *own = b.add_v2(old, new)?;
                }
            }
            out.extend([y, moved[0], moved[1], own_mean, own_variance]);
        }
    }
    if info.outputs.len() > 5 {
        out.push(b.constant(Tensor::zeros(wide, &[0])?)?);
    }
    Ok(out)
}

fn lower_backward(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let [dy, images, scale, mean, variance] = [x[0], x[1], x[2], x[3], x[4]];
    let (own, wide) = (b.dtype(images), b.dtype(mean));
    let dims = info.input_dims(1);
    let (rank, axis) = (dims.len(), channel_axis(info, dims.len()));
    let count = dims.iter().product::<usize>().checked_div(dims[axis]).unwrap_or(0);
    let sums = b.channel_products(dy, images, mean, channels_first(info))?;
    let inverse = inverse_deviation(b, variance, info.float("epsilon"))?;
    let factor = b.mul(inverse, scale)?;
    let factor_along = along(b, factor, rank, axis)?;
    let wide_dy = cast(b, dy, wide)?;
    let dx = if info.bool("is_training") {
        let share = b.scalar(wide, 1.0 / (count as f64).max(1.0))?;
        let mean_dy = b.mul(sums[0], share)?;
        let square = b.square(inverse)?;
        let slope = b.mul(sums[1], square)?;
        let slope = b.mul(slope, share)?;
        let (mean_dy, slope) = (along(b, mean_dy, rank, axis)?, along(b, slope, rank, axis)?);
        let (images, mean) = (cast(b, images, wide)?, along(b, mean, rank, axis)?);
        let centred = b.sub(images, mean)?;
        let sloped = b.mul(centred, slope)?;
        let difference = b.sub(wide_dy, mean_dy)?;
        let rest = b.sub(difference, sloped)?;
        b.mul(rest, factor_along)?
    } else {
        b.mul(wide_dy, factor_along)?
    };
    let nothing = b.constant(Tensor::zeros(wide, &[0])?)?;
    Ok(smallvec![cast(b, dx, own)?, b.mul(sums[1], inverse)?, sums[0], nothing, nothing])
}

fn grad_forward(g: &mut GradCall<'_, '_>) -> Grads {
    // As in TensorFlow, nothing flows back from the moments.
    let Some(dy) = g.dys[0] else { return Ok(vec![None; 5]) };
    let training = g.info().bool("is_training");
    let (epsilon, format) = (g.info().float("epsilon"), g.info().str("data_format").into_owned());
    let (x, scale) = (g.x[0], g.x[1]);
    let (mean, variance) = if training { (g.y[3], g.y[4]) } else { (g.x[3], g.x[4]) };
    let grads = match g.op.name {
        "FusedBatchNormV3" => {
            g.b.fused_batch_norm_grad_v3(dy, x, scale, mean, variance, g.y[5], epsilon, &format, training)?
        }
        "FusedBatchNormV2" => g.b.fused_batch_norm_grad_v2(dy, x, scale, mean, variance, epsilon, &format, training)?,
        _ => g.b.fused_batch_norm_grad(dy, x, scale, mean, variance, epsilon, &format, training)?,
    };
    Ok(vec![Some(grads[0].into()), Some(grads[1].into()), Some(grads[2].into()), None, None])
}

/// Sums and means over all axes but the channels', and back.
struct Channels {
    axes: Vec<i64>,
    rank: usize,
    axis: usize,
}

impl Channels {
    fn mean(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        let axes = b.ints(&self.axes)?;
        b.mean(x, axes, true)
    }

    fn mean_product(&self, b: &mut Builder<'_>, x: Output, y: Output) -> Result<Output> {
        let product = b.mul(x, y)?;
        self.mean(b, product)
    }

    fn along(&self, b: &mut Builder<'_>, vector: Output) -> Result<Output> {
        along(b, vector, self.rank, self.axis)
    }

    fn sum(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        let axes = b.ints(&self.axes)?;
        b.sum(x, axes, false)
    }
}

/// The sum of terms that are there.
fn total(b: &mut Builder<'_>, terms: Vec<Output>) -> Result<Option<Output>> {
    let mut sum = None;
    for term in terms {
        sum = Some(match sum {
            None => term,
            Some(sum) => b.add_v2(sum, term)?,
        });
    }
    Ok(sum)
}

/// With h the normalised x, r one over its deviation and P(g) = g - mean(g) - h mean(g h), the op computes
/// dx = s r P(dy), ds = sum(dy h) and do = sum(dy); P is symmetric. These are the derivatives of
/// `<u, dx> + <v, ds> + <w, do>`, from means that gradients flow through, so that higher orders are right too.
fn grad_backward(g: &mut GradCall<'_, '_>) -> Grads {
    let info = g.info();
    let (training, epsilon, rank) = (info.bool("is_training"), info.float("epsilon"), info.str("data_format").len());
    let axis = channel_axis(&info, rank);
    let inputs = g.x.len();
    let axes = (0..rank).filter(|&i| i != axis).map(|i| i as i64).collect();
    let over = Channels { axes, rank, axis };
    let (own, wide) = (g.b.dtype(g.x[1]), g.b.dtype(g.x[3]));
    let (dy, x) = (cast(g.b, g.x[0], wide)?, cast(g.b, g.x[1], wide)?);
    let scale = over.along(g.b, g.x[2])?;
    let u = match g.dys[0] {
        Some(u) => Some(cast(g.b, u, wide)?),
        None => None,
    };
    let mut along_channels = |i: usize| match g.dys[i] {
        Some(v) => Ok(Some(over.along(g.b, v)?)),
        None => Result::Ok(None),
    };
    let (v, w) = (along_channels(1)?, along_channels(2)?);
    let b = &mut *g.b;
    let (mean, variance) = if training {
        let mean = over.mean(b, x)?;
        let distance = b.sub(x, mean)?;
        let square = b.square(distance)?;
        (mean, over.mean(b, square)?)
    } else {
        (over.along(b, g.x[3])?, over.along(b, g.x[4])?)
    };
    let inverse = inverse_deviation(b, variance, epsilon)?;
    let centred = b.sub(x, mean)?;
    let h = b.mul(centred, inverse)?;
    let (mut to_dy, mut to_x, mut to_scale) = (Vec::new(), Vec::new(), Vec::new());
    let factor = b.mul(scale, inverse)?;
    if let Some(w) = w {
        // Broadcast to the full size by what is added to nothing.
        let zeros = b.zeros_like(dy)?;
        to_dy.push(b.add_v2(zeros, w)?);
    }
    if let Some(v) = v {
        to_dy.push(b.mul(v, h)?);
    }
    if training {
        let (mean_dy, along_dy) = (over.mean(b, dy)?, over.mean_product(b, dy, h)?);
        let project = |b: &mut Builder<'_>, t: Output, mean: Output, slope: Output| -> Result<Output> {
            let shifted = b.sub(t, mean)?;
            let sloped = b.mul(h, slope)?;
            b.sub(shifted, sloped)
        };
        let projected = project(b, dy, mean_dy, along_dy)?;
        if let Some(v) = v {
            let factor = b.mul(v, inverse)?;
            to_x.push(b.mul(factor, projected)?);
        }
        if let Some(u) = u {
            let (mean_u, along_u) = (over.mean(b, u)?, over.mean_product(b, u, h)?);
            let projected_u = project(b, u, mean_u, along_u)?;
            to_dy.push(b.mul(factor, projected_u)?);
            let (uneven, means) = (over.mean_product(b, u, dy)?, b.mul(mean_u, mean_dy)?);
            let slopes = b.mul(along_u, along_dy)?;
            let rest = b.sub(uneven, means)?;
            let rest = b.sub(rest, slopes)?;
            let terms = [b.mul(h, rest)?, b.mul(projected, along_u)?, b.mul(projected_u, along_dy)?];
            let terms = total(b, terms.to_vec())?;
            if let Some(terms) = terms {
                let square = b.mul(factor, inverse)?;
                let product = b.mul(terms, square)?;
                to_x.push(b.neg(product)?);
            }
            let product = b.mul(u, projected)?;
            let product = b.mul(product, inverse)?;
            to_scale.push(over.sum(b, product)?);
        }
    } else {
        if let Some(v) = v {
            let factor = b.mul(v, inverse)?;
            to_x.push(b.mul(factor, dy)?);
        }
        if let Some(u) = u {
            to_dy.push(b.mul(factor, u)?);
            let product = b.mul(u, dy)?;
            let product = b.mul(product, inverse)?;
            to_scale.push(over.sum(b, product)?);
        }
    }
    let mut grads = vec![None; inputs];
    for (slot, terms) in [to_dy, to_x, to_scale].into_iter().enumerate() {
        if let Some(sum) = total(b, terms)? {
            grads[slot] = Some(if slot < 2 { cast(b, sum, own)? } else { sum }.into());
        }
    }
    Ok(grads)
}

const GLOBAL: Decl = Decl {
    inputs: "t: T, m: T, v: T, beta: T, gamma: T",
    outputs: "result: T",
    attrs: "variance_epsilon: float; scale_after_normalization: bool; T: floating",
    infer: |infer| {
        let (t, _) = global_channels(infer, 0)?;
        infer.set(0, t);
        Ok(())
    },
    compute: Compute::Lower(|b, x, info| {
        let inverse = inverse_deviation(b, x[2], info.float("variance_epsilon"))?;
        let factor = if info.bool("scale_after_normalization") { b.mul(inverse, x[4])? } else { inverse };
        let centred = b.sub(x[0], x[1])?;
        let scaled = b.mul(centred, factor)?;
        Ok(smallvec![b.add_v2(scaled, x[3])?])
    }),
    grad: Grad::Fn(|g| {
        let (epsilon, scaled) = (g.info().float("variance_epsilon"), g.info().bool("scale_after_normalization"));
        let (t, m, v, gamma, dy) = (g.x[0], g.x[1], g.x[2], g.x[4], g.dy());
        let grads = g.b.batch_norm_with_global_normalization_grad(t, m, v, gamma, dy, epsilon, scaled)?;
        Ok(grads.iter().map(|&grad| Some(grad.into())).collect())
    }),
    doc: "Normalises the last axis of a 4-D tensor by given moments; the form of TensorFlow's first releases.",
    ..BATCH_NORM
};

/// The 4-D input 0, and its channels as all vectors agree on them; `back` is the input of the same shape, if any.
fn global_channels(infer: &Infer<'_>, back: usize) -> Result<(Shape, Dim)> {
    let t = infer.with_rank(0, 4)?.merge(&infer.with_rank(back, 4)?)?;
    let mut channels = t.dim(3);
    for input in (1..infer.inputs.len()).filter(|&i| i != back) {
        let own = infer.with_rank(input, 1)?.dim(0);
        channels = match channels.merge(own) {
            Some(dim) => dim,
            None => bail!(Value, "{} has {own} elements, but t has {channels} channels", infer.arg_name(input)),
        };
    }
    Ok((Shape::of([t.dim(0), t.dim(1), t.dim(2), channels]), channels))
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "FusedBatchNorm",
        inputs: "x: T, scale: T, offset: T, mean: T, variance: T",
        outputs: "y: T, batch_mean: T, batch_variance: T, reserve_space_1: T, reserve_space_2: T",
        attrs: "T: {float32, float64}; epsilon: float = 0.0001; exponential_avg_factor: float = 1.0; \
                data_format: {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true",
        ..BATCH_NORM
    },
    Decl { name: "FusedBatchNormV2", ..BATCH_NORM },
    Decl {
        name: "FusedBatchNormV3",
        outputs: "y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, reserve_space_2: U, reserve_space_3: U",
        attrs: "T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; \
                exponential_avg_factor: float = 1.0; data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'; \
                is_training: bool = true",
        ..BATCH_NORM
    },
    Decl {
        name: "FusedBatchNormGrad",
        inputs: "y_backprop: T, x: T, scale: T, reserve_space_1: T, reserve_space_2: T",
        outputs: "x_backprop: T, scale_backprop: T, offset_backprop: T, reserve_space_3: T, reserve_space_4: T",
        attrs: "T: {float32, float64}; epsilon: float = 0.0001; data_format: {'NHWC', 'NCHW'} = 'NHWC'; \
                is_training: bool = true",
        ..BATCH_NORM_GRAD
    },
    Decl { name: "FusedBatchNormGradV2", ..BATCH_NORM_GRAD },
    Decl {
        name: "FusedBatchNormGradV3",
        inputs: "y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U, reserve_space_3: U",
        outputs: "x_backprop: T, scale_backprop: U, offset_backprop: U, reserve_space_4: U, reserve_space_5: U",
        attrs: "T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; \
                data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'; is_training: bool = true",
        ..BATCH_NORM_GRAD
    },
    Decl { name: "_ChannelMoments", ..SUMS },
    Decl {
        name: "_ChannelProducts",
        inputs: "dy: T, x: T, mean: U",
        outputs: "sum: U, product: U",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_products,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(shaders::channels::products),
        }),
        doc: "Sums per channel of dy, and of dy times x less its mean.",
        ..SUMS
    },
    Decl { name: "BatchNormWithGlobalNormalization", ..GLOBAL },
    Decl {
        name: "BatchNormWithGlobalNormalizationGrad",
        inputs: "t: T, m: T, v: T, gamma: T, backprop: T",
        outputs: "dx: T, dm: T, dv: T, db: T, dg: T",
        infer: |infer| {
            let (t, channels) = global_channels(infer, 4)?;
            infer.set(0, t);
            for i in 1..5 {
                infer.set(i, Shape::of([channels]));
            }
            Ok(())
        },
        compute: Compute::Lower(|b, x, info| {
            let [t, m, v, gamma, dy] = [x[0], x[1], x[2], x[3], x[4]];
            let scaled = info.bool("scale_after_normalization");
            let inverse = inverse_deviation(b, v, info.float("variance_epsilon"))?;
            let factor = if scaled { b.mul(inverse, gamma)? } else { inverse };
            let axes = b.ints(&[0, 1, 2])?;
            let sum = b.sum(dy, axes, false)?;
            let centred = b.sub(t, m)?;
            let product = b.mul(dy, centred)?;
            let product = b.sum(product, axes, false)?;
            let to_mean = b.mul(sum, factor)?;
            let square = b.square(inverse)?;
            let cube = b.mul(square, factor)?;
            let to_variance = b.mul(product, cube)?;
            let half = b.scalar_like(v, -0.5)?;
            let to_gamma = if scaled { b.mul(product, inverse)? } else { b.zeros_like(gamma)? };
            Ok(smallvec![b.mul(dy, factor)?, b.neg(to_mean)?, b.mul(to_variance, half)?, sum, to_gamma])
        }),
        grad: Grad::Missing("TensorFlow has none either; hint: tf.nn.batch_normalization"),
        doc: "Gradient of BatchNormWithGlobalNormalization.",
        ..GLOBAL
    },
];
