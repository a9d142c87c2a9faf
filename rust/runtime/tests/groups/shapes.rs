//! Every way operands can lie, and every kind of reduction.

use super::values::{Random, bytes, small};
use super::{Case, device};
use rheos_base::{DType, Dims, element_count};
use rheos_graph::Layout;
use rheos_graph::expr::{Expr, Monoid, Ref};
use rheos_graph::gpu::{Binding, Limits};
use rheos_graph::group::{Group, Reduction};

const F: DType = DType::F32;

/// A group that adds its operands up, each times another number, stores that and a comparison.
fn sum_group(dtypes: &[DType], domain: &[usize]) -> (Group, Vec<(DType, usize)>) {
    let mut expr = Expr::default();
    let mut sum: Option<Ref> = None;
    for (k, &dtype) in dtypes.iter().enumerate() {
        let x = expr.input(k, dtype);
        let x = expr.cast(x, F);
        let factor = expr.lit(x, [1.0, 64.0, 0.25][k]);
        let product = expr.mul(x, factor);
        sum = Some(match sum {
            Some(sum) => expr.add(sum, product),
            None => product,
        });
    }
    let sum = sum.unwrap();
    let zero = expr.lit(sum, 0.0);
    let positive = expr.gt(sum, zero);
    expr.results.push(sum);
    expr.results.push(positive);
    let count = element_count(domain);
    let group = Group { expr, domain: domain.into(), operands: Vec::new(), reduce: None, members: Vec::new() };
    (group, vec![(F, count), (DType::Bool, count)])
}

/// The elements of a buffer in which the layout lies.
fn filled(dtype: DType, layout: &Layout, seed: u64) -> Vec<u8> {
    let last = layout.positions().max().unwrap_or(0);
    small(dtype, last + 1, seed)
}

fn map_case(domain: &[usize], layouts: &[(DType, Layout)]) -> Case {
    let dtypes: Vec<DType> = layouts.iter().map(|l| l.0).collect();
    let (group, results) = sum_group(&dtypes, domain);
    let inputs =
        layouts.iter().enumerate().map(|(k, (dtype, layout))| (*dtype, filled(*dtype, layout, k as u64))).collect();
    let layouts = layouts.iter().map(|l| l.1.clone()).collect();
    Case { group, layouts, inputs, results, overwrites: Vec::new() }
}

fn whole(dims: &[usize]) -> Layout {
    Layout::contiguous(dims)
}

fn offset(layout: Layout, offset: isize) -> Layout {
    Layout { offset: layout.offset + offset, ..layout }
}

#[test]
fn operands_lie_anyhow() {
    let cases: Vec<(&[usize], Vec<Layout>)> = vec![
        (&[], vec![whole(&[])]),
        (&[1], vec![whole(&[1]), offset(whole(&[1]), 3)]),
        (&[7], vec![whole(&[7]), whole(&[]).broadcast(&[7])]),
        (&[1000], vec![whole(&[1000]), offset(whole(&[1000]), 4), whole(&[1]).broadcast(&[1000])]),
        (&[1001], vec![whole(&[1001]), offset(whole(&[1001]), 5)]),
        (&[1000], vec![offset(whole(&[1000]), 1)]),
        (&[33, 12], vec![whole(&[33, 12]), whole(&[12]).broadcast(&[33, 12]), whole(&[33, 1]).broadcast(&[33, 12])]),
        (&[33, 13], vec![whole(&[33, 13]), whole(&[13]).broadcast(&[33, 13]), whole(&[33, 1]).broadcast(&[33, 13])]),
        (&[12, 20], vec![whole(&[20, 12]).transpose(&[1, 0]), whole(&[12, 20])]),
        (&[9, 7], vec![whole(&[7, 9]).transpose(&[1, 0]), whole(&[9, 7]), whole(&[9, 1]).broadcast(&[9, 7])]),
        (&[16, 8], vec![whole(&[16, 8]).slice(1, 7, -1, 8), whole(&[16, 8]).slice(0, 15, -1, 16)]),
        (&[5, 8], vec![whole(&[16, 16]).slice(0, 2, 3, 5).slice(1, 4, 1, 8), whole(&[5, 24]).slice(1, 0, 3, 8)]),
        (
            &[2, 3, 4, 5, 6],
            vec![
                whole(&[6, 5, 4, 3, 2]).transpose(&[4, 3, 2, 1, 0]),
                whole(&[2, 1, 4, 1, 6]).broadcast(&[2, 3, 4, 5, 6]),
            ],
        ),
        (
            &[2, 3, 2, 3, 2, 8],
            vec![
                whole(&[2, 2, 2, 3, 3, 8]).transpose(&[0, 3, 1, 4, 2, 5]),
                whole(&[3, 1, 3, 1, 8]).broadcast(&[2, 3, 2, 3, 2, 8]),
            ],
        ),
    ];
    for (domain, layouts) in cases {
        for dtype in [F, DType::I32, DType::Bool, DType::F16, DType::I64] {
            if device::gpu().is_some_and(|gpu| !gpu.limits.has(dtype)) {
                continue;
            }
            let layouts: Vec<(DType, Layout)> =
                layouts.iter().enumerate().map(|(k, l)| (if k == 0 { dtype } else { F }, l.clone())).collect();
            map_case(domain, &layouts).check(&format!("{domain:?} {layouts:?}"), &[0]);
        }
    }
}

#[test]
fn nothing_to_compute_is_no_dispatch() {
    let case = map_case(&[3, 0], &[(F, whole(&[3, 0]))]);
    assert!(case.shaders(&Limits::WEBGPU).unwrap().dispatches.is_empty());
}

#[test]
fn positions_along_axes() {
    for domain in [&[5usize, 7, 3][..], &[4, 6, 8], &[1, 1], &[2000]] {
        let mut expr = Expr::default();
        let count = element_count(domain);
        let mut results = Vec::new();
        for axis in 0..domain.len() {
            let position = expr.index(axis, DType::I32);
            expr.results.push(position);
            results.push((DType::I32, count));
        }
        let group = Group { expr, domain: domain.into(), operands: Vec::new(), reduce: None, members: Vec::new() };
        Case { group, layouts: Vec::new(), inputs: Vec::new(), results, overwrites: Vec::new() }
            .check(&format!("positions {domain:?}"), &[0]);
    }
}

#[test]
fn results_overwrite_operands() {
    for (count, dtype) in [(1000, F), (1001, F), (600, DType::I32), (601, DType::I32)] {
        let mut case = map_case(&[count], &[(dtype, whole(&[count])), (F, whole(&[count]))]);
        case.overwrites = vec![(0, 0)];
        let shaders = case.shaders(&Limits::WEBGPU).unwrap();
        let bindings = &shaders.dispatches[0].bindings;
        assert_eq!(bindings.as_slice(), [Binding::Input(0), Binding::Input(1), Binding::Input(3)]);
        case.check(&format!("{count} of {dtype} in place"), &[0]);
    }
}

#[test]
fn workgroups_fold_over_two_dimensions() {
    let limits = Limits { groups: 7, ..Limits::WEBGPU };
    for count in [20_000, 20_001] {
        let case = map_case(&[count], &[(F, whole(&[count]))]);
        assert!(case.shaders(&limits).unwrap().dispatches[0].groups[1] > 1);
        case.check_with("folded", &[0], &limits);
    }
    let case = reduce_case(Monoid::Sum, F, &[3000, 40], &[false, true], whole(&[3000, 40]), false);
    let limits = Limits { groups: 30, ..Limits::WEBGPU };
    assert!(case.shaders(&limits).unwrap().dispatches[0].groups[1] > 1);
    case.check_with("folded", &[0], &limits);
    let case = map_case(&[40_000], &[(F, whole(&[40_000]))]);
    assert!(case.shaders(&Limits { groups: 7, ..Limits::WEBGPU }).unwrap_err().contains("workgroups"));
}

#[test]
fn limits_are_reasons() {
    let case = map_case(&[4], &[(F, whole(&[4])), (F, whole(&[4]))]);
    let refused = |limits: Limits| case.shaders(&limits).unwrap_err();
    assert_eq!(refused(Limits { bindings: 3, ..Limits::WEBGPU }), "4 buffers, and a shader can have 3");
    assert!(refused(Limits { binding: 8, ..Limits::WEBGPU }).contains("larger than a binding"));
}

#[test]
fn other_sizes_have_the_same_module() {
    let text = |batch: usize| {
        let bias = whole(&[12]).broadcast(&[batch, 12]);
        let case = map_case(&[batch, 12], &[(F, whole(&[batch, 12])), (F, bias)]);
        case.shaders(&Limits::WEBGPU).unwrap().dispatches[0].source.clone()
    };
    assert_eq!(text(32), text(57));
    let text = |batch: usize| {
        let mut case = map_case(&[batch], &[(F, whole(&[batch]))]);
        let share = case.group.expr.lit(Ref(0), 1.0 / batch as f64);
        let mean = case.group.expr.mul(Ref(0), share);
        case.group.expr.results[0] = mean;
        case.shaders(&Limits::WEBGPU).unwrap().dispatches[0].source.clone()
    };
    assert_eq!(text(32), text(56));
    let text = |batch: usize| {
        let case = reduce_case(Monoid::Max, F, &[batch, 100], &[false, true], whole(&[batch, 100]), false);
        case.shaders(&Limits::WEBGPU).unwrap().dispatches[0].source.clone()
    };
    assert_eq!(text(512), text(300));
}

/// Folds an operand; doubles the fold where the type allows, and stores the sum of the operand and one if `beside`.
fn reduce_case(monoid: Monoid, dtype: DType, domain: &[usize], axes: &[bool], layout: Layout, beside: bool) -> Case {
    let mut expr = Expr::default();
    let x = expr.input(0, dtype);
    let accumulator = if dtype == DType::F16 { F } else { dtype };
    let value = expr.cast(x, accumulator);
    expr.results.push(value);
    let kept = domain.iter().zip(axes).filter(|axis| !axis.1).map(|axis| axis.0).product();
    let mut results = vec![(dtype, kept)];
    if beside {
        let other = if dtype == DType::Bool { expr.not(x) } else { expr.neg(x) };
        expr.results.push(other);
        results.push((dtype, element_count(domain)));
    }
    let mut finish = Expr::default();
    let folded = finish.input(0, accumulator);
    let folded = if dtype == DType::Bool { finish.not(folded) } else { finish.add(folded, folded) };
    let folded = finish.cast(folded, dtype);
    finish.results.push(folded);
    let reduce = Some(Reduction { monoid, axes: axes.into(), accumulator, finish });
    let group = Group { expr, domain: Dims::from_slice(domain), operands: Vec::new(), reduce, members: Vec::new() };
    let elements = match (monoid, dtype) {
        (Monoid::Prod, _) => {
            let last = layout.positions().max().unwrap_or(0);
            bytes(dtype, (0..=last).map(|i| if i % 3 == 0 { -1.0 } else { 1.0 }))
        }
        // True where folds of such lengths have both answers.
        (Monoid::All, _) => bytes(dtype, (0..=layout.positions().max().unwrap_or(0)).map(|i| f64::from(i % 97 != 96))),
        (Monoid::Any, _) => bytes(dtype, (0..=layout.positions().max().unwrap_or(0)).map(|i| f64::from(i % 97 == 96))),
        _ => filled(dtype, &layout, 3),
    };
    Case { group, layouts: vec![layout], inputs: vec![(dtype, elements)], results, overwrites: Vec::new() }
}

/// Domains and axes: rows, columns, everything, mixtures; short, long, few and many.
const FOLDS: [(&[usize], &[bool]); 20] = [
    (&[], &[]),
    (&[1], &[true]),
    (&[5], &[true]),
    (&[1000], &[true]),
    (&[100_003], &[true]),
    (&[300, 3], &[false, true]),
    (&[37, 64], &[false, true]),
    (&[5, 1000], &[false, true]),
    (&[3, 40_000], &[false, true]),
    (&[300, 3], &[true, false]),
    (&[1000, 37], &[true, false]),
    (&[40_000, 3], &[true, false]),
    (&[9, 600], &[true, false]),
    (&[6, 7, 8], &[false, true, false]),
    (&[6, 700, 8], &[true, false, true]),
    (&[3, 4, 5, 6, 7], &[true, false, true, false, true]),
    (&[3, 4, 5, 6, 7], &[false, true, false, true, false]),
    (&[4, 0], &[false, true]),
    (&[0, 4], &[false, true]),
    (&[7, 1, 9], &[false, true, false]),
];

#[test]
fn folds_over_any_axes() {
    for (domain, axes) in FOLDS {
        for beside in [false, true] {
            let case = reduce_case(Monoid::Sum, F, domain, axes, whole(domain), beside);
            case.check(&format!("sum over {domain:?} {axes:?}, {beside}"), &[0]);
        }
    }
}

#[test]
fn every_fold_of_every_type() {
    use Monoid::{All, Any, Max, Min, Prod, Sum};
    for dtype in [F, DType::F16, DType::I32, DType::U32, DType::Bool, DType::F64, DType::I64, DType::U64] {
        if device::gpu().is_some_and(|gpu| !gpu.limits.has(dtype)) {
            continue;
        }
        let monoids: &[Monoid] = if dtype == DType::Bool { &[All, Any] } else { &[Sum, Prod, Min, Max] };
        for &monoid in monoids {
            for (domain, axes) in [FOLDS[5], FOLDS[8], FOLDS[10], FOLDS[17]] {
                let case = reduce_case(monoid, dtype, domain, axes, whole(domain), false);
                case.check(&format!("{monoid:?} of {dtype} over {domain:?} {axes:?}"), &[0]);
            }
        }
    }
}

#[test]
fn folds_of_operands_that_lie_anyhow() {
    let layouts = [
        whole(&[40, 30]).transpose(&[1, 0]),
        whole(&[40]).broadcast(&[30, 40]),
        whole(&[30, 1]).broadcast(&[30, 40]),
        offset(whole(&[60, 80]).slice(0, 59, -2, 30).slice(1, 1, 2, 40), 0),
    ];
    for layout in layouts {
        for axes in [[true, false], [false, true], [true, true]] {
            let case = reduce_case(Monoid::Sum, F, &[30, 40], &axes, layout.clone(), true);
            case.check(&format!("{layout:?} over {axes:?}"), &[0]);
        }
    }
}

/// A window of these sizes in a larger buffer: axes in any order, some repeated, cut or walked backwards.
fn any_layout(dims: &[usize], random: &mut Random) -> Layout {
    let mut below = |n: usize| random.next() as usize % n;
    let mut order: Vec<usize> = (0..dims.len()).collect();
    if below(3) == 0 {
        (1..dims.len()).for_each(|i| order.swap(i, below(i + 1)));
    }
    let kinds: Vec<usize> = dims.iter().map(|_| below(8)).collect();
    let lengths: Vec<usize> = dims.iter().zip(&kinds).map(|(&d, kind)| [1, 2 * d + 1, d][(*kind).min(2)]).collect();
    let buffer: Vec<usize> = order.iter().map(|&axis| lengths[axis]).collect();
    let mut back = vec![0; dims.len()];
    order.iter().enumerate().for_each(|(place, &axis)| back[axis] = place);
    let mut layout = whole(&buffer).transpose(&back);
    for (axis, (&size, kind)) in dims.iter().zip(&kinds).enumerate() {
        layout = match kind {
            1 => layout.slice(axis, 1, 2, size),
            2 => layout.slice(axis, size as isize - 1, -1, size),
            _ => layout,
        };
    }
    offset(layout.broadcast(dims), below(3) as isize * 2)
}

#[test]
fn random_layouts_and_axes() {
    let mut random = Random(99);
    for n in 0..40 {
        let rank = random.next() as usize % 6;
        let domain: Vec<usize> = (0..rank).map(|_| [1, 2, 3, 4, 5, 8, 12][random.next() as usize % 7]).collect();
        let layouts: Vec<(DType, Layout)> = (0..1 + n % 3).map(|_| (F, any_layout(&domain, &mut random))).collect();
        map_case(&domain, &layouts).check(&format!("{n}: {domain:?} {layouts:?}"), &[0]);
        let axes: Vec<bool> = (0..rank).map(|_| random.next() & 1 == 0).collect();
        let layout = any_layout(&domain, &mut random);
        let case = reduce_case(Monoid::Sum, DType::I32, &domain, &axes, layout.clone(), n % 2 == 0);
        case.check(&format!("{n}: {layout:?} over {axes:?}"), &[0]);
    }
}

#[test]
fn extremes_keep_nan_and_infinity() {
    for monoid in [Monoid::Min, Monoid::Max] {
        let mut case = reduce_case(monoid, F, &[4, 5000], &[false, true], whole(&[4, 5000]), false);
        let mut values = vec![f64::NEG_INFINITY; 20_000];
        values[5003] = f64::NAN;
        values[10_000..15_000].fill(f64::INFINITY);
        values[17_000] = 2.0;
        case.inputs[0].1 = bytes(F, values);
        case.check(&format!("{monoid:?}"), &[0]);
    }
}

#[test]
fn float_sums_are_near_the_exact_ones() {
    let Some(gpu) = device::gpu() else { return };
    for (domain, axes) in [FOLDS[4], FOLDS[8], FOLDS[11]] {
        let mut case = reduce_case(Monoid::Sum, F, domain, axes, whole(domain), false);
        let mut random = Random(5);
        let values: Vec<f64> = (0..element_count(domain)).map(|_| f64::from(random.uniform(0.0, 1.0) as f32)).collect();
        case.inputs[0].1 = bytes(F, values.iter().copied());
        let results = case.results[0].1;
        let shaders = case.shaders(&gpu.limits).unwrap();
        let got = gpu.run(&shaders, &[case.inputs[0].1.clone(), vec![0; 4 * results]]);
        let inner = axes.last() == Some(&true);
        for r in 0..results {
            let length = values.len() / results;
            let exact: f64 =
                (0..length).map(|k| if inner { values[r * length + k] } else { values[k * results + r] }).sum();
            let sum = f64::from(f32::from_ne_bytes(got[1][4 * r..4 * r + 4].try_into().unwrap()));
            assert!((sum / (2.0 * exact) - 1.0).abs() < 1e-6, "{domain:?}: {sum}, not {exact}");
        }
    }
}
