//! Local response normalisation: divides by a power of the sum of squares over neighbouring channels.

use crate::Ops;
use crate::kernels::neighbours::plan_neighbour_sums;
use crate::rules::{Grads, only};
use crate::shaders;
use rheos_base::{Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output};
use smallvec::smallvec;

/// What the entries have in common. float64 is more than TensorFlow takes.
const LRN: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: "depth_radius: int = 5; bias: float = 1.0; alpha: float = 1.0; beta: float = 0.5; T: floating = float32",
    effect: Effect::Pure,
    infer: images,
    compute: Compute::Lower(|b, x, info| {
        let settings = Settings::of(info);
        let x = settings.widened(b, x[0])?;
        let power = settings.power(b, x)?;
        let y = b.mul(x, power)?;
        Ok(smallvec![settings.narrowed(b, y, info)?])
    }),
    grad: Grad::Fn(|g| {
        let s = Settings::of(&g.info());
        let (dy, x, y) = (g.dy(), g.x[0], g.y[0]);
        only(g.b.lrn_grad(dy, x, y, s.radius, s.bias, s.alpha, s.beta)?)
    }),
    doc: "input / (bias + alpha s) ** beta, where s is the sum of squares over the channels (the last axis) at most \
          depth_radius away.",
};

#[derive(Clone, Copy)]
struct Settings {
    radius: i64,
    bias: f32,
    alpha: f32,
    beta: f32,
}

impl Settings {
    fn of(info: &NodeInfo<'_>) -> Settings {
        Settings {
            radius: info.int("depth_radius"),
            bias: info.float("bias"),
            alpha: info.float("alpha"),
            beta: info.float("beta"),
        }
    }

    /// Halves are computed in float32.
    fn widened(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        if b.dtype(x).size() > 2 { Ok(x) } else { b.cast(x, rheos_base::DType::F32, false) }
    }

    fn narrowed(&self, b: &mut Builder<'_>, x: Output, info: &NodeInfo<'_>) -> Result<Output> {
        let own = info.dtype("T");
        if b.dtype(x) == own { Ok(x) } else { b.cast(x, own, false) }
    }

    /// bias + alpha s.
    fn norm(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        let squares = b.square(x)?;
        let sums = b.neighbour_sums(squares, self.radius)?;
        let (alpha, bias) = (b.scalar_like(x, f64::from(self.alpha))?, b.scalar_like(x, f64::from(self.bias))?);
        let scaled = b.mul(sums, alpha)?;
        b.add_v2(scaled, bias)
    }

    /// (bias + alpha s) ** -beta.
    fn power(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        let norm = self.norm(b, x)?;
        self.power_of(b, norm)
    }

    fn power_of(&self, b: &mut Builder<'_>, norm: Output) -> Result<Output> {
        if self.beta == 0.5 {
            return b.rsqrt(norm);
        }
        if self.beta == 1.0 {
            return b.reciprocal(norm);
        }
        if self.beta == 0.75 {
            // r = norm ** -1/2, then r sqrt(r): far cheaper than a power.
            let root = b.rsqrt(norm)?;
            let fourth = b.sqrt(root)?;
            return b.mul(root, fourth);
        }
        let beta = b.scalar_like(norm, -f64::from(self.beta))?;
        b.pow(norm, beta)
    }
}

fn images(infer: &mut Infer<'_>) -> Result<()> {
    if infer.int("depth_radius") < 0 {
        bail!(Value, "depth_radius must not be negative, got {}", infer.int("depth_radius"));
    }
    let mut shape = infer.with_rank(0, 4)?;
    for i in 1..infer.inputs.len() {
        shape = shape.merge(&infer.with_rank(i, 4)?)?;
    }
    infer.set(0, shape);
    Ok(())
}

/// Derivatives of the gradient g = dy n^-b - 2 a b x S(t), t = dy x n^-(b+1), with S the sum over neighbours, which is
/// its own transpose, and n = bias + a S(x^2). For what arrives, u, let q = S(u x); then `<u, g>` is
/// `<dy, u n^-b - 2 a b x n^-(b+1) q>`, which gives the gradient for dy, and, derived by x, the other one.
fn grad_of_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let s = Settings::of(&g.info());
    let (u, dy, x) = (g.dy(), g.x[0], g.x[1]);
    let own = g.b.dtype(x);
    let b = &mut *g.b;
    let (u, dy, x) = (s.widened(b, u)?, s.widened(b, dy)?, s.widened(b, x)?);
    let norm = s.norm(b, x)?;
    let power = s.power_of(b, norm)?;
    let over = b.real_div(power, norm)?;
    let (slope, next) = (2.0 * f64::from(s.alpha) * f64::from(s.beta), f64::from(s.beta) + 1.0);
    let product = |b: &mut Builder<'_>, factors: &[Output]| -> Result<Output> {
        let mut all = factors[0];
        for &factor in &factors[1..] {
            all = b.mul(all, factor)?;
        }
        Ok(all)
    };
    let times = |b: &mut Builder<'_>, x: Output, factor: f64| -> Result<Output> {
        let factor = b.scalar_like(x, factor)?;
        b.mul(x, factor)
    };
    let ux = b.mul(u, x)?;
    let q = b.neighbour_sums(ux, s.radius)?;
    // For dy.
    let (first, second) = (b.mul(u, power)?, product(b, &[x, over, q])?);
    let second = times(b, second, slope)?;
    let to_dy = b.sub(first, second)?;
    // For x: through the x outside, through q, and through n in both powers.
    let direct = product(b, &[dy, over, q])?;
    let t = product(b, &[dy, x, over])?;
    let sums = b.neighbour_sums(t, s.radius)?;
    let through_q = b.mul(u, sums)?;
    let both = b.add_v2(direct, through_q)?;
    let both = times(b, both, slope)?;
    let by_norm = product(b, &[dy, u, over])?;
    let by_norm = times(b, by_norm, -f64::from(s.beta))?;
    let steeper = b.real_div(over, norm)?;
    let other = product(b, &[dy, x, steeper, q])?;
    let other = times(b, other, slope * next)?;
    let by_norm = b.add_v2(by_norm, other)?;
    let spread = b.neighbour_sums(by_norm, s.radius)?;
    let spread = b.mul(spread, x)?;
    let spread = times(b, spread, 2.0 * f64::from(s.alpha))?;
    let to_x = b.sub(spread, both)?;
    let (to_dy, to_x) = match b.dtype(to_dy) == own {
        true => (to_dy, to_x),
        false => (b.cast(to_dy, own, false)?, b.cast(to_x, own, false)?),
    };
    Ok(vec![Some(to_dy.into()), Some(to_x.into()), None])
}

pub const OPS: &[Decl] = &[
    Decl { name: "LRN", ..LRN },
    Decl {
        name: "LRNGrad",
        inputs: "input_grads: T, input_image: T, output_image: T",
        compute: Compute::Lower(|b, x, info| {
            let settings = Settings::of(info);
            let (dy, x) = (settings.widened(b, x[0])?, settings.widened(b, x[1])?);
            let norm = settings.norm(b, x)?;
            let power = settings.power_of(b, norm)?;
            let scaled = b.mul(dy, power)?;
            let product = b.mul(scaled, x)?;
            let quotient = b.real_div(product, norm)?;
            let sums = b.neighbour_sums(quotient, settings.radius)?;
            let slope = b.scalar_like(x, 2.0 * f64::from(settings.alpha) * f64::from(settings.beta))?;
            let spread = b.mul(sums, x)?;
            let spread = b.mul(spread, slope)?;
            let dx = b.sub(scaled, spread)?;
            Ok(smallvec![settings.narrowed(b, dx, info)?])
        }),
        grad: Grad::Fn(grad_of_grad),
        doc: "Gradient of LRN.",
        ..LRN
    },
    Decl {
        name: "_NeighbourSums",
        attrs: "radius: int; T: {float32, float64}",
        infer: |infer| {
            let shape: Shape = infer.input_shape(0).clone();
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_neighbour_sums,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(shaders::neighbours::shaders),
        }),
        grad: Grad::Fn(|g| {
            let radius = g.info().int("radius");
            only(g.b.neighbour_sums(g.dy(), radius)?)
        }),
        doc: "Sums over the elements of the last axis that are at most radius away.",
        ..LRN
    },
];
