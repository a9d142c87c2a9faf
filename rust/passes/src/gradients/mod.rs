//! `tf.gradients`: from ys and xs, the nodes that compute d(sum of ys)/dx, added to the user's own graph.
//!
//! Nodes between xs and ys are visited once, each when all its consumers are done; no recursion. Names,
//! order and sums are TensorFlow's. The graph is not held while a gradient function outside the catalogue
//! (Python's) runs: the engine stops there, and goes on with what it returned.

mod between;
mod seed;
mod step;
mod sum;
#[cfg(test)]
mod tests;

use rheos_base::Error;
use rheos_graph::builder::GradValue;
use rheos_graph::{Graph, NodeId, Output};

pub use between::is_trainable;
pub use sum::Aggregation;

/// The arguments of `tf.gradients`.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub ys: Vec<Output>,
    /// Tensors or variable handles.
    pub xs: Vec<Output>,
    /// One per y, or empty; ones where None.
    pub grad_ys: Vec<Option<GradValue>>,
    /// Tensors through which nothing flows.
    pub stop: Vec<Output>,
    /// Scope of the new nodes.
    pub name: String,
    /// Gradient nodes get the `_class` of their forward node.
    pub colocate: bool,
    /// A node's gradients are used only when all of them are there.
    pub gate: bool,
    pub aggregation: Aggregation,
    /// Zeros instead of None for an x that no y depends on.
    pub zero_unconnected: bool,
}

/// A gradient function outside the catalogue that has to run now.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The name it is registered under.
    pub function: String,
    pub node: NodeId,
    /// One per output, zeros made where TensorFlow makes them.
    pub grads: Vec<Option<GradValue>>,
}

/// What the engine needs from the side that owns the graph.
pub trait Frontend {
    type Error: From<Error>;

    /// Runs `f` with the graph borrowed.
    fn with_graph<R>(&mut self, f: impl FnOnce(&mut Graph) -> R) -> R;

    /// Is a gradient function registered under this name?
    fn knows(&self, function: &str) -> bool;

    /// Runs one; gives a gradient per input of the node. The graph is not borrowed meanwhile.
    fn call(&mut self, call: &Foreign) -> Result<Vec<Option<GradValue>>, Self::Error>;
}

/// One gradient per x; None where no y depends on it through differentiable steps.
pub fn gradients<F: Frontend>(front: &mut F, request: &Request) -> Result<Vec<Option<GradValue>>, F::Error> {
    let mut engine = front.with_graph(|graph| step::Engine::start(graph, request))?;
    engine.keep_foreign(|function| front.knows(function));
    while let Some(call) = front.with_graph(|graph| engine.advance(graph))? {
        let grads = front.call(&call);
        front.with_graph(|graph| engine.resume(graph, call.node, grads.as_ref().ok()))?;
        grads?;
    }
    Ok(front.with_graph(|graph| engine.finish(graph))?)
}
