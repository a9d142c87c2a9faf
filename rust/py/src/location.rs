//! The line of the user's program that is being executed: the innermost frame outside the rheos package.

use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use rheos_graph::{Graph, Location};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// Folder of the package; frames whose file lies in it are ours.
static PACKAGE: OnceLock<String> = OnceLock::new();

/// File of a code object, None for our own; the object is kept so that its address stays its name.
struct Seen {
    _code: Py<PyAny>,
    file: Option<Arc<str>>,
}

static CODES: Mutex<Option<FxHashMap<usize, Seen>>> = Mutex::new(None);

/// Programs that make code objects without end (exec in a loop) must not grow the cache without end.
const MAX_CODES: usize = 4096;

#[pyfunction]
pub fn set_package_folder(folder: String) {
    PACKAGE.get_or_init(|| folder);
}

fn file_of(code: &Bound<'_, PyAny>) -> Option<Arc<str>> {
    let key = code.as_ptr() as usize;
    {
        let cache = CODES.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(seen) = cache.as_ref().and_then(|c| c.get(&key)) {
            return seen.file.clone();
        }
    }
    let name: String = code.getattr(intern!(code.py(), "co_filename")).and_then(|n| n.extract()).unwrap_or_default();
    let ours = PACKAGE.get().is_some_and(|p| name.starts_with(p.as_str()));
    let file: Option<Arc<str>> = if ours { None } else { Some(name.into()) };
    let seen = Seen { _code: code.clone().unbind(), file: file.clone() };
    let dropped = {
        let mut guard = CODES.lock().unwrap_or_else(|e| e.into_inner());
        let cache = guard.get_or_insert_default();
        let old = if cache.len() >= MAX_CODES { std::mem::take(cache) } else { FxHashMap::default() };
        cache.insert(key, seen);
        old
    };
    drop(dropped);
    file
}

/// File and line of the user's innermost frame.
pub fn user_line(py: Python<'_>) -> Option<(Arc<str>, u32)> {
    // SAFETY: attached to the interpreter; the result is borrowed or null.
    let mut frame = unsafe { Bound::from_borrowed_ptr_or_opt(py, ffi::PyEval_GetFrame().cast()) }?;
    loop {
        let raw = frame.as_ptr().cast::<ffi::PyFrameObject>();
        // SAFETY: `frame` is a frame object; the call gives a new reference to its code.
        let code = unsafe { Bound::from_owned_ptr_or_opt(py, ffi::PyFrame_GetCode(raw).cast()) }?;
        if let Some(file) = file_of(&code) {
            // SAFETY: as above.
            let line = unsafe { ffi::PyFrame_GetLineNumber(raw) };
            return Some((file, line.max(0) as u32));
        }
        frame = frame.getattr(intern!(py, "f_back")).ok().filter(|f| !f.is_none())?;
    }
}

/// Marks `line` as the origin of the nodes added next.
pub fn set(graph: &mut Graph, line: &Option<(Arc<str>, u32)>) {
    graph.scope.location = match line {
        Some((file, line)) => Location { file: graph.file(file), line: *line },
        None => Location::default(),
    };
}
