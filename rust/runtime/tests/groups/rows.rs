//! Groups that share rows: softmax and layer norm, written as the fuser writes them.

use super::values::{self, Random, bytes, widened};
use super::{ALL, check, device};
use rheos_base::{DType, Dims};
use rheos_graph::Layout;
use rheos_graph::expr::{Expr, Monoid, Ref};
use rheos_graph::gpu::{Binding, Limits};
use rheos_graph::group::{Group, Operand as GroupOperand, Reduction, Rows, Source, Stage};
use rheos_runtime::cpu::code::Memory;
use rheos_runtime::cpu::rows::RowsKernel;
use rheos_runtime::gpu::access::{Operand, Target};
use rheos_runtime::gpu::rows::rows as shaders_of;
use smallvec::SmallVec;
use std::sync::Arc;

const F: DType = DType::F32;

/// An expression of float32 operands.
fn expr(arity: usize, of: impl FnOnce(&mut Expr, &[Ref]) -> Vec<Ref>) -> Expr {
    let mut expr = Expr::default();
    let x: Vec<Ref> = (0..arity).map(|k| expr.input(k, F)).collect();
    let results = of(&mut expr, &x);
    expr.results.extend(results);
    expr
}

/// A group over rows of `n`, with a fold along them where there is a monoid; its operands are the sources, in their order.
fn stage(rows: usize, n: usize, expr: Expr, fold: Option<(Monoid, Expr)>, sources: Vec<Source>) -> Stage {
    let domain = Dims::from_slice(&[rows, n]);
    let operands = (0..sources.len()).map(|input| GroupOperand { input, space: domain.clone() }).collect();
    let dtypes = expr.results.iter().map(|r| expr.dtype(*r)).collect();
    let reduce = fold.map(|(monoid, finish)| Reduction {
        monoid,
        axes: SmallVec::from_slice(&[false, true]),
        accumulator: F,
        finish,
    });
    let group = Group { expr, domain, operands, reduce, members: Vec::new() };
    Stage { group: Arc::new(group), sources: sources.into(), dtypes }
}

fn from(stage: usize, result: usize, dims: [usize; 2]) -> Source {
    Source::Stage { stage, result, dims: Dims::from_slice(&dims) }
}

fn same(arity: usize) -> Expr {
    expr(arity, |_, x| vec![x[0]])
}

/// Softmax along rows; its results are that and the logarithm of the sums.
fn softmax(rows: usize, n: usize) -> Rows {
    let exp = expr(2, |e, x| {
        let shifted = e.sub(x[0], x[1]);
        let value = e.exp(shifted);
        vec![value, value]
    });
    let log = expr(1, |e, x| vec![e.log(x[0])]);
    let stages = vec![
        stage(rows, n, same(1), Some((Monoid::Max, same(1))), vec![Source::Input(0)]),
        stage(rows, n, exp, Some((Monoid::Sum, same(1))), vec![Source::Input(0), from(0, 0, [rows, 1])]),
        stage(rows, 1, log, None, vec![from(1, 0, [rows, 1])]),
        stage(
            rows,
            n,
            expr(2, |e, x| vec![e.div(x[0], x[1])]),
            None,
            vec![from(1, 1, [rows, n]), from(1, 0, [rows, 1])],
        ),
    ];
    Rows { rows, stages, results: vec![(3, 0), (2, 0)] }
}

/// (x - mean) / sqrt(variance + e) times a scale that all rows share.
fn layer_norm(rows: usize, n: usize) -> Rows {
    let mean = expr(1, |e, x| {
        let share = e.lit(x[0], 1.0 / n as f64);
        vec![e.mul(x[0], share)]
    });
    let root = expr(1, |e, x| {
        let share = e.lit(x[0], 1.0 / n as f64);
        let variance = e.mul(x[0], share);
        let small = e.lit(x[0], 1e-3);
        let sum = e.add(variance, small);
        vec![e.rsqrt(sum)]
    });
    let squared = expr(2, |e, x| {
        let centred = e.sub(x[0], x[1]);
        vec![e.square(centred), centred]
    });
    let scaled = expr(3, |e, x| {
        let unit = e.mul(x[0], x[1]);
        vec![e.mul(unit, x[2])]
    });
    let sources = vec![from(1, 1, [rows, n]), from(1, 0, [rows, 1]), Source::Input(1)];
    let stages = vec![
        stage(rows, n, same(1), Some((Monoid::Sum, mean)), vec![Source::Input(0)]),
        stage(rows, n, squared, Some((Monoid::Sum, root)), vec![Source::Input(0), from(0, 0, [rows, 1])]),
        stage(rows, n, scaled, None, sources),
    ];
    Rows { rows, stages, results: vec![(2, 0)] }
}

/// Operands from outside, in the order of stages.
struct Outside {
    layouts: Vec<Layout>,
    slots: Vec<usize>,
    buffers: Vec<Vec<u8>>,
}

fn compare(what: &str, rows: &Rows, outside: &Outside, counts: &[usize], dispatches: Option<usize>, limits: &Limits) {
    let operands: Vec<Operand> = (outside.layouts.iter().zip(&outside.slots))
        .map(|(layout, &slot)| Operand { slot, dtype: F, layout: layout.clone() })
        .collect();
    let first = outside.buffers.len();
    let results: Vec<Target> = (0..counts.len()).map(|n| Target { slot: first + n, dtype: F }).collect();
    let shaders = shaders_of(rows, &operands, &results, limits).unwrap_or_else(|e| panic!("{what}: {e}"));
    check(&shaders, limits);
    assert!(dispatches.is_none_or(|n| shaders.dispatches.len() == n), "{what}: {}", shaders.dispatches.len());
    let scratch = |b: &Binding| !matches!(b, Binding::Scratch(i) if *i >= shaders.scratch.len());
    assert!(shaders.dispatches.iter().all(|d| d.bindings.iter().all(scratch)));
    let Some(gpu) = device::gpu() else { return };
    let mut slots: Vec<Vec<u8>> = outside.buffers.iter().map(|b| widened(F, b)).collect();
    slots.extend(counts.iter().map(|count| vec![0xee; 4 * count]));
    let got = gpu.run(&shaders, &slots);
    let kernel = RowsKernel::new(rows, &outside.layouts, &vec![Memory::Own; counts.len()]).unwrap();
    let inputs: Vec<Vec<u8>> = outside.slots.iter().map(|&slot| outside.buffers[slot].clone()).collect();
    let results: Vec<(DType, usize)> = counts.iter().map(|&count| (F, count)).collect();
    let want = values::run(&kernel, &inputs, &results, true);
    for n in 0..counts.len() {
        for (i, (g, w)) in got[first + n].chunks_exact(4).zip(want[n].chunks_exact(4)).enumerate() {
            let [g, w] = [g, w].map(|element| f32::from_ne_bytes(element.try_into().unwrap()));
            assert!((g - w).abs() <= 3e-6 * w.abs() + 1e-6, "{what}: result {n}, element {i}: {g}, not {w}");
        }
    }
}

const SIZES: [(usize, usize); 9] =
    [(2, 3), (300, 10), (7, 64), (65, 100), (5, 1000), (3, 2500), (600, 4), (2, 40_000), (2, 5000)];

fn numbers(count: usize) -> Vec<u8> {
    let mut random = Random(11);
    bytes(F, (0..count).map(|_| random.uniform(-3.0, 3.0)))
}

#[test]
fn softmax_in_one_dispatch() {
    for (rows, n) in SIZES {
        let dims = [rows, n];
        let layout = Layout::contiguous(&dims);
        let outside =
            Outside { layouts: vec![layout.clone(), layout], slots: vec![0, 0], buffers: vec![numbers(rows * n)] };
        let one = (n < 3500).then_some(1);
        compare(&format!("softmax {dims:?}"), &softmax(rows, n), &outside, &[rows * n, rows], one, &Limits::WEBGPU);
    }
}

#[test]
fn layer_norm_in_one_dispatch() {
    for (rows, n) in SIZES {
        let dims = [rows, n];
        let layout = Layout::contiguous(&dims);
        let scale = Layout::contiguous(&[n]).broadcast(&dims);
        let outside = Outside {
            layouts: vec![layout.clone(), layout, scale],
            slots: vec![0, 0, 1],
            buffers: vec![numbers(rows * n), numbers(n)],
        };
        let one = (n < 3500).then_some(1);
        compare(&format!("layer norm {dims:?}"), &layer_norm(rows, n), &outside, &[rows * n], one, &Limits::WEBGPU);
    }
}

#[test]
fn transposed_rows_and_little_memory() {
    let (rows, n) = (40, 70);
    let layout = Layout::contiguous(&[n, rows]).transpose(&[1, 0]);
    let outside =
        Outside { layouts: vec![layout.clone(), layout], slots: vec![0, 0], buffers: vec![numbers(rows * n)] };
    compare("transposed", &softmax(rows, n), &outside, &[rows * n, rows], Some(1), &Limits::WEBGPU);
    let limits = Limits { shared: 64, ..Limits::WEBGPU };
    compare("by stages", &softmax(rows, n), &outside, &[rows * n, rows], None, &limits);
    let again = Limits { shared: 1024, ..Limits::WEBGPU };
    for (rows, n) in [(256, 70), (257, 1001)] {
        let layout = Layout::contiguous(&[rows, n]);
        let outside =
            Outside { layouts: vec![layout.clone(), layout], slots: vec![0, 0], buffers: vec![numbers(rows * n)] };
        compare("computed again", &softmax(rows, n), &outside, &[rows * n, rows], Some(1), &again);
    }
    let limits = Limits { groups: 3, ..Limits::WEBGPU };
    compare("folded", &softmax(rows, n), &outside, &[rows * n, rows], Some(1), &limits);
}

#[test]
fn a_result_overwrites_what_no_later_stage_reads() {
    let (rows, n) = (300, 40);
    let layout = Layout::contiguous(&[rows, n]);
    let operand = Operand { slot: 0, dtype: F, layout };
    let results = [Target { slot: 0, dtype: F }, Target { slot: 1, dtype: F }];
    for limits in [Limits::WEBGPU, Limits { shared: 1024, ..Limits::WEBGPU }] {
        let shaders = shaders_of(&softmax(rows, n), &[operand.clone(), operand.clone()], &results, &limits).unwrap();
        assert_eq!(shaders.dispatches.len(), 1);
        assert_eq!(shaders.dispatches[0].bindings.as_slice(), [Binding::Input(0), Binding::Input(1)]);
        let Some(gpu) = device::gpu() else { return };
        let got = gpu.run(&shaders, &[numbers(rows * n), vec![0; 4 * rows]]);
        let sum: f32 = got[0].chunks_exact(4).map(|e| f32::from_ne_bytes(e.try_into().unwrap())).sum();
        assert!((sum - rows as f32).abs() < 1e-2, "{sum}");
    }
}

#[test]
fn a_type_without_shaders_is_a_reason() {
    let mut rows = softmax(4, 8);
    let mut group = Group::clone(&rows.stages[3].group);
    let value = group.expr.results[0];
    group.expr.results[0] = group.expr.lgamma(value);
    rows.stages[3].group = Arc::new(group);
    let layout = Layout::contiguous(&[4, 8]);
    let operand = Operand { slot: 0, dtype: F, layout };
    let results = [Target { slot: 1, dtype: F }, Target { slot: 2, dtype: F }];
    let refused = shaders_of(&rows, &[operand.clone(), operand], &results, &ALL).unwrap_err();
    assert_eq!(refused, "lgamma has no float32 shader");
}
