//! Graph to result through the whole core.

use rheos_base::{Attr, DType, Kind, Shape, Tensor};
use rheos_graph::graph::Graph;
use rheos_graph::{Builder, Output};
use rheos_ops::Ops;
use rheos_passes::Request;
use rheos_runtime::{RunOptions, Session, SessionOptions};
use std::sync::{Arc, Mutex};

struct Bench {
    graph: Arc<Mutex<Graph>>,
    session: Session,
}

impl Bench {
    fn new(threads: usize) -> Bench {
        let graph = Arc::new(Mutex::new(Graph::new(rheos_ops::registry())));
        let session = Session::new(graph.clone(), SessionOptions { threads, ..Default::default() }, Arc::new(()));
        Bench { graph, session }
    }

    fn build<R>(&self, f: impl FnOnce(&mut Builder<'_>) -> rheos_base::Result<R>) -> R {
        let mut graph = self.graph.lock().unwrap();
        f(&mut Builder { emit: &mut *graph }).unwrap()
    }

    fn run(&self, fetches: &[Output], feeds: &[(Output, Tensor)]) -> rheos_base::Result<Vec<Tensor>> {
        let request = Request {
            fetches: fetches.into(),
            targets: vec![],
            feeds: feeds.iter().map(|f| f.0).collect(),
            ..Request::default()
        };
        let executable = self.session.prepare(&request)?;
        let values: Vec<Tensor> = feeds.iter().map(|f| f.1.clone()).collect();
        self.session.run(&executable, &values, &RunOptions::default())
    }

    fn run_op(&self, node: Output) -> rheos_base::Result<()> {
        let request = Request { targets: vec![node.node], ..Request::default() };
        let executable = self.session.prepare(&request)?;
        self.session.run(&executable, &[], &RunOptions::default()).map(|_| ())
    }
}

fn floats(dims: &[usize], values: &[f32]) -> Tensor {
    Tensor::from_slice(dims, values).unwrap()
}

#[test]
fn element_wise_work_fuses_and_broadcasts() {
    let bench = Bench::new(1);
    let (x, y) = bench.build(|b| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let c = b.constant(floats(&[3], &[1.0, -2.0, 3.0]))?;
        let sum = b.add(x, c)?;
        let y = b.mul(sum, x)?;
        Ok((x, b.relu(y)?))
    });
    let out = bench.run(&[y], &[(x, floats(&[2, 3], &[1.0, 2.0, 3.0, -1.0, -2.0, -3.0]))]).unwrap();
    assert_eq!(out[0].dims(), [2, 3]);
    assert_eq!(out[0].as_slice::<f32>().unwrap(), [2.0, 0.0, 18.0, 0.0, 8.0, 0.0]);
    // Another shape, another plan.
    let out = bench.run(&[y, y], &[(x, floats(&[], &[2.0]))]).unwrap();
    assert_eq!(out[1].as_slice::<f32>().unwrap(), [6.0, 0.0, 10.0]);
}

#[test]
fn reductions_do_not_depend_on_threads() {
    for dims in [vec![100_003], vec![300, 411], vec![7, 33, 129], vec![1000, 3], vec![3, 100_000], vec![0, 4]] {
        let count: usize = dims.iter().product();
        let values: Vec<f32> = (0..count).map(|i| ((i * 7919) % 1000) as f32 / 1000.0 - 0.3).collect();
        for axes in [vec![], vec![0], vec![-1], (0..dims.len() as i64).collect()] {
            let mut results = Vec::new();
            for threads in [1, 2, 3] {
                let bench = Bench::new(threads);
                let (x, y) = bench.build(|b| {
                    let x = b.placeholder(DType::F32, &Shape::unknown())?;
                    let axes = b.ints(&axes)?;
                    let squared = b.mul(x, x)?;
                    Ok((x, b.sum(squared, axes, false)?))
                });
                results.push(bench.run(&[y], &[(x, floats(&dims, &values))]).unwrap().remove(0));
            }
            assert!(results.iter().all(|r| *r == results[0]), "{dims:?} {axes:?}");
            let reduced: Vec<usize> = axes.iter().map(|&a| a.rem_euclid(dims.len() as i64) as usize).collect();
            let mut expected = vec![0f64; results[0].len()];
            for (i, v) in values.iter().enumerate() {
                let (mut rest, mut at, mut scale) = (i, 0, 1);
                for axis in (0..dims.len()).rev() {
                    let index = rest % dims[axis];
                    rest /= dims[axis];
                    if !reduced.contains(&axis) {
                        at += index * scale;
                        scale *= dims[axis];
                    }
                }
                expected[at] += f64::from(*v) * f64::from(*v);
            }
            for (got, want) in results[0].as_slice::<f32>().unwrap().iter().zip(&expected) {
                assert!(
                    (f64::from(*got) - want).abs() <= 1e-5 * want.abs().max(1.0),
                    "{dims:?} {axes:?}: {got} {want}"
                );
            }
        }
    }
}

#[test]
fn variables_keep_state_and_are_checked() {
    let bench = Bench::new(1);
    let (assign, read, bump) = bench.build(|b| {
        let handle = b.var_handle_op("", "w", DType::F32, &Shape::known(&[2]))?;
        let value = b.constant(floats(&[2], &[1.0, 2.0]))?;
        b.op("AssignVariableOp", &[handle.into(), value.into()], &[("dtype", Attr::Type(DType::F32))])?;
        let assign = Output::new(rheos_graph::NodeId(2), 0);
        let read = b.read_variable_op(handle, DType::F32)?;
        let sum = b.add(read, value)?;
        b.op("AssignVariableOp", &[handle.into(), sum.into()], &[("dtype", Attr::Type(DType::F32))])?;
        let bump = Output::new(rheos_graph::NodeId(5), 0);
        Ok((assign, read, bump))
    });
    let error = bench.run(&[read], &[]).unwrap_err();
    assert_eq!(error.kind(), Kind::FailedPrecondition);
    assert!(error.to_string().contains("uninitialized value w"), "{error}");
    bench.run_op(assign).unwrap();
    let held = bench.run(&[read], &[]).unwrap();
    for _ in 0..3 {
        bench.run_op(bump).unwrap();
    }
    assert_eq!(bench.run(&[read], &[]).unwrap()[0].as_slice::<f32>().unwrap(), [4.0, 8.0]);
    // What was fetched before has not changed.
    assert_eq!(held[0].as_slice::<f32>().unwrap(), [1.0, 2.0]);
    bench.session.close();
    assert_eq!(bench.run(&[read], &[]).unwrap_err().kind(), Kind::Runtime);
}

#[test]
fn sizes_may_depend_on_fed_values() {
    let bench = Bench::new(1);
    let (x, shape, y) = bench.build(|b| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let shape = b.placeholder(DType::I32, &Shape::unknown())?;
        let two = b.int(2)?;
        let doubled = b.mul(shape, two)?;
        let reshaped = b.reshape(x, doubled)?;
        Ok((x, shape, b.add(reshaped, reshaped)?))
    });
    for target in [[1, 3], [3, 1]] {
        let feeds = [(x, floats(&[12], &[1.0; 12])), (shape, Tensor::from_slice(&[2], &target).unwrap())];
        let out = bench.run(&[y], &feeds).unwrap();
        assert_eq!(out[0].dims(), [2 * target[0] as usize, 2 * target[1] as usize]);
        assert_eq!(out[0].as_slice::<f32>().unwrap(), [2.0; 12]);
    }
}

#[test]
fn errors_name_the_node() {
    let bench = Bench::new(1);
    let (x, y) = bench.build(|b| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let c = b.constant(floats(&[3], &[1.0; 3]))?;
        Ok((x, b.add(x, c)?))
    });
    let error = bench.run(&[y], &[(x, floats(&[2], &[0.0; 2]))]).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument);
    assert!(error.to_string().starts_with("Add 'Add':"), "{error}");
    let error = bench.run(&[y], &[]).unwrap_err();
    assert!(error.to_string().contains("You must feed a value for placeholder"), "{error}");
}

#[test]
fn constants_that_come_late_keep_their_registers() {
    // The zero outside the band is made after comparisons have freed registers of its size.
    let bench = Bench::new(1);
    let (x, y) = bench.build(|b| {
        let x = b.placeholder(DType::F64, &Shape::known(&[3, 3]))?;
        let (lower, upper) = (b.int(0)?, b.int(-1)?);
        Ok((x, b.matrix_band_part(x, lower, upper)?))
    });
    let values: Vec<f64> = (1..=9).map(f64::from).collect();
    let out = bench.run(&[y], &[(x, Tensor::from_slice(&[3, 3], &values).unwrap())]).unwrap();
    assert_eq!(out[0].as_slice::<f64>().unwrap(), [1.0, 2.0, 3.0, 0.0, 5.0, 6.0, 0.0, 0.0, 9.0]);
}
