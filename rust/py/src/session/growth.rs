//! Notices a loop that adds nodes to the graph between runs, and says so once.

use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use rheos_graph::{Graph, Location, NodeId};
use std::ffi::CString;

/// So many runs in a row, each after the same line added nodes, are a loop.
const LOOP: u32 = 100;

/// What is remembered of the graph at the latest call that had to be understood anew.
#[derive(Default)]
pub struct Growth {
    nodes: usize,
    line: Location,
    times: u32,
    warned: bool,
}

impl Growth {
    /// Looks at the graph before such a call; gives the warning's text when it is time for it.
    pub fn observe(&mut self, graph: &Graph) -> Option<String> {
        let before = std::mem::replace(&mut self.nodes, graph.len());
        if self.warned || before == 0 || graph.len() <= before {
            return None;
        }
        let line = graph.node(NodeId(graph.len() as u32 - 1)).location;
        self.times = if line == self.line { self.times + 1 } else { 1 };
        self.line = line;
        if self.times < LOOP {
            return None;
        }
        self.warned = true;
        let place = graph.location_text(line);
        let place = if place.is_empty() { "A loop".to_string() } else { place };
        Some(format!(
            "{place} has added nodes to the graph before each of the last {LOOP} runs, so that every run is planned \
             anew and the graph, now {} nodes, keeps growing; hint: make the operations once, before the loop, and feed \
             what changes through a placeholder or Variable.load",
            graph.len()
        ))
    }
}

pub fn warn(py: Python<'_>, text: String) -> PyResult<()> {
    // The text has no inner zero: it is made of a file name, numbers and words.
    let text = CString::new(text).unwrap_or_default();
    PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 2)
}
