//! Two primitives in one loop: `second(first(a, b), c)`, with the operands of the second also the other way round, or
//! `second(first(a, b))`. A chain of arithmetic then reads and writes its registers half as often; each primitive
//! still rounds by itself, so the numbers are those of two loops.

use std::marker::PhantomData;

use rheos_base::DType;
use rheos_graph::expr::Prim;

use super::isa::{Isa, Math, pick};
use super::loops::{Map1, Map2, Map3, Three, Two};
use super::{TileFn, double, real};

/// The second operand of G comes from F, or the first.
struct Then<F, G>(PhantomData<(F, G)>);
struct After<F, G>(PhantomData<(F, G)>);

impl<A: Copy, F: Map2<A, Out = A>, G: Map2<A, Out = A>> Map3<A> for Then<F, G> {
    #[inline(always)]
    fn f<M: Math>(a: A, b: A, c: A) -> A {
        G::f::<M>(F::f::<M>(a, b), c)
    }
}

impl<A: Copy, F: Map2<A, Out = A>, G: Map2<A, Out = A>> Map3<A> for After<F, G> {
    #[inline(always)]
    fn f<M: Math>(a: A, b: A, c: A) -> A {
        G::f::<M>(c, F::f::<M>(a, b))
    }
}

/// G of what F gives.
struct Of<F, G>(PhantomData<(F, G)>);

impl<A: Copy, F: Map2<A, Out = A>, G: Map1<A, Out = A>> Map2<A> for Of<F, G> {
    type Out = A;
    #[inline(always)]
    fn f<M: Math>(a: A, b: A) -> A {
        G::f::<M>(F::f::<M>(a, b))
    }
}

/// The loop for `second(first(a, b), c)`, or for `second(c, first(a, b))` where `after`; without c where the second
/// primitive has one operand.
pub fn pair_fn(first: Prim, second: Prim, after: bool, dtype: DType, isa: Isa) -> Option<TileFn> {
    #[cfg(target_arch = "x86_64")]
    if (second, dtype, isa) == (Prim::Exp, DType::F32, Isa::Avx512) {
        return super::exp512::exp_of(first);
    }
    macro_rules! pairs {
        ($types:ident, $t:ty: [$($first:ident)*] $ones:tt $twos:tt) => {
            match first {
                $(Prim::$first => pairs!(@second $types, $t, $first $ones $twos),)*
                _ => return None,
            }
        };
        (@second $types:ident, $t:ty, $first:ident [$($one:ident)*] [$($second:ident)*]) => {
            match (second, after) {
                $((Prim::$one, _) => pick::<Two<Of<$types::$first, $types::$one>, $t>>(isa),)*
                $((Prim::$second, false) => pick::<Three<Then<$types::$first, $types::$second>, $t>>(isa),
                (Prim::$second, true) => pick::<Three<After<$types::$first, $types::$second>, $t>>(isa),)*
                _ => return None,
            }
        };
    }
    Some(match dtype {
        DType::F32 => pairs!(real, f32: [Add Sub Mul] [Exp Tanh Sqrt Neg] [Add Sub Mul Min Max]),
        DType::F64 => pairs!(double, f64: [Add Sub Mul] [Exp Tanh Sqrt Neg] [Add Sub Mul Min Max]),
        _ => return None,
    })
}
