//! The primitives of bool, stored as bytes 0 and 1.

use rheos_graph::expr::Prim;

use super::TileFn;
use super::isa::{Isa, Math, pick};
use super::loops::{Map1, Map2, One, Two};

struct Not;
impl Map1<u8> for Not {
    type Out = u8;
    #[inline(always)]
    fn f<M: Math>(a: u8) -> u8 {
        a ^ 1
    }
}

macro_rules! binary {
    ($($prim:ident($a:ident, $b:ident) = $value:expr;)*) => {$(
        struct $prim;
        impl Map2<u8> for $prim {
            type Out = u8;
            #[inline(always)]
            fn f<M: Math>($a: u8, $b: u8) -> u8 {
                $value
            }
        }
    )*};
}

binary! {
    And(a, b) = a & b;
    Or(a, b) = a | b;
    Eq(a, b) = a ^ b ^ 1;
    Ne(a, b) = a ^ b;
}

pub fn tile_fn(prim: Prim, isa: Isa) -> Option<TileFn> {
    Some(match prim {
        Prim::Not => pick::<One<Not, u8>>(isa),
        Prim::And => pick::<Two<And, u8>>(isa),
        Prim::Or => pick::<Two<Or, u8>>(isa),
        Prim::Eq => pick::<Two<Eq, u8>>(isa),
        Prim::Ne => pick::<Two<Ne, u8>>(isa),
        _ => return None,
    })
}
