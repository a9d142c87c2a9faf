//! Random numbers from the streams that the CPU's kernels draw from: uniform ones and integers bit for bit, normal ones
//! within a few units in the last place.

use super::launch::{FLOATS, aliases, check_count, items, plain};
use crate::kernels::random::philox::{Generator, Philox};
use crate::kernels::random::{Kind, RESERVED, generator};
use rheos_base::DType;
use rheos_graph::StateStore;
use rheos_graph::gpu::{Binding, Dispatch, Limits, ShaderSpec, Shaders, Varying, element_size, stored_type};
use std::sync::Arc;

const PHILOX: &str = include_str!("../../../../shaders/kernels/philox.wgsl");
const LOGARITHMS: &str = include_str!("../../../../shaders/lib/exp.wgsl");
const ANGLES: &str = include_str!("../../../../shaders/lib/trig.wgsl");

/// Where the four words of the counter stand among a dispatch's parameters, the lowest first: it moves on from run to
/// run. The two words of the key stand before it.
pub const COUNTER: usize = 4;

/// Blocks that four truncated numbers can be drawn from; part of TensorFlow's streams.
const REDRAWN: u32 = 256;

/// How a conversion to half precision rounds is up to a device.
const HALVES: &str = "fn halves(x: vec4<f32>) -> vec4<f16> {
    return vec4<f16>(
        vec4<f32>(rounded_to_half(x.x), rounded_to_half(x.y), rounded_to_half(x.z), rounded_to_half(x.w)),
    );
}
";

/// Which numbers are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Draw {
    Uniform,
    /// From `low`, so many: all that is below `low + range`.
    Integers {
        low: i32,
        range: u32,
    },
    Normal,
    TruncatedNormal,
}

/// `count` numbers from the stream of a key, from this counter on. Nothing where none are drawn.
pub fn philox(
    limits: &Limits,
    (draw, dtype): (Draw, DType),
    key: [u32; 2],
    counter: [u32; 4],
    (target, count): (Binding, usize),
) -> Result<Option<Dispatch>, String> {
    let text = match (draw, dtype) {
        (Draw::Integers { range: 0, .. }, _) => return Err("there is no integer to draw".to_string()),
        (Draw::Integers { .. }, DType::I32) => "integers(at)",
        (Draw::Uniform, DType::F32) => "uniform_f32(at)",
        (Draw::Uniform, DType::F16) => "vec4<T>(uniform_f16(at))",
        (Draw::Normal, DType::F32) => "normal(at)",
        (Draw::Normal, DType::F16) => "halves(normal(at))",
        (Draw::TruncatedNormal, DType::F32) => "truncated_normal(at)",
        (Draw::TruncatedNormal, DType::F16) => "halves(truncated_normal(at))",
        _ => return Err(format!("{dtype} takes more than 32 random bits")),
    };
    if !limits.has(dtype) {
        return Err(format!("this device's shaders have no {dtype}"));
    }
    check_count(limits, count, element_size(dtype))?;
    if count == 0 {
        return Ok(None);
    }
    let (low, range) = if let Draw::Integers { low, range } = draw { (low as u32, range) } else { (0, 1) };
    let spacing = if draw == Draw::TruncatedNormal { REDRAWN } else { 1 };
    let [a, b, c, d] = counter;
    let params = vec![count as u32, spacing, key[0], key[1], a, b, c, d, low, range, 0];
    let header = aliases(&[("T", stored_type(dtype))]);
    let draw = format!("fn draw(at: vec4<u32>) -> vec4<T> {{\n    return {text};\n}}\n");
    let halves = if dtype == DType::F16 { HALVES } else { "" };
    let source = format!("{header}{FLOATS}{LOGARITHMS}{ANGLES}{halves}{draw}{PHILOX}");
    items(limits, source, &[target], params, count.div_ceil(4)).map(Some)
}

/// What the op's CPU kernel draws.
pub fn draw_of(spec: &ShaderSpec<'_>, kind: Kind) -> Result<Draw, String> {
    let Kind::Integers(first) = kind else {
        return Ok(match kind {
            Kind::Normal => Draw::Normal,
            Kind::TruncatedNormal => Draw::TruncatedNormal,
            _ => Draw::Uniform,
        });
    };
    let bound = |i: usize| match spec.info.known_ints(i) {
        Some(value) => i32::try_from(value[0]).map_err(|_| "its bounds take more than 32 bits".to_string()),
        None => Err("its bounds are read in the run".to_string()),
    };
    let (low, high) = (bound(first)?, bound(first + 1)?);
    if low >= high {
        return Err("bounds without an integer between them are an error, which the CPU raises".to_string());
    }
    Ok(Draw::Integers { low, range: high.wrapping_sub(low) as u32 })
}

/// Numbers that follow from the seeds in input 1.
pub fn stateless(spec: &ShaderSpec<'_>, kind: Kind) -> Result<Shaders, String> {
    let Some(seeds) = spec.info.known_ints(1) else { return Err("its seeds are read in the run".to_string()) };
    let [seed, seed2] = seeds[..] else { return Err("it has no pair of seeds".to_string()) };
    let (key, counter) = Philox::stateless(seed as u64, seed2 as u64).position();
    let out = &spec.outputs[0];
    let drawn = (draw_of(spec, kind)?, out.dtype);
    Ok(plain(philox(spec.limits, drawn, key, counter, (Binding::Output(0), out.layout.len()))?))
}

/// A stream that moves on with each run.
struct Stream {
    generator: Arc<Generator>,
    blocks: u64,
}

impl Varying for Stream {
    fn set(&self, params: &mut [u32]) {
        let (key, counter) = self.generator.reserve(self.blocks).position();
        params[COUNTER - 2..COUNTER].copy_from_slice(&key);
        params[COUNTER..COUNTER + 4].copy_from_slice(&counter);
    }
}

/// Numbers from the generator of this node, the same that the CPU's kernel would draw from it.
pub fn stateful(
    spec: &ShaderSpec<'_>,
    state: &dyn StateStore,
    kind: Kind,
) -> Result<(Shaders, Arc<dyn Varying>), String> {
    let out = &spec.outputs[0];
    let drawn = (draw_of(spec, kind)?, out.dtype);
    let target = (Binding::Output(0), out.layout.len());
    let shaders = plain(philox(spec.limits, drawn, [0; 2], [0; 4], target)?);
    let generator = generator(&spec.info, state).map_err(|e| e.to_string())?;
    let blocks = target.1 as u64 * RESERVED;
    Ok((shaders, Arc::new(Stream { generator, blocks })))
}
