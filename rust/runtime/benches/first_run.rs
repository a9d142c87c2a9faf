//! Building, differentiating and first running a large graph, stage by stage:
//! `cargo bench -p rheos-runtime --bench first_run`.

use rheos_base::{DType, Result, Shape, Tensor};
use rheos_graph::builder::GradValue;
use rheos_graph::graph::Graph;
use rheos_graph::{Builder, Output};
use rheos_ops::Ops;
use rheos_passes::gradients::{Foreign, Frontend, Request as Derivatives, gradients};
use rheos_passes::{Request, prune};
use rheos_runtime::{RunOptions, Session, SessionOptions};
use std::sync::{Arc, Mutex};
use std::time::Instant;

struct Plain<'a>(&'a mut Graph);

impl Frontend for Plain<'_> {
    type Error = rheos_base::Error;

    fn with_graph<R>(&mut self, f: impl FnOnce(&mut Graph) -> R) -> R {
        f(self.0)
    }

    fn knows(&self, _: &str) -> bool {
        false
    }

    fn call(&mut self, _: &Foreign) -> Result<Vec<Option<GradValue>>> {
        Ok(Vec::new())
    }
}

fn timed<R>(name: &str, body: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = body();
    println!("  {name}: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    result
}

fn main() {
    for layers in [500, 2_000, 8_000] {
        println!("{} forward nodes", 2 * layers);
        let graph = Arc::new(Mutex::new(Graph::new(rheos_ops::registry())));
        let (x, y) = timed("build", || {
            let mut graph = graph.lock().expect("fresh");
            let mut b = Builder { emit: &mut *graph };
            build(&mut b, layers).expect("builds")
        });
        let dx = timed("gradients", || {
            let mut graph = graph.lock().expect("fresh");
            let request = Derivatives { ys: vec![y], xs: vec![x], ..Derivatives::default() };
            gradients(&mut Plain(&mut graph), &request).expect("differentiates")
        });
        let Some(GradValue::Dense(dx)) = dx[0] else { panic!("no gradient") };
        println!("  {} nodes in all", graph.lock().expect("fresh").len());
        let request = Request { fetches: vec![dx], feeds: vec![x], ..Request::default() };
        timed("prune alone", || prune(&graph.lock().expect("fresh"), &request).expect("prunes"));
        let session = Session::new(graph.clone(), SessionOptions { threads: 1, ..Default::default() }, Arc::new(()));
        let executable = timed("prepare", || session.prepare(&request).expect("prepares"));
        let feed = [Tensor::from_slice(&[4, 4], &[0.1f32; 16]).expect("small")];
        timed("plan", || session.plan(&executable, &feed).expect("plans"));
        let run = || session.run(&executable, &feed, &RunOptions::default()).expect("runs");
        timed("first run", run);
        timed("second run", run);
    }
}

fn build(b: &mut Builder<'_>, layers: usize) -> Result<(Output, Output)> {
    let x = b.placeholder(DType::F32, &Shape::known(&[4, 4]))?;
    let mut y = x;
    for _ in 0..layers {
        let product = b.mat_mul(y, x, false, false)?;
        y = b.tanh(product)?;
    }
    Ok((x, y))
}
