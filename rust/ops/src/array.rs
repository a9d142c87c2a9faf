//! Ops on shapes and positions.

use crate::Ops;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Boundary, Compute, Decl, Effect, Fact, Gpu, Grad, Infer, KernelDecl, Layout};
use smallvec::smallvec;

fn reshaped(infer: &mut Infer<'_>) -> Result<()> {
    let have = infer.input_shape(0).clone();
    let Some(target) = infer.input_ints(1) else {
        let rank = infer.input_shape(1).dim(0).get();
        infer.set(0, rank.map_or(Shape::unknown(), |r| Shape::of_rank(r as usize)));
        return Ok(());
    };
    let mut dims: Vec<Dim> = target.to_vec();
    if let Some(bad) = dims.iter().find(|d| d.get().is_some_and(|v| v < -1)) {
        bail!(Value, "size {bad} must not be negative");
    }
    let open: Vec<usize> = (0..dims.len()).filter(|&i| dims[i].get() == Some(-1)).collect();
    if open.len() > 1 {
        bail!(Value, "only one size may be -1, got {:?}", dims);
    }
    let total = have.element_count();
    if let Some(&i) = open.first() {
        dims[i] = Dim::new(1);
        let rest = Shape::of(dims.iter().copied()).element_count();
        dims[i] = match (total.get(), rest.get()) {
            (Some(t), Some(r)) if r > 0 && t % r == 0 => Dim::new(t / r),
            (Some(0), Some(0)) => Dim::new(0),
            (Some(t), Some(_)) => bail!(Value, "cannot reshape {t} elements into {target:?}"),
            _ => Dim::UNKNOWN,
        };
    } else if let (Some(t), Some(n)) = (total.get(), Shape::of(dims.iter().copied()).element_count().get())
        && t != n
    {
        bail!(Value, "cannot reshape a tensor of {t} elements into {target:?}, which has {n} elements");
    }
    infer.set(0, Shape::of(dims));
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Const",
        inputs: "",
        outputs: "output: dtype",
        attrs: "value: tensor; dtype: type",
        effect: Effect::Pure,
        infer: |infer| {
            let value = infer.tensor("value");
            if value.dtype() != infer.dtype("dtype") {
                bail!(Type, "value is {}, but dtype is {}", value.dtype(), infer.dtype("dtype"));
            }
            infer.set_fact(0, Fact::of_tensor(value));
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Const),
        grad: Grad::Stop("a constant has no inputs"),
        doc: "A constant tensor.",
    },
    Decl {
        name: "Placeholder",
        inputs: "",
        outputs: "output: dtype",
        attrs: "dtype: type; shape: shape = unknown",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.shape("shape");
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Feed),
        grad: Grad::Stop("a placeholder has no inputs"),
        doc: "A tensor that every run must feed.",
    },
    Decl {
        name: "Shape",
        inputs: "input: T",
        outputs: "output: out_type",
        attrs: "T: type; out_type: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            match infer.input_shape(0).dims().map(|d| d.to_vec()) {
                Some(dims) => {
                    infer.set(0, Shape::known(&[dims.len()]));
                    infer.set_ints(0, dims);
                }
                None => infer.set(0, Shape::of_rank(1)),
            }
            Ok(())
        },
        compute: Compute::Lower(|b, x, info| {
            let dims: Vec<i64> = info.input_dims(0).iter().map(|&d| d as i64).collect();
            let _ = x;
            Ok(smallvec![b.constant(rheos_base::Tensor::from_ints(info.dtype("out_type"), &[dims.len()], &dims)?)?])
        }),
        grad: Grad::Stop("a shape does not depend on the values"),
        doc: "Sizes of a tensor.",
    },
    Decl {
        name: "Reshape",
        inputs: "tensor: T, shape: Tshape",
        outputs: "output: T",
        attrs: "T: type; Tshape: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: reshaped,
        compute: Compute::View(|info, layout| Ok(layout.reshape(&info.output_dims(0)).map(|l| smallvec![l]))),
        grad: Grad::Fn(|g| {
            let shape = g.b.shape(g.x[0], DType::I32)?;
            let dy = g.dy();
            Ok(vec![Some(g.b.reshape(dy, shape)?.into()), None])
        }),
        doc: "The same elements under other sizes; one size may be -1.",
    },
    Decl {
        name: "BroadcastGradientArgs",
        inputs: "s0: T, s1: T",
        outputs: "r0: T, r1: T",
        attrs: "T: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let (Some(a), Some(b)) = (infer.known_ints(0), infer.known_ints(1)) else {
                infer.set(0, Shape::of_rank(1));
                infer.set(1, Shape::of_rank(1));
                return Ok(());
            };
            let rank = a.len().max(b.len());
            for (i, (own, other)) in [(&a, &b), (&b, &a)].into_iter().enumerate() {
                let at = |s: &[i64], k: usize| if k + s.len() < rank { 1 } else { s[k + s.len() - rank] };
                let axes: Vec<Dim> = (0..rank)
                    .filter(|&k| k + own.len() < rank || (at(own, k) == 1 && at(other, k) != 1))
                    .map(Dim::from)
                    .collect();
                infer.set(i, Shape::known(&[axes.len()]));
                infer.set_ints(i, axes);
            }
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |_| bail!(Internal, "shapes are known when a plan is made, so this folds away"),
            strided: false,
            gpu: Gpu::CpuOnly("shape arithmetic"),
        }),
        grad: Grad::Stop("works on shapes"),
        doc: "Axes over which gradients of two broadcast operands are summed.",
    },
];
#[allow(unused)]
fn _l(_: Layout) {}
