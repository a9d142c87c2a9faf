//! Pooling and its gradients.

use crate::node::{Node, ints, limits};
use rheos_base::{Attr, DType};
use rheos_graph::Layout;
use rheos_graph::gpu::Shaders;

fn padding(text: &str) -> (&'static str, Attr) {
    ("padding", Attr::Str(text.as_bytes().into()))
}

fn plan(op: &'static str, dtype: DType, inputs: &[&[usize]], output: &[usize], window: &[i64]) -> Shaders {
    let attrs = [("ksize", ints(window)), ("strides", ints(window)), padding("VALID")];
    let inputs: Vec<Layout> = inputs.iter().map(|dims| Layout::contiguous(dims)).collect();
    Node { op, attrs: &attrs, dtype, inputs: &inputs, output }.checked()
}

#[test]
fn images_and_volumes_have_valid_modules() {
    let (image, pooled, window) = (&[2usize, 8, 6, 5][..], &[2usize, 4, 3, 5][..], &[1, 2, 2, 1][..]);
    let (volume, shrunk, cube) = (&[2usize, 4, 8, 6, 5][..], &[2usize, 2, 4, 3, 5][..], &[1, 2, 2, 2, 1][..]);
    for dtype in [DType::F32, DType::F16] {
        for (x, y, window, names) in [
            (image, pooled, window, ["MaxPool", "MaxPoolGrad", "MaxPoolGradGrad", "AvgPool", "AvgPoolGrad"]),
            (volume, shrunk, cube, ["MaxPool3D", "MaxPool3DGrad", "MaxPool3DGradGrad", "AvgPool3D", "AvgPool3DGrad"]),
        ] {
            let [max, max_grad, max_grad_grad, mean, mean_grad] = names;
            assert_eq!(plan(max, dtype, &[x], y, window).dispatches.len(), 1);
            let searched = plan(max_grad, dtype, &[x, y, y], x, window).dispatches.len();
            assert_eq!(searched, if x.len() == 4 { 2 } else { 1 });
            assert_eq!(plan(max_grad_grad, dtype, &[x, y, x], y, window).dispatches.len(), 1);
            assert_eq!(plan(mean, dtype, &[x], y, window).dispatches.len(), 1);
            assert_eq!(plan(mean_grad, dtype, &[&[x.len()], y], x, window).dispatches.len(), 1);
        }
    }
    assert_eq!(plan("MaxPool", DType::I32, &[image], pooled, window).dispatches.len(), 1);
}

#[test]
fn windows_over_channels_have_channels_for_space() {
    let shaders = plan("MaxPool", DType::F32, &[&[2, 3, 3, 8]], &[2, 3, 3, 2], &[1, 1, 1, 4]);
    let params = &shaders.dispatches[0].params;
    assert_eq!(params[..2], [36, 1]);
    assert_eq!(params[4..24], [1, 1, 8, 0, 1, 1, 2, 0, 1, 1, 4, 0, 1, 1, 4, 0, 0, 0, 0, 0]);
}

#[test]
fn refusals_say_why() {
    let attrs = [("ksize", ints(&[1, 2, 2, 1])), ("strides", ints(&[1, 2, 2, 1])), padding("SAME")];
    let inputs = [Layout::contiguous(&[1, 4, 4, 1])];
    let node = Node { op: "MaxPool", attrs: &attrs, dtype: DType::F64, inputs: &inputs, output: &[1, 2, 2, 1] };
    assert!(node.plan(&limits()).unwrap_err().contains("float64"));
}
