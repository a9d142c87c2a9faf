//! Variables through the whole core: changes of rows, counters, optimizers' updates.

use rheos_base::{Attr, DType, Kind, Result, Shape, Tensor};
use rheos_graph::builder::ArgValue;
use rheos_graph::graph::Graph;
use rheos_graph::{Builder, Output, Outputs};
use rheos_ops::Ops;
use rheos_passes::Request;
use rheos_runtime::{RunOptions, Session, SessionOptions};
use std::sync::{Arc, Mutex};

struct Bench {
    graph: Arc<Mutex<Graph>>,
    session: Session,
}

impl Bench {
    fn new() -> Bench {
        let graph = Arc::new(Mutex::new(Graph::new(rheos_ops::registry())));
        let session = Session::new(graph.clone(), SessionOptions { threads: 2, ..Default::default() }, Arc::new(()));
        Bench { graph, session }
    }

    fn build<R>(&self, f: impl FnOnce(&mut Builder<'_>) -> Result<R>) -> Result<R> {
        let mut graph = self.graph.lock().unwrap();
        f(&mut Builder { emit: &mut *graph })
    }

    fn run(&self, fetches: &[Output]) -> Result<Vec<Tensor>> {
        let request = Request { fetches: fetches.into(), ..Request::default() };
        let executable = self.session.prepare(&request)?;
        self.session.run(&executable, &[], &RunOptions::default())
    }

    /// Adds a node without results and runs it.
    fn act(&self, f: impl FnOnce(&mut Builder<'_>) -> Result<Outputs>) -> Result<()> {
        self.build(f)?;
        let last = self.graph.lock().unwrap().len() as u32 - 1;
        let request = Request { targets: vec![rheos_graph::NodeId(last)], ..Request::default() };
        let executable = self.session.prepare(&request)?;
        self.session.run(&executable, &[], &RunOptions::default()).map(|_| ())
    }

    fn variable(&self, name: &str, dims: &[usize], values: &[f32]) -> Output {
        let handle = self.build(|b| b.var_handle_op("", name, DType::F32, &Shape::known(dims))).unwrap();
        self.act(|b| {
            let value = b.constant(floats(dims, values))?;
            b.assign_variable_op(handle, value, false)
        })
        .unwrap();
        handle
    }

    fn value(&self, handle: Output) -> Vec<f32> {
        self.run(&[handle]).unwrap()[0].as_slice::<f32>().unwrap().to_vec()
    }
}

fn floats(dims: &[usize], values: &[f32]) -> Tensor {
    Tensor::from_slice(dims, values).unwrap()
}

fn call(b: &mut Builder<'_>, name: &str, args: &[Output], attrs: &[(&str, Attr)]) -> Result<Outputs> {
    let args: Vec<ArgValue<'_>> = args.iter().map(|&a| a.into()).collect();
    b.op(name, &args, attrs)
}

#[test]
fn rows_change_in_order_and_only_if_all_indices_are_good() {
    let bench = Bench::new();
    let v = bench.variable("v", &[3, 2], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let scatter = |name: &str, indices: &[i64], updates: Tensor| {
        bench.act(|b| {
            let indices = b.ints(indices)?;
            let updates = b.constant(updates)?;
            call(b, name, &[v, indices, updates], &[])
        })
    };
    scatter("ResourceScatterAdd", &[0, 2, 0], floats(&[3, 2], &[10.0, 20.0, 1.0, 1.0, 100.0, 200.0])).unwrap();
    assert_eq!(bench.value(v), [111.0, 222.0, 3.0, 4.0, 6.0, 7.0]);
    let e = scatter("ResourceScatterSub", &[0, 3], floats(&[2, 2], &[1.0; 4])).unwrap_err();
    assert!(e.kind() == Kind::InvalidArgument && e.to_string().contains("[0, 3)"), "{e}");
    assert_eq!(bench.value(v), [111.0, 222.0, 3.0, 4.0, 6.0, 7.0]);
    scatter("ResourceScatterDiv", &[0], floats(&[], &[2.0])).unwrap();
    scatter("ResourceScatterUpdate", &[1, 1], floats(&[2, 2], &[7.0, 7.0, 8.0, 9.0])).unwrap();
    scatter("ResourceScatterMax", &[2], floats(&[1, 2], &[0.0, 50.0])).unwrap();
    assert_eq!(bench.value(v), [55.5, 111.0, 8.0, 9.0, 6.0, 50.0]);
    let e = scatter("ResourceScatterMul", &[0], floats(&[3], &[1.0; 3])).unwrap_err();
    assert!(e.kind() == Kind::Value && e.to_string().contains("updates must be a scalar or have shape (1, 2)"), "{e}");
}

#[test]
fn slices_are_addressed_by_several_indices() {
    let bench = Bench::new();
    let v = bench.variable("v", &[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let scatter = |name: &str, dims: &[usize], indices: &[i64], updates: Tensor| {
        bench.act(|b| {
            let indices = b.constant(Tensor::from_ints(DType::I64, dims, indices)?)?;
            let updates = b.constant(updates)?;
            call(b, name, &[v, indices, updates], &[])
        })
    };
    scatter("ResourceScatterNdAdd", &[2, 2], &[0, 1, 1, 2], floats(&[2], &[10.0, 20.0])).unwrap();
    scatter("ResourceScatterNdUpdate", &[1, 1], &[1], floats(&[1, 3], &[7.0, 8.0, 9.0])).unwrap();
    assert_eq!(bench.value(v), [1.0, 12.0, 3.0, 7.0, 8.0, 9.0]);
    let e = scatter("ResourceScatterNdSub", &[1, 2], &[0, 3], floats(&[1], &[1.0])).unwrap_err();
    assert!(e.to_string().contains("indices[0] = [0, 3] does not index"), "{e}");
}

#[test]
fn an_operand_that_is_the_variable_itself_is_read_before_it_changes() {
    let bench = Bench::new();
    let v = bench.variable("v", &[2, 1], &[1.0, 2.0]);
    bench
        .act(|b| {
            let old = b.read_variable_op(v, DType::F32)?;
            let indices = b.ints(&[1, 0])?;
            call(b, "ResourceScatterUpdate", &[v, indices, old], &[])
        })
        .unwrap();
    assert_eq!(bench.value(v), [2.0, 1.0]);
}

#[test]
fn assignments_must_fit_the_handle() {
    let bench = Bench::new();
    let v = bench.variable("v", &[2], &[1.0, 2.0]);
    let wrong = bench.act(|b| {
        let value = b.constant(floats(&[3], &[1.0; 3]))?;
        b.assign_add_variable_op(v, value)
    });
    let e = wrong.unwrap_err().to_string();
    assert!(e.contains("float32 of shape (2,), but the value is float32 of shape (3,)"), "{e}");
    bench
        .act(|b| {
            let value = b.constant(floats(&[2], &[1.0, 5.0]))?;
            b.assign_sub_variable_op(v, value)
        })
        .unwrap();
    assert_eq!(bench.value(v), [0.0, -3.0]);
}

#[test]
fn variables_know_whether_they_have_a_value() {
    let bench = Bench::new();
    let v = bench.variable("v", &[2], &[1.0, 2.0]);
    let there = bench.build(|b| b.var_is_initialized_op(v)).unwrap();
    assert_eq!(bench.run(&[there]).unwrap()[0].bytes().unwrap(), [1]);
    bench.act(|b| b.destroy_resource_op(v, true)).unwrap();
    assert_eq!(bench.run(&[there]).unwrap()[0].bytes().unwrap(), [0]);
    let e = bench.act(|b| b.destroy_resource_op(v, false)).unwrap_err();
    assert_eq!(e.kind(), Kind::NotFound);
}

#[test]
fn a_variable_of_open_shape_is_gathered_with_its_present_sizes() {
    let bench = Bench::new();
    let (v, rows, sizes) = bench
        .build(|b| {
            let v = b.var_handle_op("", "v", DType::F32, &Shape::unknown())?;
            let indices = b.ints(&[2, 0])?;
            Ok((v, b.resource_gather(v, indices, 0, true, DType::F32)?, b.variable_shape(v, DType::I64)?))
        })
        .unwrap();
    for columns in [1, 2] {
        let values: Vec<f32> = (0..3 * columns).map(|i| i as f32).collect();
        bench
            .act(|b| {
                let value = b.constant(floats(&[3, columns], &values))?;
                b.assign_variable_op(v, value, false)
            })
            .unwrap();
        let out = bench.run(&[rows, sizes]).unwrap();
        assert_eq!(out[0].dims(), [2, columns]);
        assert_eq!(out[0].as_slice::<f32>().unwrap()[0], 2.0 * columns as f32);
        assert_eq!(out[1].as_slice::<i64>().unwrap(), [3, columns as i64]);
    }
}

#[test]
fn counting_stops_at_the_limit() {
    let bench = Bench::new();
    let (v, count) = bench
        .build(|b| {
            let v = b.var_handle_op("", "n", DType::I32, &Shape::scalar())?;
            Ok((v, b.resource_count_up_to(v, 2, DType::I32)?))
        })
        .unwrap();
    bench
        .act(|b| {
            let zero = b.int(0)?;
            b.assign_variable_op(v, zero, false)
        })
        .unwrap();
    assert_eq!(bench.run(&[count]).unwrap()[0].as_slice::<i32>().unwrap(), [0]);
    assert_eq!(bench.run(&[count]).unwrap()[0].as_slice::<i32>().unwrap(), [1]);
    assert_eq!(bench.run(&[count]).unwrap_err().kind(), Kind::OutOfRange);
    assert_eq!(bench.run(&[v]).unwrap()[0].as_slice::<i32>().unwrap(), [2]);
}

#[test]
fn an_adam_step_updates_variable_and_slots() {
    let bench = Bench::new();
    let (var, m, v) = (
        bench.variable("var", &[2], &[1.0, -2.0]),
        bench.variable("m", &[2], &[0.1, 0.2]),
        bench.variable("v", &[2], &[0.3, 0.4]),
    );
    bench
        .act(|b| {
            let mut scalars = Vec::new();
            for s in [0.9f32, 0.999, 0.01, 0.9, 0.999, 1e-8] {
                scalars.push(b.constant(floats(&[], &[s]))?);
            }
            let grad = b.constant(floats(&[2], &[0.5, -1.5]))?;
            let args = [&[var, m, v][..], &scalars, &[grad]].concat();
            call(b, "ResourceApplyAdam", &args, &[])
        })
        .unwrap();
    let alpha = 0.01f32 * (1.0f32 - 0.999).sqrt() / (1.0 - 0.9);
    let expected = |x: f32, m: f32, v: f32, g: f32| {
        let m = m + (g - m) * (1.0 - 0.9);
        let v = v + (g * g - v) * (1.0 - 0.999);
        (x - (m * alpha) / (v.sqrt() + 1e-8), m, v)
    };
    let (a, b) = (expected(1.0, 0.1, 0.3, 0.5), expected(-2.0, 0.2, 0.4, -1.5));
    assert_eq!(bench.value(var), [a.0, b.0]);
    assert_eq!(bench.value(m), [a.1, b.1]);
    assert_eq!(bench.value(v), [a.2, b.2]);
}

#[test]
fn sparse_momentum_touches_named_rows_only() {
    let bench = Bench::new();
    let (var, accum) = (bench.variable("var", &[3, 1], &[1.0, 2.0, 3.0]), bench.variable("a", &[3, 1], &[0.0; 3]));
    let step = |indices: &[i64]| {
        bench.act(|b| {
            let (lr, momentum) = (b.constant(floats(&[], &[0.5]))?, b.constant(floats(&[], &[0.5]))?);
            let grad = b.constant(floats(&[indices.len(), 1], &vec![1.0; indices.len()]))?;
            let indices = b.ints(indices)?;
            call(b, "ResourceSparseApplyMomentum", &[var, accum, lr, grad, indices, momentum], &[])
        })
    };
    step(&[2, 2]).unwrap();
    assert_eq!(bench.value(accum), [0.0, 0.0, 1.5]);
    assert_eq!(bench.value(var), [1.0, 2.0, 3.0 - 0.5 - 0.75]);
    assert!(step(&[0, -1]).is_err());
    assert_eq!(bench.value(var)[0], 1.0);
}
