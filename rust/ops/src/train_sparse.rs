//! Optimizers' updates where the gradient is given for some rows of the variable only. An index that is no row is an
//! error; on a GPU its update is left out.

use crate::kernels::sparse_update::{self, Rule};
use crate::shaders;
use crate::train::{NO_RESULT, applied};
use rheos_graph::decl::KernelFn;
use rheos_graph::gpu::ShaderFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, KernelDecl};

const FLOATING: &str = "T: floating; Tindices: {int32, int64}; use_locking: bool = false";
const NESTEROV: &str = "T: floating; Tindices: {int32, int64}; use_locking: bool = false; use_nesterov: bool = false";
const ADAGRAD: &str = "T: floating; Tindices: {int32, int64}; use_locking: bool = false; update_slots: bool = true";

/// What the entries of this file have in common.
const SPARSE: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "",
    attrs: FLOATING,
    effect: Effect::Write(&[0, 1]),
    infer: applied,
    compute: kernel(
        |s| sparse_update::kernel(s, Rule::Momentum),
        |s| shaders::sparse_update::shaders(s, Rule::Momentum),
    ),
    grad: Grad::Stop(NO_RESULT),
    doc: "",
};

const fn kernel(cpu: KernelFn, gpu: ShaderFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::Shader(gpu) })
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "ResourceSparseApplyMomentum",
        inputs: "var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T",
        attrs: NESTEROV,
        doc: "ResourceApplyMomentum for the rows of var named by indices. An index that is no row is an error; on a GPU its \
              gradient is left out, as in all ops of this kind.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyKerasMomentum",
        inputs: "var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T",
        attrs: NESTEROV,
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::KerasMomentum),
            |s| shaders::sparse_update::shaders(s, Rule::KerasMomentum),
        ),
        doc: "ResourceApplyKerasMomentum for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyAdagrad",
        inputs: "var: resource, accum: resource, lr: T, grad: T, indices: Tindices",
        attrs: ADAGRAD,
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::Adagrad),
            |s| shaders::sparse_update::shaders(s, Rule::Adagrad),
        ),
        doc: "ResourceApplyAdagrad for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyAdagradV2",
        inputs: "var: resource, accum: resource, lr: T, epsilon: T, grad: T, indices: Tindices",
        attrs: ADAGRAD,
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::AdagradV2),
            |s| shaders::sparse_update::shaders(s, Rule::AdagradV2),
        ),
        doc: "ResourceApplyAdagradV2 for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyAdagradDA",
        inputs: "var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, grad: T, \
                 indices: Tindices, lr: T, l1: T, l2: T, global_step: int64",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| sparse_update::kernel(s, Rule::AdagradDa),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("its count of steps is int64"),
        }),
        doc: "ResourceApplyAdagradDA for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyProximalAdagrad",
        inputs: "var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T, indices: Tindices",
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::ProximalAdagrad),
            |s| shaders::sparse_update::shaders(s, Rule::ProximalAdagrad),
        ),
        doc: "ResourceApplyProximalAdagrad for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyProximalGradientDescent",
        inputs: "var: resource, alpha: T, l1: T, l2: T, grad: T, indices: Tindices",
        effect: Effect::Write(&[0]),
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::ProximalGradientDescent),
            |s| shaders::sparse_update::shaders(s, Rule::ProximalGradientDescent),
        ),
        doc: "ResourceApplyProximalGradientDescent for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyAdadelta",
        inputs: "var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: T, \
                 indices: Tindices",
        effect: Effect::Write(&[0, 1, 2]),
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::Adadelta),
            |s| shaders::sparse_update::shaders(s, Rule::Adadelta),
        ),
        doc: "ResourceApplyAdadelta for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyRMSProp",
        inputs: "var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, grad: T, \
                 indices: Tindices",
        effect: Effect::Write(&[0, 1, 2]),
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::RmsProp),
            |s| shaders::sparse_update::shaders(s, Rule::RmsProp),
        ),
        doc: "ResourceApplyRMSProp for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyCenteredRMSProp",
        inputs: "var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, \
                 grad: T, indices: Tindices",
        effect: Effect::Write(&[0, 1, 2, 3]),
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::CenteredRmsProp),
            |s| shaders::sparse_update::shaders(s, Rule::CenteredRmsProp),
        ),
        doc: "ResourceApplyCenteredRMSProp for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyFtrl",
        inputs: "var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: T, l2: T, \
                 lr_power: T",
        effect: Effect::Write(&[0, 1, 2]),
        compute: kernel(|s| sparse_update::kernel(s, Rule::Ftrl), |s| shaders::sparse_update::shaders(s, Rule::Ftrl)),
        doc: "ResourceApplyFtrl for the rows of var named by indices.",
        ..SPARSE
    },
    Decl {
        name: "ResourceSparseApplyFtrlV2",
        inputs: "var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: T, l2: T, \
                 l2_shrinkage: T, lr_power: T",
        effect: Effect::Write(&[0, 1, 2]),
        compute: kernel(
            |s| sparse_update::kernel(s, Rule::FtrlV2),
            |s| shaders::sparse_update::shaders(s, Rule::FtrlV2),
        ),
        doc: "ResourceApplyFtrlV2 for the rows of var named by indices.",
        ..SPARSE
    },
];
