//! The modified Bessel functions of order 0 and 1, scaled by exp(-|x|): Chebyshev series in x up to 8 and in 1 / x
//! beyond, whose terms are summed for many elements side by side.

use super::elements::{Real, in_parts};
use crate::kernels::Planned;
use rheos_base::{DType, Result, bail, bf16, f16};
use rheos_graph::{Call, Kernel, KernelSpec};

/// Where the second series takes over.
const BORDER: f64 = 8.0;

/// The series of one function: in x / 4 - 1 for the function (order 1: divided by x), and in 16 / x - 1 for the
/// function times the root of x. Single precision sums in doubles too, but the first terms only.
struct Series {
    near: &'static [f64],
    near_single: usize,
    far: &'static [f64],
    far_single: usize,
}

impl Series {
    fn short_near(&self) -> &'static [f64] {
        &self.near[..self.near_single]
    }

    fn short_far(&self) -> &'static [f64] {
        &self.far[..self.far_single]
    }
}

const ORDER_0: Series = Series {
    near: &[
        0.6767952744094761,
        -0.3046826723431984,
        0.17162090152220877,
        -0.09490109704804764,
        0.04930528423967071,
        -0.02373741480589947,
        0.010546460394594998,
        -0.004324309995050576,
        0.0016394756169413357,
        -0.0005763755745385824,
        0.00018850288509584165,
        -5.754195010082104e-05,
        1.6448448070728896e-05,
        -4.4167383584587505e-06,
        1.1173875391201037e-06,
        -2.670793853940612e-07,
        6.046995022541919e-08,
        -1.300025009986248e-08,
        2.6598237246823866e-09,
        -5.189795601635263e-10,
        9.675809035373237e-11,
        -1.726826291441556e-11,
        2.95505266312964e-12,
        -4.856446783111929e-13,
        7.676185498604936e-14,
        -1.1685332877993451e-14,
        1.715391285555133e-15,
        -2.431279846547955e-16,
        3.3307945188222384e-17,
    ],
    near_single: 19,
    far: &[
        0.8044904110141088,
        0.0033691164782556943,
        6.889758346916825e-05,
        2.8913705208347567e-06,
        2.0489185894690638e-07,
        2.266668990498178e-08,
        3.3962320257083865e-09,
        4.94060238822497e-10,
        1.1889147107846439e-11,
        -3.1499165279632416e-11,
        -1.3215811840447713e-11,
        -1.7941785315068062e-12,
        7.180124451383666e-13,
        3.8527783827421426e-13,
        1.54008621752141e-14,
        -4.150569347287222e-14,
        -9.554846698828307e-15,
        3.8116806693526224e-15,
        1.7725601330565263e-15,
        -3.425485619677219e-16,
        -2.8276239805165836e-16,
        3.461222867697461e-17,
        4.46562142029676e-17,
    ],
    far_single: 7,
};
const ORDER_1: Series = Series {
    near: &[
        0.25258718644363365,
        -0.17641651835783406,
        0.1026436586898471,
        -0.05294598120809499,
        0.024726449030626516,
        -0.010564084894626197,
        0.004156422944312888,
        -0.0015135724506312532,
        0.0005122859561685758,
        -0.00016176081582589674,
        4.781565107550054e-05,
        -1.3273163656039436e-05,
        3.4702513081376785e-06,
        -8.568720264695455e-07,
        2.0032947535521353e-07,
        -4.445059128796328e-08,
        9.381537386495773e-09,
        -1.8872497517228294e-09,
        3.625590281552117e-10,
        -6.663489723502027e-11,
        1.1736186298890901e-11,
        -1.9839743977649436e-12,
        3.223793365945575e-13,
        -5.042185504727912e-14,
        7.600684294735408e-15,
        -1.1055969477353862e-15,
        1.5536319577362005e-16,
        -2.111421214358166e-17,
    ],
    near_single: 18,
    far: &[
        0.7785762350182801,
        -0.009761097491361469,
        -0.00011058893876262371,
        -3.882564808877691e-06,
        -2.512236237870209e-07,
        -2.6314688468895196e-08,
        -3.835380385964237e-09,
        -5.589743462196584e-10,
        -1.8974958123505413e-11,
        3.2526035830154884e-11,
        1.4125807436613782e-11,
        2.0356285441470896e-12,
        -7.198551776245908e-13,
        -4.0835511110921974e-13,
        -2.1015418427726643e-14,
        4.272440016711951e-14,
        1.0420276984128802e-14,
        -3.8144030724370075e-15,
        -1.8803547755107825e-15,
        3.3082023109209285e-16,
        2.96262899764595e-16,
        -3.209525921993424e-17,
        -4.6503053684893586e-17,
    ],
    far_single: 7,
};

/// Elements whose sums run side by side.
const LANES: usize = 16;

/// Clenshaw's recurrence at half of `x`.
#[inline(always)]
fn sum(terms: &[f64], x: [f64; LANES]) -> [f64; LANES] {
    let (mut b0, mut b1, mut b2) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for &c in terms.iter().rev() {
        for i in 0..LANES {
            b2[i] = b1[i];
            b1[i] = b0[i];
            b0[i] = x[i] * b1[i] - b2[i] + c;
        }
    }
    std::array::from_fn(|i| 0.5 * (b0[i] - b2[i]))
}

/// Both series are summed, and one is taken.
#[inline(always)]
fn values<T: Real>(near: &[f64], far: &[f64], odd: bool, x: &[T], y: &mut [T]) {
    for (x, y) in x.chunks(LANES).zip(y.chunks_mut(LANES)) {
        let mut size = [0.0; LANES];
        size.iter_mut().zip(x).for_each(|(s, v)| *s = v.wide().abs());
        let inner = sum(near, size.map(|v| 0.5 * v - 2.0));
        let outer = sum(far, size.map(|v| 32.0 / v.max(BORDER) - 2.0));
        for (i, (y, x)) in y.iter_mut().zip(x).enumerate() {
            let x = x.wide();
            let inner = if odd { inner[i] * size[i] } else { inner[i] };
            let value = if size[i] <= BORDER { inner } else { outer[i] / size[i].sqrt() };
            let value = if x.is_nan() { x } else { value };
            *y = T::narrow(if odd { value.copysign(x) } else { value });
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn values_avx2<T: Real>(near: &[f64], far: &[f64], odd: bool, x: &[T], y: &mut [T]) {
    values(near, far, odd, x, y);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2")]
fn values_avx512<T: Real>(near: &[f64], far: &[f64], odd: bool, x: &[T], y: &mut [T]) {
    values(near, far, odd, x, y);
}

/// The loop for the widest registers there are; the operations, and so the bits, are the same.
fn widest<T: Real>(near: &[f64], far: &[f64], odd: bool, x: &[T], y: &mut [T]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        if has!("avx512f") && has!("avx512dq") && has!("avx512bw") && has!("avx512vl") {
            // SAFETY: the processor has these features.
            return unsafe { values_avx512(near, far, odd, x, y) };
        }
        if has!("avx2") {
            // SAFETY: as above.
            return unsafe { values_avx2(near, far, odd, x, y) };
        }
    }
    values(near, far, odd, x, y);
}

/// Order 0 or 1 of each element of input 0.
pub fn plan(spec: &KernelSpec<'_>, order: usize) -> Result<Box<dyn Kernel>> {
    let (series, odd) = if order == 0 { (&ORDER_0, false) } else { (&ORDER_1, true) };
    let count = spec.outputs[0].layout.len();
    match spec.outputs[0].dtype {
        DType::F64 => Ok(typed::<f64>(count, series.near, series.far, odd)),
        DType::F32 => Ok(typed::<f32>(count, series.short_near(), series.short_far(), odd)),
        DType::F16 => Ok(typed::<f16>(count, series.short_near(), series.short_far(), odd)),
        DType::BF16 => Ok(typed::<bf16>(count, series.short_near(), series.short_far(), odd)),
        other => bail!(Internal, "no Bessel functions of {other}"),
    }
}

fn typed<T: Real>(count: usize, near: &'static [f64], far: &'static [f64], odd: bool) -> Box<dyn Kernel> {
    Planned::boxed(count as f64 * 4.0, move |call: &mut Call<'_>| {
        let x = call.input::<T>(0);
        in_parts(call, call.output::<T>(0), |start, own| widest(near, far, odd, &x[start..start + own.len()], own))
    })
}
