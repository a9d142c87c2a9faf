//! Pooling of images and volumes: every result, and every element of a gradient, is gathered by one invocation.
//!
//! Ties are those of the CPU: maxima of images begin with the type's least finite number, the first maximum gets what
//! arrives, and in volumes each element that equals it.

use super::product::{Types, check_sizes, folded, word};
use crate::rules::Windows;
use rheos_base::{DType, Result as Checked, f16};
use rheos_graph::gpu::{Binding, Dispatch, ShaderSpec, Shaders};
use smallvec::SmallVec;

const POOL: &str = include_str!("../../../../shaders/kernels/pool.wgsl");
const MAX: &str = include_str!("../../../../shaders/kernels/pool_max.wgsl");
const FIRST_MAX: &str = include_str!("../../../../shaders/kernels/pool_first_max.wgsl");
const MAX_GRAD: &str = include_str!("../../../../shaders/kernels/pool_max_grad.wgsl");
const TIES_GRAD: &str = include_str!("../../../../shaders/kernels/pool_ties_grad.wgsl");
const PICK: &str = include_str!("../../../../shaders/kernels/pool_pick.wgsl");
const MEAN: &str = include_str!("../../../../shaders/kernels/pool_mean.wgsl");
const MEAN_GRAD: &str = include_str!("../../../../shaders/kernels/pool_mean_grad.wgsl");

/// Windows over images [batch, three axes of space, channels].
struct Pool<'a> {
    spec: &'a ShaderSpec<'a>,
    types: Types,
    batch: usize,
    channels: usize,
    /// The images' sizes, windows, and a window's size, stride and border in front, per axis of space.
    axes: [[usize; 3]; 5],
}

impl<'a> Pool<'a> {
    fn new(spec: &'a ShaderSpec<'a>, windows: Checked<Windows>, dims: &[usize]) -> Result<Pool<'a>, String> {
        check_sizes(spec)?;
        let types = Types::of(spec.outputs[0].dtype, spec.limits)?;
        let windows = windows.map_err(|e| e.to_string())?;
        let (rank, channel_axis) = (dims.len(), windows.channel_axis);
        // Windows over channels have these for space, and what lies within one of them for channels.
        let (slid, batch, channels) = match channel_axis {
            c if windows.over_channels() => {
                (c..c + 1, dims[..c].iter().product(), dims[c + 1..].iter().product::<usize>())
            }
            1 => (2..rank, dims[0] * dims[1], 1),
            c => (1..c, dims[0], dims[c]),
        };
        let mut axes = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 0, 0]];
        let lead = 3 - slid.len();
        for (to, from) in (lead..).zip(slid) {
            let own = windows.axis(from, dims[from]).map_err(|e| e.to_string())?;
            let count = |n: i64| usize::try_from(n).map_err(|_| format!("a window of size or border {n}"));
            let sizes = [windows.sizes[from], windows.strides[from], own.before];
            let [size, stride, before] = [count(sizes[0])?, count(sizes[1])?, count(sizes[2])?];
            if size.saturating_add(before).saturating_add(own.output.saturating_mul(stride)) > i32::MAX as usize {
                return Err("positions do not fit into 31 bits".to_string());
            }
            for (axis, n) in axes.iter_mut().zip([own.input, own.output, size, stride, before]) {
                axis[to] = n;
            }
        }
        Ok(Pool { spec, types, batch, channels, axes })
    }

    /// Elements of the batch where an image has these sizes.
    fn elements(&self, sizes: [usize; 3]) -> usize {
        self.batch * self.channels * sizes.iter().product::<usize>()
    }

    /// One invocation per element of images of these sizes.
    fn dispatch(&self, text: &str, sizes: [usize; 3], start: u32, bindings: &[Binding]) -> Result<Dispatch, String> {
        let count = word(self.elements(sizes))?;
        let mut params = vec![count, word(self.channels)?, start, 0];
        for axis in self.axes {
            params.extend([word(axis[0])?, word(axis[1])?, word(axis[2])?, 0]);
        }
        Ok(Dispatch {
            source: (self.types.header(self.types.stored) + POOL + text).into(),
            bindings: SmallVec::from_slice(bindings),
            params,
            groups: folded(self.spec.limits, u64::from(count).div_ceil(256))?,
            ..Dispatch::default()
        })
    }

    /// The result, from operands `inputs`; `over` counts its elements in each image.
    fn single(&self, text: &str, over: [usize; 3], start: u32, inputs: &[usize]) -> Result<Shaders, String> {
        if self.spec.outputs[0].layout.is_empty() {
            return Ok(Shaders::default());
        }
        let bindings: SmallVec<[Binding; 6]> =
            inputs.iter().map(|&i| Binding::Input(i)).chain([Binding::Output(0)]).collect();
        Ok(Shaders { dispatches: vec![self.dispatch(text, over, start, &bindings)?], scratch: vec![] })
    }
}

/// What maxima begin with; in volumes infinities count.
fn least(dtype: DType, volumes: bool) -> u32 {
    match dtype {
        DType::I32 => i32::MIN as u32,
        DType::U32 => 0,
        _ if volumes => f32::NEG_INFINITY.to_bits(),
        DType::F16 => f32::from(f16::MIN).to_bits(),
        _ => f32::MIN.to_bits(),
    }
}

/// Maxima of input 0.
pub fn max(spec: &ShaderSpec<'_>, windows: Checked<Windows>, volumes: bool) -> Result<Shaders, String> {
    let pool = Pool::new(spec, windows, &spec.inputs[0].layout.dims)?;
    pool.single(MAX, pool.axes[1], least(spec.outputs[0].dtype, volumes), &[0])
}

/// The gradient of maxima, from images, maxima and what arrives at these. Where each maximum is first found is kept in
/// working memory, so that windows are searched once.
pub fn max_grad(spec: &ShaderSpec<'_>, windows: Checked<Windows>, ties: bool) -> Result<Shaders, String> {
    let pool = Pool::new(spec, windows, &spec.inputs[0].layout.dims)?;
    if ties {
        return pool.single(TIES_GRAD, pool.axes[0], 0, &[0, 1, 2]);
    }
    let bytes = 4 * pool.elements(pool.axes[1]);
    if bytes as u64 > spec.limits.binding {
        return Err(format!("the places of the maxima take {bytes} bytes, more than a shader can be bound to"));
    }
    if spec.outputs[0].layout.is_empty() {
        return Ok(Shaders::default());
    }
    // Without windows there is nothing to look for, but zeros are to be written all the same.
    let mut dispatches = Vec::new();
    if bytes > 0 {
        dispatches.push(pool.dispatch(FIRST_MAX, pool.axes[1], 0, &[Binding::Input(0), Binding::Scratch(0)])?);
    }
    let bindings = [Binding::Scratch(0), Binding::Input(2), Binding::Output(0)];
    dispatches.push(pool.dispatch(MAX_GRAD, pool.axes[0], 0, &bindings)?);
    Ok(Shaders { dispatches, scratch: vec![bytes.max(4)] })
}

/// The gradient of that gradient, from images, maxima and a value per element of the images.
pub fn max_grad_grad(spec: &ShaderSpec<'_>, windows: Checked<Windows>) -> Result<Shaders, String> {
    let pool = Pool::new(spec, windows, &spec.inputs[0].layout.dims)?;
    pool.single(PICK, pool.axes[1], 0, &[0, 1, 2])
}

/// Means of input 0.
pub fn mean(spec: &ShaderSpec<'_>, windows: Checked<Windows>) -> Result<Shaders, String> {
    let pool = Pool::new(spec, windows, &spec.inputs[0].layout.dims)?;
    pool.single(MEAN, pool.axes[1], 0, &[0])
}

/// The gradient of means: input 1 is what arrives at them.
pub fn mean_grad(spec: &ShaderSpec<'_>, windows: Checked<Windows>) -> Result<Shaders, String> {
    let pool = Pool::new(spec, windows, &spec.outputs[0].layout.dims)?;
    pool.single(MEAN_GRAD, pool.axes[0], 0, &[1])
}
