//! The op catalogue: one declaration per op, one file per family.
//!
//! A family is a `pub const OPS: &[Decl]`; `registry()` joins them. `ctor` is generated from the table.

pub mod array;
pub mod array_bands;
pub mod array_blocks;
pub mod array_diag;
pub mod array_fill;
pub mod array_inplace;
pub mod array_join;
pub mod array_order;
pub mod array_pad;
pub mod array_search;
pub mod array_shape;
pub mod array_slice;
pub mod batch_norm;
pub mod callback;
pub mod candidate;
pub mod comparison;
pub mod control;
pub mod conv;
pub mod conv_depthwise;
pub mod conv_dilation;
pub mod convert;
pub mod counting;
pub mod ctc;
mod ctor;
pub mod einsum;
pub mod elementwise;
pub mod elementwise_grad;
pub mod elementwise_unary;
pub mod fourier;
pub mod index;
pub mod index_nd;
pub mod index_segment;
pub mod index_select;
pub mod index_sparse_segment;
pub mod index_unique;
pub mod kernels;
pub mod linalg;
pub mod linalg_factor;
pub mod linalg_solve;
pub mod linalg_spectral;
pub mod linalg_tridiagonal;
pub mod lrn;
pub mod nn;
pub mod nn_activation;
pub mod patches;
pub mod pool;
pub mod pool_fractional;
pub mod pool_volume;
pub mod random;
pub mod ranking;
pub mod reduce;
pub mod rules;
pub mod scan;
pub mod sets;
pub mod shaders;
pub mod sparse;
pub mod sparse_pair;
pub mod sparse_reduce;
pub mod sparse_shape;
pub mod special;
pub mod state;
pub mod train;
pub mod train_sparse;
pub mod train_step;

pub use ctor::Ops;
use rheos_graph::Registry;
use std::sync::OnceLock;

/// The table of all ops.
pub fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        Registry::new(&[
            array::OPS,
            callback::OPS,
            candidate::OPS,
            batch_norm::OPS,
            comparison::OPS,
            control::OPS,
            conv::OPS,
            conv_depthwise::OPS,
            conv_dilation::OPS,
            convert::OPS,
            ctc::OPS,
            elementwise::OPS,
            elementwise_grad::OPS,
            elementwise_unary::OPS,
            linalg::OPS,
            lrn::OPS,
            linalg_factor::OPS,
            linalg_solve::OPS,
            linalg_spectral::OPS,
            linalg_tridiagonal::OPS,
            einsum::OPS,
            fourier::OPS,
            nn::OPS,
            nn_activation::OPS,
            array_blocks::OPS,
            array_fill::OPS,
            array_inplace::OPS,
            array_join::OPS,
            array_order::OPS,
            array_search::OPS,
            array_shape::OPS,
            array_slice::OPS,
            array_bands::OPS,
            array_diag::OPS,
            array_pad::OPS,
            index_nd::OPS,
            index_segment::OPS,
            index_select::OPS,
            index_unique::OPS,
            index_sparse_segment::OPS,
            index::OPS,
            ranking::OPS,
            reduce::OPS,
            scan::OPS,
            patches::OPS,
            pool::OPS,
            pool_fractional::OPS,
            pool_volume::OPS,
            random::OPS,
            special::OPS,
            counting::OPS,
            sets::OPS,
            sparse::OPS,
            sparse_pair::OPS,
            sparse_reduce::OPS,
            sparse_shape::OPS,
            state::OPS,
            train::OPS,
            train_sparse::OPS,
            train_step::OPS,
        ])
    })
}

#[cfg(test)]
mod tests {
    use rheos_graph::Grad;

    #[test]
    fn every_declaration_parses_and_says_why() {
        for op in super::registry().all() {
            assert!(!op.decl.doc.is_empty(), "{}", op.name);
            if let Grad::Stop(reason) | Grad::Missing(reason) = op.decl.grad {
                assert!(!reason.is_empty(), "{}", op.name);
            }
        }
    }
}
