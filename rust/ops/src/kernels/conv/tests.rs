//! Convolutions against plain loops in `f64`; gradients are tested where ops are.

use super::plan_forward;
use rheos_base::{Attr, Dim, Element, Result, Shape, f16};
use rheos_graph::fact::Fact;
use rheos_graph::kernel::{Serial, StateStore};
use rheos_graph::{Arg, Call, KernelSpec, Layout, NodeInfo};
use std::any::Any;
use std::sync::{Arc, atomic::AtomicBool};

struct NoState;

impl StateStore for NoState {
    fn node_state(&self, init: &dyn Fn() -> Result<Arc<dyn Any + Send + Sync>>) -> Result<Arc<dyn Any + Send + Sync>> {
        init()
    }
}

/// Images [batch, height, width, channels], a filter of `side` x `side` with `results` channels, the border in
/// front, and strides.
struct Sizes {
    image: [usize; 4],
    side: usize,
    inside: usize,
    results: usize,
    border: usize,
    stride: usize,
}

impl Sizes {
    fn out(&self, axis: usize) -> usize {
        (self.image[axis] + 2 * self.border - self.side) / self.stride + 1
    }
}

#[repr(align(64))]
#[derive(Clone, Copy)]
struct Line {
    _bytes: [u8; 64],
}

fn check<T: Element>(s: &Sizes, from: impl Fn(f64) -> T, to: impl Fn(T) -> f64, bound: f64) {
    let [batch, _, _, channels] = s.image;
    let [height, width] = [s.out(1), s.out(2)];
    let dims = [s.image.to_vec(), vec![s.side, s.side, s.inside, s.results], vec![batch, height, width, s.results]];
    let number = |i: usize, seed: usize| from((((i * 7919 + seed * 104_729) % 2003) as f64 / 1001.0 - 1.0) * 0.5);
    let data: Vec<Vec<T>> = (0..2).map(|k| (0..dims[k].iter().product()).map(|i| number(i, k)).collect()).collect();

    let op = crate::registry().find("_Convolve").unwrap();
    let ints = |v: &[usize]| Attr::Ints(v.iter().map(|&n| n as i64).collect());
    let attrs: Vec<Attr> = op
        .attrs
        .iter()
        .map(|attr| match attr.name {
            "strides" => ints(&[s.stride; 2]),
            "dilations" => ints(&[1; 2]),
            "before" => ints(&[s.border; 2]),
            "sizes" => ints(&[height, width]),
            _ => Attr::Type(T::DTYPE),
        })
        .collect();
    let facts: Vec<Fact> =
        dims.iter().map(|d| Fact::new(T::DTYPE, Shape::of(d.iter().map(|&n| Dim::new(n as i64))))).collect();
    let args: Vec<Arg> = dims.iter().map(|d| Arg { dtype: T::DTYPE, layout: Layout::contiguous(d) }).collect();
    let inputs: Vec<&Fact> = facts[..2].iter().collect();
    let info = NodeInfo { op, attrs: &attrs, inputs: &inputs, outputs: &facts[2..] };
    let spec = KernelSpec { info, inputs: &args[..2], outputs: &args[2..], state: &NoState };
    let kernel = plan_forward(&spec).unwrap();

    let mut got = vec![from(7.0); dims[2].iter().product()];
    let mut scratch = vec![Line { _bytes: [0xff; 64] }; kernel.scratch_bytes(1).div_ceil(64)];
    let mut call = Call {
        inputs: &[data[0].as_ptr().cast(), data[1].as_ptr().cast()],
        outputs: &[got.as_mut_ptr().cast()],
        input_args: &args[..2],
        output_args: &args[2..],
        scratch: scratch.as_mut_ptr().cast(),
        workers: &Serial,
        watcher: Default::default(),
        packed: std::ptr::null(),
        cancelled: &AtomicBool::new(false),
    };
    kernel.run(&mut call).unwrap();

    let per_group = s.results / (channels / s.inside);
    for (at, &got) in got.iter().enumerate() {
        let (c, pixel) = (at % s.results, at / s.results);
        let (n, y, x) = (pixel / width / height, pixel / width % height, pixel % width);
        let mut sum = 0.0;
        for tap in 0..s.side * s.side {
            let row = (y * s.stride + tap / s.side).wrapping_sub(s.border);
            let column = (x * s.stride + tap % s.side).wrapping_sub(s.border);
            if row < s.image[1] && column < s.image[2] {
                let place = ((n * s.image[1] + row) * s.image[2] + column) * channels + c / per_group * s.inside;
                for i in 0..s.inside {
                    sum += to(data[0][place + i]) * to(data[1][(tap * s.inside + i) * s.results + c]);
                }
            }
        }
        assert!((to(got) - sum).abs() <= bound, "{} at {at}: {} for {sum}", T::DTYPE, to(got));
    }
}

#[test]
fn sizes_that_are_computed_in_different_ways() {
    let plain = Sizes { image: [2, 9, 10, 6], side: 3, inside: 6, results: 20, border: 1, stride: 1 };
    let cases = [
        Sizes { border: 0, ..plain },
        Sizes { image: [2, 9, 10, 100], inside: 100, results: 40, ..plain },
        Sizes { image: [3, 5, 4, 50], side: 3, inside: 50, results: 3, ..plain },
        Sizes { image: [1, 12, 12, 8], side: 3, inside: 4, results: 70, stride: 2, ..plain },
        // Taps, whole groups of taps, and all taps of a line that lie outside the image.
        Sizes { image: [2, 6, 7, 40], side: 5, inside: 40, border: 2, ..plain },
        Sizes { image: [1, 3, 9, 130], inside: 130, border: 4, ..plain },
        // Several images in a block, borders that leave no pixel the whole window, channels too few for a piece.
        Sizes { image: [9, 7, 7, 20], inside: 20, results: 40, ..plain },
        Sizes { image: [17, 4, 5, 16], side: 5, inside: 16, border: 2, ..plain },
        Sizes { image: [1, 6, 6, 3], side: 11, inside: 3, border: 5, ..plain },
        Sizes { image: [2, 8, 8, 6], inside: 3, results: 8, ..plain },
        plain,
    ];
    for sizes in &cases {
        check::<f32>(sizes, |x| x as f32, |x| x as f64, 1e-4);
        check::<f64>(sizes, |x| x, |x| x, 1e-12);
        check::<f16>(sizes, f16::from_f64, f16::to_f64, 0.02);
    }
}
