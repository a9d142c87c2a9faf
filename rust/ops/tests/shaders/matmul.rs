//! Matrix products.

use crate::node::{Node, limits};
use rheos_base::{Attr, DType};
use rheos_graph::Layout;
use rheos_graph::gpu::{Limits, Shaders};

fn operand(rows: usize, columns: usize, across: bool) -> Layout {
    match across {
        true => Layout::contiguous(&[columns, rows]).transpose(&[1, 0]),
        false => Layout::contiguous(&[rows, columns]),
    }
}

fn product(dtype: DType, a: Layout, b: Layout) -> Shaders {
    let output = [a.dims[0], b.dims[1]];
    Node { op: "MatMul", attrs: &[], dtype, inputs: &[a, b], output: &output }.checked()
}

fn batches(a: Layout, b: Layout, output: &[usize]) -> Shaders {
    Node { op: "BatchMatMulV2", attrs: &[], dtype: DType::F32, inputs: &[a, b], output }.checked()
}

#[test]
fn every_shape_has_a_valid_module() {
    for dtype in [DType::F32, DType::F16, DType::I32] {
        for sizes in [[1, 1, 1], [3, 500, 70], [33, 65, 17], [64, 64, 4096], [128, 256, 0], [1024, 2048, 512]] {
            for across in [[false, false], [false, true], [true, false], [true, true]] {
                let [m, n, k] = sizes;
                let shaders = product(dtype, operand(m, k, across[0]), operand(k, n, across[1]));
                assert!(!shaders.dispatches.is_empty());
            }
        }
    }
}

#[test]
fn another_number_of_rows_needs_no_other_module() {
    let text = |m: usize| product(DType::F32, operand(m, 512, false), operand(512, 1024, false)).dispatches[0].clone();
    let (first, second) = (text(4096), text(8192));
    assert_eq!(first.source, second.source);
    assert_ne!(first.params, second.params);
}

#[test]
fn tiles_are_as_large_as_the_result_has_use_for() {
    let tile = |m: usize, n: usize| {
        let text = product(DType::F32, operand(m, 64, false), operand(64, n, false)).dispatches[0].source.to_string();
        let number = |name: &str| {
            let (_, rest) = text.split_once(&format!("const {name} = ")).unwrap();
            rest[..rest.find('u').unwrap()].parse::<u32>().unwrap()
        };
        [number("ROWS"), number("COLUMNS")]
    };
    assert_eq!(tile(2048, 2048), [128, 128]);
    assert_eq!(tile(1024, 1024), [128, 64]);
    assert_eq!(tile(100_000, 64), [128, 64]);
    assert_eq!(tile(64, 100_000), [64, 128]);
    assert_eq!(tile(256, 256), [64, 64]);
    assert_eq!(tile(32, 100_000), [32, 32]);
}

#[test]
fn vectors_need_whole_and_aligned_rows() {
    let text = |a: Layout| product(DType::F32, a, operand(64, 64, false)).dispatches[0].source.to_string();
    let reads_vectors = |a: Layout| text(a).contains("a: array<vec4<T>>");
    let wide = Layout::contiguous(&[64, 128]);
    assert!(reads_vectors(wide.slice(1, 4, 1, 64)));
    assert!(!reads_vectors(wide.slice(1, 3, 1, 64)));
    assert!(!reads_vectors(wide.slice(1, 0, 2, 64)));
    assert!(!reads_vectors(Layout::contiguous(&[64, 129]).slice(1, 0, 1, 64)));
}

#[test]
fn long_sums_of_few_results_are_divided() {
    let shaders = product(DType::F16, operand(64, 1 << 16, false), operand(1 << 16, 64, false));
    assert_eq!(shaders.dispatches.len(), 2);
    assert_eq!(shaders.scratch.len(), 1);
    // Every term belongs to one part.
    let params = &shaders.dispatches[0].params;
    let (k, part, parts) = (params[2], params[3], shaders.dispatches[1].params[1]);
    assert!(part * parts >= k && part * (parts - 1) < k);
    assert_eq!(shaders.scratch[0], 64 * 64 * 4 * parts as usize);
}

#[test]
fn batches_that_share_a_matrix_are_one_tall_product() {
    let a = Layout::contiguous(&[6, 5, 40, 64]);
    let shaders = batches(a, Layout::contiguous(&[64, 48]), &[6, 5, 40, 48]);
    let params = &shaders.dispatches[0].params;
    assert_eq!((params[0], params[5], params[6]), (1200, 1, 0));

    let shaders = batches(Layout::contiguous(&[2, 1, 9, 8]), Layout::contiguous(&[3, 8, 7]), &[2, 3, 9, 7]);
    let params = &shaders.dispatches[0].params;
    assert_eq!((params[5], params[6]), (6, 2));
    assert_eq!(params[16..24], [2, 72, 0, 189, 3, 0, 56, 63]);
}

#[test]
fn results_without_elements_need_no_dispatch() {
    assert!(product(DType::F32, operand(0, 5, false), operand(5, 3, false)).dispatches.is_empty());
}

#[test]
fn refusals_say_why() {
    let square = [Layout::contiguous(&[8, 8]), Layout::contiguous(&[8, 8])];
    let plan = |dtype, limits: &Limits| {
        let attrs = [("transpose_a", Attr::Bool(true))];
        Node { op: "MatMul", attrs: &attrs, dtype, inputs: &square, output: &[8, 8] }.plan(limits)
    };
    for dtype in [DType::F64, DType::I64, DType::C64, DType::BF16] {
        assert!(plan(dtype, &limits()).unwrap_err().contains(dtype.name()));
    }
    assert!(plan(DType::F16, &limits()).is_ok());
    assert!(plan(DType::F16, &Limits::WEBGPU).unwrap_err().contains("float16"));
}
