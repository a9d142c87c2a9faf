//! Convolutions, depthwise ones, and their gradients.

use crate::node::{Node, ints, limits};
use rheos_base::DType;
use rheos_graph::Layout;
use rheos_graph::gpu::Shaders;

/// Sizes of input, filter and result, with channels last.
struct Conv<'a> {
    input: &'a [usize],
    filter: &'a [usize],
    result: &'a [usize],
    stride: i64,
    before: i64,
}

impl Conv<'_> {
    /// The convolution, the gradient of its input and that of its filter.
    fn plan(&self, dtype: DType, names: [&'static str; 3]) -> Vec<Shaders> {
        let axes = self.input.len() - 2;
        let (x, w, y) = (self.input, self.filter, self.result);
        [(names[0], [x, w], y), (names[1], [w, y], x), (names[2], [x, y], w)]
            .into_iter()
            .map(|(op, operands, output)| {
                let sizes: Vec<i64> = output.iter().map(|&n| n as i64).collect();
                let attrs = [
                    ("strides", ints(&vec![self.stride; axes])),
                    ("dilations", ints(&vec![1; axes])),
                    ("before", ints(&vec![self.before; axes])),
                    ("sizes", ints(&sizes)),
                ];
                Node { op, attrs: &attrs, dtype, inputs: &operands.map(Layout::contiguous), output }.checked()
            })
            .collect()
    }
}

const NAMES: [&str; 3] = ["_Convolve", "_ConvolveInput", "_ConvolveFilter"];
const DEPTHWISE: [&str; 3] = ["_DepthwiseConvolve", "_DepthwiseConvolveInput", "_DepthwiseConvolveFilter"];

#[test]
fn every_form_has_a_valid_module() {
    let convs = [
        Conv { input: &[2, 9, 9, 8], filter: &[3, 3, 8, 16], result: &[2, 9, 9, 16], stride: 1, before: 1 },
        Conv { input: &[64, 224, 224, 3], filter: &[7, 7, 3, 64], result: &[64, 112, 112, 64], stride: 2, before: 3 },
        Conv { input: &[4, 6, 6, 6, 3], filter: &[3, 3, 3, 3, 5], result: &[4, 4, 4, 4, 5], stride: 1, before: 0 },
        Conv { input: &[8, 50, 4], filter: &[5, 2, 6], result: &[8, 46, 6], stride: 1, before: 0 },
    ];
    for conv in convs {
        for dtype in [DType::F32, DType::F16, DType::I32] {
            for shaders in conv.plan(dtype, NAMES) {
                assert!(!shaders.dispatches.is_empty());
            }
        }
    }
}

#[test]
fn pixels_that_were_seen_through_the_same_taps_are_one_product() {
    let conv = Conv { input: &[2, 9, 8, 4], filter: &[3, 3, 4, 8], result: &[2, 5, 4, 8], stride: 2, before: 1 };
    let plan = &conv.plan(DType::F32, NAMES)[1];
    assert_eq!(plan.dispatches.len(), 4);
    assert!(plan.scratch.is_empty());
    let sizes: Vec<[u32; 2]> = plan.dispatches.iter().map(|d| [d.params[0], d.params[2]]).collect();
    assert_eq!(sizes, [[40, 8], [40, 16], [32, 16], [32, 32]]);
    // What is looked up has the result's sizes and channels.
    assert!(plan.dispatches.iter().all(|d| d.params[24..28] == [1, 5, 4, 8]));
    assert!(plan.dispatches.iter().all(|d| d.source == plan.dispatches[0].source));
}

#[test]
fn sums_over_many_pixels_are_divided() {
    let conv =
        Conv { input: &[32, 56, 56, 64], filter: &[3, 3, 64, 64], result: &[32, 56, 56, 64], stride: 1, before: 1 };
    let plans = conv.plan(DType::F32, NAMES);
    assert_eq!([0, 1, 2].map(|i| plans[i].dispatches.len()), [1, 1, 2]);
    let first = &plans[2].dispatches[0].params;
    assert_eq!(first[..3], [576, 64, 32 * 56 * 56]);
}

#[test]
fn another_batch_needs_no_other_module() {
    let plan = |batch: usize| {
        let (input, result) = ([batch, 28, 28, 32], [batch, 28, 28, 64]);
        Conv { input: &input, filter: &[3, 3, 32, 64], result: &result, stride: 1, before: 1 }.plan(DType::F32, NAMES)
    };
    for (one, other) in plan(64).iter().zip(&plan(128)) {
        assert_eq!(one.dispatches[0].source, other.dispatches[0].source);
    }
}

#[test]
fn depthwise_convolutions_have_valid_modules() {
    let convs = [
        Conv { input: &[2, 9, 9, 8], filter: &[3, 3, 8, 2], result: &[2, 9, 9, 16], stride: 1, before: 1 },
        Conv { input: &[64, 112, 112, 32], filter: &[3, 3, 32, 1], result: &[64, 56, 56, 32], stride: 2, before: 0 },
    ];
    for conv in convs {
        for dtype in [DType::F32, DType::F16] {
            assert!(conv.plan(dtype, DEPTHWISE).iter().all(|shaders| !shaders.dispatches.is_empty()));
        }
    }
}

#[test]
fn empty_batches_give_zeros_for_the_filter_alone() {
    let conv = Conv { input: &[0, 9, 9, 8], filter: &[3, 3, 8, 16], result: &[0, 9, 9, 16], stride: 1, before: 1 };
    let dispatches: Vec<usize> = conv.plan(DType::F32, NAMES).iter().map(|s| s.dispatches.len()).collect();
    assert_eq!(dispatches, [0, 0, 1]);
}

#[test]
fn refusals_say_why() {
    let attrs = [("strides", ints(&[1])), ("dilations", ints(&[1])), ("before", ints(&[0])), ("sizes", ints(&[1]))];
    let inputs = [Layout::contiguous(&[1, 3, 1]), Layout::contiguous(&[3, 1, 1])];
    let node = Node { op: "_Convolve", attrs: &attrs, dtype: DType::F64, inputs: &inputs, output: &[1, 1, 1] };
    assert!(node.plan(&limits()).unwrap_err().contains("float64"));
}
