//! What a run costs beside its kernels: `cargo bench -p rheos-runtime --bench overhead`.

use rheos_base::{DType, Shape, Tensor};
use rheos_graph::graph::Graph;
use rheos_graph::{Builder, Output};
use rheos_ops::Ops;
use rheos_passes::Request;
use rheos_runtime::{RunOptions, Session, SessionOptions};
use std::hint::black_box;
use std::sync::{Arc, Mutex};
use std::time::Instant;

fn main() {
    let small = |b: &mut Builder<'_>| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let y = b.placeholder(DType::F32, &Shape::unknown())?;
        Ok((vec![x, y], b.add(x, y)?))
    };
    let chain = |b: &mut Builder<'_>| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let mut y = x;
        for _ in 0..500 {
            let sum = b.add(y, x)?;
            y = b.mul(sum, x)?;
        }
        Ok((vec![x], y))
    };
    let wide = |b: &mut Builder<'_>| {
        let x = b.placeholder(DType::F32, &Shape::unknown())?;
        let mut y = x;
        for _ in 0..4 {
            let t = b.tanh(y)?;
            y = b.add(t, x)?;
        }
        Ok((vec![x], y))
    };
    measure("a + b, fed scalars", small, &[], 20_000);
    measure("1,000 chained ops on 16 floats", chain, &[16], 1_000);
    measure("8 ops with 4 tanh on 1M floats", wide, &[1_000_000], 20);
    for threads in [1, 2] {
        let (session, executable, feeds) = prepare(wide, &[1_000_000], threads);
        report(&format!("the same, {threads} threads"), 20, || {
            black_box(session.run(&executable, &feeds, &RunOptions::default()).expect("runs"));
        });
    }
}

type Build = fn(&mut Builder<'_>) -> rheos_base::Result<(Vec<Output>, Output)>;

fn prepare(build: Build, dims: &[usize], threads: usize) -> (Session, Arc<rheos_runtime::Executable>, Vec<Tensor>) {
    let graph = Arc::new(Mutex::new(Graph::new(rheos_ops::registry())));
    let session = Session::new(graph.clone(), SessionOptions { threads, ..Default::default() }, Arc::new(()));
    let (feeds, fetch) = build(&mut Builder { emit: &mut *graph.lock().expect("fresh") }).expect("builds");
    let count = feeds.len();
    let executable = session.prepare(&Request { fetches: vec![fetch], feeds, ..Request::default() }).expect("prepares");
    let value = Tensor::from_slice(dims, &vec![0.5f32; dims.iter().product()]).expect("small");
    (session, executable, vec![value; count])
}

fn measure(name: &str, build: Build, dims: &[usize], runs: u32) {
    let (session, executable, feeds) = prepare(build, dims, 1);
    let start = Instant::now();
    session.run(&executable, &feeds, &RunOptions::default()).expect("runs");
    println!("{name}: first run {:.1} us", start.elapsed().as_secs_f64() * 1e6);
    report(name, runs, || {
        black_box(session.run(&executable, &feeds, &RunOptions::default()).expect("runs"));
    });
}

fn report(name: &str, runs: u32, mut body: impl FnMut()) {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            (0..runs).for_each(|_| body());
            start.elapsed().as_secs_f64() * 1e6 / f64::from(runs)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name}: median {:.2} us, best {:.2} us", times[4], times[0]);
}
